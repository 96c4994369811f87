/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Salim et al. 2018, ApJ 859, 11 [PHYSICS, section 6]: a modified starburst law with slope delta and bump.
 * No include guard: read by sl-dust-laws.h. */
#ifdef SL_DUST_K
/* k0 = Calzetti et al. 2000 for lam > 0.15 micron, Leitherer et al. 2002 below. */
SL_DUST_K (salim)
{
  return lam > 0.15 ? sl_k_calzetti (lam) : sl_k_leitherer (lam);
}
#endif

#ifdef SL_DUST_ATTENUATION
/* A = A_V k / 4.05, k = max (0, k0 (lam / 0.55)^delta + E_b D). Without slope and bump k is k0. */
SL_DUST_ATTENUATION (salim)
{
  SL_REAL power = rexp (mul (curve[SL_CURVE_DELTA], lnx));
  SL_REAL k = at_least (add (mul (k0, power), mul (curve[SL_CURVE_BUMP], bump)), 0.0);

  return SL_FN (attenuation) (k, curve[SL_CURVE_AV]);
}
#endif
