/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* Dual numbers (SlDual) and their arithmetic. sl-real.h, which reads this file, explains the kinds and the
 * macros that choose one. Function names end with the kinds of the operands: D a dual number, k a constant
 * double, c a double, v a vector of pixels, g a vector of galaxies. */

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
