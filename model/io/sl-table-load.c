/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two columns of numbers, from text or HDF5. */
#include "model/io/sl-table-columns.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/files/sl-kept-files.h"
#include "model/io/sl-file.h"
#include "model/io/sl-hdf5.h"
#include "model/support/sl-check.h"
#include "model/support/sl-error.h"
#include "model/support/sl-text-quote.h"

/* Enough for SL_TABLE_MAX rows of two numbers with all digits, and comments. A larger file is not a table. */
#define MOST_BYTES (16 << 20)

typedef struct {
  const char *path;
  guint line; /* counting from 1 */
  GArray *x, *y;
  GString *x_head, *y_head;
  gboolean commas, points; /* some number has a decimal comma, or point */
  gboolean columns;        /* the header or a number shows that commas separate two columns */
} Csv;

static gboolean fail (GError **error, SlErrorCode code, const char *path, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

static gboolean
fail (GError **error, SlErrorCode code, const char *path, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, SL_ERROR, code, "%s: %s", path, what);
  return FALSE;
}

/* --- columns -------------------------------------------------------------- */

/* Takes x_head and y_head. */
static SlTableColumns *
columns_new (const char *path, const char *name, const double *x, const double *y, guint n, char *x_head,
             char *y_head)
{
  SlTableColumns *self = g_new0 (SlTableColumns, 1);

  self->path = g_strdup (path);
  self->name = g_strdup (name);
  self->n = n;
  self->x = g_memdup2 (x, n * sizeof *x);
  self->y = g_memdup2 (y, n * sizeof *y);
  self->x_head = x_head;
  self->y_head = y_head;
  return self;
}

void
sl_table_columns_free (SlTableColumns *self)
{
  if (!self)
    return;
  g_free (self->name);
  g_free (self->path);
  g_free (self->x_head);
  g_free (self->y_head);
  g_free (self->x);
  g_free (self->y);
  g_free (self->notes);
  g_free (self);
}

/* Finite numbers, none of which marks a missing one, times in order. names: of the columns in the file. */
static gboolean
check_arrays (const char *path, const char *const names[2], const double *x, const double *y, gsize n,
              GError **error)
{
  for (gsize i = 0; i < n; i++)
    if (!isfinite (x[i]) || !isfinite (y[i]))
      return fail (error, SL_ERROR_DATA, path, _ ("%s: expected finite values, found another at index %zu"),
                   names[isfinite (x[i])], i);
    else if (sl_check_marks_missing (y[i]))
      return fail (error, SL_ERROR_DATA, path,
                   _ ("%s: %g at index %zu marks a missing value; leave that row out"), names[1], y[i], i);
    else if (i && !((x[i] - x[i - 1]) * (x[1] - x[0]) > 0.0))
      return fail (error, SL_ERROR_DATA, path,
                   _ ("%s: expected times that increase, found another order at index %zu"), names[0], i);
  return TRUE;
}

SlTableColumns *
sl_table_columns_new (const char *path, const char *name, const double *x, const double *y, guint n,
                      GError **error)
{
  if (n < 2 || n > SL_TABLE_MAX)
    fail (error, SL_ERROR_DATA, path, _ ("%s: expected a table of 2 to %d rows, found %u"), name,
          SL_TABLE_MAX, n);
  else if (check_arrays (path, (const char *const[]) { name, name }, x, y, n, error))
    return columns_new (path, name, x, y, n, g_strdup (""), g_strdup (""));
  return NULL;
}

/* --- CSV ------------------------------------------------------------------ */

/* In the C locale; accepts nan and inf, which are rejected later. */
static gboolean
is_number (const char *text, double *value)
{
  char *end;

  *value = g_ascii_strtod (text, &end);
  return end > text && *end == 0;
}

/* A number with a comma for the point. */
static gboolean
is_comma_number (const char *text, double *value)
{
  g_autofree char *copy = g_strdup (text);
  char *comma = strchr (copy, ',');

  if (!comma || comma == copy || !g_ascii_isdigit (comma[-1]) || !g_ascii_isdigit (comma[1])
      || strchr (copy, '.'))
    return FALSE;
  *comma = '.';
  return is_number (copy, value);
}

static char **
split_at (const char *line, const char *separators, gboolean keep_empty)
{
  g_auto (GStrv) parts = g_strsplit_set (line, separators, -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; parts[i]; i++)
    if (*g_strstrip (parts[i]) || keep_empty)
      g_strv_builder_add (builder, parts[i]);
  return g_strv_builder_end (builder);
}

/* Splits into fields without surrounding blanks: at semicolons if there are any, else at commas, else at tabs
 * and blanks; at these also where they leave two numbers of which one has a decimal comma. */
static char **
split (const char *line)
{
  g_auto (GStrv) words = NULL;
  double value;

  if (strchr (line, ';'))
    return split_at (line, ";", TRUE);
  words = split_at (line, " \t", FALSE);
  if (!strchr (line, ',')
      || (g_strv_length (words) == 2 && (is_number (words[0], &value) || is_comma_number (words[0], &value))
          && (is_number (words[1], &value) || is_comma_number (words[1], &value))))
    return g_steal_pointer (&words);
  return split_at (line, ",", TRUE);
}

static gboolean
read_number (Csv *csv, const char *text, double *value, GError **error)
{
  g_autofree char *found = sl_text_quote (text, SL_TEXT_QUOTE);

  if (sl_check_names_missing (text))
    return fail (error, SL_ERROR_DATA, csv->path, _ ("line %u: “%s” is a missing value; leave that row out"),
                 csv->line, found);
  if (is_comma_number (text, value))
    csv->commas = TRUE;
  else if (!is_number (text, value) || !isfinite (*value))
    return fail (error, SL_ERROR_DATA, csv->path, _ ("line %u: expected a number such as 0.5, found “%s”"),
                 csv->line, found);
  csv->points |= strchr (text, '.') != NULL;
  if (csv->commas && csv->points)
    return fail (error, SL_ERROR_DATA, csv->path,
                 _ ("line %u: expected decimal points or decimal commas, found both up to “%s”"), csv->line,
                 found);
  if (sl_check_marks_missing (*value))
    return fail (error, SL_ERROR_DATA, csv->path, _ ("line %u: %s marks a missing value; leave that row out"),
                 csv->line, found);
  return TRUE;
}

/* Times that neither increase nor decrease as the first two do. */
static gboolean
check_order (Csv *csv, double time, GError **error)
{
  const guint n = csv->x->len;
  const double *x = (const double *) csv->x->data;
  char after[G_ASCII_DTOSTR_BUF_SIZE], found[G_ASCII_DTOSTR_BUF_SIZE];

  if (n == 0 || (n == 1 ? time != x[0] : (time - x[n - 1]) * (x[1] - x[0]) > 0.0))
    return TRUE;
  g_ascii_formatd (found, sizeof found, "%.9g", time);
  g_ascii_formatd (after, sizeof after, "%.9g", x[n - 1]);
  return fail (error, SL_ERROR_DATA, csv->path,
               n > 1 && x[1] < x[0] ? _ ("line %u: expected times in order, found %s after %s")
                                    : _ ("line %u: expected times that increase, found %s after %s"),
               csv->line, found, after);
}

static gboolean
read_row (Csv *csv, char **fields, const char *line, GError **error)
{
  guint n = g_strv_length (fields);
  double value[2];

  if (n != 2)
    return fail (error, SL_ERROR_DATA, csv->path, _ ("line %u: expected two numbers, found %u fields"),
                 csv->line, n);
  for (guint i = 0; i < 2; i++)
    if (!read_number (csv, fields[i], &value[i], error))
      return FALSE;
  if (!check_order (csv, value[0], error))
    return FALSE;
  if (csv->x->len == SL_TABLE_MAX)
    return fail (error, SL_ERROR_DATA, csv->path, _ ("line %u: expected at most %d rows, found more"),
                 csv->line, SL_TABLE_MAX);
  /* Anything but a sign, digits and a comma cannot be a single number. */
  csv->columns |= line[1 + strspn (line + 1, "0123456789,")] != 0;
  g_array_append_val (csv->x, value[0]);
  g_array_append_val (csv->y, value[1]);
  return TRUE;
}

/* Lines before the first row may name the columns: then none of their fields is a number. */
static gboolean
is_header (char **fields)
{
  double ignored;

  for (guint i = 0; fields[i]; i++)
    if (is_number (fields[i], &ignored) || is_comma_number (fields[i], &ignored))
      return FALSE;
  return TRUE;
}

/* Keeps what a header says of the columns: of two fields each, else the words before and from the first one
 * that names a value. */
static void
keep_header (Csv *csv, char **fields)
{
  static const char *const values[] = { "sfr", "rate", "met", "z", "lgz", "logz", "msun" };
  gboolean value = FALSE;

  csv->columns |= g_strv_length (fields) == 2;
  for (guint i = 0; fields[i]; i++)
    {
      g_autofree char *valid = g_utf8_make_valid (fields[i], -1), *word = g_utf8_strdown (valid, -1);

      if (g_strv_length (fields) == 2)
        value = i > 0;
      else
        for (guint k = 0; i > 0 && k < G_N_ELEMENTS (values); k++)
          value |= g_str_has_prefix (word, values[k]);
      g_string_append_printf (value ? csv->y_head : csv->x_head, "%s ", word);
    }
}

static gboolean
read_text (Csv *csv, char *text, GError **error)
{
  if (g_str_has_prefix (text, "\xef\xbb\xbf"))
    text += 3;
  while (*text)
    {
      gsize length = strcspn (text, "\r\n");
      char *next = text + length;

      if (*next)
        next += next[0] == '\r' && next[1] == '\n' ? 2 : 1;
      text[length] = 0;
      text[strcspn (text, "#")] = 0;
      csv->line++;
      if (*g_strstrip (text))
        {
          g_auto (GStrv) fields = split (text);

          if (csv->x->len == 0 && is_header (fields))
            keep_header (csv, fields);
          else if (!read_row (csv, fields, text, error))
            return FALSE;
        }
      text = next;
    }
  return TRUE;
}

static SlTableColumns *
csv_columns (Csv *csv, const char *name, GError **error)
{
  const double *x = (const double *) csv->x->data, *y = (const double *) csv->y->data;
  SlTableColumns *self;

  if (csv->x->len < 2)
    {
      fail (error, SL_ERROR_DATA, csv->path,
            _ ("line %u: expected at least two rows of two numbers, found %u before the end"),
            MAX (csv->line, 1), csv->x->len);
      return NULL;
    }
  if (!csv->columns)
    {
      fail (error, SL_ERROR_DATA, csv->path,
            _ ("“%g,%g” may be two whole numbers or one number with a decimal comma. Write decimals with a "
               "point, or separate the columns by semicolons or blanks, or name them in a first line"),
            x[0], y[0]);
      return NULL;
    }
  self = columns_new (csv->path, name, x, y, csv->x->len, g_strstrip (g_strdup (csv->x_head->str)),
                      g_strstrip (g_strdup (csv->y_head->str)));
  if (csv->commas)
    self->notes = g_strdup_printf (_ ("%s: commas were read as decimal commas"), name);
  return self;
}

static SlTableColumns *
load_csv (const char *path, const char *name, GError **error)
{
  gsize length = 0;
  g_autofree char *text = sl_file_read (path, _ ("a table"), MOST_BYTES, &length, error);
  g_autoptr (GArray) x = g_array_new (FALSE, FALSE, sizeof (double)),
                     y = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GString) x_head = g_string_new (NULL), y_head = g_string_new (NULL);
  Csv csv = { .path = path, .x = x, .y = y, .x_head = x_head, .y_head = y_head };

  if (!text)
    return NULL;
  sl_file_keep (path);
  if (strlen (text) != length)
    fail (error, SL_ERROR_FILE, path, _ ("expected text in two columns or an HDF5 file, found other data"));
  else if (read_text (&csv, text, error))
    return csv_columns (&csv, name, error);
  return NULL;
}

/* --- HDF5 ----------------------------------------------------------------- */

/* Names of the two datasets: t and sfr, or t and lgmet; else the file's only two, in the order of their
 * names. */
static gboolean
find_columns (SlH5 *file, const char *path, char *column[2], GError **error)
{
  g_auto (GStrv) members = NULL;
  gboolean sfr = sl_h5_exists (file, "sfr"), lgmet = sl_h5_exists (file, "lgmet");

  if (sl_h5_exists (file, "t") && sfr != lgmet)
    {
      column[0] = g_strdup ("t");
      column[1] = g_strdup (sfr ? "sfr" : "lgmet");
      return TRUE;
    }
  if (sfr && lgmet)
    {
      fail (error, SL_ERROR_DATA, path,
            _ ("expected either sfr or lgmet beside t, found both; a file holds one table"));
      return FALSE;
    }
  members = sl_h5_members (file, "/", error);
  if (!members)
    return FALSE;
  if (g_strv_length (members) != 2)
    {
      fail (error, SL_ERROR_DATA, path,
            _ ("expected datasets t and sfr, or t and lgmet, or two of any names; found %u"),
            g_strv_length (members));
      return FALSE;
    }
  for (guint i = 0; i < 2; i++)
    column[i] = g_strdup (members[i]);
  return TRUE;
}

/* The name of a column and its units, as a header. */
static char *
head_of (SlH5 *file, const char *column)
{
  g_autofree char *units = sl_h5_attribute_string (file, column, "units");
  g_autofree char *text = g_strdup_printf ("%s [%s]", column, units ? units : "");

  return g_utf8_strdown (text, -1);
}

static SlTableColumns *
load_hdf5 (const char *path, const char *name, GError **error)
{
  g_autoptr (SlH5) file = sl_h5_open (path, error);
  g_autoptr (SlTableColumns) columns = NULL;
  g_autofree char *x_name = NULL, *y_name = NULL;
  g_autofree double *x = NULL, *y = NULL;
  char *column[2] = { NULL, NULL };
  gsize dims[8], n = 0;
  guint rank;

  if (!file || !find_columns (file, path, column, error))
    return NULL;
  x_name = column[0];
  y_name = column[1];
  /* Checked before reading: a small file may claim terabytes. */
  for (guint i = 0; i < 2; i++)
    {
      if (!sl_h5_shape (file, column[i], &rank, dims, error))
        return NULL;
      if (rank != 1 || dims[0] < 2 || dims[0] > SL_TABLE_MAX)
        fail (error, SL_ERROR_DATA, path,
              _ ("%s: expected one dimension of 2 to %d values, found rank %u, length %zu"), column[i],
              SL_TABLE_MAX, rank, rank ? dims[0] : 1);
      else if (i && dims[0] != n)
        fail (error, SL_ERROR_DATA, path, _ ("%s: expected %zu values, as in %s, found %zu"), y_name, n,
              x_name, dims[0]);
      else
        {
          n = dims[0];
          continue;
        }
      return NULL;
    }
  x = sl_h5_read_double (file, x_name, 1, &n, error);
  y = x ? sl_h5_read_double (file, y_name, 1, &n, error) : NULL;
  if (!y || !check_arrays (path, (const char *const *) column, x, y, n, error))
    return NULL;
  columns = columns_new (path, name, x, y, (guint) n, head_of (file, x_name), head_of (file, y_name));
  return sl_h5_finish (file, error) ? g_steal_pointer (&columns) : NULL;
}

SlTableColumns *
sl_table_columns_load (const char *path, GError **error)
{
  g_autofree char *base = NULL, *name = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  base = g_path_get_basename (path);
  name = g_filename_display_name (base);
  return sl_file_is_hdf5 (path) ? load_hdf5 (path, name, error) : load_csv (path, name, error);
}
