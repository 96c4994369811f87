/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Input on a row: typing, keys, the slider. */
#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "ui/widgets/sl-number-entry.h"
#include "ui/widgets/sl-param-row-private.h"

/* Plain steps in a large step, and small steps in a plain one. */
#define PAGE_STEPS 10
/* A series of key presses ends after this long without one. */
#define KEY_REST_MS 500
/* Bytes of the name of a mark. */
#define MOST_WORD 100

static double
round_to_digits (SlParamRow *self, double value)
{
  double power = pow (10.0, self->digits);

  return round (value * power) / power;
}

static void
begin_interaction (SlParamRow *self)
{
  if (self->interacting)
    return;
  self->interacting = TRUE;
  sl_param_row_emit (self, SL_PARAM_ROW_BEGIN_DRAG);
}

void
sl_param_row_end_interaction (SlParamRow *self)
{
  g_clear_handle_id (&self->key_rest_id, g_source_remove);
  self->button_down = FALSE;
  if (!self->interacting)
    return;
  self->interacting = FALSE;
  sl_param_row_emit (self, SL_PARAM_ROW_END_DRAG);
}

static void
key_rest_cb (gpointer data)
{
  SlParamRow *self = data;

  self->key_rest_id = 0;
  sl_param_row_end_interaction (self);
}

/* Applies a change by the user outside a gesture. */
static void
change_value (SlParamRow *self, double value)
{
  if (value == self->value || self->locked)
    {
      sl_param_row_show_value (self);
      return;
    }
  sl_param_row_store (self, value);
  sl_param_row_emit_value (self);
}

/* Applies a change by the slider or by keys: part of a gesture. */
static void
change_by_gesture (SlParamRow *self, double value)
{
  if (self->locked)
    return;
  sl_param_row_hide_hint (self);
  begin_interaction (self);
  change_value (self, CLAMP (round_to_digits (self, value), self->slider_lo, self->slider_hi));
  if (!self->button_down)
    {
      g_clear_handle_id (&self->key_rest_id, g_source_remove);
      self->key_rest_id = g_timeout_add_once (KEY_REST_MS, key_rest_cb, self);
    }
}

void
sl_param_row_reset (SlParamRow *self)
{
  sl_param_row_hide_hint (self);
  if (!self->button_down)
    sl_param_row_end_interaction (self);
  change_value (self, self->def);
}

/* --- typing --------------------------------------------------------------- */

/* The value of a mark on the slider that is named in words: "today". */
static gboolean
find_mark (SlParamRow *self, const char *text, double *value)
{
  g_autofree char *word = g_strstrip (g_utf8_casefold (text, -1));

  for (guint i = 0; i < self->n_ticks; i++)
    {
      g_autofree char *label = NULL, *folded = NULL;

      if (!self->ticks[i].label
          || !pango_parse_markup (self->ticks[i].label, -1, 0, NULL, &label, NULL, NULL))
        continue;
      folded = g_utf8_casefold (label, -1);
      if (strcmp (folded, word) != 0)
        continue;
      *value = self->ticks[i].value;
      return TRUE;
    }
  return FALSE;
}

/* Says that a number is beyond an end of the range; g_free. */
static char *
end_hint (SlParamRow *self, gboolean above)
{
  g_autofree char *end = sl_param_row_short_number (self, above ? self->hi : self->lo);

  return g_strdup_printf (above ? _ ("Above the greatest value, %s") : _ ("Below the least value, %s"), end);
}

/* The value of a text; *why: what is wrong with it (g_free). For a logarithm the quantity may be typed, with
 * its unit or after a sign of equality; "lg 6" is always a logarithm. A quantity that has none is refused. */
static gboolean
parse (SlParamRow *self, const char *text, double *value, char **why)
{
  const gboolean quantity = sl_param_row_shows_quantity (self);
  const char *unit = self->words[self->simple && self->has_simple].unit_text;
  /* The unit of logarithms. */
  const gboolean dex = g_strcmp0 (unit, "dex") == 0;
  SlNumberForm form;

  if (!sl_number_entry_read (text, unit, &form, value, why))
    {
      /* Marks are short. */
      if (strlen (text) > MOST_WORD || !find_mark (self, text, value))
        return FALSE;
      g_clear_pointer (why, g_free);
      return TRUE;
    }
  if (!self->lg || form == SL_NUMBER_LOGARITHM)
    return TRUE;
  if (!quantity && (form == SL_NUMBER_ALONE || (form == SL_NUMBER_WITH_UNIT && dex)))
    return TRUE;
  if (!(*value > 0.0))
    {
      *why = end_hint (self, FALSE);
      return FALSE;
    }
  *value = log10 (*value / (quantity ? self->simple_factor : 1.0));
  return TRUE;
}

static void
commit_entry (SlParamRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autofree char *shown = sl_param_row_text (self), *why = NULL;
  double value;

  /* The value may have more digits than shown: leaving the entry must not round it. */
  if (g_strcmp0 (text, shown) == 0)
    return;
  if (!parse (self, text, &value, &why))
    {
      sl_param_row_show_value (self);
      sl_param_row_show_hint (self, "error", why);
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  sl_param_row_hide_hint (self);
  sl_param_row_end_interaction (self);
  if (value < self->lo || value > self->hi)
    {
      g_autofree char *hint = end_hint (self, value > self->hi);

      change_value (self, CLAMP (value, self->lo, self->hi));
      sl_param_row_show_hint (self, "warning", hint);
      return;
    }
  change_value (self, value);
}

static void
entry_activate_cb (SlParamRow *self)
{
  commit_entry (self);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

static void
entry_focus_leave_cb (SlParamRow *self)
{
  commit_entry (self);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, 0);
}

/* --- keys ----------------------------------------------------------------- */

typedef struct { guint keyval; int sign; gboolean page, across; } Key;

static const Key *
find_key (guint keyval)
{
  static const Key key_table[] = {
    { GDK_KEY_Up, 1, FALSE, FALSE },       { GDK_KEY_KP_Up, 1, FALSE, FALSE },
    { GDK_KEY_Down, -1, FALSE, FALSE },    { GDK_KEY_KP_Down, -1, FALSE, FALSE },
    { GDK_KEY_Right, 1, FALSE, TRUE },     { GDK_KEY_KP_Right, 1, FALSE, TRUE },
    { GDK_KEY_Left, -1, FALSE, TRUE },     { GDK_KEY_KP_Left, -1, FALSE, TRUE },
    { GDK_KEY_Page_Up, 1, TRUE, FALSE },   { GDK_KEY_KP_Page_Up, 1, TRUE, FALSE },
    { GDK_KEY_Page_Down, -1, TRUE, FALSE }, { GDK_KEY_KP_Page_Down, -1, TRUE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (key_table); i++)
    if (key_table[i].keyval == keyval)
      return &key_table[i];
  return NULL;
}

/* Small, plain and large steps; the slider's own keys make plain ones. A small step is a tenth of a plain
 * one, but at least the last decimal. */
static void
step_by_key (SlParamRow *self, const Key *key, GdkModifierType state)
{
  const double small = MAX (self->step / PAGE_STEPS, pow (10.0, -(int) self->digits));
  double step = key->page || state & GDK_SHIFT_MASK ? self->step * PAGE_STEPS
                : state & GDK_CONTROL_MASK          ? small
                                                    : self->step;

  if (key->across && gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    step = -step;
  change_by_gesture (self, self->value + key->sign * step);
}

static gboolean
entry_key_cb (SlParamRow *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval == GDK_KEY_Escape)
    {
      sl_param_row_hide_hint (self);
      sl_param_row_show_value (self);
      gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
      return GDK_EVENT_STOP;
    }
  /* Left and Right move in the text. */
  if (!find_key (keyval) || find_key (keyval)->across)
    return GDK_EVENT_PROPAGATE;
  commit_entry (self);
  step_by_key (self, find_key (keyval), state);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
  return GDK_EVENT_STOP;
}

static gboolean
scale_key_cb (SlParamRow *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval == GDK_KEY_Delete || keyval == GDK_KEY_KP_Delete || keyval == GDK_KEY_BackSpace)
    {
      sl_param_row_reset (self);
      return GDK_EVENT_STOP;
    }
  if (state & GDK_ALT_MASK || !(state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK)) || !find_key (keyval))
    return GDK_EVENT_PROPAGATE;
  step_by_key (self, find_key (keyval), state);
  return GDK_EVENT_STOP;
}

/* --- the slider ------------------------------------------------------------ */

static gboolean
scale_change_value_cb (SlParamRow *self, GtkScrollType scroll, double value)
{
  change_by_gesture (self, value);
  return TRUE;
}

static gboolean
is_on_knob (SlParamRow *self, GdkEvent *event)
{
  int start, end;
  double x, y;
  GtkNative *native = gtk_widget_get_native (self->scale);
  double left, top;
  graphene_point_t at;

  if (native == NULL || !gdk_event_get_position (event, &x, &y))
    return FALSE;
  gtk_native_get_surface_transform (native, &left, &top);
  at = GRAPHENE_POINT_INIT ((float) (x - left), (float) (y - top));
  if (!gtk_widget_compute_point (GTK_WIDGET (native), self->scale, &at, &at))
    return FALSE;
  gtk_range_get_slider_range (GTK_RANGE (self->scale), &start, &end);
  return at.x >= start - 4 && at.x <= end + 4;
}

/* The slider's own gesture claims the pointer, so presses are observed in the capture phase and left to
 * it. */
static gboolean
scale_event_cb (SlParamRow *self, GdkEvent *event)
{
  switch ((int) gdk_event_get_event_type (event))
    {
    case GDK_BUTTON_PRESS:
      {
        guint32 now = gdk_event_get_time (event);
        int double_click_ms = 400;

        if (gdk_button_event_get_button (event) != GDK_BUTTON_PRIMARY)
          break;
        g_object_get (gtk_widget_get_settings (self->scale), "gtk-double-click-time", &double_click_ms, NULL);
        g_clear_handle_id (&self->key_rest_id, g_source_remove);
        if (self->knob_press_time != 0 && now - self->knob_press_time <= (guint32) double_click_ms &&
            is_on_knob (self, event))
          {
            self->knob_press_time = 0;
            sl_param_row_end_interaction (self);
            sl_param_row_reset (self);
            return GDK_EVENT_STOP;
          }
        self->knob_press_time = is_on_knob (self, event) ? now : 0;
        self->button_down = TRUE;
        begin_interaction (self);
        break;
      }
    case GDK_TOUCH_BEGIN:
      g_clear_handle_id (&self->key_rest_id, g_source_remove);
      self->button_down = TRUE;
      begin_interaction (self);
      break;
    case GDK_BUTTON_RELEASE:
      if (gdk_button_event_get_button (event) == GDK_BUTTON_PRIMARY)
        sl_param_row_end_interaction (self);
      break;
    case GDK_TOUCH_END:
    case GDK_TOUCH_CANCEL:
    case GDK_GRAB_BROKEN:
      sl_param_row_end_interaction (self);
      break;
    default:
      break;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
focus_enter_cb (SlParamRow *self)
{
  sl_param_row_emit (self, SL_PARAM_ROW_FOCUSED);
}

/* The wheel scrolls the panel: a slider below the pointer must not change. */
static void
drop_scroll_controllers (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  g_autoptr (GPtrArray) drop = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        g_ptr_array_add (drop, controller);
    }
  for (guint i = 0; i < drop->len; i++)
    gtk_widget_remove_controller (widget, drop->pdata[i]);
}

void
sl_param_row_add_input (SlParamRow *self)
{
  GtkEventController *legacy = gtk_event_controller_legacy_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *scale_keys = gtk_event_controller_key_new ();
  GtkEventController *within = gtk_event_controller_focus_new ();

  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (entry_activate_cb), self);
  g_signal_connect_swapped (self->reset, "clicked", G_CALLBACK (sl_param_row_reset), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (entry_focus_leave_cb), self);
  gtk_widget_add_controller (self->entry, focus);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (entry_key_cb), self);
  /* Before the text inside the entry consumes the keys. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (self->entry, keys);

  drop_scroll_controllers (self->scale);
  g_signal_connect_swapped (self->scale, "change-value", G_CALLBACK (scale_change_value_cb), self);
  gtk_event_controller_set_propagation_phase (legacy, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (legacy, "event", G_CALLBACK (scale_event_cb), self);
  gtk_widget_add_controller (self->scale, legacy);
  /* Before the slider makes large steps of keys with Control. */
  gtk_event_controller_set_propagation_phase (scale_keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (scale_keys, "key-pressed", G_CALLBACK (scale_key_cb), self);
  gtk_widget_add_controller (self->scale, scale_keys);
  g_signal_connect_swapped (within, "enter", G_CALLBACK (focus_enter_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), within);
}
