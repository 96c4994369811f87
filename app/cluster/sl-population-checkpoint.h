/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/population/sl-population.h"

/* Checkpoint of a long run of a population, a file of constant size: the run's description as text, and two
 * records of the sums so far, written in turn, so that one is complete whenever the program ends. One process
 * at a time uses the file. */
typedef struct _SlPopCheckpoint SlPopCheckpoint;

/* Opens the file or creates it. The run includes the engine that the population has now. result: of this
 * population; filled with the sums of the slabs in the file, *done their number (zeros and 0 in a new
 * file). NULL with SL_ERROR_FILE where the file belongs to another run (the message names the first
 * difference), is another kind of file, damaged, in use, or cannot be written. */
SlPopCheckpoint *sl_pop_checkpoint_open (const char *path, const SlPopulation *population, guint64 n,
                                         SlPopulationResult *result, guint64 *done, GError **error);
/* TRUE where it is time to write; writing takes at most a twentieth of the time. */
gboolean sl_pop_checkpoint_due (const SlPopCheckpoint *self);
/* Writes the sums of the first `done` slabs; they are on the disk when this returns. */
gboolean sl_pop_checkpoint_write (SlPopCheckpoint *self, guint64 done, const SlPopulationResult *result,
                                  GError **error);
/* Keeps the file. NULL is allowed. */
void sl_pop_checkpoint_close (SlPopCheckpoint *self);
