/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `table`: linear between the in->n points (in->x, in->y) of a file, 0 outside. in->integral: (n) that of the
 * rate from the first point to each point; quadratic in between. in->lookback: x is t - t_obs, so that the
 * table moves with t_obs; what it has before SL_T_MIN then never formed, and a rate that it has at t_obs
 * continues after that, as that of the youngest bin of `continuity` does. */
#ifdef SL_SFH_RATE
/* The integral from the table's first point to x. */
SL_INLINE SL_REAL
SL_FN (sfh_table_integral) (SL_REAL t, const SlSfhInputs *in)
{
  const double *x = in->x, *y = in->y, *integral = in->integral;
  const int n = in->n, i = sl_table_interval (sl_value (t), x, n);
  SL_REAL d;

  if (sl_value (t) <= x[0])
    return zero_like (t);
  if (sl_value (t) >= x[n - 1])
    return add (integral[n - 1], in->lookback && x[n - 1] >= 0.0 ? mul (y[n - 1], sub (t, x[n - 1]))
                                                                 : zero_like (t));
  d = sub (t, x[i]);
  return add (integral[i], mul (d, add (y[i], mul (0.5 * (y[i + 1] - y[i]) / (x[i + 1] - x[i]), d))));
}

SL_SFH_RATE (table)
{
  const double *x = in->x, *y = in->y;
  const SL_REAL at = in->lookback ? sub (t, t_obs) : t;
  const int n = in->n, i = sl_table_interval (sl_value (at), x, n);

  if (in->lookback && x[n - 1] >= 0.0 && sl_value (at) > x[n - 1])
    return constant_like (at, y[n - 1]);
  if (sl_value (at) < x[0] || sl_value (at) > x[n - 1])
    return zero_like (at);
  return add (y[i], mul ((y[i + 1] - y[i]) / (x[i + 1] - x[i]), sub (at, x[i])));
}

SL_SFH_FORMED (table)
{
  if (!in->lookback)
    return SL_FN (sfh_table_integral) (t, in);
  return sub (SL_FN (sfh_table_integral) (sub (t, t_obs), in),
              SL_FN (sfh_table_integral) (sub (SL_T_MIN, t_obs), in));
}
#endif
