/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Building blocks [PHYSICS, section 0]. No include guard, see sl-formula.h. */

/* Sigmoid: S(x; x0, k, lo, hi) = lo + (hi - lo) / (1 + exp (-k (x - x0))). */
SL_INLINE SL_REAL
SL_FN (sigmoid) (SL_REAL x, SL_REAL x0, SL_REAL k, SL_REAL lo, SL_REAL hi)
{
  return add (lo, mul (sub (hi, lo), rlogistic (mul (k, sub (x, x0)))));
}

/* Triweight kernel (Hearin et al. 2023, DSPS, equation B1): T(x; m, s) = 35/96 [1 - (z/3)^2]^3 / s with
 * z = (x - m) / s; 0 for |z| > 3. */
SL_INLINE SL_REAL
SL_FN (triweight) (SL_REAL x, SL_REAL m, SL_REAL s)
{
  SL_REAL z = quo (sub (x, m), s);
  SL_REAL u = sub (1.0, quo (sqr (z), 9.0));
  SL_REAL inside = quo (mul (35.0 / 96.0, mul (u, sqr (u))), s);

  return choose ((sl_value (z) < -3.0f) | (sl_value (z) > 3.0f), zero_like (x), inside);
}

/* Its cumulative in units of its width: c(z) = C(z; 0, 1)
 * = 1/2 + 35 z/96 - 35 z^3/864 + 7 z^5/2592 - 5 z^7/69984; 0 for z < -3, 1 for z > 3. */
SL_INLINE SL_REAL
SL_FN (triweight_c) (SL_REAL z)
{
  SL_REAL q = sqr (z);
  SL_REAL p =
      add (35.0 / 96.0, mul (q, add (-35.0 / 864.0, mul (q, add (7.0 / 2592.0, mul (q, -5.0 / 69984.0))))));
  SL_REAL zero = zero_like (z);

  return choose (sl_value (z) < -3.0f, zero,
                 choose (sl_value (z) > 3.0f, add (1.0, zero), add (0.5, mul (z, p))));
}

/* C(x; m, s) = c((x - m) / s). */
SL_INLINE SL_REAL
SL_FN (triweight_cumulative) (SL_REAL x, SL_REAL m, SL_REAL s)
{
  return SL_FN (triweight_c) (quo (sub (x, m), s));
}

/* Smooth transition: E(x; x0, s, lo, hi) = lo + (hi - lo) C(x; x0, s). */
SL_INLINE SL_REAL
SL_FN (triweight_transition) (SL_REAL x, SL_REAL x0, SL_REAL s, SL_REAL lo, SL_REAL hi)
{
  return add (lo, mul (sub (hi, lo), SL_FN (triweight_cumulative) (x, x0, s)));
}

/* The interval of a table of n increasing points that holds t: the last i <= n - 2 with x[i] <= t, or 0. A
 * point belongs to the interval on its right. */
#ifndef SL_TABLE_SEARCH
#define SL_TABLE_SEARCH
SL_INLINE int
sl_table_interval (double t, const double *x, int n)
{
  int lo = 0, hi = n - 1;

  while (hi - lo > 1)
    {
      int mid = (lo + hi) / 2;

      if (x[mid] <= t)
        lo = mid;
      else
        hi = mid;
    }
  return lo;
}
#endif
