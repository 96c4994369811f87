/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/sl-sensitivity-bar.h"

#include <adwaita.h>
#include <math.h>

#include "ui/compat/sl-compat.h"

#define BAR_HEIGHT 6
#define THICK 4
/* With high contrast the bar has the colour of text: its side shows the sign. */

struct _SlSensitivityBar {
  GtkWidget parent_instance;
  double value;
};

G_DEFINE_FINAL_TYPE (SlSensitivityBar, sl_sensitivity_bar, GTK_TYPE_WIDGET)

/* Okabe and Ito's vermillion and blue, lighter on dark ground. Indices: dark, positive. */
static const GdkRGBA bar_colour[2][2] = {
  { { 0.00f, 0.45f, 0.70f, 1.0f }, { 0.84f, 0.42f, 0.03f, 1.0f } },
  { { 0.34f, 0.71f, 0.91f, 1.0f }, { 0.96f, 0.64f, 0.25f, 1.0f } },
};

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? BAR_HEIGHT : 0;
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snap)
{
  SlSensitivityBar *self = SL_SENSITIVITY_BAR (widget);
  AdwStyleManager *manager = adw_style_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (manager),
           strong = adw_style_manager_get_high_contrast (manager);
  float w = gtk_widget_get_width (widget), h = gtk_widget_get_height (widget);
  float middle = roundf (w / 2), length = (float) (fabs (self->value) * (w / 2 - 1));
  GdkRGBA zero, text;

  sl_widget_get_color (widget, &zero);
  text = zero;
  zero.alpha *= strong ? 1.0f : 0.45f;
  /* A bar shorter than half a pixel is not drawn; the zero line remains. */
  if (length >= 0.5f)
    {
      const float left = self->value > 0 ? middle : middle - length;

      gtk_snapshot_append_color (snap, strong ? &text : &bar_colour[dark][self->value > 0],
                                 &GRAPHENE_RECT_INIT (left, (h - THICK) / 2, length, THICK));
    }
  gtk_snapshot_append_color (snap, &zero, &GRAPHENE_RECT_INIT (middle - 0.5f, 0, 1, h));
}

static void
sl_sensitivity_bar_class_init (SlSensitivityBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = measure;
  widget_class->snapshot = snapshot;
  gtk_widget_class_set_css_name (widget_class, "sensitivitybar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
sl_sensitivity_bar_init (SlSensitivityBar *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

GtkWidget *
sl_sensitivity_bar_new (void)
{
  return g_object_new (SL_TYPE_SENSITIVITY_BAR, NULL);
}

void
sl_sensitivity_bar_set_value (SlSensitivityBar *self, double value)
{
  g_return_if_fail (SL_IS_SENSITIVITY_BAR (self));

  value = isfinite (value) ? CLAMP (value, -1.0, 1.0) : 0.0;
  if (self->value == value)
    return;
  self->value = value;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

double
sl_sensitivity_bar_get_value (SlSensitivityBar *self)
{
  g_return_val_if_fail (SL_IS_SENSITIVITY_BAR (self), 0.0);
  return self->value;
}
