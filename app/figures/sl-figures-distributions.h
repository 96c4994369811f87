/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/figures/sl-figures-direction.h"

/* Shared by the plots of distributions: ages, metals, gas, dust (sl-distributions.h). */

/* Link of x axes of stellar age [Gyr]. */
#define SL_FIGURE_LINK_AGE "age"

/* Axes that outlive a plot (SlFigureRanges). */
enum { SL_FIGURE_AXIS_UPPER, SL_FIGURE_AXIS_LOWER, SL_FIGURE_AXIS_LOG };

/* Name of a curve: what it shows and, unless when is NULL, of which time or stars. Plain text; g_free. */
char *sl_figure_curve_name (const char *what, const char *when);

/* Sets the axis of the upper panel: including zero if zero is set, else by the data. data_lo, data_hi: +inf,
 * -inf where there are none. */
void sl_figure_upper_axis (SlPlot *plot, guint panel, const SlFigureOptions *options, gboolean zero,
                           double least, double data_lo, double data_hi, const char *title);

/* Adds the gradient panel, for derivatives from lo to hi (+inf, -inf: none) of something with a unit such as
 * "dex⁻¹", with its zero line. least: smallest span of its axis. *flat: set where the gradient is zero
 * throughout, which a text at x then says. Returns its index. */
guint sl_figure_gradient_panel (SlPlot *plot, const SlFigureOptions *options, double share, double lo,
                                double hi, double least, const char *unit, double x, gboolean *flat);
/* Adds a curve to the gradient panel. what: markup of the differentiated quantity, after the first ∂; label:
 * whether the curve is labelled. suffix: plain text after the name, or NULL. */
void sl_figure_gradient_curve (SlPlot *plot, guint panel, const SlFigureOptions *options, const char *what,
                               const char *suffix, const char *unit, const double *x, const double *dy,
                               gsize n, const SlStroke *stroke, gboolean label);

/* The galaxy at the start of a drag, for the tangent preview: its gradient's parameters minus the step.
 * FALSE: no drag. */
gboolean sl_figure_preview_galaxy (const SlFigureOptions *options, SlGalaxy *preview);
/* Draws the tangent preview y + dy step, dashed. */
void sl_figure_preview_curve (SlPlot *plot, guint panel, const SlFigureOptions *options, const double *x,
                              const double *y, const double *dy, gsize n, const char *unit);

/* Puts a pin's name beside its kernel's peak, on the side away from the galaxy's own centre. */
void sl_figure_name_peak (SlPlot *plot, guint panel, const SlFigurePin *pin, double centre, double scatter,
                          double height, double own);

/* Bars of heights y (n) between edges (n + 1) as a curve of 2 n points with x increasing; x and height are
 * new arrays, to be freed. */
void sl_figure_steps (const double *edge, const double *y, guint n, double **x, double **height);
