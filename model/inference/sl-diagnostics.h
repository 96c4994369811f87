/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Whether samples of Markov chains can be believed [Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021; their
 * equation numbers]. Agrees with ArviZ. Thread: any. */

#define SL_N_QUANTILES 5

/* Of one parameter. NaN where the draws are too few or do not vary. */
typedef struct {
  double mean, sd;
  double quantile[SL_N_QUANTILES]; /* at sl_quantile_levels */
  double rhat;                     /* rank-normalised, split, the larger of bulk and folded (section 4) */
  double ess_bulk, ess_tail;       /* effective draws for the centre; the smaller of both 5 % tails */
  double mcse_mean, mcse_sd;       /* Monte-Carlo errors of mean and sd */
} SlDiagnostics;

/* 0.025, 0.16, 0.5, 0.84, 0.975 */
extern const double sl_quantile_levels[SL_N_QUANTILES];

/* x: (chains, draws) of one parameter, element (c, t) at x[c * chain_stride + t * draw_stride]. At least one
 * chain of four draws, else all is NaN but mean and sd. */
void sl_diagnose (const double *x, gsize chains, gsize draws, gsize chain_stride, gsize draw_stride,
                  SlDiagnostics *out);

/* Share of draws that differ from the one before, of the chain that moves least: 0 is a frozen chain.
 * x: (chains, draws, dim). NaN with fewer than two draws. */
double sl_diagnose_unique (const double *x, gsize chains, gsize draws, gsize dim);

/* Why samples should not be believed. */
typedef enum {
  SL_DOUBT_RHAT = 1 << 0,       /* chains differ: R-hat above SL_RHAT_MOST, or none */
  SL_DOUBT_ESS = 1 << 1,        /* fewer effective draws than SL_ESS_LEAST, bulk or tail */
  SL_DOUBT_DIVERGENCES = 1 << 2,/* more of all draws than SL_DIVERGING_MOST */
  SL_DOUBT_FROZEN = 1 << 3,     /* a chain moved in fewer of its draws than SL_UNIQUE_LEAST */
} SlDoubt;

/* Thresholds of Vehtari et al. (section 4.3). */
#define SL_RHAT_MOST 1.01
#define SL_ESS_LEAST 400.0
/* A few trajectories in 1000 that diverge do not change a posterior by more than its Monte-Carlo error. */
#define SL_DIVERGING_MOST 0.002
#define SL_UNIQUE_LEAST 0.2

/* Doubts (SlDoubt, any of them) about n parameters. diverging: divergent draws over all draws. */
guint sl_diagnose_doubts (const SlDiagnostics *parameter, gsize n, double diverging, double unique);
