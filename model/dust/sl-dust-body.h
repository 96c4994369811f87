/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attenuation of the light of one stellar age of a galaxy [PHYSICS, section 6], for the dual numbers of the
 * including file, which has read sl-formula.h. No include guard: a file has one kind of dual number. */
#include "model/dust/sl-dust-law.h"
#include "model/galaxy/sl-galaxy.h"

/* The parameters from which curves follow are a run of the table, in the order of SL_DUST_P_*. */
#define DUST_FIRST SL_PARAM_AV_YOUNG
G_STATIC_ASSERT (SL_PARAM_AV_OLD - DUST_FIRST == (int) SL_DUST_P_AV_OLD
                 && SL_PARAM_DELTA_YOUNG - DUST_FIRST == (int) SL_DUST_P_DELTA_YOUNG
                 && SL_PARAM_DELTA_OLD - DUST_FIRST == (int) SL_DUST_P_DELTA_OLD
                 && SL_PARAM_UV_BUMP - DUST_FIRST == (int) SL_DUST_P_UV_BUMP
                 && SL_PARAM_DUST_LGAGE_MID - DUST_FIRST == (int) SL_DUST_P_LGAGE_MID
                 && SL_PARAM_DUST_LGAGE_WIDTH - DUST_FIRST == (int) SL_DUST_P_LGAGE_WIDTH
                 && SL_PARAM_FRAC_UNOBSCURED - DUST_FIRST == (int) SL_DUST_P_FRAC_UNOBSCURED);

/* The curve of stars of lg (age/Gyr). p: (SL_N_DUST_P). */
static inline void
dust_curve (const SlGalaxy *galaxy, const SlDual *p, double lg_age, SlDual curve[SL_N_CURVE])
{
  const SlDustLawInfo *law = sl_dust_law_info (galaxy->dust_law);
  const int bump = galaxy->uv_bump_free ? SL_DUST_ACTS_BUMP_FREE : SL_DUST_ACTS_BUMP_TIED;

  sl_dust_curve_D (law->formula,
                   SL_DUST_ACTS_BY_AGE | (law->slope ? SL_DUST_ACTS_SLOPE : 0) | (law->bump ? bump : 0),
                   sl_dual_constant (lg_age), p, curve);
}

/* Magnitudes absorbed at a wavelength [micron]. */
static inline SlDual
dust_attenuation (SlDustLaw law, double lam, const SlDual curve[SL_N_CURVE])
{
  return sl_dust_attenuation_D (sl_dust_law_info (law)->formula, sl_dust_k (law, lam), log (lam / SL_DUST_V),
                                sl_k_bump (lam), curve);
}

/* Fraction of the light transmitted at a wavelength [micron]. */
static inline SlDual
dust_transmission (SlDustLaw law, double lam, const SlDual curve[SL_N_CURVE])
{
  return sl_dust_transmission_D (sl_dust_law_info (law)->formula, sl_dust_k (law, lam),
                                 log (lam / SL_DUST_V), sl_k_bump (lam), curve);
}
