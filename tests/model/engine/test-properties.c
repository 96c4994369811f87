/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What holds for every galaxy, whatever its options: no star is lost or made by counting, and the number of
 * threads is of no consequence. */
#include <math.h>
#include <string.h>

#include "model/derivatives/sl-hessian.h"
#include "tests/model/engine-fixture.h"

/* Sums of ninety doubles; the youngest ages are differences of nearly equal masses, which cancel in the sum.
 */
#define TOL_MASS 1e-12
/* The same, of floats by age and by metals, in a spectrum of floats. */
#define TOL_LIGHT 2e-6
/* Weights of a bin that holds nothing may round below zero. */
#define LEAST_WEIGHT -1e-15

enum { N_EPOCHS = 5, N_GALAXIES = 4 };
static const double epochs[N_EPOCHS] = { 0.4, 2.0, 5.0, 9.0, 13.7 };

static SlEngine *
new_engine (SlTemplates *templates, SlFilterSet *filters, const char *const *names, guint threads)
{
  SlEngineConfig config = { .templates = templates,
                            .filters = filters,
                            .observables = names,
                            .history_observables = names,
                            .n_epochs = N_EPOCHS,
                            .epochs = epochs,
                            .threads = threads };

  return create_engine (&sl_engine_cpu, &config);
}

/* A library of stars that all shine alike and never die: its spectrum is the mass in stars, and so is what
 * survives. */
static SlTemplates *
even_library (void)
{
  SlTemplates *t = load_library (WITHOUT_GAS);

  for (gsize i = 0; i < (gsize) t->n_age * t->n_met; i++)
    {
      t->mstar_surviving[i] = 1.0f;
      for (guint w = 0; w < t->n_wave; w++)
        t->flux[i * t->wave_stride + w] = 1.0f;
    }
  return t;
}

/* Every form, with and without a burst, for all ways that metals come about. */
static void
test_mass (gconstpointer data)
{
  static const char *const names[] = { "lgmstar_surviving", "lgmstar_formed", NULL };
  const SlSfhFormId form = GPOINTER_TO_INT (data);
  g_autoptr (SlTemplates) templates = even_library ();
  g_autoptr (SlFilterSet) filters = load_filters ();
  g_autoptr (SlEngine) engine = new_engine (templates, filters, names, 1);
  g_autoptr (SlResult) r = sl_result_new (engine);
  g_autoptr (GRand) rng = g_rand_new_with_seed (77 + form);

  for (int i = 0; i < 12; i++)
    {
      SlGalaxy g;
      double sum = 0.0;

      any_galaxy (rng, &g);
      g.sfh_form = form;
      g.metals = i % SL_N_METALS;
      g.dust_emission = FALSE;
      g.value[SL_PARAM_AV_YOUNG] = g.value[SL_PARAM_AV_OLD] = g.value[SL_PARAM_SIGMA_STAR] = 0.0;
      if (i % 2)
        g.value[SL_PARAM_LGFBURST] = -300.0;
      ask_engine (engine, &g, r);
      for (guint a = 0; a < r->n_age; a++)
        {
          g_assert_cmpfloat (r->age_weight[a], >=, LEAST_WEIGHT);
          sum += r->age_weight[a];
        }
      g_assert_cmpfloat (fabs (sum - 1.0), <=, TOL_MASS);
      g_assert_cmpfloat (fabs (r->obs[0] - r->obs[1]), <=, TOL_MASS * MAX (1.0, fabs (r->obs[1])));
      g_assert_cmpfloat (r->obs[1], ==, r->lgmstar_formed);
      for (guint w = 0; w < r->n_wave; w += 17)
        g_assert_cmpfloat (fabs (r->sed[w] / pow (10.0, r->lgmstar_formed) - 1.0), <=, TOL_LIGHT);
      for (guint e = 0; e < N_EPOCHS; e++)
        {
          const double counted = r->hist[e], formed = r->hist[N_EPOCHS + e];

          /* Before the first star there is nothing to count. */
          g_assert_true (isfinite (counted) == isfinite (formed));
          g_assert_true (!isfinite (counted)
                         || fabs (counted - formed) <= TOL_MASS * MAX (1.0, fabs (formed)));
        }
      g_assert_true (isfinite (r->hist[N_EPOCHS - 1]));
      /* Nor do derivatives know a difference, by any parameter. */
      for (int p = 0; p < SL_N_PARAMS; p++)
        g_assert_cmpfloat (fabs (r->obs_jac[p] - r->obs_jac[SL_N_PARAMS + p]), <=,
                           1e-9 * MAX (1.0, fabs (r->obs_jac[SL_N_PARAMS + p])));
    }
}

/* Bit for bit, with every form and law and all kinds of observables; NaN compares as bits. */
static void
test_threads (gconstpointer library)
{
  g_autoptr (SlTemplates) templates = load_library (library);
  g_autoptr (SlFilterSet) filters = load_filters ();
  g_autoptr (SlEngine) one = new_engine (templates, filters, every_observable, 1);
  g_autoptr (SlResult) a = sl_result_new (one);

  for (guint threads = 2; threads <= 5; threads++)
    {
      g_autoptr (SlEngine) many = new_engine (templates, filters, every_observable, threads);
      g_autoptr (SlResult) b = sl_result_new (many);
      g_autoptr (GRand) rng = g_rand_new_with_seed (threads);

      for (int i = 0; i < N_GALAXIES * SL_N_SFH_FORMS / 2; i++)
        {
          SlGalaxy g;

          any_galaxy (rng, &g);
          g.sfh_form = i % SL_N_SFH_FORMS;
          g.dust_law = i % SL_N_DUST_LAWS;
          ask_engine (one, &g, a);
          ask_engine (many, &g, b);
          assert_same (a, b);
        }
    }
}

static void
test_threads_hessian (gconstpointer library)
{
  static const char *const names[] = { "rest:LSST/g", "obs:LSST/u", "lglbol", "ew:OIII5007",
                                       "ml:LSST/r",   "lgsfr100",   NULL };
  static const SlParamId params[] = { SL_PARAM_LGMET_YOUNG, SL_PARAM_AV_YOUNG,   SL_PARAM_REDSHIFT,
                                      SL_PARAM_LGU_MEAN,    SL_PARAM_SIGMA_STAR, SL_PARAM_LGMET_SHIFT };
  enum { N = G_N_ELEMENTS (params), N_OBS = G_N_ELEMENTS (names) - 1 };
  g_autoptr (SlTemplates) templates = load_library (library);
  g_autoptr (SlFilterSet) filters = load_filters ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GRand) rng = g_rand_new_with_seed (5);

  for (int i = 0; i < N_GALAXIES; i++)
    {
      double value[2][N_OBS], grad[2][N_OBS * N], hessian[2][N_OBS * N * N];
      SlGalaxy g;

      any_galaxy (rng, &g);
      for (guint k = 0; k < 2; k++)
        {
          g_autoptr (SlHessian) pipeline = sl_hessian_new (templates, filters, names, k ? 3 : 1, &error);

          g_assert_no_error (error);
          sl_hessian_evaluate (pipeline, &g, params, N, value[k], grad[k], hessian[k], &error);
          g_assert_no_error (error);
        }
      g_assert_cmpmem (value[0], sizeof value[0], value[1], sizeof value[1]);
      g_assert_cmpmem (grad[0], sizeof grad[0], grad[1], sizeof grad[1]);
      g_assert_cmpmem (hessian[0], sizeof hessian[0], hessian[1], sizeof hessian[1]);
    }
}

/* Engines of several threads, of their own and at the same time, share a library, filters and tables. */
static gpointer
independent_thread (gpointer data)
{
  SlTemplates **shared = data;
  SlFilterSet *filters = load_filters ();
  SlEngine *engine = new_engine (*shared, filters, every_observable, 2);
  SlResult *result = sl_result_new (engine);
  g_autoptr (GRand) rng = g_rand_new_with_seed (8);

  for (int i = 0; i < N_GALAXIES; i++)
    {
      SlGalaxy g;

      any_galaxy (rng, &g);
      ask_engine (engine, &g, result);
    }
  sl_engine_free (engine);
  sl_filter_set_unref (filters);
  return result;
}

static void
test_engines_at_once (void)
{
  g_autoptr (SlTemplates) templates = load_library ("ssp_tiny.h5");
  GThread *thread[3];
  SlResult *result[3];

  for (guint i = 0; i < G_N_ELEMENTS (thread); i++)
    thread[i] = g_thread_new ("engine", independent_thread, &templates);
  for (guint i = 0; i < G_N_ELEMENTS (thread); i++)
    result[i] = g_thread_join (thread[i]);
  for (guint i = 1; i < G_N_ELEMENTS (thread); i++)
    assert_same (result[0], result[i]);
  for (guint i = 0; i < G_N_ELEMENTS (thread); i++)
    sl_result_free (result[i]);
}

/* Every kind of name is in the list that these tests and that of allocations use. */
static void
test_every_observable (void)
{
  g_autofree char *names = sl_observable_names ("\n");
  g_auto (GStrv) line = g_strsplit (names, "\n", -1);

  for (guint i = 0; line[i]; i++)
    {
      gsize n = strcspn (line[i], ":[ (");
      gboolean there = strchr ("IC", g_ascii_toupper (*line[i]))
                       && (g_str_has_prefix (line[i], "IMF") || g_str_has_prefix (line[i], "colours"));

      for (guint o = 0; every_observable[o] && !there; o++)
        there = strncmp (every_observable[o], line[i], n) == 0 && strchr (":", every_observable[o][n]);
      if (!there)
        g_error ("no test has an observable like %s", line[i]);
    }
}

int
main (int argc, char **argv)
{
  static const char *const libraries[] = { "ssp_tiny.h5", WITHOUT_GAS };

  g_test_init (&argc, &argv, NULL);
  for (int form = 0; form < SL_N_SFH_FORMS; form++)
    {
      g_autofree char *path = g_strdup_printf ("/properties/mass/%s", sl_sfh_form_info (form)->name);

      g_test_add_data_func (path, GINT_TO_POINTER (form), test_mass);
    }
  for (guint i = 0; i < G_N_ELEMENTS (libraries); i++)
    {
      g_autofree char *engine = g_strdup_printf ("/properties/threads/engine/%s", libraries[i]);
      g_autofree char *hessian = g_strdup_printf ("/properties/threads/hessian/%s", libraries[i]);

      g_test_add_data_func (engine, libraries[i], test_threads);
      g_test_add_data_func (hessian, libraries[i], test_threads_hessian);
    }
  g_test_add_func ("/properties/engines-at-once", test_engines_at_once);
  g_test_add_func ("/properties/every-observable", test_every_observable);
  return g_test_run ();
}
