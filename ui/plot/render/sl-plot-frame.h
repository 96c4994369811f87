/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gdk/gdk.h>

#include "ui/plot/render/sl-plot-gl-device.h"
#include "ui/plot/layout/sl-plot-labels.h"
#include "ui/plot/render/sl-plot-raster.h"

/* A plot's picture on screen. Grid and axes are painted once and kept; each frame starts as a copy of them
 * and gets curves and labels. Frame buffers are reused when their textures are released: fresh memory costs
 * more than the drawing. Main thread. */
typedef struct _SlPlotFrames SlPlotFrames;

SlPlotFrames *sl_plot_frames_new (void);
/* Textures made here stay valid. */
void sl_plot_frames_free (SlPlotFrames *self);

/* Call before layout, theme or font change: drops the kept background and what was begun. */
void sl_plot_frames_forget (SlPlotFrames *self);

/* Paint with OpenGL from now on; NULL: in memory. */
void sl_plot_frames_set_device (SlPlotFrames *self, SlGlDevice *device);

/* Starts painting the data of the next sl_plot_frames_paint() on another thread (prefetch). plot, layout and
 * theme must stay unchanged until that call, or until sl_plot_frames_forget(). */
void sl_plot_frames_begin (SlPlotFrames *self, SlPlot *plot, const SlPlotLayout *layout,
                           const SlPlotTheme *theme, int scale);

/* Paints the plot at scale device pixels per unit. labels: of the same theme. surface: receives the same
 * pixels, to be destroyed by the caller, or NULL where they are not in memory (OpenGL); may be NULL. A device
 * that fails is reported (sl_plot_renderer_fail) and the picture is painted in memory. */
GdkTexture *sl_plot_frames_paint (SlPlotFrames *self, SlPlot *plot, const SlPlotLayout *layout,
                                  const SlPlotTheme *theme, SlPlotLabels *labels, int scale,
                                  cairo_surface_t **surface);
