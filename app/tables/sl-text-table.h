/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* A table of results as CSV or ECSV text, row by row: numbers with all their digits, in the C locale, and
 * texts. The file appears whole or not at all. One thread at a time. */
typedef struct _SlTextTable SlTextTable;

/* A column. Strings are owned by the array of sl_text_columns_new(). */
typedef struct {
  char *name;
  char *unit;        /* "" where it has none */
  char *description; /* or "" */
  gboolean text;     /* of words; FALSE: of numbers */
  gboolean quiet;    /* its unit follows from those of others, and the head of CSV does not list it */
} SlTextColumn;

/* What the file says of where its numbers come from. */
typedef struct {
  const char *name;
  char *value;
} SlTextFact;

GArray *sl_text_columns_new (void);
/* Appends a column; copies the strings. */
void sl_text_columns_add (GArray *columns, const char *name, const char *unit, const char *description,
                          gboolean text, gboolean quiet);

/* Begins the file with its head. columns: of SlTextColumn, not owned, needed until the table is freed. NULL
 * with SL_ERROR_FILE. */
SlTextTable *sl_text_table_new (const char *path, gboolean ecsv, const SlTextFact *facts, guint n_facts,
                                const GArray *columns, GError **error);
/* The next field of a row, in the order of the columns. */
void sl_text_table_add_number (SlTextTable *self, double value);
void sl_text_table_add_numbers (SlTextTable *self, const double *values, gsize n);
void sl_text_table_add_text (SlTextTable *self, const char *text);
/* Ends a row. */
gboolean sl_text_table_end_row (SlTextTable *self, GError **error);
/* Writes what is left; the file is then in its place, unless keep is FALSE. */
gboolean sl_text_table_commit (SlTextTable *self, gboolean keep, GError **error);
/* Leaves the file that was there before as it was, unless there was a commit. */
void sl_text_table_free (SlTextTable *self);
