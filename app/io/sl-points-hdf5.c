/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points in HDF5. */
#include "app/io/sl-points-private.h"
#include "app/io/sl-points-survey.h"

#include <string.h>

#include <glib/gi18n.h>

#include "model/support/sl-error.h"

struct _SlPointsHdf5 {
  SlPoints *points;
  SlH5 *file;
  gsize n, next;                         /* rows of the file; the next one */
  const char *option_set[SL_N_OPTIONS];  /* datasets with a name for each point; NULL: there is none */
};

/* An option that all points have, an attribute of /points, or the dataset with a name for each. */
static gboolean
find_option (SlPointsHdf5 *self, SlOptionId id, GError **error)
{
  const char *keys[] = { sl_galaxy_settings_option_key (id), sl_option_info (id)->name };
  SlPoints *points = self->points;
  g_autofree char *name = NULL;
  gsize dims[8] = { 0 };
  guint rank = 0;

  for (guint k = 0; k < G_N_ELEMENTS (keys) && !name && !self->option_set[id]; k++)
    {
      name = sl_h5_attribute_string (self->file, "/points", keys[k]);
      if (name || !sl_h5_exists (self->file, keys[k]))
        continue;
      if (!sl_h5_shape (self->file, keys[k], &rank, dims, error))
        return FALSE;
      if (rank == 1 && dims[0] != self->n)
        {
          g_set_error (error, SL_ERROR, SL_ERROR_DATA,
                       _ ("%s: /%s: expected one entry per point, %zu, found %zu"), points->path, keys[k],
                       self->n, dims[0]);
          return FALSE;
        }
      self->option_set[id] = keys[k];
      sl_points_add_option (points, id);
    }
  if (!name || (points->all[id] = sl_galaxy_settings_option_value (id, name, error)) >= 0)
    return TRUE;
  g_prefix_error (error, "%s: ", points->path);
  return FALSE;
}

/* An option of the rows from `row` on. */
static gboolean
read_option (SlPointsHdf5 *self, SlOptionId id, gsize row, gsize n, GError **error)
{
  SlPoints *points = self->points;
  g_auto (GStrv) names = sl_h5_read_rows_strings (self->file, self->option_set[id], self->next, n, error);

  for (gsize i = 0; i < n && names; i++)
    {
      const int value = sl_galaxy_settings_option_value (id, names[i], points->skipping ? NULL : error);

      if (value < 0 && !points->skipping)
        {
          g_autofree char *where = sl_points_where (points, row + i);

          g_prefix_error (error, "%s: ", where);
          return FALSE;
        }
      points->option[id][row + i] = (gint8) MAX (value, 0);
      if (value < 0 && !sl_points_is_bad (points, row + i))
        sl_points_mark_bad (points, row + i);
    }
  return names != NULL;
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
                 of_values, "values",
                 kind == SL_TABLE_OF_RATES ? SL_TABLE_RATES : sl_table_values_name (guess.values));
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

  if (edges && !sl_galaxy_settings_parse_edges (edges, self->common.sfh_edges, error))
    {
      g_prefix_error (error, "%s: /points: sfh_edges: ", self->path);
      return FALSE;
    }
  if (!read_tables (file, self->path, &self->common, notes, error))
    return FALSE;
  self->notes = g_strdup (notes->str);
  self->lines_off = sl_h5_attribute_string (file, "/points", "lines_off");
  return TRUE;
}

/* Names of columns, and how many rows there are. */
static gboolean
find_points (SlPointsHdf5 *self, GError **error)
{
  g_autofree char *where = g_strdup_printf ("%s: /parameter_names", self->points->path);
  gsize n_names = 0, dims[8] = { 0, 0 };
  guint rank = 0;
  g_auto (GStrv) names = sl_h5_read_strings (self->file, "/parameter_names", &n_names, error);
  g_autofree int *ids = NULL;

  if (!names || !sl_h5_shape (self->file, "/points", &rank, dims, error))
    return FALSE;
  if (n_names == 0 || rank != 2 || dims[1] != n_names)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_DATA,
                   n_names == 0 ? _ ("%s: /points: expected columns, but /parameter_names has %zu names; "
                                     "found rank %u, %zu columns")
                   : rank != 2
                       ? _ ("%s: /points: expected one row per point and one column per name in "
                            "/parameter_names, %zu; found rank %u, %zu columns")
                       : _ ("%s: /points: expected one column per name in /parameter_names, %zu; found rank "
                            "%u, %zu columns"),
                   self->points->path, n_names, rank, rank == 2 ? dims[1] : 0);
      return FALSE;
    }
  self->n = dims[0];
  ids = sl_points_find_columns (names, n_names, FALSE, where, error);
  return ids && sl_points_set_columns (self->points, ids, n_names, error);
}

SlPointsHdf5 *
sl_points_hdf5_open (SlPoints *points, GError **error)
{
  SlPointsHdf5 *self = g_new0 (SlPointsHdf5, 1);
  gboolean good;

  self->points = points;
  self->file = sl_h5_open (points->path, error);
  good = self->file && find_points (self, error);
  for (int i = 0; i < SL_N_OPTIONS && good; i++)
    good = find_option (self, i, error);
  if (good && read_common (points, self->file, error) && sl_h5_finish (self->file, error))
    return self;
  sl_points_hdf5_free (self);
  return NULL;
}

gboolean
sl_points_hdf5_read (SlPointsHdf5 *self, gsize most, GError **error)
{
  SlPoints *points = self->points;
  const gsize n = MIN (most, self->n - self->next), row = points->n;
  gsize dims[2] = { self->n, points->n_columns };
  g_autofree double *values = NULL;

  if (n == 0)
    return TRUE;
  values = sl_h5_read_rows_double (self->file, "/points", 2, dims, self->next, n, error);
  if (!values)
    return FALSE;
  memcpy (points->values + row * points->n_columns, values, n * points->n_columns * sizeof *values);
  points->n += n;
  for (int i = 0; i < SL_N_OPTIONS; i++)
    if (self->option_set[i] && !read_option (self, i, row, n, error))
      return FALSE;
  self->next += n;
  return TRUE;
}

void
sl_points_hdf5_skip (SlPointsHdf5 *self, gsize n)
{
  self->next = MIN (self->n, self->next + n);
}

/* Opens the file again: the process that reads it has a limit of time. */
gboolean
sl_points_hdf5_rewind (SlPointsHdf5 *self, GError **error)
{
  g_clear_pointer (&self->file, sl_h5_close);
  self->next = 0;
  self->file = sl_h5_open (self->points->path, error);
  return self->file != NULL;
}

void
sl_points_hdf5_free (SlPointsHdf5 *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->file, sl_h5_close);
  g_free (self);
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

/* The galaxy whose options a row has; a row that is none has those of the first. */
static void
galaxy_of (const SlPoints *self, const SlPointsSurvey *survey, gsize row, SlGalaxy *galaxy)
{
  if (sl_points_is_bad (self, row))
    sl_points_survey_first (survey, galaxy);
  else
    sl_points_galaxy (self, row, galaxy);
}

gboolean
sl_points_write_options (const SlPointsSurvey *survey, const SlTemplates *templates, SlH5 *file,
                         GError **error)
{
  g_autofree char *edges = NULL, *lines = NULL;
  SlGalaxy first;

  sl_points_survey_first (survey, &first);
  edges = sl_galaxy_settings_format_edges (first.sfh_edges);
  lines = sl_galaxy_settings_format_lines (&first, (const char *const *) templates->line_name,
                                           templates->n_line);
  for (int k = 0; k < SL_N_OPTIONS; k++)
    if (!sl_points_survey_varies (survey, k)
        && !sl_h5_set_attribute_string (file, "/points", sl_galaxy_settings_option_key (k),
                                        sl_option_value_name (k, sl_galaxy_option (&first, k)), error))
      return FALSE;
  return write_tables (&first, file, error)
         && sl_h5_set_attribute_string (file, "/points", "sfh_edges", edges, error)
         && sl_h5_set_attribute_string (file, "/points", "lines_off", lines, error);
}

gboolean
sl_points_write_option_rows (const SlPoints *self, const SlPointsSurvey *survey, SlH5 *file, GError **error)
{
  g_autofree const char **names = g_new (const char *, self->n + 1);

  for (int k = 0; k < SL_N_OPTIONS; k++)
    {
      gsize length = 0;

      if (!sl_points_survey_varies (survey, k))
        continue;
      for (guint v = 0; v < sl_option_info (k)->n_values; v++)
        length = MAX (length, strlen (sl_option_value_name (k, v)));
      for (gsize i = 0; i < self->n; i++)
        {
          SlGalaxy galaxy;

          galaxy_of (self, survey, i, &galaxy);
          names[i] = sl_option_value_name (k, sl_galaxy_option (&galaxy, k));
        }
      if (!sl_h5_write_rows_strings (file, sl_galaxy_settings_option_key (k), survey->n, length, self->first,
                                     self->n, names, error))
        return FALSE;
    }
  return TRUE;
}
