/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Lines of equal value on a grid. */
typedef struct {
  double *x, *y; /* (n) points */
  guint n;
  gboolean closed; /* the last point is joined to the first; else the line ends at the border */
} SlContour;

/* The lines on which values (n_y, n_x), linear along the edges of the grid's cells, equal level. A cell whose
 * corners alternate is divided by its mean. x (n_x), y (n_y): axes. Values that are not finite count as far
 * above the level. GPtrArray of SlContour, which frees them; g_ptr_array_unref. Thread: any. */
GPtrArray *sl_contours (const double *x, guint n_x, const double *y, guint n_y, const double *values,
                        double level);
