/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Magnitudes, the galaxies' entries in the histograms, and sums. One item computes one sum over the galaxies
 * of a chunk in their order, so that sums are reproducible and have the order of the CPU. */
#define SL_GALAXIES
#define SL_DUAL_K 5
#include "model/population/kernels/sl-population-bins-body.h"

#include "gpu/device/sl-gpu-population-kernels.h"

SL_INLINE void
sl_gpu_pop_magnitudes_item (const SlGpuPopArgs *a, size_t i)
{
  sl_pop_magnitude_lanes (&a->bins, &a->light, SL_GPU_POP_AT (a->tile, 1, i), SL_GPU_POP_AT (a->sums, 1, i),
                          a->sfh.burst, a->gradient, SL_GPU_POP_AT (a->mags, 1, i));
}
SL_GPU_POP_KERNEL (magnitudes, 128)

SL_INLINE void
sl_gpu_pop_entries_item (const SlGpuPopArgs *a, size_t i)
{
  sl_pop_entry_lanes (&a->bins, &a->draw, SL_GPU_POP_AT (a->tile, 1, i), SL_GPU_POP_AT (a->mags, 1, i),
                      SL_POP_COMPONENT (&a->draw, a->first + i), SL_GPU_POP_AT (a->entry, 1, i),
                      SL_GPU_POP_AT (a->share, 2 * a->n_reach, i),
                      a->gradient ? SL_GPU_POP_AT (a->dphi, 2 * a->bins.n_phi, i) : NULL);
}
SL_GPU_POP_KERNEL (entries, 128)

/* ---------------------------------------------------------------- adding up */

/* Range of the galaxies of a chunk of this batch. */
SL_INLINE void
chunk_range (const SlGpuPopArgs *a, size_t chunk, size_t *begin, size_t *end)
{
  *begin = chunk * SL_POP_CHUNK;
  *end = *begin + SL_POP_CHUNK < a->n ? *begin + SL_POP_CHUNK : a->n;
}

/* Counts of bin k, of all galaxies and of those that pass. */
SL_INLINE void
add_bin (const SlGpuPopArgs *a, size_t chunk, int k)
{
  double all = 0.0, cut = 0.0, *to = a->chunk + chunk * a->sums_size;
  size_t begin, end;

  chunk_range (a, chunk, &begin, &end);
  for (size_t i = begin; i < end; i++)
    {
      const SlPopEntry *entry = SL_GPU_POP_AT (a->entry, 1, i);
      const float o = (float) k - SL_LANE (entry->first);

      if (o >= 0.0f && o < (float) a->n_reach)
        {
          const float count =
              SL_LANE (SL_GPU_POP_AT (a->share, 2 * a->n_reach, i)[(int) o]) * SL_LANE (entry->weight);

          all += count;
          cut += count * SL_LANE (entry->passing);
        }
    }
  to[k] = all;
  to[a->bins.n_bins + k] = cut;
}

/* The cells of colour c of the map; no other item writes them. */
SL_INLINE void
add_map (const SlGpuPopArgs *a, size_t chunk, int c)
{
  double *to = a->chunk + chunk * a->sums_size + 2 * a->bins.n_bins + 4 + c * a->bins.n_bins;
  size_t begin, end;

  chunk_range (a, chunk, &begin, &end);
  for (int k = 0; k < a->bins.n_bins; k++)
    to[k] = 0.0;
  for (size_t i = begin; i < end; i++)
    {
      const SlPopEntry *entry = SL_GPU_POP_AT (a->entry, 1, i);
      const float k = SL_LANE (entry->bin);

      if (SL_LANE (entry->colour) == (float) c && k >= 0.0f && k < (float) a->bins.n_bins)
        to[(int) k] += SL_LANE (entry->weight);
    }
}

SL_INLINE void
add_moment (const SlGpuPopArgs *a, size_t chunk, int which)
{
  double sum = 0.0;
  size_t begin, end;

  chunk_range (a, chunk, &begin, &end);
  for (size_t i = begin; i < end; i++)
    {
      const SlPopEntry *entry = SL_GPU_POP_AT (a->entry, 1, i);
      const double weight = SL_LANE (entry->weight), passing = weight * SL_LANE (entry->passing);

      sum += which == 0 ? weight : which == 1 ? passing : which == 2 ? passing * SL_LANE (entry->mag) : 1.0;
    }
  a->chunk[chunk * a->sums_size + 2 * a->bins.n_bins + which] = sum;
}

/* Item: a bin, a colour or a moment of a chunk. */
SL_INLINE void
sl_gpu_pop_add_values_item (const SlGpuPopArgs *a, size_t i)
{
  const int n = a->bins.n_bins + a->bins.n_map + 4, what = (int) (i % n);
  const size_t chunk = i / n;

  if (what < a->bins.n_bins)
    add_bin (a, chunk, what);
  else if (what < a->bins.n_bins + a->bins.n_map)
    add_map (a, chunk, what - a->bins.n_bins);
  else
    add_moment (a, chunk, what - a->bins.n_bins - a->bins.n_map);
}
SL_GPU_POP_KERNEL (add_values, 64)

/* Item: a parameter of a bin of a chunk. The number of parameters is rounded up to whole warps, so that the
 * threads of a warp read the same galaxies. */
SL_INLINE void
sl_gpu_pop_add_gradient_item (const SlGpuPopArgs *a, size_t i)
{
  const int n_phi = a->bins.n_phi, n_bins = a->bins.n_bins, padded = (n_phi + 31) / 32 * 32,
            j = (int) (i % padded);
  const int k = (int) (i / padded % n_bins);
  const size_t chunk = i / padded / n_bins;
  double sum = 0.0;
  size_t begin, end;

  if (j >= n_phi)
    return;
  chunk_range (a, chunk, &begin, &end);
  for (size_t g = begin; g < end; g++)
    {
      const float o = (float) k - SL_LANE (SL_GPU_POP_AT (a->entry, 1, g)->first);

      if (o >= 0.0f && o < (float) a->n_reach)
        {
          const SlPopLane *share = SL_GPU_POP_AT (a->share, 2 * a->n_reach, g),
                          *dphi = SL_GPU_POP_AT (a->dphi, 2 * n_phi, g);
          const float pv = SL_LANE (share[(int) o]), pd = SL_LANE (share[a->n_reach + (int) o]);

          if (pv != 0.0f || pd != 0.0f)
            sum += pv * SL_LANE (dphi[n_phi + j]) + pd * SL_LANE (dphi[j]);
        }
    }
  a->chunk[chunk * a->sums_size + (2 + a->bins.n_map) * n_bins + 4 + (size_t) k * n_phi + j] = sum;
}
SL_GPU_POP_KERNEL (add_gradient, 128)

/* Item: a sum of the slab, over chunks in their order. */
SL_INLINE void
sl_gpu_pop_total_item (const SlGpuPopArgs *a, size_t i)
{
  double sum = a->chunk[i];

  for (size_t c = 1; c < a->n_chunks; c++)
    sum += a->chunk[c * a->sums_size + i];
  a->total[i] = sum;
}
SL_GPU_POP_KERNEL (total, 128)

extern "C" int
sl_gpu_pop_n_reach (const SlPopBinPlan *bins)
{
  return sl_pop_n_reach (bins);
}
