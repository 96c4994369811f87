/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Observables from linear functionals of the spectrum [section 8]. No include guard, see sl-formula.h. */
#ifndef SL_LIGHT_CONSTANTS
#define SL_LIGHT_CONSTANTS
#define SL_AB0 1.13492e-13 /* 3631 Jy at 10 pc, Lsun/Hz */
#endif

/* AB magnitude from the band's integral and that of the AB standard. */
SL_INLINE SL_REAL
SL_FN (magnitude) (SL_REAL flux, double ab)
{
  return mul (-2.5, rlog10 (quo (flux, ab)));
}

/* Where x lies between two nodes: 0 at x0, 1 at x1. */
SL_INLINE SL_REAL
SL_FN (between) (SL_REAL x, double x0, double x1)
{
  return quo (sub (x, x0), x1 - x0);
}
