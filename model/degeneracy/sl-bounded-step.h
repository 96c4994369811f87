/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* The smallest step that changes some quantities by given amounts, where the step may not leave a box. */

/* Two components of a step of which one must stay below the other:
 * upper_scale x[upper] - lower_scale x[lower] >= least. A component is in one pair at most. */
typedef struct {
  guint lower, upper;
  double lower_scale, upper_scale; /* greater than 0 */
  double least;
} SlStepPair;

/* Where a component of the step ended. */
typedef enum {
  SL_STEP_FREE,
  SL_STEP_AT_LOW,
  SL_STEP_AT_HIGH,
  SL_STEP_AT_PARTNER, /* as near to the other one of its pair as it may come */
} SlStepEnd;

typedef struct {
  guint m, n;
  const double *jac;     /* (m, n) change of each quantity by each component */
  const double *rhs;     /* (m) wanted changes */
  const double *lo, *hi; /* (n) box, lo <= hi */
  const SlStepPair *pairs;
  guint n_pairs;
} SlStepProblem;

/* x (n): of all steps inside the box and in the order of the pairs, the one for which jac x comes nearest to
 * rhs (each row in units of its length), and of those the shortest. end (n): which components would go on but
 * must not. residual (m): rhs - jac x, in the units of rhs; it shows whether the wanted changes are possible.
 *
 * The problem: min |x|^2 / 2 + |jac x - rhs|^2 / (2 LEAST), rows at length 1, over the box. Its dual has m
 * unknowns and is convex and piecewise quadratic: Newton steps with the derivative of the projection onto the
 * box (Qi & Sun 1993, semismooth Newton), each cut short where it overshoots. Entries must be finite.
 * Allocates and frees. Thread: any. */
void sl_bounded_step (const SlStepProblem *problem, double *x, SlStepEnd *end, double *residual);
