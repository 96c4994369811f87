/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metallicity and ionisation [PHYSICS, sections 4, 5]. No include guard, see sl-formula.h. */
#ifndef SL_METALS_CONSTANTS
#define SL_METALS_CONSTANTS
/* The mass-metallicity relation of DSPS 0.4.8 (dsps.metallicity.umzr, default parameters). */
#define SL_MZR_LGZ_SUN (-1.92081875395237517) /* lg 0.012 */
#define SL_MZR_AT 0.05     /* lg Z/Zsun at the pivot, today */
#define SL_MZR_PIVOT 10.5
#define SL_MZR_K 1.0
#define SL_MZR_SLOPE_LO 0.4
#define SL_MZR_SLOPE_HI 0.1
#define SL_MZR_T0 12.5     /* Gyr: later there is no change */
#define SL_MZR_TC 8.44     /* lookback time, Gyr, where slow change turns into fast change */
#define SL_MZR_TK 1.6
#endif

/* lg Z of stars born at t [Gyr] in a galaxy that has formed 10^lgm Msun, m = lgm:
 * lg 0.012 + 0.05 + S(m; 10.5, 1, 0.4, 0.1) (m - 10.5) + min (0, y + S(l; 8.44, 1.6, y / 8.44,
 * -0.959 + 0.067242 m) (l - 8.44)), y = -1.455 + 0.13 m, l = max (0, 12.5 - t). */
SL_INLINE SL_REAL
SL_FN (mass_metallicity) (SL_REAL lgm, SL_REAL t)
{
  SL_REAL slope =
      SL_FN (sigmoid) (lgm, constant_like (lgm, SL_MZR_PIVOT), constant_like (lgm, SL_MZR_K),
                       constant_like (lgm, SL_MZR_SLOPE_LO), constant_like (lgm, SL_MZR_SLOPE_HI));
  SL_REAL today = add (SL_MZR_LGZ_SUN + SL_MZR_AT, mul (slope, sub (lgm, SL_MZR_PIVOT)));
  SL_REAL ago = at_least (sub (SL_MZR_T0, t), 0.0);
  SL_REAL y = add (-1.455, mul (0.13, lgm)), early = add (-0.959, mul (0.067242, lgm));
  SL_REAL late = quo (y, SL_MZR_TC);
  SL_REAL drift = SL_FN (sigmoid) (ago, constant_like (lgm, SL_MZR_TC), constant_like (lgm, SL_MZR_TK), late,
                                   early);
  SL_REAL change = add (y, mul (drift, sub (ago, SL_MZR_TC)));

  return add (today, choose (sl_value (change) > 0.0, zero_like (lgm), change));
}

/* Linear between the n points (x, y) of a table, x increasing; constant beyond its ends. */
SL_INLINE SL_REAL
SL_FN (table_value) (SL_REAL t, const double *x, const double *y, int n)
{
  int i = sl_table_interval (sl_value (t), x, n);

  if (sl_value (t) < x[0])
    return constant_like (t, y[0]);
  if (sl_value (t) >= x[n - 1])
    return constant_like (t, y[n - 1]);
  return add (y[i], mul ((y[i + 1] - y[i]) / (x[i + 1] - x[i]), sub (t, x[i])));
}

/* Weights w of n bins with n + 1 edges, summing to 1: w_i = C(mu; edge_i, s) - C(mu; edge_i+1, s),
 * normalised, a triweight of centre mu and width s. Where the kernel reaches no bin, the nearest end bin
 * gets 1. */
SL_INLINE void
SL_FN (bin_weights) (SL_REAL mu, SL_REAL s, const double *edges, int n, SL_REAL *w)
{
  SL_REAL sum = zero_like (mu);
  SL_REAL above = SL_FN (triweight_cumulative) (mu, constant_like (mu, edges[0]), s);

  for (int i = 0; i < n; i++)
    {
      SL_REAL next = SL_FN (triweight_cumulative) (mu, constant_like (mu, edges[i + 1]), s);

      w[i] = sub (above, next);
      sum = add (sum, w[i]);
      above = next;
    }
  if (sl_value (sum) == 0.0)
    {
      if (sl_value (mu) < edges[0])
        w[0] = constant_like (mu, 1.0);
      else if (sl_value (mu) > edges[n])
        w[n - 1] = constant_like (mu, 1.0);
      return;
    }
  for (int i = 0; i < n; i++)
    w[i] = quo (w[i], sum);
}
