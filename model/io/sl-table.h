/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* A curve y(x) given by points: an SFH or metals over time from a file. Immutable, and kept for the life of
 * the process like an interned string, so that a galaxy that refers to one stays a plain value. Equal curves
 * of one name are one object. Thread: any. */
typedef struct {
  char *name;        /* shown to the user: the file’s name */
  guint n;           /* at least 2 */
  double *x;         /* (n) strictly increasing */
  double *y;         /* (n) finite */
  double *integral;  /* (n) of y from x[0], y linear between points */
} SlTable;

/* Most points that a table may have. */
#define SL_TABLE_MAX 100000

/* The table with these points. NULL with SL_ERROR_DATA where x does not increase or a value is not finite. */
const SlTable *sl_table_intern (const char *name, const double *x, const double *y, guint n, GError **error);
/* Reads a table from a file; its name is the file's without folders. NULL with SL_ERROR_FILE or
 * SL_ERROR_DATA, which name the file and the line or dataset, what was expected and what was found.
 *
 * Text: two columns, time and value, times increasing; comma, semicolon, tab or blanks between them; numbers
 * as the C locale writes them; a first line without numbers names the columns and is passed over, as is what
 * follows a #. HDF5: one-dimensional datasets `t` and `sfr`, or `t` and `lgmet`; in a file of two other
 * datasets the first by name is the time. Only as much as SL_TABLE_MAX rows is ever read. */
const SlTable *sl_table_load (const char *path, GError **error);
