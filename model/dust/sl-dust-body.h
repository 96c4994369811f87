/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attenuation of the light of one stellar age [PHYSICS, section 6], for the dual numbers of the including
 * file, which has read sl-formula.h. No include guard: a file has one kind of dual number. */
#include "model/galaxy/sl-parameters.h"

/* Of two components the young stars' own, and that of all light. */
enum {
  CURVE_AV,
  CURVE_DELTA,
  CURVE_BUMP,
  CURVE_AV_ALL = CURVE_BUMP,
  CURVE_UNOBSCURED,
  CURVE_DELTA_ALL,
  N_CURVE
};
/* The parameters that make it: a run of the table. */
#define DUST_FIRST SL_PARAM_AV_YOUNG
enum { N_DUST_PARAMS = SL_PARAM_FRAC_UNOBSCURED - SL_PARAM_AV_YOUNG + 1 };

/* What a law starts from at a wavelength [micron]; see sl-formula-dust.h. */
static inline double
dust_start (SlDustLaw law, double lam)
{
  switch (law)
    {
    case SL_DUST_SALIM:
    case SL_DUST_NOLL:
      return sl_k_start (lam);
    case SL_DUST_CALZETTI:
      return sl_k_calzetti (lam);
    case SL_DUST_LEITHERER:
      return sl_k_leitherer (lam);
    case SL_DUST_POWER_LAW:
    case SL_DUST_CHARLOT_FALL:
      return SL_DUST_RV;
    case SL_N_DUST_LAWS:
      break;
    }
  g_assert_not_reached ();
}

/* Attenuation at V, slope, bump and unobscured part at lg(age/Gyr). p: (N_DUST_PARAMS), in table order. */
static inline void
dust_curve (const SlGalaxy *galaxy, const SlDual *p, double lg_age, SlDual curve[N_CURVE])
{
  const SlDustLawInfo *law = sl_dust_law_info (galaxy->dust_law);
  SlDual x = sl_dual_constant (lg_age), none = { 0 }, delta = none;
  SlDual mid = p[SL_PARAM_DUST_LGAGE_MID - DUST_FIRST], width = p[SL_PARAM_DUST_LGAGE_WIDTH - DUST_FIRST];

  if (law->slope)
    delta = sl_triweight_transition_D (x, mid, width, p[SL_PARAM_DELTA_YOUNG - DUST_FIRST],
                                       p[SL_PARAM_DELTA_OLD - DUST_FIRST]);
  curve[CURVE_AV] = sl_triweight_transition_D (x, mid, width, p[SL_PARAM_AV_YOUNG - DUST_FIRST],
                                               p[SL_PARAM_AV_OLD - DUST_FIRST]);
  curve[CURVE_DELTA] = delta;
  curve[CURVE_BUMP] = !law->bump ? none
                      : galaxy->uv_bump_free ? p[SL_PARAM_UV_BUMP - DUST_FIRST] : sl_bump_of_slope_D (delta);
  curve[CURVE_UNOBSCURED] = p[SL_PARAM_FRAC_UNOBSCURED - DUST_FIRST];
  curve[CURVE_DELTA_ALL] = none;
  if (galaxy->dust_law == SL_DUST_CHARLOT_FALL)
    {
      curve[CURVE_AV] = sl_triweight_transition_D (x, mid, width, p[SL_PARAM_AV_YOUNG - DUST_FIRST], none);
      curve[CURVE_DELTA] = p[SL_PARAM_DELTA_YOUNG - DUST_FIRST];
      curve[CURVE_AV_ALL] = p[SL_PARAM_AV_OLD - DUST_FIRST];
      curve[CURVE_DELTA_ALL] = p[SL_PARAM_DELTA_OLD - DUST_FIRST];
    }
}

/* k of a law of one component at a wavelength [micron]. */
static inline SlDual
dust_k (SlDustLaw law, double lam, const SlDual curve[N_CURVE])
{
  const double k0 = dust_start (law, lam), lnx = log (lam / SL_DUST_V), bump = sl_k_bump (lam);

  if (law == SL_DUST_NOLL)
    return sl_k_noll_D (k0, lnx, bump, curve[CURVE_DELTA], curve[CURVE_BUMP]);
  return sl_k_salim_D (k0, lnx, bump, curve[CURVE_DELTA], curve[CURVE_BUMP]);
}

/* Transmission at a wavelength [micron]. */
static inline SlDual
dust_transmission (SlDustLaw law, double lam, const SlDual curve[N_CURVE])
{
  if (law == SL_DUST_CHARLOT_FALL)
    return sl_transmission_two_D (log (lam / SL_DUST_V), curve[CURVE_AV], curve[CURVE_DELTA],
                                  curve[CURVE_AV_ALL], curve[CURVE_DELTA_ALL], curve[CURVE_UNOBSCURED]);
  return sl_transmission_D (dust_k (law, lam, curve), curve[CURVE_AV], curve[CURVE_UNOBSCURED]);
}

/* Magnitudes that dust takes of light that meets it, at a wavelength [micron]. */
static inline SlDual
dust_attenuation (SlDustLaw law, double lam, const SlDual curve[N_CURVE])
{
  if (law == SL_DUST_CHARLOT_FALL)
    return sl_attenuation_two_D (log (lam / SL_DUST_V), curve[CURVE_AV], curve[CURVE_DELTA],
                                 curve[CURVE_AV_ALL], curve[CURVE_DELTA_ALL]);
  return sl_attenuation_D (dust_k (law, lam, curve), curve[CURVE_AV]);
}
