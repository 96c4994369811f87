/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reddy et al. 2015, ApJ 806, 259, equation 8 [PHYSICS, section 6]: star-forming galaxies at redshift 1.4
 * to 2.6, R_V = 2.505. Published for 0.15 to 2.85 micron. Shortward: the tangent in 1 / lam. Longward k is
 * 0, which its polynomial reaches at 2.853 micron. The published polynomials differ by 1.7 % at 0.60
 * micron, where they meet; here one passes smoothly into the other between 0.58 and 0.62 micron. No
 * include guard: read by sl-dust-laws.h. */
#ifdef SL_DUST_K
SL_DUST_K (reddy15)
{
  const double r_v = 2.505, y = 1.0 / lam, last = 1.0 / 0.15, u = y < last ? y : last;
  /* k = -5.726 + 4.004 y - 0.525 y^2 + 0.029 y^3 + 2.505 for lam < 0.60; beyond y = 1 / 0.15 its tangent. */
  const double slope = 4.004 - 2.0 * 0.525 * last + 3.0 * 0.029 * last * last;
  const double blue = -5.726 + 4.004 * u - 0.525 * u * u + 0.029 * u * u * u + r_v + slope * (y - u);
  /* k = -2.672 - 0.010 y + 1.532 y^2 - 0.412 y^3 + 2.505 for lam >= 0.60. */
  const double red = -2.672 - 0.010 * y + 1.532 * y * y - 0.412 * y * y * y + r_v;

  if (lam <= 0.58)
    return blue;
  if (lam < 0.62)
    {
      const double t = (lam - 0.58) / 0.04;

      return blue + t * t * (3.0 - 2.0 * t) * (red - blue);
    }
  return red > 0.0 ? red : 0.0;
}
#endif
