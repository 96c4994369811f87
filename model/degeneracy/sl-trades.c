/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/degeneracy/sl-trades.h"

#include <math.h>
#include <string.h>

/* Columns that are shorter than this part of the longest have no effect worth a word. */
#define LEAST_STRENGTH 0.01
#define LEAST_SHARE 0.5
/* The third of three must remove this part of what two leave, and take part with this part of the effect. */
#define LEAST_HELP 0.5
#define LEAST_PART 0.1

typedef struct {
  const double *jac;
  guint n_obs, n;
  double *length; /* (n) of the columns */
  double longest;
  GArray *found; /* (SlTrade) */
} Search;

static double
product (const Search *s, guint p, guint q)
{
  double sum = 0.0;

  for (guint o = 0; o < s->n_obs; o++)
    sum += s->jac[o * s->n + p] * s->jac[o * s->n + q];
  return sum;
}

static double
score (const SlTrade *trade)
{
  return trade->share * sqrt (trade->strength);
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const double x = score (a), y = score (b);

  return x > y ? -1 : x < y;
}

/* Steps with the largest at 1. */
static void
add (Search *s, SlTrade trade)
{
  double most = 0.0;

  trade.strength = 1.0;
  for (guint k = 0; k < trade.n; k++)
    {
      most = MAX (most, fabs (trade.step[k]));
      trade.strength = MIN (trade.strength, s->length[trade.column[k]] / s->longest);
    }
  for (guint k = 0; k < trade.n; k++)
    trade.step[k] /= most;
  g_array_append_val (s->found, trade);
}

/* Part of the square of column p that q undoes. */
static double
pair_share (const Search *s, guint p, guint q)
{
  const double cosine = product (s, p, q) / (s->length[p] * s->length[q]);

  return MIN (cosine * cosine, 1.0);
}

static void
try_pair (Search *s, guint p, guint q)
{
  const double share = pair_share (s, p, q);

  if (share < LEAST_SHARE)
    return;
  if (s->length[q] > s->length[p])
    {
      const guint other = p;

      p = q;
      q = other;
    }
  add (s, (SlTrade) { .n = 2,
                      .column = { p, q },
                      .share = share,
                      .step = { 1.0, -product (s, p, q) / (s->length[q] * s->length[q]) } });
}

/* Column p, the longest, by q and r: least squares. */
static void
try_three (Search *s, guint p, guint q, guint r)
{
  const double qq = product (s, q, q), rr = product (s, r, r), qr = product (s, q, r), pq = product (s, p, q),
               pr = product (s, p, r), pp = product (s, p, p), det = qq * rr - qr * qr;
  double a, b, share, alone;

  /* Two that do the same are a pair already. */
  if (!(det > (1.0 - LEAST_SHARE) * qq * rr))
    return;
  a = (pq * rr - pr * qr) / det;
  b = (pr * qq - pq * qr) / det;
  share = MIN ((a * pq + b * pr) / pp, 1.0);
  alone = MAX (pair_share (s, p, q), pair_share (s, p, r));
  if (share < LEAST_SHARE || 1.0 - share > LEAST_HELP * (1.0 - alone)
      || MIN (fabs (a) * sqrt (qq), fabs (b) * sqrt (rr)) < LEAST_PART * sqrt (pp))
    return;
  add (s, (SlTrade) { .n = 3, .column = { p, q, r }, .share = share, .step = { 1.0, -a, -b } });
}

/* Calls try_three() with the longest first. */
static void
order_three (Search *s, guint p, guint q, guint r)
{
  if (s->length[p] >= s->length[q] && s->length[p] >= s->length[r])
    try_three (s, p, q, r);
  else if (s->length[q] >= s->length[r])
    try_three (s, q, p, r);
  else
    try_three (s, r, p, q);
}

guint
sl_trades_find (const double *jac, guint n_obs, guint n, guint most, SlTrade *trades)
{
  g_autofree double *length = g_new0 (double, n + 1);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (SlTrade));
  Search s = { .jac = jac, .n_obs = n_obs, .n = n, .length = length, .found = found };
  guint count;

  for (guint p = 0; p < n; p++)
    {
      length[p] = sqrt (product (&s, p, p));
      s.longest = MAX (s.longest, length[p]);
    }
  for (guint p = 0; p < n; p++)
    for (guint q = p + 1; q < n && length[p] > LEAST_STRENGTH * s.longest; q++)
      {
        if (!(length[q] > LEAST_STRENGTH * s.longest))
          continue;
        try_pair (&s, p, q);
        for (guint r = q + 1; r < n && n_obs >= SL_TRADE_MOST_PARAMS; r++)
          if (length[r] > LEAST_STRENGTH * s.longest)
            order_three (&s, p, q, r);
      }
  g_array_sort (found, compare_cb);
  count = MIN (found->len, most);
  if (count)
    memcpy (trades, found->data, count * sizeof *trades);
  return count;
}

int
sl_trades_apart (const SlTrade *trade, const double *candidates, guint n_candidates, guint n, double *change)
{
  int best = -1;

  *change = 0.0;
  for (guint c = 0; c < n_candidates; c++)
    {
      double sum = 0.0;

      for (guint k = 0; k < trade->n; k++)
        sum += candidates[(gsize) c * n + trade->column[k]] * trade->step[k];
      if (fabs (sum) > *change)
        {
          *change = fabs (sum);
          best = c;
        }
    }
  return best;
}
