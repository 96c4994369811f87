/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of what a galaxy consists of. */
#include <math.h>
#include <string.h>

#include "app/figures/sl-figures.h"
#include "model/galaxy/sl-presets.h"
#include "tests/model/engine-fixture.h"
#include "ui/plot/sl-plot-private.h"

/* Sums of bins and of samples. */
#define TOL_SUM 1e-9
/* A curve sampled at a few hundred places, its area by trapezoid. */
#define TOL_AREA 1e-3
/* Central differences of a plot's curve over twice the step, of its largest value. */
#define TOL_SLOPE 1e-3
#define STEP 1e-4

static const char *const kinds[] = { "ages", "metals-map", "metals-ends", "attenuation", "gas", "triweight" };

static void
set_up (Fixture *f, gconstpointer library)
{
  static const char *const observables[] = { "lgmstar_formed", NULL };

  fixture_set_up (f, library, (SlEngineConfig) { .observables = observables, .threads = 1 });
}

static SlPlot *
make (Fixture *f, const char *name, const SlFigureOptions *options)
{
  const SlFigureInfo *info = sl_figure_find (name);
  SlRequest request = { .galaxy = *options->galaxy };
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (info);
  sl_figure_request (info, options, TRUE, &request);
  sl_engine_evaluate (f->engine, &request, f->result, &error);
  g_assert_no_error (error);
  return sl_figure_make (info, f->engine, f->result, options);
}

/* The n-th series of a panel whose name begins so. */
static gsize
series (SlPlot *plot, guint panel, const char *start, guint which, const double **x, const double **y)
{
  for (guint i = 0; i < sl_plot_n_series (plot, panel); i++)
    if (g_str_has_prefix (sl_plot_series_name (plot, panel, i), start) && which-- == 0)
      return sl_plot_series_data (plot, panel, i, x, y);
  g_error ("no series “%s”", start);
}

static guint
count (SlPlot *plot, guint panel, const char *start)
{
  guint n = 0;

  for (guint i = 0; i < sl_plot_n_series (plot, panel); i++)
    n += g_str_has_prefix (sl_plot_series_name (plot, panel, i), start);
  return n;
}

static double
peak_at (const double *x, const double *y, gsize n)
{
  gsize top = 0;

  for (gsize i = 1; i < n; i++)
    if (y[i] > y[top])
      top = i;
  return x[top];
}

static double
area (const double *x, const double *y, gsize n)
{
  double sum = 0.0;

  for (gsize i = 0; i + 1 < n; i++)
    sum += 0.5 * (y[i] + y[i + 1]) * (x[i + 1] - x[i]);
  return sum;
}

/* Nothing that is compared is cut off at the top. */
static void
check_pins_fit (SlPlot *plot)
{
  const double hi = sl_plot_panel (plot, 0)->y.hi;

  for (guint i = 0; i < sl_plot_n_series (plot, 0); i++)
    {
      const double *y;
      gsize n = sl_plot_series_data (plot, 0, i, NULL, &y);
      const char *name = sl_plot_series_name (plot, 0, i);

      for (gsize j = 0; j < n && (strcmp (name, "A") == 0 || strcmp (name, "B") == 0); j++)
        g_assert_false (y[j] > hi * (1.0 + TOL_SUM));
    }
}

/* What every plot owes its readers. */
static void
check_plot (SlPlot *plot)
{
  g_assert_nonnull (sl_plot_get_caption (plot));
  g_assert_cmpuint (strlen (sl_plot_get_caption (plot)), >, 40);
  g_assert_null (strstr (sl_plot_get_caption (plot), "nan"));
  g_assert_nonnull (sl_plot_get_x_title (plot));
  for (guint panel = 0; panel < sl_plot_n_panels (plot); panel++)
    for (guint i = 0; i < sl_plot_n_series (plot, panel); i++)
      {
        const double *x, *y;
        gsize n = sl_plot_series_data (plot, panel, i, &x, &y);

        g_assert_cmpstr (sl_plot_series_name (plot, panel, i), !=, "");
        g_assert_nonnull (sl_plot_series_unit (plot, panel, i));
        for (gsize j = 0; j < n; j++)
          {
            g_assert_true (isfinite (x[j]));
            g_assert_true (j == 0 || x[j] > x[j - 1]);
            g_assert_false (isinf (y[j]));
          }
      }
}

/* Any galaxy, any choice, with pins, a tangent preview and ranges kept. */
static void
test_any (Fixture *f, gconstpointer library)
{
  GRand *rng = g_rand_new_with_seed (7);
  SlFigureRanges ranges[G_N_ELEMENTS (kinds)] = { 0 };

  for (guint trial = 0; trial < 40; trial++)
    {
      SlGalaxy galaxy, other;
      g_autoptr (SlResult) then = sl_result_new (f->engine);
      SlFigurePin pins[2] = { { "A", &other, then }, { "B", &other, then } };
      SlFigureOptions options = { .galaxy = &galaxy, .title = "title", .pins = pins };

      any_galaxy (rng, &other);
      sl_plot_unref (make (f, "gas", &(SlFigureOptions){ .galaxy = &other }));
      sl_result_copy (then, f->result);
      any_galaxy (rng, &galaxy);
      options.gradient = g_rand_int_range (rng, 0, SL_N_PARAMS);
      options.n_pins = trial % 3;
      options.preview = trial % 2 ? then : NULL;
      options.preview_step = 0.01;
      for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
        {
          const SlFigureInfo *info = sl_figure_find (kinds[k]);

          options.ranges = &ranges[k];
          for (guint c = 0; c < SL_FIGURE_MAX_CHOICES; c++)
            options.choice[c] = 0;
          for (guint c = 0; info->choices && info->choices[c].name; c++)
            {
              guint n = 0;

              while (info->choices[c].values[n].name)
                n++;
              g_assert_cmpuint (n, >, 1);
              options.choice[c] = g_rand_int_range (rng, 0, n);
            }
          {
            g_autoptr (SlPlot) plot = make (f, kinds[k], &options);

            g_assert_cmpstr (sl_plot_get_title (plot), ==, "title");
            check_plot (plot);
            if (strcmp (kinds[k], "metals-map") != 0)
              check_pins_fit (plot);
            if (k < 4)
              {
                g_assert_cmpuint (sl_plot_n_panels (plot), ==, 2);
                g_assert_cmpuint (!!count (plot, 0, "A"), >=, options.n_pins > 0 ? 1 : 0);
                g_assert_cmpuint (!!count (plot, 0, "B"), ==, options.n_pins > 1 ? 1 : 0);
              }
          }
        }
    }
  g_rand_free (rng);
}

static void
test_ages (Fixture *f, gconstpointer library)
{
  SlGalaxy galaxy;
  SlFigureOptions options = { .galaxy = &galaxy, .gradient = SL_PARAM_LG_DROP };
  g_autoptr (SlPlot) today = NULL, early = NULL, gyr = NULL;
  const double *x, *y;
  double last = 0.0, links;
  gsize n;

  sl_preset_apply ("main-sequence", &galaxy);
  today = make (f, "ages", &options);
  g_assert_cmpstr (sl_plot_get_link (today, &links), ==, "age");
  g_assert_cmpuint (count (today, 0, "Ages"), ==, 4);
  for (guint e = 0; e < 4; e++)
    {
      double sum = 0.0, at;

      n = series (today, 0, "Ages", e, &x, &y);
      g_assert_cmpuint (n, ==, f->templates->n_age);
      /* a density per dex, on an even grid of lg age */
      for (gsize i = 0; i < n; i++)
        sum += y[i] * (log10 (x[1]) - log10 (x[0]));
      g_assert_cmpfloat_with_epsilon (sum, 1.0, TOL_SUM);
      /* populations grow older */
      at = peak_at (x, y, n);
      g_assert_cmpfloat (at, >, last);
      last = at;
      /* and what one age gains another loses */
      series (today, 1, "∂P", e, &x, &y);
      sum = 0.0;
      for (gsize i = 0; i < n; i++)
        sum += y[i];
      g_assert_cmpfloat_with_epsilon (sum, 0.0, TOL_SUM);
    }
  /* A shallower drop lets stars form after it: at 13.8 Gyr, about lg t_q = 1, some 4 Gyr ago; long ago the
   * share falls. */
  g_assert_cmpfloat (sl_plot_series_value_at (today, 1, 3, 4.0), >, 0.0);
  g_assert_cmpfloat (sl_plot_series_value_at (today, 1, 3, 9.0), <, 0.0);

  /* Seen early, earlier times are chosen, and there are no older stars than the universe. */
  galaxy.value[SL_PARAM_REDSHIFT] = 2.0;
  early = make (f, "ages", &options);
  n = series (early, 0, "Ages", count (early, 0, "Ages") - 1, &x, &y);
  for (gsize i = 0; i < n; i++)
    if (x[i] > 4.0)
      g_assert_cmpfloat (y[i], ==, 0.0);
  g_assert_nonnull (strstr (sl_plot_series_name (early, 0, 0), "0.5 Gyr"));

  /* Over age itself the area is one as well. */
  options.choice[0] = 1;
  galaxy.value[SL_PARAM_REDSHIFT] = 0.0;
  gyr = make (f, "ages", &options);
  n = series (gyr, 0, "Ages", 3, &x, &y);
  {
    double sum = 0.0, half = 0.5 * log10 (x[1] / x[0]);

    for (gsize i = 0; i < n; i++)
      sum += y[i] * (x[i] * pow (10.0, half) - x[i] * pow (10.0, -half));
    g_assert_cmpfloat_with_epsilon (sum, 1.0, TOL_SUM);
  }
  g_assert_cmpstr (sl_plot_series_unit (gyr, 0, 0), ==, "Gyr⁻¹");
}

static void
test_metals (Fixture *f, gconstpointer library)
{
  SlGalaxy galaxy;
  SlFigureOptions options = { .galaxy = &galaxy, .gradient = SL_PARAM_LGMET_YOUNG };
  g_autoptr (SlPlot) map = NULL, ends = NULL, follow = NULL;
  const double sun = log10 (f->templates->zsun);
  const double *x, *y;
  gboolean young = FALSE, old = FALSE;
  gsize n;

  sl_preset_apply ("main-sequence", &galaxy);
  galaxy.value[SL_PARAM_LGMET_YOUNG] = -1.8;
  galaxy.value[SL_PARAM_LGMET_OLD] = -2.7;
  map = make (f, "metals-map", &options);
  n = series (map, 0, "Centre", 0, &x, &y);
  g_assert_cmpfloat_with_epsilon (y[0], -1.8 - sun, TOL_SUM);
  g_assert_cmpfloat (fabs (y[n - 1] - (-2.7 - sun)), <, 0.01);
  g_assert_cmpuint (sl_plot_n_handles (map), ==, 3);
  /* the centre of the young follows their parameter, that of the old does not */
  n = series (map, 1, "∂μ", 0, &x, &y);
  g_assert_cmpfloat_with_epsilon (y[0], 1.0, TOL_SUM);
  g_assert_cmpfloat (y[n - 1], <, 0.01);

  ends = make (f, "metals-ends", &options);
  n = series (ends, 0, "Youngest", 0, &x, &y);
  g_assert_cmpfloat_with_epsilon (area (x, y, n), 1.0, TOL_AREA);
  g_assert_cmpfloat (fabs (peak_at (x, y, n) - (-1.8 - sun)), <, 0.02);
  n = series (ends, 0, "Oldest", 0, &x, &y);
  g_assert_cmpfloat_with_epsilon (area (x, y, n), 1.0, TOL_AREA);
  g_assert_cmpfloat (fabs (peak_at (x, y, n) - (-2.7 - sun)), <, 0.02);
  for (guint i = 0; i < sl_plot_n_handles (ends); i++)
    {
      double at;
      SlHandleAxes axes;
      const char *id = sl_plot_get_handle (ends, i, NULL, &at, NULL, &axes, NULL);

      g_assert_cmpint (axes, ==, SL_HANDLE_X);
      g_assert_cmpfloat_with_epsilon (at + sun, galaxy.value[sl_param_lookup (id)], TOL_SUM);
      young |= strcmp (id, "lgmet_young") == 0;
      old |= strcmp (id, "lgmet_old") == 0;
    }
  g_assert_true (young && old);

  /* Metals that follow the mass are held by nothing, and grow with time. */
  galaxy.metals = SL_METALS_MASS;
  follow = make (f, "metals-map", &options);
  g_assert_cmpuint (sl_plot_n_handles (follow), ==, 0);
  n = series (follow, 0, "Centre", 0, &x, &y);
  g_assert_cmpfloat (y[0], >, y[n - 1] + 0.3);
}

/* Each age's shares sum to one, and all of them with the mass at that age; there are no stars older than the
 * universe. */
static void
test_map (Fixture *f, gconstpointer library)
{
  const guint n_age = f->templates->n_age;

  for (guint all = 0; all < 2; all++)
    {
      SlGalaxy galaxy;
      SlFigureOptions options = { .galaxy = &galaxy, .gradient = SL_PARAM_LGMET_YOUNG, .choice = { all } };
      g_autoptr (SlPlot) plot = NULL;
      const SlPlotLayer *map;
      double total = 0.0;
      guint empty = 0;

      sl_preset_apply ("main-sequence", &galaxy);
      galaxy.value[SL_PARAM_REDSHIFT] = 1.0;
      plot = make (f, "metals-map", &options);
      map = sl_plot_panel (plot, 0)->map;
      g_assert_nonnull (map);
      g_assert_cmpuint (map->nx, ==, n_age);
      g_assert_cmpuint (map->ny, ==, f->templates->n_met);
      g_assert_cmpfloat (map->lo, ==, 0.0);
      for (guint a = 0; a < n_age; a++)
        {
          double sum = 0.0, width = log10 (map->x_edge[a + 1] / map->x_edge[a]);

          for (guint z = 0; z < map->ny; z++)
            {
              sum += map->value[z * n_age + a];
              g_assert_true (isnan (sum) || map->value[z * n_age + a] <= map->hi);
            }
          g_assert_true (isnan (sum) == (map->x_edge[a] >= f->result->t_obs));
          if (isnan (sum))
            empty++;
          else if (all)
            total += sum * width;
          else
            g_assert_cmpfloat_with_epsilon (sum, 1.0, TOL_SUM);
        }
      g_assert_cmpuint (empty, >, 0);
      g_assert_true (!all || fabs (total - 1.0) < TOL_SUM);
      g_assert_cmpstr (map->unit, ==, all ? "dex⁻¹" : "");
    }
}

static void
test_attenuation (Fixture *f, gconstpointer library)
{
  SlGalaxy galaxy;
  SlFigureOptions options = { .galaxy = &galaxy, .gradient = SL_PARAM_AV_YOUNG };
  g_autoptr (SlPlot) apart = NULL, ratio = NULL, same = NULL, left = NULL;
  const char *link;
  double unit;

  sl_preset_apply ("main-sequence", &galaxy);
  galaxy.value[SL_PARAM_AV_YOUNG] = 1.5;
  galaxy.value[SL_PARAM_AV_OLD] = 0.4;
  apart = make (f, "attenuation", &options);
  link = sl_plot_get_link (apart, &unit);
  g_assert_cmpstr (link, ==, SL_LINK_WAVE);
  g_assert_cmpfloat (unit, ==, 1.0);
  g_assert_cmpuint (sl_plot_n_series (apart, 0), >, 1);
  /* the youngest first */
  g_assert_cmpfloat (fabs (sl_plot_series_value_at (apart, 0, 0, 5500.0) - 1.5), <, 0.01);
  g_assert_cmpfloat (fabs (sl_plot_series_value_at (apart, 0, sl_plot_n_series (apart, 0) - 1, 5500.0) - 0.4),
                     <, 0.01);
  g_assert_cmpfloat (fabs (sl_plot_series_value_at (apart, 1, 0, 5500.0) - 1.0), <, 0.01);
  g_assert_cmpfloat (fabs (sl_plot_series_value_at (apart, 1, sl_plot_n_series (apart, 0) - 1, 5500.0)), <,
                     0.01);

  options.choice[0] = 1;
  ratio = make (f, "attenuation", &options);
  g_assert_cmpfloat (fabs (sl_plot_series_value_at (ratio, 0, 0, 5500.0) - 1.0), <, 0.01);
  options.choice[0] = 2;
  left = make (f, "attenuation", &options);
  g_assert_cmpfloat (fabs (sl_plot_series_value_at (left, 0, 0, 5500.0) - pow (10.0, -0.6)), <, 0.01);
  g_assert_cmpfloat (sl_plot_series_value_at (left, 1, 0, 5500.0), <, -0.1);

  /* One dust for all: one curve. */
  options.choice[0] = 0;
  options.gradient = SL_PARAM_LG_QT;
  galaxy.value[SL_PARAM_AV_YOUNG] = 0.4;
  same = make (f, "attenuation", &options);
  g_assert_cmpuint (sl_plot_n_series (same, 0), ==, 1);
  g_assert_nonnull (strstr (sl_plot_series_name (same, 0, 0), "all ages"));
}

static void
test_gas (Fixture *f, gconstpointer library)
{
  SlGalaxy galaxy;
  SlFigureOptions options = { .galaxy = &galaxy, .gradient = SL_PARAM_LGU_MEAN };
  g_autoptr (SlPlot) plot = NULL;
  const double *x, *y;
  double at;
  gsize n;

  sl_preset_apply ("main-sequence", &galaxy);
  galaxy.value[SL_PARAM_LGU_MEAN] = -2.2;
  plot = make (f, "gas", &options);
  n = series (plot, 0, "Ionisation", 0, &x, &y);
  g_assert_cmpfloat_with_epsilon (area (x, y, n), 1.0, TOL_AREA);
  g_assert_cmpfloat (fabs (peak_at (x, y, n) + 2.2), <, 0.02);
  g_assert_cmpstr (sl_plot_get_handle (plot, 0, NULL, &at, NULL, NULL, NULL), ==, "lgu_mean");
  g_assert_cmpfloat (at, ==, -2.2);
  /* more above the centre, less below */
  g_assert_cmpfloat (sl_plot_series_value_at (plot, 1, 0, -2.0), >, 0.0);
  g_assert_cmpfloat (sl_plot_series_value_at (plot, 1, 0, -2.4), <, 0.0);
}

static void
test_without_gas (Fixture *f, gconstpointer library)
{
  SlGalaxy galaxy;
  SlFigureOptions options = { .galaxy = &galaxy, .gradient = SL_PARAM_LGU_MEAN };
  g_autoptr (SlPlot) plot = NULL;

  sl_galaxy_init (&galaxy);
  plot = make (f, "gas", &options);
  g_assert_cmpuint (sl_plot_n_series (plot, 0), ==, 0);
  g_assert_nonnull (strstr (sl_plot_get_caption (plot), "no gas"));
}

static void
test_triweight (Fixture *f, gconstpointer library)
{
  SlGalaxy galaxy;
  SlFigureOptions options = { .galaxy = &galaxy };
  g_autoptr (SlPlot) plot = NULL;
  const double *x, *y;
  double width[2];

  sl_galaxy_init (&galaxy);
  plot = make (f, "triweight", &options);
  for (guint k = 0; k < 2; k++)
    {
      gsize n = series (plot, 0, k ? "Triweight" : "Gaussian", 0, &x, &y);
      g_autofree double *square = g_new (double, n);

      g_assert_cmpfloat_with_epsilon (area (x, y, n), 1.0, TOL_AREA);
      for (gsize i = 0; i < n; i++)
        square[i] = y[i] * x[i] * x[i];
      width[k] = area (x, square, n);
      series (plot, 1, k ? "Triweight" : "Gaussian", 0, &x, &y);
      g_assert_cmpfloat (y[0], <, 1e-4);
      g_assert_cmpfloat (y[n - 1], >, 1.0 - 1e-4);
    }
  /* the Gaussian's tails beyond four standard deviations are cut off */
  g_assert_cmpfloat_with_epsilon (width[0], 1.0, 2e-3);
  g_assert_cmpfloat_with_epsilon (width[1], 1.0, TOL_AREA);
}

/* Lower panels are derivatives of upper ones. */
static void
test_slopes (Fixture *f, gconstpointer library)
{
  static const struct { const char *kind, *upper, *lower; SlParamId parameter;
  } table[] = {
    { "ages", "Ages", "∂P", SL_PARAM_LOGTC },
    { "metals-ends", "Youngest", "∂P", SL_PARAM_LGMET_YOUNG },
    { "metals-map", "Centre", "∂μ", SL_PARAM_LGMET_LGAGE_MID },
    { "attenuation", "Attenuation", "∂A", SL_PARAM_DELTA_YOUNG },
    { "gas", "Ionisation", "∂P", SL_PARAM_LGU_SCATTER },
  };

  for (guint k = 0; k < G_N_ELEMENTS (table); k++)
    {
      SlGalaxy galaxy;
      SlFigureOptions options = { .galaxy = &galaxy, .gradient = table[k].parameter };
      g_autoptr (SlPlot) here = NULL, below = NULL, above = NULL;
      const double *x, *slope, *lo, *hi;
      double most = 0.0;
      gsize n;
      /* the oldest stars' curve is added first */
      guint which = strcmp (table[k].kind, "metals-ends") == 0 ? 1 : 0;

      sl_preset_apply ("main-sequence", &galaxy);
      galaxy.value[SL_PARAM_LGMET_YOUNG] = -1.8;
      galaxy.value[SL_PARAM_DELTA_YOUNG] = -0.7;
      here = make (f, table[k].kind, &options);
      galaxy.value[table[k].parameter] -= STEP;
      below = make (f, table[k].kind, &options);
      galaxy.value[table[k].parameter] += 2.0 * STEP;
      above = make (f, table[k].kind, &options);
      n = series (here, 1, table[k].lower, which, &x, &slope);
      g_assert_cmpuint (series (below, 0, table[k].upper, 0, &x, &lo), ==, n);
      g_assert_cmpuint (series (above, 0, table[k].upper, 0, &x, &hi), ==, n);
      for (gsize i = 0; i < n; i++)
        most = MAX (most, fabs (slope[i]));
      g_assert_cmpfloat (most, >, 0.01);
      for (gsize i = 0; i < n; i++)
        g_assert_cmpfloat (fabs ((hi[i] - lo[i]) / (2.0 * STEP) - slope[i]), <=, TOL_SLOPE * most);
    }
}

/* Axes stay while a hand moves a little, and follow where the data leave them. */
static void
test_ranges (Fixture *f, gconstpointer library)
{
  for (guint k = 0; k + 1 < G_N_ELEMENTS (kinds); k++)
    {
      SlGalaxy galaxy;
      SlFigureRanges ranges = { 0 }, first;
      SlFigureOptions options = { .galaxy = &galaxy, .gradient = SL_PARAM_LGMET_YOUNG, .ranges = &ranges };

      sl_preset_apply ("main-sequence", &galaxy);
      sl_plot_unref (make (f, kinds[k], &options));
      first = ranges;
      galaxy.value[SL_PARAM_LGMET_YOUNG] += 0.01;
      galaxy.value[SL_PARAM_LGU_MEAN] += 0.01;
      galaxy.value[SL_PARAM_AV_OLD] += 0.001;
      sl_plot_unref (make (f, kinds[k], &options));
      for (guint a = 0; a < SL_FIGURE_MAX_AXES; a++)
        {
          g_assert_cmpfloat (ranges.axis[a].lo, ==, first.axis[a].lo);
          g_assert_cmpfloat (ranges.axis[a].hi, ==, first.axis[a].hi);
        }
      galaxy.value[SL_PARAM_LGU_SCATTER] = galaxy.value[SL_PARAM_LGMET_SCATTER] = 0.06;
      galaxy.value[SL_PARAM_AV_OLD] = 4.0;
      sl_plot_unref (make (f, kinds[k], &options));
      if (strcmp (kinds[k], "metals-ends") == 0 || strcmp (kinds[k], "gas") == 0
          || strcmp (kinds[k], "attenuation") == 0)
        g_assert_cmpfloat (ranges.axis[0].hi, >, 2.0 * first.axis[0].hi);
    }
}

int
main (int argc, char **argv)
{
  static const char full[] = "ssp_bc03_miles.h5", tiny[] = "ssp_tiny.h5";

  g_test_init (&argc, &argv, NULL);
#define ADD(path, library, function)                                                                         \
  g_test_add ("/figures-distributions/" path, Fixture, library, set_up, function, fixture_tear_down)
  ADD ("any", tiny, test_any);
  ADD ("any-without-gas", WITHOUT_GAS, test_any);
  ADD ("ages", full, test_ages);
  ADD ("metals", full, test_metals);
  ADD ("map", full, test_map);
  ADD ("attenuation", tiny, test_attenuation);
  ADD ("gas", full, test_gas);
  ADD ("without-gas", WITHOUT_GAS, test_without_gas);
  ADD ("triweight", tiny, test_triweight);
  ADD ("slopes", full, test_slopes);
  ADD ("ranges", full, test_ranges);
#undef ADD
  return g_test_run ();
}
