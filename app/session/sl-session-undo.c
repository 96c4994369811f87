/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way back: steps, gestures, undo and redo. */
#include <string.h>

#include <glib/gi18n.h>

#include "app/session/sl-session-private.h"

#define MAX_UNDO 500

typedef SlSessionSnapshot Snapshot;
typedef SlSessionStep Step;

void
sl_session_step_free (gpointer data)
{
  Step *step = data;

  g_free (step->title);
  g_free (step);
}

/* Records what has already happened. */
static void
record (SlSession *self, const Snapshot *before, const SlSessionLook *look, const char *title)
{
  Step *step = g_new0 (Step, 1);

  step->before = *before;
  sl_session_snapshot (self, &step->after);
  if (look)
    step->after.look = *look;
  step->title = g_strdup (title);
  g_ptr_array_add (self->undo, step);
  if (self->undo->len > MAX_UNDO)
    g_ptr_array_remove_index (self->undo, 0);
  g_ptr_array_set_size (self->redo, 0);
  sl_session_notify_undo (self);
}

static gboolean
same_look (const SlSessionLook *a, const SlSessionLook *b)
{
  return a->set == b->set && a->gradient == b->gradient && sl_param_set_equal (a->tied, b->tied)
         && sl_param_set_equal (a->more_gradients, b->more_gradients) && strcmp (a->focus, b->focus) == 0
         && a->follow == b->follow && a->document == b->document;
}

void
sl_session_change (SlSession *self, const Snapshot *next, const char *title)
{
  Snapshot before;

  sl_session_end_drag (self);
  sl_session_snapshot (self, &before);
  if (next->look.set)
    sl_session_get_look (self, &before.look);
  if (sl_session_same_snapshot (&before, next) && same_look (&before.look, &next->look))
    return;
  sl_session_go_to (self, next);
  record (self, &before, &next->look, title);
}

void
sl_session_begin_drag (SlSession *self, SlParamId id)
{
  g_return_if_fail (SL_IS_SESSION (self));
  g_return_if_fail ((guint) id < SL_N_PARAMS);

  sl_session_end_drag (self);
  self->dragging = TRUE;
  self->drag_told = FALSE;
  self->drag_id = id;
  sl_session_snapshot (self, &self->drag_start);
  sl_session_tell_drag (self, (int) id);
  if (self->state.follow && sl_galaxy_uses (&self->state.galaxy, id))
    {
      sl_session_set_gradient (self, id);
      sl_session_set_tied (self, sl_param_set_none ());
    }
}

void
sl_session_end_drag (SlSession *self)
{
  Snapshot now;

  g_return_if_fail (SL_IS_SESSION (self));

  if (!self->dragging)
    return;
  self->dragging = FALSE;
  sl_session_snapshot (self, &now);
  if (!sl_session_same_snapshot (&self->drag_start, &now))
    record (self, &self->drag_start, NULL, _ (sl_param_info (self->drag_id)->title));
  sl_session_tell_drag (self, -1);
}

void
sl_session_cancel_drag (SlSession *self)
{
  g_return_if_fail (SL_IS_SESSION (self));

  if (!self->dragging)
    return;
  self->dragging = FALSE;
  sl_session_go_to (self, &self->drag_start);
  sl_session_tell_drag (self, -1);
}

gboolean
sl_session_get_dragging (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), FALSE);
  return self->dragging;
}

static gboolean
travel (SlSession *self, GPtrArray *from, GPtrArray *to, gboolean back)
{
  Step *step;

  sl_session_end_drag (self);
  if (from->len == 0)
    return FALSE;
  step = g_ptr_array_steal_index (from, from->len - 1);
  g_ptr_array_add (to, step);
  sl_session_go_to (self, back ? &step->before : &step->after);
  sl_session_notify_undo (self);
  return TRUE;
}

gboolean
sl_session_undo (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), FALSE);
  return travel (self, self->undo, self->redo, TRUE);
}

gboolean
sl_session_redo (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), FALSE);
  return travel (self, self->redo, self->undo, FALSE);
}

gboolean
sl_session_get_can_undo (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), FALSE);
  return self->undo->len > 0;
}

gboolean
sl_session_get_can_redo (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), FALSE);
  return self->redo->len > 0;
}

static const char *
top_title (GPtrArray *steps)
{
  return steps->len ? ((Step *) steps->pdata[steps->len - 1])->title : NULL;
}

const char *
sl_session_get_undo_title (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), NULL);
  return top_title (self->undo);
}

const char *
sl_session_get_redo_title (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), NULL);
  return top_title (self->redo);
}
