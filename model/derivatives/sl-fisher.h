/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* How well observables with given errors constrain parameters [Tegmark, Taylor & Heavens 1997]. */

/* Fisher matrix of independent Gaussian errors that do not depend on the parameters (Eq. 15 there): fisher
 * (n_params, n_params) = sum_o jac_op jac_oq / sigma_o^2. jac: (n_obs, n_params) derivatives of the
 * observables; sigma: (n_obs) their standard errors, greater than 0. The caller owns all arrays. Entries of
 * jac that are not finite make entries of the matrix not finite. Thread: any. */
void sl_fisher (const double *jac, const double *sigma, guint n_obs, guint n_params, double *fisher);

/* Arrays owned by the forecast. */
typedef struct {
  guint n;
  double *eigenvalue;   /* (n) decreasing, in units of one over parameters squared */
  /* (n, n) row i belongs to eigenvalue i: a unit vector in the parameters' own units, its largest component
   * positive. The first is the best constrained combination */
  double *eigenvector;
  /* number of combinations of parameters that are constrained; n: the matrix can be inverted */
  guint rank;
  double *error;        /* (n) standard error of a parameter, all others free; NaN where rank < n */
  double *error_alone;  /* (n) the same, all others fixed; infinite where no observable depends on it */
} SlFisherForecast;

/* fisher: (n, n), symmetric. FALSE with SL_ERROR_ENGINE where an entry is not finite; the forecast is then
 * empty. Clear with sl_fisher_forecast_clear(). Thread: any. */
gboolean sl_fisher_forecast (const double *fisher, guint n, SlFisherForecast *forecast, GError **error);
void sl_fisher_forecast_clear (SlFisherForecast *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SlFisherForecast, sl_fisher_forecast_clear)

/* Adds what is known of parameter i before: a Gaussian of standard deviation sigma > 0. fisher: (n, n). */
void sl_fisher_add_prior (double *fisher, guint n, guint i, double sigma);
/* Standard deviation of a parameter of which only the range is known: that of a uniform distribution. */
double sl_fisher_range_sigma (double lo, double hi);
