/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/population/kernels/sl-population-kernels.h"
#include "model/autodiff/sl-simd.h"

/* A tile is as wide as the widest register. Narrower registers process it in slices: at is a slice's first
 * lane. */
#define SL_POP_SLICES(at) for (int at = 0; at < SL_POP_LANES; at += SL_NF)
#define SL_POP_FROM(x, at) ((__typeof__ (x)) ((x) ? (float *) (x) + (at) : (float *) 0))

/* The loops of SlPopKernels, one file each. */
void SL_SIMD_NAME (sl_pop_draw) (const SlPopDraw *draw, unsigned long long first, int component,
                                 SlPopTile *out);
void SL_SIMD_NAME (sl_pop_light) (const SlPopLightPlan *plan, const SlPopTile *tile, SlPopLane *light,
                                  SlPopLane *dlight);
void SL_SIMD_NAME (sl_pop_sfh) (const SlPopSfhPlan *plan, const SlPopTile *tile, const SlPopLane *light,
                                    const SlPopLane *dlight, int n_tangents, SlPopAgeSums *out);
void SL_SIMD_NAME (sl_pop_magnitudes) (const SlPopBinPlan *bins, const SlPopLightPlan *plan,
                                       const SlPopTile *tile, const SlPopAgeSums *sums, int burst, int traced,
                                       SlPopMags *out);
void SL_SIMD_NAME (sl_pop_bin) (const SlPopBinPlan *bins, const SlPopDraw *draw, const SlPopTile *tile,
                                const SlPopMags *mags, int component, int n, SlPopHistograms *to);
