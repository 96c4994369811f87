/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/inference/sl-inference.h"

/* The parameters that fit measurements best: bounded nonlinear least squares with exact derivatives, by the
 * trust-region method of Levenberg and Marquardt with geodesic acceleration [Transtrum & Sethna 2012, in
 * GSL], in coordinates without bounds. Rows are those of sl_inference_residuals(): measurements, limits and
 * priors. */

/* How much a measurement counts that is far off: rows of sl_fit_loss_name(). */
typedef enum {
  SL_FIT_LOSS_SQUARE,  /* Gaussian errors */
  SL_FIT_LOSS_SOFT_L1, /* 2 (sqrt (1 + z^2) - 1) in place of z^2 */
  SL_FIT_LOSS_HUBER,   /* z^2 up to 1, then 2 |z| - 1 */
  SL_N_FIT_LOSSES
} SlFitLoss;

/* "square", "soft-l1", "huber". */
const char *sl_fit_loss_name (SlFitLoss loss);
/* The loss of a name, or -1. */
int sl_fit_loss_lookup (const char *name);

/* Where a fit is; all borrowed. */
typedef struct {
  guint start, n_starts, iteration;
  double chi2;     /* of measurements and priors, with the loss */
  const double *x; /* (dim) parameters */
} SlFitStep;

typedef struct {
  const double *start; /* (dim) parameters to start from; NULL: those of the base galaxy */
  guint n_starts;      /* from there, and from the best of some draws of the prior; 0 counts as 1 */
  guint32 seed;        /* of the draws: the same seed gives the same fit */
  SlFitLoss loss;
  double loss_scale;   /* sigmas from which on a measurement is far off; 0 counts as 1 */
  guint most_iterations; /* of a start; 0: SL_FIT_ITERATIONS */
  double tolerance; /* a start ends where iterations lower chi2 by less; 0: SL_FIT_TOLERANCE */
  /* Called after each iteration, in the thread of the fit; FALSE ends the fit with what it has found.
   * NULL: none */
  gboolean (*progress) (gpointer data, const SlFitStep *step);
  gpointer data;
} SlFitOptions;
#define SL_FIT_ITERATIONS 200
#define SL_FIT_TOLERANCE 1e-2 /* far less than any confidence limit */

/* Of a parameter at the end. */
typedef enum { SL_FIT_INSIDE, SL_FIT_AT_LOWER, SL_FIT_AT_UPPER } SlFitBound;

/* Arrays are owned by the fit. */
typedef struct {
  guint dim, n_measurements;
  double *x;          /* (dim) the best parameters */
  double *u;          /* (dim) the same without bounds, where samplers start */
  /* (dim, dim) of the parameters: the inverse of what measurements and priors say about them, linear around
   * the best; every prior counts as a normal one of its variance, so that there is always an inverse */
  double *covariance;
  double *error;      /* (dim) root of its diagonal */
  double *prior_error; /* (dim) of the prior alone; where error is about as large, the data say nothing */
  SlFitBound *bound;  /* (dim) where a parameter ended within a two-hundredth of the range from its end */
  gboolean *moved;    /* (dim) the start was on a bound and has been moved inside */
  double *predicted;  /* (n_measurements) of the model; NaN where it does not exist, which rows that are off
                       * may have */
  double *distance;   /* (n_measurements) (predicted - value) / sigma; of limits positive on the wrong side */
  double chi2;        /* of the measurements, limits as -2 ln Phi, whatever the loss */
  double chi2_priors; /* of priors that are not uniform: sum of squares of their rows */
  guint n_on;         /* measurements that count */
  double n_determined; /* combinations of parameters that the data determine rather than the priors */
  double dof;         /* degrees of freedom: n_on - n_determined */
  double p;           /* chance of a larger chi2; NaN where dof is below 1 */
  guint n_starts, best_start, n_iterations; /* iterations of all starts */
  guint64 n_evaluations;
  gboolean converged; /* the best start came to an end by itself */
  gboolean cancelled;
} SlFit;

/* Fits. FALSE with SL_ERROR_DATA where no measurement is on, SL_ERROR_ENGINE where the model has no values at
 * any start, or what sl_inference_residuals() says; the fit is then empty. Clear with sl_fit_clear(). Thread:
 * that of the inference. */
gboolean sl_fit_run (SlInference *inference, const SlFitOptions *options, SlFit *fit, GError **error);
void sl_fit_clear (SlFit *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SlFit, sl_fit_clear)
/* How well the model fits, a translated sentence; g_free. */
char *sl_fit_sentence (const SlFit *self);
