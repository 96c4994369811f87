/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dust attenuation [section 6]: Salim et al. 2018, Calzetti et al. 2000, Leitherer et al. 2002.
 * lam in micron. No include guard, see sl-formula.h. */
#ifndef SL_DUST_CONSTANTS
#define SL_DUST_CONSTANTS
#define SL_DUST_RV 4.05
#define SL_DUST_V 0.55     /* V band */
#define SL_BUMP_X0 0.2175
#define SL_BUMP_G 0.035
#define SL_TEN_TO_MAG -0.921034037197618274 /* -0.4 ln 10 */

/* What depends on wavelength alone is computed once for a grid, in plain doubles. */
SL_INLINE double
sl_k_calzetti (double lam)
{
  double y = 1.0 / lam;

  if (lam < 0.63)
    return 2.659 * (-2.156 + 1.509 * y - 0.198 * y * y + 0.011 * y * y * y) + SL_DUST_RV;
  return 2.659 * (-1.857 + 1.040 * y) + SL_DUST_RV;
}

SL_INLINE double
sl_k_leitherer (double lam)
{
  double y = 1.0 / lam;

  return 5.472 + 0.671 * y - 9.218e-3 * y * y + 2.620e-3 * y * y * y;
}

/* k0 of the Salim and Noll laws. That of a power law is SL_DUST_RV; the Calzetti and Leitherer laws are k0
 * alone. */
SL_INLINE double
sl_k_start (double lam)
{
  return lam > 0.15 ? sl_k_calzetti (lam) : sl_k_leitherer (lam);
}

/* Drude profile of the 2175 A bump, of unit strength. */
SL_INLINE double
sl_k_bump (double lam)
{
  double x = lam * lam, g = x * SL_BUMP_G * SL_BUMP_G, d = x - SL_BUMP_X0 * SL_BUMP_X0;

  return g / (d * d + g);
}
#endif

#ifdef SL_DUAL_PIXELS
#define SL_PIXEL SlV8
#else
#define SL_PIXEL double
#endif

/* k of the Salim law from k0, ln(lam / 0.55) and the unit bump at a wavelength. */
SL_INLINE SL_REAL
SL_FN (k_salim) (SL_PIXEL k0, SL_PIXEL lnx, SL_PIXEL bump, SL_REAL delta, SL_REAL eb)
{
  return at_least (add (mul (k0, rexp (mul (delta, lnx))), mul (eb, bump)), 0.0);
}

/* k of the Noll law: the bump stands below the power law. */
SL_INLINE SL_REAL
SL_FN (k_noll) (SL_PIXEL k0, SL_PIXEL lnx, SL_PIXEL bump, SL_REAL delta, SL_REAL eb)
{
  return at_least (mul (add (k0, mul (eb, bump)), rexp (mul (delta, lnx))), 0.0);
}

/* What dust takes from light that meets it, in magnitudes. */
SL_INLINE SL_REAL
SL_FN (attenuation) (SL_REAL k, SL_REAL av)
{
  return at_least (quo (mul (av, k), SL_DUST_RV), 0.0);
}

/* Part of the light that gets through, of which frac_unobscured meets no dust. */
SL_INLINE SL_REAL
SL_FN (transmission) (SL_REAL k, SL_REAL av, SL_REAL frac_unobscured)
{
  SL_REAL a = SL_FN (attenuation) (k, av);

  return add (frac_unobscured, mul (sub (1.0, frac_unobscured), rexp (mul (SL_TEN_TO_MAG, a))));
}

/* Two components (Charlot & Fall 2000): power laws of slope delta and delta_all, of strengths av and av_all
 * in the V band; lnx = ln(lam / 0.55). */
SL_INLINE SL_REAL
SL_FN (attenuation_two) (SL_PIXEL lnx, SL_REAL av, SL_REAL delta, SL_REAL av_all, SL_REAL delta_all)
{
  return add (mul (at_least (av, 0.0), rexp (mul (delta, lnx))),
              mul (at_least (av_all, 0.0), rexp (mul (delta_all, lnx))));
}

SL_INLINE SL_REAL
SL_FN (transmission_two) (SL_PIXEL lnx, SL_REAL av, SL_REAL delta, SL_REAL av_all, SL_REAL delta_all,
                          SL_REAL frac_unobscured)
{
  SL_REAL a = SL_FN (attenuation_two) (lnx, av, delta, av_all, delta_all);

  return add (frac_unobscured, mul (sub (1.0, frac_unobscured), rexp (mul (SL_TEN_TO_MAG, a))));
}

/* Bump strength tied to the slope (Kriek & Conroy 2013). */
SL_INLINE SL_REAL
SL_FN (bump_of_slope) (SL_REAL delta)
{
  return sub (0.85, mul (1.9, delta));
}
#undef SL_PIXEL
