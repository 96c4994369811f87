/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <cairo.h>

#include "ui/plot/layout/sl-plot-labels.h"

/* The renderer for export, and for grid and axes on screen. */

typedef enum {
  SL_PLOT_PART_GRID = 1 << 0,     /* below the data */
  SL_PLOT_PART_DATA = 1 << 1,
  SL_PLOT_PART_AXES = 1 << 2,     /* lines, ticks, tick labels, titles */
  SL_PLOT_PART_LABELS = 1 << 3,   /* names on the plot */
  SL_PLOT_PART_ALL = 15,
} SlPlotParts;

/* Draws parts of a laid-out plot. labels: may be NULL unless PART_LABELS is set. resolution: the smallest
 * visible distance in units of the layout: a pixel on screen, a small fraction of a point in vector formats;
 * of samples nearer to each other only the extremes are drawn. Does not paint a background. */
void sl_plot_cairo_draw (cairo_t *cr, SlPlot *plot, const SlPlotLayout *layout, const SlPlotTheme *theme,
                         SlPlotLabels *labels, double resolution, SlPlotParts parts);

/* Lays out the plot in width x height units from the origin and draws all of it, without a background. dpi:
 * units per inch, to scale text sizes in points: 72 where a unit is a point, 96 where it is a CSS pixel. Main
 * thread. */
void sl_plot_draw (SlPlot *plot, cairo_t *cr, double width, double height, double dpi, double resolution,
                   const SlPlotTheme *theme);

#define SL_EXPORT_ERROR (sl_export_error_quark ())
GQuark sl_export_error_quark (void);
typedef enum { SL_EXPORT_ERROR_FORMAT, SL_EXPORT_ERROR_SIZE, SL_EXPORT_ERROR_DRAW } SlExportError;

/* The plot as PDF, SVG or PNG (by the extension of path, where it will be written) of this size, fonts
 * embedded, on the theme's background. height_mm 0: a height that suits the panels. theme NULL: print at
 * scale 1. PNG: 300 dots per inch. g_bytes_unref; NULL with SL_EXPORT_ERROR. Main thread. */
GBytes *sl_plot_export (SlPlot *plot, const char *path, double width_mm, double height_mm,
                         const SlPlotTheme *theme, GError **error);
