/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Corner plots and maps of derivatives, of any numbers. */
#include "app/figures/sl-figures-corner.h"

#include <math.h>
#include <string.h>

#define WIDE 2.9

static void
fill (SlCornerParam *param, guint n, double *covariance)
{
  for (guint i = 0; i < n; i++)
    param[i] = (SlCornerParam) { .name = "A name",
                                 .symbol = "<i>x</i>",
                                 .value = 1.0 + i,
                                 .lo = -100.0,
                                 .hi = 100.0,
                                 .error = 0.5,
                                 .error_alone = 0.1,
                                 .prior = i % 2 ? 3.0 : 0.0 };
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < n; j++)
      covariance[i * n + j] = i == j ? 0.25 : 0.1;
}

/* Any number of parameters; numbers that are none; a galaxy outside of its ranges. */
static void
test_any (void)
{
  SlCornerParam param[SL_FIGURE_CORNER_MOST];
  double covariance[SL_FIGURE_CORNER_MOST * SL_FIGURE_CORNER_MOST];

  for (guint n = 1; n <= SL_FIGURE_CORNER_MOST; n++)
    for (guint fault = 0; fault < 5; fault++)
      {
        SlFigureRanges ranges = { 0 };
        SlCornerOptions o = { .n = n, .param = param, .covariance = covariance, .ranges = &ranges };
        g_autoptr (SlPlot) plot = NULL;

        fill (param, n, covariance);
        if (fault == 1)
          param[0].error = covariance[0] = NAN;
        if (fault == 2)
          param[n - 1].value = 200.0;
        if (fault == 3)
          o.covariance = NULL, param[0].error = INFINITY;
        if (fault == 4)
          o.ranges = NULL, param[0].error = 0.0;
        plot = sl_figure_corner (&o);
        g_assert_cmpuint (sl_plot_n_panels (plot), ==, 1);
        g_assert_nonnull (strstr (sl_plot_get_caption (plot), "A name"));
      }
}

/* Axes stay while contours fit them, and follow when they do not. */
static void
test_axes (void)
{
  SlCornerParam param[2];
  double covariance[4];
  SlFigureRanges ranges = { 0 };
  const SlCornerOptions o = { .n = 2, .param = param, .covariance = covariance, .ranges = &ranges };

  fill (param, 2, covariance);
  sl_plot_unref (sl_figure_corner (&o));
  g_assert_cmpfloat (ranges.axis[0].lo, ==, 1.0 - WIDE * 0.5);
  g_assert_cmpfloat (ranges.axis[0].hi, ==, 1.0 + WIDE * 0.5);
  param[0].value = 1.1;
  sl_plot_unref (sl_figure_corner (&o));
  g_assert_cmpfloat (ranges.axis[0].lo, ==, 1.0 - WIDE * 0.5);
  param[0].value = 3.0;
  sl_plot_unref (sl_figure_corner (&o));
  g_assert_cmpfloat (ranges.axis[0].lo, ==, 3.0 - WIDE * 0.5);
  /* Cut at the range. */
  param[0].lo = 2.9;
  sl_plot_unref (sl_figure_corner (&o));
  g_assert_cmpfloat (ranges.axis[0].lo, ==, 2.9);
}

/* A sample that is wider than the Gaussian is in sight, but for its farthest points. */
static void
test_cloud (void)
{
  enum { N = 1000 };
  SlCornerParam param[2];
  double covariance[4];
  g_autofree double *value = g_new (double, 2 * N);
  SlFigureRanges ranges = { 0 };
  const SlCornerOptions o = {
    .n = 2, .param = param, .covariance = covariance, .ranges = &ranges, .cloud = { value, N, TRUE }
  };

  fill (param, 2, covariance);
  for (guint i = 0; i < N; i++)
    {
      value[2 * i] = 10.0 * i / (N - 1.0);
      value[2 * i + 1] = 2.0;
    }
  value[0] = -90.0;
  sl_plot_unref (sl_figure_corner (&o));
  g_assert_cmpfloat (ranges.axis[0].hi, >, 9.8);
  g_assert_cmpfloat (ranges.axis[0].hi, <, 10.5);
  g_assert_cmpfloat (ranges.axis[0].lo, >, -5.0);
}

static void
test_jacobian (void)
{
  static const char *const names[] = { "one", "two", "three", NULL };
  const double value[] = { 1.0, -2.0, NAN, 30.0, 0.0, INFINITY };
  SlJacobianOptions o = { .n_rows = 2,
                          .n_columns = 3,
                          .row_name = names,
                          .row_symbol = names,
                          .column_name = names,
                          .column_symbol = names,
                          .value = value,
                          .most = 20.0,
                          .unit = "σ" };

  for (o.column = -1; o.column < 5; o.column++)
    {
      g_autoptr (SlPlot) plot = sl_figure_jacobian (&o);
      g_autofree char *title = NULL;
      g_autoptr (GPtrArray) columns = sl_plot_get_columns (plot, &title);

      /* The lowest row of the map first. */
      g_assert_cmpuint (columns->len, >=, 2);
      g_assert_cmpfloat (((SlPlotColumn *) g_ptr_array_index (columns, 0))->y[0], ==, 30.0);
      g_assert_cmpfloat (((SlPlotColumn *) g_ptr_array_index (columns, 1))->y[1], ==, -2.0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figures-corner/any", test_any);
  g_test_add_func ("/figures-corner/axes", test_axes);
  g_test_add_func ("/figures-corner/cloud", test_cloud);
  g_test_add_func ("/figures-corner/jacobian", test_jacobian);
  return g_test_run ();
}
