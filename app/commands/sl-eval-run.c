/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/commands/sl-eval-run.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/cluster/sl-mpi.h"
#include "app/commands/sl-commands.h"
#include "app/commands/sl-eval-output.h"
#include "app/tables/sl-progress.h"
#include "app/io/sl-part-file.h"
#include "model/io/sl-file.h"
#include "model/observables/sl-coverage.h"
#include "model/support/sl-text-quote.h"

/* Rows of a step: of the batch engine few at first, then more until a step takes so long, since each makes
 * the tables again that do not fit into memory; by one galaxy at a time always these. */
#define LEAST_TOGETHER 2048
#define STEP_S 10.0
#define ONE_BY_ONE 256
/* Galaxies in which the reason is looked for why an observable has no value. */
#define MOST_LOOKS 100
#define MOST_PLACE 1024

/* Rows that have no values. */
typedef struct {
  gsize n, first;         /* the first by its number */
  char place[MOST_PLACE]; /* of the first, for people */
} Bad;

typedef struct {
  const SlEval *eval;
  SlEvalRun *run;
  SlEvalRows rows;
  SlPartFile *part;     /* in the first rank; NULL: results are written at once */
  double *packed;       /* (most, width) rows of the part file */
  SlEvalOutput *output; /* NULL: not yet, or another rank's */
  gboolean shared;      /* all ranks write the output together */
  gsize most, step;     /* rows that buffers hold; of a step */
  gsize n_single;       /* galaxies that the batch engine computed one by one */
  Bad bad;
  guint *looks;        /* (observables) */
  SlProgress progress;
} Job;

/* ------------------------------------------------------------ what is told */

/* Says, once for each observable, why it has no value where the library ends within its band. */
static void
explain_missing (Job *job, gsize i)
{
  const SlEval *eval = job->eval;
  const SlPoints *points = sl_points_reader_points (eval->reader);

  for (gsize k = 0; k < eval->n_obs; k++)
    {
      g_autofree char *why = NULL, *where = NULL, *note = NULL;
      SlGalaxy galaxy;

      if (!isnan (job->rows.values[i * eval->n_obs + k]) || job->looks[k] >= MOST_LOOKS)
        continue;
      job->looks[k]++;
      sl_points_galaxy (points, i, &galaxy);
      why = sl_observable_uncovered (eval->filters, eval->names[k], eval->templates, &galaxy);
      if (!why)
        continue;
      where = sl_points_where (points, i);
      note = g_strdup_printf (_ ("%s: %s has no value. %s"), where, eval->names[k], why);
      sl_command_tell (note);
      job->looks[k] = MOST_LOOKS;
    }
}

/* Counts rows that have no values, and explains values that are missing. */
static void
look_at_rows (Job *job)
{
  SlPoints *points = sl_points_reader_points (job->eval->reader);

  for (gsize i = 0; i < job->rows.n; i++)
    {
      if (!job->rows.bad[i])
        {
          explain_missing (job, i);
          continue;
        }
      if (!sl_points_is_bad (points, i))
        sl_points_mark_bad (points, i);
      if (job->bad.n++ == 0)
        {
          g_autofree char *where = sl_points_where (points, i);

          job->bad.first = job->rows.first + i;
          sl_text_copy (job->bad.place, where, sizeof job->bad.place);
        }
    }
}

/* Adds what other ranks have counted. Together. */
static void
gather_counts (Job *job)
{
  if (sl_mpi_rank () > 0)
    {
      sl_mpi_send (&job->n_single, sizeof job->n_single);
      sl_mpi_send (&job->bad, sizeof job->bad);
      return;
    }
  for (guint r = 1; r < sl_mpi_ranks (); r++)
    {
      gsize n_single;
      Bad bad;

      sl_mpi_receive (r, &n_single, sizeof n_single);
      sl_mpi_receive (r, &bad, sizeof bad);
      job->n_single += n_single;
      bad.n += job->bad.n;
      if (bad.n > job->bad.n && (job->bad.n == 0 || bad.first < job->bad.first))
        job->bad = bad;
      job->bad.n = bad.n;
    }
}

static void
tell_counts (const Job *job)
{
  const gsize n = job->eval->survey->n;

  if (job->n_single)
    {
      g_autofree char *note = g_strdup_printf (_ ("%zu of %zu galaxies were computed one by one: the tables "
                                                  "for many galaxies do not "
                                                  "have all that they ask for"),
                                               job->n_single, n);

      sl_command_tell (note);
    }
  if (job->bad.n)
    {
      g_autofree char *note =
          g_strdup_printf (_ ("%zu of %zu rows are no galaxies and have no values; the first is %s"),
                           job->bad.n, n, job->bad.place);

      sl_command_tell (note);
    }
}

/* --------------------------------------------------------------- part file */

/* What the run computes, one thing a line, for sl_part_file_open(). g_free. */
static char *
describe (const Job *job, GError **error)
{
  const SlEval *eval = job->eval;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *list = g_strjoinv (",", (char **) eval->names),
                  *sum = sl_file_checksum (sl_points_reader_points (eval->reader)->path,
                                           _ ("HDF5 or CSV text"), error);

  if (!sum)
    return NULL;
  g_string_append_printf (text,
                          "program starloom %s\nloops %s\npoints %zu %s\njacobian %d\noptions %s\n"
                          "observables %s\nparameters",
                          SL_VERSION, sl_batch_loops (eval->batch), eval->survey->n, sum, eval->jacobian,
                          job->run->options, list);
  for (guint c = 0; c < eval->n_columns; c++)
    g_string_append_printf (text, " %s", sl_param_info (eval->column[c])->name);
  return g_strdup (text->str);
}

static gboolean
open_part (Job *job, GError **error)
{
  g_autofree char *path = sl_part_file_path (job->run->out), *text = describe (job, error);

  if (!text)
    return FALSE;
  job->part = sl_part_file_open (path, text, sl_eval_rows_width (job->eval) * sizeof (double),
                                 job->run->resume, &job->run->done, error);
  job->run->done = MIN (job->run->done, job->eval->survey->n);
  return job->part != NULL;
}

/* Writes the output from the part file. */
static gboolean
write_part (Job *job, GError **error)
{
  const gsize n = job->eval->survey->n;

  job->output = sl_eval_output_new (job->eval, job->run->out, FALSE, error);
  if (!job->output)
    return FALSE;
  /* Steps do not depend on how the run went, so that the file is the same. */
  for (gsize i = 0; i < n && !sl_command_interrupted (); i += job->most)
    {
      const gsize count = MIN (job->most, n - i);

      if (!sl_eval_rows_read (job->eval, &job->rows, i, count, error)
          || !sl_part_file_read (job->part, job->packed, i, count, error))
        return FALSE;
      sl_eval_rows_unpack (job->eval, &job->rows, job->packed);
      look_at_rows (job);
      if (!sl_eval_output_write (job->output, &job->rows, error))
        return FALSE;
    }
  return sl_command_interrupted () || sl_eval_output_commit (job->output, error);
}

/* The same; an error says what to do. */
static gboolean
write_part_or_tell (Job *job, GError **error)
{
  g_autofree char *path = sl_part_file_path (job->run->out);
  g_autoptr (GError) why = NULL;

  if (write_part (job, &why))
    return TRUE;
  g_set_error (error, why->domain, why->code,
               _ ("%s. All results are in %s: mend this, and the same command with --resume writes the file"),
               why->message, path);
  return FALSE;
}

/* ------------------------------------------------------------------- steps */

/* Keeps or writes the rows of a step. */
static gboolean
store (Job *job, GError **error)
{
  if (job->part)
    {
      sl_eval_rows_pack (job->eval, &job->rows, job->packed);
      return sl_part_file_append (job->part, job->packed, job->rows.n, error);
    }
  look_at_rows (job);
  return sl_eval_output_write (job->output, &job->rows, error);
}

/* From another rank to the first, or from it; the first knows how many rows there are. */
static void
transfer (Job *job, guint from)
{
  const SlEval *eval = job->eval;
  SlEvalRows *rows = &job->rows;
  const gsize n_obs = eval->n_obs, n_wave = eval->templates->n_wave;
  const struct {
    void *data;
    gsize bytes;
  } table[] = {
    { rows->bad, rows->n },
    { rows->values, rows->n * n_obs * sizeof (double) },
    { rows->jacobian, rows->jacobian ? rows->n * n_obs * eval->n_columns * sizeof (double) : 0 },
    { rows->sed, rows->sed ? rows->n * n_wave * sizeof (float) : 0 },
    { rows->intrinsic, rows->sed ? rows->n * n_wave * sizeof (float) : 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (from)
      sl_mpi_receive (from, table[i].data, table[i].bytes);
    else
      sl_mpi_send (table[i].data, table[i].bytes);
}

static gsize
first_of (const Job *job, guint rank)
{
  return MIN (job->eval->survey->n, job->run->done + rank * job->step);
}

/* Stores the rows of all ranks in order. After a fault the first rank still takes what others send. */
static gboolean
store_all (Job *job, GError **error)
{
  gboolean good;

  if (job->shared)
    return sl_eval_output_write (job->output, &job->rows, error);
  if (sl_mpi_rank () > 0)
    {
      transfer (job, 0);
      return TRUE;
    }
  good = store (job, error);
  for (guint r = 1; r < sl_mpi_ranks (); r++)
    {
      job->rows.first = first_of (job, r);
      job->rows.n = first_of (job, r + 1) - job->rows.first;
      /* The part file needs no points. */
      if (good && !job->part)
        good = sl_eval_rows_read (job->eval, &job->rows, job->rows.first, job->rows.n, error);
      transfer (job, r);
      good = good && store (job, error);
    }
  return good;
}

/* A step: rows of each rank. Together. */
static gboolean
run_step (Job *job, GError **error)
{
  const guint rank = sl_mpi_rank ();
  const gsize first = first_of (job, rank), n = first_of (job, rank + 1) - first;
  const gboolean good = sl_eval_rows_read (job->eval, &job->rows, first, n, error)
                        && (n == 0 || sl_eval_rows_compute (job->eval, &job->rows, &job->n_single, error));

  if (!sl_mpi_agree (good, error))
    return FALSE;
  /* Rows are missing then. */
  if (sl_command_agree_interrupted ())
    return TRUE;
  if (job->shared)
    look_at_rows (job);
  if (!sl_mpi_agree (store_all (job, error), error))
    return FALSE;
  job->run->done = first_of (job, sl_mpi_ranks ());
  return TRUE;
}

/* Rows of the next step of each rank; the first rank decides. Together. */
static void
choose_step (Job *job, gsize last, double spent)
{
  const gsize left = job->eval->survey->n - job->run->done, ranks = sl_mpi_ranks ();
  const gsize least = MIN (LEAST_TOGETHER, job->most);

  if (!job->eval->batch)
    job->step = MIN (ONE_BY_ONE, job->most);
  else
    job->step = last ? (gsize) CLAMP (last * CLAMP (STEP_S / spent, 0.5, 4.0), least, job->most) : least;
  job->step = MIN (job->step, (left + ranks - 1) / ranks);
  sl_mpi_broadcast (&job->step, sizeof job->step);
}

static gboolean
run_steps (Job *job, GError **error)
{
  double spent = 0.0;
  gsize last = 0;

  while (job->run->done < job->eval->survey->n && !sl_command_agree_interrupted ())
    {
      const gint64 begun = g_get_monotonic_time ();

      choose_step (job, last, spent);
      if (!run_step (job, error))
        return FALSE;
      last = job->step;
      spent = (g_get_monotonic_time () - begun) / 1e6;
      sl_progress_tell (&job->progress, job->run->done);
    }
  return TRUE;
}

/* --------------------------------------------------------------------- run */

/* Memory, and the file that rows go to first. */
static gboolean
begin (Job *job, GError **error)
{
  const SlEval *eval = job->eval;
  const gboolean writes = job->shared || sl_mpi_rank () == 0;

  job->most = sl_eval_rows_most (eval);
  job->looks = g_new0 (guint, eval->n_obs + 1);
  if (!sl_eval_rows_init (&job->rows, eval, job->most, error))
    return FALSE;
  if (eval->batch)
    job->packed = g_new (double, job->most *sl_eval_rows_width (eval));
  if (!writes)
    return TRUE;
  if (eval->batch)
    return open_part (job, error);
  job->output = sl_eval_output_new (eval, job->run->out, job->shared, error);
  return job->output != NULL;
}

static gboolean
finish (Job *job, GError **error)
{
  gboolean good = TRUE;

  if (job->part)
    good = write_part_or_tell (job, error);
  else if (job->output)
    good = sl_eval_output_commit (job->output, error);
  return sl_mpi_agree (good, error);
}

static gboolean
run_job (Job *job, GError **error)
{
  SlEvalRun *run = job->run;
  guint64 done;

  if (!sl_mpi_agree (begin (job, error), error))
    return FALSE;
  run->kept = job->eval->batch != NULL;
  done = run->done;
  sl_mpi_broadcast (&done, sizeof done);
  run->done = done;
  job->progress = sl_progress_begin (job->eval->survey->n, done);
  if (!run_steps (job, error))
    return FALSE;
  if (sl_command_agree_interrupted ())
    return TRUE;
  if (!finish (job, error))
    return FALSE;
  gather_counts (job);
  if (sl_command_agree_interrupted ())
    return TRUE;
  tell_counts (job);
  sl_part_file_close (g_steal_pointer (&job->part), TRUE);
  return TRUE;
}

gboolean
sl_eval_run (const SlEval *self, SlEvalRun *run, GError **error)
{
  /* All ranks write spectra and the like if HDF5 can do that; else the first rank, to which the others send
   * their rows. */
  Job job = { .eval = self,
              .run = run,
              .shared = !self->batch && sl_mpi_ranks () > 1 && sl_h5_can_share ()
                        && sl_output_format (run->out) == SL_OUTPUT_HDF5
                        && g_strcmp0 (g_getenv ("STARLOOM_HDF5"), "gather") != 0 };
  const gboolean good = run_job (&job, error);

  sl_part_file_close (job.part, FALSE);
  sl_eval_output_free (job.output);
  sl_eval_rows_clear (&job.rows);
  g_free (job.packed);
  g_free (job.looks);
  return good;
}
