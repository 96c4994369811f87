/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metals and ionisation [sections 4, 5]. No include guard, see sl-formula.h. */

/* Weights of a triweight of centre mu and width s on n bins with n + 1 edges, summing to 1.
 * Where the kernel reaches no bin, the nearest end gets all. */
SL_INLINE void
SL_FN (bin_weights) (SL_REAL mu, SL_REAL s, const double *edges, int n, SL_REAL *w)
{
  SL_REAL zero = mul (0.0, mu), sum = zero;
  SL_REAL above = SL_FN (triweight_cumulative) (mu, add (zero, edges[0]), s);

  for (int i = 0; i < n; i++)
    {
      SL_REAL next = SL_FN (triweight_cumulative) (mu, add (zero, edges[i + 1]), s);

      w[i] = sub (above, next);
      sum = add (sum, w[i]);
      above = next;
    }
  if (sl_value (sum) == 0.0)
    {
      if (sl_value (mu) < edges[0])
        w[0] = add (zero, 1.0);
      else if (sl_value (mu) > edges[n])
        w[n - 1] = add (zero, 1.0);
      return;
    }
  for (int i = 0; i < n; i++)
    w[i] = quo (w[i], sum);
}
