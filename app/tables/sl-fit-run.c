/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/tables/sl-fit-run.h"

#include <glib/gi18n.h>

#include "app/tables/sl-progress.h"
#include "app/io/sl-part-file.h"
#include "model/io/sl-file.h"
#include "model/support/sl-pool.h"

/* Galaxies of a thread between two writes: a moment's work, so that an interruption loses little. */
#define BLOCK_PER_THREAD 4

gboolean
sl_fit_run_set (const SlFitRun *self, gsize i, SlInference *inference, GError **error)
{
  const SlMeasurementFile *file = self->table.file;
  g_autoptr (SlMeasurements) measurements = sl_measurement_file_get (file, i);
  g_autofree char *where = sl_measurement_file_where (file, i);
  SlGalaxy galaxy = *self->base;

  measurements->floor = self->floor;
  for (guint p = 0; p < file->n_params; p++)
    galaxy.value[file->param[p]] = file->params[i * file->n_params + p];
  if (sl_galaxy_check (&galaxy, FALSE, error) && sl_inference_set_base (inference, &galaxy, error)
      && sl_inference_set_measurements (inference, measurements, error))
    return TRUE;
  g_prefix_error (error, "%s: ", where);
  return FALSE;
}

/* What the run computes, one thing a line, for sl_part_file_open(). g_free. */
static char *
describe (const SlFitRun *self, GError **error)
{
  const SlFitTable *table = &self->table;
  g_autoptr (GString) text = g_string_new ("program starloom " SL_VERSION " fit\n");
  g_autofree char *sum = sl_file_checksum (table->file->path, _ ("CSV text"), error);

  if (!sum)
    return NULL;
  g_string_append_printf (text, "data %zu %s\noptions %s\nfree", table->file->n, sum, self->text);
  for (guint p = 0; p < table->dim; p++)
    {
      g_autofree char *prior = sl_prior_text (&sl_inference_prior (self->inference[0], p)->prior);

      g_string_append_printf (text, " %s=%s", sl_param_info (table->free[p])->name, prior);
    }
  return g_strdup (text->str);
}

/* Notes a galaxy without a fit. */
static void
note_none (SlFitRun *self, gsize i, const GError *why)
{
  g_autofree char *where = sl_measurement_file_where (self->table.file, i);

  self->n_none++;
  if (!self->first_none)
    self->first_none = g_strdup_printf ("%s: %s", where, why->message);
}

/* Galaxies that are fitted at a time. */
typedef struct {
  SlFitRun *self;
  gsize first, width;
  double *row;    /* (n, width) */
  GError **none;  /* (n) why a galaxy has no fit */
  GError **fault; /* (n) why the run cannot go on */
} Block;

/* Fits a galaxy into its row. */
static void
fit_task (gpointer data, guint task, guint thread)
{
  Block *block = data;
  SlFitRun *self = block->self;
  SlInference *inference = self->inference[thread];
  const gsize i = block->first + task;
  SlFitOptions options = self->options;
  g_auto (SlFit) fit = { 0 };
  gboolean good;

  options.seed += (guint32) i;
  if (self->table.stop () || !sl_fit_run_set (self, i, inference, &block->fault[task]))
    return;
  good = sl_fit_run (inference, &options, &fit, &block->none[task]);
  sl_fit_row_fill (&self->table, good ? &fit : NULL, block->row + task * block->width);
}

/* Fits the next n galaxies. *whole: FALSE where the run was interrupted. */
static gboolean
fit_block (Block *block, SlPool *pool, SlPartFile *part, guint n, gboolean *whole, GError **error)
{
  SlFitRun *self = block->self;
  gboolean good = TRUE;

  block->first = self->done;
  sl_pool_run (pool, fit_task, block, n);
  *whole = !self->table.stop ();
  for (guint k = 0; k < n; k++)
    {
      g_autoptr (GError) none = g_steal_pointer (&block->none[k]);
      g_autoptr (GError) fault = g_steal_pointer (&block->fault[k]);

      if (none && *whole)
        note_none (self, self->done + k, none);
      if (fault && good)
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          good = FALSE;
        }
    }
  /* Fits that were interrupted are no results. */
  return good && (!*whole || sl_part_file_append (part, block->row, n, error));
}

static gboolean
fit_all (SlFitRun *self, SlPartFile *part, GError **error)
{
  const gsize n = self->table.file->n, width = sl_fit_row_width (&self->table);
  const guint most = BLOCK_PER_THREAD * self->n_threads;
  Block block = { self, 0, width, g_new0 (double, most *width), g_new0 (GError *, most),
                  g_new0 (GError *, most) };
  SlPool *pool = sl_pool_new (self->n_threads);
  SlProgress progress = sl_progress_begin (n, self->done);
  gboolean good = TRUE, whole = TRUE;

  while (self->done < n && good && whole)
    {
      const guint count = (guint) MIN (most, n - self->done);

      good = fit_block (&block, pool, part, count, &whole, error);
      if (!good || !whole)
        break;
      self->done += count;
      sl_progress_tell (&progress, self->done);
    }
  sl_pool_free (pool);
  g_free (block.row);
  g_free (block.none);
  g_free (block.fault);
  return good;
}

static gboolean
get_rows (gpointer part, double *rows, gsize first, gsize n, GError **error)
{
  return sl_part_file_read (part, rows, first, n, error);
}

/* Counts rows without a fit that a run before this one has noted. */
static gboolean
count_none (SlFitRun *self, SlPartFile *part, GError **error)
{
  g_autofree double *row = g_new (double, sl_fit_row_width (&self->table));

  for (gsize i = 0; i < self->done; i++)
    {
      if (!sl_part_file_read (part, row, i, 1, error))
        return FALSE;
      self->n_none += !sl_fit_row_is_there (row);
    }
  return TRUE;
}

gboolean
sl_fit_run_all (SlFitRun *self, GError **error)
{
  g_autofree char *path = sl_part_file_path (self->out), *text = describe (self, error);
  SlPartFile *part = NULL;
  gboolean good;

  if (!text)
    return FALSE;
  part = sl_part_file_open (path, text, sl_fit_row_width (&self->table) * sizeof (double), self->resume,
                            &self->done, error);
  if (!part)
    return FALSE;
  self->done = MIN (self->done, self->table.file->n);
  good = count_none (self, part, error) && fit_all (self, part, error);
  if (good && !self->table.stop ())
    good = sl_fit_output_write (&self->table, self->out, get_rows, part, error);
  sl_part_file_close (part, good && !self->table.stop ());
  return good;
}
