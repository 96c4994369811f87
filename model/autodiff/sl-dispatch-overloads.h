/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* C++ (nvcc): the operations of formulas as overloaded functions. Read by sl-real.h. */

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
