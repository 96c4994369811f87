/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/sl-param-row.h"

#include <math.h>

#include <glib/gi18n.h>

#include "ui/sl-number.h"
#include "ui/sl-pull-bar.h"

/* Steps in one large step. */
#define PAGE_STEPS 10
/* A run of keys ends after this much rest. */
#define KEY_REST_MS 500
#define HINT_MS 4000
/* A unit longer than this would push the numbers out of their column; it stands beside the title instead. */
#define UNIT_COLUMN_CHARS 4

#define TITLE_LINES 3

struct _SlParamRow {
  GtkWidget parent_instance;

  GtkWidget *line, *symbol, *title, *entry, *unit, *reset, *scale, *reason, *pull;
  GtkAdjustment *adjustment;

  char *name, *tooltip, *title_markup, *inactive_reason;
  double value, def, lo, hi, step;
  guint digits;

  guint key_rest_id, hint_id;
  gboolean interacting, button_down;
  guint32 knob_press_time; /* of a press on the knob that may become a double click; 0: none */
};

enum { PROP_0, PROP_VALUE, PROP_PULL, PROP_INACTIVE_REASON, N_PROPS };
enum { SIGNAL_VALUE_CHANGED, SIGNAL_BEGIN_DRAG, SIGNAL_END_DRAG, SIGNAL_FOCUSED, N_SIGNALS };
static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SlParamRow, sl_param_row, GTK_TYPE_WIDGET)

static double
round_to_digits (SlParamRow *self, double value)
{
  double power = pow (10.0, self->digits);

  return round (value * power) / power;
}

/* Without zeros at its end: there is little room for a hint. */
static char *
short_number (SlParamRow *self, double value)
{
  guint digits = 0;

  while (digits < self->digits && fabs (value * pow (10.0, digits) - round (value * pow (10.0, digits))) > 1e-9)
    digits++;
  return sl_number_format (value, digits);
}

/* The number as it stands in the entry. */
static void
show_value (SlParamRow *self)
{
  g_autofree char *text = sl_number_format (self->value, self->digits);

  if (g_strcmp0 (text, gtk_editable_get_text (GTK_EDITABLE (self->entry))) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

static void
store_value (SlParamRow *self, double value)
{
  self->value = value;
  gtk_adjustment_set_value (self->adjustment, value);
  show_value (self);
  gtk_widget_set_sensitive (self->reset, value != self->def && self->inactive_reason == NULL);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VALUE]);
}

static void
hide_hint (SlParamRow *self)
{
  g_clear_handle_id (&self->hint_id, g_source_remove);
  gtk_widget_remove_css_class (self->entry, "error");
  gtk_widget_remove_css_class (self->entry, "warning");
  gtk_widget_remove_css_class (self->title, "sl-hint");
  gtk_label_set_lines (GTK_LABEL (self->title), TITLE_LINES);
  gtk_label_set_markup (GTK_LABEL (self->title), self->title_markup);
}

static void
hint_cb (gpointer data)
{
  SlParamRow *self = data;

  self->hint_id = 0;
  hide_hint (self);
}

/* Says for a while, in place of the title so that nothing moves, what became of the input. */
static void
show_hint (SlParamRow *self, const char *css_class, const char *text)
{
  int lines;

  hide_hint (self);
  lines = pango_layout_get_line_count (gtk_label_get_layout (GTK_LABEL (self->title)));
  gtk_label_set_lines (GTK_LABEL (self->title), CLAMP (lines, 1, TITLE_LINES));
  gtk_widget_add_css_class (self->entry, css_class);
  gtk_widget_add_css_class (self->title, "sl-hint");
  gtk_label_set_text (GTK_LABEL (self->title), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  self->hint_id = g_timeout_add_once (HINT_MS, hint_cb, self);
}

static void
begin_interaction (SlParamRow *self)
{
  if (self->interacting)
    return;
  self->interacting = TRUE;
  g_signal_emit (self, signals[SIGNAL_BEGIN_DRAG], 0);
}

static void
end_interaction (SlParamRow *self)
{
  g_clear_handle_id (&self->key_rest_id, g_source_remove);
  self->button_down = FALSE;
  if (!self->interacting)
    return;
  self->interacting = FALSE;
  g_signal_emit (self, signals[SIGNAL_END_DRAG], 0);
}

static void
key_rest_cb (gpointer data)
{
  SlParamRow *self = data;

  self->key_rest_id = 0;
  end_interaction (self);
}

/* A change by the user. */
static void
change_value (SlParamRow *self, double value)
{
  if (value == self->value)
    {
      show_value (self);
      return;
    }
  store_value (self, value);
  g_signal_emit (self, signals[SIGNAL_VALUE_CHANGED], 0, self->value, self->interacting);
}

/* A change by the slider or by keys: part of a gesture. */
static void
change_by_gesture (SlParamRow *self, double value)
{
  hide_hint (self);
  begin_interaction (self);
  change_value (self, CLAMP (round_to_digits (self, value), self->lo, self->hi));
  if (!self->button_down)
    {
      g_clear_handle_id (&self->key_rest_id, g_source_remove);
      self->key_rest_id = g_timeout_add_once (KEY_REST_MS, key_rest_cb, self);
    }
}

static void
reset_value (SlParamRow *self)
{
  hide_hint (self);
  if (!self->button_down)
    end_interaction (self);
  change_value (self, self->def);
}

static void
commit_entry (SlParamRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autofree char *shown = sl_number_format (self->value, self->digits);
  double value;

  /* The value may have more digits than are shown: leaving the entry must not round it. */
  if (g_strcmp0 (text, shown) == 0)
    return;
  if (!sl_number_parse (text, &value))
    {
      show_value (self);
      show_hint (self, "error", _ ("Not a number"));
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  hide_hint (self);
  end_interaction (self);
  if (value < self->lo || value > self->hi)
    {
      g_autofree char *lo = short_number (self, self->lo);
      g_autofree char *hi = short_number (self, self->hi);
      g_autofree char *hint = g_strdup_printf (_ ("Range: %s to %s"), lo, hi);

      change_value (self, CLAMP (value, self->lo, self->hi));
      show_hint (self, "warning", hint);
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

static gboolean
entry_key_cb (SlParamRow *self, guint keyval, guint keycode, GdkModifierType state)
{
  static const struct { guint keyval; int steps; } key_table[] = {
    { GDK_KEY_Up, 1 },              { GDK_KEY_KP_Up, 1 },
    { GDK_KEY_Down, -1 },           { GDK_KEY_KP_Down, -1 },
    { GDK_KEY_Page_Up, PAGE_STEPS }, { GDK_KEY_KP_Page_Up, PAGE_STEPS },
    { GDK_KEY_Page_Down, -PAGE_STEPS }, { GDK_KEY_KP_Page_Down, -PAGE_STEPS },
  };

  if (keyval == GDK_KEY_Escape)
    {
      hide_hint (self);
      show_value (self);
      gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
      return GDK_EVENT_STOP;
    }
  for (guint i = 0; i < G_N_ELEMENTS (key_table); i++)
    if (key_table[i].keyval == keyval)
      {
        int steps = key_table[i].steps;

        commit_entry (self);
        if ((state & GDK_CONTROL_MASK) && ABS (steps) == 1)
          steps *= PAGE_STEPS;
        change_by_gesture (self, self->value + steps * self->step);
        gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
        return GDK_EVENT_STOP;
      }
  return GDK_EVENT_PROPAGATE;
}

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
  double left, top, in_x, in_y;

  if (native == NULL || !gdk_event_get_position (event, &x, &y))
    return FALSE;
  gtk_native_get_surface_transform (native, &left, &top);
  if (!gtk_widget_translate_coordinates (GTK_WIDGET (native), self->scale, x - left, y - top, &in_x, &in_y))
    return FALSE;
  gtk_range_get_slider_range (GTK_RANGE (self->scale), &start, &end);
  return in_x >= start - 4 && in_x <= end + 4;
}

/* The slider's own gesture claims the pointer, so presses are watched below it, and left to it. */
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
            end_interaction (self);
            reset_value (self);
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
        end_interaction (self);
      break;
    case GDK_TOUCH_END:
    case GDK_TOUCH_CANCEL:
    case GDK_GRAB_BROKEN:
      end_interaction (self);
      break;
    default:
      break;
    }
  return GDK_EVENT_PROPAGATE;
}

/* An explanation that pops up below the hand hides what the hand is doing. */
static gboolean
query_tooltip_cb (SlParamRow *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  if (self->button_down || self->tooltip == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, self->tooltip);
  return TRUE;
}

static void
focus_enter_cb (SlParamRow *self)
{
  g_signal_emit (self, signals[SIGNAL_FOCUSED], 0);
}

/* The wheel scrolls the panel: a slider that happens to lie under the pointer keeps its value. */
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

static void
unmap (GtkWidget *widget)
{
  end_interaction (SL_PARAM_ROW (widget));
  GTK_WIDGET_CLASS (sl_param_row_parent_class)->unmap (widget);
}

static void
dispose (GObject *object)
{
  SlParamRow *self = SL_PARAM_ROW (object);
  GtkWidget *child;

  g_clear_handle_id (&self->key_rest_id, g_source_remove);
  g_clear_handle_id (&self->hint_id, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (sl_param_row_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  SlParamRow *self = SL_PARAM_ROW (object);

  g_free (self->name);
  g_free (self->tooltip);
  g_free (self->title_markup);
  g_free (self->inactive_reason);
  G_OBJECT_CLASS (sl_param_row_parent_class)->finalize (object);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SlParamRow *self = SL_PARAM_ROW (object);

  switch (id)
    {
    case PROP_VALUE:
      g_value_set_double (value, self->value);
      break;
    case PROP_PULL:
      g_value_set_double (value, sl_param_row_get_pull (self));
      break;
    case PROP_INACTIVE_REASON:
      g_value_set_string (value, self->inactive_reason);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SlParamRow *self = SL_PARAM_ROW (object);

  switch (id)
    {
    case PROP_VALUE:
      sl_param_row_set_value (self, g_value_get_double (value));
      break;
    case PROP_PULL:
      sl_param_row_set_pull (self, g_value_get_double (value));
      break;
    case PROP_INACTIVE_REASON:
      sl_param_row_set_inactive_reason (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sl_param_row_class_init (SlParamRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = dispose;
  object_class->finalize = finalize;
  object_class->get_property = get_property;
  object_class->set_property = set_property;
  widget_class->unmap = unmap;

  props[PROP_VALUE] = g_param_spec_double ("value", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0.0, flags);
  props[PROP_PULL] = g_param_spec_double ("pull", NULL, NULL, -1.0, 1.0, 0.0, flags);
  props[PROP_INACTIVE_REASON] = g_param_spec_string ("inactive-reason", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_VALUE_CHANGED] = g_signal_new ("value-changed", SL_TYPE_PARAM_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                                NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_BOOLEAN);
  signals[SIGNAL_BEGIN_DRAG] =
    g_signal_new ("begin-drag", SL_TYPE_PARAM_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_END_DRAG] =
    g_signal_new ("end-drag", SL_TYPE_PARAM_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FOCUSED] =
    g_signal_new ("focused", SL_TYPE_PARAM_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "paramrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
build_line (SlParamRow *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->symbol = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "use-markup", TRUE, NULL);
  gtk_widget_add_css_class (self->symbol, "sl-symbol");
  /* Large text takes a second line. */
  self->title = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "hexpand", TRUE, "ellipsize", PANGO_ELLIPSIZE_END, "wrap", TRUE,
                              "wrap-mode", PANGO_WRAP_WORD_CHAR, "lines", TITLE_LINES, NULL);
  gtk_widget_add_css_class (self->title, "sl-title");
  self->entry = g_object_new (GTK_TYPE_ENTRY, "xalign", 1.0, "width-chars", 6, "max-width-chars", 6, "has-frame", FALSE,
                              "input-purpose", GTK_INPUT_PURPOSE_NUMBER, "valign", GTK_ALIGN_CENTER, NULL);
  gtk_widget_add_css_class (self->entry, "numeric");
  self->unit = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "width-chars", UNIT_COLUMN_CHARS, NULL);
  gtk_widget_add_css_class (self->unit, "sl-unit");
  self->reset = gtk_button_new_from_icon_name ("edit-undo-symbolic");
  gtk_widget_add_css_class (self->reset, "flat");
  gtk_widget_add_css_class (self->reset, "sl-reset");
  gtk_widget_set_valign (self->reset, GTK_ALIGN_CENTER);

  gtk_box_append (GTK_BOX (self->line), self->symbol);
  gtk_box_append (GTK_BOX (self->line), self->title);
  gtk_box_append (GTK_BOX (self->line), self->entry);
  gtk_box_append (GTK_BOX (self->line), self->unit);
  gtk_box_append (GTK_BOX (self->line), self->reset);
  gtk_widget_set_parent (self->line, GTK_WIDGET (self));

  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (entry_activate_cb), self);
  g_signal_connect_swapped (self->reset, "clicked", G_CALLBACK (reset_value), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (entry_focus_leave_cb), self);
  gtk_widget_add_controller (self->entry, focus);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (entry_key_cb), self);
  /* Before the text inside the entry takes the keys for itself. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (self->entry, keys);
}

static void
sl_param_row_init (SlParamRow *self)
{
  GtkEventController *legacy = gtk_event_controller_legacy_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
  build_line (self);

  self->adjustment = gtk_adjustment_new (0, 0, 1, 0.1, 1, 0);
  self->scale = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, self->adjustment);
  gtk_scale_set_draw_value (GTK_SCALE (self->scale), FALSE);
  gtk_scale_set_has_origin (GTK_SCALE (self->scale), FALSE);
  drop_scroll_controllers (self->scale);
  gtk_widget_set_parent (self->scale, GTK_WIDGET (self));

  self->reason = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->reason, "sl-reason");
  gtk_widget_set_parent (self->reason, GTK_WIDGET (self));

  self->pull = sl_pull_bar_new ();
  gtk_widget_set_parent (self->pull, GTK_WIDGET (self));

  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
  g_signal_connect_swapped (self->scale, "change-value", G_CALLBACK (scale_change_value_cb), self);
  gtk_event_controller_set_propagation_phase (legacy, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (legacy, "event", G_CALLBACK (scale_event_cb), self);
  gtk_widget_add_controller (self->scale, legacy);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (focus_enter_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

static void
set_texts (SlParamRow *self, const SlParamRowSpec *spec)
{
  const char *unit = spec->unit ? spec->unit : "";
  g_autofree char *plain_unit = NULL, *title = g_markup_escape_text (spec->title, -1);
  g_autofree char *reset = g_strdup_printf (_ ("Reset %s"), spec->title);
  g_autofree char *number = g_strdup_printf (_ ("%s, number"), spec->title);

  if (!pango_parse_markup (unit, -1, 0, NULL, &plain_unit, NULL, NULL))
    plain_unit = g_strdup ("");
  if (g_utf8_strlen (plain_unit, -1) > UNIT_COLUMN_CHARS)
    {
      self->title_markup = g_strdup_printf ("%s <span alpha='60%%' size='smaller'>[%s]</span>", title, unit);
      unit = "";
    }
  else
    self->title_markup = g_strdup (title);

  gtk_label_set_markup (GTK_LABEL (self->symbol), spec->symbol);
  gtk_label_set_markup (GTK_LABEL (self->title), self->title_markup);
  gtk_label_set_markup (GTK_LABEL (self->unit), unit);
  /* The whole title, too: on the row it may be cut short. */
  self->tooltip = spec->tooltip && *spec->tooltip ? g_strdup_printf ("%s\n%s", spec->title, spec->tooltip) : NULL;
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), self->tooltip != NULL);
  gtk_widget_set_tooltip_text (self->reset, reset);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spec->title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL, spec->title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, spec->tooltip ? spec->tooltip : "", -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, number, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reset), GTK_ACCESSIBLE_PROPERTY_LABEL, reset, -1);
}

GtkWidget *
sl_param_row_new (const SlParamRowSpec *spec)
{
  SlParamRow *self;

  g_return_val_if_fail (spec != NULL && spec->name != NULL && spec->title != NULL && spec->symbol != NULL, NULL);

  self = g_object_new (SL_TYPE_PARAM_ROW, NULL);
  self->name = g_strdup (spec->name);
  self->digits = spec->digits;
  self->step = spec->step;
  set_texts (self, spec);
  self->value = spec->def;
  sl_param_row_set_range (self, spec->def, spec->lo, spec->hi);
  return GTK_WIDGET (self);
}

const char *
sl_param_row_get_name (SlParamRow *self)
{
  g_return_val_if_fail (SL_IS_PARAM_ROW (self), NULL);
  return self->name;
}

void
sl_param_row_set_value (SlParamRow *self, double value)
{
  g_return_if_fail (SL_IS_PARAM_ROW (self));

  if (!isfinite (value) || value == self->value)
    return;
  hide_hint (self);
  store_value (self, value);
}

double
sl_param_row_get_value (SlParamRow *self)
{
  g_return_val_if_fail (SL_IS_PARAM_ROW (self), 0.0);
  return self->value;
}

void
sl_param_row_set_range (SlParamRow *self, double def, double lo, double hi)
{
  g_return_if_fail (SL_IS_PARAM_ROW (self));
  g_return_if_fail (lo < hi);

  if (self->def == def && self->lo == lo && self->hi == hi)
    return;
  self->def = def;
  self->lo = lo;
  self->hi = hi;
  gtk_adjustment_configure (self->adjustment, self->value, lo, hi, self->step, self->step * PAGE_STEPS, 0);
  gtk_scale_clear_marks (GTK_SCALE (self->scale));
  gtk_scale_add_mark (GTK_SCALE (self->scale), def, GTK_POS_BOTTOM, NULL);
  show_value (self);
  gtk_widget_set_sensitive (self->reset, self->value != def && self->inactive_reason == NULL);
}

void
sl_param_row_set_pull (SlParamRow *self, double pull)
{
  double before;

  g_return_if_fail (SL_IS_PARAM_ROW (self));

  before = sl_pull_bar_get_pull (SL_PULL_BAR (self->pull));
  sl_pull_bar_set_pull (SL_PULL_BAR (self->pull), pull);
  if (before != sl_pull_bar_get_pull (SL_PULL_BAR (self->pull)))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PULL]);
}

double
sl_param_row_get_pull (SlParamRow *self)
{
  g_return_val_if_fail (SL_IS_PARAM_ROW (self), 0.0);
  return sl_pull_bar_get_pull (SL_PULL_BAR (self->pull));
}

void
sl_param_row_set_inactive_reason (SlParamRow *self, const char *reason)
{
  g_return_if_fail (SL_IS_PARAM_ROW (self));

  if (g_strcmp0 (self->inactive_reason, reason) == 0)
    return;
  if (reason)
    end_interaction (self);
  g_free (self->inactive_reason);
  self->inactive_reason = g_strdup (reason);
  gtk_label_set_text (GTK_LABEL (self->reason), reason ? reason : "");
  gtk_widget_set_visible (self->reason, reason != NULL);
  gtk_widget_set_visible (self->scale, reason == NULL);
  gtk_widget_set_sensitive (self->line, reason == NULL);
  gtk_widget_set_sensitive (self->reset, reason == NULL && self->value != self->def);
  gtk_widget_set_opacity (self->pull, reason ? 0.0 : 1.0);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_INACTIVE_REASON]);
}

const char *
sl_param_row_get_inactive_reason (SlParamRow *self)
{
  g_return_val_if_fail (SL_IS_PARAM_ROW (self), NULL);
  return self->inactive_reason;
}

gboolean
sl_param_row_get_interacting (SlParamRow *self)
{
  g_return_val_if_fail (SL_IS_PARAM_ROW (self), FALSE);
  return self->interacting;
}
