/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws sample plots with both renderers and prints how long the live one takes; with --live, shows them in a
 * window.
 * plot-demo DIRECTORY | plot-demo --live [dark|projector] */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gtk/gtk.h>
#include <pango/pangocairo.h>

#include "tests/ui/plot/plot-samples.h"
#include "ui/compat/sl-compat.h"
#include "ui/plot/render/sl-plot-cairo.h"
#include "ui/plot/render/sl-plot-raster.h"
#include "ui/plot/view/sl-plot-view.h"

#define DRAWS 200

static PangoContext *
make_context (void)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoFontDescription *font = pango_font_description_from_string ("Cantarell, Sans");

  pango_context_set_font_description (context, font);
  pango_font_description_free (font);
  pango_cairo_context_set_resolution (context, 96);
  return context;
}

static void
write_picture (const char *directory, const char *name, SlPlot *plot, SlPlotThemeKind kind, int width,
               int height, int scale, double text_scale, gboolean raster)
{
  g_autofree char *path = g_strdup_printf ("%s/%s.png", directory, name);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  PangoContext *context = make_context ();
  g_autoptr (SlPlotLayout) layout = NULL;
  g_autoptr (SlPlotLabels) labels = NULL;
  g_autoptr (SlPlotRaster) renderer = sl_plot_raster_new ();
  SlPlotTheme theme;
  cairo_t *cr;

  sl_plot_theme_init (&theme, kind, text_scale);
  layout = sl_plot_layout_new (plot, width, height, &theme, context, NULL);
  labels = sl_plot_labels_new (context, &theme);
  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  gdk_cairo_set_source_rgba (cr, &theme.background);
  cairo_paint (cr);
  sl_plot_cairo_draw (cr, plot, layout, &theme, labels, 1.0 / scale, SL_PLOT_PART_GRID | SL_PLOT_PART_AXES);
  if (raster)
    {
      cairo_surface_flush (surface);
      sl_plot_raster_draw (renderer, plot, layout, &theme,
                           (guint32 *) (gpointer) cairo_image_surface_get_data (surface), width * scale,
                           height * scale, cairo_image_surface_get_stride (surface) / 4, scale);
      cairo_surface_mark_dirty (surface);
    }
  sl_plot_cairo_draw (cr, plot, layout, &theme, labels, 1.0 / scale,
                      SL_PLOT_PART_LABELS | (raster ? 0 : SL_PLOT_PART_DATA));
  cairo_destroy (cr);
  if (cairo_surface_write_to_png (surface, path) != CAIRO_STATUS_SUCCESS)
    g_printerr ("cannot write %s\n", path);
  cairo_surface_destroy (surface);
  g_object_unref (context);
}

static int
compare_doubles (const void *a, const void *b)
{
  return (*(const double *) a > *(const double *) b) - (*(const double *) a < *(const double *) b);
}

static void
time_plot (const char *name, SlPlot *plot, int width, int height, int scale)
{
  g_autofree guint32 *pixels = g_new0 (guint32, width * height * scale * scale);
  PangoContext *context = make_context ();
  g_autoptr (SlPlotLayout) layout = NULL;
  g_autoptr (SlPlotRaster) raster = sl_plot_raster_new ();
  g_autoptr (SlPlotLabels) labels = NULL;
  SlPlotTheme theme;
  double ms[DRAWS], place_ms[DRAWS], start, axes_ms;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  cairo_t *cr = cairo_create (surface);

  sl_plot_theme_init (&theme, SL_PLOT_THEME_LIGHT, 1);
  start = g_get_monotonic_time ();
  layout = sl_plot_layout_new (plot, width, height, &theme, context, NULL);
  start = (g_get_monotonic_time () - start) / 1000;
  labels = sl_plot_labels_new (context, &theme);
  cairo_scale (cr, scale, scale);
  axes_ms = g_get_monotonic_time ();
  sl_plot_cairo_draw (cr, plot, layout, &theme, NULL, 1.0 / scale, SL_PLOT_PART_GRID | SL_PLOT_PART_AXES);
  axes_ms = (g_get_monotonic_time () - axes_ms) / 1000;
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  for (int i = 0; i < DRAWS; i++)
    {
      gint64 from, to;

      memset (pixels, 0xff, (gsize) width * height * scale * scale * 4);
      from = g_get_monotonic_time ();
      sl_plot_raster_draw (raster, plot, layout, &theme, pixels, width * scale, height * scale, width * scale,
                           scale);
      to = g_get_monotonic_time ();
      ms[i] = (to - from) / 1000.0;
      from = to;
      sl_plot_labels_place (labels, plot, layout);
      place_ms[i] = (g_get_monotonic_time () - from) / 1000.0;
    }
  qsort (ms, DRAWS, sizeof *ms, compare_doubles);
  qsort (place_ms, DRAWS, sizeof *ms, compare_doubles);
  g_print ("%-28s %4d x %-3d @%d  draw %.3f ms (p95 %.3f)  labels %.3f ms  layout %.2f ms  axes %.2f ms\n",
           name, width, height, scale, ms[DRAWS / 2], ms[DRAWS * 95 / 100], place_ms[DRAWS / 2], start,
           axes_ms);
  g_object_unref (context);
}

static void
painted_cb (SlPlotView *view, guint64 serial, gpointer data)
{
  g_print ("painted %" G_GUINT64_FORMAT "\n", serial);
}

static GtkWidget *views[8];

static void
hover_cb (SlPlotView *view, GParamSpec *pspec, gpointer data)
{
  double value;
  const char *kind = sl_plot_view_get_link (view, &value);

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    if (views[i] != GTK_WIDGET (view))
      sl_plot_view_set_link (SL_PLOT_VIEW (views[i]), kind, value);
}

static void
clicked_cb (SlPlotView *view, guint panel, double x, double y, gpointer data)
{
  g_print ("clicked panel %u at %g, %g\n", panel, x, y);
}

static void
moved_cb (SlPlotView *view, const char *id, double x, double y, gpointer data)
{
  g_print ("%s to %g, %g\n", id, x, y);
}

static void
ended_cb (SlPlotView *view, const char *id, gboolean cancelled, gpointer data)
{
  g_print ("%s %s\n", id, cancelled ? "cancelled" : "let go");
}

static void
show_live (const char *mode)
{
  gboolean dark = g_strcmp0 (mode, "dark") == 0;
  GtkWidget *window, *grid = gtk_grid_new ();
  SlPlot *plots[G_N_ELEMENTS (views)] = { plot_sample_spectrum (8000), plot_sample_history (400),
                                          plot_sample_history (300),   plot_sample_plane (),
                                          plot_sample_map (FALSE),     plot_sample_map (TRUE),
                                          plot_sample_picture (256),   NULL };
  GtkCssProvider *css = gtk_css_provider_new ();

  gtk_init ();
  g_object_set (gtk_settings_get_default (), "gtk-application-prefer-dark-theme", dark, NULL);
  sl_css_provider_load_from_string (css, dark ? "plot { background: #1e1e1e; border-radius: 8px; }"
                                              : "plot { background: white; border-radius: 8px; }");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (css), 800);
  window = gtk_window_new ();
  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_row_homogeneous (GTK_GRID (grid), TRUE);
  for (int i = 0; i < 8; i++)
    {
      views[i] = sl_plot_view_new ();
      sl_plot_view_set_dark (SL_PLOT_VIEW (views[i]), dark);
      sl_plot_view_set_scale (SL_PLOT_VIEW (views[i]), g_strcmp0 (mode, "projector") == 0 ? 1.5 : 1);
      sl_plot_view_set_plot (SL_PLOT_VIEW (views[i]), plots[i]);
      g_signal_connect (views[i], "painted", G_CALLBACK (painted_cb), NULL);
      g_signal_connect (views[i], "clicked", G_CALLBACK (clicked_cb), NULL);
      g_signal_connect (views[i], "handle-moved", G_CALLBACK (moved_cb), NULL);
      g_signal_connect (views[i], "handle-end", G_CALLBACK (ended_cb), NULL);
      g_signal_connect (views[i], "notify::hover-x", G_CALLBACK (hover_cb), NULL);
      gtk_grid_attach (GTK_GRID (grid), views[i], i % 4, i / 4, 1, 1);
    }
  sl_plot_view_set_placeholder (SL_PLOT_VIEW (views[7]), "Choose a galaxy to see its colours.");
  sl_plot_view_align_with (SL_PLOT_VIEW (views[1]), SL_PLOT_VIEW (views[2]));
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_set_child (GTK_WINDOW (window), grid);
  gtk_window_present (GTK_WINDOW (window));
  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    SlPlotThemeKind kind;
  } kinds[] = { { "light", SL_PLOT_THEME_LIGHT }, { "dark", SL_PLOT_THEME_DARK } };
  const char *directory = argc > 1 ? argv[1] : ".";
  struct { const char *name; SlPlot *plot;
  } plots[] = {
    { "spectrum", plot_sample_spectrum (8000) },
    { "history", plot_sample_history (400) },
    { "odd", plot_sample_odd () },
    { "jagged", plot_sample_curves (1200, TRUE) },
    { "plane", plot_sample_plane () },
    { "map", plot_sample_map (FALSE) },
    { "signed", plot_sample_map (TRUE) },
    { "picture", plot_sample_picture (256) },
  };

  if (argc > 1 && strcmp (argv[1], "--live") == 0)
    {
      gtk_init ();
      show_live (argc > 2 ? argv[2] : NULL);
      return 0;
    }
  g_mkdir_with_parents (directory, 0777);
  for (guint i = 0; i < G_N_ELEMENTS (plots); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (kinds); j++)
        for (int wide = 0; wide <= 1; wide++)
          for (int raster = 0; raster <= 1; raster++)
            {
              g_autofree char *name = g_strdup_printf ("%s-%s-%d-%s", plots[i].name, kinds[j].name,
                                                       wide ? 1280 : 640, raster ? "raster" : "cairo");

              write_picture (directory, name, plots[i].plot, kinds[j].kind, wide ? 1280 : 640, 400, 1, 1,
                             raster);
            }
      g_autofree char *twice = g_strdup_printf ("%s-light-640-raster-2x", plots[i].name);
      write_picture (directory, twice, plots[i].plot, SL_PLOT_THEME_LIGHT, 640, 400, 2, 1, TRUE);
      g_autofree char *projector = g_strdup_printf ("%s-light-640-projector", plots[i].name);
      write_picture (directory, projector, plots[i].plot, SL_PLOT_THEME_LIGHT, 640, 400, 1, 1.5, TRUE);
      g_autofree char *small = g_strdup_printf ("%s-light-220", plots[i].name);
      write_picture (directory, small, plots[i].plot, SL_PLOT_THEME_LIGHT, 220, 140, 1, 1, TRUE);
      for (int mm = 88; mm <= 180; mm += 92)
        for (int format = 0; format < 3; format++)
          {
            static const char *const extensions[] = { "pdf", "svg", "png" };
            g_autoptr (GError) error = NULL;
            g_autofree char *path =
                g_strdup_printf ("%s/%s-%dmm.%s", directory, plots[i].name, mm, extensions[format]);

            g_autoptr (GBytes) bytes = sl_plot_export (plots[i].plot, path, mm, 0, NULL, &error);

            if (!bytes
                || !g_file_set_contents (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                         &error))
              g_printerr ("%s\n", error->message);
          }
      time_plot (plots[i].name, plots[i].plot, 640, 400, 1);
      sl_plot_unref (plots[i].plot);
    }
  for (int jagged = 0; jagged <= 1; jagged++)
    for (guint n = 1200; n <= 8000; n += 6800)
      for (int scale = 1; scale <= 2; scale++)
        {
          g_autoptr (SlPlot) plot = plot_sample_curves (n, jagged);
          g_autofree char *name = g_strdup_printf ("3 %s curves of %u", jagged ? "jagged" : "smooth", n);

          time_plot (name, plot, 640, 400, scale);
        }
  return 0;
}
