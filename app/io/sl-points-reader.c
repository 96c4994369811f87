/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/io/sl-points-reader.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gi18n.h>

#include "app/io/sl-points-private.h"
#include "app/io/sl-text.h"
#include "model/io/sl-file.h"
#include "model/observables/sl-observables.h"
#include "model/support/sl-error.h"
#include "model/support/sl-size.h"

/* A name of a parameter is shorter. */
#define MOST_NAME 100
/* Rows that are read at a time where all are kept. */
#define STEP 65536
/* What eval puts before the name of an observable that is also that of a parameter. */
#define OBSERVABLE_PREFIX "value:"

struct _SlPointsReader {
  SlPoints *points;
  gsize next;       /* row of the file */
  SlPointsCsv *csv; /* NULL: hdf5 */
  SlPointsHdf5 *hdf5;
  struct stat begun; /* of the file when it was opened */
};

/* --- columns -------------------------------------------------------------- */

char *
sl_points_result_name (const char *observable, const char *parameter)
{
  const char *before = sl_param_lookup (observable) >= 0 ? OBSERVABLE_PREFIX : "";

  return parameter ? g_strdup_printf ("d(%s)/d(%s)", observable, parameter)
                   : g_strconcat (before, observable, NULL);
}

/* Whether a column has what eval has computed. */
static gboolean
is_result (const char *name)
{
  if (g_str_has_prefix (name, "d(") && strstr (name, ")/d("))
    return TRUE;
  return sl_observable_is_name (g_str_has_prefix (name, OBSERVABLE_PREFIX) ? name + strlen (OBSERVABLE_PREFIX)
                                                                           : name);
}

static int
find_column (const char *name, gboolean with_options, GError **error)
{
  if (with_options && sl_galaxy_settings_find_option (name) >= 0)
    return SL_POINTS_OPTION (sl_galaxy_settings_find_option (name));
  if (with_options && sl_param_lookup (name) < 0 && is_result (name))
    return SL_POINTS_RESULT;
  return sl_text_to_parameter (name, error);
}

int *
sl_points_find_columns (char **names, gsize n, gboolean with_options, const char *where, GError **error)
{
  g_autofree int *ids = sl_size_try_new (n, 1, sizeof (int));

  for (gsize k = 0; ids && k < n; k++)
    {
      g_autoptr (GError) cause = NULL;

      if (strlen (names[k]) > MOST_NAME && !(with_options && is_result (names[k])))
        {
          g_set_error (error, SL_ERROR, SL_ERROR_DATA,
                       _ ("%s: expected names of parameters, found a text of %zu bytes"), where,
                       strlen (names[k]));
          return NULL;
        }
      ids[k] = find_column (names[k], with_options, &cause);
      if (cause)
        {
          g_set_error (error, cause->domain, cause->code, "%s: %s", where, cause->message);
          return NULL;
        }
      for (gsize i = 0; i < k; i++)
        if (ids[i] == ids[k] && ids[k] != SL_POINTS_RESULT)
          {
            g_set_error (error, SL_ERROR, SL_ERROR_DATA, _ ("%s: the column %s appears twice"), where,
                         names[k]);
            return NULL;
          }
    }
  return g_steal_pointer (&ids);
}

/* --- memory --------------------------------------------------------------- */

/* Changes the memory of an array to n entries of a size; what is new has no meaning yet. */
static gboolean
resize (gpointer array, gsize n, gsize width, gsize size)
{
  gpointer *at = array, larger;
  gsize bytes;

  if (!sl_size_times (n, width, &bytes) || !sl_size_times (bytes, size, &bytes)
      || !(larger = g_try_realloc (*at, bytes + 1)))
    return FALSE;
  *at = larger;
  return TRUE;
}

/* Memory for `more` rows behind those that there are. */
static gboolean
make_room (SlPoints *self, gsize more, GError **error)
{
  gsize n = self->n + more, before = self->room;
  gboolean good;

  if (n <= before)
    return TRUE;
  if (before)
    n = MAX (n, before + before / 2);
  good = resize (&self->values, n, self->n_columns, sizeof *self->values);
  for (int i = 0; i < SL_N_OPTIONS; i++)
    good = good && (!self->option[i] || resize (&self->option[i], n, 1, 1));
  good = good && (!self->line || resize (&self->line, n, 1, sizeof *self->line));
  good = good && (!self->skipping || resize (&self->bad, n, 1, 1));
  if (good)
    {
      if (self->bad)
        memset (self->bad + before, 0, n - before);
      self->room = n;
      return TRUE;
    }
  g_set_error (error, SL_ERROR, SL_ERROR_DATA, _ ("%s: not enough memory for %zu points"), self->path, n);
  return FALSE;
}

gboolean
sl_points_set_columns (SlPoints *self, const int *columns, gsize n_columns, GError **error)
{
  self->column = g_new0 (SlParamId, n_columns + 1);
  for (gsize k = 0; k < n_columns; k++)
    if (SL_POINTS_IS_PARAMETER (columns[k]))
      {
        self->column[self->n_columns++] = (SlParamId) columns[k];
        sl_param_set_add (&self->given, columns[k]);
      }
    else if (SL_POINTS_IS_OPTION (columns[k]))
      sl_points_add_option (self, SL_POINTS_OPTION (columns[k]));
  return make_room (self, 1, error);
}

void
sl_points_add_option (SlPoints *self, SlOptionId id)
{
  if (!self->option[id])
    self->option[id] = g_new0 (gint8, self->room + 1);
}

/* --- rows ----------------------------------------------------------------- */

SlPointsReader *
sl_points_reader_open (const char *path, gboolean skipping, GError **error)
{
  g_autoptr (SlPointsReader) self = g_new0 (SlPointsReader, 1);
  SlPoints *points = self->points = g_new0 (SlPoints, 1);

  points->skipping = skipping;
  points->path = g_strdup (path);
  points->settings = g_ptr_array_new ();
  sl_galaxy_init (&points->common);
  for (int i = 0; i < SL_N_OPTIONS; i++)
    points->all[i] = -1;
  if (sl_file_is_hdf5 (path))
    self->hdf5 = sl_points_hdf5_open (points, error);
  else
    self->csv = sl_points_csv_open (points, error);
  if (!self->hdf5 && !self->csv)
    return NULL;
  if (stat (path, &self->begun) != 0)
    memset (&self->begun, 0, sizeof self->begun);
  return g_steal_pointer (&self);
}

void
sl_points_reader_free (SlPointsReader *self)
{
  if (!self)
    return;
  sl_points_csv_free (self->csv);
  sl_points_hdf5_free (self->hdf5);
  sl_points_free (self->points);
  g_free (self);
}

SlPoints *
sl_points_reader_points (SlPointsReader *self)
{
  return self->points;
}

/* The rows that were checked must be those that are computed. */
static gboolean
is_unchanged (const SlPointsReader *self, GError **error)
{
  const struct stat *a = &self->begun;
  struct stat b;

  if (stat (self->points->path, &b) == 0 && a->st_dev == b.st_dev && a->st_ino == b.st_ino
      && a->st_size == b.st_size && a->st_mtim.tv_sec == b.st_mtim.tv_sec
      && a->st_mtim.tv_nsec == b.st_mtim.tv_nsec)
    return TRUE;
  g_set_error (error, SL_ERROR, SL_ERROR_FILE, _ ("%s: the file has changed while it was read; start again"),
               self->points->path);
  return FALSE;
}

/* Adds rows behind those that there are. */
static gboolean
read_more (SlPointsReader *self, gsize most, GError **error)
{
  const gsize before = self->points->n;

  if (!make_room (self->points, most, error)
      || !(self->csv ? sl_points_csv_read (self->csv, most, error)
                     : sl_points_hdf5_read (self->hdf5, most, error)))
    return FALSE;
  self->next += self->points->n - before;
  return is_unchanged (self, error);
}

gboolean
sl_points_reader_next (SlPointsReader *self, gsize most, GError **error)
{
  SlPoints *points = self->points;

  if (points->bad)
    memset (points->bad, 0, points->room);
  points->n = points->n_bad = 0;
  points->first = self->next;
  return read_more (self, most, error);
}

gboolean
sl_points_reader_seek (SlPointsReader *self, gsize row, GError **error)
{
  if (row < self->next)
    {
      if (!(self->csv ? sl_points_csv_rewind (self->csv, error) : sl_points_hdf5_rewind (self->hdf5, error)))
        return FALSE;
      self->next = 0;
    }
  if (self->hdf5)
    sl_points_hdf5_skip (self->hdf5, row - self->next);
  else if (!sl_points_csv_skip (self->csv, row - self->next, error))
    return FALSE;
  self->next = row;
  return is_unchanged (self, error);
}

SlPoints *
sl_points_load (const char *path, GError **error)
{
  g_autoptr (SlPointsReader) self = sl_points_reader_open (path, FALSE, error);
  SlPoints *points = self ? self->points : NULL;
  gsize before, most;

  if (!self)
    return NULL;
  most = MIN (SL_POINTS_MOST, SL_SIZE_MOST_VALUES / MAX (points->n_columns, 1));
  do
    {
      before = points->n;
      if (!read_more (self, STEP, error))
        return NULL;
      if (points->n > most)
        {
          g_set_error (error, SL_ERROR, SL_ERROR_DATA,
                       _ ("%s: expected at most %zu points, found more. Split the file"), path, most);
          return NULL;
        }
    }
  while (points->n > before);
  if (points->n == 0)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_DATA, _ ("%s: the file contains no points"), path);
      return NULL;
    }
  return g_steal_pointer (&self->points);
}
