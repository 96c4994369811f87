/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Halo growth before its peak [section 1]: Diffmah (Hearin et al. 2021).
 * p: logm0, logtc, early_index, late_index. No include guard, see sl-formula.h. */
#ifndef SL_MAH_CONSTANTS
#define SL_MAH_CONSTANTS
#define SL_MAH_K 3.5
#define SL_MAH_LGT0 1.13987908640123654 /* lg 13.8: a fixed constant, not the cosmology's age */
#endif

/* lg M while the halo grows. */
SL_INLINE SL_REAL
SL_FN (mah_growing) (SL_REAL lgt, const SL_REAL *p)
{
  SL_REAL a = SL_FN (sigmoid) (lgt, p[1], add (mul (0.0, lgt), SL_MAH_K), p[2], p[3]);

  return add (mul (a, sub (lgt, SL_MAH_LGT0)), p[0]);
}
