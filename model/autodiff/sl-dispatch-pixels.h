/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* C: the operations of formulas for doubles, vectors of pixels (SlV8) and dual numbers of either; _Generic
 * selects the function by type. Read by sl-real.h. */

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
