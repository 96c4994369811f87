/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/autodiff/sl-real.h"

/* Every formula of the model, compiled for the kinds of number that the including file has: sl_NAME_d for
 * doubles, sl_NAME_D for its SlDual (see sl-real.h).
 *
 * A formula header, sl-formula-*.h, holds functions written with SL_REAL for the number and SL_FN (name)
 * for their names, in the subset common to C and C++. It has no include guard because it is read once for
 * each kind of number. README.md says how to add one; PHYSICS.md has the formulas, its sections are named
 * in brackets. */
#ifdef SL_DUAL_PIXELS
/* Eight pixels at a time: only formulas that are evaluated at every wavelength. */
#define SL_REAL SlDual
#define SL_FN(name) sl_##name##_D
#include "model/formulas/sl-formula-dust.h"
#undef SL_REAL
#undef SL_FN
#else
#define SL_REAL double
#define SL_FN(name) sl_##name##_d
#include "model/formulas/sl-formula-list.h"
#undef SL_REAL
#undef SL_FN
#ifdef SL_DUAL_K
#define SL_REAL SlDual
#define SL_FN(name) sl_##name##_D
#include "model/formulas/sl-formula-list.h"
#undef SL_REAL
#undef SL_FN
#endif
#endif
