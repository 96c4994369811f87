/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* Access to tiles for the loop bodies (sl-population-*-body.h). In C a number (SlG) is a register of
 * galaxies; under nvcc it is the float of one galaxy. All members of a tile's structures are SlPopLane, so a
 * pointer moved by `at` floats sees the same structure for the galaxies from lane `at` on. The including file
 * has read sl-real.h with SL_GALAXIES. */
#include <stddef.h>

#include "model/population/kernels/sl-population-kernels.h"

#ifdef __CUDACC__
#define SL_ZERO_G 0.0f
/* TRUE where x is not 0 for some galaxy. */
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

/* A function that the compiler may keep out of line in C. */
#ifdef __CUDACC__
#define SL_LOOP SL_INLINE
#else
#define SL_LOOP static __attribute__ ((unused))
#endif

/* The register of galaxies at a SlPopLane, to read or to write. */
#define SL_LANE(x) (*(SlG *) (x).v)

/* The independent variable of tangent slot `slot`. */
SL_INLINE SlDual
sl_variable_g (SlG v, int slot)
{
  SlDual x = sl_dual_constant (v);

  x.d[slot] = v * 0.0f + 1.0f;
  return x;
}
