/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all dust laws share [PHYSICS, section 6]. Wavelengths lam in micron. The laws themselves are in
 * model/dust/laws. No include guard, see sl-formula.h. */
#ifndef SL_DUST_CONSTANTS
#define SL_DUST_CONSTANTS
#define SL_DUST_RV 4.05    /* the scale of k: A = A_V k / 4.05 */
#define SL_DUST_V 0.55     /* V band */
#define SL_BUMP_X0 0.2175  /* centre of the bump */
#define SL_BUMP_G 0.035    /* and its width */
#define SL_TEN_TO_MAG -0.921034037197618274 /* -0.4 ln 10 */

/* Drude profile of the 2175 A bump, of unit strength (Noll et al. 2009, equation 9):
 * D = g^2 x^2 / [(x^2 - x0^2)^2 + g^2 x^2], x = lam. */
SL_INLINE double
sl_k_bump (double lam)
{
  double x = lam * lam, g = x * SL_BUMP_G * SL_BUMP_G, d = x - SL_BUMP_X0 * SL_BUMP_X0;

  return g / (d * d + g);
}
#endif

/* Magnitudes absorbed: A = max (0, A_V k / 4.05). */
SL_INLINE SL_REAL
SL_FN (attenuation) (SL_REAL k, SL_REAL av)
{
  return at_least (quo (mul (av, k), SL_DUST_RV), 0.0);
}

/* Fraction of the light transmitted, of which a part f_u meets no dust: T = f_u + (1 - f_u) 10^(-0.4 A). */
SL_INLINE SL_REAL
SL_FN (transmission) (SL_REAL attenuation, SL_REAL frac_unobscured)
{
  return add (frac_unobscured,
              mul (sub (1.0, frac_unobscured), rexp (mul (SL_TEN_TO_MAG, attenuation))));
}

/* Bump strength tied to the slope: E_b = 0.85 - 1.9 delta (Kriek & Conroy 2013, equation 3). */
SL_INLINE SL_REAL
SL_FN (bump_of_slope) (SL_REAL delta)
{
  return sub (0.85, mul (1.9, delta));
}
