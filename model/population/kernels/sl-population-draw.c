/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws galaxies: their parameters depend on the seed and the galaxy's number alone. Compiled without fused
 * operations, so that every instruction set and a device draw the same galaxies bit for bit. */
#define SL_GALAXIES
#define SL_DUAL_K 1
#include "model/autodiff/sl-real.h"
#include "model/population/kernels/sl-population-draw-body.h"
#include "model/population/kernels/sl-population-slices.h"

void
SL_SIMD_NAME (sl_pop_draw) (const SlPopDraw *draw, unsigned long long first, int component, SlPopTile *out)
{
  SL_POP_SLICES (at)
    sl_pop_draw_lanes (draw, first + at, component, SL_POP_FROM (out, at));
}
