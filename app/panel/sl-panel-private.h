/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/panel/sl-panel-options.h"
#include "app/panel/sl-panel.h"
#include "ui/widgets/sl-param-row.h"
#include "ui/widgets/sl-param-section.h"

/* Shared by the files of the panel: sl-panel.c (rows and session), -view.c (level and search), -signs.c (bars
 * and signs). */
struct _SlPanel {
  SlSession *session;
  const SlTemplates *templates; /* borrowed; NULL before they are loaded */
  GtkBox *box;
  SlParamRow *row[SL_N_PARAMS];
  SlDustLaw law;                /* whose words the rows have */
  SlParamSection *group[SL_N_GROUPS];
  SlPanelOptions *options;
  GtkWidget *lines, *lines_place;
  gboolean updating;            /* the session changes widgets, not the user */

  /* View. */
  SlPanelLevel level;
  GSettings *settings;          /* or NULL */
  GtkWidget *head, *level_button[2], *search, *note, *nothing, *nothing_label, *clear;
  GtkEventController *shortcuts;
  char *param_key[SL_N_PARAMS], *option_key[SL_N_OPTIONS], *lines_key; /* text that the search matches */
  char **words;                 /* words of the search; NULL or empty: none */

  /* Signs. */
  double derivative[SL_N_PARAMS];
  char *sensitivity_label, *sensitivity_unit; /* label NULL: no number */
  SlPanelStripFunc strip_func;
  gpointer strip_data;
  SlParamSet strip;
};

/* TRUE where a row may be shown: rows of other choices are hidden. */
gboolean sl_panel_in_sight (const SlGalaxy *galaxy, SlParamId id);

/* --- sl-panel-view.c */
void sl_panel_add_view (SlPanel *self);
void sl_panel_leave_view (SlPanel *self);
/* Shows and hides rows by level, search and galaxy. */
void sl_panel_update_view (SlPanel *self);
void sl_panel_update_note (SlPanel *self);

/* --- sl-panel-signs.c */
void sl_panel_connect_signs (SlPanel *self, SlParamId id);
void sl_panel_update_signs (SlPanel *self);
void sl_panel_update_marked (SlPanel *self);
void sl_panel_update_ticks (SlPanel *self);
void sl_panel_leave_signs (SlPanel *self);
