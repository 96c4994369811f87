/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/population/sl-population.h"

/* What a long run of a population has come to, in a file of constant size: what the run is, as text, and two
 * records of the sums over the first galaxies, written in turn, so that one of them is whole whenever the
 * program ends. One process holds the file. */
typedef struct _SlPopCheckpoint SlPopCheckpoint;

/* Opens the file, or makes it where there is none. result: made for the population, filled with the sums of
 * the slabs that are in the file, *done their number (0 and zeros at the beginning). NULL with SL_ERROR_FILE
 * where the file is another run's (the first thing that differs is named), something else, damaged, in use by
 * another process, or cannot be written. */
SlPopCheckpoint *sl_pop_checkpoint_open (const char *path, const SlPopulation *population, guint64 n,
                                         SlPopulationResult *result, guint64 *done, GError **error);
/* Whether it is time to write: little of a run's time goes into that. */
gboolean sl_pop_checkpoint_due (const SlPopCheckpoint *self);
/* The sums over the first `done` slabs, on the disk when this returns. */
gboolean sl_pop_checkpoint_write (SlPopCheckpoint *self, guint64 done, const SlPopulationResult *result,
                                  GError **error);
/* The file stays. NULL is allowed. */
void sl_pop_checkpoint_close (SlPopCheckpoint *self);
