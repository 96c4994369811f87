/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* A curve y(x) given by points: a star-formation history or a history of metals from a file. Immutable, and kept for the
 * life of the process like an interned string, so that a galaxy that holds one stays a plain value; equal curves of one
 * name are one object. Thread: any. */
typedef struct {
  char *name;        /* what the user knows it by: the file's name */
  guint n;           /* at least 2 */
  double *x;         /* (n) strictly increasing */
  double *y;         /* (n) finite */
  double *integral;  /* (n) of y from x[0], y linear between points */
} SlTable;

/* Most points that a table may have. */
#define SL_TABLE_MAX 100000

/* The table with these points. NULL with SL_ERROR_DATA where x does not increase or a value is not finite. */
const SlTable *sl_table_intern (const char *name, const double *x, const double *y, guint n, GError **error);
