/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/io/sl-points.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/io/sl-galaxy-settings.h"
#include "app/io/sl-text.h"
#include "model/support/sl-check.h"
#include "model/support/sl-error.h"

/* Ids of columns that hold an option; those of parameters are SlParamId. */
#define OPTION_COLUMN(option) (-2 - (option))
#define COLUMN_OPTION(id) ((SlOptionId) (-2 - (id)))

char *
sl_points_where (const SlPoints *self, gsize row)
{
  if (self->line)
    return g_strdup_printf (_ ("%s: line %zu"), self->path, self->line[row]);
  return g_strdup_printf (_ ("%s: row %zu (counting from 0)"), self->path, row);
}

void
sl_points_free (SlPoints *self)
{
  if (!self)
    return;
  g_free (self->path);
  g_free (self->galaxies);
  g_free (self->line);
  g_free (self->notes);
  g_free (self->lines_off);
  g_free (self);
}

/* A parameter that has a number which catalogues write where there is none, and which is no value of it;
 * NULL: there is none. */
static const char *
find_missing (const SlGalaxy *galaxy, double *value)
{
  for (int p = 0; p < SL_N_PARAMS; p++)
    {
      double lo, hi;

      *value = galaxy->value[p];
      sl_galaxy_range (galaxy, p, NULL, &lo, &hi);
      if (!(*value >= lo && *value <= hi) && sl_galaxy_uses (galaxy, p)
          && sl_check_marks_missing (-fabs (*value)))
        return sl_param_info (p)->name;
    }
  return NULL;
}

gboolean
sl_points_check (const SlPoints *self, gboolean extrapolate, GError **error)
{
  for (gsize i = 0; i < self->n; i++)
    {
      g_autoptr (GError) cause = NULL;
      double value;
      const char *missing = find_missing (&self->galaxies[i], &value);

      if (missing)
        {
          g_autofree char *where = sl_points_where (self, i);

          g_set_error (error, SL_ERROR, SL_ERROR_DATA,
                       _ ("%s: %s = %g marks a missing value; leave the row out or give a number"), where,
                       missing, value);
          return FALSE;
        }
      if (!sl_galaxy_check (&self->galaxies[i], extrapolate, &cause))
        {
          g_autofree char *where = sl_points_where (self, i);

          g_set_error (error, cause->domain, cause->code, "%s: %s%s", where, cause->message,
                       extrapolate || sl_galaxy_check (&self->galaxies[i], TRUE, NULL)
                         ? extrapolate ? "" : _ (" (--extrapolate accepts it)") : "");
          return FALSE;
        }
    }
  return TRUE;
}

/* The galaxy of a row. options: values, negative: the default. ids (n) of the columns, values (n): numbers of
 * parameters; columns of options are skipped. */
static void
fill_galaxy (SlGalaxy *galaxy, const int options[SL_N_OPTIONS], const int *ids, const double *values, gsize n)
{
  sl_galaxy_init (galaxy);
  for (int i = 0; i < SL_N_OPTIONS; i++)
    if (options[i] >= 0)
      sl_galaxy_change_option (galaxy, i, options[i]);
  for (gsize k = 0; k < n; k++)
    {
      int freed_by;

      if (ids[k] < 0)
        continue;
      /* Without a number the bump follows the slope of the dust curve, and gas has the metals of stars. */
      freed_by = sl_option_that_frees (ids[k]);
      if (freed_by >= 0 && isnan (values[k]))
        continue;
      if (freed_by >= 0 && options[freed_by] < 0)
        sl_galaxy_set_option (galaxy, freed_by, TRUE);
      galaxy->value[ids[k]] = values[k];
    }
}

static void
note_given (SlPoints *self, const int *ids, gsize n)
{
  for (gsize k = 0; k < n; k++)
    if (ids[k] >= 0)
      sl_param_set_add (&self->given, ids[k]);
}

/* Ids of column names; a name may appear only once. */
static int *
find_columns (char **names, gsize n, gboolean with_options, const char *where, GError **error)
{
  g_autofree int *ids = g_new (int, n + 1);

  for (gsize k = 0; k < n; k++)
    {
      g_autoptr (GError) cause = NULL;

      if (with_options && sl_galaxy_settings_find_option (names[k]) >= 0)
        ids[k] = OPTION_COLUMN (sl_galaxy_settings_find_option (names[k]));
      else
        ids[k] = sl_text_to_parameter (names[k], &cause);
      if (ids[k] == -1)
        {
          g_set_error (error, cause->domain, cause->code, "%s: %s", where, cause->message);
          return NULL;
        }
      for (gsize i = 0; i < k; i++)
        if (ids[i] == ids[k])
          {
            g_set_error (error, SL_ERROR, SL_ERROR_DATA, _ ("%s: the column %s appears twice"), where,
                         names[k]);
            return NULL;
          }
    }
  return g_steal_pointer (&ids);
}

/* --- HDF5 ----------------------------------------------------------------- */

/* Reads the values of an option for n points from an attribute of /points or a dataset with n names; -1 if
 * the file has neither. */
static gboolean
read_option (SlH5 *file, const char *path, SlOptionId id, gsize n, int *values, GError **error)
{
  const char *keys[] = { sl_galaxy_settings_option_key (id), sl_option_info (id)->name };
  g_autofree char *name = NULL;
  g_auto (GStrv) names = NULL;

  for (guint k = 0; k < G_N_ELEMENTS (keys) && !name && !names; k++)
    {
      gsize count = 0;

      name = sl_h5_attribute_string (file, "/points", keys[k]);
      if (name || !sl_h5_exists (file, keys[k]))
        continue;
      names = sl_h5_read_strings (file, keys[k], &count, error);
      if (!names)
        return FALSE;
      if (count != n)
        {
          g_set_error (error, SL_ERROR, SL_ERROR_DATA,
                       _ ("%s: /%s: expected one entry per point, %zu, found %zu"), path, keys[k], n, count);
          return FALSE;
        }
    }
  for (gsize i = 0; i < n; i++)
    {
      values[i] = i > 0 && !names ? values[0]
                  : names || name ? sl_galaxy_settings_option_value (id, names ? names[i] : name, error) : -1;
      if (values[i] < 0 && (names || name))
        {
          g_prefix_error (error, "%s: ", path);
          return FALSE;
        }
    }
  return TRUE;
}

/* The tables of a galaxy and their groups in a file, by SlTableKind. */
static const struct { const char *group, *y; gsize offset; } table_table[] = {
  [SL_TABLE_OF_RATES] = { "/sfh_table", "sfr", G_STRUCT_OFFSET (SlGalaxy, sfh_table) },
  [SL_TABLE_OF_METALS] = { "/metals_table", "lgmet", G_STRUCT_OFFSET (SlGalaxy, metals_table) },
};
#define TABLE_OF(galaxy, i) G_STRUCT_MEMBER (const SlTable *, galaxy, table_table[i].offset)

/* How to read a table: as attributes of its group say, else plainly. FALSE where the numbers do not look
 * so. */
static gboolean
find_reading (SlH5 *file, const SlTableColumns *columns, SlTableKind kind, SlTableReading *reading,
              GError **error)
{
  const char *group = table_table[kind].group;
  g_autofree char *times = sl_h5_attribute_string (file, group, "times");
  g_autofree char *values = sl_h5_attribute_string (file, group, "values");
  SlTableReading guess;
  g_autofree char *of_times = sl_table_columns_guess_times (columns, &guess.times);
  g_autofree char *of_values = sl_table_columns_guess_values (columns, kind, &guess.values);
  const int given_times = sl_table_times_lookup (times), given_values = sl_table_values_lookup (values);

  *reading = (SlTableReading) { MAX (given_times, 0), MAX (given_values, 0) };
  if ((times && given_times < 0) || (values && given_values < 0))
    g_set_error (error, SL_ERROR, SL_ERROR_DATA, _ ("%s: %s: unknown attribute %s = “%s”"), columns->path,
                 group, times && given_times < 0 ? "times" : "values",
                 times && given_times < 0 ? times : values);
  else if (of_times && !times)
    g_set_error (error, SL_ERROR, SL_ERROR_DATA,
                 _ ("%s: %s: %s (an attribute %s = “%s” of the group says so)"), columns->path, group,
                 of_times, "times", sl_table_times_name (guess.times));
  else if (of_values && !values)
    g_set_error (error, SL_ERROR, SL_ERROR_DATA,
                 _ ("%s: %s: %s (an attribute %s = “%s” of the group says so)"), columns->path, group,
                 of_values, "values", sl_table_values_name (guess.values));
  else
    return TRUE;
  return FALSE;
}

static gboolean
read_tables (SlH5 *file, const char *path, SlGalaxy *galaxy, GString *notes, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (table_table); i++)
    {
      const char *group = table_table[i].group;
      g_autofree char *t = g_strconcat (group, "/t", NULL),
                      *value = g_strconcat (group, "/", table_table[i].y, NULL);
      g_autofree char *name = NULL;
      g_autofree double *x = NULL, *y = NULL;
      g_autoptr (SlTableColumns) columns = NULL;
      SlTableReading reading;
      gsize n[1] = { 0 };

      if (!sl_h5_exists (file, group))
        continue;
      name = sl_h5_attribute_string (file, group, "name");
      x = sl_h5_read_double (file, t, 1, n, error);
      y = x ? sl_h5_read_double (file, value, 1, n, error) : NULL;
      if (!y)
        return FALSE;
      columns = sl_table_columns_new (path, name ? name : group + 1, x, y, MIN (n[0], G_MAXUINT), error);
      if (!columns || !find_reading (file, columns, i, &reading, error))
        return FALSE;
      TABLE_OF (galaxy, i) = sl_table_columns_convert (columns, i, reading, SL_ZSUN_DEFAULT, notes, error);
      if (!TABLE_OF (galaxy, i))
        return FALSE;
    }
  return TRUE;
}

/* Reads edges, tables and lines, which all points share. */
static gboolean
read_common (SlPoints *self, SlH5 *file, GError **error)
{
  g_autofree char *edges = sl_h5_attribute_string (file, "/points", "sfh_edges");
  g_autoptr (GString) notes = g_string_new (NULL);
  SlGalaxy common;

  sl_galaxy_init (&common);
  if (edges && !sl_galaxy_settings_parse_edges (edges, common.sfh_edges, error))
    {
      g_prefix_error (error, "%s: /points: sfh_edges: ", self->path);
      return FALSE;
    }
  if (!read_tables (file, self->path, &common, notes, error))
    return FALSE;
  self->notes = g_strdup (notes->str);
  for (gsize i = 0; i < self->n; i++)
    {
      memcpy (self->galaxies[i].sfh_edges, common.sfh_edges, sizeof common.sfh_edges);
      self->galaxies[i].sfh_table = common.sfh_table;
      self->galaxies[i].metals_table = common.metals_table;
    }
  self->lines_off = sl_h5_attribute_string (file, "/points", "lines_off");
  return TRUE;
}

static gboolean
load_hdf5 (SlPoints *self, GError **error)
{
  g_autoptr (SlH5) file = sl_h5_open (self->path, error);
  g_auto (GStrv) names = NULL;
  g_autofree double *values = NULL;
  g_autofree int *ids = NULL, *options = NULL;
  g_autofree char *where = g_strdup_printf ("%s: /parameter_names", self->path);
  gsize n_names, dims[8] = { 0, 0 };

  if (!file)
    return FALSE;
  names = sl_h5_read_strings (file, "/parameter_names", &n_names, error);
  if (!names)
    return FALSE;
  values = sl_h5_read_double (file, "/points", 2, dims, error);
  if (!values)
    return FALSE;
  if (dims[1] != n_names)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_DATA,
                   _ ("%s: /points: expected one column per name in /parameter_names, %zu, found %zu"),
                   self->path, n_names, dims[1]);
      return FALSE;
    }
  ids = find_columns (names, n_names, FALSE, where, error);
  if (!ids)
    return FALSE;
  note_given (self, ids, n_names);
  self->n = dims[0];
  options = g_new (int, (self->n + 1) * SL_N_OPTIONS);
  for (int i = 0; i < SL_N_OPTIONS; i++)
    if (!read_option (file, self->path, i, self->n, options + i * self->n, error))
      return FALSE;
  self->galaxies = g_new (SlGalaxy, self->n);
  for (gsize i = 0; i < self->n; i++)
    {
      int own[SL_N_OPTIONS];

      for (int k = 0; k < SL_N_OPTIONS; k++)
        own[k] = options[k * self->n + i];
      fill_galaxy (&self->galaxies[i], own, ids, values + i * n_names, n_names);
    }
  return read_common (self, file, error);
}

/* The columns of a table, times since the Big Bang or lookback times in Gyr, increasing. g_free both. */
static void
copy_columns (const SlTable *table, double **x, double **y)
{
  *x = g_new (double, table->n);
  *y = g_new (double, table->n);
  for (guint i = 0; i < table->n; i++)
    {
      const guint from = table->lookback ? table->n - 1 - i : i;

      (*x)[i] = table->lookback ? 0.0 - table->x[from] : table->x[from];
      (*y)[i] = table->y[from];
    }
}

static gboolean
write_tables (const SlGalaxy *galaxy, SlH5 *file, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (table_table); i++)
    {
      const SlTable *table = TABLE_OF (galaxy, i);
      g_autofree char *t = g_strconcat (table_table[i].group, "/t", NULL);
      g_autofree char *value = g_strconcat (table_table[i].group, "/", table_table[i].y, NULL);
      g_autofree double *x = NULL, *y = NULL;
      gsize n = table ? table->n : 0;

      if (!table)
        continue;
      copy_columns (table, &x, &y);
      if (!sl_h5_write_double (file, t, 1, &n, x, error) || !sl_h5_write_double (file, value, 1, &n, y, error)
          || !sl_h5_set_attribute_string (file, table_table[i].group, "times",
                                          sl_table_times_name (table->lookback ? SL_TABLE_LOOKBACK_GYR
                                                                               : SL_TABLE_GYR),
                                          error)
          || !sl_h5_set_attribute_string (file, table_table[i].group, "values",
                                          sl_table_values_name (SL_TABLE_AS_IS), error)
          || !sl_h5_set_attribute_string (file, t, "units", "Gyr", error)
          || !sl_h5_set_attribute_string (file, table_table[i].group, "name", table->name, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
sl_points_write_options (const SlPoints *self, const SlTemplates *templates, SlH5 *file, GError **error)
{
  const SlGalaxy *first = &self->galaxies[0];
  g_autofree char *edges = sl_galaxy_settings_format_edges (first->sfh_edges);
  g_autofree char *lines = sl_galaxy_settings_format_lines (
      first, (const char *const *) templates->line_name, templates->n_line);

  for (int k = 0; k < SL_N_OPTIONS; k++)
    {
      const char *key = sl_galaxy_settings_option_key (k);
      g_autofree const char **names = g_new (const char *, self->n);
      gboolean mixed = FALSE;

      for (gsize i = 0; i < self->n; i++)
        {
          names[i] = sl_option_value_name (k, sl_galaxy_option (&self->galaxies[i], k));
          mixed |= names[i] != names[0];
        }
      if (mixed ? !sl_h5_write_strings (file, key, names, self->n, error)
                : !sl_h5_set_attribute_string (file, "/points", key, names[0], error))
        return FALSE;
    }
  return write_tables (first, file, error)
         && sl_h5_set_attribute_string (file, "/points", "sfh_edges", edges, error)
         && sl_h5_set_attribute_string (file, "/points", "lines_off", lines, error);
}

/* --- CSV ------------------------------------------------------------------ */

/* Fields of a line without quotes and surrounding blanks. NULL if a quote does not end. g_strfreev. */
static char **
split_line (const char *line)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new_with_free_func (g_free);
  const char *p = line;

  for (;;)
    {
      g_autoptr (GString) field = g_string_new (NULL);

      while (*p == ' ' || *p == '\t')
        p++;
      if (*p == '"')
        {
          for (p++; *p && !(p[0] == '"' && p[1] != '"'); p++)
            {
              g_string_append_c (field, *p);
              if (*p == '"')
                p++;
            }
          if (*p != '"')
            return NULL;
          for (p++; *p && *p != ','; p++)
            if (!g_ascii_isspace (*p))
              return NULL;
        }
      else
        {
          gsize length = strcspn (p, ",");

          g_string_append_len (field, p, length);
          g_strchomp (field->str);
          p += length;
        }
      g_ptr_array_add (fields, g_strdup (field->str));
      if (*p != ',')
        break;
      p++;
    }
  g_ptr_array_add (fields, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&fields), FALSE);
}

typedef struct {
  SlPoints *points;
  GArray *galaxies, *lines;
  int *ids;
  char **names;
  gsize n_names;
  double *values;
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
    return csv_fail (csv, line, error,
                     _ ("expected a header row with the names of parameters, found the number %s"),
                     fields[0]);
  csv->names = g_strdupv (fields);
  csv->values = g_new (double, csv->n_names);
  csv->ids = find_columns (fields, csv->n_names, TRUE, where, error);
  if (csv->ids)
    note_given (csv->points, csv->ids, csv->n_names);
  return csv->ids != NULL;
}

static gboolean
csv_row (Csv *csv, char **fields, gsize line, GError **error)
{
  SlGalaxy galaxy;
  gsize n = g_strv_length (fields);
  int options[SL_N_OPTIONS];

  for (int i = 0; i < SL_N_OPTIONS; i++)
    options[i] = -1;
  if (n != csv->n_names)
    return csv_fail (csv, line, error, _ ("expected %zu values, as in the header, found %zu"), csv->n_names,
                     n);
  for (gsize k = 0; k < n; k++)
    if (csv->ids[k] < 0)
      {
        const SlOptionId id = COLUMN_OPTION (csv->ids[k]);

        options[id] = sl_galaxy_settings_option_value (id, fields[k], error);
        if (options[id] < 0)
          {
            g_prefix_error (error, _ ("%s: line %zu: "), csv->points->path, line);
            return FALSE;
          }
      }
    else if (sl_option_that_frees (csv->ids[k]) >= 0
             && (!*fields[k] || g_ascii_strcasecmp (fields[k], "nan") == 0))
      csv->values[k] = NAN;
    else if (sl_check_names_missing (fields[k]))
      return csv_fail (csv, line, error,
                       _ ("%s: “%s” is a missing value; leave the row out or give a number"), csv->names[k],
                       fields[k]);
    else if (!sl_text_to_number (fields[k], &csv->values[k]))
      return csv_fail (csv, line, error, _ ("%s: expected a number such as 0.5, found “%s”"), csv->names[k],
                       fields[k]);
  fill_galaxy (&galaxy, options, csv->ids, csv->values, n);
  g_array_append_val (csv->galaxies, galaxy);
  g_array_append_val (csv->lines, line);
  return TRUE;
}

static gboolean
read_csv (Csv *csv, char *text, GError **error)
{
  gsize line = 0;

  if (g_str_has_prefix (text, "\xef\xbb\xbf"))
    text += 3;
  while (*text)
    {
      g_auto (GStrv) fields = NULL;
      gsize length = strcspn (text, "\r\n");
      char *next = text + length;

      if (*next)
        next += next[0] == '\r' && next[1] == '\n' ? 2 : 1;
      text[length] = 0;
      g_strchomp (text);
      line++;
      if (*text && *text != '#')
        {
          fields = split_line (text);
          if (!fields)
            return csv_fail (csv, line, error, _ ("a quotation mark does not end, or text follows it"));
          if (!csv->ids ? !csv_header (csv, fields, line, error) : !csv_row (csv, fields, line, error))
            return FALSE;
        }
      text = next;
    }
  if (!csv->ids)
    return csv_fail (csv, line, error, _ ("the file ends before a header row with the names of parameters"));
  return TRUE;
}

static gboolean
load_csv (SlPoints *self, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) cause = NULL;
  Csv csv = { .points = self };
  gsize length;
  gboolean ok;

  if (!g_file_get_contents (self->path, &text, &length, &cause))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_FILE, "%s", cause->message);
      return FALSE;
    }
  if (strlen (text) != length || !g_utf8_validate (text, length, NULL))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_FILE, _ ("%s: expected HDF5 or CSV text, found neither"),
                   self->path);
      return FALSE;
    }
  csv.galaxies = g_array_new (FALSE, FALSE, sizeof (SlGalaxy));
  csv.lines = g_array_new (FALSE, FALSE, sizeof (gsize));
  ok = read_csv (&csv, text, error);
  self->n = csv.galaxies->len;
  self->galaxies = (SlGalaxy *) g_array_free (csv.galaxies, FALSE);
  self->line = (gsize *) g_array_free (csv.lines, FALSE);
  g_free (csv.ids);
  g_free (csv.values);
  g_strfreev (csv.names);
  return ok;
}

static gboolean
looks_like_hdf5 (const char *path)
{
  static const char signature[] = "\x89HDF\r\n\x1a\n";
  char start[sizeof signature - 1] = { 0 };
  FILE *file;

  if (g_str_has_suffix (path, ".h5") || g_str_has_suffix (path, ".hdf5"))
    return TRUE;
  file = fopen (path, "rbe");
  if (file)
    {
      gsize got = fread (start, 1, sizeof start, file);

      fclose (file);
      return got == sizeof start && memcmp (start, signature, sizeof start) == 0;
    }
  return FALSE;
}

SlPoints *
sl_points_load (const char *path, GError **error)
{
  g_autoptr (SlPoints) self = g_new0 (SlPoints, 1);

  self->path = g_strdup (path);
  if (!(looks_like_hdf5 (path) ? load_hdf5 (self, error) : load_csv (self, error)))
    return NULL;
  if (self->n == 0)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_DATA, _ ("%s: the file contains no points"), path);
      return NULL;
    }
  return g_steal_pointer (&self);
}
