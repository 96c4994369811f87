/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "ui/plot/layout/sl-plot-path.h"

/* Which cells of a panel contain a curve, with running sums for quick counts in rectangles: used to find free
 * space for labels. Zero-initialised is empty; memory is kept between panels. */
typedef struct {
  SlPlotRect rect;
  double cell;
  int columns, rows;
  guint8 *used;         /* rows x columns */
  int *sums;            /* (rows + 1) x (columns + 1) */
  float *low, *high;    /* per column: smallest and largest y of the curve traced last; low > high: none */
} SlPlotOccupancy;

void sl_plot_occupancy_clear (SlPlotOccupancy *self);
/* Starts a new panel with all cells free. */
void sl_plot_occupancy_start (SlPlotOccupancy *self, const SlPlotRect *rect, double cell);
int sl_plot_occupancy_column (const SlPlotOccupancy *self, double x);
int sl_plot_occupancy_row (const SlPlotOccupancy *self, double y);

/* Follows a curve y(x): fills low and high and, if mark is set, the cells that it crosses. */
void sl_plot_occupancy_trace (SlPlotOccupancy *self, const SlPath *path, gboolean mark);
/* Marks the cells along a path of any course. */
void sl_plot_occupancy_mark_path (SlPlotOccupancy *self, const SlPath *path);
/* Marks the row of cells at y. */
void sl_plot_occupancy_mark_row (SlPlotOccupancy *self, double y);

/* Computes the running sums: call after the last mark and before the first count. */
void sl_plot_occupancy_sum (SlPlotOccupancy *self);
/* Number of marked cells in a rectangle. */
int sl_plot_occupancy_count (const SlPlotOccupancy *self, const SlPlotRect *box);
