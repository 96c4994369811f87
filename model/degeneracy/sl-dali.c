/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/degeneracy/sl-dali.h"

#include <math.h>
#include <string.h>

#include <gsl/gsl_linalg.h>

#define MOST_STEPS 60
/* Chi-square that no contour shows. */
#define CHI2_TOLERANCE 1e-5
/* Marquardt's parameter, relative to the diagonal. The least keeps the matrix positive along directions that
 * nothing determines. */
#define LEAST_DAMPING 1e-9
#define MOST_DAMPING 1e9
/* First step of the search for an interval where nothing determines the parameter, of the way to its end. */
#define BLIND_STEP 0.02
#define GROWTH 1.6
#define HALVINGS 24
/* Of a contour's points: their chi-square is that near to the level. */
#define SLICE_TOLERANCE 0.01
#define MOST_SLICE_STEPS 24
#define MOST_GROWTH 4.0

struct _SlDali {
  guint n_obs, n;
  double *grad;    /* (n_obs, n) over sigma */
  double *half;    /* (n_obs, n, n) second derivatives over 2 sigma; NULL: none */
  double *weight;  /* (n) 1 / prior^2 */
  double *lo, *hi; /* (n) */
};

SlDali *
sl_dali_new (const SlDaliInputs *in)
{
  SlDali *self = g_new0 (SlDali, 1);
  const gsize n = in->n, n_obs = in->n_obs;

  self->n_obs = in->n_obs;
  self->n = in->n;
  self->grad = g_new (double, n_obs *n + 1);
  self->half = in->hessian ? g_new (double, n_obs *n *n + 1) : NULL;
  self->weight = g_new0 (double, n + 1);
  self->lo = g_memdup2 (in->lo, n * sizeof *in->lo);
  self->hi = g_memdup2 (in->hi, n * sizeof *in->hi);
  for (gsize o = 0; o < n_obs; o++)
    {
      for (gsize i = o * n; i < (o + 1) * n; i++)
        self->grad[i] = in->grad[i] / in->sigma[o];
      for (gsize i = o * n * n; i < (o + 1) * n * n && self->half; i++)
        self->half[i] = 0.5 * in->hessian[i] / in->sigma[o];
    }
  for (gsize p = 0; p < n && in->prior; p++)
    self->weight[p] = 1.0 / (in->prior[p] * in->prior[p]);
  return self;
}

void
sl_dali_free (SlDali *self)
{
  if (!self)
    return;
  g_free (self->grad);
  g_free (self->half);
  g_free (self->weight);
  g_free (self->lo);
  g_free (self->hi);
  g_free (self);
}

/* Residual of an observable; slope (n): its derivatives. */
static double
residual (const SlDali *self, guint o, const double *x, double *slope)
{
  const guint n = self->n;
  const double *grad = self->grad + (gsize) o * n;
  double r = 0.0;

  for (guint p = 0; p < n; p++)
    {
      const double *half = self->half ? self->half + ((gsize) o * n + p) * n : NULL;
      double bend = 0.0;

      for (guint q = 0; q < n && half; q++)
        bend += half[q] * x[q];
      r += x[p] * (grad[p] + bend);
      slope[p] = grad[p] + 2.0 * bend;
    }
  return r;
}

static double
chi_square (const SlDali *self, const double *x, double *slope)
{
  double sum = 0.0;

  for (guint o = 0; o < self->n_obs; o++)
    {
      const double r = residual (self, o, x, slope);

      sum += r * r;
    }
  for (guint p = 0; p < self->n; p++)
    sum += self->weight[p] * x[p] * x[p];
  return sum;
}

double
sl_dali_ln_posterior (const SlDali *self, const double *x)
{
  g_autofree double *slope = g_new (double, self->n + 1);

  for (guint p = 0; p < self->n; p++)
    if (!(x[p] >= self->lo[p] && x[p] <= self->hi[p]))
      return -INFINITY;
  return -0.5 * chi_square (self, x, slope);
}

/* --- profile -------------------------------------------------------------- */

typedef struct {
  const SlDali *dali;
  double *x, *trial;             /* (n) */
  double *slope;                 /* (n) */
  double *gradient;              /* (n) half of chi-square's */
  double *matrix;                /* (n, n) J^T J and priors */
  double *system, *step, *right; /* of the k components that move */
  guint *moving;                 /* (k) */
  gboolean *is_fixed;            /* (n) */
} Fit;

static void
fit_matrix (Fit *f)
{
  const SlDali *d = f->dali;
  const guint n = d->n;

  memset (f->matrix, 0, (gsize) n * n * sizeof *f->matrix);
  for (guint p = 0; p < n; p++)
    {
      f->gradient[p] = d->weight[p] * f->x[p];
      f->matrix[p * n + p] = d->weight[p];
    }
  for (guint o = 0; o < d->n_obs; o++)
    {
      const double r = residual (d, o, f->x, f->slope);

      for (guint p = 0; p < n; p++)
        {
          f->gradient[p] += r * f->slope[p];
          for (guint q = 0; q <= p; q++)
            f->matrix[p * n + q] += f->slope[p] * f->slope[q];
        }
    }
}

/* Components that may move: not fixed, and not pressed against an end. */
static guint
choose_moving (Fit *f)
{
  const SlDali *d = f->dali;
  guint k = 0;

  for (guint p = 0; p < d->n; p++)
    {
      const gboolean at_lo = f->x[p] <= d->lo[p] && f->gradient[p] > 0.0,
                     at_hi = f->x[p] >= d->hi[p] && f->gradient[p] < 0.0;

      if (!f->is_fixed[p] && !at_lo && !at_hi && f->matrix[p * d->n + p] > 0.0)
        f->moving[k++] = p;
    }
  return k;
}

/* trial: x and a damped step, cut at the ends. */
static void
fit_step (Fit *f, guint k, double damping)
{
  const guint n = f->dali->n;
  gsl_matrix_view matrix = gsl_matrix_view_array (f->system, k, k);
  gsl_vector_view step = gsl_vector_view_array (f->step, k), right = gsl_vector_view_array (f->right, k);

  for (guint i = 0; i < k; i++)
    {
      const guint p = f->moving[i];

      /* At unit diagonal. */
      f->right[i] = -f->gradient[p] / sqrt (f->matrix[p * n + p]);
      for (guint j = 0; j <= i; j++)
        {
          const guint q = f->moving[j];

          f->system[i * k + j] = f->system[j * k + i] =
              f->matrix[p * n + q] / sqrt (f->matrix[p * n + p] * f->matrix[q * n + q]);
        }
      f->system[i * k + i] = 1.0 + damping;
    }
  gsl_linalg_cholesky_decomp1 (&matrix.matrix);
  gsl_linalg_cholesky_solve (&matrix.matrix, &right.vector, &step.vector);
  memcpy (f->trial, f->x, n * sizeof *f->trial);
  for (guint i = 0; i < k; i++)
    {
      const guint p = f->moving[i];
      const double to = f->x[p] + f->step[i] / sqrt (f->matrix[p * n + p]);

      f->trial[p] = CLAMP (to, f->dali->lo[p], f->dali->hi[p]);
    }
}

double
sl_dali_profile (const SlDali *self, const guint *fixed, guint n_fixed, double *x)
{
  const gsize n = self->n;
  g_autofree double *room = g_new (double, 2 * n * n + 5 * n + 1);
  g_autofree guint *moving = g_new (guint, n + 1);
  g_autofree gboolean *is_fixed = g_new0 (gboolean, n + 1);
  Fit f = { .dali = self,
            .x = x,
            .trial = room,
            .slope = room + n,
            .gradient = room + 2 * n,
            .step = room + 3 * n,
            .right = room + 4 * n,
            .matrix = room + 5 * n,
            .system = room + 5 * n + n * n,
            .moving = moving,
            .is_fixed = is_fixed };
  double damping = LEAST_DAMPING, chi2;

  for (guint i = 0; i < n_fixed; i++)
    is_fixed[fixed[i]] = TRUE;
  for (guint p = 0; p < n; p++)
    if (!is_fixed[p])
      x[p] = CLAMP (x[p], self->lo[p], self->hi[p]);
  chi2 = chi_square (self, x, f.slope);
  for (guint k = 0; k < MOST_STEPS && damping < MOST_DAMPING; k++)
    {
      double next, gained = -1.0;
      guint n_moving;

      fit_matrix (&f);
      n_moving = choose_moving (&f);
      if (!n_moving)
        break;
      while (damping < MOST_DAMPING)
        {
          fit_step (&f, n_moving, damping);
          next = chi_square (self, f.trial, f.slope);
          if (next <= chi2)
            {
              gained = chi2 - next;
              break;
            }
          damping *= 10.0;
        }
      if (gained < 0.0)
        break;
      memcpy (x, f.trial, n * sizeof *x);
      chi2 = next;
      damping = MAX (damping * 0.1, LEAST_DAMPING);
      if (gained < CHI2_TOLERANCE)
        break;
    }
  return chi2;
}

/* The end of the interval on one side. */
static double
search_side (const SlDali *self, guint p, double chi2, double bound)
{
  g_autofree double *x = g_new0 (double, self->n + 1), *from = g_new0 (double, self->n + 1);
  double determined = self->weight[p], low = 0.0, high = 0.0, step;

  for (guint o = 0; o < self->n_obs; o++)
    determined += self->grad[o * self->n + p] * self->grad[o * self->n + p];
  step = determined > 0.0 ? copysign (1.0 / sqrt (determined), bound) : BLIND_STEP * bound;
  if (fabs (step) > BLIND_STEP * fabs (bound))
    step = BLIND_STEP * bound;
  while (low != bound)
    {
      high = fabs (low + step) < fabs (bound) ? low + step : bound;
      memcpy (x, from, self->n * sizeof *x);
      x[p] = high;
      if (sl_dali_profile (self, &p, 1, x) > chi2)
        break;
      low = high;
      memcpy (from, x, self->n * sizeof *x);
      step *= GROWTH;
    }
  for (guint k = 0; k < HALVINGS && low != bound; k++)
    {
      const double middle = 0.5 * (low + high);

      memcpy (x, from, self->n * sizeof *x);
      x[p] = middle;
      if (sl_dali_profile (self, &p, 1, x) > chi2)
        high = middle;
      else
        {
          low = middle;
          memcpy (from, x, self->n * sizeof *x);
        }
    }
  return low;
}

void
sl_dali_interval (const SlDali *self, guint p, double chi2, double *lo, double *hi)
{
  *lo = search_side (self, p, chi2, self->lo[p]);
  *hi = search_side (self, p, chi2, self->hi[p]);
}

/* --- contour -------------------------------------------------------------- */

static int
nearest_to_zero (const double *axis, guint n)
{
  guint best = 0;

  for (guint i = 1; i < n; i++)
    if (fabs (axis[i]) < fabs (axis[best]))
      best = i;
  return best;
}

/* A slice at one value of p, through the best q. */
typedef struct {
  const SlDali *dali;
  guint pair[2];
  double level;
  const double *best; /* (n) the minimum with p fixed */
  double least;       /* chi-square there */
  double *x, *other;  /* (n) room */
} Slice;

/* The profile at a value of q: of two minima, begun at the slice's best point and at the contour in the slice
 * before, the lower one. edge (n): that point; it becomes the one found here. */
static double
profile_at (Slice *s, double at, double *edge)
{
  const gsize bytes = s->dali->n * sizeof *s->x;
  double chi2, other;

  memcpy (s->x, s->best, bytes);
  memcpy (s->other, edge, bytes);
  s->other[s->pair[0]] = s->best[s->pair[0]];
  s->x[s->pair[1]] = s->other[s->pair[1]] = at;
  chi2 = sl_dali_profile (s->dali, s->pair, 2, s->x);
  other = sl_dali_profile (s->dali, s->pair, 2, s->other);
  memcpy (edge, other < chi2 ? s->other : s->x, bytes);
  return MIN (chi2, other);
}

/* Where the profile reaches the level on the side of an end, begun with a step: the root of its excess over
 * the minimum is nearly a straight line. */
static double
search_slice (Slice *s, double bound, double step, double *edge)
{
  const guint q = s->pair[1];
  const double from = s->best[q];
  double low = from, high = NAN, at = from + step;

  if (s->least >= s->level)
    return from;
  for (guint k = 0; k < MOST_SLICE_STEPS && low != bound; k++)
    {
      double chi2, next;

      at = CLAMP (at, MIN (from, bound), MAX (from, bound));
      chi2 = profile_at (s, at, edge);
      if (fabs (chi2 - s->level) < SLICE_TOLERANCE)
        return at;
      *(chi2 < s->level ? &low : &high) = at;
      next = from
             + (at - from)
                   * MIN (sqrt ((s->level - s->least) / MAX (chi2 - s->least, G_MINDOUBLE)), MOST_GROWTH);
      if (isfinite (high) && !(next > MIN (low, high) && next < MAX (low, high)))
        next = 0.5 * (low + high);
      at = next;
    }
  return low;
}

void
sl_dali_contour (const SlDali *self, guint p, guint q, double chi2, guint n_slices, double *x, double *y)
{
  const gsize n = self->n;
  g_autofree double *best = g_new0 (double, n + 1), *centre = g_new0 (double, n + 1),
                    *room = g_new0 (double, 4 * n + 1), *at = g_new (double, n_slices);
  Slice s = { .dali = self, .pair = { p, q }, .level = chi2, .best = best, .x = room, .other = room + n };
  double lo, hi, determined = self->weight[q];
  double *upper = room + 2 * n, *lower = room + 3 * n;
  int middle;

  for (guint o = 0; o < self->n_obs; o++)
    determined += self->grad[o * n + q] * self->grad[o * n + q];
  sl_dali_interval (self, p, chi2, &lo, &hi);
  for (guint i = 0; i < n_slices; i++)
    at[i] = lo + (hi - lo) * 0.5 * (1.0 - cos (G_PI * i / (n_slices - 1)));
  middle = nearest_to_zero (at, n_slices);
  for (int side = 0; side < 2; side++)
    {
      const int by = side ? -1 : 1, end = side ? -1 : (int) n_slices;
      double up = determined > 0.0 ? sqrt (chi2 / determined) : BLIND_STEP * self->hi[q], down = -up;

      memcpy (best, centre, n * sizeof *best);
      memcpy (upper, centre, n * sizeof *upper);
      memcpy (lower, centre, n * sizeof *lower);
      for (int i = side ? middle - 1 : middle; i != end; i += by)
        {
          const int back = 2 * (int) n_slices - 1 - i;

          best[p] = at[i];
          s.least = sl_dali_profile (self, &p, 1, best);
          if (!side && i == middle)
            memcpy (centre, best, n * sizeof *best);
          x[i] = x[back] = at[i];
          y[i] = search_slice (&s, self->hi[q], up, upper);
          y[back] = search_slice (&s, self->lo[q], down, lower);
          /* The neighbour is about as wide. */
          up = y[i] > best[q] ? y[i] - best[q] : up;
          down = y[back] < best[q] ? y[back] - best[q] : down;
        }
    }
}
