/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/compute/sl-worker.h"

#include <string.h>

#include "app/compute/sl-engines.h"

/* A deferred request waits this long for the hand to lie still; where it is quick anyway, until the first
 * answer is painted, which takes a processor or two. */
#define DEFERRED_DELAY_US (40 * 1000)
#define PAINTING_US (8 * 1000)
#define QUICK_DEFERRED_S 0.006

typedef struct {
  SlResult *result;
  SlRequest request;
  guint64 generation;
  gint64 posted_us;
  double took_s;
  gboolean last;
} Slot;

struct _SlWorker {
  SlComputeThread parent_instance;

  /* Fixed at creation. */
  SlEngineConfig config;
  const SlEngineClass *klass;

  /* The thread's until "loaded", from then on not changed. */
  SlEngine *engine;
  Slot pool[3];

  /* The thread's: seconds of the last deferred answer, and of the last first answer. */
  double last_deferred_s, first_s;

  /* Under the lock. */
  gboolean has_first, has_deferred;
  SlRequest first, deferred;
  Slot *back, *ready;
  gboolean has_ready;
  char *description;
  GError *lost;        /* not delivered yet */
  char *new_description; /* likewise: what computes from now on */
  gboolean lost_at_start, told_lost;

  /* Main thread. */
  Slot *front;
};

enum { SIGNAL_ENGINE, SIGNAL_LOST, SIGNAL_RESULT, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SlWorker, sl_worker, SL_TYPE_COMPUTE_THREAD)

/* --- delivery --------------------------------------------------------------- */

static void
worker_deliver (SlComputeThread *thread, const GError *error)
{
  SlWorker *self = SL_WORKER (thread);
  g_autoptr (GError) lost = NULL;
  gboolean has_result, changed;

  sl_compute_thread_lock (thread);
  /* A device may be refused while the library is still being read. */
  if (sl_compute_thread_get_loaded (thread))
    lost = g_steal_pointer (&self->lost);
  changed = self->new_description != NULL;
  if (changed)
    {
      g_free (self->description);
      self->description = g_steal_pointer (&self->new_description);
    }
  has_result = self->has_ready;
  if (has_result)
    {
      Slot *slot = self->front;

      self->front = self->ready;
      self->ready = slot;
      self->has_ready = FALSE;
    }
  sl_compute_thread_unlock (thread);

  if (changed)
    g_signal_emit (self, signals[SIGNAL_ENGINE], 0);
  if (lost)
    g_signal_emit (self, signals[SIGNAL_LOST], 0, lost, self->lost_at_start);
  if (error)
    sl_compute_thread_tell_error (thread, error);
  if (has_result)
    {
      SlWorkerAnswer answer = {
        .generation = self->front->generation,
        .request = &self->front->request,
        .result = self->front->result,
        .last = self->front->last,
        .posted_us = self->front->posted_us,
        .took_s = self->front->took_s,
      };

      g_signal_emit (self, signals[SIGNAL_RESULT], 0, &answer);
    }
}

/* --- the thread ------------------------------------------------------------- */

/* With the lock held. */
static void
tell_lost (SlWorker *self, const GError *lost, gboolean at_start)
{
  if (self->told_lost)
    return;
  self->told_lost = TRUE;
  self->lost_at_start = at_start;
  self->lost = g_error_copy (lost);
  sl_compute_thread_schedule_delivery (SL_COMPUTE_THREAD (self));
}

/* With the lock held, after the engine was used: whether something else computes now. */
static void
look_for_engine (SlWorker *self)
{
  const GError *lost = sl_engines_lost (self->engine);
  const char *description = sl_engine_describe (self->engine);

  if (strcmp (description, self->new_description ? self->new_description : self->description) != 0)
    {
      g_free (self->new_description);
      self->new_description = g_strdup (description);
      sl_compute_thread_schedule_delivery (SL_COMPUTE_THREAD (self));
    }
  if (lost)
    tell_lost (self, lost, !sl_engines_had_device (self->engine));
}

/* On the thread that opens the device: nobody may move a slider before long, and so use the engine. */
static void
settled_cb (const GError *refused, gpointer data)
{
  if (!refused)
    return;
  sl_compute_thread_lock (data);
  tell_lost (data, refused, TRUE);
  sl_compute_thread_unlock (data);
}

static gboolean
worker_load (SlComputeThread *thread, GError **error)
{
  SlWorker *self = SL_WORKER (thread);

  self->config.templates = sl_compute_thread_get_templates (thread);
  self->config.filters = sl_compute_thread_get_filters (thread);
  self->engine = sl_engine_new (self->klass, &self->config, error);
  if (self->engine == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (self->pool); i++)
    self->pool[i].result = sl_result_new (self->engine);
  self->description = g_strdup (sl_engine_describe (self->engine));
  self->back = &self->pool[0];
  self->ready = &self->pool[1];
  self->front = &self->pool[2];
  sl_engines_on_settled (self->engine, settled_cb, self);
  return TRUE;
}

static gboolean
worker_step (SlComputeThread *thread, GCallback step, gpointer data, GError **error)
{
  SlWorker *self = SL_WORKER (thread);
  const gboolean more = ((SlWorkerStep) step) (self->engine, data, error);

  sl_compute_thread_lock (thread);
  look_for_engine (self);
  sl_compute_thread_unlock (thread);
  return more;
}

/* With the lock held: takes the request that is due; returns whether it is the deferred one. */
static gboolean
take_request (SlWorker *self, Slot *slot)
{
  const gboolean deferred = !self->has_first;

  slot->request = deferred ? self->deferred : self->first;
  slot->last = deferred || !self->has_deferred;
  slot->generation = sl_compute_thread_get_generation (SL_COMPUTE_THREAD (self));
  slot->posted_us = sl_compute_thread_get_posted_us (SL_COMPUTE_THREAD (self));
  if (deferred)
    self->has_deferred = FALSE;
  else
    self->has_first = FALSE;
  return deferred;
}

static void
worker_answer (SlComputeThread *thread)
{
  SlWorker *self = SL_WORKER (thread);
  Slot *slot = self->back;
  const gboolean deferred = take_request (self, slot);
  GError *error = NULL;
  gboolean done, newest;

  sl_compute_thread_unlock (thread);
  done = sl_engine_evaluate (self->engine, &slot->request, slot->result, &error);
  sl_compute_thread_lock (thread);
  look_for_engine (self);
  newest = slot->generation == sl_compute_thread_get_generation (thread);

  /* A first answer may be replaced by the deferred one before it is delivered; its time still counts. */
  slot->took_s = slot->result->total_s + (deferred ? self->first_s : 0.0);
  self->first_s = slot->took_s;
  if (deferred)
    self->last_deferred_s = slot->result->total_s;
  else if (newest && done && self->has_deferred)
    sl_compute_thread_set_due (thread, g_get_monotonic_time ()
                                           + (self->last_deferred_s <= QUICK_DEFERRED_S ? PAINTING_US
                                                                                        : DEFERRED_DELAY_US));
  /* A first answer is delivered even if a newer request waits: the plots must move under a hand that does not
   * stop. A deferred answer that is late is of no use. */
  if (deferred && !newest)
    {
      g_clear_error (&error);
      return;
    }
  if (done)
    {
      self->back = self->ready;
      self->ready = slot;
      self->has_ready = TRUE;
    }
  else
    {
      sl_compute_thread_take_error (thread, error);
      /* The deferred request would fail likewise. */
      if (newest)
        self->has_deferred = FALSE;
    }
  sl_compute_thread_schedule_delivery (thread);
}

/* --- object ----------------------------------------------------------------- */

static void
finalize (GObject *object)
{
  SlWorker *self = SL_WORKER (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->pool); i++)
    g_clear_pointer (&self->pool[i].result, sl_result_free);
  g_clear_pointer (&self->engine, sl_engine_free);
  g_clear_error (&self->lost);
  g_free (self->new_description);
  g_free (self->description);
  /* Last the base, which holds what the engine reads. */
  G_OBJECT_CLASS (sl_worker_parent_class)->finalize (object);
}

static void
sl_worker_class_init (SlWorkerClass *klass)
{
  SlComputeThreadClass *thread_class = SL_COMPUTE_THREAD_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  thread_class->load = worker_load;
  thread_class->answer = worker_answer;
  thread_class->step = worker_step;
  thread_class->deliver = worker_deliver;
  signals[SIGNAL_ENGINE] = g_signal_new ("engine", SL_TYPE_WORKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
  signals[SIGNAL_LOST] = g_signal_new ("lost", SL_TYPE_WORKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 2, G_TYPE_ERROR, G_TYPE_BOOLEAN);
  signals[SIGNAL_RESULT] = g_signal_new ("result", SL_TYPE_WORKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
sl_worker_init (SlWorker *self)
{
  self->last_deferred_s = 1.0;
}

SlWorker *
sl_worker_new (const SlWorkerConfig *config)
{
  SlWorker *self;

  g_return_val_if_fail (config != NULL && config->klass != NULL, NULL);

  self = g_object_new (SL_TYPE_WORKER, NULL);
  self->klass = config->klass;
  self->config = (SlEngineConfig) {
    .observables = config->observables,
    .history_observables = config->history_observables,
    .n_epochs = config->n_epochs,
    .epochs = config->epochs,
    .threads = config->threads,
    .allow_missing_lines = TRUE, /* any library can be opened */
  };
  sl_compute_thread_start (SL_COMPUTE_THREAD (self), "sl-worker", config->templates_path, config->medium,
                           config->filters_path);
  return self;
}

guint64
sl_worker_post (SlWorker *self, const SlRequest *first, const SlRequest *deferred)
{
  guint64 generation;

  g_return_val_if_fail (SL_IS_WORKER (self) && first != NULL, 0);

  sl_compute_thread_lock (SL_COMPUTE_THREAD (self));
  self->first = *first;
  self->has_first = TRUE;
  self->has_deferred = deferred != NULL;
  if (deferred)
    self->deferred = *deferred;
  generation = sl_compute_thread_post (SL_COMPUTE_THREAD (self));
  sl_compute_thread_unlock (SL_COMPUTE_THREAD (self));
  return generation;
}

void
sl_worker_wait (SlWorker *self, gint64 timeout_us)
{
  gboolean ready;

  g_return_if_fail (SL_IS_WORKER (self));

  if (!sl_compute_thread_get_loaded (SL_COMPUTE_THREAD (self)))
    return;
  sl_compute_thread_wait (SL_COMPUTE_THREAD (self), timeout_us);
  sl_compute_thread_lock (SL_COMPUTE_THREAD (self));
  ready = self->has_ready;
  sl_compute_thread_unlock (SL_COMPUTE_THREAD (self));
  if (ready)
    sl_compute_thread_deliver (SL_COMPUTE_THREAD (self));
}

guint
sl_worker_run (SlWorker *self, SlWorkerStep step, gpointer data, GDestroyNotify free_data, SlWorkerDone done,
               gpointer user_data)
{
  g_return_val_if_fail (SL_IS_WORKER (self) && step != NULL && done != NULL, 0);
  return sl_compute_thread_run (SL_COMPUTE_THREAD (self), G_CALLBACK (step), data, free_data, done,
                                user_data);
}

void
sl_worker_cancel (SlWorker *self, guint job)
{
  g_return_if_fail (SL_IS_WORKER (self));
  sl_compute_thread_cancel (SL_COMPUTE_THREAD (self), job);
}

SlEngine *
sl_worker_get_engine (SlWorker *self)
{
  g_return_val_if_fail (SL_IS_WORKER (self), NULL);
  return sl_compute_thread_get_loaded (SL_COMPUTE_THREAD (self)) ? self->engine : NULL;
}

SlFilterSet *
sl_worker_get_filters (SlWorker *self)
{
  g_return_val_if_fail (SL_IS_WORKER (self), NULL);
  return sl_compute_thread_get_loaded (SL_COMPUTE_THREAD (self))
             ? sl_compute_thread_get_filters (SL_COMPUTE_THREAD (self))
             : NULL;
}

const char *
sl_worker_get_description (SlWorker *self)
{
  g_return_val_if_fail (SL_IS_WORKER (self), NULL);
  return sl_compute_thread_get_loaded (SL_COMPUTE_THREAD (self)) ? self->description : NULL;
}
