/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Magnitudes, the galaxies' entries in the histograms, and sums. Each bin of a chunk has a list of the
 * galaxies that reach it, in their order; one item computes one sum over such a list, so that sums are
 * reproducible and have the order of the CPU. */
#define SL_GALAXIES
#define SL_DUAL_K 5
#include "model/population/kernels/sl-population-bins-body.h"

#include "gpu/device/sl-gpu-population-kernels.h"

SL_INLINE void
sl_gpu_pop_magnitudes_item (const SlGpuPopArgs *a, size_t i)
{
  sl_pop_magnitude_lanes (&a->bins, &a->light, SL_GPU_POP_AT (a->tile, 1, i), SL_GPU_POP_AT (a->sums, 1, i),
                          a->sfh.burst, 0, SL_GPU_POP_AT (a->mags, 1, i));
}
SL_GPU_POP_KERNEL (magnitudes, 128)

SL_INLINE void
sl_gpu_pop_magnitudes_gradient_item (const SlGpuPopArgs *a, size_t i)
{
  sl_pop_magnitude_lanes (&a->bins, &a->light, SL_GPU_POP_AT (a->tile, 1, i), SL_GPU_POP_AT (a->sums, 1, i),
                          a->sfh.burst, 1, SL_GPU_POP_AT (a->mags, 1, i));
}
SL_GPU_POP_KERNEL (magnitudes_gradient, 128)

SL_INLINE void
sl_gpu_pop_entries_item (const SlGpuPopArgs *a, size_t i)
{
  sl_pop_entry_lanes (&a->bins, &a->draw, SL_GPU_POP_AT (a->tile, 1, i), SL_GPU_POP_AT (a->mags, 1, i),
                      SL_POP_COMPONENT (&a->draw, a->first + i), SL_GPU_POP_AT (a->entry, 1, i),
                      SL_GPU_POP_AT (a->share, 2 * a->n_reach, i), NULL);
}
SL_GPU_POP_KERNEL (entries, 128)

SL_INLINE void
sl_gpu_pop_entries_gradient_item (const SlGpuPopArgs *a, size_t i)
{
  sl_pop_entry_lanes (&a->bins, &a->draw, SL_GPU_POP_AT (a->tile, 1, i), SL_GPU_POP_AT (a->mags, 1, i),
                      SL_POP_COMPONENT (&a->draw, a->first + i), SL_GPU_POP_AT (a->entry, 1, i),
                      SL_GPU_POP_AT (a->share, 2 * a->n_reach, i),
                      SL_GPU_POP_AT (a->dphi, 2 * a->bins.n_phi, i));
}
SL_GPU_POP_KERNEL (entries_gradient, 128)

/* ---------------------------------------------------------------- adding up */

/* Range of the galaxies of a chunk of this batch. */
SL_INLINE void
chunk_range (const SlGpuPopArgs *a, size_t chunk, size_t *begin, size_t *end)
{
  *begin = chunk * SL_POP_CHUNK;
  *end = *begin + SL_POP_CHUNK < a->n ? *begin + SL_POP_CHUNK : a->n;
}

/* Whether galaxy i reaches bin k: its share is then number *o of its own. */
SL_INLINE int
reaches (const SlGpuPopArgs *a, size_t i, int k, int *o)
{
  const float at = (float) k - SL_LANE (SL_GPU_POP_AT (a->entry, 1, i)->first);

  *o = (int) at;
  return at >= 0.0f && at < (float) a->n_reach;
}

/* Item: a bin of a chunk. Counts the galaxies that reach it. */
SL_INLINE void
sl_gpu_pop_count_item (const SlGpuPopArgs *a, size_t i)
{
  const int n_bins = a->bins.n_bins, k = (int) (i % n_bins);
  const size_t chunk = i / n_bins;
  unsigned n = 0;
  size_t begin, end;
  int o;

  chunk_range (a, chunk, &begin, &end);
  for (size_t g = begin; g < end; g++)
    n += reaches (a, g, k, &o);
  a->list_first[chunk * (n_bins + 1) + k + 1] = n;
}
SL_GPU_POP_KERNEL (count, 64)

/* Item: a chunk. From the lengths of its lists to where they begin, one after another. */
SL_INLINE void
sl_gpu_pop_place_item (const SlGpuPopArgs *a, size_t chunk)
{
  unsigned *first = a->list_first + chunk * (a->bins.n_bins + 1);

  first[0] = 0;
  for (int k = 0; k < a->bins.n_bins; k++)
    first[k + 1] += first[k];
}
SL_GPU_POP_KERNEL (place, 32)

/* Item: a bin of a chunk. Writes its list. */
SL_INLINE void
sl_gpu_pop_list_item (const SlGpuPopArgs *a, size_t i)
{
  const int n_bins = a->bins.n_bins, k = (int) (i % n_bins);
  const size_t chunk = i / n_bins;
  unsigned short *list = a->list + chunk * SL_POP_CHUNK * a->n_reach
                         + a->list_first[chunk * (n_bins + 1) + k];
  size_t begin, end;
  int o;

  chunk_range (a, chunk, &begin, &end);
  for (size_t g = begin; g < end; g++)
    if (reaches (a, g, k, &o))
      *list++ = (unsigned short) (g - begin);
}
SL_GPU_POP_KERNEL (list, 64)

/* The list of bin k of a chunk. Returns its length. */
SL_INLINE unsigned
list_of (const SlGpuPopArgs *a, size_t chunk, int k, const unsigned short **list)
{
  const unsigned *first = a->list_first + chunk * (a->bins.n_bins + 1) + k;

  *list = a->list + chunk * SL_POP_CHUNK * a->n_reach + first[0];
  return first[1] - first[0];
}

/* Counts of bin k, of all galaxies and of those that pass, and its cells of the map. A galaxy reaches the bin
 * that it lies in. */
SL_INLINE void
add_bin (const SlGpuPopArgs *a, size_t chunk, int k)
{
  double all = 0.0, cut = 0.0, *to = a->chunk + chunk * a->row_size,
         *map = to + 2 * a->bins.n_bins + 4 + k;
  const unsigned short *list;
  const unsigned n = list_of (a, chunk, k, &list);

  for (int c = 0; c < a->bins.n_map; c++)
    map[c * a->bins.n_bins] = 0.0;
  for (unsigned l = 0; l < n; l++)
    {
      const size_t i = chunk * SL_POP_CHUNK + list[l];
      const SlPopEntry *entry = SL_GPU_POP_AT (a->entry, 1, i);
      const float weight = SL_LANE (entry->weight), c = SL_LANE (entry->colour);
      const int o = k - (int) SL_LANE (entry->first);
      const float count = SL_LANE (SL_GPU_POP_AT (a->share, 2 * a->n_reach, i)[o]) * weight;

      all += count;
      cut += count * SL_LANE (entry->passing);
      if (SL_LANE (entry->bin) == (float) k && c >= 0.0f && c < (float) a->bins.n_map)
        map[(int) c * a->bins.n_bins] += weight;
    }
  to[k] = all;
  to[a->bins.n_bins + k] = cut;
}

/* A part of the galaxies of a chunk: their share of one of the four moments. */
SL_INLINE void
add_moment (const SlGpuPopArgs *a, size_t chunk, int part)
{
  const int which = part / SL_GPU_POP_PARTS;
  const size_t length = SL_POP_CHUNK / SL_GPU_POP_PARTS;
  double sum = 0.0;
  size_t begin, end;

  chunk_range (a, chunk, &begin, &end);
  begin += part % SL_GPU_POP_PARTS * length;
  for (size_t i = begin; i < end && i < begin + length; i++)
    {
      const SlPopEntry *entry = SL_GPU_POP_AT (a->entry, 1, i);
      const double weight = SL_LANE (entry->weight), passing = weight * SL_LANE (entry->passing);

      sum += which == 0 ? weight : which == 1 ? passing : which == 2 ? passing * SL_LANE (entry->mag) : 1.0;
    }
  a->chunk[chunk * a->row_size + a->sums_size + part] = sum;
}

/* Item: a bin of a chunk, or a part of a moment. */
SL_INLINE void
sl_gpu_pop_add_values_item (const SlGpuPopArgs *a, size_t i)
{
  const int n = a->bins.n_bins + 4 * SL_GPU_POP_PARTS, what = (int) (i % n);
  const size_t chunk = i / n;

  if (what < a->bins.n_bins)
    add_bin (a, chunk, what);
  else
    add_moment (a, chunk, what - a->bins.n_bins);
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
  const unsigned short *list;
  const unsigned n = list_of (a, chunk, k, &list);
  double sum = 0.0;

  if (j >= n_phi)
    return;
  for (unsigned l = 0; l < n; l++)
    {
      const size_t g = chunk * SL_POP_CHUNK + list[l];
      const int o = k - (int) SL_LANE (SL_GPU_POP_AT (a->entry, 1, g)->first);
      const SlPopLane *share = SL_GPU_POP_AT (a->share, 2 * a->n_reach, g),
                      *dphi = SL_GPU_POP_AT (a->dphi, 2 * n_phi, g);
      const float pv = SL_LANE (share[o]), pd = SL_LANE (share[a->n_reach + o]);

      if (pv != 0.0f || pd != 0.0f)
        sum += pv * SL_LANE (dphi[n_phi + j]) + pd * SL_LANE (dphi[j]);
    }
  a->chunk[chunk * a->row_size + (2 + a->bins.n_map) * n_bins + 4 + (size_t) k * n_phi + j] = sum;
}
SL_GPU_POP_KERNEL (add_gradient, 128)

/* Item: a sum of the slab, over chunks in their order; of a moment over the parts of each. */
SL_INLINE void
sl_gpu_pop_total_item (const SlGpuPopArgs *a, size_t i)
{
  const long which = (long) i - 2 * a->bins.n_bins;
  const int moment = which >= 0 && which < 4, n = moment ? SL_GPU_POP_PARTS : 1;
  const double *from = a->chunk + (moment ? a->sums_size + which * SL_GPU_POP_PARTS : i);
  double sum = 0.0;

  for (size_t c = 0; c < a->n_chunks; c++)
    for (int part = 0; part < n; part++)
      sum += from[c * a->row_size + part];
  a->total[i] = sum;
}
SL_GPU_POP_KERNEL (total, 128)

extern "C" int
sl_gpu_pop_n_reach (const SlPopBinPlan *bins)
{
  return sl_pop_n_reach (bins);
}
