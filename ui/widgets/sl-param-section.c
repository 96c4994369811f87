/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/sl-param-section.h"

#include <glib/gi18n.h>

struct _SlParamSection {
  GtkWidget parent_instance;
  GtkWidget *header, *button, *arrow, *reset, *revealer, *list;
  char *name;
  gboolean expanded;
  SlParamSectionMode mode;
};

enum { PROP_0, PROP_EXPANDED, N_PROPS };
enum { SIGNAL_RESET, N_SIGNALS };
static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SlParamSection, sl_param_section, GTK_TYPE_WIDGET)

static void
update_list (SlParamSection *self)
{
  const gboolean open = self->expanded || self->mode != SL_PARAM_SECTION_FOLDS;

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), open);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->arrow), open ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_STATE_EXPANDED, open, -1);
}

static void
toggle_cb (SlParamSection *self)
{
  if (self->mode != SL_PARAM_SECTION_FOLDS)
    return;
  sl_param_section_set_expanded (self, !self->expanded);
}

static void
reset_cb (SlParamSection *self)
{
  g_signal_emit (self, signals[SIGNAL_RESET], 0);
}

static void
dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (sl_param_section_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_free (SL_PARAM_SECTION (object)->name);
  G_OBJECT_CLASS (sl_param_section_parent_class)->finalize (object);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_EXPANDED)
    g_value_set_boolean (value, SL_PARAM_SECTION (object)->expanded);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_EXPANDED)
    sl_param_section_set_expanded (SL_PARAM_SECTION (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sl_param_section_class_init (SlParamSectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dispose;
  object_class->finalize = finalize;
  object_class->get_property = get_property;
  object_class->set_property = set_property;
  props[PROP_EXPANDED] =
      g_param_spec_boolean ("expanded", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[SIGNAL_RESET] =
    g_signal_new ("reset", SL_TYPE_PARAM_SECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "paramgroup");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sl_param_section_init (SlParamSection *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
  self->header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->header, "sl-group-header");
  self->button = g_object_new (GTK_TYPE_BUTTON, "hexpand", TRUE, NULL);
  gtk_widget_add_css_class (self->button, "flat");
  self->reset = gtk_button_new_from_icon_name ("edit-undo-symbolic");
  gtk_widget_add_css_class (self->reset, "flat");
  gtk_widget_add_css_class (self->reset, "sl-reset");
  gtk_widget_set_valign (self->reset, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (self->reset, FALSE);
  gtk_box_append (GTK_BOX (self->header), self->button);
  gtk_box_append (GTK_BOX (self->header), self->reset);
  gtk_widget_set_parent (self->header, GTK_WIDGET (self));

  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->list, "sl-group-list");
  self->revealer = g_object_new (GTK_TYPE_REVEALER, "transition-type",
                                 GTK_REVEALER_TRANSITION_TYPE_SLIDE_DOWN, "child", self->list, NULL);
  gtk_widget_set_parent (self->revealer, GTK_WIDGET (self));

  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (toggle_cb), self);
  g_signal_connect_swapped (self->reset, "clicked", G_CALLBACK (reset_cb), self);
}

GtkWidget *
sl_param_section_new (const char *name, const char *title)
{
  SlParamSection *self;
  GtkWidget *box, *label;
  g_autofree char *reset = NULL;

  g_return_val_if_fail (name != NULL && title != NULL, NULL);

  self = g_object_new (SL_TYPE_PARAM_SECTION, NULL);
  self->name = g_strdup (name);
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->arrow = gtk_image_new_from_icon_name ("pan-end-symbolic");
  label = g_object_new (GTK_TYPE_LABEL, "label", title, "xalign", 0.0, NULL);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (GTK_BOX (box), self->arrow);
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (self->button), box);

  reset = g_strdup_printf (_ ("Reset all of “%s”"), title);
  gtk_widget_set_tooltip_text (self->reset, reset);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reset), GTK_ACCESSIBLE_PROPERTY_LABEL, reset, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_STATE_EXPANDED, FALSE, -1);
  return GTK_WIDGET (self);
}

const char *
sl_param_section_get_name (SlParamSection *self)
{
  g_return_val_if_fail (SL_IS_PARAM_SECTION (self), NULL);
  return self->name;
}

void
sl_param_section_append (SlParamSection *self, GtkWidget *child)
{
  g_return_if_fail (SL_IS_PARAM_SECTION (self));
  gtk_box_append (GTK_BOX (self->list), child);
}

void
sl_param_section_set_expanded (SlParamSection *self, gboolean expanded)
{
  g_return_if_fail (SL_IS_PARAM_SECTION (self));

  expanded = !!expanded;
  if (self->expanded == expanded)
    return;
  self->expanded = expanded;
  update_list (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_EXPANDED]);
}

gboolean
sl_param_section_get_expanded (SlParamSection *self)
{
  g_return_val_if_fail (SL_IS_PARAM_SECTION (self), FALSE);
  return self->expanded;
}

void
sl_param_section_set_can_reset (SlParamSection *self, gboolean can_reset)
{
  g_return_if_fail (SL_IS_PARAM_SECTION (self));
  gtk_widget_set_sensitive (self->reset, can_reset);
}

void
sl_param_section_set_mode (SlParamSection *self, SlParamSectionMode mode)
{
  g_return_if_fail (SL_IS_PARAM_SECTION (self));

  if (self->mode == mode)
    return;
  self->mode = mode;
  gtk_widget_set_visible (self->header, mode != SL_PARAM_SECTION_FLAT);
  /* A change of mode is immediate: only folding by the user is animated. */
  gtk_revealer_set_transition_type (GTK_REVEALER (self->revealer), GTK_REVEALER_TRANSITION_TYPE_NONE);
  update_list (self);
  gtk_revealer_set_transition_type (GTK_REVEALER (self->revealer), GTK_REVEALER_TRANSITION_TYPE_SLIDE_DOWN);
  if (mode == SL_PARAM_SECTION_FLAT)
    gtk_widget_add_css_class (GTK_WIDGET (self), "sl-flat");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "sl-flat");
}
