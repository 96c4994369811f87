/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>

#include "model/sl-engine.h"

/* The thread that owns the engine. It loads the data, then answers requests.
 * A newer request replaces one that waits; an answer never comes after that
 * of a newer request. Answers arrive as signals in the main context of the
 * thread that made the worker, at most one for each turn of its loop, and no
 * sooner than drawing.
 *
 * Disposing of it waits for the evaluation under way, some milliseconds. */
#define SL_TYPE_WORKER (sl_worker_get_type ())
G_DECLARE_FINAL_TYPE (SlWorker, sl_worker, SL, WORKER, GObject)

typedef struct {
  const SlEngineClass *klass;
  const char *templates_path, *filters_path;
  const char *const *observables, *const *history_observables; /* static or outliving the worker */
  guint n_epochs;
  const double *epochs; /* likewise */
  guint threads;        /* 0: one per core */
} SlWorkerConfig;

typedef struct {
  guint64 generation;      /* that sl_worker_post() returned */
  const SlRequest *request; /* what was asked for; the rest of result is of older requests */
  const SlResult *result;  /* valid until the next "result" or the worker's end */
  gboolean last;           /* nothing follows for this generation */
  gint64 posted_us;        /* g_get_monotonic_time() of the post */
  double took_s;           /* spent in the engine for this generation so far, both parts of an answer */
} SlWorkerAnswer;

/* Starts the thread, which begins with loading. Strings of paths are copied.
 *
 * Signals:
 *   "loaded": the engine is there; sl_worker_get_engine() tells what it is
 *   "failed" (GError *): the data could not be loaded; nothing else will come
 *   "result" (const SlWorkerAnswer *)
 *   "error" (GError *): an evaluation failed; the worker goes on */
SlWorker *sl_worker_new (const SlWorkerConfig *config);

/* Asks for `first`, and when that is answered and nothing newer came, for
 * `rest` (NULL: nothing). Both are copied. May be called before "loaded".
 * Returns the generation, increasing from 1. Main thread. */
guint64 sl_worker_post (SlWorker *self, const SlRequest *first, const SlRequest *rest);

/* For what is fixed at creation (names, templates); never to evaluate with.
 * NULL before "loaded". Valid as long as the worker. */
SlEngine *sl_worker_get_engine (SlWorker *self);
SlFilterSet *sl_worker_get_filters (SlWorker *self);
/* "CPU, 2 threads, AVX-512"; NULL before "loaded". */
const char *sl_worker_get_description (SlWorker *self);
