/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/degeneracy/sl-degeneracy-engine.h"

/* The engine, which jobs use one after the other on the worker's thread; the last one that knows it frees
 * it. */
typedef struct {
  gatomicrefcount count;
  SlEngine *engine;
  SlResult *result;
  char **names;
} Box;

typedef struct {
  Box *box;
  SlGalaxy galaxy;
  char **names;
} Job;

struct _SlDegeneracyEngine {
  SlDegeneracyAnswered answered;
  gpointer data;
  Box *box;
  SlWorker *worker; /* weak; of the job */
  guint job;        /* 0: none */
  Job *under_way;   /* of that job; borrowed */
  Job *waiting;     /* or NULL */
};

static Box *
box_new (void)
{
  Box *self = g_new0 (Box, 1);

  g_atomic_ref_count_init (&self->count);
  return self;
}

static void
box_clear (Box *self)
{
  g_clear_pointer (&self->result, sl_result_free);
  g_clear_pointer (&self->engine, sl_engine_free);
  g_clear_pointer (&self->names, g_strfreev);
}

static void
box_unref (Box *self)
{
  if (!g_atomic_ref_count_dec (&self->count))
    return;
  box_clear (self);
  g_free (self);
}

static void
job_free (gpointer data)
{
  Job *self = data;

  box_unref (self->box);
  g_strfreev (self->names);
  g_free (self);
}

static Job *
job_new (Box *box, const SlGalaxy *galaxy, const char *const *names)
{
  Job *self = g_new0 (Job, 1);

  self->box = box;
  g_atomic_ref_count_inc (&box->count);
  self->galaxy = *galaxy;
  self->names = g_strdupv ((char **) names);
  return self;
}

/* On the worker's thread. */
static gboolean
fill (Box *box, SlEngine *engine, char **names, GError **error)
{
  const SlEngineConfig config = { .templates = engine->templates,
                                  .filters = engine->filters,
                                  .observables = (const char *const *) names,
                                  .allow_missing_lines = TRUE };

  if (box->engine && box->engine->templates == engine->templates
      && g_strv_equal ((const char *const *) box->names, (const char *const *) names))
    return TRUE;
  box_clear (box);
  if (!(box->engine = sl_engine_new (&sl_engine_cpu, &config, error)))
    return FALSE;
  box->result = sl_result_new (box->engine);
  box->names = g_strdupv (names);
  return TRUE;
}

static gboolean
step (SlEngine *engine, gpointer data, GError **error)
{
  Job *job = data;
  const SlRequest request = { .galaxy = job->galaxy, .flags = SL_REQUEST_OBSERVABLES | SL_REQUEST_JACOBIAN };

  if (fill (job->box, engine, job->names, error))
    sl_engine_evaluate (job->box->engine, &request, job->box->result, error);
  return FALSE;
}

static void start (SlDegeneracyEngine *self, SlWorker *worker, Job *job);

static void
done (gpointer data, const GError *error, gpointer user_data)
{
  SlDegeneracyEngine *self = user_data;
  Job *job = data;
  const SlResult *result = job->box->result;

  self->job = 0;
  self->under_way = NULL;
  self->answered (&job->galaxy, (const char *const *) job->names, g_strv_length (job->names),
                  error ? NULL : result->obs, error ? NULL : result->obs_jac, error, self->data);
  if (self->waiting && !self->job && self->worker)
    start (self, self->worker, g_steal_pointer (&self->waiting));
}

static void
start (SlDegeneracyEngine *self, SlWorker *worker, Job *job)
{
  self->under_way = job;
  self->job = sl_worker_run (worker, step, job, job_free, done, self);
}

SlDegeneracyEngine *
sl_degeneracy_engine_new (SlDegeneracyAnswered answered, gpointer data)
{
  SlDegeneracyEngine *self = g_new0 (SlDegeneracyEngine, 1);

  self->answered = answered;
  self->data = data;
  self->box = box_new ();
  return self;
}

static void
stop (SlDegeneracyEngine *self)
{
  if (self->job && self->worker)
    sl_worker_cancel (self->worker, self->job);
  self->job = 0;
  self->under_way = NULL;
  g_clear_pointer (&self->waiting, job_free);
  g_clear_weak_pointer (&self->worker);
}

void
sl_degeneracy_engine_free (SlDegeneracyEngine *self)
{
  stop (self);
  box_unref (self->box);
  g_free (self);
}

void
sl_degeneracy_engine_post (SlDegeneracyEngine *self, SlWorker *worker, const SlGalaxy *galaxy,
                           const char *const *names)
{
  Job *job;

  /* Jobs of a worker that has gone are never done. */
  if (self->worker != worker)
    {
      stop (self);
      g_set_weak_pointer (&self->worker, worker);
      /* The engine may have the library of the other worker. */
      box_unref (self->box);
      self->box = box_new ();
    }
  job = job_new (self->box, galaxy, names);
  if (!self->job)
    {
      start (self, worker, job);
      return;
    }
  g_clear_pointer (&self->waiting, job_free);
  self->waiting = job;
}
