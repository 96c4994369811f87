/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

/* Lays its children out by the room there is: the first one across the top
 * with the others in a row below it; in two columns; or in one. Or in the
 * columns that it is told, as far as they fit. */
#define SL_TYPE_PLOT_GRID (sl_plot_grid_get_type ())
G_DECLARE_FINAL_TYPE (SlPlotGrid, sl_plot_grid, SL, PLOT_GRID, GtkWidget)

GtkWidget *sl_plot_grid_new (void);
void sl_plot_grid_append (SlPlotGrid *self, GtkWidget *child);
void sl_plot_grid_remove (SlPlotGrid *self, GtkWidget *child);
/* columns 0 (at first): by the room. hero: the first child has a row of its own above the columns. */
void sl_plot_grid_set_shape (SlPlotGrid *self, guint columns, gboolean hero);
/* scale (1 at first): how much larger than usual the text on the children is; they get as much more room, and
 * scroll where there is not enough. */
void sl_plot_grid_set_scale (SlPlotGrid *self, double scale);
