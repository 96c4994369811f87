/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

#include "ui/plot/sl-plot.h"

/* Shows a plot, live: each new description is on screen with the next frame. Transparent, so that the card below it
 * shows; expands by default.
 *
 * Properties: "dark" (follow AdwStyleManager:dark), "high-contrast", "scale" (1, or more for a projector),
 * "placeholder" (plain text shown while there is no plot), "hover-x" (read-only: data x below the pointer or the
 * keyboard's cursor, NaN for none), "linked-x" (data x to show while the pointer is elsewhere).
 * Signals: "painted" (guint64 serial) once for each frame that shows a plot for the first time, after it was
 * painted; plots replaced before their frame are not reported.
 * Keys, when focused: Left and Right move the crosshair (with Control: faster), Home, End, Escape takes it away. */
#define SL_TYPE_PLOT_VIEW (sl_plot_view_get_type ())
G_DECLARE_FINAL_TYPE (SlPlotView, sl_plot_view, SL, PLOT_VIEW, GtkWidget)

GtkWidget *sl_plot_view_new (void);

/* Takes a reference; NULL shows the placeholder. Cheap: drawing happens at most once per frame. */
void sl_plot_view_set_plot (SlPlotView *self, SlPlot *plot);
SlPlot *sl_plot_view_get_plot (SlPlotView *self); /* borrowed, may be NULL */

double sl_plot_view_get_hover_x (SlPlotView *self);
/* For views over the same axis: connect notify::hover-x of one to this of the others. NaN for none. */
void sl_plot_view_set_linked_x (SlPlotView *self, double x);

void sl_plot_view_set_dark (SlPlotView *self, gboolean dark);
void sl_plot_view_set_scale (SlPlotView *self, double scale);
void sl_plot_view_set_placeholder (SlPlotView *self, const char *text);

/* From now on both have the same left and right margins, so that their x axes line up when stacked. May be called
 * with more views in turn; ends when a view is destroyed. */
void sl_plot_view_align_with (SlPlotView *self, SlPlotView *other);
