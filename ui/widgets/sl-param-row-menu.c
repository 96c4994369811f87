/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The menu of a row: right click, a long touch, the menu key. */
#include <glib/gi18n.h>

#include "ui/widgets/sl-param-row-private.h"

static void
gradient_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  sl_param_row_emit (data, SL_PARAM_ROW_GRADIENT);
}

static void
strip_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  g_simple_action_set_state (action, state);
  sl_param_row_emit (data, SL_PARAM_ROW_STRIP);
}

static void
reset_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  sl_param_row_reset (data);
}

static void
lock_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  g_simple_action_set_state (action, state);
  sl_param_row_toggle_lock (data);
}

/* With all digits and a dot in any language, for files and command lines. */
static void
copy_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SlParamRow *self = data;
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.10g", self->value);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
make_actions (SlParamRow *self)
{
  static const GActionEntry entries[] = {
    { "gradient", gradient_cb }, { "strip", NULL, NULL, "false", strip_cb }, { "reset", reset_cb },
    { "lock", NULL, NULL, "false", lock_cb }, { "copy", copy_cb },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "row", G_ACTION_GROUP (self->actions));
}

static GSimpleAction *
action_of (SlParamRow *self, const char *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name));
}

static GMenuModel *
make_model (gboolean strip, gboolean lock)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) look = g_menu_new (), change = g_menu_new (), copy = g_menu_new ();

  g_menu_append (look, _ ("Show Its _Gradient"), "row.gradient");
  if (strip)
    g_menu_append (look, _ ("On the _Strip Below the Spectrum"), "row.strip");
  g_menu_append (change, _ ("_Reset"), "row.reset");
  if (lock)
    g_menu_append (change, _ ("_Lock"), "row.lock");
  g_menu_append (copy, _ ("_Copy Value"), "row.copy");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (look));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (change));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (copy));
  return G_MENU_MODEL (menu);
}

/* All rows share these: GTK 4.8 keeps the sections of any menu that was shown for ever. Borrowed. */
static GMenuModel *
get_model (SlParamRow *self)
{
  static GMenuModel *models[2][2];
  const gboolean strip = !!self->strip_offered, lock = gtk_widget_get_visible (self->lock);

  if (!models[strip][lock])
    models[strip][lock] = make_model (strip, lock);
  return models[strip][lock];
}

static void
drop_cb (gpointer data)
{
  g_autoptr (SlParamRow) self = data;
  GtkWidget *menu = g_steal_pointer (&self->menu);

  if (menu)
    gtk_widget_unparent (menu);
}

/* An item is activated after the menu has closed: the menu must still exist then. */
static void
closed_cb (SlParamRow *self)
{
  g_idle_add_once (drop_cb, g_object_ref (self));
}

static void
open_menu (SlParamRow *self, double x, double y)
{
  const gboolean acts = self->inactive_reason == NULL;

  if (self->menu)
    return;
  if (!self->actions)
    make_actions (self);
  sl_param_row_end_interaction (self);
  g_simple_action_set_enabled (action_of (self, "gradient"), acts);
  g_simple_action_set_enabled (action_of (self, "strip"), acts);
  g_simple_action_set_enabled (action_of (self, "reset"), acts && !self->locked && self->value != self->def);
  g_simple_action_set_state (action_of (self, "lock"), g_variant_new_boolean (self->locked));
  g_simple_action_set_state (action_of (self, "strip"), g_variant_new_boolean (self->strip_shown));
  self->menu = gtk_popover_menu_new_from_model (get_model (self));
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  g_signal_connect_swapped (self->menu, "closed", G_CALLBACK (closed_cb), self);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

/* The entry has its own menu, for text. */
static gboolean
on_entry (SlParamRow *self, double x, double y)
{
  GtkWidget *at = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  return at && (at == self->entry || gtk_widget_is_ancestor (at, self->entry));
}

static void
pressed_cb (GtkGesture *gesture, int n_press, double x, double y, SlParamRow *self)
{
  if (on_entry (self, x, y))
    {
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu (self, x, y);
}

static void
long_press_cb (GtkGesture *gesture, double x, double y, SlParamRow *self)
{
  if (!on_entry (self, x, y))
    open_menu (self, x, y);
}

static gboolean
key_cb (SlParamRow *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval != GDK_KEY_Menu && !(keyval == GDK_KEY_F10 && state & GDK_SHIFT_MASK))
    return GDK_EVENT_PROPAGATE;
  open_menu (self, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
             gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
  return GDK_EVENT_STOP;
}

void
sl_param_row_add_menu (SlParamRow *self)
{
  GtkGesture *click = gtk_gesture_click_new (), *touch = gtk_gesture_long_press_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  /* Before the slider, which reacts to any button. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (touch), TRUE);
  g_signal_connect (touch, "pressed", G_CALLBACK (long_press_cb), self);
  gtk_widget_add_controller (self->line, GTK_EVENT_CONTROLLER (touch));
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
