/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Emission lines, and starlight spread by velocity dispersion [PHYSICS, section 5]. No include guard, see
 * sl-formula.h. */
#ifndef SL_GAS_CONSTANTS
#define SL_GAS_CONSTANTS
#define SL_C_KMS 299792.458
#define SL_C_AA 2.99792458e18 /* speed of light, A/s */
#define SL_LYMAN_EDGE 911.75  /* A; escaping photons are those below */
#endif

/* Share of a line's light between lo and hi [A]: [erf ((hi - line) / w) - erf ((lo - line) / w)] / 2,
 * w = sqrt (2) line sigma_v / c. line [A], sigma_v [km/s]. */
SL_INLINE SL_REAL
SL_FN (line_share) (double line, double lo, double hi, SL_REAL sigma_v)
{
  SL_REAL w = mul (1.4142135623730951 * line / SL_C_KMS, sigma_v);

  return quo (sub (rerf (quo (hi - line, w)), rerf (quo (lo - line, w))), 2.0);
}

/* Profile of a line in the pixel lo .. hi [A], per Hz: its share over the pixel's width. Times the line's
 * luminosity it is L_nu; luminosity is conserved exactly. */
SL_INLINE SL_REAL
SL_FN (line_in_pixel) (double line, double lo, double hi, SL_REAL sigma_v)
{
  return quo (SL_FN (line_share) (line, lo, hi, sigma_v), SL_C_AA / lo - SL_C_AA / hi);
}

/* Integral of the cumulative Gaussian of width s: G(x) = x/2 [1 + erf (x / (sqrt(2) s))]
 * + s / sqrt(2 pi) exp (-x^2 / (2 s^2)). */
SL_INLINE SL_REAL
SL_FN (spread_edge) (double x, SL_REAL s)
{
  SL_REAL u = quo (0.70710678118654752 * x, s);

  return add (mul (0.5 * x, add (1.0, rerf (u))),
              mul (0.39894228040143268, mul (s, rexp (mul (-1.0, sqr (u))))));
}

/* Share of the light of the pixel lo .. hi [A] that velocity dispersion sigma_v [km/s] moves to the pixel
 * to_lo .. to_hi: [G(to_hi - lo) - G(to_hi - hi) - G(to_lo - lo) + G(to_lo - hi)] / (hi - lo). Light is even
 * within its pixel and spread by a Gaussian of width (lo + hi) / 2 sigma_v / c. The shares of one pixel sum
 * to 1. */
SL_INLINE SL_REAL
SL_FN (spread_share) (double lo, double hi, double to_lo, double to_hi, SL_REAL sigma_v)
{
  SL_REAL s = mul (0.5 * (lo + hi) / SL_C_KMS, sigma_v);
  SL_REAL upper = sub (SL_FN (spread_edge) (to_hi - lo, s), SL_FN (spread_edge) (to_hi - hi, s));
  SL_REAL lower = sub (SL_FN (spread_edge) (to_lo - lo, s), SL_FN (spread_edge) (to_lo - hi, s));

  return quo (sub (upper, lower), hi - lo);
}
