/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "model/engine/kernels/sl-cpu-kernels.h"

typedef struct { const SlKernels *kernels; gboolean usable; } Level;

const SlKernels *
sl_kernels_best (void)
{
  /* Widest first. */
  const Level level[] = {
#if defined(__x86_64__) && defined(SL_HAVE_WIDE)
    { &sl_kernels_avx512, __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512dq")
                              && __builtin_cpu_supports ("avx512bw") && __builtin_cpu_supports ("avx512vl")
                              && __builtin_cpu_supports ("bmi2") && __builtin_cpu_supports ("fma") },
    { &sl_kernels_avx2, __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma")
                            && __builtin_cpu_supports ("bmi2") },
#endif
    { &sl_kernels_base, TRUE },
  };
  const char *requested = g_getenv ("STARLOOM_SIMD");

  for (guint i = 0; i < G_N_ELEMENTS (level); i++)
    if (level[i].usable && (!requested || !*requested || strcmp (requested, level[i].kernels->name) == 0))
      return level[i].kernels;
  return &sl_kernels_base;
}
