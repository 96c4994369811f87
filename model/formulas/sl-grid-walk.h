/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* Triweight weights over a grid, one after another, for galaxies side by side: of hats over its n nodes, or
 * of bins with n + 1 edges [PHYSICS, sections 0b, 4]. The ends take all that lies beyond them, so that
 * weights sum to 1. The loop is the caller's, which keeps what it needs of each weight. Common subset of C
 * and CUDA C++; the including file has read sl-formula-galaxies.h. */

/* last: of bins the part above an edge; of hats the part below a node, its mean between two (D_j of
 * sl-formula-hats.h). */
typedef struct { SlG centre, width, per, last, excess; } SlGridWalkG;
typedef struct { SlDual centre, width, last, excess; } SlGridWalkD;

SL_INLINE SlGridWalkG
sl_grid_begin_g (SlG centre, SlG width, const float *x, int hats)
{
  const SlG per = 1.0f / width, zero = centre * 0.0f;
  SlGridWalkG walk;

  walk.centre = centre, walk.width = width, walk.per = per;
  walk.last = hats ? zero : sl_triweight_c_g ((centre - x[0]) * per);
  walk.excess = hats ? width * sl_triweight_excess_g ((x[0] - centre) * per) : zero;
  return walk;
}

/* The weight of entry i. */
SL_INLINE SlG
sl_grid_next_g (SlGridWalkG *walk, const float *x, int i, int n, int hats)
{
  const SlG before = walk->last;

  if (!hats)
    walk->last = sl_triweight_c_g ((walk->centre - x[i + 1]) * walk->per);
  else if (i + 1 < n)
    {
      const SlG e = walk->width * sl_triweight_excess_g ((x[i + 1] - walk->centre) * walk->per);

      walk->last = sl_hat_mean_g (walk->centre, x[i], x[i + 1], walk->excess, e);
      walk->excess = e;
    }
  else
    walk->last = walk->centre * 0.0f + 1.0f;
  return hats ? walk->last - before : before - walk->last;
}

/* The same with tangents. */
SL_INLINE SlGridWalkD
sl_grid_begin_D (SlDual centre, SlDual width, const float *x, int hats)
{
  const SlDual zero = zero_like (centre);
  SlGridWalkD walk;

  walk.centre = centre, walk.width = width;
  walk.last = hats ? zero : sl_triweight_cumulative_D (centre, add (zero, x[0]), width);
  walk.excess = hats ? mul (width, sl_triweight_excess_D (quo (sub (x[0], centre), width))) : zero;
  return walk;
}

SL_INLINE SlDual
sl_grid_next_D (SlGridWalkD *walk, const float *x, int i, int n, int hats)
{
  const SlDual before = walk->last, zero = zero_like (walk->centre);

  if (!hats)
    walk->last = sl_triweight_cumulative_D (walk->centre, add (zero, x[i + 1]), walk->width);
  else if (i + 1 < n)
    {
      const SlDual e =
          mul (walk->width, sl_triweight_excess_D (quo (sub (x[i + 1], walk->centre), walk->width)));

      walk->last = sl_hat_mean_D (walk->centre, x[i], x[i + 1], walk->excess, e);
      walk->excess = e;
    }
  else
    walk->last = add (1.0f, zero);
  return hats ? sub (walk->last, before) : sub (before, walk->last);
}
