/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Diffstar's two forms at a time [section 2], for numbers of one galaxy: they branch on the halo's peak. p,
 * units: as in sl-formula-sfh.h. No include guard, see sl-formula.h. */
#ifndef SL_LAG_STEPS
#define SL_LAG_STEPS 50
#endif

SL_INLINE SL_REAL
SL_FN (sfr_diffstar) (SL_REAL t, SL_REAL lgt, const SL_REAL *p)
{
  return SL_FN (sfr_of_halo) (SL_FN (mah_lgm) (t, lgt, p), p + 5,
                              SL_FN (lg_quenching) (lgt, p + 10, SL_FN (quenching_pace) (p[11])));
}

/* `diffstar_lag` (DSPS, Eq. 11): gas accreted at the halo's rate is consumed over tau_dep. */
SL_INLINE SL_REAL
SL_FN (sfr_diffstar_lag) (SL_REAL t, SL_REAL lgt, const SL_REAL *p)
{
  SL_REAL tau = p[9];
  SL_REAL start = at_least (sub (t, tau), SL_T_MIN);
  SL_REAL span = sub (t, start);
  SL_REAL dt = quo (span, SL_LAG_STEPS - 1.0);
  SL_REAL al = mul (mul (0.5, tau), quo (tau, 20.0));
  SL_REAL w = quo (sub (tau, al), 3.0);
  SL_REAL gas = mul (0.0, t);
  SL_REAL lgm;

  for (int k = 0; k < SL_LAG_STEPS; k++)
    {
      /* In this order of operations, so that the last time equals t, or misses it by the same rounding as in
       * the published code: the bin counts only where t >= tk. */
      SL_REAL tk = add (start, mul (k / (SL_LAG_STEPS - 1.0), span));
      SL_REAL m = add (tk, al);
      SL_REAL used, norm;

      if (sl_value (t) < sl_value (tk))
        continue;
      used = sub (SL_FN (triweight_cumulative) (add (t, dt), m, w), SL_FN (triweight_cumulative) (t, m, w));
      norm = at_least (sub (SL_FN (triweight_cumulative) (add (tk, tau), m, w),
                            SL_FN (triweight_cumulative) (tk, m, w)),
                       0.01);
      /* The weight of this bin is used / norm / dt, times dt of the sum over accretion times. */
      gas = add (gas, mul (SL_FN (mah_dmdt) (tk, rlog10 (tk), p), quo (used, norm)));
    }
  lgm = SL_FN (mah_lgm) (t, lgt, p);
  gas = mul (SL_FB, mul (gas, rexp10 (SL_FN (ms_efficiency) (lgm, p + 5))));
  return at_least (mul (gas, SL_FN (quenching) (lgt, p + 10)), SL_SFR_MIN);
}
