/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* How the bodies of populations' loops (sl-population-*-body.h) see a tile: the same in C, where a number is
 * a register of galaxies side by side, and under nvcc, where it is one galaxy's float. Every array of a tile
 * is made of SlPopLane, so that its lanes from `at` on are the same structure seen from there. The including
 * file has read sl-real.h with SL_GALAXIES. */
#include <stddef.h>

#include "model/population/kernels/sl-population-kernels.h"

#ifdef __CUDACC__
#define SL_ZERO_G 0.0f
/* Whether any galaxy has something here. */
SL_INLINE int sl_any_g (SlG x) { return x != 0.0f; }
#else
#define SL_ZERO_G ((SlG){ 0 })
SL_INLINE int
sl_any_g (SlG x)
{
  int found = 0;

  for (int i = 0; i < SL_GALAXY_LANES; i++)
    found |= x[i] != 0.0f;
  return found;
}
#endif

/* A loop, which the compiler may leave a function in C. */
#ifdef __CUDACC__
#define SL_LOOP SL_INLINE
#else
#define SL_LOOP static __attribute__ ((unused))
#endif

/* The galaxies of a lane, to read or to write. */
#define SL_LANE(x) (*(SlG *) (x).v)

SL_INLINE SlDual
sl_variable_g (SlG v, int lane)
{
  SlDual x = sl_dual_constant (v);

  x.d[lane] = v * 0.0f + 1.0f;
  return x;
}
