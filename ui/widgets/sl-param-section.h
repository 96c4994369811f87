/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

/* A titled list that folds. Property "expanded" (boolean). Signal "reset":
 * the button beside the title was pressed. */
#define SL_TYPE_PARAM_SECTION (sl_param_section_get_type ())
G_DECLARE_FINAL_TYPE (SlParamSection, sl_param_section, SL, PARAM_SECTION, GtkWidget)

/* How a section shows its list. */
typedef enum {
  SL_PARAM_SECTION_FOLDS, /* as "expanded" says */
  SL_PARAM_SECTION_OPEN,  /* unfolded whatever "expanded" says: search results */
  SL_PARAM_SECTION_FLAT,  /* the list without its title */
} SlParamSectionMode;

/* name identifies it ("quenching"), title is shown. */
GtkWidget *sl_param_section_new (const char *name, const char *title);
const char *sl_param_section_get_name (SlParamSection *self);
void sl_param_section_append (SlParamSection *self, GtkWidget *child);
void sl_param_section_set_expanded (SlParamSection *self, gboolean expanded);
gboolean sl_param_section_get_expanded (SlParamSection *self);
void sl_param_section_set_mode (SlParamSection *self, SlParamSectionMode mode);
/* Whether anything in it differs from its default. */
void sl_param_section_set_can_reset (SlParamSection *self, gboolean can_reset);
