/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

/* Arranges its children by the space available: the first one across the top and the others in a row below
 * it; in two columns; or in one. Or in a chosen number of columns, as far as they fit. */
#define SL_TYPE_PLOT_GRID (sl_plot_grid_get_type ())
G_DECLARE_FINAL_TYPE (SlPlotGrid, sl_plot_grid, SL, PLOT_GRID, GtkWidget)

GtkWidget *sl_plot_grid_new (void);
void sl_plot_grid_append (SlPlotGrid *self, GtkWidget *child);
void sl_plot_grid_remove (SlPlotGrid *self, GtkWidget *child);
/* columns 0 (the default): by the width. hero: the first child has a row of its own above the columns. */
void sl_plot_grid_set_shape (SlPlotGrid *self, guint columns, gboolean hero);
/* scale (default 1): size of the text on the children relative to the usual; they get as much more space, and
 * scroll where there is not enough. */
void sl_plot_grid_set_scale (SlPlotGrid *self, double scale);
