/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Halo growth before its peak [PHYSICS, section 1]: Diffmah (Hearin et al. 2021). No include guard, see
 * sl-formula.h. */
#ifndef SL_MAH_CONSTANTS
#define SL_MAH_CONSTANTS
#define SL_MAH_K 3.5
#define SL_MAH_LGT0 1.13987908640123654 /* lg 13.8: a fixed constant, not the cosmology's age */
/* Parameters of the halo. */
enum { SL_MAH_LOGM0, SL_MAH_LOGTC, SL_MAH_EARLY_INDEX, SL_MAH_LATE_INDEX, SL_MAH_T_PEAK, SL_MAH_N_PARAMS };
#endif

/* lg M = logm0 + a (lg t - lg t0), a = S(lg t; logtc, 3.5, early_index, late_index). p: SL_MAH_*; t_peak
 * is not read. */
SL_INLINE SL_REAL
SL_FN (mah_growing) (SL_REAL lgt, const SL_REAL *p)
{
  SL_REAL a = SL_FN (sigmoid) (lgt, p[SL_MAH_LOGTC], constant_like (lgt, SL_MAH_K), p[SL_MAH_EARLY_INDEX],
                               p[SL_MAH_LATE_INDEX]);

  return add (mul (a, sub (lgt, SL_MAH_LGT0)), p[SL_MAH_LOGM0]);
}
