/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weights of a distribution over the nodes of a grid, where a spectrum is linear between the nodes and
 * constant beyond the ends [section 0b, 1]. No include guard, see sl-formula.h. */

/* E(z) = g(-|z|): what the double integral of the triweight exceeds max(0, z) by, in units of the width.
 *   g(z) = -5 z^8/559872 + 7 z^6/15552 - 35 z^4/3456 + 35 z^2/192 + z/2 + 105/256 for |z| <= 3.
 * At 0 the branch is that of hat_below(), so that their sum has the derivative of g. */
SL_INLINE SL_REAL
SL_FN (triweight_excess) (SL_REAL z)
{
  SL_REAL q = sqr (z), zero = zero_like (z);
  SL_REAL even = add (105.0 / 256.0,
                      mul (q, add (35.0 / 192.0, mul (q, add (-35.0 / 3456.0,
                                                              mul (q, add (7.0 / 15552.0,
                                                                           mul (q, -5.0 / 559872.0))))))));
  SL_REAL inside = choose (sl_value (z) > 0.0f, sub (even, mul (0.5, z)), add (even, mul (0.5, z)));

  return choose ((sl_value (z) < -3.0f) | (sl_value (z) > 3.0f), zero, inside);
}

/* Part of the interval lo ... hi that lies above mu: 0 to 1. */
SL_INLINE SL_REAL
SL_FN (hat_below) (SL_REAL mu, double lo, double hi)
{
  SL_REAL zero = zero_like (mu), below_hi = sub (hi, mu);

  return choose (sl_value (sub (lo, mu)) > 0.0f, add (1.0, zero),
                 choose (sl_value (below_hi) > 0.0f, quo (below_hi, hi - lo), zero));
}

/* D_j of the weights below, from the excesses at both ends. */
SL_INLINE SL_REAL
SL_FN (hat_mean) (SL_REAL mu, double lo, double hi, SL_REAL at_lo, SL_REAL at_hi)
{
  return add (SL_FN (hat_below) (mu, lo, hi), quo (sub (at_hi, at_lo), hi - lo));
}

#ifndef SL_FORMULA_LANES
/* w_0 = D_0, w_j = D_j - D_(j-1), w_(n-1) = 1 - D_(n-2), D_j = [G(x_(j+1)) - G(x_j)] / h_j the mean of the
 * triweight's cumulative between two nodes; centre mu, width s. They sum to 1. */
SL_INLINE void
SL_FN (hat_weights) (SL_REAL mu, SL_REAL s, const double *x, int n, SL_REAL *w)
{
  SL_REAL before = zero_like (mu);
  SL_REAL e = mul (s, SL_FN (triweight_excess) (quo (sub (x[0], mu), s)));

  for (int j = 0; j + 1 < n; j++)
    {
      SL_REAL next = mul (s, SL_FN (triweight_excess) (quo (sub (x[j + 1], mu), s)));
      SL_REAL d = SL_FN (hat_mean) (mu, x[j], x[j + 1], e, next);

      w[j] = sub (d, before);
      before = d;
      e = next;
    }
  w[n - 1] = sub (1.0, before);
}

/* By hats over the nodes, or by DSPS's bins with n + 1 edges. */
SL_INLINE void
SL_FN (node_weights) (SL_REAL mu, SL_REAL s, const double *node, const double *edge, int n, int hats,
                      SL_REAL *w)
{
  if (hats)
    SL_FN (hat_weights) (mu, s, node, n, w);
  else
    SL_FN (bin_weights) (mu, s, edge, n, w);
}
#endif
