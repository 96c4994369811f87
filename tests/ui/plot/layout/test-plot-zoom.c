/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arithmetic without a display: ranges of zoomed axes, what is where on a plot, ramps. */
#include <math.h>
#include <string.h>

#include <pango/pangocairo.h>

#include "tests/ui/plot/plot-samples.h"
#include "ui/plot/view/sl-plot-hit.h"
#include "ui/plot/view/sl-plot-hover.h"
#include "ui/plot/sl-plot-ramp.h"

/* Places go through logarithms and back. */
#define ROUNDING 1e-9
/* Lightness of neighbouring colours: levels are whole numbers, some of them cut off at the edge of what
 * screens show. */
#define UNEVEN 0.012

static const SlZoomRange none = { NAN, NAN };

static double
part (SlScale scale, SlZoomRange r, double value)
{
  return scale == SL_SCALE_LOG ? log (value / r.lo) / log (r.hi / r.lo) : (value - r.lo) / (r.hi - r.lo);
}

/* The value keeps its place, whatever the scale and direction. */
static void
test_about (void)
{
  static const struct { SlScale scale; SlZoomRange home; double value;
  } rows[] = {
    { SL_SCALE_LINEAR, { 0, 10 }, 3 },
    { SL_SCALE_LINEAR, { 25, 18 }, 20 },
    { SL_SCALE_LOG, { 912, 30000 }, 5007 },
    { SL_SCALE_LOG, { 1e-2, 1e-9 }, 1e-4 },
    { SL_SCALE_LINEAR, { -5, -5.001 }, -5.0002 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      SlZoomRange closer = sl_zoom_about (rows[i].scale, rows[i].home, none, rows[i].value, 0.5), back, wide;
      double at = part (rows[i].scale, rows[i].home, rows[i].value);

      g_assert_cmpfloat_with_epsilon (part (rows[i].scale, closer, rows[i].value), at, ROUNDING * 1e4);
      /* Half the range: both ends are twice as near. */
      g_assert_cmpfloat_with_epsilon (part (rows[i].scale, rows[i].home, closer.lo), at / 2, ROUNDING * 1e4);
      g_assert_true ((closer.hi > closer.lo) == (rows[i].home.hi > rows[i].home.lo));
      /* Out again is home, and home is no zoom. */
      back = sl_zoom_about (rows[i].scale, rows[i].home, closer, rows[i].value, 2);
      g_assert_true (isnan (back.lo));
      wide = sl_zoom_about (rows[i].scale, rows[i].home, none, rows[i].value, 3);
      g_assert_cmpfloat (part (rows[i].scale, wide, rows[i].home.lo), >, 0);
      g_assert_cmpfloat (part (rows[i].scale, wide, rows[i].home.hi), <, 1);
    }
  /* What makes no sense changes nothing. */
  g_assert_true (isnan (sl_zoom_about (SL_SCALE_LOG, (SlZoomRange){ 1, 10 }, none, -3, 0.5).lo));
  g_assert_true (isnan (sl_zoom_about (SL_SCALE_LINEAR, (SlZoomRange){ 1, 10 }, none, 3, -1).lo));
}

static double
span (SlScale scale, SlZoomRange r)
{
  return scale == SL_SCALE_LOG ? fabs (log (r.hi / r.lo)) : fabs (r.hi - r.lo);
}

static void
test_bounds (void)
{
  for (int scale = SL_SCALE_LINEAR; scale <= SL_SCALE_LOG; scale++)
    {
      SlZoomRange home = { 2, 50 }, in = none, out = none, away = none;

      for (int i = 0; i < 400; i++)
        {
          in = sl_zoom_about (scale, home, in, 7, 0.8);
          out = sl_zoom_about (scale, home, out, 7, 1.25);
          away = sl_zoom_pan (scale, home, away, 0.3);
        }
      g_assert_cmpfloat (span (scale, in), >=, 0.99e-4 * span (scale, home));
      g_assert_cmpfloat (in.lo, <=, 7);
      g_assert_cmpfloat (in.hi, >=, 7); /* still about it */
      g_assert_cmpfloat (span (scale, out), <=, 10.01 * span (scale, home));
      g_assert_cmpfloat (span (scale, away), <=, 1.001 * span (scale, home));
      /* Not further than where the widest range ends. */
      g_assert_cmpfloat (part (scale, home, away.hi), <=, 5.51);
      g_assert_cmpfloat (part (scale, home, away.hi), >, 5.4);
    }
  /* A range of a few roundings is not divided further. */
  {
    SlZoomRange home = { 1e9, 1e9 + 1 }, in = none;

    for (int i = 0; i < 100; i++)
      in = sl_zoom_about (SL_SCALE_LINEAR, home, in, 1e9 + 0.3, 0.5);
    g_assert_true (isnan (in.lo));
  }
}

static void
test_band (void)
{
  SlZoomRange r = sl_zoom_to (SL_SCALE_LOG, (SlZoomRange){ 1, 1e4 }, none, 0.75, 0.25);

  g_assert_cmpfloat_with_epsilon (r.lo, 10, 1e-6);
  g_assert_cmpfloat_with_epsilon (r.hi, 1000, 1e-6);
  r = sl_zoom_to (SL_SCALE_LOG, (SlZoomRange){ 1, 1e4 }, r, 0.5, 1);
  g_assert_cmpfloat_with_epsilon (r.lo, 100, 1e-6);
  r = sl_zoom_to (SL_SCALE_LINEAR, (SlZoomRange){ 25, 15 }, none, 0.2, 0.4);
  g_assert_cmpfloat_with_epsilon (r.lo, 23, ROUNDING);
  g_assert_cmpfloat_with_epsilon (r.hi, 21, ROUNDING);
  r = sl_zoom_pan (SL_SCALE_LINEAR, (SlZoomRange){ 25, 15 }, r, 0.5);
  g_assert_cmpfloat_with_epsilon (r.lo, 22, ROUNDING);
}

typedef struct {
  SlPlotTheme theme;
  PangoContext *context;
  SlPlotLayout *layout;
} Setting;

static Setting
setting_new (SlPlot *plot, const SlPlotZoom *zoom)
{
  Setting s;

  sl_plot_theme_init (&s.theme, SL_PLOT_THEME_LIGHT, 1);
  s.context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  s.layout = sl_plot_layout_new_zoomed (plot, 640, 400, &s.theme, s.context, NULL, zoom);
  return s;
}

static void
setting_clear (Setting *s)
{
  sl_plot_layout_free (s->layout);
  g_object_unref (s->context);
}

static void
test_layout (void)
{
  g_autoptr (SlPlot) plot = plot_sample_history (50);
  SlPlotZoom zoom;
  Setting s;

  sl_plot_zoom_clear (&zoom);
  g_assert_false (sl_plot_zoom_is_set (&zoom));
  zoom.x = (SlZoomRange){ 4, 6 };
  zoom.right[0] = (SlZoomRange){ 0.2, 0.4 };
  g_assert_true (sl_plot_zoom_is_set (&zoom));
  s = setting_new (plot, &zoom);
  g_assert_cmpfloat_with_epsilon (sl_axis_map_to_value (&s.layout->x, s.layout->area.x), 4, ROUNDING);
  g_assert_cmpfloat (g_array_index (s.layout->panels, SlLayoutPanel, 0).right.hi, ==, 0.4);
  g_assert_cmpfloat (g_array_index (s.layout->panels, SlLayoutPanel, 0).y.hi, ==, 16);
  setting_clear (&s);
}

/* Cells are found by their edges, also where these are uneven and logarithmic. */
static void
test_map (void)
{
  const double x[] = { 1, 2, 100, 1000 }, y[] = { 1e-4, 1e-3, 1e-1 }, value[] = { 0, 1, 2, 10, NAN, 12 };
  g_autoptr (SlPlot) plot = sl_plot_new (NULL);
  Setting s;

  sl_plot_set_x (plot, SL_SCALE_LOG, 1, 1e4, "x");
  sl_plot_add_panel (plot, 1);
  sl_plot_set_y (plot, 0, SL_SCALE_LOG, 1e-4, 1e-1, "y");
  sl_plot_add_map (plot, 0, x, 3, y, 2, value, SL_RAMP_AMOUNT, 0, 12, "mass", "kg");
  s = setting_new (plot, NULL);
  for (int j = 0; j < 2; j++)
    for (int i = 0; i < 3; i++)
      {
        const SlLayoutPanel *place = &g_array_index (s.layout->panels, SlLayoutPanel, 0);
        const SlPlotLayer *map;
        /* just inside two opposite corners */
        const double xs[] = { x[i] * 1.02, x[i + 1] / 1.02 }, ys[] = { y[j] * 1.02, y[j + 1] / 1.02 };

        for (int k = 0; k < 2; k++)
          {
            double px = sl_axis_map_to_pixel (&s.layout->x, xs[k]),
                   py = sl_axis_map_to_pixel (&place->y, ys[k]), found = -1;
            gboolean hit = sl_plot_hit_map (plot, s.layout, px, py, &map, &found);

            g_assert_cmpint (hit, ==, !isnan (value[j * 3 + i]));
            if (hit)
              g_assert_cmpfloat (found, ==, value[j * 3 + i]);
            if (hit && k)
              {
                SlPlotCursor cursor = { .x = xs[k], .px = px, .py = py, .along = NAN };
                g_autofree char *text = sl_plot_read_text (plot, s.layout, &s.theme, &cursor);

                g_assert_nonnull (strstr (text, "mass: "));
                g_assert_true (g_str_has_suffix (text, "kg"));
              }
          }
      }
  {
    const SlPlotLayer *map;
    double found, py = s.layout->area.y + 10;

    g_assert_false (
        sl_plot_hit_map (plot, s.layout, sl_axis_map_to_pixel (&s.layout->x, 5000), py, &map, &found));
    g_assert_false (sl_plot_hit_map (plot, s.layout, 2, py, &map, &found));
    /* The key is beside the panel, within the drawing. */
    g_assert_cmpfloat (g_array_index (s.layout->panels, SlLayoutPanel, 0).key.x, >,
                       s.layout->area.x + s.layout->area.w);
  }
  setting_clear (&s);
}

static void
test_tracks (void)
{
  const double x[] = { 0, 1, 1, 0.2, NAN, 0 }, y[] = { 0, 0, 1, 1, 0, 0.5 }, t[] = { 1, 3, 4, 8, 9, 10 };
  g_autoptr (SlPlot) plot = sl_plot_new (NULL);
  SlTrackHit hit;
  guint index = 0;
  Setting s;
  double px, py;

  sl_plot_set_x (plot, SL_SCALE_LINEAR, -1, 2, "a");
  sl_plot_add_panel (plot, 1);
  sl_plot_set_y (plot, 0, SL_SCALE_LINEAR, -1, 2, "b");
  sl_plot_add_track (plot, 0, x, y, t, 6,
                     &(SlTrackOptions) { .name = "way", .along_name = "t", .along_unit = "Gyr" });
  s = setting_new (plot, NULL);
  px = sl_axis_map_to_pixel (&s.layout->x, 0.25);
  py = sl_axis_map_to_pixel (&g_array_index (s.layout->panels, SlLayoutPanel, 0).y, 0);
  g_assert_true (sl_plot_hit_track (plot, s.layout, px, py + 6, 20, &hit));
  g_assert_cmpfloat_with_epsilon (hit.at, 0.25, ROUNDING);
  g_assert_cmpfloat_with_epsilon (hit.distance, 6, ROUNDING);
  g_assert_cmpfloat_with_epsilon (sl_plot_track_value (t, 6, hit.at), 1.5, ROUNDING);
  g_assert_false (sl_plot_hit_track (plot, s.layout, px, py + 30, 20, &hit));
  /* The other way round, and not where it does not go. */
  g_assert_true (sl_plot_find_along (plot, s.layout, 3.5, &index, &hit));
  g_assert_cmpfloat_with_epsilon (hit.at, 1.5, ROUNDING);
  g_assert_cmpfloat_with_epsilon (sl_axis_map_to_value (&s.layout->x, hit.px), 1, ROUNDING);
  g_assert_false (sl_plot_find_along (plot, s.layout, 3.5, &index, &hit)); /* there is one track */
  g_assert_false (sl_plot_find_along (plot, s.layout, 0.5, NULL, &hit));
  g_assert_false (sl_plot_find_along (plot, s.layout, 9, NULL, &hit)); /* the gap */
  {
    SlPlotCursor cursor = { .x = NAN, .px = NAN, .py = NAN, .along = 3.5 };
    g_autofree char *text = sl_plot_read_text (plot, s.layout, &s.theme, &cursor);

    g_assert_true (g_str_has_prefix (text, "way; a: 1.00"));
    g_assert_true (g_str_has_suffix (text, "t: 3.500\u2009Gyr"));
  }
  setting_clear (&s);
}

static double
lightness (guint32 c)
{
  double sum = 0;
  static const double weights[] = { 0.0722, 0.7152, 0.2126 };

  for (int k = 0; k < 3; k++)
    {
      double v = (c >> 8 * k & 0xff) / 255.0;

      sum += weights[k] * (v <= 0.04045 ? v / 12.92 : pow ((v + 0.055) / 1.055, 2.4));
    }
  return cbrt (sum);
}

static void
test_ramps (void)
{
  for (int kind = SL_PLOT_THEME_LIGHT; kind <= SL_PLOT_THEME_PRINT; kind++)
    {
      SlPlotTheme theme;
      double card, way = kind == SL_PLOT_THEME_DARK ? 1 : -1;
      const guint32 *amount, *sign;

      sl_plot_theme_init (&theme, kind, 1);
      card = kind == SL_PLOT_THEME_DARK ? lightness (0x1e1e1e) : 1;
      amount = theme.ramps[SL_RAMP_AMOUNT];
      sign = theme.ramps[SL_RAMP_SIGNED];
      g_assert_cmpfloat (fabs (lightness (amount[0]) - card), <, 0.08);
      g_assert_cmpfloat (fabs (lightness (sign[SL_RAMP_STEPS / 2]) - card), <, 0.08);
      g_assert_cmpfloat (fabs (lightness (amount[SL_RAMP_STEPS - 1]) - card), >, 0.5);
      for (int i = 1; i < SL_RAMP_STEPS; i++)
        {
          g_assert_cmpfloat (way * (lightness (amount[i]) - lightness (amount[i - 1])), >, -UNEVEN);
          g_assert_cmpfloat (fabs (lightness (amount[i]) - lightness (amount[i - 1])), <, UNEVEN);
        }
      /* Signs differ by hue, not by strength: blue below, orange above. */
      g_assert_cmpuint (sign[0] & 0xff, >, sign[0] >> 16 & 0xff);
      g_assert_cmpuint (sign[SL_RAMP_STEPS - 1] >> 16 & 0xff, >, sign[SL_RAMP_STEPS - 1] & 0xff);
      g_assert_cmpfloat (fabs (lightness (sign[0]) - lightness (sign[SL_RAMP_STEPS - 1])), <, 0.06);
    }
  g_assert_cmpuint (sl_plot_ramp_step (SL_RAMP_AMOUNT, 2, 4, 4), ==, SL_RAMP_STEPS - 1);
  g_assert_cmpuint (sl_plot_ramp_step (SL_RAMP_AMOUNT, 2, 4, -9), ==, 0);
  /* Zero is in the middle of an uneven range, too. */
  g_assert_cmpuint (sl_plot_ramp_step (SL_RAMP_SIGNED, -1, 4, 0), ==, SL_RAMP_STEPS / 2);
  g_assert_cmpuint (sl_plot_ramp_step (SL_RAMP_SIGNED, 0, 0, 0), ==, SL_RAMP_STEPS / 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/zoom/about", test_about);
  g_test_add_func ("/plot/zoom/bounds", test_bounds);
  g_test_add_func ("/plot/zoom/band", test_band);
  g_test_add_func ("/plot/zoom/layout", test_layout);
  g_test_add_func ("/plot/hit/map", test_map);
  g_test_add_func ("/plot/hit/tracks", test_tracks);
  g_test_add_func ("/plot/ramps", test_ramps);
  return g_test_run ();
}
