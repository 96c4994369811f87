/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/inference/sl-diagnostics.h"

#include <math.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

const double sl_quantile_levels[SL_N_QUANTILES] = { 0.025, 0.16, 0.5, 0.84, 0.975 };

/* Chains cut into halves: x (chains, n), one after the other. */
typedef struct {
  double *x;
  gsize chains, n;
} Halves;

static gsize
total (const Halves *h)
{
  return h->chains * h->n;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Linear between order statistics, as numpy's. */
static double
quantile_of (const double *sorted, gsize n, double level)
{
  const double at = level * (n - 1);
  const gsize i = MIN ((gsize) at, n - 1), next = MIN (i + 1, n - 1);

  return sorted[i] + (at - i) * (sorted[next] - sorted[i]);
}

static double
mean_of (const double *x, gsize n)
{
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += x[i];
  return sum / n;
}

/* With n - 1. */
static double
variance_of (const double *x, gsize n)
{
  const double mean = mean_of (x, n);
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += (x[i] - mean) * (x[i] - mean);
  return sum / (n - 1);
}

/* ----------------------------------------------------------------- R-hat */

typedef struct {
  double value;
  gsize at;
} Ranked;

static int
compare_ranked (gconstpointer a, gconstpointer b)
{
  return compare_doubles (&((const Ranked *) a)->value, &((const Ranked *) b)->value);
}

/* Normal scores of ranks (Eq. 14); equal values share their mean rank. out: (all draws). */
static void
normal_scores (const Halves *h, double *out)
{
  const gsize n = total (h);
  g_autofree Ranked *ranked = g_new (Ranked, n);

  for (gsize i = 0; i < n; i++)
    ranked[i] = (Ranked) { h->x[i], i };
  qsort (ranked, n, sizeof *ranked, compare_ranked);
  for (gsize i = 0, end; i < n; i = end)
    {
      double rank;

      for (end = i + 1; end < n && ranked[end].value == ranked[i].value;)
        end++;
      rank = 0.5 * (double) (i + 1 + end);
      for (gsize k = i; k < end; k++)
        out[ranked[k].at] = gsl_cdf_ugaussian_Pinv ((rank - 0.375) / (n + 0.25));
    }
}

/* Eq. 1 to 4. */
static double
split_rhat (const Halves *h)
{
  g_autofree double *mean = g_new (double, h->chains);
  double within = 0.0, between;

  for (gsize c = 0; c < h->chains; c++)
    {
      mean[c] = mean_of (h->x + c * h->n, h->n);
      within += variance_of (h->x + c * h->n, h->n) / h->chains;
    }
  between = h->n * variance_of (mean, h->chains);
  return sqrt ((between / within + h->n - 1.0) / h->n);
}

/* The larger one of the scores' and of those of the distances from the median. */
static double
rank_rhat (const Halves *h)
{
  const gsize n = total (h);
  g_autofree double *folded = g_memdup2 (h->x, n * sizeof (double)), *score = g_new (double, n);
  const Halves scored = { score, h->chains, h->n }, distances = { folded, h->chains, h->n };
  double bulk, tail, median;

  normal_scores (h, score);
  bulk = split_rhat (&scored);
  qsort (folded, n, sizeof *folded, compare_doubles);
  median = quantile_of (folded, n, 0.5);
  for (gsize i = 0; i < n; i++)
    folded[i] = fabs (h->x[i] - median);
  normal_scores (&distances, score);
  tail = split_rhat (&scored);
  return isnan (bulk) || isnan (tail) ? NAN : MAX (bulk, tail);
}

/* ------------------------------------------------------- effective draws */

/* Mean over chains of the autocovariance at a lag; x has no mean. */
static double
autocovariance (const Halves *h, gsize lag)
{
  double sum = 0.0;

  for (gsize c = 0; c < h->chains; c++)
    {
      const double *x = h->x + c * h->n;

      for (gsize t = lag; t < h->n; t++)
        sum += x[t] * x[t - lag];
    }
  return sum / h->n / h->chains;
}

/* Sum of autocorrelations, by Geyer's initial monotone sequence (section 3.2). rho: (n) scratch. */
static double
autocorrelation_time (const Halves *h, double within, double all, double *rho)
{
  double even = 1.0, odd = 1.0 - (within - autocovariance (h, 1)) / all, tau = -1.0;
  gsize t = 1, last;

  memset (rho, 0, (h->n + 2) * sizeof (double));
  rho[0] = even;
  rho[1] = odd;
  while (t + 3 < h->n && even + odd > 0.0)
    {
      even = 1.0 - (within - autocovariance (h, t + 1)) / all;
      odd = 1.0 - (within - autocovariance (h, t + 2)) / all;
      if (even + odd >= 0.0)
        {
          rho[t + 1] = even;
          rho[t + 2] = odd;
        }
      t += 2;
    }
  /* Neighbours that are opposed from the first lag on: no less than what the caller allows. */
  if (t == 1)
    return 0.0;
  last = t - 2;
  if (even > 0.0)
    rho[last + 1] = even;
  for (gsize k = 1; k + 2 <= last; k += 2)
    if (rho[k + 1] + rho[k + 2] > rho[k - 1] + rho[k])
      rho[k + 1] = rho[k + 2] = 0.5 * (rho[k - 1] + rho[k]);
  for (gsize k = 0; k <= last; k++)
    tau += 2.0 * rho[k];
  return tau + rho[last + 1];
}

/* Eq. 10 to 13. */
static double
effective_draws (const Halves *h)
{
  const gsize n = total (h);
  g_autofree double *x = g_memdup2 (h->x, n * sizeof (double)), *mean = g_new (double, h->chains),
                    *rho = g_new (double, h->n + 2);
  const Halves centred = { x, h->chains, h->n };
  double within, all, tau;

  for (gsize c = 0; c < h->chains; c++)
    {
      mean[c] = mean_of (x + c * h->n, h->n);
      for (gsize t = 0; t < h->n; t++)
        x[c * h->n + t] -= mean[c];
    }
  within = autocovariance (&centred, 0) * h->n / (h->n - 1.0);
  all = within * (h->n - 1.0) / h->n + variance_of (mean, h->chains);
  if (!(all > 0.0))
    return NAN;
  tau = autocorrelation_time (&centred, within, all, rho);
  return n / MAX (tau, 1.0 / log10 (n));
}

static double
effective_bulk (const Halves *h)
{
  g_autofree double *score = g_new (double, total (h));
  const Halves scored = { score, h->chains, h->n };

  normal_scores (h, score);
  return effective_draws (&scored);
}

/* Of the estimate of a quantile (section 4.2). */
static double
effective_below (const Halves *h, double quantile)
{
  const gsize n = total (h);
  g_autofree double *below = g_new (double, n);
  const Halves indicated = { below, h->chains, h->n };

  for (gsize i = 0; i < n; i++)
    below[i] = h->x[i] <= quantile;
  return effective_draws (&indicated);
}

static double
lesser (double a, double b)
{
  return isnan (a) || isnan (b) ? NAN : MIN (a, b);
}

/* Monte-Carlo error of the standard deviation, by that of the variance. */
static double
error_of_sd (const Halves *h, const double *all, gsize n_all, double mean)
{
  const gsize n = total (h);
  g_autofree double *square = g_new (double, n);
  const Halves squares = { square, h->chains, h->n };
  double fourth = 0.0, second = 0.0, ess;

  for (gsize i = 0; i < n; i++)
    square[i] = (h->x[i] - mean) * (h->x[i] - mean);
  ess = effective_draws (&squares);
  for (gsize i = 0; i < n_all; i++)
    {
      const double s = (all[i] - mean) * (all[i] - mean);

      second += s / n_all;
      fourth += s * s / n_all;
    }
  return sqrt ((fourth - second * second) / ess / (4.0 * second));
}

void
sl_diagnose (const double *x, gsize chains, gsize draws, gsize chain_stride, gsize draw_stride,
             SlDiagnostics *out)
{
  const gsize n = chains * draws, half = draws / 2;
  g_autofree double *all = g_new (double, n), *cut = g_new (double, n);
  const Halves h = { cut, 2 * chains, half };

  for (gsize c = 0; c < chains; c++)
    for (gsize t = 0; t < draws; t++)
      {
        const double value = x[c * chain_stride + t * draw_stride];

        all[c * draws + t] = value;
        /* The one in the middle of an odd number is in no half. */
        if (t < half)
          cut[2 * c * half + t] = value;
        else if (t >= draws - half)
          cut[(2 * c + 1) * half + t - (draws - half)] = value;
      }
  *out = (SlDiagnostics) { .mean = n ? mean_of (all, n) : NAN,
                           .sd = n > 1 ? sqrt (variance_of (all, n)) : NAN,
                           .rhat = NAN,
                           .ess_bulk = NAN,
                           .ess_tail = NAN,
                           .mcse_mean = NAN,
                           .mcse_sd = NAN };
  if (n)
    qsort (all, n, sizeof *all, compare_doubles);
  for (guint i = 0; i < SL_N_QUANTILES; i++)
    out->quantile[i] = n ? quantile_of (all, n, sl_quantile_levels[i]) : NAN;
  if (half < 2 || !(out->sd > 0.0))
    return;
  out->rhat = rank_rhat (&h);
  out->ess_bulk = effective_bulk (&h);
  out->ess_tail = lesser (effective_below (&h, quantile_of (all, n, 0.05)),
                          effective_below (&h, quantile_of (all, n, 0.95)));
  out->mcse_mean = out->sd / sqrt (effective_draws (&h));
  out->mcse_sd = error_of_sd (&h, all, n, out->mean);
}

double
sl_diagnose_unique (const double *x, gsize chains, gsize draws, gsize dim)
{
  double least = NAN;

  for (gsize c = 0; c < chains && draws > 1; c++)
    {
      const double *chain = x + c * draws * dim;
      gsize moved = 0;

      for (gsize t = 1; t < draws; t++)
        moved += memcmp (chain + t * dim, chain + (t - 1) * dim, dim * sizeof (double)) != 0;
      if (!((double) moved / (draws - 1) >= least))
        least = (double) moved / (draws - 1);
    }
  return least;
}

guint
sl_diagnose_doubts (const SlDiagnostics *parameter, gsize n, double diverging, double unique)
{
  guint doubts = 0;

  for (gsize i = 0; i < n; i++)
    {
      if (!(parameter[i].rhat <= SL_RHAT_MOST))
        doubts |= SL_DOUBT_RHAT;
      if (!(parameter[i].ess_bulk >= SL_ESS_LEAST && parameter[i].ess_tail >= SL_ESS_LEAST))
        doubts |= SL_DOUBT_ESS;
    }
  if (!(diverging <= SL_DIVERGING_MOST))
    doubts |= SL_DOUBT_DIVERGENCES;
  if (!(unique >= SL_UNIQUE_LEAST))
    doubts |= SL_DOUBT_FROZEN;
  return doubts;
}
