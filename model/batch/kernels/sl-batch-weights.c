/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metallicities and dust of a tile of galaxies, by age. Compiled once for each instruction set. */
#define SL_GALAXIES
#define SL_DUAL_K 8
#include <string.h>

#include "model/formulas/sl-formula-galaxies.h"
#include "model/formulas/sl-grid-walk.h"
#include "model/dust/sl-dust-law.h"
#include "model/batch/kernels/sl-batch-lanes.h"

_Static_assert((int) SL_N_DUST_P <= SL_DUAL_K, "a tangent slot for each parameter of a group");
enum { N_METALS = 5 };

/* Weights over the grid about a centre (slot 0) of a width (slot 1): (3, n) value and both tangents. */
static SL_HOT void
grid_weights (SlDual centre, SlDual width, const float *x, int n, int hats, SlBatchLane *w, int at)
{
  SlGridWalkD walk = sl_grid_begin_D (centre, width, x, hats);

  for (int i = 0; i < n; i++)
    {
      const SlDual share = sl_grid_next_D (&walk, x, i, n, hats);

      SL_AT (w[i], at) = share.v;
      SL_AT (w[n + i], at) = share.d[0];
      SL_AT (w[2 * n + i], at) = share.d[1];
    }
}

static SL_HOT void
grid_values (SlG centre, SlG width, const float *x, int n, int hats, SlBatchLane *w, int at)
{
  SlGridWalkG walk = sl_grid_begin_g (centre, width, x, hats);

  for (int i = 0; i < n; i++)
    SL_AT (w[i], at) = sl_grid_next_g (&walk, x, i, n, hats);
}

static void
mean_metals (const SlBatchMetalsPlan *plan, int tangents, SlBatchTile *tile, int at)
{
  const SlBatchLane *p = tile->metals;

  for (int a = 0; a < plan->n_age; a++)
    if (tangents)
      {
        const SlDual zero = sl_dual_constant (SL_AT (p[0], at) * 0.0f);
        const SlDual mu =
            sl_triweight_transition_D (add (zero, plan->lg_age[a]), sl_batch_variable_D (SL_AT (p[3], at), 3),
                                       sl_batch_variable_D (SL_AT (p[4], at), 4),
                                       sl_batch_variable_D (SL_AT (p[0], at), 0),
                                       sl_batch_variable_D (SL_AT (p[1], at), 1));

        SL_AT (tile->mu[a], at) = mu.v;
        for (int k = 0; k < N_METALS; k++)
          SL_AT (tile->dmu[a * N_METALS + k], at) = mu.d[k];
      }
    else
      SL_AT (tile->mu[a], at) =
          sl_triweight_transition_g (SL_AT (p[0], at) * 0.0f + plan->lg_age[a], SL_AT (p[3], at),
                                     SL_AT (p[4], at), SL_AT (p[0], at), SL_AT (p[1], at));
}

/* Whether all of a tile's galaxies have the same number in both. */
static int
same_lanes (const SlBatchLane *a, const SlBatchLane *b)
{
  return memcmp (a, b, sizeof *a) == 0;
}

void
SL_SIMD_NAME (sl_batch_metals) (const SlBatchMetalsPlan *plan, int mu_given, int tangents, SlBatchTile *tile)
{
  const int n = 3 * plan->n_z;

  SL_BATCH_SLICES (at)
  if (!mu_given)
    mean_metals (plan, tangents, tile, at);
  for (int a = 0; a < plan->n_age; a++)
    {
      SlBatchLane *w = tile->wz + a * n;

      /* Beyond the transition from young to old stars ages share their weights. */
      if (a > 0 && same_lanes (&tile->mu[a], &tile->mu[a - 1]))
        {
          memcpy (w, w - n, n * sizeof *w);
          continue;
        }
      SL_BATCH_SLICES (at)
      if (tangents)
        grid_weights (sl_batch_variable_D (SL_AT (tile->mu[a], at), 0),
                      sl_batch_variable_D (SL_AT (tile->metals[2], at), 1), plan->points, plan->n_z,
                      plan->hats, w, at);
      else
        grid_values (SL_AT (tile->mu[a], at), SL_AT (tile->metals[2], at), plan->points, plan->n_z,
                     plan->hats, w, at);
    }
}

void
SL_SIMD_NAME (sl_batch_dust) (SlDustFormula formula, int acts, int n_age, const float *lg_age, int tangents,
                              SlBatchTile *tile)
{
  SL_BATCH_SLICES (at)
  for (int a = 0; a < n_age; a++)
    if (tangents)
      {
        SlDual p[SL_N_DUST_P], curve[SL_N_CURVE];

        for (int i = 0; i < SL_N_DUST_P; i++)
          p[i] = sl_batch_variable_D (SL_AT (tile->dust[i], at), i);
        sl_dust_curve_D (formula, acts, add (zero_like (p[0]), lg_age[a]), p, curve);
        for (int c = 0; c < SL_N_CURVE; c++)
          {
            SL_AT (tile->curve[a * SL_N_CURVE + c], at) = curve[c].v;
            for (int i = 0; i < SL_N_DUST_P; i++)
              SL_AT (tile->dcurve[(a * SL_N_CURVE + c) * SL_N_DUST_P + i], at) = curve[c].d[i];
          }
      }
    else
      {
        SlG p[SL_N_DUST_P], curve[SL_N_CURVE];

        for (int i = 0; i < SL_N_DUST_P; i++)
          p[i] = SL_AT (tile->dust[i], at);
        sl_dust_curve_g (formula, acts, p[0] * 0.0f + lg_age[a], p, curve);
        for (int c = 0; c < SL_N_CURVE; c++)
          SL_AT (tile->curve[a * SL_N_CURVE + c], at) = curve[c];
      }
}
