/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <cairo.h>

#include "ui/plot/layout/sl-plot-layout.h"
#include "ui/plot/sl-plot-private.h"

/* Layers that are no curves y(x), drawn by Cairo in the layout's units: used by the Cairo and the software
 * renderer. They have few points, so that Cairo's strokes are fast enough for every frame. */

typedef struct {
  const SlPlotLayout *layout;
  const SlLayoutPanel *place;
  const SlPlotTheme *theme;
  double resolution;        /* a pixel, in units of the layout */
  SlPath *path;             /* work memory */
} SlShapeSite;

/* Colour, width, dashes, round ends. */
void sl_plot_shape_stroke (cairo_t *cr, const SlPlotTheme *theme, const SlStroke *stroke);

void sl_plot_shape_track (cairo_t *cr, const SlShapeSite *site, const SlPlotLayer *layer);
void sl_plot_shape_arrow (cairo_t *cr, const SlShapeSite *site, const SlPlotLayer *layer);
void sl_plot_shape_picture (cairo_t *cr, const SlShapeSite *site, const SlPlotLayer *layer);
/* Cells as rectangles with edges on whole pixels, without seams in vector formats. */
void sl_plot_shape_map (cairo_t *cr, const SlShapeSite *site, const SlPlotLayer *layer);

/* Ends of an arrow in the layout's pixels; FALSE where they are not finite or the length is zero. */
gboolean sl_plot_arrow_ends (const SlPlotLayout *layout, const SlLayoutPanel *place, const SlPlotLayer *layer,
                             SlPathPoint *tail, SlPathPoint *head);
/* The outline of an arrow: the line from shaft[0] to shaft[1], with flat ends, and the filled head. */
gboolean sl_plot_arrow_outline (const SlShapeSite *site, const SlPlotLayer *layer, SlPathPoint shaft[2],
                                SlPathPoint head[4]);
/* Position of a picture: centred in the panel, as large as fits. */
SlPlotRect sl_plot_picture_rect (const SlPlotRect *panel, guint w, guint h);
/* Positions of the n + 1 edges of a map along an axis, on whole pixels of that size. */
void sl_plot_map_edges (const SlAxisMap *axis, const double *edges, guint n, double pixel, double *out);
