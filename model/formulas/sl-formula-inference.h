/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What data say about parameters [PHYSICS, section 10]. No include guard, see sl-formula.h. */

#ifndef SL_INFERENCE_CONSTANTS
#define SL_INFERENCE_CONSTANTS
#define SL_LN_ROOT_2PI 0.91893853320467274178 /* ln sqrt (2 pi) */
#define SL_ROOT_HALF 0.70710678118654752440
/* Beyond so many standard deviations the tail is a continued fraction, before that the error function:
 * there 1 + erf has still lost no more than four digits. */
#define SL_NORMAL_TAIL 4.0
/* At 4 sigma so many levels agree with the limit to the last digit. */
#define SL_NORMAL_LEVELS 64
#endif

/* ln of the upper tail Q(x) = 1 - Phi(x) of the normal distribution, x >= SL_NORMAL_TAIL:
 * Q(x) = phi(x) / (x + 1/(x + 2/(x + 3/(x + ...)))) [Abramowitz & Stegun 1964, 26.2.14]. */
SL_INLINE SL_REAL
SL_FN (normal_lg_tail) (SL_REAL x)
{
  SL_REAL k = x;

  for (int i = SL_NORMAL_LEVELS; i > 0; i--)
    k = add (x, quo ((double) i, k));
  return sub (sub (mul (-0.5, sqr (x)), SL_LN_ROOT_2PI), rlog (k));
}

/* ln Phi(z), the logarithm of the cumulative normal distribution, without loss of digits in either tail. */
SL_INLINE SL_REAL
SL_FN (normal_lg_cumulative) (SL_REAL z)
{
  SL_REAL q;

  if (sl_value (z) < -SL_NORMAL_TAIL)
    return SL_FN (normal_lg_tail) (mul (-1.0, z));
  if (sl_value (z) <= SL_NORMAL_TAIL)
    return rlog (mul (0.5, add (1.0, rerf (mul (SL_ROOT_HALF, z)))));
  /* ln (1 - q), q < 4e-5. */
  q = rexp (SL_FN (normal_lg_tail) (z));
  return mul (-1.0, mul (q, add (1.0, mul (q, add (0.5, quo (q, 3.0))))));
}

/* A number between lo and hi for any u: lo + (hi - lo) / (1 + exp (-u)). */
SL_INLINE SL_REAL
SL_FN (bounded) (SL_REAL u, SL_REAL lo, SL_REAL hi)
{
  return add (lo, mul (sub (hi, lo), rlogistic (u)));
}

/* ln of its derivative by u: ln (hi - lo) - |u| - 2 ln (1 + exp (-|u|)). */
SL_INLINE SL_REAL
SL_FN (bounded_lg_slope) (SL_REAL u, SL_REAL lo, SL_REAL hi)
{
  SL_REAL minus = sl_value (u) > 0.0 ? mul (-1.0, u) : u;

  return add (rlog (sub (hi, lo)), sub (minus, mul (2.0, rlog (add (1.0, rexp (minus))))));
}

/* Rows of least squares whose squares are a loss that grows more slowly than z^2 far out. Soft L1:
 * 2 (sqrt (1 + z^2) - 1), written so that nothing cancels near 0. */
SL_INLINE SL_REAL
SL_FN (loss_soft_l1) (SL_REAL z)
{
  return mul (z, rroot (quo (2.0, add (1.0, rroot (add (1.0, sqr (z)))))));
}

/* Huber (1964): z^2 up to 1, then 2 |z| - 1. */
SL_INLINE SL_REAL
SL_FN (loss_huber) (SL_REAL z)
{
  if (sl_value (z) > 1.0)
    return rroot (sub (mul (2.0, z), 1.0));
  if (sl_value (z) < -1.0)
    return mul (-1.0, rroot (sub (mul (-2.0, z), 1.0)));
  return z;
}
