/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps, drags, undo and redo. */
#include <string.h>

#include <glib/gi18n.h>

#include "app/figures/sl-param-labels.h"
#include "app/session/sl-session-private.h"

typedef SlSessionSnapshot Snapshot;

/* Records a change that has happened. look: which gradients are shown now; NULL: no part of the step. */
static void
record (SlSession *self, const Snapshot *before, const SlSessionLook *look, const char *title)
{
  Snapshot after;

  sl_session_snapshot (self, &after);
  if (look)
    after.look = *look;
  sl_undo_record (self->undo, before, &after, title);
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

/* follows: the gradient follows the parameter. */
static void
begin_drag (SlSession *self, SlParamId id, gboolean follows)
{
  Snapshot now;

  sl_session_end_drag (self);
  self->drag_told = FALSE;
  self->drag_id = id;
  sl_session_snapshot (self, &now);
  if (follows)
    {
      sl_session_get_look (self, &now.look);
      now.look.set = SL_LOOK_GRADIENT;
    }
  self->drag_look = now.look.set;
  sl_undo_begin_drag (self->undo, &now, sl_session_title_of (self, id));
  sl_session_tell_drag (self, (int) id);
  if (follows)
    {
      sl_session_set_gradient (self, id);
      sl_session_set_tied (self, sl_param_set_none ());
    }
}

void
sl_session_begin_drag (SlSession *self, SlParamId id)
{
  g_return_if_fail (SL_IS_SESSION (self));
  g_return_if_fail ((guint) id < SL_N_PARAMS);

  begin_drag (self, id, self->state.follow && sl_galaxy_uses (&self->state.galaxy, id));
}

void
sl_session_begin_sweep (SlSession *self, SlParamId id)
{
  g_return_if_fail (SL_IS_SESSION (self));
  g_return_if_fail ((guint) id < SL_N_PARAMS);

  begin_drag (self, id, FALSE);
}

void
sl_session_end_drag (SlSession *self)
{
  Snapshot now;

  g_return_if_fail (SL_IS_SESSION (self));

  if (!sl_undo_get_dragging (self->undo))
    return;
  sl_session_snapshot (self, &now);
  if (self->drag_look != SL_LOOK_NONE)
    {
      sl_session_get_look (self, &now.look);
      now.look.set = self->drag_look;
    }
  if (sl_undo_end_drag (self->undo, &now))
    sl_session_notify_undo (self);
  sl_session_tell_drag (self, -1);
}

void
sl_session_cancel_drag (SlSession *self)
{
  const Snapshot *start;

  g_return_if_fail (SL_IS_SESSION (self));

  start = sl_undo_cancel_drag (self->undo);
  if (!start)
    return;
  sl_session_go_to (self, start);
  sl_session_tell_drag (self, -1);
}

gboolean
sl_session_get_dragging (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), FALSE);
  return sl_undo_get_dragging (self->undo);
}

static gboolean
move_by_step (SlSession *self, gconstpointer (*move) (SlUndo *undo))
{
  const Snapshot *to;

  sl_session_end_drag (self);
  to = move (self->undo);
  if (!to)
    return FALSE;
  sl_session_go_to (self, to);
  sl_session_notify_undo (self);
  return TRUE;
}

gboolean
sl_session_undo (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), FALSE);
  return move_by_step (self, sl_undo_back);
}

gboolean
sl_session_redo (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), FALSE);
  return move_by_step (self, sl_undo_forward);
}

gboolean
sl_session_get_can_undo (SlSession *self)
{
  return sl_session_get_undo_title (self) != NULL;
}

gboolean
sl_session_get_can_redo (SlSession *self)
{
  return sl_session_get_redo_title (self) != NULL;
}

const char *
sl_session_get_undo_title (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), NULL);
  return sl_undo_get_undo_title (self->undo);
}

const char *
sl_session_get_redo_title (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), NULL);
  return sl_undo_get_redo_title (self->undo);
}
