/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/commands/sl-eval.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/commands/sl-commands.h"
#include "model/support/sl-error.h"

/* Bytes of results that are held at a time, and most rows: what the batch engine sorts at once. */
#define BUFFER_BYTES ((gsize) 48 << 20)
#define MOST_ROWS 65536
#define LEAST_ROWS 16

gsize
sl_eval_rows_most (const SlEval *self)
{
  gsize bytes = sl_eval_rows_width (self) * sizeof (double);

  if (self->sed)
    bytes += 2 * (gsize) self->templates->n_wave * sizeof (float);
  return CLAMP (BUFFER_BYTES / bytes, LEAST_ROWS, MOST_ROWS);
}

gboolean
sl_eval_rows_init (SlEvalRows *rows, const SlEval *self, gsize most, GError **error)
{
  const gsize n_jac = self->jacobian ? (gsize) self->n_obs * self->n_columns : 0,
              n_wave = self->sed ? self->templates->n_wave : 0;

  *rows = (SlEvalRows) { 0 };
  rows->bad = g_new0 (guint8, most + 1);
  rows->values = g_try_new (double, most * self->n_obs + 1);
  rows->jacobian = self->jacobian ? g_try_new (double, most *n_jac + 1) : NULL;
  rows->sed = self->sed ? g_try_new (float, 2 * most * n_wave + 1) : NULL;
  rows->intrinsic = rows->sed ? rows->sed + most * n_wave : NULL;
  if (rows->values && !rows->jacobian == !self->jacobian && !rows->sed == !self->sed)
    return TRUE;
  g_set_error (error, SL_ERROR, SL_ERROR_FILE, _ ("not enough memory for the results of %zu galaxies"), most);
  return FALSE;
}

void
sl_eval_rows_clear (SlEvalRows *rows)
{
  g_clear_pointer (&rows->values, g_free);
  g_clear_pointer (&rows->jacobian, g_free);
  g_clear_pointer (&rows->sed, g_free);
  g_clear_pointer (&rows->bad, g_free);
}

gboolean
sl_eval_rows_read (const SlEval *self, SlEvalRows *rows, gsize first, gsize n, GError **error)
{
  SlPoints *points = sl_points_reader_points (self->reader);

  rows->first = first;
  rows->n = n;
  if (n == 0)
    {
      points->n = 0;
      return TRUE;
    }
  if (!sl_points_reader_seek (self->reader, first, error) || !sl_points_reader_next (self->reader, n, error)
      || !sl_points_check (points, self->extrapolate, error))
    return FALSE;
  if (points->n < n)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_FILE,
                   _ ("%s: the file has changed while it was read; start again"), points->path);
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    rows->bad[i] = sl_points_is_bad (points, i);
  return TRUE;
}

void
sl_eval_rows_params (const SlEval *self, const SlEvalRows *rows, gsize i, double *params)
{
  SlGalaxy galaxy;

  sl_points_galaxy (sl_points_reader_points (self->reader), i, &galaxy);
  for (guint c = 0; c < self->n_columns; c++)
    {
      const int freed_by = sl_option_that_frees (self->column[c]);

      params[c] = rows->bad[i] || (freed_by >= 0 && !sl_galaxy_option (&galaxy, freed_by))
                      ? NAN
                      : galaxy.value[self->column[c]];
    }
}

/* --- results as rows ------------------------------------------------------ */

gsize
sl_eval_rows_width (const SlEval *self)
{
  return 1 + (gsize) self->n_obs * (1 + (self->jacobian ? self->n_columns : 0));
}

void
sl_eval_rows_pack (const SlEval *self, const SlEvalRows *rows, double *packed)
{
  const gsize n_obs = self->n_obs, n_jac = self->jacobian ? n_obs * self->n_columns : 0;

  for (gsize i = 0; i < rows->n; i++, packed += 1 + n_obs + n_jac)
    {
      packed[0] = rows->bad[i];
      memcpy (packed + 1, rows->values + i * n_obs, n_obs * sizeof *packed);
      if (n_jac)
        memcpy (packed + 1 + n_obs, rows->jacobian + i * n_jac, n_jac * sizeof *packed);
    }
}

void
sl_eval_rows_unpack (const SlEval *self, SlEvalRows *rows, const double *packed)
{
  const gsize n_obs = self->n_obs, n_jac = self->jacobian ? n_obs * self->n_columns : 0;

  for (gsize i = 0; i < rows->n; i++, packed += 1 + n_obs + n_jac)
    {
      rows->bad[i] = packed[0] != 0.0;
      memcpy (rows->values + i * n_obs, packed + 1, n_obs * sizeof *packed);
      if (n_jac)
        memcpy (rows->jacobian + i * n_jac, packed + 1 + n_obs, n_jac * sizeof *packed);
    }
}

/* --- computing ------------------------------------------------------------ */

/* A value that does not exist is NaN in files, never infinite. */
static void
make_finite (double *x, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!isfinite (x[i]))
      x[i] = NAN;
}

static gboolean
get_galaxy (gpointer data, gsize i, SlGalaxy *galaxy)
{
  const SlPoints *points = data;

  sl_points_galaxy (points, i, galaxy);
  return !sl_points_is_bad (points, i);
}

static void
prefix_row (const SlPoints *points, gsize i, GError **error)
{
  g_autofree char *where = sl_points_where (points, i);

  g_prefix_error (error, "%s: ", where);
}

static gboolean
compute_together (const SlEval *self, SlEvalRows *rows, gsize *n_single, GError **error)
{
  SlPoints *points = sl_points_reader_points (self->reader);
  const SlBatchRun run = { .galaxy = get_galaxy,
                           .data = points,
                           .n = rows->n,
                           .params = self->column,
                           .n_params = self->n_columns,
                           .skip_bad = self->skip_bad,
                           .stop = sl_command_interrupted,
                           .bad = rows->bad,
                           .values = rows->values,
                           .jacobian = rows->jacobian };
  SlBatchReport report;

  if (!sl_batch_run (self->batch, &run, &report, error))
    {
      prefix_row (points, report.first_bad, error);
      return FALSE;
    }
  *n_single += report.n_single;
  return TRUE;
}

/* Row i of a galaxy that cannot be computed. */
static void
fill_nan (const SlEval *self, SlEvalRows *rows, gsize i)
{
  const gsize n_obs = self->n_obs, n_jac = n_obs * self->n_columns, n_wave = self->templates->n_wave;

  rows->bad[i] = 1;
  for (gsize k = 0; k < n_obs; k++)
    rows->values[i * n_obs + k] = NAN;
  for (gsize k = 0; k < n_jac && rows->jacobian; k++)
    rows->jacobian[i * n_jac + k] = NAN;
  for (gsize w = 0; w < n_wave && rows->sed; w++)
    rows->sed[i * n_wave + w] = rows->intrinsic[i * n_wave + w] = NAN;
}

/* Row i, by the engine of one galaxy. */
static gboolean
compute_row (const SlEval *self, SlEvalRows *rows, gsize i, SlRequest *request, GError **error)
{
  const gsize n_obs = self->n_obs, n_wave = self->templates->n_wave;
  const SlResult *result = self->result;

  sl_points_galaxy (sl_points_reader_points (self->reader), i, &request->galaxy);
  if (!sl_engine_evaluate (self->engine, request, self->result, error))
    return FALSE;
  memcpy (rows->values + i * n_obs, result->obs, n_obs * sizeof (double));
  for (gsize k = 0; k < n_obs && rows->jacobian; k++)
    for (guint c = 0; c < self->n_columns; c++)
      rows->jacobian[(i * n_obs + k) * self->n_columns + c] =
          result->obs_jac[k * SL_N_PARAMS + self->column[c]];
  if (rows->sed)
    {
      memcpy (rows->sed + i * n_wave, result->sed, n_wave * sizeof (float));
      memcpy (rows->intrinsic + i * n_wave, result->sed_intrinsic, n_wave * sizeof (float));
    }
  return TRUE;
}

static gboolean
compute_one_by_one (const SlEval *self, SlEvalRows *rows, GError **error)
{
  SlRequest request = { .flags = SL_REQUEST_OBSERVABLES };

  if (self->jacobian)
    {
      request.flags |= SL_REQUEST_JACOBIAN;
      request.tangents = sl_param_set_all ();
    }
  if (self->sed)
    request.flags |= SL_REQUEST_SED;
  for (gsize i = 0; i < rows->n && !sl_command_interrupted (); i++)
    {
      g_autoptr (GError) why = NULL;

      if (!rows->bad[i] && compute_row (self, rows, i, &request, &why))
        continue;
      if (why && !self->skip_bad)
        {
          prefix_row (sl_points_reader_points (self->reader), i, &why);
          g_propagate_error (error, g_steal_pointer (&why));
          return FALSE;
        }
      fill_nan (self, rows, i);
    }
  return TRUE;
}

gboolean
sl_eval_rows_compute (const SlEval *self, SlEvalRows *rows, gsize *n_single, GError **error)
{
  if (!(self->batch ? compute_together (self, rows, n_single, error)
                    : compute_one_by_one (self, rows, error)))
    return FALSE;
  make_finite (rows->values, rows->n * self->n_obs);
  if (rows->jacobian)
    make_finite (rows->jacobian, rows->n * self->n_obs * self->n_columns);
  return TRUE;
}
