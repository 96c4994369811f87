/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/sl-param-row.h"

#include <math.h>

#include <glib/gi18n.h>

#include "ui/widgets/sl-param-row-private.h"
#include "ui/widgets/sl-sensitivity-bar.h"

/* Steps in one large step. */
#define PAGE_STEPS 10
#define BADGE_PX 11
#define LINE_HEIGHT 26

enum { PROP_0, PROP_VALUE, PROP_SENSITIVITY, PROP_INACTIVE_REASON, N_PROPS };
enum {
  SIGNAL_VALUE_CHANGED,
  SIGNAL_BEGIN_DRAG,
  SIGNAL_END_DRAG,
  SIGNAL_FOCUSED,
  SIGNAL_GRADIENT_REQUESTED,
  SIGNAL_STRIP_TOGGLED,
  SIGNAL_LOCK_TOGGLED,
  SIGNAL_QUERY_SENSITIVITY,
  N_SIGNALS
};
static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SlParamRow, sl_param_row, GTK_TYPE_WIDGET)

void
sl_param_row_emit (SlParamRow *self, SlParamRowEvent event)
{
  static const int table[] = {
    [SL_PARAM_ROW_BEGIN_DRAG] = SIGNAL_BEGIN_DRAG,        [SL_PARAM_ROW_END_DRAG] = SIGNAL_END_DRAG,
    [SL_PARAM_ROW_FOCUSED] = SIGNAL_FOCUSED,              [SL_PARAM_ROW_GRADIENT] = SIGNAL_GRADIENT_REQUESTED,
    [SL_PARAM_ROW_STRIP] = SIGNAL_STRIP_TOGGLED,
  };

  g_signal_emit (self, signals[table[event]], 0);
}

void
sl_param_row_emit_value (SlParamRow *self)
{
  g_signal_emit (self, signals[SIGNAL_VALUE_CHANGED], 0, self->value, self->interacting);
}

char *
sl_param_row_ask_sensitivity (SlParamRow *self)
{
  char *text = NULL;

  g_signal_emit (self, signals[SIGNAL_QUERY_SENSITIVITY], 0, &text);
  return text;
}

/* Updates what can be moved and reset. */
static void
update_sensitivity (SlParamRow *self)
{
  const gboolean acts = self->inactive_reason == NULL, free = acts && !self->locked;

  gtk_widget_set_sensitive (self->symbol, free);
  gtk_widget_set_sensitive (self->title, free);
  gtk_widget_set_sensitive (self->entry, free);
  gtk_widget_set_sensitive (self->unit, free);
  gtk_widget_set_sensitive (self->scale, free);
  gtk_widget_set_sensitive (self->reset, free && self->value != self->def);
}

void
sl_param_row_store (SlParamRow *self, double value)
{
  self->value = value;
  gtk_adjustment_set_value (self->adjustment, value);
  sl_param_row_show_value (self);
  gtk_widget_set_sensitive (self->reset,
                            value != self->def && self->inactive_reason == NULL && !self->locked);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VALUE]);
}

static void
lock_cb (SlParamRow *self)
{
  if (!self->updating)
    sl_param_row_toggle_lock (self);
}

void
sl_param_row_toggle_lock (SlParamRow *self)
{
  sl_param_row_end_interaction (self);
  sl_param_row_set_locked (self, !self->locked);
  g_signal_emit (self, signals[SIGNAL_LOCK_TOGGLED], 0, self->locked);
}

static void
unmap (GtkWidget *widget)
{
  sl_param_row_end_interaction (SL_PARAM_ROW (widget));
  GTK_WIDGET_CLASS (sl_param_row_parent_class)->unmap (widget);
}

static void
clear_ticks (SlParamRow *self)
{
  for (guint i = 0; i < self->n_ticks; i++)
    g_free ((char *) self->ticks[i].label);
  g_clear_pointer (&self->ticks, g_free);
  self->n_ticks = 0;
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
  self->menu = NULL;
  g_clear_object (&self->tip);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (sl_param_row_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  SlParamRow *self = SL_PARAM_ROW (object);

  clear_ticks (self);
  sl_param_row_clear_words (self);
  g_free (self->name);
  g_free (self->inactive_reason);
  g_free (self->badge_text);
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
    case PROP_SENSITIVITY:
      g_value_set_double (value, sl_param_row_get_sensitivity (self));
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
    case PROP_SENSITIVITY:
      sl_param_row_set_sensitivity (self, g_value_get_double (value));
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
  static const struct { guint id; const char *name; } plain[] = {
    { SIGNAL_BEGIN_DRAG, "begin-drag" }, { SIGNAL_END_DRAG, "end-drag" }, { SIGNAL_FOCUSED, "focused" },
    { SIGNAL_GRADIENT_REQUESTED, "gradient-requested" }, { SIGNAL_STRIP_TOGGLED, "strip-toggled" },
  };

  object_class->dispose = dispose;
  object_class->finalize = finalize;
  object_class->get_property = get_property;
  object_class->set_property = set_property;
  widget_class->unmap = unmap;

  props[PROP_VALUE] = g_param_spec_double ("value", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0.0, flags);
  props[PROP_SENSITIVITY] = g_param_spec_double ("sensitivity", NULL, NULL, -1.0, 1.0, 0.0, flags);
  props[PROP_INACTIVE_REASON] = g_param_spec_string ("inactive-reason", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_VALUE_CHANGED] =
      g_signal_new ("value-changed", SL_TYPE_PARAM_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                    2, G_TYPE_DOUBLE, G_TYPE_BOOLEAN);
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    signals[plain[i].id] =
      g_signal_new (plain[i].name, SL_TYPE_PARAM_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_LOCK_TOGGLED] = g_signal_new ("lock-toggled", SL_TYPE_PARAM_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                               NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[SIGNAL_QUERY_SENSITIVITY] = g_signal_new ("query-sensitivity", SL_TYPE_PARAM_ROW, G_SIGNAL_RUN_LAST,
                                                    0, NULL, NULL, NULL, G_TYPE_STRING, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "paramrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
new_small_button (GtkWidget *button, const char *icon, const char *css_class)
{
  gtk_button_set_icon_name (GTK_BUTTON (button), icon);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, css_class);
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  return button;
}

/* The sign for a limit, symbol, title, number and unit. */
static void
build_line (SlParamRow *self)
{
  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  /* More than superscripts of units need above the baseline: boxes include them in one of two measurements
   * only. */
  gtk_widget_set_size_request (self->line, -1, LINE_HEIGHT);
  self->badge = g_object_new (GTK_TYPE_IMAGE, "pixel-size", BADGE_PX, "opacity", 0.0, "accessible-role",
                              GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_add_css_class (self->badge, "sl-badge");
  self->symbol = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "use-markup", TRUE, NULL);
  gtk_widget_add_css_class (self->symbol, "sl-symbol");
  /* Large text uses a second line. */
  self->title = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "hexpand", TRUE, "ellipsize",
                              PANGO_ELLIPSIZE_END, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);
  gtk_widget_add_css_class (self->title, "sl-title");
  /* Not only digits: units, logarithms and powers may be typed. */
  self->entry =
      g_object_new (GTK_TYPE_ENTRY, "xalign", 1.0, "has-frame", FALSE, "valign", GTK_ALIGN_CENTER, NULL);
  gtk_widget_add_css_class (self->entry, "numeric");
  self->unit = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, NULL);
  gtk_widget_add_css_class (self->unit, "sl-unit");
  gtk_box_append (GTK_BOX (self->line), self->badge);
  gtk_box_append (GTK_BOX (self->line), self->symbol);
  gtk_box_append (GTK_BOX (self->line), self->title);
  gtk_box_append (GTK_BOX (self->line), self->entry);
  gtk_box_append (GTK_BOX (self->line), self->unit);
  gtk_widget_set_parent (self->line, GTK_WIDGET (self));
}

/* Adds the slider above its bar, and the buttons of the row. */
static void
build_body (SlParamRow *self)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->body = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->body, "sl-body");
  self->adjustment = gtk_adjustment_new (0, 0, 1, 0.1, 1, 0);
  self->scale = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, self->adjustment);
  gtk_scale_set_draw_value (GTK_SCALE (self->scale), FALSE);
  gtk_scale_set_has_origin (GTK_SCALE (self->scale), FALSE);
  g_signal_connect_object (self->scale, "map", G_CALLBACK (sl_param_row_keep_marks_inside), self,
                           G_CONNECT_SWAPPED);
  self->reason = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->reason, "sl-reason");
  self->sensitivity = sl_sensitivity_bar_new ();
  gtk_box_append (GTK_BOX (column), self->scale);
  gtk_box_append (GTK_BOX (column), self->reason);
  gtk_box_append (GTK_BOX (column), self->sensitivity);
  gtk_widget_set_hexpand (column, TRUE);
  self->reset = new_small_button (gtk_button_new (), "edit-undo-symbolic", "sl-reset");
  self->lock = new_small_button (gtk_toggle_button_new (), "changes-prevent-symbolic", "sl-lock");
  gtk_box_append (GTK_BOX (self->body), column);
  gtk_box_append (GTK_BOX (self->body), self->reset);
  gtk_box_append (GTK_BOX (self->body), self->lock);
  gtk_widget_set_parent (self->body, GTK_WIDGET (self));
  g_signal_connect_swapped (self->lock, "toggled", G_CALLBACK (lock_cb), self);
}

static void
sl_param_row_init (SlParamRow *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
  build_line (self);
  build_body (self);
  sl_param_row_add_input (self);
  sl_param_row_add_menu (self);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (sl_param_row_query_tooltip), NULL);
}

GtkWidget *
sl_param_row_new (const SlParamRowSpec *spec)
{
  SlParamRow *self;

  g_return_val_if_fail (spec != NULL && spec->name != NULL && spec->title != NULL && spec->symbol != NULL,
                        NULL);

  self = g_object_new (SL_TYPE_PARAM_ROW, NULL);
  self->name = g_strdup (spec->name);
  self->digits = spec->digits;
  self->step = spec->step;
  sl_param_row_set_words (self, spec);
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
  sl_param_row_hide_hint (self);
  sl_param_row_store (self, value);
}

double
sl_param_row_get_value (SlParamRow *self)
{
  g_return_val_if_fail (SL_IS_PARAM_ROW (self), 0.0);
  return self->value;
}

static void
show_range (SlParamRow *self)
{
  gtk_adjustment_configure (self->adjustment, self->value, self->slider_lo, self->slider_hi, self->step,
                            self->step * PAGE_STEPS, 0);
  sl_param_row_show_marks (self);
  sl_param_row_show_value (self);
  update_sensitivity (self);
}

void
sl_param_row_set_range (SlParamRow *self, double def, double lo, double hi)
{
  g_return_if_fail (SL_IS_PARAM_ROW (self));
  g_return_if_fail (lo < hi);

  if (self->def == def && self->lo == lo && self->hi == hi)
    return;
  self->def = def;
  self->lo = self->slider_lo = lo;
  self->hi = self->slider_hi = hi;
  show_range (self);
}

void
sl_param_row_set_ends (SlParamRow *self, double lo, double hi)
{
  g_return_if_fail (SL_IS_PARAM_ROW (self));
  g_return_if_fail (lo < hi && lo >= self->lo && hi <= self->hi);

  if (self->slider_lo == lo && self->slider_hi == hi)
    return;
  self->slider_lo = lo;
  self->slider_hi = hi;
  show_range (self);
}

void
sl_param_row_set_sensitivity (SlParamRow *self, double sensitivity)
{
  double before;

  g_return_if_fail (SL_IS_PARAM_ROW (self));

  before = sl_sensitivity_bar_get_value (SL_SENSITIVITY_BAR (self->sensitivity));
  sl_sensitivity_bar_set_value (SL_SENSITIVITY_BAR (self->sensitivity), sensitivity);
  if (before != sl_sensitivity_bar_get_value (SL_SENSITIVITY_BAR (self->sensitivity)))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SENSITIVITY]);
}

double
sl_param_row_get_sensitivity (SlParamRow *self)
{
  g_return_val_if_fail (SL_IS_PARAM_ROW (self), 0.0);
  return sl_sensitivity_bar_get_value (SL_SENSITIVITY_BAR (self->sensitivity));
}

void
sl_param_row_set_inactive_reason (SlParamRow *self, const char *reason)
{
  g_return_if_fail (SL_IS_PARAM_ROW (self));

  if (g_strcmp0 (self->inactive_reason, reason) == 0)
    return;
  if (reason)
    sl_param_row_end_interaction (self);
  g_free (self->inactive_reason);
  self->inactive_reason = g_strdup (reason);
  gtk_label_set_text (GTK_LABEL (self->reason), reason ? reason : "");
  gtk_widget_set_visible (self->reason, reason != NULL);
  gtk_widget_set_visible (self->scale, reason == NULL);
  update_sensitivity (self);
  gtk_widget_set_opacity (self->sensitivity, reason ? 0.0 : 1.0);
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

void
sl_param_row_set_ticks (SlParamRow *self, const SlParamRowTick *ticks, guint n)
{
  g_return_if_fail (SL_IS_PARAM_ROW (self));

  clear_ticks (self);
  self->ticks = g_new0 (SlParamRowTick, n);
  self->n_ticks = n;
  for (guint i = 0; i < n; i++)
    self->ticks[i] = (SlParamRowTick){ ticks[i].value, g_strdup (ticks[i].label) };
  sl_param_row_show_marks (self);
}

void
sl_param_row_set_simple (SlParamRow *self, gboolean simple)
{
  g_return_if_fail (SL_IS_PARAM_ROW (self));

  simple = simple && self->has_simple;
  if (self->simple == simple)
    return;
  sl_param_row_hide_hint (self);
  self->simple = simple;
  sl_param_row_show_words (self);
  sl_param_row_show_marks (self);
  sl_param_row_show_value (self);
}

gboolean
sl_param_row_get_simple (SlParamRow *self)
{
  g_return_val_if_fail (SL_IS_PARAM_ROW (self), FALSE);
  return self->simple;
}

void
sl_param_row_set_simple_factor (SlParamRow *self, double factor)
{
  g_return_if_fail (SL_IS_PARAM_ROW (self) && factor > 0.0);

  self->simple_factor = factor;
  sl_param_row_show_value (self);
}

void
sl_param_row_set_locked (SlParamRow *self, gboolean locked)
{
  g_return_if_fail (SL_IS_PARAM_ROW (self));

  locked = !!locked;
  if (self->locked == locked)
    return;
  if (locked)
    sl_param_row_end_interaction (self);
  self->locked = locked;
  self->updating = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->lock), locked);
  self->updating = FALSE;
  update_sensitivity (self);
  sl_param_row_show_words (self);
}

gboolean
sl_param_row_get_locked (SlParamRow *self)
{
  g_return_val_if_fail (SL_IS_PARAM_ROW (self), FALSE);
  return self->locked;
}

void
sl_param_row_set_lockable (SlParamRow *self, gboolean lockable)
{
  g_return_if_fail (SL_IS_PARAM_ROW (self));
  gtk_widget_set_visible (self->lock, lockable);
}

void
sl_param_row_set_badge (SlParamRow *self, SlParamRowBadge badge, const char *text)
{
  g_return_if_fail (SL_IS_PARAM_ROW (self));

  if (badge == SL_PARAM_ROW_BADGE_NONE)
    text = NULL;
  if (self->badge_kind == badge && g_strcmp0 (self->badge_text, text) == 0)
    return;
  self->badge_kind = badge;
  g_free (self->badge_text);
  self->badge_text = g_strdup (text);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->badge), badge == SL_PARAM_ROW_BADGE_WARNING
                                                             ? "dialog-warning-symbolic"
                                                             : "dialog-information-symbolic");
  if (badge == SL_PARAM_ROW_BADGE_WARNING)
    gtk_widget_add_css_class (self->badge, "warning");
  else
    gtk_widget_remove_css_class (self->badge, "warning");
  gtk_widget_set_opacity (self->badge, badge == SL_PARAM_ROW_BADGE_NONE ? 0.0 : 1.0);
  sl_param_row_show_words (self);
}

SlParamRowBadge
sl_param_row_get_badge (SlParamRow *self)
{
  g_return_val_if_fail (SL_IS_PARAM_ROW (self), SL_PARAM_ROW_BADGE_NONE);
  return self->badge_kind;
}

void
sl_param_row_set_marked (SlParamRow *self, gboolean marked)
{
  g_return_if_fail (SL_IS_PARAM_ROW (self));

  self->marked = !!marked;
  if (marked)
    gtk_widget_add_css_class (GTK_WIDGET (self), "sl-marked");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "sl-marked");
}

gboolean
sl_param_row_get_marked (SlParamRow *self)
{
  g_return_val_if_fail (SL_IS_PARAM_ROW (self), FALSE);
  return self->marked;
}

void
sl_param_row_set_strip (SlParamRow *self, gboolean offered, gboolean shown)
{
  g_return_if_fail (SL_IS_PARAM_ROW (self));
  self->strip_offered = offered;
  self->strip_shown = shown;
}
