/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gdk/gdk.h>

#include "ui/plot/render/sl-plot-gl-device.h"
#include "ui/plot/layout/sl-plot-labels.h"
#include "ui/plot/render/sl-plot-raster.h"

/* A plot's picture on screen: what seldom changes is painted once and kept, each frame starts as a copy of it
 * and gets curves and names. Frame buffers are used again when their textures are gone: fresh memory costs
 * more than the drawing. Main thread. */
typedef struct _SlPlotFrames SlPlotFrames;

SlPlotFrames *sl_plot_frames_new (void);
/* Textures made here stay valid. */
void sl_plot_frames_free (SlPlotFrames *self);

/* The layout, theme or font is about to change: the kept background and what was begun are wrong. */
void sl_plot_frames_forget (SlPlotFrames *self);

/* Paint with OpenGL from now on; NULL: in memory. */
void sl_plot_frames_set_device (SlPlotFrames *self, SlGlDevice *device);

/* Begins on another thread what the next sl_plot_frames_paint() of the same needs. plot, layout and theme
 * stay as they are until then, or until sl_plot_frames_forget(). */
void sl_plot_frames_begin (SlPlotFrames *self, SlPlot *plot, const SlPlotLayout *layout,
                           const SlPlotTheme *theme, int scale);

/* Paints the plot at so many device pixels per unit. labels: of the same theme. surface: the same pixels, to
 * be destroyed, or NULL where they are in no memory that Cairo could read (OpenGL); may be NULL. A device
 * that fails is reported (sl_plot_renderer_fail) and the picture painted in memory. */
GdkTexture *sl_plot_frames_paint (SlPlotFrames *self, SlPlot *plot, const SlPlotLayout *layout,
                                  const SlPlotTheme *theme, SlPlotLabels *labels, int scale,
                                  cairo_surface_t **surface);
