/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Loops that do one thing at the peak rate of an instruction set, compiled like the engine's kernels, once
 * for each set. Their results only keep the compiler from removing the loops. */
typedef struct {
  const char *name;                                   /* as of the engine's kernels: "avx512" */
  guint64 (*read) (const void *data, gsize n_bytes);  /* 64-byte aligned; a multiple of 1024 */
  double (*exps) (const double *x, gsize n);          /* 64-byte aligned; a multiple of 32 */
  float (*fmas) (float a, float b, gsize n_rounds);   /* fmas_per_round multiply-adds a round */
  gsize fmas_per_round;
} SlBenchKernels;

extern const SlBenchKernels sl_bench_kernels_avx512, sl_bench_kernels_avx2, sl_bench_kernels_base;
