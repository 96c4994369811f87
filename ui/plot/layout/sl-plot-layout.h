/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <pango/pango.h>

#include "ui/plot/layout/sl-plot-path.h"
#include "ui/plot/sl-plot-theme.h"
#include "ui/plot/layout/sl-plot-zoom.h"

/* Positions of everything except the data: panels, axes, ticks and their texts, for one description at one
 * size. Depends only on axes, so a view keeps its layout while curves change (sl_plot_same_axes). Main
 * thread, as Pango contexts are. */

typedef struct { double left, right; } SlPlotMargins;

typedef struct {
  double at;           /* along the axis, in pixels */
  gboolean major;
} SlLayoutTick;

/* A text and the box it covers, after turning by 90 degrees to the left if rotated. */
typedef struct {
  PangoLayout *layout;
  SlPlotRect box;
  gboolean rotated;
} SlLayoutText;

typedef struct {
  SlPlotRect rect;
  SlAxisMap y, right;
  gboolean has_right;
  GArray *y_ticks, *right_ticks;  /* SlLayoutTick */
  GArray *key_ticks;              /* of the key of a map; NULL: none */
  SlPlotRect key;
  SlAxisMap key_axis;
} SlLayoutPanel;

typedef struct {
  double width, height;
  SlPlotMargins margins;  /* margins in use */
  SlPlotMargins needed;   /* margins that this plot alone would need */
  SlPlotRect area;        /* of all panels */
  SlAxisMap x;
  GArray *panels;         /* SlLayoutPanel */
  GArray *x_ticks, *top_ticks;
  /* SlLayoutText: axis titles and tick labels; none is cut off or overlaps another */
  GArray *texts;
} SlPlotLayout;

/* at_least (may be NULL): minimum margins, so that several plots line up and numbers of another width move
 * nothing. Margins grow in steps. Never fails: in a small plot titles are left out first, then labels. Owned
 * by the caller. */
SlPlotLayout *sl_plot_layout_new (SlPlot *plot, double width, double height, const SlPlotTheme *theme,
                                  PangoContext *context, const SlPlotMargins *at_least);
/* The same with zoomed axis ranges. zoom may be NULL. */
SlPlotLayout *sl_plot_layout_new_zoomed (SlPlot *plot, double width, double height, const SlPlotTheme *theme,
                                         PangoContext *context, const SlPlotMargins *at_least,
                                         const SlPlotZoom *zoom);
void sl_plot_layout_free (SlPlotLayout *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlPlotLayout, sl_plot_layout_free)

/* Size of a text, in the unit of the drawing. */
void sl_plot_text_measure (PangoLayout *layout, double *w, double *h);
/* Cuts a text off at a width. */
void sl_plot_text_shorten (PangoLayout *layout, double width);
/* A Pango layout of this markup in the theme's font, with figures of equal width; invalid markup is shown
 * literally. */
PangoLayout *sl_plot_text_new (PangoContext *context, const SlPlotTheme *theme, const char *markup);

/* Plain text of markup, "" for NULL; g_free. */
char *sl_plot_plain (const char *markup);

gboolean sl_plot_rects_touch (const SlPlotRect *a, const SlPlotRect *b, double gap);
