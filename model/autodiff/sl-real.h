/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <math.h>

#include "model/autodiff/sl-simd.h"

/* Arithmetic in which the formulas are written: add(a, b), mul(a, b), rexp(a) and so on mean the same for a
 * double, for eight doubles side by side and for a dual number (value and tangents). In C the operation is
 * chosen by type (_Generic), under nvcc by overloading. A formula is thus written once and compiled for every
 * kind of number; see sl-formula.h.
 *
 * A dual number here is a value of type SL_DUAL_C and SL_DUAL_K tangents of type SL_DUAL_T. A file that needs
 * one defines these three and then includes this header:
 * C double, T double, K n a few tangents of a scalar
 * C double, T SlV8, K n 8 n tangents of a scalar, in vector registers
 * C SlV8, T SlV8, K n n tangents of eight neighbouring pixels With SL_DUAL_SECOND instead of all three it is
 * a dual number of dual numbers: value v, first derivatives d[0] and d[1] along two directions, and dd, the
 * second derivative along both, d^2 v / (d0 d1). The directions may be one and the same. With SL_GALAXIES
 * besides SL_DUAL_K the values are SlG, floats of a few galaxies side by side (one float on a device), and so
 * are the tangents: C SlG, T SlG. Precision there is a float's: for populations. Tangents follow the chain
 * rule, through second order where there is one; at a kink they are those of the branch taken. Comparisons
 * look at values only. */

#ifdef __CUDACC__
#define SL_INLINE static __host__ __device__ inline
#else
#define SL_INLINE static inline __attribute__ ((always_inline, unused))
#endif

#define SL_LN10 2.302585092994045684

/* ------------------------------------------------------------- doubles */
SL_INLINE double sl_exp_c (double x) { return exp (x); }
SL_INLINE double sl_exp10_c (double x) { return exp (x * SL_LN10); }
SL_INLINE double sl_log_c (double x) { return log (x); }
SL_INLINE double sl_log10_c (double x) { return log10 (x); }
SL_INLINE double sl_sqrt_c (double x) { return sqrt (x); }
SL_INLINE double sl_erf_c (double x) { return erf (x); }
SL_INLINE double sl_logistic_c (double x) { return 1.0 / (1.0 + exp (-x)); }

#ifndef __CUDACC__
/* --------------------------------------------------------- eight doubles */
#if defined(__x86_64__) && defined(SL_VECTOR_MATH)
/* glibc's own vector exponential (libmvec, <= 4 ulp): part of the C library, so nothing more to install. */
#if defined(__AVX512F__)
SlV8 _ZGVeN8v_exp (SlV8);
SL_INLINE SlV8 sl_exp_v (SlV8 x) { return _ZGVeN8v_exp (x); }
#elif defined(__AVX2__)
typedef double SlV4 __attribute__ ((vector_size (32)));
SlV4 _ZGVdN4v_exp (SlV4);
SL_INLINE SlV8 sl_exp_v (SlV8 x)
{
  SlV4 lo = { x[0], x[1], x[2], x[3] }, hi = { x[4], x[5], x[6], x[7] };
  lo = _ZGVdN4v_exp (lo), hi = _ZGVdN4v_exp (hi);
  return (SlV8){ lo[0], lo[1], lo[2], lo[3], hi[0], hi[1], hi[2], hi[3] };
}
#else
typedef double SlV2 __attribute__ ((vector_size (16)));
SlV2 _ZGVbN2v_exp (SlV2);
SL_INLINE SlV8 sl_exp_v (SlV8 x)
{
  SlV8 y;
  for (int i = 0; i < 8; i += 2)
    {
      SlV2 p = _ZGVbN2v_exp ((SlV2){ x[i], x[i + 1] });
      y[i] = p[0], y[i + 1] = p[1];
    }
  return y;
}
#endif
#else
SL_INLINE SlV8 sl_exp_v (SlV8 x)
{
  SlV8 y;
  for (int i = 0; i < 8; i++)
    y[i] = exp (x[i]);
  return y;
}
#endif
SL_INLINE SlV8 sl_exp10_v (SlV8 x) { return sl_exp_v (x * SL_LN10); }
SL_INLINE SlV8 sl_logistic_v (SlV8 x) { return 1.0 / (1.0 + sl_exp_v (-x)); }
/* a where the mask is set, b elsewhere. */
SL_INLINE SlV8 sl_select_v (SlM8 m, SlV8 a, SlV8 b) { return (SlV8) ((m & (SlM8) a) | (~m & (SlM8) b)); }
#endif

/* --------------------------------------------------------- dual numbers */
#ifdef SL_GALAXIES
#include "model/autodiff/sl-real-galaxies.h"
#define SL_DUAL_C SlG
#define SL_DUAL_T SlG
#define SL_DUAL_S float
#endif
#ifndef SL_DUAL_S
#define SL_DUAL_S double
#endif
#ifdef SL_DUAL_SECOND
#define SL_DUAL_K 2
#define SL_SECOND(statement) statement
#else
#define SL_SECOND(statement)
#endif

#ifdef SL_DUAL_K
#ifndef SL_DUAL_C
#define SL_DUAL_C double
#endif
#ifndef SL_DUAL_T
#define SL_DUAL_T double
#endif

#ifdef SL_DUAL_SECOND
typedef struct { double v, d[2], dd; } SlDual;
#else
typedef struct { SL_DUAL_C v; SL_DUAL_T d[SL_DUAL_K]; } SlDual;
#endif

/* f(x) from the value y = f(x.v), the slope s = f'(x.v) and the curvature c = f''(x.v), which first order has
 * no use for: there the compiler drops what makes it. */
SL_INLINE SlDual
sl_chain (SlDual x, SL_DUAL_C y, SL_DUAL_C s, SL_DUAL_C c)
{
  SlDual r;
  r.v = y;
  for (int i = 0; i < SL_DUAL_K; i++)
    r.d[i] = x.d[i] * s;
  SL_SECOND (r.dd = c * x.d[0] * x.d[1] + s * x.dd;)
  (void) c;
  return r;
}

SL_INLINE SlDual
sl_add_DD (SlDual a, SlDual b)
{
  a.v += b.v;
  for (int i = 0; i < SL_DUAL_K; i++)
    a.d[i] += b.d[i];
  SL_SECOND (a.dd += b.dd;)
  return a;
}

SL_INLINE SlDual
sl_sub_DD (SlDual a, SlDual b)
{
  a.v -= b.v;
  for (int i = 0; i < SL_DUAL_K; i++)
    a.d[i] -= b.d[i];
  SL_SECOND (a.dd -= b.dd;)
  return a;
}

SL_INLINE SlDual
sl_mul_DD (SlDual a, SlDual b)
{
  SlDual r;
  r.v = a.v * b.v;
  for (int i = 0; i < SL_DUAL_K; i++)
    r.d[i] = a.d[i] * b.v + b.d[i] * a.v;
  SL_SECOND (r.dd = a.dd * b.v + a.d[0] * b.d[1] + a.d[1] * b.d[0] + b.dd * a.v;)
  return r;
}

SL_INLINE SlDual
sl_quo_DD (SlDual a, SlDual b)
{
  SlDual r;
#ifdef SL_GALAXIES
  SL_DUAL_C w = sl_per_g (b.v);
  r.v = a.v * w;
#else
  SL_DUAL_C w = 1.0 / b.v;
  r.v = a.v / b.v;
#endif
  for (int i = 0; i < SL_DUAL_K; i++)
    r.d[i] = (a.d[i] - b.d[i] * r.v) * w;
  SL_SECOND (r.dd = (a.dd - r.d[0] * b.d[1] - r.d[1] * b.d[0] - b.dd * r.v) * w;)
  return r;
}

/* With a constant: of the same kind as the value (c), or a double beside a vector value (k). */
#define SL_MIXED(x, C)                                                                                   \
  SL_INLINE SlDual sl_add_D##x (SlDual a, C b) { a.v = a.v + b; return a; }                              \
  SL_INLINE SlDual sl_add_##x##D (C a, SlDual b) { b.v = a + b.v; return b; }                            \
  SL_INLINE SlDual sl_sub_D##x (SlDual a, C b) { a.v = a.v - b; return a; }                              \
  SL_INLINE SlDual sl_sub_##x##D (C a, SlDual b)                                                         \
  {                                                                                                      \
    b.v = a - b.v;                                                                                       \
    for (int i = 0; i < SL_DUAL_K; i++)                                                                  \
      b.d[i] = -b.d[i];                                                                                  \
    SL_SECOND (b.dd = -b.dd;)                                                                            \
    return b;                                                                                            \
  }                                                                                                      \
  SL_INLINE SlDual sl_mul_D##x (SlDual a, C b)                                                           \
  {                                                                                                      \
    a.v = a.v * b;                                                                                       \
    for (int i = 0; i < SL_DUAL_K; i++)                                                                  \
      a.d[i] = a.d[i] * b;                                                                               \
    SL_SECOND (a.dd = a.dd * b;)                                                                         \
    return a;                                                                                            \
  }                                                                                                      \
  SL_INLINE SlDual sl_mul_##x##D (C a, SlDual b) { return sl_mul_D##x (b, a); }                          \
  SL_INLINE SlDual sl_quo_D##x (SlDual a, C b)                                                           \
  {                                                                                                      \
    a.v = a.v / b;                                                                                       \
    for (int i = 0; i < SL_DUAL_K; i++)                                                                  \
      a.d[i] = a.d[i] / b;                                                                               \
    SL_SECOND (a.dd = a.dd / b;)                                                                         \
    return a;                                                                                            \
  }                                                                                                      \
  SL_INLINE SlDual sl_quo_##x##D (C a, SlDual b)                                                         \
  {                                                                                                      \
    SL_DUAL_C y = a / b.v;                                                                               \
    return sl_chain (b, y, -y / b.v, (SL_DUAL_S) 2.0 * y / (b.v * b.v));                                 \
  }
SL_MIXED (k, SL_DUAL_S)
#ifdef SL_DUAL_PIXELS /* the value is a vector */
SL_MIXED (v, SlV8)
#endif
#if defined(SL_GALAXIES) && !defined(__CUDACC__)
SL_MIXED (g, SlG)
#endif
#undef SL_MIXED

#if defined(SL_DUAL_PIXELS)
#define SL_F(f) sl_##f##_v
#elif defined(SL_GALAXIES)
#define SL_F(f) sl_##f##_g
#else
#define SL_F(f) sl_##f##_c
#endif
SL_INLINE SlDual sl_exp_D (SlDual x) { SL_DUAL_C y = SL_F (exp) (x.v); return sl_chain (x, y, y, y); }
SL_INLINE SlDual
sl_exp10_D (SlDual x)
{
  SL_DUAL_C y = SL_F (exp10) (x.v);
  return sl_chain (x, y, y * (SL_DUAL_S) SL_LN10, y * (SL_DUAL_S) (SL_LN10 * SL_LN10));
}
SL_INLINE SlDual
sl_logistic_D (SlDual x)
{
  SL_DUAL_C y = SL_F (logistic) (x.v), s = y * ((SL_DUAL_S) 1.0 - y);
  return sl_chain (x, y, s, s * ((SL_DUAL_S) 1.0 - (SL_DUAL_S) 2.0 * y));
}
#ifdef SL_GALAXIES
SL_INLINE SlDual
sl_log_D (SlDual x)
{
  return sl_chain (x, sl_log_g (x.v), 1.0f / x.v, -1.0f / (x.v * x.v));
}
SL_INLINE SlDual
sl_log10_D (SlDual x)
{
  return sl_chain (x, sl_log10_g (x.v), (float) (1.0 / SL_LN10) / x.v,
                   (float) (-1.0 / SL_LN10) / (x.v * x.v));
}
SL_INLINE SlDual
sl_expm1_D (SlDual x)
{
  SlG y = sl_expm1_g (x.v);
  return sl_chain (x, y, 1.0f + y, 1.0f + y);
}
SL_INLINE SlDual
sl_log1p_D (SlDual x)
{
  SlG w = sl_per_g (1.0f + x.v);
  return sl_chain (x, sl_log1p_g (x.v), w, -w * w);
}
#elif !defined(SL_DUAL_PIXELS)
SL_INLINE SlDual sl_log_D (SlDual x) { return sl_chain (x, log (x.v), 1.0 / x.v, -1.0 / (x.v * x.v)); }
SL_INLINE SlDual
sl_log10_D (SlDual x)
{
  return sl_chain (x, log10 (x.v), 1.0 / (x.v * SL_LN10), -1.0 / (x.v * x.v * SL_LN10));
}
SL_INLINE SlDual
sl_sqrt_D (SlDual x)
{
  double y = sqrt (x.v);
  return sl_chain (x, y, 0.5 / y, -0.25 / (y * x.v));
}
SL_INLINE SlDual
sl_erf_D (SlDual x)
{
  double s = 1.1283791670955125739 * exp (-x.v * x.v);
  return sl_chain (x, erf (x.v), s, -2.0 * x.v * s);
}
#endif
#undef SL_F

/* A constant, and an independent variable whose tangent i (of T double) is 1. */
SL_INLINE SlDual
sl_dual_constant (SL_DUAL_C v)
{
  SlDual r = { .v = v };
  return r;
}
#endif /* SL_DUAL_K */

/* ----------------------------------------------------- choice by type */
#ifdef __CUDACC__
#define SL_OVERLOAD2(name, op)                                    \
  SL_INLINE double name (double a, double b) { return a op b; }
SL_OVERLOAD2 (add, +)
SL_OVERLOAD2 (sub, -)
SL_OVERLOAD2 (mul, *)
SL_OVERLOAD2 (quo, /)
#undef SL_OVERLOAD2
#define SL_OVERLOAD1(name) SL_INLINE double r##name (double x) { return sl_##name##_c (x); }
SL_INLINE double rroot (double x) { return sl_sqrt_c (x); }
SL_OVERLOAD1 (exp)
SL_OVERLOAD1 (exp10)
SL_OVERLOAD1 (log)
SL_OVERLOAD1 (log10)
SL_OVERLOAD1 (erf)
SL_OVERLOAD1 (logistic)
#undef SL_OVERLOAD1
SL_INLINE double sl_value (double x) { return x; }
SL_INLINE double choose (bool c, double a, double b) { return c ? a : b; }
SL_INLINE double at_least (double x, double c) { return x < c ? c : x; }
#ifdef SL_GALAXIES
#define SL_OVERLOAD2(name, op)                                                \
  SL_INLINE float name (float a, float b) { return a op b; }                  \
  SL_INLINE float name (float a, double b) { return a op (float) b; }         \
  SL_INLINE float name (double a, float b) { return (float) a op b; }
SL_OVERLOAD2 (add, +)
SL_OVERLOAD2 (sub, -)
SL_OVERLOAD2 (mul, *)
SL_OVERLOAD2 (quo, /)
#undef SL_OVERLOAD2
#define SL_OVERLOAD1(name)                                      \
  SL_INLINE float r##name (float x) { return sl_##name##_g (x); } \
  SL_INLINE SlDual r##name (SlDual x) { return sl_##name##_D (x); }
SL_INLINE float rexp (float x) { return sl_exp_g (x); }
SL_INLINE float rexp10 (float x) { return sl_exp10_g (x); }
SL_INLINE float rlog (float x) { return sl_log_g (x); }
SL_INLINE float rlog10 (float x) { return sl_log10_g (x); }
SL_INLINE float rlogistic (float x) { return sl_logistic_g (x); }
SL_OVERLOAD1 (expm1)
SL_OVERLOAD1 (log1p)
#undef SL_OVERLOAD1
SL_INLINE float sl_value (float x) { return x; }
SL_INLINE float choose (bool c, float a, float b) { return c ? a : b; }
SL_INLINE float at_least (float x, double c) { return x < (float) c ? (float) c : x; }
#endif
#ifdef SL_DUAL_K
#define SL_OVERLOAD2(name)                                                           \
  SL_INLINE SlDual name (SlDual a, SlDual b) { return sl_##name##_DD (a, b); }       \
  SL_INLINE SlDual name (SlDual a, double b) { return sl_##name##_Dk (a, b); }       \
  SL_INLINE SlDual name (double a, SlDual b) { return sl_##name##_kD (a, b); }
SL_OVERLOAD2 (add)
SL_OVERLOAD2 (sub)
SL_OVERLOAD2 (mul)
SL_OVERLOAD2 (quo)
#undef SL_OVERLOAD2
#define SL_OVERLOAD1(name) SL_INLINE SlDual r##name (SlDual x) { return sl_##name##_D (x); }
#ifndef SL_GALAXIES
SL_INLINE SlDual rroot (SlDual x) { return sl_sqrt_D (x); }
#endif
SL_OVERLOAD1 (exp)
SL_OVERLOAD1 (exp10)
SL_OVERLOAD1 (log)
SL_OVERLOAD1 (log10)
#ifndef SL_GALAXIES
SL_OVERLOAD1 (erf)
#endif
SL_OVERLOAD1 (logistic)
#undef SL_OVERLOAD1
SL_INLINE SL_DUAL_C sl_value (SlDual x) { return x.v; }
SL_INLINE SlDual choose (bool c, SlDual a, SlDual b) { return c ? a : b; }
SL_INLINE SlDual at_least (SlDual x, double c) { return x.v < (SL_DUAL_S) c ? sl_dual_constant (c) : x; }
#endif

#elif defined(SL_GALAXIES) /* C, galaxies side by side */

#define SL_BINARY(name, op)                                                           \
  SL_INLINE double sl_##name##_kk (double a, double b) { return a op b; }             \
  SL_INLINE SlG sl_##name##_gg (SlG a, SlG b) { return a op b; }                      \
  SL_INLINE SlG sl_##name##_gk (SlG a, float b) { return a op b; }                    \
  SL_INLINE SlG sl_##name##_kg (float a, SlG b) { return a op b; }
SL_BINARY (add, +)
SL_BINARY (sub, -)
SL_BINARY (mul, *)
#undef SL_BINARY
SL_INLINE double sl_quo_kk (double a, double b) { return a / b; }
SL_INLINE SlG sl_quo_gg (SlG a, SlG b) { return a * sl_per_g (b); }
SL_INLINE SlG sl_quo_gk (SlG a, float b) { return a * (1.0f / b); }
SL_INLINE SlG sl_quo_kg (float a, SlG b) { return a * sl_per_g (b); }
SL_INLINE SlG sl_value_g (SlG x) { return x; }
SL_INLINE SlG sl_value_D (SlDual x) { return x.v; }
SL_INLINE double sl_value_k (double x) { return x; }
SL_INLINE SlG sl_at_least_g (SlG x, float c) { return sl_max_g (x, c); }
SL_INLINE SlDual
sl_choose_D (SlGM c, SlDual a, SlDual b)
{
  a.v = sl_select_g (c, a.v, b.v);
  for (int i = 0; i < SL_DUAL_K; i++)
    a.d[i] = sl_select_g (c, a.d[i], b.d[i]);
  return a;
}
SL_INLINE SlDual
sl_at_least_D (SlDual x, float c)
{
  return sl_choose_D (x.v < c, sl_dual_constant (x.v * 0.0f + c), x);
}

#define SL_OP2(name, a, b)                                                                                   \
  _Generic((a), SlDual                                                                                       \
           : _Generic((b), SlDual                                                                            \
                      : sl_##name##_DD, SlG                                                                  \
                      : sl_##name##_Dg, default                                                              \
                      : sl_##name##_Dk),                                                                     \
             SlG                                                                                             \
           : _Generic((b), SlDual                                                                            \
                      : sl_##name##_gD, SlG                                                                  \
                      : sl_##name##_gg, default                                                              \
                      : sl_##name##_gk),                                                                     \
             default                                                                                         \
           : _Generic((b), SlDual                                                                            \
                      : sl_##name##_kD, SlG                                                                  \
                      : sl_##name##_kg, default                                                              \
                      : sl_##name##_kk)) (a, b)
#define SL_OP1(name, a) _Generic ((a), SlDual: sl_##name##_D, default: sl_##name##_g) (a)
#define sl_value(a) _Generic ((a), SlDual: sl_value_D, SlG: sl_value_g, default: sl_value_k) (a)
#define choose(c, a, b) _Generic ((a), SlDual: sl_choose_D, default: sl_select_g) (c, a, b)
#define at_least(a, c) _Generic ((a), SlDual: sl_at_least_D, default: sl_at_least_g) (a, c)
#define rlog(a) SL_OP1 (log, a)
#define rlog10(a) SL_OP1 (log10, a)
#define rexpm1(a) SL_OP1 (expm1, a)
#define rlog1p(a) SL_OP1 (log1p, a)

#else /* C */

#define SL_BINARY(name, op)                                                           \
  SL_INLINE double sl_##name##_kk (double a, double b) { return a op b; }             \
  SL_INLINE SlV8 sl_##name##_vv (SlV8 a, SlV8 b) { return a op b; }                   \
  SL_INLINE SlV8 sl_##name##_vk (SlV8 a, double b) { return a op b; }                 \
  SL_INLINE SlV8 sl_##name##_kv (double a, SlV8 b) { return a op b; }
SL_BINARY (add, +)
SL_BINARY (sub, -)
SL_BINARY (mul, *)
SL_BINARY (quo, /)
#undef SL_BINARY
SL_INLINE double sl_value_k (double x) { return x; }
SL_INLINE SlV8 sl_value_v (SlV8 x) { return x; }
SL_INLINE double sl_choose_k (int c, double a, double b) { return c ? a : b; }
SL_INLINE double sl_at_least_k (double x, double c) { return x < c ? c : x; }
SL_INLINE SlV8 sl_at_least_v (SlV8 x, double c) { SlV8 cc = x * 0.0 + c; return sl_select_v (x < cc, cc, x); }

#ifdef SL_DUAL_K
SL_INLINE SL_DUAL_C sl_value_D (SlDual x) { return x.v; }
SL_INLINE SlDual sl_choose_D (int c, SlDual a, SlDual b) { return c ? a : b; }
#ifdef SL_DUAL_PIXELS
SL_INLINE SlDual
sl_at_least_D (SlDual x, double c)
{
  SlV8 cc = x.v * 0.0 + c, zero = x.v * 0.0;
  SlM8 below = x.v < cc;
  x.v = sl_select_v (below, cc, x.v);
  for (int i = 0; i < SL_DUAL_K; i++)
    x.d[i] = sl_select_v (below, zero, x.d[i]);
  return x;
}
#define SL_OP_V(name, b)                                                                                     \
  , SlV8 : _Generic((b), SlDual : sl_##name##_vD, SlV8 : sl_##name##_vv, default : sl_##name##_vk)
#define SL_OP_DV(name) , SlV8: sl_##name##_Dv
#else
SL_INLINE SlDual sl_at_least_D (SlDual x, double c) { return x.v < c ? sl_dual_constant (c) : x; }
#define SL_OP_V(name, b) , SlV8: _Generic ((b), SlV8: sl_##name##_vv, default: sl_##name##_vk)
#define SL_OP_DV(name)
#endif
#define SL_OP2(name, a, b)                                                                                   \
  _Generic((a), SlDual                                                                                       \
           : _Generic((b), SlDual                                                                            \
                      : sl_##name##_DD SL_OP_DV (name), default                                              \
                      : sl_##name##_Dk) SL_OP_V (name, b),                                                   \
             default                                                                                         \
           : _Generic((b), SlDual                                                                            \
                      : sl_##name##_kD, SlV8                                                                 \
                      : sl_##name##_kv, default                                                              \
                      : sl_##name##_kk)) (a, b)
#define SL_OP1(name, a) _Generic ((a), SlDual: sl_##name##_D, SlV8: sl_##name##_v, default: sl_##name##_c) (a)
#define SL_OP1_SCALAR(name, a) _Generic ((a), SlDual: sl_##name##_D, default: sl_##name##_c) (a)
#define sl_value(a) _Generic ((a), SlDual: sl_value_D, SlV8: sl_value_v, default: sl_value_k) (a)
#define choose(c, a, b) _Generic ((a), SlDual: sl_choose_D, default: sl_choose_k) (c, a, b)
#define at_least(a, c)                                                                                       \
  _Generic((a), SlDual : sl_at_least_D, SlV8 : sl_at_least_v, default : sl_at_least_k) (a, c)
#else
#define SL_OP2(name, a, b)                                                                             \
  _Generic ((a), SlV8: _Generic ((b), SlV8: sl_##name##_vv, default: sl_##name##_vk),                  \
            default: _Generic ((b), SlV8: sl_##name##_kv, default: sl_##name##_kk)) (a, b)
#define SL_OP1(name, a) _Generic ((a), SlV8: sl_##name##_v, default: sl_##name##_c) (a)
#define SL_OP1_SCALAR(name, a) sl_##name##_c (a)
#define sl_value(a) _Generic ((a), SlV8: sl_value_v, default: sl_value_k) (a)
#define choose(c, a, b) sl_choose_k (c, a, b)
#define at_least(a, c) _Generic ((a), SlV8: sl_at_least_v, default: sl_at_least_k) (a, c)
#endif

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
