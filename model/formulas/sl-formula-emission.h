/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Infrared emission of dust (mixing rule of data/dust_emission_dl07.h5; Draine & Li 2007). No include guard,
 * see sl-formula.h. */

/* Bilinear between the corners of a cell: u and v run from 0 to 1 along the first and the second index. */
SL_INLINE SL_REAL
SL_FN (bilinear) (double c00, double c01, double c10, double c11, SL_REAL u, SL_REAL v)
{
  return add (c00, add (mul (c10 - c00, u),
                        add (mul (c01 - c00, v), mul ((c11 - c10) - (c01 - c00), mul (u, v)))));
}

/* Mix of dust in even light and dust in all lights up to the brightest, with the mass fraction gamma of the
 * latter: of power (relative, per dust mass), and of power times spectrum. */
SL_INLINE SL_REAL
SL_FN (dust_mix) (SL_REAL gamma, SL_REAL even, SL_REAL bright)
{
  return add (even, mul (gamma, sub (bright, even)));
}
