/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/compute/sl-population-worker.h"
#include "app/desktop/sl-window-files.h"
#include "app/desktop/sl-window-notice.h"
#include "app/figures/sl-figures-population.h"
#include "app/population/sl-population-panel.h"
#include "app/population/sl-window-population.h"
#include "ui/compat/sl-compat.h"
#include "ui/plot/sl-plot-theme.h"
#include "ui/widgets/sl-plot-card.h"
#include "ui/widgets/sl-plot-grid.h"

/* Shared by the files of the window of populations. Main thread. */

enum { SL_POPULATION_PLOT_COUNTS, SL_POPULATION_PLOT_MAP, SL_POPULATION_N_PLOTS };
#define SL_POPULATION_N_FIGURES 4

struct _SlPopulationWindow {
  AdwApplicationWindow parent_instance;

  /* Template. */
  AdwToastOverlay *toasts;
  SlSplit *split;
  GtkBox *panel_box, *groups, *figures_box;
  GtkDropDown *gradient_drop, *galaxies_drop;
  GtkButton *undo_button, *redo_button;
  GtkMenuButton *preset_button, *export_button;
  GtkLabel *title_label, *changed_label, *message_label;
  GtkRevealer *message_revealer;
  GtkStack *stack;
  SlPlotGrid *grid;
  AdwStatusPage *failed_page;
  GtkLabel *status_message, *status_engine, *status_rate, *status_ms;
  GtkProgressBar *progress;
  GMenu *counts_menu, *map_menu, *recent_menu;

  SlWindowShell shell;
  GSettings *settings;               /* or NULL */
  SlPopulationDocument *document;
  SlPopulationPanel *panel;
  SlPopulationWorker *worker;
  SlWindowNotice *loading;           /* while the worker reads a library of the user's; or NULL */
  SlPlotCard *card[SL_POPULATION_N_PLOTS];
  SlPlotView *view[SL_POPULATION_N_PLOTS];
  GtkLabel *figure[SL_POPULATION_N_FIGURES];
  SlFigureRanges ranges;
  gboolean filling;                  /* the program, not the user, changes gradient_drop or galaxies_drop */
  GPtrArray *gradients;              /* names of the rows of gradient_drop */

  /* Answers: the last; the last with a gradient; that of the tangent preview, where a drag began. */
  SlPopulationAnswer *answer, *gradient, *preview;
  double preview_value;                /* of the focused parameter at the start of the drag */
  char *preview_name;
  guint64 posted;                    /* generation of the last request */
  gboolean painted[SL_POPULATION_N_PLOTS], ready, pending; /* pending: an answer is not painted yet */
  gboolean log_counts, show_preview, projector, held;
  gint64 shown_us[64];               /* ring of the last updates of the histogram */
  guint n_shown;
  guint rate_id;
};

/* --- sl-window-population.c */
void sl_population_window_load (SlPopulationWindow *self);
void sl_population_window_post (SlPopulationWindow *self);
void sl_population_window_toast (SlPopulationWindow *self, const char *text, gboolean undo);

/* --- sl-window-population-plots.c */
void sl_population_window_add_plots (SlPopulationWindow *self);
void sl_population_window_take (SlPopulationWindow *self, SlPopulationAnswer *answer);
void sl_population_window_redraw (SlPopulationWindow *self);
void sl_population_window_drag (SlPopulationWindow *self, gboolean begins);
void sl_population_window_forget (SlPopulationWindow *self);
void sl_population_window_style (SlPopulationWindow *self);
void sl_population_window_all_painted (SlPopulationWindow *self);

/* --- sl-window-population-actions.c */
/* Reads the copy that the last window left. */
void sl_population_window_restore (SlPopulationWindow *self, const char *path);
void sl_population_window_install_actions (SlPopulationWindow *self);
void sl_population_window_update_actions (SlPopulationWindow *self);
