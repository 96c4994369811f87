/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simple forms of star-formation histories [PHYSICS, section 2]. Each has a rate at t and, where there is
 * a closed form, the integral of the rate up to t (formed_NAME). Both are up to one factor, which the mass
 * formed by t_obs fixes: that mass is p[SL_SHAPE_LGMSTAR_FORMED] of every form, and no function here reads
 * it. Times in Gyr. No include guard, see sl-formula.h. */
#ifndef SL_SHAPE_CONSTANTS
#define SL_SHAPE_CONSTANTS
#define SL_N_BINS 7 /* of the form `continuity` */
/* Parameters of each form. */
enum { SL_SHAPE_LGMSTAR_FORMED, SL_SHAPE_FIRST };
enum { SL_TAU_T_START = SL_SHAPE_FIRST, SL_TAU_TAU };
enum { SL_LOGNORMAL_M = SL_SHAPE_FIRST, SL_LOGNORMAL_S };
enum { SL_DPL_TAU = SL_SHAPE_FIRST, SL_DPL_ALPHA, SL_DPL_BETA };
enum { SL_CONSTANT_T_START = SL_SHAPE_FIRST, SL_CONSTANT_T_END };
enum { SL_BURST_T = SL_SHAPE_FIRST, SL_BURST_WIDTH };
enum { SL_CONTINUITY_RATIO_1 = SL_SHAPE_FIRST }; /* and those of the next five bins */
#endif

/* x = (t - t_start) / tau: negative before the start. */
SL_INLINE SL_REAL
SL_FN (since_start) (SL_REAL t, const SL_REAL *p)
{
  return quo (sub (t, p[SL_TAU_T_START]), p[SL_TAU_TAU]);
}

/* `tau`: exp (-x); 0 before the start. */
SL_INLINE SL_REAL
SL_FN (rate_tau) (SL_REAL t, const SL_REAL *p)
{
  SL_REAL x = SL_FN (since_start) (t, p);

  return choose (sl_value (x) < 0.0, zero_like (x), rexp (mul (-1.0, at_least (x, 0.0))));
}

/* tau [1 - exp (-x)]. */
SL_INLINE SL_REAL
SL_FN (formed_tau) (SL_REAL t, const SL_REAL *p)
{
  SL_REAL x = at_least (SL_FN (since_start) (t, p), 0.0);

  return mul (p[SL_TAU_TAU], sub (1.0, rexp (mul (-1.0, x))));
}

/* `delayed_tau`: (t - t_start) exp (-x) = tau x exp (-x); 0 before the start. */
SL_INLINE SL_REAL
SL_FN (rate_delayed) (SL_REAL t, const SL_REAL *p)
{
  SL_REAL x = at_least (SL_FN (since_start) (t, p), 0.0);

  return mul (p[SL_TAU_TAU], mul (x, rexp (mul (-1.0, x))));
}

/* tau^2 [1 - (1 + x) exp (-x)]. */
SL_INLINE SL_REAL
SL_FN (formed_delayed) (SL_REAL t, const SL_REAL *p)
{
  SL_REAL x = at_least (SL_FN (since_start) (t, p), 0.0);

  return mul (sqr (p[SL_TAU_TAU]), sub (1.0, mul (add (1.0, x), rexp (mul (-1.0, x)))));
}

/* `lognormal`: exp [-(ln t - m)^2 / (2 s^2)] / t. */
SL_INLINE SL_REAL
SL_FN (rate_lognormal) (SL_REAL t, const SL_REAL *p)
{
  SL_REAL u = quo (sub (rlog (t), p[SL_LOGNORMAL_M]), p[SL_LOGNORMAL_S]);

  return quo (rexp (mul (-0.5, sqr (u))), t);
}

/* s sqrt (pi / 2) {1 + erf [(ln t - m) / (sqrt(2) s)]}. */
SL_INLINE SL_REAL
SL_FN (formed_lognormal) (SL_REAL t, const SL_REAL *p)
{
  SL_REAL u = quo (sub (rlog (t), p[SL_LOGNORMAL_M]), mul (1.4142135623730951, p[SL_LOGNORMAL_S]));

  return mul (mul (1.2533141373155003, p[SL_LOGNORMAL_S]), add (1.0, rerf (u)));
}

/* `double_powerlaw`: 1 / [(t/tau)^alpha + (t/tau)^-beta]. Its integral has no closed form. */
SL_INLINE SL_REAL
SL_FN (rate_double_powerlaw) (SL_REAL t, const SL_REAL *p)
{
  SL_REAL x = rlog (quo (t, p[SL_DPL_TAU]));

  return quo (1.0, add (rexp (mul (p[SL_DPL_ALPHA], x)), rexp (mul (-1.0, mul (p[SL_DPL_BETA], x)))));
}

/* `constant`: 1 between t_start and t_end, else 0. */
SL_INLINE SL_REAL
SL_FN (rate_constant) (SL_REAL t, const SL_REAL *p)
{
  return choose (sl_value (t) < sl_value (p[SL_CONSTANT_T_START])
                     || sl_value (t) > sl_value (p[SL_CONSTANT_T_END]),
                 zero_like (t), constant_like (t, 1.0));
}

/* max [0, min (t, t_end) - t_start]. */
SL_INLINE SL_REAL
SL_FN (formed_constant) (SL_REAL t, const SL_REAL *p)
{
  SL_REAL until = choose (sl_value (t) > sl_value (p[SL_CONSTANT_T_END]), p[SL_CONSTANT_T_END], t);

  return at_least (sub (until, p[SL_CONSTANT_T_START]), 0.0);
}

/* `burst`: T(t; t_burst, burst_width). */
SL_INLINE SL_REAL
SL_FN (rate_burst) (SL_REAL t, const SL_REAL *p)
{
  return SL_FN (triweight) (t, p[SL_BURST_T], p[SL_BURST_WIDTH]);
}

/* C(t; t_burst, burst_width). */
SL_INLINE SL_REAL
SL_FN (formed_burst) (SL_REAL t, const SL_REAL *p)
{
  return SL_FN (triweight_cumulative) (t, p[SL_BURST_T], p[SL_BURST_WIDTH]);
}

/* `continuity` (Leja et al. 2019): constant rates between edges (SL_N_BINS + 1) [Gyr of lookback from
 * t_obs, increasing]. p[SL_CONTINUITY_RATIO_1 + i] = lg (rate of bin i / rate of the next older bin); the
 * oldest bin has rate 1. */
SL_INLINE SL_REAL
SL_FN (rate_continuity) (SL_REAL t, const SL_REAL *p, SL_REAL t_obs, const double *edges)
{
  SL_REAL lg = zero_like (p[SL_CONTINUITY_RATIO_1]);
  double age = sl_value (t_obs) - sl_value (t);

  if (age > edges[SL_N_BINS])
    return lg;
  for (int i = SL_N_BINS - 2; i >= 0 && age < edges[i + 1]; i--)
    lg = add (lg, p[SL_CONTINUITY_RATIO_1 + i]);
  return rexp10 (lg);
}

/* The sum over bins of rate times the time passed in the bin by t. */
SL_INLINE SL_REAL
SL_FN (formed_continuity) (SL_REAL t, const SL_REAL *p, SL_REAL t_obs, const double *edges)
{
  SL_REAL lg = zero_like (p[SL_CONTINUITY_RATIO_1]), sum = lg;

  for (int i = SL_N_BINS - 1; i >= 0; i--)
    {
      SL_REAL from = at_least (sub (t_obs, edges[i + 1]), SL_T_MIN),
              until = at_least (sub (t_obs, edges[i]), SL_T_MIN);

      if (i < SL_N_BINS - 1)
        lg = add (lg, p[SL_CONTINUITY_RATIO_1 + i]);
      if (sl_value (t) <= sl_value (from))
        break;
      /* The youngest bin continues after t_obs. */
      sum = add (sum, mul (rexp10 (lg), sub (i > 0 && sl_value (t) > sl_value (until) ? until : t, from)));
    }
  return sum;
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

/* `table`: linear between the n points (x, y), 0 outside. */
SL_INLINE SL_REAL
SL_FN (rate_table) (SL_REAL t, const double *x, const double *y, int n)
{
  int i = sl_table_interval (sl_value (t), x, n);

  if (sl_value (t) < x[0] || sl_value (t) > x[n - 1])
    return zero_like (t);
  return add (y[i], mul ((y[i + 1] - y[i]) / (x[i + 1] - x[i]), sub (t, x[i])));
}

/* integral: (n) that of the rate from x[0] to each point; quadratic in between. */
SL_INLINE SL_REAL
SL_FN (formed_table) (SL_REAL t, const double *x, const double *y, const double *integral, int n)
{
  int i = sl_table_interval (sl_value (t), x, n);
  SL_REAL d;

  if (sl_value (t) <= x[0])
    return zero_like (t);
  if (sl_value (t) >= x[n - 1])
    return add (integral[n - 1], zero_like (t));
  d = sub (t, x[i]);
  return add (integral[i], mul (d, add (y[i], mul (0.5 * (y[i + 1] - y[i]) / (x[i + 1] - x[i]), d))));
}
