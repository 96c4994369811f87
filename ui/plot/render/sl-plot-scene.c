/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/render/sl-plot-scene.h"

#include <math.h>

#include "ui/plot/layout/sl-plot-shapes.h"
#include "ui/plot/sl-plot-ramp.h"

/* Curves are followed this far outside the panel, in device pixels: more than any line is wide. */
#define MARGIN 64

typedef struct {
  SlPlotScene *scene;
  const SlPlotScenePanel *panel;
  guint index;            /* of the panel */
} Builder;

static void
path_free (gpointer path)
{
  sl_path_clear (path);
  g_free (path);
}

void
sl_plot_scene_clear (SlPlotScene *self)
{
  g_clear_pointer (&self->panels, g_array_unref);
  g_clear_pointer (&self->shapes, g_array_unref);
  g_clear_pointer (&self->cells, g_array_unref);
  g_clear_pointer (&self->edges, g_array_unref);
  g_clear_pointer (&self->paths, g_ptr_array_unref);
  self->n_paths = 0;
}

static void
reset (SlPlotScene *self)
{
  if (!self->panels)
    {
      self->panels = g_array_new (FALSE, FALSE, sizeof (SlPlotScenePanel));
      self->shapes = g_array_new (FALSE, FALSE, sizeof (SlPlotShape));
      self->cells = g_array_new (FALSE, FALSE, sizeof (SlPlotCell));
      self->edges = g_array_new (FALSE, FALSE, sizeof (double));
      self->paths = g_ptr_array_new_with_free_func (path_free);
    }
  g_array_set_size (self->panels, 0);
  g_array_set_size (self->shapes, 0);
  g_array_set_size (self->cells, 0);
  self->n_paths = 0;
}

/* An empty path of the scene. */
static SlPath *
new_path (Builder *b)
{
  SlPlotScene *scene = b->scene;
  SlPath *path;

  if (scene->n_paths == scene->paths->len)
    g_ptr_array_add (scene->paths, g_new0 (SlPath, 1));
  path = g_ptr_array_index (scene->paths, scene->n_paths++);
  path->n = 0;
  return path;
}

static SlPlotShape
new_shape (Builder *b, SlPlotShapeKind kind, const SlPlotLayer *layer)
{
  return (SlPlotShape){ .kind = kind,
                        .panel = b->index,
                        .layer = layer,
                        .colour = &b->panel->theme->colours[layer->stroke.colour],
                        .alpha = layer->stroke.alpha,
                        .first_cell = b->scene->cells->len };
}

static void
finish (Builder *b, SlPlotShape *shape)
{
  shape->n_cells = b->scene->cells->len - shape->first_cell;
  g_array_append_val (b->scene->shapes, *shape);
}

static double
line_width (const Builder *b, const SlStroke *stroke)
{
  return stroke->width * b->panel->theme->line_width * b->panel->scale;
}

/* The path itself, or its dashes where the stroke has any. */
static SlPath *
dashed (Builder *b, SlPath *path, const SlStroke *stroke)
{
  const SlDash dash = sl_plot_theme_dash (b->panel->theme, stroke);
  double dashes[4];
  guint n = sl_plot_theme_dashes (dash, line_width (b, stroke), dashes);
  SlPath *pieces;

  if (!n)
    return path;
  pieces = new_path (b);
  sl_path_dash (pieces, path, dashes, n);
  return pieces;
}

static void
add_stroke (Builder *b, SlPlotShapeKind kind, const SlPlotLayer *layer, SlPath *path, gboolean straight)
{
  SlPlotShape shape = new_shape (b, kind, layer);

  shape.width = line_width (b, &layer->stroke);
  shape.straight = straight;
  shape.path = dashed (b, path, &layer->stroke);
  /* Lines thinner than a pixel are one pixel wide and fainter: the coverage is the same, the joins are
   * better. */
  if (shape.width < 1)
    {
      shape.alpha *= shape.width;
      shape.width = 1;
    }
  finish (b, &shape);
}

static SlPath *
trace (Builder *b, const SlPlotLayer *layer, const double *y)
{
  SlPath *path = new_path (b);

  sl_path_build (path, &b->panel->x, layer->on_right ? &b->panel->right : &b->panel->y, layer->x, y, layer->n,
                 layer->increasing, &b->panel->clip, MARGIN, 1);
  return path;
}

static void
add_series (Builder *b, const SlPlotLayer *layer)
{
  add_stroke (b, SL_SHAPE_LINE, layer, trace (b, layer, layer->y), FALSE);
}

static void
add_track (Builder *b, const SlPlotLayer *layer)
{
  add_stroke (b, SL_SHAPE_TRACK, layer, trace (b, layer, layer->y), FALSE);
}

static void
add_ribbon (Builder *b, const SlPlotLayer *layer)
{
  SlPlotShape shape = new_shape (b, SL_SHAPE_AREA, layer);

  shape.path = trace (b, layer, layer->y);
  shape.lower = layer->y0 ? trace (b, layer, layer->y0) : NULL;
  finish (b, &shape);
}

guint32
sl_plot_band_colour (const SlPlotLayer *layer, double t)
{
  double at = CLAMP (t, 0, 1) * (layer->n_rgb - 1);
  guint i = MIN ((guint) at, layer->n_rgb - 1), j = MIN (i + 1, layer->n_rgb - 1);
  guint32 mixed = 0;

  for (int shift = 0; shift < 24; shift += 8)
    {
      double a = layer->rgb[i] >> shift & 0xff, b = layer->rgb[j] >> shift & 0xff;

      mixed |= (guint32) lround (a + (b - a) * (at - i)) << shift;
    }
  return mixed;
}

/* A cell for each column of pixels: on a logarithmic axis no two have the same step of colour. */
static void
add_band (Builder *b, const SlPlotLayer *layer)
{
  const SlPlotScenePanel *p = b->panel;
  double from = sl_axis_map_to_pixel (&p->x, layer->x0), to = sl_axis_map_to_pixel (&p->x, layer->x1);
  double left = MAX (MIN (from, to), p->x0), right = MIN (MAX (from, to), p->x1);
  SlPlotShape shape = new_shape (b, SL_SHAPE_CELLS, layer);

  for (int x = (int) floor (left); left < right && x < (int) ceil (right); x++)
    {
      double value = sl_axis_map_to_value (&p->x, x + 0.5);
      guint32 rgb = sl_plot_band_colour (layer, (value - layer->x0) / (layer->x1 - layer->x0));
      SlPlotCell cell = { MAX (left, x), p->y0, MIN (right, x + 1), p->y1, rgb };

      g_array_append_val (b->scene->cells, cell);
    }
  finish (b, &shape);
}

/* The step of colour of a value; SL_RAMP_STEPS for none. */
static guint
map_step (const SlPlotLayer *layer, double value)
{
  return isnan (value) ? SL_RAMP_STEPS : sl_plot_ramp_step (layer->ramp, layer->lo, layer->hi, value);
}

/* One row of a map: neighbours of one colour are one cell; those outside or within a pixel are none. */
static void
add_map_row (Builder *b, const SlPlotLayer *layer, const double *value, const double *x, double top,
             double bottom)
{
  const guint32 *ramp = b->panel->theme->ramps[layer->ramp];
  const guint none = SL_RAMP_STEPS;
  guint next = layer->nx ? map_step (layer, value[0]) : none;

  for (guint i = 0, end; i < layer->nx; i = end)
    {
      SlPlotCell cell = { .y0 = top, .y1 = bottom };
      const guint step = next;

      next = none;
      for (end = i + 1; end < layer->nx && (next = map_step (layer, value[end])) == step; end++)
        ;
      if (step == none)
        continue;
      cell.x0 = MAX (MIN (x[i], x[end]), b->panel->x0);
      cell.x1 = MIN (MAX (x[i], x[end]), b->panel->x1);
      cell.rgb = ramp[step];
      if (cell.x0 < cell.x1)
        g_array_append_val (b->scene->cells, cell);
    }
}

static void
add_map (Builder *b, const SlPlotLayer *layer)
{
  SlPlotShape shape = new_shape (b, SL_SHAPE_CELLS, layer);
  const double *x, *y;

  g_array_set_size (b->scene->edges, layer->nx + layer->ny + 2);
  x = &g_array_index (b->scene->edges, double, 0);
  y = x + layer->nx + 1;
  sl_plot_map_edges (&b->panel->x, layer->x_edge, layer->nx, 1, (double *) x);
  sl_plot_map_edges (&b->panel->y, layer->y_edge, layer->ny, 1, (double *) y);
  shape.alpha = 1;
  shape.whole = TRUE;
  for (guint j = 0; j < layer->ny; j++)
    {
      double top = MAX (MIN (y[j], y[j + 1]), b->panel->y0),
             bottom = MIN (MAX (y[j], y[j + 1]), b->panel->y1);

      if (top < bottom)
        add_map_row (b, layer, layer->value + (gsize) j * layer->nx, x, top, bottom);
    }
  finish (b, &shape);
}

double
sl_plot_snap_line (double position, double line_width)
{
  return (int) MAX (1, round (line_width)) % 2 ? floor (position) + 0.5 : round (position);
}

static void
add_reference_line (Builder *b, const SlPlotLayer *layer)
{
  const SlPlotScenePanel *p = b->panel;
  const SlPlotRect *r = &p->clip;
  const gboolean vertical = layer->type == SL_LAYER_VLINE;
  double at =
      vertical ? sl_axis_map_to_pixel (&p->x, layer->x[0]) : sl_axis_map_to_pixel (&p->y, layer->y[0]);
  SlPath *path;

  if (isnan (at))
    return;
  if (p->theme->snap)
    at = sl_plot_snap_line (at, line_width (b, &layer->stroke));
  path = new_path (b);
  sl_path_append (path, vertical ? at : r->x, vertical ? r->y : at);
  sl_path_append (path, vertical ? at : r->x + r->w, vertical ? r->y + r->h : at);
  add_stroke (b, SL_SHAPE_LINE, layer, path, TRUE);
}

static void
add_dot (Builder *b, const SlPlotLayer *layer, const SlPathPoint *at, double radius, const GdkRGBA *colour,
         double alpha)
{
  SlPlotShape shape = new_shape (b, SL_SHAPE_LINE, layer);

  shape.colour = colour;
  shape.alpha = alpha;
  shape.width = 2 * radius;
  shape.path = new_path (b);
  sl_path_append (shape.path, at->x, at->y);
  finish (b, &shape);
}

/* A dot with a ring of the background's colour around it. */
static void
add_point (Builder *b, const SlPlotLayer *layer)
{
  const SlPlotTheme *theme = b->panel->theme;
  SlPathPoint at = { sl_axis_map_to_pixel (&b->panel->x, layer->x[0]),
                     sl_axis_map_to_pixel (&b->panel->y, layer->y[0]) };
  double radius = theme->point_radius * b->panel->scale, ring = theme->halo * b->panel->scale / 2;

  if (isnan (at.x) || isnan (at.y))
    return;
  add_dot (b, layer, &at, radius + ring, &theme->background, 1);
  add_dot (b, layer, &at, radius, &theme->colours[layer->stroke.colour], layer->stroke.alpha);
}

static void
add_arrow (Builder *b, const SlPlotLayer *layer)
{
  const SlPlotScenePanel *p = b->panel;
  const SlShapeSite site = { p->layout, p->panel, p->theme, 1 / p->scale, NULL };
  SlPlotShape shape = new_shape (b, SL_SHAPE_ARROW, layer);
  SlPathPoint shaft[2];
  SlPath *path;

  if (!sl_plot_arrow_outline (&site, layer, shaft, shape.head))
    return;
  path = new_path (b);
  for (guint i = 0; i < 2; i++)
    sl_path_append (path, shaft[i].x * p->scale, shaft[i].y * p->scale);
  for (guint i = 0; i < 4; i++)
    shape.head[i] = (SlPathPoint){ shape.head[i].x * p->scale, shape.head[i].y * p->scale };
  shape.width = line_width (b, &layer->stroke);
  shape.path = dashed (b, path, &layer->stroke);
  finish (b, &shape);
}

static void
add_picture (Builder *b, const SlPlotLayer *layer)
{
  SlPlotShape shape = new_shape (b, SL_SHAPE_PICTURE, layer);

  shape.box = sl_plot_picture_rect (&b->panel->clip, layer->nx, layer->ny);
  finish (b, &shape);
}

static void
add_nothing (Builder *b, const SlPlotLayer *layer)
{
}

static SlPlotScenePanel
place_panel (const SlPlotLayout *layout, const SlLayoutPanel *panel, const SlPlotTheme *theme, int width,
             int height, double scale)
{
  const SlPlotRect *r = &panel->rect;
  SlPlotScenePanel p = {
    .clip = { r->x * scale, r->y * scale, r->w * scale, r->h * scale },
    .scale = scale,
    .x = sl_axis_map_scaled (&layout->x, scale),
    .y = sl_axis_map_scaled (&panel->y, scale),
    .right = sl_axis_map_scaled (&panel->right, scale),
    .theme = theme,
    .layout = layout,
    .panel = panel,
  };

  p.x0 = CLAMP ((int) lround (p.clip.x), 0, width);
  p.y0 = CLAMP ((int) lround (p.clip.y), 0, height);
  p.x1 = CLAMP ((int) lround (p.clip.x + p.clip.w), 0, width);
  p.y1 = CLAMP ((int) lround (p.clip.y + p.clip.h), 0, height);
  return p;
}

void
sl_plot_scene_build (SlPlotScene *self, SlPlot *plot, const SlPlotLayout *layout, const SlPlotTheme *theme,
                     int width, int height, double scale)
{
  static void (*const add[SL_N_LAYERS]) (Builder *, const SlPlotLayer *) = {
    [SL_LAYER_SERIES] = add_series,
    [SL_LAYER_RIBBON] = add_ribbon,
    [SL_LAYER_BAND] = add_band,
    [SL_LAYER_HLINE] = add_reference_line,
    [SL_LAYER_VLINE] = add_reference_line,
    [SL_LAYER_TEXT] = add_nothing,
    [SL_LAYER_POINT] = add_point,
    [SL_LAYER_TRACK] = add_track,
    [SL_LAYER_ARROW] = add_arrow,
    [SL_LAYER_MAP] = add_map,
    [SL_LAYER_PICTURE] = add_picture,
    [SL_LAYER_HANDLE] = add_nothing,
  };

  reset (self);
  for (guint i = 0; i < MIN (plot->panels->len, layout->panels->len); i++)
    {
      SlPlotScenePanel place = place_panel (layout, &g_array_index (layout->panels, SlLayoutPanel, i), theme,
                                            width, height, scale);
      SlPlotPanel *panel = sl_plot_panel (plot, i);
      Builder b = { self, &place, i };

      g_array_append_val (self->panels, place);
      if (place.x0 >= place.x1 || place.y0 >= place.y1)
        continue;
      for (guint j = 0; j < panel->layers->len; j++)
        add[sl_plot_layer (panel, j)->type] (&b, sl_plot_layer (panel, j));
    }
}
