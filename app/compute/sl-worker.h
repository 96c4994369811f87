/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>

#include "model/engine/sl-engine.h"

/* The thread that owns the engine. It loads the data, then answers requests.
 * A newer request replaces one that waits; an answer never comes after that
 * of a newer request. Answers arrive as signals in the main context of the
 * thread that made the worker, at most one for each turn of its loop, and no
 * sooner than drawing, or where sl_worker_wait() asks for them.
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
 * "loaded": the engine is there; sl_worker_get_engine() tells what it is
 * "lost" (const GError *, gboolean at_start): an engine that goes on (app/compute/sl-engines.h) does so
 * without its device, once;
 * sl_worker_get_description() tells with what
 * "failed" (GError *): the data could not be loaded; nothing else will come
 * "result" (const SlWorkerAnswer *)
 * "error" (GError *): an evaluation failed; the worker goes on */
SlWorker *sl_worker_new (const SlWorkerConfig *config);

/* Asks for `first`, and when that is answered and nothing newer came, for
 * `rest` (NULL: nothing). Both are copied. May be called before "loaded".
 * Returns the generation, increasing from 1. Main thread. */
guint64 sl_worker_post (SlWorker *self, const SlRequest *first, const SlRequest *rest);

/* Waits until what was posted last has a first answer, and delivers it, but no longer than timeout_us and not
 * at all where nothing is under way: what a frame that is about to be drawn may spend to show the hand where
 * it is and not where it was. Main thread. */
void sl_worker_wait (SlWorker *self, gint64 timeout_us);

/* Other work with the engine, on its thread, a step at a time while nothing is asked for: each step is one
 * evaluation or so, and an answer to sl_worker_post() waits for one step at most. step returns whether there
 * is more to do; FALSE with an error ends the work with it. done is called in the main context, with the
 * error or NULL where it was finished; it is not called once the worker is gone or the work is cancelled, but
 * free_data always is, in the main thread. Returns a number for sl_worker_cancel(), from 1. Main thread. */
typedef gboolean (*SlWorkerStep) (SlEngine *engine, gpointer data, GError **error);
typedef void (*SlWorkerDone) (gpointer data, const GError *error, gpointer user_data);
guint sl_worker_run (SlWorker *self, SlWorkerStep step, gpointer data, GDestroyNotify free_data,
                     SlWorkerDone done, gpointer user_data);
/* A number that is not known any more is ignored. */
void sl_worker_cancel (SlWorker *self, guint job);

/* For what is fixed at creation (names, templates); never to evaluate with.
 * NULL before "loaded". Valid as long as the worker. */
SlEngine *sl_worker_get_engine (SlWorker *self);
SlFilterSet *sl_worker_get_filters (SlWorker *self);
/* "CPU, 2 threads, AVX-512"; NULL before "loaded". Until "lost". */
const char *sl_worker_get_description (SlWorker *self);
