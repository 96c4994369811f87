/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/compute/sl-evaluation.h"

#include <string.h>

#include "model/galaxy/sl-options.h"

/* The job's own: the evaluation may be cancelled while the thread computes. */
typedef struct {
  SlEvaluation *evaluation;
  SlRequest request;
  SlResult *result;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->result, sl_result_free);
  g_free (job);
}

static gboolean
evaluate_step (SlEngine *engine, gpointer data, GError **error)
{
  Job *job = data;

  if (!job->result)
    job->result = sl_result_new (engine);
  sl_engine_evaluate (engine, &job->request, job->result, error);
  return FALSE;
}

static void
evaluated_cb (gpointer data, const GError *error, gpointer user_data)
{
  Job *job = data;
  SlEvaluation *self = job->evaluation;

  self->job = 0;
  if (!error)
    {
      g_clear_pointer (&self->result, sl_result_free);
      self->result = g_steal_pointer (&job->result);
      self->request = job->request;
    }
  self->done (self, error, self->data);
}

void
sl_evaluation_start (SlEvaluation *self, SlWorker *worker, const SlRequest *request, gboolean reuse,
                     SlEvaluationDone done, gpointer data)
{
  Job *job = g_new0 (Job, 1);

  sl_evaluation_cancel (self, worker);
  self->requested = *request;
  self->done = done;
  self->data = data;
  job->evaluation = self;
  job->request = *request;
  if (reuse)
    job->result = g_steal_pointer (&self->result);
  self->job = sl_worker_run (worker, evaluate_step, job, job_free, evaluated_cb, NULL);
}

void
sl_evaluation_cancel (SlEvaluation *self, SlWorker *worker)
{
  if (self->job && worker)
    sl_worker_cancel (worker, self->job);
  self->job = 0;
}

void
sl_evaluation_clear (SlEvaluation *self)
{
  self->job = 0;
  g_clear_pointer (&self->result, sl_result_free);
}

gboolean
sl_evaluation_same_galaxy (const SlGalaxy *a, const SlGalaxy *b)
{
  return memcmp (a->value, b->value, sizeof a->value) == 0 && sl_galaxy_same_options (a, b);
}

gboolean
sl_evaluation_is_of (const SlEvaluation *self, const SlGalaxy *galaxy)
{
  return self->result && sl_evaluation_same_galaxy (&self->request.galaxy, galaxy);
}
