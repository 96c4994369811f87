/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <cairo.h>

#include "ui/plot/render/sl-plot-gl-device.h"
#include "ui/plot/layout/sl-plot-layout.h"

/* Paints plots with OpenGL: curves as segments, coloured by how much of a pixel they cover, into a texture
 * that the windows' renderer shows as it is. One painter per view: it keeps textures for frames to come and
 * those of the pictures that it was given last. Main thread. */
typedef struct _SlPlotGl SlPlotGl;

/* A picture of the processor's at whole device pixels: axes below the data, names above. CAIRO_FORMAT_ARGB32,
 * complete: what was seen once is not read again while the surface lives. */
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
 * (SL_GL_ERROR) and what it drew is not to be shown. */
GdkTexture *sl_plot_gl_paint (SlPlotGl *self, SlPlot *plot, const SlPlotLayout *layout,
                              const SlPlotTheme *theme, int width, int height, double scale,
                              const SlGlImage *images, guint n_images, GError **error);

/* Draws a line, an area and a rectangle and looks whether they are there: some drivers promise much. */
gboolean sl_plot_gl_probe (SlGlDevice *device, GError **error);
