/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Observables from linear functionals of the spectrum [PHYSICS, section 8]. No include guard, see
 * sl-formula.h. */
#include "model/formulas/sl-formula-kinds.h"
#ifndef SL_LIGHT_CONSTANTS
#define SL_LIGHT_CONSTANTS
#define SL_AB0 1.13492e-13 /* 3631 Jy at 10 pc, Lsun/Hz */
#define SL_AB_MICROJANSKY 23.9 /* AB magnitude of 1 microjansky */
#endif

/* AB magnitude -2.5 lg (flux / ab) from a band's integral and that of the AB standard. */
SL_INLINE SL_REAL
SL_FN (magnitude) (SL_REAL flux, double ab)
{
  return mul (-2.5, rlog10 (quo (flux, ab)));
}

/* Position of x between two nodes: (x - x0) / (x1 - x0). */
SL_INLINE SL_REAL
SL_FN (between) (SL_REAL x, double x0, double x1)
{
  return quo (sub (x, x0), x1 - x0);
}

/* Mean of F / C over the line band of an index (Worthey et al. 1994). C is the straight line through the
 * means of the side bands, phi[SL_INDEX_BLUE] and phi[SL_INDEX_RED], at their middles. The moments
 * phi[SL_INDEX_MOMENT + n] are the means of F T_n(u) with u = -1 .. 1 across the line band and T_n the
 * Chebyshev polynomials, in which, with C proportional to 1 + s u,
 *   1 / (1 + s u) = [1 + 2 sum_n (-rho)^n T_n(u)] / sqrt (1 - s^2), rho = s / [1 + sqrt (1 - s^2)].
 * The truncated series misses at most 2 rho^14 / (1 - rho) of the mean: a negligible part where C changes by
 * a fifth from the middle of the band to its edge, as in spectra of galaxies; 3e-8 where it changes by half,
 * as with an emission line in a side band. */
SL_INLINE SL_REAL
SL_FN (line_over_continuum) (const SL_REAL *phi, const double *k)
{
  SL_REAL rise = sub (phi[SL_INDEX_RED], phi[SL_INDEX_BLUE]);
  SL_REAL middle = add (phi[SL_INDEX_BLUE], mul (k[SL_INDEX_K_MIDDLE], rise));
  SL_REAL s = quo (mul (k[SL_INDEX_K_HALF_WIDTH], rise), middle), root = rroot (sub (1.0, sqr (s)));
  SL_REAL rho = quo (s, add (1.0, root)), power = mul (-2.0, rho), sum = phi[SL_INDEX_MOMENT];

  for (int n = 1; n < SL_INDEX_MOMENTS; n++)
    {
      sum = add (sum, mul (power, phi[SL_INDEX_MOMENT + n]));
      power = mul (-1.0, mul (power, rho));
    }
  return quo (sum, mul (root, middle));
}

/* Functions of one kind: an observable from its functionals phi and constants k; dimming: magnitudes added by
 * distance, sl_cosmo_dimming (). Each is a row of SL_OBS_FORMULAS. */
#define SL_OBSERVE(name)                                                                                     \
  SL_INLINE SL_REAL SL_FN (observe_##name) (const SL_REAL *phi, SL_REAL dimming, const double *k)

SL_OBSERVE (value) { return phi[0]; }
SL_OBSERVE (lg) { return rlog10 (phi[0]); }
SL_OBSERVE (lg_times) { return rlog10 (mul (k[0], phi[0])); }
SL_OBSERVE (ratio) { return quo (phi[0], phi[1]); }
SL_OBSERVE (lg_ratio) { return rlog10 (quo (phi[0], phi[1])); }
SL_OBSERVE (magnitude) { return add (SL_FN (magnitude) (phi[0], k[0]), dimming); }
SL_OBSERVE (colour) { return sub (SL_FN (magnitude) (phi[0], k[0]), SL_FN (magnitude) (phi[1], k[1])); }
SL_OBSERVE (index) { return mul (k[SL_INDEX_K_SCALE], sub (1.0, SL_FN (line_over_continuum) (phi, k))); }
SL_OBSERVE (index_mag) { return mul (-2.5, rlog10 (SL_FN (line_over_continuum) (phi, k))); }

SL_OBSERVE (flux)
{
  return rexp10 (mul (-0.4, sub (add (SL_FN (magnitude) (phi[0], k[0]), dimming), SL_AB_MICROJANSKY)));
}

SL_OBSERVE (mass_to_light)
{
  return mul (phi[0], rexp10 (mul (0.4, sub (SL_FN (magnitude) (phi[1], k[0]), k[1]))));
}

SL_OBSERVE (slope)
{
  SL_REAL y = mul (k[0], rlog (phi[0]));

  for (int n = 1; n < SL_SLOPE_BANDS; n++)
    y = add (y, mul (k[n], rlog (phi[n])));
  return y;
}

SL_INLINE SL_REAL
SL_FN (observable) (SlObsFormula formula, const SL_REAL *phi, SL_REAL dimming, const double *k)
{
  /* One result and one exit: with several, compilers copy duals through memory. */
  SL_REAL y = phi[0];

  switch (formula)
    {
#define SL_OBS_CASE(id, name)                                                                                \
  case SL_FORMULA_##id:                                                                                      \
    y = SL_FN (observe_##name) (phi, dimming, k);                                                            \
    break;
      SL_OBS_FORMULAS (SL_OBS_CASE)
#undef SL_OBS_CASE
    }
  return y;
}
#undef SL_OBSERVE
