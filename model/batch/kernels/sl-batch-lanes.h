/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* Access to tiles. A number (SlG) is a register of galaxies. A tile is as wide as the widest register;
 * narrower ones process it in slices: a pointer moved by `at` floats sees the same structure from lane `at`
 * on. The including file has read sl-formula-galaxies.h. */
#include "model/autodiff/sl-simd.h"
#include "model/batch/kernels/sl-batch-kernels.h"

/* Of functions that must be inlined for their constant arguments to count. */
#define SL_HOT inline __attribute__ ((always_inline, unused))

#define SL_BATCH_SLICES(at) for (int at = 0; at < SL_BATCH_LANES; at += SL_NF)
/* The register of galaxies from lane `at` on, to read or to write. */
#define SL_AT(lane, at) (*(SlG *) ((lane).v + (at)))

/* As many doubles as SlG has floats. */
typedef double SlGD __attribute__ ((vector_size (2 * SL_VECTOR_BYTES)));
#define SL_WIDE_AT(wide, at) (*(SlGD *) ((wide).v + (at)))

/* The independent variable of tangent slot `slot`. */
SL_INLINE SlDual
sl_batch_variable_D (SlG v, int slot)
{
  SlDual x = sl_dual_constant (v);

  x.d[slot] = v * 0.0f + 1.0f;
  return x;
}

/* The loops of SlBatchKernels, one file for a few. */
void SL_SIMD_NAME (sl_batch_sfh) (const SlBatchSfhPlan *plan, const SlBatchSfhWork *work, const int *slots,
                                  int n_slots, SlBatchTile *tile);
void SL_SIMD_NAME (sl_batch_metals) (const SlBatchMetalsPlan *plan, int mu_given, int tangents,
                                     SlBatchTile *tile);
void SL_SIMD_NAME (sl_batch_dust) (SlDustFormula formula, int acts, int n_age, const float *lg_age,
                                   int tangents, SlBatchTile *tile);
void SL_SIMD_NAME (sl_batch_transmission) (SlDustFormula formula, int n_nodes, const float *k0,
                                           const float *lnx, const float *bump, const float *curve,
                                           unsigned wanted, float *out);
void SL_SIMD_NAME (sl_batch_slopes) (int n, const float *matrix, const float *y, float *out);
void SL_SIMD_NAME (sl_batch_light) (const SlBatchLight *const *light, int n);
void SL_SIMD_NAME (sl_batch_fold) (const float *rows, long stride, long n_rows, const float *weight, int n,
                                   float *out, long out_stride, int n_q);
void SL_SIMD_NAME (sl_batch_blend) (long n, const float *const *from, const float *share, float *out);
