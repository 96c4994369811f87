/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <json-glib/json-glib.h>

/* What commands and benches print on standard output: tables for people, JSON for programs. Numbers are
 * written in the C locale. Main thread. */

/* A number with six digits; "nan" if it does not exist. buffer: G_ASCII_DTOSTR_BUF_SIZE. */
const char *sl_output_number (double value, char *buffer);
/* Prints an aligned table (n_rows, n_columns) with names of rows and columns. */
void sl_output_table (const char *const *row_names, const char *const *column_names, const double *values,
                      guint n_rows, guint n_columns);

/* JSON: a member of the current object. Numbers that are not finite become null. */
void sl_output_json_number (JsonBuilder *builder, const char *name, double value);
void sl_output_json_count (JsonBuilder *builder, const char *name, gint64 value);
void sl_output_json_text (JsonBuilder *builder, const char *name, const char *text);
/* An array (n). */
void sl_output_json_numbers (JsonBuilder *builder, const char *name, const double *values, guint n);
void sl_output_json_texts (JsonBuilder *builder, const char *name, const char *const *texts, guint n);
/* An array of n_rows arrays (n_columns). */
void sl_output_json_matrix (JsonBuilder *builder, const char *name, const double *values, guint n_rows,
                            guint n_columns);
/* Prints what was built, and frees the builder. */
void sl_output_json_print (JsonBuilder *builder);
