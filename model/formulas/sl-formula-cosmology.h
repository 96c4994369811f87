/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Flat w0-wa cosmology [PHYSICS, section 8]. c: SL_COSMO_*. No include guard, see sl-formula.h. */
#ifndef SL_COSMOLOGY_CONSTANTS
#define SL_COSMOLOGY_CONSTANTS
#define SL_HUBBLE_GYR (1e-16 * 3.08567758149e24 / 31556925.2) /* Hubble time for h = 1 */
#define SL_HUBBLE_MPC (2.99792458e8 * 1e-5)                   /* Hubble distance for h = 1 */
#define SL_T_MAX 13.8 /* cosmic time is capped here: the end of the table of times */
/* Parameters. */
enum { SL_COSMO_OM0, SL_COSMO_W0, SL_COSMO_WA, SL_COSMO_H };
#endif

/* E(z) = H(z) / H0: E^2 = Om0 (1+z)^3 + (1 - Om0) (1+z)^(3 (1 + w0 + wa)) exp (-3 wa (1 - a)), a = 1 / (1+z)
 * (Linder 2003). */
SL_INLINE SL_REAL
SL_FN (cosmo_e) (SL_REAL z, const SL_REAL *c)
{
  SL_REAL x = add (1.0, z);
  SL_REAL dark =
      rexp (sub (mul (mul (3.0, add (1.0, add (c[SL_COSMO_W0], c[SL_COSMO_WA]))), rlog (x)),
                 mul (mul (3.0, c[SL_COSMO_WA]), sub (1.0, quo (1.0, x)))));

  return rroot (
      add (mul (c[SL_COSMO_OM0], mul (x, sqr (x))), mul (sub (1.0, c[SL_COSMO_OM0]), dark)));
}

/* Comoving distance [Mpc] = c / H0 int_0^z dz' / E(z'): trapezoid over 256 even points. */
SL_INLINE SL_REAL
SL_FN (cosmo_comoving) (SL_REAL z, const SL_REAL *c)
{
  SL_REAL step = quo (z, 255.0), sum = zero_like (z);

  for (int i = 0; i < 256; i++)
    {
      SL_REAL f = quo (1.0, SL_FN (cosmo_e) (mul ((double) i, step), c));

      sum = add (sum, i == 0 || i == 255 ? mul (0.5, f) : f);
    }
  return quo (mul (SL_HUBBLE_MPC, mul (sum, step)), c[SL_COSMO_H]);
}

/* Distance modulus 5 lg (d_L / 10 pc), d_L = (1+z) times the comoving distance. */
SL_INLINE SL_REAL
SL_FN (cosmo_distance_modulus) (SL_REAL z, const SL_REAL *c)
{
  return mul (5.0, rlog10 (mul (1e5, mul (SL_FN (cosmo_comoving) (z, c), add (1.0, z)))));
}

/* Time since redshift z [Gyr] = 1 / H0 int_0^z dz' / [(1+z') E(z')]: trapezoid over 512 even points. */
SL_INLINE SL_REAL
SL_FN (cosmo_lookback) (SL_REAL z, const SL_REAL *c)
{
  SL_REAL step = quo (z, 511.0), sum = zero_like (z);

  for (int i = 0; i < 512; i++)
    {
      SL_REAL zi = mul ((double) i, step);
      SL_REAL f = quo (1.0, mul (SL_FN (cosmo_e) (zi, c), add (1.0, zi)));

      sum = add (sum, i == 0 || i == 511 ? mul (0.5, f) : f);
    }
  return quo (mul (SL_HUBBLE_GYR, mul (sum, step)), c[SL_COSMO_H]);
}

/* Age at redshift 0 [Gyr]: the same integral to z = 999, trapezoid over 512 redshifts even in lg (1+z). */
SL_INLINE SL_REAL
SL_FN (cosmo_age_z0) (const SL_REAL *c)
{
  SL_REAL zero = zero_like (c[SL_COSMO_OM0]), sum = zero, last = zero;
  double z_last = 0.0;

  for (int i = 0; i < 512; i++)
    {
      double z = sl_exp10_c (3.0 * i / 511.0) - 1.0;
      SL_REAL f = quo (1.0, mul (SL_FN (cosmo_e) (add (zero, z), c), 1.0 + z));

      if (i > 0)
        sum = add (sum, mul (0.5 * (z - z_last), add (f, last)));
      last = f;
      z_last = z;
    }
  return quo (mul (SL_HUBBLE_GYR, sum), c[SL_COSMO_H]);
}

/* Magnitudes that distance and the narrower rest-frame band add to an observed magnitude: distance modulus
 * minus 2.5 lg (1+z). */
SL_INLINE SL_REAL
SL_FN (cosmo_dimming) (SL_REAL z, const SL_REAL *c)
{
  return sub (SL_FN (cosmo_distance_modulus) (z, c), mul (2.5, rlog10 (add (1.0, z))));
}
