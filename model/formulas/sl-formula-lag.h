/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Diffstar's two forms at a time [PHYSICS, section 2], for numbers of one galaxy, because they branch on the
 * halo's peak. p: SL_DIFFSTAR_*; units as in sl-formula-sfh.h. No include guard, see sl-formula.h. */
#ifndef SL_LAG_STEPS
#define SL_LAG_STEPS 50 /* accretion times */
#endif

/* `diffstar`. */
SL_INLINE SL_REAL
SL_FN (sfr_diffstar) (SL_REAL t, SL_REAL lgt, const SL_REAL *p)
{
  const SL_REAL *q = p + SL_DIFFSTAR_QUENCHING;

  return SL_FN (sfr_of_halo) (
      SL_FN (mah_lgm) (t, lgt, p + SL_DIFFSTAR_MAH), p + SL_DIFFSTAR_MS,
      SL_FN (lg_quenching) (lgt, q, SL_FN (quenching_pace) (q[SL_QUENCHING_QLGLGDT])));
}

/* `diffstar_lag` (Hearin et al. 2023, DSPS, equation 11): gas accreted at the halo's rate is consumed over
 * tau_dep.
 * SFR = F_q 10^efficiency(lg M) sum_k f_b dM/dt(t_k) K(t; t_k) dt over 50 even times t_k from
 * max (0.001, t - tau_dep) to t; K dt = [C(t + dt; m, w) - C(t; m, w)] / max (0.01, C(t_k + tau_dep; m, w)
 * - C(t_k; m, w)), m = t_k + al, al = tau_dep^2 / 40, w = (tau_dep - al) / 3. */
SL_INLINE SL_REAL
SL_FN (sfr_diffstar_lag) (SL_REAL t, SL_REAL lgt, const SL_REAL *p)
{
  SL_REAL tau = p[SL_DIFFSTAR_TAU_DEP];
  SL_REAL start = at_least (sub (t, tau), SL_T_MIN);
  SL_REAL span = sub (t, start);
  SL_REAL dt = quo (span, SL_LAG_STEPS - 1.0);
  SL_REAL al = mul (mul (0.5, tau), quo (tau, 20.0));
  SL_REAL w = quo (sub (tau, al), 3.0);
  SL_REAL gas = zero_like (t);
  SL_REAL lgm;

  for (int k = 0; k < SL_LAG_STEPS; k++)
    {
      /* The order of operations is that of the published code: the last time then equals t, or misses it
       * by the same rounding, and a bin counts only where t >= tk. */
      SL_REAL tk = add (start, mul (k / (SL_LAG_STEPS - 1.0), span));
      SL_REAL m = add (tk, al);
      SL_REAL used, norm;

      if (sl_value (t) < sl_value (tk))
        continue;
      used = sub (SL_FN (triweight_cumulative) (add (t, dt), m, w), SL_FN (triweight_cumulative) (t, m, w));
      norm = at_least (sub (SL_FN (triweight_cumulative) (add (tk, tau), m, w),
                            SL_FN (triweight_cumulative) (tk, m, w)),
                       0.01);
      /* dt of the sum cancels with that of the bin's weight, used / norm / dt. */
      gas = add (gas, mul (SL_FN (mah_dmdt) (tk, rlog10 (tk), p + SL_DIFFSTAR_MAH), quo (used, norm)));
    }
  lgm = SL_FN (mah_lgm) (t, lgt, p + SL_DIFFSTAR_MAH);
  gas = mul (SL_FB, mul (gas, rexp10 (SL_FN (ms_efficiency) (lgm, p + SL_DIFFSTAR_MS))));
  return at_least (mul (gas, SL_FN (quenching) (lgt, p + SL_DIFFSTAR_QUENCHING)), SL_SFR_MIN);
}
