/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Leitherer et al. 2002, ApJS 140, 303, equation 14 [PHYSICS, section 6]: starburst galaxies in the far
 * ultraviolet (0.097 to 0.18 micron), on Calzetti's scale. The polynomial continues beyond. No include guard:
 * read by sl-dust-laws.h. */
#ifdef SL_DUST_K
/* y = 1 / lam: k = 5.472 + 0.671 y - 9.218e-3 y^2 + 2.620e-3 y^3. */
SL_DUST_K (leitherer)
{
  const double y = 1.0 / lam;

  return 5.472 + 0.671 * y - 9.218e-3 * y * y + 2.620e-3 * y * y * y;
}
#endif
