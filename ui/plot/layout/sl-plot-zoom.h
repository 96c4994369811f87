/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "ui/plot/layout/sl-plot-path.h"

/* Axis ranges that a view shows instead of those of the description. A plain value; all ranges NaN: the
 * description's own. */

typedef struct { double lo, hi; } SlZoomRange; /* lo NaN: none */

/* Panels beyond this number keep their y axes. */
#define SL_ZOOM_PANELS 8

typedef struct {
  SlZoomRange x, y[SL_ZOOM_PANELS], right[SL_ZOOM_PANELS];
} SlPlotZoom;

void sl_plot_zoom_clear (SlPlotZoom *zoom);
gboolean sl_plot_zoom_is_set (const SlPlotZoom *zoom);
gboolean sl_plot_zoom_equal (const SlPlotZoom *a, const SlPlotZoom *b);

/* Arithmetic of one axis, in its own measure: logarithms on a logarithmic axis; lo > hi is a reversed axis.
 * home: the range of the description. Results are bounded: not so narrow that ticks lose their digits, and
 * within ten times home, which stays in the middle. A result (nearly) equal to home is none: lo NaN. */

/* Scales the range by factor (< 1: closer) about a value, whose position does not change. */
SlZoomRange sl_zoom_about (SlScale scale, SlZoomRange home, SlZoomRange now, double value, double factor);
/* Moves the range by a part of its length: 1 is one whole range towards hi. */
SlZoomRange sl_zoom_pan (SlScale scale, SlZoomRange home, SlZoomRange now, double part);
/* Zooms to the part from a to b of the present range: 0 at lo, 1 at hi. */
SlZoomRange sl_zoom_to (SlScale scale, SlZoomRange home, SlZoomRange now, double a, double b);
