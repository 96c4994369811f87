/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/sl-engine.h"
#include "ui/plot/sl-plot.h"

/* The kinds of plot: results of the engine turned into descriptions that any renderer draws. The window, the
 * export and the command line all use this table. Functions are pure and may be called from any thread. */

/* Axis ranges that outlive one plot, so that axes do not jump while a slider moves: keep one per plot on
 * screen, zero-initialised. A range is kept while the data fit it well and chosen again when they do not. */
#define SL_FIGURE_MAX_AXES 32
typedef struct {
  struct { double lo, hi; gboolean set; } axis[SL_FIGURE_MAX_AXES];
  gboolean hold; /* axes frozen by the user: ranges that are set do not change */
} SlFigureRanges;

/* A choice of a kind: its unit, its axis. Named in files and on the command line. */
typedef struct {
  const char *name, *title;      /* title: marked for translation */
  const char *const *histories;  /* observable histories drawn instead of the kind's; NULL: the kind's */
  SlRequestFlags want;                   /* what it needs in addition */
} SlFigureValue;
typedef struct {
  const char *name, *title;
  const SlFigureValue *values;   /* the first is the default; ends with a name of NULL */
} SlFigureChoice;
#define SL_FIGURE_MAX_CHOICES 7

/* A pinned galaxy to compare with, drawn fainter under its name. Colours: with pins, a colour identifies a
 * galaxy (sl_figure_pin_colour) and a dash the observable; without, both identify the observable. */
typedef struct {
  const char *name;              /* "A", or chosen by the user; plain text */
  const SlGalaxy *galaxy;
  const SlResult *result;        /* of the same engine and a request like the plot's */
  guint colour;                  /* index for sl_figure_pin_colour(): stays when other pins are hidden */
} SlFigurePin;

typedef struct {
  const SlGalaxy *galaxy;        /* the galaxy of the result; not NULL */
  SlParamId gradient;            /* parameter of the gradient panels */
  /* tied to it: gradients and tangent previews are along all of them, sums of derivatives */
  SlParamSet tied;
  /* further gradients: curves below a spectrum or an observable history, arrows on a track */
  SlParamSet more_gradients;
  guint8 choice[SL_FIGURE_MAX_CHOICES]; /* index into the values of the kind's choices */
  const SlFigurePin *pins;
  guint n_pins;
  /* show this galaxy minus each pin instead of both, where that has a meaning */
  gboolean differences;
  const SlFilterSet *filters;    /* for the curves below the spectrum; NULL: none */
  /* shift the curves to the rest-frame axis at the galaxy's redshift */
  gboolean filters_observed;
  gboolean sed_gradient;         /* strip of d ln L / d parameter below the spectrum; needs SED tangents */
  SlFigureRanges *ranges;        /* NULL: ranges of this plot alone */
  const char *title;             /* markup; NULL: no title */
  /* tangent preview: the result where a drag began, with tangents and history Jacobian of gradient and tied;
   * NULL: none */
  const SlResult *preview;
  /* how far the parameters have moved since; drawn dashed as f + (df/d gradient) * step */
  double preview_step;
} SlFigureOptions;

/* A handle of a plot, which sets one parameter. */
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
  gboolean ink_with_pins;        /* drawn in ink, like its curve, where colours identify pins */
  const char *name;              /* marked for translation; NULL: the parameter's title */
  /* Its position in data units; FALSE: it is not shown. */
  gboolean (*position) (const SlFigureHandleSite *site, double *x, double *y);
  /* The parameter's value for a handle at x, y; NaN: none. Clamped by the caller. */
  double (*value) (const SlFigureHandleSite *site, double x, double y);
} SlFigureHandle;

/* One kind of plot. Each is defined in a file of app/figures/plots, as sl_figure_kind_NAME. */
typedef struct _SlFigureInfo SlFigureInfo;
struct _SlFigureInfo {
  const char *name;              /* "sed": command line and files, never translated */
  const char *title;             /* marked for translation (N_) */
  const char *description;       /* one line of help, marked for translation */
  SlRequestFlags want;                   /* results that it needs */
  SlRequestFlags want_gradient;          /* and with a gradient panel */
  gboolean over_time;            /* its x axis is cosmic time */
  double furniture_mm, aspect;   /* height on paper: titles and ticks, and per width */
  gboolean more_gradients;       /* it draws SlFigureOptions.more_gradients */
  /* observables over cosmic time that it draws, NULL-terminated; NULL: none. See SlFigureValue */
  const char *const *histories;
  gboolean halo_mass;            /* also draws the mass of the halo */
  const SlFigureChoice *choices; /* at most SL_FIGURE_MAX_CHOICES, ends with a name of NULL; NULL: none */
  SlPlot *(*make) (const SlFigureInfo *info, SlEngine *engine, const SlResult *result,
                   const SlFigureOptions *options);
  const SlFigureHandle *handles; /* ends with a position of NULL; NULL: none */
};

guint sl_figure_count (void);
/* Kind i, or NULL past the last. */
const SlFigureInfo *sl_figure_info (guint i);
/* The kind with this name, or NULL. */
const SlFigureInfo *sl_figure_find (const char *name);

/* Makes the plot of a kind. The engine must have been created with sl_figure_history_observables(), others
 * after them if any, and sl_figure_epochs(); the result must come from a request that sl_figure_request() has
 * completed with the same options. Returns a new reference, never NULL. */
SlPlot *sl_figure_make (const SlFigureInfo *info, SlEngine *engine, const SlResult *result,
                        const SlFigureOptions *options);

/* Suitable height of a kind at this width on paper, millimetres. */
double sl_figure_height_mm (const SlFigureInfo *info, double width_mm);

/* Adds to a request what a plot of this kind needs; set request->histories to 0 before the first of several.
 * Reads the choices, gradient, tied and more_gradients of the options; their galaxy may be NULL. gradients:
 * include what gradient panels, arrows and tangent previews need. */
void sl_figure_request (const SlFigureInfo *info, const SlFigureOptions *options, gboolean gradients,
                        SlRequest *request);
/* The observable histories that a plot with these choices draws; NULL: none. */
const char *const *sl_figure_histories (const SlFigureInfo *info, const SlFigureOptions *options);

/* For SlEngineConfig: observables over cosmic time (of all kinds and choices) and their epochs (100 from 0.5
 * to 13.7 Gyr), and the observables at the galaxy's epoch that files contain by default. Static. */
const char *const *sl_figure_history_observables (void);
const double *sl_figure_epochs (guint *n);
const char *const *sl_figure_observables (void);

/* Index of a value of a choice, by names; -1 where there is none, with a GError (SL_ERROR_PARAMETER) that
 * lists the names. *choice: index of the choice. */
int sl_figure_find_value (const SlFigureInfo *info, const char *choice_name, const char *value_name,
                          guint *choice, GError **error);
/* Medium of wavelengths on the x axis, by the choices of frame and medium: the observer is in vacuum. */
SlMedium sl_figure_medium (const SlFigureInfo *info, const guint8 choice[SL_FIGURE_MAX_CHOICES]);
/* The parameter that a handle of this kind's plot sets and its value, for a handle moved to x, y (the
 * coordinate that it may not change as it was): inside the parameter's range and on the right side of
 * parameters that it may not pass. galaxy: before the move. FALSE: the kind has no such handle, the galaxy no
 * such parameter, or templates, which may be NULL, are needed. */
gboolean sl_figure_handle_value (const char *id, const SlFigureInfo *info, double x, double y,
                                 const SlGalaxy *galaxy, const SlTemplates *templates, SlParamId *parameter,
                                 double *value);

/* Colour of pins with this index. */
SlColour sl_figure_pin_colour (guint i);

/* Markup of a gradient's symbol ("lg Z" of lgmet_young tied to lgmet_old, "(a, b)" for a pair without a
 * name), and its title. g_free. */
char *sl_figure_gradient_symbol (const SlGalaxy *galaxy, SlParamId gradient, SlParamSet tied);
char *sl_figure_gradient_title (const SlGalaxy *galaxy, SlParamId gradient, SlParamSet tied);
