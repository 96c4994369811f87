/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

/* A thin signed bar about its centre: positive to the right in orange, negative to the left in blue. */
#define SL_TYPE_SENSITIVITY_BAR (sl_sensitivity_bar_get_type ())
G_DECLARE_FINAL_TYPE (SlSensitivityBar, sl_sensitivity_bar, SL, SENSITIVITY_BAR, GtkWidget)

GtkWidget *sl_sensitivity_bar_new (void);
/* -1..1; clamped, not a number counts as 0. */
void sl_sensitivity_bar_set_value (SlSensitivityBar *self, double value);
double sl_sensitivity_bar_get_value (SlSensitivityBar *self);
