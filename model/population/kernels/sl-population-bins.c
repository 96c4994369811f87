/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Magnitudes, and histograms with their gradients. Compiled once for each instruction set. */
#define SL_GALAXIES
#define SL_DUAL_K 5
#include "model/population/kernels/sl-population-bins-body.h"
#include "model/population/kernels/sl-population-slices.h"

/* Smoothing is at most half of all bins wide (sl_population_spec_check()). */
#define MAX_PARTS ((int) SL_POP_REACH * 512 + 3)

void
SL_SIMD_NAME (sl_pop_magnitudes) (const SlPopBinPlan *bins, const SlPopLightPlan *plan, const SlPopTile *tile,
                                  const SlPopSums *sums, int burst, int traced, SlPopMags *out)
{
  SL_POP_SLICES (at)
  sl_pop_magnitude_lanes (bins, plan, SL_POP_FROM (tile, at), SL_POP_FROM (sums, at), burst, traced,
                          SL_POP_FROM (out, at));
}

/* One galaxy after the other: each bin's sum has one order, whatever the registers' width, and a device's is
 * the same. */
static void
add_up (const SlPopBinPlan *bins, const SlPopRows *rows, const SlPopLane *part, const SlPopLane *by, int n,
        SlPopHistograms *to)
{
  const int n_parts = sl_pop_slices (bins), n_phi = by ? bins->n_phi : 0;
  float row[2][SL_GALAXY_LANES][SL_POP_MAX_PHI];

  for (int j = 0; j < n_phi; j++)
    for (int i = 0; i < n; i++)
      {
        row[0][i][j] = by[j].v[i];
        row[1][i][j] = by[n_phi + j].v[i];
      }
  for (int i = 0; i < n; i++)
    {
      const float stands = rows->stands.v[i], passes = rows->passes.v[i];
      /* long: what is no number becomes the smallest int, and reaches no bin. */
      const long first = (int) rows->first.v[i], k = (int) rows->bin.v[i], c = (int) rows->colour.v[i];
      const long from = first < 0 ? -first : 0,
                 end = first + n_parts > bins->n_bins ? bins->n_bins - first : n_parts;

      for (long o = from; o < end; o++)
        {
          const float pv = part[o].v[i], pd = part[n_parts + o].v[i], all = pv * stands;
          double *gradient = to->gradient + (first + o) * n_phi;

          if (pv == 0.0f && pd == 0.0f)
            continue;
          to->all[first + o] += all;
          to->cut[first + o] += all * passes;
          for (int j = 0; j < n_phi; j++)
            gradient[j] += pv * row[1][i][j] + pd * row[0][i][j];
        }
      to->moment[0] += stands;
      to->moment[1] += (double) stands * passes;
      to->moment[2] += (double) stands * passes * rows->mag.v[i];
      to->moment[3] += 1.0;
      if (k >= 0 && k < bins->n_bins && c >= 0 && c < bins->n_map)
        to->map[c * bins->n_bins + k] += stands;
    }
}

void
SL_SIMD_NAME (sl_pop_bin) (const SlPopBinPlan *bins, const SlPopDraw *draw, const SlPopTile *tile,
                           const SlPopMags *mags, int component, int n, SlPopHistograms *to)
{
  SlPopRows rows;
  SlPopLane part[2 * MAX_PARTS], by[2 * SL_POP_MAX_PHI];
  SlPopLane *gradient = to->gradient ? &by[0] : NULL;

  SL_POP_SLICES (at)
    if (n > at)
      {
        sl_pop_row_lanes (bins, draw, SL_POP_FROM (tile, at), SL_POP_FROM (mags, at), component, &rows, part,
                          gradient);
        add_up (bins, &rows, part, gradient, n - at < SL_NF ? n - at : SL_NF, to);
      }
}

const SlPopKernels SL_SIMD_NAME (sl_pop_kernels) = {
  .draw = SL_SIMD_NAME (sl_pop_draw),
  .light = SL_SIMD_NAME (sl_pop_light),
  .history = SL_SIMD_NAME (sl_pop_sfh),
  .magnitudes = SL_SIMD_NAME (sl_pop_magnitudes),
  .bin = SL_SIMD_NAME (sl_pop_bin),
};
