/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attenuation of every law for one kind of number [PHYSICS, section 6]. No include guard: read once for each
 * kind by sl-dust-law.h, with SL_REAL and SL_FN as in a formula header. */
#define SL_DUST_ATTENUATION(name)                                                                            \
  SL_INLINE SL_REAL SL_FN (attenuation_##name) (SL_PIXEL k0, SL_PIXEL lnx, SL_PIXEL bump,                    \
                                                const SL_REAL *curve)
#include "model/dust/laws/sl-dust-laws.h"

/* Magnitudes absorbed at a wavelength. k0: sl_dust_k (); lnx: ln (lam / 0.55); bump: sl_k_bump (); curve:
 * (SL_N_CURVE). */
SL_INLINE SL_REAL
SL_FN (dust_attenuation) (SlDustFormula formula, SL_PIXEL k0, SL_PIXEL lnx, SL_PIXEL bump,
                          const SL_REAL *curve)
{
  switch (formula)
    {
#define SL_DUST_OWN_FORMULA(id, name)                                                                        \
    case SL_DUST_FORMULA_##id:                                                                               \
      return SL_FN (attenuation_##name) (k0, lnx, bump, curve);
#include "model/dust/laws/sl-dust-laws.h"
    case SL_N_DUST_FORMULAS:
      break;
    }
  return curve[SL_CURVE_AV];
}

/* The fraction of the light that is transmitted; arguments as above. */
SL_INLINE SL_REAL
SL_FN (dust_transmission) (SlDustFormula formula, SL_PIXEL k0, SL_PIXEL lnx, SL_PIXEL bump,
                           const SL_REAL *curve)
{
  return SL_FN (transmission) (SL_FN (dust_attenuation) (formula, k0, lnx, bump, curve),
                               curve[SL_CURVE_UNOBSCURED]);
}

#ifndef SL_DUAL_PIXELS
/* The curve of stars of one age: A_V and delta pass from the young stars' to the old stars' values, E (lg
 * age; mid, width, young, old). With two components the young stars' own dust vanishes with age instead.
 * acts: SlDustActs; p: (SL_N_DUST_P); curve: (SL_N_CURVE). */
SL_INLINE void
SL_FN (dust_curve) (SlDustFormula formula, int acts, SL_REAL lg_age, const SL_REAL *p, SL_REAL *curve)
{
  const SL_REAL zero = zero_like (p[0]), mid = p[SL_DUST_P_LGAGE_MID], width = p[SL_DUST_P_LGAGE_WIDTH];
  const int two = formula == SL_DUST_FORMULA_CHARLOT_FALL, by_age = acts & SL_DUST_ACTS_BY_AGE;

  curve[SL_CURVE_UNOBSCURED] = p[SL_DUST_P_FRAC_UNOBSCURED];
  curve[SL_CURVE_DELTA_ALL] = two ? p[SL_DUST_P_DELTA_OLD] : zero;
  if (two)
    {
      curve[SL_CURVE_AV] = SL_FN (triweight_transition) (lg_age, mid, width, p[SL_DUST_P_AV_YOUNG], zero);
      curve[SL_CURVE_DELTA] = p[SL_DUST_P_DELTA_YOUNG];
      curve[SL_CURVE_AV_ALL] = p[SL_DUST_P_AV_OLD];
      return;
    }
  curve[SL_CURVE_AV] = p[SL_DUST_P_AV_YOUNG];
  curve[SL_CURVE_DELTA] = acts & SL_DUST_ACTS_SLOPE ? p[SL_DUST_P_DELTA_YOUNG] : zero;
  if (by_age)
    curve[SL_CURVE_AV] =
        SL_FN (triweight_transition) (lg_age, mid, width, p[SL_DUST_P_AV_YOUNG], p[SL_DUST_P_AV_OLD]);
  if (by_age && acts & SL_DUST_ACTS_SLOPE)
    curve[SL_CURVE_DELTA] =
        SL_FN (triweight_transition) (lg_age, mid, width, p[SL_DUST_P_DELTA_YOUNG], p[SL_DUST_P_DELTA_OLD]);
  curve[SL_CURVE_BUMP] = zero;
  if (acts & SL_DUST_ACTS_BUMP_FREE)
    curve[SL_CURVE_BUMP] = p[SL_DUST_P_UV_BUMP];
  else if (acts & SL_DUST_ACTS_BUMP_TIED)
    curve[SL_CURVE_BUMP] = SL_FN (bump_of_slope) (curve[SL_CURVE_DELTA]);
}
#endif
