/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/support/sl-error.h"
#include "tests/model/inference/inference-fixture.h"

/* The posterior's density, its gradient and the rows of least squares. */

#define N_POINTS 20
/* Of the largest entry, for one of several steps: light is a sum of floats, which spoils short steps, and
 * histories have kinks at the times of their table, which spoil long ones, most of all where star formation
 * ends faster than these times follow one another. */
#define TOL_GRADIENT 2e-3

/* Priors of every kind, a limit on either side, a row that is off. */
static SlInference *
create_mixed (const Library *l)
{
  static const char *const names[] = { "obs:LSST/u", "obs:LSST/g", "obs:LSST/r", "obs:LSST/i",
                                       "obs:LSST/z", "obs:LSST/y", "obs:LSST/y", "fnu:LSST/u" };
  SlPrior priors[G_N_ELEMENTS (twelve_free)] = { 0 };
  g_autoptr (SlMeasurements) m = NULL;
  double u[SL_N_PARAMS];
  SlGalaxy galaxy;
  SlInference *self;

  priors[8] = (SlPrior) { SL_PRIOR_NORMAL, TRUE, -2.0, 0.3 };
  priors[10] = (SlPrior) { SL_PRIOR_LOG_UNIFORM, TRUE, 0.05, 3.0 };
  priors[0] = (SlPrior) { SL_PRIOR_UNIFORM, TRUE, 11.0, 13.0 };
  measured_galaxy (&galaxy);
  self = create_inference (l, names, G_N_ELEMENTS (names), 0.1, &galaxy, twelve_free,
                           G_N_ELEMENTS (twelve_free), priors, FALSE);
  measure (self, 3, u);
  m = sl_measurements_copy (sl_inference_measurements (self));
  sl_measurements_get (m, 0)->kind = SL_MEASUREMENT_LOWER;
  sl_measurements_get (m, 6)->kind = SL_MEASUREMENT_UPPER;
  sl_measurements_get (m, 3)->on = FALSE;
  sl_measurements_get (m, 7)->error = 0.2 * sl_measurements_get (m, 7)->value;
  m->floor = (SlMeasurementFloor) { 0.02, 0.1 };
  g_assert_true (sl_inference_set_measurements (self, m, NULL));
  g_assert_cmpuint (sl_inference_n_on (self), ==, 7);
  g_assert_cmpuint (sl_inference_n_rows (self), ==, 9);
  return self;
}

/* Points around the middle of the ranges. */
static double *
random_points (Library *l, guint n, guint dim, double spread)
{
  double *u = g_new (double, n * dim);

  for (guint i = 0; i < n * dim; i++)
    u[i] = g_rand_double_range (l->rng, -spread, spread);
  return u;
}

/* Five-point differences with this step of the density along each coordinate (dim). */
static void
differences (SlInference *self, const double *u, double step, double *slope)
{
  static const double at[] = { -2.0, -1.0, 1.0, 2.0 }, weight[] = { 1.0, -8.0, 8.0, -1.0 };
  const guint dim = sl_inference_dim (self);
  g_autofree double *shifted = g_new (double, 4 * dim * dim), *unused = g_new (double, 4 * dim * dim);
  double around[4 * SL_N_PARAMS];

  for (guint p = 0; p < dim; p++)
    for (guint k = 0; k < 4; k++)
      {
        memcpy (shifted + (p * 4 + k) * dim, u, dim * sizeof *u);
        shifted[(p * 4 + k) * dim + p] += at[k] * step;
      }
  g_assert_true (sl_inference_log_density (self, shifted, 4 * dim, around, unused, NULL));
  for (guint p = 0; p < dim; p++)
    {
      slope[p] = 0.0;
      for (guint k = 0; k < 4; k++)
        slope[p] += weight[k] * around[p * 4 + k] / (12.0 * step);
    }
}

static void
test_gradient (Library *l, gconstpointer data)
{
  static const double steps[] = { 0.1, 0.02, 0.004, 0.001, 0.0002 };
  g_autoptr (SlInference) self = create_mixed (l);
  const guint dim = sl_inference_dim (self);
  g_autofree double *u = random_points (l, N_POINTS, dim, 1.5), *gradient = g_new (double, N_POINTS * dim);
  double density[N_POINTS];

  g_assert_true (sl_inference_log_density (self, u, N_POINTS, density, gradient, NULL));
  for (guint i = 0; i < N_POINTS; i++)
    {
      double largest = 1.0, want[SL_N_PARAMS], off[SL_N_PARAMS];

      g_assert_true (isfinite (density[i]));
      for (guint p = 0; p < dim; p++)
        {
          largest = MAX (largest, fabs (gradient[i * dim + p]));
          off[p] = INFINITY;
        }
      for (guint k = 0; k < G_N_ELEMENTS (steps); k++)
        {
          differences (self, u + i * dim, steps[k], want);
          for (guint p = 0; p < dim; p++)
            off[p] = MIN (off[p], fabs (gradient[i * dim + p] - want[p]));
        }
      for (guint p = 0; p < dim; p++)
        {
          if (off[p] > TOL_GRADIENT * largest)
            g_test_message ("point %u, %s: off by %.3g", i,
                            sl_param_info (sl_inference_param (self, p))->name, off[p]);
          g_assert_cmpfloat (off[p], <=, TOL_GRADIENT * largest);
        }
    }
}

/* A point has the same numbers alone and among others, and the parts sum to the whole. */
static void
test_parts (Library *l, gconstpointer data)
{
  g_autoptr (SlInference) self = create_mixed (l);
  const guint dim = sl_inference_dim (self);
  g_autofree double *u = random_points (l, N_POINTS, dim, 3.0), *gradient = g_new (double, N_POINTS * dim);
  double density[N_POINTS], likelihood[N_POINTS], prior[N_POINTS], volume[N_POINTS], alone;
  guint8 bad[N_POINTS];
  const SlInferenceTerms terms = { likelihood, prior, volume, NULL, NULL, bad };

  g_assert_true (sl_inference_log_density (self, u, N_POINTS, density, gradient, NULL));
  g_assert_true (sl_inference_evaluate (self, u, N_POINTS, &terms, NULL));
  for (guint i = 0; i < N_POINTS; i++)
    {
      double slope[SL_N_PARAMS];

      g_assert_cmpuint (bad[i], ==, 0);
      g_assert_cmpfloat_with_epsilon (density[i], likelihood[i] + prior[i] + volume[i],
                                      1e-9 * fabs (density[i]));
      g_assert_true (sl_inference_log_density (self, u + i * dim, 1, &alone, slope, NULL));
      g_assert_cmpfloat (alone, ==, density[i]);
      g_assert_cmpmem (slope, dim * sizeof *slope, gradient + i * dim, dim * sizeof *slope);
    }
  g_assert_cmpuint (sl_inference_evaluations (self), ==, 3 * N_POINTS + 1);
}

/* ln likelihood by its formula, from the predictions. */
static void
test_formula (Library *l, gconstpointer data)
{
  g_autoptr (SlInference) self = create_mixed (l);
  const guint dim = sl_inference_dim (self), n_obs = sl_inference_n_measurements (self);
  g_autofree double *u = random_points (l, N_POINTS, dim, 0.3), *predicted = g_new (double, N_POINTS * n_obs);
  double likelihood[N_POINTS];
  const SlInferenceTerms terms = { .lg_likelihood = likelihood, .predicted = predicted };
  const double *row = predicted;

  g_assert_true (sl_inference_evaluate (self, u, N_POINTS, &terms, NULL));
  for (guint i = 0; i < N_POINTS; i++, row += n_obs)
    {
      double want = 0.0;

      for (guint k = 0; k < n_obs; k++)
        {
          const SlMeasurement *m = sl_measurements_get (sl_inference_measurements (self), k);
          const double floor = k == 7 ? 0.1 * m->value : 0.02, sigma = hypot (m->error, floor);
          const double z = (row[k] - m->value) / sigma;

          g_assert_cmpfloat_with_epsilon (sl_inference_sigma (self, k), sigma, 1e-12 * sigma);
          if (m->kind == SL_MEASUREMENT_VALUE && m->on)
            want += -0.5 * z * z - log (sigma * sqrt (2.0 * G_PI));
          else if (m->on)
            want += log (0.5 * erfc ((m->kind == SL_MEASUREMENT_UPPER ? z : -z) / sqrt (2.0)));
        }
      if (isfinite (want))
        g_assert_cmpfloat_with_epsilon (likelihood[i], want, 1e-9 * MAX (1.0, fabs (want)));
    }
}

/* Squares of rows are the density without the volume; their Jacobian gives its gradient. */
static void
test_rows (Library *l, gconstpointer data)
{
  g_autoptr (SlInference) self = create_mixed (l);
  const guint dim = sl_inference_dim (self), n = sl_inference_n_rows (self);
  g_autofree double *u = random_points (l, N_POINTS, dim, 2.0), *rows = g_new (double, N_POINTS * n),
                    *jacobian = g_new (double, N_POINTS * n * dim),
                    *gradient = g_new (double, N_POINTS * dim);
  double density[N_POINTS], volume[N_POINTS], constant = 0.0;
  const SlInferenceTerms terms = { .lg_volume = volume };
  guint8 bad[N_POINTS];

  g_assert_true (sl_inference_log_density (self, u, N_POINTS, density, gradient, NULL));
  g_assert_true (sl_inference_evaluate (self, u, N_POINTS, &terms, NULL));
  g_assert_true (sl_inference_residuals (self, u, N_POINTS, FALSE, rows, jacobian, bad, NULL));
  for (guint i = 0; i < N_POINTS; i++)
    {
      double sum = 0.0, slope[SL_N_PARAMS] = { 0.0 }, x[SL_N_PARAMS];
      SlCoordinateSlopes slopes;

      for (guint r = 0; r < n; r++)
        {
          sum += 0.5 * rows[i * n + r] * rows[i * n + r];
          for (guint p = 0; p < dim; p++)
            slope[p] -= rows[i * n + r] * jacobian[(i * n + r) * dim + p];
        }
      if (i == 0)
        constant = density[i] - volume[i] + sum;
      g_assert_cmpfloat_with_epsilon (density[i] - volume[i] + sum, constant, 1e-9 * MAX (1.0, sum));
      sl_coordinates_to_x (sl_inference_coordinates (self), u + i * dim, x, NULL, &slopes);
      sl_coordinates_add_volume (sl_inference_coordinates (self), &slopes, slope);
      for (guint p = 0; p < dim; p++)
        g_assert_cmpfloat_with_epsilon (slope[p], gradient[i * dim + p], 1e-9 * MAX (1.0, sum));
    }
}

/* Draws of the prior are in order and in range; those of a normal one have its mean. */
static void
test_draws (Library *l, gconstpointer data)
{
  g_autoptr (SlInference) self = create_mixed (l);
  double sum = 0.0;
  const guint n = 4000;

  for (guint i = 0; i < n; i++)
    {
      double x[SL_N_PARAMS], u[SL_N_PARAMS];

      g_assert_true (sl_inference_draw_prior (self, l->rng, x));
      g_assert_cmpfloat (x[6], <=, x[7]);
      g_assert_true (x[0] >= 11.0 && x[0] <= 13.0);
      g_assert_cmpuint (sl_inference_from_parameters (self, x, u, NULL), <=, 1);
      sum += x[8];
    }
  g_assert_cmpfloat (fabs (sum / n + 2.0), <, 4.0 * 0.3 / sqrt (n));
}

/* At z = 0 nothing is observed: the density says so, and does not fail. */
static void
test_no_model (Library *l, gconstpointer data)
{
  static const SlParamId params[] = { SL_PARAM_AV_OLD };
  SlGalaxy galaxy;
  g_autoptr (SlInference) self = NULL;
  double u = 0.3, density, gradient = 5.0, row[6], slope[6];
  guint8 bad = 0;

  measured_galaxy (&galaxy);
  self = create_inference (l, six_bands, 6, 0.1, &galaxy, params, 1, NULL, FALSE);
  galaxy.value[SL_PARAM_REDSHIFT] = 0.0;
  g_assert_true (sl_inference_set_base (self, &galaxy, NULL));
  g_assert_true (sl_inference_log_density (self, &u, 1, &density, &gradient, NULL));
  g_assert_cmpfloat (density, ==, -INFINITY);
  g_assert_cmpfloat (gradient, ==, 0.0);
  g_assert_true (sl_inference_residuals (self, &u, 1, FALSE, row, slope, &bad, NULL));
  g_assert_cmpuint (bad, ==, 1);
}

/* Without measurements the posterior is the prior. */
static void
test_prior_alone (Library *l, gconstpointer data)
{
  const SlPrior prior = { SL_PRIOR_NORMAL, TRUE, 1.0, 0.3 };
  const SlParamId param = SL_PARAM_AV_OLD;
  SlGalaxy galaxy;
  g_autoptr (SlInference) self = NULL;
  double sum = 0.0;

  measured_galaxy (&galaxy);
  self = create_inference (l, NULL, 0, 0.1, &galaxy, &param, 1, &prior, FALSE);
  for (guint k = 0; k < 4000; k++)
    {
      const double u = -20.0 + 0.01 * k;
      double density, gradient;

      g_assert_true (sl_inference_log_density (self, &u, 1, &density, &gradient, NULL));
      sum += 0.01 * exp (density);
    }
  g_assert_cmpfloat_with_epsilon (sum, 1.0, 1e-6);
}

static gboolean
stop_at_once (void)
{
  return TRUE;
}

/* Another prior moves the density by its own difference; a run that is stopped says so. */
static void
test_changes (Library *l, gconstpointer data)
{
  const SlPrior normal = { SL_PRIOR_NORMAL, TRUE, 1.0, 0.3 }, none = { SL_PRIOR_UNIFORM, TRUE, 7.0, 8.0 };
  const SlParamId param = SL_PARAM_AV_OLD;
  double u = 0.3, x, before, after, gradient;
  g_autoptr (SlInference) self = NULL;
  g_autoptr (GError) error = NULL;
  SlGalaxy galaxy;
  SlPriorOver old;

  measured_galaxy (&galaxy);
  self = create_inference (l, six_bands, 6, 0.1, &galaxy, &param, 1, NULL, FALSE);
  old = *sl_inference_prior (self, 0);
  sl_inference_to_parameters (self, &u, 1, &x);
  g_assert_cmpfloat_with_epsilon (x, 4.0 / (1.0 + exp (-u)), 1e-12);
  g_assert_true (sl_inference_log_density (self, &u, 1, &before, &gradient, NULL));
  g_assert_false (sl_inference_set_priors (self, &none, NULL));
  g_assert_true (sl_inference_set_priors (self, &normal, NULL));
  g_assert_true (sl_inference_log_density (self, &u, 1, &after, &gradient, NULL));
  g_assert_cmpfloat_with_epsilon (after - before,
                                  sl_prior_lg_density (sl_inference_prior (self, 0), x, NULL)
                                      - sl_prior_lg_density (&old, x, NULL),
                                  1e-9);
  sl_inference_set_stop (self, stop_at_once);
  g_assert_false (sl_inference_log_density (self, &u, 1, &after, &gradient, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_ENGINE);
}

static void
expect (const Library *l, const char *name, const SlParamId *params, guint n, const SlPrior *priors, int code)
{
  g_autoptr (SlMeasurements) m = sl_measurements_new ();
  g_autoptr (SlInference) self = NULL;
  g_autoptr (GError) error = NULL;
  SlInferenceConfig config;
  SlGalaxy galaxy;

  measured_galaxy (&galaxy);
  sl_measurements_add (m, name, SL_MEASUREMENT_VALUE, 1.0, 1.0, NULL);
  config = (SlInferenceConfig) { l->templates, l->filters, m, &galaxy, params, n, priors, 1 };
  self = sl_inference_new (&config, &error);
  g_assert_error (error, SL_ERROR, code);
  g_test_message ("%s", error->message);
}

static void
test_errors (Library *l, gconstpointer data)
{
  static const SlParamId params[] = { SL_PARAM_AV_OLD, SL_PARAM_AV_OLD }, tau = SL_PARAM_TAU,
                         late = SL_PARAM_LG_REJUV;
  const SlPrior far = { SL_PRIOR_UNIFORM, TRUE, 5.0, 6.0 }, below = { SL_PRIOR_UNIFORM, TRUE, -3.0, -2.0 };

  expect (l, "obs:LSST/x", params, 1, NULL, SL_ERROR_OBSERVABLE);
  expect (l, "obs:LSST/g", params, 0, NULL, SL_ERROR_PARAMETER);
  expect (l, "obs:LSST/g", params, 2, NULL, SL_ERROR_PARAMETER);
  expect (l, "obs:LSST/g", &tau, 1, NULL, SL_ERROR_PARAMETER);
  expect (l, "obs:LSST/g", params, 1, &far, SL_ERROR_PARAMETER);
  /* Its partner is fixed at -1.3. */
  expect (l, "obs:LSST/g", &late, 1, &below, SL_ERROR_PARAMETER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                                  \
  g_test_add ("/inference/" name, Library, "ssp_tiny.h5", library_set_up, function, library_tear_down)
  ADD ("gradient", test_gradient);
  ADD ("parts", test_parts);
  ADD ("formula", test_formula);
  ADD ("rows", test_rows);
  ADD ("draws", test_draws);
  ADD ("no-model", test_no_model);
  ADD ("prior-alone", test_prior_alone);
  ADD ("changes", test_changes);
  ADD ("errors", test_errors);
#undef ADD
  return g_test_run ();
}
