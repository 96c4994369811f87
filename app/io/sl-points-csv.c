/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points in text. */
#include "app/io/sl-points-private.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/io/sl-text.h"
#include "model/io/sl-file.h"
#include "model/support/sl-cancel.h"
#include "model/support/sl-check.h"
#include "model/support/sl-error.h"
#include "model/support/sl-size.h"
#include "model/support/sl-text-quote.h"

#define MOST_BYTES ((gsize) 2 << 30)
/* All parameters and options, with all their digits, take less. */
#define MOST_LINE 65536

/* A quoted field at *at, without its quotes, in place. NULL if the quote does not end, or text follows it. */
static char *
unquote (char **at, char separator)
{
  char *field = *at, *to = field, *p = field + 1;

  for (; *p && !(p[0] == '"' && p[1] != '"'); p++)
    {
      *to++ = *p;
      if (*p == '"')
        p++;
    }
  if (*p != '"')
    return NULL;
  for (p++; *p && *p != separator; p++)
    if (!g_ascii_isspace (*p))
      return NULL;
  *at = p;
  *to = 0;
  return field;
}

/* Splits a line into fields without quotes and surrounding blanks: parts of the line, which is changed.
 * fields is filled, NULL-terminated. FALSE if a quote does not end. Millions of lines pass: nothing is
 * allocated. */
static gboolean
split_line (char *p, char separator, GPtrArray *fields)
{
  const char separators[] = { separator, 0 };

  g_ptr_array_set_size (fields, 0);
  for (;;)
    {
      char *field, *end;
      gboolean last;

      while (*p == ' ' || *p == '\t')
        p++;
      if (*p == '"')
        {
          if (!(field = unquote (&p, separator)))
            return FALSE;
        }
      else
        {
          field = p;
          p += strcspn (p, separators);
        }
      end = p;
      /* Blanks that separate may be several. */
      while (separator == ' ' && p[0] == ' ' && p[1] == ' ')
        p++;
      last = *p != separator || (separator == ' ' && !p[1]);
      *end = 0;
      g_strchomp (field);
      g_ptr_array_add (fields, field);
      if (last)
        break;
      p++;
    }
  g_ptr_array_add (fields, NULL);
  return TRUE;
}

typedef struct {
  SlPoints *points;
  int *ids;
  char **names;
  gsize n_names, most; /* rows that there may be */
  char separator;
  GPtrArray *fields; /* of a line */
  GHashTable *units; /* of columns by name, in ECSV; NULL: none */
} Csv;

static gboolean
csv_fail (const Csv *csv, gsize line, GError **error, const char *format, ...) G_GNUC_PRINTF (4, 5);

static gboolean
csv_fail (const Csv *csv, gsize line, GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, SL_ERROR, SL_ERROR_DATA, _ ("%s: line %zu: %s"), csv->points->path, line, message);
  return FALSE;
}

/* A column of ECSV in another unit than the parameter's would be read wrongly. Logarithms have many
 * spellings of their units and are not compared. */
static gboolean
csv_units (const Csv *csv, gsize line, GError **error)
{
  for (gsize k = 0; k < csv->n_names && csv->units; k++)
    {
      const char *unit = g_hash_table_lookup (csv->units, csv->names[k]);
      const SlParamInfo *info = SL_POINTS_IS_OPTION (csv->ids[k]) ? NULL : sl_param_info (csv->ids[k]);

      if (unit && info && !info->lg && *info->unit && !strpbrk (info->unit, "<&")
          && strcmp (unit, info->unit) != 0)
        return csv_fail (csv, line, error, _ ("%s: expected the unit %s, found %s"), csv->names[k],
                         info->unit, unit);
    }
  return TRUE;
}

static gboolean
csv_header (Csv *csv, char **fields, gsize line, GError **error)
{
  g_autofree char *where = g_strdup_printf (_ ("%s: line %zu"), csv->points->path, line);
  double ignored;

  csv->n_names = g_strv_length (fields);
  if (csv->n_names == 1 && strpbrk (fields[0], ";\t"))
    return csv_fail (csv, line, error, _ ("expected columns separated by commas, found “%s”"),
                     strchr (fields[0], ';') ? ";" : _ ("tabs"));
  if (sl_text_to_number (fields[0], &ignored))
    {
      g_autofree char *found = sl_text_quote (fields[0], SL_TEXT_QUOTE);

      return csv_fail (csv, line, error,
                       _ ("expected a header row with the names of parameters, found the number %s"), found);
    }
  csv->names = g_strdupv (fields);
  csv->ids = sl_points_find_columns (fields, csv->n_names, TRUE, where, error);
  if (!csv->ids || !sl_points_allocate (csv->points, csv->most, csv->ids, csv->n_names, error))
    return FALSE;
  for (gsize k = 0; k < csv->n_names; k++)
    if (SL_POINTS_IS_OPTION (csv->ids[k])
        && !sl_points_allocate_option (csv->points, SL_POINTS_OPTION (csv->ids[k]), error))
      return FALSE;
  csv->points->n = 0;
  csv->points->line = sl_size_try_new (csv->most, 1, sizeof (guint32));
  if (!csv->points->line)
    return csv_fail (csv, line, error, _ ("not enough memory for %zu points"), csv->most);
  if (csv->points->skipping && !(csv->points->bad = sl_size_try_new (csv->most, 1, 1)))
    return csv_fail (csv, line, error, _ ("not enough memory for %zu points"), csv->most);
  return csv_units (csv, line, error);
}

/* The number of a parameter. */
static gboolean
csv_number (const Csv *csv, gsize k, const char *field, gsize line, double *value, GError **error)
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
    return csv_fail (csv, line, error, _ ("%s: “%s” is a missing value; leave the row out or give a number"),
                     csv->names[k], field);
  if (sl_text_to_number (field, value))
    return TRUE;
  found = sl_text_quote (field, SL_TEXT_QUOTE);
  return csv_fail (csv, line, error, _ ("%s: expected a number such as 0.5, found “%s”"), csv->names[k],
                   found);
}

static gboolean
csv_row (Csv *csv, char **fields, gsize line, GError **error)
{
  SlPoints *points = csv->points;
  const gsize n = g_strv_length (fields), row = points->n;
  double *values = points->values + row * points->n_columns;

  if (n != csv->n_names)
    return csv_fail (csv, line, error, _ ("expected %zu values, as in the header, found %zu"), csv->n_names,
                     n);
  for (gsize k = 0; k < n; k++)
    if (SL_POINTS_IS_OPTION (csv->ids[k]))
      {
        const SlOptionId id = SL_POINTS_OPTION (csv->ids[k]);
        const int value = sl_galaxy_settings_option_value (id, fields[k], error);

        if (value < 0)
          {
            g_prefix_error (error, _ ("%s: line %zu: "), points->path, line);
            return FALSE;
          }
        points->option[id][row] = (gint8) value;
      }
    else if (!csv_number (csv, k, fields[k], line, values++, error))
      return FALSE;
  points->line[row] = (guint32) MIN (line, G_MAXUINT32);
  points->n++;
  return TRUE;
}

/* A row, or one that is marked as bad. */
static gboolean
csv_row_or_bad (Csv *csv, char **fields, gsize line, GError **error)
{
  SlPoints *points = csv->points;

  if (csv_row (csv, fields, line, points->skipping ? NULL : error))
    return TRUE;
  if (!points->skipping)
    return FALSE;
  for (guint k = 0; k < points->n_columns; k++)
    points->values[points->n * points->n_columns + k] = NAN;
  points->line[points->n] = (guint32) MIN (line, G_MAXUINT32);
  sl_points_mark_bad (points, points->n++);
  return TRUE;
}

/* The header of ECSV (Astropy's enhanced CSV): lines of YAML behind "# ", of which the separator and the
 * columns' names and units count. */
static void
read_ecsv_comment (Csv *csv, const char *text)
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

/* Behind the end of a line of this length: CR, LF or both. */
static char *
next_line (char *text, gsize length)
{
  char *next = text + length;

  if (*next)
    next += next[0] == '\r' && next[1] == '\n' ? 2 : 1;
  return next;
}

/* The number of lines that may be rows. */
static gsize
count_rows (char *text)
{
  gsize n = 0;

  for (char *at = text; *at;)
    {
      const gsize length = strcspn (at, "\r\n");

      n += length > 0 && *at != '#';
      at = next_line (at, length);
    }
  return n > 0 ? n - 1 : 0;
}

static gboolean
read_csv (Csv *csv, char *text, GError **error)
{
  gsize line = 0;

  if (g_str_has_prefix (text, "\xef\xbb\xbf"))
    text += 3;
  csv->most = count_rows (text);
  while (*text)
    {
      gsize length = strcspn (text, "\r\n");
      char *next = next_line (text, length);

      text[length] = 0;
      g_strchomp (text);
      line++;
      if (sl_cancel_fail (csv->points->path, error))
        return FALSE;
      if (length > MOST_LINE)
        return csv_fail (csv, line, error, _ ("expected at most %d bytes, found %zu"), MOST_LINE, length);
      if (*text && *text != '#')
        {
          char **fields;

          if (!split_line (text, csv->separator, csv->fields))
            return csv_fail (csv, line, error, _ ("a quotation mark does not end, or text follows it"));
          fields = (char **) csv->fields->pdata;
          if (!csv->ids ? !csv_header (csv, fields, line, error) : !csv_row_or_bad (csv, fields, line, error))
            return FALSE;
        }
      else if (*text && !csv->ids)
        read_ecsv_comment (csv, text);
      text = next;
    }
  if (!csv->ids)
    return csv_fail (csv, line, error, _ ("the file ends before a header row with the names of parameters"));
  return TRUE;
}

gboolean
sl_points_load_csv (SlPoints *self, GError **error)
{
  gsize length = 0;
  g_autofree char *text = sl_file_read (self->path, _ ("HDF5 or CSV text"), MOST_BYTES, &length, error);
  Csv csv = { .points = self, .separator = ',' };
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  gboolean ok;

  if (!text)
    return FALSE;
  if (strlen (text) != length || !g_utf8_validate (text, length, NULL))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_FILE, _ ("%s: expected HDF5 or CSV text, found neither"),
                   self->path);
      return FALSE;
    }
  csv.fields = fields;
  ok = read_csv (&csv, text, error);
  g_free (csv.ids);
  g_strfreev (csv.names);
  g_clear_pointer (&csv.units, g_hash_table_unref);
  return ok;
}
