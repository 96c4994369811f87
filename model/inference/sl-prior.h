/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* What is known of a parameter before any measurement. Every prior ends at the parameter's range. */

/* SL_PRIOR_UNIFORM, ...: the rows of the table in sl-prior.c. */
typedef enum {
  SL_PRIOR_UNIFORM,     /* uniform, uniform(LO,HI) */
  SL_PRIOR_NORMAL,      /* normal(MEAN,SIGMA) */
  SL_PRIOR_LOG_UNIFORM, /* loguniform(LO,HI): uniform in the logarithm of a positive number */
  SL_N_PRIORS
} SlPriorKind;

/* A plain value; { 0 } is uniform over the parameter's range. */
typedef struct {
  SlPriorKind kind;
  gboolean limited; /* a and b are given; FALSE: uniform over the parameter's range */
  double a, b;
} SlPrior;

/* A prior over the range where it is more than 0, with its normalisation: a plain value. */
typedef struct {
  SlPrior prior;
  double lo, hi;
  double lg_norm; /* ln of the integral of what is not normalised */
} SlPriorOver;

/* Reads "normal(-2.0,0.2)"; numbers of the C locale. FALSE with SL_ERROR_PARAMETER, which says what was
 * expected. */
gboolean sl_prior_parse (const char *text, SlPrior *prior, GError **error);
/* The text that reads back as the same prior; g_free. */
char *sl_prior_text (const SlPrior *prior);
/* "uniform(LO,HI), normal(MEAN,SIGMA), …", for messages and help; g_free. */
char *sl_prior_forms (void);

/* The prior within a range lo < hi. FALSE with SL_ERROR_PARAMETER where nothing of it is left there; name:
 * of the parameter, for the message. */
gboolean sl_prior_over (const SlPrior *prior, const char *name, double lo, double hi, SlPriorOver *over,
                        GError **error);
/* ln of the density at x, which integrates to 1 over the range, and its derivative *slope (may be NULL);
 * -infinity outside. */
double sl_prior_lg_density (const SlPriorOver *self, double x, double *slope);
/* A row of least squares whose square is -2 ln density plus a constant: *residual and *slope by x. FALSE
 * where the density is constant and no row is needed. */
gboolean sl_prior_residual (const SlPriorOver *self, double x, double *residual, double *slope);
/* Whether sl_prior_residual() gives a row. */
gboolean sl_prior_has_residual (const SlPriorOver *self);
/* The number below which the share q, 0 to 1, of the prior lies. */
double sl_prior_quantile (const SlPriorOver *self, double q);
/* Its variance. */
double sl_prior_variance (const SlPriorOver *self);
