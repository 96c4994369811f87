/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "model/galaxy/sl-presets.h"
#include "tests/app/figures/figures.h"

/* Ranges are floored to steps and raised to powers: rounding only. */
#define ROUNDING 1e-9

static void
test_table (void)
{
  const char *const *all = sl_figure_history_observables ();

  g_assert_cmpuint (sl_figure_count (), >=, 4);
  g_assert_null (sl_figure_info (sl_figure_count ()));
  g_assert_null (sl_figure_find ("no such plot"));
  for (guint i = 0; i < sl_figure_count (); i++)
    {
      const SlFigureInfo *info = sl_figure_info (i);

      g_assert_true (sl_figure_find (info->name) == info);
      g_assert_cmpuint (info->want & ~info->want_gradient, ==, 0);
      for (guint k = 0; info->histories && info->histories[k]; k++)
        g_assert_true (g_strv_contains (all, info->histories[k]));
    }
  for (guint k = 0; all[k]; k++)
    {
      gboolean used = FALSE;

      for (guint i = 0; i < sl_figure_count (); i++)
        {
          const SlFigureInfo *info = sl_figure_info (i);

          used |= info->histories && g_strv_contains (info->histories, all[k]);
          for (const SlFigureChoice *c = info->choices; c && c->name; c++)
            for (const SlFigureValue *v = c->values; v->name; v++)
              used |= v->histories && g_strv_contains (v->histories, all[k]);
        }
      g_assert_true (used);
    }
}

static void
test_epochs (void)
{
  guint n;
  const double *t = sl_figure_epochs (&n);

  g_assert_cmpuint (n, ==, 100);
  g_assert_cmpfloat (t[0], ==, 0.5);
  g_assert_cmpfloat_with_epsilon (t[99], 13.7, 1e-12);
  for (guint i = 1; i < n; i++)
    g_assert_cmpfloat (t[i], >, t[i - 1]);
}

/* Two galaxies of the same form, whose plots have the same parts. */
static const char *const presets[] = { "quenched", "main-sequence" };

/* Panels and series of each kind, for a galaxy with dust seen at z > 0. */
static const struct { const char *name; guint panels, series[3]; } shape_table[] = {
  { "sed", 3, { 2, 1, 0 } },     /* with and without dust; gradient; bands */
  { "sfh", 1, { 3 } },           /* quenching; past; what is to come */
  { "colours", 2, { 2, 2 } },
  { "oiii", 2, { 1, 1 } },
};

static void
test_shapes (void)
{
  for (guint p = 0; p < G_N_ELEMENTS (presets); p++)
    for (guint k = 0; k < G_N_ELEMENTS (shape_table); k++)
      {
        SlGalaxy galaxy;
        SlFigureRanges ranges = { 0 };
        SlFigureOptions options = { .galaxy = &galaxy, .gradient = SL_PARAM_LG_QT, .filters = fixture.filters,
                                    .sed_gradient = TRUE, .ranges = &ranges, .title = "title" };
        g_autoptr (SlPlot) plot = NULL;

        g_assert_true (sl_preset_apply (presets[p], &galaxy));
        galaxy.value[SL_PARAM_REDSHIFT] = 0.3;
        evaluate (&galaxy, options.gradient);
        plot = make (shape_table[k].name, &options);
        g_assert_cmpstr (sl_plot_get_title (plot), ==, "title");
        g_assert_cmpuint (strlen (sl_plot_get_caption (plot)), >, 0);
        g_assert_cmpuint (sl_plot_n_panels (plot), ==, shape_table[k].panels);
        for (guint panel = 0; panel < shape_table[k].panels; panel++)
          {
            g_assert_cmpuint (sl_plot_n_series (plot, panel), ==, shape_table[k].series[panel]);
            for (guint i = 0; i < shape_table[k].series[panel]; i++)
              {
                const double *x, *y;
                gsize n = sl_plot_series_data (plot, panel, i, &x, &y), finite = 0;

                g_assert_cmpstr (sl_plot_series_name (plot, panel, i), !=, "");
                for (gsize j = 0; j < n; j++)
                  {
                    g_assert_true (isfinite (x[j]));
                    g_assert_true (j == 0 || x[j] > x[j - 1]);
                    finite += isfinite (y[j]);
                  }
                g_assert_cmpuint (finite, ==, n);
                g_assert_cmpuint (n, >, 10);
              }
          }
      }
}

/* The shown range holds the whole curves, or the decades below their top that are promised. */
static void
test_ranges (void)
{
  /* decades: shown of what spans more; 0: all is shown */
  static const struct { const char *name; double decades, from; } table[] = {
    { "sed", 5.0, 0.0 }, { "sfh", 3.5, 0.3 }, { "colours", 0.0, 0.0 }, { "oiii", 0.0, 0.0 },
  };

  for (guint p = 0; p < G_N_ELEMENTS (presets); p++)
    for (guint k = 0; k < G_N_ELEMENTS (table); k++)
      {
        SlGalaxy galaxy;
        SlFigureRanges ranges = { 0 };
        SlFigureOptions options = { .galaxy = &galaxy, .gradient = SL_PARAM_LGU_MEAN, .ranges = &ranges };
        g_autoptr (SlPlot) plot = NULL;

        sl_preset_apply (presets[p], &galaxy);
        evaluate (&galaxy, options.gradient);
        plot = make (table[k].name, &options);
        g_assert_true (ranges.axis[0].set);
        g_assert_cmpfloat (ranges.axis[0].hi, >, ranges.axis[0].lo);
        for (guint i = 0; i < sl_plot_n_series (plot, 0); i++)
          {
            const double *x, *y;
            gsize n = sl_plot_series_data (plot, 0, i, &x, &y);
            double top = 0.0;

            for (gsize j = 0; j < n; j++)
              top = MAX (top, y[j]);
            if (strcmp (sl_plot_series_name (plot, 0, i), "Quenching function") == 0)
              continue;
            for (gsize j = 0; j < n; j++)
              {
                if (x[j] < table[k].from)
                  continue;
                g_assert_cmpfloat (y[j], <=, ranges.axis[0].hi * (1.0 + ROUNDING));
                if (table[k].decades == 0.0)
                  g_assert_cmpfloat (y[j], >=, ranges.axis[0].lo - ROUNDING * fabs (ranges.axis[0].lo));
                else
                  g_assert_cmpfloat (MAX (y[j], top * pow (10.0, -table[k].decades)), >=,
                                     ranges.axis[0].lo * (1.0 - ROUNDING));
              }
          }
      }
}

static void
test_hysteresis (void)
{
  SlGalaxy galaxy;
  SlFigureRanges ranges = { 0 }, first, held;
  SlFigureOptions options = { .galaxy = &galaxy, .gradient = SL_PARAM_LG_QT, .ranges = &ranges };

  sl_preset_apply ("main-sequence", &galaxy);
  evaluate (&galaxy, options.gradient);
  sl_plot_unref (make ("oiii", &options));
  first = ranges;
  galaxy.value[SL_PARAM_LGU_MEAN] -= 0.005;
  evaluate (&galaxy, options.gradient);
  sl_plot_unref (make ("oiii", &options));
  g_assert_cmpfloat (ranges.axis[0].hi, ==, first.axis[0].hi);
  g_assert_cmpfloat (ranges.axis[0].lo, ==, first.axis[0].lo);

  held = ranges;
  held.hold = TRUE;
  options.ranges = &held;
  galaxy.value[SL_PARAM_LGU_MEAN] = -4.0;
  evaluate (&galaxy, options.gradient);
  sl_plot_unref (make ("oiii", &options));
  g_assert_cmpfloat (held.axis[0].hi, ==, first.axis[0].hi);

  options.ranges = &ranges;
  sl_plot_unref (make ("oiii", &options));
  g_assert_cmpfloat (ranges.axis[0].hi, <, 0.9 * first.axis[0].hi);
}

static void
test_gradient (void)
{
  SlGalaxy galaxy;
  SlFigureOptions options = { .galaxy = &galaxy, .gradient = SL_PARAM_LGMET_OLD };
  g_autoptr (SlPlot) plot = NULL;
  const double *x, *y;
  int row = sl_engine_find_observable_history (fixture.engine, "rest:LSST/g-r");
  guint n;

  sl_preset_apply ("quenched", &galaxy);
  evaluate (&galaxy, options.gradient);
  plot = make ("colours", &options);
  n = fixture.result->n_epochs;
  g_assert_cmpuint (sl_plot_series_data (plot, 1, 0, &x, &y), ==, n);
  g_assert_cmpmem (y, n * sizeof *y, fixture.result->hist_jac + (row * SL_N_PARAMS + options.gradient) * n,
                   n * sizeof *y);
  g_assert_cmpmem (x, n * sizeof *x, sl_figure_epochs (NULL), n * sizeof *x);
  /* redder with more metals */
  g_assert_cmpfloat (y[n - 1], >, 0.0);
}

static void
test_pin_and_preview (void)
{
  SlGalaxy galaxy;
  g_autoptr (SlResult) before = sl_result_new (fixture.engine);
  SlFigurePin pin = { .name = "Pinned", .galaxy = &galaxy, .result = before };
  SlFigureOptions options = {
    .galaxy = &galaxy, .gradient = SL_PARAM_LGU_MEAN, .pins = &pin, .n_pins = 1, .preview = before
  };
  const double step = 0.1;

  sl_preset_apply ("main-sequence", &galaxy);
  evaluate (&galaxy, options.gradient);
  sl_result_copy (before, fixture.result);
  galaxy.value[SL_PARAM_LGU_MEAN] += step;
  evaluate (&galaxy, options.gradient);
  options.preview_step = step;
  for (guint i = 0; i < 2; i++)
    {
      const char *name = i ? "sed" : "oiii";
      g_autoptr (SlPlot) plot = make (name, &options);
      const double *x, *y;
      int preview = find_series (plot, 0, "Tangent");
      gsize n;

      g_assert_cmpint (preview, >=, 0);
      g_assert_cmpint (find_series (plot, 0, "Pinned"), >=, 0);
      if (i)
        continue;
      /* the tangent leaves the curve by less than the step moves it */
      n = sl_plot_series_data (plot, 0, preview, &x, &y);
      for (gsize j = 0; j < n; j++)
        {
          double now =
              fixture.result->hist[sl_engine_find_observable_history (fixture.engine, "ew:OIII5007") * n + j];
          double then =
              before->hist[sl_engine_find_observable_history (fixture.engine, "ew:OIII5007") * n + j];

          g_assert_cmpfloat (fabs (y[j] - now), <, fabs (now - then));
        }
    }
}

/* A parameter that does nothing draws a flat line in the middle of an axis that says so. */
static void
test_flat (void)
{
  SlGalaxy galaxy;
  SlFigureRanges ranges = { 0 };
  SlFigureOptions options = { .galaxy = &galaxy, .gradient = SL_PARAM_TAU_DEP, .ranges = &ranges };
  g_autoptr (SlPlot) plot = NULL;

  sl_preset_apply ("main-sequence", &galaxy);
  evaluate (&galaxy, options.gradient);
  plot = make ("colours", &options);
  g_assert_cmpfloat (ranges.axis[1].hi, >=, 1.0);
  g_assert_cmpfloat (ranges.axis[1].lo, ==, -ranges.axis[1].hi);
}

/* With dust emission the spectrum's axis ends at 1 mm, in micron; without it nothing changes. */
static void
test_dust_emission (void)
{
  SlGalaxy galaxy;
  SlFigureRanges ranges = { 0 }, before;
  SlFigureOptions options = { .galaxy = &galaxy, .gradient = SL_PARAM_UMIN, .filters = fixture.filters,
                              .sed_gradient = TRUE, .ranges = &ranges };
  const char *long_axis = "[µm]", *short_axis = "[Å]";

  sl_preset_apply ("main-sequence", &galaxy);
  for (guint pass = 0; pass < 3; pass++)
    {
      g_autoptr (SlPlot) plot = NULL;
      const double *x, *y, *slope;
      double hump = 0.0, most = 0.0;
      gsize n;

      galaxy.dust_emission = pass == 1;
      evaluate (&galaxy, options.gradient);
      plot = make ("sed", &options);
      g_assert_nonnull (strstr (sl_plot_get_x_title (plot), pass == 1 ? long_axis : short_axis));
      n = sl_plot_series_data (plot, 0, find_series (plot, 0, "Spectrum"), &x, &y);
      g_assert_cmpuint (sl_plot_series_data (plot, 1, 0, NULL, &slope), ==, n);
      for (gsize i = 0; i < n; i++)
        {
          if (pass == 1 && x[i] > 50.0)
            hump = MAX (hump, y[i]);
          most = MAX (most, fabs (slope[i]));
        }
      if (pass == 1)
        {
          g_assert_cmpfloat (x[n - 1], >, 900.0);
          g_assert_cmpfloat (x[n - 1], <=, 1000.0);
          /* energy that comes back at a hundred times the wavelength is brighter in each hertz */
          g_assert_cmpfloat (hump, >,
                             10.0
                                 * sl_plot_series_value_at (plot, 0, find_series (plot, 0, "Spectrum"), 2.0));
          g_assert_cmpfloat (most, >, 0.1);
          g_assert_nonnull (strstr (sl_plot_get_caption (plot), "re-emits"));
          continue;
        }
      g_assert_cmpfloat (x[n - 1], <=, 25000.0);
      g_assert_cmpfloat (most, ==, 0.0);
      g_assert_null (strstr (sl_plot_get_caption (plot), "re-emits"));
      if (pass == 0)
        before = ranges;
      else
        g_assert_cmpmem (&ranges.axis[0], sizeof ranges.axis[0], &before.axis[0], sizeof before.axis[0]);
    }
}

/* The strip is the derivative of the logarithm of the curve above it, by differences that are exact to their
 * square. */
static void
check_slope (SlGalaxy galaxy, SlParamId parameter, double step)
{
  /* Spectra are floats, 6e-8 of their value, and a difference of two is divided by twice the step. */
  const double tolerance = 0.01;
  SlFigureOptions options = { .galaxy = &galaxy, .gradient = parameter, .sed_gradient = TRUE };
  g_autoptr (SlPlot) here = NULL, below = NULL, above = NULL;
  const double *x, *slope, *lo, *hi;
  gsize n, checked = 0;

  evaluate (&galaxy, parameter);
  here = make ("sed", &options);
  n = sl_plot_series_data (here, 1, 0, &x, &slope);
  galaxy.value[parameter] -= step;
  evaluate (&galaxy, parameter);
  below = make ("sed", &options);
  galaxy.value[parameter] += 2.0 * step;
  evaluate (&galaxy, parameter);
  above = make ("sed", &options);
  g_assert_cmpuint (sl_plot_series_data (below, 0, find_series (below, 0, "Spectrum"), NULL, &lo), ==, n);
  g_assert_cmpuint (sl_plot_series_data (above, 0, find_series (above, 0, "Spectrum"), NULL, &hi), ==, n);
  for (gsize i = 0; i < n; i++)
    {
      double difference = (log (hi[i]) - log (lo[i])) / (2.0 * step);

      /* A pixel through which an edge of the gas's absorption moves has two slopes. */
      if (!isfinite (slope[i]) || !isfinite (difference))
        continue;
      checked += fabs (difference - slope[i]) <= tolerance * MAX (1.0, fabs (slope[i]));
    }
  g_assert_cmpuint (checked, >=, n - MAX (n / 500, 4));
}

/* Below Lyman alpha the spectrum is what arrives; nowhere else, and not without the gas. */
static void
test_arriving (void)
{
  SlGalaxy galaxy;
  SlFigureOptions options = { .galaxy = &galaxy, .gradient = SL_PARAM_REDSHIFT, .sed_gradient = TRUE };

  sl_preset_apply ("main-sequence", &galaxy);
  for (guint pass = 0; pass < 3; pass++)
    {
      g_autoptr (SlPlot) plot = NULL;
      const double *x, *y;
      const SlResult *r = fixture.result;
      gboolean lost = FALSE;
      guint from = 0;
      gsize n;

      galaxy.igm = pass > 0;
      galaxy.value[SL_PARAM_REDSHIFT] = pass == 1 ? 0.0 : 4.0;
      evaluate (&galaxy, options.gradient);
      plot = make ("sed", &options);
      n = sl_plot_series_data (plot, 0, find_series (plot, 0, "Spectrum"), &x, &y);
      while (r->wave[from] < x[0])
        from++;
      for (gsize i = 0; i < n; i++)
        {
          gboolean below = x[i] < 1210.0;

          if (pass == 2 && below)
            {
              g_assert_cmpfloat_with_epsilon (y[i], (double) r->sed[from + i] * r->arriving[from + i],
                                              1e-6 * y[i]);
              lost |= y[i] < 0.7 * r->sed[from + i];
            }
          else if (pass < 2 || x[i] > 1220.0)
            g_assert_cmpfloat (y[i], ==, r->sed[from + i]);
        }
      g_assert_true (lost == (pass == 2));
      g_assert_true ((strstr (sl_plot_get_caption (plot), "intergalactic medium") != NULL) == (pass == 2));
    }
  check_slope (galaxy, SL_PARAM_REDSHIFT, 1e-3);
  check_slope (galaxy, SL_PARAM_AV_OLD, 1e-3);
  galaxy.dust_emission = TRUE;
  check_slope (galaxy, SL_PARAM_REDSHIFT, 1e-3);
  galaxy.value[SL_PARAM_UMIN] = 1.1; /* between two nodes of the table, where slopes are one */
  check_slope (galaxy, SL_PARAM_UMIN, 1e-2);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  set_up ();
  g_test_add_func ("/figures/table", test_table);
  g_test_add_func ("/figures/epochs", test_epochs);
  g_test_add_func ("/figures/shapes", test_shapes);
  g_test_add_func ("/figures/ranges", test_ranges);
  g_test_add_func ("/figures/hysteresis", test_hysteresis);
  g_test_add_func ("/figures/gradient", test_gradient);
  g_test_add_func ("/figures/pin-and-preview", test_pin_and_preview);
  g_test_add_func ("/figures/flat", test_flat);
  g_test_add_func ("/figures/dust-emission", test_dust_emission);
  g_test_add_func ("/figures/arriving", test_arriving);
  status = g_test_run ();
  tear_down ();
  return status;
}
