/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/compute/sl-worker.h"
#include "app/desktop/sl-window-files.h"
#include "app/figures/sl-figures.h"
#include "app/panel/sl-panel.h"
#include "app/window/sl-window.h"
#include "model/derivatives/sl-gradient-check.h"
#include "ui/plot/sl-plot-theme.h"
#include "ui/sound/sl-tone.h"
#include "ui/widgets/sl-plot-card.h"
#include "ui/widgets/sl-plot-grid.h"

/* Shared by the files of the window. */

/* One plot on a card: a tile, or a copy in a window of its own. */
typedef struct {
  SlWindow *owner;               /* borrowed */
  const SlFigureInfo *info;
  guint8 choice[SL_FIGURE_MAX_CHOICES];
  SlSessionTile shown;           /* the same by names */
  SlPlotCard *card;              /* borrowed from its parent */
  SlPlotView *view;              /* likewise */
  GSimpleActionGroup *actions;   /* "plot" of the card */
  SlFigureRanges ranges;
  gboolean painted;
  guint tile;                    /* of the layout, where window is NULL */
  GtkWindow *window;
} SlWindowPlot;

/* A galaxy to compare with, as far as the worker knows it. */
typedef struct {
  SlRequest asked, request;      /* under way; of result */
  SlResult *result;              /* NULL: none yet */
  guint job;                     /* of the worker; 0: none */
} SlWindowPin;

typedef struct _SlWindowQuestion SlWindowQuestion;

struct _SlWindow {
  AdwApplicationWindow parent_instance;

  /* Template. */
  AdwToastOverlay *toasts;
  AdwFlap *flap;
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
  GSettings *settings;
  SlSession *session;
  SlWorker *worker;
  SlPanel *panel;
  GPtrArray *plots;              /* (SlWindowPlot) */
  /* what the rows of gradient_drop stand for */
  struct { SlParamId id; SlParamSet tied; } gradient[2 * SL_N_PARAMS];
  guint n_gradients;
  gboolean filling;    /* the program, not the hand, changes gradient_drop */
  gboolean ready, hold_axes, show_preview, projector;
  SlPalette palette;
  SlRequest asked;     /* the last, without the galaxy's own observables */
  const SlResult *live; /* the last answer; the worker's, until the next */
  const SlRequest *live_request;
  double took_s;       /* by the last answer */
  guint status_timeout; /* 0: the number in the bar below may change at once */
  gint64 posted_us;    /* when what the plots show was asked for */
  guint64 shown;       /* generation of the answer that the plots show */
  guint64 posted;      /* the last generation asked for */
  guint tick;          /* that waits for it before a frame; 0: none */

  /* Time, in sl-window-time.c. */
  guint play_tick;
  gint64 play_us;
  double play_t;

  /* The way to a preset, in sl-window-glide.c. */
  guint glide_tick;    /* 0: the session's galaxy is shown as it is */
  gint64 glide_us;     /* of its first frame */
  double glide_part;   /* of the way */
  SlGalaxy glide_from, glide_to;
  gboolean glide_aimed; /* glide_to is set */

  /* Compare, in sl-window-compare.c. */
  SlWindowPin pin[SL_SESSION_MAX_PINS];
  guint pins_idle;

  /* The answer at rest and the foot of a tangent, in sl-window-idle.c. */
  SlResult *rest, *preview;
  SlRequest idle_request, preview_request;
  SlParamId preview_id;
  guint idle_job, idle_timeout;
  SlPlotView *handle_view;       /* whose handle is held; NULL: none */

  /* What made this, in sl-window-explain.c. */
  SlWindowQuestion *question;
  GtkPopover *explain_popover;

  /* Trust, in sl-window-gradient-check.c. */
  SlGradientCheck *gradient_check;
  guint gradient_check_job, gradient_check_timeout, n_grid;

  guint32 swatch_rgb;  /* 0xRRGGBB */
  SlTone *tone;        /* NULL: derivatives are not to be heard */
};

/* In sl-window.c. */
void sl_window_load (SlWindow *self);
void sl_window_toast (SlWindow *self, const char *text, gboolean undo);
/* Asks the worker for what the plots show. */
void sl_window_post (SlWindow *self);
/* Makes the plots anew of the last answer. */
void sl_window_redraw (SlWindow *self);
void sl_window_all_painted (SlWindow *self);
/* A hand takes hold of a parameter, with a slider or on a plot; sl_session_end_drag() lets it go. */
void sl_window_begin_drag (SlWindow *self, SlParamId id);
/* Shows a parameter's row: unfolds, scrolls, focuses. */
void sl_window_reveal_parameter (SlWindow *self, SlParamId id);

/* Choosers, in sl-window-choosers.c. */
const char *const *sl_window_focuses (void); /* observables of the engine; NULL-terminated */
void sl_window_add_presets (SlWindow *self);
void sl_window_fill_choosers (SlWindow *self);
void sl_window_fill_gradients (SlWindow *self);
void sl_window_select_gradient (SlWindow *self);

/* Actions, in sl-window-actions.c. */
void sl_window_install_actions (SlWindow *self);
void sl_window_update_actions (SlWindow *self);
/* Plots and panel follow the desktop's dark style, contrast and size of text; in sl-window-style.c. */
void sl_window_follow_style (SlWindow *self);
void sl_window_style_plots (SlWindow *self);
/* Dialogues, in sl-window-export.c and sl-window-about.c. */
void sl_window_export_figure (SlWindow *self, const char *figure);
void sl_window_export_plot (SlWindow *self, SlWindowPlot *plot);
void sl_window_export_plot_data (SlWindow *self, SlWindowPlot *plot);
void sl_window_show_about (SlWindow *self);
void sl_window_show_limits (SlWindow *self);
/* What a key of the preferences means here; NULL: all of them. In sl-window-settings.c. */
void sl_window_apply_preferences (SlWindow *self, const char *key);
void sl_window_watch_preferences (SlWindow *self);
/* The colour of the galaxy in the bar below; in sl-window-swatch.c. */
void sl_window_install_swatch (SlWindow *self);
void sl_window_show_swatch (SlWindow *self, const SlResult *result);
/* The derivative under the pointer, where a person wants to hear it; in sl-window-sound.c. */
void sl_window_sound_hover (SlWindow *self, SlPlotView *view);

/* Plots, in sl-window-plots.c and sl-window-plot-menu.c. */
void sl_window_init_plots (SlWindow *self);
void sl_window_update_layout (SlWindow *self);
/* After a change of the units that plots take where they say nothing themselves. */
void sl_window_update_units (SlWindow *self);
void sl_window_set_kind (SlWindow *self, SlWindowPlot *plot, const char *figure);
void sl_window_set_choice (SlWindow *self, SlWindowPlot *plot, const char *choice, const char *value);
void sl_window_figure_options (SlWindow *self, SlWindowPlot *plot, SlFigureOptions *options);
void sl_window_pop_out (SlWindow *self, SlWindowPlot *plot);
void sl_window_close_own (SlWindow *self);
SlPlot *sl_window_make_plot (SlWindow *self, SlWindowPlot *plot, const SlResult *result,
                             const SlRequest *request);
void sl_window_show_answer (SlWindow *self, const SlResult *result, const SlRequest *request);
/* Adds what all plots need. */
void sl_window_request (SlWindow *self, SlRequest *request);
/* Histories of the engine that a plot shows, as a mask. */
guint64 sl_window_get_histories (SlWindow *self, SlWindowPlot *plot);
void sl_window_install_plot_actions (SlWindow *self, SlWindowPlot *plot);
void sl_window_update_plot_actions (SlWindow *self, SlWindowPlot *plot);
void sl_window_update_export_menu (SlWindow *self);

/* Time, in sl-window-time.c. */
void sl_window_install_time (SlWindow *self);
void sl_window_update_time (SlWindow *self);
void sl_window_play_time (SlWindow *self);
void sl_window_stop_time (SlWindow *self);
void sl_window_step_time (SlWindow *self, int steps);

/* Presets glide, in sl-window-glide.c. From what the session holds now to what it is about to take. */
void sl_window_begin_glide (SlWindow *self);
void sl_window_end_glide (SlWindow *self);
/* The galaxy that is to be shown now: the session's, or one on the way to it. */
void sl_window_shown_galaxy (SlWindow *self, SlGalaxy *galaxy);

/* Compare, in sl-window-compare.c. */
void sl_window_evaluate_pins (SlWindow *self, const SlRequest *live);
guint sl_window_get_pins (SlWindow *self, const SlRequest *live, SlFigurePin pins[SL_SESSION_MAX_PINS]);
void sl_window_forget_pins (SlWindow *self);
void sl_window_update_pins (SlWindow *self);
void sl_window_update_pins_soon (SlWindow *self);

/* In sl-window-idle.c. */
void sl_window_schedule_idle (SlWindow *self);
const SlResult *sl_window_get_idle (SlWindow *self);
void sl_window_begin_preview (SlWindow *self, SlParamId id);
void sl_window_end_preview (SlWindow *self);
const SlResult *sl_window_get_preview (SlWindow *self, const SlRequest *live, double *step);
void sl_window_forget_idle (SlWindow *self);

/* In sl-window-explain.c. */
void sl_window_explain (SlWindow *self, SlWindowPlot *plot, guint panel, double x, double y);
void sl_window_explain_ready (SlWindow *self);
void sl_window_forget_question (SlWindow *self);

/* In sl-window-gradient-check.c. */
void sl_window_install_gradient_check (SlWindow *self);
void sl_window_leave_gradient_check (SlWindow *self);
void sl_window_doubt (SlWindow *self);
/* What leaves the library or stands at a kink, counted beside the badge. */
void sl_window_update_limits (SlWindow *self);
