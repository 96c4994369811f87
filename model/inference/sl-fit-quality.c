/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the end of a fit means: errors, chi-square, bounds, words. */
#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_linalg.h>

#include "model/inference/sl-fit-private.h"
#include "model/support/sl-error.h"

/* Share of a range that counts as its end. */
#define AT_END 5e-3

void
sl_fit_init (SlFit *fit, const SlInference *inference)
{
  const guint dim = sl_inference_dim (inference), n = sl_inference_n_measurements (inference);

  *fit = (SlFit) { .dim = dim,
                   .n_measurements = n,
                   .x = g_new0 (double, dim),
                   .u = g_new0 (double, dim),
                   .covariance = g_new0 (double, (gsize) dim *dim),
                   .error = g_new0 (double, dim),
                   .prior_error = g_new0 (double, dim),
                   .bound = g_new0 (SlFitBound, dim),
                   .moved = g_new0 (gboolean, dim),
                   .predicted = g_new0 (double, n),
                   .distance = g_new0 (double, n),
                   .n_on = sl_inference_n_on (inference) };
}

void
sl_fit_clear (SlFit *self)
{
  gpointer owned[] = { self->x,     self->u,     self->covariance, self->error,   self->prior_error,
                       self->bound, self->moved, self->predicted,  self->distance };

  for (guint i = 0; i < G_N_ELEMENTS (owned); i++)
    g_free (owned[i]);
  memset (self, 0, sizeof *self);
}

/* The inverse of the information (dim, dim), with each parameter in units of its prior's width, where it is
 * 1 and more on the diagonal: it always has one. */
static void
invert (const double *information, const double *width, guint dim, double *inverse)
{
  gsl_matrix_view a = gsl_matrix_view_array (inverse, dim, dim);

  for (guint p = 0; p < dim; p++)
    for (guint q = 0; q < dim; q++)
      inverse[p * dim + q] = information[p * dim + q] * width[p] * width[q] + (p == q);
  gsl_linalg_cholesky_decomp1 (&a.matrix);
  gsl_linalg_cholesky_invert (&a.matrix);
  for (guint p = 0; p < dim; p++)
    for (guint q = 0; q < dim; q++)
      inverse[p * dim + q] *= width[p] * width[q];
}

/* Weight of a row in the information: rows far off count less with a robust loss, as in iteratively
 * reweighted least squares: d loss / d (z^2). */
static double
weight_of (SlFitLoss loss, double scale, double residual)
{
  double slope, row;

  if (residual == 0.0)
    return 1.0;
  row = sl_fit_loss_row (loss, scale, residual, &slope);
  return row * slope / residual;
}

/* Covariance from rows (n_on, dim) by x, and how many combinations the data determine. The number of those
 * is the trace of what the data say times the covariance [MacKay 1992, Neural Computation 4, 415, equation
 * 4.9]. */
static void
find_covariance (SlFit *fit, const SlInference *inference, const double *row, const double *slope,
                 SlFitLoss loss, double scale)
{
  const guint dim = fit->dim;
  g_autofree double *information = g_new0 (double, (gsize) dim *dim);

  for (guint r = 0; r < fit->n_on; r++)
    {
      const double weight = weight_of (loss, scale, row[r]), *by = slope + (gsize) r * dim;

      for (guint p = 0; p < dim; p++)
        for (guint q = 0; q < dim; q++)
          information[p * dim + q] += weight * by[p] * by[q];
    }
  for (guint p = 0; p < dim; p++)
    fit->prior_error[p] = sqrt (sl_prior_variance (sl_inference_prior (inference, p)));
  invert (information, fit->prior_error, dim, fit->covariance);
  for (guint p = 0; p < dim; p++)
    {
      fit->error[p] = sqrt (fit->covariance[p * dim + p]);
      for (guint q = 0; q < dim; q++)
        fit->n_determined += information[p * dim + q] * fit->covariance[q * dim + p];
    }
}

static void
find_bounds (SlFit *fit, const SlInference *inference)
{
  for (guint p = 0; p < fit->dim; p++)
    {
      double lo, hi, share;

      sl_coordinates_ends (sl_inference_coordinates (inference), fit->x, p, &lo, &hi);
      share = (fit->x[p] - lo) / (hi - lo);
      /* Also where another parameter leaves no range. */
      fit->bound[p] = !(share > AT_END) ? SL_FIT_AT_LOWER
                      : share > 1.0 - AT_END ? SL_FIT_AT_UPPER : SL_FIT_INSIDE;
    }
}

static void
find_distances (SlFit *fit, const SlInference *inference)
{
  for (guint i = 0; i < fit->n_measurements; i++)
    {
      const SlMeasurement *row = sl_measurements_get (sl_inference_measurements (inference), i);
      const double z = (fit->predicted[i] - row->value) / sl_inference_sigma (inference, i);

      fit->distance[i] = row->kind == SL_MEASUREMENT_LOWER ? -z : z;
    }
}

gboolean
sl_fit_judge (SlFit *fit, SlInference *inference, SlFitLoss loss, double scale, GError **error)
{
  const guint dim = fit->dim, n_rows = sl_inference_n_rows (inference);
  g_autofree double *row = g_new (double, n_rows), *slope = g_new (double, (gsize) n_rows * dim);
  const SlInferenceTerms terms = { .predicted = fit->predicted };
  guint8 bad;

  sl_inference_to_parameters (inference, fit->u, 1, fit->x);
  if (!sl_inference_residuals (inference, fit->u, 1, TRUE, row, slope, &bad, error)
      || !sl_inference_evaluate (inference, fit->u, 1, &terms, error))
    return FALSE;
  for (guint r = 0; r < n_rows; r++)
    *(r < fit->n_on ? &fit->chi2 : &fit->chi2_priors) += row[r] * row[r];
  find_covariance (fit, inference, row, slope, loss, scale);
  find_bounds (fit, inference);
  find_distances (fit, inference);
  fit->dof = fit->n_on - fit->n_determined;
  fit->p = fit->dof >= 1.0 ? gsl_cdf_chisq_Q (fit->chi2, fit->dof) : NAN;
  return TRUE;
}

/* From the best down: the first whose least p is exceeded. */
static const struct {
  double least;
  const char *text;
} word_table[] = {
  { 0.999, N_ ("The model fits the data better than their errors allow by chance: the errors may be too "
               "large.") },
  { 0.05, N_ ("The model fits the data well.") },
  { 0.001, N_ ("The model fits the data poorly: so large a chi-square is rare by chance.") },
  { -1.0, N_ ("The model does not fit the data: it lacks something, or the errors are too small.") },
};

char *
sl_fit_sentence (const SlFit *self)
{
  /* About as many combinations as data: a fit is no test. */
  if (!isfinite (self->p))
    return g_strdup (self->chi2 <= self->n_on
                         ? _ ("The model fits the data, but they are too few to test it.")
                         : _ ("The model does not fit the data, although they are few."));
  for (guint i = 0; i < G_N_ELEMENTS (word_table); i++)
    if (self->p > word_table[i].least)
      return g_strdup (_ (word_table[i].text));
  return NULL;
}
