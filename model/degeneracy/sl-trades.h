/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Which parameters trade places in some observables, and what tells them apart, as numbers; for sentences see
 * app/figures/sl-trade-text.h. Thread: any. */

#define SL_TRADE_MOST_PARAMS 3

/* Two or three parameters whose effects cancel. */
typedef struct {
  guint n;
  guint column[SL_TRADE_MOST_PARAMS]; /* of the Jacobian; the first has the strongest effect */
  /* steps that leave the observables nearly as they are, in units of the columns; the first is positive and
   * the largest in size is 1 */
  double step[SL_TRADE_MOST_PARAMS];
  double share;    /* 0..1: part of the first one's effect (of its square) that the others undo */
  double strength; /* 0..1: effect of the weakest one, relative to the strongest of all columns */
} SlTrade;

/* Finds trades and sorts them, the clearest first: by share times the root of strength, so that what does
 * nothing is not called a trade. jac (n_obs, n): changes of the observables in units of their errors by each
 * parameter in its unit (its range). A pair trades places if one undoes at least half of the other. Three do
 * if the third removes more than half of what the better of two leaves; of fewer than three observables they
 * always would, so that none are named. Returns how many of `most` trades were filled. */
guint sl_trades_find (const double *jac, guint n_obs, guint n, guint most, SlTrade *trades);

/* The observable that tells the parameters of a trade apart best: of the candidates (n_candidates, n),
 * changes as of jac, the one that changes most along the step. *change: its size. -1 where none changes. */
int sl_trades_apart (const SlTrade *trade, const double *candidates, guint n_candidates, guint n,
                     double *change);
