/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/render/sl-plot-raster.h"

#include <math.h>

#include "ui/plot/layout/sl-plot-shapes.h"
#include "ui/plot/render/sl-plot-coverage.h"
#include "ui/plot/render/sl-plot-scene.h"

struct _SlPlotRaster {
  SlCoverage coverage;
  SlPlotScene scene;
  SlPath path;            /* work memory for the shapes drawn by Cairo */
};

typedef struct {
  SlPlotRaster *raster;
  const SlPlotScenePanel *panel;
  SlPlotTarget target;    /* the panel's pixels */
} Pen;

SlPlotRaster *
sl_plot_raster_new (void)
{
  return g_new0 (SlPlotRaster, 1);
}

void
sl_plot_raster_free (SlPlotRaster *self)
{
  sl_coverage_clear (&self->coverage);
  sl_plot_scene_clear (&self->scene);
  sl_path_clear (&self->path);
  g_free (self);
}

static guint32
to_rgb (const GdkRGBA *colour)
{
  return (guint32) lround (colour->red * 255) << 16 | (guint32) lround (colour->green * 255) << 8
         | (guint32) lround (colour->blue * 255);
}

/* Strokes points of any course in pieces: those whose x rises as they are, those whose x falls in reverse
 * order. */
static void
stroke_run (Pen *pen, SlPathPoint *points, gsize n, double width, guint32 rgb, double alpha)
{
  for (gsize begin = 0; begin < n;)
    {
      gsize end = begin + 1;
      gboolean falling = FALSE;

      while (end < n && points[end].x == points[end - 1].x)
        end++;
      if (end < n)
        {
          falling = points[end].x < points[end - 1].x;
          while (end < n
                 && (falling ? points[end].x <= points[end - 1].x : points[end].x >= points[end - 1].x))
            end++;
        }
      if (falling)
        for (gsize i = begin, j = end - 1; i < j; i++, j--)
          {
            SlPathPoint swap = points[i];

            points[i] = points[j];
            points[j] = swap;
          }
      sl_coverage_stroke (&pen->raster->coverage, &pen->target, points + begin, end - begin, width, rgb,
                          alpha);
      if (end == n)
        break;
      /* The next piece starts where this one ended; reversing has moved that point to the front. */
      if (falling)
        points[end - 1] = points[begin];
      begin = end - 1;
    }
}

static void
draw_line (Pen *pen, const SlPlotShape *shape)
{
  const SlPath *path = shape->path;

  for (gsize begin = 0; begin < path->n;)
    {
      gsize end = begin;

      while (end < path->n && !isnan (path->points[end].x))
        end++;
      if (end > begin)
        stroke_run (pen, path->points + begin, end - begin, shape->width, to_rgb (shape->colour),
                    shape->alpha * shape->colour->alpha);
      begin = end + 1;
    }
}

static void
draw_area (Pen *pen, const SlPlotShape *shape)
{
  sl_coverage_area (&pen->raster->coverage, &pen->target, shape->path, shape->lower, to_rgb (shape->colour),
                    shape->alpha * shape->colour->alpha);
}

/* Fills an opaque cell that covers whole pixels. */
static void
fill_cell (const SlPlotTarget *t, const SlPlotCell *cell)
{
  const guint32 colour = 0xff000000 | cell->rgb;
  const int left = (int) cell->x0, right = (int) cell->x1, bottom = (int) cell->y1;

  for (int y = (int) cell->y0; y < bottom; y++)
    {
      guint32 *row = t->pixels + (gsize) y * t->stride;

      for (int x = left; x < right; x++)
        row[x] = colour;
    }
}

static void
blend_cell (const SlPlotTarget *t, const SlPlotCell *cell, double alpha)
{
  for (int x = (int) floor (cell->x0); x < (int) ceil (cell->x1); x++)
    {
      double covered = MIN (cell->x1, x + 1) - MAX (cell->x0, x);
      guint32 opacity = (guint32) lround (256 * alpha * covered);
      guint32 *pixel = t->pixels + (gsize) cell->y0 * t->stride + x;

      for (int y = (int) cell->y0; y < (int) cell->y1; y++, pixel += t->stride)
        *pixel = sl_blend (*pixel, cell->rgb, opacity);
    }
}

static void
draw_cells (Pen *pen, const SlPlotShape *shape)
{
  for (guint i = 0; i < shape->n_cells; i++)
    {
      const SlPlotCell *cell = &g_array_index (pen->raster->scene.cells, SlPlotCell, shape->first_cell + i);

      if (shape->whole)
        fill_cell (&pen->target, cell);
      else
        blend_cell (&pen->target, cell, shape->alpha);
    }
}

/* Draws shapes that are no curves y(x) with Cairo, onto the same pixels. */
static void
draw_with_cairo (Pen *pen, const SlPlotShape *shape)
{
  static void (*const draw[SL_N_SHAPES]) (cairo_t *, const SlShapeSite *, const SlPlotLayer *) = {
    [SL_SHAPE_TRACK] = sl_plot_shape_track, [SL_SHAPE_ARROW] = sl_plot_shape_arrow,
    [SL_SHAPE_PICTURE] = sl_plot_shape_picture,
  };
  const SlPlotTarget *t = &pen->target;
  const SlPlotScenePanel *p = pen->panel;
  SlShapeSite site = { p->layout, p->panel, p->theme, 1 / p->scale, &pen->raster->path };
  guint32 *corner = t->pixels + (gsize) t->y0 * t->stride + t->x0;
  cairo_surface_t *surface =
      cairo_image_surface_create_for_data ((guchar *) corner, CAIRO_FORMAT_ARGB32, t->x1 - t->x0,
                                           t->y1 - t->y0, (int) (t->stride * 4));
  cairo_t *cr = cairo_create (surface);

  cairo_translate (cr, -t->x0, -t->y0);
  cairo_scale (cr, p->scale, p->scale);
  draw[shape->kind] (cr, &site, shape->layer);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  cairo_surface_destroy (surface);
}

void
sl_plot_raster_draw (SlPlotRaster *self, SlPlot *plot, const SlPlotLayout *layout, const SlPlotTheme *theme,
                     guint32 *pixels, int width, int height, gsize stride, double scale)
{
  static void (*const draw[SL_N_SHAPES]) (Pen *, const SlPlotShape *) = {
    [SL_SHAPE_LINE] = draw_line,   [SL_SHAPE_TRACK] = draw_with_cairo, [SL_SHAPE_AREA] = draw_area,
    [SL_SHAPE_CELLS] = draw_cells, [SL_SHAPE_ARROW] = draw_with_cairo, [SL_SHAPE_PICTURE] = draw_with_cairo,
  };

  sl_plot_scene_build (&self->scene, plot, layout, theme, width, height, scale);
  for (guint i = 0; i < self->scene.shapes->len; i++)
    {
      const SlPlotShape *shape = &g_array_index (self->scene.shapes, SlPlotShape, i);
      const SlPlotScenePanel *p = &g_array_index (self->scene.panels, SlPlotScenePanel, shape->panel);
      Pen pen = { self, p, { pixels, stride, p->x0, p->y0, p->x1, p->y1 } };

      draw[shape->kind] (&pen, shape);
    }
}

void
sl_plot_raster_blit (guint32 *pixels, int width, int height, gsize stride, const guint32 *source,
                     int source_width, int source_height, gsize source_stride, int x, int y)
{
  int x0 = MAX (0, -x), x1 = MIN (source_width, width - x);

  for (int j = MAX (0, -y); j < MIN (source_height, height - y); j++)
    {
      guint32 *to = pixels + (gsize) (y + j) * stride + x;
      const guint32 *from = source + (gsize) j * source_stride;

      for (int i = x0; i < x1; i++)
        {
          guint32 over = from[i], rest = 255 - (over >> 24), rb, ag;

          if (over == 0)
            continue;
          /* Division by 255, rounded, two channels at a time. */
          rb = (to[i] & 0xff00ff) * rest + 0x800080;
          rb = (rb + (rb >> 8 & 0xff00ff)) >> 8 & 0xff00ff;
          ag = (to[i] >> 8 & 0xff00ff) * rest + 0x800080;
          ag = (ag + (ag >> 8 & 0xff00ff)) & 0xff00ff00;
          to[i] = over + (rb | ag);
        }
    }
}
