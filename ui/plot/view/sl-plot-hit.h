/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "ui/plot/layout/sl-plot-layout.h"
#include "ui/plot/sl-plot-private.h"

/* Finds what is at a position of a laid-out plot. Positions are in the layout's pixels. */

/* A position on a track: at is the index of a sample, with fractions between samples. */
typedef struct {
  guint panel;
  const SlPlotLayer *layer;   /* of the plot */
  double at;
  double px, py;
  double distance;            /* from the requested position */
} SlTrackHit;

/* The panel at a position, -1 for none. */
int sl_plot_hit_panel (const SlPlotLayout *layout, double px, double py);
/* The nearest visible position on any track within reach. */
gboolean sl_plot_hit_track (SlPlot *plot, const SlPlotLayout *layout, double px, double py, double reach,
                            SlTrackHit *hit);
/* The first position on a track with this along value: of the first track that has it, or, with *index, of
 * tracks from *index on (layers counted through all panels), which is set to the next. index may be NULL.
 * FALSE: none (left). */
gboolean sl_plot_find_along (SlPlot *plot, const SlPlotLayout *layout, double along, guint *index,
                             SlTrackHit *hit);
/* The position of sample at, clamped to the track's ends; FALSE in gaps. */
gboolean sl_plot_track_place (const SlPlotLayout *layout, guint panel, const SlPlotLayer *layer, double at,
                              SlTrackHit *hit);
/* The track that the keyboard's cursor follows: the first of a plot without series; NULL: none. */
const SlPlotLayer *sl_plot_keyboard_track (SlPlot *plot, guint *panel);
/* Interpolated between samples; NaN where the track has no such data. */
double sl_plot_track_value (const double *values, gsize n, double at);

/* The map cell at a position and its value; FALSE: no map, or no cell with a value. */
gboolean sl_plot_hit_map (SlPlot *plot, const SlPlotLayout *layout, double px, double py,
                          const SlPlotLayer **map, double *value);
/* The picture at a position, or NULL. */
const SlPlotLayer *sl_plot_hit_picture (SlPlot *plot, const SlPlotLayout *layout, double px, double py);
