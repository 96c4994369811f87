/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/degeneracy/sl-next.h"

#include <math.h>
#include <stdlib.h>

/* Numbers decide where two are equally good. */
static int
compare (double left, double right, const SlNext *x, const SlNext *y)
{
  return left < right ? -1 : left > right ? 1 : (int) x->candidate - (int) y->candidate;
}

static int
compare_error_cb (const void *a, const void *b)
{
  const SlNext *x = a, *y = b;

  return compare (-x->gain, -y->gain, x, y);
}

static int
compare_volume_cb (const void *a, const void *b)
{
  const SlNext *x = a, *y = b;

  return compare (x->ln_volume, y->ln_volume, x, y);
}

void
sl_next_rank (const double *covariance, guint n, const double *jac, const double *sigma, guint n_candidates,
              int param, SlNext *next)
{
  g_autofree double *row = g_new (double, n);

  for (guint c = 0; c < n_candidates; c++)
    {
      const double *b = jac + (gsize) c * n;
      const double before = param >= 0 ? covariance[param * n + param] : NAN;
      double spread = 0.0, after;

      /* row = C b, spread = b C b: variance of the candidate under the forecast. */
      for (guint p = 0; p < n; p++)
        {
          row[p] = 0.0;
          for (guint q = 0; q < n; q++)
            row[p] += covariance[p * n + q] * b[q];
          spread += b[p] * row[p];
        }
      if (!isfinite (spread))
        spread = row[param >= 0 ? param : 0] = 0.0;
      after = param >= 0 ? before - row[param] * row[param] / (sigma[c] * sigma[c] + spread) : NAN;
      next[c] = (SlNext) { .candidate = c,
                           .error = sqrt (after),
                           .gain = 1.0 - sqrt (after / before),
                           .ln_volume = -0.5 * log1p (spread / (sigma[c] * sigma[c])) };
    }
  qsort (next, n_candidates, sizeof *next, param >= 0 ? compare_error_cb : compare_volume_cb);
}

void
sl_bias (const double *covariance, guint n, const double *jac, const double *sigma, guint n_obs,
         const double *fixed, double amount, double *shift)
{
  g_autofree double *along = g_new0 (double, n);

  for (guint o = 0; o < n_obs; o++)
    for (guint p = 0; p < n; p++)
      along[p] += jac[o * n + p] * fixed[o] * amount / (sigma[o] * sigma[o]);
  for (guint p = 0; p < n; p++)
    {
      shift[p] = 0.0;
      for (guint q = 0; q < n; q++)
        shift[p] += covariance[p * n + q] * along[q];
    }
}

double
sl_apart (const double *a, const double *b, const double *sigma, guint n_obs, double *share)
{
  double chi2 = 0.0;

  for (guint o = 0; o < n_obs; o++)
    {
      share[o] = (a[o] - b[o]) / sigma[o] * ((a[o] - b[o]) / sigma[o]);
      chi2 += share[o];
    }
  for (guint o = 0; o < n_obs; o++)
    share[o] = chi2 > 0.0 ? share[o] / chi2 : 0.0;
  return chi2;
}
