/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/derivatives/sl-fisher.h"
#include "tests/model/inference/chains.h"
#include "tests/model/inference/inference-fixture.h"

/* Posteriors of galaxies by the sampler: against the prior where nothing is measured, against the Fisher
 * matrix where errors are small, and against themselves over many mock galaxies. */

#define CHAINS 64
/* Of each mock galaxy: ranks are 0 ... 31. */
#define FEW_CHAINS 31

/* Draws as parameters. */
static Chains
sample_posterior (SlInference *inference, const double *centre, double reach, guint warmup, guint draws,
                  guint64 seed, guint n_chains)
{
  const guint dim = sl_inference_dim (inference);
  const SlSamplerConfig config = { sl_inference_target, inference, dim, n_chains, seed, warmup, TRUE };
  g_autofree double *start = spread_starts (seed, n_chains, dim, reach);
  g_autoptr (GError) error = NULL;
  g_autoptr (SlSampler) sampler = NULL;
  Chains chains;

  for (guint i = 0; i < n_chains * dim; i++)
    start[i] += centre[i % dim];
  sampler = sl_sampler_new (&config, start, &error);
  g_assert_no_error (error);
  chains = sample_chains (sampler, &config, draws);
  sl_inference_to_parameters (inference, chains.x, (gsize) n_chains * draws, chains.x);
  return chains;
}

/* A pair that keeps an order, and priors of every kind: the chains are draws of the prior, as
 * sl_inference_draw_prior() makes them without coordinates and gradients. */
static void
test_prior (Library *l, gconstpointer data)
{
  enum { DRAWS = 1000, INDEPENDENT = 40000 };
  /* Standard errors that two means may differ by. */
  const double most_errors = 4.5;
  static const SlParamId params[] = { SL_PARAM_LG_REJUV, SL_PARAM_LG_DROP, SL_PARAM_LOGM0, SL_PARAM_AV_OLD };
  const SlPrior priors[] = {
    { 0 }, { 0 }, { SL_PRIOR_NORMAL, TRUE, 12.0, 0.4 }, { SL_PRIOR_LOG_UNIFORM, TRUE, 0.05, 3.0 }
  };
  const double middle[G_N_ELEMENTS (params)] = { 0.0 };
  SlGalaxy galaxy;
  g_autoptr (SlInference) self = NULL;
  g_auto (Chains) chains = { 0 };
  double sum[4] = { 0 }, square[4] = { 0 }, x[4];

  measured_galaxy (&galaxy);
  self = create_inference (l, NULL, 0, 1.0, &galaxy, params, G_N_ELEMENTS (params), priors, FALSE);
  chains = sample_posterior (self, middle, 1.0, 300, DRAWS, 3, CHAINS);
  for (guint i = 0; i < INDEPENDENT; i++)
    {
      g_assert_true (sl_inference_draw_prior (self, l->rng, x));
      for (guint k = 0; k < 4; k++)
        sum[k] += x[k], square[k] += x[k] * x[k];
    }
  for (guint k = 0; k < 4; k++)
    {
      const SlDiagnostics d = diagnose_parameter (&chains, k);
      const double mean = sum[k] / INDEPENDENT, sd = sqrt (square[k] / INDEPENDENT - mean * mean);

      g_assert_cmpfloat (d.rhat, <, SL_RHAT_MOST);
      g_assert_cmpfloat_with_epsilon (d.mean, mean,
                                      most_errors * hypot (d.mcse_mean, sd / sqrt (INDEPENDENT)));
      /* The error of the independent ones is that of a Gaussian, or less. */
      g_assert_cmpfloat_with_epsilon (d.sd, sd,
                                      most_errors * hypot (d.mcse_sd, sd / sqrt (2.0 * INDEPENDENT)));
    }
  for (gsize i = 0; i < (gsize) CHAINS * DRAWS; i++)
    g_assert_cmpfloat (chains.x[4 * i], >=, chains.x[4 * i + 1]);
}

/* With small errors the posterior is a Gaussian, whose covariance is the inverse of the Fisher matrix. */
static void
test_fisher (Library *l, gconstpointer data)
{
  /* Curvature of the model within the errors, and Monte-Carlo error of a covariance: 1 % in the median. */
  const double tolerance = 0.04, sigma = 1e-3;
  static const SlParamId params[] = { SL_PARAM_LOGM0, SL_PARAM_LGMET_OLD, SL_PARAM_AV_OLD };
  enum { DIM = 3, DRAWS = 500, BANDS = 6 };
  double u[SL_N_PARAMS], jacobian[BANDS * DIM], errors[BANDS], fisher[DIM * DIM];
  const SlInferenceTerms terms = { .jacobian = jacobian };
  g_auto (SlFisherForecast) forecast = { 0 };
  SlDiagnostics d[DIM];
  SlGalaxy galaxy;
  g_autoptr (SlInference) self = NULL;
  g_auto (Chains) chains = { 0 };

  measured_galaxy (&galaxy);
  self = create_inference (l, six_bands, BANDS, sigma, &galaxy, params, DIM, NULL, FALSE);
  measure (self, 0, u);
  g_assert_true (sl_inference_evaluate (self, u, 1, &terms, NULL));
  for (guint i = 0; i < BANDS; i++)
    errors[i] = sigma;
  sl_fisher (jacobian, errors, BANDS, DIM, fisher);
  g_assert_true (sl_fisher_forecast (fisher, DIM, &forecast, NULL));
  chains = sample_posterior (self, u, 0.01, 200, DRAWS, 5, CHAINS);
  for (guint k = 0; k < DIM; k++)
    {
      d[k] = diagnose_parameter (&chains, k);
      g_assert_cmpfloat (d[k].rhat, <, SL_RHAT_MOST);
      g_assert_cmpfloat_with_epsilon (d[k].sd / forecast.error[k], 1.0, tolerance);
      g_assert_cmpfloat_with_epsilon (d[k].mean, galaxy.value[params[k]], 0.1 * forecast.error[k]);
    }
}

/* Chi-square of ranks 0 ... FEW_CHAINS in equal bins. */
static double
chi_square (const guint *rank, guint n, guint bins)
{
  g_autofree guint *count = g_new0 (guint, bins);
  double sum = 0.0;

  for (guint i = 0; i < n; i++)
    count[rank[i] * bins / (FEW_CHAINS + 1)]++;
  for (guint b = 0; b < bins; b++)
    {
      const guint first = (b * (FEW_CHAINS + 1) + bins - 1) / bins,
                  end = ((b + 1) * (FEW_CHAINS + 1) + bins - 1) / bins;
      const double expected = (double) n * (end - first) / (FEW_CHAINS + 1);

      sum += (count[b] - expected) * (count[b] - expected) / expected;
    }
  return sum;
}

/* Chi-square of BINS - 1 degrees of freedom is above MOST once in 1000 times. The sanitizers are ten times
 * slower, and look for other faults. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define GALAXIES 24
#define BINS 4
#define MOST 16.3
#else
#define GALAXIES 64
#define BINS 8
#define MOST 24.3
#endif

/* Simulation-based calibration [Talts et al. 2018]: galaxies drawn from the prior, measured with noise. The
 * rank of the truth among draws of its posterior is uniform. The draws are the last ones of all chains, which
 * are independent. */
static void
test_calibration (Library *l, gconstpointer data)
{
  enum { DIM = 3, BANDS = 3, WARMUP = 60, DRAWS = 10 };
  static const char *const names[] = { "rest:LSST/g", "rest:LSST/r", "rest:LSST/i" };
  static const SlParamId params[] = { SL_PARAM_LOGM0, SL_PARAM_LGMET_OLD, SL_PARAM_AV_OLD };
  const SlPrior priors[] = { { SL_PRIOR_NORMAL, TRUE, 12.0, 0.3 },
                             { SL_PRIOR_UNIFORM, TRUE, -2.6, -1.4 },
                             { SL_PRIOR_UNIFORM, TRUE, 0.0, 2.0 } };
  guint rank[DIM][GALAXIES] = { { 0 } };
  g_autoptr (SlMeasurements) m = NULL;
  g_autoptr (SlInference) self = NULL;
  SlGalaxy galaxy;

  measured_galaxy (&galaxy);
  self = create_inference (l, names, BANDS, 0.05, &galaxy, params, DIM, priors, FALSE);
  m = sl_measurements_copy (sl_inference_measurements (self));
  for (guint i = 0; i < GALAXIES; i++)
    {
      double x[DIM], u[DIM], truth[BANDS];
      const SlInferenceTerms terms = { .predicted = truth };
      g_auto (Chains) chains = { 0 };

      g_assert_true (sl_inference_draw_prior (self, l->rng, x));
      sl_inference_from_parameters (self, x, u, NULL);
      g_assert_true (sl_inference_evaluate (self, u, 1, &terms, NULL));
      g_assert_cmpuint (sl_measurements_mock (m, truth, 100 + i), ==, 0);
      g_assert_true (sl_inference_set_measurements (self, m, NULL));
      memset (u, 0, sizeof u);
      chains = sample_posterior (self, u, 0.7, WARMUP, DRAWS, i, FEW_CHAINS);
      for (guint c = 0; c < FEW_CHAINS; c++)
        for (guint k = 0; k < DIM; k++)
          rank[k][i] += chains.x[((gsize) c * DRAWS + DRAWS - 1) * DIM + k] < x[k];
    }
  for (guint k = 0; k < DIM; k++)
    {
      const double found = chi_square (rank[k], GALAXIES, BINS);

      g_test_message ("chi-square of %s: %.1f", sl_param_info (params[k])->name, found);
      g_assert_cmpfloat (found, <, MOST);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/posterior/prior", Library, "ssp_tiny.h5", library_set_up, test_prior, library_tear_down);
  g_test_add ("/posterior/fisher", Library, "ssp_tiny.h5", library_set_up, test_fisher, library_tear_down);
  g_test_add ("/posterior/calibration", Library, "ssp_tiny.h5", library_set_up, test_calibration,
              library_tear_down);
  return g_test_run ();
}
