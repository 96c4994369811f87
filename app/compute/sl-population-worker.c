/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/compute/sl-population-worker.h"

/* That of GDK's redraws, so that in each turn of the loop both have theirs. */
#define DELIVERY_PRIORITY (G_PRIORITY_HIGH_IDLE + 20)
/* Under a hand the gradient waits this long for it to rest. */
#define REST_DELAY_US (60 * 1000)
/* Work that takes less than this needs no bar. */
#define QUIET_S 0.25
#define PROGRESS_US (50 * 1000)
/* Where the gradient takes no longer than this, it comes with the counts. */
#define LIVE_GRADIENT_S 0.05
/* Where it takes longer than this, so many galaxies sketch it first. */
#define SKETCH_S 0.3
#define SKETCH_GALAXIES 8192

/* The parts of an answer. */
typedef enum { PART_COUNTS, PART_SKETCH, PART_GRADIENT, PART_ALL, PART_NONE } Part;

struct _SlPopulationWorker {
  GObject parent_instance;

  /* Fixed at creation. */
  char *templates_path, *filters_path;
  guint threads;
  GMainContext *context;
  GThread *thread;

  /* The thread's. */
  SlTemplates *templates;
  SlFilterSet *filters;
  SlPopulation *population;
  Part running;                /* what step_cb() is told about */
  gboolean first;              /* it is the first part of an answer: nothing newer ends it */
  double gradient_s;           /* for each galaxy, when it was made last; 0: never */
  gint64 began_us, told_us;

  GMutex mutex;
  GCond cond;
  /* Under the mutex. */
  gboolean quit, thread_loaded;
  SlPopulationSpec spec;
  guint64 n, generation;
  gint64 posted_us, idle_due_us;
  Part next;
  GQueue ready;                /* (SlPopulationAnswer) */
  GError *load_error, *error;
  char *description;
  double progress, told;
  GSource *source;             /* not NULL: something to deliver */

  /* Main thread. */
  gboolean loaded;
};

enum { SIGNAL_LOADED, SIGNAL_FAILED, SIGNAL_ANSWER, SIGNAL_ERROR, SIGNAL_PROGRESS, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SlPopulationWorker, sl_population_worker, G_TYPE_OBJECT)

/* --- answers -------------------------------------------------------------- */

SlPopulationAnswer *
sl_population_answer_ref (SlPopulationAnswer *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_answer (gpointer data)
{
  g_clear_pointer (&((SlPopulationAnswer *) data)->result, sl_population_result_free);
}

void
sl_population_answer_unref (SlPopulationAnswer *self)
{
  g_atomic_rc_box_release_full (self, clear_answer);
}

double
sl_population_answer_scale (const SlPopulationAnswer *self)
{
  return self->result->n ? (double) self->wanted / self->result->n : 1.0;
}

/* --- delivery ------------------------------------------------------------- */

static gboolean
deliver_cb (gpointer data)
{
  g_autoptr (SlPopulationWorker) self = g_object_ref (data);
  g_autoptr (GError) load_error = NULL, error = NULL;
  GQueue ready;
  gboolean loaded, tell;
  double progress;

  g_mutex_lock (&self->mutex);
  if (self->source)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  load_error = g_steal_pointer (&self->load_error);
  error = g_steal_pointer (&self->error);
  loaded = self->thread_loaded;
  progress = self->progress;
  tell = progress != self->told;
  self->told = progress;
  ready = self->ready;
  g_queue_init (&self->ready);
  g_mutex_unlock (&self->mutex);

  if (loaded && !self->loaded)
    {
      self->loaded = TRUE;
      g_signal_emit (self, signals[SIGNAL_LOADED], 0);
    }
  if (load_error)
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, load_error);
  for (SlPopulationAnswer *answer; (answer = g_queue_pop_head (&ready)); sl_population_answer_unref (answer))
    g_signal_emit (self, signals[SIGNAL_ANSWER], 0, answer);
  if (error)
    g_signal_emit (self, signals[SIGNAL_ERROR], 0, error);
  if (tell)
    g_signal_emit (self, signals[SIGNAL_PROGRESS], 0, progress);
  return G_SOURCE_REMOVE;
}

/* With the mutex held. */
static void
schedule_delivery (SlPopulationWorker *self)
{
  if (self->source || self->quit)
    return;
  self->source = g_idle_source_new ();
  g_source_set_priority (self->source, DELIVERY_PRIORITY);
  g_source_set_callback (self->source, deliver_cb, self, NULL);
  g_source_attach (self->source, self->context);
}

/* --- the thread ----------------------------------------------------------- */

typedef struct {
  SlPopulationWorker *worker;
  guint64 generation;
} Step;

/* Called by threads of the pool, too. */
static gboolean
step_cb (gpointer data, guint64 done, guint64 n)
{
  const Step *step = data;
  SlPopulationWorker *self = step->worker;
  gboolean end;

  g_mutex_lock (&self->mutex);
  end = self->quit || (!self->first && self->generation != step->generation);
  if (!end && self->running == PART_ALL)
    {
      const gint64 now = g_get_monotonic_time ();

      if (1e-6 * (now - self->began_us) > QUIET_S && now - self->told_us > PROGRESS_US)
        {
          self->told_us = now;
          self->progress = (double) done / n;
          schedule_delivery (self);
        }
    }
  g_mutex_unlock (&self->mutex);
  return end;
}

static gboolean
load (SlPopulationWorker *self, GError **error)
{
  SlFilterSet *filters = NULL;

  self->templates = sl_templates_load (self->templates_path, error);
  if (!self->templates || !(filters = sl_filter_set_load (self->filters_path, error)))
    return FALSE;
  g_mutex_lock (&self->mutex);
  self->filters = filters;
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

/* With the mutex held: waits for something to do; PART_NONE: the end. */
static Part
next_part (SlPopulationWorker *self)
{
  for (;;)
    {
      if (self->quit)
        return PART_NONE;
      if (self->next == PART_NONE)
        g_cond_wait (&self->cond, &self->mutex);
      else if ((self->next == PART_SKETCH || self->next == PART_GRADIENT)
               && g_get_monotonic_time () < self->idle_due_us)
        g_cond_wait_until (&self->cond, &self->mutex, self->idle_due_us);
      else
        return self->next;
    }
}

/* Without the mutex. NULL with an error, or without one where the work was ended. */
static SlPopulationAnswer *
draw (SlPopulationWorker *self, Part part, const SlPopulationSpec *spec, guint64 n, Step *step,
      GError **error)
{
  const guint64 drawn = part == PART_ALL      ? n
                        : part == PART_SKETCH ? SKETCH_GALAXIES
                                              : MIN (n, SL_POPULATION_LIVE);
  g_autoptr (SlPopulationAnswer) answer = g_atomic_rc_box_new0 (SlPopulationAnswer);
  gboolean done;

  if (!self->population)
    self->population = sl_population_new (self->templates, self->filters, spec, self->threads, error);
  else if (!sl_population_update (self->population, spec, error))
    return NULL;
  if (!self->population)
    return NULL;
  answer->spec = *spec;
  answer->wanted = n;
  answer->sketch = part == PART_SKETCH;
  answer->result = sl_population_result_new (spec, part != PART_COUNTS);
  self->running = part;
  self->began_us = g_get_monotonic_time ();
  done = sl_population_run (self->population, 0, drawn, step_cb, step, answer->result, error);
  answer->took_s = 1e-6 * (g_get_monotonic_time () - self->began_us);
  if (done && (part == PART_SKETCH || part == PART_GRADIENT))
    self->gradient_s = answer->took_s / drawn;
  return done ? g_steal_pointer (&answer) : NULL;
}

/* With the mutex held: what comes after a part that went well. */
static Part
after (const SlPopulationWorker *self, Part part)
{
  const guint64 live = MIN (self->n, SL_POPULATION_LIVE);

  if (part == PART_COUNTS)
    {
      const gboolean slow = self->gradient_s == 0.0 || self->gradient_s * live > SKETCH_S;

      return live > SKETCH_GALAXIES && slow ? PART_SKETCH : PART_GRADIENT;
    }
  if (part == PART_SKETCH)
    return PART_GRADIENT;
  return part == PART_GRADIENT && self->n > SL_POPULATION_LIVE ? PART_ALL : PART_NONE;
}

static gpointer
thread_main (gpointer data)
{
  SlPopulationWorker *self = data;
  GError *error = NULL;
  const gboolean good = load (self, &error);
  Part part;

  g_mutex_lock (&self->mutex);
  self->thread_loaded = good;
  self->load_error = error;
  schedule_delivery (self);
  while (good && (part = next_part (self)) != PART_NONE)
    {
      const SlPopulationSpec spec = self->spec;
      const guint64 n = self->n;
      const gint64 posted_us = self->posted_us;
      Step step = { self, self->generation };
      SlPopulationAnswer *answer;

      /* A newer request sets it again. */
      self->next = PART_NONE;
      g_mutex_unlock (&self->mutex);
      self->first = part == PART_COUNTS;
      if (part == PART_COUNTS && self->gradient_s > 0.0
          && self->gradient_s * MIN (n, SL_POPULATION_LIVE) < LIVE_GRADIENT_S)
        part = PART_GRADIENT;
      error = NULL;
      answer = draw (self, part, &spec, n, &step, &error);
      g_mutex_lock (&self->mutex);

      if (part == PART_ALL && self->progress < 1.0)
        {
          self->progress = 1.0;
          schedule_delivery (self);
        }
      if (!self->description && self->population)
        self->description = g_strdup (sl_population_describe (self->population));
      if (self->generation == step.generation && answer)
        self->next = after (self, part);
      if (answer)
        {
          answer->generation = step.generation;
          answer->posted_us = posted_us;
          answer->last = self->next == PART_NONE && self->generation == step.generation;
          g_queue_push_tail (&self->ready, answer);
        }
      else if (self->generation == step.generation && !self->quit)
        {
          g_clear_error (&self->error);
          self->error = g_steal_pointer (&error);
        }
      g_clear_error (&error);
      schedule_delivery (self);
    }
  g_mutex_unlock (&self->mutex);
  return NULL;
}

/* --- object --------------------------------------------------------------- */

static void
dispose (GObject *object)
{
  SlPopulationWorker *self = SL_POPULATION_WORKER (object);

  if (self->thread)
    {
      g_mutex_lock (&self->mutex);
      self->quit = TRUE;
      g_cond_signal (&self->cond);
      g_mutex_unlock (&self->mutex);
      g_thread_join (g_steal_pointer (&self->thread));
    }
  if (self->source)
    {
      g_source_destroy (self->source);
      g_clear_pointer (&self->source, g_source_unref);
    }
  G_OBJECT_CLASS (sl_population_worker_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  SlPopulationWorker *self = SL_POPULATION_WORKER (object);

  g_queue_clear_full (&self->ready, (GDestroyNotify) sl_population_answer_unref);
  g_clear_pointer (&self->population, sl_population_free);
  g_clear_pointer (&self->filters, sl_filter_set_unref);
  g_clear_pointer (&self->templates, sl_templates_unref);
  g_clear_error (&self->load_error);
  g_clear_error (&self->error);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self->description);
  g_free (self->templates_path);
  g_free (self->filters_path);
  G_OBJECT_CLASS (sl_population_worker_parent_class)->finalize (object);
}

static void
sl_population_worker_class_init (SlPopulationWorkerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const struct { guint id; const char *name; GType type; } rows[] = {
    { SIGNAL_FAILED, "failed", G_TYPE_ERROR }, { SIGNAL_ANSWER, "answer", G_TYPE_POINTER },
    { SIGNAL_ERROR, "error", G_TYPE_ERROR },
    { SIGNAL_PROGRESS, "progress", G_TYPE_DOUBLE },
  };

  object_class->dispose = dispose;
  object_class->finalize = finalize;
  signals[SIGNAL_LOADED] = g_signal_new ("loaded", SL_TYPE_POPULATION_WORKER, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    signals[rows[i].id] = g_signal_new (rows[i].name, SL_TYPE_POPULATION_WORKER, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, rows[i].type);
}

static void
sl_population_worker_init (SlPopulationWorker *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  g_queue_init (&self->ready);
  self->next = PART_NONE;
  self->progress = self->told = 1.0;
  self->context = g_main_context_ref_thread_default ();
}

SlPopulationWorker *
sl_population_worker_new (const char *templates_path, const char *filters_path, guint threads)
{
  SlPopulationWorker *self = g_object_new (SL_TYPE_POPULATION_WORKER, NULL);

  self->templates_path = g_strdup (templates_path);
  self->filters_path = g_strdup (filters_path);
  self->threads = threads;
  /* The thread holds no reference: dispose waits for it. */
  self->thread = g_thread_new ("sl-population", thread_main, self);
  return self;
}

guint64
sl_population_worker_post (SlPopulationWorker *self, const SlPopulationSpec *spec, guint64 n, gboolean live)
{
  guint64 generation;

  g_return_val_if_fail (SL_IS_POPULATION_WORKER (self) && spec != NULL && n > 0, 0);

  g_mutex_lock (&self->mutex);
  self->spec = *spec;
  /* Nobody sees the others. */
  self->spec.only_needed = TRUE;
  self->n = n;
  self->next = PART_COUNTS;
  self->posted_us = g_get_monotonic_time ();
  self->idle_due_us = self->posted_us + (live ? REST_DELAY_US : 0);
  generation = ++self->generation;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  return generation;
}

const char *
sl_population_worker_get_description (SlPopulationWorker *self)
{
  const char *text;

  g_return_val_if_fail (SL_IS_POPULATION_WORKER (self), NULL);
  g_mutex_lock (&self->mutex);
  text = self->description;
  g_mutex_unlock (&self->mutex);
  return text;
}

SlFilterSet *
sl_population_worker_get_filters (SlPopulationWorker *self)
{
  SlFilterSet *filters;

  g_return_val_if_fail (SL_IS_POPULATION_WORKER (self), NULL);
  g_mutex_lock (&self->mutex);
  filters = self->filters;
  g_mutex_unlock (&self->mutex);
  return filters;
}
