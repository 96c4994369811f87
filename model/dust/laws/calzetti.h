/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calzetti et al. 2000, ApJ 533, 682, equation 4 [PHYSICS, section 6]: local starburst galaxies, R_V = 4.05.
 * Published for 0.12 to 2.2 micron; the same polynomials continue beyond, and the formula floors k at 0. No
 * include guard: read by sl-dust-laws.h. */
#ifdef SL_DUST_K
/* y = 1 / lam: k = 2.659 (-2.156 + 1.509 y - 0.198 y^2 + 0.011 y^3) + 4.05 for lam < 0.63, else
 * 2.659 (-1.857 + 1.040 y) + 4.05. */
SL_DUST_K (calzetti)
{
  const double y = 1.0 / lam;

  if (lam < 0.63)
    return 2.659 * (-2.156 + 1.509 * y - 0.198 * y * y + 0.011 * y * y * y) + 4.05;
  return 2.659 * (-1.857 + 1.040 * y) + 4.05;
}
#endif
