/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attenuation of every law for one kind of number [PHYSICS, section 6]. No include guard: read once for each
 * kind by sl-dust-law.h, with SL_REAL and SL_FN as in a formula header. */

/* k with slope and bump, of each formula: k0: sl_dust_k (); lnx: ln (lam / 0.55); bump: sl_k_bump (); eb: the
 * strength of the bump. */
#define SL_DUST_SHAPE(name)                                                                                  \
  SL_INLINE SL_REAL SL_FN (k_##name) (SL_PIXEL k0, SL_PIXEL lnx, SL_PIXEL bump, SL_REAL delta, SL_REAL eb)
/* Magnitudes absorbed by two components. */
#define SL_DUST_TWO_COMPONENTS(name)                                                                         \
  SL_INLINE SL_REAL SL_FN (attenuation_##name) (SL_PIXEL lnx, SL_REAL av, SL_REAL delta, SL_REAL av_all,     \
                                                SL_REAL delta_all)
#include "model/dust/laws/sl-dust-laws.h"

/* k with slope and bump, of a formula of one component. */
SL_INLINE SL_REAL
SL_FN (dust_shape) (SlDustFormula formula, SL_PIXEL k0, SL_PIXEL lnx, SL_PIXEL bump, SL_REAL delta,
                    SL_REAL eb)
{
  /* formula == … ? … : formula == … ? … : k_salim (…), one condition for each own formula. */
  return
#define SL_DUST_OWN_FORMULA(id, name)                                                                        \
  formula == SL_DUST_FORMULA_##id ? SL_FN (k_##name) (k0, lnx, bump, delta, eb) :
#include "model/dust/laws/sl-dust-laws.h"
  SL_FN (k_salim) (k0, lnx, bump, delta, eb);
}

/* Magnitudes absorbed at a wavelength. curve: (SL_N_CURVE). */
SL_INLINE SL_REAL
SL_FN (dust_attenuation) (SlDustFormula formula, SL_PIXEL k0, SL_PIXEL lnx, SL_PIXEL bump,
                          const SL_REAL *curve)
{
  if (formula == SL_DUST_FORMULA_CHARLOT_FALL)
    return SL_FN (attenuation_charlot_fall) (lnx, curve[SL_CURVE_AV], curve[SL_CURVE_DELTA],
                                             curve[SL_CURVE_AV_ALL], curve[SL_CURVE_DELTA_ALL]);
  return SL_FN (attenuation) (
      SL_FN (dust_shape) (formula, k0, lnx, bump, curve[SL_CURVE_DELTA], curve[SL_CURVE_BUMP]),
      curve[SL_CURVE_AV]);
}

/* The fraction of the light that is transmitted. */
SL_INLINE SL_REAL
SL_FN (dust_transmission) (SlDustFormula formula, SL_PIXEL k0, SL_PIXEL lnx, SL_PIXEL bump,
                           const SL_REAL *curve)
{
  return SL_FN (transmission) (SL_FN (dust_attenuation) (formula, k0, lnx, bump, curve),
                               curve[SL_CURVE_UNOBSCURED]);
}

#ifndef SL_DUAL_PIXELS
/* The curve, (SL_N_CURVE), of stars of one age: A_V and delta pass from the young stars' to the old stars'
 * values, E (lg age; mid, width, young, old). With two components the young stars' own dust vanishes with
 * age instead. acts: SlDustActs; p: (SL_N_DUST_P). */
SL_INLINE void
SL_FN (dust_curve) (SlDustFormula formula, int acts, SL_REAL lg_age, const SL_REAL *p, SL_REAL *curve)
{
  const SL_REAL zero = zero_like (p[0]), mid = p[SL_DUST_P_LGAGE_MID], width = p[SL_DUST_P_LGAGE_WIDTH];
  const int two = formula == SL_DUST_FORMULA_CHARLOT_FALL, by_age = acts & SL_DUST_ACTS_BY_AGE;
  SL_REAL av = p[SL_DUST_P_AV_YOUNG], delta = zero, strength = zero;

  if (two)
    av = SL_FN (triweight_transition) (lg_age, mid, width, p[SL_DUST_P_AV_YOUNG], zero);
  else if (by_age)
    av = SL_FN (triweight_transition) (lg_age, mid, width, p[SL_DUST_P_AV_YOUNG], p[SL_DUST_P_AV_OLD]);
  if (acts & SL_DUST_ACTS_SLOPE)
    delta = by_age && !two ? SL_FN (triweight_transition) (lg_age, mid, width, p[SL_DUST_P_DELTA_YOUNG],
                                                           p[SL_DUST_P_DELTA_OLD])
                           : p[SL_DUST_P_DELTA_YOUNG];
  if (two)
    strength = p[SL_DUST_P_AV_OLD];
  else if (acts & SL_DUST_ACTS_BUMP_FREE)
    strength = p[SL_DUST_P_UV_BUMP];
  else if (acts & SL_DUST_ACTS_BUMP_TIED)
    strength = SL_FN (bump_of_slope) (delta);
  curve[SL_CURVE_AV] = av;
  curve[SL_CURVE_DELTA] = delta;
  curve[SL_CURVE_BUMP] = strength;
  curve[SL_CURVE_UNOBSCURED] = p[SL_DUST_P_FRAC_UNOBSCURED];
  curve[SL_CURVE_DELTA_ALL] = two ? p[SL_DUST_P_DELTA_OLD] : zero;
}
#endif
