/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <pango/pangocairo.h>

#include "tests/ui/plot/plot-samples.h"
#include "ui/plot/render/sl-plot-cairo.h"
#include "ui/plot/render/sl-plot-frame.h"
#include "ui/plot/render/sl-plot-raster.h"

/* Mean absolute difference, in levels of 255, over the pixels that either renderer touched. The envelopes are
 * sampled four times a pixel and Cairo's own raster has 15 rows a pixel: together less than a level on flat
 * edges, a few on near-vertical ones, which all of a jagged curve is. */
#define SMOOTH_TOLERANCE 1.5
#define JAGGED_TOLERANCE 4.0
/* Tracks, arrows and pictures are Cairo's in both; clipping at the panel's edge and its origin may differ. */
#define SHAPE_TOLERANCE 0.5
/* Cells have whole pixels and the same colours. */
#define MAP_TOLERANCE 0.02
/* Most pixels of areas are inside, where both are exact apart from rounding. */
#define AREA_TOLERANCE 1.0

typedef struct {
  SlPlotTheme theme;
  PangoContext *context;
} Setting;

static Setting
setting_new (SlPlotThemeKind kind, double scale, double dpi)
{
  Setting s;
  PangoFontDescription *font = pango_font_description_from_string ("Sans");

  sl_plot_theme_init (&s.theme, kind, scale);
  s.context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  pango_context_set_font_description (s.context, font);
  pango_cairo_context_set_resolution (s.context, dpi);
  pango_font_description_free (font);
  return s;
}

static gboolean
within (const SlPlotRect *box, const SlPlotLayout *layout)
{
  /* Rounding to whole pixels may take half of one. */
  return box->x >= -0.5 && box->y >= -0.5 && box->x + box->w <= layout->width + 0.5
         && box->y + box->h <= layout->height + 0.5;
}

static void
check_layout (SlPlot *plot, double width, double height, SlPlotThemeKind kind, double scale)
{
  Setting s = setting_new (kind, scale, kind == SL_PLOT_THEME_PRINT ? 72 : 96);
  g_autoptr (SlPlotLayout) layout = sl_plot_layout_new (plot, width, height, &s.theme, s.context, NULL);
  g_autoptr (SlPlotLabels) labels = sl_plot_labels_new (s.context, &s.theme);
  const GArray *placed = sl_plot_labels_place (labels, plot, layout);
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (SlPlotRect));

  g_test_message ("%s at %g x %g, scale %g", sl_plot_get_title (plot), width, height, scale);
  for (guint i = 0; i < layout->panels->len; i++)
    {
      SlLayoutPanel *panel = &g_array_index (layout->panels, SlLayoutPanel, i);

      g_assert_cmpfloat (panel->rect.w, >=, 1);
      g_assert_cmpfloat (panel->rect.h, >=, 1);
    }
  for (guint i = 0; i < layout->texts->len; i++)
    {
      SlPlotRect box = g_array_index (layout->texts, SlLayoutText, i).box;

      g_assert_true (within (&box, layout));
      /* Lines of text have room above and below their letters, which may meet. */
      box.y += box.h * 0.18;
      box.h *= 0.64;
      g_array_append_val (boxes, box);
    }
  for (guint i = 0; i < placed->len; i++)
    {
      SlPlotRect box = g_array_index (placed, SlPlotLabel, i).box;

      g_assert_true (within (&box, layout));
      g_array_append_val (boxes, box);
    }
  for (guint i = 0; i < boxes->len; i++)
    for (guint j = 0; j < i; j++)
      g_assert_false (sl_plot_rects_touch (&g_array_index (boxes, SlPlotRect, i),
                                           &g_array_index (boxes, SlPlotRect, j), 0));
  g_array_unref (boxes);
  g_object_unref (s.context);
}

static void
test_layout (void)
{
  static const struct {
    double w, h;
  } sizes[] = { { 640, 400 }, { 1280, 400 }, { 420, 260 }, { 300, 600 }, { 220, 140 },
                { 120, 90 },  { 40, 30 },    { 3, 3 },     { 1, 1 } };
  SlPlot *plots[] = { plot_sample_spectrum (2000), plot_sample_history (200), plot_sample_odd (),
                      plot_sample_curves (100, FALSE), plot_sample_plane (), plot_sample_map (FALSE),
                      plot_sample_map (TRUE), plot_sample_picture (30), sl_plot_new ("empty") };

  for (guint i = 0; i < G_N_ELEMENTS (plots); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (sizes); j++)
        {
          check_layout (plots[i], sizes[j].w, sizes[j].h, SL_PLOT_THEME_LIGHT, 1);
          check_layout (plots[i], sizes[j].w, sizes[j].h, SL_PLOT_THEME_DARK, 1.5);
        }
      check_layout (plots[i], 88 * 72 / 25.4, 160, SL_PLOT_THEME_PRINT, 1);
      check_layout (plots[i], 180 * 72 / 25.4, 230, SL_PLOT_THEME_PRINT, 1);
      sl_plot_unref (plots[i]);
    }
}

/* At a comfortable size every label that a plot asks for is there. */
static void
test_all_labels (void)
{
  Setting s = setting_new (SL_PLOT_THEME_LIGHT, 1, 96);
  g_autoptr (SlPlot) history = plot_sample_history (200);
  g_autoptr (SlPlot) spectrum = plot_sample_spectrum (4000);
  g_autoptr (SlPlotLayout) a = sl_plot_layout_new (history, 800, 600, &s.theme, s.context, NULL);
  g_autoptr (SlPlotLayout) b = sl_plot_layout_new (spectrum, 1280, 480, &s.theme, s.context, NULL);
  g_autoptr (SlPlotLabels) labels = sl_plot_labels_new (s.context, &s.theme);
  SlPlotLabel first;

  g_assert_cmpuint (sl_plot_labels_place (labels, history, a)->len, ==, 6);
  first = g_array_index (sl_plot_labels_place (labels, history, a), SlPlotLabel, 2);
  /* The same plot again: nothing moves. */
  g_assert_cmpfloat (g_array_index (sl_plot_labels_place (labels, history, a), SlPlotLabel, 2).box.x, ==,
                     first.box.x);
  g_assert_cmpuint (sl_plot_labels_place (labels, spectrum, b)->len, ==, 8 + 3 + 6);
  g_object_unref (s.context);
}

/* Margins do not follow single digits, and can be shared. */
static void
test_margins (void)
{
  Setting s = setting_new (SL_PLOT_THEME_LIGHT, 1, 96);
  double widths[3];

  for (int i = 0; i < 3; i++)
    {
      g_autoptr (SlPlot) plot = sl_plot_new (NULL);
      g_autoptr (SlPlotLayout) layout = NULL;

      sl_plot_add_panel (plot, 1);
      sl_plot_set_y (plot, 0, SL_SCALE_LINEAR, 0, i == 0 ? 30 : i == 1 ? 80 : 30, "y");
      sl_plot_set_x (plot, SL_SCALE_LINEAR, 0, 1, "x");
      layout = sl_plot_layout_new (plot, 400, 300, &s.theme, s.context,
                                   i == 2 ? &(SlPlotMargins) { 90, 70 } : NULL);
      widths[i] = layout->margins.left;
      if (i == 2)
        g_assert_cmpfloat (layout->area.x + layout->area.w, ==, 400 - 70);
    }
  g_assert_cmpfloat (widths[0], ==, widths[1]);
  g_assert_cmpfloat (widths[2], ==, 90);
  g_object_unref (s.context);
}

typedef SlPlot *(*Make) (void);

static SlPlot *make_smooth (void) { return plot_sample_curves (1200, FALSE); }
static SlPlot *make_jagged (void) { return plot_sample_curves (1200, TRUE); }
static SlPlot *make_dense (void) { return plot_sample_curves (8000, TRUE); }
static SlPlot *make_spectrum (void) { return plot_sample_spectrum (8000); }
static SlPlot *make_history (void) { return plot_sample_history (400); }

static SlPlot *make_plane (void) { return plot_sample_plane (); }
static SlPlot *make_wild (void) { return plot_sample_wild (TRUE, 1); }
static SlPlot *make_map (void) { return plot_sample_map (FALSE); }
static SlPlot *make_signed (void) { return plot_sample_map (TRUE); }
static SlPlot *make_picture (void) { return plot_sample_picture (200); }
static SlPlot *make_large_picture (void) { return plot_sample_picture (900); }

static SlPlot *
make_areas (void)
{
  static const guint32 colours[] = { 0xff0000, 0x00ff00, 0x0000ff };
  double x[200], lo[200], hi[200];
  SlPlot *plot = sl_plot_new (NULL);

  for (int i = 0; i < 200; i++)
    {
      x[i] = i / 199.0;
      lo[i] = 0.3 + 0.2 * sin (9 * x[i]);
      hi[i] = 0.5 + 0.25 * cos (14 * x[i]); /* crosses lo */
    }
  sl_plot_add_panel (plot, 1);
  sl_plot_add_band (plot, 0, 0.21, 0.77, colours, 3, 0.3);
  sl_plot_add_ribbon (plot, 0, x, lo, hi, 200, SL_COLOUR_BLUE, 0.5, NULL, NULL);
  lo[60] = NAN;
  sl_plot_add_ribbon (plot, 0, x, NULL, lo, 200, SL_COLOUR_GREEN, 0.4, NULL, NULL);
  return plot;
}

static double
difference (SlPlot *plot, int width, int height, int scale, SlPlotThemeKind kind, guint *touched)
{
  Setting s = setting_new (kind, 1, 96);
  int w = width * scale, h = height * scale;
  g_autoptr (SlPlotLayout) layout = NULL;
  g_autoptr (SlPlotRaster) raster = sl_plot_raster_new ();
  g_autofree guint32 *ours = g_new (guint32, w * h);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, w, h);
  guint32 background = kind == SL_PLOT_THEME_DARK ? 0xff1e1e1e : 0xffffffff;
  const guint32 *theirs;
  gsize stride = cairo_image_surface_get_stride (surface) / 4;
  double sum = 0;
  cairo_t *cr;

  s.theme.snap = TRUE;
  layout = sl_plot_layout_new (plot, width, height, &s.theme, s.context, NULL);
  for (int i = 0; i < w * h; i++)
    ours[i] = background;
  sl_plot_raster_draw (raster, plot, layout, &s.theme, ours, w, h, w, scale);
  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  gdk_cairo_set_source_rgba (cr, &s.theme.background);
  cairo_paint (cr);
  sl_plot_cairo_draw (cr, plot, layout, &s.theme, NULL, 1.0 / scale, SL_PLOT_PART_DATA);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  theirs = (const guint32 *) (gpointer) cairo_image_surface_get_data (surface);
  *touched = 0;
  for (int y = 0; y < h; y++)
    for (int x = 0; x < w; x++)
      {
        guint32 a = ours[y * w + x], b = theirs[y * stride + x];

        if (a == background && b == background)
          continue;
        *touched += 1;
        for (int shift = 0; shift < 24; shift += 8)
          sum += abs ((int) (a >> shift & 0xff) - (int) (b >> shift & 0xff)) / 3.0;
        g_assert_cmpuint (a >> 24, ==, 0xff); /* over something opaque it stays opaque */
      }
  cairo_surface_destroy (surface);
  g_object_unref (s.context);
  return *touched ? sum / *touched : 0;
}

static void
test_renderers_agree (void)
{
  static const struct { const char *name; Make make; double tolerance; guint at_least; } rows[] = {
    { "smooth", make_smooth, SMOOTH_TOLERANCE, 4000 }, { "jagged", make_jagged, JAGGED_TOLERANCE, 20000 },
    { "dense", make_dense, JAGGED_TOLERANCE, 20000 },  { "spectrum", make_spectrum, SMOOTH_TOLERANCE, 30000 },
    { "history", make_history, SMOOTH_TOLERANCE, 10000 }, { "areas", make_areas, AREA_TOLERANCE, 50000 },
    { "wild", make_wild, JAGGED_TOLERANCE, 5000 }, { "plane", make_plane, SHAPE_TOLERANCE, 2000 },
    { "map", make_map, MAP_TOLERANCE, 100000 }, { "signed map", make_signed, MAP_TOLERANCE, 100000 },
    { "picture", make_picture, SHAPE_TOLERANCE, 70000 },
    { "large picture", make_large_picture, SHAPE_TOLERANCE, 70000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (int scale = 1; scale <= 2; scale++)
      for (int dark = 0; dark <= 1; dark++)
        {
          g_autoptr (SlPlot) plot = rows[i].make ();
          guint touched;
          double d =
              difference (plot, 640, 400, scale, dark ? SL_PLOT_THEME_DARK : SL_PLOT_THEME_LIGHT, &touched);

          g_test_message ("%s at %d, %s: %.2f levels over %u pixels", rows[i].name, scale,
                          dark ? "dark" : "light", d, touched);
          g_assert_cmpuint (touched, >, rows[i].at_least);
          g_assert_cmpfloat (d, <, rows[i].tolerance);
        }
}

/* Nothing is drawn outside the panels or the buffer, at any size. */
static void
test_clip (void)
{
  static const int sizes[][2] = { { 1, 1 }, { 2, 3 }, { 17, 9 }, { 60, 40 }, { 220, 140 } };
  Setting s = setting_new (SL_PLOT_THEME_LIGHT, 1, 96);
  g_autoptr (SlPlotRaster) raster = sl_plot_raster_new ();
  Make makes[] = { make_wild, make_spectrum, make_history, make_areas, make_plane, make_map, make_picture };

  for (guint m = 0; m < G_N_ELEMENTS (makes); m++)
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
      {
        enum { GUARD = 8 };
        int w = sizes[i][0], h = sizes[i][1], stride = w + 2 * GUARD;
        g_autoptr (SlPlot) plot = makes[m] ();
        g_autoptr (SlPlotLayout) layout = sl_plot_layout_new (plot, w, h, &s.theme, s.context, NULL);
        g_autofree guint32 *pixels = g_new0 (guint32, stride * (h + 2 * GUARD));

        sl_plot_raster_draw (raster, plot, layout, &s.theme, pixels + GUARD * stride + GUARD, w, h, stride,
                             1);
        for (int y = 0; y < h + 2 * GUARD; y++)
          for (int x = 0; x < stride; x++)
            {
              gboolean inside = FALSE;

              for (guint p = 0; p < layout->panels->len; p++)
                {
                  SlPlotRect *r = &g_array_index (layout->panels, SlLayoutPanel, p).rect;

                  inside |= x - GUARD >= round (r->x) && x - GUARD < round (r->x + r->w)
                            && y - GUARD >= round (r->y) && y - GUARD < round (r->y + r->h) && x < w + GUARD
                            && y < h + GUARD;
                }
              if (!inside)
                g_assert_cmphex (pixels[y * stride + x], ==, 0);
            }
      }
  g_object_unref (s.context);
}

static void
assert_same_picture (SlPlotFrames *frames, SlPlot *plot, SlPlotLayout *layout, Setting *s,
                     SlPlotLabels *labels, cairo_surface_t *expected)
{
  cairo_surface_t *surface;
  g_autoptr (GdkTexture) texture =
      sl_plot_frames_paint (frames, plot, layout, &s->theme, labels, 2, &surface);
  const gsize size =
      (gsize) cairo_image_surface_get_stride (expected) * cairo_image_surface_get_height (expected);

  g_assert_nonnull (surface);
  g_assert_cmpmem (cairo_image_surface_get_data (surface), size, cairo_image_surface_get_data (expected),
                   size);
  cairo_surface_destroy (surface);
}

/* A picture that another thread began is the same, whether that thread or the caller draws it; one that is
 * not needed is not drawn. */
static void
test_prefetch (void)
{
  Setting s = setting_new (SL_PLOT_THEME_DARK, 1, 96);
  g_autoptr (SlPlot) other = make_spectrum ();
  Make makes[] = { make_wild, make_history, make_areas, make_plane, make_map, make_picture };

  for (guint m = 0; m < G_N_ELEMENTS (makes); m++)
    {
      g_autoptr (SlPlot) plot = makes[m] ();
      g_autoptr (SlPlotLayout) layout = sl_plot_layout_new (plot, 300, 200, &s.theme, s.context, NULL);
      g_autoptr (SlPlotLayout) other_layout = sl_plot_layout_new (other, 310, 190, &s.theme, s.context, NULL);
      g_autoptr (SlPlotLabels) labels = sl_plot_labels_new (s.context, &s.theme);
      SlPlotFrames *plain = sl_plot_frames_new (), *frames = sl_plot_frames_new ();
      cairo_surface_t *expected;
      GdkTexture *texture = sl_plot_frames_paint (plain, plot, layout, &s.theme, labels, 2, &expected);

      for (guint i = 0; i < 40; i++)
        {
          /* Another plot of the same axes, as at every frame of a drag */
          g_autoptr (SlPlot) again = makes[m] ();

          sl_plot_frames_begin (frames, i % 3 ? again : plot, layout, &s.theme, 2);
          if (i % 4 == 1)
            g_usleep (2000);
          if (i % 5 == 2)
            sl_plot_frames_begin (frames, plot, layout, &s.theme, 2);
          if (i % 7 == 3)
            sl_plot_frames_forget (frames);
          if (i % 11 == 5)
            {
              sl_plot_frames_forget (frames);
              sl_plot_frames_begin (frames, other, other_layout, &s.theme, 1);
              g_object_unref (sl_plot_frames_paint (frames, other, other_layout, &s.theme, labels, 1, NULL));
              sl_plot_frames_forget (frames);
            }
          assert_same_picture (frames, i % 2 ? again : plot, layout, &s, labels, expected);
        }
      sl_plot_frames_begin (frames, plot, layout, &s.theme, 2);
      sl_plot_frames_free (frames);
      sl_plot_frames_free (plain);
      cairo_surface_destroy (expected);
      g_object_unref (texture);
    }
  g_object_unref (s.context);
}

static void
test_blit (void)
{
  guint32 pixels[4] = { 0, 0xff202020, 0, 0xff000000 };
  const guint32 tile[4] = { 0xffffffff, 0x80808080, 0, 0x80800000 };

  sl_plot_raster_blit (pixels, 2, 2, 2, tile, 2, 2, 2, 0, 0);
  g_assert_cmphex (pixels[0], ==, 0xffffffff);
  g_assert_cmphex (pixels[1], ==, 0xff909090);
  g_assert_cmphex (pixels[2], ==, 0);
  g_assert_cmphex (pixels[3], ==, 0xff800000);
  sl_plot_raster_blit (pixels, 2, 2, 2, tile, 2, 2, 2, 1, 1);
  g_assert_cmphex (pixels[3], ==, 0xffffffff);
  sl_plot_raster_blit (pixels, 2, 2, 2, tile, 2, 2, 2, -5, 9);
  sl_plot_raster_blit (pixels, 2, 2, 2, tile, 2, 2, 2, -1, -1);
  g_assert_cmphex (pixels[0], ==, 0xffff7f7f);
}

static char *
read_export (SlPlot *plot, const char *name, double width, double height, gsize *length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = sl_plot_export (plot, name, width, height, NULL, &error);
  char *contents;

  g_assert_no_error (error);
  *length = g_bytes_get_size (bytes);
  contents = g_malloc0 (*length + 1);
  memcpy (contents, g_bytes_get_data (bytes, NULL), *length);
  return contents;
}

/* What a tool of Poppler says of a file; NULL: it is not installed. */
static char *
ask_poppler (const char *tool, const char *path)
{
  g_autofree char *program = g_find_program_in_path (tool);
  g_autoptr (GError) error = NULL;
  char *said = NULL;
  int status;

  if (!program)
    return NULL;
  g_spawn_sync (NULL, (char *[]) { program, (char *) path, NULL }, NULL, G_SPAWN_DEFAULT, NULL, NULL, &said,
                NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  return said;
}

/* Cairo 1.18 compresses these parts of a file, so the bytes do not show them. */
static void
check_pdf (const char *pdf, gsize length)
{
  g_autofree char *path = NULL, *about = NULL, *fonts = NULL;
  const int fd = g_file_open_tmp ("sl-plot-XXXXXX.pdf", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  close (fd);
  g_assert_true (g_file_set_contents (path, pdf, (gssize) length, NULL));
  about = ask_poppler ("pdfinfo", path);
  fonts = ask_poppler ("pdffonts", path);
  g_unlink (path);
  if (!about || !fonts)
    {
      g_test_message ("pdfinfo is not installed: the contents of the file are not checked");
      return;
    }
  g_assert_true (g_regex_match_simple ("^Title: +Spectrum$", about, G_REGEX_MULTILINE, 0));
  g_assert_true (g_regex_match_simple ("^Creator: +Starloom ", about, G_REGEX_MULTILINE, 0));
  g_assert_true (g_regex_match_simple ("^Pages: +1$", about, G_REGEX_MULTILINE, 0));
  /* 88 mm and 60 mm in points */
  g_assert_true (
      g_regex_match_simple ("^Page size: +249.4[0-9]* x 170.0[0-9]* pts", about, G_REGEX_MULTILINE, 0));
  /* Fonts are embedded: the columns emb, sub and uni before those of the object. */
  g_assert_true (g_regex_match_simple (" yes yes yes +[0-9]+ +0$", fonts, G_REGEX_MULTILINE, 0));
  g_assert_false (g_regex_match_simple (" no +(yes|no) +(yes|no) +[0-9]+ +0$", fonts, G_REGEX_MULTILINE, 0));
}

typedef struct { const char *next; gsize length; } Bytes;

static cairo_status_t
take_bytes (void *rest, unsigned char *to, unsigned int n)
{
  Bytes *from = rest;

  if (n > from->length)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (to, from->next, n);
  from->next += n;
  from->length -= n;
  return CAIRO_STATUS_SUCCESS;
}

static void
test_export (void)
{
  g_autoptr (SlPlot) plot = plot_sample_spectrum (200000);
  gsize length;

  g_autofree char *pdf = read_export (plot, "a.pdf", 88, 60, &length);
  g_assert_true (g_str_has_prefix (pdf, "%PDF-1."));
  check_pdf (pdf, length);
  /* Three curves of 200,000 samples are drawn with what paper can show. */
  g_assert_cmpuint (length, <, 1500000);
  g_assert_cmpuint (length, >, 20000);

  g_autofree char *svg = read_export (plot, "b.SVG", 180, 0, &length);
  g_assert_nonnull (strstr (svg, "<svg"));
  g_assert_nonnull (strstr (svg, "<title>Spectrum</title>"));
  g_assert_nonnull (strstr (svg, "<desc>A made-up spectrum"));
  g_assert_nonnull (strstr (svg, "width=\"510.236"));
  g_assert_true (g_str_has_suffix (g_strchomp (svg), "</svg>"));

  g_autofree char *png = read_export (plot, "c.png", 88, 60, &length);
  Bytes rest = { png, length };
  cairo_surface_t *image = cairo_image_surface_create_from_png_stream (take_bytes, &rest);
  const guint32 *pixels = (const guint32 *) (gpointer) cairo_image_surface_get_data (image);
  guint inked = 0;
  int w = cairo_image_surface_get_width (image), h = cairo_image_surface_get_height (image);

  g_assert_cmpint (w, ==, 1039); /* 88 mm at 300 dots per inch */
  g_assert_cmpint (h, ==, 709);
  for (int i = 0; i < w * h; i++)
    inked += (pixels[i] & 0xffffff) != 0xffffff;
  g_assert_cmpuint (inked, >, w * h / 50);
  g_assert_cmpuint (inked, <, w * h / 2);
  cairo_surface_destroy (image);
}

static void
test_export_errors (void)
{
  g_autoptr (SlPlot) plot = plot_sample_curves (10, FALSE);
  g_autoptr (GError) error = NULL;

  g_assert_null (sl_plot_export (plot, "/tmp/figure.gif", 88, 60, NULL, &error));
  g_assert_error (error, SL_EXPORT_ERROR, SL_EXPORT_ERROR_FORMAT);
  g_assert_nonnull (strstr (error->message, ".pdf"));
  g_assert_nonnull (strstr (error->message, "figure.gif"));
  g_clear_error (&error);
  g_assert_null (sl_plot_export (plot, "/tmp/dir.pdf/figure", 88, 60, NULL, &error));
  g_assert_error (error, SL_EXPORT_ERROR, SL_EXPORT_ERROR_FORMAT);
  g_clear_error (&error);
  g_assert_null (sl_plot_export (plot, "/tmp/figure.pdf", 88, NAN, NULL, &error));
  g_assert_error (error, SL_EXPORT_ERROR, SL_EXPORT_ERROR_SIZE);
  g_clear_error (&error);
  g_assert_null (sl_plot_export (plot, "/tmp/figure.png", 1e9, 60, NULL, &error));
  g_assert_error (error, SL_EXPORT_ERROR, SL_EXPORT_ERROR_SIZE);
}

/* Titles with raised and lowered signs in too little room: shortened without a warning of Pango's, which is
 * fatal here. */
static void
test_narrow_titles (void)
{
  static const char *const title =
      "<i>L</i><sub><i>ν</i></sub> [10<sup>−10</sup> <i>M</i><sub>☉</sub> yr<sup>−1</sup>]";
  guint shortened = 0;

  for (int w = 20; w < 420; w += 7)
    for (int h = 20; h < 300; h += 40)
      {
        Setting s = setting_new (SL_PLOT_THEME_LIGHT, 1 + w % 2, 96);
        g_autoptr (SlPlot) plot = sl_plot_new (NULL);
        g_autoptr (SlPlotLayout) layout = NULL;

        sl_plot_set_x (plot, SL_SCALE_LINEAR, 0, 1, title);
        for (guint i = 0; i < 3; i++)
          {
            sl_plot_add_panel (plot, 1);
            sl_plot_set_y (plot, i, SL_SCALE_LINEAR, 0, 1, title);
            sl_plot_set_y_right (plot, i, SL_SCALE_LINEAR, 0, 1, title);
          }
        layout = sl_plot_layout_new (plot, w, h, &s.theme, s.context, NULL);
        for (guint i = 0; i < layout->texts->len; i++)
          {
            PangoLayout *text = g_array_index (layout->texts, SlLayoutText, i).layout;

            shortened += pango_layout_is_ellipsized (text);
          }
        g_object_unref (s.context);
      }
  g_assert_cmpuint (shortened, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/layout/no-overlap", test_layout);
  g_test_add_func ("/plot/layout/all-labels", test_all_labels);
  g_test_add_func ("/plot/layout/margins", test_margins);
  g_test_add_func ("/plot/layout/narrow-titles", test_narrow_titles);
  g_test_add_func ("/plot/raster/agrees-with-cairo", test_renderers_agree);
  g_test_add_func ("/plot/raster/clip", test_clip);
  g_test_add_func ("/plot/raster/prefetch", test_prefetch);
  g_test_add_func ("/plot/raster/blit", test_blit);
  g_test_add_func ("/plot/export/formats", test_export);
  g_test_add_func ("/plot/export/errors", test_export_errors);
  return g_test_run ();
}
