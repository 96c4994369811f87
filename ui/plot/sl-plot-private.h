/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "ui/plot/sl-plot.h"

/* The inside of a description, for ui/plot and its sub-folders only. */

typedef enum {
  SL_LAYER_SERIES,
  SL_LAYER_RIBBON,
  SL_LAYER_BAND,
  SL_LAYER_HLINE,
  SL_LAYER_VLINE,
  SL_LAYER_TEXT,
  SL_LAYER_POINT,
  SL_LAYER_TRACK,
  SL_LAYER_ARROW,
  SL_LAYER_MAP,
  SL_LAYER_PICTURE,
  SL_LAYER_HANDLE,
  SL_N_LAYERS
} SlLayerType;

typedef struct {
  SlLayerType type;
  double *x, *y, *y0;   /* n values each; y0 NULL: down to the axis. Points, texts and lines use x[0], y[0] */
  gsize n;
  gboolean increasing;  /* x never falls and is never NaN: the layer may be searched and reduced by columns */
  gboolean on_right;
  gboolean y_fraction;
  SlAnchor anchor;
  SlStroke stroke;      /* zeros already replaced by their defaults */
  double label_x;
  double x0, x1;        /* bands */
  guint32 *rgb;         /* bands; pictures: nx x ny, 0xAARRGGBB */
  guint n_rgb;
  double *along;        /* tracks: n values, or NULL */
  char *along_name, *along_unit;
  double dx, dy;        /* arrows */
  double *x_edge, *y_edge, *value; /* maps: nx + 1, ny + 1, ny x nx */
  guint nx, ny;
  SlRamp ramp;
  double lo, hi;
  char *id;             /* handles */
  SlHandleAxes axes;
  char *name, *label, *unit;
} SlPlotLayer;

typedef struct {
  SlScale scale;
  double lo, hi;
  char *title;          /* NULL: no labels, no ticks */
} SlPlotAxis;

typedef struct {
  double share;
  SlPlotAxis y, right;
  gboolean has_right;
  GPtrArray *layers;    /* SlPlotLayer, in drawing order */
  GPtrArray *series;    /* borrowed from layers */
  SlPlotLayer *map;     /* likewise; NULL: none. Its key is beside the panel */
  SlPlotLayer *picture; /* likewise: a panel with one is bare */
  gboolean bare;        /* no grid, and no axes but those with titles */
} SlPlotPanel;

struct _SlPlot {
  gatomicrefcount refs;
  guint64 serial;
  char *title, *caption;
  SlPlotAxis x;
  const char *link;     /* static; NULL: none */
  double link_unit;
  char *top_title;
  GArray *top;          /* SlTick, labels owned */
  GPtrArray *panels;    /* SlPlotPanel */
};

/* TRUE where both plots get the same axes, ticks and axis labels at the same size, so that a view may keep
 * its layout while only the data change. Either may be NULL. */
gboolean sl_plot_same_axes (SlPlot *a, SlPlot *b);

/* Colour 0xRRGGBB of a band at t, 0..1 of its width in data units. */
guint32 sl_plot_band_colour (const SlPlotLayer *layer, double t);
/* The handle of that id, or NULL; panel is where. */
SlPlotLayer *sl_plot_find_handle (SlPlot *plot, const char *id, guint *panel);

static inline SlPlotPanel *
sl_plot_panel (SlPlot *plot, guint panel)
{
  return g_ptr_array_index (plot->panels, panel);
}

/* Whether a reading depends on the height, too: the panel has a map, or nothing that can be read at x
 * alone. */
static inline gboolean
sl_plot_panel_is_plane (const SlPlotPanel *panel)
{
  return panel->map || panel->series->len == 0;
}

static inline SlPlotLayer *
sl_plot_layer (SlPlotPanel *panel, guint layer)
{
  return g_ptr_array_index (panel->layers, layer);
}

static inline gboolean
sl_plot_is_bare (const SlPlotPanel *panel)
{
  return panel->picture || panel->bare;
}

static inline gboolean
sl_plot_all_bare (SlPlot *plot)
{
  for (guint i = 0; i < plot->panels->len; i++)
    if (!sl_plot_is_bare (sl_plot_panel (plot, i)))
      return FALSE;
  return TRUE;
}
