/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/io/sl-table.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "model/support/sl-error.h"
#include "model/io/sl-hdf5.h"

/* Enough for SL_TABLE_MAX rows of two numbers with all digits, and comments. A larger file is not a table. */
#define MOST_BYTES (16 << 20)
/* Longest quotation of a line in a message. */
#define QUOTE_CHARS 40

typedef struct {
  const char *path;
  guint line;        /* counting from 1 */
  GArray *x, *y;
} Csv;

static const SlTable *
fail (GError **error, SlErrorCode code, const char *path, const char *format, ...) G_GNUC_PRINTF (4, 5);

static const SlTable *
fail (GError **error, SlErrorCode code, const char *path, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, SL_ERROR, code, "%s: %s", path, what);
  return NULL;
}

/* A file's text for a message: valid UTF-8, not too long. */
static char *
quote (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  if (g_utf8_strlen (valid, -1) <= QUOTE_CHARS)
    return g_steal_pointer (&valid);
  *g_utf8_offset_to_pointer (valid, QUOTE_CHARS) = 0;
  return g_strconcat (valid, "…", NULL);
}

/* --- CSV ------------------------------------------------------------------ */

/* Splits into fields without surrounding blanks: at semicolons if there are any, else at commas, else at tabs
 * and blanks. */
static char **
split (const char *line)
{
  const char *separator = strchr (line, ';') ? ";" : strchr (line, ',') ? "," : NULL;
  g_auto (GStrv) parts = g_strsplit_set (line, separator ? separator : " \t", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; parts[i]; i++)
    if (*g_strstrip (parts[i]) || separator)
      g_strv_builder_add (builder, parts[i]);
  return g_strv_builder_end (builder);
}

/* In the C locale; accepts nan and inf, which are rejected later. */
static gboolean
is_number (const char *text, double *value)
{
  char *end;

  *value = g_ascii_strtod (text, &end);
  return end > text && *end == 0;
}

static gboolean
read_row (Csv *csv, char **fields, GError **error)
{
  guint n = g_strv_length (fields);
  double value[2];

  if (n != 2)
    {
      fail (error, SL_ERROR_DATA, csv->path, _ ("line %u: expected two numbers, found %u fields"), csv->line,
            n);
      return FALSE;
    }
  for (guint i = 0; i < 2; i++)
    if (!is_number (fields[i], &value[i]) || !isfinite (value[i]))
      {
        g_autofree char *found = quote (fields[i]);

        fail (error, SL_ERROR_DATA, csv->path, _ ("line %u: expected a number such as 0.5, found “%s”"),
              csv->line, found);
        return FALSE;
      }
  if (csv->x->len && !(value[0] > g_array_index (csv->x, double, csv->x->len - 1)))
    {
      char after[G_ASCII_DTOSTR_BUF_SIZE], found[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (found, sizeof found, "%.9g", value[0]);
      g_ascii_formatd (after, sizeof after, "%.9g", g_array_index (csv->x, double, csv->x->len - 1));
      fail (error, SL_ERROR_DATA, csv->path, _ ("line %u: expected times that increase, found %s after %s"),
            csv->line, found, after);
      return FALSE;
    }
  if (csv->x->len == SL_TABLE_MAX)
    {
      fail (error, SL_ERROR_DATA, csv->path, _ ("line %u: expected at most %d rows, found more"), csv->line,
            SL_TABLE_MAX);
      return FALSE;
    }
  g_array_append_val (csv->x, value[0]);
  g_array_append_val (csv->y, value[1]);
  return TRUE;
}

/* The first line that is not blank or a comment may name the columns: then none of its fields is a number. */
static gboolean
is_header (char **fields)
{
  double ignored;

  for (guint i = 0; fields[i]; i++)
    if (is_number (fields[i], &ignored))
      return FALSE;
  return TRUE;
}

static gboolean
read_text (Csv *csv, char *text, GError **error)
{
  gboolean first = TRUE;

  if (g_str_has_prefix (text, "\xef\xbb\xbf"))
    text += 3;
  while (*text)
    {
      gsize length = strcspn (text, "\r\n");
      char *next = text + length;
      g_auto (GStrv) fields = NULL;

      if (*next)
        next += next[0] == '\r' && next[1] == '\n' ? 2 : 1;
      text[length] = 0;
      text[strcspn (text, "#")] = 0;
      csv->line++;
      if (*g_strstrip (text))
        {
          fields = split (text);
          if (!(first && is_header (fields)) && !read_row (csv, fields, error))
            return FALSE;
          first = FALSE;
        }
      text = next;
    }
  return TRUE;
}

static const SlTable *
load_csv (const char *path, const char *name, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) cause = NULL;
  g_autoptr (GArray) x = g_array_new (FALSE, FALSE, sizeof (double)),
                     y = g_array_new (FALSE, FALSE, sizeof (double));
  Csv csv = { .path = path, .x = x, .y = y };
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &cause))
    return fail (error, SL_ERROR_FILE, path, "%s", cause->message);
  if (strlen (text) != length)
    return fail (error, SL_ERROR_FILE, path,
                 _ ("expected text in two columns or an HDF5 file, found other data"));
  if (!read_text (&csv, text, error))
    return NULL;
  if (x->len < 2)
    return fail (error, SL_ERROR_DATA, path,
                 _ ("line %u: expected at least two rows of two numbers, found %u before the end"),
                 MAX (csv.line, 1), x->len);
  return sl_table_intern (name, (const double *) x->data, (const double *) y->data, x->len, error);
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

static const SlTable *
load_hdf5 (const char *path, const char *name, GError **error)
{
  g_autoptr (SlH5) file = sl_h5_open (path, error);
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
        return fail (error, SL_ERROR_DATA, path,
                     _ ("%s: expected one dimension of 2 to %d values, found rank %u, length %zu"), column[i],
                     SL_TABLE_MAX, rank, rank ? dims[0] : 1);
      if (i && dims[0] != n)
        return fail (error, SL_ERROR_DATA, path, _ ("%s: expected %zu values, as in %s, found %zu"), y_name,
                     n, x_name, dims[0]);
      n = dims[0];
    }
  x = sl_h5_read_double (file, x_name, 1, &n, error);
  y = x ? sl_h5_read_double (file, y_name, 1, &n, error) : NULL;
  if (!y)
    return NULL;
  for (gsize i = 0; i < n; i++)
    if (!isfinite (x[i]) || !isfinite (y[i]))
      return fail (error, SL_ERROR_DATA, path, _ ("%s: expected finite values, found another at index %zu"),
                   isfinite (x[i]) ? y_name : x_name, i);
    else if (i && !(x[i] > x[i - 1]))
      return fail (error, SL_ERROR_DATA, path,
                   _ ("%s: expected times that increase, found another order at index %zu"), x_name, i);
  return sl_table_intern (name, x, y, (guint) n, error);
}

static gboolean
looks_like_hdf5 (const char *path)
{
  static const char signature[] = "\x89HDF\r\n\x1a\n";
  char start[sizeof signature - 1] = { 0 };
  FILE *file;
  gsize got;

  if (g_str_has_suffix (path, ".h5") || g_str_has_suffix (path, ".hdf5"))
    return TRUE;
  file = g_fopen (path, "rbe");
  if (!file)
    return FALSE;
  got = fread (start, 1, sizeof start, file);
  fclose (file);
  return got == sizeof start && memcmp (start, signature, sizeof start) == 0;
}

const SlTable *
sl_table_load (const char *path, GError **error)
{
  g_autofree char *base = NULL, *name = NULL;
  GStatBuf status;

  g_return_val_if_fail (path != NULL, NULL);

  /* Reading a pipe could block, and a device has no end. */
  if (g_stat (path, &status) != 0)
    return fail (error, SL_ERROR_FILE, path, _ ("expected a table, but it cannot be opened: %s"),
                 g_strerror (errno));
  if (!S_ISREG (status.st_mode))
    return fail (error, SL_ERROR_FILE, path,
                 S_ISDIR (status.st_mode) ? _ ("expected a table, found a folder")
                                          : _ ("expected a table, found something that is no file"));
  base = g_path_get_basename (path);
  name = g_filename_display_name (base);
  if (looks_like_hdf5 (path))
    return load_hdf5 (path, name, error);
  if (status.st_size > MOST_BYTES)
    return fail (error, SL_ERROR_DATA, path,
                 _ ("expected a table of at most %d rows, found a file of %.0f MB"), SL_TABLE_MAX,
                 status.st_size / 1e6);
  return load_csv (path, name, error);
}
