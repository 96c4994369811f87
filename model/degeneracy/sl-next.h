/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* What a further measurement would add, how well galaxies can be told apart, and what a wrong assumption
 * does: linear algebra on Jacobians. Arrays are the caller's. Thread: any. */

/* What one more observable adds to a forecast. */
typedef struct {
  guint candidate;  /* number in the list */
  double error;     /* of the parameter that was asked for, with the observable; NaN: none was */
  double gain;      /* 1 - error / error without it; NaN likewise */
  double ln_volume; /* change of ln of the volume of the error ellipsoid of all parameters; <= 0 */
} SlNext;

/* Ranks n_candidates observables, the best first: by the error of parameter `param` (-1: by the volume).
 * covariance (n, n): of what is measured already, with priors. jac (n_candidates, n), sigma (n_candidates):
 * derivatives and errors of the candidates. One observable adds a matrix of rank one to the Fisher matrix, so
 * that its inverse follows without another inversion [Sherman & Morrison 1950; determinant lemma].
 * Derivatives that are not finite: the candidate is last, without gain. next (n_candidates). */
void sl_next_rank (const double *covariance, guint n, const double *jac, const double *sigma,
                   guint n_candidates, int param, SlNext *next);

/* By how much all n fitted parameters are off if one that is kept fixed is off: its true value is the assumed
 * one plus `amount`. To first order, shift = C J^T W d amount [Heavens, Kitching & Verde 2007, for
 * observables with Gaussian errors]: covariance (n, n), jac (n_obs, n), sigma (n_obs), derivatives by the
 * fixed parameter d (n_obs), shift (n): fitted less true values. */
void sl_bias (const double *covariance, guint n, const double *jac, const double *sigma, guint n_obs,
              const double *fixed, double amount, double *shift);

/* Chi-square between two galaxies with the values a and b (n_obs) under the errors sigma. share (n_obs): what
 * each observable contributes, in all 1; the greatest tells them apart best. Errors could all be greater by
 * sqrt (chi-square / t) until it is as small as t. */
double sl_apart (const double *a, const double *b, const double *sigma, guint n_obs, double *share);
