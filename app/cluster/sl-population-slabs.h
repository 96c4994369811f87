/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/population/sl-population.h"

/* The first n galaxies of a population, slab by slab, over all ranks (app/cluster/sl-mpi.h). Slab i is
 * computed by one of them as sl_population_run() computes it alone, and the sums are added in the order of
 * the slabs: the result is that of one process bit for bit, whatever the number of ranks (of the same kind of
 * processor). Memory: two results on each rank, whatever n.
 *
 * All ranks call this together with the same population (each has its own), n, checkpoint and
 * result->gradient, and all get the result or an error.
 *
 * checkpoint: a file of the first rank's (sl-population-checkpoint.h), or NULL. A run that ended begins where
 * the file stands, with any number of ranks. After success the file has all sums, until
 * sl_population_slabs_forget(): a caller who cannot write what came of them has lost nothing.
 *
 * step: as in sl_population_run(), on every rank with an estimate of what all have done; TRUE on any rank
 * ends all. */
gboolean sl_population_slabs_run (SlPopulation *self, guint64 n, const char *checkpoint,
                                  SlPopulationStep step, gpointer data, SlPopulationResult *result,
                                  GError **error);
/* Removes the checkpoint (or NULL: nothing) once the result is where it was to go. On every rank; the first
 * does it. */
void sl_population_slabs_forget (const char *checkpoint);
