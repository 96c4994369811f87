/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "app/window/sl-window-private.h"

/* The answer at rest: once the hand lies still, the galaxy with the derivatives of everything by everything.
 * Where a drag begins it is the foot of the tangent that is drawn beside the truth, and it ranks parameters
 * by their pull. */

#define REST_MS 120

typedef struct {
  SlRequest request;
  SlResult *result;
} Evaluation;

static void
evaluation_free (gpointer data)
{
  Evaluation *e = data;

  g_clear_pointer (&e->result, sl_result_free);
  g_free (e);
}

static gboolean
evaluate_step (SlEngine *engine, gpointer data, GError **error)
{
  Evaluation *e = data;

  if (!e->result)
    e->result = sl_result_new (engine);
  sl_engine_evaluate (engine, &e->request, e->result, error);
  return FALSE;
}

static gboolean
same_galaxy (const SlGalaxy *a, const SlGalaxy *b)
{
  return memcmp (a->value, b->value, sizeof a->value) == 0 && sl_galaxy_same_options (a, b);
}

static void
evaluated_cb (gpointer data, const GError *error, gpointer user_data)
{
  Evaluation *e = data;
  SlWindow *self = user_data;

  self->idle_job = 0;
  /* What cannot be evaluated was said by the answer that the plots wait for. */
  if (error || !same_galaxy (&e->request.galaxy, sl_session_get_galaxy (self->session)))
    return;
  g_clear_pointer (&self->rest, sl_result_free);
  self->rest = g_steal_pointer (&e->result);
  self->idle_request = e->request;
  sl_window_explain_ready (self);
}

static gboolean
idle_answer_cb (gpointer data)
{
  SlWindow *self = data;
  Evaluation *e;

  self->idle_timeout = 0;
  if (sl_session_get_dragging (self->session) || !self->worker || !sl_worker_get_engine (self->worker))
    return G_SOURCE_REMOVE;
  e = g_new0 (Evaluation, 1);
  e->request = self->asked;
  e->request.galaxy = *sl_session_get_galaxy (self->session);
  e->request.want |= SL_REQUEST_ALL;
  e->request.tangents = sl_param_set_all ();
  /* The memory of the last one serves again. */
  e->result = g_steal_pointer (&self->rest);
  self->idle_job = sl_worker_run (self->worker, evaluate_step, e, evaluation_free, evaluated_cb, self);
  return G_SOURCE_REMOVE;
}

/* After each change of what is asked for. */
void
sl_window_schedule_idle (SlWindow *self)
{
  g_clear_handle_id (&self->idle_timeout, g_source_remove);
  if (self->idle_job && self->worker)
    sl_worker_cancel (self->worker, self->idle_job);
  self->idle_job = 0;
  self->idle_timeout = g_timeout_add (REST_MS, idle_answer_cb, self);
}

/* The answer at rest of the present galaxy, or NULL where there is none (yet). */
const SlResult *
sl_window_get_idle (SlWindow *self)
{
  return self->rest && same_galaxy (&self->idle_request.galaxy, sl_session_get_galaxy (self->session))
             ? self->rest
             : NULL;
}

/* A gesture begins, with the galaxy as it is: the foot of the tangent. */
void
sl_window_begin_preview (SlWindow *self, SlParamId id)
{
  g_clear_pointer (&self->preview, sl_result_free);
  if (!sl_window_get_idle (self))
    return;
  self->preview = g_steal_pointer (&self->rest);
  self->preview_request = self->idle_request;
  self->preview_id = id;
}

void
sl_window_end_preview (SlWindow *self)
{
  if (!self->preview)
    return;
  g_clear_pointer (&self->preview, sl_result_free);
  sl_window_post (self);
}

/* The foot of the tangent and how far the hand went from it, where one parameter alone moved and the
 * gradients that are shown are its own; else NULL. */
const SlResult *
sl_window_get_preview (SlWindow *self, const SlRequest *live, double *step)
{
  const SlRequest *foot = &self->preview_request;

  *step = 0.0;
  if (!self->preview || !self->show_preview || self->preview_id != sl_session_get_gradient (self->session)
      || !sl_param_set_is_empty (sl_session_get_tied (self->session))
      || !sl_galaxy_same_options (&foot->galaxy, &live->galaxy) || (live->want & ~foot->want) != 0)
    return NULL;
  for (int i = 0; i < SL_N_PARAMS; i++)
    if (i != (int) self->preview_id && live->galaxy.value[i] != foot->galaxy.value[i])
      return NULL;
  *step = live->galaxy.value[self->preview_id] - foot->galaxy.value[self->preview_id];
  return *step != 0.0 ? self->preview : NULL;
}

void
sl_window_forget_idle (SlWindow *self)
{
  g_clear_handle_id (&self->idle_timeout, g_source_remove);
  self->idle_job = 0;
  g_clear_pointer (&self->rest, sl_result_free);
  g_clear_pointer (&self->preview, sl_result_free);
}
