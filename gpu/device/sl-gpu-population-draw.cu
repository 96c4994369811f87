/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws galaxies. Compiled without fused operations: the same galaxies as on the CPU, bit for bit. */
#define SL_GALAXIES
#define SL_DUAL_K 1
#include "model/autodiff/sl-real.h"
#include "model/population/kernels/sl-population-draw-body.h"

#include "gpu/device/sl-gpu-population-kernels.h"

SL_INLINE void
sl_gpu_pop_draw_item (const SlGpuPopArgs *a, size_t i)
{
  sl_pop_draw_lanes (&a->draw, a->first + i, SL_POP_COMPONENT (&a->draw, a->first + i),
                     SL_GPU_POP_AT (a->tile, 1, i));
}
SL_GPU_POP_KERNEL (draw, 128)
