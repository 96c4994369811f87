/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>

#include "model/population/sl-population.h"

/* The thread that draws populations. It loads the data, then answers the newest request in parts, each of
 * which a newer request ends: counts of so many galaxies as move with a hand (SL_POPULATION_LIVE); where it
 * would take long, a sketch of the gradient by a few of them; the same with the gradient; and where more
 * galaxies are wanted, all of them with the gradient. Counts are shown even where a newer request waits, or
 * nothing would move under a hand that does not rest.
 *
 * Answers come as signals in the main context of the thread that made the worker. Disposing of it waits for
 * the part of the work under way, some milliseconds. */
#define SL_TYPE_POPULATION_WORKER (sl_population_worker_get_type ())
G_DECLARE_FINAL_TYPE (SlPopulationWorker, sl_population_worker, SL, POPULATION_WORKER, GObject)

#define SL_POPULATION_LIVE 100000

/* Reference-counted, so that who is shown one may keep it. Not changed once it is given out. */
typedef struct {
  guint64 generation;          /* that sl_population_worker_post() returned */
  SlPopulationSpec spec;       /* whose catalogue is not to be followed */
  guint64 wanted;              /* galaxies asked for; result->n were drawn */
  SlPopulationResult *result;
  gint64 posted_us;            /* g_get_monotonic_time() of the post */
  double took_s;               /* of this part */
  /* of a few galaxies, for the gradient's sake: its counts are worse than those shown before */
  gboolean sketch;
  gboolean last;               /* nothing follows for this generation */
} SlPopulationAnswer;
SlPopulationAnswer *sl_population_answer_ref (SlPopulationAnswer *self);
void sl_population_answer_unref (SlPopulationAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlPopulationAnswer, sl_population_answer_unref)
/* How many galaxies one that was drawn stands for. */
double sl_population_answer_scale (const SlPopulationAnswer *self);

/* Starts the thread. threads 0: one per core.
 *
 * Signals:
 * "loaded"
 * "failed" (GError *): the data could not be loaded; nothing else will come
 * "answer" (SlPopulationAnswer *): borrowed
 * "error" (GError *): this population cannot be drawn; the worker goes on
 * "progress" (double): part of a large number of galaxies that are drawn, from 0; 1 when none are under way
 */
SlPopulationWorker *sl_population_worker_new (const char *templates_path, const char *filters_path,
                                              guint threads);
/* Copies spec; its catalogue must live as long as the worker. live: a hand is at it, so the gradient can wait
 * a moment. Returns the generation, from 1. */
guint64 sl_population_worker_post (SlPopulationWorker *self, const SlPopulationSpec *spec, guint64 n,
                                   gboolean live);
/* "2 threads, avx512"; NULL before the first answer. */
const char *sl_population_worker_get_description (SlPopulationWorker *self);
/* Borrowed; NULL before "loaded". */
SlFilterSet *sl_population_worker_get_filters (SlPopulationWorker *self);
