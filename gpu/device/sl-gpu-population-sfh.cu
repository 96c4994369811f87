/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Integrates SFHs and their light. */
#define SL_GALAXIES
#define SL_DUAL_K 13
#include "model/population/kernels/sl-population-sfh-body.h"

#include "gpu/device/sl-gpu-population-kernels.h"

static_assert (SL_DUAL_K == SL_POP_N_SFH, "a tangent slot for each parameter of the SFH");

/* Values alone take a third of the registers of values with tangents: so there are two kernels. */
SL_INLINE void
sl_gpu_pop_sfh_item (const SlGpuPopArgs *a, size_t i)
{
  sl_pop_sfh_lanes (&a->sfh, SL_GPU_POP_AT (a->tile, 1, i), SL_GPU_POP_AT (a->lights, a->n_light, i), NULL, 0,
                    SL_GPU_POP_AT (a->sums, 1, i));
}
SL_GPU_POP_KERNEL (sfh, 128)

SL_INLINE void
sl_gpu_pop_sfh_gradient_item (const SlGpuPopArgs *a, size_t i)
{
  sl_pop_sfh_lanes (&a->sfh, SL_GPU_POP_AT (a->tile, 1, i), SL_GPU_POP_AT (a->lights, a->n_light, i),
                    SL_GPU_POP_AT (a->dlights, a->n_dlight, i), a->light.n_tangents,
                    SL_GPU_POP_AT (a->sums, 1, i));
}
SL_GPU_POP_KERNEL (sfh_gradient, 128)
