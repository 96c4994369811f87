/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/render/sl-plot-gl-scene.h"

#include <math.h>

#include "ui/plot/sl-plot-ramp.h"
#include "ui/plot/render/sl-plot-raster.h"
#include "ui/plot/layout/sl-plot-shapes.h"

/* Curves are followed this far outside the panel, in device pixels: more than any line is wide. */
#define MARGIN 64
/* A pixel that touches an instance's edge, and one for rounding */
#define SOFT_EDGE 2.0
/* Cosine of a bend at which both sides of a line go on much the same way */
#define GENTLE 0.9

typedef struct {
  SlGlScene *scene;
  const SlPlotTheme *theme;
  SlPlotRect clip;        /* the panel, in device pixels */
  int x0, y0, x1, y1;     /* the same, on whole pixels of the target */
  double scale;
  SlAxisMap x, y, right;
  const SlPlotLayout *layout;
  const SlLayoutPanel *place;
} Pen;

void
sl_gl_scene_clear (SlGlScene *self)
{
  g_clear_pointer (&self->data, g_byte_array_unref);
  g_clear_pointer (&self->steps, g_array_unref);
  sl_path_clear (&self->path);
  sl_path_clear (&self->lower);
}

static SlGlStep
step_new (Pen *pen, SlGlStepKind kind, const GdkRGBA *colour, double alpha)
{
  float a = (float) CLAMP (colour->alpha * alpha, 0, 1);

  return (SlGlStep){ .kind = kind, .offset = pen->scene->data->len,
                     .colour = { colour->red * a, colour->green * a, colour->blue * a, a },
                     .x = pen->x0, .y = pen->y0, .w = pen->x1 - pen->x0, .h = pen->y1 - pen->y0 };
}

static void
add_instance (Pen *pen, SlGlStep *step, gconstpointer instance, gsize size)
{
  g_byte_array_append (pen->scene->data, instance, size);
  step->n++;
}

/* Ends a step whose instances lie within a box; one that shows nothing is dropped. */
static void
finish_in (Pen *pen, SlGlStep *step, double left, double top, double right, double bottom)
{
  int x0 = (int) MAX (step->x, floor (left - SOFT_EDGE)),
      x1 = (int) MIN (step->x + step->w, ceil (right + SOFT_EDGE));
  int y0 = (int) MAX (step->y, floor (top - SOFT_EDGE)),
      y1 = (int) MIN (step->y + step->h, ceil (bottom + SOFT_EDGE));

  if (step->n == 0 || !(x0 < x1) || !(y0 < y1))
    {
      g_byte_array_set_size (pen->scene->data, step->offset);
      return;
    }
  step->x = x0;
  step->y = y0;
  step->w = x1 - x0;
  step->h = y1 - y0;
  g_array_append_val (pen->scene->steps, *step);
}

/* Whether a line through a, b, c bends little at b. */
static gboolean
goes_on (const SlPathPoint *a, const SlPathPoint *b, const SlPathPoint *c)
{
  double ux = b->x - a->x, uy = b->y - a->y, vx = c->x - b->x, vy = c->y - b->y;

  return ux * vx + uy * vy > GENTLE * sqrt ((ux * ux + uy * uy) * (vx * vx + vy * vy));
}

static void
add_segment (Pen *pen, SlGlStep *step, const SlPathPoint *p, const SlPathPoint *q, const SlPathPoint *before,
             const SlPathPoint *after)
{
  SlGlSegment segment = { (float) p->x, (float) p->y, (float) q->x, (float) q->y,
                          { before && !isnan (before->x) && goes_on (before, p, q),
                            after && !isnan (after->x) && goes_on (p, q, after) } };

  add_instance (pen, step, &segment, sizeof segment);
}

/* straight: a line without bends, whose pieces do not meet. */
static void
stroke (Pen *pen, SlPath *path, const SlStroke *style, gboolean straight)
{
  const GdkRGBA *colour = &pen->theme->colours[style->colour];
  double width = style->width * pen->theme->line_width * pen->scale, alpha = style->alpha, dashes[4];
  double box[4] = { INFINITY, INFINITY, -INFINITY, -INFINITY };
  guint n_dashes = sl_plot_theme_dashes (sl_plot_theme_dash (pen->theme, style), width, dashes);
  SlGlStep step;

  /* As in the software renderer: thinner than a pixel is fainter. */
  if (width < 1)
    {
      alpha *= width;
      width = 1;
    }
  if (n_dashes)
    {
      sl_path_dash (&pen->scene->lower, path, dashes, n_dashes);
      path = &pen->scene->lower;
    }
  step = step_new (pen, SL_GL_STEP_SEGMENTS, colour, alpha);
  step.radius = (float) (width / 2);
  for (gsize i = 0; i < path->n; i++)
    {
      SlPathPoint p = path->points[i];
      gboolean more = i + 1 < path->n && !isnan (path->points[i + 1].x),
               began = i > 0 && !isnan (path->points[i - 1].x);

      if (isnan (p.x))
        continue;
      box[0] = MIN (box[0], p.x);
      box[1] = MIN (box[1], p.y);
      box[2] = MAX (box[2], p.x);
      box[3] = MAX (box[3], p.y);
      if (more)
        add_segment (pen, &step, &p, &path->points[i + 1], i > 0 ? &path->points[i - 1] : NULL,
                     i + 2 < path->n ? &path->points[i + 2] : NULL);
      else if (!began)
        add_segment (pen, &step, &p, &p, NULL, NULL); /* alone: a dot */
    }
  step.gather = step.n > 1 && !straight;
  finish_in (pen, &step, box[0] - step.radius, box[1] - step.radius, box[2] + step.radius,
             box[3] + step.radius);
}

static void
draw_curve (Pen *pen, const SlPlotLayer *layer)
{
  SlPath *path = &pen->scene->path;

  sl_path_build (path, &pen->x, layer->on_right ? &pen->right : &pen->y, layer->x, layer->y, layer->n,
                 layer->increasing, &pen->clip, MARGIN, 1);
  stroke (pen, path, &layer->stroke, FALSE);
}

/* The area between two edges over an interval, in two parts where they cross. */
static void
add_area (Pen *pen, SlGlStep *step, double x0, double x1, double u0, double u1, double l0, double l1)
{
  double d0 = l0 - u0, d1 = l1 - u1;
  SlGlArea area;

  if (!(x1 > x0))
    return;
  if (d0 * d1 < 0)
    {
      double t = d0 / (d0 - d1), x = x0 + t * (x1 - x0), y = u0 + t * (u1 - u0);

      add_area (pen, step, x0, x, u0, y, l0, y);
      add_area (pen, step, x, x1, y, u1, y, l1);
      return;
    }
  area = (SlGlArea){ (float) x0, (float) x1, (float) MIN (u0, l0), (float) MIN (u1, l1), (float) MAX (u0, l0),
                     (float) MAX (u1, l1) };
  if (area.x1 > area.x0)
    add_instance (pen, step, &area, sizeof area);
}

static double
height_at (const SlPathPoint *p, double x)
{
  return p[0].y + (p[1].y - p[0].y) * (x - p[0].x) / (p[1].x - p[0].x);
}

static gboolean
is_segment (const SlPath *path, gsize i)
{
  return !isnan (path->points[i].x) && !isnan (path->points[i + 1].x)
         && path->points[i + 1].x > path->points[i].x;
}

static void
turn_round (SlPath *path)
{
  for (gsize i = 0, j = path->n; i + 1 < j; i++)
    {
      SlPathPoint swap = path->points[i];

      path->points[i] = path->points[--j];
      path->points[j] = swap;
    }
}

/* Both paths run to the right. Over each interval between points of either, the area is a trapezoid. */
static void
add_areas (Pen *pen, SlGlStep *step, const SlPath *upper, const SlPath *lower)
{
  const double bottom = pen->clip.y + pen->clip.h;
  gsize j = 0;

  for (gsize i = 0; i + 1 < upper->n; i++)
    {
      const SlPathPoint *p = upper->points + i;

      if (!is_segment (upper, i))
        continue;
      if (!lower)
        {
          double u0 = MIN (p[0].y, bottom), u1 = MIN (p[1].y, bottom);

          /* Where it dips below the axis, only the part above has area: cut there, not bent. */
          if ((p[0].y > bottom) != (p[1].y > bottom))
            {
              double x = p[0].x + (p[1].x - p[0].x) * (bottom - p[0].y) / (p[1].y - p[0].y);

              add_area (pen, step, p[0].x, x, u0, bottom, bottom, bottom);
              add_area (pen, step, x, p[1].x, bottom, u1, bottom, bottom);
            }
          else if (p[0].y < bottom || p[1].y < bottom)
            add_area (pen, step, p[0].x, p[1].x, u0, u1, bottom, bottom);
          continue;
        }
      while (j + 1 < lower->n && !(is_segment (lower, j) && lower->points[j + 1].x > p[0].x))
        j++;
      for (gsize k = j; k + 1 < lower->n && !(lower->points[k].x >= p[1].x); k++)
        {
          const SlPathPoint *q = lower->points + k;
          double x0, x1;

          if (!is_segment (lower, k))
            continue;
          x0 = MAX (p[0].x, q[0].x);
          x1 = MIN (p[1].x, q[1].x);
          if (x1 > x0)
            add_area (pen, step, x0, x1, height_at (p, x0), height_at (p, x1), height_at (q, x0),
                      height_at (q, x1));
        }
    }
}

/* Where x turns back, each interval between samples counts by itself; what is covered twice is covered. */
static void
add_loose_areas (Pen *pen, SlGlStep *step, const SlPlotLayer *layer)
{
  const double bottom = pen->clip.y + pen->clip.h;

  for (gsize i = 0; i + 1 < layer->n; i++)
    {
      double x[2], u[2], l[2];
      gboolean turned;

      for (int k = 0; k < 2; k++)
        {
          x[k] = sl_axis_map_to_pixel (&pen->x, layer->x[i + k]);
          u[k] = sl_axis_map_to_pixel (&pen->y, layer->y[i + k]);
          l[k] = layer->y0 ? sl_axis_map_to_pixel (&pen->y, layer->y0[i + k]) : MAX (bottom, u[k]);
        }
      if (isnan (x[0] + x[1] + u[0] + u[1] + l[0] + l[1]))
        continue;
      turned = x[1] < x[0];
      add_area (pen, step, x[turned], x[!turned], u[turned], u[!turned], l[turned], l[!turned]);
    }
}

static void
draw_ribbon (Pen *pen, const SlPlotLayer *layer)
{
  SlPath *upper = &pen->scene->path, *lower = &pen->scene->lower;
  SlGlStep step =
      step_new (pen, SL_GL_STEP_AREAS, &pen->theme->colours[layer->stroke.colour], layer->stroke.alpha);

  step.gather = TRUE;
  if (!layer->increasing)
    add_loose_areas (pen, &step, layer);
  else
    {
      sl_path_build (upper, &pen->x, &pen->y, layer->x, layer->y, layer->n, TRUE, &pen->clip, MARGIN, 1);
      if (layer->y0)
        sl_path_build (lower, &pen->x, &pen->y, layer->x, layer->y0, layer->n, TRUE, &pen->clip, MARGIN, 1);
      if (pen->x.k < 0)
        {
          turn_round (upper);
          if (layer->y0)
            turn_round (lower);
        }
      add_areas (pen, &step, upper, layer->y0 ? lower : NULL);
    }
  finish_in (pen, &step, pen->x0, pen->y0, pen->x1, pen->y1);
}

static void
add_rect (Pen *pen, SlGlStep *step, double x0, double y0, double x1, double y1, guint32 rgb, double alpha)
{
  SlGlRect rect = { (float) x0,
                    (float) y0,
                    (float) x1,
                    (float) y1,
                    { rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff,
                      (guint8) lround (255 * CLAMP (alpha, 0, 1)) } };

  add_instance (pen, step, &rect, sizeof rect);
}

/* A rectangle for each column of pixels: on a logarithmic axis no two have the same step of colour. */
static void
draw_band (Pen *pen, const SlPlotLayer *layer)
{
  double a = sl_axis_map_to_pixel (&pen->x, layer->x0), b = sl_axis_map_to_pixel (&pen->x, layer->x1);
  double left = MAX (MIN (a, b), pen->x0), right = MIN (MAX (a, b), pen->x1);
  SlGlStep step = step_new (pen, SL_GL_STEP_RECTS, &pen->theme->background, 1);

  if (!(left < right))
    return;
  for (int x = (int) floor (left); x < (int) ceil (right); x++)
    {
      double value = sl_axis_map_to_value (&pen->x, x + 0.5);

      add_rect (pen, &step, MAX (left, x), pen->y0, MIN (right, x + 1), pen->y1,
                sl_plot_band_colour (layer, (value - layer->x0) / (layer->x1 - layer->x0)),
                layer->stroke.alpha);
    }
  finish_in (pen, &step, left, pen->y0, right, pen->y1);
}

static void
draw_reference_line (Pen *pen, const SlPlotLayer *layer)
{
  gboolean vertical = layer->type == SL_LAYER_VLINE;
  double at =
      vertical ? sl_axis_map_to_pixel (&pen->x, layer->x[0]) : sl_axis_map_to_pixel (&pen->y, layer->y[0]);
  double width = layer->stroke.width * pen->theme->line_width * pen->scale;
  SlPath *path = &pen->scene->path;

  if (isnan (at))
    return;
  if (pen->theme->snap)
    at = sl_plot_snap_line (at, width);
  path->n = 0;
  sl_path_append (path, vertical ? at : pen->clip.x, vertical ? pen->clip.y : at);
  sl_path_append (path, vertical ? at : pen->clip.x + pen->clip.w, vertical ? pen->clip.y + pen->clip.h : at);
  stroke (pen, path, &layer->stroke, TRUE);
}

static void
add_disc (Pen *pen, const SlPathPoint *at, double radius, const GdkRGBA *colour, double alpha)
{
  SlGlStep step = step_new (pen, SL_GL_STEP_SEGMENTS, colour, alpha);

  step.radius = (float) radius;
  add_segment (pen, &step, at, at, NULL, NULL);
  finish_in (pen, &step, at->x - radius, at->y - radius, at->x + radius, at->y + radius);
}

static void
draw_point (Pen *pen, const SlPlotLayer *layer)
{
  SlPathPoint at = { sl_axis_map_to_pixel (&pen->x, layer->x[0]),
                     sl_axis_map_to_pixel (&pen->y, layer->y[0]) };
  double radius = pen->theme->point_radius * pen->scale, ring = pen->theme->halo * pen->scale / 2;

  if (isnan (at.x) || isnan (at.y))
    return;
  add_disc (pen, &at, radius + ring, &pen->theme->background, 1);
  add_disc (pen, &at, radius, &pen->theme->colours[layer->stroke.colour], layer->stroke.alpha);
}

/* Left and right of its middle corner, a triangle lies between two edges. */
static void
add_triangle (Pen *pen, SlGlStep *step, SlPathPoint a, SlPathPoint b, SlPathPoint c)
{
  SlPathPoint p[3] = { a, b, c }, swap;
  double across;

  for (guint i = 0; i < 3; i++)
    if (p[i % 2].x > p[i % 2 + 1].x)
      {
        swap = p[i % 2];
        p[i % 2] = p[i % 2 + 1];
        p[i % 2 + 1] = swap;
      }
  if (!(p[2].x > p[0].x))
    return;
  across = p[0].y + (p[2].y - p[0].y) * (p[1].x - p[0].x) / (p[2].x - p[0].x);
  add_area (pen, step, p[0].x, p[1].x, p[0].y, p[1].y, p[0].y, across);
  add_area (pen, step, p[1].x, p[2].x, p[1].y, p[2].y, across, p[2].y);
}

/* A line that ends flat. */
static void
add_bar (Pen *pen, SlGlStep *step, SlPathPoint p, SlPathPoint q, double width)
{
  double length = hypot (q.x - p.x, q.y - p.y), dx, dy;

  if (!(length > 0))
    return;
  dx = -(q.y - p.y) / length * width / 2;
  dy = (q.x - p.x) / length * width / 2;
  add_triangle (pen, step, (SlPathPoint){ p.x + dx, p.y + dy }, (SlPathPoint){ p.x - dx, p.y - dy },
                (SlPathPoint){ q.x + dx, q.y + dy });
  add_triangle (pen, step, (SlPathPoint){ q.x + dx, q.y + dy }, (SlPathPoint){ q.x - dx, q.y - dy },
                (SlPathPoint){ p.x - dx, p.y - dy });
}

static SlPathPoint
scaled (SlPathPoint p, double scale)
{
  return (SlPathPoint){ p.x * scale, p.y * scale };
}

static void
draw_arrow (Pen *pen, const SlPlotLayer *layer)
{
  const SlShapeSite site = { pen->layout, pen->place, pen->theme, 1 / pen->scale, NULL };
  double width = layer->stroke.width * pen->theme->line_width * pen->scale, dashes[4];
  guint n_dashes = sl_plot_theme_dashes (sl_plot_theme_dash (pen->theme, &layer->stroke), width, dashes);
  SlGlStep step =
      step_new (pen, SL_GL_STEP_AREAS, &pen->theme->colours[layer->stroke.colour], layer->stroke.alpha);
  SlPath *path = &pen->scene->path;
  SlPathPoint shaft[2], head[4];

  if (!sl_plot_arrow_outline (&site, layer, shaft, head))
    return;
  path->n = 0;
  for (guint i = 0; i < 2; i++)
    sl_path_append (path, shaft[i].x * pen->scale, shaft[i].y * pen->scale);
  if (n_dashes)
    {
      sl_path_dash (&pen->scene->lower, path, dashes, n_dashes);
      path = &pen->scene->lower;
    }
  for (gsize i = 0; i + 1 < path->n; i++)
    if (!isnan (path->points[i].x) && !isnan (path->points[i + 1].x))
      add_bar (pen, &step, path->points[i], path->points[i + 1], width);
  for (guint i = 0; i < 4; i++)
    head[i] = scaled (head[i], pen->scale);
  add_triangle (pen, &step, head[0], head[1], head[2]);
  add_triangle (pen, &step, head[0], head[2], head[3]);
  step.gather = TRUE;
  finish_in (pen, &step, pen->x0, pen->y0, pen->x1, pen->y1);
}

/* Cells that look alike in a row are one rectangle; those that lie outside or within a pixel are none. */
static void
draw_map (Pen *pen, const SlPlotLayer *layer)
{
  g_autofree double *x = g_new (double, layer->nx + 1), *y = g_new (double, layer->ny + 1);
  const guint32 *ramp = pen->theme->ramps[layer->ramp];
  SlGlStep step = step_new (pen, SL_GL_STEP_RECTS, &pen->theme->background, 1);

  sl_plot_map_edges (&pen->x, layer->x_edge, layer->nx, 1, x);
  sl_plot_map_edges (&pen->y, layer->y_edge, layer->ny, 1, y);
  for (guint j = 0; j < layer->ny; j++)
    {
      const double *row = layer->value + (gsize) j * layer->nx;
      double top = MAX (MIN (y[j], y[j + 1]), pen->y0), bottom = MIN (MAX (y[j], y[j + 1]), pen->y1);

      for (guint i = 0, end; i < layer->nx && top < bottom; i = end)
        {
          double left, right;
          guint alike;

          end = i + 1;
          if (isnan (row[i]))
            continue;
          alike = sl_plot_ramp_step (layer->ramp, layer->lo, layer->hi, row[i]);
          while (end < layer->nx && !isnan (row[end])
                 && sl_plot_ramp_step (layer->ramp, layer->lo, layer->hi, row[end]) == alike)
            end++;
          left = MAX (MIN (x[i], x[end]), pen->x0);
          right = MIN (MAX (x[i], x[end]), pen->x1);
          if (left < right)
            add_rect (pen, &step, left, top, right, bottom, ramp[alike], 1);
        }
    }
  finish_in (pen, &step, pen->x0, pen->y0, pen->x1, pen->y1);
}

static void
draw_picture (Pen *pen, const SlPlotLayer *layer)
{
  SlPlotRect r = sl_plot_picture_rect (&pen->clip, layer->nx, layer->ny);
  SlGlStep step = step_new (pen, SL_GL_STEP_PICTURE, &pen->theme->background, 1);

  step.layer = layer;
  add_rect (pen, &step, r.x, r.y, r.x + r.w, r.y + r.h, 0, 1);
  finish_in (pen, &step, r.x, r.y, r.x + r.w, r.y + r.h);
}

static void
draw_nothing (Pen *pen, const SlPlotLayer *layer)
{
}

void
sl_gl_scene_build (SlGlScene *self, SlPlot *plot, const SlPlotLayout *layout, const SlPlotTheme *theme,
                   int width, int height, double scale)
{
  static void (*const draw[SL_N_LAYERS]) (Pen *, const SlPlotLayer *) = {
    [SL_LAYER_SERIES] = draw_curve,
    [SL_LAYER_RIBBON] = draw_ribbon,
    [SL_LAYER_BAND] = draw_band,
    [SL_LAYER_HLINE] = draw_reference_line,
    [SL_LAYER_VLINE] = draw_reference_line,
    [SL_LAYER_TEXT] = draw_nothing,
    [SL_LAYER_POINT] = draw_point,
    [SL_LAYER_TRACK] = draw_curve,
    [SL_LAYER_ARROW] = draw_arrow,
    [SL_LAYER_MAP] = draw_map,
    [SL_LAYER_PICTURE] = draw_picture,
    [SL_LAYER_HANDLE] = draw_nothing,
  };

  if (!self->data)
    self->data = g_byte_array_new ();
  if (!self->steps)
    self->steps = g_array_new (FALSE, FALSE, sizeof (SlGlStep));
  g_byte_array_set_size (self->data, 0);
  g_array_set_size (self->steps, 0);
  for (guint i = 0; i < MIN (plot->panels->len, layout->panels->len); i++)
    {
      SlPlotPanel *panel = sl_plot_panel (plot, i);
      const SlLayoutPanel *place = &g_array_index (layout->panels, SlLayoutPanel, i);
      const SlPlotRect *r = &place->rect;
      Pen pen = {
        .scene = self, .theme = theme, .scale = scale,
        .clip = { r->x * scale, r->y * scale, r->w * scale, r->h * scale },
        .x = sl_axis_map_scaled (&layout->x, scale), .y = sl_axis_map_scaled (&place->y, scale),
        .right = sl_axis_map_scaled (&place->right, scale), .layout = layout, .place = place,
      };

      pen.x0 = CLAMP ((int) lround (pen.clip.x), 0, width);
      pen.y0 = CLAMP ((int) lround (pen.clip.y), 0, height);
      pen.x1 = CLAMP ((int) lround (pen.clip.x + pen.clip.w), 0, width);
      pen.y1 = CLAMP ((int) lround (pen.clip.y + pen.clip.h), 0, height);
      if (pen.x0 >= pen.x1 || pen.y0 >= pen.y1)
        continue;
      for (guint j = 0; j < panel->layers->len; j++)
        draw[sl_plot_layer (panel, j)->type] (&pen, sl_plot_layer (panel, j));
    }
}
