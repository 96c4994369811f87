/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "ui/plot/layout/sl-plot-layout.h"
#include "ui/plot/sl-plot-private.h"

/* What is where on a plot that was laid out. Positions are in the layout's pixels. */

/* A place on a track: at counts its samples, with fractions between them. */
typedef struct {
  guint panel;
  const SlPlotLayer *layer;   /* of the plot that was asked */
  double at;
  double px, py;
  double distance;            /* from where it was looked for */
} SlTrackHit;

/* The panel at a place, -1 for none. */
int sl_plot_hit_panel (const SlPlotLayout *layout, double px, double py);
/* The nearest place of all tracks that is seen and not further away than reach. */
gboolean sl_plot_hit_track (SlPlot *plot, const SlPlotLayout *layout, double px, double py, double reach,
                            SlTrackHit *hit);
/* The first place where what runs along a track is that; of the first track that has it, or of those from
 * *index on (panels' layers counted through), which is left behind it. index may be NULL. FALSE: none (more).
 */
gboolean sl_plot_find_along (SlPlot *plot, const SlPlotLayout *layout, double along, guint *index,
                             SlTrackHit *hit);
/* A place by its count, brought to the track's ends; FALSE in gaps. */
gboolean sl_plot_track_place (const SlPlotLayout *layout, guint panel, const SlPlotLayer *layer, double at,
                              SlTrackHit *hit);
/* The first track of a plot without series: what the keyboard walks along. */
const SlPlotLayer *sl_plot_keyboard_track (SlPlot *plot, guint *panel);
/* Between samples; NaN where the track has no such data. */
double sl_plot_track_value (const double *values, gsize n, double at);

/* The cell of the map at a place and its value; FALSE: no map, no cell or none with a value. */
gboolean sl_plot_hit_map (SlPlot *plot, const SlPlotLayout *layout, double px, double py,
                          const SlPlotLayer **map, double *value);
/* The picture at a place, or NULL. */
const SlPlotLayer *sl_plot_hit_picture (SlPlot *plot, const SlPlotLayout *layout, double px, double py);
