/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Halo growth with peak time [PHYSICS, section 1]: Diffmah (Hearin et al. 2021). p: SL_MAH_*. No include
 * guard, see sl-formula.h. */

/* lg M(t); constant from t_peak on. */
SL_INLINE SL_REAL
SL_FN (mah_lgm) (SL_REAL t, SL_REAL lgt, const SL_REAL *p)
{
  if (sl_value (t) < sl_value (p[SL_MAH_T_PEAK]))
    return SL_FN (mah_growing) (lgt, p);
  return SL_FN (mah_growing) (rlog10 (p[SL_MAH_T_PEAK]), p);
}

/* Accretion rate dM/dt [Msun/yr] = (M / t) d lg M / d lg t, with d lg M / d lg t = a + (lg t - lg t0) da /
 * d lg t and da / d lg t = k (late - early) s (1 - s), s the logistic function in a. 0 after t_peak. This
 * is a derivative in time, written out because tangents are with respect to parameters. */
SL_INLINE SL_REAL
SL_FN (mah_dmdt) (SL_REAL t, SL_REAL lgt, const SL_REAL *p)
{
  SL_REAL s, step, slope, m;

  if (sl_value (t) > sl_value (p[SL_MAH_T_PEAK]))
    return zero_like (p[SL_MAH_LOGM0]);
  s = rlogistic (mul (SL_MAH_K, sub (lgt, p[SL_MAH_LOGTC])));
  step = sub (p[SL_MAH_LATE_INDEX], p[SL_MAH_EARLY_INDEX]);
  slope = add (add (p[SL_MAH_EARLY_INDEX], mul (step, s)),
               mul (mul (sub (lgt, SL_MAH_LGT0), step), mul (mul (SL_MAH_K, s), sub (1.0, s))));
  m = rexp10 (SL_FN (mah_growing) (lgt, p));
  return quo (mul (1e-9, mul (m, slope)), t);
}
