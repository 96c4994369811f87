/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "ui/plot/layout/sl-plot-layout.h"

/* The software renderer of live plots: paints the data of a plot into memory, fast enough for every frame on
 * one core. It draws no text, axes or labels. Use one instance per thread; it keeps work memory, so that
 * drawing allocates nothing once the largest plot was drawn. */
typedef struct _SlPlotRaster SlPlotRaster;

SlPlotRaster *sl_plot_raster_new (void);
void sl_plot_raster_free (SlPlotRaster *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlPlotRaster, sl_plot_raster_free)

/* Draws over what is there. pixels: height rows of width 0xAARRGGBB values, premultiplied, native byte order
 * (CAIRO_FORMAT_ARGB32), rows stride pixels apart. scale: device pixels per unit of the layout. */
void sl_plot_raster_draw (SlPlotRaster *self, SlPlot *plot, const SlPlotLayout *layout,
                          const SlPlotTheme *theme, guint32 *pixels, int width, int height, gsize stride,
                          double scale);

/* Blends premultiplied source pixels over the target at x, y (any position; what lies outside is cut off). */
void sl_plot_raster_blit (guint32 *pixels, int width, int height, gsize stride, const guint32 *source,
                          int source_width, int source_height, gsize source_stride, int x, int y);
