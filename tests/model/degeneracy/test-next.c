/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Covariances, the next best measurement, biases, and galaxies told apart. */
#include <math.h>
#include <string.h>

#include "model/degeneracy/sl-covariance.h"
#include "model/degeneracy/sl-next.h"
#include "model/derivatives/sl-fisher.h"
#include "model/support/sl-error.h"

/* Of inverses of well-conditioned matrices of three parameters. */
#define TOLERANCE 1e-10

enum { N = 3, N_OBS = 5, N_CANDIDATES = 4, DRAWS = 20000 };

static const double jac[N_OBS * N] = { 1.0, 0.3, -0.2, 0.4, 2.0, 0.1, -0.7, 0.5,
                                       1.5, 0.9, -1.1, 0.6, 0.2, 0.8, -0.4 };
static const double sigma[N_OBS] = { 0.1, 0.2, 0.15, 0.3, 0.1 };

static double
normal (GRand *rng)
{
  return sqrt (-2.0 * log (1.0 - g_rand_double (rng))) * cos (2.0 * G_PI * g_rand_double (rng));
}

static void
covariance_of_jac (double *covariance)
{
  double fisher[N * N];
  g_auto (SlFisherForecast) forecast = { 0 };
  g_autoptr (GError) error = NULL;

  sl_fisher (jac, sigma, N_OBS, N, fisher);
  g_assert_true (sl_fisher_forecast (fisher, N, &forecast, &error));
  g_assert_true (sl_covariance_of_forecast (fisher, &forecast, covariance, &error));
  g_assert_no_error (error);
}

/* Fit of data to the linear model: theta = C J^T W d. */
static void
fit (const double *covariance, const double *data, double *theta)
{
  for (guint p = 0; p < N; p++)
    {
      theta[p] = 0.0;
      for (guint q = 0; q < N; q++)
        for (guint o = 0; o < N_OBS; o++)
          theta[p] += covariance[p * N + q] * jac[o * N + q] * data[o] / (sigma[o] * sigma[o]);
    }
}

static void
test_covariance (void)
{
  double covariance[N * N], fisher[N * N];
  g_auto (SlFisherForecast) forecast = { 0 };
  g_autoptr (GError) error = NULL;

  covariance_of_jac (covariance);
  sl_fisher (jac, sigma, N_OBS, N, fisher);
  for (guint p = 0; p < N; p++)
    for (guint q = 0; q < N; q++)
      {
        double one = 0.0;

        for (guint k = 0; k < N; k++)
          one += covariance[p * N + k] * fisher[k * N + q];
        g_assert_cmpfloat_with_epsilon (one, p == q, TOLERANCE);
      }
  sl_fisher (jac, sigma, 2, N, fisher);
  g_assert_true (sl_fisher_forecast (fisher, N, &forecast, &error));
  g_assert_false (sl_covariance_of_forecast (fisher, &forecast, covariance, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_ENGINE);
  g_assert_nonnull (strstr (error->message, "2 of 3"));
}

/* Whether a point is inside the polygon of an ellipse about 0. */
static gboolean
inside (const double *x, const double *y, guint n, double px, double py)
{
  gboolean in = FALSE;

  for (guint i = 0, j = n - 1; i < n; j = i++)
    if ((y[i] > py) != (y[j] > py) && px < (x[j] - x[i]) * (py - y[i]) / (y[j] - y[i]) + x[i])
      in = !in;
  return in;
}

/* Fits to noisy data of the same galaxy: 68 and 95 % of them are inside. */
static void
test_ellipse (void)
{
  enum { POINTS = 200 };
  static const double chi2[] = { SL_CHI2_68, SL_CHI2_95 }, expected[] = { 0.68, 0.95 };
  double covariance[N * N], x[2][POINTS], y[2][POINTS];
  g_autoptr (GRand) rng = g_rand_new_with_seed (68);
  guint in[2] = { 0 };

  covariance_of_jac (covariance);
  for (guint k = 0; k < 2; k++)
    sl_covariance_ellipse (covariance, N, 2, 0, chi2[k], POINTS, x[k], y[k]);
  for (guint i = 0; i < DRAWS; i++)
    {
      double data[N_OBS], theta[N];

      for (guint o = 0; o < N_OBS; o++)
        data[o] = sigma[o] * normal (rng);
      fit (covariance, data, theta);
      for (guint k = 0; k < 2; k++)
        in[k] += inside (x[k], y[k], POINTS, theta[2], theta[0]);
    }
  for (guint k = 0; k < 2; k++)
    /* Four standard deviations of the count. */
    g_assert_cmpfloat_with_epsilon ((double) in[k] / DRAWS, expected[k],
                                    4.0 * sqrt (expected[k] * (1.0 - expected[k]) / DRAWS));
}

/* The ranking is that of forecasts with each of the candidates. */
static void
test_next (void)
{
  static const double more[N_CANDIDATES * N] = { 0.1, 0.1, 2.0, 3.0, 0.0, 0.1, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0 };
  static const double errors[N_CANDIDATES] = { 0.1, 0.05, 0.1, 0.5 };
  double covariance[N * N], alone[N * N];

  covariance_of_jac (covariance);
  for (int param = -1; param < N; param++)
    {
      SlNext next[N_CANDIDATES];
      double last = -INFINITY;

      sl_next_rank (covariance, N, more, errors, N_CANDIDATES, param, next);
      for (guint c = 0; c < N_CANDIDATES; c++)
        {
          double all[(N_OBS + 1) * N], all_sigma[N_OBS + 1], fisher[N * N], ln_volume[2] = { 0 }, key;
          g_auto (SlFisherForecast) with = { 0 }, without = { 0 };

          memcpy (all, jac, sizeof jac);
          memcpy (all + N_OBS * N, more + next[c].candidate * N, N * sizeof (double));
          memcpy (all_sigma, sigma, sizeof sigma);
          all_sigma[N_OBS] = errors[next[c].candidate];
          sl_fisher (all, all_sigma, N_OBS + 1, N, fisher);
          g_assert_true (sl_fisher_forecast (fisher, N, &with, NULL));
          sl_fisher (jac, sigma, N_OBS, N, alone);
          g_assert_true (sl_fisher_forecast (alone, N, &without, NULL));
          for (guint i = 0; i < N; i++)
            {
              ln_volume[0] -= 0.5 * log (without.eigenvalue[i]);
              ln_volume[1] -= 0.5 * log (with.eigenvalue[i]);
            }
          g_assert_cmpfloat_with_epsilon (next[c].ln_volume, ln_volume[1] - ln_volume[0], TOLERANCE);
          if (param >= 0)
            {
              g_assert_cmpfloat_with_epsilon (next[c].error, with.error[param], TOLERANCE);
              g_assert_cmpfloat_with_epsilon (next[c].gain, 1.0 - with.error[param] / without.error[param],
                                              TOLERANCE);
            }
          key = param >= 0 ? next[c].error : next[c].ln_volume;
          g_assert_cmpfloat (key, >=, last);
          last = key;
        }
      /* The third one says nothing. */
      g_assert_cmpuint (next[N_CANDIDATES - 1].candidate, ==, 2);
    }
}

/* Data of a linear model whose fixed parameter is off, fitted without noise. */
static void
test_bias (void)
{
  static const double fixed[N_OBS] = { 0.5, -0.3, 0.8, 0.1, -1.0 };
  double covariance[N * N], shift[N], theta[N], data[N_OBS];

  covariance_of_jac (covariance);
  sl_bias (covariance, N, jac, sigma, N_OBS, fixed, 0.2, shift);
  for (guint o = 0; o < N_OBS; o++)
    data[o] = fixed[o] * 0.2;
  fit (covariance, data, theta);
  for (guint p = 0; p < N; p++)
    {
      g_assert_cmpfloat_with_epsilon (shift[p], theta[p], TOLERANCE);
      g_assert_cmpfloat (fabs (shift[p]), >, 1e-3);
    }
}

static void
test_apart (void)
{
  const double a[] = { 1.0, 2.0, 3.0 }, b[] = { 1.1, 2.0, 2.6 }, errors[] = { 0.1, 0.1, 0.2 };
  double share[3];

  g_assert_cmpfloat_with_epsilon (sl_apart (a, b, errors, 3, share), 1.0 + 4.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (share[0], 0.2, 1e-12);
  g_assert_cmpfloat (share[1], ==, 0.0);
  g_assert_cmpfloat_with_epsilon (share[2], 0.8, 1e-12);
  g_assert_cmpfloat (sl_apart (a, a, errors, 3, share), ==, 0.0);
  g_assert_cmpfloat (share[0], ==, 0.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/next/covariance", test_covariance);
  g_test_add_func ("/next/ellipse", test_ellipse);
  g_test_add_func ("/next/next", test_next);
  g_test_add_func ("/next/bias", test_bias);
  g_test_add_func ("/next/apart", test_apart);
  return g_test_run ();
}
