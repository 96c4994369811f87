/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Flat w0-wa cosmology [section 8]. c: Om0, w0, wa, h. No include guard, see sl-formula.h. */
#ifndef SL_COSMOLOGY_CONSTANTS
#define SL_COSMOLOGY_CONSTANTS
#define SL_HUBBLE_GYR (1e-16 * 3.08567758149e24 / 31556925.2) /* Hubble time for h = 1 */
#define SL_HUBBLE_MPC (2.99792458e8 * 1e-5)                   /* Hubble distance for h = 1 */
#define SL_T_MAX 13.8 /* cosmic time is capped here: the end of the history table */
#endif

/* E(z) = H(z) / H0 */
SL_INLINE SL_REAL
SL_FN (cosmo_e) (SL_REAL z, const SL_REAL *c)
{
  SL_REAL x = add (1.0, z);
  SL_REAL dark = rexp (sub (mul (mul (3.0, add (1.0, add (c[1], c[2]))), rlog (x)),
                            mul (mul (3.0, c[2]), sub (1.0, quo (1.0, x)))));

  return rroot (add (mul (c[0], mul (x, sqr (x))), mul (sub (1.0, c[0]), dark)));
}

/* Comoving distance [Mpc]: trapezoid over 256 points. */
SL_INLINE SL_REAL
SL_FN (cosmo_comoving) (SL_REAL z, const SL_REAL *c)
{
  SL_REAL step = quo (z, 255.0), sum = mul (0.0, z);

  for (int i = 0; i < 256; i++)
    {
      SL_REAL f = quo (1.0, SL_FN (cosmo_e) (mul ((double) i, step), c));

      sum = add (sum, i == 0 || i == 255 ? mul (0.5, f) : f);
    }
  return quo (mul (SL_HUBBLE_MPC, mul (sum, step)), c[3]);
}

/* 5 lg(d_L / 10 pc) */
SL_INLINE SL_REAL
SL_FN (cosmo_distance_modulus) (SL_REAL z, const SL_REAL *c)
{
  return mul (5.0, rlog10 (mul (1e5, mul (SL_FN (cosmo_comoving) (z, c), add (1.0, z)))));
}

/* Time since redshift z [Gyr]: trapezoid over 512 points. */
SL_INLINE SL_REAL
SL_FN (cosmo_lookback) (SL_REAL z, const SL_REAL *c)
{
  SL_REAL step = quo (z, 511.0), sum = mul (0.0, z);

  for (int i = 0; i < 512; i++)
    {
      SL_REAL zi = mul ((double) i, step);
      SL_REAL f = quo (1.0, mul (SL_FN (cosmo_e) (zi, c), add (1.0, zi)));

      sum = add (sum, i == 0 || i == 511 ? mul (0.5, f) : f);
    }
  return quo (mul (SL_HUBBLE_GYR, mul (sum, step)), c[3]);
}

/* Age at redshift 0 [Gyr]: trapezoid over 512 redshifts, 1 + z even in lg from 1 to 1000. */
SL_INLINE SL_REAL
SL_FN (cosmo_age_z0) (const SL_REAL *c)
{
  SL_REAL zero = mul (0.0, c[0]), sum = zero, last = zero;
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
  return quo (mul (SL_HUBBLE_GYR, sum), c[3]);
}

/* Magnitudes that distance and the narrowing of the band add to an observed magnitude. */
SL_INLINE SL_REAL
SL_FN (cosmo_dimming) (SL_REAL z, const SL_REAL *c)
{
  return sub (SL_FN (cosmo_distance_modulus) (z, c), mul (2.5, rlog10 (add (1.0, z))));
}
