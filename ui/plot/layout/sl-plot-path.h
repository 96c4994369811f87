/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "ui/plot/sl-plot.h"

/* From data to polylines in pixels: shared by the renderers, so that they draw the same curve. */

typedef struct { double x, y, w, h; } SlPlotRect;

/* A data axis laid along pixels: pixel = c + k t, with t the value or its decimal logarithm. */
typedef struct {
  SlScale scale;
  double lo, hi;    /* usable: finite, different, positive on a logarithmic axis */
  double c, k;
} SlAxisMap;

/* Maps lo to p0 and hi to p1. Impossible ranges are replaced by the nearest possible ones. */
void sl_axis_map_init (SlAxisMap *self, SlScale scale, double lo, double hi, double p0, double p1);
/* Finite for every value except NaN, which stays NaN; values that do not exist on a logarithmic axis are
 * mapped to far beyond its low end. */
double sl_axis_map_to_pixel (const SlAxisMap *self, double value);
double sl_axis_map_to_value (const SlAxisMap *self, double pixel);
/* The same axis where a pixel is divided into factor smaller ones. */
SlAxisMap sl_axis_map_scaled (const SlAxisMap *self, double factor);

typedef struct { double x, y; } SlPathPoint;

/* A polyline; a point with x NaN breaks it. Zero-initialised is empty; the memory is kept between uses. */
typedef struct {
  SlPathPoint *points;
  gsize n, capacity;
} SlPath;

void sl_path_clear (SlPath *self);
void sl_path_append (SlPath *self, double x, double y);
void sl_path_break (SlPath *self);

/* Replaces the path by the n points of a curve (NaN breaks it), in pixels. increasing: x never falls; then,
 * of the points in one column of this width, only first, lowest, highest and last are kept. Parts further
 * than margin outside clip are cut away or, above and below, moved to the margin. */
void sl_path_build (SlPath *self, const SlAxisMap *mx, const SlAxisMap *my, const double *x, const double *y,
                    gsize n, gboolean increasing, const SlPlotRect *clip, double margin, double column);

/* Replaces the path by the dashes of another, measured along it; each unbroken piece starts with a dash.
 * lengths: of dash, gap, ... n of them, even. */
void sl_path_dash (SlPath *self, const SlPath *path, const double *lengths, guint n);
