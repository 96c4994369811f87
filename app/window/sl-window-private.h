/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/compute/sl-evaluation.h"
#include "app/desktop/sl-window-files.h"
#include "app/desktop/sl-window-notice.h"
#include "app/figures/sl-figures.h"
#include "app/panel/sl-panel.h"
#include "app/window/sl-window.h"
#include "model/derivatives/sl-gradient-check.h"
#include "ui/compat/sl-compat.h"
#include "ui/plot/sl-plot-theme.h"
#include "ui/sound/sl-tone.h"
#include "ui/widgets/sl-plot-card.h"
#include "ui/widgets/sl-plot-grid.h"

/* Shared by the files of the galaxy's window. Main thread. */

/* A plot on a card: a tile of the grid, or a copy in a window of its own. */
typedef struct {
  SlWindow *owner;               /* borrowed */
  const SlFigureInfo *info;
  guint8 choice[SL_FIGURE_MAX_CHOICES];
  SlSessionTile shown;           /* the kind and its choices by name */
  SlPlotCard *card;              /* borrowed from its parent, like view */
  SlPlotView *view;
  GSimpleActionGroup *actions;   /* "plot" of the card */
  SlFigureRanges ranges;
  gboolean painted;              /* since the last answer */
  guint tile;                    /* number in the layout, if window is NULL */
  GtkWindow *window;
  GMenu *choices_menu, *commands_menu; /* sections of the card's menu; NULL before */
  const SlFigureInfo *menu_info; /* what they are for (NULL: not made yet), and whether in an own window */
  gboolean menu_own;
} SlWindowPlot;

typedef struct _SlWindowQuestion SlWindowQuestion;

struct _SlWindow {
  AdwApplicationWindow parent_instance;

  /* Template. */
  AdwToastOverlay *toasts;
  SlSplit *split;
  GtkBox *panel_box, *groups;
  GtkDropDown *gradient_drop, *focus_drop;
  GtkToggleButton *follow_button;
  GtkButton *undo_button, *redo_button, *engine_button;
  GtkMenuButton *preset_button, *export_button;
  GtkLabel *title_label, *changed_label;
  GtkStack *stack;
  SlPlotGrid *grid;
  AdwStatusPage *failed_page;
  GtkLabel *status_message, *status_engine, *status_ms;
  GMenu *tiling_menu, *recent_menu;
  GtkRevealer *pins_revealer, *caption_revealer;
  GtkBox *pins_box;
  GtkToggleButton *differences_button;
  GtkLabel *caption_label;
  GtkButton *play_button;
  GtkDropDown *speed_drop;
  GtkScale *time_scale;
  GtkLabel *time_label;
  GtkDrawingArea *swatch;
  GtkImage *gradient_check_image;
  GtkLabel *gradient_check_label, *limits_count;
  GtkProgressBar *gradient_check_progress;
  GtkListBox *gradient_check_list, *limits_list;
  GtkButton *gradient_check_compare;
  GtkPopover *gradient_check_popover;

  SlWindowShell shell;
  GSettings *settings;           /* NULL: without a schema */
  SlSession *session;
  SlWorker *worker;
  SlWindowNotice *loading;           /* while the worker reads a library of the user's; or NULL */
  SlPanel *panel;
  GPtrArray *plots;              /* (SlWindowPlot) */
  /* The rows of gradient_drop. */
  struct { SlParamId id; SlParamSet tied; } gradient[2 * SL_N_PARAMS];
  guint n_gradients;
  gboolean filling;              /* the program, not the user, changes gradient_drop */
  gboolean ready, hold_axes, show_preview, projector;
  SlPalette palette;

  /* Requests and answers, in sl-window.c. */
  SlRequest requested;           /* the last first request */
  const SlResult *live;          /* of the last answer; owned by the worker, until the next; NULL: none */
  const SlRequest *live_request;
  double took_s;                 /* of the last answer */
  guint status_timeout;          /* 0: the time in the status bar may change at once */
  gint64 posted_us;              /* of the request that the plots show */
  guint64 shown;                 /* generation of the answer that the plots show */
  guint64 posted;                /* generation of the last request */
  guint tick;                    /* before the next frame, which waits for the answer; 0: none */

  /* Playing cosmic time, in sl-window-time.c. */
  guint play_tick;               /* 0: not playing */
  gint64 play_us;                /* of the last frame */
  double play_t;                 /* Gyr */

  /* Animated transition to another galaxy, in sl-window-transition.c. */
  guint transition_tick;         /* 0: none */
  gint64 transition_us;          /* of its first frame */
  double transition_fraction;
  SlGalaxy transition_from, transition_to;
  gboolean transition_has_target; /* transition_to is set */

  /* Pinned galaxies, in sl-window-pins.c. */
  SlEvaluation pin[SL_SESSION_MAX_PINS];
  guint pins_idle;

  /* The idle answer and the tangent preview, in sl-window-idle.c. */
  SlEvaluation idle;
  guint idle_timeout;
  SlResult *preview;             /* where the tangent starts; NULL: no drag */
  SlRequest preview_request;
  SlParamId preview_id;
  SlPlotView *handle_view;       /* whose handle is dragged; NULL: none */

  /* "What made this?", in sl-window-explain.c. */
  SlWindowQuestion *question;
  GtkPopover *explain_popover;

  /* The gradient check and the limits beside it, in sl-window-gradient-check.c. */
  SlGradientCheck *gradient_check;
  guint gradient_check_job, gradient_check_timeout;
  GtkWindow *library_dialog;     /* borrowed; NULL while it is closed */
  guint n_outside;               /* parameters outside the SSP library */

  guint32 swatch_rgb;            /* 0xRRGGBB */
  SlTone *tone;                  /* NULL: sound is off */
};

/* --- sl-window.c */

/* Starts a worker, which loads the data. */
void sl_window_load (SlWindow *self);
void sl_window_toast (SlWindow *self, const char *text, gboolean undo);
/* Requests what the plots show. */
void sl_window_post (SlWindow *self);
/* Builds the plots again from the last answer. */
void sl_window_redraw (SlWindow *self);
void sl_window_all_painted (SlWindow *self);
/* Starts a drag of a parameter, by its slider or on a plot; sl_session_end_drag() ends it. */
void sl_window_begin_drag (SlWindow *self, SlParamId id);
/* Unfolds the group of a parameter, scrolls to its row and focuses it. */
void sl_window_reveal_parameter (SlWindow *self, SlParamId id);

/* --- sl-window-choosers.c */

/* Observables that sensitivities can be of, by the engine's names; NULL-terminated. */
const char *const *sl_window_focuses (void);
void sl_window_add_presets (SlWindow *self);
/* Observables that sensitivities are of, named with the initial mass function of the library, which may be
 * NULL. */
void sl_window_fill_focuses (SlWindow *self, const SlTemplates *templates);
void sl_window_fill_choosers (SlWindow *self);
void sl_window_fill_gradients (SlWindow *self);
void sl_window_select_gradient (SlWindow *self);
/* Selects the row of the session's focus, which a file or a scene may have set. */
void sl_window_select_focus (SlWindow *self);

/* --- sl-window-actions.c */

void sl_window_install_actions (SlWindow *self);
void sl_window_update_actions (SlWindow *self);

/* --- sl-window-style.c */

void sl_window_follow_style (SlWindow *self);
/* After new plots, or a change of projector mode or palette. */
void sl_window_style_plots (SlWindow *self);

/* --- sl-window-export.c, sl-window-about.c */

void sl_window_export_figure (SlWindow *self, const char *figure);
void sl_window_export_plot (SlWindow *self, SlWindowPlot *plot);
void sl_window_export_data (SlWindow *self, const char *figure);
void sl_window_export_plot_data (SlWindow *self, SlWindowPlot *plot);
/* The text of a file of numbers, as sl_export_data_text() makes it; g_free. */
char *sl_window_plot_data (SlWindow *self, SlWindowPlot *plot, GError **error);
/* Copies the command line of a plot; NULL: those of all tiles, a line each. */
void sl_window_copy_commands (SlWindow *self, SlWindowPlot *plot);
void sl_window_show_about (SlWindow *self);
void sl_window_show_limits (SlWindow *self);

/* --- sl-window-settings.c */

/* Applies a key of the preferences to this window; NULL: all of them. */
void sl_window_apply_preferences (SlWindow *self, const char *key);
void sl_window_watch_preferences (SlWindow *self);

/* --- sl-window-swatch.c */

void sl_window_install_swatch (SlWindow *self);
void sl_window_show_swatch (SlWindow *self, const SlResult *result);

/* --- sl-window-sound.c */

/* Plays the derivative below the pointer, if sound is on. */
void sl_window_sound_hover (SlWindow *self, SlPlotView *view);

/* --- sl-window-plots.c, sl-window-plot-menu.c */

void sl_window_init_plots (SlWindow *self);
/* Makes the tiles those of the session's layout. */
void sl_window_update_layout (SlWindow *self);
/* After a change of the preferred units. */
void sl_window_update_units (SlWindow *self);
void sl_window_set_kind (SlWindow *self, SlWindowPlot *plot, const char *figure);
void sl_window_set_choice (SlWindow *self, SlWindowPlot *plot, const char *choice, const char *value);
void sl_window_figure_options (SlWindow *self, SlWindowPlot *plot, SlFigureOptions *options);
/* Opens a copy of a plot in a window of its own; closes all of them. */
void sl_window_pop_out (SlWindow *self, SlWindowPlot *plot);
void sl_window_close_own (SlWindow *self);
SlPlot *sl_window_make_plot (SlWindow *self, SlWindowPlot *plot, const SlResult *result,
                             const SlRequest *request);
void sl_window_show_answer (SlWindow *self, const SlResult *result, const SlRequest *request);
/* Adds what the plots need to a request. */
void sl_window_request (SlWindow *self, SlRequest *request);
/* Observable histories that a plot shows, as a mask. */
guint64 sl_window_get_histories (SlWindow *self, SlWindowPlot *plot);
void sl_window_install_plot_actions (SlWindow *self, SlWindowPlot *plot);
void sl_window_update_plot_actions (SlWindow *self, SlWindowPlot *plot);
/* Empties the menu of a card that goes away. */
void sl_window_forget_plot_menu (SlWindowPlot *plot);
void sl_window_update_export_menu (SlWindow *self);

/* --- sl-window-time.c */

void sl_window_install_time (SlWindow *self);
void sl_window_update_time (SlWindow *self);
void sl_window_play_time (SlWindow *self);
void sl_window_stop_time (SlWindow *self);
void sl_window_step_time (SlWindow *self, int steps);

/* --- sl-window-transition.c */

/* Before the session's galaxy changes to another one: what is shown moves there in a moment. */
void sl_window_begin_transition (SlWindow *self);
void sl_window_end_transition (SlWindow *self);
/* The galaxy to show now: the session's, or one on the way to it. */
void sl_window_shown_galaxy (SlWindow *self, SlGalaxy *galaxy);

/* --- sl-window-pins.c */

void sl_window_evaluate_pins (SlWindow *self, const SlRequest *live);
guint sl_window_get_pins (SlWindow *self, const SlRequest *live, SlFigurePin pins[SL_SESSION_MAX_PINS]);
void sl_window_forget_pins (SlWindow *self);
/* Fills the row of pins, at once or in an idle callback. */
void sl_window_update_pins (SlWindow *self);
void sl_window_update_pins_soon (SlWindow *self);

/* --- sl-window-idle.c */

void sl_window_schedule_idle (SlWindow *self);
const SlResult *sl_window_get_idle (SlWindow *self);
void sl_window_begin_preview (SlWindow *self, SlParamId id);
void sl_window_end_preview (SlWindow *self);
const SlResult *sl_window_get_preview (SlWindow *self, const SlRequest *live, double *step);
void sl_window_forget_idle (SlWindow *self);

/* --- sl-window-explain.c */

void sl_window_explain (SlWindow *self, SlWindowPlot *plot, guint panel, double x, double y);
/* The idle answer arrived. */
void sl_window_explain_ready (SlWindow *self);
void sl_window_forget_question (SlWindow *self);

/* --- sl-window-gradient-check.c */

void sl_window_install_gradient_check (SlWindow *self);
void sl_window_leave_gradient_check (SlWindow *self);
/* After a change of the galaxy. */
void sl_window_invalidate_gradient_check (SlWindow *self);
/* What the stellar library is, another file, its medium. */
void sl_window_show_library (SlWindow *self);
/* After loading: updates the dialog; opens it where the user has to say what the file does not. */
void sl_window_library_loaded (SlWindow *self);
/* Shows which parameters are outside the library or where the model is not smooth. */
void sl_window_update_limits (SlWindow *self);
