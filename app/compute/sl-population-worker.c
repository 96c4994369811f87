/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/compute/sl-population-worker.h"

#include "model/support/sl-error.h"

/* During a drag the gradient waits this long for the hand to lie still. */
#define DEFERRED_DELAY_US (60 * 1000)
/* Work that takes less than this needs no progress bar. */
#define QUIET_S 0.25
#define PROGRESS_US (50 * 1000)
/* A gradient that takes no longer than this comes with the counts. */
#define LIVE_GRADIENT_S 0.05
/* A gradient that takes longer than this is first sketched by so many galaxies. */
#define SKETCH_S 0.3
#define SKETCH_GALAXIES 8192

/* The parts of an answer. */
typedef enum { PART_COUNTS, PART_SKETCH, PART_GRADIENT, PART_ALL, PART_NONE } Part;

struct _SlPopulationWorker {
  SlComputeThread parent_instance;

  /* Fixed at creation. */
  guint threads;
  SlPopulationOpen open;

  /* The thread's. */
  GThread *opening;            /* NULL: its device was taken, or refused */
  gboolean had_device;
  SlPopulation *population;
  Part running;                /* the part that step_cb() is called for */
  gboolean first;              /* it is the first part of an answer: no newer request ends it */
  double gradient_s;           /* per galaxy, at the last gradient; 0: none yet */
  gint64 began_us, told_us;

  /* Under the lock. */
  SlPopulationSpec spec;
  guint64 n;
  gint64 gradient_due_us;
  Part next;
  GQueue ready;                /* (SlPopulationAnswer) */
  gboolean opened;
  const SlPopulationDeviceClass *device_class;
  gpointer device;             /* that was opened; NULL: refused, or the population has it */
  GError *lost;                /* not delivered yet */
  gboolean told_lost, lost_at_start;
  char *new_description;       /* likewise */
  double progress, told;

  /* Main thread. */
  char *description;
};

enum { SIGNAL_ANSWER, SIGNAL_LOST, SIGNAL_PROGRESS, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SlPopulationWorker, sl_population_worker, SL_TYPE_COMPUTE_THREAD)

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
  return self->result->n ? (double) self->requested / self->result->n : 1.0;
}

/* --- delivery ------------------------------------------------------------- */

static void
population_deliver (SlComputeThread *thread, const GError *error)
{
  SlPopulationWorker *self = SL_POPULATION_WORKER (thread);
  g_autoptr (GError) lost = NULL;
  GQueue ready;
  gboolean tell;
  double progress;

  sl_compute_thread_lock (thread);
  /* A device may be refused while the library is still being read. */
  if (sl_compute_thread_get_loaded (thread))
    lost = g_steal_pointer (&self->lost);
  if (self->new_description)
    {
      g_free (self->description);
      self->description = g_steal_pointer (&self->new_description);
    }
  progress = self->progress;
  tell = progress != self->told;
  self->told = progress;
  ready = self->ready;
  g_queue_init (&self->ready);
  sl_compute_thread_unlock (thread);

  for (SlPopulationAnswer *answer; (answer = g_queue_pop_head (&ready)); sl_population_answer_unref (answer))
    g_signal_emit (self, signals[SIGNAL_ANSWER], 0, answer);
  if (lost)
    g_signal_emit (self, signals[SIGNAL_LOST], 0, lost, self->lost_at_start);
  if (error)
    sl_compute_thread_tell_error (thread, error);
  if (tell)
    g_signal_emit (self, signals[SIGNAL_PROGRESS], 0, progress);
}

/* --- the thread ----------------------------------------------------------- */

typedef struct {
  SlPopulationWorker *worker;
  guint64 generation;
} Step;

/* With the lock held: the progress of drawing all galaxies, not too often. */
static void
tell_progress (SlPopulationWorker *self, double part)
{
  const gint64 now = g_get_monotonic_time ();

  if (1e-6 * (now - self->began_us) <= QUIET_S || now - self->told_us <= PROGRESS_US)
    return;
  self->told_us = now;
  self->progress = part;
  sl_compute_thread_schedule_delivery (SL_COMPUTE_THREAD (self));
}

/* Returns whether to end; also called by threads of the pool. */
static gboolean
step_cb (gpointer data, guint64 done, guint64 n)
{
  const Step *step = data;
  SlPopulationWorker *self = step->worker;
  SlComputeThread *thread = SL_COMPUTE_THREAD (self);
  gboolean end;

  sl_compute_thread_lock (thread);
  end = sl_compute_thread_get_quit (thread)
        || (!self->first && sl_compute_thread_get_generation (thread) != step->generation);
  if (!end && self->running == PART_ALL)
    tell_progress (self, (double) done / n);
  sl_compute_thread_unlock (thread);
  return end;
}

/* With the lock held; takes error. */
static void
tell_lost (SlPopulationWorker *self, GError *error, gboolean at_start)
{
  if (self->told_lost)
    {
      g_error_free (error);
      return;
    }
  self->told_lost = TRUE;
  self->lost = error;
  self->lost_at_start = at_start;
  sl_compute_thread_schedule_delivery (SL_COMPUTE_THREAD (self));
}

static gpointer
open_thread (gpointer data)
{
  SlPopulationWorker *self = data;
  const SlPopulationDeviceClass *klass;
  GError *refused = NULL;
  gpointer device;
  const gboolean good = self->open (&klass, &device, &refused);

  sl_compute_thread_lock (data);
  self->opened = TRUE;
  self->device_class = klass;
  self->device = good ? device : NULL;
  if (!good)
    tell_lost (self, refused, TRUE);
  sl_compute_thread_unlock (data);
  return NULL;
}

/* Without the lock: gives the population a device that is open by now. */
static void
take_device (SlPopulationWorker *self)
{
  gpointer device;
  gboolean opened;

  if (!self->opening)
    return;
  sl_compute_thread_lock (SL_COMPUTE_THREAD (self));
  opened = self->opened;
  device = g_steal_pointer (&self->device);
  sl_compute_thread_unlock (SL_COMPUTE_THREAD (self));
  if (!opened)
    return;
  g_thread_join (g_steal_pointer (&self->opening));
  if (!device)
    return;
  self->had_device = TRUE;
  sl_population_set_device (self->population, self->device_class, device);
}

/* With the lock held, after a run: what computes now, and whether a device failed. */
static void
look_for_engine (SlPopulationWorker *self)
{
  const char *warning;

  if (!self->population)
    return;
  warning = sl_population_warning (self->population);
  if (warning && self->had_device)
    tell_lost (self, g_error_new_literal (SL_ERROR, SL_ERROR_ENGINE, warning), FALSE);
  g_free (self->new_description);
  self->new_description = g_strdup (sl_population_describe (self->population));
}

/* Without the lock. Returns NULL with an error, or without one if the work was ended. */
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
    self->population = sl_population_new (sl_compute_thread_get_templates (SL_COMPUTE_THREAD (self)),
                                          sl_compute_thread_get_filters (SL_COMPUTE_THREAD (self)), spec,
                                          self->threads, error);
  else if (!sl_population_update (self->population, spec, error))
    return NULL;
  if (!self->population)
    return NULL;
  take_device (self);
  answer->spec = *spec;
  answer->requested = n;
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

/* With the lock held: the part after one that succeeded. */
static Part
part_after (const SlPopulationWorker *self, Part part)
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

/* With the lock held: the next part and when it is due. */
static void
set_next (SlPopulationWorker *self, Part next)
{
  const gint64 due = next == PART_NONE                              ? SL_COMPUTE_NEVER
                     : next == PART_SKETCH || next == PART_GRADIENT ? self->gradient_due_us
                                                                    : 0;

  self->next = next;
  sl_compute_thread_set_due (SL_COMPUTE_THREAD (self), due);
}

/* With the lock held: the part is drawn, or has failed, or was ended. */
static void
take_answer (SlPopulationWorker *self, Part part, guint64 generation, gint64 posted_us,
             SlPopulationAnswer *answer, GError *error)
{
  SlComputeThread *thread = SL_COMPUTE_THREAD (self);
  const gboolean newest = sl_compute_thread_get_generation (thread) == generation;

  if (newest && answer)
    set_next (self, part_after (self, part));
  if (answer)
    {
      answer->generation = generation;
      answer->posted_us = posted_us;
      answer->last = newest && self->next == PART_NONE;
      g_queue_push_tail (&self->ready, answer);
    }
  else if (newest && !sl_compute_thread_get_quit (thread))
    sl_compute_thread_take_error (thread, g_steal_pointer (&error));
  g_clear_error (&error);
  sl_compute_thread_schedule_delivery (thread);
}

static void
population_answer (SlComputeThread *thread)
{
  SlPopulationWorker *self = SL_POPULATION_WORKER (thread);
  const SlPopulationSpec spec = self->spec;
  const guint64 n = self->n;
  const gint64 posted_us = sl_compute_thread_get_posted_us (thread);
  Step step = { self, sl_compute_thread_get_generation (thread) };
  Part part = self->next;
  SlPopulationAnswer *answer;
  GError *error = NULL;

  /* A newer request sets it again. */
  self->next = PART_NONE;
  sl_compute_thread_unlock (thread);
  self->first = part == PART_COUNTS;
  if (part == PART_COUNTS && self->gradient_s > 0.0
      && self->gradient_s * MIN (n, SL_POPULATION_LIVE) < LIVE_GRADIENT_S)
    part = PART_GRADIENT;
  answer = draw (self, part, &spec, n, &step, &error);
  sl_compute_thread_lock (thread);
  if (part == PART_ALL && self->progress < 1.0)
    self->progress = 1.0;
  look_for_engine (self);
  take_answer (self, part, step.generation, posted_us, answer, error);
}

/* --- object --------------------------------------------------------------- */

static void
finalize (GObject *object)
{
  SlPopulationWorker *self = SL_POPULATION_WORKER (object);

  if (self->opening)
    g_thread_join (self->opening);
  if (self->device)
    self->device_class->free (self->device);
  g_queue_clear_full (&self->ready, (GDestroyNotify) sl_population_answer_unref);
  g_clear_pointer (&self->population, sl_population_free);
  g_free (self->description);
  g_free (self->new_description);
  g_clear_error (&self->lost);
  /* Last the base, which holds what the population reads. */
  G_OBJECT_CLASS (sl_population_worker_parent_class)->finalize (object);
}

static gboolean
population_load (SlComputeThread *thread, GError **error)
{
  SlPopulationWorker *self = SL_POPULATION_WORKER (thread);

  if (self->open)
    self->opening = g_thread_new ("sl-device", open_thread, self);
  return TRUE;
}

static void
sl_population_worker_class_init (SlPopulationWorkerClass *klass)
{
  SlComputeThreadClass *thread_class = SL_COMPUTE_THREAD_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  thread_class->load = population_load;
  thread_class->answer = population_answer;
  thread_class->deliver = population_deliver;
  signals[SIGNAL_ANSWER] = g_signal_new ("answer", SL_TYPE_POPULATION_WORKER, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_LOST] = g_signal_new ("lost", SL_TYPE_POPULATION_WORKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 2, G_TYPE_ERROR, G_TYPE_BOOLEAN);
  signals[SIGNAL_PROGRESS] = g_signal_new ("progress", SL_TYPE_POPULATION_WORKER, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
}

static void
sl_population_worker_init (SlPopulationWorker *self)
{
  g_queue_init (&self->ready);
  self->next = PART_NONE;
  self->progress = self->told = 1.0;
}

SlPopulationWorker *
sl_population_worker_new (const char *templates_path, SlMedium medium, const char *filters_path,
                          guint threads, SlPopulationOpen open)
{
  SlPopulationWorker *self = g_object_new (SL_TYPE_POPULATION_WORKER, NULL);

  self->threads = threads;
  self->open = open;
  sl_compute_thread_start (SL_COMPUTE_THREAD (self), "sl-population", templates_path, medium, filters_path);
  return self;
}

guint64
sl_population_worker_post (SlPopulationWorker *self, const SlPopulationSpec *spec, guint64 n, gboolean live)
{
  SlComputeThread *thread = SL_COMPUTE_THREAD (self);
  guint64 generation;

  g_return_val_if_fail (SL_IS_POPULATION_WORKER (self) && spec != NULL && n > 0, 0);

  sl_compute_thread_lock (thread);
  self->spec = *spec;
  /* The window shows no other bands. */
  self->spec.only_needed = TRUE;
  self->n = n;
  self->next = PART_COUNTS;
  generation = sl_compute_thread_post (thread);
  self->gradient_due_us = sl_compute_thread_get_posted_us (thread) + (live ? DEFERRED_DELAY_US : 0);
  sl_compute_thread_unlock (thread);
  return generation;
}

const char *
sl_population_worker_get_description (SlPopulationWorker *self)
{
  g_return_val_if_fail (SL_IS_POPULATION_WORKER (self), NULL);
  return self->description;
}
