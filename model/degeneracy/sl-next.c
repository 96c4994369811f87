/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/degeneracy/sl-next.h"

#include <math.h>
#include <string.h>

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  const SlNext *x = a, *y = b;
  const int *param = data;
  const double left = *param >= 0 ? -x->gain : x->ln_volume, right = *param >= 0 ? -y->gain : y->ln_volume;

  return left < right ? -1 : left > right ? 1 : (int) x->candidate - (int) y->candidate;
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
  g_qsort_with_data (next, n_candidates, sizeof *next, compare_cb, &param);
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
