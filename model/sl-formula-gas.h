/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Emission lines (assembly rule of data/README.md). No include guard, see sl-formula.h. */
#ifndef SL_GAS_CONSTANTS
#define SL_GAS_CONSTANTS
#define SL_C_KMS 299792.458
#define SL_C_AA 2.99792458e18 /* speed of light, A/s */
#define SL_LYMAN_EDGE 911.75  /* A; escaping photons are those below */
#endif

/* Share of a Gaussian line of wavelength line [A] and velocity dispersion sigma_v [km/s] in the pixel
 * lo..hi [A], per Hz: multiplies the line's luminosity. The luminosity is conserved exactly. */
SL_INLINE SL_REAL
SL_FN (line_in_pixel) (double line, double lo, double hi, SL_REAL sigma_v)
{
  SL_REAL w = mul (1.4142135623730951 * line / SL_C_KMS, sigma_v);
  double hz = SL_C_AA / lo - SL_C_AA / hi;

  return quo (sub (rerf (quo (hi - line, w)), rerf (quo (lo - line, w))), 2.0 * hz);
}
