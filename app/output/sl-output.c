/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/output/sl-output.h"

#include <math.h>
#include <string.h>

#include "model/io/sl-json-text.h"

const char *
sl_output_number (double value, char *buffer)
{
  /* The sign of a NaN would be printed. */
  return g_ascii_formatd (buffer, G_ASCII_DTOSTR_BUF_SIZE, "%.6g", isnan (value) ? NAN : value);
}

void
sl_output_table (const char *const *row_names, const char *const *column_names, const double *values,
                 guint n_rows, guint n_columns)
{
  g_autofree int *width = g_new0 (int, n_columns);
  int first = 0;
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint r = 0; r < n_rows; r++)
    first = MAX (first, (int) g_utf8_strlen (row_names[r], -1));
  for (guint c = 0; c < n_columns; c++)
    {
      width[c] = g_utf8_strlen (column_names[c], -1);
      for (guint r = 0; r < n_rows; r++)
        width[c] = MAX (width[c], (int) strlen (sl_output_number (values[r * n_columns + c], text)));
    }
  g_print ("%*s", first, "");
  for (guint c = 0; c < n_columns; c++)
    g_print ("  %*s%s", width[c] - (int) g_utf8_strlen (column_names[c], -1), "", column_names[c]);
  g_print ("\n");
  for (guint r = 0; r < n_rows; r++)
    {
      g_print ("%s%*s", row_names[r], first - (int) g_utf8_strlen (row_names[r], -1), "");
      for (guint c = 0; c < n_columns; c++)
        g_print ("  %*s", width[c], sl_output_number (values[r * n_columns + c], text));
      g_print ("\n");
    }
}

static void
add_json_number (JsonBuilder *builder, double value)
{
  if (isfinite (value))
    json_builder_add_double_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_json_row (JsonBuilder *builder, const double *values, guint n)
{
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    add_json_number (builder, values[i]);
  json_builder_end_array (builder);
}

void
sl_output_json_number (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  add_json_number (builder, value);
}

void
sl_output_json_count (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

void
sl_output_json_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

void
sl_output_json_numbers (JsonBuilder *builder, const char *name, const double *values, guint n)
{
  json_builder_set_member_name (builder, name);
  add_json_row (builder, values, n);
}

void
sl_output_json_texts (JsonBuilder *builder, const char *name, const char *const *texts, guint n)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    json_builder_add_string_value (builder, texts[i]);
  json_builder_end_array (builder);
}

void
sl_output_json_matrix (JsonBuilder *builder, const char *name, const double *values, guint n_rows,
                       guint n_columns)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint r = 0; r < n_rows; r++)
    add_json_row (builder, values + (gsize) r * n_columns, n_columns);
  json_builder_end_array (builder);
}

void
sl_output_json_print (JsonBuilder *builder)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = NULL;

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = sl_json_text_mend_numbers (json_generator_to_data (generator, NULL));
  g_print ("%s\n", text);
  g_object_unref (builder);
}
