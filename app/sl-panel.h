/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

#include "app/sl-session.h"
#include "model/sl-templates.h"

/* The rows of all parameters, in their groups, bound to a session: what the
 * hand does goes to the session, what the session says is shown. */
typedef struct _SlPanel SlPanel;

/* Fills box. expanded: names of the groups that are unfolded (NULL: the first). The panel lives as long as box; both
 * refer to the session, which must outlive them. */
SlPanel *sl_panel_new (GtkBox *box, SlSession *session, const char *const *expanded);
void sl_panel_free (SlPanel *self);
GtkWidget *sl_panel_get_row (SlPanel *self, SlParamId id);
/* Names of the unfolded groups; g_strfreev. */
char **sl_panel_get_expanded (SlPanel *self);
/* Says which rows have no effect with this library (no gas), and which lines it has; the session must know them. */
void sl_panel_set_templates (SlPanel *self, const SlTemplates *templates);
/* Derivatives (SL_N_PARAMS) of the focused observable; NULL: no bars. Bars show derivative times the slider's range, as
 * the square root of its part of the largest, so that weak ones are still seen. */
void sl_panel_set_pulls (SlPanel *self, const double *derivative);
