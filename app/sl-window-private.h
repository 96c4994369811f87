/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/sl-figures.h"
#include "app/sl-panel.h"
#include "app/sl-window.h"
#include "app/sl-worker.h"
#include "ui/sl-plot-card.h"
#include "ui/sl-plot-grid.h"

/* One plot on a card. */
typedef struct {
  const SlFigureInfo *info;
  SlPlotCard *card;
  SlPlotView *view;
  SlFigureRanges ranges;
  gboolean painted;
} SlWindowPlot;
#define SL_WINDOW_MAX_PLOTS 8

struct _SlWindow {
  AdwApplicationWindow parent_instance;

  /* Template. */
  AdwToastOverlay *toasts;
  AdwFlap *flap;
  GtkBox *panel_box, *groups;
  GtkDropDown *gradient_drop, *focus_drop;
  GtkToggleButton *follow_button;
  GtkButton *undo_button, *redo_button;
  GtkMenuButton *preset_button, *export_button;
  GtkLabel *title_label, *changed_label;
  GtkStack *stack;
  SlPlotGrid *grid;
  AdwStatusPage *failed_page;
  GtkLabel *status_time, *status_message, *status_engine, *status_ms;

  GSettings *settings;
  SlSession *session;
  SlWorker *worker;
  SlPanel *panel;
  SlWindowPlot plot[SL_WINDOW_MAX_PLOTS];
  guint n_plots;
  SlParamId gradient_id[SL_N_PARAMS]; /* what the rows of gradient_drop stand for */
  guint n_gradients;
  gboolean filling;    /* the program, not the hand, changes gradient_drop */
  gboolean ready;
  gint64 posted_us;    /* when what the plots show was asked for */
  guint64 shown;       /* generation of the answer that the plots show */
  GtkFileChooserNative *chooser; /* one at a time */
};

/* Actions, in sl-window-actions.c. */
void sl_window_install_actions (SlWindow *self);
void sl_window_update_actions (SlWindow *self);
/* Plots and panel follow the desktop's dark style, contrast and size of text; in sl-window-style.c. */
void sl_window_follow_style (SlWindow *self);
void sl_window_leave_style (SlWindow *self);
/* Dialogues, in sl-window-export.c and sl-window-about.c. */
void sl_window_export_figure (SlWindow *self, const char *figure);
void sl_window_show_about (SlWindow *self);
void sl_window_show_limits (SlWindow *self);

/* In sl-window.c. */
void sl_window_load (SlWindow *self);
void sl_window_toast (SlWindow *self, const char *text, gboolean undo);
SlPlot *sl_window_make_plot (SlWindow *self, SlWindowPlot *plot, const SlResult *result, const SlRequest *request);
/* Asks the worker for what the plots show. */
void sl_window_post (SlWindow *self);
