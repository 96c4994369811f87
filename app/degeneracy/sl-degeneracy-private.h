/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/degeneracy/sl-degeneracy-engine.h"
#include "app/degeneracy/sl-degeneracy-posterior.h"
#include "app/degeneracy/sl-degeneracy-second.h"
#include "app/degeneracy/sl-degeneracy-window.h"
#include "app/desktop/sl-window-files.h"
#include "app/figures/sl-figures-corner.h"
#include "app/session/sl-undo.h"
#include "ui/widgets/sl-plot-card.h"
#include "ui/widgets/sl-plot-grid.h"

/* Shared by the files of the window of degeneracies. Main thread. */

enum { SL_DEGENERACY_CORNER, SL_DEGENERACY_JACOBIAN, SL_DEGENERACY_N_PLOTS };

#define SL_DEGENERACY_N_TRADES 2
#define SL_DEGENERACY_N_NEXT 7
enum { SL_DEGENERACY_LEAST_KNOWN = -1, SL_DEGENERACY_ALL = -2 };

/* A row of a list: what is measured, or what is free. All borrowed from the window. */
typedef struct {
  GtkWidget *row;
  GtkCheckButton *check;
  GtkEntry *entry;      /* its error, or what is known before */
  GtkLabel *note;       /* unit, or why there is no such value */
  GtkToggleButton *eye; /* in the corner plot; NULL for measurements */
  guint group;          /* of measurements */
} SlDegeneracyRow;

struct _SlDegeneracyWindow {
  AdwApplicationWindow parent_instance;

  /* Template. */
  AdwToastOverlay *toasts;
  SlSplit *split;
  GtkBox *panel_box, *measured_box, *free_box, *advice_box, *content_box, *map_box;
  GtkPaned *paned;
  GtkEntry *add_entry;
  GtkLabel *add_error, *title_label, *summary_label, *sample_label, *message_label;
  GtkRevealer *message_revealer;
  GtkButton *undo_button, *redo_button;
  GtkMenuButton *export_button;
  GtkStack *stack;
  SlPlotGrid *grid;

  SlWindowShell shell;
  GSettings *settings; /* or NULL */
  SlWindow *galaxy;    /* weak */
  SlWorker *worker;    /* weak; of the last request */
  SlSession *session;
  SlDegeneracyEngine *engine;
  SlUndo *undo;
  SlDegeneracyState state;
  SlDegeneracyAnswer *answer; /* or NULL */
  SlDegeneracySecond *second;
  SlBentAnswer *curved; /* the newest contours to second order, perhaps of another galaxy; or NULL */
  SlDegeneracyPosterior *posterior;
  SlPosteriorAnswer *sample; /* the newest, perhaps of another galaxy; or NULL */
  gboolean show_gaussian, show_curved, sampling;
  SlPlotCard *card[SL_DEGENERACY_N_PLOTS];
  SlPlotView *view[SL_DEGENERACY_N_PLOTS];
  SlFigureRanges ranges;
  SlParamSet ranges_of;                         /* parameters that the ranges are of */
  SlDegeneracyRow measured[SL_DEGENERACY_MOST]; /* (n_measured) */
  guint n_measured;
  /* By group of measurements, the last one for others: shown where the galaxy has none of them. */
  struct {
    GtkLabel *note;
  } heading[SL_DEGENERACY_N_GROUPS + 1];
  SlDegeneracyRow free[SL_N_PARAMS]; /* by parameter; row NULL: none */
  GtkLabel *trade[SL_DEGENERACY_N_TRADES], *no_trade, *next_heading, *no_next;
  GtkDropDown *next_drop;
  SlParamSet targets; /* parameters of its rows */
  int next_for;       /* an SlParamId, or one of the two below */
  struct {
    GtkWidget *button;
    GtkLabel *symbol, *gain;
    guint measurement; /* of the state */
  } next[SL_DEGENERACY_N_NEXT];
  gboolean filling; /* the program, not the user, changes the lists */
  gboolean projector;
  gboolean divided; /* the paned has its position */
  guint turn_id;    /* before content_box is turned */
};

/* --- sl-degeneracy-lists.c */
void sl_degeneracy_lists_fill (SlDegeneracyWindow *self);
/* Shows the state in the rows that there are. */
void sl_degeneracy_lists_update (SlDegeneracyWindow *self);
void sl_degeneracy_lists_add (SlDegeneracyWindow *self, const char *text);

/* --- sl-degeneracy-plots.c */
void sl_degeneracy_plots_add (SlDegeneracyWindow *self);
void sl_degeneracy_plots_redraw (SlDegeneracyWindow *self);
void sl_degeneracy_plots_style (SlDegeneracyWindow *self);

/* --- sl-degeneracy-advice.c */
/* What the answer means, in words, and which measurement would add most. */
void sl_degeneracy_advice_add (SlDegeneracyWindow *self);
void sl_degeneracy_advice_update (SlDegeneracyWindow *self);

/* --- sl-degeneracy-window.c */
void sl_degeneracy_window_post (SlDegeneracyWindow *self);
/* Label of an observable as on a plot: markup; g_free. */
char *sl_degeneracy_symbol (SlDegeneracyWindow *self, const char *name);
/* Its name in a sentence, plain text; g_free. */
char *sl_degeneracy_words (SlDegeneracyWindow *self, const char *name);
