/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/support/sl-bins.h"

void
sl_bin_edges (const double *x, guint n, double *edges)
{
  double width = 0.0;

  g_return_if_fail (n >= 3);
  for (guint i = 0; i < n; i++)
    {
      if (i == 0)
        width = x[1] - x[0];
      else if (i + 1 < n)
        width = (x[i + 1] - x[i - 1]) / 2.0;
      else
        width = (x[i] - x[i - 1]) / 2.0 + (x[i] - x[i - 2]) / 4.0;
      edges[i] = x[i] - width / 2.0;
    }
  edges[n] = x[n - 1] + width / 2.0;
}

void
sl_bin_edges_open (const double *x, guint n, double *edges)
{
  sl_bin_edges (x, n, edges);
  edges[0] = -10.0;
  edges[n] = 10.0;
}
