/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simple shapes of star-formation histories [section 2]: rate at t, and formed by t, both up to one factor
 * that the mass formed by t_obs fixes. p[0] is lgmstar_formed. Times in Gyr. No include guard, see
 * sl-formula.h. */
#ifndef SL_SHAPE_CONSTANTS
#define SL_SHAPE_CONSTANTS
#define SL_N_BINS 7 /* of the continuity form */
#endif

/* Time since the start, in units of tau; negative before it. */
SL_INLINE SL_REAL
SL_FN (since_start) (SL_REAL t, const SL_REAL *p)
{
  return quo (sub (t, p[1]), p[2]);
}

/* tau: exp(-x). p: t_start, tau. */
SL_INLINE SL_REAL
SL_FN (rate_tau) (SL_REAL t, const SL_REAL *p)
{
  SL_REAL x = SL_FN (since_start) (t, p);

  return choose (sl_value (x) < 0.0, mul (0.0, x), rexp (mul (-1.0, at_least (x, 0.0))));
}

SL_INLINE SL_REAL
SL_FN (formed_tau) (SL_REAL t, const SL_REAL *p)
{
  SL_REAL x = at_least (SL_FN (since_start) (t, p), 0.0);

  return mul (p[2], sub (1.0, rexp (mul (-1.0, x))));
}

/* delayed_tau: x exp(-x). */
SL_INLINE SL_REAL
SL_FN (rate_delayed) (SL_REAL t, const SL_REAL *p)
{
  SL_REAL x = at_least (SL_FN (since_start) (t, p), 0.0);

  return mul (p[2], mul (x, rexp (mul (-1.0, x))));
}

SL_INLINE SL_REAL
SL_FN (formed_delayed) (SL_REAL t, const SL_REAL *p)
{
  SL_REAL x = at_least (SL_FN (since_start) (t, p), 0.0);

  return mul (sqr (p[2]), sub (1.0, mul (add (1.0, x), rexp (mul (-1.0, x)))));
}

/* lognormal: exp(-(ln t - m)^2 / (2 s^2)) / t. p: m, s. */
SL_INLINE SL_REAL
SL_FN (rate_lognormal) (SL_REAL t, const SL_REAL *p)
{
  SL_REAL u = quo (sub (rlog (t), p[1]), p[2]);

  return quo (rexp (mul (-0.5, sqr (u))), t);
}

SL_INLINE SL_REAL
SL_FN (formed_lognormal) (SL_REAL t, const SL_REAL *p)
{
  SL_REAL u = quo (sub (rlog (t), p[1]), mul (1.4142135623730951, p[2]));

  return mul (mul (1.2533141373155003, p[2]), add (1.0, rerf (u)));
}

/* double_powerlaw: 1 / [(t/tau)^alpha + (t/tau)^-beta]. p: tau, alpha, beta. Its integral has no closed form.
 */
SL_INLINE SL_REAL
SL_FN (rate_double_powerlaw) (SL_REAL t, const SL_REAL *p)
{
  SL_REAL x = rlog (quo (t, p[1]));

  return quo (1.0, add (rexp (mul (p[2], x)), rexp (mul (-1.0, mul (p[3], x)))));
}

/* constant between t_start and t_end. */
SL_INLINE SL_REAL
SL_FN (rate_constant) (SL_REAL t, const SL_REAL *p)
{
  SL_REAL zero = mul (0.0, t);

  return choose (sl_value (t) < sl_value (p[1]) || sl_value (t) > sl_value (p[2]), zero, add (zero, 1.0));
}

SL_INLINE SL_REAL
SL_FN (formed_constant) (SL_REAL t, const SL_REAL *p)
{
  SL_REAL until = choose (sl_value (t) > sl_value (p[2]), p[2], t);

  return at_least (sub (until, p[1]), 0.0);
}

/* burst: triweight in t. p: t_burst, burst_width. */
SL_INLINE SL_REAL
SL_FN (rate_burst) (SL_REAL t, const SL_REAL *p)
{
  return SL_FN (triweight) (t, p[1], p[2]);
}

SL_INLINE SL_REAL
SL_FN (formed_burst) (SL_REAL t, const SL_REAL *p)
{
  return SL_FN (triweight_cumulative) (t, p[1], p[2]);
}

/* Continuity bins (Leja et al. 2019): constant rates between edges [Gyr, lookback from t_obs, increasing],
 * with p[1 + i] = lg of the rate of bin i over that of the next older bin. */
SL_INLINE SL_REAL
SL_FN (rate_continuity) (SL_REAL t, const SL_REAL *p, SL_REAL t_obs, const double *edges)
{
  SL_REAL lg = mul (0.0, p[1]);
  double age = sl_value (t_obs) - sl_value (t);

  if (age > edges[SL_N_BINS])
    return lg;
  for (int i = SL_N_BINS - 2; i >= 0 && age < edges[i + 1]; i--)
    lg = add (lg, p[1 + i]);
  return rexp10 (lg);
}

SL_INLINE SL_REAL
SL_FN (formed_continuity) (SL_REAL t, const SL_REAL *p, SL_REAL t_obs, const double *edges)
{
  SL_REAL lg = mul (0.0, p[1]), sum = lg;

  for (int i = SL_N_BINS - 1; i >= 0; i--)
    {
      SL_REAL from = at_least (sub (t_obs, edges[i + 1]), SL_T_MIN),
              until = at_least (sub (t_obs, edges[i]), SL_T_MIN);

      if (i < SL_N_BINS - 1)
        lg = add (lg, p[1 + i]);
      if (sl_value (t) <= sl_value (from))
        break;
      /* The youngest bin goes on after t_obs. */
      sum = add (sum, mul (rexp10 (lg), sub (i > 0 && sl_value (t) > sl_value (until) ? until : t, from)));
    }
  return sum;
}

/* Last point of a table at or before t, at most n - 2: a point belongs to the interval on its right. */
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

/* table: linear between the points (x, y) of a file, zero outside. */
SL_INLINE SL_REAL
SL_FN (rate_table) (SL_REAL t, const double *x, const double *y, int n)
{
  int i = sl_table_interval (sl_value (t), x, n);

  if (sl_value (t) < x[0] || sl_value (t) > x[n - 1])
    return mul (0.0, t);
  return add (y[i], mul ((y[i + 1] - y[i]) / (x[i + 1] - x[i]), sub (t, x[i])));
}

/* integral: of y from x[0], at the points. */
SL_INLINE SL_REAL
SL_FN (formed_table) (SL_REAL t, const double *x, const double *y, const double *integral, int n)
{
  int i = sl_table_interval (sl_value (t), x, n);
  SL_REAL d;

  if (sl_value (t) <= x[0])
    return mul (0.0, t);
  if (sl_value (t) >= x[n - 1])
    return add (integral[n - 1], mul (0.0, t));
  d = sub (t, x[i]);
  return add (integral[i], mul (d, add (y[i], mul (0.5 * (y[i + 1] - y[i]) / (x[i + 1] - x[i]), d))));
}
