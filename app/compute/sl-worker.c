/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/compute/sl-worker.h"

#include "app/compute/sl-engines.h"

/* That of GDK's redraws, so that in each turn of the loop both have theirs. */
#define DELIVERY_PRIORITY (G_PRIORITY_HIGH_IDLE + 20)
/* The second part of an answer waits this long for the hand to rest; where it is quick anyway, until the
 * first is painted, which takes a processor or two. */
#define REST_DELAY_US (40 * 1000)
#define PAINTING_US (8 * 1000)
#define QUICK_REST_S 0.006

typedef struct {
  SlResult *result;
  SlRequest request;
  guint64 generation;
  gint64 posted_us;
  double took_s;
  gboolean last;
} Slot;

typedef struct {
  guint id;
  SlWorkerStep step;
  gpointer data, user_data;
  GDestroyNotify free_data;
  SlWorkerDone done;
  gboolean cancelled; /* under the mutex */
  GError *error;
} Job;

struct _SlWorker {
  GObject parent_instance;

  /* Fixed at creation. */
  SlEngineConfig config;
  const SlEngineClass *klass;
  char *templates_path, *filters_path;
  GMainContext *context;
  GThread *thread;

  /* The thread's until "loaded", from then on not changed. */
  SlTemplates *templates;
  SlFilterSet *filters;
  SlEngine *engine;
  char *description;
  Slot pool[3];

  GMutex mutex;
  GCond cond;
  /* Under the mutex. */
  gboolean quit, has_first, has_deferred;
  SlRequest first, rest;
  guint64 generation;
  gint64 posted_us;
  gint64 idle_due_us;
  Slot *back, *ready;
  gboolean has_ready, thread_loaded;
  GError *load_error, *error;
  GError *lost;        /* to be told, with what computes instead */
  char *lost_description;
  gboolean lost_at_start, told_lost;
  GSource *source; /* not NULL: something to deliver */
  GQueue jobs, finished; /* (Job) */
  Job *running;    /* its step is under way: in neither queue */
  GCond answered;  /* of a first part, or that there is none */
  guint64 answered_generation;

  /* Main thread. */
  Slot *front;
  gboolean loaded;
  guint last_job;
};

enum { SIGNAL_LOADED, SIGNAL_LOST, SIGNAL_FAILED, SIGNAL_RESULT, SIGNAL_ERROR, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SlWorker, sl_worker, G_TYPE_OBJECT)

static void
job_free (Job *job)
{
  if (job->free_data)
    job->free_data (job->data);
  g_clear_error (&job->error);
  g_free (job);
}

/* Main thread. What is called may ask for more, or cancel what is next. */
static void
deliver_jobs (SlWorker *self)
{
  for (;;)
    {
      Job *job;

      g_mutex_lock (&self->mutex);
      job = g_queue_pop_head (&self->finished);
      g_mutex_unlock (&self->mutex);
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
  g_autoptr (SlWorker) self = g_object_ref (data);
  g_autoptr (GError) load_error = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) lost = NULL;
  gboolean loaded, has_result;

  g_mutex_lock (&self->mutex);
  if (self->source)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  load_error = g_steal_pointer (&self->load_error);
  error = g_steal_pointer (&self->error);
  loaded = self->thread_loaded;
  lost = g_steal_pointer (&self->lost);
  if (lost)
    {
      g_free (self->description);
      self->description = g_steal_pointer (&self->lost_description);
    }
  has_result = self->has_ready;
  if (has_result)
    {
      Slot *slot = self->front;

      self->front = self->ready;
      self->ready = slot;
      self->has_ready = FALSE;
    }
  g_mutex_unlock (&self->mutex);

  if (loaded && !self->loaded)
    {
      self->loaded = TRUE;
      g_signal_emit (self, signals[SIGNAL_LOADED], 0);
    }
  if (lost)
    g_signal_emit (self, signals[SIGNAL_LOST], 0, lost, self->lost_at_start);
  if (load_error)
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, load_error);
  if (error)
    g_signal_emit (self, signals[SIGNAL_ERROR], 0, error);
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
  deliver_jobs (self);
  return G_SOURCE_REMOVE;
}

/* With the mutex held. One source serves all that has come together until it runs. */
static void
schedule_delivery (SlWorker *self)
{
  if (self->source || self->quit)
    return;
  self->source = g_idle_source_new ();
  g_source_set_priority (self->source, DELIVERY_PRIORITY);
  g_source_set_callback (self->source, deliver_cb, self, NULL);
  g_source_attach (self->source, self->context);
}

static gboolean
load (SlWorker *self, GError **error)
{
  self->templates = sl_templates_load (self->templates_path, error);
  if (self->templates == NULL)
    return FALSE;
  self->filters = sl_filter_set_load (self->filters_path, error);
  if (self->filters == NULL)
    return FALSE;
  self->config.templates = self->templates;
  self->config.filters = self->filters;
  self->engine = sl_engine_new (self->klass, &self->config, error);
  if (self->engine == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (self->pool); i++)
    self->pool[i].result = sl_result_new (self->engine);
  self->description = g_strdup (sl_engine_describe (self->engine));
  return TRUE;
}

/* With the mutex held, after the engine was used. */
static void
look_for_loss (SlWorker *self, gboolean at_start)
{
  const GError *lost = self->told_lost ? NULL : sl_engines_lost (self->engine);

  if (!lost)
    return;
  self->told_lost = TRUE;
  self->lost_at_start = at_start;
  self->lost = g_error_copy (lost);
  self->lost_description = g_strdup (sl_engine_describe (self->engine));
  schedule_delivery (self);
}

/* With the mutex held, which is given up meanwhile: one step of the work that came first. */
static void
step_job (SlWorker *self)
{
  Job *job = self->running = g_queue_pop_head (&self->jobs);
  gboolean more = FALSE;

  if (!job->cancelled)
    {
      g_mutex_unlock (&self->mutex);
      more = job->step (self->engine, job->data, &job->error);
      g_mutex_lock (&self->mutex);
      look_for_loss (self, FALSE);
    }
  self->running = NULL;
  if (more && !job->cancelled)
    {
      g_queue_push_head (&self->jobs, job);
      return;
    }
  g_queue_push_tail (&self->finished, job);
  schedule_delivery (self);
}

/* With the mutex held: waits until there is something to do. Takes the request out; FALSE: the end. */
static gboolean
next_request (SlWorker *self, Slot *slot, gboolean *is_rest)
{
  for (;;)
    {
      if (self->quit)
        return FALSE;
      if (self->has_first)
        {
          slot->request = self->first;
          slot->last = !self->has_deferred;
          self->has_first = FALSE;
          *is_rest = FALSE;
          break;
        }
      if (self->has_deferred && g_get_monotonic_time () >= self->idle_due_us)
        {
          slot->request = self->rest;
          slot->last = TRUE;
          self->has_deferred = FALSE;
          *is_rest = TRUE;
          break;
        }
      if (self->jobs.length)
        step_job (self);
      else if (self->has_deferred)
        g_cond_wait_until (&self->cond, &self->mutex, self->idle_due_us);
      else
        g_cond_wait (&self->cond, &self->mutex);
    }
  slot->generation = self->generation;
  slot->posted_us = self->posted_us;
  return TRUE;
}

static gpointer
thread_main (gpointer data)
{
  SlWorker *self = data;
  GError *error = NULL;
  gboolean good = load (self, &error), is_rest = FALSE;
  double last_rest_s = 1.0, first_s = 0.0;

  g_mutex_lock (&self->mutex);
  if (good)
    {
      self->back = &self->pool[0];
      self->ready = &self->pool[1];
      self->front = &self->pool[2];
      look_for_loss (self, TRUE);
    }
  self->thread_loaded = good;
  self->load_error = error;
  schedule_delivery (self);

  while (good && next_request (self, self->back, &is_rest))
    {
      Slot *slot = self->back;
      gboolean done;

      error = NULL;
      g_mutex_unlock (&self->mutex);
      done = sl_engine_evaluate (self->engine, &slot->request, slot->result, &error);
      g_mutex_lock (&self->mutex);
      look_for_loss (self, FALSE);

      /* The first part may be replaced by the second before anyone sees it; its time is not. */
      slot->took_s = slot->result->total_s + (is_rest ? first_s : 0.0);
      first_s = slot->took_s;
      if (is_rest)
        last_rest_s = slot->result->total_s;
      else
        self->idle_due_us =
            g_get_monotonic_time () + (last_rest_s <= QUICK_REST_S ? PAINTING_US : REST_DELAY_US);
      /* A first part is shown even where a newer request waits: something must move under a hand that does
       * not rest. A second part that is late is of no use. */
      if (is_rest && slot->generation != self->generation)
        {
          g_clear_error (&error);
          continue;
        }
      if (done)
        {
          self->back = self->ready;
          self->ready = slot;
          self->has_ready = TRUE;
        }
      else
        {
          g_clear_error (&self->error);
          self->error = error;
          /* The rest would fail likewise. */
          if (slot->generation == self->generation)
            self->has_deferred = FALSE;
        }
      schedule_delivery (self);
      if (!is_rest)
        {
          self->answered_generation = slot->generation;
          g_cond_broadcast (&self->answered);
        }
    }
  g_mutex_unlock (&self->mutex);
  return NULL;
}

static void
dispose (GObject *object)
{
  SlWorker *self = SL_WORKER (object);

  if (self->thread)
    {
      g_mutex_lock (&self->mutex);
      self->quit = TRUE;
      g_cond_signal (&self->cond);
      g_mutex_unlock (&self->mutex);
      g_thread_join (g_steal_pointer (&self->thread));
      g_queue_clear_full (&self->jobs, (GDestroyNotify) job_free);
      g_queue_clear_full (&self->finished, (GDestroyNotify) job_free);
    }
  if (self->source)
    {
      g_source_destroy (self->source);
      g_clear_pointer (&self->source, g_source_unref);
    }
  G_OBJECT_CLASS (sl_worker_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  SlWorker *self = SL_WORKER (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->pool); i++)
    g_clear_pointer (&self->pool[i].result, sl_result_free);
  g_clear_pointer (&self->engine, sl_engine_free);
  g_clear_pointer (&self->filters, sl_filter_set_unref);
  g_clear_pointer (&self->templates, sl_templates_unref);
  g_clear_error (&self->load_error);
  g_clear_error (&self->error);
  g_clear_error (&self->lost);
  g_free (self->lost_description);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_cond_clear (&self->answered);
  g_free (self->description);
  g_free (self->templates_path);
  g_free (self->filters_path);
  G_OBJECT_CLASS (sl_worker_parent_class)->finalize (object);
}

static void
sl_worker_class_init (SlWorkerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dispose;
  object_class->finalize = finalize;

  signals[SIGNAL_LOADED] =
    g_signal_new ("loaded", SL_TYPE_WORKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_LOST] = g_signal_new ("lost", SL_TYPE_WORKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 2, G_TYPE_ERROR, G_TYPE_BOOLEAN);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", SL_TYPE_WORKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_RESULT] = g_signal_new ("result", SL_TYPE_WORKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_ERROR] = g_signal_new ("error", SL_TYPE_WORKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
sl_worker_init (SlWorker *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  g_cond_init (&self->answered);
  g_queue_init (&self->jobs);
  g_queue_init (&self->finished);
  self->context = g_main_context_ref_thread_default ();
}

SlWorker *
sl_worker_new (const SlWorkerConfig *config)
{
  SlWorker *self;

  g_return_val_if_fail (config != NULL && config->klass != NULL, NULL);

  self = g_object_new (SL_TYPE_WORKER, NULL);
  self->klass = config->klass;
  self->templates_path = g_strdup (config->templates_path);
  self->filters_path = g_strdup (config->filters_path);
  self->config = (SlEngineConfig){
    .observables = config->observables,
    .history_observables = config->history_observables,
    .n_epochs = config->n_epochs,
    .epochs = config->epochs,
    .threads = config->threads,
  };
  /* The thread holds no reference: dispose waits for it. */
  self->thread = g_thread_new ("sl-worker", thread_main, self);
  return self;
}

guint64
sl_worker_post (SlWorker *self, const SlRequest *first, const SlRequest *rest)
{
  guint64 generation;

  g_return_val_if_fail (SL_IS_WORKER (self) && first != NULL, 0);

  g_mutex_lock (&self->mutex);
  self->first = *first;
  self->has_first = TRUE;
  self->has_deferred = rest != NULL;
  if (rest)
    self->rest = *rest;
  self->posted_us = g_get_monotonic_time ();
  generation = ++self->generation;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  return generation;
}

void
sl_worker_wait (SlWorker *self, gint64 timeout_us)
{
  const gint64 until = g_get_monotonic_time () + timeout_us;
  gboolean ready;

  g_return_if_fail (SL_IS_WORKER (self));

  if (!self->loaded)
    return;
  g_mutex_lock (&self->mutex);
  while (self->answered_generation < self->generation
         && g_cond_wait_until (&self->answered, &self->mutex, until))
    ;
  ready = self->has_ready;
  g_mutex_unlock (&self->mutex);
  if (ready)
    deliver_cb (self);
}

guint
sl_worker_run (SlWorker *self, SlWorkerStep step, gpointer data, GDestroyNotify free_data, SlWorkerDone done,
               gpointer user_data)
{
  Job *job;

  g_return_val_if_fail (SL_IS_WORKER (self) && step != NULL && done != NULL, 0);

  job = g_new0 (Job, 1);
  *job = (Job) { .id = ++self->last_job,
                 .step = step,
                 .data = data,
                 .user_data = user_data,
                 .free_data = free_data,
                 .done = done };
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->jobs, job);
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  return self->last_job;
}

static gint
is_job (gconstpointer job, gconstpointer id)
{
  return ((const Job *) job)->id != GPOINTER_TO_UINT (id);
}

void
sl_worker_cancel (SlWorker *self, guint id)
{
  GQueue *const queues[] = { &self->jobs, &self->finished };

  g_return_if_fail (SL_IS_WORKER (self));

  g_mutex_lock (&self->mutex);
  if (self->running && self->running->id == id)
    self->running->cancelled = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (queues); i++)
    {
      GList *link = g_queue_find_custom (queues[i], GUINT_TO_POINTER (id), is_job);

      if (link)
        ((Job *) link->data)->cancelled = TRUE;
    }
  g_mutex_unlock (&self->mutex);
}

SlEngine *
sl_worker_get_engine (SlWorker *self)
{
  g_return_val_if_fail (SL_IS_WORKER (self), NULL);
  return self->loaded ? self->engine : NULL;
}

SlFilterSet *
sl_worker_get_filters (SlWorker *self)
{
  g_return_val_if_fail (SL_IS_WORKER (self), NULL);
  return self->loaded ? self->filters : NULL;
}

const char *
sl_worker_get_description (SlWorker *self)
{
  g_return_val_if_fail (SL_IS_WORKER (self), NULL);
  return self->loaded ? self->description : NULL;
}
