/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metals that follow time or mass. */
#include <string.h>

#define SL_DUAL_K 2
#include "model/formulas/sl-formula.h"
#include "model/galaxy/sl-presets.h"
#include "model/support/sl-error.h"
#include "tests/model/engine-fixture.h"

/* Doubles against float64. */
#define TOL_RELATION 1e-13
#define TOL_RELATION_SLOPE 1e-12
/* The same weights met by another way: rounding of floats. */
#define TOL_SAME 1e-6
/* A relation sampled at 300 times, linear between them. */
#define TOL_SAMPLED 2e-3
enum { N_EPOCHS = 4 };
static const double epochs[N_EPOCHS] = { 2.0, 5.0, 9.0, 13.0 };
static const char *const observables[] = { "rest:LSST/g-r", "obs:LSST/r", "ew:OIII5007", NULL };
static const char *const histories[] = { "rest:LSST/g-r", "ew:OIII5007", "obs:LSST/i", NULL };

static void
set_up (Fixture *f, gconstpointer library)
{
  fixture_set_up (f, library,
                  (SlEngineConfig) { .observables = observables,
                                     .history_observables = histories,
                                     .n_epochs = N_EPOCHS,
                                     .epochs = epochs,
                                     .threads = 2 });
}

static void
ask (Fixture *f, const SlGalaxy *galaxy, SlResult *result)
{
  ask_engine (f->engine, galaxy, result);
}

static void
test_relation (void)
{
  g_autofree char *path = reference_path ("metals.h5");
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) h5 = sl_h5_open (path, &error);
  gsize d[2] = { 0, 2 };
  g_autofree double *x = read_all (h5, "inputs", 2, d), *z = read_all (h5, "lgz", 1, NULL),
                    *jac = read_all (h5, "jac", 2, NULL);

  g_assert_no_error (error);
  for (gsize i = 0; i < d[0]; i++)
    {
      SlDual m = { .v = x[2 * i], .d = { 1.0, 0.0 } }, t = { .v = x[2 * i + 1], .d = { 0.0, 1.0 } };
      SlDual mine = sl_mass_metallicity_D (m, t);

      g_assert_cmpfloat (fabs (mine.v - z[i]), <=, TOL_RELATION * 10);
      for (int k = 0; k < 2; k++)
        g_assert_cmpfloat (fabs (mine.d[k] - jac[2 * i + k]), <=, TOL_RELATION_SLOPE);
    }
}

/* A table that stays at one value is the same as metals that do not depend on age; lgmet_shift moves both
 * ends. */
static void
test_constant_table (Fixture *f, gconstpointer data)
{
  static const double t[] = { 0.2, 13.0 }, lgz[] = { -2.1, -2.1 };
  SlGalaxy g, h;

  sl_preset_apply ("quenched", &g);
  g.value[SL_PARAM_REDSHIFT] = 0.3;
  h = g;
  g.value[SL_PARAM_LGMET_YOUNG] = g.value[SL_PARAM_LGMET_OLD] = -1.95;
  h.metals = SL_METALS_TABLE;
  h.metals_table = sl_table_intern ("constant", t, lgz, 2, NULL);
  h.value[SL_PARAM_LGMET_SHIFT] = 0.15;
  ask (f, &g, f->result);
  ask (f, &h, f->other);
  for (guint w = 0; w < f->result->n_wave; w++)
    g_assert_cmpfloat (fabs (f->result->sed[w] - f->other->sed[w]), <=, TOL_SAME * f->result->sed[w]);
  for (guint o = 0; o < f->result->n_obs; o++)
    {
      const double *p = f->result->obs_jac + o * SL_N_PARAMS, *q = f->other->obs_jac + o * SL_N_PARAMS;

      g_assert_cmpfloat (fabs (f->result->obs[o] - f->other->obs[o]), <=,
                         TOL_SAME * MAX (1.0, fabs (f->result->obs[o])));
      g_assert_cmpfloat (fabs (p[SL_PARAM_LGMET_YOUNG] + p[SL_PARAM_LGMET_OLD] - q[SL_PARAM_LGMET_SHIFT]), <=,
                         1e-5 * MAX (1.0, fabs (q[SL_PARAM_LGMET_SHIFT])));
      g_assert_cmpfloat (q[SL_PARAM_LGMET_YOUNG], ==, 0.0);
    }
  for (guint i = 0; i < f->result->n_hist * N_EPOCHS; i++)
    g_assert_cmpfloat (fabs (f->result->hist[i] - f->other->hist[i]), <=,
                       TOL_SAME * MAX (1.0, fabs (f->result->hist[i])));
  /* An engine's own epoch and the epoch of a history are the same galaxy. */
  for (guint i = 0; i < f->result->n_hist; i++)
    for (int p = 0; p < SL_N_PARAMS; p++)
      for (guint e = 0; e < N_EPOCHS; e++)
        {
          gsize k = ((gsize) i * SL_N_PARAMS + p) * N_EPOCHS + e;

          if (p != SL_PARAM_LGMET_SHIFT && p != SL_PARAM_LGMET_YOUNG && p != SL_PARAM_LGMET_OLD)
            g_assert_cmpfloat (fabs (f->result->hist_jac[k] - f->other->hist_jac[k]), <=,
                               1e-5 * MAX (1.0, fabs (f->result->hist_jac[k])));
        }
}

/* Metals by mass formed: a table of the relation along this history gives the same light. */
static void
test_by_mass (Fixture *f, gconstpointer data)
{
  double x[300], lgz[300], mass = 0.0;
  SlGalaxy g;

  sl_preset_apply ("main-sequence", &g);
  g.value[SL_PARAM_REDSHIFT] = 0.2;
  g.metals = SL_METALS_MASS;
  g.value[SL_PARAM_LGMET_SHIFT] = -0.1;
  ask (f, &g, f->result);
  for (guint j = 0; j < f->result->n_table; j++)
    {
      double last = j ? f->result->table_t[j - 1] : 0.001, rate = j ? f->result->table_sfr[j - 1] : 0.0;

      mass += 0.5e9 * (f->result->table_t[j] - last) * (rate + f->result->table_sfr[j]);
      x[j] = f->result->table_t[j];
      lgz[j] = sl_mass_metallicity_d (MAX (log10 (mass), 0.0), x[j]);
    }
  g_assert_cmpfloat (lgz[299] - lgz[30], >, 0.2);
  g.metals = SL_METALS_TABLE;
  g.metals_table = sl_table_intern ("by mass", x, lgz, 300, NULL);
  ask (f, &g, f->other);
  for (guint w = 0; w < f->result->n_wave; w++)
    g_assert_cmpfloat (fabs (f->result->sed[w] - f->other->sed[w]), <=, TOL_SAMPLED * f->result->sed[w]);
  for (guint i = 0; i < f->result->n_hist * N_EPOCHS; i++)
    g_assert_cmpfloat (fabs (f->result->hist[i] - f->other->hist[i]), <=,
                       TOL_SAMPLED * MAX (1.0, fabs (f->result->hist[i])));
  /* Only where mass rules does the halo's mass reach the metals. */
  g_assert_cmpfloat (fabs (f->result->obs_jac[SL_PARAM_LOGM0] - f->other->obs_jac[SL_PARAM_LOGM0]), >, 1e-3);
}

/* The table in lookback time as a plain one, for a galaxy that is seen at t_obs. */
static const SlTable *
moved (const SlTable *table, double t_obs)
{
  g_autofree double *x = g_new (double, table->n);

  for (guint i = 0; i < table->n; i++)
    x[i] = table->x[i] + t_obs;
  return sl_table_intern ("moved", x, table->y, table->n, NULL);
}

static void
assert_same_light (Fixture *f)
{
  for (guint w = 0; w < f->result->n_wave; w++)
    g_assert_cmpfloat (fabs (f->result->sed[w] - f->other->sed[w]), <=, TOL_SAME * f->result->sed[w]);
  for (guint i = 0; i < f->result->n_hist * N_EPOCHS; i++)
    g_assert_cmpfloat (fabs (f->result->hist[i] - f->other->hist[i]), <=,
                       TOL_SAME * MAX (1.0, fabs (f->result->hist[i])));
}

/* Metals by lookback time move with the galaxy, also in the history of a halo that does not, and in an engine
 * that has seen the galaxy at another redshift. */
static void
test_lookback (Fixture *f, gconstpointer data)
{
  static const double x[] = { -13.0, -9.0, -4.0, -1.0, 0.0 }, lgz[] = { -3.1, -2.5, -2.1, -1.9, -1.7 };
  const double step = 1e-4;
  g_autofree double *up = NULL;
  SlGalaxy g, h;

  sl_preset_apply ("main-sequence", &g);
  g.metals = SL_METALS_TABLE;
  g.metals_table = sl_table_intern_read ("back", x, lgz, G_N_ELEMENTS (x), SL_TABLE_LOOKBACK_GYR,
                                         SL_TABLE_AS_IS, NULL);
  h = g;
  for (double z = 0.2; z < 1.0; z += 0.3)
    {
      h.value[SL_PARAM_REDSHIFT] = g.value[SL_PARAM_REDSHIFT] = z;
      ask (f, &g, f->result);
      h.metals_table = moved (g.metals_table, f->result->t_obs);
      ask (f, &h, f->other);
      assert_same_light (f);
      ask (f, &g, f->result);
      assert_same_light (f);
    }
  /* The derivative of a colour long ago by today's redshift. */
  g.value[SL_PARAM_REDSHIFT] = 0.3 + step;
  ask (f, &g, f->other);
  up = g_memdup2 (f->other->hist, N_EPOCHS * sizeof *up);
  g.value[SL_PARAM_REDSHIFT] = 0.3 - step;
  ask (f, &g, f->other);
  g.value[SL_PARAM_REDSHIFT] = 0.3;
  ask (f, &g, f->result);
  for (guint e = 0; e < 3; e++)
    {
      const double slope = f->result->hist_jac[SL_PARAM_REDSHIFT * N_EPOCHS + e];

      g_assert_cmpfloat (fabs (slope), >, 1e-3);
      g_assert_cmpfloat (fabs ((up[e] - f->other->hist[e]) / (2.0 * step) - slope), <=, 0.02 * fabs (slope));
    }
}

static void
test_no_table (Fixture *f, gconstpointer data)
{
  SlRequest request = { .flags = SL_REQUEST_SED };
  g_autoptr (GError) error = NULL;

  sl_galaxy_init (&request.galaxy);
  request.galaxy.metals = SL_METALS_TABLE;
  g_assert_false (sl_engine_evaluate (f->engine, &request, f->result, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_PARAMETER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metals/relation", test_relation);
#define ADD(name, library)                                                                                   \
  g_test_add ("/metals/" #name "/" library, Fixture, library, set_up, test_##name, fixture_tear_down)
  ADD (constant_table, "ssp_tiny.h5");
  ADD (constant_table, WITHOUT_GAS);
  ADD (by_mass, "ssp_tiny.h5");
  ADD (by_mass, WITHOUT_GAS);
  ADD (lookback, "ssp_tiny.h5");
  ADD (no_table, "ssp_tiny.h5");
#undef ADD
  return g_test_run ();
}
