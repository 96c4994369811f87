/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "ui/plot/layout/sl-plot-path.h"

/* What a view shows instead of the ranges of a description. A plain value; all ranges NaN: the description's
 * own. */

typedef struct { double lo, hi; } SlZoomRange; /* lo NaN: none */

/* Panels beyond keep their y axes. */
#define SL_ZOOM_PANELS 8

typedef struct {
  SlZoomRange x, y[SL_ZOOM_PANELS], right[SL_ZOOM_PANELS];
} SlPlotZoom;

void sl_plot_zoom_clear (SlPlotZoom *zoom);
gboolean sl_plot_zoom_is_set (const SlPlotZoom *zoom);
gboolean sl_plot_zoom_equal (const SlPlotZoom *a, const SlPlotZoom *b);

/* Arithmetic of one axis, in its own measure: logarithms on a logarithmic axis; lo > hi is an axis turned
 * round. home: the range of the description. Results are bounded: not so narrow that ticks lose their digits,
 * and within ten times home, which stays in the middle of what can be reached. A result that is home (nearly)
 * is none: lo NaN. */

/* Scales the range by factor (< 1: closer) about a value that keeps its place. */
SlZoomRange sl_zoom_about (SlScale scale, SlZoomRange home, SlZoomRange now, double value, double factor);
/* Moves it by a part of itself: 1 is one whole range towards hi. */
SlZoomRange sl_zoom_pan (SlScale scale, SlZoomRange home, SlZoomRange now, double part);
/* From a to b, parts of the range as it is now: 0 at lo, 1 at hi. */
SlZoomRange sl_zoom_to (SlScale scale, SlZoomRange home, SlZoomRange now, double a, double b);
