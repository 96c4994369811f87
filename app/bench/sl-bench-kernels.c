/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/bench/sl-bench-kernels.h"

#include "model/autodiff/sl-real.h"

#define STRING_(x) #x
#define STRING(x) STRING_ (x)

typedef guint64 Words __attribute__ ((vector_size (SL_VECTOR_BYTES), may_alias));

static guint64
read_all (const void *data, gsize n_bytes)
{
  enum { AHEAD = 8 };
  const Words *p = data, *end = p + n_bytes / sizeof (Words);
  Words sum[AHEAD] = { 0 }, all = { 0 };

  for (; p < end; p += AHEAD)
    for (guint i = 0; i < AHEAD; i++)
      sum[i] += p[i];
  for (guint i = 0; i < AHEAD; i++)
    all += sum[i];
  return all[0] + all[1];
}

static double
exps (const double *x, gsize n)
{
  SlV8 sum[4] = { 0 };

  for (gsize i = 0; i < n; i += 32)
    for (guint k = 0; k < 4; k++)
      sum[k] += sl_exp_v (*(const SlV8u *) (x + i + 8 * k));
  sum[0] += sum[1] + sum[2] + sum[3];
  return sum[0][0] + sum[0][1];
}

/* Enough independent sums to hide the latency of the multiplier, and few enough for sixteen registers. */
enum { SUMS = 10 };

static float
fmas (float a, float b, gsize n_rounds)
{
  const SlF none = { 0 }, x = none + a, y = none + b;
  SlF sum[SUMS], all = { 0 };

  for (guint i = 0; i < SUMS; i++)
    sum[i] = none + (float) i;
  for (gsize k = 0; k < n_rounds; k++)
    for (guint i = 0; i < SUMS; i++)
      sum[i] = sum[i] * x + y;
  for (guint i = 0; i < SUMS; i++)
    all += sum[i];
  return all[0] + all[1];
}

const SlBenchKernels SL_SIMD_NAME (sl_bench_kernels) = {
  .name = STRING (SL_SIMD),
  .read = read_all,
  .exps = exps,
  .fmas = fmas,
  .fmas_per_round = SUMS * SL_NF,
};
