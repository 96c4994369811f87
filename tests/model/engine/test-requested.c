/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked for is what is given: some histories, and the light of some stars, equal those among all, bit
 * for bit. */
#include <string.h>

#include "tests/model/engine-fixture.h"

static const double epochs[] = { 0.8, 2.0, 3.7, 5.0, 6.2, 7.7, 9.0, 10.1, 11.9, 12.4, 13.6 };
enum { N_EPOCHS = G_N_ELEMENTS (epochs) };

static const char *const now[] = { "rest:LSST/i", "lglbol", "ew:Hbeta", NULL };
static const SlEngineConfig config = { .observables = now,
                                       .history_observables = every_observable,
                                       .epochs = epochs,
                                       .n_epochs = N_EPOCHS,
                                       .threads = 2 };

/* An engine that has computed nothing yet. */
static SlEngine *
new_engine (const Fixture *f)
{
  SlEngineConfig fresh = config;

  fresh.templates = f->templates;
  fresh.filters = f->filters;
  return create_engine (&sl_engine_cpu, &fresh);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  fixture_set_up (f, "ssp_tiny.h5", config);
  g_assert_cmpuint (f->engine->n_hist, ==, G_N_ELEMENTS (every_observable) - 1);
}

static void
ask (SlEngine *engine, const SlGalaxy *galaxy, SlRequestFlags want, SlParamSet tangents, guint64 histories,
     SlResult *result)
{
  SlRequest request = { .galaxy = *galaxy, .flags = want, .tangents = tangents, .histories = histories };
  g_autoptr (GError) error = NULL;

  sl_engine_evaluate (engine, &request, result, &error);
  g_assert_no_error (error);
}

#define BOTH (SL_REQUEST_HISTORIES | SL_REQUEST_HISTORY_JACOBIAN)
#define NOW (SL_REQUEST_OBSERVABLES | SL_REQUEST_JACOBIAN)

static void
assert_history (const SlResult *a, const SlResult *b, guint i, SlParamSet tangents)
{
  const guint n = N_EPOCHS;

  for (guint e = 0; e < n; e++)
    if (memcmp (&a->hist[i * n + e], &b->hist[i * n + e], sizeof (double)) != 0)
      g_test_message ("%s at %g Gyr: %.17g, among all %.17g", every_observable[i], epochs[e],
                      a->hist[i * n + e], b->hist[i * n + e]);
  g_assert_cmpmem (a->hist + i * n, n * sizeof (double), b->hist + i * n, n * sizeof (double));
  for (int p = 0; p < SL_N_PARAMS; p++)
    if (sl_param_set_has (tangents, p))
      g_assert_cmpmem (a->hist_jac + ((gsize) i * SL_N_PARAMS + p) * n, n * sizeof (double),
                       b->hist_jac + ((gsize) i * SL_N_PARAMS + p) * n, n * sizeof (double));
}

/* Any order of requests, of any histories, with any tangents, while galaxies change or stay: each answer is
 * that of a new engine which was asked for everything. */
static void
test_histories (Fixture *f, gconstpointer data)
{
  g_autoptr (GRand) rng = g_rand_new_with_seed (64);

  for (guint k = 0; k < 12; k++)
    {
      g_autoptr (SlEngine) fresh = new_engine (f);
      g_autoptr (SlResult) all = sl_result_new (fresh);
      SlGalaxy g;

      any_galaxy (rng, &g);
      ask (fresh, &g, BOTH | NOW, sl_param_set_all (), 0, all);
      for (guint step = 0; step < 8; step++)
        {
          guint64 mask = step == 7 ? 0 : (guint64) 1 << g_rand_int_range (rng, 0, all->n_hist)
                                         | (guint64) 1 << g_rand_int_range (rng, 0, all->n_hist);
          SlParamSet tangents =
              SL_PARAM_SET (g_rand_int_range (rng, 0, SL_N_PARAMS), SL_PARAM_AV_OLD);
          SlRequestFlags want = BOTH | (g_rand_boolean (rng) ? NOW : 0);

          ask (f->engine, &g, want, tangents, mask, f->result);
          for (guint i = 0; i < all->n_hist; i++)
            if (mask == 0 || mask >> i & 1)
              assert_history (f->result, all, i, tangents);
          if (want & NOW)
            {
              g_assert_cmpmem (f->result->obs, all->n_obs * sizeof (double), all->obs,
                               all->n_obs * sizeof (double));
              g_assert_cmpmem (f->result->obs_jac, all->n_obs * SL_N_PARAMS * sizeof (double), all->obs_jac,
                               all->n_obs * SL_N_PARAMS * sizeof (double));
            }
        }
    }
}

/* Small steps between requests for different histories: what one step left standing is not taken for
 * another's. */
static void
test_changes (Fixture *f, gconstpointer data)
{
  g_autoptr (GRand) rng = g_rand_new_with_seed (65);
  g_autoptr (SlResult) all = NULL;
  SlGalaxy g;

  any_galaxy (rng, &g);
  for (int p = 0; p < SL_N_PARAMS; p++)
    {
      g_autoptr (SlEngine) fresh = new_engine (f);
      guint64 mask = (guint64) 1 << g_rand_int_range (rng, 0, G_N_ELEMENTS (every_observable) - 1);
      guint64 other = (guint64) 1 << g_rand_int_range (rng, 0, G_N_ELEMENTS (every_observable) - 1);

      g.value[p] += 1e-3;
      if (p % 7 == 0)
        g.metals = (g.metals + 1) % SL_N_METALS;
      if (p % 5 == 0)
        g.igm = !g.igm;
      if (p % 4 == 0)
        g.dust_emission = !g.dust_emission;
      g_clear_pointer (&all, sl_result_free);
      all = sl_result_new (fresh);
      ask (fresh, &g, BOTH, sl_param_set_of (p), 0, all);
      ask (f->engine, &g, BOTH, sl_param_set_of (p), mask, f->result);
      if (p % 3 == 0)
        ask (f->engine, &g, SL_REQUEST_SED, sl_param_set_none (), 0, f->result);
      ask (f->engine, &g, BOTH, sl_param_set_of (p), other, f->result);
      for (guint i = 0; i < all->n_hist; i++)
        if ((mask | other) >> i & 1)
          assert_history (f->result, all, i, sl_param_set_of (p));
    }
}

/* Results that are not requested keep their values; a history that is valid is not computed again. */
static void
test_kept (Fixture *f, gconstpointer data)
{
  SlResult *r = f->result;
  SlGalaxy g;

  sl_galaxy_init (&g);
  for (guint i = 0; i < r->n_hist * N_EPOCHS; i++)
    r->hist[i] = -77.0;
  ask (f->engine, &g, BOTH, sl_param_set_of (SL_PARAM_LG_QT), 1 << 1, r);
  for (guint i = 0; i < r->n_hist; i++)
    for (guint e = 0; e < N_EPOCHS; e++)
      g_assert_true ((r->hist[i * N_EPOCHS + e] == -77.0) == (i != 1));
  ask (f->engine, &g, BOTH, sl_param_set_of (SL_PARAM_LOGM0), 1 << 1, r);
  g_assert_cmpuint (r->stages_run, ==, 0);
  ask (f->engine, &g, BOTH, sl_param_set_of (SL_PARAM_LOGM0), 1 << 5, r);
  g_assert_cmpuint (r->stages_run, !=, 0);
  ask (f->engine, &g, BOTH, sl_param_set_of (SL_PARAM_LOGM0), 1 << 5 | 1 << 1, r);
  g_assert_cmpuint (r->stages_run, ==, 0);
}

/* The groups of ages make up the light. Sums of floats: of the light's value. */
#define TOL_SPLIT 2e-6

static void
test_split (Fixture *f, gconstpointer data)
{
  g_autoptr (GRand) rng = g_rand_new_with_seed (5);
  SlResult *r = f->result;
  SlGalaxy g;

  for (guint k = 0; k < 12; k++)
    {
      double by_group[SL_N_AGE_GROUPS] = { 0.0 };

      any_galaxy (rng, &g);
      g.dust_emission = FALSE;
      ask (f->engine, &g, SL_REQUEST_SED | SL_REQUEST_SED_AGES, sl_param_set_none (), 0, r);
      for (guint w = 0; w < r->n_wave; w++)
        {
          double sum = 0.0;

          for (guint i = 0; i < SL_N_AGE_GROUPS; i++)
            {
              g_assert_cmpfloat (r->sed_by_age[i * r->n_wave + w], >=, 0.0);
              sum += r->sed_by_age[i * r->n_wave + w];
              by_group[i] += r->sed_by_age[i * r->n_wave + w];
            }
          g_assert_cmpfloat (fabs (sum - r->sed[w]), <=, TOL_SPLIT * r->sed[w] + 1e-30);
        }
      for (guint i = 0; i < SL_N_AGE_GROUPS; i++)
        {
          double mass = 0.0;

          for (guint a = 0; a < r->n_age; a++)
            if (sl_age_group (pow (10.0, r->lg_age[a])) == i)
              mass += r->age_weight[a];
          /* Light where there are stars, and nowhere else. */
          g_assert_true ((mass > 0.0) == (by_group[i] > 0.0));
        }
    }
  /* Asked for alone, and not asked for. */
  g_autofree float *before = g_memdup2 (r->sed_by_age, SL_N_AGE_GROUPS * r->n_wave * sizeof (float));
  g.value[SL_PARAM_AV_OLD] += 0.1;
  ask (f->engine, &g, SL_REQUEST_SED, sl_param_set_none (), 0, r);
  g_assert_cmpmem (r->sed_by_age, SL_N_AGE_GROUPS * r->n_wave * sizeof (float), before,
                   SL_N_AGE_GROUPS * r->n_wave * sizeof (float));
  ask (f->engine, &g, SL_REQUEST_SED_AGES, sl_param_set_none (), 0, r);
  g_assert_cmpint (memcmp (r->sed_by_age, before, SL_N_AGE_GROUPS * r->n_wave * sizeof (float)), !=, 0);
}

/* The limits themselves belong to the older group. */
static void
test_groups (void)
{
  g_assert_cmpuint (sl_age_group (0.0), ==, 0);
  for (guint i = 0; i < SL_N_AGE_GROUPS - 1; i++)
    {
      g_assert_cmpuint (sl_age_group (sl_age_group_limits[i]), ==, i + 1);
      g_assert_cmpuint (sl_age_group (0.999 * sl_age_group_limits[i]), ==, i);
    }
  g_assert_cmpuint (sl_age_group (14.0), ==, SL_N_AGE_GROUPS - 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name) g_test_add ("/requested/" #name, Fixture, NULL, set_up, test_##name, fixture_tear_down)
  ADD (histories);
  ADD (changes);
  ADD (kept);
  ADD (split);
#undef ADD
  g_test_add_func ("/requested/groups", test_groups);
  return g_test_run ();
}
