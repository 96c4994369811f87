/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Apart from the other weights, which have four times as many tangents. */
#define SL_DUAL_K 2
#include "model/formulas/sl-formula.h"
#include "model/ssp/sl-ssp-weights.h"
#include "model/ssp/sl-intermediates.h"

void
sl_node_weights (double mu, double scatter, const SlNodes *nodes, double *out)
{
  const guint n = nodes->n;
  SlDual w[SL_MAX_Z];

  sl_node_weights_D ((SlDual) { .v = mu, .d = { 1.0, 0.0 } }, (SlDual) { .v = scatter, .d = { 0.0, 1.0 } },
                     nodes->node, nodes->edge, n, nodes->numerics == SL_NUMERICS_EXACT, w);
  for (guint i = 0; i < n; i++)
    {
      out[i] = w[i].v;
      out[n + i] = w[i].d[0];
      out[2 * n + i] = w[i].d[1];
    }
}
