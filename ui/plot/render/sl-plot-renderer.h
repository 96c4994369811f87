/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

#include "ui/plot/render/sl-plot-frame.h"
#include "ui/plot/render/sl-plot-gl-device.h"

/* Who draws live plots: OpenGL, where there is a graphics device that is worth it, or the processor. What
 * goes wrong with OpenGL, at the start or later, ends in the processor drawing the same picture, and one
 * message.
 *
 * Properties: "wish" (SlRendererWish as int), "status" (read-only string: what is in use and why, for people;
 * its notification tells that another renderer took over: plots have to be painted anew). Main thread. */

typedef enum {
  SL_RENDERER_AUTO,       /* OpenGL unless it is the processor's own work, or windows are drawn without it */
  SL_RENDERER_GL,         /* OpenGL wherever it works */
  SL_RENDERER_SOFTWARE    /* no OpenGL context is made */
} SlRendererWish;

#define SL_TYPE_PLOT_RENDERER (sl_plot_renderer_get_type ())
G_DECLARE_FINAL_TYPE (SlPlotRenderer, sl_plot_renderer, SL, PLOT_RENDERER, GObject)

/* The one of all views; borrowed. */
SlPlotRenderer *sl_plot_renderer_get_default (void);

/* The environment's STARLOOM_RENDERER (gl, software) comes before any wish. A new wish forgets earlier
 * failures. */
void sl_plot_renderer_set_wish (SlPlotRenderer *self, SlRendererWish wish);
SlRendererWish sl_plot_renderer_get_wish (SlPlotRenderer *self);
const char *sl_plot_renderer_get_status (SlPlotRenderer *self);

/* The device to draw with now, borrowed; NULL: the processor. plain: windows are drawn by GSK's Cairo
 * renderer. */
SlGlDevice *sl_plot_renderer_get_device (SlPlotRenderer *self, GdkDisplay *display, gboolean plain);
/* It failed: the processor from now on, until the wish changes. */
void sl_plot_renderer_fail (SlPlotRenderer *self, const char *why);

/* Before frames of this widget are painted: gives them the device or takes it away. */
void sl_plot_renderer_prepare (SlPlotRenderer *self, GtkWidget *widget, SlPlotFrames *frames);
