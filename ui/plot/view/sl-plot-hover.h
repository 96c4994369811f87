/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

#include "ui/plot/view/sl-plot-hit.h"

/* The crosshair and the card of values beside it: a layer above a plot that moves without redrawing the plot.
 */

/* Where to read. */
typedef struct {
  double x;               /* on the x axis; NaN: nowhere */
  double px, py;          /* the pointer, in the layout's pixels; py NaN: it is elsewhere */
  gboolean on_track;      /* then track is what is read */
  SlTrackHit track;
  const SlPlotLayer *handle; /* then that is what is read; NULL: none */
  guint handle_panel;
  double along;           /* of tracks, as another plot points at it; NaN: none. Marks all that have it */
} SlPlotCursor;

/* One value of the card. Strings are owned by the array. */
typedef struct {
  char *name;       /* plain */
  char *value;      /* markup with its unit */
  SlColour colour;
  guint32 rgb;      /* of a map's cell, 0xffRRGGBB; 0: colour's */
  gboolean bare;    /* no swatch: a coordinate */
  double px, py;    /* where a mark belongs, in the layout's pixels; py NaN: none */
  double y;
} SlReadout;

/* The values of all named series at x whose curves have one there, panel by panel. Returns an array of
 * SlReadout. */
GArray *sl_plot_readouts (SlPlot *plot, const SlPlotLayout *layout, double x);
/* The same of whatever the cursor is at: series, a track, the cell of a map, a picture. heading: markup, to
 * be freed. An array that is empty with a heading is a name alone; NULL: nothing to read there. */
GArray *sl_plot_read (SlPlot *plot, const SlPlotLayout *layout, const SlPlotTheme *theme,
                      const SlPlotCursor *cursor, char **heading);
/* The same as plain text for screen readers; NULL for nothing. */
char *sl_plot_read_text (SlPlot *plot, const SlPlotLayout *layout, const SlPlotTheme *theme,
                         const SlPlotCursor *cursor);

/* "λ = 5007 Å" (markup) with as many digits as a pixel can tell apart; free with g_free. */
char *sl_plot_x_markup (SlPlot *plot, const SlPlotLayout *layout, double x);
/* Name and value of a place on an axis with that title; both are markup and to be freed. */
void sl_plot_axis_markup (const char *title, const SlAxisMap *map, double value, char **name, char **number);

/* Finds a place for a card of w x h at a crosshair at x, inside width x height and clear of the pointer at x,
 * y by gap, with as little as can be of the n rectangles below it. FALSE: there is none. */
gboolean sl_plot_card_place (double width, double height, double w, double h, double x, double y, double gap,
                             const SlPlotRect *avoid, guint n, double *card_x, double *card_y);

/* A filled disc. */
void sl_plot_append_disc (GtkSnapshot *snapshot, double x, double y, double radius, const GdkRGBA *colour);
/* Draws crosshair, marks and card; nothing where there is nothing to read. avoid: n rectangles that the card
 * should leave free. */
void sl_plot_hover_snapshot (GtkSnapshot *snapshot, SlPlot *plot, const SlPlotLayout *layout,
                             const SlPlotTheme *theme, PangoContext *context, const SlPlotCursor *cursor,
                             const SlPlotRect *avoid, guint n);
