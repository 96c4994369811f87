/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/derivatives/sl-fisher.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <gsl/gsl_eigen.h>

#include "model/support/sl-error.h"

/* With each parameter in units of its own error, a smaller eigenvalue counts as 0: the engine’s derivatives
 * are accurate to 1e-6, and the matrix consists of their squares. */
#define LEAST_EIGENVALUE 1e-11

void
sl_fisher (const double *jac, const double *sigma, guint n_obs, guint n_params, double *fisher)
{
  memset (fisher, 0, (gsize) n_params * n_params * sizeof *fisher);
  for (guint o = 0; o < n_obs; o++)
    for (guint p = 0; p < n_params; p++)
      for (guint q = 0; q < n_params; q++)
        {
          const double *row = jac + (gsize) o * n_params;

          fisher[(gsize) p * n_params + q] += row[p] / sigma[o] * (row[q] / sigma[o]);
        }
}

/* Eigenvalues (n), decreasing, and eigenvectors as rows (n, n) of a symmetric matrix. */
static void
eigen (const double *matrix, guint n, double *value, double *vector)
{
  g_autofree double *copy = g_memdup2 (matrix, (gsize) n * n * sizeof *copy),
                    *columns = g_new (double, (gsize) n *n);
  gsl_matrix_view a = gsl_matrix_view_array (copy, n, n), v = gsl_matrix_view_array (columns, n, n);
  gsl_vector_view e = gsl_vector_view_array (value, n);
  gsl_eigen_symmv_workspace *work = gsl_eigen_symmv_alloc (n);

  gsl_eigen_symmv (&a.matrix, &e.vector, &v.matrix, work);
  gsl_eigen_symmv_sort (&e.vector, &v.matrix, GSL_EIGEN_SORT_VAL_DESC);
  gsl_eigen_symmv_free (work);
  for (guint i = 0; i < n; i++)
    {
      guint top = 0;

      for (guint p = 0; p < n; p++)
        if (fabs (columns[p * n + i]) > fabs (columns[top * n + i]))
          top = p;
      for (guint p = 0; p < n; p++)
        vector[i * n + p] = copysign (1.0, columns[top * n + i]) * columns[p * n + i];
    }
}

gboolean
sl_fisher_forecast (const double *fisher, guint n, SlFisherForecast *self, GError **error)
{
  g_autofree double *scale = g_new (double, n), *scaled = g_new (double, (gsize) n * n);
  g_autofree double *value = g_new (double, n), *vector = g_new (double, (gsize) n * n);

  memset (self, 0, sizeof *self);
  g_return_val_if_fail (n > 0, FALSE);
  for (guint i = 0; i < n * n; i++)
    if (!isfinite (fisher[i]))
      {
        g_set_error (error, SL_ERROR, SL_ERROR_ENGINE,
                     _ ("the Fisher matrix is not finite for these parameters"));
        return FALSE;
      }
  *self = (SlFisherForecast) { .n = n,
                               .eigenvalue = g_new (double, n),
                               .eigenvector = g_new (double, (gsize) n *n),
                               .error = g_new (double, n),
                               .error_alone = g_new (double, n) };
  eigen (fisher, n, self->eigenvalue, self->eigenvector);
  /* In units of each parameter's own error, so that the rank does not depend on the parameters' units. */
  for (guint p = 0; p < n; p++)
    {
      self->error_alone[p] = 1.0 / sqrt (fisher[p * n + p]);
      scale[p] = isfinite (self->error_alone[p]) ? self->error_alone[p] : 1.0;
    }
  for (guint p = 0; p < n; p++)
    for (guint q = 0; q < n; q++)
      scaled[p * n + q] = fisher[p * n + q] * scale[p] * scale[q];
  eigen (scaled, n, value, vector);
  while (self->rank < n && value[self->rank] > LEAST_EIGENVALUE)
    self->rank++;
  for (guint p = 0; p < n; p++)
    {
      double variance = 0.0;

      for (guint i = 0; i < n; i++)
        variance += vector[i * n + p] * vector[i * n + p] / value[i];
      self->error[p] = self->rank == n ? scale[p] * sqrt (variance) : NAN;
    }
  return TRUE;
}

void
sl_fisher_forecast_clear (SlFisherForecast *self)
{
  g_free (self->eigenvalue);
  g_free (self->eigenvector);
  g_free (self->error);
  g_free (self->error_alone);
  memset (self, 0, sizeof *self);
}

void
sl_fisher_add_prior (double *fisher, guint n, guint i, double sigma)
{
  g_return_if_fail (i < n && sigma > 0.0);
  fisher[(gsize) i * n + i] += 1.0 / (sigma * sigma);
}

double
sl_fisher_range_sigma (double lo, double hi)
{
  return (hi - lo) / sqrt (12.0);
}
