/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/degeneracy/sl-bounded-step.h"

#include <math.h>
#include <string.h>

#include <gsl/gsl_linalg.h>

/* A change of the quantities that needs a step longer by more than the root of its inverse than that of a row
 * alone counts as impossible: derivatives are accurate to 1e-6 of their scale. */
#define LEAST 1e-10
/* Newton steps end where the gradient of the dual is this small: rounding. */
#define DUAL_TOLERANCE 1e-13
#define MOST_NEWTON_STEPS 60
/* Halvings of an interval of step lengths: until it has no number inside. */
#define HALVINGS 60

typedef struct {
  const SlStepProblem *problem;
  double *jac, *rhs; /* with rows at length 1; rows of length 0 are 0 */
  double *y;         /* (n) jac^T dual, before the projection */
  double *x;         /* (n) projected */
  SlStepEnd *end;    /* (n) */
  double *along;     /* (n_pairs) 1: the pair may move along its line together; 0: it may not */
} Dual;

static double
dot (const double *a, const double *b, guint n)
{
  double sum = 0.0;

  for (guint i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

static double
clamp (const SlStepProblem *p, guint i, double value, SlStepEnd *end)
{
  *end = value < p->lo[i] ? SL_STEP_AT_LOW : value > p->hi[i] ? SL_STEP_AT_HIGH : SL_STEP_FREE;
  return CLAMP (value, p->lo[i], p->hi[i]);
}

/* The nearest point of the part of the pair's line that is inside the box. */
static void
project_on_line (Dual *d, guint k)
{
  const SlStepProblem *p = d->problem;
  const SlStepPair *pair = &p->pairs[k];
  const guint l = pair->lower, u = pair->upper;
  const double a = pair->lower_scale, b = pair->upper_scale;
  /* Points of the line: x[l] = s, x[u] = (least + a s) / b. */
  const double low = MAX (p->lo[l], (b * p->lo[u] - pair->least) / a),
               high = MIN (p->hi[l], (b * p->hi[u] - pair->least) / a);
  const double s = (d->y[l] + a / b * (d->y[u] - pair->least / b)) / (1.0 + a * a / (b * b));
  const double cut = MIN (MAX (s, low), MAX (low, high));

  d->along[k] = cut == s ? 1.0 : 0.0;
  d->x[l] = CLAMP (cut, p->lo[l], p->hi[l]);
  d->x[u] = CLAMP ((pair->least + a * cut) / b, p->lo[u], p->hi[u]);
  d->end[l] = d->end[u] = SL_STEP_AT_PARTNER;
}

/* x from the dual variables. */
static void
project (Dual *d, const double *dual)
{
  const SlStepProblem *p = d->problem;

  memset (d->y, 0, p->n * sizeof *d->y);
  for (guint o = 0; o < p->m; o++)
    for (guint i = 0; i < p->n; i++)
      d->y[i] += d->jac[o * p->n + i] * dual[o];
  for (guint i = 0; i < p->n; i++)
    d->x[i] = clamp (p, i, d->y[i], &d->end[i]);
  for (guint k = 0; k < p->n_pairs; k++)
    {
      const SlStepPair *pair = &p->pairs[k];

      d->along[k] = 0.0;
      if (pair->upper_scale * d->x[pair->upper] - pair->lower_scale * d->x[pair->lower] < pair->least)
        project_on_line (d, k);
    }
}

/* gradient (m) of the dual at x: jac x + LEAST dual - rhs. */
static void
dual_gradient (const Dual *d, const double *dual, double *gradient)
{
  const guint n = d->problem->n;

  for (guint o = 0; o < d->problem->m; o++)
    gradient[o] = dot (d->jac + o * n, d->x, n) + LEAST * dual[o] - d->rhs[o];
}

/* step (m): the Newton step of the dual. */
static void
newton_step (const Dual *d, const double *gradient, double *step)
{
  const SlStepProblem *p = d->problem;
  g_autofree double *h = g_new0 (double, p->m * p->m), *minus = g_new (double, p->m);
  gsl_matrix_view matrix = gsl_matrix_view_array (h, p->m, p->m);
  gsl_vector_view left = gsl_vector_view_array (step, p->m), right = gsl_vector_view_array (minus, p->m);

  for (guint o = 0; o < p->m; o++)
    {
      const double *row = d->jac + o * p->n;

      minus[o] = -gradient[o];
      for (guint q = 0; q < p->m; q++)
        {
          const double *other = d->jac + q * p->n;

          for (guint i = 0; i < p->n; i++)
            if (d->end[i] == SL_STEP_FREE)
              h[o * p->m + q] += row[i] * other[i];
          for (guint k = 0; k < p->n_pairs; k++)
            {
              const SlStepPair *pair = &p->pairs[k];
              const double a = pair->lower_scale, b = pair->upper_scale;

              h[o * p->m + q] += d->along[k] * (b * row[pair->lower] + a * row[pair->upper])
                                 * (b * other[pair->lower] + a * other[pair->upper]) / (a * a + b * b);
            }
        }
      h[o * p->m + o] += LEAST;
    }
  gsl_linalg_cholesky_decomp1 (&matrix.matrix);
  gsl_linalg_cholesky_solve (&matrix.matrix, &right.vector, &left.vector);
}

/* Moves dual along step to where the slope ends to fall; trial (m) and gradient (m) are room. */
static void
take_step (Dual *d, double *dual, const double *step, double *trial, double *gradient)
{
  const guint m = d->problem->m;
  double low = 0.0, high = 1.0, length = 1.0;

  for (guint k = 0; k <= HALVINGS; k++)
    {
      double slope;

      for (guint o = 0; o < m; o++)
        trial[o] = dual[o] + length * step[o];
      project (d, trial);
      dual_gradient (d, trial, gradient);
      slope = dot (gradient, step, m);
      if (k == 0 && slope <= 0.0)
        break;
      *(slope > 0.0 ? &high : &low) = length;
      length = 0.5 * (low + high);
    }
  memcpy (dual, trial, m * sizeof *dual);
}

void
sl_bounded_step (const SlStepProblem *p, double *x, SlStepEnd *end, double *residual)
{
  const gsize m = p->m, n = p->n;
  g_autofree double *room = g_new0 (double, 2 * m * n + 5 * m + n + p->n_pairs + 1);
  double *dual = room + m * n, *gradient = dual + m, *step = gradient + m, *trial = step + m;
  Dual d = { .problem = p,
             .jac = room,
             .rhs = trial + m,
             .y = trial + 2 * m,
             .x = x,
             .end = end,
             .along = trial + 2 * m + n };

  for (guint o = 0; o < m; o++)
    {
      const double length = sqrt (dot (p->jac + o * n, p->jac + o * n, p->n));

      for (guint i = 0; i < n && length > 0.0; i++)
        d.jac[o * n + i] = p->jac[o * n + i] / length;
      d.rhs[o] = length > 0.0 ? p->rhs[o] / length : 0.0;
    }
  project (&d, dual);
  for (guint k = 0; k < MOST_NEWTON_STEPS && m > 0; k++)
    {
      double most = 0.0, scale = 1.0;

      dual_gradient (&d, dual, gradient);
      for (guint o = 0; o < m; o++)
        {
          most = MAX (most, fabs (gradient[o]));
          scale = MAX (scale, fabs (d.rhs[o]));
        }
      if (!(most > DUAL_TOLERANCE * scale))
        break;
      newton_step (&d, gradient, step);
      take_step (&d, dual, step, trial, gradient);
    }
  for (guint o = 0; o < m; o++)
    residual[o] = p->rhs[o] - dot (p->jac + o * n, x, p->n);
}
