/* SPDX-License-Identifier: GPL-3.0-or-later */
/* population-ranks OUT [CHECKPOINT]: computes a small population over its ranks, for tests. Writes the sums
 * to OUT and prints at how many galaxies it began. */
#include <stdio.h>
#include <string.h>

#include "app/cluster/sl-mpi.h"
#include "app/cluster/sl-population-slabs.h"
#include "tests/app/population/population.h"

static GMutex lock;

static gboolean
step_cb (gpointer data, guint64 done, guint64 n)
{
  guint64 *least = data;

  g_mutex_lock (&lock);
  *least = MIN (*least, done);
  g_mutex_unlock (&lock);
  g_assert_cmpuint (done, <=, n);
  return FALSE;
}

static gboolean
run (const char *out, const char *checkpoint, GError **error)
{
  SlPopulationSpec spec;
  g_autoptr (SlPopulation) population = population_make (&spec, sl_mpi_threads (), error);
  g_autoptr (SlPopulationResult) result = NULL;
  guint64 least = POPULATION_N;

  if (!sl_mpi_agree (population != NULL, error))
    return FALSE;
  result = sl_population_result_new (&spec, TRUE);
  if (!sl_population_slabs_run (population, POPULATION_N, checkpoint, step_cb, &least, result, error))
    return FALSE;
  g_assert_cmpuint (result->n, ==, POPULATION_N);
  printf ("began at %" G_GUINT64_FORMAT "\n", least);
  if (sl_mpi_rank () == 0
      && !g_file_set_contents (out, (const char *) result->sums, result->size * sizeof (double), error))
    return FALSE;
  sl_population_slabs_forget (checkpoint);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  gboolean good;

  sl_mpi_init (&argc, &argv);
  good = argc >= 2 && run (argv[1], argv[2], &error);
  if (!good && sl_mpi_rank () == 0)
    fprintf (stderr, "%s\n", error ? error->message : "population-ranks OUT [CHECKPOINT]");
  sl_mpi_finish ();
  return good ? 0 : 1;
}
