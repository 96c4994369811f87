/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sl-session-private.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

typedef SlSessionSnapshot Snapshot;

enum { PROP_0, PROP_CAN_UNDO, PROP_CAN_REDO, PROP_CHANGED, PROP_PRESET, PROP_GRADIENT, PROP_FOCUS, PROP_FOLLOW, PROP_LOCKS,
       N_PROPS };
enum { SIGNAL_GALAXY_CHANGED, SIGNAL_MESSAGE, N_SIGNALS };
static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SlSession, sl_session, G_TYPE_OBJECT)

void
sl_session_tell (SlSession *self, const char *text)
{
  g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, text);
}

void
sl_session_snapshot (SlSession *self, Snapshot *snapshot)
{
  snapshot->galaxy = self->state.galaxy;
  snapshot->locks = self->state.locks;
  memcpy (snapshot->preset, self->state.preset, sizeof snapshot->preset);
}

guint64
sl_session_difference (const SlGalaxy *a, const SlGalaxy *b)
{
  guint64 mask = 0;

  for (guint i = 0; i < SL_N_PARAMS; i++)
    if (a->value[i] != b->value[i])
      mask |= G_GUINT64_CONSTANT (1) << i;
  if (!sl_galaxy_same_options (a, b))
    mask |= SL_SESSION_OPTIONS_CHANGED;
  return mask;
}

void
sl_session_go_to (SlSession *self, const Snapshot *to)
{
  guint64 mask = sl_session_difference (&self->state.galaxy, &to->galaxy);
  gboolean preset = strcmp (self->state.preset, to->preset) != 0, was_changed = sl_session_get_changed (self);

  if (mask == 0 && !preset && to->locks == self->state.locks)
    return;
  sl_session_locks_apply (self, to->locks);
  self->state.galaxy = to->galaxy;
  if (preset)
    {
      memcpy (self->state.preset, to->preset, sizeof to->preset);
      if (!sl_preset_apply (self->state.preset, &self->base))
        sl_galaxy_init (&self->base);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PRESET]);
    }
  if (mask || preset)
    g_signal_emit (self, signals[SIGNAL_GALAXY_CHANGED], 0, mask);
  if (was_changed != sl_session_get_changed (self))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CHANGED]);
  sl_session_set_gradient (self, sl_session_state_gradient (&self->state.galaxy, self->state.gradient));
  sl_session_save_soon (self);
}

void
sl_session_notify_history (SlSession *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_UNDO]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_REDO]);
}

static void
tell_pushed (SlSession *self, SlParamId id, int pushed)
{
  g_autofree char *text = NULL;

  if (pushed < 0 || self->drag_told)
    return;
  self->drag_told = self->dragging;
  text = g_strdup_printf (_ ("“%s” moves along with “%s”: one cannot pass the other"), _ (sl_param_info (pushed)->title),
                          _ (sl_param_info (id)->title));
  sl_session_tell (self, text);
}

void
sl_session_set_value (SlSession *self, SlParamId id, double value)
{
  Snapshot next;
  double lo, hi;
  int pushed;

  g_return_if_fail (SL_IS_SESSION (self));
  g_return_if_fail ((guint) id < SL_N_PARAMS);

  if (!isfinite (value))
    return;
  if (self->dragging && id != self->drag_id)
    sl_session_end_drag (self);
  if (sl_session_locks_refuse (self, id))
    return;
  /* From where the gesture began, so that what was pushed along comes back when the hand does. */
  if (self->dragging)
    next = self->drag_start;
  else
    sl_session_snapshot (self, &next);
  sl_galaxy_range (&next.galaxy, id, NULL, &lo, &hi);
  next.galaxy.value[id] = CLAMP (value, lo, hi);
  pushed = sl_session_state_push (&next.galaxy, id);
  if (sl_session_locks_stop (self, &next.galaxy, id, pushed))
    pushed = -1;
  if (self->dragging)
    sl_session_go_to (self, &next);
  else
    sl_session_change (self, &next, _ (sl_param_info (id)->title));
  tell_pushed (self, id, pushed);
}

void
sl_session_reset (SlSession *self, SlParamId id)
{
  g_return_if_fail (SL_IS_SESSION (self));
  g_return_if_fail ((guint) id < SL_N_PARAMS);

  sl_session_end_drag (self);
  sl_session_set_value (self, id, sl_session_get_default (self, id));
}

void
sl_session_reset_group (SlSession *self, SlParamGroup group)
{
  g_autofree char *title = NULL;
  Snapshot next;

  g_return_if_fail (SL_IS_SESSION (self));
  g_return_if_fail ((guint) group < SL_N_GROUPS);

  sl_session_snapshot (self, &next);
  for (int i = 0; i < SL_N_PARAMS; i++)
    if (sl_param_info (i)->group == group)
      next.galaxy.value[i] = sl_session_get_default (self, i);
  sl_session_reset_group_options (self, &next.galaxy, group);
  sl_session_locks_hold (self, &next.galaxy);
  title = g_strdup_printf (_ ("Reset of “%s”"), _ (sl_param_group_info (group)->title));
  sl_session_change (self, &next, title);
}

void
sl_session_reset_all (SlSession *self)
{
  Snapshot next;

  g_return_if_fail (SL_IS_SESSION (self));

  sl_session_snapshot (self, &next);
  next.galaxy = self->base;
  sl_session_locks_hold (self, &next.galaxy);
  sl_session_change (self, &next, _ ("Reset of all parameters"));
}

gboolean
sl_session_apply_preset (SlSession *self, const char *name)
{
  Snapshot next;

  g_return_val_if_fail (SL_IS_SESSION (self), FALSE);

  memset (&next, 0, sizeof next);
  if (!sl_preset_apply (name, &next.galaxy))
    return FALSE;
  next.locks = self->state.locks;
  sl_session_locks_hold (self, &next.galaxy);
  g_strlcpy (next.preset, name, sizeof next.preset);
  for (guint i = 0; i < sl_preset_count (); i++)
    if (g_strcmp0 (sl_preset_info (i)->name, name) == 0)
      sl_session_change (self, &next, _ (sl_preset_info (i)->title));
  return TRUE;
}

/* --- what there is -------------------------------------------------------- */

const SlGalaxy *
sl_session_get_galaxy (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), NULL);
  return &self->state.galaxy;
}

double
sl_session_get_value (SlSession *self, SlParamId id)
{
  g_return_val_if_fail (SL_IS_SESSION (self), NAN);
  g_return_val_if_fail ((guint) id < SL_N_PARAMS, NAN);
  return self->state.galaxy.value[id];
}

double
sl_session_get_default (SlSession *self, SlParamId id)
{
  double def, base_def;

  g_return_val_if_fail (SL_IS_SESSION (self), NAN);
  g_return_val_if_fail ((guint) id < SL_N_PARAMS, NAN);

  sl_galaxy_range (&self->state.galaxy, id, &def, NULL, NULL);
  sl_galaxy_range (&self->base, id, &base_def, NULL, NULL);
  /* The preset's number is of no use where this form means something else by it. */
  return def == base_def ? self->base.value[id] : def;
}

gboolean
sl_session_group_changed (SlSession *self, SlParamGroup group)
{
  g_return_val_if_fail (SL_IS_SESSION (self), FALSE);

  for (int i = 0; i < SL_N_PARAMS; i++)
    if (sl_param_info (i)->group == group && self->state.galaxy.value[i] != sl_session_get_default (self, i))
      return TRUE;
  return sl_session_group_options_changed (self, group);
}

gboolean
sl_session_get_changed (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), FALSE);
  return sl_session_difference (&self->state.galaxy, &self->base) != 0;
}

const char *
sl_session_get_preset (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), NULL);
  return self->state.preset;
}

void
sl_session_set_gradient (SlSession *self, SlParamId id)
{
  g_return_if_fail (SL_IS_SESSION (self));
  g_return_if_fail ((guint) id < SL_N_PARAMS);

  if (self->state.gradient == id)
    return;
  self->state.gradient = id;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_GRADIENT]);
  sl_session_save_soon (self);
}

SlParamId
sl_session_get_gradient (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), 0);
  return self->state.gradient;
}

void
sl_session_set_focus (SlSession *self, const char *observable)
{
  g_return_if_fail (SL_IS_SESSION (self) && observable != NULL);

  if (strcmp (self->state.focus, observable) == 0)
    return;
  g_strlcpy (self->state.focus, observable, sizeof self->state.focus);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FOCUS]);
  sl_session_save_soon (self);
}

const char *
sl_session_get_focus (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), NULL);
  return self->state.focus;
}

void
sl_session_set_follow (SlSession *self, gboolean follow)
{
  g_return_if_fail (SL_IS_SESSION (self));

  follow = !!follow;
  if (self->state.follow == follow)
    return;
  self->state.follow = follow;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FOLLOW]);
  sl_session_save_soon (self);
}

gboolean
sl_session_get_follow (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), FALSE);
  return self->state.follow;
}

/* --- object --------------------------------------------------------------- */

static void
dispose (GObject *object)
{
  SlSession *self = SL_SESSION (object);

  if (self->save_id)
    {
      g_autoptr (GError) error = NULL;

      if (!sl_session_flush (self, &error))
        g_message ("%s", error->message);
    }
  G_OBJECT_CLASS (sl_session_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  SlSession *self = SL_SESSION (object);

  g_ptr_array_unref (self->undo);
  g_ptr_array_unref (self->redo);
  g_free (self->path);
  G_OBJECT_CLASS (sl_session_parent_class)->finalize (object);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SlSession *self = SL_SESSION (object);

  switch (id)
    {
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, self->undo->len > 0);
      break;
    case PROP_CAN_REDO:
      g_value_set_boolean (value, self->redo->len > 0);
      break;
    case PROP_CHANGED:
      g_value_set_boolean (value, sl_session_get_changed (self));
      break;
    case PROP_PRESET:
      g_value_set_string (value, self->state.preset);
      break;
    case PROP_GRADIENT:
      g_value_set_uint (value, self->state.gradient);
      break;
    case PROP_FOCUS:
      g_value_set_string (value, self->state.focus);
      break;
    case PROP_FOLLOW:
      g_value_set_boolean (value, self->state.follow);
      break;
    case PROP_LOCKS:
      g_value_set_uint64 (value, self->state.locks);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SlSession *self = SL_SESSION (object);

  switch (id)
    {
    case PROP_GRADIENT:
      sl_session_set_gradient (self, g_value_get_uint (value));
      break;
    case PROP_FOCUS:
      sl_session_set_focus (self, g_value_get_string (value));
      break;
    case PROP_FOLLOW:
      sl_session_set_follow (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sl_session_class_init (SlSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags write = read | G_PARAM_WRITABLE;

  object_class->dispose = dispose;
  object_class->finalize = finalize;
  object_class->get_property = get_property;
  object_class->set_property = set_property;

  props[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, read);
  props[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, read);
  props[PROP_CHANGED] = g_param_spec_boolean ("changed", NULL, NULL, FALSE, read);
  props[PROP_PRESET] = g_param_spec_string ("preset", NULL, NULL, NULL, read);
  props[PROP_GRADIENT] = g_param_spec_uint ("gradient", NULL, NULL, 0, SL_N_PARAMS - 1, SL_PARAM_LG_QT, write);
  props[PROP_FOCUS] = g_param_spec_string ("focus", NULL, NULL, NULL, write);
  props[PROP_FOLLOW] = g_param_spec_boolean ("follow", NULL, NULL, TRUE, write);
  props[PROP_LOCKS] = g_param_spec_uint64 ("locks", NULL, NULL, 0, G_MAXUINT64, 0, read);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_GALAXY_CHANGED] = g_signal_new ("galaxy-changed", SL_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                                 NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
  signals[SIGNAL_MESSAGE] = g_signal_new ("message", SL_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sl_session_init (SlSession *self)
{
  self->undo = g_ptr_array_new_with_free_func (sl_session_step_free);
  self->redo = g_ptr_array_new_with_free_func (sl_session_step_free);
  g_strlcpy (self->state.preset, SL_SESSION_START_PRESET, sizeof self->state.preset);
  if (!sl_preset_apply (self->state.preset, &self->base))
    sl_galaxy_init (&self->base);
  self->state.galaxy = self->base;
  self->state.gradient = SL_PARAM_LG_QT;
  g_strlcpy (self->state.focus, "rest:LSST/g-r", sizeof self->state.focus);
  self->state.follow = TRUE;
}

SlSession *
sl_session_new (void)
{
  return g_object_new (SL_TYPE_SESSION, NULL);
}
