/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/figures/sl-figures.h"
#include "app/sl-figure-kinds.h"

#include <math.h>

/* Shared by the files that make figures. */

/* sl_figure_kind_NAME of each row of figure_kinds (app/meson.build). */
#define SL_FIGURE_DECLARE_KIND(NAME) extern const SlFigureInfo sl_figure_kind_##NAME;
SL_FIGURE_KINDS (SL_FIGURE_DECLARE_KIND)

/* The parameters of more_gradients without that of the gradient, at most as many as there are colours to tell
 * apart. */
#define SL_FIGURE_MAX_MORE 5
guint sl_figure_more (const SlFigureOptions *options, SlParamId other[SL_FIGURE_MAX_MORE]);
SlColour sl_figure_more_colour (guint i);

/* A gradient smaller than this in its unit is zero: tails of far bands and lines, and rounding. */
#define SL_FIGURE_NOTHING 1e-6

/* The value that is chosen; the first where the choice knows no such value. */
const SlFigureValue *sl_figure_value (const SlFigureChoice *choice, guint value);

/* Least and greatest finite value, kept in lo and hi, which start as +inf, -inf. */
void sl_figure_extend (double *lo, double *hi, const double *v, gsize n);

typedef struct {
  gboolean log;          /* range in decades */
  gboolean zero;         /* must show zero */
  double least;          /* smallest span (linear) or ratio (log): a flat curve is not blown up */
  double decades;        /* log: at most so many below the top; 0: no limit */
} SlFigureAxisRule;

/* The range to show for data from lo to hi on axis i: with air, and the one it had while that still fits. */
void sl_figure_settle (const SlFigureOptions *options, guint i, const SlFigureAxisRule *rule, double *lo,
                       double *hi);

/* Cosmic time axis, 0 to 13.8 Gyr, with redshifts above. */
void sl_figure_time_axis (SlPlot *plot, const SlResult *result);
/* Line at the epoch of observation in a panel; labelled where label is set. */
void sl_figure_epoch_line (SlPlot *plot, guint panel, const SlResult *result, gboolean label);
/* Says at x in a panel that the parameters of the gradient change nothing there. */
void sl_figure_nothing (SlPlot *plot, guint panel, double x, const SlFigureOptions *options);
/* A history where the galaxy is seen. The last epoch is a little before today, by less than a point is wide.
 */
double sl_figure_value_now (const SlResult *result, const double *history);
/* Value of a curve at x by linear interpolation; NaN outside. */
double sl_figure_at (const double *x, const double *y, gsize n, double at);

/* Adds the handles of a kind to a panel. */
void sl_figure_add_handles (SlPlot *plot, guint panel, const SlFigureInfo *info, const SlResult *result,
                            const SlFigureOptions *options);
