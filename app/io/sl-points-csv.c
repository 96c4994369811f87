/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points in text. */
#include "app/io/sl-points-private.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/io/sl-text-lines.h"
#include "app/io/sl-text.h"
#include "model/support/sl-cancel.h"
#include "model/support/sl-check.h"
#include "model/support/sl-error.h"
#include "model/support/sl-text-quote.h"

struct _SlPointsCsv {
  SlPoints *points;
  SlTextLines *lines;
  int *ids;
  char **names;
  gsize n_names;
  char separator;
  GPtrArray *fields; /* of a line */
  GHashTable *units; /* of columns by name, in ECSV; NULL: none */
};

/* An error about the line that was read last. */
static gboolean csv_fail (const SlPointsCsv *csv, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static gboolean
csv_fail (const SlPointsCsv *csv, GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, SL_ERROR, SL_ERROR_DATA, _ ("%s: line %zu: %s"), csv->points->path,
               sl_text_lines_number (csv->lines), message);
  return FALSE;
}

/* Whether a unit of a file is that of a parameter, as Astropy spells it, too. */
static gboolean
is_unit (const char *found, const char *unit)
{
  static const struct { const char *unit, *other; } table[] = {
    { "km/s", "kms-1" },
    { "100 km/s/Mpc", "100km/(Mpcs)" },
    { "100 km/s/Mpc", "100km/s/Mpc" },
    { "100 km/s/Mpc", "100kms-1Mpc-1" },
  };
  g_autoptr (GString) plain = g_string_new (found);

  g_string_replace (plain, " ", "", 0);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (strcmp (table[i].unit, unit) == 0 && strcmp (table[i].other, plain->str) == 0)
      return TRUE;
  return strcmp (found, unit) == 0 || strcmp (plain->str, unit) == 0;
}

/* A column of ECSV in another unit than the parameter's would be read wrongly. Logarithms have many
 * spellings of their units and are not compared. */
static gboolean
csv_units (const SlPointsCsv *csv, GError **error)
{
  for (gsize k = 0; k < csv->n_names && csv->units; k++)
    {
      const char *unit = g_hash_table_lookup (csv->units, csv->names[k]);
      const SlParamInfo *info = SL_POINTS_IS_PARAMETER (csv->ids[k]) ? sl_param_info (csv->ids[k]) : NULL;

      if (unit && info && !info->lg && *info->unit && !strpbrk (info->unit, "<&")
          && !is_unit (unit, info->unit))
        return csv_fail (csv, error, _ ("%s: expected the unit %s, found %s"), csv->names[k],
                         info->unit, unit);
    }
  return TRUE;
}

static gboolean
csv_header (SlPointsCsv *csv, char **fields, GError **error)
{
  g_autofree char *where = g_strdup_printf (_ ("%s: line %zu"), csv->points->path,
                                              sl_text_lines_number (csv->lines));
  double ignored;

  csv->n_names = g_strv_length (fields);
  if (csv->n_names == 1 && strpbrk (fields[0], ";\t"))
    return csv_fail (csv, error, _ ("expected columns separated by commas, found “%s”"),
                     strchr (fields[0], ';') ? ";" : _ ("tabs"));
  if (sl_text_to_number (fields[0], &ignored))
    {
      g_autofree char *found = sl_text_quote (fields[0], SL_TEXT_QUOTE);

      return csv_fail (csv, error,
                       _ ("expected a header row with the names of parameters, found the number %s"), found);
    }
  csv->names = g_strdupv (fields);
  csv->ids = sl_points_find_columns (fields, csv->n_names, TRUE, where, error);
  if (!csv->ids || !sl_points_set_columns (csv->points, csv->ids, csv->n_names, error))
    return FALSE;
  csv->points->line = g_new0 (guint32, 1);
  return csv_units (csv, error);
}

/* The number of a parameter. */
static gboolean
csv_number (const SlPointsCsv *csv, gsize k, const char *field, double *value, GError **error)
{
  g_autofree char *found = NULL;

  if (sl_option_that_frees (csv->ids[k]) >= 0 && (!*field || g_ascii_strcasecmp (field, "nan") == 0))
    {
      *value = NAN;
      return TRUE;
    }
  /* Most fields are numbers. */
  if ((g_ascii_isdigit (*field) || *field == '-') && sl_text_to_number (field, value))
    return TRUE;
  if (sl_check_names_missing (field))
    return csv_fail (csv, error, _ ("%s: “%s” is a missing value; leave the row out or give a number"),
                     csv->names[k], field);
  if (sl_text_to_number (field, value))
    return TRUE;
  found = sl_text_quote (field, SL_TEXT_QUOTE);
  return csv_fail (csv, error, _ ("%s: expected a number such as 0.5, found “%s”"), csv->names[k],
                   found);
}

/* Row points->n, for which there is room. */
static gboolean
csv_row (SlPointsCsv *csv, GError **error)
{
  SlPoints *points = csv->points;
  char **fields = (char **) csv->fields->pdata;
  const gsize n = csv->fields->len - 1, row = points->n;
  double *values = points->values + row * points->n_columns;

  if (n != csv->n_names)
    return csv_fail (csv, error, _ ("expected %zu values, as in the header, found %zu"), csv->n_names, n);
  for (gsize k = 0; k < n; k++)
    if (SL_POINTS_IS_OPTION (csv->ids[k]))
      {
        const SlOptionId id = SL_POINTS_OPTION (csv->ids[k]);
        const int value = sl_galaxy_settings_option_value (id, fields[k], error);

        if (value < 0)
          {
            g_prefix_error (error, _ ("%s: line %zu: "), points->path, sl_text_lines_number (csv->lines));
            return FALSE;
          }
        points->option[id][row] = (gint8) value;
      }
    else if (SL_POINTS_IS_PARAMETER (csv->ids[k]) && !csv_number (csv, k, fields[k], values++, error))
      return FALSE;
  return TRUE;
}

/* A row, or one that is marked as bad. */
static gboolean
csv_row_or_bad (SlPointsCsv *csv, GError **error)
{
  SlPoints *points = csv->points;
  const gsize row = points->n;
  const gboolean good = csv_row (csv, points->skipping ? NULL : error);

  if (!good && !points->skipping)
    return FALSE;
  points->line[row] = (guint32) MIN (sl_text_lines_number (csv->lines), G_MAXUINT32);
  points->n++;
  if (good)
    return TRUE;
  for (guint k = 0; k < points->n_columns; k++)
    points->values[row * points->n_columns + k] = NAN;
  sl_points_mark_bad (points, row);
  return TRUE;
}

/* The header of ECSV (Astropy's enhanced CSV): lines of YAML behind "# ", of which the separator and the
 * columns' names and units count. */
static void
read_ecsv_comment (SlPointsCsv *csv, const char *text)
{
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GRegex) column = NULL, separator = NULL;
  g_autofree char *name = NULL, *unit = NULL;

  if (g_str_has_prefix (text, "# %ECSV"))
    csv->separator = ' ';
  separator = g_regex_new ("^# delimiter: *['\"]?(.)['\"]? *$", 0, 0, NULL);
  if (g_regex_match (separator, text, 0, &match))
    {
      g_autofree char *found = g_match_info_fetch (match, 1);

      csv->separator = *found == ',' ? ',' : ' ';
    }
  g_clear_pointer (&match, g_match_info_unref);
  column = g_regex_new ("^# - \\{.*name: *['\"]?([^,'\"}]+).*unit: *['\"]?([^,'\"}]+)", 0, 0, NULL);
  if (!g_regex_match (column, text, 0, &match))
    return;
  name = g_match_info_fetch (match, 1);
  unit = g_match_info_fetch (match, 2);
  if (!csv->units)
    csv->units = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (csv->units, g_strdup (g_strstrip (name)), g_strdup (g_strstrip (unit)));
}

/* The next line with a row, or NULL: at the end without an error. */
static char *
next_row (SlPointsCsv *csv, GError **error)
{
  char *text;

  while (!sl_cancel_fail (csv->points->path, error) && (text = sl_text_lines_next (csv->lines, error)))
    {
      g_strchomp (text);
      if (*text && *text != '#')
        return text;
      if (*text && !csv->ids)
        read_ecsv_comment (csv, text);
    }
  return NULL;
}

static gboolean
split_row (SlPointsCsv *csv, char *text, GError **error)
{
  return sl_text_split_fields (text, csv->separator, csv->fields)
         || csv_fail (csv, error, _ ("a quotation mark does not end, or text follows it"));
}

SlPointsCsv *
sl_points_csv_open (SlPoints *points, GError **error)
{
  SlTextLines *lines = sl_text_lines_open (points->path, _ ("HDF5 or CSV text"), error);
  g_autoptr (GError) fault = NULL;
  SlPointsCsv *csv;
  char *text;

  if (!lines)
    return NULL;
  csv = g_new0 (SlPointsCsv, 1);
  csv->points = points;
  csv->lines = lines;
  csv->separator = ',';
  csv->fields = g_ptr_array_new ();
  text = next_row (csv, &fault);
  if (text ? split_row (csv, text, error) && csv_header (csv, (char **) csv->fields->pdata, error) : FALSE)
    return csv;
  if (fault)
    g_propagate_error (error, g_steal_pointer (&fault));
  else if (!text)
    csv_fail (csv, error, _ ("the file ends before a header row with the names of parameters"));
  sl_points_csv_free (csv);
  return NULL;
}

gboolean
sl_points_csv_read (SlPointsCsv *csv, gsize most, GError **error)
{
  g_autoptr (GError) fault = NULL;
  char *text = NULL;

  for (gsize i = 0; i < most && (text = next_row (csv, &fault)); i++)
    if (!split_row (csv, text, error) || !csv_row_or_bad (csv, error))
      return FALSE;
  if (!fault)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

gboolean
sl_points_csv_skip (SlPointsCsv *csv, gsize n, GError **error)
{
  g_autoptr (GError) fault = NULL;

  for (gsize i = 0; i < n; i++)
    if (!next_row (csv, &fault))
      break;
  if (!fault)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

gboolean
sl_points_csv_rewind (SlPointsCsv *csv, GError **error)
{
  sl_text_lines_rewind (csv->lines);
  /* The header. */
  return sl_points_csv_skip (csv, 1, error);
}

void
sl_points_csv_free (SlPointsCsv *csv)
{
  if (!csv)
    return;
  sl_text_lines_free (csv->lines);
  g_ptr_array_unref (csv->fields);
  g_free (csv->ids);
  g_strfreev (csv->names);
  g_clear_pointer (&csv->units, g_hash_table_unref);
  g_free (csv);
}
