/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/inference/sl-fit.h"
#include "model/support/sl-error.h"
#include "tests/model/inference/inference-fixture.h"

/* Fits against truths and against fits by another package. */

/* ------------------------------------------------- against scipy */

/* Fits of make-fit-reference.py: an exponential history, its mass, its rate (twice: the second is an
 * outlier), an upper limit of the rate. */
static const struct {
  gboolean outlier, limit;
  SlFitLoss loss;
  double x[3];          /* lgmstar_formed, tau, t_start */
  double covariance[6]; /* upper triangle by rows */
  double chi2, determined;
} reference_table[] = {
  { 0, 0, SL_FIT_LOSS_SQUARE, { 10.415499, 3.304696083, 2.052419461 },
    { 0.005786774815, -0.01187713395, -0.002043324457, 0.1261405762,
      -0.04023282741, 0.1530784042 },
    0.1219862851, 1.691452315 },
  { 0, 1, SL_FIT_LOSS_SQUARE, { 10.40790485, 3.170859917, 2.027744362 },
    { 0.00582412288, -0.01225003274, -0.001989169564, 0.09480573735,
      -0.04306244456, 0.1530074877 },
    1.426397157, 1.778927615 },
  { 1, 0, SL_FIT_LOSS_SQUARE, { 10.50657006, 4.197217433, 2.29468065 },
    { 0.005093204262, -0.0145909797, -0.003591393831, 0.1958267243,
      -0.04040927351, 0.1500537443 },
    43.23355732, 1.51695366 },
  { 1, 0, SL_FIT_LOSS_SOFT_L1, { 10.42830987, 3.469085282, 2.086481752 },
    { 0.005992257119, -0.01303516731, -0.002403196519, 0.1436524467,
      -0.03988638385, 0.1526464451 },
    60.35630929, 1.645457653 },
  { 1, 1, SL_FIT_LOSS_HUBER, { 10.41506108, 3.297561723, 2.051036414 },
    { 0.00573746675, -0.01291200343, -0.002214607257, 0.1044976981,
      -0.04382257603, 0.1524837539 },
    69.84007461, 1.75530006 },
};

/* Both searches end where nothing is gained; chi-square is flat there, so that parameters agree to the root
 * of its rounding. Masses and rates of the engine of one galaxy are doubles. */
#define TOL_REFERENCE 2e-6

static SlInference *
create_history (const Library *l)
{
  static const char *const names[] = { "lgmstar_formed", "lgsfr", "lgsfr", "lgsfr" };
  static const SlParamId params[] = { SL_PARAM_LGMSTAR_FORMED, SL_PARAM_TAU, SL_PARAM_T_START };
  const SlPrior priors[] = { { SL_PRIOR_UNIFORM }, { SL_PRIOR_NORMAL, TRUE, 3.0, 0.6 },
                             { SL_PRIOR_NORMAL, TRUE, 2.0, 0.4 } };
  SlGalaxy galaxy;

  sl_galaxy_init (&galaxy);
  sl_galaxy_set_option (&galaxy, SL_OPTION_SFH_FORM, SL_SFH_TAU);
  return create_inference (l, names, 4, 0.1, &galaxy, params, 3, priors, TRUE);
}

static void
set_history (SlInference *self, gboolean outlier, gboolean limit)
{
  static const double value[] = { 10.4, -0.6, 0.6, -0.65 }, sigma[] = { 0.08, 0.12, 0.15, 0.1 };
  g_autoptr (SlMeasurements) m = sl_measurements_copy (sl_inference_measurements (self));

  for (guint i = 0; i < 4; i++)
    {
      sl_measurements_get (m, i)->value = value[i];
      sl_measurements_get (m, i)->error = sigma[i];
    }
  sl_measurements_get (m, 2)->on = outlier;
  sl_measurements_get (m, 3)->on = limit;
  sl_measurements_get (m, 3)->kind = SL_MEASUREMENT_UPPER;
  g_assert_true (sl_inference_set_measurements (self, m, NULL));
}

static void
test_reference (Library *l, gconstpointer data)
{
  g_autoptr (SlInference) self = create_history (l);

  for (guint i = 0; i < G_N_ELEMENTS (reference_table); i++)
    {
      const SlFitOptions options = { .loss = reference_table[i].loss, .tolerance = 1e-12 };
      const double *want = reference_table[i].covariance;
      g_auto (SlFit) fit = { 0 };
      g_autoptr (GError) error = NULL;

      set_history (self, reference_table[i].outlier, reference_table[i].limit);
      g_assert_true (sl_fit_run (self, &options, &fit, &error));
      g_assert_no_error (error);
      g_assert_true (fit.converged);
      for (guint p = 0; p < 3; p++)
        {
          g_test_message ("%u: x %.9g of %.9g", i, fit.x[p], reference_table[i].x[p]);
          g_assert_cmpfloat_with_epsilon (fit.x[p], reference_table[i].x[p], TOL_REFERENCE * fit.x[p]);
          g_assert_cmpint (fit.bound[p], ==, SL_FIT_INSIDE);
        }
      for (guint p = 0; p < 3; p++)
        for (guint q = p; q < 3; q++, want++)
          {
            g_assert_cmpfloat_with_epsilon (fit.covariance[p * 3 + q], *want,
                                            10.0 * TOL_REFERENCE * fit.error[p] * fit.error[q]);
            g_assert_cmpfloat (fit.covariance[p * 3 + q], ==, fit.covariance[q * 3 + p]);
          }
      g_assert_cmpfloat_with_epsilon (fit.chi2, reference_table[i].chi2, 10.0 * TOL_REFERENCE * fit.chi2);
      g_assert_cmpfloat_with_epsilon (fit.n_determined, reference_table[i].determined, 10.0 * TOL_REFERENCE);
    }
}

/* A normal measurement of the parameter itself: the weighted mean with its prior, and its error, by hand. */
static void
test_linear (Library *l, gconstpointer data)
{
  static const char *const names[] = { "lgmstar_formed", "lgmstar_formed" };
  const SlParamId param = SL_PARAM_LGMSTAR_FORMED;
  const SlPrior prior = { SL_PRIOR_NORMAL, TRUE, 10.0, 0.2 };
  const SlFitOptions options = { .tolerance = 1e-12 };
  const double weight = 2.0 / (0.1 * 0.1) + 1.0 / (0.2 * 0.2);
  g_autoptr (SlInference) self = NULL;
  g_autoptr (SlMeasurements) m = NULL;
  g_auto (SlFit) fit = { 0 };
  SlGalaxy galaxy;

  sl_galaxy_init (&galaxy);
  sl_galaxy_set_option (&galaxy, SL_OPTION_SFH_FORM, SL_SFH_TAU);
  self = create_inference (l, names, 2, 0.1, &galaxy, &param, 1, &prior, TRUE);
  m = sl_measurements_copy (sl_inference_measurements (self));
  sl_measurements_get (m, 0)->value = 10.3;
  sl_measurements_get (m, 1)->value = 10.5;
  g_assert_true (sl_inference_set_measurements (self, m, NULL));
  g_assert_true (sl_fit_run (self, &options, &fit, NULL));
  g_assert_cmpfloat_with_epsilon (fit.x[0], ((10.3 + 10.5) / 0.01 + 10.0 / 0.04) / weight, 1e-7);
  g_assert_cmpfloat_with_epsilon (fit.error[0], 1.0 / sqrt (weight), 1e-9);
  g_assert_cmpfloat_with_epsilon (fit.prior_error[0], 0.2, 1e-9);
  g_assert_cmpfloat_with_epsilon (fit.chi2, 2.0 + 2.0 * pow ((fit.x[0] - 10.4) / 0.1, 2.0), 1e-5);
  g_assert_cmpfloat_with_epsilon (fit.chi2_priors, pow ((fit.x[0] - 10.0) / 0.2, 2.0), 1e-5);
  g_assert_cmpfloat_with_epsilon (fit.dof, 2.0 - 200.0 / weight, 1e-6);
  g_assert_cmpfloat_with_epsilon (fit.distance[0], (fit.x[0] - 10.3) / 0.1, 1e-9);
  g_assert_true (fit.p > 0.0 && fit.p < 1.0);
}

/* --------------------------------------------------------- truths */

/* Floats in the light leave 1e-6 mag; the worst direction is known to a few per cent with 0.02 mag. */
#define TOL_TRUTH 5e-5

/* Metals, dust and mass from nine bands without noise: well determined, and found again from afar. */
static void
test_truth (Library *l, gconstpointer data)
{
  static const char *const names[] = { "obs:LSST/u", "obs:LSST/g", "obs:LSST/r", "obs:LSST/i", "obs:LSST/z",
                                       "obs:LSST/y", "ew:Halpha", "d4000n", "lick:Mgb" };
  static const SlParamId params[] = { SL_PARAM_LGMSTAR_FORMED, SL_PARAM_TAU, SL_PARAM_LGMET_OLD,
                                      SL_PARAM_AV_OLD };
  static const double truth[] = { 10.3, 2.5, -1.9, 0.7 }, start[] = { 8.0, 0.3, -1.1, 3.5 };
  const SlFitOptions options = { .start = start, .n_starts = 3, .tolerance = 1e-8 };
  double u[SL_N_PARAMS];
  g_autoptr (SlInference) self = NULL;
  g_autoptr (SlMeasurements) m = NULL;
  g_autofree char *sentence = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (SlFit) fit = { 0 };
  SlGalaxy galaxy;

  sl_galaxy_init (&galaxy);
  sl_galaxy_set_option (&galaxy, SL_OPTION_SFH_FORM, SL_SFH_TAU);
  galaxy.value[SL_PARAM_REDSHIFT] = 0.4;
  for (guint p = 0; p < 4; p++)
    galaxy.value[params[p]] = truth[p];
  self = create_inference (l, names, 9, 0.02, &galaxy, params, 4, NULL, FALSE);
  measure (self, 0, u);
  m = sl_measurements_copy (sl_inference_measurements (self));
  sl_measurements_get (m, 6)->error = 2.0; /* A */
  g_assert_true (sl_inference_set_measurements (self, m, NULL));
  sl_fit_run (self, &options, &fit, &error);
  g_assert_no_error (error);
  g_test_message ("chi2 %g after %u iterations", fit.chi2, fit.n_iterations);
  g_assert_true (fit.converged);
  for (guint p = 0; p < 4; p++)
    {
      g_test_message ("%s: %.7g of %.7g, error %.3g", sl_param_info (params[p])->name, fit.x[p], truth[p],
                      fit.error[p]);
      g_assert_cmpfloat_with_epsilon (fit.x[p], truth[p], TOL_TRUTH);
    }
  g_assert_cmpfloat (fit.chi2, <, 1e-6);
  g_assert_cmpfloat_with_epsilon (fit.dof, 5.0, 0.01);
  g_assert_cmpfloat (fit.p, >, 0.999);
  sentence = sl_fit_sentence (&fit);
  g_assert_nonnull (strstr (sentence, "better than"));
}

/* Twelve parameters, six bands: more than the data determine, and yet a fit, found from the second start
 * where the first is poor. The same seed gives the same numbers. */
static void
test_degenerate (Library *l, gconstpointer data)
{
  const SlFitOptions options = { .n_starts = 4, .seed = 11 };
  double u[SL_N_PARAMS];
  g_autoptr (SlInference) self = NULL;
  g_auto (SlFit) fit = { 0 }, again = { 0 };
  SlGalaxy galaxy;

  measured_galaxy (&galaxy);
  self = create_inference (l, six_bands, 6, 0.05, &galaxy, twelve_free, 12, NULL, FALSE);
  measure (self, 5, u);
  sl_galaxy_init (&galaxy);
  galaxy.value[SL_PARAM_REDSHIFT] = 0.4;
  galaxy.value[SL_PARAM_LOGM0] = 10.5;
  g_assert_true (sl_inference_set_base (self, &galaxy, NULL));
  g_assert_true (sl_fit_run (self, &options, &fit, NULL));
  g_assert_true (sl_fit_run (self, &options, &again, NULL));
  g_assert_cmpmem (fit.x, 12 * sizeof *fit.x, again.x, 12 * sizeof *again.x);
  g_test_message ("chi2 %g, start %u, %u iterations", fit.chi2, fit.best_start, fit.n_iterations);
  /* Six numbers with their own noise. */
  g_assert_cmpfloat (fit.chi2, <, 6.0);
  g_assert_cmpfloat (fit.n_determined, <, 6.0);
  for (guint p = 0; p < 12; p++)
    g_assert_cmpfloat (fit.error[p], <=, fit.prior_error[p] * (1.0 + 1e-9));
}

/* A start on a bound is moved and told; a truth beyond a bound ends there. */
static void
test_bound (Library *l, gconstpointer data)
{
  static const SlParamId params[] = { SL_PARAM_AV_OLD, SL_PARAM_LGMET_OLD };
  static const double start[] = { 0.0, -2.5 };
  const SlPrior priors[] = { { SL_PRIOR_UNIFORM, TRUE, 0.0, 0.5 }, { SL_PRIOR_UNIFORM } };
  const SlFitOptions options = { .start = start };
  double u[SL_N_PARAMS];
  g_autoptr (SlInference) self = NULL;
  g_auto (SlFit) fit = { 0 };
  SlGalaxy galaxy;

  measured_galaxy (&galaxy);
  self = create_inference (l, six_bands, 6, 0.02, &galaxy, params, 2, NULL, FALSE);
  measure (self, 0, u);
  g_assert_true (sl_inference_set_priors (self, priors, NULL));
  g_assert_true (sl_fit_run (self, &options, &fit, NULL));
  g_assert_true (fit.moved[0] && !fit.moved[1]);
  g_assert_cmpint (fit.bound[0], ==, SL_FIT_AT_UPPER);
  g_assert_cmpint (fit.bound[1], ==, SL_FIT_INSIDE);
  g_assert_cmpfloat_with_epsilon (fit.x[0], 0.5, 1e-3);
}

/* One band is wrong by a magnitude: the robust fit is nearer to the truth. */
static void
test_outlier (Library *l, gconstpointer data)
{
  static const SlParamId params[] = { SL_PARAM_AV_OLD, SL_PARAM_LOGM0 };
  double u[SL_N_PARAMS], off[SL_N_FIT_LOSSES];
  g_autoptr (SlInference) self = NULL;
  g_autoptr (SlMeasurements) m = NULL;
  SlGalaxy galaxy;

  measured_galaxy (&galaxy);
  self = create_inference (l, six_bands, 6, 0.03, &galaxy, params, 2, NULL, FALSE);
  measure (self, 0, u);
  m = sl_measurements_copy (sl_inference_measurements (self));
  sl_measurements_get (m, 1)->value += 1.0;
  g_assert_true (sl_inference_set_measurements (self, m, NULL));
  for (guint loss = 0; loss < SL_N_FIT_LOSSES; loss++)
    {
      const SlFitOptions options = { .loss = loss };
      g_auto (SlFit) fit = { 0 };

      g_assert_true (sl_fit_run (self, &options, &fit, NULL));
      off[loss] = fabs (fit.x[0] - galaxy.value[SL_PARAM_AV_OLD]);
      g_assert_cmpfloat (fabs (fit.distance[1]), >, 20.0);
      g_assert_cmpint (sl_fit_loss_lookup (sl_fit_loss_name (loss)), ==, loss);
    }
  g_test_message ("off by %.3g, %.3g, %.3g mag", off[0], off[1], off[2]);
  g_assert_cmpfloat (off[SL_FIT_LOSS_HUBER], <, 0.1 * off[SL_FIT_LOSS_SQUARE]);
  g_assert_cmpfloat (off[SL_FIT_LOSS_SOFT_L1], <, 0.1 * off[SL_FIT_LOSS_SQUARE]);
  g_assert_cmpint (sl_fit_loss_lookup ("cauchy"), ==, -1);
}

typedef struct { guint calls, most; double chi2; } Watch;

static gboolean
watch (gpointer data, const SlFitStep *step)
{
  Watch *self = data;

  g_assert_cmpuint (step->iteration, >=, 1);
  g_assert_cmpuint (step->n_starts, ==, 3);
  self->chi2 = step->chi2;
  return ++self->calls < self->most;
}

/* A fit that is stopped has what it has found. */
static void
test_cancel (Library *l, gconstpointer data)
{
  Watch few = { .most = 2 }, all = { .most = G_MAXUINT };
  SlFitOptions options = { .n_starts = 3, .progress = watch, .data = &few };
  double u[SL_N_PARAMS];
  g_autoptr (SlInference) self = NULL;
  g_auto (SlFit) fit = { 0 }, whole = { 0 };
  SlGalaxy galaxy;

  measured_galaxy (&galaxy);
  self = create_inference (l, six_bands, 6, 0.02, &galaxy, twelve_free, 12, NULL, FALSE);
  measure (self, 2, u);
  galaxy.value[SL_PARAM_LOGM0] = 13.0;
  g_assert_true (sl_inference_set_base (self, &galaxy, NULL));
  g_assert_true (sl_fit_run (self, &options, &fit, NULL));
  g_assert_true (fit.cancelled);
  g_assert_cmpuint (few.calls, ==, 2);
  g_assert_cmpuint (fit.n_iterations, ==, 2);
  g_assert_cmpfloat_with_epsilon (fit.chi2, few.chi2, 1e-9 * few.chi2);
  options.data = &all;
  g_assert_true (sl_fit_run (self, &options, &whole, NULL));
  g_assert_false (whole.cancelled);
  g_assert_cmpuint (whole.n_iterations, ==, all.calls);
  g_assert_cmpuint (whole.n_starts, ==, 3);
  g_assert_cmpuint (whole.n_evaluations, >, all.calls);
}

/* ------------------------------------------------------------ words, errors */

static void
test_words (void)
{
  static const struct {
    double chi2, p;
    const char *word;
  } table[] = {
    { 1.0, 0.5, "well" }, { 1.0, 0.9999, "better" }, { 1.0, 0.01, "poorly" }, { 90.0, 1e-9, "does not fit" },
    { 90.0, 0.0, "does not fit" }, { 1.0, NAN, "too few" }, { 90.0, NAN, "although" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const SlFit fit = { .chi2 = table[i].chi2, .p = table[i].p, .n_on = 6 };
      g_autofree char *sentence = sl_fit_sentence (&fit);

      g_assert_nonnull (strstr (sentence, table[i].word));
    }
}

static void
test_errors (Library *l, gconstpointer data)
{
  const SlParamId param = SL_PARAM_AV_OLD;
  const SlFitOptions options = { 0 };
  g_autoptr (SlInference) self = NULL;
  g_autoptr (SlMeasurements) off = NULL;
  g_autoptr (GError) none = NULL, far = NULL;
  g_auto (SlFit) fit = { 0 };
  SlGalaxy galaxy;

  measured_galaxy (&galaxy);
  self = create_inference (l, six_bands, 6, 0.02, &galaxy, &param, 1, NULL, FALSE);
  galaxy.value[SL_PARAM_REDSHIFT] = 0.0;
  g_assert_true (sl_inference_set_base (self, &galaxy, NULL));
  g_assert_false (sl_fit_run (self, &options, &fit, &far));
  g_assert_error (far, SL_ERROR, SL_ERROR_ENGINE);
  off = sl_measurements_copy (sl_inference_measurements (self));
  for (guint i = 0; i < 6; i++)
    sl_measurements_get (off, i)->on = FALSE;
  g_assert_true (sl_inference_set_measurements (self, off, NULL));
  g_assert_false (sl_fit_run (self, &options, &fit, &none));
  g_assert_error (none, SL_ERROR, SL_ERROR_DATA);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                                  \
  g_test_add ("/fit/" name, Library, "ssp_tiny.h5", library_set_up, function, library_tear_down)
  ADD ("reference", test_reference);
  ADD ("linear", test_linear);
  ADD ("degenerate", test_degenerate);
  ADD ("bound", test_bound);
  ADD ("outlier", test_outlier);
  ADD ("cancel", test_cancel);
  ADD ("errors", test_errors);
#undef ADD
  /* The small library has no light at these lines. */
  g_test_add ("/fit/truth", Library, "ssp_bc03_miles.h5", library_set_up, test_truth, library_tear_down);
  g_test_add_func ("/fit/words", test_words);
  return g_test_run ();
}
