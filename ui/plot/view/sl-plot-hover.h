/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

#include "ui/plot/view/sl-plot-hit.h"

/* The crosshair and the card of values beside it: a layer above a plot that moves without redrawing the
 * plot. */

/* The position to read. */
typedef struct {
  double x;               /* on the x axis; NaN: nowhere */
  double px, py;          /* the pointer, in the layout's pixels; py NaN: it is not over the plot */
  gboolean on_track;      /* track is read */
  SlTrackHit track;
  const SlPlotLayer *handle; /* not NULL: this handle is read */
  guint handle_panel;
  double along;           /* along value pointed at in another plot, marked on all tracks; NaN: none */
} SlPlotCursor;

/* One value of the card. Strings are owned by the array. */
typedef struct {
  char *name;       /* plain */
  char *value;      /* markup with its unit */
  SlColour colour;
  guint32 rgb;      /* of a map cell, 0xffRRGGBB; 0: use colour */
  gboolean bare;    /* no swatch: a coordinate */
  double px, py;    /* position of its mark, in the layout's pixels; py NaN: none */
  double y;
} SlReadout;

/* Values of all named series at x, panel by panel, where their curves have one. Returns an array of
 * SlReadout. */
GArray *sl_plot_readouts (SlPlot *plot, const SlPlotLayout *layout, double x);
/* Values of whatever the cursor is at: series, a track, a map cell, a picture. heading: markup, to be freed.
 * An empty array with a heading means a name alone; NULL: nothing to read. */
GArray *sl_plot_read (SlPlot *plot, const SlPlotLayout *layout, const SlPlotTheme *theme,
                      const SlPlotCursor *cursor, char **heading);
/* The same as plain text for screen readers; NULL for nothing. */
char *sl_plot_read_text (SlPlot *plot, const SlPlotLayout *layout, const SlPlotTheme *theme,
                         const SlPlotCursor *cursor);

/* "λ = 5007 Å" (markup) with as many digits as a pixel resolves; free with g_free. */
char *sl_plot_x_markup (SlPlot *plot, const SlPlotLayout *layout, double x);
/* Name and value of a position on an axis with this title; both are markup, to be freed. */
void sl_plot_axis_markup (const char *title, const SlAxisMap *map, double value, char **name, char **number);

/* Finds a position for a card of w x h at a crosshair at x, inside width x height and at least gap away from
 * the pointer at x, y, that covers as little as possible of the n rectangles. FALSE: none fits. */
gboolean sl_plot_card_place (double width, double height, double w, double h, double x, double y, double gap,
                             const SlPlotRect *avoid, guint n, double *card_x, double *card_y);

/* A filled disc. */
void sl_plot_append_disc (GtkSnapshot *snapshot, double x, double y, double radius, const GdkRGBA *colour);
/* Draws crosshair, marks and card; nothing where there is nothing to read. avoid: n rectangles that the card
 * should not cover. */
void sl_plot_hover_snapshot (GtkSnapshot *snapshot, SlPlot *plot, const SlPlotLayout *layout,
                             const SlPlotTheme *theme, PangoContext *context, const SlPlotCursor *cursor,
                             const SlPlotRect *avoid, guint n);
