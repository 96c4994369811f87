/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <cairo.h>

#include "ui/plot/layout/sl-plot-layout.h"

/* Names written on the plot itself: of curves, ribbons, reference lines, and free texts. Places are searched
 * anew for each description, so that names follow their curves; what was measured and painted is kept. */
typedef struct _SlPlotLabels SlPlotLabels;

typedef struct {
  SlPlotRect box;           /* of the text, within its panel and clear of all other labels */
  PangoLayout *layout;      /* borrowed from the SlPlotLabels */
  SlColour colour;
  gboolean on_fill;         /* stands on a ribbon of its colour: darker, without a halo */
} SlPlotLabel;

/* The context is referenced, the theme copied. */
SlPlotLabels *sl_plot_labels_new (PangoContext *context, const SlPlotTheme *theme);
void sl_plot_labels_free (SlPlotLabels *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlPlotLabels, sl_plot_labels_free)

/* Keeps labels off a rectangle that something else covers; w 0: none. */
void sl_plot_labels_reserve (SlPlotLabels *self, const SlPlotRect *rect);
/* Finds the places; returns an array of SlPlotLabel, valid until the next call. The same plot gets the same
 * places; a curve's label moves elsewhere along it only where that is clearly better than where it was last
 * time. Labels for which there is no room are left out. */
const GArray *sl_plot_labels_place (SlPlotLabels *self, SlPlot *plot, const SlPlotLayout *layout);

/* Draws a label with its halo at its place. */
void sl_plot_label_draw (const SlPlotLabel *label, const SlPlotTheme *theme, cairo_t *cr);

/* The same as an image surface (CAIRO_FORMAT_ARGB32) at so many pixels per unit, borrowed and kept until the
 * next scale; x, y: where its corner goes, in device pixels. */
cairo_surface_t *sl_plot_labels_tile (SlPlotLabels *self, const SlPlotLabel *label, double scale, int *x,
                                      int *y);
