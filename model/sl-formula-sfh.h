/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Star-formation histories [section 2]: Diffstar (Alarcon et al. 2023 and its 2025 reformulation).
 * p holds the first 14 parameters in table order: 0-4 halo, 5-8 main sequence, 9 tau_dep, 10-13 quenching.
 * SFR in Msun/yr, times in Gyr. No include guard, see sl-formula.h. */
#ifndef SL_SFH_CONSTANTS
#define SL_SFH_CONSTANTS
#define SL_SFR_MIN 1e-14
#define SL_FB 0.156          /* cosmic baryon fraction */
#define SL_MS_K 9.0
#define SL_T_MIN 0.001       /* earliest birth time */
#define SL_LAG_STEPS 50
#endif

/* F_q(t): quenching, and rejuvenation after it. q: lg_qt, qlglgdt, lg_drop, lg_rejuv. */
SL_INLINE SL_REAL
SL_FN (quenching) (SL_REAL lgt, const SL_REAL *q)
{
  SL_REAL h = quo (rexp10 (q[1]), 12.0);
  SL_REAL y = quo (sub (lgt, q[0]), h);
  SL_REAL g;

  if (sl_value (y) < 0.0)
    g = mul (q[2], SL_FN (triweight_c) (add (y, 3.0)));
  else
    g = sub (q[2], mul (sub (q[2], q[3]), SL_FN (triweight_c) (sub (y, 3.0))));
  return rexp10 (g);
}

/* lg of the efficiency with which gas turns into stars. m: lgmcrit, lgy_at_mcrit, indx_lo, indx_hi. */
SL_INLINE SL_REAL
SL_FN (ms_efficiency) (SL_REAL lgm, const SL_REAL *m)
{
  SL_REAL slope = SL_FN (sigmoid) (lgm, m[0], add (mul (0.0, lgm), SL_MS_K), m[2], m[3]);

  return add (m[1], mul (slope, sub (lgm, m[0])));
}

/* `diffstar`: stars form in proportion to the halo's gas. */
SL_INLINE SL_REAL
SL_FN (sfr_diffstar) (SL_REAL t, SL_REAL lgt, const SL_REAL *p)
{
  SL_REAL lgm = SL_FN (mah_lgm) (t, lgt, p);
  SL_REAL ms = mul (SL_FB, rexp10 (add (lgm, SL_FN (ms_efficiency) (lgm, p + 5))));

  return at_least (mul (ms, SL_FN (quenching) (lgt, p + 10)), SL_SFR_MIN);
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
      /* In this order of operations, so that the last time equals t, or misses it by the same rounding as in the
       * published code: the bin counts only where t >= tk. */
      SL_REAL tk = add (start, mul (k / (SL_LAG_STEPS - 1.0), span));
      SL_REAL m = add (tk, al);
      SL_REAL used, norm;

      if (sl_value (t) < sl_value (tk))
        continue;
      used = sub (SL_FN (triweight_cumulative) (add (t, dt), m, w), SL_FN (triweight_cumulative) (t, m, w));
      norm = at_least (sub (SL_FN (triweight_cumulative) (add (tk, tau), m, w), SL_FN (triweight_cumulative) (tk, m, w)),
                       0.01);
      /* The weight of this bin is used / norm / dt, times dt of the sum over accretion times. */
      gas = add (gas, mul (SL_FN (mah_dmdt) (tk, rlog10 (tk), p), quo (used, norm)));
    }
  lgm = SL_FN (mah_lgm) (t, lgt, p);
  gas = mul (SL_FB, mul (gas, rexp10 (SL_FN (ms_efficiency) (lgm, p + 5))));
  return at_least (mul (gas, SL_FN (quenching) (lgt, p + 10)), SL_SFR_MIN);
}

/* Value of the burst's kernel at lg(age/yr), not normalised (Diffburst). */
SL_INLINE SL_REAL
SL_FN (burst_shape) (double lgyr, SL_REAL lgyr_peak, SL_REAL lgyr_max)
{
  SL_REAL lo = sub (mul (2.0, lgyr_peak), lgyr_max);

  return SL_FN (triweight) (add (mul (0.0, lo), lgyr), mul (0.5, add (lo, lgyr_max)), quo (sub (lgyr_max, lo), 6.0));
}
