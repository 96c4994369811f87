/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/io/sl-hdf5.h"
#include "model/support/sl-error.h"
#include "tests/model/inference/targets.h"

/* The sampler against densities whose moments are known, and against the NUTS of NumPyro. Seeds are fixed. */

/* Means and standard deviations may be off by so many of their own Monte-Carlo errors: of the some hundred
 * numbers that are compared here, none is once in a thousand times. */
#define MOST_ERRORS 4.5
/* Least effective draws of each chain's length, so that a sampler that hardly moves does not pass. */
#define LEAST_EFFECTIVE 0.05

#define CHAINS 64
#define WARMUP 300

static void
check_near (const char *what, guint k, double found, double expected, double error)
{
  if (!(fabs (found - expected) <= MOST_ERRORS * error))
    g_error ("%s of parameter %u: expected %g, found %g with an error of %g", what, k, expected, found,
             error);
}

static void
check_moments (const Target *t, const Chains *chains)
{
  for (guint k = 0; k < t->dim; k++)
    {
      const SlDiagnostics d = diagnose_parameter (chains, k);

      g_assert_cmpfloat (d.rhat, <, SL_RHAT_MOST);
      g_assert_cmpfloat (d.ess_bulk, >, LEAST_EFFECTIVE * chains->chains * chains->draws);
      check_near ("mean", k, d.mean, t->mean[k], d.mcse_mean);
      check_near ("standard deviation", k, d.sd, t->sd[k], d.mcse_sd);
    }
}

static Chains
run_target (const Target *t, guint chains, guint warmup, guint draws, gboolean dense, double reach)
{
  const SlSamplerConfig config = { t->density, (gpointer) t, t->dim, chains, 11, warmup, dense };
  g_autofree double *start = spread_starts (5, chains, t->dim, reach);
  g_autoptr (GError) error = NULL;
  g_autoptr (SlSampler) sampler = sl_sampler_new (&config, start, &error);

  g_assert_no_error (error);
  return sample_chains (sampler, &config, draws);
}

static void
run_both (const Target *t, guint draws, double reach)
{
  for (guint dense = 0; dense < 2; dense++)
    {
      g_auto (Chains) chains = run_target (t, CHAINS, WARMUP, draws, dense, reach);

      check_moments (t, &chains);
      g_assert_cmpuint (chains.diverging, <=, (gsize) (SL_DIVERGING_MOST * CHAINS * draws));
    }
}

static void
test_independent (void)
{
  Target t = { "independent", independent, 7 };

  for (guint k = 0; k < t.dim; k++)
    {
      t.mean[k] = 2.0 * k;
      t.sd[k] = scale_of (k, t.dim);
    }
  run_both (&t, 500, 1.0);
}

/* A precision whose eigenvalues are 1 to `condition` along axes that are turned in every plane, and the
 * standard deviations of its Gaussian. */
static void
turn (guint d, double condition, double *precision, double *sd)
{
  double axis[MOST_DIM][MOST_DIM] = { { 0 } };
  GRand *rng = g_rand_new_with_seed (5);

  for (guint i = 0; i < d; i++)
    axis[i][i] = 1.0;
  for (guint i = 0; i < d; i++)
    for (guint j = i + 1; j < d; j++)
      {
        const double angle = g_rand_double_range (rng, 0.0, 2.0 * G_PI);

        for (guint k = 0; k < d; k++)
          {
            const double x = axis[i][k], y = axis[j][k];

            axis[i][k] = cos (angle) * x - sin (angle) * y;
            axis[j][k] = sin (angle) * x + cos (angle) * y;
          }
      }
  for (guint i = 0; i < d; i++)
    {
      double variance = 0.0;

      for (guint j = 0; j < d; j++)
        {
          precision[i * d + j] = 0.0;
          for (guint k = 0; k < d; k++)
            precision[i * d + j] += axis[k][i] * axis[k][j] * pow (condition, (double) k / (d - 1));
        }
      for (guint k = 0; k < d; k++)
        variance += axis[k][i] * axis[k][i] / pow (condition, (double) k / (d - 1));
      sd[i] = sqrt (variance);
    }
  g_rand_free (rng);
}

static void
test_correlated (void)
{
  double precision[MOST_DIM * MOST_DIM];
  Target t = { "correlated", correlated, 10, precision };

  turn (t.dim, 1e4, precision, t.sd);
  run_both (&t, 500, 1.0);
}

/* Few chains adapt as well, with more trajectories. */
static void
test_few_chains (void)
{
  double precision[MOST_DIM * MOST_DIM];
  Target t = { "correlated", correlated, 5, precision };
  g_auto (Chains) chains = { 0 };

  turn (t.dim, 100.0, precision, t.sd);
  chains = run_target (&t, 4, 1500, 2000, TRUE, 1.0);
  check_moments (&t, &chains);
}

/* The dense metric of a Gaussian is its covariance. */
static void
test_metric (void)
{
  /* Exact apart from rounding, which the square of the condition magnifies. */
  const double tolerance = 1e-5;
  double precision[MOST_DIM * MOST_DIM], metric[MOST_DIM * MOST_DIM];
  Target t = { "correlated", correlated, 6, precision };
  const SlSamplerConfig config = { t.density, &t, t.dim, CHAINS, 2, WARMUP, TRUE };
  g_autofree double *start = spread_starts (5, CHAINS, t.dim, 1.0);
  g_autoptr (SlSampler) sampler = NULL;

  turn (t.dim, 1e4, precision, t.sd);
  sampler = sl_sampler_new (&config, start, NULL);
  for (guint i = 0; i < WARMUP; i++)
    sl_sampler_step (sampler, NULL, NULL);
  sl_sampler_get_metric (sampler, metric);
  for (guint i = 0; i < t.dim; i++)
    for (guint j = 0; j < t.dim; j++)
      {
        double product = 0.0;

        for (guint k = 0; k < t.dim; k++)
          product += metric[i * t.dim + k] * precision[k * t.dim + j] * t.sd[j] / t.sd[i];
        g_assert_cmpfloat_with_epsilon (product, i == j, tolerance);
      }
}

static void
test_banana (void)
{
  const double s2 = BANANA_SIGMA * BANANA_SIGMA;
  const Target t = { "banana", banana,
                     4,        NULL,
                     { 0.0 },  { BANANA_SIGMA, sqrt (1.0 + 2.0 * BANANA_B * BANANA_B * s2 * s2), 1.0, 1.0 } };

  run_both (&t, 1000, 1.0);
}

/* The funnel in the parameters in which it is none: v = 3 z_0, x_k = z_k exp (v / 2) with z normal. */
static void
test_funnel (void)
{
  enum { DRAWS = 300 };
  const Target t = { "funnel", standard, 4, NULL, { 0.0 }, { 1.0, 1.0, 1.0, 1.0 } };
  g_auto (Chains) chains = run_target (&t, CHAINS, WARMUP, DRAWS, FALSE, 1.0);
  gsize within = 0;

  check_moments (&t, &chains);
  /* |x_1| < 1 where |z_1| < exp (-3 z_0 / 2): the integral of phi (z_0) erf (exp (-3 z_0 / 2) / sqrt 2). */
  for (gsize i = 0; i < (gsize) CHAINS * DRAWS; i++)
    within += fabs (chains.x[4 * i + 1] * exp (1.5 * chains.x[4 * i])) < 1.0;
  {
    const double share = (double) within / (CHAINS * DRAWS), least = 0.25 * CHAINS * DRAWS;
    double expected = 0.0;

    for (double z = -8.0; z < 8.0; z += 1e-3)
      expected += 1e-3 * exp (-0.5 * z * z) / sqrt (2.0 * G_PI) * erf (exp (-1.5 * z) / G_SQRT2);
    check_near ("share", 1, share, expected, sqrt (share * (1.0 - share) / least));
  }
}

/* As it is, no step size suits all of the funnel, and the diagnostics say so. */
static void
test_funnel_doubted (void)
{
  enum { DRAWS = 300 };
  const Target t = { "funnel", funnel, 4 };
  g_auto (Chains) chains = run_target (&t, CHAINS, WARMUP, DRAWS, FALSE, 1.0);
  SlDiagnostics d[4];

  for (guint k = 0; k < t.dim; k++)
    d[k] = diagnose_parameter (&chains, k);
  g_assert_cmpuint (sl_diagnose_doubts (d, t.dim, (double) chains.diverging / (CHAINS * DRAWS),
                                        sl_diagnose_unique (chains.x, CHAINS, DRAWS, t.dim)),
                    !=, 0);
}

/* ------------------------------------------------------- another sampler */

typedef struct {
  guint n_obs, dim;
  double *jacobian, *hessian, *noise, *error, *mean, *sd, *quantile, *correlation, *ess;
} Recorded;

static gboolean
polynomial (gpointer data, const double *x, gsize n, double *density, double *gradient, GError **error)
{
  const Recorded *r = data;
  const guint d = r->dim;

  for (gsize i = 0; i < n; i++)
    {
      const double *at = x + i * d;

      density[i] = 0.0;
      for (guint k = 0; k < d; k++)
        {
          density[i] -= 0.5 * at[k] * at[k];
          gradient[i * d + k] = -at[k];
        }
      for (guint o = 0; o < r->n_obs; o++)
        {
          double residual = -r->noise[o], slope[MOST_DIM];

          for (guint k = 0; k < d; k++)
            {
              double second = 0.0;

              for (guint j = 0; j < d; j++)
                second += r->hessian[(o * d + k) * d + j] * at[j];
              slope[k] = r->jacobian[o * d + k] + second;
              residual += (r->jacobian[o * d + k] + 0.5 * second) * at[k];
            }
          residual /= *r->error;
          density[i] -= 0.5 * residual * residual;
          for (guint k = 0; k < d; k++)
            gradient[i * d + k] -= residual * slope[k] / *r->error;
        }
    }
  return TRUE;
}

static double *
read_array (SlH5 *h5, const char *name, guint rank, gsize *dims)
{
  g_autoptr (GError) error = NULL;
  double *x;

  memset (dims, 0, 3 * sizeof *dims);
  x = sl_h5_read_double (h5, name, rank, dims, &error);
  g_assert_no_error (error);
  return x;
}

static Recorded *
read_recorded (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("SL_TEST_DATA"), "posterior.h5", NULL);
  g_autoptr (SlH5) h5 = sl_h5_open (path, NULL);
  Recorded *r = g_new0 (Recorded, 1);
  gsize dims[3];

  g_assert_nonnull (h5);
  r->jacobian = read_array (h5, "jacobian", 2, dims);
  r->n_obs = (guint) dims[0];
  r->dim = (guint) dims[1];
  r->hessian = read_array (h5, "hessian", 3, dims);
  r->noise = read_array (h5, "noise", 1, dims);
  r->error = read_array (h5, "error", 0, dims);
  r->mean = read_array (h5, "mean", 1, dims);
  r->sd = read_array (h5, "sd", 1, dims);
  r->quantile = read_array (h5, "quantile", 2, dims);
  r->correlation = read_array (h5, "correlation", 2, dims);
  r->ess = read_array (h5, "ess", 1, dims);
  return r;
}

static void
free_recorded (Recorded *r)
{
  gpointer plain[] = { r->jacobian, r->hessian,  r->noise,       r->error, r->mean,
                       r->sd,       r->quantile, r->correlation, r->ess };

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    g_free (plain[i]);
  g_free (r);
}

static double
correlation_of (const Chains *c, guint i, const SlDiagnostics *a, guint j, const SlDiagnostics *b)
{
  const gsize n = (gsize) c->chains * c->draws;
  double sum = 0.0;

  for (gsize t = 0; t < n; t++)
    sum += (c->x[t * c->dim + i] - a->mean) * (c->x[t * c->dim + j] - b->mean) / n;
  return sum / (a->sd * b->sd);
}

/* Magnitudes of a galaxy as polynomials of five parameters, which trade places: tests/data/make-posterior. */
static void
test_another (void)
{
  /* Error of a quantile in standard deviations over the root of the effective draws: 2.7 for a Gaussian at
   * 0.025. */
  const double quantile_error = 2.7;
  Recorded *r = read_recorded ();
  const Target t = { "polynomial", polynomial, r->dim };
  const SlSamplerConfig config = { polynomial, r, r->dim, CHAINS, 3, WARMUP, TRUE };
  g_autofree double *start = spread_starts (6, CHAINS, t.dim, 0.5);
  g_autoptr (SlSampler) sampler = sl_sampler_new (&config, start, NULL);
  g_auto (Chains) chains = sample_chains (sampler, &config, 1000);
  SlDiagnostics d[MOST_DIM];

  for (guint k = 0; k < r->dim; k++)
    {
      d[k] = diagnose_parameter (&chains, k);
      g_assert_cmpfloat (d[k].rhat, <, SL_RHAT_MOST);
      check_near ("mean", k, d[k].mean, r->mean[k], hypot (d[k].mcse_mean, r->sd[k] / sqrt (r->ess[k])));
      check_near ("standard deviation", k, d[k].sd, r->sd[k],
                  hypot (d[k].mcse_sd, r->sd[k] / sqrt (2.0 * r->ess[k])));
      for (guint q = 0; q < SL_N_QUANTILES; q++)
        check_near ("quantile", k, d[k].quantile[q], r->quantile[k * SL_N_QUANTILES + q],
                    quantile_error * r->sd[k] / sqrt (MIN (d[k].ess_tail, r->ess[k])));
    }
  for (guint i = 0; i < r->dim; i++)
    for (guint j = 0; j < i; j++)
      {
        const double expected = r->correlation[i * r->dim + j],
                     ess = MIN (MIN (d[i].ess_bulk, d[j].ess_bulk), MIN (r->ess[i], r->ess[j]));

        check_near ("correlation", i, correlation_of (&chains, i, &d[i], j, &d[j]), expected,
                    (1.0 - expected * expected) / sqrt (ess));
      }
  free_recorded (r);
}

/* ------------------------------------------------------------------- state */

static void
test_same_again (void)
{
  const Target t = { "banana", banana, 3 };
  g_auto (Chains) a = run_target (&t, 8, 40, 30, TRUE, 1.0), b = run_target (&t, 8, 40, 30, TRUE, 1.0);

  g_assert_cmpmem (a.x, 8 * 30 * 3 * sizeof (double), b.x, 8 * 30 * 3 * sizeof (double));
}

/* Saved anywhere, also within the warm-up, it continues with the same draws. */
static void
test_resume (void)
{
  for (guint dense = 0; dense < 2; dense++)
    for (guint cut = 0; cut < 100; cut += 33)
      {
        Target t = { "banana", banana, 3 };
        const SlSamplerConfig config = { banana, &t, 3, 8, 4, 60, dense };
        g_autofree double *start = spread_starts (5, 8, 3, 1.0);
        g_autoptr (SlSampler) whole = sl_sampler_new (&config, start, NULL), rest = NULL;
        g_autoptr (GBytes) bytes = NULL;
        g_autoptr (GError) error = NULL;

        for (guint i = 0; i < 130; i++)
          {
            if (i == cut)
              bytes = sl_sampler_save (whole);
            sl_sampler_step (whole, NULL, NULL);
          }
        rest = sl_sampler_restore (&config, bytes, "bytes", &error);
        g_assert_no_error (error);
        for (guint i = cut; i < 130; i++)
          sl_sampler_step (rest, NULL, NULL);
        g_assert_cmpmem (sl_sampler_positions (whole), 24 * sizeof (double), sl_sampler_positions (rest),
                         24 * sizeof (double));
        g_assert_cmpmem (sl_sampler_log_densities (whole), 8 * sizeof (double),
                         sl_sampler_log_densities (rest), 8 * sizeof (double));
        g_assert_cmpuint (sl_sampler_n_gradients (whole), ==, sl_sampler_n_gradients (rest));
      }
}

static void
check_refused (const SlSamplerConfig *config, const void *data, gsize length, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, length);
  g_autoptr (GError) error = NULL;

  g_assert_null (sl_sampler_restore (config, bytes, "run.part", &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "run.part"));
  g_assert_nonnull (strstr (error->message, text));
}

static void
test_damaged (void)
{
  Target t = { "banana", banana, 3 };
  SlSamplerConfig config = { banana, &t, 3, 8, 4, 60, FALSE };
  g_autofree double *start = spread_starts (5, 8, 3, 1.0);
  g_autoptr (SlSampler) sampler = sl_sampler_new (&config, start, NULL);
  g_autoptr (GBytes) bytes = sl_sampler_save (sampler);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autofree guint8 *copy = g_memdup2 (data, length);

  check_refused (&config, data, 5, "bytes");
  check_refused (&config, data, length - 8, "bytes");
  copy[length - 3] ^= 4;
  check_refused (&config, copy, length, "damaged");
  copy[0] ^= 1;
  check_refused (&config, copy, length, "mark");
  config.chains = 9;
  check_refused (&config, data, length, "expected chains 9, found 8");
}

/* A target that moves: chains go on from where they are and find it. */
static void
test_retarget (void)
{
  double precision[1] = { 1.0 };
  Target t = { "correlated", correlated, 1, precision, { 0.0 }, { 1.0 } };
  const SlSamplerConfig config = { correlated, &t, 1, CHAINS, 4, 100, FALSE };
  g_autofree double *start = spread_starts (5, CHAINS, 1, 1.0);
  g_autoptr (SlSampler) sampler = sl_sampler_new (&config, start, NULL);
  g_auto (Chains) before = sample_chains (sampler, &config, 300), after = { 0 };
  g_autoptr (GError) error = NULL;
  SlSamplerReport report;

  check_moments (&t, &before);
  precision[0] = 1e-4;
  t.sd[0] = 100.0;
  sl_sampler_retarget (sampler, 60, &error);
  g_assert_no_error (error);
  sl_sampler_step (sampler, &report, &error);
  g_assert_true (report.warmup);
  after = sample_chains (sampler, &config, 300);
  check_moments (&t, &after);
}

/* A density within a ball alone, and gradients that are no numbers in a part of it. */
static gboolean
ball (gpointer data, const double *x, gsize n, double *density, double *gradient, GError **error)
{
  for (gsize i = 0; i < n; i++)
    {
      const double r2 = x[2 * i] * x[2 * i] + x[2 * i + 1] * x[2 * i + 1];

      density[i] = r2 < 1.0 ? 0.0 : -INFINITY;
      gradient[2 * i] = r2 < 1.0 ? 0.0 : NAN;
      gradient[2 * i + 1] = r2 > 0.9 && r2 < 0.95 ? NAN : 0.0;
    }
  return TRUE;
}

static void
test_not_finite (void)
{
  const SlSamplerConfig config = { ball, NULL, 2, CHAINS, 4, 100, TRUE };
  g_autofree double *start = spread_starts (5, CHAINS, 2, 0.9), *outside = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SlSampler) sampler = sl_sampler_new (&config, start, &error);
  double metric[4];

  g_assert_no_error (error);
  /* Some began outside. */
  g_assert_cmpuint (sl_sampler_n_moved (sampler), >, 0);
  {
    g_auto (Chains) chains = sample_chains (sampler, &config, 200);

    for (gsize i = 0; i < (gsize) CHAINS * 200; i++)
      g_assert_cmpfloat (hypot (chains.x[2 * i], chains.x[2 * i + 1]), <, 1.0);
    g_assert_cmpuint (chains.diverging, >, 0);
  }
  sl_sampler_get_metric (sampler, metric);
  for (guint i = 0; i < 4; i++)
    g_assert_true (isfinite (metric[i]));
  g_assert_true (metric[0] > 0.0 && metric[3] > 0.0);
  outside = g_new (double, 2 * CHAINS);
  for (guint i = 0; i < 2 * CHAINS; i++)
    outside[i] = 3.0;
  g_assert_null (sl_sampler_new (&config, outside, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_PARAMETER);
}

static gboolean
broken (gpointer data, const double *x, gsize n, double *density, double *gradient, GError **error)
{
  guint *left = data;

  if (*left == 0)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, "broken");
      return FALSE;
    }
  --*left;
  density[0] = density[1] = gradient[0] = gradient[1] = 0.0;
  return TRUE;
}

static void
test_error (void)
{
  guint left = 500;
  const double start[2] = { 0.0, 1.0 };
  const SlSamplerConfig config = { broken, &left, 1, 2, 4, 5, FALSE };
  g_autoptr (GError) error = NULL;
  g_autoptr (SlSampler) sampler = sl_sampler_new (&config, start, &error);
  double before[2];

  g_assert_no_error (error);
  memcpy (before, sl_sampler_positions (sampler), sizeof before);
  left = 0;
  g_assert_false (sl_sampler_step (sampler, NULL, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_ENGINE);
  g_assert_cmpmem (before, sizeof before, sl_sampler_positions (sampler), sizeof before);
  g_assert_cmpuint (sl_sampler_n_steps (sampler), ==, 0);
}

static void
test_random (void)
{
  /* Philox 4x32-10 of zeros: 6627e8d5 e169c58d bc57ac4c 9b00dbd8 [known answers of Random123 1.09]. */
  const SlRandomPlace zero = { 0 };
  const double expected[2] = { (double) ((0x6627e8d5e169c58dull >> 12) + 0.5) * 0x1p-52,
                               (double) ((0xbc57ac4c9b00dbd8ull >> 12) + 0.5) * 0x1p-52 };
  double u[3], v[1];

  sl_random_uniform (&zero, u, 3);
  g_assert_cmpfloat (u[0], ==, expected[0]);
  g_assert_cmpfloat (u[1], ==, expected[1]);
  sl_random_uniform (&zero, v, 1);
  g_assert_cmpfloat (v[0], ==, u[0]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sampler/random", test_random);
  g_test_add_func ("/sampler/independent", test_independent);
  g_test_add_func ("/sampler/correlated", test_correlated);
  g_test_add_func ("/sampler/few-chains", test_few_chains);
  g_test_add_func ("/sampler/metric", test_metric);
  g_test_add_func ("/sampler/banana", test_banana);
  g_test_add_func ("/sampler/funnel", test_funnel);
  g_test_add_func ("/sampler/funnel-doubted", test_funnel_doubted);
  g_test_add_func ("/sampler/another", test_another);
  g_test_add_func ("/sampler/same-again", test_same_again);
  g_test_add_func ("/sampler/resume", test_resume);
  g_test_add_func ("/sampler/damaged", test_damaged);
  g_test_add_func ("/sampler/retarget", test_retarget);
  g_test_add_func ("/sampler/not-finite", test_not_finite);
  g_test_add_func ("/sampler/error", test_error);
  return g_test_run ();
}
