/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Magnitudes, and histograms with their gradients. Compiled once per instruction set. */
#define SL_GALAXIES
#define SL_DUAL_K 5
#include "model/population/kernels/sl-population-bins-body.h"
#include "model/population/kernels/sl-population-slices.h"

/* The smoothing width is at most half of all bins (sl_population_spec_check()). */
#define MAX_REACH ((int) SL_POP_REACH * 512 + 3)

void
SL_SIMD_NAME (sl_pop_magnitudes) (const SlPopBinPlan *bins, const SlPopLightPlan *plan, const SlPopTile *tile,
                                  const SlPopAgeSums *sums, int burst, int traced, SlPopMags *out)
{
  SL_POP_SLICES (at)
  sl_pop_magnitude_lanes (bins, plan, SL_POP_FROM (tile, at), SL_POP_FROM (sums, at), burst, traced,
                          SL_POP_FROM (out, at));
}

/* Adds galaxies one after the other, so that each sum has the same order for every register width and on a
 * device. */
static void
add_entries (const SlPopBinPlan *bins, const SlPopEntry *entry, const SlPopLane *share, const SlPopLane *dphi,
             int n, SlPopHistograms *to)
{
  const int n_reach = sl_pop_n_reach (bins), n_phi = dphi ? bins->n_phi : 0;
  float factor[2][SL_GALAXY_LANES][SL_POP_MAX_PHI];

  for (int j = 0; j < n_phi; j++)
    for (int i = 0; i < n; i++)
      {
        factor[0][i][j] = dphi[j].v[i];
        factor[1][i][j] = dphi[n_phi + j].v[i];
      }
  for (int i = 0; i < n; i++)
    {
      const float weight = entry->weight.v[i], passing = entry->passing.v[i];
      /* NaN becomes the smallest int; as a long it cannot overflow below, and it reaches no bin. */
      const long first = (int) entry->first.v[i], k = (int) entry->bin.v[i], c = (int) entry->colour.v[i];
      const long from = first < 0 ? -first : 0,
                 end = first + n_reach > bins->n_bins ? bins->n_bins - first : n_reach;

      for (long o = from; o < end; o++)
        {
          const float pv = share[o].v[i], pd = share[n_reach + o].v[i], all = pv * weight;
          double *gradient = to->gradient + (first + o) * n_phi;

          if (pv == 0.0f && pd == 0.0f)
            continue;
          to->all[first + o] += all;
          to->cut[first + o] += all * passing;
          for (int j = 0; j < n_phi; j++)
            gradient[j] += pv * factor[1][i][j] + pd * factor[0][i][j];
        }
      to->moment[0] += weight;
      to->moment[1] += (double) weight * passing;
      to->moment[2] += (double) weight * passing * entry->mag.v[i];
      to->moment[3] += 1.0;
      if (k >= 0 && k < bins->n_bins && c >= 0 && c < bins->n_map)
        to->map[c * bins->n_bins + k] += weight;
    }
}

void
SL_SIMD_NAME (sl_pop_bin) (const SlPopBinPlan *bins, const SlPopDraw *draw, const SlPopTile *tile,
                           const SlPopMags *mags, int component, int n, SlPopHistograms *to)
{
  SlPopEntry entry;
  SlPopLane share[2 * MAX_REACH], dphi[2 * SL_POP_MAX_PHI];
  SlPopLane *gradient = to->gradient ? &dphi[0] : NULL;

  SL_POP_SLICES (at)
    if (n > at)
      {
        sl_pop_entry_lanes (bins, draw, SL_POP_FROM (tile, at), SL_POP_FROM (mags, at), component, &entry,
                            share, gradient);
        add_entries (bins, &entry, share, gradient, n - at < SL_NF ? n - at : SL_NF, to);
      }
}

const SlPopKernels SL_SIMD_NAME (sl_pop_kernels) = {
  .draw = SL_SIMD_NAME (sl_pop_draw),
  .light = SL_SIMD_NAME (sl_pop_light),
  .sfh = SL_SIMD_NAME (sl_pop_sfh),
  .magnitudes = SL_SIMD_NAME (sl_pop_magnitudes),
  .bin = SL_SIMD_NAME (sl_pop_bin),
};
