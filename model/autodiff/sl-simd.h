/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Vectors, as the compiler's own types: of eight doubles for dual numbers, and
 * as wide as the registers. A file that includes this is compiled once for each instruction set
 * (SL_SIMD is avx512, avx2 or base); the compiler splits the vectors where the
 * registers are narrower. Names defined in such a file go through SL_SIMD_NAME
 * so that the three copies can be in one program. */
#ifndef SL_SIMD
#define SL_SIMD base
#endif
#define SL_CAT_(a, b) a##_##b
#define SL_CAT(a, b) SL_CAT_ (a, b)
#define SL_SIMD_NAME(name) SL_CAT (name, SL_SIMD)

#ifndef __CUDACC__
typedef double SlV8 __attribute__ ((vector_size (64)));
typedef long long SlM8 __attribute__ ((vector_size (64)));
/* Unaligned views of arrays. */
typedef double SlV8u __attribute__ ((vector_size (64), aligned (8), may_alias));
typedef float SlF8u __attribute__ ((vector_size (32), aligned (4), may_alias));
typedef float SlF8 __attribute__ ((vector_size (32)));

/* Vectors as wide as the registers, for loops that live on keeping their sums there. */
#if defined(__AVX512F__)
#define SL_VECTOR_BYTES 64
#elif defined(__AVX2__)
#define SL_VECTOR_BYTES 32
#else
#define SL_VECTOR_BYTES 16
#endif
#define SL_NF (SL_VECTOR_BYTES / 4) /* floats */
#define SL_ND (SL_VECTOR_BYTES / 8) /* doubles */
typedef float SlF __attribute__ ((vector_size (SL_VECTOR_BYTES), may_alias));
typedef double SlD __attribute__ ((vector_size (SL_VECTOR_BYTES), may_alias));
typedef float SlFu __attribute__ ((vector_size (SL_VECTOR_BYTES), aligned (4), may_alias));
typedef double SlDu __attribute__ ((vector_size (SL_VECTOR_BYTES), aligned (8), may_alias));
#endif
