/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an engine promises beside numbers: caches that change nothing, threads that change nothing,
 * derivatives that are those of the values, errors instead of nonsense. */
#include <string.h>

#include "model/galaxy/sl-options.h"
#include "model/galaxy/sl-presets.h"
#include "model/formulas/sl-formula.h"
#include "model/dust/sl-dust-law.h"
#include "model/support/sl-error.h"
#include "tests/model/differences.h"
#include "tests/model/engine-fixture.h"

static const char *const observables[] = { "rest:LSST/u",    "rest:LSST/g-r",     "rest:SDSS/i", "obs:LSST/r",
                                           "obs:LSST/i-z",   "obs:EUCLID/H",      "ew:OIII5007", "ew:Hbeta",
                                           "lgmstar_formed", "lgmstar_surviving", "lgsfr",       NULL };
static const char *const history[] = { "rest:LSST/g-r", "ew:OIII5007", "obs:LSST/i", "lgmstar_surviving",
                                       NULL };
static const double epochs[] = { 0.3, 1.0, 3.0, 6.0, 9.0, 13.0, 13.8 };
enum { OBSERVED_HISTORY = 2 /* made from float spectra of each epoch */ };
enum { N_EPOCHS = G_N_ELEMENTS (epochs) };

/* The same galaxies in every run. */
static GRand *rng;

static SlEngine *
new_engine (Library *l, guint threads)
{
  SlEngineConfig config = { .templates = l->templates,
                            .filters = l->filters,
                            .observables = observables,
                            .history_observables = history,
                            .n_epochs = N_EPOCHS,
                            .epochs = epochs,
                            .threads = threads };

  return create_engine (&sl_engine_cpu, &config);
}

/* A galaxy well inside the ranges, where nothing has a kink. */
static void
random_galaxy (SlGalaxy *g)
{
  smooth_galaxy (rng, 0.15, g);
  g->uv_bump_free = g_rand_boolean (rng);
  g->dust_law = g_rand_int_range (rng, 0, SL_N_DUST_LAWS);
  g->dust_emission = g_rand_boolean (rng);
  g->igm = g_rand_boolean (rng);
  g->metals = g_rand_int_range (rng, 0, SL_N_METALS);
  if (g->metals == SL_METALS_TABLE)
    g->metals_table = a_metals_table ();
  if (g_rand_boolean (rng))
    g->value[SL_PARAM_SIGMA_STAR] = 0.0;
  /* As another option that acts elsewhere. */
  g->numerics = g->uv_bump_free ? SL_NUMERICS_DSPS : SL_NUMERICS_EXACT;
  g->lgmet_gas_free = g->value[SL_PARAM_LGU_MEAN] > sl_param_info (SL_PARAM_LGU_MEAN)->def;
}

/* Moving one parameter after another gives, bit for bit, what a fresh engine gives. */
static void
test_cache (Library *l, gconstpointer data)
{
  g_autoptr (SlEngine) engine = new_engine (l, 1);
  g_autoptr (SlResult) kept = sl_result_new (engine), fresh_result = NULL;
  SlGalaxy g;

  random_galaxy (&g);
  g.uv_bump_free = TRUE;
  ask_engine (engine, &g, kept);
  for (int p = 0; p < SL_N_PARAMS; p++)
    {
      g_autoptr (SlEngine) fresh = new_engine (l, 1);

      g.value[p] += 0.01 * (p == SL_PARAM_LGY_AT_MCRIT ? -1 : 1);
      ask_engine (engine, &g, kept);
      g_clear_pointer (&fresh_result, sl_result_free);
      fresh_result = sl_result_new (fresh);
      ask_engine (fresh, &g, fresh_result);
      assert_same (kept, fresh_result);
    }
  /* Options count as changes too. */
  g.uv_bump_free = FALSE;
  ask_engine (engine, &g, kept);
  {
    g_autoptr (SlEngine) fresh = new_engine (l, 1);
    ask_engine (fresh, &g, fresh_result);
    assert_same (kept, fresh_result);
  }
}

/* A slider runs its own stages and no other. */
static void
test_stages (Library *l, gconstpointer data)
{
  static const struct { SlParamId param; const char *stages; gboolean burst; } row[] = {
    { SL_PARAM_LG_DROP, "sfh, ages, epochs, spectrum, spectrum by age, observables, observable histories" },
    { SL_PARAM_AV_YOUNG, "dust, energy, bands, observed bands, spectrum, spectrum by age, observables, "
                         "observable histories" },
    { SL_PARAM_LGMET_OLD, "ssp, energy, bands, observed bands, spectrum, spectrum by age, observables, "
                          "observable histories" },
    { SL_PARAM_REDSHIFT, "cosmology, ages, observed bands, spectrum, spectrum by age, observables" },
    /* A burst happens at a fixed age when the galaxy is seen: it moves in the histories. */
    { SL_PARAM_REDSHIFT,
      "cosmology, ages, epochs, observed bands, spectrum, spectrum by age, observables, observable histories",
      TRUE },
  };
  g_autoptr (SlEngine) engine = new_engine (l, 1);
  g_autoptr (SlResult) result = sl_result_new (engine);
  SlGalaxy g;

  random_galaxy (&g);
  ask_engine (engine, &g, result);
  ask_engine (engine, &g, result);
  g_assert_cmpuint (result->stages_run, ==, 0);
  g.metals = SL_METALS_AGE;
  ask_engine (engine, &g, result);
  for (guint i = 0; i < G_N_ELEMENTS (row); i++)
    {
      g_autoptr (GString) ran = g_string_new (NULL);

      g.value[SL_PARAM_LGFBURST] = row[i].burst ? -2.0 : -30.0;
      ask_engine (engine, &g, result);
      g.value[row[i].param] -= 0.01;
      ask_engine (engine, &g, result);
      for (guint s = 0; sl_engine_stage_name (s); s++)
        if (result->stages_run >> s & 1)
          g_string_append_printf (ran, "%s%s", ran->len ? ", " : "", sl_engine_stage_name (s));
      g_assert_cmpstr (ran->str, ==, row[i].stages);
    }
}

static void
test_threads (Library *l, gconstpointer data)
{
  g_autoptr (SlEngine) one = new_engine (l, 1);
  g_autoptr (SlResult) a = sl_result_new (one);

  for (guint threads = 2; threads <= 5; threads++)
    {
      g_autoptr (SlEngine) many = new_engine (l, threads);
      g_autoptr (SlResult) b = sl_result_new (many);

      for (int i = 0; i < 10; i++)
        {
          SlGalaxy g;

          random_galaxy (&g);
          ask_engine (one, &g, a);
          ask_engine (many, &g, b);
          assert_same (a, b);
        }
    }
}

/* Every instruction set that this processor has gives the same to rounding. */
static void
test_simd (Library *l, gconstpointer data)
{
  static const char *const level[] = { "avx512", "avx2" };
  SlGalaxy g;

  random_galaxy (&g);
  for (guint i = 0; i < G_N_ELEMENTS (level); i++)
    {
      g_autoptr (SlEngine) wide = NULL, base = NULL;
      g_autoptr (SlResult) a = NULL, b = NULL;

      g_setenv ("STARLOOM_SIMD", level[i], TRUE);
      wide = new_engine (l, 1);
      g_setenv ("STARLOOM_SIMD", "base", TRUE);
      base = new_engine (l, 1);
      g_unsetenv ("STARLOOM_SIMD");
      a = sl_result_new (wide);
      b = sl_result_new (base);
      ask_engine (wide, &g, a);
      ask_engine (base, &g, b);
      for (guint o = 0; o < a->n_obs; o++)
        g_assert_cmpfloat (fabs (a->obs[o] - b->obs[o]), <=, 1e-6 * MAX (1.0, fabs (a->obs[o])));
      for (guint w = 0; w < a->n_wave; w++)
        g_assert_cmpfloat (fabs (a->sed[w] - b->sed[w]), <=, TOL_SED * a->sed[w] + 1e-30);
    }
}

static void
value_and_slope (const SlResult *r, guint o, int p, double *value, double *slope)
{
  if (o < r->n_obs)
    {
      *value = r->obs[o];
      *slope = r->obs_jac[o * SL_N_PARAMS + p];
      return;
    }
  o -= r->n_obs;
  *value = r->hist[o * N_EPOCHS + 4];
  *slope = r->hist_jac[((gsize) o * SL_N_PARAMS + p) * N_EPOCHS + 4];
}

/* Derivative against central difference, every parameter and every observable, every form. */
static void
test_differences (Library *l, gconstpointer data)
{
  g_autoptr (SlEngine) engine = new_engine (l, 1);
  g_autoptr (SlResult) at = sl_result_new (engine), up = sl_result_new (engine),
                       down = sl_result_new (engine);

  for (int i = 0; i < SL_N_SFH_FORMS + 4; i++)
    {
      SlGalaxy g;

      random_galaxy (&g);
      g.sfh_form = i < SL_N_SFH_FORMS ? i : SL_SFH_DIFFSTAR;
      if (g.sfh_form == SL_SFH_DIFFSTAR_LAG)
        g.value[SL_PARAM_LGY_AT_MCRIT] = -1.2;
      g.sfh_table = a_history_table ();
      ask_engine (engine, &g, at);
      for (int p = i % EACH; p < SL_N_PARAMS; p += EACH)
        {
          gboolean agrees[32] = { FALSE };
          double last[32];

          if (!sl_galaxy_uses (&g, p) || (p == SL_PARAM_SIGMA_STAR && g.value[p] == 0.0))
            continue;
          for (int k = 0; k < n_steps (p); k++)
            {
              double h = step_size (p, k);
              SlGalaxy gu = g, gd = g;

              gu.value[p] += h;
              gd.value[p] -= h;
              ask_engine (engine, &gu, up);
              ask_engine (engine, &gd, down);
              for (guint o = 0; o < at->n_obs + at->n_hist; o++)
                {
                  gboolean exact =
                      through_masses (p) && g.metals == SL_METALS_AGE && o != at->n_obs + OBSERVED_HISTORY;
                  double v, a, b, slope, unused, noise = exact ? DOUBLE_NOISE : FLOAT_NOISE;

                  value_and_slope (at, o, p, &v, &slope);
                  value_and_slope (up, o, p, &a, &unused);
                  value_and_slope (down, o, p, &b, &unused);
                  last[o] = (a - b) / (2 * h);
                  noise = noise * fabs (v) + (o < at->n_obs ? weight_noise (observables[o], p) : 0.0);
                  agrees[o] |=
                      fabs (last[o] - slope) <= DIFFERENCE_ERROR * fabs (slope) + 1e-4 + noise / h;
                }
            }
          for (guint o = 0; o < at->n_obs + at->n_hist; o++)
            {
              double v, slope;

              if (o >= at->n_obs && p >= SL_PARAM_REDSHIFT && p <= SL_PARAM_H)
                continue; /* the redshift of an epoch is held, that of a galaxy is not */
              value_and_slope (at, o, p, &v, &slope);
              if (!agrees[o])
                g_test_message ("observable %u, %s: slope %g, difference %g", o, sl_param_info (p)->name,
                                slope, last[o]);
              g_assert_true (agrees[o]);
            }
        }
    }
}

/* At z = 0 an observed magnitude does not exist: NaN there and in the derivatives that touch distance, no
 * infinity, and everything else as ever. */
static void
test_redshift_zero (Library *l, gconstpointer data)
{
  g_autoptr (SlEngine) engine = new_engine (l, 1);
  g_autoptr (SlResult) result = sl_result_new (engine);
  int o = sl_engine_find_observable (engine, "obs:LSST/r"),
      r = sl_engine_find_observable (engine, "rest:LSST/u");
  SlGalaxy g;

  random_galaxy (&g);
  for (int p = SL_PARAM_REDSHIFT; p <= SL_PARAM_H; p++)
    g.value[p] = sl_param_info (p)->def;
  ask_engine (engine, &g, result);
  g_assert_true (isnan (result->obs[o]));
  g_assert_true (isnan (result->obs_jac[o * SL_N_PARAMS + SL_PARAM_H]));
  g_assert_true (isfinite (result->obs_jac[o * SL_N_PARAMS + SL_PARAM_LOGM0]));
  g_assert_true (isfinite (result->obs[r]));
  g_assert_cmpfloat (result->t_obs, ==, 13.8);
  for (guint i = 0; i < result->n_obs; i++)
    g_assert_false (isinf (result->obs[i]));
}

static void
test_errors (Library *l, gconstpointer data)
{
  g_autoptr (SlEngine) engine = new_engine (l, 1);
  g_autoptr (SlResult) result = sl_result_new (engine);
  static const char *const bad[] = { "rest:LSST/q",     "obs:NOWHERE/g", "ew:Lyalpha", "restLSST/g", "",
                                     "rest:LSST/g-r-i", "rest:LSSTg",    "magic" };
  g_autoptr (GError) error = NULL;
  SlRequest request = { .flags = SL_REQUEST_ALL, .tangents = sl_param_set_all () };
  SlGalaxy good;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const char *const list[] = { bad[i], NULL };
      SlEngineConfig config = { .templates = l->templates, .filters = l->filters, .observables = list };

      g_assert_null (sl_engine_new (&sl_engine_cpu, &config, &error));
      g_assert_error (error, SL_ERROR, SL_ERROR_OBSERVABLE);
      g_assert_nonnull (strstr (error->message, bad[i]));
      g_clear_error (&error);
    }
  random_galaxy (&good);
  for (int p = 0; p < SL_N_PARAMS; p++)
    {
      request.galaxy = good;
      request.galaxy.uv_bump_free = TRUE;
      request.galaxy.sfh_form = SL_SFH_DIFFSTAR_LAG;
      request.galaxy.dust_law = SL_DUST_SALIM;
      request.galaxy.dust_emission = TRUE;
      request.galaxy.metals = p == SL_PARAM_LGMET_SHIFT ? SL_METALS_MASS : SL_METALS_AGE;
      request.galaxy.value[p] = NAN;
      /* What belongs to another form is not looked at. */
      for (int form = 0; !sl_galaxy_uses (&request.galaxy, p) && form < SL_N_SFH_FORMS; form++)
        request.galaxy.sfh_form = form;
      g_assert_false (sl_engine_evaluate (engine, &request, result, &error));
      g_assert_error (error, SL_ERROR, SL_ERROR_PARAMETER);
      g_assert_nonnull (strstr (error->message, sl_param_info (p)->name));
      g_clear_error (&error);
    }
  /* Before the Big Bang. */
  request.galaxy = good;
  request.galaxy.value[SL_PARAM_REDSHIFT] = 1e5;
  g_assert_false (sl_engine_evaluate (engine, &request, result, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_PARAMETER);
  g_clear_error (&error);
  /* Far outside: an error or a number, never a crash; and the engine goes on. */
  for (int i = 0; i < 300; i++)
    {
      request.galaxy = good;
      for (int k = 0; k < 3; k++)
        request.galaxy.value[g_rand_int_range (rng, 0, SL_N_PARAMS)] = g_rand_double_range (rng, -400, 400);
      if (!sl_engine_evaluate (engine, &request, result, &error))
        g_assert_true (error->domain == SL_ERROR);
      g_clear_error (&error);
    }
  ask_engine (engine, &good, result);
  {
    g_autoptr (SlEngine) fresh = new_engine (l, 1);
    g_autoptr (SlResult) b = sl_result_new (fresh);
    ask_engine (fresh, &good, b);
    assert_same (result, b);
  }
}

/* The ends of every range give numbers. */
static void
test_range_ends (Library *l, gconstpointer data)
{
  g_autoptr (SlEngine) engine = new_engine (l, 1);
  g_autoptr (SlResult) result = sl_result_new (engine);

  for (int p = 0; p < SL_N_PARAMS; p++)
    for (int end = 0; end < 2; end++)
      {
        SlGalaxy g;

        sl_preset_apply (end ? "quenched" : "main-sequence", &g);
        g.uv_bump_free = TRUE;
        g.value[SL_PARAM_REDSHIFT] = 0.2;
        g.value[p] = end ? sl_param_info (p)->hi : sl_param_info (p)->lo;
        ask_engine (engine, &g, result);
        for (guint o = 0; o < result->n_obs; o++)
          g_assert_false (isinf (result->obs[o]));
        g_assert_true (isfinite (result->obs[0]));
      }
}

/* Every dust law: the ratio of light with dust to light without is its curve, at every wavelength; parameters
 * that a law has no use for have no slope. */
static void
test_dust_laws (Library *l, gconstpointer data)
{
  static const double lam[] = { 1300.0, 2175.0, 3500.0, 5500.0, 9000.0, 15000.0 };
  g_autoptr (SlEngine) engine = new_engine (l, 1);
  g_autoptr (SlResult) r = sl_result_new (engine);

  for (int law = 0; law < SL_N_DUST_LAWS; law++)
    {
      const double av = 1.3, delta = -0.4, eb = 2.0;
      SlGalaxy g;

      sl_galaxy_init (&g);
      g.dust_law = law;
      g.uv_bump_free = TRUE;
      g.value[SL_PARAM_REDSHIFT] = 0.1;
      g.value[SL_PARAM_UV_BUMP] = eb;
      g.value[SL_PARAM_AV_YOUNG] = law == SL_DUST_CHARLOT_FALL ? 0.0 : av;
      g.value[SL_PARAM_AV_OLD] = av;
      g.value[SL_PARAM_DELTA_YOUNG] = g.value[SL_PARAM_DELTA_OLD] = delta;
      ask_engine (engine, &g, r);
      for (guint i = 0; i < G_N_ELEMENTS (lam); i++)
        {
          guint w = 0;
          double x, y, calzetti, leitherer, start, bump, power, k = 0.0;

          while (r->wave[w] < lam[i])
            w++;
          /* The laws as published, written here a second time. */
          x = r->wave[w] * 1e-4;
          y = 1 / x;
          calzetti = x < 0.63 ? 2.659 * (-2.156 + 1.509 * y - 0.198 * y * y + 0.011 * y * y * y) + 4.05
                              : 2.659 * (-1.857 + 1.040 * y) + 4.05;
          leitherer = 5.472 + 0.671 * y - 9.218e-3 * y * y + 2.620e-3 * y * y * y;
          start = x > 0.15 ? calzetti : leitherer;
          bump = eb * x * x * 0.035 * 0.035 / (pow (x * x - 0.2175 * 0.2175, 2) + x * x * 0.035 * 0.035);
          power = pow (x / 0.55, delta);
          if (law == SL_DUST_SALIM)
            k = start * power + bump;
          else if (law == SL_DUST_NOLL)
            k = (start + bump) * power;
          else if (law == SL_DUST_CALZETTI)
            k = calzetti;
          else if (law == SL_DUST_LEITHERER)
            k = leitherer;
          else if (law == SL_DUST_POWER_LAW || law == SL_DUST_CHARLOT_FALL)
            k = 4.05 * power; /* here without the young stars' own dust */
          else
            k = sl_dust_k (law, x); /* compared with published values in test-dust-laws.c */
          g_assert_cmpfloat (fabs (r->sed[w] / r->sed_intrinsic[w] / pow (10, -0.4 * av * k / 4.05) - 1), <=,
                             TOL_SED);
        }
      for (guint o = 0; o < r->n_obs; o++)
        {
          const SlDustLawInfo *info = sl_dust_law_info (law);

          if (!info->slope)
            g_assert_cmpfloat (r->obs_jac[o * SL_N_PARAMS + SL_PARAM_DELTA_OLD], ==, 0.0);
          if (!info->bump)
            g_assert_cmpfloat (r->obs_jac[o * SL_N_PARAMS + SL_PARAM_UV_BUMP], ==, 0.0);
        }
      g_assert_cmpint (sl_option_value_lookup (SL_OPTION_DUST_LAW, sl_dust_law_info (law)->name), ==, law);
    }
}

static void
test_copy (Library *l, gconstpointer data)
{
  g_autoptr (SlEngine) engine = new_engine (l, 1);
  g_autoptr (SlResult) a = sl_result_new (engine), b = sl_result_new (engine);
  SlGalaxy g;

  random_galaxy (&g);
  ask_engine (engine, &g, a);
  sl_result_copy (b, a);
  assert_same (a, b);
  g_assert_true (a->sed != b->sed);
  g_assert_cmpfloat (a->t_obs, ==, b->t_obs);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rng = g_rand_new_with_seed (2023);
#define ADD(name)                                                                                            \
  g_test_add ("/engine/" #name, Library, "ssp_tiny.h5", library_set_up, test_##name, library_tear_down)
  ADD (cache);
  ADD (stages);
  ADD (threads);
  ADD (simd);
  ADD (differences);
  ADD (redshift_zero);
  ADD (errors);
  ADD (range_ends);
  ADD (dust_laws);
  ADD (copy);
#undef ADD
  {
    int status = g_test_run ();

    g_rand_free (rng);
    return status;
  }
}
