/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Edges (n + 1) of the bins about a grid of n >= 3 values, by the rule of PHYSICS section 0. */
void sl_bin_edges (const double *x, guint n, double *edges);
/* The same with the outermost two replaced by -10 and 10, so that the end bins take all that lies beyond. */
void sl_bin_edges_open (const double *x, guint n, double *edges);
