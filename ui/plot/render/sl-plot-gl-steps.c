/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/render/sl-plot-gl-steps.h"

#include <math.h>

/* A pixel that touches an instance's edge, and one for rounding. */
#define SOFT_EDGE 2.0
/* Cosine of the angle at a bend below which the join needs no disc. */
#define GENTLE 0.9

typedef struct {
  SlGlSteps *out;
  const SlPlotScene *scene;
  const SlPlotScenePanel *panel;
} Builder;

void
sl_gl_steps_clear (SlGlSteps *self)
{
  g_clear_pointer (&self->data, g_byte_array_unref);
  g_clear_pointer (&self->steps, g_array_unref);
}

static SlGlStep
new_step (Builder *b, SlGlStepKind kind, const SlPlotShape *shape)
{
  const SlPlotScenePanel *p = b->panel;
  const GdkRGBA *c = shape->colour;
  float a = (float) CLAMP (c->alpha * shape->alpha, 0, 1);

  return (SlGlStep){ .kind = kind, .offset = b->out->data->len,
                     .colour = { c->red * a, c->green * a, c->blue * a, a },
                     .x = p->x0, .y = p->y0, .w = p->x1 - p->x0, .h = p->y1 - p->y0 };
}

static void
add_instance (Builder *b, SlGlStep *step, gconstpointer instance, gsize size)
{
  g_byte_array_append (b->out->data, instance, size);
  step->n++;
}

/* Ends a step whose instances lie in a box; one that shows nothing is dropped. */
static void
finish_in (Builder *b, SlGlStep *step, double left, double top, double right, double bottom)
{
  int x0 = (int) MAX (step->x, floor (left - SOFT_EDGE)),
      x1 = (int) MIN (step->x + step->w, ceil (right + SOFT_EDGE));
  int y0 = (int) MAX (step->y, floor (top - SOFT_EDGE)),
      y1 = (int) MIN (step->y + step->h, ceil (bottom + SOFT_EDGE));

  if (step->n == 0 || !(x0 < x1) || !(y0 < y1))
    {
      g_byte_array_set_size (b->out->data, step->offset);
      return;
    }
  step->x = x0;
  step->y = y0;
  step->w = x1 - x0;
  step->h = y1 - y0;
  g_array_append_val (b->out->steps, *step);
}

/* Whether a line through a, m, c bends little at m. */
static gboolean
goes_on (const SlPathPoint *a, const SlPathPoint *m, const SlPathPoint *c)
{
  double ux = m->x - a->x, uy = m->y - a->y, vx = c->x - m->x, vy = c->y - m->y;

  return ux * vx + uy * vy > GENTLE * sqrt ((ux * ux + uy * uy) * (vx * vx + vy * vy));
}

static void
add_segment (Builder *b, SlGlStep *step, const SlPathPoint *p, const SlPathPoint *q,
             const SlPathPoint *before, const SlPathPoint *after)
{
  SlGlSegment segment = { (float) p->x, (float) p->y, (float) q->x, (float) q->y,
                          { before && !isnan (before->x) && goes_on (before, p, q),
                            after && !isnan (after->x) && goes_on (p, q, after) } };

  add_instance (b, step, &segment, sizeof segment);
}

static void
add_line (Builder *b, const SlPlotShape *shape)
{
  const SlPath *path = shape->path;
  double box[4] = { INFINITY, INFINITY, -INFINITY, -INFINITY };
  SlGlStep step = new_step (b, SL_GL_STEP_SEGMENTS, shape);

  step.radius = (float) (shape->width / 2);
  for (gsize i = 0; i < path->n; i++)
    {
      const SlPathPoint *p = path->points + i;
      gboolean has_next = i + 1 < path->n && !isnan (p[1].x), has_previous = i > 0 && !isnan (p[-1].x);

      if (isnan (p->x))
        continue;
      box[0] = MIN (box[0], p->x);
      box[1] = MIN (box[1], p->y);
      box[2] = MAX (box[2], p->x);
      box[3] = MAX (box[3], p->y);
      if (has_next)
        add_segment (b, &step, p, p + 1, i > 0 ? p - 1 : NULL, i + 2 < path->n ? p + 2 : NULL);
      else if (!has_previous)
        add_segment (b, &step, p, p, NULL, NULL); /* alone: a dot */
    }
  step.gather = step.n > 1 && !shape->straight;
  finish_in (b, &step, box[0] - step.radius, box[1] - step.radius, box[2] + step.radius,
             box[3] + step.radius);
}

/* Adds the area between two edges over an interval, in two parts where they cross. */
static void
add_area (Builder *b, SlGlStep *step, double x0, double x1, double u0, double u1, double l0, double l1)
{
  double d0 = l0 - u0, d1 = l1 - u1;
  SlGlArea area;

  if (!(x1 > x0))
    return;
  if (d0 * d1 < 0)
    {
      double t = d0 / (d0 - d1), x = x0 + t * (x1 - x0), y = u0 + t * (u1 - u0);

      add_area (b, step, x0, x, u0, y, l0, y);
      add_area (b, step, x, x1, y, u1, y, l1);
      return;
    }
  area = (SlGlArea){ (float) x0, (float) x1, (float) MIN (u0, l0), (float) MIN (u1, l1), (float) MAX (u0, l0),
                     (float) MAX (u1, l1) };
  if (area.x1 > area.x0)
    add_instance (b, step, &area, sizeof area);
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
reverse (SlPath *path)
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
add_areas (Builder *b, SlGlStep *step, const SlPath *upper, const SlPath *lower)
{
  const double bottom = b->panel->clip.y + b->panel->clip.h;
  gsize j = 0;

  for (gsize i = 0; i + 1 < upper->n; i++)
    {
      const SlPathPoint *p = upper->points + i;

      if (!is_segment (upper, i))
        continue;
      if (!lower)
        {
          double u0 = MIN (p[0].y, bottom), u1 = MIN (p[1].y, bottom);

          /* Where it crosses the axis, only the part above has area: it is cut there, not bent. */
          if ((p[0].y > bottom) != (p[1].y > bottom))
            {
              double x = p[0].x + (p[1].x - p[0].x) * (bottom - p[0].y) / (p[1].y - p[0].y);

              add_area (b, step, p[0].x, x, u0, bottom, bottom, bottom);
              add_area (b, step, x, p[1].x, bottom, u1, bottom, bottom);
            }
          else if (p[0].y < bottom || p[1].y < bottom)
            add_area (b, step, p[0].x, p[1].x, u0, u1, bottom, bottom);
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
            add_area (b, step, x0, x1, height_at (p, x0), height_at (p, x1), height_at (q, x0),
                      height_at (q, x1));
        }
    }
}

/* Where x turns back, each interval between samples is a separate area; what is covered twice counts once. */
static void
add_loose_areas (Builder *b, SlGlStep *step, const SlPlotLayer *layer)
{
  const double bottom = b->panel->clip.y + b->panel->clip.h;

  for (gsize i = 0; i + 1 < layer->n; i++)
    {
      double x[2], u[2], l[2];
      gboolean turned;

      for (int k = 0; k < 2; k++)
        {
          x[k] = sl_axis_map_to_pixel (&b->panel->x, layer->x[i + k]);
          u[k] = sl_axis_map_to_pixel (&b->panel->y, layer->y[i + k]);
          l[k] = layer->y0 ? sl_axis_map_to_pixel (&b->panel->y, layer->y0[i + k]) : MAX (bottom, u[k]);
        }
      if (isnan (x[0] + x[1] + u[0] + u[1] + l[0] + l[1]))
        continue;
      turned = x[1] < x[0];
      add_area (b, step, x[turned], x[!turned], u[turned], u[!turned], l[turned], l[!turned]);
    }
}

static void
add_ribbon (Builder *b, const SlPlotShape *shape)
{
  const SlPlotScenePanel *p = b->panel;
  SlGlStep step = new_step (b, SL_GL_STEP_AREAS, shape);

  step.gather = TRUE;
  if (!shape->layer->increasing)
    add_loose_areas (b, &step, shape->layer);
  else
    {
      if (p->x.k < 0)
        {
          reverse (shape->path);
          if (shape->lower)
            reverse (shape->lower);
        }
      add_areas (b, &step, shape->path, shape->lower);
    }
  finish_in (b, &step, p->x0, p->y0, p->x1, p->y1);
}

static void
add_rect (Builder *b, SlGlStep *step, const SlPlotCell *cell, double alpha)
{
  SlGlRect rect = { (float) cell->x0,
                    (float) cell->y0,
                    (float) cell->x1,
                    (float) cell->y1,
                    { cell->rgb >> 16 & 0xff, cell->rgb >> 8 & 0xff, cell->rgb & 0xff,
                      (guint8) lround (255 * CLAMP (alpha, 0, 1)) } };

  add_instance (b, step, &rect, sizeof rect);
}

static void
add_cells (Builder *b, const SlPlotShape *shape)
{
  const SlPlotScenePanel *p = b->panel;
  SlGlStep step = new_step (b, SL_GL_STEP_RECTS, shape);
  double left = p->x1, right = p->x0;

  for (guint i = 0; i < shape->n_cells; i++)
    {
      const SlPlotCell *cell = &g_array_index (b->scene->cells, SlPlotCell, shape->first_cell + i);

      left = MIN (left, cell->x0);
      right = MAX (right, cell->x1);
      add_rect (b, &step, cell, shape->alpha);
    }
  finish_in (b, &step, left, p->y0, right, p->y1);
}

/* A triangle is two areas, left and right of its middle corner. */
static void
add_triangle (Builder *b, SlGlStep *step, const SlPathPoint corners[3])
{
  SlPathPoint p[3] = { corners[0], corners[1], corners[2] }, swap;
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
  add_area (b, step, p[0].x, p[1].x, p[0].y, p[1].y, p[0].y, across);
  add_area (b, step, p[1].x, p[2].x, p[1].y, p[2].y, across, p[2].y);
}

/* A line with flat ends. */
static void
add_bar (Builder *b, SlGlStep *step, SlPathPoint p, SlPathPoint q, double width)
{
  double length = hypot (q.x - p.x, q.y - p.y), dx, dy;

  if (!(length > 0))
    return;
  dx = -(q.y - p.y) / length * width / 2;
  dy = (q.x - p.x) / length * width / 2;
  add_triangle (b, step, (SlPathPoint[]){ { p.x + dx, p.y + dy }, { p.x - dx, p.y - dy },
                                          { q.x + dx, q.y + dy } });
  add_triangle (b, step, (SlPathPoint[]){ { q.x + dx, q.y + dy }, { q.x - dx, q.y - dy },
                                          { p.x - dx, p.y - dy } });
}

static void
add_arrow (Builder *b, const SlPlotShape *shape)
{
  const SlPlotScenePanel *p = b->panel;
  const SlPath *shaft = shape->path;
  const SlPathPoint *head = shape->head;
  SlGlStep step = new_step (b, SL_GL_STEP_AREAS, shape);

  for (gsize i = 0; i + 1 < shaft->n; i++)
    if (!isnan (shaft->points[i].x) && !isnan (shaft->points[i + 1].x))
      add_bar (b, &step, shaft->points[i], shaft->points[i + 1], shape->width);
  add_triangle (b, &step, (SlPathPoint[]){ head[0], head[1], head[2] });
  add_triangle (b, &step, (SlPathPoint[]){ head[0], head[2], head[3] });
  step.gather = TRUE;
  finish_in (b, &step, p->x0, p->y0, p->x1, p->y1);
}

static void
add_picture (Builder *b, const SlPlotShape *shape)
{
  const SlPlotRect *r = &shape->box;
  const SlPlotCell place = { r->x, r->y, r->x + r->w, r->y + r->h, 0 };
  SlGlStep step = new_step (b, SL_GL_STEP_PICTURE, shape);

  step.layer = shape->layer;
  add_rect (b, &step, &place, 1);
  finish_in (b, &step, place.x0, place.y0, place.x1, place.y1);
}

void
sl_gl_steps_build (SlGlSteps *self, const SlPlotScene *scene)
{
  static void (*const add[SL_N_SHAPES]) (Builder *, const SlPlotShape *) = {
    [SL_SHAPE_LINE] = add_line,   [SL_SHAPE_TRACK] = add_line,  [SL_SHAPE_AREA] = add_ribbon,
    [SL_SHAPE_CELLS] = add_cells, [SL_SHAPE_ARROW] = add_arrow, [SL_SHAPE_PICTURE] = add_picture,
  };

  if (!self->data)
    self->data = g_byte_array_new ();
  if (!self->steps)
    self->steps = g_array_new (FALSE, FALSE, sizeof (SlGlStep));
  g_byte_array_set_size (self->data, 0);
  g_array_set_size (self->steps, 0);
  for (guint i = 0; i < scene->shapes->len; i++)
    {
      const SlPlotShape *shape = &g_array_index (scene->shapes, SlPlotShape, i);
      Builder b = { self, scene, &g_array_index (scene->panels, SlPlotScenePanel, shape->panel) };

      add[shape->kind] (&b, shape);
    }
}
