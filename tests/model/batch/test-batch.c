/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/batch/sl-batch.h"
#include "model/support/sl-error.h"
#include "tests/model/options.h"

/* Many galaxies at once against the engine of one galaxy. */

/* Light in tables: dust is interpolated within a band, and redshifted bands in redshift. What lies at fixed
 * wavelengths agrees to the first. Redshifted bands agree to 2e-5 in the median; the worst are those of
 * galaxies behind much dust, or whose light is the leak of a band, in the far ultraviolet. */
#define TOL_VALUE 2e-4      /* mag, dex; relative for other numbers */
#define TOL_BAND 1.2e-4     /* redshifted bands: 95 of 100 galaxies */
#define TOL_BAND_WORST 3e-4
/* Of the largest entry of that observable and parameter over the set: sums of floats that partly cancel. */
#define TOL_SLOPE 2e-3
/* By redshift: bands are sums over the corners of their curves, whose slopes are finer than the tables. */
#define TOL_SLOPE_Z 6e-3
/* Parameters that act less than this part of the strongest, over their ranges, are compared on its scale. */
#define LEAST_SCALE 0.05
#define N_POINTS 200

typedef struct { SlGalaxy *galaxy; gsize bad; } Points;

static gboolean
get_galaxy (gpointer data, gsize i, SlGalaxy *galaxy)
{
  const Points *points = data;

  *galaxy = points->galaxy[i];
  return i != points->bad;
}

static SlBatch *
new_batch (SlTemplates *t, SlFilterSet *filters, const char *const *names, guint threads)
{
  const SlBatchConfig config = { .templates = t, .filters = filters, .observables = names,
                                 .threads = threads, .allow_missing_lines = TRUE };
  g_autoptr (GError) error = NULL;
  SlBatch *batch = sl_batch_new (&config, &error);

  g_assert_no_error (error);
  return batch;
}

/* Galaxies of every form, law and option that tables have. */
static void
lanes_galaxy (GRand *rng, SlGalaxy *g)
{
  any_galaxy (rng, g);
  g->dust_emission = FALSE;
  g->value[SL_PARAM_SIGMA_STAR] = 0.0;
  g->numerics = SL_NUMERICS_EXACT;
  /* Other forms may have no stars early. */
  g->value[SL_PARAM_REDSHIFT] = g_rand_double_range (rng, 0.05, g->sfh_form == SL_SFH_DIFFSTAR ? 3.0 : 0.8);
}

/* Many of one form, as catalogues are: tiles are full. */
static void
diffstar_galaxy (GRand *rng, SlGalaxy *g)
{
  lanes_galaxy (rng, g);
  sl_galaxy_set_option (g, SL_OPTION_SFH_FORM, SL_SFH_DIFFSTAR);
  g->metals = SL_METALS_AGE;
  g->igm = TRUE;
  g->dust_law = SL_DUST_SALIM;
  g->value[SL_PARAM_REDSHIFT] = g_rand_double_range (rng, 0.05, 3.0);
}

static double
span_of (int p)
{
  return sl_param_info (p)->hi - sl_param_info (p)->lo;
}

/* Whether a number is a magnitude or a logarithm, compared as it is. */
static gboolean
is_logarithm (const char *name)
{
  return !g_str_has_prefix (name, "fnu:") && !g_str_has_prefix (name, "ew:") && !g_str_has_prefix (name, "ml")
         && !g_str_has_prefix (name, "age");
}

static int
compare_doubles (const void *a, const void *b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

/* Values of observable k: most are near, all not far. Returns the number of failures. */
static int
check_values (const char *name, double *off, guint n)
{
  const gboolean redshifted = g_str_has_prefix (name, "obs:") || g_str_has_prefix (name, "fnu:");

  qsort (off, n, sizeof *off, compare_doubles);
  if (redshifted ? off[n * 95 / 100] <= TOL_BAND && off[n - 1] <= TOL_BAND_WORST : off[n - 1] <= TOL_VALUE)
    return 0;
  g_test_message ("%s: off by %.3g at 95 of 100, %.3g at worst", name, off[n * 95 / 100], off[n - 1]);
  return 1;
}

/* The derivatives of observable k; worst and largest (parameters). */
static int
check_slopes (const char *name, const double *worst, const double *largest)
{
  double most = 0.0;
  int failed = 0;

  for (int p = 0; p < SL_N_PARAMS; p++)
    most = MAX (most, largest[p] * span_of (p));
  for (int p = 0; p < SL_N_PARAMS; p++)
    if (worst[p] * span_of (p) > (p == SL_PARAM_REDSHIFT ? TOL_SLOPE_Z : TOL_SLOPE)
                                     * MAX (largest[p] * span_of (p), LEAST_SCALE * most))
      {
        failed++;
        g_test_message ("d %s / d %s: off by %.3g of %.3g", name, sl_param_info (p)->name, worst[p],
                        largest[p]);
      }
  return failed;
}

static void
compare (const char *library, const char *const *names, void (*make) (GRand *rng, SlGalaxy *g),
         gsize expected_single)
{
  g_autoptr (SlTemplates) t = load_library (library);
  g_autoptr (SlFilterSet) filters = load_filters ();
  g_autoptr (SlBatch) batch = new_batch (t, filters, names, 2);
  const guint n_obs = g_strv_length ((char **) names);
  const gsize row = (gsize) n_obs * SL_N_PARAMS;
  const SlEngineConfig config = { .templates = t, .filters = filters, .observables = names, .threads = 2,
                                  .allow_missing_lines = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (SlEngine) engine = sl_engine_new (&sl_engine_cpu, &config, &error);
  g_autoptr (SlResult) result = sl_result_new (engine);
  g_autoptr (GRand) rng = g_rand_new_with_seed (20261130);
  g_autofree SlGalaxy *galaxy = g_new (SlGalaxy, N_POINTS);
  g_autofree double *values = g_new (double, N_POINTS * n_obs), *jacobian = g_new (double, N_POINTS * row),
                    *largest = g_new0 (double, row), *worst = g_new0 (double, row),
                    *off = g_new0 (double, n_obs * N_POINTS);
  SlParamId params[SL_N_PARAMS];
  Points points = { galaxy, N_POINTS };
  SlBatchReport report;
  SlBatchRun run = { .galaxy = get_galaxy, .data = &points, .n = N_POINTS, .params = params,
                     .n_params = SL_N_PARAMS, .values = values, .jacobian = jacobian };
  int failed = 0;

  for (int p = 0; p < SL_N_PARAMS; p++)
    params[p] = p;
  for (guint i = 0; i < N_POINTS; i++)
    make (rng, &galaxy[i]);
  g_assert_true (sl_batch_run (batch, &run, &report, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (report.n_single, ==, expected_single);
  for (guint i = 0; i < N_POINTS; i++)
    {
      SlRequest request = { .galaxy = galaxy[i], .flags = SL_REQUEST_OBSERVABLES | SL_REQUEST_JACOBIAN };

      g_assert_true (sl_engine_evaluate (engine, &request, result, &error));
      for (guint k = 0; k < n_obs; k++)
        {
          const double is = values[i * n_obs + k], want = result->obs[k];
          const double scale = is_logarithm (names[k]) ? 1.0 : MAX (1.0, fabs (want));

          g_assert_cmpint (isnan (is), ==, isnan (want));
          off[k * N_POINTS + i] = isnan (is) ? 0.0 : fabs (is - want) / scale;
          for (int p = 0; p < SL_N_PARAMS; p++)
            {
              const gsize e = (gsize) k * SL_N_PARAMS + p;
              const double slope = jacobian[i * row + e] / scale, right = result->obs_jac[e] / scale;

              if (isnan (right) && isnan (slope))
                continue;
              largest[e] = MAX (largest[e], fabs (right));
              worst[e] = MAX (worst[e], isnan (slope - right) ? G_MAXDOUBLE : fabs (slope - right));
            }
        }
    }
  for (guint k = 0; k < n_obs; k++)
    failed += check_values (names[k], off + k * N_POINTS, N_POINTS)
              + check_slopes (names[k], worst + (gsize) k * SL_N_PARAMS, largest + (gsize) k * SL_N_PARAMS);
  g_assert_cmpint (failed, ==, 0);
}

/* With luminosities of all light among the observables, every galaxy is for the engine of one galaxy. */
static void
test_single (void)
{
  compare ("ssp_tiny.h5", every_observable, any_galaxy, N_POINTS);
}

static const char *const tables_have[] = {
  "rest:LSST/g", "rest:LSST/g-r", "obs:LSST/u", "obs:LSST/g", "obs:LSST/r", "obs:LSST/i", "obs:LSST/z",
  "obs:LSST/y", "obs:LSST/g-r", "fnu:LSST/g", "ew:OIII5007", "ew:Hbeta",
  "flux:OIII5007", "cont:Hbeta", "lick:Hbeta", "lick:Mg2", "line:Halpha", "line:OII3727",
  "line:O III 5006.84/Hbeta", "line0:Lyalpha", "line0:NII6584/Halpha", "lgratio:Hgamma/Hbeta",
  "balmer_decrement", "d4000n", "beta_uv", "lgqion", "lgmstar_formed", "lgmstar_living",
  "lgmstar_with_remnants", "lgmstar_remnants:kroupa", "lgsfr", "lgsfr10", "lgsfr100", "age_mass", "age_light",
  "lgz_mass", "lgz_light:LSST/r", "ml:BESSELL/V", NULL
};

static void
test_tables (void)
{
  compare ("ssp_bc03_miles.h5", tables_have, lanes_galaxy, 0);
}

static void
test_catalogue (void)
{
  compare ("ssp_bc03_miles.h5", tables_have, diffstar_galaxy, 0);
}

static const char *const few[] = { "obs:LSST/g", "rest:LSST/g-r", "line:Halpha", "lgsfr100", NULL };

/* n galaxies, from one on: values. */
static double *
run_some (SlBatch *batch, SlGalaxy *galaxy, guint n, gsize bad)
{
  const SlParamId param = SL_PARAM_REDSHIFT;
  double *values = g_new (double, n * G_N_ELEMENTS (few));
  Points points = { galaxy, bad };
  SlBatchRun run = { .galaxy = get_galaxy, .data = &points, .n = n, .params = &param, .n_params = 1,
                     .values = values };
  g_autoptr (GError) error = NULL;
  SlBatchReport report;

  g_assert_true (sl_batch_run (batch, &run, &report, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (report.n_bad, ==, bad < n ? 1 : 0);
  return values;
}

static const char *const six_bands[] = { "obs:LSST/u", "obs:LSST/g", "obs:LSST/r", "obs:LSST/i",
                                         "obs:LSST/z", "obs:LSST/y", "line:Halpha", NULL };
enum { N_SIX = G_N_ELEMENTS (six_bands) - 1, N_FIXED_PARAMS = 5 };

static const SlParamId fixed_params[N_FIXED_PARAMS] = {
  SL_PARAM_LOGM0, SL_PARAM_LGMET_OLD, SL_PARAM_LGU_MEAN, SL_PARAM_AV_YOUNG, SL_PARAM_LG_QT
};

/* Values (n, bands) and slopes (n, bands, parameters) of n galaxies. last: in place of the last parameter. */
static void
run_six (SlBatch *batch, SlGalaxy *galaxy, guint n, SlParamId last, double *values, double *slopes)
{
  const SlParamId params[N_FIXED_PARAMS] = { fixed_params[0], fixed_params[1], fixed_params[2],
                                             fixed_params[3], last };
  Points points = { galaxy, n };
  SlBatchRun run = { .galaxy = get_galaxy, .data = &points, .n = n, .params = params,
                     .n_params = N_FIXED_PARAMS, .values = values, .jacobian = slopes };
  g_autoptr (GError) error = NULL;
  SlBatchReport report;

  g_assert_true (sl_batch_run (batch, &run, &report, &error));
  g_assert_no_error (error);
}

/* Slopes (n, bands, parameters) of both. */
static void
check_fixed_slopes (const double *is, const double *right, guint n)
{
  for (guint k = 0; k < N_SIX; k++)
    {
      double largest[N_FIXED_PARAMS] = { 0 }, most = 0.0;

      for (guint i = 0; i < n; i++)
        for (guint p = 0; p < N_FIXED_PARAMS; p++)
          {
            const double slope = fabs (right[(i * N_SIX + k) * N_FIXED_PARAMS + p]);

            largest[p] = isnan (slope) ? largest[p] : MAX (largest[p], slope * span_of (fixed_params[p]));
            most = MAX (most, largest[p]);
          }
      for (guint i = 0; i < n; i++)
        for (guint p = 0; p < N_FIXED_PARAMS; p++)
          {
            const gsize at = (i * N_SIX + k) * N_FIXED_PARAMS + p;

            if (!isnan (is[at]) || !isnan (right[at]))
              g_assert_cmpfloat_with_epsilon (is[at], right[at],
                                              TOL_SLOPE * MAX (largest[p], LEAST_SCALE * most)
                                                      / span_of (fixed_params[p])
                                                  + 1e-12);
          }
    }
}

/* Tables of one galaxy's redshift and lines against those of all redshifts. Both are off by as much from the
 * engine of one galaxy, so that bands may differ by twice that. */
static void
test_fixed (void)
{
  enum { N = 20 };
  g_autoptr (SlTemplates) t = load_templates ("ssp_bc03_miles.h5");
  g_autoptr (SlFilterSet) filters = load_filters ();
  g_autoptr (SlBatch) fixed = new_batch (t, filters, six_bands, 2),
                     plain = new_batch (t, filters, six_bands, 2);
  g_autoptr (GRand) rng = g_rand_new_with_seed (11);
  SlGalaxy galaxy[N];
  double values[2][N * N_SIX], slopes[2][N * N_SIX * N_FIXED_PARAMS], alone[N_SIX],
      alone_slopes[N_SIX * N_FIXED_PARAMS];

  for (guint round = 0; round < 4; round++)
    {
      for (guint i = 0; i < N; i++)
        {
          diffstar_galaxy (rng, &galaxy[i]);
          for (guint l = 0; l < SL_MAX_LINES / 64; l++)
            galaxy[i].lines_off[l] = galaxy[0].lines_off[l];
          galaxy[i].value[SL_PARAM_REDSHIFT] = galaxy[0].value[SL_PARAM_REDSHIFT];
          galaxy[i].value[SL_PARAM_SIGMA_V] = galaxy[0].value[SL_PARAM_SIGMA_V];
          galaxy[i].dust_law = galaxy[0].dust_law;
          galaxy[i].igm = galaxy[0].igm;
        }
      /* The last one is at another redshift. */
      galaxy[N - 1].value[SL_PARAM_REDSHIFT] += 0.01;
      sl_batch_set_fixed (fixed, &galaxy[0]);
      run_six (fixed, galaxy, N, SL_PARAM_LG_QT, values[0], slopes[0]);
      run_six (plain, galaxy, N, SL_PARAM_LG_QT, values[1], slopes[1]);
      g_assert_cmpmem (values[0] + (N - 1) * N_SIX, N_SIX * sizeof (double), values[1] + (N - 1) * N_SIX,
                       N_SIX * sizeof (double));
      g_assert_true (memcmp (values[0], values[1], N_SIX * sizeof (double)) != 0);
      for (guint i = 0; i < N * N_SIX; i++)
        if (!isnan (values[0][i]) || !isnan (values[1][i]))
          g_assert_cmpfloat_with_epsilon (values[0][i], values[1][i], 2.0 * TOL_BAND_WORST);
      check_fixed_slopes (slopes[0], slopes[1], N);
      /* Beside no other galaxy. */
      run_six (fixed, galaxy + 3, 1, SL_PARAM_LG_QT, alone, alone_slopes);
      g_assert_cmpmem (alone, sizeof alone, values[0] + 3 * N_SIX, sizeof alone);
      g_assert_cmpmem (alone_slopes, sizeof alone_slopes, slopes[0] + 3 * N_SIX * N_FIXED_PARAMS,
                       sizeof alone_slopes);
      /* Derivatives by redshift are those of all redshifts. */
      run_six (fixed, galaxy, N, SL_PARAM_REDSHIFT, values[0], slopes[0]);
      run_six (plain, galaxy, N, SL_PARAM_REDSHIFT, values[1], slopes[1]);
      g_assert_cmpmem (values[0], sizeof values[0], values[1], sizeof values[1]);
      g_assert_cmpmem (slopes[0], sizeof slopes[0], slopes[1], sizeof slopes[1]);
    }
}

/* The numbers of a galaxy do not depend on threads, nor on the galaxies beside it, bit for bit. */
static void
test_independent (void)
{
  g_autoptr (SlTemplates) t = load_templates ("ssp_tiny.h5");
  g_autoptr (SlFilterSet) filters = load_filters ();
  g_autoptr (SlBatch) one = new_batch (t, filters, few, 1), three = new_batch (t, filters, few, 3),
                     fresh = new_batch (t, filters, few, 1);
  g_autoptr (GRand) rng = g_rand_new_with_seed (7);
  g_autofree SlGalaxy *galaxy = g_new (SlGalaxy, N_POINTS);
  const guint n_obs = G_N_ELEMENTS (few) - 1;
  g_autofree double *all = NULL, *again = NULL, *part = NULL, *without = NULL;

  for (guint i = 0; i < N_POINTS; i++)
    diffstar_galaxy (rng, &galaxy[i]);
  all = run_some (one, galaxy, N_POINTS, N_POINTS);
  again = run_some (three, galaxy, N_POINTS, N_POINTS);
  g_assert_cmpmem (all, N_POINTS * n_obs * sizeof *all, again, N_POINTS * n_obs * sizeof *all);
  /* Of an engine that has seen no other galaxy. */
  part = run_some (fresh, galaxy + 50, 33, N_POINTS);
  g_assert_cmpmem (all + 50 * n_obs, 33 * n_obs * sizeof *all, part, 33 * n_obs * sizeof *all);
  /* One that is no galaxy leaves the others as they are. */
  without = run_some (three, galaxy, N_POINTS, 17);
  g_assert_true (isnan (without[17 * n_obs]) && isnan (without[17 * n_obs + n_obs - 1]));
  g_assert_cmpmem (all, 17 * n_obs * sizeof *all, without, 17 * n_obs * sizeof *all);
  g_assert_cmpmem (all + 18 * n_obs, (N_POINTS - 18) * n_obs * sizeof *all, without + 18 * n_obs,
                   (N_POINTS - 18) * n_obs * sizeof *all);
}

/* A galaxy that cannot be computed ends the run and is named, or is skipped. */
static void
test_bad (void)
{
  g_autoptr (SlTemplates) t = load_templates ("ssp_tiny.h5");
  g_autoptr (SlFilterSet) filters = load_filters ();
  g_autoptr (SlBatch) batch = new_batch (t, filters, few, 2);
  g_autoptr (GRand) rng = g_rand_new_with_seed (7);
  g_autoptr (GError) error = NULL;
  SlGalaxy galaxy[5];
  double values[5 * (G_N_ELEMENTS (few) - 1)];
  guint8 bad[5] = { 0 };
  Points points = { galaxy, 5 };
  SlBatchRun run = { .galaxy = get_galaxy, .data = &points, .n = 5, .values = values };
  SlBatchReport report;

  for (guint i = 0; i < 5; i++)
    diffstar_galaxy (rng, &galaxy[i]);
  /* This universe has no stars yet. */
  galaxy[3].value[SL_PARAM_REDSHIFT] = 5000.0;
  g_assert_false (sl_batch_run (batch, &run, &report, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_PARAMETER);
  g_assert_cmpuint (report.first_bad, ==, 3);
  g_clear_error (&error);
  run.skip_bad = TRUE;
  run.bad = bad;
  g_assert_true (sl_batch_run (batch, &run, &report, &error));
  g_assert_cmpuint (report.n_bad, ==, 1);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint (bad[i], ==, i == 3);
  g_assert_true (isnan (values[3 * (G_N_ELEMENTS (few) - 1)]));
  g_assert_true (isfinite (values[4 * (G_N_ELEMENTS (few) - 1)]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/batch/single", test_single);
  g_test_add_func ("/batch/tables", test_tables);
  g_test_add_func ("/batch/catalogue", test_catalogue);
  g_test_add_func ("/batch/fixed", test_fixed);
  g_test_add_func ("/batch/independent", test_independent);
  g_test_add_func ("/batch/bad", test_bad);
  return g_test_run ();
}
