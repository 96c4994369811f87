/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/io/sl-table.h"

/* Two columns of numbers from a file, before it is known in which units they are. Nothing is converted
 * without being told: sl_table_columns_guess() says what the numbers look like, the caller decides, and
 * sl_table_columns_convert() makes the table. Thread: any. */
typedef struct {
  char *name; /* the file's without folders */
  char *path;
  char *x_head, *y_head; /* names and units of the columns in the file, lower case; "" where it has none */
  guint n;
  double *x, *y; /* (n) finite, x strictly increasing or strictly decreasing */
  char *notes;   /* what was recognised in reading, a sentence a line; NULL: nothing */
} SlTableColumns;

/* What a table is for. */
typedef enum { SL_TABLE_OF_RATES, SL_TABLE_OF_METALS } SlTableKind;

/* How to read columns. */
typedef struct {
  SlTableTimes times;
  SlTableValues values; /* of metals; of rates SL_TABLE_AS_IS */
} SlTableReading;

/* Reads a file. NULL with SL_ERROR_FILE or SL_ERROR_DATA, which name the file and the line or dataset, what
 * was expected and what was found.
 *
 * Text: two columns, time and value, times in order; semicolon, tab, comma or blanks between them; numbers as
 * the C locale writes them, or with decimal commas where the columns are not separated by commas; lines
 * without numbers before the first row name the columns, and what follows a # is passed over. HDF5:
 * one-dimensional datasets `t` and `sfr`, or `t` and `lgmet`; in a file of two other datasets the first by
 * name is the time; attributes `units` are read. Only as much as SL_TABLE_MAX rows is ever read. */
SlTableColumns *sl_table_columns_load (const char *path, GError **error);
/* Columns from arrays (n), which are copied; SL_ERROR_DATA as above. path: for messages. */
SlTableColumns *sl_table_columns_new (const char *path, const char *name, const double *x, const double *y,
                                      guint n, GError **error);
void sl_table_columns_free (SlTableColumns *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlTableColumns, sl_table_columns_free)

/* The likely meaning of the times, and of the values. Each returns NULL where that is the plain one, Gyr
 * since the Big Bang, lg Z and rates; else the reason for people, without the file: "times reach 13700:
 * are they in Myr?" (g_free). */
char *sl_table_columns_guess_times (const SlTableColumns *self, SlTableTimes *times);
char *sl_table_columns_guess_values (const SlTableColumns *self, SlTableKind kind, SlTableValues *values);
/* The table, read in this way; zsun: the metal mass fraction of the Sun. notes (may be NULL): sentences about
 * what was changed are appended, each on a line. NULL with SL_ERROR_DATA where the numbers make no sense even
 * so. */
const SlTable *sl_table_columns_convert (const SlTableColumns *self, SlTableKind kind, SlTableReading reading,
                                         double zsun, GString *notes, GError **error);
