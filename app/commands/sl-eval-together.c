/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/commands/sl-eval-together.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "app/commands/sl-commands.h"
#include "model/io/sl-file.h"
#include "model/support/sl-descriptor.h"

/* Rows of a step: few at first, then what takes about a second, up to what the batch engine sorts at once. */
#define LEAST_ROWS 2048
#define MOST_ROWS 65536
#define CHECKSUM_BLOCK (1 << 20)

gsize
sl_eval_row_bytes (guint n_observables, guint n_columns, gboolean jacobian)
{
  return sizeof (double) * n_observables * (1 + (jacobian ? n_columns : 0));
}

/* A value that does not exist is NaN in files, never infinite. */
static void
make_finite (double *x, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!isfinite (x[i]))
      x[i] = NAN;
}

typedef struct {
  const SlPoints *points;
  gsize first;
} Rows;

static gboolean
get_galaxy (gpointer data, gsize i, SlGalaxy *galaxy)
{
  const Rows *rows = data;

  sl_points_galaxy (rows->points, rows->first + i, galaxy);
  return !sl_points_is_bad (rows->points, rows->first + i);
}

/* Between results of rows and the rows of the part file: a row's values, then its Jacobian. */
static void
pack (const SlEvalTogether *self, gsize first, gsize n, double *rows, gboolean unpack)
{
  const gsize n_obs = sl_batch_n_observables (self->batch),
              n_jac = self->jacobian ? n_obs * self->n_columns : 0;

  for (gsize i = 0; i < n; i++)
    {
      double *row = rows + i * (n_obs + n_jac), *values = self->values + (first + i) * n_obs,
             *jacobian = n_jac ? self->jacobian + (first + i) * n_jac : NULL;

      memcpy (unpack ? values : row, unpack ? row : values, n_obs * sizeof *row);
      if (jacobian)
        memcpy (unpack ? jacobian : row + n_obs, unpack ? row + n_obs : jacobian, n_jac * sizeof *row);
    }
}

/* Reads the rows that an earlier run has left. */
static gboolean
read_part (SlEvalTogether *self, double *rows, GError **error)
{
  for (gsize i = 0; i < self->done; i += LEAST_ROWS)
    {
      const gsize n = MIN (LEAST_ROWS, self->done - i);

      if (!sl_part_file_read (self->part, rows, i, n, error))
        return FALSE;
      pack (self, i, n, rows, TRUE);
    }
  return TRUE;
}

/* Rows done ... done + n - 1. */
static gboolean
evaluate_step (SlEvalTogether *self, gsize n, GError **error)
{
  const gsize n_obs = sl_batch_n_observables (self->batch), n_jac = n_obs * self->n_columns;
  Rows rows = { self->points, self->first + self->done };
  SlBatchRun run = { .galaxy = get_galaxy,
                     .data = &rows,
                     .n = n,
                     .params = self->column,
                     .n_params = self->n_columns,
                     .skip_bad = self->skip_bad,
                     .values = self->values + self->done * n_obs,
                     .jacobian = self->jacobian ? self->jacobian + self->done * n_jac : NULL };
  SlBatchReport report;

  if (!sl_batch_run (self->batch, &run, &report, error))
    {
      g_autofree char *where = sl_points_where (self->points, rows.first + report.first_bad);

      g_prefix_error (error, "%s: ", where);
      return FALSE;
    }
  self->n_single += report.n_single;
  make_finite (run.values, n * n_obs);
  if (run.jacobian)
    make_finite (run.jacobian, n * n_jac);
  return TRUE;
}

gboolean
sl_eval_together (SlEvalTogether *self, GError **error)
{
  const gsize bytes =
      sl_eval_row_bytes (sl_batch_n_observables (self->batch), self->n_columns, self->jacobian != NULL);
  g_autofree double *rows = NULL;
  gsize step = LEAST_ROWS;

  if (self->part)
    {
      rows = g_malloc (MOST_ROWS * bytes);
      self->done = MIN (self->done, self->n);
      if (!read_part (self, rows, error))
        return FALSE;
    }
  while (self->done < self->n && !sl_command_interrupted ())
    {
      const gsize n = MIN (step, self->n - self->done);
      const gint64 begun = g_get_monotonic_time ();
      double spent;

      if (!evaluate_step (self, n, error))
        return FALSE;
      if (self->part)
        {
          pack (self, self->done, n, rows, FALSE);
          if (!sl_part_file_append (self->part, rows, n, error))
            return FALSE;
        }
      self->done += n;
      spent = (g_get_monotonic_time () - begun) / 1e6;
      step = (gsize) CLAMP (n / MAX (spent, 1e-3), LEAST_ROWS, MOST_ROWS);
      if (self->progress)
        self->progress (self->data, self->done);
    }
  return TRUE;
}

/* SHA-256 of a file; NULL with an error. g_free. */
static char *
checksum_of (const char *path, GError **error)
{
  const int fd = sl_file_open (path, _ ("HDF5 or CSV text"), NULL, error);
  g_autofree char *block = g_malloc (CHECKSUM_BLOCK);
  GChecksum *sum;
  char *text;
  guint64 at = 0;
  gsize got;

  if (fd < 0)
    return NULL;
  sum = g_checksum_new (G_CHECKSUM_SHA256);
  while ((got = sl_descriptor_read (fd, block, CHECKSUM_BLOCK, at)) > 0)
    {
      g_checksum_update (sum, (const guchar *) block, (gssize) got);
      at += got;
    }
  close (fd);
  text = g_strdup (g_checksum_get_string (sum));
  g_checksum_free (sum);
  return text;
}

char *
sl_eval_describe (const SlPoints *points, SlBatch *batch, const char *const *observables,
                  const SlParamId *column, guint n_columns, gboolean jacobian, const char *options,
                  GError **error)
{
  GString *text = g_string_new (NULL);
  g_autofree char *list = g_strjoinv (",", (char **) observables), *sum = checksum_of (points->path, error);

  if (!sum)
    {
      g_string_free (text, TRUE);
      return NULL;
    }
  g_string_append_printf (text,
                          "program starloom %s\nloops %s\npoints %zu %s\njacobian %d\noptions %s\n"
                          "observables %s\nparameters",
                          SL_VERSION, sl_batch_loops (batch), points->n, sum, jacobian, options, list);
  for (guint c = 0; c < n_columns; c++)
    g_string_append_printf (text, " %s", sl_param_info (column[c])->name);
  return g_string_free (text, FALSE);
}
