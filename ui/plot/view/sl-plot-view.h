/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

#include "ui/plot/sl-plot.h"

/* Shows a plot, live: each new description is on screen with the next frame. Transparent, so that the card
 * below it shows; expands by default.
 *
 * Properties: "dark" (follow AdwStyleManager:dark), "high-contrast", "palette" (SlPalette as int), "scale"
 * (1, or more for a projector), "placeholder" (plain text shown while there is no plot), "hover-x"
 * (read-only: data x below the pointer or the keyboard's cursor, NaN for none; notifies whenever the reading
 * moves, sideways or not), "zoomed" (read-only). Signals: "painted" (guint64 serial) once for each frame that
 * shows a plot for the first time, after it was painted; plots replaced before their frame are not reported.
 * "clicked" (guint panel, double x, double y): a press and release in one place, or Enter at the keyboard's
 * cursor, in data units of the left axis. While zoomed it waits for the second click of a double click, which
 * fits instead. "handle-begin" (id), "handle-moved" (id, double x, double y), "handle-end" (id, gboolean
 * cancelled): a handle is taken hold of, wanted elsewhere (data units of its axes, within its panel; the
 * coordinate that it may not change stays), let go. The view does not move handles: the next description
 * does. Cancelled (Escape): what was before should come back.
 *
 * Pointer: wheel zooms x about the pointer, with Shift or beside the panels y; dragging draws a band that is
 * zoomed to, thin ones along one axis; middle button, Alt or Space move what is seen; a double click shows
 * all. Keys, when focused: Left and Right move the crosshair (with Control: faster), Home, End, Enter clicks;
 * + - 0 zoom, Shift with arrows moves what is seen; Escape takes away the crosshair, then the zoom. Tab goes
 * through the handles; arrows move them (Shift: large steps, Control: small), Escape puts the handle back. */
#define SL_TYPE_PLOT_VIEW (sl_plot_view_get_type ())
G_DECLARE_FINAL_TYPE (SlPlotView, sl_plot_view, SL, PLOT_VIEW, GtkWidget)

GtkWidget *sl_plot_view_new (void);

/* Takes a reference; NULL shows the placeholder. Cheap: drawing happens at most once per frame. */
void sl_plot_view_set_plot (SlPlotView *self, SlPlot *plot);
SlPlot *sl_plot_view_get_plot (SlPlotView *self); /* borrowed, may be NULL */

double sl_plot_view_get_hover_x (SlPlotView *self);
/* What is pointed at, for plots about the same thing: connect notify::hover-x of each view, and give what
 * this returns to the others. Kind and canonical value (sl-plot.h; of a track SL_LINK_TIME and along); NULL
 * and NaN: nothing. */
const char *sl_plot_view_get_link (SlPlotView *self, double *value);
/* Shows it while the pointer is elsewhere: a crosshair where the plot has that kind of axis, marks on tracks.
 * Other kinds are ignored, so that all views may be given all links. kind NULL or value NaN: none. */
void sl_plot_view_set_link (SlPlotView *self, const char *kind, double value);

/* Where a data position (of the left axis) is seen, in the widget's coordinates, for popovers, which may have
 * the view as their parent; FALSE: out of sight. */
gboolean sl_plot_view_get_point (SlPlotView *self, guint panel, double x, double y, GdkRectangle *rect);

gboolean sl_plot_view_get_zoomed (SlPlotView *self);
/* Shows all again. */
void sl_plot_view_fit (SlPlotView *self);

void sl_plot_view_set_dark (SlPlotView *self, gboolean dark);
void sl_plot_view_set_scale (SlPlotView *self, double scale);
void sl_plot_view_set_placeholder (SlPlotView *self, const char *text);

/* From now on both have the same left and right margins, so that their x axes line up when stacked. May be
 * called with more views in turn; ends when a view is destroyed. */
void sl_plot_view_align_with (SlPlotView *self, SlPlotView *other);
