/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/compute/sl-compute-thread.h"

#include "model/support/sl-cancel.h"

/* The priority of GDK's redraws, so that each turn of the loop serves both. */
#define DELIVERY_PRIORITY (G_PRIORITY_HIGH_IDLE + 20)

typedef struct {
  guint id;
  GCallback step;
  gpointer data, user_data;
  GDestroyNotify free_data;
  SlComputeDone done;
  gboolean cancelled; /* under the lock */
  GError *error;
} Job;

typedef struct {
  /* Fixed once the thread runs. */
  char *templates_path, *filters_path;
  SlMedium medium;
  GMainContext *context;
  GThread *thread;

  gint cancelled;              /* atomic: loading has been given up */

  /* The thread's until "loaded", from then on not changed. */
  SlTemplates *templates;
  SlFilterSet *filters;

  GMutex lock;
  GCond wake;
  GCond answered;              /* answered_generation changed */
  /* Under the lock. */
  gboolean quit, thread_loaded;
  guint64 generation, answered_generation;
  gint64 posted_us, due_us;
  GError *load_error, *error;
  GSource *source;             /* not NULL: a delivery is scheduled */
  GQueue jobs, finished;       /* (Job) */
  Job *running;                /* its step is under way: in neither queue */

  /* Main thread. */
  gboolean loaded;
  guint last_job;
} SlComputeThreadPrivate;

enum { SIGNAL_LOADED, SIGNAL_FAILED, SIGNAL_ERROR, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (SlComputeThread, sl_compute_thread, G_TYPE_OBJECT,
                                  G_ADD_PRIVATE (SlComputeThread))

static SlComputeThreadPrivate *
private_of (SlComputeThread *self)
{
  return sl_compute_thread_get_instance_private (self);
}

/* --- delivery --------------------------------------------------------------- */

static void
job_free (Job *job)
{
  if (job->free_data)
    job->free_data (job->data);
  g_clear_error (&job->error);
  g_free (job);
}

/* A job's callback may add jobs or cancel the next one. */
static void
deliver_jobs (SlComputeThreadPrivate *p)
{
  for (;;)
    {
      Job *job;

      g_mutex_lock (&p->lock);
      job = g_queue_pop_head (&p->finished);
      g_mutex_unlock (&p->lock);
      if (!job)
        return;
      if (!job->cancelled)
        job->done (job->data, job->error, job->user_data);
      job_free (job);
    }
}

static gboolean
deliver_cb (gpointer data)
{
  g_autoptr (SlComputeThread) self = g_object_ref (data);
  SlComputeThreadPrivate *p = private_of (self);
  g_autoptr (GError) load_error = NULL, error = NULL;
  gboolean loaded;

  g_mutex_lock (&p->lock);
  if (p->source)
    g_source_destroy (p->source);
  g_clear_pointer (&p->source, g_source_unref);
  load_error = g_steal_pointer (&p->load_error);
  error = g_steal_pointer (&p->error);
  loaded = p->thread_loaded;
  g_mutex_unlock (&p->lock);

  if (loaded && !p->loaded)
    {
      p->loaded = TRUE;
      g_signal_emit (self, signals[SIGNAL_LOADED], 0);
    }
  if (load_error)
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, load_error);
  SL_COMPUTE_THREAD_GET_CLASS (self)->deliver (self, error);
  deliver_jobs (p);
  return G_SOURCE_REMOVE;
}

void
sl_compute_thread_deliver (SlComputeThread *self)
{
  deliver_cb (self);
}

void
sl_compute_thread_tell_error (SlComputeThread *self, const GError *error)
{
  g_signal_emit (self, signals[SIGNAL_ERROR], 0, error);
}

void
sl_compute_thread_schedule_delivery (SlComputeThread *self)
{
  SlComputeThreadPrivate *p = private_of (self);

  if (p->source || p->quit)
    return;
  p->source = g_idle_source_new ();
  g_source_set_priority (p->source, DELIVERY_PRIORITY);
  g_source_set_callback (p->source, deliver_cb, self, NULL);
  g_source_attach (p->source, p->context);
}

/* --- the thread ------------------------------------------------------------- */

static gboolean
load (SlComputeThread *self, GError **error)
{
  SlComputeThreadPrivate *p = private_of (self);
  SlComputeThreadClass *klass = SL_COMPUTE_THREAD_GET_CLASS (self);

  p->templates = sl_templates_load_as (p->templates_path, sl_mend_environment (), p->medium, error);
  if (!p->templates)
    return FALSE;
  p->filters = sl_filter_set_load_mended (p->filters_path, sl_mend_environment (), error);
  return p->filters && (!klass->load || klass->load (self, error));
}

/* With the lock held, which is given up meanwhile: one step of the oldest job. */
static void
step_job (SlComputeThread *self)
{
  SlComputeThreadPrivate *p = private_of (self);
  Job *job = p->running = g_queue_pop_head (&p->jobs);
  gboolean more = FALSE;

  if (!job->cancelled)
    {
      g_mutex_unlock (&p->lock);
      more = SL_COMPUTE_THREAD_GET_CLASS (self)->step (self, job->step, job->data, &job->error);
      g_mutex_lock (&p->lock);
    }
  p->running = NULL;
  if (more && !job->cancelled)
    {
      g_queue_push_head (&p->jobs, job);
      return;
    }
  g_queue_push_tail (&p->finished, job);
  sl_compute_thread_schedule_delivery (self);
}

/* With the lock held: returns TRUE when a part is due, FALSE when the thread shall end. */
static gboolean
wait_until_due (SlComputeThread *self)
{
  SlComputeThreadPrivate *p = private_of (self);

  while (!p->quit)
    {
      if (p->due_us <= g_get_monotonic_time ())
        return TRUE;
      if (p->jobs.length)
        step_job (self);
      else if (p->due_us == SL_COMPUTE_NEVER)
        g_cond_wait (&p->wake, &p->lock);
      else
        g_cond_wait_until (&p->wake, &p->lock, p->due_us);
    }
  return FALSE;
}

static gpointer
thread_main (gpointer data)
{
  SlComputeThread *self = data;
  SlComputeThreadPrivate *p = private_of (self);
  GError *error = NULL;
  gboolean good;

  sl_cancel_watch (&p->cancelled);
  good = load (self, &error);
  sl_cancel_watch (NULL);
  g_mutex_lock (&p->lock);
  p->thread_loaded = good;
  p->load_error = error;
  sl_compute_thread_schedule_delivery (self);
  while (good && wait_until_due (self))
    {
      const guint64 generation = p->generation;

      /* A newer request sets it again. */
      p->due_us = SL_COMPUTE_NEVER;
      SL_COMPUTE_THREAD_GET_CLASS (self)->answer (self);
      if (p->answered_generation < generation)
        {
          p->answered_generation = generation;
          g_cond_broadcast (&p->answered);
        }
    }
  g_mutex_unlock (&p->lock);
  return NULL;
}

/* --- requests --------------------------------------------------------------- */

void
sl_compute_thread_lock (SlComputeThread *self)
{
  g_mutex_lock (&private_of (self)->lock);
}

void
sl_compute_thread_unlock (SlComputeThread *self)
{
  g_mutex_unlock (&private_of (self)->lock);
}

guint64
sl_compute_thread_post (SlComputeThread *self)
{
  SlComputeThreadPrivate *p = private_of (self);

  p->posted_us = g_get_monotonic_time ();
  p->due_us = 0;
  g_cond_signal (&p->wake);
  return ++p->generation;
}

void
sl_compute_thread_set_due (SlComputeThread *self, gint64 due_us)
{
  private_of (self)->due_us = due_us;
}

guint64
sl_compute_thread_get_generation (SlComputeThread *self)
{
  return private_of (self)->generation;
}

gint64
sl_compute_thread_get_posted_us (SlComputeThread *self)
{
  return private_of (self)->posted_us;
}

gboolean
sl_compute_thread_get_quit (SlComputeThread *self)
{
  return private_of (self)->quit;
}

void
sl_compute_thread_take_error (SlComputeThread *self, GError *error)
{
  SlComputeThreadPrivate *p = private_of (self);

  g_clear_error (&p->error);
  p->error = error;
}

void
sl_compute_thread_wait (SlComputeThread *self, gint64 timeout_us)
{
  SlComputeThreadPrivate *p = private_of (self);
  const gint64 until = g_get_monotonic_time () + timeout_us;

  if (!p->loaded)
    return;
  g_mutex_lock (&p->lock);
  while (p->answered_generation < p->generation && g_cond_wait_until (&p->answered, &p->lock, until))
    ;
  g_mutex_unlock (&p->lock);
}

/* --- jobs ------------------------------------------------------------------- */

guint
sl_compute_thread_run (SlComputeThread *self, GCallback step, gpointer data, GDestroyNotify free_data,
                       SlComputeDone done, gpointer user_data)
{
  SlComputeThreadPrivate *p = private_of (self);
  Job *job;

  g_return_val_if_fail (SL_COMPUTE_THREAD_GET_CLASS (self)->step && step && done, 0);

  job = g_new0 (Job, 1);
  *job = (Job) { .id = ++p->last_job,
                 .step = step,
                 .data = data,
                 .user_data = user_data,
                 .free_data = free_data,
                 .done = done };
  g_mutex_lock (&p->lock);
  g_queue_push_tail (&p->jobs, job);
  g_cond_signal (&p->wake);
  g_mutex_unlock (&p->lock);
  return p->last_job;
}

static gint
is_other_job (gconstpointer job, gconstpointer id)
{
  return ((const Job *) job)->id != GPOINTER_TO_UINT (id);
}

void
sl_compute_thread_cancel (SlComputeThread *self, guint id)
{
  SlComputeThreadPrivate *p = private_of (self);
  GQueue *const queues[] = { &p->jobs, &p->finished };

  g_mutex_lock (&p->lock);
  if (p->running && p->running->id == id)
    p->running->cancelled = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (queues); i++)
    {
      GList *link = g_queue_find_custom (queues[i], GUINT_TO_POINTER (id), is_other_job);

      if (link)
        ((Job *) link->data)->cancelled = TRUE;
    }
  g_mutex_unlock (&p->lock);
}

/* --- object ----------------------------------------------------------------- */

gboolean
sl_compute_thread_get_loaded (SlComputeThread *self)
{
  return private_of (self)->loaded;
}

SlTemplates *
sl_compute_thread_get_templates (SlComputeThread *self)
{
  return private_of (self)->templates;
}

SlFilterSet *
sl_compute_thread_get_filters (SlComputeThread *self)
{
  return private_of (self)->filters;
}

void
sl_compute_thread_start (SlComputeThread *self, const char *name, const char *templates_path,
                         SlMedium medium, const char *filters_path)
{
  SlComputeThreadPrivate *p = private_of (self);

  p->templates_path = g_strdup (templates_path);
  p->medium = medium;
  p->filters_path = g_strdup (filters_path);
  /* The thread holds no reference: dispose waits for it. */
  p->thread = g_thread_new (name, thread_main, self);
}

void
sl_compute_thread_cancel_load (SlComputeThread *self)
{
  g_atomic_int_set (&private_of (self)->cancelled, TRUE);
}

static void
compute_thread_dispose (GObject *object)
{
  SlComputeThreadPrivate *p = private_of (SL_COMPUTE_THREAD (object));

  if (p->thread)
    {
      g_atomic_int_set (&p->cancelled, TRUE);
      g_mutex_lock (&p->lock);
      p->quit = TRUE;
      g_cond_signal (&p->wake);
      g_mutex_unlock (&p->lock);
      g_thread_join (g_steal_pointer (&p->thread));
      g_queue_clear_full (&p->jobs, (GDestroyNotify) job_free);
      g_queue_clear_full (&p->finished, (GDestroyNotify) job_free);
    }
  if (p->source)
    {
      g_source_destroy (p->source);
      g_clear_pointer (&p->source, g_source_unref);
    }
  G_OBJECT_CLASS (sl_compute_thread_parent_class)->dispose (object);
}

static void
compute_thread_finalize (GObject *object)
{
  SlComputeThreadPrivate *p = private_of (SL_COMPUTE_THREAD (object));

  g_clear_pointer (&p->filters, sl_filter_set_unref);
  g_clear_pointer (&p->templates, sl_templates_unref);
  g_clear_error (&p->load_error);
  g_clear_error (&p->error);
  g_main_context_unref (p->context);
  g_mutex_clear (&p->lock);
  g_cond_clear (&p->wake);
  g_cond_clear (&p->answered);
  g_free (p->templates_path);
  g_free (p->filters_path);
  G_OBJECT_CLASS (sl_compute_thread_parent_class)->finalize (object);
}

static void
sl_compute_thread_class_init (SlComputeThreadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = compute_thread_dispose;
  object_class->finalize = compute_thread_finalize;
  signals[SIGNAL_LOADED] = g_signal_new ("loaded", SL_TYPE_COMPUTE_THREAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", SL_TYPE_COMPUTE_THREAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_ERROR] = g_signal_new ("error", SL_TYPE_COMPUTE_THREAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
sl_compute_thread_init (SlComputeThread *self)
{
  SlComputeThreadPrivate *p = private_of (self);

  g_mutex_init (&p->lock);
  g_cond_init (&p->wake);
  g_cond_init (&p->answered);
  g_queue_init (&p->jobs);
  g_queue_init (&p->finished);
  p->due_us = SL_COMPUTE_NEVER;
  p->context = g_main_context_ref_thread_default ();
}
