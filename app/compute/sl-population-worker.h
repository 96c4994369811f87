/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/compute/sl-compute-thread.h"
#include "model/population/sl-population-device.h"

/* The thread that draws populations. It answers the newest request in parts: counts of as many galaxies as
 * can follow a drag (SL_POPULATION_LIVE); if the gradient takes long, a sketch of it from fewer galaxies; the
 * same galaxies with the gradient; and if more galaxies are requested, all of them with the gradient. A newer
 * request ends each part but the counts, which are shown even if a newer request waits: the plots must move
 * under a hand that does not stop.
 *
 * Answers come as signals in the main context of the thread that created the worker. Disposing of it waits
 * for the work under way, some milliseconds. */
#define SL_TYPE_POPULATION_WORKER (sl_population_worker_get_type ())
G_DECLARE_FINAL_TYPE (SlPopulationWorker, sl_population_worker, SL, POPULATION_WORKER, SlComputeThread)

#define SL_POPULATION_LIVE 100000

/* Reference-counted; not changed once it is emitted. */
typedef struct {
  guint64 generation;          /* that sl_population_worker_post() returned */
  SlPopulationSpec spec;       /* its catalogue may be gone: do not use */
  guint64 requested;           /* galaxies; result->n were drawn */
  SlPopulationResult *result;
  gint64 posted_us;            /* g_get_monotonic_time() of the post */
  double took_s;               /* of this part */
  /* of fewer galaxies, for the gradient alone: its counts are worse than those shown before */
  gboolean sketch;
  gboolean last;               /* nothing follows for this generation */
} SlPopulationAnswer;
SlPopulationAnswer *sl_population_answer_ref (SlPopulationAnswer *self);
void sl_population_answer_unref (SlPopulationAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlPopulationAnswer, sl_population_answer_unref)
/* How many requested galaxies each drawn one represents. */
double sl_population_answer_scale (const SlPopulationAnswer *self);

/* Opens a device, as sl_gpu_population_open(). */
typedef gboolean (*SlPopulationOpen) (const SlPopulationDeviceClass **klass, gpointer *device,
                                      GError **error);

/* Starts the thread. threads 0: one per core. open: a second thread calls it, while the CPU answers; the
 * first part of an answer that finds the device open uses it, and the CPU continues where it fails. NULL: the
 * CPU.
 *
 * Signals, beside "loaded", "failed" and "error" of the base: "answer" (SlPopulationAnswer *): borrowed
 * "lost" (const GError *, gboolean at_start): the CPU computes, once; at_start: the device was never used
 * "progress" (double): fraction of a large number of galaxies that are drawn, from 0; 1 when none are under
 * way */
SlPopulationWorker *sl_population_worker_new (const char *templates_path, SlMedium medium,
                                              const char *filters_path, guint threads,
                                              SlPopulationOpen open);
/* Copies spec; its catalogue must live as long as the worker. live: during a drag, so the gradient can wait a
 * moment. Returns the generation, from 1. */
guint64 sl_population_worker_post (SlPopulationWorker *self, const SlPopulationSpec *spec, guint64 n,
                                   gboolean live);
/* "2 threads, avx512", or "NVIDIA H100; 2 threads, avx512"; NULL before the first answer. Valid until the
 * next "answer". Main thread. */
const char *sl_population_worker_get_description (SlPopulationWorker *self);
