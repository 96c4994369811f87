/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <math.h>

#include "model/autodiff/sl-simd.h"

/* The arithmetic in which formulas are written: add (a, b), mul (a, b), rexp (a) … mean the same for every
 * kind of number, so that a formula is written once and compiled for each kind (see sl-formula.h). In C the
 * operation is selected by type with _Generic, under nvcc by overloading.
 *
 * Kinds without derivatives: double; SlV8, eight neighbouring pixels; SlG, a few galaxies side by side.
 *
 * A dual number (SlDual) is a value and its tangents, the derivatives with respect to SL_DUAL_K variables. A
 * file has at most one kind of dual number. It defines these macros, then includes this header:
 *
 *   SL_DUAL_K n                                              n tangents of a double
 *   SL_DUAL_K n, SL_DUAL_T SlV8                              8 n tangents of a double, in vector registers
 *   SL_DUAL_K n, SL_DUAL_T SlV8, SL_DUAL_C SlV8, SL_DUAL_PIXELS   n tangents of each of eight pixels
 *   SL_DUAL_K n, SL_GALAXIES                                 n tangents of each of a few galaxies; floats
 *   SL_DUAL_SECOND                                           second derivatives (below)
 *
 * With SL_DUAL_SECOND a number holds its value v, its first derivatives d[0] and d[1] along two directions,
 * and its second derivative dd along both. The two directions may be the same.
 *
 * Tangents follow the chain rule. At a kink they are those of the branch taken: comparisons use values only.
 *
 *   sl-simd.h                 vector types, names by instruction set
 *   sl-vector-pixels.h        functions of SlV8
 *   sl-vector-galaxies.h      functions of SlG
 *   sl-dual.h                 dual numbers
 *   sl-dispatch-pixels.h      add, mul, … for doubles, pixels and their duals (C)
 *   sl-dispatch-galaxies.h    the same for galaxies (C)
 *   sl-dispatch-overloads.h   the same for nvcc (C++) */

#ifdef __CUDACC__
#define SL_INLINE static __host__ __device__ inline
#else
#define SL_INLINE static inline __attribute__ ((always_inline, unused))
#endif

#define SL_LN10 2.302585092994045684

SL_INLINE double sl_exp_c (double x) { return exp (x); }
SL_INLINE double sl_exp10_c (double x) { return exp (x * SL_LN10); }
SL_INLINE double sl_log_c (double x) { return log (x); }
SL_INLINE double sl_log10_c (double x) { return log10 (x); }
SL_INLINE double sl_sqrt_c (double x) { return sqrt (x); }
SL_INLINE double sl_erf_c (double x) { return erf (x); }
SL_INLINE double sl_logistic_c (double x) { return 1.0 / (1.0 + exp (-x)); }

#ifndef __CUDACC__
#include "model/autodiff/sl-vector-pixels.h"
#endif
#ifdef SL_GALAXIES
#include "model/autodiff/sl-vector-galaxies.h"
#define SL_DUAL_C SlG
#define SL_DUAL_T SlG
#define SL_DUAL_S float
#endif
#include "model/autodiff/sl-dual.h"

#ifdef __CUDACC__
#include "model/autodiff/sl-dispatch-overloads.h"
#elif defined(SL_GALAXIES)
#include "model/autodiff/sl-dispatch-galaxies.h"
#else
#include "model/autodiff/sl-dispatch-pixels.h"
#endif
#ifndef __CUDACC__
#define add(a, b) SL_OP2 (add, a, b)
#define sub(a, b) SL_OP2 (sub, a, b)
#define mul(a, b) SL_OP2 (mul, a, b)
#define quo(a, b) SL_OP2 (quo, a, b)
#define rexp(a) SL_OP1 (exp, a)
#define rexp10(a) SL_OP1 (exp10, a)
#define rlogistic(a) SL_OP1 (logistic, a)
#ifndef SL_GALAXIES
#define rlog(a) SL_OP1_SCALAR (log, a)
#define rlog10(a) SL_OP1_SCALAR (log10, a)
#endif
#define rroot(a) SL_OP1_SCALAR (sqrt, a)
#define rerf(a) SL_OP1_SCALAR (erf, a)
#endif /* C */

#define sqr(a) mul (a, a)

/* Numbers of the same kind as x, without derivatives: 0, and a constant c. */
#define zero_like(x) mul (0.0, x)
#define constant_like(x, c) add (zero_like (x), c)
