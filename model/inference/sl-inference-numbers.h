/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* The formulas of inference for doubles, sl_NAME_d, and for dual numbers with two tangents, sl_NAME_D. */
#define SL_DUAL_K 2
#include "model/autodiff/sl-real.h"

#define SL_REAL double
#define SL_FN(name) sl_##name##_d
#include "model/formulas/sl-formula-inference.h"
#undef SL_REAL
#undef SL_FN
#define SL_REAL SlDual
#define SL_FN(name) sl_##name##_D
#include "model/formulas/sl-formula-inference.h"
#undef SL_REAL
#undef SL_FN

/* A variable: its tangent i is 1. */
static inline SlDual
sl_dual_variable (double v, int i)
{
  SlDual x = sl_dual_constant (v);

  x.d[i] = 1.0;
  return x;
}
