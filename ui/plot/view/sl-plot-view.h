/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

#include "ui/plot/sl-plot.h"

/* Shows a plot: each new description is on screen with the next frame. Transparent, so that the card below is
 * visible; expands by default. Properties: "dark" (follow AdwStyleManager:dark), "high-contrast", "palette"
 * (SlPalette as int), "scale" (1, or more for a projector), "placeholder" (plain text shown while there is no
 * plot), "hover-x" (read-only: data x below the pointer or the keyboard's cursor, NaN for none; notifies
 * whenever the reading changes, also by a move in y), "zoomed" (read-only). Signals: "painted" (guint64
 * serial) after the first frame that shows a plot; plots replaced before their frame are not reported.
 * "clicked" (guint panel, double x, double y): press and release in one place, or Enter at the keyboard's
 * cursor, in data units of the left axis. While zoomed it waits for a possible double click, which resets the
 * zoom instead. "handle-begin" (id), "handle-moved" (id, double x, double y), "handle-end" (id, gboolean
 * cancelled): a handle is taken hold of, requested at another position (data units of its axes, inside its
 * panel; a coordinate that it may not change stays), released. The view does not move handles: the next
 * description does. Cancelled (Escape): restore the state before. Pointer: the wheel zooms x about the
 * pointer, with Shift or beside the panels y; dragging draws a band to zoom to, a thin band zooms one axis;
 * middle button, Alt or Space pan; a double click shows all. Keys, when focused: Left and Right move the
 * crosshair (with Control: faster), Home, End, Enter clicks; + - 0 zoom, Shift with arrows pans; Escape
 * removes the crosshair, then the zoom. Tab goes through the handles; arrows move them (Shift: large steps,
 * Control: small), Escape restores the handle. */
#define SL_TYPE_PLOT_VIEW (sl_plot_view_get_type ())
G_DECLARE_FINAL_TYPE (SlPlotView, sl_plot_view, SL, PLOT_VIEW, GtkWidget)

GtkWidget *sl_plot_view_new (void);

/* Takes a reference; NULL shows the placeholder. Cheap: drawing happens at most once per frame. */
void sl_plot_view_set_plot (SlPlotView *self, SlPlot *plot);
SlPlot *sl_plot_view_get_plot (SlPlotView *self); /* borrowed, may be NULL */

double sl_plot_view_get_hover_x (SlPlotView *self);
/* Forgets the pointer and the keyboard's cursor, as if they had left; notifies "hover-x". Happens by itself
 * where the view is hidden, its window loses the keyboard, or a popover opens over it: GTK does not tell then
 * that the pointer is elsewhere. */
void sl_plot_view_leave (SlPlotView *self);
/* The position pointed at, for linked plots: connect notify::hover-x of each view and pass the result to the
 * others. Returns the kind (sl-plot.h; SL_LINK_TIME for a track) and the canonical value; NULL and NaN:
 * nothing. */
const char *sl_plot_view_get_link (SlPlotView *self, double *value);
/* Shows a position pointed at in another plot, while the pointer is elsewhere: a crosshair where the plot has
 * this kind of axis, marks on tracks. Other kinds are ignored, so that all views may be given all links. kind
 * NULL or value NaN: none. */
void sl_plot_view_set_link (SlPlotView *self, const char *kind, double value);

/* The widget coordinates of a data position (of the left axis), for popovers, which may have the view as
 * parent; FALSE: not visible. */
gboolean sl_plot_view_get_point (SlPlotView *self, guint panel, double x, double y, GdkRectangle *rect);

gboolean sl_plot_view_get_zoomed (SlPlotView *self);
/* Resets the zoom. */
void sl_plot_view_fit (SlPlotView *self);

void sl_plot_view_set_dark (SlPlotView *self, gboolean dark);
void sl_plot_view_set_scale (SlPlotView *self, double scale);
void sl_plot_view_set_placeholder (SlPlotView *self, const char *text);

/* Gives both views the same left and right margins from now on, so that their x axes line up when stacked.
 * More views can be added in turn; ends when a view is destroyed. */
void sl_plot_view_align_with (SlPlotView *self, SlPlotView *other);
