/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

#include "ui/plot/render/sl-plot-frame.h"
#include "ui/plot/render/sl-plot-gl-device.h"

/* Chooses the renderer of live plots: OpenGL where a graphics device is worth it, else the processor. Any
 * error of OpenGL, at the start or later, switches to the processor, which draws the same picture, and logs
 * one message. Properties: "wish" (SlRendererWish as int), "status" (read-only string for people: what is in
 * use and why; its notification means that the renderer changed and plots must be repainted). Main thread. */

typedef enum {
  SL_RENDERER_AUTO,       /* OpenGL, unless the driver is software or windows are drawn without OpenGL */
  SL_RENDERER_GL,         /* OpenGL wherever it works */
  SL_RENDERER_SOFTWARE    /* the processor; no OpenGL context is created */
} SlRendererWish;

#define SL_TYPE_PLOT_RENDERER (sl_plot_renderer_get_type ())
G_DECLARE_FINAL_TYPE (SlPlotRenderer, sl_plot_renderer, SL, PLOT_RENDERER, GObject)

/* The renderer shared by all views; borrowed. */
SlPlotRenderer *sl_plot_renderer_get_default (void);

/* The environment variable STARLOOM_RENDERER (gl, software) overrides any wish. A new wish clears earlier
 * failures. */
void sl_plot_renderer_set_wish (SlPlotRenderer *self, SlRendererWish wish);
const char *sl_plot_renderer_get_status (SlPlotRenderer *self);

/* The device to draw with, borrowed; NULL: draw with the processor. plain: windows are drawn by GSK's Cairo
 * renderer. */
SlGlDevice *sl_plot_renderer_get_device (SlPlotRenderer *self, GdkDisplay *display, gboolean plain);
/* Reports a failure of the device: the processor draws from now on, until the wish changes. */
void sl_plot_renderer_fail (SlPlotRenderer *self, const char *why);

/* Call before painting frames of this widget: sets or removes their device. */
void sl_plot_renderer_prepare (SlPlotRenderer *self, GtkWidget *widget, SlPlotFrames *frames);
