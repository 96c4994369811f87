/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `table`: linear between the in->n points (in->x, in->y) of a file, 0 outside. in->integral: (n) that of the
 * rate from the first point to each point; quadratic in between. */
#ifdef SL_SFH_RATE
SL_SFH_RATE (table)
{
  const double *x = in->x, *y = in->y;
  const int n = in->n, i = sl_table_interval (sl_value (t), x, n);

  if (sl_value (t) < x[0] || sl_value (t) > x[n - 1])
    return zero_like (t);
  return add (y[i], mul ((y[i + 1] - y[i]) / (x[i + 1] - x[i]), sub (t, x[i])));
}

SL_SFH_FORMED (table)
{
  const double *x = in->x, *y = in->y, *integral = in->integral;
  const int n = in->n, i = sl_table_interval (sl_value (t), x, n);
  SL_REAL d;

  if (sl_value (t) <= x[0])
    return zero_like (t);
  if (sl_value (t) >= x[n - 1])
    return add (integral[n - 1], zero_like (t));
  d = sub (t, x[i]);
  return add (integral[i], mul (d, add (y[i], mul (0.5 * (y[i + 1] - y[i]) / (x[i + 1] - x[i]), d))));
}
#endif
