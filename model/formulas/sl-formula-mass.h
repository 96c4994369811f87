/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Surviving and remnant mass fractions of an SSP [PHYSICS, section 8; Hearin et al. 2023, DSPS, appendix A].
 * x = lg(age/yr); a, d: coefficients of an IMF. No include guard, see sl-formula.h. */

/* 1 - S(x; 6.5, 10^0.7, 0.005, z), z = a + slope (x - 8), slope = S(x; 8, 10^-0.5, d, 0.08). */
SL_INLINE SL_REAL
SL_FN (mass_surviving) (SL_REAL x, double a, double d)
{
  SL_REAL slope = SL_FN (sigmoid) (x, constant_like (x, 8.0), constant_like (x, 0.31622776601683794),
                                   constant_like (x, d), constant_like (x, 0.08));
  SL_REAL z = add (a, mul (slope, sub (x, 8.0)));

  return sub (1.0, SL_FN (sigmoid) (x, constant_like (x, 6.5), constant_like (x, 5.011872336272722),
                                    constant_like (x, 0.005), z));
}

/* 10^[a + slope (x - 7)], slope = S(x; 7, 10, 1.3, 0.2). */
SL_INLINE SL_REAL
SL_FN (mass_remnant) (SL_REAL x, double a)
{
  SL_REAL slope = SL_FN (sigmoid) (x, constant_like (x, 7.0), constant_like (x, 10.0), constant_like (x, 1.3),
                                   constant_like (x, 0.2));

  return rexp10 (add (a, mul (slope, sub (x, 7.0))));
}
