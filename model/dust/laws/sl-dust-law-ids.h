/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* Numbers of the dust laws and of their formulas, and the order of the arrays that the formulas take. In the
 * subset common to C and C++, without GLib. */

/* SL_DUST_SALIM, SL_DUST_NOLL, … */
typedef enum {
#define SL_DUST_LAW(id, ...) SL_DUST_##id,
#include "model/dust/laws/sl-dust-laws.h"
  SL_N_DUST_LAWS
} SlDustLaw;

/* How k, slope and bump make the attenuation. */
typedef enum {
  SL_DUST_FORMULA_SALIM,
#define SL_DUST_OWN_FORMULA(id, name) SL_DUST_FORMULA_##id,
#include "model/dust/laws/sl-dust-laws.h"
  SL_DUST_FORMULA_CHARLOT_FALL, /* two components */
  SL_N_DUST_FORMULAS
} SlDustFormula;

/* An attenuation curve: the numbers on which it depends besides wavelength, for stars of one age. With two
 * components AV and DELTA are those of the young stars' own dust, the others those of the dust before all
 * stars. */
enum {
  SL_CURVE_AV,
  SL_CURVE_DELTA,
  SL_CURVE_BUMP,
  SL_CURVE_AV_ALL = SL_CURVE_BUMP,
  SL_CURVE_UNOBSCURED,
  SL_CURVE_DELTA_ALL,
  SL_N_CURVE
};

/* The parameters from which the curve of an age follows, in the order of the parameter table. */
enum {
  SL_DUST_P_AV_YOUNG,
  SL_DUST_P_AV_OLD,
  SL_DUST_P_DELTA_YOUNG,
  SL_DUST_P_DELTA_OLD,
  SL_DUST_P_UV_BUMP,
  SL_DUST_P_LGAGE_MID,
  SL_DUST_P_LGAGE_WIDTH,
  SL_DUST_P_FRAC_UNOBSCURED,
  SL_N_DUST_P
};

/* What shapes a curve: combined by |. */
typedef enum {
  SL_DUST_ACTS_BY_AGE = 1 << 0,     /* young and old stars differ */
  SL_DUST_ACTS_SLOPE = 1 << 1,
  SL_DUST_ACTS_BUMP_FREE = 1 << 2,  /* uv_bump */
  SL_DUST_ACTS_BUMP_TIED = 1 << 3   /* the bump follows the slope */
} SlDustActs;
