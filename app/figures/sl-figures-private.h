/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/figures/sl-figures.h"
#include "app/sl-figure-kinds.h"

#include <math.h>

/* For app/figures and app/figures/plots only. */

/* sl_figure_kind_NAME of each row of figure_kinds (app/meson.build). */
#define SL_FIGURE_DECLARE_KIND(NAME) extern const SlFigureInfo sl_figure_kind_##NAME;
SL_FIGURE_KINDS (SL_FIGURE_DECLARE_KIND)

/* The parameters of more_gradients without the gradient's own, at most as many as can be told apart by
 * colour. */
#define SL_FIGURE_MAX_MORE 5
guint sl_figure_more (const SlFigureOptions *options, SlParamId other[SL_FIGURE_MAX_MORE]);
SlColour sl_figure_more_colour (guint i);

/* A gradient smaller than this, in its unit, is zero: tails of red bands and lines, and rounding. */
#define SL_FIGURE_NOTHING 1e-6

/* The value with this index; the first where the choice has no such value. */
const SlFigureValue *sl_figure_value (const SlFigureChoice *choice, guint value);

/* Extends lo..hi, which starts as +inf, -inf, to include the finite ones of v (n). */
void sl_figure_extend (double *lo, double *hi, const double *v, gsize n);

typedef struct {
  gboolean log;          /* range in decades */
  gboolean zero;         /* includes zero */
  double least;          /* smallest span (linear) or ratio (log), so that a flat curve is not magnified */
  double decades;        /* log: at most so many below the top; 0: no limit */
} SlFigureAxisRule;

/* Chooses the range of axis i for data from lo to hi: with space around them, and unchanged while they still
 * fit. Replaces lo and hi. */
void sl_figure_settle (const SlFigureOptions *options, guint i, const SlFigureAxisRule *rule, double *lo,
                       double *hi);

/* Takes the former range of an axis where it contains lo..hi, is within least..most and is not much longer:
 * an axis should not move during a drag. kept may be NULL. */
void sl_figure_keep_range (SlFigureRanges *kept, guint axis, double least, double most, double *lo,
                           double *hi);

/* Sets the x axis to cosmic time, 0 to 14 Gyr, with redshifts above. */
void sl_figure_time_axis (SlPlot *plot, const SlResult *result);
/* Adds a line at the epoch of observation; label: whether it is labelled. */
void sl_figure_epoch_line (SlPlot *plot, guint panel, const SlResult *result, gboolean label);
/* Adds a text at x: the gradient's parameters have no effect. */
void sl_figure_nothing (SlPlot *plot, guint panel, double x, const SlFigureOptions *options);
/* The value of an observable history at the epoch of observation; at the last epoch where that is later. */
double sl_figure_value_now (const SlResult *result, const double *history);
/* The same for a galaxy whose burst (sl_figure_has_burst()) lies between epochs: its own value, where the
 * engine has this observable. */
double sl_figure_value_seen (SlEngine *engine, const SlResult *result, const SlGalaxy *galaxy,
                             const char *observable, const double *history);
/* Whether the galaxy has a burst that histories show. Requests of plots over time then ask for observables.
 */
gboolean sl_figure_has_burst (const SlGalaxy *galaxy);
/* Value of a curve at x by linear interpolation; NaN outside. */
double sl_figure_at (const double *x, const double *y, gsize n, double at);

/* Adds the handles of a kind to a panel. */
void sl_figure_add_handles (SlPlot *plot, guint panel, const SlFigureInfo *info, const SlResult *result,
                            const SlFigureOptions *options);
