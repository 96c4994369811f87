/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

/* A titled list that folds. Property "expanded" (boolean). Signal "reset":
 * the button beside the title was pressed. */
#define SL_TYPE_PARAM_GROUP (sl_param_group_get_type ())
G_DECLARE_FINAL_TYPE (SlParamGroup, sl_param_group, SL, PARAM_GROUP, GtkWidget)

/* name is its identity ("quenching"), title is shown. */
GtkWidget *sl_param_group_new (const char *name, const char *title);
const char *sl_param_group_get_name (SlParamGroup *self);
void sl_param_group_append (SlParamGroup *self, GtkWidget *child);
void sl_param_group_set_expanded (SlParamGroup *self, gboolean expanded);
gboolean sl_param_group_get_expanded (SlParamGroup *self);
/* Whether anything in it can be reset. */
void sl_param_group_set_can_reset (SlParamGroup *self, gboolean can_reset);
