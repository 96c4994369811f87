/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <cairo.h>

#include "ui/plot/render/sl-plot-gl-device.h"
#include "ui/plot/layout/sl-plot-layout.h"

/* Paints plots with OpenGL: curves as segments, coloured by their coverage of each pixel, into a texture that
 * the windows' renderer shows unchanged. One painter per view: it keeps textures for later frames and those
 * of the images that it was given last. Main thread. */
typedef struct _SlPlotGl SlPlotGl;

/* An image painted by the processor, at whole device pixels: axes below the data, labels above.
 * CAIRO_FORMAT_ARGB32 and complete: a surface is uploaded once and not read again. */
typedef struct {
  cairo_surface_t *surface;
  int x, y;
  gboolean above;
} SlGlImage;

SlPlotGl *sl_plot_gl_new (SlGlDevice *device);
/* Textures made here stay valid. */
void sl_plot_gl_free (SlPlotGl *self);
SlGlDevice *sl_plot_gl_get_device (SlPlotGl *self);

/* A texture of width x height pixels, scale of them per unit of the layout. NULL: the device has failed
 * (SL_GL_ERROR). */
GdkTexture *sl_plot_gl_paint (SlPlotGl *self, SlPlot *plot, const SlPlotLayout *layout,
                              const SlPlotTheme *theme, int width, int height, double scale,
                              const SlGlImage *images, guint n_images, GError **error);

/* Draws a line, an area and a rectangle and checks the pixels: some drivers claim more than they do. */
gboolean sl_plot_gl_probe (SlGlDevice *device, GError **error);
