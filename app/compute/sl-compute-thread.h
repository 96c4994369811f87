/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>

#include "model/observables/sl-filters.h"
#include "model/ssp/sl-templates.h"

/* A thread that loads the SSP library and the filters, then answers requests in parts and runs jobs between
 * them: the base of SlWorker (one galaxy) and SlPopulationWorker.
 *
 * A request is a value that the subclass keeps under the lock, with a generation number; a newer request
 * replaces the one that waits. The thread calls answer() when the pending part is due: at once after a post;
 * later for a deferred part (sl_compute_thread_set_due()). Jobs run a step at a time while no part is due.
 *
 * What the thread produces is delivered in the main context of the thread that created the object: one idle
 * source, at the priority of GDK's redraws, serves everything that arrived before it ran. Disposing of the
 * object waits for the part or step under way; a file that is being read is given up.
 *
 * Signals: "loaded": the data and what load() creates are there; "failed" (GError *): they could not be
 * loaded, nothing else will come; "error" (GError *): a request cannot be answered, the thread continues. */
#define SL_TYPE_COMPUTE_THREAD (sl_compute_thread_get_type ())
G_DECLARE_DERIVABLE_TYPE (SlComputeThread, sl_compute_thread, SL, COMPUTE_THREAD, GObject)

/* No part is pending. */
#define SL_COMPUTE_NEVER G_MAXINT64

typedef void (*SlComputeDone) (gpointer data, const GError *error, gpointer user_data);

struct _SlComputeThreadClass {
  GObjectClass parent_class;

  /* On the thread, without the lock, once: creates what answers need. May be NULL. */
  gboolean (*load) (SlComputeThread *self, GError **error);
  /* On the thread, with the lock held: computes the part that is due, giving up the lock meanwhile. Sets when
   * the next part is due, unless a newer request came. */
  void (*answer) (SlComputeThread *self);
  /* On the thread, without the lock: one step of a job; returns whether there is more to do. NULL: there are
   * no jobs. */
  gboolean (*step) (SlComputeThread *self, GCallback step, gpointer data, GError **error);
  /* Main thread, without the lock: emits what arrived. error: of the newest request that failed, or NULL; to
   * be passed to sl_compute_thread_tell_error(). */
  void (*deliver) (SlComputeThread *self, const GError *error);
};

/* Starts the thread, once; the paths are copied. medium: of sl_templates_load_as(). name: of the thread,
 * static. Main thread. */
void sl_compute_thread_start (SlComputeThread *self, const char *name, const char *templates_path,
                              SlMedium medium, const char *filters_path);

/* --- Main thread */

/* Gives up loading, which ends with "failed" unless it was done already. */
void sl_compute_thread_cancel_load (SlComputeThread *self);
gboolean sl_compute_thread_get_loaded (SlComputeThread *self);
/* Waits until the first part of the newest request is answered or has failed, at most timeout_us and only
 * after "loaded". */
void sl_compute_thread_wait (SlComputeThread *self, gint64 timeout_us);
/* Delivers now instead of in the next turn of the main loop. */
void sl_compute_thread_deliver (SlComputeThread *self);
void sl_compute_thread_tell_error (SlComputeThread *self, const GError *error);

/* Adds a job, see sl_worker_run(); returns its number, from 1. step: as the class calls it. */
guint sl_compute_thread_run (SlComputeThread *self, GCallback step, gpointer data,
                             GDestroyNotify free_data, SlComputeDone done, gpointer user_data);
/* Ignores a number that is no longer known. */
void sl_compute_thread_cancel (SlComputeThread *self, guint job);

/* --- Any thread */

void sl_compute_thread_lock (SlComputeThread *self);
void sl_compute_thread_unlock (SlComputeThread *self);

/* --- With the lock held */

/* The subclass has replaced the request: its first part is due at once. Returns the generation, from 1. */
guint64 sl_compute_thread_post (SlComputeThread *self);
/* due_us: g_get_monotonic_time() at which the next part is due; 0: at once; SL_COMPUTE_NEVER. */
void sl_compute_thread_set_due (SlComputeThread *self, gint64 due_us);
guint64 sl_compute_thread_get_generation (SlComputeThread *self);
/* g_get_monotonic_time() of the newest request. */
gint64 sl_compute_thread_get_posted_us (SlComputeThread *self);
/* TRUE: the object is being disposed of; a long part should end. */
gboolean sl_compute_thread_get_quit (SlComputeThread *self);
/* Replaces an older error that has not been delivered; takes error. */
void sl_compute_thread_take_error (SlComputeThread *self, GError *error);
void sl_compute_thread_schedule_delivery (SlComputeThread *self);

/* --- On the thread, and after "loaded" on any: borrowed */

SlTemplates *sl_compute_thread_get_templates (SlComputeThread *self);
SlFilterSet *sl_compute_thread_get_filters (SlComputeThread *self);
