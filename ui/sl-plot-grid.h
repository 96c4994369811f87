/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

/* Lays its children out by the room there is: the first one across the top
 * with the others in a row below it; in two columns; or in one. */
#define SL_TYPE_PLOT_GRID (sl_plot_grid_get_type ())
G_DECLARE_FINAL_TYPE (SlPlotGrid, sl_plot_grid, SL, PLOT_GRID, GtkWidget)

GtkWidget *sl_plot_grid_new (void);
void sl_plot_grid_append (SlPlotGrid *self, GtkWidget *child);
/* scale (1 at first): how much larger than usual the text on the children is; they get as much more room, and scroll where
 * there is not enough. */
void sl_plot_grid_set_scale (SlPlotGrid *self, double scale);
