/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points in HDF5. */
#include "app/io/sl-points-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "model/support/sl-error.h"

/* Reads the values of an option from an attribute of /points or a dataset with a name for each point. */
static gboolean
read_option (SlPoints *self, SlH5 *file, SlOptionId id, GError **error)
{
  const char *keys[] = { sl_galaxy_settings_option_key (id), sl_option_info (id)->name };
  g_autofree char *name = NULL;
  g_auto (GStrv) names = NULL;
  gsize n = 0;

  for (guint k = 0; k < G_N_ELEMENTS (keys) && !name && !names; k++)
    {
      name = sl_h5_attribute_string (file, "/points", keys[k]);
      if (name || !sl_h5_exists (file, keys[k]))
        continue;
      names = sl_h5_read_strings (file, keys[k], &n, error);
      if (!names)
        return FALSE;
      if (n != self->n)
        {
          g_set_error (error, SL_ERROR, SL_ERROR_DATA,
                       _ ("%s: /%s: expected one entry per point, %zu, found %zu"), self->path, keys[k],
                       self->n, n);
          return FALSE;
        }
    }
  if (name && (self->all[id] = sl_galaxy_settings_option_value (id, name, error)) < 0)
    g_prefix_error (error, "%s: ", self->path);
  else if (!names || sl_points_allocate_option (self, id, error))
    {
      for (gsize i = 0; i < n; i++)
        {
          const int value = sl_galaxy_settings_option_value (id, names[i], error);

          if (value < 0)
            {
              g_prefix_error (error, "%s: ", self->path);
              return FALSE;
            }
          self->option[id][i] = (gint8) value;
        }
      return TRUE;
    }
  return FALSE;
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

/* Names of columns, and the rows. */
static gboolean
read_points (SlPoints *self, SlH5 *file, GError **error)
{
  g_autofree char *where = g_strdup_printf ("%s: /parameter_names", self->path);
  gsize n_names = 0, dims[8] = { 0, 0 };
  guint rank = 0;
  g_auto (GStrv) names = sl_h5_read_strings (file, "/parameter_names", &n_names, error);
  g_autofree int *ids = NULL;

  /* Checked before reading: a small file may claim terabytes. */
  if (!names || !sl_h5_shape (file, "/points", &rank, dims, error))
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
                   self->path, n_names, rank, rank == 2 ? dims[1] : 0);
      return FALSE;
    }
  ids = sl_points_find_columns (names, n_names, FALSE, where, error);
  if (!ids || !sl_points_allocate (self, dims[0], ids, n_names, error))
    return FALSE;
  g_free (self->values);
  self->values = sl_h5_read_double (file, "/points", 2, dims, error);
  return self->values != NULL;
}

gboolean
sl_points_load_hdf5 (SlPoints *self, GError **error)
{
  g_autoptr (SlH5) file = sl_h5_open (self->path, error);

  if (!file || !read_points (self, file, error))
    return FALSE;
  for (int i = 0; i < SL_N_OPTIONS; i++)
    if (!read_option (self, file, i, error))
      return FALSE;
  return read_common (self, file, error) && sl_h5_finish (file, error);
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

/* The options of a galaxy as small numbers. */
static void
options_of (const SlPoints *self, gsize row, gint8 options[SL_N_OPTIONS])
{
  SlGalaxy galaxy;

  sl_points_galaxy (self, row, &galaxy);
  for (int k = 0; k < SL_N_OPTIONS; k++)
    options[k] = (gint8) sl_galaxy_option (&galaxy, k);
}

static gboolean
write_option (const SlPoints *self, const gint8 *options, SlOptionId id, SlH5 *file, GError **error)
{
  const char *key = sl_galaxy_settings_option_key (id);
  g_autofree const char **names = NULL;
  gsize i = 1;

  while (i < self->n && options[i * SL_N_OPTIONS + id] == options[id])
    i++;
  if (i == self->n)
    return sl_h5_set_attribute_string (file, "/points", key, sl_option_value_name (id, options[id]), error);
  names = g_new (const char *, self->n);
  for (i = 0; i < self->n; i++)
    names[i] = sl_option_value_name (id, options[i * SL_N_OPTIONS + id]);
  return sl_h5_write_strings (file, key, names, self->n, error);
}

gboolean
sl_points_write_options (const SlPoints *self, const SlTemplates *templates, SlH5 *file, GError **error)
{
  g_autofree gint8 *options = g_malloc (self->n * SL_N_OPTIONS);
  g_autofree char *edges = NULL, *lines = NULL;
  SlGalaxy first;

  sl_points_galaxy (self, 0, &first);
  edges = sl_galaxy_settings_format_edges (first.sfh_edges);
  lines = sl_galaxy_settings_format_lines (&first, (const char *const *) templates->line_name,
                                           templates->n_line);
  for (gsize i = 0; i < self->n; i++)
    options_of (self, i, options + i * SL_N_OPTIONS);
  for (int k = 0; k < SL_N_OPTIONS; k++)
    if (!write_option (self, options, k, file, error))
      return FALSE;
  return write_tables (&first, file, error)
         && sl_h5_set_attribute_string (file, "/points", "sfh_edges", edges, error)
         && sl_h5_set_attribute_string (file, "/points", "lines_off", lines, error);
}
