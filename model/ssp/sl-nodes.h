/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

#include "model/galaxy/sl-numerics.h"

/* A library's axis over which a distribution is weighed: lg Z or lg U. */
typedef struct {
  guint n;
  const double *node;   /* (n) borrowed from the library */
  double *edge;         /* (n + 1) of DSPS's bins, the outermost open */
  SlNumerics numerics;  /* how: hats over the nodes, or bins */
} SlNodes;

/* n may be 0. Allocates. */
void sl_nodes_init (SlNodes *self, const double *node, guint n);
void sl_nodes_clear (SlNodes *self);
