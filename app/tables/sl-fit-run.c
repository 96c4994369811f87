/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/tables/sl-fit-run.h"

#include <glib/gi18n.h>

#include "app/tables/sl-progress.h"
#include "app/io/sl-part-file.h"
#include "model/io/sl-file.h"

gboolean
sl_fit_run_set (SlFitRun *self, gsize i, GError **error)
{
  const SlMeasurementFile *file = self->table.file;
  g_autoptr (SlMeasurements) measurements = sl_measurement_file_get (file, i);
  g_autofree char *where = sl_measurement_file_where (file, i);
  SlGalaxy galaxy = *self->base;

  measurements->floor = self->floor;
  for (guint p = 0; p < file->n_params; p++)
    galaxy.value[file->param[p]] = file->params[i * file->n_params + p];
  if (sl_galaxy_check (&galaxy, FALSE, error) && sl_inference_set_base (self->inference, &galaxy, error)
      && sl_inference_set_measurements (self->inference, measurements, error))
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
      g_autofree char *prior = sl_prior_text (&sl_inference_prior (self->inference, p)->prior);

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

/* Fits galaxy i into a row. */
static gboolean
fit_row (SlFitRun *self, gsize i, double *row, GError **error)
{
  g_auto (SlFit) fit = { 0 };
  g_autoptr (GError) why = NULL;
  SlFitOptions options = self->options;

  options.seed += (guint32) i;
  if (!sl_fit_run_set (self, i, error))
    return FALSE;
  if (!sl_fit_run (self->inference, &options, &fit, &why))
    note_none (self, i, why);
  sl_fit_row_fill (&self->table, why ? NULL : &fit, row);
  return TRUE;
}

static gboolean
fit_all (SlFitRun *self, SlPartFile *part, GError **error)
{
  const gsize n = self->table.file->n;
  g_autofree double *row = g_new (double, sl_fit_row_width (&self->table));
  SlProgress progress = sl_progress_begin (n, self->done);

  while (self->done < n && !self->table.stop ())
    {
      if (!fit_row (self, self->done, row, error))
        return FALSE;
      /* The fit then ended early. */
      if (self->table.stop ())
        return TRUE;
      if (!sl_part_file_append (part, row, 1, error))
        return FALSE;
      sl_progress_tell (&progress, ++self->done);
    }
  return TRUE;
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
