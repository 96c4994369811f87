/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Integrates SFHs and computes the light of each age where its mass is known, so that light by age is neither
 * written nor read. Values alone; metals that do not follow age, no dust, no burst, the gas in the stars'
 * table. The same terms in the same order as the kernels light and sfh. */
#define SL_GALAXIES
#define SL_DUAL_K 13
#include "model/population/kernels/sl-population-light-body.h"
#include "model/population/kernels/sl-population-sfh-body.h"

#include "gpu/device/sl-gpu-population-kernels.h"

typedef struct {
  const SlPopLightPlan *plan;
  const SlPopLane *weight;   /* (n_rows) over metallicities, of all ages */
  const unsigned char *row;  /* (n_rows) the metallicity of each */
  int n_rows;
  SlG mass, total, smooth[SL_POP_MAX_BANDS];
} sl_PopIntegrate_fused;

/* The loops over bands have a constant length, so that sums stay in registers. */
SL_INLINE void
sl_pop_bin_fused (sl_PopIntegrate_fused *w, int a, SlG mass)
{
  const int n_nodes = w->plan->n_nodes, n = w->plan->n_bands;
  const float *star = w->plan->star + (long) a * w->plan->n_z * n_nodes;
  SlG light[SL_POP_MAX_BANDS];

  w->total += mass;
  for (int b = 0; b < SL_POP_MAX_BANDS; b++)
    light[b] = SL_ZERO_G;
  for (int i = 0; i < w->n_rows; i++)
    {
      const SlG weight = SL_LANE (w->weight[i]);
      const float *row = star + w->row[i] * n_nodes;

      for (int b = 0; b < SL_POP_MAX_BANDS; b++)
        if (b < n)
          light[b] += weight * row[b];
    }
  for (int b = 0; b < SL_POP_MAX_BANDS; b++)
    w->smooth[b] += mass * light[b];
}

#define SL_REAL SlG
#define SL_FN(name) sl_##name##_g
#define SL_POP_SUM(name) sl_##name##_fused
#include "model/population/kernels/sl-population-integrate-body.h"
#undef SL_REAL
#undef SL_FN
#undef SL_POP_SUM

SL_INLINE void
sl_gpu_pop_fused_item (const SlGpuPopArgs *a, size_t i)
{
  const SlPopTile *tile = SL_GPU_POP_AT (a->tile, 1, i);
  SlPopAgeSums *out = SL_GPU_POP_AT (a->sums, 1, i);
  sl_PopIntegrate_fused w = { 0 };
  SlPopLane *weight = SL_GPU_POP_AT (a->work, a->n_work, i);
  unsigned char row[SL_POP_MAX_GRID];
  SlG p[SL_POP_N_SFH];

  w.plan = &a->light;
  w.weight = weight;
  w.row = row;
  w.n_rows =
      sl_pop_grid_values (SL_LANE (tile->p[SL_POP_LGMET_YOUNG]), SL_LANE (tile->p[SL_POP_LGMET_SCATTER]),
                          a->light.z_points, a->light.n_z, a->light.hats, row, weight);
  for (int k = 0; k < SL_POP_N_SFH; k++)
    p[k] = SL_LANE (tile->p[k]);
  sl_pop_integrate_fused (&a->sfh, p, &w);
  SL_LANE (out->mass) = w.mass;
  SL_LANE (out->total) = w.total;
  for (int b = 0; b < SL_POP_MAX_BANDS; b++)
    if (b < a->light.n_bands)
      SL_LANE (out->smooth[b]) = w.smooth[b];
}
SL_GPU_POP_KERNEL (fused, 128)
