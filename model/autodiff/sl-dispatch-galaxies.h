/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* C: the operations of formulas for vectors of galaxies (SlG) and their dual numbers; _Generic selects the
 * function by type. Read by sl-real.h. */

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
