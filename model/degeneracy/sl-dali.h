/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* The likelihood about a galaxy from exact first and second derivatives of its observables: DALI, doublet
 * [Sellentin, Quartin & Amendola 2014, MNRAS 441, 1831]. It bends along curved degeneracies, and is
 * the Gaussian of the Fisher matrix without the second derivatives.
 *
 * With independent Gaussian errors the doublet is a sum of squares: chi-square = sum_o r_o^2, where
 * r_o = (J_op x_p + H_opq x_p x_q / 2) / sigma_o and x are the parameters less those of the galaxy. */

typedef struct _SlDali SlDali;

typedef struct {
  guint n_obs, n;
  const double *grad;    /* (n_obs, n) */
  const double *hessian; /* (n_obs, n, n), as of sl_hessian_evaluate(); NULL: Gaussian */
  const double *sigma;   /* (n_obs) standard errors, greater than 0 */
  const double
      *prior; /* (n) standard deviations of Gaussian priors about the galaxy; INFINITY or NULL: none */
  const double *lo, *hi; /* (n) ends of the parameters less those of the galaxy, lo <= 0 <= hi */
} SlDaliInputs;

/* Copies the inputs, which must be finite. Each object may be read by many threads at once. */
SlDali *sl_dali_new (const SlDaliInputs *inputs);
void sl_dali_free (SlDali *self);

/* Ln of the posterior at x (n), 0 at the galaxy; -INFINITY outside of the ends. */
double sl_dali_ln_posterior (const SlDali *self, const double *x);

/* The profile: least chi-square, priors included, with n_fixed parameters (numbers `fixed`) as they are in x
 * and all others free inside their ends. x (n): where to begin, and where it was found (a minimum near the
 * beginning). Levenberg–Marquardt steps, cut at the ends. */
double sl_dali_profile (const SlDali *self, const guint *fixed, guint n_fixed, double *x);

/* The interval of parameter p, less its value at the galaxy, where the profile of p stays below chi2; an end
 * of the parameter where it does so until there. */
void sl_dali_interval (const SlDali *self, guint p, double chi2, double *lo, double *hi);

/* The line where the profile of p and q equals chi2, as a closed polygon of 2 n_slices points x, y: along the
 * upper ends of q at n_slices values of p, which are closer at the ends of its interval, and back along the
 * lower ones. It may be as thin and as bent as it likes, where a grid of squares would lose it, as long as q
 * is in one piece at each p: of several pieces, that about the best q. Where an end of a parameter cuts it,
 * the polygon runs along that end. */
void sl_dali_contour (const SlDali *self, guint p, guint q, double chi2, guint n_slices, double *x,
                      double *y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlDali, sl_dali_free)
