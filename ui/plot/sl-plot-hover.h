/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

#include "ui/plot/sl-plot-layout.h"

/* The crosshair and the card of values beside it: a layer above a plot that moves without redrawing the plot. */

/* One value of the card. Strings are owned by the array. */
typedef struct {
  char *name;       /* plain */
  char *value;      /* markup with its unit */
  SlColour colour;
  double px, py;    /* where the curve is, in the layout's pixels */
  double y;
} SlReadout;

/* The values of all named series at x whose curves have one there, panel by panel. Returns an array of SlReadout. */
GArray *sl_plot_readouts (SlPlot *plot, const SlPlotLayout *layout, double x);

/* "λ = 5007 Å" (markup) with as many digits as a pixel can tell apart; free with g_free. */
char *sl_plot_x_markup (SlPlot *plot, const SlPlotLayout *layout, double x);

/* Finds a place for a card of w x h at a crosshair at x, inside width x height and clear of the pointer at x, y by
 * gap. FALSE: there is none. */
gboolean sl_plot_card_place (double width, double height, double w, double h, double x, double y, double gap,
                             double *card_x, double *card_y);

/* Draws crosshair, markers and card at the data position x; nothing when x is NaN or not on the axis.
 * pointer_y: NaN when the pointer is elsewhere. */
void sl_plot_hover_snapshot (GtkSnapshot *snapshot, SlPlot *plot, const SlPlotLayout *layout, const SlPlotTheme *theme,
                             PangoContext *context, double x, double pointer_y);
