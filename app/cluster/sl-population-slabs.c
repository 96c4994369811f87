/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cluster/sl-population-slabs.h"

#include <signal.h>
#include <string.h>

#include <glib/gstdio.h>

#include "app/cluster/sl-mpi.h"
#include "app/cluster/sl-population-checkpoint.h"

typedef struct {
  SlPopulationStep step;
  gpointer data;
  guint64 n, before, round;   /* galaxies: in all, before this round, in this round */
  guint ranks;                /* that have a slab in this round */
} Progress;

/* Assumes that the other ranks are about as far. */
static gboolean
step_cb (gpointer data, guint64 done, guint64 n)
{
  const Progress *self = data;

  return self->step (self->data, self->before + MIN (done * self->ranks, self->round), self->n);
}

/* For tests: kills the last rank after this many slabs of its own. */
static void
stop_for_test (guint64 slabs)
{
  const char *text = g_getenv ("STARLOOM_TEST_STOP_AFTER_SLABS");

  if (text && sl_mpi_rank () + 1 == sl_mpi_ranks () && slabs >= g_ascii_strtoull (text, NULL, 10))
    raise (SIGKILL);
}

/* One slab on each rank; the first rank adds them to result in their order. */
static gboolean
run_round (SlPopulation *self, guint64 next, guint64 n, Progress *progress, SlPopulationResult *slab,
           SlPopulationResult *result, GError **error)
{
  const guint64 first = (next + sl_mpi_rank ()) * SL_POP_SLAB;
  gboolean good = TRUE;

  progress->before = next * SL_POP_SLAB;
  progress->round = MIN (n - progress->before, (guint64) sl_mpi_ranks () * SL_POP_SLAB);
  progress->ranks = (progress->round + SL_POP_SLAB - 1) / SL_POP_SLAB;
  if (first < n)
    good = sl_population_run (self, first, MIN (n - first, SL_POP_SLAB), progress->step ? step_cb : NULL,
                              progress, slab, error);
  if (!sl_mpi_agree (good, error))
    return FALSE;
  if (sl_mpi_rank () > 0)
    {
      if (first < n)
        sl_mpi_send (slab->sums, slab->size * sizeof *slab->sums);
      return TRUE;
    }
  for (guint r = 0; r < progress->ranks; r++)
    {
      if (r > 0)
        sl_mpi_receive (r, slab->sums, slab->size * sizeof *slab->sums);
      slab->n = MIN (n - (next + r) * SL_POP_SLAB, SL_POP_SLAB);
      sl_population_result_add (result, slab);
    }
  return TRUE;
}

gboolean
sl_population_slabs_run (SlPopulation *self, guint64 n, const char *checkpoint, SlPopulationStep step,
                         gpointer data, SlPopulationResult *result, GError **error)
{
  const guint64 n_slabs = n / SL_POP_SLAB + (n % SL_POP_SLAB > 0);
  g_autoptr (SlPopulationResult) slab =
      sl_population_result_new (sl_population_spec (self), result->gradient);
  Progress progress = { .step = step, .data = data, .n = n };
  SlPopCheckpoint *file = NULL;
  guint64 next = 0, written, mine = 0;
  gboolean good = TRUE;

  memset (result->sums, 0, result->size * sizeof *result->sums);
  result->n = 0;
  if (checkpoint && sl_mpi_rank () == 0)
    {
      file = sl_pop_checkpoint_open (checkpoint, self, n, result, &next, error);
      good = file != NULL;
    }
  good = sl_mpi_agree (good, error);
  sl_mpi_broadcast (&next, sizeof next);
  written = next;
  while (good && next < n_slabs)
    {
      GError *cause = NULL;

      good = run_round (self, next, n, &progress, slab, result, &cause);
      if (good)
        {
          next = MIN (next + sl_mpi_ranks (), n_slabs);
          stop_for_test (++mine);
        }
      /* Also after a signal or an error, and at the end, while the user's files are not yet written. */
      if (file && written < next && (!good || next == n_slabs || sl_pop_checkpoint_due (file)))
        {
          good &= sl_pop_checkpoint_write (file, next, result, cause ? NULL : &cause);
          written = next;
        }
      /* Only the first rank writes: the others learn of its error here. */
      if (checkpoint)
        good = sl_mpi_agree (good, &cause);
      if (cause)
        g_propagate_error (error, cause);
    }
  if (good)
    {
      sl_mpi_broadcast (result->sums, result->size * sizeof *result->sums);
      result->n = n;
    }
  sl_pop_checkpoint_close (file);
  return good;
}

void
sl_population_slabs_forget (const char *checkpoint)
{
  if (checkpoint && sl_mpi_rank () == 0)
    g_unlink (checkpoint);
}
