/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "ui/plot/layout/sl-plot-layout.h"
#include "ui/plot/sl-plot-private.h"

/* The data of a plot as a list of shapes in device pixels from the top left: what the live renderers
 * (software and OpenGL) both draw, so that their pictures agree. The Cairo renderer, which also writes
 * vector formats, works in the layout's units and uses sl-plot-shapes.h instead. Any thread; one scene per
 * thread. */

typedef enum {
  SL_SHAPE_LINE,          /* path: a curve y(x), a reference line or, of one point, a dot */
  SL_SHAPE_TRACK,         /* path: a curve of any course */
  SL_SHAPE_AREA,          /* between path and lower (NULL: the panel's bottom) */
  SL_SHAPE_CELLS,         /* cells: bands of colour, maps */
  SL_SHAPE_ARROW,         /* path: the shaft, ends flat; head: filled */
  SL_SHAPE_PICTURE,       /* the layer's picture, in box */
  SL_N_SHAPES
} SlPlotShapeKind;

/* One rectangle of one colour, 0xRRGGBB. Its upper and lower edges lie on whole pixels. */
typedef struct {
  double x0, y0, x1, y1;
  guint32 rgb;
} SlPlotCell;

/* A panel on the target. */
typedef struct {
  SlPlotRect clip;        /* exact */
  int x0, y0, x1, y1;     /* the whole pixels that may be drawn on, right and bottom excluded */
  double scale;           /* device pixels per unit of the layout */
  SlAxisMap x, y, right;  /* from data to device pixels */
  const SlPlotTheme *theme;
  const SlPlotLayout *layout;
  const SlLayoutPanel *panel;
} SlPlotScenePanel;

typedef struct {
  SlPlotShapeKind kind;
  guint panel;            /* index into the scene's panels */
  const SlPlotLayer *layer;
  const GdkRGBA *colour;
  double alpha;           /* beside that of the colour */
  double width;           /* of lines, tracks and shafts, pixels; lines and tracks: at least 1 */
  gboolean straight;      /* a line without bends: its pieces do not meet */
  /* Of the scene, dashed already. A renderer may reorder the points. */
  SlPath *path, *lower;
  SlPathPoint head[4];
  SlPlotRect box;
  guint first_cell, n_cells; /* of the scene's cells */
  gboolean whole;         /* cells are opaque and cover whole pixels */
} SlPlotShape;

/* Zero-initialised is empty; memory is kept between uses. */
typedef struct {
  GArray *panels;         /* SlPlotScenePanel */
  GArray *shapes;         /* SlPlotShape, in the order of drawing */
  GArray *cells;          /* SlPlotCell */
  GPtrArray *paths;       /* SlPath; the first n_paths are in use */
  guint n_paths;
  GArray *edges;          /* double: work memory of maps */
} SlPlotScene;

void sl_plot_scene_clear (SlPlotScene *self);

/* Replaces what the scene holds by the data of a plot (no axes, texts or handles) on a target of width by
 * height pixels, scale pixels per unit of the layout. Plot, layout and theme are borrowed until the next
 * call. Shapes come panel by panel; panels without pixels have none. */
void sl_plot_scene_build (SlPlotScene *self, SlPlot *plot, const SlPlotLayout *layout,
                          const SlPlotTheme *theme, int width, int height, double scale);

/* Where the middle of a straight line of that width goes so that its edges are sharp, device pixels. */
double sl_plot_snap_line (double position, double line_width);
