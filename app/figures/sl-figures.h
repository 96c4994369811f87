/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/sl-engine.h"
#include "ui/plot/sl-plot.h"

/* The kinds of plot the program can make: results of the engine turned into
 * descriptions that any renderer draws. One row per kind; the window, the
 * export and the command line all go through this table. Every function here
 * is pure and may be called from any thread. */

/* Axis ranges that outlive one plot, so that axes do not jump while a slider
 * moves: keep one per plot on screen, zeroed at first. A range is left alone
 * while the data sit well in it and is chosen anew when they do not. */
#define SL_FIGURE_MAX_AXES 32
typedef struct {
  struct { double lo, hi; gboolean set; } axis[SL_FIGURE_MAX_AXES];
  gboolean hold; /* the user froze the axes: ranges that are set never change */
} SlFigureRanges;

/* What a kind of plot can be asked to show otherwise: its unit, its axis. By name in files and on the command
 * line. */
typedef struct {
  const char *name, *title;      /* title: marked for translation */
  const char *const *histories;  /* that are drawn in place of the kind's; NULL: the kind's */
  SlRequestFlags want;                   /* and what a request must ask for beside them */
} SlFigureValue;
typedef struct {
  const char *name, *title;
  const SlFigureValue *values;   /* the first is what is shown unasked; ends with a name of NULL */
} SlFigureChoice;
#define SL_FIGURE_MAX_CHOICES 6

/* A galaxy to compare with, drawn fainter under its name. Rule of colours: with pins, a colour stands for a
 * galaxy (sl_figure_pin_colour) and a dash for the observable; without, a colour and a dash stand for the
 * observable. */
typedef struct {
  const char *name;              /* "A", or a person's word; plain text */
  const SlGalaxy *galaxy;
  const SlResult *result;        /* of the same engine, of a request like that of the plot */
  guint colour;                  /* sl_figure_pin_colour() of it: its own also where another is hidden */
} SlFigurePin;

typedef struct {
  const SlGalaxy *galaxy;        /* the galaxy of the result; not NULL */
  SlParamId gradient;            /* parameter of the gradient panels */
  /* move together with it: gradients and ghosts are along all of them, sums of derivatives */
  SlParamSet tied;
  /* others beside it: curves below a spectrum or a history, arrows on a track */
  SlParamSet more_gradients;
  guint8 choice[SL_FIGURE_MAX_CHOICES]; /* index into the values of the kind's choices */
  const SlFigurePin *pins;
  guint n_pins;
  /* the present galaxy minus each pin instead of both, where that has a meaning */
  gboolean differences;
  const SlFilterSet *filters;    /* for the curves below the spectrum; NULL: none */
  /* curves where the bands fall on the rest-frame axis at the galaxy's redshift */
  gboolean filters_observed;
  gboolean sed_gradient;         /* strip of d ln L / d parameter below the spectrum; needs SED tangents */
  SlFigureRanges *ranges;        /* NULL: ranges of this plot alone */
  const char *title;             /* markup; NULL: no title */
  /* where a drag began, with tangents and history Jacobian of gradient and tied: */
  const SlResult *preview;
  /* drawn dashed as f + (df/d gradient) * step, which all of them went; NULL: none */
  double preview_step;
} SlFigureOptions;

/* Something to take hold of on a plot, which sets one parameter. */
typedef struct {
  const SlGalaxy *galaxy;
  const SlTemplates *templates;  /* NULL: unknown, where a value is asked for */
  const SlResult *result;        /* of the galaxy; NULL where a value is asked for */
} SlFigureHandleSite;
typedef struct {
  SlParamId parameter;           /* its name is the handle's id */
  SlHandleAxes axes;             /* along which it moves */
  gboolean on_right;             /* y is of the right axis */
  SlColour colour;
  gboolean ink_with_pins;        /* drawn in ink, like its curve, where colours are those of pins */
  const char *name;              /* marked for translation; NULL: the parameter's title */
  /* Its position in data units; FALSE: it is not shown. */
  gboolean (*position) (const SlFigureHandleSite *site, double *x, double *y);
  /* The parameter's value for a handle at x, y; NaN: none. Not yet brought into the parameter's range. */
  double (*value) (const SlFigureHandleSite *site, double x, double y);
} SlFigureHandle;

/* One kind of plot. Each is defined in a file of app/figures/plots, as sl_figure_kind_NAME. */
typedef struct _SlFigureInfo SlFigureInfo;
struct _SlFigureInfo {
  const char *name;              /* "sed": command line and files, never translated */
  const char *title;             /* marked for translation (N_) */
  const char *description;       /* one line of help, marked for translation */
  SlRequestFlags want;                   /* what a request must ask for */
  SlRequestFlags want_gradient;          /* and what the gradient panel adds to that */
  gboolean over_time;            /* its x axis is cosmic time */
  double furniture_mm, aspect;   /* height on paper: titles and ticks, and what grows with the width */
  gboolean more_gradients;       /* it draws those of the options */
  /* history observables it draws, NULL-terminated; NULL: none. See SlFigureValue */
  const char *const *histories;
  gboolean halo_mass;            /* of histories: the halo's mass above them */
  const SlFigureChoice *choices; /* at most SL_FIGURE_MAX_CHOICES, ends with a name of NULL; NULL: none */
  SlPlot *(*make) (const SlFigureInfo *info, SlEngine *engine, const SlResult *result,
                   const SlFigureOptions *options);
  const SlFigureHandle *handles; /* ends with a position of NULL; NULL: none */
};

guint sl_figure_count (void);
/* Row i, or NULL past the last. */
const SlFigureInfo *sl_figure_info (guint i);
/* Row of a name, or NULL. */
const SlFigureInfo *sl_figure_find (const char *name);

/* Makes the plot of a kind. The engine must have been created with
 * sl_figure_history_observables(), others behind them if any, and sl_figure_epochs(), and
 * the result come from a request that sl_figure_request() has been through with the same options:
 * what a request did not ask for is drawn as the result holds it.
 * Returns a new reference, never NULL. */
SlPlot *sl_figure_make (const SlFigureInfo *info, SlEngine *engine, const SlResult *result,
                        const SlFigureOptions *options);

/* Height that suits a kind at this width on paper, millimetres. */
double sl_figure_height_mm (const SlFigureInfo *info, double width_mm);

/* Adds to a request what a plot of this kind needs; request->histories is 0 before the first of a
 * dashboard's. Of options it reads the choices, gradient, tied and more_gradients; their galaxy may be
 * missing. gradients: also what gradient panels, arrows and ghosts need. */
void sl_figure_request (const SlFigureInfo *info, const SlFigureOptions *options, gboolean gradients,
                        SlRequest *request);
/* The history observables that a plot with these choices draws; NULL: none. */
const char *const *sl_figure_histories (const SlFigureInfo *info, const SlFigureOptions *options);

/* For SlEngineConfig: observables over cosmic time (of all kinds and choices) and the epochs of a dashboard
 * (100 from 0.5 to 13.7 Gyr), and the observables at the galaxy's epoch that files hold by default. Static.
 */
const char *const *sl_figure_history_observables (void);
const double *sl_figure_epochs (guint *n);
const char *const *sl_figure_observables (void);

/* Index of a value of a choice of a kind, by names; -1 where there is none, with a GError
 * (SL_ERROR_PARAMETER) that names those there are. *choice: of the choice. */
int sl_figure_find_value (const SlFigureInfo *info, const char *choice_name, const char *value_name,
                          guint *choice, GError **error);
/* The parameter that a handle of this kind's plot sets and its value, for a handle moved to x, y (the coordinate
 * that it may not change as it was): inside the parameter's range and on the right side of parameters that it
 * may not pass. galaxy: before the move. FALSE: the kind has no such handle, the galaxy no such parameter, or
 * templates, which may be NULL, are needed. */
gboolean sl_figure_handle_value (const char *id, const SlFigureInfo *info, double x, double y,
                                 const SlGalaxy *galaxy, const SlTemplates *templates, SlParamId *parameter,
                                 double *value);

/* Colour of a pin's number. */
SlColour sl_figure_pin_colour (guint i);

/* What a gradient is taken by: markup of its symbol ("lg Z" of lgmet_young with lgmet_old, "(a, b)" where
 * nothing names them together), and a title in plain words. g_free. */
char *sl_figure_gradient_symbol (SlParamId gradient, SlParamSet tied);
char *sl_figure_gradient_title (SlParamId gradient, SlParamSet tied);
