/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/degeneracy/sl-covariance.h"

#include <math.h>

#include <glib/gi18n-lib.h>
#include <gsl/gsl_linalg.h>

#include "model/support/sl-error.h"

gboolean
sl_covariance_of_forecast (const double *fisher, const SlFisherForecast *forecast, double *covariance,
                           GError **error)
{
  const guint n = forecast->n;
  gsl_matrix_view inverse = gsl_matrix_view_array (covariance, n, n);

  if (forecast->rank < n)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_ENGINE,
                   _ ("the observables determine only %u of %u combinations of the parameters; add "
                      "observables or priors, or free fewer parameters"),
                   forecast->rank, n);
      return FALSE;
    }
  /* In units of each parameter's own error, in which the forecast has found the matrix to be positive. */
  for (guint p = 0; p < n; p++)
    for (guint q = 0; q < n; q++)
      covariance[p * n + q] = fisher[p * n + q] * forecast->error_alone[p] * forecast->error_alone[q];
  gsl_linalg_cholesky_decomp1 (&inverse.matrix);
  gsl_linalg_cholesky_invert (&inverse.matrix);
  for (guint p = 0; p < n; p++)
    for (guint q = 0; q < n; q++)
      covariance[p * n + q] *= forecast->error_alone[p] * forecast->error_alone[q];
  return TRUE;
}

void
sl_covariance_ellipse (const double *covariance, guint n, guint p, guint q, double chi2, guint n_points,
                       double *x, double *y)
{
  /* The Cholesky factor takes the unit circle to the ellipse. */
  const double a = sqrt (covariance[p * n + p]), b = covariance[p * n + q] / a,
               c = sqrt (MAX (covariance[q * n + q] - b * b, 0.0)), radius = sqrt (chi2);

  for (guint i = 0; i < n_points; i++)
    {
      const double angle = 2.0 * G_PI * i / n_points, u = radius * cos (angle), v = radius * sin (angle);

      x[i] = a * u;
      y[i] = b * u + c * v;
    }
}
