/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Second derivatives and the Fisher matrix: against the published packages (tests/data/second.h5), against the engine's
 * values and Jacobian, and against differences of that Jacobian. */
#include <string.h>

#include "model/sl-error.h"
#include "model/sl-second.h"
#include "tests/model/reference.h"

/* The reference and the plain version are both in doubles: what is left is its rounding, which ages whose mass is a
 * difference of nearly equal masses raise (1e-8 for widths). */
#define TOL_REFERENCE_VALUE 1e-9
#define TOL_REFERENCE_GRAD 1e-8   /* of the largest entry of the gradient */
#define TOL_REFERENCE_HESSIAN 1e-7 /* of the largest entry of the Hessian */
#define TOL_REFERENCE_FISHER 1e-8 /* of the largest entry */
/* Wavelengths of the reference's Hessians [A]. */
#define REFERENCE_FROM 3700.0
#define REFERENCE_UNTIL 7200.0
/* The engine's spectra are sums of floats. */
#define TOL_ENGINE 1e-6           /* magnitudes; widths and the rest relative */
#define TOL_ENGINE_FISHER 1e-5    /* of the largest entry */

typedef struct {
  SlTemplates *templates;
  SlFilterSet *filters;
} Library;

static void
set_up (Library *l, gconstpointer grid)
{
  l->templates = load_templates (grid);
  l->filters = load_filters ();
}

static void
tear_down (Library *l, gconstpointer grid)
{
  sl_templates_unref (l->templates);
  sl_filter_set_unref (l->filters);
}

static SlSecond *
new_second (const Library *l, const char *const *observables, guint threads)
{
  g_autoptr (GError) error = NULL;
  SlSecond *second = sl_second_new (l->templates, l->filters, observables, threads, &error);

  g_assert_no_error (error);
  return second;
}

static SlEngine *
new_engine (const Library *l, const char *const *observables)
{
  g_autoptr (GError) error = NULL;
  SlEngineConfig config = { .templates = l->templates, .filters = l->filters, .observables = observables };
  SlEngine *engine = sl_engine_new (&sl_engine_cpu, &config, &error);

  g_assert_no_error (error);
  return engine;
}

static void
ask (SlEngine *engine, const SlGalaxy *galaxy, SlResult *result)
{
  SlRequest request = { .galaxy = *galaxy, .want = SL_WANT_OBSERVABLES | SL_WANT_JACOBIAN };
  g_autoptr (GError) error = NULL;

  sl_engine_evaluate (engine, &request, result, &error);
  g_assert_no_error (error);
}

static void
second (SlSecond *self, const SlGalaxy *galaxy, const SlParamId *params, guint n, double *value, double *grad,
        double *hessian)
{
  g_autoptr (GError) error = NULL;

  sl_second_evaluate (self, galaxy, params, n, value, grad, hessian, &error);
  g_assert_no_error (error);
}

static SlParamId *
find_params (SlH5 *h5, const char *name, gsize *n)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = sl_h5_read_strings (h5, name, n, &error);
  SlParamId *id;

  g_assert_no_error (error);
  id = g_new (SlParamId, *n);
  for (gsize i = 0; i < *n; i++)
    {
      g_assert_cmpint (sl_param_lookup (names[i]), >=, 0);
      id[i] = sl_param_lookup (names[i]);
    }
  return id;
}

/* Largest difference as a part of the largest entry of the reference. */
static double
difference (const double *mine, const double *ref, gsize n)
{
  double top = 0.0, worst = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      top = MAX (top, fabs (ref[i]));
      worst = MAX (worst, fabs (mine[i] - ref[i]));
      g_assert_true (isfinite (mine[i]));
    }
  return worst / top;
}

static void
reference_galaxy (SlGalaxy *galaxy, const double *params)
{
  sl_galaxy_init (galaxy);
  memcpy (galaxy->value, params, N_REFERENCE_PARAMS * sizeof *params);
}

static void
test_reference_hessian (Library *l, gconstpointer grid)
{
  static const char *const observables[] = { "rest:LSST/g-r", "ew:OIII5007", NULL };
  enum { N_OBS = G_N_ELEMENTS (observables) - 1 };
  g_autofree char *path = reference_path ("second.h5");
  g_autoptr (SlH5) h5 = sl_h5_open (path, NULL);
  gsize dims[2] = { 0 }, n;
  g_autofree double *params = read_all (h5, "/params", 2, dims), *value = read_all (h5, "/value", 2, NULL);
  g_autofree double *grad = read_all (h5, "/grad", 3, NULL), *hessian = read_all (h5, "/hessian", 4, NULL);
  g_autofree SlParamId *id = find_params (h5, "/hessian_param_names", &n);
  g_autofree double *my_grad = g_new (double, N_OBS * n), *my_hessian = g_new (double, N_OBS * n * n);
  g_autoptr (SlSecond) self = NULL;

  crop_templates (l->templates, REFERENCE_FROM, REFERENCE_UNTIL);
  self = new_second (l, observables, 0);
  for (gsize i = 0; i < dims[0]; i++)
    {
      SlGalaxy galaxy;
      double my_value[N_OBS];
      gint64 start = g_get_monotonic_time ();

      reference_galaxy (&galaxy, params + i * N_REFERENCE_PARAMS);
      second (self, &galaxy, id, n, my_value, my_grad, my_hessian);
      start = g_get_monotonic_time () - start;
      for (guint o = 0; o < N_OBS; o++)
        {
          gsize k = i * N_OBS + o;
          double e_value = difference (my_value + o, value + k, 1);
          double e_grad = difference (my_grad + o * n, grad + k * n, n);
          double e_hessian = difference (my_hessian + o * n * n, hessian + k * n * n, n * n);

          g_test_message ("point %zu, %s: value %.1e, gradient %.1e, Hessian %.1e (%.0f ms)", i, observables[o], e_value, e_grad,
                          e_hessian, 1e-3 * start);
          g_assert_cmpfloat (e_value, <=, TOL_REFERENCE_VALUE);
          g_assert_cmpfloat (e_grad, <=, TOL_REFERENCE_GRAD);
          g_assert_cmpfloat (e_hessian, <=, TOL_REFERENCE_HESSIAN);
        }
    }
}

/* Six observed magnitudes by twelve parameters, from either Jacobian. */
static void
test_reference_fisher (Library *l, gconstpointer grid)
{
  static const char *const observables[] = { "obs:LSST/u", "obs:LSST/g", "obs:LSST/r", "obs:LSST/i", "obs:LSST/z",
                                             "obs:LSST/y", NULL };
  enum { N_OBS = G_N_ELEMENTS (observables) - 1 };
  const double error = 0.05;
  g_autofree char *path = reference_path ("second.h5");
  g_autoptr (SlH5) h5 = sl_h5_open (path, NULL);
  gsize dims[2] = { 0 }, n;
  g_autofree double *params = read_all (h5, "/params", 2, dims), *mags = read_all (h5, "/obs_mags", 2, NULL);
  g_autofree double *jac = read_all (h5, "/jac_mags", 3, NULL), *fisher = read_all (h5, "/fisher", 3, NULL);
  g_autofree SlParamId *id = find_params (h5, "/fisher_param_names", &n);
  g_autofree double *mine = g_new (double, N_OBS * n), *matrix = g_new (double, n * n);
  g_autoptr (SlSecond) self = new_second (l, observables, 0);
  g_autoptr (SlEngine) engine = new_engine (l, observables);
  g_autoptr (SlResult) result = sl_result_new (engine);

  for (gsize i = 0; i < dims[0]; i++)
    {
      SlGalaxy galaxy;
      double value[N_OBS], sigma[N_OBS], e_plain, e_engine;

      for (guint o = 0; o < N_OBS; o++)
        sigma[o] = error;
      reference_galaxy (&galaxy, params + i * N_REFERENCE_PARAMS);
      second (self, &galaxy, id, n, value, mine, NULL);
      for (guint o = 0; o < N_OBS; o++)
        g_assert_cmpfloat (fabs (value[o] - mags[i * N_OBS + o]), <=, TOL_REFERENCE_VALUE);
      g_assert_cmpfloat (difference (mine, jac + i * N_OBS * n, N_OBS * n), <=, TOL_REFERENCE_GRAD);
      sl_fisher (mine, sigma, N_OBS, n, matrix);
      e_plain = difference (matrix, fisher + i * n * n, n * n);

      ask (engine, &galaxy, result);
      for (guint o = 0; o < N_OBS; o++)
        for (gsize p = 0; p < n; p++)
          mine[o * n + p] = result->obs_jac[o * SL_N_PARAMS + id[p]];
      sl_fisher (mine, sigma, N_OBS, n, matrix);
      e_engine = difference (matrix, fisher + i * n * n, n * n);
      g_test_message ("point %zu: Fisher matrix %.1e, of the engine's Jacobian %.1e", i, e_plain, e_engine);
      g_assert_cmpfloat (e_plain, <=, TOL_REFERENCE_FISHER);
      g_assert_cmpfloat (e_engine, <=, TOL_ENGINE_FISHER);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, grid) g_test_add ("/second/" #name, Library, grid, set_up, test_##name, tear_down)
  ADD (reference_hessian, "ssp_bc03_miles.h5");
  ADD (reference_fisher, "ssp_bc03_miles.h5");
#undef ADD
  return g_test_run ();
}
