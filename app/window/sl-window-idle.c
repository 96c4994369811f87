/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "app/window/sl-window-private.h"

/* The idle answer: some time after the last change, the galaxy with the derivatives of all observables by all
 * parameters. A drag that begins there draws its tangent beside the live curve (the tangent preview), and
 * "What made this?" ranks parameters by it. */

#define IDLE_MS 120

static void
evaluated_cb (SlEvaluation *idle, const GError *error, gpointer data)
{
  SlWindow *self = data;

  /* An error was already shown by the live answer. */
  if (!error && sl_window_get_idle (self))
    sl_window_explain_ready (self);
}

static gboolean
idle_cb (gpointer data)
{
  SlWindow *self = data;
  SlRequest request = self->requested;

  self->idle_timeout = 0;
  if (sl_session_get_dragging (self->session) || !self->worker || !sl_worker_get_engine (self->worker))
    return G_SOURCE_REMOVE;
  request.galaxy = *sl_session_get_galaxy (self->session);
  request.flags |= SL_REQUEST_ALL;
  request.tangents = sl_param_set_all ();
  sl_evaluation_start (&self->idle, self->worker, &request, TRUE, evaluated_cb, self);
  return G_SOURCE_REMOVE;
}

/* After each change of what is requested. */
void
sl_window_schedule_idle (SlWindow *self)
{
  g_clear_handle_id (&self->idle_timeout, g_source_remove);
  sl_evaluation_cancel (&self->idle, self->worker);
  self->idle_timeout = g_timeout_add (IDLE_MS, idle_cb, self);
}

/* The idle answer of the present galaxy; NULL if there is none (yet). */
const SlResult *
sl_window_get_idle (SlWindow *self)
{
  return sl_evaluation_is_of (&self->idle, sl_session_get_galaxy (self->session)) ? self->idle.result : NULL;
}

/* A drag begins: the tangent starts at the galaxy as it is. */
void
sl_window_begin_preview (SlWindow *self, SlParamId id)
{
  g_clear_pointer (&self->preview, sl_result_free);
  if (!sl_window_get_idle (self))
    return;
  self->preview = g_steal_pointer (&self->idle.result);
  self->preview_request = self->idle.request;
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

/* Where the tangent starts, and how far the parameter has moved from there; NULL unless that parameter alone
 * moved and the gradients that are shown are by it. */
const SlResult *
sl_window_get_preview (SlWindow *self, const SlRequest *live, double *step)
{
  const SlRequest *start = &self->preview_request;

  *step = 0.0;
  if (!self->preview || !self->show_preview || self->preview_id != sl_session_get_gradient (self->session)
      || !sl_param_set_is_empty (sl_session_get_tied (self->session))
      || !sl_galaxy_same_options (&start->galaxy, &live->galaxy) || (live->flags & ~start->flags) != 0)
    return NULL;
  for (int i = 0; i < SL_N_PARAMS; i++)
    if (i != (int) self->preview_id && live->galaxy.value[i] != start->galaxy.value[i])
      return NULL;
  *step = live->galaxy.value[self->preview_id] - start->galaxy.value[self->preview_id];
  return *step != 0.0 ? self->preview : NULL;
}

void
sl_window_forget_idle (SlWindow *self)
{
  g_clear_handle_id (&self->idle_timeout, g_source_remove);
  sl_evaluation_clear (&self->idle);
  g_clear_pointer (&self->preview, sl_result_free);
}
