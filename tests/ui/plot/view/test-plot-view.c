/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <gtk/gtk.h>

#include "tests/ui/plot/plot-samples.h"
#include "ui/plot/view/sl-plot-hover.h"
#include "ui/plot/view/sl-plot-view.h"

/* Frames come 60 times a second; a busy machine may need long for the first. */
#define PATIENCE_MS 20000

static gboolean have_display;

static void
painted_cb (SlPlotView *view, guint64 serial, gpointer data)
{
  g_array_append_val ((GArray *) data, serial);
}

static gboolean
timeout_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
wait_for (GArray *serials, guint64 serial)
{
  gboolean late = FALSE;
  guint source = g_timeout_add (PATIENCE_MS, timeout_cb, &late);

  while (!late && !(serials->len && g_array_index (serials, guint64, serials->len - 1) == serial))
    g_main_context_iteration (NULL, TRUE);
  if (!late)
    g_source_remove (source);
  return !late;
}

/* What the widget would show with its next frame, as pixels. */
static guint32 *
picture (GtkWidget *widget, int *width, int *height)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  guint32 *pixels;
  cairo_surface_t *surface;
  cairo_t *cr;

  *width = gtk_widget_get_width (widget);
  *height = gtk_widget_get_height (widget);
  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  pixels = g_new0 (guint32, *width * *height);
  surface = cairo_image_surface_create_for_data ((guchar *) pixels, CAIRO_FORMAT_ARGB32, *width, *height,
                                                 *width * 4);
  cr = cairo_create (surface);
  if (node)
    gsk_render_node_draw (node, cr);
  g_clear_pointer (&node, gsk_render_node_unref);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return pixels;
}

static guint
count_inked (GtkWidget *widget)
{
  int w, h;
  g_autofree guint32 *pixels = picture (widget, &w, &h);
  guint inked = 0;

  for (int i = 0; i < w * h; i++)
    inked += pixels[i] >> 24 > 8;
  return inked;
}

static void
test_paints (void)
{
  GtkWidget *window, *view;
  g_autoptr (GArray) serials = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (SlPlot) plot = plot_sample_history (300);
  g_autoptr (SlPlot) other = plot_sample_spectrum (3000);
  g_autofree guint32 *light = NULL, *dark = NULL;
  gpointer weak;
  guint hovered, plain;
  int w, h, same = 0;

  if (!have_display)
    {
      g_test_skip ("needs a display");
      return;
    }
  window = gtk_window_new ();
  view = sl_plot_view_new ();
  weak = view;
  g_object_add_weak_pointer (G_OBJECT (view), &weak);
  g_signal_connect (view, "painted", G_CALLBACK (painted_cb), serials);
  sl_plot_view_set_placeholder (SL_PLOT_VIEW (view), "Nothing yet");
  gtk_window_set_default_size (GTK_WINDOW (window), 640, 400);
  gtk_window_set_child (GTK_WINDOW (window), view);
  gtk_window_present (GTK_WINDOW (window));
  sl_plot_view_set_plot (SL_PLOT_VIEW (view), plot);
  g_assert_true (sl_plot_view_get_plot (SL_PLOT_VIEW (view)) == plot);
  g_assert_true (wait_for (serials, sl_plot_get_serial (plot)));
  g_assert_cmpuint (serials->len, ==, 1);
  plain = count_inked (view);
  g_assert_cmpuint (plain, >, 10000);

  light = picture (view, &w, &h);
  sl_plot_view_set_dark (SL_PLOT_VIEW (view), TRUE);
  dark = picture (view, &w, &h);
  for (int i = 0; i < w * h; i++)
    same += light[i] == dark[i] && light[i] >> 24 > 8;
  g_assert_cmpint (same, <, w * h / 100);

  /* The crosshair of another view, and its card, come on top. */
  sl_plot_view_set_link (SL_PLOT_VIEW (view), SL_LINK_WAVE, 5); /* another kind of axis */
  g_assert_cmpuint (count_inked (view), ==, plain);
  sl_plot_view_set_link (SL_PLOT_VIEW (view), SL_LINK_TIME, 5);
  hovered = count_inked (view);
  g_assert_cmpuint (hovered, >, plain + 1000);
  sl_plot_view_set_link (SL_PLOT_VIEW (view), SL_LINK_TIME, 500); /* beyond the axis */
  g_assert_cmpuint (count_inked (view), ==, plain);
  sl_plot_view_set_link (SL_PLOT_VIEW (view), NULL, NAN);

  sl_plot_view_set_plot (SL_PLOT_VIEW (view), other);
  g_assert_true (wait_for (serials, sl_plot_get_serial (other)));
  g_object_set (view, "scale", 1.5, "high-contrast", TRUE, NULL);
  g_assert_cmpuint (count_inked (view), >, 10000);
  sl_plot_view_set_plot (SL_PLOT_VIEW (view), NULL);
  g_assert_cmpuint (count_inked (view), >, 100); /* the placeholder */
  g_assert_cmpuint (count_inked (view), <, 10000);
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE));
  g_assert_null (weak);
}

static void
test_sizes (void)
{
  static const int sizes[][2] = { { 1, 1 }, { 2, 200 }, { 200, 2 }, { 30, 20 }, { 220, 140 }, { 900, 700 } };
  SlPlot *plots[] = { plot_sample_history (100), plot_sample_spectrum (500), plot_sample_odd (),
                      sl_plot_new (NULL) };

  for (guint i = 0; i < G_N_ELEMENTS (plots); i++)
    {
      if (have_display)
        {
          GtkWidget *window = gtk_window_new (), *view = g_object_ref_sink (sl_plot_view_new ());

          sl_plot_view_set_plot (SL_PLOT_VIEW (view), plots[i]);
          sl_plot_view_set_link (SL_PLOT_VIEW (view), SL_LINK_TIME, 3);
          gtk_window_set_child (GTK_WINDOW (window), view);
          gtk_window_present (GTK_WINDOW (window));
          for (guint j = 0; j < G_N_ELEMENTS (sizes); j++)
            {
              /* Allocations below the minimum size happen while windows are resized. */
              GtkSnapshot *snapshot = gtk_snapshot_new ();
              GskRenderNode *node;
              int natural;

              gtk_widget_measure (view, GTK_ORIENTATION_HORIZONTAL, -1, &natural, NULL, NULL, NULL);
              g_assert_cmpint (natural, >=, 200);
              gtk_widget_allocate (view, MAX (natural, sizes[j][0]), MAX (natural, sizes[j][1]), -1, NULL);
              GTK_WIDGET_GET_CLASS (view)->snapshot (view, snapshot);
              node = gtk_snapshot_free_to_node (snapshot);
              g_clear_pointer (&node, gsk_render_node_unref);
            }
          while (g_main_context_iteration (NULL, FALSE));
          gtk_window_destroy (GTK_WINDOW (window));
          g_object_unref (view);
        }
      sl_plot_unref (plots[i]);
    }
  if (!have_display)
    g_test_skip ("needs a display");
}

static void
test_alignment (void)
{
  GtkWidget *window, *box, *a, *b;
  g_autoptr (SlPlot) narrow = sl_plot_new (NULL);
  g_autoptr (SlPlot) wide = sl_plot_new (NULL);
  g_autoptr (GArray) painted = g_array_new (FALSE, FALSE, sizeof (guint64));
  int w, h, left[2];

  if (!have_display)
    {
      g_test_skip ("needs a display");
      return;
    }
  /* Labels of different width, and no tick on the bottom axis that would lengthen it. */
  sl_plot_set_x (narrow, SL_SCALE_LINEAR, 0, 1, "<i>x</i>");
  sl_plot_add_panel (narrow, 1);
  sl_plot_set_y (narrow, 0, SL_SCALE_LINEAR, -1.25, 1.25, "<i>y</i>");
  sl_plot_set_x (wide, SL_SCALE_LINEAR, 0, 1, "<i>x</i>");
  sl_plot_add_panel (wide, 1);
  sl_plot_set_y (wide, 0, SL_SCALE_LINEAR, -1.25e-19, 1.25e-19, "<i>y</i>");
  window = gtk_window_new ();
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  a = sl_plot_view_new ();
  b = sl_plot_view_new ();
  gtk_box_append (GTK_BOX (box), a);
  gtk_box_append (GTK_BOX (box), b);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 500, 600);
  sl_plot_view_align_with (SL_PLOT_VIEW (a), SL_PLOT_VIEW (b));
  sl_plot_view_set_plot (SL_PLOT_VIEW (a), narrow);
  sl_plot_view_set_plot (SL_PLOT_VIEW (b), wide);
  g_signal_connect (b, "painted", G_CALLBACK (painted_cb), painted);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_true (wait_for (painted, sl_plot_get_serial (wide)));
  /* The bottom axis is the longest dark run of both; it starts at the common margin. */
  for (int i = 0; i < 2; i++)
    {
      g_autofree guint32 *pixels = picture (i ? b : a, &w, &h);
      int best = 0;

      for (int y = 0; y < h; y++)
        for (int x = 0, run = 0; x < w; x++)
          {
            run = pixels[y * w + x] >> 24 == 0xff ? run + 1 : 0;
            if (run > best)
              {
                best = run;
                left[i] = x - run + 1;
              }
          }
      g_assert_cmpint (best, >, 250);
    }
  g_assert_cmpint (left[0], ==, left[1]);
  g_assert_cmpint (left[0], >, 60); /* the wide one's */
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Where the card goes is arithmetic: no display needed. */
static void
test_card (void)
{
  double x, y;

  for (double px = 0; px <= 400; px += 7)
    for (double py = 0; py <= 300; py += 7)
      for (double w = 40; w < 500; w += 90)
        for (double h = 30; h < 400; h += 70)
          {
            if (!sl_plot_card_place (400, 300, w, h, px, py, 14, NULL, 0, &x, &y))
              continue;
            g_assert_cmpfloat (x, >=, 0);
            g_assert_cmpfloat (y, >=, 0);
            g_assert_cmpfloat (x + w, <=, 400);
            g_assert_cmpfloat (y + h, <=, 300);
            g_assert_true (px < x || px > x + w || py < y || py > y + h);
          }
  g_assert_true (sl_plot_card_place (400, 300, 150, 100, 200, 150, 14, NULL, 0, &x, &y));
  g_assert_cmpfloat (x, ==, 214);
  g_assert_true (sl_plot_card_place (400, 300, 150, 100, 390, 150, 14, NULL, 0, &x, &y));
  g_assert_cmpfloat (x, ==, 226);
  g_assert_true (sl_plot_card_place (400, 300, 300, 50, 200, 20, 14, NULL, 0, &x, &y));
  g_assert_cmpfloat (y, ==, 34);
  g_assert_false (sl_plot_card_place (400, 300, 390, 290, 200, 150, 14, NULL, 0, &x, &y));
}

static void
test_readouts (void)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  g_autoptr (SlPlot) plot = plot_sample_odd ();
  g_autoptr (SlPlotLayout) layout = NULL;
  g_autoptr (GArray) readouts = NULL;
  g_autofree char *x = NULL;
  SlPlotTheme theme;

  sl_plot_theme_init (&theme, SL_PLOT_THEME_LIGHT, 1);
  layout = sl_plot_layout_new (plot, 640, 400, &theme, context, NULL);
  readouts = sl_plot_readouts (plot, layout, 3e-9);
  x = sl_plot_x_markup (plot, layout, 3e-9);
  g_assert_cmpstr (x, ==, "sSFR = 3.000×10<sup>−9</sup>\u2009yr<sup>−1</sup>");
  g_assert_cmpuint (readouts->len, ==, 2);
  g_assert_cmpstr (g_array_index (readouts, SlReadout, 0).name, ==, "r");
  g_assert_true (g_str_has_suffix (g_array_index (readouts, SlReadout, 0).value, "\u2009mag"));
  g_assert_cmpfloat (g_array_index (readouts, SlReadout, 0).y, ==,
                     sl_plot_series_value_at (plot, 0, 0, 3e-9));
  g_assert_cmpfloat (g_array_index (readouts, SlReadout, 0).px, ==, sl_axis_map_to_pixel (&layout->x, 3e-9));
  g_object_unref (context);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init_check ();
  have_display = gdk_display_get_default () != NULL;
  g_test_add_func ("/plot/view/paints", test_paints);
  g_test_add_func ("/plot/view/sizes", test_sizes);
  g_test_add_func ("/plot/view/alignment", test_alignment);
  g_test_add_func ("/plot/hover/card", test_card);
  g_test_add_func ("/plot/hover/readouts", test_readouts);
  return g_test_run ();
}
