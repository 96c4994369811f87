/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/figures/sl-param-labels.h"
#include "app/session/sl-session-private.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

typedef SlSessionSnapshot Snapshot;

/* A step is 12 kB: six megabytes in all. */
#define MAX_STEPS 500

enum {
  PROP_0,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  PROP_CHANGED,
  PROP_PRESET,
  PROP_GRADIENT,
  PROP_FOCUS,
  PROP_FOLLOW,
  PROP_LOCKS,
  PROP_MORE_GRADIENTS,
  PROP_DOCUMENT,
  PROP_DOCUMENT_MODIFIED,
  N_PROPS
};
enum {
  SIGNAL_GALAXY_CHANGED,
  SIGNAL_PINS_CHANGED,
  SIGNAL_LAYOUT_CHANGED,
  SIGNAL_DRAG,
  SIGNAL_MESSAGE,
  N_SIGNALS
};
static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SlSession, sl_session, G_TYPE_OBJECT)

static SlParamSet *
param_set_copy (SlParamSet *self)
{
  return g_memdup2 (self, sizeof *self);
}

static void
param_set_free (SlParamSet *self)
{
  g_free (self);
}

G_DEFINE_BOXED_TYPE (SlParamSet, sl_param_set, param_set_copy, param_set_free)

void
sl_session_tell_drag (SlSession *self, int id)
{
  g_signal_emit (self, signals[SIGNAL_DRAG], 0, id);
}

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
  snapshot->desk = self->state.desk;
  memset (&snapshot->look, 0, sizeof snapshot->look);
}

void
sl_session_get_look (SlSession *self, SlSessionLook *look)
{
  const SlSessionState *state = &self->state;

  *look = (SlSessionLook) { SL_LOOK_ALL, state->gradient, state->tied,    state->more_gradients,
                            "",   state->follow,   state->document };
  memcpy (look->focus, state->focus, sizeof look->focus);
}

gboolean
sl_session_same_snapshot (const Snapshot *a, const Snapshot *b)
{
  return sl_session_same_galaxy (&a->galaxy, &b->galaxy) && sl_param_set_equal (a->locks, b->locks)
         && strcmp (a->preset, b->preset) == 0 && sl_session_desk_same_pins (&a->desk, &b->desk)
         && sl_session_layout_equal (&a->desk.layout, &b->desk.layout);
}

static gboolean
same_snapshot (gconstpointer a, gconstpointer b)
{
  return sl_session_same_snapshot (a, b);
}

void
sl_session_from_state (SlSession *self, const SlSessionState *state, Snapshot *next)
{
  /* Lines that are not in the library, or all before it is loaded, are new to this session. */
  memcpy (self->state.line, state->line, sizeof state->line);
  self->state.n_lines = state->n_lines;
  next->galaxy = state->galaxy;
  next->locks = state->locks;
  memcpy (next->preset, state->preset, sizeof next->preset);
  next->desk = state->desk;
  next->look = (SlSessionLook) { SL_LOOK_ALL, state->gradient, state->tied,    state->more_gradients,
                                 "",   state->follow,   state->document };
  memcpy (next->look.focus, state->focus, sizeof next->look.focus);
}

static void
take_look (SlSession *self, const SlSessionLook *look)
{
  sl_session_set_gradient (self, look->gradient);
  sl_session_set_tied (self, look->tied);
  if (look->set == SL_LOOK_GRADIENT)
    return;
  sl_session_set_more_gradients (self, look->more_gradients);
  sl_session_set_focus (self, look->focus);
  sl_session_set_follow (self, look->follow);
  sl_session_document_take (self, look->document);
}

SlSessionDifference
sl_session_difference (const SlGalaxy *a, const SlGalaxy *b)
{
  SlSessionDifference self = { sl_param_set_none (), !sl_galaxy_same_options (a, b) };

  for (int i = 0; i < SL_N_PARAMS; i++)
    if (a->value[i] != b->value[i])
      sl_param_set_add (&self.params, i);
  return self;
}

gboolean
sl_session_same_galaxy (const SlGalaxy *a, const SlGalaxy *b)
{
  const SlSessionDifference difference = sl_session_difference (a, b);

  return !difference.options && sl_param_set_is_empty (difference.params);
}

void
sl_session_go_to (SlSession *self, const Snapshot *to)
{
  const SlSessionDifference difference = sl_session_difference (&self->state.galaxy, &to->galaxy);
  const gboolean galaxy = difference.options || !sl_param_set_is_empty (difference.params);
  gboolean preset = strcmp (self->state.preset, to->preset) != 0, was_changed = sl_session_get_changed (self);
  gboolean pins = !sl_session_desk_same_pins (&self->state.desk, &to->desk);
  gboolean layout = !sl_session_layout_equal (&self->state.desk.layout, &to->desk.layout);

  if (!galaxy && !preset && !pins && !layout && !to->look.set
      && sl_param_set_equal (to->locks, self->state.locks))
    return;
  sl_session_locks_apply (self, to->locks);
  self->state.galaxy = to->galaxy;
  self->state.desk = to->desk;
  if (preset)
    {
      memcpy (self->state.preset, to->preset, sizeof to->preset);
      sl_session_scene_take (self, self->state.preset);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PRESET]);
    }
  if (to->look.set)
    take_look (self, &to->look);
  if (pins)
    g_signal_emit (self, signals[SIGNAL_PINS_CHANGED], 0);
  if (layout)
    g_signal_emit (self, signals[SIGNAL_LAYOUT_CHANGED], 0);
  if (galaxy || preset)
    g_signal_emit (self, signals[SIGNAL_GALAXY_CHANGED], 0, &difference.params, difference.options);
  if (was_changed != sl_session_get_changed (self))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CHANGED]);
  sl_session_set_gradient (self, sl_session_state_gradient (&self->state.galaxy, self->state.gradient));
  sl_session_document_check (self);
  sl_autosave_soon (self->autosave);
}

void
sl_session_notify_undo (SlSession *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_UNDO]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_REDO]);
}

static void
tell_pushed (SlSession *self, SlParamId id, int pushed)
{
  const gboolean dragging = sl_undo_get_dragging (self->undo);
  g_autofree char *text = NULL;

  if (pushed < 0 || self->drag_told)
    return;
  self->drag_told = dragging;
  text = g_strdup_printf (_ ("“%s” moves with “%s”: they cannot cross"),
                          sl_session_title_of (self, pushed), sl_session_title_of (self, id));
  sl_session_tell (self, text);
}

void
sl_session_set_value (SlSession *self, SlParamId id, double value)
{
  gboolean dragging;
  Snapshot next;
  double lo, hi;
  int pushed;

  g_return_if_fail (SL_IS_SESSION (self));
  g_return_if_fail ((guint) id < SL_N_PARAMS);

  if (!isfinite (value))
    return;
  if (sl_undo_get_dragging (self->undo) && id != self->drag_id)
    sl_session_end_drag (self);
  if (sl_session_locks_refuse (self, id))
    return;
  dragging = sl_undo_get_dragging (self->undo);
  /* From where the drag began, so that a parameter that was pushed returns when the hand does. */
  if (dragging)
    next = *(const Snapshot *) sl_undo_get_drag_start (self->undo);
  else
    sl_session_snapshot (self, &next);
  next.look.set = SL_LOOK_NONE;
  sl_galaxy_range (&next.galaxy, id, NULL, &lo, &hi);
  next.galaxy.value[id] = CLAMP (value, lo, hi);
  pushed = sl_session_state_push (&next.galaxy, id);
  if (sl_session_locks_stop (self, &next.galaxy, id, pushed))
    pushed = -1;
  if (dragging)
    sl_session_go_to (self, &next);
  else
    sl_session_change (self, &next, sl_session_title_of (self, id));
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
  title = g_strdup_printf (_ ("Reset “%s”"), _ (sl_param_group_label (group)->title));
  sl_session_change (self, &next, title);
}

void
sl_session_reset_all (SlSession *self)
{
  Snapshot next;

  g_return_if_fail (SL_IS_SESSION (self));

  sl_session_snapshot (self, &next);
  sl_session_scene_fill (self, &self->scene, &next);
  sl_session_change (self, &next, _ ("Reset all parameters"));
}

const char *
sl_session_title_of (SlSession *self, SlParamId id)
{
  return _ (sl_param_label_of (&self->state.galaxy, id)->title);
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
  sl_galaxy_range (&self->scene.galaxy, id, &base_def, NULL, NULL);
  /* The preset's number is of no use where this form means something else by it. */
  return def == base_def ? self->scene.galaxy.value[id] : def;
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
  return sl_session_scene_changed (self);
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
  self->state.tied = sl_param_set_none ();
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_GRADIENT]);
  sl_autosave_soon (self->autosave);
}

SlParamId
sl_session_get_gradient (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), 0);
  return self->state.gradient;
}

void
sl_session_set_tied (SlSession *self, SlParamSet tied)
{
  g_return_if_fail (SL_IS_SESSION (self));

  sl_param_set_remove (&tied, self->state.gradient);
  if (sl_param_set_equal (self->state.tied, tied))
    return;
  self->state.tied = tied;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_GRADIENT]);
  sl_autosave_soon (self->autosave);
}

SlParamSet
sl_session_get_tied (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), sl_param_set_none ());
  return self->state.tied;
}

void
sl_session_set_more_gradients (SlSession *self, SlParamSet more)
{
  g_return_if_fail (SL_IS_SESSION (self));

  if (sl_param_set_equal (self->state.more_gradients, more))
    return;
  self->state.more_gradients = more;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MORE_GRADIENTS]);
  sl_autosave_soon (self->autosave);
}

SlParamSet
sl_session_get_more_gradients (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), sl_param_set_none ());
  return self->state.more_gradients;
}

void
sl_session_set_focus (SlSession *self, const char *observable)
{
  g_return_if_fail (SL_IS_SESSION (self) && observable != NULL);

  if (strcmp (self->state.focus, observable) == 0)
    return;
  g_strlcpy (self->state.focus, observable, sizeof self->state.focus);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FOCUS]);
  sl_autosave_soon (self->autosave);
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
  sl_autosave_soon (self->autosave);
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

  if (sl_autosave_get_pending (self->autosave))
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

  sl_undo_free (self->undo);
  sl_autosave_free (self->autosave);
  g_ptr_array_unref (self->scenes);
  g_hash_table_unref (self->saved);
  G_OBJECT_CLASS (sl_session_parent_class)->finalize (object);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SlSession *self = SL_SESSION (object);

  switch (id)
    {
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, sl_session_get_can_undo (self));
      break;
    case PROP_CAN_REDO:
      g_value_set_boolean (value, sl_session_get_can_redo (self));
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
      g_value_set_boxed (value, &self->state.locks);
      break;
    case PROP_MORE_GRADIENTS:
      g_value_set_boxed (value, &self->state.more_gradients);
      break;
    case PROP_DOCUMENT:
      g_value_set_string (value, self->state.document);
      break;
    case PROP_DOCUMENT_MODIFIED:
      g_value_set_boolean (value, sl_session_get_document_modified (self));
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
  props[PROP_GRADIENT] =
      g_param_spec_uint ("gradient", NULL, NULL, 0, SL_N_PARAMS - 1, SL_PARAM_LG_QT, write);
  props[PROP_FOCUS] = g_param_spec_string ("focus", NULL, NULL, NULL, write);
  props[PROP_FOLLOW] = g_param_spec_boolean ("follow", NULL, NULL, TRUE, write);
  props[PROP_LOCKS] = g_param_spec_boxed ("locks", NULL, NULL, SL_TYPE_PARAM_SET, read);
  props[PROP_MORE_GRADIENTS] = g_param_spec_boxed ("more-gradients", NULL, NULL, SL_TYPE_PARAM_SET, read);
  props[PROP_DOCUMENT] = g_param_spec_string ("document", NULL, NULL, NULL, read);
  props[PROP_DOCUMENT_MODIFIED] = g_param_spec_boolean ("document-modified", NULL, NULL, FALSE, read);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_GALAXY_CHANGED] = g_signal_new ("galaxy-changed", SL_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0,
                                                 NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_POINTER,
                                                 G_TYPE_BOOLEAN);
  signals[SIGNAL_PINS_CHANGED] =
      g_signal_new ("pins-changed", SL_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_LAYOUT_CHANGED] = g_signal_new ("layout-changed", SL_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0,
                                                 NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_DRAG] = g_signal_new ("drag", SL_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_INT);
  signals[SIGNAL_MESSAGE] = g_signal_new ("message", SL_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sl_session_init (SlSession *self)
{
  self->undo = sl_undo_new (sizeof (Snapshot), MAX_STEPS, same_snapshot);
  self->autosave = sl_session_autosave_new (self);
  self->scenes = g_ptr_array_new_with_free_func (g_free);
  self->saved = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  sl_session_state_init (&self->state);
  sl_session_scene_take (self, self->state.preset);
  self->state.galaxy = self->scene.galaxy;
}

SlSession *
sl_session_new (void)
{
  return g_object_new (SL_TYPE_SESSION, NULL);
}
