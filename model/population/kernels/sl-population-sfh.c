/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SFHs of a tile of galaxies, and the light of their stars. Compiled once per instruction set. */
#define SL_GALAXIES
#define SL_DUAL_K 13
#include "model/population/kernels/sl-population-sfh-body.h"
#include "model/population/kernels/sl-population-slices.h"

_Static_assert (SL_DUAL_K == SL_POP_N_SFH, "a tangent slot for each parameter of the SFH");

void
SL_SIMD_NAME (sl_pop_sfh) (const SlPopSfhPlan *plan, const SlPopTile *tile, const SlPopLane *light,
                           const SlPopLane *dlight, int n_tangents, SlPopAgeSums *out)
{
  SL_POP_SLICES (at)
  sl_pop_sfh_lanes (plan, SL_POP_FROM (tile, at), SL_POP_FROM (light, at), SL_POP_FROM (dlight, at),
                    n_tangents, SL_POP_FROM (out, at));
}
