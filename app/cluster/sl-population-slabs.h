/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/population/sl-population.h"

/* Adds up the first n galaxies of a population, slab by slab, over all ranks (app/cluster/sl-mpi.h). Each
 * slab is one rank's sl_population_run(), and the sums are added in the order of the slabs: the result is
 * that of one process bit for bit, whatever the number of ranks (on the same kind of processor). Memory: two
 * results on each rank, whatever n.
 *
 * Collective: all ranks pass the same population (each its own object), n, checkpoint and result->gradient,
 * and all get the result or an error.
 *
 * checkpoint: file of the first rank (sl-population-checkpoint.h), or NULL. An interrupted run resumes from
 * it, with any number of ranks. After success the file keeps all sums until sl_population_slabs_forget(), so
 * that nothing is lost if the caller cannot write its output.
 *
 * step: as in sl_population_run(); called on every rank with an estimate of what all ranks have done. TRUE on
 * any rank ends all. */
gboolean sl_population_slabs_run (SlPopulation *self, guint64 n, const char *checkpoint,
                                  SlPopulationStep step, gpointer data, SlPopulationResult *result,
                                  GError **error);
/* Removes the checkpoint, which may be NULL, once the output is written. Call on every rank; the first acts.
 */
void sl_population_slabs_forget (const char *checkpoint);
