/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

#include "app/session/sl-session.h"
#include "model/ssp/sl-templates.h"

/* The rows of all parameters, in their groups, bound to a session: what the
 * hand does goes to the session, what the session says is shown. Above them a
 * head: how much is shown, and a search. */
typedef struct _SlPanel SlPanel;

/* How much is shown of the same state. */
typedef enum {
  SL_PANEL_SIMPLE, /* few parameters with everyday names, one list */
  SL_PANEL_FULL,   /* all, in groups that fold */
} SlPanelLevel;

/* Fills box, at the level Full. The head is above the scrolled window that box is in, or first in box
 * if it is in none. expanded: names of the groups that are unfolded (NULL: the first). The panel lives as
 * long as box; both refer to the session, which must outlive them. */
SlPanel *sl_panel_new (GtkBox *box, SlSession *session, const char *const *expanded);
void sl_panel_free (SlPanel *self);
GtkWidget *sl_panel_get_row (SlPanel *self, SlParamId id);
/* Names of the unfolded groups; g_strfreev. */
char **sl_panel_get_expanded (SlPanel *self);
/* Says which rows have no effect with this library (no gas), which lines it has, where its grid ends and what
 * it takes for the Sun's metals; the session must know its lines. */
void sl_panel_set_templates (SlPanel *self, const SlTemplates *templates);

/* Sliders show the values of this galaxy, which has the session's form and options, until the session
 * changes. */
void sl_panel_show_galaxy (SlPanel *self, const SlGalaxy *galaxy);

void sl_panel_set_level (SlPanel *self, SlPanelLevel level);
SlPanelLevel sl_panel_get_level (SlPanel *self);
/* Takes the level from the key "level" and keeps it there; settings may be NULL. */
void sl_panel_bind_settings (SlPanel *self, GSettings *settings);
/* Puts the keyboard focus into the search (Ctrl+F does, too). */
void sl_panel_focus_search (SlPanel *self);
/* Brings a parameter's row into sight and gives it the keyboard focus; at the level Full where Simple lacks
 * it. */
void sl_panel_reveal (SlPanel *self, SlParamId id);
/* Changes from the preset that the level Simple does not show. */
guint sl_panel_count_hidden_changes (SlPanel *self);

/* Derivatives (SL_N_PARAMS) of the focused observable; NULL: no bars. Bars show derivative times the slider's
 * range, as the square root of its part of the largest, so that weak ones are still seen. label ("g − r") and
 * unit ("mag", may be ""): plain text for the number on hover; label NULL: no number. */
void sl_panel_set_sensitivities (SlPanel *self, const double *derivative, const char *label,
                                 const char *unit);

/* The strip below the spectrum. func is called when a row's menu adds a parameter to it or takes it off (on:
 * which); without a func the menu does not offer it. shown: the parameters on it. */
typedef void (*SlPanelStripFunc) (SlParamId id, gboolean on, gpointer data);
void sl_panel_set_strip_func (SlPanel *self, SlPanelStripFunc func, gpointer data);
void sl_panel_set_strip (SlPanel *self, SlParamSet shown);
