/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/batch/sl-batch.h"
#include "tests/model/options.h"

/* Many galaxies at once against the engine of one galaxy. */

/* Light in tables: dust is interpolated within a band, and bands in redshift. */
#define TOL_VALUE 1e-4      /* mag, dex; relative where the number is larger than 1 */
#define TOL_SLOPE 1e-3      /* of the largest entry of that observable and parameter over the set */
/* Parameters that act less than this part of the strongest, over their ranges, are compared on its scale. */
#define LEAST_SCALE 0.01
#define N_POINTS 200

typedef struct { SlGalaxy *galaxy; } Points;

static gboolean
get_galaxy (gpointer data, gsize i, SlGalaxy *galaxy)
{
  *galaxy = ((Points *) data)->galaxy[i];
  return TRUE;
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
  if (g_getenv ("NOLINES")) for (int i = 0; i < 4; i++) g->lines_off[i] = ~(guint64) 0;
  if (g_getenv ("NODUST")) g->value[SL_PARAM_AV_YOUNG] = g->value[SL_PARAM_AV_OLD] = 0.0;
  if (g_getenv ("NOIGM")) g->igm = 0;
  /* Other forms may have no stars early. */
  g->value[SL_PARAM_REDSHIFT] = g_rand_double_range (rng, 0.05, g->sfh_form == SL_SFH_DIFFSTAR ? 3.0 : 0.8);
}

static double
span_of (int p)
{
  return sl_param_info (p)->hi - sl_param_info (p)->lo;
}

static void
compare (const char *library, const char *const *names, void (*make) (GRand *rng, SlGalaxy *g),
         gsize expected_single)
{
  g_autoptr (SlTemplates) t = load_library (library);
  g_autoptr (SlFilterSet) filters = load_filters ();
  g_autoptr (SlBatch) batch = new_batch (t, filters, names, 2);
  const guint n_obs = g_strv_length ((char **) names);
  const SlEngineConfig config = { .templates = t, .filters = filters, .observables = names, .threads = 2,
                                  .allow_missing_lines = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (SlEngine) engine = sl_engine_new (&sl_engine_cpu, &config, &error);
  g_autoptr (SlResult) result = sl_result_new (engine);
  g_autoptr (GRand) rng = g_rand_new_with_seed (20261130);
  g_autofree SlGalaxy *galaxy = g_new (SlGalaxy, N_POINTS);
  g_autofree double *values = g_new (double, N_POINTS * n_obs),
                    *jacobian = g_new (double, (gsize) N_POINTS * n_obs * SL_N_PARAMS),
                    *expected = g_new (double, (gsize) N_POINTS * n_obs * SL_N_PARAMS),
                    *largest = g_new0 (double, (gsize) n_obs * SL_N_PARAMS),
                    *worst = g_new0 (double, (gsize) n_obs * SL_N_PARAMS), *worst_value = g_new0 (double, n_obs);
  SlParamId params[SL_N_PARAMS];
  Points points = { galaxy };
  SlBatchReport report;
  SlBatchRun run = { get_galaxy, &points, N_POINTS, params, SL_N_PARAMS, FALSE, values, jacobian, NULL };
  guint at[64] = { 0 };
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
      memcpy (expected + (gsize) i * n_obs * SL_N_PARAMS, result->obs_jac, n_obs * SL_N_PARAMS * sizeof (double));
      for (guint k = 0; k < n_obs; k++)
        {
          const double is = values[i * n_obs + k], want = result->obs[k];
          if (g_getenv ("POINT") && atoi (g_getenv ("POINT")) == (int) i)
            {
              if (k == 0) for (int p = 0; p < SL_N_PARAMS; p++) g_test_message ("%s %g", sl_param_info (p)->name, galaxy[i].value[p]);
              g_test_message ("%s %.8g %.8g %.3g", names[k], is, want, is - want);
            }
          const double off = fabs (is - want) / MAX (1.0, fabs (want) > 50.0 ? fabs (want) : 1.0);

          if (isnan (is) != isnan (want) || off > worst_value[k])
            worst_value[k] = isnan (is) != isnan (want) ? 1e9 : off, at[k] = i;
          for (int p = 0; p < SL_N_PARAMS; p++)
            {
              const gsize e = (gsize) k * SL_N_PARAMS + p;
              const double slope = jacobian[(gsize) i * n_obs * SL_N_PARAMS + e], right = result->obs_jac[e];

              if (isnan (right) && isnan (slope))
                continue;
              largest[e] = MAX (largest[e], fabs (right));
              worst[e] = MAX (worst[e], isnan (slope - right) ? 1e9 : fabs (slope - right));
            }
        }
    }
  for (guint k = 0; k < n_obs; k++)
    {
      double most = 0.0;

      if (worst_value[k] > (g_getenv ("ALL") ? 0 : TOL_VALUE))
        {
          failed++;
          if (1) g_test_message ("%s: off by %.3g at point %u (z %.3f form %d law %d)", names[k], worst_value[k], at[k],
                          galaxy[at[k]].value[SL_PARAM_REDSHIFT], galaxy[at[k]].sfh_form,
                          galaxy[at[k]].dust_law);
        }
      for (int p = 0; p < SL_N_PARAMS; p++)
        most = MAX (most, largest[k * SL_N_PARAMS + p] * span_of (p));
      for (int p = 0; p < SL_N_PARAMS; p++)
        if (worst[k * SL_N_PARAMS + p] * span_of (p)
            > TOL_SLOPE * MAX (largest[k * SL_N_PARAMS + p] * span_of (p), LEAST_SCALE * most))
          {
            failed++;
            g_test_message ("d %s / d %s: off by %.3g of %.3g", names[k], sl_param_info (p)->name,
                            worst[k * SL_N_PARAMS + p], largest[k * SL_N_PARAMS + p]);
          }
    }
  g_assert_cmpint (failed, ==, 0);
}

static void
test_everything (void)
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/batch/single", test_everything);
  g_test_add_func ("/batch/tables", test_tables);
  return g_test_run ();
}
