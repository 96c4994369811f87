/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Populations: each galaxy against the engine of single galaxies, gradients of bins against differences, and
 * that the numbers do not depend on how the work is divided. */
#include <math.h>
#include <string.h>

#include "model/engine/sl-engine.h"
#include "model/support/sl-error.h"
#include "model/population/sl-population-device.h"
#include "model/population/sl-population-presets.h"
#include "tests/model/engine-fixture.h"

/* Computed in floats: about 1e-6 each from mass and light. The requirement is 1e-4. */
#define TOL_MAG 3e-5
/* Of the largest derivative of the same magnitude. */
#define TOL_TANGENT 1e-4

static SlTemplates *templates;
static SlFilterSet *filters;

/* With the engine's table of times, so that galaxies are comparable. */
static void
spec_as_engine (SlPopulationSpec *spec)
{
  sl_population_spec_init (spec);
  spec->n_times = 300;
  spec->t_first = 0.01;
  /* Keeps the ends of distributions within the ranges that the engine accepts. */
  spec->burst = TRUE;
  for (int p = SL_POP_LGFBURST; p <= SL_POP_LGYR_MAX; p++)
    sl_pop_set_add (&spec->drawn, p);
  spec->axis[0][SL_POP_LGFBURST].mean = -3.0, spec->axis[0][SL_POP_LGFBURST].scatter = 1.0;
  spec->axis[0][SL_POP_LGYR_PEAK].mean = 6.0, spec->axis[0][SL_POP_LGYR_PEAK].scatter = 0.3;
  spec->axis[0][SL_POP_LGYR_MAX].mean = 8.0, spec->axis[0][SL_POP_LGYR_MAX].scatter = 0.3;
}

typedef struct {
  const char *name;
  gboolean observed, dust, tied, gas_drawn, bump_free;
  SlDustLaw law;
  double redshift;
} Case;

static const Case cases[] = {
  { "bare", FALSE, FALSE, TRUE, FALSE, FALSE, SL_DUST_SALIM, 0.0 },
  { "metals-by-age", FALSE, FALSE, FALSE, FALSE, FALSE, SL_DUST_SALIM, 0.0 },
  { "gas", FALSE, FALSE, TRUE, TRUE, FALSE, SL_DUST_SALIM, 0.3 },
  { "dust", FALSE, TRUE, TRUE, FALSE, FALSE, SL_DUST_SALIM, 0.0 },
  { "dust-by-age", FALSE, TRUE, FALSE, TRUE, TRUE, SL_DUST_NOLL, 0.8 },
  { "calzetti", FALSE, TRUE, FALSE, FALSE, FALSE, SL_DUST_CALZETTI, 2.0 },
  { "charlot-fall", FALSE, TRUE, FALSE, FALSE, FALSE, SL_DUST_CHARLOT_FALL, 0.1 },
  { "observed", TRUE, TRUE, TRUE, FALSE, FALSE, SL_DUST_SALIM, 0.7 },
  { "observed-far", TRUE, TRUE, FALSE, TRUE, FALSE, SL_DUST_SALIM, 2.0 },
  /* Bursts would reach back beyond the Big Bang, 0.64 Gyr before. */
  { "young", FALSE, FALSE, TRUE, FALSE, FALSE, SL_DUST_SALIM, 8.0 },
};

static void
draw_all (SlPopulationSpec *spec, const Case *c)
{
  static const struct { int p; double mean, scatter; } light[] = {
    { SL_POP_LGMET_YOUNG, -1.9, 0.4 }, { SL_POP_LGMET_OLD, -2.2, 0.4 }, { SL_POP_LGMET_SCATTER, 0.3, 0.05 },
    { SL_POP_LGMET_MID, 0.0, 0.3 }, { SL_POP_LGMET_WIDTH, 0.5, 0.1 },
    { SL_POP_LGU_MEAN, -2.5, 0.5 }, { SL_POP_LGU_SCATTER, 0.3, 0.05 }, { SL_POP_F_ESC, 0.3, 0.2 },
    { SL_POP_AV_YOUNG, 1.2, 0.6 }, { SL_POP_AV_OLD, 0.8, 0.4 }, { SL_POP_DELTA_YOUNG, -0.3, 0.3 },
    { SL_POP_DELTA_OLD, -0.2, 0.3 }, { SL_POP_UV_BUMP, 2.0, 1.0 }, { SL_POP_DUST_MID, -2.0, 0.3 },
    { SL_POP_DUST_WIDTH, 0.3, 0.05 }, { SL_POP_UNOBSCURED, 0.2, 0.1 },
  };

  spec_as_engine (spec);
  if (c->redshift > 6.0)
    spec->axis[0][SL_POP_LGYR_PEAK].mean = 7.8, spec->axis[0][SL_POP_LGYR_MAX].mean = 8.9;
  spec->base.value[SL_PARAM_REDSHIFT] = c->redshift;
  spec->base.dust_law = c->law;
  spec->base.uv_bump_free = c->bump_free;
  spec->observed = c->observed;
  spec->dust = c->dust;
  spec->tied_metals = spec->tied_dust = c->tied;
  for (guint i = 0; i < G_N_ELEMENTS (light); i++)
    {
      const int p = light[i].p;

      if ((p >= SL_POP_DUST && !c->dust) || (p >= SL_POP_GAS && p < SL_POP_DUST && !c->gas_drawn))
        continue;
      sl_pop_set_add (&spec->drawn, p);
      spec->axis[0][p].mean = light[i].mean;
      spec->axis[0][p].scatter = light[i].scatter;
      /* Uniform distributions keep galaxies away from zero dust, where the model is not smooth. */
      spec->axis[0][p].shape = p >= SL_POP_DUST ? SL_POP_UNIFORM : SL_POP_NORMAL;
    }
}

#define N_CHECKED 48

/* The engine's derivative by parameter k of a population, NAN if no galaxy draws k for itself. */
static double
engine_slope (const SlPopulationSpec *spec, const double *jac, int k)
{
  double slope = jac[sl_pop_param (k)];

  if (!sl_pop_set_has (&spec->drawn, k) || (spec->tied_metals && k == SL_POP_LGMET_OLD)
      || (spec->tied_dust && (k == SL_POP_AV_OLD || k == SL_POP_DELTA_OLD))
      || (spec->tied_metals && (k == SL_POP_LGMET_MID || k == SL_POP_LGMET_WIDTH))
      || (spec->tied_dust && (k == SL_POP_DUST_MID || k == SL_POP_DUST_WIDTH)))
    return NAN;
  /* Tied parameters of old stars have no tangent of their own. */
  if (spec->tied_metals && k == SL_POP_LGMET_YOUNG)
    slope += jac[SL_PARAM_LGMET_OLD];
  if (spec->tied_dust && (k == SL_POP_AV_YOUNG || k == SL_POP_DELTA_YOUNG))
    slope += jac[sl_pop_param (k + 1)];
  return slope;
}

static void
test_galaxies (gconstpointer data)
{
  const Case *c = data;
  static const char *const rest[] = { "rest:LSST/u", "rest:LSST/g", "rest:LSST/r", "rest:LSST/i",
                                      "rest:LSST/z", "rest:LSST/y", NULL };
  static const char *const seen[] = { "obs:LSST/u", "obs:LSST/g", "obs:LSST/r", "obs:LSST/i",
                                      "obs:LSST/z", "obs:LSST/y", NULL };
  g_autoptr (GError) error = NULL;
  SlPopulationSpec spec;
  SlEngineConfig config = { .templates = templates,
                            .filters = filters,
                            .observables = c->observed ? seen : rest };
  g_autoptr (SlEngine) engine = create_engine (&sl_engine_cpu, &config);
  g_autoptr (SlResult) result = sl_result_new (engine);
  g_autoptr (SlPopulation) population = NULL;
  g_autofree float *p = g_new (float, N_CHECKED *SL_POP_N), *mag = g_new (float, N_CHECKED * 6),
                   *again = g_new (float, N_CHECKED * 6);
  g_autofree float *dmag = g_new (float, N_CHECKED * 3 * SL_POP_N);
  double worst = 0.0, worst_d = 0.0, worst_again = 0.0;
  guint n_moving = 0;

  draw_all (&spec, c);
  population = sl_population_new (templates, filters, &spec, 1, &error);
  g_assert_no_error (error);
  sl_population_galaxies (population, 5, N_CHECKED, p, mag, NULL);
  sl_population_galaxies (population, 5, N_CHECKED, p, again, dmag);
  for (guint i = 0; i < N_CHECKED; i++)
    {
      SlRequest request = { .galaxy = spec.base, .flags = SL_REQUEST_OBSERVABLES | SL_REQUEST_JACOBIAN };

      for (int k = 0; k < SL_POP_N; k++)
        request.galaxy.value[sl_pop_param (k)] = p[i * SL_POP_N + k];
      /* What is switched off has the values of what is not there. */
      for (int k = SL_POP_AV_YOUNG; k <= SL_POP_AV_OLD && !c->dust; k++)
        g_assert_cmpfloat (p[i * SL_POP_N + k], ==, 0.0f);
      g_assert_true (sl_engine_evaluate (engine, &request, result, &error));
      for (guint b = 0; b < 6; b++)
        {
          if (fabs (mag[6 * i + b] - result->obs[b]) > TOL_MAG)
            g_test_message ("galaxy %u, band %u: %g, expected %g", i, b, mag[6 * i + b], result->obs[b]);
          worst = fmax (worst, fabs (mag[6 * i + b] - result->obs[b]));
          worst_again = fmax (worst_again, fabs (again[6 * i + b] - mag[6 * i + b]));
        }
      for (guint t = 0; t < 3; t++)
        {
          const double *jac = result->obs_jac + (gsize) (t == 1 ? 1 : 2) * SL_N_PARAMS;
          double scale = 0.0;

          for (int k = 0; k < SL_N_PARAMS; k++)
            if (isfinite (jac[k]) && sl_pop_of_param (k) >= 0)
              scale = fmax (scale, fabs (jac[k]));
          for (int k = 0; k < SL_POP_N; k++)
            {
              const double mine = dmag[(i * 3 + t) * SL_POP_N + k], truth = engine_slope (&spec, jac, k);

              if (isnan (truth))
                continue;
              n_moving++;
              if (fabs (mine - truth) / scale > worst_d)
                {
                  worst_d = fabs (mine - truth) / scale;
                  g_test_message ("galaxy %u, %s: %g, expected %g of scale %g", i,
                                  sl_param_info (sl_pop_param (k))->name, mine, truth, scale);
                }
            }
        }
    }
  g_test_message ("%s: magnitudes to %.1e, with tangents to %.1e of that, derivatives to %.1e", c->name,
                  worst, worst_again, worst_d);
  g_assert_cmpuint (n_moving, >, 0);
  g_assert_cmpfloat (worst, <, TOL_MAG);
  g_assert_cmpfloat (worst_again, <, TOL_MAG);
  g_assert_cmpfloat (worst_d, <, TOL_TANGENT);
}

/* ------------------------------------------------- the published packages */

/* The requirement for each galaxy: 1e-4 mag. */
#define TOL_DSPS 1e-4
/* Relative to the largest derivative; computed in floats. */
#define TOL_DSPS_JACOBIAN 1e-4

/* Galaxies of a group of population.h5; a parameter without a column has its default, and old stars have the
 * metals and the dust of young ones. */
static void
compare_population (SlNumerics numerics, const char *group)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = reference_path_of (numerics, "population.h5");
  g_autofree char *p_names = g_strconcat (group, "/param_names", NULL), *p_x = g_strconcat (group, "/params",
                                                                                            NULL),
                  *p_mag = g_strconcat (group, "/rest_mag", NULL), *p_jac = g_strconcat (group, "/jac", NULL);
  g_autoptr (SlH5) h5 = sl_h5_open (path, &error);
  gsize d[2] = { 0, 0 };
  g_auto (GStrv) names = sl_h5_read_strings (h5, p_names, NULL, &error);
  g_autofree double *x = read_all (h5, p_x, 2, d), *mag = read_all (h5, p_mag, 2, NULL),
                    *jac = read_all (h5, p_jac, 3, NULL);
  const guint n = d[0], np = d[1];
  g_autofree double *values = g_new (double, n * SL_POP_N);
  g_autofree int *of = g_new (int, np);
  g_autofree float *mine = g_new (float, n * 6), *dmag = g_new (float, n * 3 * SL_POP_N);
  SlPopCatalogue *catalogue;
  g_autoptr (SlPopulation) population = NULL;
  SlPopulationSpec spec;
  double worst = 0.0, worst_d = 0.0;

  for (guint i = 0; i < n * SL_POP_N; i++)
    values[i] = NAN;
  sl_population_spec_init (&spec);
  spec.base.numerics = numerics;
  for (guint k = 0; k < np; k++)
    {
      of[k] = sl_pop_of_param (sl_param_lookup (names[k]));
      g_assert_cmpint (of[k], >=, 0);
      spec.dust |= of[k] >= SL_POP_DUST;
      for (guint i = 0; i < n; i++)
        values[i * SL_POP_N + of[k]] = x[i * np + k];
    }
  catalogue = sl_pop_catalogue_new (values, n, &error);
  g_assert_no_error (error);
  spec.catalogue = catalogue;
  spec.drawn = catalogue->has;
  spec.tied_metals = spec.tied_dust = TRUE;
  for (int p = 0; p < SL_POP_N; p++)
    {
      spec.axis[0][p].mean = catalogue->mean[p];
      spec.axis[0][p].scatter = catalogue->scatter[p];
    }
  population = sl_population_new (templates, filters, &spec, 1, &error);
  g_assert_no_error (error);
  sl_population_galaxies (population, 0, n, NULL, mine, dmag);
  for (guint i = 0; i < n; i++)
    {
      for (guint b = 0; b < 6; b++)
        worst = fmax (worst, fabs (mine[6 * i + b] - mag[6 * i + b]));
      for (guint t = 0; t < 2; t++)
        {
          const double *truth = jac + ((gsize) i * 6 + (t == 1 ? 1 : 2)) * np;
          double scale = 0.0;

          for (guint k = 0; k < np; k++)
            scale = fmax (scale, fabs (truth[k]));
          for (guint k = 0; k < np; k++)
            worst_d = fmax (worst_d, fabs (dmag[(i * 3 + t) * SL_POP_N + of[k]] - truth[k]) / scale);
        }
    }
  g_test_message ("%s, %s: magnitudes to %.1e, derivatives to %.1e", group,
                  sl_option_value_name (SL_OPTION_NUMERICS, numerics), worst, worst_d);
  g_assert_cmpfloat (worst, <, TOL_DSPS);
  g_assert_cmpfloat (worst_d, <, TOL_DSPS_JACOBIAN);
  sl_pop_catalogue_free (catalogue);
}

static void
test_reference (void)
{
  for (guint i = 0; i < SL_N_NUMERICS; i++)
    {
      compare_population (i, "benchmark");
      compare_population (i, "mixed");
    }
}

/* ------------------------------------------------------------------- draws */

/* Five standard errors, 1 / sqrt (n), of a sample's mean or correlation. */
#define N_DRAWN 40000
#define TOL_MOMENT (5.0 / 200.0)

static void
test_draws (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SlPopulation) population = NULL;
  g_autofree float *p = g_new (float, N_DRAWN * SL_POP_N), *again = g_new (float, 40 * SL_POP_N);
  SlPopulationSpec spec;
  const int a = SL_POP_LGMCRIT, b = SL_POP_LGY, c = SL_POP_INDX_LO, even = SL_POP_LOGTC;
  double sum[SL_POP_N] = { 0 }, square[SL_POP_N] = { 0 }, ab = 0.0, ac = 0.0, bc = 0.0, lo = INFINITY,
         hi = -INFINITY;

  sl_population_spec_init (&spec);
  for (guint i = 0; i < 3; i++)
    {
      const int k = ((int[]){ a, b, c })[i];

      spec.axis[0][k].shape = SL_POP_NORMAL;
      spec.axis[0][k].mean = ((double[]){ 11.5, -10.0, 2.0 })[i];
      spec.axis[0][k].scatter = 0.2;
    }
  spec.axis[0][c].slope = 0.25;
  spec.axis[0][even].mean = 0.1, spec.axis[0][even].scatter = 0.2;
  spec.n_correlations = 2;
  spec.correlation[0].a = a, spec.correlation[0].b = b, spec.correlation[0].rho = 0.6;
  spec.correlation[1].a = b, spec.correlation[1].b = c, spec.correlation[1].rho = -0.5;
  population = sl_population_new (templates, filters, &spec, 1, &error);
  g_assert_no_error (error);
  sl_population_galaxies (population, 1000, N_DRAWN, p, NULL, NULL);
  for (guint i = 0; i < N_DRAWN; i++)
    {
      float *row = p + i * SL_POP_N;
      const double ea = (row[a] - 11.5) / 0.2, eb = (row[b] + 10.0) / 0.2;
      const double ec = (row[c] - 2.0 - 0.25 * (row[SL_POP_LOGM0] - spec.pivot)) / 0.2;

      ab += ea * eb / N_DRAWN, ac += ea * ec / N_DRAWN, bc += eb * ec / N_DRAWN;
      lo = fmin (lo, row[even]), hi = fmax (hi, row[even]);
      for (int k = 0; k < SL_POP_N; k++)
        sum[k] += row[k] / N_DRAWN, square[k] += (double) row[k] * row[k] / N_DRAWN;
    }
  g_assert_cmpfloat (fabs (sum[a] - 11.5), <, 0.2 * TOL_MOMENT);
  g_assert_cmpfloat (fabs (sqrt (square[a] - sum[a] * sum[a]) - 0.2), <, 0.2 * TOL_MOMENT);
  g_assert_cmpfloat (fabs (sqrt (square[even] - sum[even] * sum[even]) - 0.2), <, 0.2 * TOL_MOMENT);
  g_assert_cmpfloat (fabs (lo - (0.1 - 0.2 * sqrt (3.0))), <, 1e-3);
  g_assert_cmpfloat (fabs (hi - (0.1 + 0.2 * sqrt (3.0))), <, 1e-3);
  g_assert_cmpfloat (fabs (ab - 0.6), <, TOL_MOMENT);
  g_assert_cmpfloat (fabs (bc + 0.5), <, TOL_MOMENT);
  g_assert_cmpfloat (fabs (ac), <, TOL_MOMENT);
  /* A galaxy depends on its number, not on the first galaxy requested. */
  sl_population_galaxies (population, 1037, 40, again, NULL, NULL);
  g_assert_cmpmem (again, 40 * SL_POP_N * sizeof (float), p + 37 * SL_POP_N, 40 * SL_POP_N * sizeof (float));
  /* These correlations contradict each other. */
  spec.n_correlations = 3;
  spec.correlation[2].a = a, spec.correlation[2].b = c, spec.correlation[2].rho = 0.95;
  g_assert_false (sl_population_update (population, &spec, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_PARAMETER);
  /* The former description is still in use. */
  sl_population_galaxies (population, 1037, 40, again, NULL, NULL);
  g_assert_cmpmem (again, 40 * SL_POP_N * sizeof (float), p + 37 * SL_POP_N, 40 * SL_POP_N * sizeof (float));
}

/* The authors' test value of Philox 4x32-10 for key 0 and counter 0, as uniform deviates. */
static void
test_known (void)
{
  static const guint32 known[] = { 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u };
  const SlPopKernels *kernels = sl_pop_kernels_best ();
  SlPopDraw draw = { .n_components = 1, .drawn = { { 15 } } };
  SlPopTile *tile = g_aligned_alloc0 (1, sizeof *tile, 64);

  for (int p = 0; p < 4; p++)
    draw.axis[0][p] = (SlPopAxis){ .scatter = 1.0f, .lo = -10.0f, .hi = 10.0f, .shape = SL_POP_UNIFORM };
  kernels->draw (&draw, 0, 0, tile);
  for (int p = 0; p < 4; p++)
    g_assert_cmpfloat (tile->u[p].v[0], ==, (((known[p] >> 8) + 0.5f) * 0x1p-24f - 0.5f) * 3.46410162f);
  g_aligned_free (tile);
}

/* --------------------------------------------------------------- gradients */

/* Differences of sums of floats over a step of 2e-3, and the few galaxies that come to a limit of their
 * parameters within it: of the largest difference, or of a thousandth of the galaxies. */
#define TOL_DIFFERENCE 1e-2
#define N_GRADIENT 20000

static void
test_gradient (gconstpointer name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SlPopulation) population = NULL;
  g_autoptr (SlPopulationResult) result = NULL, values = NULL, up = NULL, down = NULL;
  SlPopulationSpec spec, moved;
  SlPopPhi phi[SL_POP_MAX_PHI];
  guint n;
  double worst = 0.0;

  g_assert_true (sl_population_preset_apply (name, &spec));
  spec.only_needed = TRUE;
  /* Smooth enough for finite differences. */
  spec.bin_width = 0.4, spec.cut_width = 0.1;
  spec.n_bins = 24;
  /* Few galaxies at limits, where derivatives are one-sided. */
  for (guint c = 0; c < spec.n_components; c++)
    for (int p = 0; p < SL_POP_N; p++)
      {
        const double mean = spec.axis[c][p].mean;
        double range_lo, range_hi, room;

        sl_galaxy_range (&spec.base, sl_pop_param (p), NULL, &range_lo, &range_hi);
        room = MIN (mean - range_lo, range_hi - mean) / 4.5;
        if (room > 0.0)
          spec.axis[c][p].scatter = MIN (spec.axis[c][p].scatter, room);
      }
  n = sl_population_parameters (&spec, phi);
  population = sl_population_new (templates, filters, &spec, 2, &error);
  g_assert_no_error (error);
  result = sl_population_result_new (&spec, TRUE);
  values = sl_population_result_new (&spec, FALSE), up = sl_population_result_new (&spec, FALSE);
  down = sl_population_result_new (&spec, FALSE);
  g_assert_true (sl_population_run (population, 0, N_GRADIENT, NULL, NULL, result, &error));
  g_assert_true (sl_population_run (population, 0, N_GRADIENT, NULL, NULL, values, &error));
  for (guint b = 0; b < spec.n_bins; b++)
    g_assert_cmpfloat (fabs (values->cut[b] - result->cut[b]), <, 1e-5 * N_GRADIENT);
  for (guint j = 0; j < n; j++)
    {
      g_autofree char *label = sl_population_name (&spec, &phi[j]);
      const double at = sl_population_get (&spec, &phi[j]), step = 2e-3;
      double scale = 0.0, miss = 0.0, below = at - step, most = 0.0, range_lo, range_hi;

      /* At an end of its range a parameter can change in one direction only. */
      sl_population_range (&spec, &phi[j], &range_lo, &range_hi);
      below = MAX (below, range_lo);
      if (at + step > range_hi || below > at - step)
        continue;
      moved = spec;
      sl_population_set (&moved, &phi[j], at + step);
      g_assert_true (sl_population_update (population, &moved, &error));
      g_assert_true (sl_population_run (population, 0, N_GRADIENT, NULL, NULL, up, &error));
      sl_population_set (&moved, &phi[j], below);
      g_assert_true (sl_population_update (population, &moved, &error));
      g_assert_true (sl_population_run (population, 0, N_GRADIENT, NULL, NULL, down, &error));
      for (guint b = 0; b < spec.n_bins; b++)
        {
          const double difference = (up->cut[b] - down->cut[b]) / (2.0 * step),
                       mine = result->derivative[b * n + j];

          scale = fmax (scale, fabs (difference));
          miss = fmax (miss, fabs (difference - mine));
          most = fmax (most, fabs (mine));
        }
      scale = fmax (scale, 1e-3 * N_GRADIENT);
      if (miss / scale > TOL_DIFFERENCE)
        g_test_message ("%s: off by %.1e of %g (%g)", label, miss / scale, scale, most);
      worst = fmax (worst, miss / scale);
    }
  g_test_message ("%s: %u gradients to %.1e", (const char *) name, n, worst);
  g_assert_cmpfloat (worst, <, TOL_DIFFERENCE);
}

/* ---------------------------------------------------------------- division */

static void
test_division (void)
{
  static const guint threads[] = { 1, 3, 2 };
  const guint64 n = SL_POP_SLAB + 5000;
  g_autoptr (GError) error = NULL;
  g_autoptr (SlPopulationResult) first = NULL, part = NULL, sum = NULL;
  SlPopulationSpec spec;

  g_assert_true (sl_population_preset_apply ("benchmark", &spec));
  spec.n_times = 20;
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr (SlPopulation) population = sl_population_new (templates, filters, &spec, threads[i], &error);
      g_autoptr (SlPopulationResult) result = sl_population_result_new (&spec, FALSE);

      g_assert_true (sl_population_run (population, 0, n, NULL, NULL, result, &error));
      g_assert_cmpfloat (fabs (result->moment[0] - n), <, 1e-9 * n);
      g_assert_cmpuint (result->n, ==, n);
      if (first)
        {
          g_assert_cmpmem (result->sums, result->size * sizeof (double), first->sums,
                           first->size * sizeof (double));
          continue;
        }
      first = g_steal_pointer (&result);
      part = sl_population_result_new (&spec, FALSE), sum = sl_population_result_new (&spec, FALSE);
      /* Slab by slab. */
      g_assert_true (sl_population_run (population, 0, SL_POP_SLAB, NULL, NULL, part, &error));
      sl_population_result_add (sum, part);
      g_assert_true (sl_population_run (population, SL_POP_SLAB, n - SL_POP_SLAB, NULL, NULL, part, &error));
      sl_population_result_add (sum, part);
      g_assert_cmpmem (sum->sums, sum->size * sizeof (double), first->sums, first->size * sizeof (double));
    }
}

/* ------------------------------------------------------------------ device */

/* A fake device that fails after a number of slabs; all its sums are 1. */
typedef struct { guint slabs, n_run, n_galaxies; gboolean freed; } Toy;

static const char *
toy_describe (gpointer device)
{
  return "Toy";
}

static gboolean
toy_run (gpointer device, const SlPopPlan *plan, guint64 first, guint64 n, gboolean gradient, gsize size,
         double *sums, GError **error)
{
  Toy *toy = device;

  for (gsize i = 0; i < size; i++)
    sums[i] = toy->n_run < toy->slabs ? 1.0 : NAN;
  if (toy->n_run++ < toy->slabs)
    return TRUE;
  g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, "toyLaunch: unplugged");
  return FALSE;
}

static gboolean
toy_galaxies (gpointer device, const SlPopPlan *plan, guint64 first, gsize n, float *parameters,
              float *magnitudes, float *dmag, GError **error)
{
  Toy *toy = device;

  toy->n_galaxies += n;
  memset (magnitudes, 0, n * sizeof *magnitudes);
  g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, "toyLaunch: unplugged");
  return FALSE;
}

static void
toy_free (gpointer device)
{
  ((Toy *) device)->freed = TRUE;
}

static const SlPopulationDeviceClass toy_class = { toy_describe, toy_run, toy_galaxies, toy_free };

/* A device fails: the CPU computes the remaining slabs. */
static void
test_device (void)
{
  const guint64 n = SL_POP_SLAB + 5000;
  g_autoptr (GError) error = NULL;
  g_autoptr (SlPopulation) population = NULL;
  g_autoptr (SlPopulationResult) mixed = NULL, last = NULL;
  float mag[2][6];
  Toy toy = { .slabs = 1 }, other = { 0 };
  SlPopulationSpec spec;

  sl_population_spec_init (&spec);
  spec.n_times = 20;
  population = sl_population_new (templates, filters, &spec, 2, &error);
  g_assert_no_error (error);
  mixed = sl_population_result_new (&spec, FALSE), last = sl_population_result_new (&spec, FALSE);
  g_assert_true (sl_population_run (population, SL_POP_SLAB, 5000, NULL, NULL, last, &error));
  g_assert_null (sl_population_warning (population));
  sl_population_galaxies (population, 7, 1, NULL, mag[0], NULL);
  sl_population_set_device (population, &toy_class, &toy);
  g_assert_nonnull (strstr (sl_population_describe (population), "Toy"));
  g_assert_true (sl_population_run (population, 0, n, NULL, NULL, mixed, &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < mixed->size; i++)
    g_assert_cmpfloat (mixed->sums[i], ==, 1.0 + last->sums[i]);
  g_assert_nonnull (strstr (sl_population_warning (population), "toyLaunch"));
  g_assert_null (strstr (sl_population_describe (population), "Toy"));
  g_assert_cmpuint (toy.n_run, ==, 2);
  g_assert_true (toy.freed);
  sl_population_set_device (population, &toy_class, &other);
  g_assert_null (sl_population_warning (population));
  sl_population_galaxies (population, 7, 1, NULL, mag[1], NULL);
  g_assert_cmpmem (mag[0], sizeof mag[0], mag[1], sizeof mag[1]);
  g_assert_cmpuint (other.n_galaxies, ==, 1);
  g_assert_nonnull (sl_population_warning (population));
}

static gboolean
stop_cb (gpointer data, guint64 done, guint64 n)
{
  return done > n / 2;
}

static void
break_spec (SlPopulationSpec *spec, guint how)
{
  switch (how)
    {
    case 0: spec->axis[0][SL_POP_LOGM0].mean = NAN; break;
    case 1: g_strlcpy (spec->band[3], "LSST/x", SL_POP_BAND_NAME); break;
    case 2: spec->observed = TRUE; break;
    case 3: spec->bin_hi = spec->bin_lo; break;
    case 4: spec->bin_width = 0.0; break;
    case 5: spec->base.sfh_form = SL_SFH_TAU; break;
    case 6: spec->base.value[SL_PARAM_REDSHIFT] = 9.0, spec->t_first = 1.0; break;
    default: g_assert_not_reached ();
    }
}

static void
test_errors (void)
{
  static const char *const says[] = { "logm0", "LSST/x", "redshift", "bins", "smoothing", "tau", "Gyr" };
  g_autoptr (GError) error = NULL;
  g_autoptr (SlPopulation) population = NULL;
  g_autoptr (SlPopulationResult) result = NULL;
  SlPopulationSpec spec, bad;

  sl_population_spec_init (&spec);
  population = sl_population_new (templates, filters, &spec, 2, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (says); i++)
    {
      bad = spec;
      break_spec (&bad, i);
      g_assert_false (sl_population_update (population, &bad, &error));
      g_assert_nonnull (error);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, says[i]));
      g_clear_error (&error);
    }
  result = sl_population_result_new (&spec, TRUE);
  g_assert_false (sl_population_run (population, 0, 100000, stop_cb, NULL, result, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_ENGINE);
  g_clear_error (&error);
  g_assert_true (sl_population_run (population, 0, 1, NULL, NULL, result, &error));
  g_assert_cmpfloat (result->moment[3], ==, 1.0);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  templates = load_templates ("ssp_bc03_miles.h5");
  filters = load_filters ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/population/galaxies/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_galaxies);
    }
  for (int law = 0; law < SL_N_DUST_LAWS; law++)
    {
      static Case each[SL_N_DUST_LAWS];
      g_autofree char *path = g_strdup_printf ("/population/galaxies/law/%s", sl_dust_law_info (law)->name);

      each[law] = (Case){ sl_dust_law_info (law)->name, FALSE, TRUE, FALSE, FALSE, FALSE, law, 0.5 };
      g_test_add_data_func (path, &each[law], test_galaxies);
    }
  g_test_add_func ("/population/dsps", test_reference);
  g_test_add_func ("/population/draws", test_draws);
  g_test_add_func ("/population/known", test_known);
  for (guint i = 0; i < sl_population_preset_count (); i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/population/gradient/%s", sl_population_preset_info (i)->name);

      g_test_add_data_func (path, sl_population_preset_info (i)->name, test_gradient);
    }
  g_test_add_func ("/population/division", test_division);
  g_test_add_func ("/population/device", test_device);
  g_test_add_func ("/population/errors", test_errors);
  status = g_test_run ();
  sl_templates_unref (templates);
  sl_filter_set_unref (filters);
  return status;
}
