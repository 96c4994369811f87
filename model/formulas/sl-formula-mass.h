/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Surviving and remnant mass of a simple population [section 8; DSPS, Appendix A].
 * x = lg(age/yr); a, d: coefficients of an IMF. No include guard, see sl-formula.h. */

SL_INLINE SL_REAL
SL_FN (mass_surviving) (SL_REAL x, double a, double d)
{
  SL_REAL zero = mul (0.0, x);
  SL_REAL slope =
      SL_FN (sigmoid) (x, add (zero, 8.0), add (zero, 0.31622776601683794), add (zero, d), add (zero, 0.08));
  SL_REAL z = add (a, mul (slope, sub (x, 8.0)));

  return sub (1.0, SL_FN (sigmoid) (x, add (zero, 6.5), add (zero, 5.011872336272722), add (zero, 0.005), z));
}

SL_INLINE SL_REAL
SL_FN (mass_remnant) (SL_REAL x, double a)
{
  SL_REAL zero = mul (0.0, x);
  SL_REAL slope = SL_FN (sigmoid) (x, add (zero, 7.0), add (zero, 10.0), add (zero, 1.3), add (zero, 0.2));

  return rexp10 (add (a, mul (slope, sub (x, 7.0))));
}
