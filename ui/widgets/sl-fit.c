/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/sl-fit.h"

struct _SlFit {
  GtkWidget parent_instance;
  GtkWidget *child;
};

enum { PROP_CHILD = 1, N_PROPS };

G_DEFINE_FINAL_TYPE (SlFit, sl_fit, GTK_TYPE_WIDGET)

static void
sl_fit_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                int *minimum_baseline, int *natural_baseline)
{
  SlFit *self = SL_FIT (widget);

  *minimum = *natural = 0;
  *minimum_baseline = *natural_baseline = -1;
  if (self->child)
    gtk_widget_measure (self->child, orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = 0;
}

static void
sl_fit_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SlFit *self = SL_FIT (widget);
  int least;

  if (!self->child)
    return;
  gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_set_child_visible (self->child, width >= least);
  if (width >= least)
    gtk_widget_allocate (self->child, width, height, baseline, NULL);
}

static void
sl_fit_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, SL_FIT (object)->child);
}

static void
sl_fit_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SlFit *self = SL_FIT (object);

  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = g_value_get_object (value);
  if (self->child)
    gtk_widget_set_parent (self->child, GTK_WIDGET (self));
}

static void
sl_fit_dispose (GObject *object)
{
  g_clear_pointer (&SL_FIT (object)->child, gtk_widget_unparent);
  G_OBJECT_CLASS (sl_fit_parent_class)->dispose (object);
}

static void
sl_fit_class_init (SlFitClass *class)
{
  GObjectClass *object = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (class);

  object->get_property = sl_fit_get_property;
  object->set_property = sl_fit_set_property;
  object->dispose = sl_fit_dispose;
  widget->measure = sl_fit_measure;
  widget->size_allocate = sl_fit_size_allocate;
  g_object_class_install_property (
      object, PROP_CHILD,
      g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
}

static void
sl_fit_init (SlFit *self)
{
}
