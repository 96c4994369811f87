/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Light of a tile of galaxies. Compiled once per instruction set. */
#define SL_GALAXIES
#define SL_DUAL_K 8
#include "model/population/kernels/sl-population-light-body.h"
#include "model/population/kernels/sl-population-slices.h"

_Static_assert((int) SL_POP_N_DUST <= SL_DUAL_K && (int) SL_POP_N_METALS <= SL_DUAL_K,
               "a tangent slot for each parameter of a group");
_Static_assert (SL_POP_MAX_GRID <= 256 && SL_POP_MAX_CELLS <= 256, "rows of tables are bytes");

void
SL_SIMD_NAME (sl_pop_light) (const SlPopLightPlan *plan, const SlPopTile *tile, SlPopLane *light,
                             SlPopLane *dlight)
{
  SlPopLane work[SL_POP_LIGHT_WORK];

  SL_POP_SLICES (at)
  sl_pop_light_lanes (plan, SL_POP_FROM (tile, at), SL_POP_FROM (&work[0], at), SL_POP_FROM (light, at),
                      SL_POP_FROM (dlight, at));
}
