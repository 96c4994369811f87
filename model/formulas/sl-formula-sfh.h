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
#endif

/* What a dex of time is in widths of the passage, 1 / h. */
SL_INLINE SL_REAL
SL_FN (quenching_pace) (SL_REAL qlglgdt)
{
  return mul (12.0, rexp10 (mul (-1.0, qlglgdt)));
}

/* lg F_q(t): quenching, and rejuvenation after it. q: lg_qt, qlglgdt, lg_drop, lg_rejuv; pace: of q[1]. Of
 * the two passages the first is over when the second begins, so that no branch is needed. */
SL_INLINE SL_REAL
SL_FN (lg_quenching) (SL_REAL lgt, const SL_REAL *q, SL_REAL pace)
{
  SL_REAL y = mul (sub (lgt, q[0]), pace);

  return sub (mul (q[2], SL_FN (triweight_c) (add (y, 3.0))),
              mul (sub (q[2], q[3]), SL_FN (triweight_c) (sub (y, 3.0))));
}

SL_INLINE SL_REAL
SL_FN (quenching) (SL_REAL lgt, const SL_REAL *q)
{
  return rexp10 (SL_FN (lg_quenching) (lgt, q, SL_FN (quenching_pace) (q[1])));
}

/* lg of the efficiency with which gas turns into stars. m: lgmcrit, lgy_at_mcrit, indx_lo, indx_hi. */
SL_INLINE SL_REAL
SL_FN (ms_efficiency) (SL_REAL lgm, const SL_REAL *m)
{
  SL_REAL slope = SL_FN (sigmoid) (lgm, m[0], add (mul (0.0, lgm), SL_MS_K), m[2], m[3]);

  return add (m[1], mul (slope, sub (lgm, m[0])));
}

/* `diffstar`: stars form in proportion to the gas of a halo of 10^lgm Msun. lgq: lg F_q. */
SL_INLINE SL_REAL
SL_FN (sfr_of_halo) (SL_REAL lgm, const SL_REAL *m, SL_REAL lgq)
{
  return at_least (mul (SL_FB, rexp10 (add (add (lgm, SL_FN (ms_efficiency) (lgm, m)), lgq))), SL_SFR_MIN);
}

/* Value of the burst's kernel at lg(age/yr), not normalised (Diffburst). */
SL_INLINE SL_REAL
SL_FN (burst_shape) (double lgyr, SL_REAL lgyr_peak, SL_REAL lgyr_max)
{
  SL_REAL lo = sub (mul (2.0, lgyr_peak), lgyr_max);

  return SL_FN (triweight) (add (mul (0.0, lo), lgyr), mul (0.5, add (lo, lgyr_max)),
                            quo (sub (lgyr_max, lo), 6.0));
}
