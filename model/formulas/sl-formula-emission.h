/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dust emission [PHYSICS, section 6]: Draine & Li 2007, mixed as data/README.md says of
 * dust_emission_dl07.h5. No include guard, see sl-formula.h. */

/* Bilinear between the corners of a table's cell: c00 + (c10 - c00) u + (c01 - c00) v
 * + (c11 - c10 - c01 + c00) u v; u and v run from 0 to 1 along the first and the second index. */
SL_INLINE SL_REAL
SL_FN (bilinear) (double c00, double c01, double c10, double c11, SL_REAL u, SL_REAL v)
{
  return add (c00, add (mul (c10 - c00, u),
                        add (mul (c01 - c00, v), mul ((c11 - c10) - (c01 - c00), mul (u, v)))));
}

/* (1 - gamma) even + gamma bright: dust in even starlight, and the mass fraction gamma of dust in
 * starlight of every strength up to the brightest. Of power (relative, per dust mass), or of power times
 * spectrum. */
SL_INLINE SL_REAL
SL_FN (dust_mix) (SL_REAL gamma, SL_REAL even, SL_REAL bright)
{
  return add (even, mul (gamma, sub (bright, even)));
}
