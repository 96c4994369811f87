/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Star-formation histories that follow a halo [PHYSICS, section 2]: Diffstar (Alarcon et al. 2023 and its
 * 2025 reformulation). SFR in Msun/yr, times in Gyr. No include guard, see sl-formula.h. */
#ifndef SL_SFH_CONSTANTS
#define SL_SFH_CONSTANTS
#define SL_SFR_MIN 1e-14
#define SL_FB 0.156          /* cosmic baryon fraction */
#define SL_MS_K 9.0
#define SL_T_MIN 0.001       /* earliest birth time */
#define SL_LGFBURST_NONE (-8.0) /* lowest lgfburst: its mass is negligible, and histories leave it out */
/* Parameters of the main sequence, m, and of quenching, q. */
enum { SL_MS_LGMCRIT, SL_MS_LGY_AT_MCRIT, SL_MS_INDX_LO, SL_MS_INDX_HI, SL_MS_N_PARAMS };
enum { SL_QUENCHING_LG_QT, SL_QUENCHING_QLGLGDT, SL_QUENCHING_LG_DROP, SL_QUENCHING_LG_REJUV };
/* Where these begin among the parameters of the forms `diffstar` and `diffstar_lag`. */
enum {
  SL_DIFFSTAR_MAH = 0,
  SL_DIFFSTAR_MS = SL_DIFFSTAR_MAH + SL_MAH_N_PARAMS,
  SL_DIFFSTAR_TAU_DEP = SL_DIFFSTAR_MS + SL_MS_N_PARAMS,
  SL_DIFFSTAR_QUENCHING
};
#endif

/* 1 / h, the number of transition widths in a dex of time: h = 10^qlglgdt / 12. */
SL_INLINE SL_REAL
SL_FN (quenching_pace) (SL_REAL qlglgdt)
{
  return mul (12.0, rexp10 (mul (-1.0, qlglgdt)));
}

/* lg F_q(t) = lg_drop c(y + 3) - (lg_drop - lg_rejuv) c(y - 3), y = (lg t - lg_qt) / h: quenching, then
 * rejuvenation. The first transition ends where the second begins, so no branch is needed. pace: 1 / h. */
SL_INLINE SL_REAL
SL_FN (lg_quenching) (SL_REAL lgt, const SL_REAL *q, SL_REAL pace)
{
  SL_REAL y = mul (sub (lgt, q[SL_QUENCHING_LG_QT]), pace);

  return sub (mul (q[SL_QUENCHING_LG_DROP], SL_FN (triweight_c) (add (y, 3.0))),
              mul (sub (q[SL_QUENCHING_LG_DROP], q[SL_QUENCHING_LG_REJUV]),
                   SL_FN (triweight_c) (sub (y, 3.0))));
}

/* F_q(t) = 10^(lg F_q). */
SL_INLINE SL_REAL
SL_FN (quenching) (SL_REAL lgt, const SL_REAL *q)
{
  return rexp10 (SL_FN (lg_quenching) (lgt, q, SL_FN (quenching_pace) (q[SL_QUENCHING_QLGLGDT])));
}

/* lg of the efficiency with which gas turns into stars: lgy_at_mcrit + s (lg M - lgmcrit),
 * s = S(lg M; lgmcrit, 9, indx_lo, indx_hi). */
SL_INLINE SL_REAL
SL_FN (ms_efficiency) (SL_REAL lgm, const SL_REAL *m)
{
  SL_REAL slope = SL_FN (sigmoid) (lgm, m[SL_MS_LGMCRIT], constant_like (lgm, SL_MS_K), m[SL_MS_INDX_LO],
                                   m[SL_MS_INDX_HI]);

  return add (m[SL_MS_LGY_AT_MCRIT], mul (slope, sub (lgm, m[SL_MS_LGMCRIT])));
}

/* `diffstar`: SFR = max (1e-14, F_q f_b 10^(lg M + efficiency)) in a halo of lg M = lgm. lgq: lg F_q. */
SL_INLINE SL_REAL
SL_FN (sfr_of_halo) (SL_REAL lgm, const SL_REAL *m, SL_REAL lgq)
{
  return at_least (mul (SL_FB, rexp10 (add (add (lgm, SL_FN (ms_efficiency) (lgm, m)), lgq))), SL_SFR_MIN);
}

/* The kernel of a burst (Diffburst) at lg(age/yr) = lgyr, not normalised: a triweight between lmin and
 * lgyr_max, lmin = 2 lgyr_peak - lgyr_max. */
SL_INLINE SL_REAL
SL_FN (burst_shape) (double lgyr, SL_REAL lgyr_peak, SL_REAL lgyr_max)
{
  SL_REAL lo = sub (mul (2.0, lgyr_peak), lgyr_max);

  return SL_FN (triweight) (constant_like (lo, lgyr), mul (0.5, add (lo, lgyr_max)),
                            quo (sub (lgyr_max, lo), 6.0));
}
