/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Halo growth [section 1]: Diffmah (Hearin et al. 2021), with peak time.
 * p: logm0, logtc, early_index, late_index, t_peak. No include guard, see sl-formula.h. */

/* lg M(t), constant from t_peak on. */
SL_INLINE SL_REAL
SL_FN (mah_lgm) (SL_REAL t, SL_REAL lgt, const SL_REAL *p)
{
  if (sl_value (t) < sl_value (p[4]))
    return SL_FN (mah_growing) (lgt, p);
  return SL_FN (mah_growing) (rlog10 (p[4]), p);
}

/* Accretion rate dM/dt [Msun/yr]: the slope of the rolling power law,
 * d lg M / d lg t = a + (lg t - lg t0) da/dlg t, times M / t. */
SL_INLINE SL_REAL
SL_FN (mah_dmdt) (SL_REAL t, SL_REAL lgt, const SL_REAL *p)
{
  SL_REAL s, slope, m;

  if (sl_value (t) > sl_value (p[4]))
    return mul (0.0, p[0]);
  s = rlogistic (mul (SL_MAH_K, sub (lgt, p[1])));
  slope = add (add (p[2], mul (sub (p[3], p[2]), s)),
               mul (mul (sub (lgt, SL_MAH_LGT0), sub (p[3], p[2])), mul (mul (SL_MAH_K, s), sub (1.0, s))));
  m = rexp10 (SL_FN (mah_growing) (lgt, p));
  return quo (mul (1e-9, mul (m, slope)), t);
}
