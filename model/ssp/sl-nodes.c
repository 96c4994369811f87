/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ssp/sl-nodes.h"

#include "model/support/sl-bins.h"

/* Fewest nodes for which DSPS's rule defines edges. */
#define LEAST_BINS 3

void
sl_nodes_init (SlNodes *self, const double *node, guint n)
{
  *self = (SlNodes){ .n = n, .node = node, .edge = g_new0 (double, n + 1) };
  if (n >= LEAST_BINS)
    sl_bin_edges_open (node, n, self->edge);
}

void
sl_nodes_clear (SlNodes *self)
{
  g_clear_pointer (&self->edge, g_free);
}
