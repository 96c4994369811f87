/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

#include "app/session/sl-session.h"
#include "ui/widgets/sl-param-section.h"

/* What stands for the options of a galaxy in the panel, bound to a session: a list for a choice, a button to
 * tick for a switch, and below a choice what it reads: a file, the edges of bins. */
typedef struct _SlPanelOptions SlPanelOptions;

SlPanelOptions *sl_panel_options_new (SlSession *session);
/* All options must have been appended, and their widgets must still be there. */
void sl_panel_options_free (SlPanelOptions *self);
/* Puts what belongs to an option at the end of a section. Once for each option. */
void sl_panel_options_append (SlPanelOptions *self, SlOptionId id, SlParamSection *section);
/* Whether what belongs to an option is in sight at all. */
void sl_panel_options_set_shown (SlPanelOptions *self, SlOptionId id, gboolean shown);
