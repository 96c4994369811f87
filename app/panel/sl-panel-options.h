/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

#include "app/session/sl-session.h"
#include "ui/widgets/sl-param-section.h"

/* Widgets of a galaxy’s options, bound to a session: a drop-down for a choice, a check button for a switch,
 * and below a choice its file or the edges of its bins. */
typedef struct _SlPanelOptions SlPanelOptions;

SlPanelOptions *sl_panel_options_new (SlSession *session);
/* Call after all options have been appended, while their widgets exist. */
void sl_panel_options_free (SlPanelOptions *self);
/* Appends the widgets of an option to a section. Once for each option. */
void sl_panel_options_append (SlPanelOptions *self, SlOptionId id, SlParamSection *section);
/* The Sun’s mass fraction of metals, for tables in its units. */
void sl_panel_options_set_zsun (SlPanelOptions *self, double zsun);
/* Whether the widgets of an option are visible. */
void sl_panel_options_set_shown (SlPanelOptions *self, SlOptionId id, gboolean shown);
