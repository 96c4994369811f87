/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <gtk/gtk.h>
#include <pango/pangocairo.h>

#include "tests/ui/plot/plot-samples.h"
#include "tests/ui/plot/render/gl-device.h"
#include "ui/plot/render/sl-plot-cairo.h"
#include "ui/plot/render/sl-plot-gl.h"
#include "ui/plot/render/sl-plot-raster.h"

/* Mean absolute difference, in levels of 255, over the pixels that either renderer touched, of the mean of
 * the three colours. Against Cairo: edges are exact here and sampled 15 times a pixel there; at joints and
 * where a curve runs up and down within a quarter of a pixel, the most of two segments counts instead of
 * their union; colours are rounded once in what is gathered and once when they are laid over. */
#define CAIRO_TOLERANCE 1.25
/* The processor's renderer is itself further from Cairo where curves are steep: its envelopes are sampled
 * four times a pixel (test-plot-render.c). */
#define SMOOTH_TOLERANCE 1.5
#define STEEP_TOLERANCE 4.0
/* A difference that one may see, in levels, and the share of touched pixels that may have it. */
#define SEEN 24
#define SMOOTH_SHARE 0.005
#define STEEP_SHARE 0.03

typedef SlPlot *(*Make) (void);

static SlPlot *make_smooth (void) { return plot_sample_curves (1200, FALSE); }
static SlPlot *make_jagged (void) { return plot_sample_curves (1200, TRUE); }
static SlPlot *make_dense (void) { return plot_sample_curves (8000, TRUE); }
static SlPlot *make_spectrum (void) { return plot_sample_spectrum (8000); }
static SlPlot *make_history (void) { return plot_sample_history (400); }
static SlPlot *make_plane (void) { return plot_sample_plane (); }
static SlPlot *make_wild (void) { return plot_sample_wild (FALSE, 0.6); }
static SlPlot *make_map (void) { return plot_sample_map (FALSE); }
static SlPlot *make_signed (void) { return plot_sample_map (TRUE); }
static SlPlot *make_large (void) { return plot_sample_picture (40); }
static SlPlot *make_small (void) { return plot_sample_picture (700); }
static SlPlot *make_odd (void) { return plot_sample_odd (); }

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
  /* One axis runs from right to left. */
  for (guint p = 0; p < 2; p++)
    {
      sl_plot_add_panel (plot, 1);
      sl_plot_add_band (plot, p, 0.21, 0.77, colours, 3, 0.3);
      sl_plot_add_ribbon (plot, p, x, lo, hi, 200, SL_COLOUR_BLUE, 0.5, NULL, NULL);
      lo[60] = NAN;
      sl_plot_add_ribbon (plot, p, x, NULL, lo, 200, SL_COLOUR_GREEN, 0.4, NULL, NULL);
      lo[60] = 0.3;
      sl_plot_set_y (plot, p, SL_SCALE_LINEAR, 0.2, 0.9, "y");
    }
  return plot;
}

static SlPlot *
make_turned (void)
{
  SlPlot *plot = make_areas ();

  sl_plot_set_x (plot, SL_SCALE_LINEAR, 1, 0, "turned round");
  return plot;
}

static SlPlot *
make_track (void)
{
  double x[400], y[400];
  SlPlot *plot = sl_plot_new (NULL);

  sl_plot_add_panel (plot, 1);
  for (int k = 0; k < 2; k++)
    {
      for (int i = 0; i < 400; i++)
        {
          x[i] = 0.5 + (0.4 - 0.2 * k) * cos (i * 0.1) * i / 400;
          y[i] = 0.5 + 0.4 * sin (i * 0.1) * i / 400;
        }
      x[200] = NAN;
      sl_plot_add_track (plot, 0, x, y, NULL, 400,
                         &(SlTrackOptions) { .stroke = { SL_COLOUR_VERMILLION, 0.5, 3,
                                                         k ? SL_DASH_DASHED : SL_DASH_SOLID } });
    }
  return plot;
}

static SlPlot *
make_arrows (void)
{
  SlPlot *plot = sl_plot_new (NULL);

  sl_plot_add_panel (plot, 1);
  for (int i = 0; i < 24; i++)
    sl_plot_add_arrow (plot, 0, 0.5 + 0.05 * cos (i * G_PI / 12), 0.5 + 0.05 * sin (i * G_PI / 12),
                       0.4 * cos (i * G_PI / 12), 0.4 * sin (i * G_PI / 12),
                       &(SlStroke){ i % 2 ? SL_COLOUR_GREEN : SL_COLOUR_PURPLE, i % 3 ? 1 : 0.5, 1 + i % 4,
                                    i % 5 ? SL_DASH_SOLID : SL_DASH_DASHED }, NULL);
  sl_plot_add_arrow (plot, 0, 0.2, 0.2, 0, 0, &(SlStroke){ SL_COLOUR_INK }, NULL); /* none */
  return plot;
}

typedef struct {
  SlPlotTheme theme;
  PangoContext *context;
  SlPlotLayout *layout;
  int w, h;
  double scale;
} Setting;

static void
setting_init (Setting *s, SlPlot *plot, SlPlotThemeKind kind, int width, int height, double scale)
{
  PangoFontDescription *font = pango_font_description_from_string ("Sans");

  sl_plot_theme_init (&s->theme, kind, 1);
  s->context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  pango_context_set_font_description (s->context, font);
  pango_cairo_context_set_resolution (s->context, 96);
  pango_font_description_free (font);
  s->layout = sl_plot_layout_new (plot, width, height, &s->theme, s->context, NULL);
  s->w = (int) ceil (width * scale);
  s->h = (int) ceil (height * scale);
  s->scale = scale;
}

static void
setting_clear (Setting *s)
{
  sl_plot_layout_free (s->layout);
  g_object_unref (s->context);
}

static guint32
background (const Setting *s)
{
  return s->theme.kind == SL_PLOT_THEME_DARK ? 0xff1e1e1e : 0xffffffff;
}

static guint32 *
filled (const Setting *s)
{
  guint32 *pixels = g_new (guint32, s->w * s->h);

  for (int i = 0; i < s->w * s->h; i++)
    pixels[i] = background (s);
  return pixels;
}

static guint32 *
paint_software (const Setting *s, SlPlot *plot)
{
  g_autoptr (SlPlotRaster) raster = sl_plot_raster_new ();
  guint32 *pixels = filled (s);

  sl_plot_raster_draw (raster, plot, s->layout, &s->theme, pixels, s->w, s->h, s->w, s->scale);
  return pixels;
}

static guint32 *
paint_cairo (const Setting *s, SlPlot *plot)
{
  guint32 *pixels = filled (s);
  cairo_surface_t *surface =
      cairo_image_surface_create_for_data ((guchar *) pixels, CAIRO_FORMAT_ARGB32, s->w, s->h, s->w * 4);
  cairo_t *cr;

  cairo_surface_set_device_scale (surface, s->scale, s->scale);
  cr = cairo_create (surface);
  sl_plot_cairo_draw (cr, plot, s->layout, &s->theme, NULL, 1.0 / s->scale, SL_PLOT_PART_DATA);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  cairo_surface_destroy (surface);
  return pixels;
}

static guint32 *
paint_gl (const Setting *s, SlPlot *plot, SlPlotGl *gl)
{
  guint32 *pixels = filled (s);
  cairo_surface_t *below =
      cairo_image_surface_create_for_data ((guchar *) pixels, CAIRO_FORMAT_ARGB32, s->w, s->h, s->w * 4);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  texture = sl_plot_gl_paint (gl, plot, s->layout, &s->theme, s->w, s->h, s->scale,
                              &(SlGlImage) { below, 0, 0, FALSE }, 1, &error);
  g_assert_no_error (error);
  cairo_surface_destroy (below);
  gdk_texture_download (texture, (guchar *) pixels, s->w * 4);
  return pixels;
}

/* Saves both pictures where STARLOOM_TEST_PICTURES names a folder, for eyes. */
static void
save (const Setting *s, guint32 *pixels, const char *name, const char *renderer)
{
  const char *folder = g_getenv ("STARLOOM_TEST_PICTURES");
  g_autofree char *path = NULL;
  cairo_surface_t *surface;

  if (!folder)
    return;
  path = g_strdup_printf ("%s/%s-%s-%g-%s.png", folder, name,
                          s->theme.kind == SL_PLOT_THEME_DARK ? "dark" : "light", s->scale, renderer);
  surface =
      cairo_image_surface_create_for_data ((guchar *) pixels, CAIRO_FORMAT_ARGB32, s->w, s->h, s->w * 4);
  cairo_surface_write_to_png (surface, path);
  cairo_surface_destroy (surface);
}

static double
compare (const Setting *s, const guint32 *a, const guint32 *b, guint *touched, double *seen)
{
  double sum = 0;
  guint n = 0, n_seen = 0;

  for (int i = 0; i < s->w * s->h; i++)
    {
      double d = 0;

      if (a[i] == background (s) && b[i] == background (s))
        continue;
      n++;
      for (int shift = 0; shift < 24; shift += 8)
        d += abs ((int) (a[i] >> shift & 0xff) - (int) (b[i] >> shift & 0xff)) / 3.0;
      sum += d;
      n_seen += d > SEEN;
      g_assert_cmpuint (a[i] >> 24, ==, 0xff); /* over something opaque it stays opaque */
    }
  *touched = n;
  *seen = n ? n_seen / (double) n : 0;
  return n ? sum / n : 0;
}

static void
test_renderers_agree (void)
{
  static const struct { const char *name; Make make; double tolerance, share; guint at_least; } rows[] = {
    { "smooth", make_smooth, SMOOTH_TOLERANCE, SMOOTH_SHARE, 4000 },
    { "jagged", make_jagged, STEEP_TOLERANCE, STEEP_SHARE, 20000 },
    { "dense", make_dense, STEEP_TOLERANCE, STEEP_SHARE, 20000 },
    { "spectrum", make_spectrum, SMOOTH_TOLERANCE, SMOOTH_SHARE, 30000 },
    { "history", make_history, SMOOTH_TOLERANCE, SMOOTH_SHARE, 10000 },
    { "odd", make_odd, SMOOTH_TOLERANCE, SMOOTH_SHARE, 1000 },
    { "areas", make_areas, SMOOTH_TOLERANCE, SMOOTH_SHARE, 50000 },
    { "turned", make_turned, SMOOTH_TOLERANCE, SMOOTH_SHARE, 50000 },
    { "wild", make_wild, STEEP_TOLERANCE, STEEP_SHARE, 5000 },
    { "track", make_track, SMOOTH_TOLERANCE, SMOOTH_SHARE, 5000 },
    { "arrows", make_arrows, SMOOTH_TOLERANCE, SMOOTH_SHARE, 5000 },
    { "plane", make_plane, SMOOTH_TOLERANCE, SMOOTH_SHARE, 2000 },
    { "map", make_map, SMOOTH_TOLERANCE, SMOOTH_SHARE, 50000 },
    { "signed", make_signed, SMOOTH_TOLERANCE, SMOOTH_SHARE, 50000 },
    { "picture", make_large, SMOOTH_TOLERANCE, SMOOTH_SHARE, 50000 },
    { "picture-smaller", make_small, SMOOTH_TOLERANCE, SMOOTH_SHARE, 50000 },
  };
  static const double scales[] = { 1, 2, 1.5 };
  enum { SOFTWARE, CAIRO };
  static guint32 *(*const others[]) (const Setting *,
                                     SlPlot *) = { [SOFTWARE] = paint_software, [CAIRO] = paint_cairo };
  static const char *const names[] = { "software", "cairo" };
  g_autoptr (SlGlDevice) device = device_or_skip ();
  g_autoptr (GError) error = NULL;
  SlPlotGl *gl;

  if (!device)
    return;
  g_test_message ("%s", sl_gl_device_get_name (device));
  g_assert_true (sl_plot_gl_probe (device, &error));
  g_assert_no_error (error);
  gl = sl_plot_gl_new (device);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint j = 0; j < G_N_ELEMENTS (scales); j++)
      for (int dark = 0; dark <= 1; dark++)
        {
          g_autoptr (SlPlot) plot = rows[i].make ();
          g_autofree guint32 *ours = NULL;
          Setting s;

          setting_init (&s, plot, dark ? SL_PLOT_THEME_DARK : SL_PLOT_THEME_LIGHT, 640, 400, scales[j]);
          ours = paint_gl (&s, plot, gl);
          save (&s, ours, rows[i].name, "gl");
          for (guint k = 0; k < G_N_ELEMENTS (others); k++)
            {
              g_autofree guint32 *theirs = others[k] (&s, plot);
              guint touched;
              double seen, d = compare (&s, ours, theirs, &touched, &seen);

              save (&s, theirs, rows[i].name, names[k]);
              g_test_message ("%s at %g, %s, against %s: %.2f levels over %u pixels, %.2f%% seen",
                              rows[i].name, scales[j], dark ? "dark" : "light", names[k], d, touched,
                              100 * seen);
              g_assert_cmpuint (touched, >, rows[i].at_least);
              g_assert_cmpfloat (d, <, k == CAIRO ? CAIRO_TOLERANCE : rows[i].tolerance);
              g_assert_cmpfloat (seen, <, k == CAIRO ? SMOOTH_SHARE : rows[i].share);
            }
          setting_clear (&s);
        }
  sl_plot_gl_free (gl);
}

/* The mean of what a plot's panel holds at a place, for expectations that need no other renderer. */
static void
test_probe_pixels (void)
{
  g_autoptr (SlGlDevice) device = device_or_skip ();
  g_autoptr (SlPlot) plot = NULL;
  const double edges[3] = { 0, 1, 2 }, x[2] = { 0, 2 }, y[2] = { 1.5, 1.5 };
  double value[4] = { -1, NAN, 1, 0 };
  g_autofree guint32 *pixels = NULL;
  SlPlotGl *gl;
  Setting s;
  SlPlotRect r;
  guint32 corners[4];

  if (!device)
    return;
  plot = sl_plot_new (NULL);
  sl_plot_set_x (plot, SL_SCALE_LINEAR, 0, 2, NULL);
  sl_plot_add_panel (plot, 1);
  sl_plot_set_y (plot, 0, SL_SCALE_LINEAR, 0, 2, NULL);
  sl_plot_add_map (plot, 0, edges, 2, edges, 2, value, SL_RAMP_SIGNED, -1, 1, NULL, NULL);
  sl_plot_add_track (plot, 0, x, y, NULL, 2,
                     &(SlTrackOptions) { .stroke = { SL_COLOUR_BLUE, 1, 3, SL_DASH_SOLID } });
  setting_init (&s, plot, SL_PLOT_THEME_LIGHT, 200, 160, 1);
  gl = sl_plot_gl_new (device);
  pixels = paint_gl (&s, plot, gl);
  r = g_array_index (s.layout->panels, SlLayoutPanel, 0).rect;
  for (int i = 0; i < 4; i++)
    corners[i] =
        pixels[(int) (r.y + r.h * (i / 2 ? 0.1 : 0.75)) * s.w + (int) (r.x + r.w * (i % 2 ? 0.75 : 0.25))];
  g_assert_cmphex (corners[0], ==, s.theme.ramps[SL_RAMP_SIGNED][0]);
  g_assert_cmphex (corners[1], ==, background (&s)); /* NaN is left empty */
  g_assert_cmphex (corners[2], ==, s.theme.ramps[SL_RAMP_SIGNED][SL_RAMP_STEPS - 1]);
  g_assert_cmphex (corners[3], ==, s.theme.ramps[SL_RAMP_SIGNED][SL_RAMP_STEPS / 2]);
  /* The line's middle has its colour, a few pixels beside it nothing of it. */
  g_assert_cmphex (pixels[(int) (r.y + r.h / 4) * s.w + (int) (r.x + r.w / 2)], ==, 0xff0072b2);
  g_assert_cmphex (pixels[(int) (r.y + r.h / 4 + 5) * s.w + (int) (r.x + r.w / 4)], ==, corners[2]);
  sl_plot_gl_free (gl);
  setting_clear (&s);
}

/* Nothing is drawn outside the panels, at any size. */
static void
test_clip (void)
{
  static const int sizes[][2] = { { 1, 1 }, { 2, 3 }, { 17, 9 }, { 60, 40 }, { 220, 140 } };
  const Make makes[] = {
    make_wild, make_spectrum, make_history, make_areas, make_arrows, make_map, make_large
  };
  g_autoptr (SlGlDevice) device = device_or_skip ();
  SlPlotGl *gl;

  if (!device)
    return;
  gl = sl_plot_gl_new (device);
  for (guint m = 0; m < G_N_ELEMENTS (makes); m++)
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
      {
        g_autoptr (SlPlot) plot = makes[m] ();
        g_autofree guint32 *pixels = NULL;
        Setting s;

        setting_init (&s, plot, SL_PLOT_THEME_LIGHT, sizes[i][0], sizes[i][1], 1);
        pixels = paint_gl (&s, plot, gl);
        for (int y = 0; y < s.h; y++)
          for (int x = 0; x < s.w; x++)
            {
              gboolean inside = FALSE;

              for (guint p = 0; p < s.layout->panels->len; p++)
                {
                  SlPlotRect *r = &g_array_index (s.layout->panels, SlLayoutPanel, p).rect;

                  inside |= x >= round (r->x) && x < round (r->x + r->w) && y >= round (r->y)
                            && y < round (r->y + r->h);
                }
              if (!inside)
                g_assert_cmphex (pixels[y * s.w + x], ==, background (&s));
            }
        setting_clear (&s);
      }
  sl_plot_gl_free (gl);
}

/* A window that is resized and dragged for long: what OpenGL holds stays the same, and goes with the painter.
 */
static void
test_no_leak (void)
{
  enum { PLOTS = 200, SETTLED = 40, SIZES = 4 };
  g_autoptr (SlGlDevice) device = device_or_skip ();
  guint settled = 0, alone;
  SlPlotGl *gl;
  GdkTexture *shown = NULL;

  if (!device)
    return;
  g_assert_true (sl_plot_gl_probe (device, NULL));
  alone = sl_gl_device_n_objects (device);
  gl = sl_plot_gl_new (device);
  for (guint i = 0; i < PLOTS; i++)
    {
      g_autoptr (SlPlot) plot = i % 2 ? make_history () : make_large ();
      cairo_surface_t *names[3];
      SlGlImage images[3];
      GdkTexture *texture;
      Setting s;

      setting_init (&s, plot, SL_PLOT_THEME_LIGHT, 300 + 20 * (i % SIZES), 200, 1);
      for (int k = 0; k < 3; k++)
        {
          names[k] = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 40, 20);
          images[k] = (SlGlImage){ names[k], 10 * k, 10, TRUE };
        }
      texture = sl_plot_gl_paint (gl, plot, s.layout, &s.theme, s.w, s.h, 1, images, 3, NULL);
      g_assert_nonnull (texture);
      g_set_object (&shown, texture);
      g_object_unref (texture);
      for (int k = 0; k < 3; k++)
        cairo_surface_destroy (names[k]);
      setting_clear (&s);
      if (i == SETTLED)
        settled = sl_gl_device_n_objects (device);
      if (i >= SETTLED && (i - SETTLED) % SIZES == 0)
        g_assert_cmpuint (sl_gl_device_n_objects (device), ==, settled);
    }
  /* The gatherer is the device's and stays. */
  sl_plot_gl_free (gl);
  g_clear_object (&shown);
  g_assert_cmpuint (sl_gl_device_n_objects (device), <=, alone + 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  have_display = gtk_init_check ();
  g_test_add_func ("/plot/gl/agrees", test_renderers_agree);
  g_test_add_func ("/plot/gl/pixels", test_probe_pixels);
  g_test_add_func ("/plot/gl/clip", test_clip);
  g_test_add_func ("/plot/gl/no-leak", test_no_leak);
  return g_test_run ();
}
