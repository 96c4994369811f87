/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Light of 1 Msun by age and band. */
#define SL_GALAXIES
#define SL_DUAL_K 8
#include "model/population/kernels/sl-population-light-body.h"

#include "gpu/device/sl-gpu-population-kernels.h"

static_assert ((int) SL_POP_N_DUST <= SL_DUAL_K && (int) SL_POP_N_METALS <= SL_DUAL_K,
               "a tangent slot for each parameter of a group");

SL_INLINE void
sl_gpu_pop_light_item (const SlGpuPopArgs *a, size_t i)
{
  sl_pop_light_lanes (&a->light, SL_GPU_POP_AT (a->tile, 1, i), SL_GPU_POP_AT (a->work, a->n_work, i),
                      SL_GPU_POP_AT (a->lights, a->n_light, i), NULL);
}
SL_GPU_POP_KERNEL (light, 128)

SL_INLINE void
sl_gpu_pop_light_gradient_item (const SlGpuPopArgs *a, size_t i)
{
  sl_pop_light_lanes (&a->light, SL_GPU_POP_AT (a->tile, 1, i), SL_GPU_POP_AT (a->work, a->n_work, i),
                      SL_GPU_POP_AT (a->lights, a->n_light, i), SL_GPU_POP_AT (a->dlights, a->n_dlight, i));
}
SL_GPU_POP_KERNEL (light_gradient, 128)

extern "C" int
sl_gpu_pop_light_work (const SlPopLightPlan *plan, int traced)
{
  return sl_pop_light_work (plan, traced);
}
