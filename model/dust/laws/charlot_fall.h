/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charlot & Fall 2000, ApJ 539, 718 [PHYSICS, section 6]: dust before all stars and, besides, that of the
 * clouds in which stars are born, both power laws of wavelength with exponents of their own. No include
 * guard: read by sl-dust-laws.h. */
#ifdef SL_DUST_K
SL_DUST_K (charlot_fall)
{
  (void) lam;
  return 4.05;
}
#endif

#ifdef SL_DUST_TWO_COMPONENTS
/* A = max (0, A_V) x^delta + max (0, A_V,all) x^delta_all, x = lam / 0.55. */
SL_DUST_TWO_COMPONENTS (charlot_fall)
{
  return add (mul (at_least (av, 0.0), rexp (mul (delta, lnx))),
              mul (at_least (av_all, 0.0), rexp (mul (delta_all, lnx))));
}
#endif
