/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Noll et al. 2009, A&A 507, 1793 [PHYSICS, section 6]: as Salim's law, but the bump is added before the
 * curve is tilted. No include guard: read by sl-dust-laws.h. */
#ifdef SL_DUST_K
SL_DUST_K (noll)
{
  return sl_k_salim (lam);
}
#endif

#ifdef SL_DUST_SHAPE
/* k = max (0, (k0 + E_b D) (lam / 0.55)^delta). */
SL_DUST_SHAPE (noll)
{
  return at_least (mul (add (k0, mul (eb, bump)), rexp (mul (delta, lnx))), 0.0);
}
#endif
