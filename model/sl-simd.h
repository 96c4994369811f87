/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Vectors of eight doubles or sixteen floats, as the compiler's own vector
 * types. A file that includes this is compiled once for each instruction set
 * (SL_SIMD is avx512, avx2 or base); the compiler splits the vectors where the
 * registers are narrower. Names defined in such a file go through SL_SIMD_NAME
 * so that the three copies can stand in one program. */
#ifndef SL_SIMD
#define SL_SIMD base
#endif
#define SL_CAT_(a, b) a##_##b
#define SL_CAT(a, b) SL_CAT_ (a, b)
#define SL_SIMD_NAME(name) SL_CAT (name, SL_SIMD)

#ifndef __CUDACC__
typedef double SlV8 __attribute__ ((vector_size (64)));
typedef long long SlM8 __attribute__ ((vector_size (64)));
typedef float SlF16 __attribute__ ((vector_size (64)));
/* Unaligned views of arrays. */
typedef double SlV8u __attribute__ ((vector_size (64), aligned (8), may_alias));
typedef float SlF16u __attribute__ ((vector_size (64), aligned (4), may_alias));
typedef float SlF8u __attribute__ ((vector_size (32), aligned (4), may_alias));
typedef float SlF8 __attribute__ ((vector_size (32)));
#endif
