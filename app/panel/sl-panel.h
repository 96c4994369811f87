/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

#include "app/session/sl-session.h"
#include "model/ssp/sl-templates.h"

/* Rows of all parameters, in their groups, bound to a session: edits change the session, and changes of the
 * session are shown. Above them a head with the level and a search. */
typedef struct _SlPanel SlPanel;

/* Levels of detail of the same state. */
typedef enum {
  SL_PANEL_SIMPLE, /* few parameters with everyday names, one list */
  SL_PANEL_FULL,   /* all, in groups that fold */
} SlPanelLevel;

/* Fills box, at the level Full. The head is placed above the scrolled window that contains box, or first in
 * box where there is none. expanded: names of the expanded groups (NULL: the first). The panel lives as long
 * as box; both refer to the session, which must outlive them. */
SlPanel *sl_panel_new (GtkBox *box, SlSession *session, const char *const *expanded);
void sl_panel_free (SlPanel *self);
GtkWidget *sl_panel_get_row (SlPanel *self, SlParamId id);
/* Names of the expanded groups; g_strfreev. */
char **sl_panel_get_expanded (SlPanel *self);
/* Tells the panel about the library: rows without effect (no gas), emission lines, ends of the grid, solar
 * metals. The session must know its lines. */
void sl_panel_set_templates (SlPanel *self, const SlTemplates *templates);

/* Shows the values of this galaxy, of the same form and options as the session’s, until the session
 * changes. */
void sl_panel_show_galaxy (SlPanel *self, const SlGalaxy *galaxy);

void sl_panel_set_level (SlPanel *self, SlPanelLevel level);
SlPanelLevel sl_panel_get_level (SlPanel *self);
/* Binds the level to the key "level"; settings may be NULL. */
void sl_panel_bind_settings (SlPanel *self, GSettings *settings);
/* Moves the keyboard focus to the search (also Ctrl+F). */
void sl_panel_focus_search (SlPanel *self);
/* Scrolls to a parameter’s row and focuses it; switches to the level Full where Simple lacks it. */
void sl_panel_reveal (SlPanel *self, SlParamId id);
/* Number of changes from the preset that the level Simple does not show. */
guint sl_panel_count_hidden_changes (SlPanel *self);

/* Derivatives (SL_N_PARAMS) of the focused observable; NULL: no bars. Bars show derivative times the slider’s
 * range, as the square root of its ratio to the largest, so that weak ones are visible. label ("g − r") and
 * unit ("mag", may be ""): plain text for the number on hover; label NULL: no number. */
void sl_panel_set_sensitivities (SlPanel *self, const double *derivative, const char *label,
                                 const char *unit);

/* The strip of gradients below the spectrum. A row's menu calls func when it adds a parameter to the strip or
 * removes it; without a func the menu does not offer it. shown: the parameters on the strip. */
typedef void (*SlPanelStripFunc) (SlParamId id, gboolean on, gpointer data);
void sl_panel_set_strip_func (SlPanel *self, SlPanelStripFunc func, gpointer data);
void sl_panel_set_strip (SlPanel *self, SlParamSet shown);
