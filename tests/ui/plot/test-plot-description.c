/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <math.h>

#include "ui/plot/layout/sl-plot-path.h"
#include "ui/plot/layout/sl-plot-ticks.h"
#include "ui/plot/sl-plot.h"
#include "ui/plot/layout/sl-range.h"

/* Interpolation is a handful of rounded operations. */
#define INTERPOLATION_EPS 1e-12
/* Ticks at the very ends count as inside; multiples of a step are rounded. */
#define TICK_EPS 1e-8
/* Mapping goes through a logarithm and back. */
#define MAP_EPS 1e-9

static void
test_read_back (void)
{
  double x[] = { 1, 2, 3, 4 }, y[] = { 10, 20, NAN, 40 };
  const double *bx, *by;
  g_autoptr (SlPlot) plot = sl_plot_new ("A <b>title</b>");
  g_autoptr (SlPlot) later = sl_plot_new (NULL);

  g_assert_cmpuint (sl_plot_n_panels (plot), ==, 0);
  g_assert_cmpuint (sl_plot_add_panel (plot, 2), ==, 0);
  g_assert_cmpuint (sl_plot_add_panel (plot, NAN), ==, 1);
  sl_plot_set_caption (plot, "first");
  sl_plot_set_caption (plot, "caption");
  sl_plot_add_series (plot, 1, x, y, 4, &(SlSeriesOptions){ .name = "flux", .unit = "Jy", .label_x = NAN });
  sl_plot_add_hline (plot, 1, 0, NULL);
  sl_plot_add_series (plot, 1, x, y, 2, NULL);
  x[0] = y[0] = -1; /* the plot keeps copies */

  g_assert_cmpstr (sl_plot_get_title (plot), ==, "A <b>title</b>");
  g_assert_cmpstr (sl_plot_get_caption (plot), ==, "caption");
  g_assert_cmpuint (sl_plot_n_panels (plot), ==, 2);
  g_assert_cmpuint (sl_plot_n_series (plot, 0), ==, 0);
  g_assert_cmpuint (sl_plot_n_series (plot, 1), ==, 2);
  g_assert_cmpstr (sl_plot_series_name (plot, 1, 0), ==, "flux");
  g_assert_cmpstr (sl_plot_series_unit (plot, 1, 0), ==, "Jy");
  g_assert_null (sl_plot_series_name (plot, 1, 1));
  g_assert_cmpuint (sl_plot_series_data (plot, 1, 0, &bx, &by), ==, 4);
  g_assert_cmpfloat (bx[0], ==, 1);
  g_assert_cmpfloat (by[3], ==, 40);
  g_assert_cmpuint (sl_plot_get_serial (later), >, sl_plot_get_serial (plot));
}

static void
test_value_at (void)
{
  double x[] = { 1, 10, 100, 1000 }, y[] = { 1, 100, NAN, 5 }, back[] = { 3, 2, 1, 0 };
  g_autoptr (SlPlot) plot = sl_plot_new (NULL);

  sl_plot_add_panel (plot, 1);
  sl_plot_add_series (plot, 0, x, y, 4, NULL);
  sl_plot_add_series (plot, 0, back, y, 4, NULL);
  sl_plot_add_series (plot, 0, x, y, 0, NULL);
  sl_plot_set_x (plot, SL_SCALE_LINEAR, 1, 1000, NULL);
  g_assert_cmpfloat_with_epsilon (sl_plot_series_value_at (plot, 0, 0, 5.5), 50.5, INTERPOLATION_EPS * 100);
  sl_plot_set_x (plot, SL_SCALE_LOG, 1, 1000, NULL);
  sl_plot_set_y (plot, 0, SL_SCALE_LOG, 1, 1000, NULL);
  /* Straight on both logarithmic axes: the square of the x ratio. */
  g_assert_cmpfloat_with_epsilon (sl_plot_series_value_at (plot, 0, 0, 3), 9, INTERPOLATION_EPS * 100);
  g_assert_cmpfloat (sl_plot_series_value_at (plot, 0, 0, 10), ==, 100);
  g_assert_cmpfloat (sl_plot_series_value_at (plot, 0, 0, 1000), ==, 5);
  g_assert_true (isnan (sl_plot_series_value_at (plot, 0, 0, 50)));
  g_assert_true (isnan (sl_plot_series_value_at (plot, 0, 0, 0.5)));
  g_assert_true (isnan (sl_plot_series_value_at (plot, 0, 0, 1001)));
  g_assert_true (isnan (sl_plot_series_value_at (plot, 0, 0, NAN)));
  g_assert_true (isnan (sl_plot_series_value_at (plot, 0, 1, 2)));
  g_assert_true (isnan (sl_plot_series_value_at (plot, 0, 2, 2)));
}

static char *
labels_of (SlScale scale, double lo, double hi, guint max)
{
  g_autoptr (GArray) ticks = sl_ticks_choose (scale, lo, hi, max);
  GString *out = g_string_new (NULL);
  double previous = -INFINITY;

  for (guint i = 0; i < ticks->len; i++)
    {
      SlAxisTick *tick = &g_array_index (ticks, SlAxisTick, i);

      g_assert_cmpfloat (tick->value, >, previous);
      previous = tick->value;
      if (!tick->label)
        continue;
      if (out->len)
        g_string_append_c (out, ' ');
      g_string_append (out, tick->label);
    }
  return g_string_free (out, FALSE);
}

static void
test_ticks (void)
{
  static const struct { SlScale scale; double lo, hi; guint max; const char *labels;
  } rows[] = {
    { SL_SCALE_LINEAR, 0, 1, 8, "0 0.2 0.4 0.6 0.8 1.0" },
    { SL_SCALE_LINEAR, 1, 0, 8, "0 0.2 0.4 0.6 0.8 1.0" },
    { SL_SCALE_LINEAR, 0, 13.8, 8, "0 2 4 6 8 10 12" },
    { SL_SCALE_LINEAR, -1, 1, 8, "−1.0 −0.5 0 0.5 1.0" },
    { SL_SCALE_LINEAR, -3, 1.5, 8, "−3 −2 −1 0 1" },
    { SL_SCALE_LINEAR, 0.1, 0.3, 8, "0.10 0.15 0.20 0.25 0.30" },
    { SL_SCALE_LINEAR, 0, 25000, 8, "0 5000 10\u2009000 15\u2009000 20\u2009000 25\u2009000" },
    { SL_SCALE_LINEAR, 0, 3e-9, 8,
      "0 5×10<sup>−10</sup> 1.0×10<sup>−9</sup> 1.5×10<sup>−9</sup> 2.0×10<sup>−9</sup> "
      "2.5×10<sup>−9</sup> 3.0×10<sup>−9</sup>" },
    { SL_SCALE_LINEAR, 0, 4e12, 5,
      "0 10<sup>12</sup> 2×10<sup>12</sup> 3×10<sup>12</sup> 4×10<sup>12</sup>" },
    { SL_SCALE_LINEAR, 0, 1, 3, "0 0.5 1.0" },
    { SL_SCALE_LINEAR, 0.15, 0.95, 1, "0.5" },
    { SL_SCALE_LOG, 1e-12, 1e-6, 8,
      "10<sup>−12</sup> 10<sup>−11</sup> 10<sup>−10</sup> 10<sup>−9</sup> 10<sup>−8</sup> "
      "10<sup>−7</sup> 10<sup>−6</sup>" },
    { SL_SCALE_LOG, 1e-12, 1, 5, "10<sup>−12</sup> 10<sup>−9</sup> 10<sup>−6</sup> 10<sup>−3</sup> 1" },
    { SL_SCALE_LOG, 1e-3, 1e3, 8,
      "10<sup>−3</sup> 10<sup>−2</sup> 10<sup>−1</sup> 1 10 10<sup>2</sup> 10<sup>3</sup>" },
    { SL_SCALE_LOG, 0.1, 100, 4, "0.1 1 10 100" },
    { SL_SCALE_LOG, 912, 30000, 8, "1000 2000 5000 10\u2009000 20\u2009000" },
    { SL_SCALE_LOG, 2e-9, 3e-8, 8, "2×10<sup>−9</sup> 5×10<sup>−9</sup> 10<sup>−8</sup> 2×10<sup>−8</sup>" },
    { SL_SCALE_LOG, 3000, 9000, 8, "3000 4000 5000 6000 7000 8000 9000" },
    { SL_SCALE_LOG, 1, 1e300, 4, "1 10<sup>96</sup> 10<sup>192</sup> 10<sup>288</sup>" },
    { SL_SCALE_LOG, 0, 1, 8, "" },
    { SL_SCALE_LOG, -5, 1, 8, "" },
    { SL_SCALE_LINEAR, 5, 5, 8, "" },
    { SL_SCALE_LINEAR, NAN, 5, 8, "" },
    { SL_SCALE_LINEAR, -INFINITY, 5, 8, "" },
    { SL_SCALE_LINEAR, 1, 1 + 1e-15, 8, "" },
    { SL_SCALE_LINEAR, -G_MAXDOUBLE, G_MAXDOUBLE, 8, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *labels = labels_of (rows[i].scale, rows[i].lo, rows[i].hi, rows[i].max);

      g_test_message ("%g to %g", rows[i].lo, rows[i].hi);
      g_assert_cmpstr (labels, ==, rows[i].labels);
    }
}

/* Whatever the range: labels within limits, distinct, inside, and enough of them. */
static void
test_ticks_any_range (void)
{
  for (int scale = 0; scale <= 1; scale++)
    for (double lo = scale ? 1e-15 : -7.3e4; lo < 2e5; lo = scale ? lo * 7.7 : lo + 9.1e3)
      for (double span = 1e-3; span < 1e7; span *= 2.3)
        for (guint max = 2; max <= 8; max += 3)
          {
            double hi = scale ? lo * (1 + span) : lo + span;
            g_autoptr (GArray) ticks = sl_ticks_choose (scale, lo, hi, max);
            g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

            for (guint i = 0; i < ticks->len; i++)
              {
                SlAxisTick *tick = &g_array_index (ticks, SlAxisTick, i);

                g_assert_cmpfloat (tick->value, >=, lo - TICK_EPS * (hi - lo + fabs (lo)));
                g_assert_cmpfloat (tick->value, <=, hi + TICK_EPS * (hi - lo + fabs (hi)));
                if (tick->label)
                  g_assert_true (g_hash_table_add (seen, tick->label));
              }
            g_assert_cmpuint (g_hash_table_size (seen), <=, max);
            g_assert_cmpuint (g_hash_table_size (seen), >=, max == 2 ? 1 : max == 5 ? 2 : 3);
          }
}

static void
test_numbers (void)
{
  static const struct { double value; int decimals; const char *markup;
  } rows[] = {
    { 0, -1, "0" },
    { -0.0, 2, "0.00" },
    { 3.14159, -1, "3.142" },
    { -3.14159, 1, "−3.1" },
    { 5007, 0, "5007" },
    { 12345.6, -1, "12\u2009346" },
    { 0.001339, -1, "1.339×10<sup>−3</sup>" },
    { -1.5e-9, -1, "−1.500×10<sup>−9</sup>" },
    { 1e6, -1, "1.000×10<sup>6</sup>" },
    { NAN, -1, "–" },
    { INFINITY, -1, "∞" },
    { -INFINITY, 2, "−∞" },
    { -0.001, 1, "0.0" },
    { 0.01234, -1, "0.01234" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *markup = sl_number_markup (rows[i].value, rows[i].decimals);

      g_assert_cmpstr (markup, ==, rows[i].markup);
    }
}

/* The decimal sign of the user's language is in what is shown, and a point in what goes to files. */
static void
test_decimal (void)
{
  g_autofree char *shown = NULL, *label = NULL, *in_file = NULL, *after = NULL, *seen = NULL;
  const gboolean with_comma = strcmp (localeconv ()->decimal_point, ",") == 0;
  g_autoptr (GArray) ticks = NULL;

  sl_number_set_decimal (",");
  shown = sl_number_markup (-0.25, 2);
  g_assert_cmpstr (shown, ==, "\u22120,25");
  label = sl_number_with_decimal ("0.5 to 1. Or .5");
  g_assert_cmpstr (label, ==, "0,5 to 1. Or .5");
  ticks = sl_ticks_choose (SL_SCALE_LINEAR, 0.0, 1.0, 6);
  g_assert_cmpstr (g_array_index (ticks, SlAxisTick, ticks->len - 1).label, ==, "1,0");
  sl_number_begin_file ();
  in_file = sl_number_markup (-0.25, 2);
  g_assert_cmpstr (in_file, ==, "\u22120.25");
  seen = sl_number_for_file ("13,8 Gyr, 1.5, r, i");
  g_assert_cmpstr (seen, ==, with_comma ? "13.8 Gyr, 1.5, r, i" : "13,8 Gyr, 1.5, r, i");
  sl_number_end_file ();
  sl_number_set_decimal (".");
  after = sl_number_markup (1e-5, -1);
  g_assert_nonnull (strstr (after, "1.000"));
}

static void
test_axis_map (void)
{
  static const struct { SlScale scale; double lo, hi;
  } impossible[] = {
    { SL_SCALE_LINEAR, 3, 3 },
    { SL_SCALE_LINEAR, 0, 0 },
    { SL_SCALE_LINEAR, NAN, 1 },
    { SL_SCALE_LOG, 0, 10 },
    { SL_SCALE_LOG, -3, -1 },
    { SL_SCALE_LOG, 2, 2 },
    { SL_SCALE_LINEAR, -INFINITY, INFINITY },
    { SL_SCALE_LOG, 5, -1 },
  };
  SlAxisMap map;

  sl_axis_map_init (&map, SL_SCALE_LOG, 1, 1000, 100, 400);
  g_assert_cmpfloat_with_epsilon (sl_axis_map_to_pixel (&map, 10), 200, MAP_EPS);
  g_assert_cmpfloat_with_epsilon (sl_axis_map_to_value (&map, 300), 100, 100 * MAP_EPS);
  g_assert_cmpfloat (sl_axis_map_to_pixel (&map, 0), <, -1e6);
  g_assert_cmpfloat (sl_axis_map_to_pixel (&map, -1), <, -1e6);
  g_assert_true (isnan (sl_axis_map_to_pixel (&map, NAN)));
  map = sl_axis_map_scaled (&map, 2);
  g_assert_cmpfloat_with_epsilon (sl_axis_map_to_pixel (&map, 10), 400, MAP_EPS);
  sl_axis_map_init (&map, SL_SCALE_LINEAR, 25, 18, 300, 0); /* magnitudes: bright above */
  g_assert_cmpfloat_with_epsilon (sl_axis_map_to_pixel (&map, 18), 0, MAP_EPS);
  for (guint i = 0; i < G_N_ELEMENTS (impossible); i++)
    {
      sl_axis_map_init (&map, impossible[i].scale, impossible[i].lo, impossible[i].hi, 0, 100);
      g_assert_true (isfinite (map.lo) && isfinite (map.hi) && map.lo != map.hi);
      g_assert_true (isfinite (sl_axis_map_to_pixel (&map, 1)));
      g_assert_true (isfinite (sl_axis_map_to_value (&map, 50)));
    }
}

/* Of many samples in a column, the extremes stay, at the column that they were in. */
static void
test_reduction (void)
{
  enum { N = 20000, WIDTH = 400 };
  g_autofree double *x = g_new (double, N), *y = g_new (double, N);
  SlPlotRect clip = { 0, 0, WIDTH, 300 };
  SlAxisMap mx, my;
  SlPath path = { 0 };
  double peak = INFINITY, dip = -INFINITY, peak_x = NAN, last = -INFINITY;

  for (gsize i = 0; i < N; i++)
    {
      x[i] = pow (10, 3 * i / (N - 1.0));
      y[i] = 0.5 + 0.1 * sin (i / 50.0);
    }
  y[12345] = 0.99;
  y[4321] = 0.01;
  sl_axis_map_init (&mx, SL_SCALE_LOG, 1, 1000, 0, WIDTH);
  sl_axis_map_init (&my, SL_SCALE_LINEAR, 0, 1, 300, 0);
  sl_path_build (&path, &mx, &my, x, y, N, TRUE, &clip, 10, 1);
  g_assert_cmpuint (path.n, <=, 4 * (WIDTH + 1));
  g_assert_cmpuint (path.n, >=, 2 * WIDTH);
  for (gsize i = 0; i < path.n; i++)
    {
      g_assert_cmpfloat (path.points[i].x, >=, last);
      last = path.points[i].x;
      if (path.points[i].y < peak)
        {
          peak = path.points[i].y;
          peak_x = path.points[i].x;
        }
      dip = MAX (dip, path.points[i].y);
    }
  g_assert_cmpfloat_with_epsilon (peak, 3, 1e-6);
  g_assert_cmpfloat_with_epsilon (dip, 297, 1e-6);
  /* Within a column pixels are found by a linear rule; the error is far below what coverage can show. */
  g_assert_cmpfloat_with_epsilon (peak_x, sl_axis_map_to_pixel (&mx, x[12345]), 0.01);

  /* NaN breaks; what leaves the box above and below comes back where it crosses. */
  y[100] = NAN;
  sl_path_build (&path, &mx, &my, x, y, 200, TRUE, &clip, 10, 1);
  gsize breaks = 0;
  for (gsize i = 0; i < path.n; i++)
    breaks += isnan (path.points[i].x);
  g_assert_cmpuint (breaks, ==, 1);
  double zx[] = { 1, 31.6227766, 1000 }, zy[] = { 0.5, -1e9, 0.5 };
  sl_path_build (&path, &mx, &my, zx, zy, 3, TRUE, &clip, 10, 1);
  for (gsize i = 0; i < path.n; i++)
    {
      g_assert_cmpfloat (path.points[i].y, <=, 310);
      g_assert_cmpfloat (path.points[i].y, >=, -10);
    }
  g_assert_cmpuint (path.n, ==, 5);
  sl_path_build (&path, &mx, &my, x, y, 0, TRUE, &clip, 10, 1);
  g_assert_cmpuint (path.n, ==, 0);
  sl_path_clear (&path);
}

static void
test_range (void)
{
  double lo = NAN, hi = NAN, kept_lo, kept_hi;
  int changes = 0;

  g_assert_true (sl_range_settle (&lo, &hi, 0, 9.3, SL_SCALE_LINEAR, 0));
  g_assert_cmpfloat (lo, ==, 0); /* an axis that starts at zero goes on to */
  g_assert_cmpfloat (hi, >=, 9.3);
  g_assert_cmpfloat (hi, <=, 11);
  /* Small moves change nothing, in and out. */
  kept_lo = lo;
  kept_hi = hi;
  for (double top = 9.3; top < hi; top += 0.05)
    g_assert_false (sl_range_settle (&lo, &hi, 0, top, SL_SCALE_LINEAR, 0));
  for (double top = 9.3; top > 0.56 * hi; top -= 0.05)
    g_assert_false (sl_range_settle (&lo, &hi, 0, top, SL_SCALE_LINEAR, 0));
  g_assert_cmpfloat (lo, ==, kept_lo);
  g_assert_cmpfloat (hi, ==, kept_hi);
  /* Leaving it, or filling too little, does. */
  g_assert_true (sl_range_settle (&lo, &hi, 0, kept_hi * 1.01, SL_SCALE_LINEAR, 0));
  g_assert_cmpfloat (hi, >, kept_hi);
  g_assert_true (sl_range_settle (&lo, &hi, 0, hi * 0.5, SL_SCALE_LINEAR, 0));
  g_assert_cmpfloat (hi, <, kept_hi);

  /* Over a long drag there and back, the axis moves a few times only, and the data are always inside. */
  lo = hi = NAN;
  for (int i = 0; i <= 2000; i++)
    {
      double top = pow (10, 2 * sin (G_PI * i / 2000.0));

      changes += sl_range_settle (&lo, &hi, -0.3 * top, top, SL_SCALE_LINEAR, 0);
      g_assert_cmpfloat (lo, <=, -0.3 * top);
      g_assert_cmpfloat (hi, >=, top);
      g_assert_cmpfloat (1.3 * top, >=, 0.55 * (hi - lo) * (1 - 1e-9));
    }
  g_assert_cmpint (changes, <, 60);

  lo = hi = NAN;
  g_assert_true (sl_range_settle (&lo, &hi, 3e-9, 4e-4, SL_SCALE_LOG, 0));
  g_assert_cmpfloat_with_epsilon (lo, 1e-9, 1e-21);
  g_assert_cmpfloat_with_epsilon (hi, 1e-3, 1e-15);
  g_assert_false (sl_range_settle (&lo, &hi, 2e-9, 9e-4, SL_SCALE_LOG, 0));
  /* What is no range leaves it alone. */
  g_assert_false (sl_range_settle (&lo, &hi, 0, 1, SL_SCALE_LOG, 0));
  g_assert_false (sl_range_settle (&lo, &hi, NAN, 1, SL_SCALE_LINEAR, 0));
  g_assert_false (sl_range_settle (&lo, &hi, 2, 1, SL_SCALE_LINEAR, 0));
  lo = hi = NAN;
  g_assert_true (sl_range_settle (&lo, &hi, NAN, NAN, SL_SCALE_LINEAR, 0));
  g_assert_cmpfloat (lo, <, hi);
  /* One value gets a range around it and keeps it. */
  lo = hi = NAN;
  g_assert_true (sl_range_settle (&lo, &hi, 5, 5, SL_SCALE_LINEAR, 0));
  g_assert_cmpfloat (lo, <, 5);
  g_assert_cmpfloat (hi, >, 5);
  g_assert_false (sl_range_settle (&lo, &hi, 5, 5, SL_SCALE_LINEAR, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/description/read-back", test_read_back);
  g_test_add_func ("/plot/description/value-at", test_value_at);
  g_test_add_func ("/plot/ticks/table", test_ticks);
  g_test_add_func ("/plot/ticks/any-range", test_ticks_any_range);
  g_test_add_func ("/plot/ticks/numbers", test_numbers);
  g_test_add_func ("/plot/path/decimal", test_decimal);
  g_test_add_func ("/plot/path/axis-map", test_axis_map);
  g_test_add_func ("/plot/path/reduction", test_reduction);
  g_test_add_func ("/plot/range/settle", test_range);
  return g_test_run ();
}
