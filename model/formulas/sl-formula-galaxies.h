/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* The formulas that populations need, for galaxies side by side: sl_NAME_g for values, sl_NAME_D for the
 * SlDual of the including file, which defines SL_GALAXIES and SL_DUAL_K. See sl-formula.h. */
#include "model/autodiff/sl-real.h"

#define SL_FORMULA_LANES
#define SL_REAL SlG
#define SL_FN(name) sl_##name##_g
#include "model/formulas/sl-formula-basic.h"
#include "model/formulas/sl-formula-halo-growing.h"
#include "model/formulas/sl-formula-sfh.h"
#include "model/formulas/sl-formula-hats.h"
#include "model/formulas/sl-formula-dust.h"
#undef SL_REAL
#undef SL_FN
#define SL_REAL SlDual
#define SL_FN(name) sl_##name##_D
#include "model/formulas/sl-formula-basic.h"
#include "model/formulas/sl-formula-halo-growing.h"
#include "model/formulas/sl-formula-sfh.h"
#include "model/formulas/sl-formula-hats.h"
#include "model/formulas/sl-formula-dust.h"
#undef SL_REAL
#undef SL_FN
#undef SL_FORMULA_LANES
