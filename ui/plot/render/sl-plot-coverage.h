/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "ui/plot/layout/sl-plot-path.h"

/* Thick lines and areas as exact pixel coverage, column by column.
 *
 * A curve whose x never falls, thickened by a disc, meets each vertical line in one interval. So its stroke
 * is the area between two functions of x, the upper and the lower envelope. Both are found at a few places
 * per column and the area between them is summed exactly into the pixels. The cost is that of the envelopes,
 * not of the area's bounding boxes, and overlapping pieces of a jagged curve are counted once. */

/* 0xAARRGGBB premultiplied, native byte order: CAIRO_FORMAT_ARGB32, GDK_MEMORY_DEFAULT. */
typedef struct {
  guint32 *pixels;
  gsize stride;             /* in pixels */
  int x0, y0, x1, y1;       /* what may be drawn on, in pixels, right and bottom excluded */
} SlPlotTarget;

/* Change of coverage from the row above: step applies to this row alone, bend to this and all rows below,
 * until it is cancelled. */
typedef struct { float step, bend; } SlCoverageRow;

/* Work memory, kept between calls. Zero-initialised is empty. */
typedef struct {
  float *upper, *lower;     /* envelopes */
  gsize n_samples;
  SlCoverageRow *rows;
  gsize n_rows;
  float *discs;             /* shape of the line's end, for the width used last */
  float disc_radius;
  int disc_reach;
} SlCoverage;

void sl_coverage_clear (SlCoverage *self);

/* Strokes n points with x ascending, with round caps and joins. rgb: 0xRRGGBB. */
void sl_coverage_stroke (SlCoverage *self, const SlPlotTarget *target, const SlPathPoint *points, gsize n,
                         double width, guint32 rgb, double alpha);

/* Fills between two paths (each function of x; breaks leave gaps), or from upper down to the target's bottom
 * when lower is NULL. Where they cross, the part between them is filled all the same. */
void sl_coverage_area (SlCoverage *self, const SlPlotTarget *target, const SlPath *upper, const SlPath *lower,
                       guint32 rgb, double alpha);

/* Blends colour rgb over a pixel with opacity 0..256. */
static inline guint32
sl_blend (guint32 under, guint32 rgb, guint32 opacity)
{
  guint32 over = 0xff000000 | rgb, rest = 256 - opacity;
  guint32 rb = ((over & 0xff00ff) * opacity + (under & 0xff00ff) * rest + 0x800080) >> 8 & 0xff00ff;
  guint32 ag = ((over >> 8 & 0xff00ff) * opacity + (under >> 8 & 0xff00ff) * rest + 0x800080) & 0xff00ff00;

  return rb | ag;
}
