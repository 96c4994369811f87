/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/compute/sl-compute-thread.h"
#include "model/engine/sl-engine.h"

/* The thread that owns the engine of one galaxy. It loads the data, then answers requests. A newer request
 * replaces one that waits; an answer never comes after that of a newer request. Answers arrive as signals in
 * the main context of the thread that created the worker: at most one in each turn of its loop, no sooner
 * than drawing, or when sl_worker_wait() asks for them.
 *
 * Disposing of it waits for the evaluation under way, some milliseconds. */
#define SL_TYPE_WORKER (sl_worker_get_type ())
G_DECLARE_FINAL_TYPE (SlWorker, sl_worker, SL, WORKER, SlComputeThread)

typedef struct {
  const SlEngineClass *klass;
  const char *templates_path, *filters_path;
  SlMedium medium;      /* of a library that does not say, see sl_templates_load_as() */
  const char *const *observables, *const *history_observables; /* static or outliving the worker */
  guint n_epochs;
  const double *epochs; /* likewise */
  guint threads;        /* 0: one per core */
} SlWorkerConfig;

typedef struct {
  guint64 generation;       /* that sl_worker_post() returned */
  const SlRequest *request; /* what of result is valid; the rest is of older requests */
  const SlResult *result;   /* valid until the next "result" or the worker's end */
  gboolean last;            /* nothing follows for this generation */
  gint64 posted_us;         /* g_get_monotonic_time() of the post */
  double took_s;            /* spent in the engine for this generation so far, first and deferred answer */
} SlWorkerAnswer;

/* Starts the thread, which begins with loading. Strings of paths are copied.
 *
 * Signals, beside "loaded", "failed" and "error" of the base:
 * "engine": something else computes from now on: the device that was being opened, or the CPU after a loss;
 *   sl_worker_get_description() says what
 * "lost" (const GError *, gboolean at_start): the engine continues without its device
 *   (app/compute/sl-engines.h), once; at_start: it was never used
 * "result" (const SlWorkerAnswer *) */
SlWorker *sl_worker_new (const SlWorkerConfig *config);

/* Requests `first`, and when that is answered and no newer request came, `deferred` (NULL: nothing). Both are
 * copied. May be called before "loaded". Returns the generation, increasing from 1. Main thread. */
guint64 sl_worker_post (SlWorker *self, const SlRequest *first, const SlRequest *deferred);

/* Waits until the last post has its first answer, and delivers it, but no longer than timeout_us and not at
 * all if nothing is under way. The window calls it before it draws a frame, so that the frame shows the
 * sliders as they are and not as they were. Main thread. */
void sl_worker_wait (SlWorker *self, gint64 timeout_us);

/* A job: other work with the engine, on its thread, one step at a time while no request is
 * due. A step is one evaluation or so; an answer to sl_worker_post() waits for one step at most. step returns
 * whether there is more to do; FALSE with an error ends the job with it. done is called in the main context,
 * with the error, or NULL if the job finished; it is not called after a cancel or the worker's end, but
 * free_data always is, in the main thread. Returns a number for sl_worker_cancel(), from 1. Main thread. */
typedef gboolean (*SlWorkerStep) (SlEngine *engine, gpointer data, GError **error);
typedef SlComputeDone SlWorkerDone;
guint sl_worker_run (SlWorker *self, SlWorkerStep step, gpointer data, GDestroyNotify free_data,
                     SlWorkerDone done, gpointer user_data);
/* Ignores a number that is no longer known. */
void sl_worker_cancel (SlWorker *self, guint job);

/* For what is fixed at creation (names, templates); never to evaluate with. NULL before "loaded". Valid as
 * long as the worker. */
SlEngine *sl_worker_get_engine (SlWorker *self);
SlFilterSet *sl_worker_get_filters (SlWorker *self);
/* "CPU, 2 threads, AVX-512"; NULL before "loaded". Valid until "engine". */
const char *sl_worker_get_description (SlWorker *self);
