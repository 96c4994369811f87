/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Noll et al. 2009, A&A 507, 1793 [PHYSICS, section 6]: as Salim's law, but the bump is added before the
 * curve is tilted. No include guard: read by sl-dust-laws.h. */
#ifdef SL_DUST_K
SL_DUST_K (noll)
{
  return sl_k_salim (lam);
}
#endif

#ifdef SL_DUST_ATTENUATION
/* A = A_V k / 4.05, k = max (0, (k0 + E_b D) (lam / 0.55)^delta). */
SL_DUST_ATTENUATION (noll)
{
  SL_REAL power = rexp (mul (curve[SL_CURVE_DELTA], lnx));
  SL_REAL k = at_least (mul (add (k0, mul (curve[SL_CURVE_BUMP], bump)), power), 0.0);

  return SL_FN (attenuation) (k, curve[SL_CURVE_AV]);
}
#endif
