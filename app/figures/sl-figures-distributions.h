/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/figures/sl-figures-direction.h"

/* Shared by the figures of what a galaxy consists of (sl-distributions.h). */

/* Axes of stellar age [Gyr] point at an age together. */
#define SL_FIGURE_LINK_AGE "age"

/* Where a kind keeps the ranges of its axes. */
enum { SL_FIGURE_AXIS_UPPER, SL_FIGURE_AXIS_LOWER, SL_FIGURE_AXIS_LOG };

/* Name of a galaxy's curve where there are others; g_free. what, when: plain text, when may be NULL. */
char *sl_figure_curve_name (const char *what, const char *when);

/* The axis of a panel above: from zero, or as far as the data go. data_lo, data_hi: +inf, -inf where there
 * are none. */
void sl_figure_upper_axis (SlPlot *plot, guint panel, const SlFigureOptions *options, gboolean zero,
                           double least, double data_lo, double data_hi, const char *title);

/* A panel below for derivatives from lo to hi (+inf, -inf: none) of something in a unit such as "dex⁻¹", with
 * its zero line. least: smallest span of its axis. x: where it says that the parameter changes nothing, which
 * *flat tells. Returns its index. */
guint sl_figure_gradient_panel (SlPlot *plot, const SlFigureOptions *options, double share, double lo,
                                double hi, double least, const char *unit, double x, gboolean *flat);
/* A curve in it. what: markup of what is derived, after the first ∂; label: written on the curve. suffix:
 * plain text after the name, or NULL. */
void sl_figure_gradient_curve (SlPlot *plot, guint panel, const SlFigureOptions *options, const char *what,
                               const char *suffix, const char *unit, const double *x, const double *dy,
                               gsize n, const SlStroke *stroke, gboolean label);

/* Where the drag began, if one goes on: the galaxy with the parameters of the gradient put back by the
 * ghost's step. */
gboolean sl_figure_preview_galaxy (const SlFigureOptions *options, SlGalaxy *preview);
/* Draws y + dy step, dashed, in the colour and under the name of tangents. */
void sl_figure_preview_curve (SlPlot *plot, guint panel, const SlFigureOptions *options, const double *x,
                              const double *y, const double *dy, gsize n, const char *unit);

/* A pin's name beside its kernel's peak, on the side that faces away from the galaxy's own centre. */
void sl_figure_name_peak (SlPlot *plot, guint panel, const SlFigurePin *pin, double centre, double scatter,
                          double height, double own);

/* Bars of heights y (n) between edges (n + 1) as a curve of 2 n points with x increasing; the caller's. */
void sl_figure_steps (const double *edge, const double *y, guint n, double **x, double **height);
