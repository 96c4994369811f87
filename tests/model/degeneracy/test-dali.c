/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The doublet of DALI, its profiles and contours. */
#include "model/degeneracy/sl-covariance.h"
#include "model/degeneracy/sl-dali.h"
#include "model/derivatives/sl-fisher.h"
#include "model/derivatives/sl-hessian.h"
#include "model/support/sl-error.h"
#include "tests/model/degeneracy/held.h"

enum { N = 3, N_OBS = 4, GRID = 41 };

/* A model that is quadratic in its parameters: of such a one DALI's doublet is the posterior itself. */
static const double grad[N_OBS * N] = { 1.0, 0.5, -0.2, 0.1, 1.5, 0.3, -0.8, 0.2, 0.9, 0.4, -0.6, 0.7 };
static const double sigma[N_OBS] = { 0.1, 0.2, 0.3, 0.2 };
static double hessian[N_OBS * N * N];
static const double prior[N] = { INFINITY, 2.0, INFINITY };
static const double lo[N] = { -2.0, -3.0, -1.0 }, hi[N] = { 2.0, 3.0, 4.0 };

static void
make_hessian (void)
{
  g_autoptr (GRand) rng = g_rand_new_with_seed (14);

  for (guint o = 0; o < N_OBS; o++)
    for (guint p = 0; p < N; p++)
      for (guint q = 0; q <= p; q++)
        hessian[(o * N + p) * N + q] = hessian[(o * N + q) * N + p] = g_rand_double_range (rng, -1.5, 1.5);
}

static SlDali *
make_dali (gboolean curved)
{
  const SlDaliInputs inputs = { .n_obs = N_OBS,
                                .n = N,
                                .grad = grad,
                                .hessian = curved ? hessian : NULL,
                                .sigma = sigma,
                                .prior = prior,
                                .lo = lo,
                                .hi = hi };

  return sl_dali_new (&inputs);
}

/* Chi-square of the quadratic model against its own values at 0. */
static double
exact (const double *x)
{
  double chi2 = x[1] * x[1] / (prior[1] * prior[1]);

  for (guint o = 0; o < N_OBS; o++)
    {
      double f = 0.0;

      for (guint p = 0; p < N; p++)
        {
          f += grad[o * N + p] * x[p];
          for (guint q = 0; q < N; q++)
            f += 0.5 * hessian[(o * N + p) * N + q] * x[p] * x[q];
        }
      chi2 += f * f / (sigma[o] * sigma[o]);
    }
  return chi2;
}

/* The three tensors of the paper, contracted one by one. */
static double
by_tensors (const double *x)
{
  double flexion = 0.0, quarxion = 0.0, fisher = x[1] * x[1] / (prior[1] * prior[1]);

  for (guint o = 0; o < N_OBS; o++)
    for (guint a = 0; a < N; a++)
      for (guint b = 0; b < N; b++)
        {
          const double weight = 1.0 / (sigma[o] * sigma[o]);

          fisher += weight * grad[o * N + a] * grad[o * N + b] * x[a] * x[b];
          for (guint c = 0; c < N; c++)
            {
              const double second = hessian[(o * N + a) * N + b];

              flexion += weight * second * grad[o * N + c] * x[a] * x[b] * x[c];
              for (guint d = 0; d < N; d++)
                quarxion += weight * second * hessian[(o * N + c) * N + d] * x[a] * x[b] * x[c] * x[d];
            }
        }
  return -0.5 * fisher - 0.5 * flexion - 0.125 * quarxion;
}

static void
test_closed_form (void)
{
  g_autoptr (SlDali) dali = make_dali (TRUE);
  g_autoptr (GRand) rng = g_rand_new_with_seed (15);
  double x[N];

  for (guint k = 0; k < 200; k++)
    {
      for (guint p = 0; p < N; p++)
        x[p] = g_rand_double_range (rng, lo[p], hi[p]);
      g_assert_cmpfloat_with_epsilon (sl_dali_ln_posterior (dali, x), -0.5 * exact (x), 1e-10 * exact (x));
      g_assert_cmpfloat_with_epsilon (sl_dali_ln_posterior (dali, x), by_tensors (x), 1e-10 * exact (x));
    }
  x[0] = hi[0] + 1e-9;
  g_assert_cmpfloat (sl_dali_ln_posterior (dali, x), ==, -INFINITY);
}

/* No point of a fine grid of the free parameter is lower than the profile. */
static void
test_profile (void)
{
  g_autoptr (SlDali) dali = make_dali (TRUE);
  double axis[2][GRID], chi2[GRID * GRID], ends[2][2], neighbour = 0.0;
  const guint pair[] = { 0, 1 };

  for (guint k = 0; k < 2; k++)
    {
      sl_dali_interval (dali, pair[k], SL_CHI2_95, &ends[k][0], &ends[k][1]);
      g_assert_cmpfloat (ends[k][0], <, 0.0);
      g_assert_cmpfloat (ends[k][1], >, 0.0);
      for (guint i = 0; i < GRID; i++)
        axis[k][i] = ends[k][0] + (ends[k][1] - ends[k][0]) * i / (GRID - 1);
    }
  /* Of two minima, begun at 0 and at the neighbour's, the lower one, as in contours. */
  for (guint i = 0; i < GRID * GRID; i++)
    {
      double x[N] = { axis[0][i % GRID], axis[1][i / GRID], 0.0 }, beside[N] = { x[0], x[1], neighbour };
      const double first = sl_dali_profile (dali, pair, 2, x),
                   second = sl_dali_profile (dali, pair, 2, beside);

      chi2[i] = MIN (first, second);
      neighbour = second < first ? beside[2] : x[2];
    }
  for (guint j = 0; j < GRID; j++)
    for (guint i = 0; i < GRID; i++)
      {
        double least = G_MAXDOUBLE;

        for (double z = lo[2]; z <= hi[2]; z += 0.0005)
          least = MIN (least, exact ((double[]) { axis[0][i], axis[1][j], z }));
        if (chi2[j * GRID + i] > SL_CHI2_95 && least > SL_CHI2_95)
          continue;
        /* The grid's step is about sigma / 500: it misses the minimum by its square. */
        g_assert_cmpfloat_with_epsilon (chi2[j * GRID + i], least, 1e-3);
      }
  /* On the borders the profile of the other parameter just reaches the level. */
  for (guint k = 0; k < GRID; k++)
    {
      g_assert_cmpfloat (chi2[k * GRID], >, SL_CHI2_95 - 1e-2);
      g_assert_cmpfloat (chi2[k], >, SL_CHI2_95 - 1e-2);
    }
}

/* Without second derivatives: contours are the ellipses of the marginal covariance, as far as ends allow. */
static void
test_gaussian (void)
{
  g_autoptr (SlDali) dali = make_dali (FALSE);
  double fisher[N * N], covariance[N * N], ends[2], x[2 * GRID], y[2 * GRID];
  g_auto (SlFisherForecast) forecast = { 0 };

  sl_fisher (grad, sigma, N_OBS, N, fisher);
  fisher[N + 1] += 1.0 / (prior[1] * prior[1]);
  g_assert_true (sl_fisher_forecast (fisher, N, &forecast, NULL));
  g_assert_true (sl_covariance_of_forecast (fisher, &forecast, covariance, NULL));
  for (guint p = 0; p < N; p++)
    {
      sl_dali_interval (dali, p, SL_CHI2_ONE_SIGMA, &ends[0], &ends[1]);
      g_assert_cmpfloat_with_epsilon (ends[1], sqrt (covariance[p * N + p]), 1e-4);
      g_assert_cmpfloat_with_epsilon (ends[0], -sqrt (covariance[p * N + p]), 1e-4);
    }
  sl_dali_contour (dali, 0, 1, SL_CHI2_68, GRID, x, y);
  for (guint i = 0; i < 2 * GRID; i++)
    {
      const double a = covariance[0], b = covariance[1], c = covariance[N + 1], det = a * c - b * b;
      const double at = (c * x[i] * x[i] - 2.0 * b * x[i] * y[i] + a * y[i] * y[i]) / det;

      g_assert_cmpfloat_with_epsilon (at, SL_CHI2_68, 0.03);
    }
}

/* At an end the contour is cut: it runs along the end, and nothing is beyond. */
static void
test_cut (void)
{
  static const double near_hi[N] = { 0.05, 3.0, 4.0 };
  const SlDaliInputs inputs = {
    .n_obs = N_OBS, .n = N, .grad = grad, .sigma = sigma, .prior = prior, .lo = lo, .hi = near_hi
  };
  g_autoptr (SlDali) dali = sl_dali_new (&inputs);
  double ends[2], x[2 * GRID], y[2 * GRID], least = G_MAXDOUBLE, most = -G_MAXDOUBLE;

  sl_dali_interval (dali, 0, SL_CHI2_95, &ends[0], &ends[1]);
  g_assert_cmpfloat (ends[1], ==, near_hi[0]);
  sl_dali_contour (dali, 0, 1, SL_CHI2_68, GRID, x, y);
  for (guint i = 0; i < 2 * GRID; i++)
    {
      g_assert_cmpfloat (x[i], <=, near_hi[0] + 1e-12);
      if (x[i] > near_hi[0] - 1e-12)
        {
          least = MIN (least, y[i]);
          most = MAX (most, y[i]);
        }
    }
  sl_dali_interval (dali, 1, SL_CHI2_68, &ends[0], &ends[1]);
  g_assert_cmpfloat (most - least, >, 0.1 * (ends[1] - ends[0]));
}

/* Contours are where the exact chi-square, with the free parameter at its best, has the level: bent, cut at
 * ends, and so thin that a grid of squares would lose them. */
static void
test_contour (void)
{
  enum { SLICES = 24 };
  double x[2 * SLICES], y[2 * SLICES];

  for (guint k = 0; k < 3; k++)
    {
      /* 1: without second derivatives; 2: the same, errors of the second observable and on 1e-3 of the
       * first. */
      const double thin[N_OBS] = { 1.0, 1e-3, 1e3, 1e3 };
      const SlDaliInputs inputs = { .n_obs = N_OBS,
                                    .n = N,
                                    .grad = grad,
                                    .hessian = k ? NULL : hessian,
                                    .sigma = k == 2 ? thin : sigma,
                                    .prior = prior,
                                    .lo = lo,
                                    .hi = hi };
      g_autoptr (SlDali) dali = sl_dali_new (&inputs);
      double ends[2], least = 0.0, most = 0.0;
      guint on_line = 0;

      sl_dali_contour (dali, 0, 1, SL_CHI2_68, SLICES, x, y);
      sl_dali_interval (dali, 1, SL_CHI2_68, &ends[0], &ends[1]);
      for (guint i = 0; i < 2 * SLICES; i++)
        {
          double at[N] = { x[i], y[i] };
          const guint pair[] = { 0, 1 };
          const double chi2 = sl_dali_profile (dali, pair, 2, at);

          g_assert_cmpfloat (x[i], >=, lo[0]);
          g_assert_cmpfloat (x[i], <=, hi[0]);
          g_assert_cmpfloat (chi2, <, SL_CHI2_68 + 0.05);
          /* Below the level only where an end cuts it. */
          if (fabs (chi2 - SL_CHI2_68) < 0.05)
            on_line++;
          else
            g_assert_true (x[i] == lo[0] || x[i] == hi[0] || y[i] == lo[1] || y[i] == hi[1]);
          least = MIN (least, y[i]);
          most = MAX (most, y[i]);
        }
      g_assert_cmpuint (on_line, >, SLICES);
      /* As high as the interval of the other parameter, but for what is between slices. */
      g_assert_cmpfloat_with_epsilon (least, ends[0], 0.02 * (ends[1] - ends[0]));
      g_assert_cmpfloat_with_epsilon (most, ends[1], 0.02 * (ends[1] - ends[0]));
    }
}

/* On the engine: what DALI says of a galaxy two standard deviations along a bent valley is nearer to the
 * truth than what the Gaussian says, on the whole. The 95 % contours of four parameters take less than the
 * page has. */
static void
test_galaxy (void)
{
  static const char *const names[] = { "rest:LSST/g", "rest:LSST/r", "rest:LSST/i", "ew:OIII5007", NULL };
  static const SlParamId id[] = { SL_PARAM_LGMET_OLD, SL_PARAM_AV_OLD, SL_PARAM_LG_QT, SL_PARAM_LGU_MEAN };
  enum { P = G_N_ELEMENTS (id) };
  const double errors[] = { 0.05, 0.05, 0.05, 0.3 };
  Held h;
  g_autoptr (SlHessian) second = NULL;
  g_autoptr (SlDali) dali = NULL, gaussian = NULL;
  g_autoptr (GError) error = NULL;
  double value[4], first[4 * P], bend[4 * P * P], ends[2][P], wrong[2] = { 0 };
  SlDaliInputs inputs = { .n_obs = 4, .n = P, .grad = first, .sigma = errors, .lo = ends[0], .hi = ends[1] };
  gint64 start;

  held_start (&h, "quenched", names);
  second = sl_hessian_new (h.fixture.templates, h.fixture.filters, names, 0, &error);
  g_assert_no_error (error);
  g_assert_true (sl_hessian_evaluate (second, &h.galaxy, id, P, value, first, bend, &error));
  for (guint p = 0; p < P; p++)
    {
      sl_galaxy_range (&h.galaxy, id[p], NULL, &ends[0][p], &ends[1][p]);
      ends[0][p] -= h.galaxy.value[id[p]];
      ends[1][p] -= h.galaxy.value[id[p]];
    }
  gaussian = sl_dali_new (&inputs);
  inputs.hessian = bend;
  dali = sl_dali_new (&inputs);
  for (guint p = 0; p < P; p++)
    for (int side = 0; side < 2; side++)
      {
        double x[P] = { 0 }, interval[2], there[MOST_HELD], truth = 0.0;
        SlGalaxy galaxy = h.galaxy;

        sl_dali_interval (dali, p, 4.0, &interval[0], &interval[1]);
        x[p] = interval[side];
        sl_dali_profile (dali, &p, 1, x);
        for (guint q = 0; q < P; q++)
          galaxy.value[id[q]] += x[q];
        held_evaluate (&h, &galaxy, there);
        for (guint o = 0; o < 4; o++)
          truth -= 0.5 * pow ((there[o] - h.value[o]) / errors[o], 2);
        wrong[0] += fabs (sl_dali_ln_posterior (dali, x) - truth);
        wrong[1] += fabs (sl_dali_ln_posterior (gaussian, x) - truth);
      }
  g_test_message ("ln posterior at two sigma is off by %.3g with, %.3g without second derivatives",
                  wrong[0] / 8, wrong[1] / 8);
  g_assert_cmpfloat (wrong[0], <, 0.5 * wrong[1]);
  start = g_get_monotonic_time ();
  for (guint p = 0; p < P; p++)
    for (guint q = 0; q < p; q++)
      {
        double x[2][64], y[2][64];

        sl_dali_contour (dali, q, p, SL_CHI2_68, 32, x[0], y[0]);
        sl_dali_contour (dali, q, p, SL_CHI2_95, 32, x[1], y[1]);
      }
  g_test_message ("twelve contours take %.1f ms", (g_get_monotonic_time () - start) * 1e-3);
  held_end (&h);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  make_hessian ();
  g_test_add_func ("/dali/closed-form", test_closed_form);
  g_test_add_func ("/dali/profile", test_profile);
  g_test_add_func ("/dali/gaussian", test_gaussian);
  g_test_add_func ("/dali/cut", test_cut);
  g_test_add_func ("/dali/contour", test_contour);
  g_test_add_func ("/dali/galaxy", test_galaxy);
  return g_test_run ();
}
