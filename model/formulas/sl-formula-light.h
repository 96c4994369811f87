/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Observables from linear functionals of the spectrum [section 8]. No include guard, see sl-formula.h. */
#include "model/formulas/sl-formula-kinds.h"
#ifndef SL_LIGHT_CONSTANTS
#define SL_LIGHT_CONSTANTS
#define SL_AB0 1.13492e-13 /* 3631 Jy at 10 pc, Lsun/Hz */
#define SL_AB_MICROJANSKY 23.9 /* AB magnitude of 1 microjansky */
#endif

/* AB magnitude from the band's integral and that of the AB standard. */
SL_INLINE SL_REAL
SL_FN (magnitude) (SL_REAL flux, double ab)
{
  return mul (-2.5, rlog10 (quo (flux, ab)));
}

/* Where x lies between two nodes: 0 at x0, 1 at x1. */
SL_INLINE SL_REAL
SL_FN (between) (SL_REAL x, double x0, double x1)
{
  return quo (sub (x, x0), x1 - x0);
}

/* Mean of F / C over a line's window, C the straight line through the means of the side bands, phi[0] and
 * phi[1], at their middles. k[0]: where the window's middle lies between these, 0 .. 1; k[1]: half the
 * window's width over their distance. phi[2 + n]: mean of F T_n(u), u = -1 .. 1 across the window, T_n
 * Chebyshev's polynomials, in which 1 / (1 + s u) = [1 + 2 sum_n (-rho)^n T_n(u)] / sqrt (1 - s^2), rho = s /
 * (1 + sqrt (1 - s^2)). What is left out is at most 2 rho^14 / (1 - rho) of the mean: nothing to speak of
 * where C changes by a fifth from the middle of the window to its edge, as slopes of galaxies do, 3e-8 where
 * by a half, as with an emission line in a side band. */
SL_INLINE SL_REAL
SL_FN (line_over_continuum) (const SL_REAL *phi, const double *k)
{
  SL_REAL rise = sub (phi[1], phi[0]), middle = add (phi[0], mul (k[0], rise)),
          s = quo (mul (k[1], rise), middle);
  SL_REAL root = rroot (sub (1.0, sqr (s))), rho = quo (s, add (1.0, root)), power = mul (-2.0, rho),
          sum = phi[2];

  for (int n = 1; n < SL_INDEX_MOMENTS; n++)
    {
      sum = add (sum, mul (power, phi[2 + n]));
      power = mul (-1.0, mul (power, rho));
    }
  return quo (sum, mul (root, middle));
}

/* An observable from its functionals phi and constants k; dimming: magnitudes added by distance. */
SL_INLINE SL_REAL
SL_FN (observable) (SlObsFormula formula, const SL_REAL *phi, SL_REAL dimming, const double *k)
{
  SL_REAL y = phi[0];

  switch (formula)
    {
    case SL_FORMULA_VALUE:
      break;
    case SL_FORMULA_LG:
      y = rlog10 (y);
      break;
    case SL_FORMULA_LG_TIMES:
      y = rlog10 (mul (k[0], y));
      break;
    case SL_FORMULA_RATIO:
      y = quo (y, phi[1]);
      break;
    case SL_FORMULA_LG_RATIO:
      y = rlog10 (quo (y, phi[1]));
      break;
    case SL_FORMULA_MAGNITUDE:
      y = add (SL_FN (magnitude) (y, k[0]), dimming);
      break;
    case SL_FORMULA_COLOUR:
      y = sub (SL_FN (magnitude) (y, k[0]), SL_FN (magnitude) (phi[1], k[1]));
      break;
    case SL_FORMULA_FLUX:
      y = rexp10 (mul (-0.4, sub (add (SL_FN (magnitude) (y, k[0]), dimming), SL_AB_MICROJANSKY)));
      break;
    case SL_FORMULA_MASS_TO_LIGHT:
      y = mul (y, rexp10 (mul (0.4, sub (SL_FN (magnitude) (phi[1], k[0]), k[1]))));
      break;
    case SL_FORMULA_INDEX:
      y = mul (k[2], sub (1.0, SL_FN (line_over_continuum) (phi, k)));
      break;
    case SL_FORMULA_INDEX_MAG:
      y = mul (-2.5, rlog10 (SL_FN (line_over_continuum) (phi, k)));
      break;
    case SL_FORMULA_SLOPE:
      y = mul (k[0], rlog (y));
      for (int n = 1; n < SL_SLOPE_BANDS; n++)
        y = add (y, mul (k[n], rlog (phi[n])));
      break;
    }
  return y;
}
