/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gdk/gdk.h>

#include "ui/plot/sl-plot-labels.h"
#include "ui/plot/sl-plot-raster.h"

/* A plot's picture on screen: what seldom changes is painted once and kept, each frame starts as a copy of it and
 * gets curves and names. Frame buffers are used again when their textures are gone: fresh memory costs more than the
 * drawing. Main thread. */
typedef struct _SlPlotFrames SlPlotFrames;

SlPlotFrames *sl_plot_frames_new (void);
/* Textures made here stay valid. */
void sl_plot_frames_free (SlPlotFrames *self);

/* The layout, theme or font has changed: the kept background is wrong. */
void sl_plot_frames_forget (SlPlotFrames *self);

/* Paints the plot at so many device pixels per unit. labels: of the same theme. surface: the same pixels, to be
 * destroyed; may be NULL. */
GdkTexture *sl_plot_frames_paint (SlPlotFrames *self, SlPlot *plot, const SlPlotLayout *layout,
                                  const SlPlotTheme *theme, SlPlotLabels *labels, int scale,
                                  cairo_surface_t **surface);
