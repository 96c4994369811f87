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

#ifdef SL_DUST_SHAPE
/* k = max (0, k0 (lam / 0.55)^delta + E_b D). Without slope and bump k is k0. */
SL_DUST_SHAPE (salim)
{
  return at_least (add (mul (k0, rexp (mul (delta, lnx))), mul (eb, bump)), 0.0);
}
#endif
