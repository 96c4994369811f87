/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Locked parameters. */
#include <glib/gi18n.h>

#include "app/figures/sl-param-labels.h"
#include "app/session/sl-session-private.h"

SlParamSet
sl_session_get_locks (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), sl_param_set_none ());
  return self->state.locks;
}

gboolean
sl_session_get_locked (SlSession *self, SlParamId id)
{
  g_return_val_if_fail (SL_IS_SESSION (self), FALSE);
  g_return_val_if_fail ((guint) id < SL_N_PARAMS, FALSE);
  return sl_param_set_has (self->state.locks, id);
}

void
sl_session_set_locked (SlSession *self, SlParamId id, gboolean locked)
{
  g_autofree char *title = NULL;
  SlSessionSnapshot next;

  g_return_if_fail (SL_IS_SESSION (self));
  g_return_if_fail ((guint) id < SL_N_PARAMS);

  sl_session_end_drag (self);
  sl_session_snapshot (self, &next);
  if (locked)
    sl_param_set_add (&next.locks, id);
  else
    sl_param_set_remove (&next.locks, id);
  title =
      g_strdup_printf (locked ? _ ("Lock “%s”") : _ ("Unlock “%s”"), sl_session_title_of (self, id));
  sl_session_change (self, &next, title);
}

void
sl_session_locks_apply (SlSession *self, SlParamSet locks)
{
  if (sl_param_set_equal (self->state.locks, locks))
    return;
  self->state.locks = locks;
  g_object_notify (G_OBJECT (self), "locks");
}

gboolean
sl_session_locks_refuse (SlSession *self, SlParamId id)
{
  g_autofree char *text = NULL;

  if (!sl_session_get_locked (self, id))
    return FALSE;
  if (!self->drag_told)
    {
      self->drag_told = sl_undo_get_dragging (self->undo);
      text = g_strdup_printf (_ ("“%s” is locked"), sl_session_title_of (self, id));
      sl_session_tell (self, text);
    }
  return TRUE;
}

/* Moves one parameter of an ordered pair to the limit that the other, fixed one sets. */
static void
stop_at (SlGalaxy *galaxy, const SlParamOrder *order, gboolean lower_moves)
{
  const SlParamId mover = lower_moves ? order->lower : order->upper;
  double lo, hi,
      at =
          lower_moves ? galaxy->value[order->upper] - order->kept : galaxy->value[order->lower] + order->kept;

  sl_galaxy_range (galaxy, mover, NULL, &lo, &hi);
  galaxy->value[mover] = CLAMP (at, lo, hi);
}

gboolean
sl_session_locks_stop (SlSession *self, SlGalaxy *galaxy, SlParamId mover, int pushed)
{
  g_autofree char *text = NULL;

  if (pushed < 0 || !sl_session_get_locked (self, pushed))
    return FALSE;
  galaxy->value[pushed] = self->state.galaxy.value[pushed];
  for (guint i = 0; sl_param_order (i); i++)
    {
      const SlParamOrder *order = sl_param_order (i);

      if ((order->lower == mover && (int) order->upper == pushed)
          || (order->upper == mover && (int) order->lower == pushed))
        stop_at (galaxy, order, order->lower == mover);
    }
  if (!self->drag_told)
    {
      self->drag_told = sl_undo_get_dragging (self->undo);
      text = g_strdup_printf (_ ("“%s” stops at “%s”, which is locked"), sl_session_title_of (self, mover),
                              sl_session_title_of (self, pushed));
      sl_session_tell (self, text);
    }
  return TRUE;
}

void
sl_session_locks_hold (SlSession *self, SlGalaxy *galaxy)
{
  const SlGalaxy *now = &self->state.galaxy;

  for (int i = 0; i < SL_N_PARAMS; i++)
    {
      double def, def_now;

      sl_galaxy_range (galaxy, i, &def, NULL, NULL);
      sl_galaxy_range (now, i, &def_now, NULL, NULL);
      /* Where another SFH form uses the parameter for something else, the old value is meaningless. */
      if (sl_param_set_has (self->state.locks, i) && def == def_now)
        galaxy->value[i] = now->value[i];
    }
  /* A new value may violate the order with a locked one. If both are locked neither has changed. */
  for (guint i = 0; sl_param_order (i); i++)
    {
      const SlParamOrder *order = sl_param_order (i);
      const gboolean lower = sl_session_get_locked (self, order->lower),
                     upper = sl_session_get_locked (self, order->upper);

      if (lower != upper && galaxy->value[order->upper] - galaxy->value[order->lower] < order->kept)
        stop_at (galaxy, order, upper);
    }
}
