/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <cairo.h>

#include "ui/plot/layout/sl-plot-layout.h"

/* Labels on the plot itself: names of curves, ribbons and reference lines, and free texts. Positions are
 * searched for each description, so that names follow their curves; measured and painted texts are kept. */
typedef struct _SlPlotLabels SlPlotLabels;

typedef struct {
  SlPlotRect box;           /* of the text, inside its panel and clear of all other labels */
  PangoLayout *layout;      /* borrowed from the SlPlotLabels */
  SlColour colour;
  gboolean on_fill;         /* on a ribbon of its colour: darker, without a halo */
} SlPlotLabel;

/* The context is referenced, the theme copied. */
SlPlotLabels *sl_plot_labels_new (PangoContext *context, const SlPlotTheme *theme);
void sl_plot_labels_free (SlPlotLabels *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlPlotLabels, sl_plot_labels_free)

/* Keeps labels away from a rectangle that something else covers; w 0: none. */
void sl_plot_labels_reserve (SlPlotLabels *self, const SlPlotRect *rect);
/* Finds the positions of all labels. Returns an array of SlPlotLabel, valid until the next call. The result
 * depends on the plot alone, except that a curve's label leaves its last position only for a clearly better
 * one. Labels without space are left out. */
const GArray *sl_plot_labels_place (SlPlotLabels *self, SlPlot *plot, const SlPlotLayout *layout);

/* Draws a label with its halo at its position. */
void sl_plot_label_draw (const SlPlotLabel *label, const SlPlotTheme *theme, cairo_t *cr);

/* The same as an image surface (CAIRO_FORMAT_ARGB32) at scale pixels per unit, borrowed and kept until the
 * scale changes; x, y: where its corner goes, in device pixels. */
cairo_surface_t *sl_plot_labels_tile (SlPlotLabels *self, const SlPlotLabel *label, double scale, int *x,
                                      int *y);
