/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/render/sl-plot-raster.h"

#include <math.h>

#include "ui/plot/render/sl-plot-coverage.h"
#include "ui/plot/sl-plot-ramp.h"
#include "ui/plot/layout/sl-plot-shapes.h"

/* Curves are followed this far outside the panel, in device pixels: more than any line is wide. */
#define MARGIN 64

struct _SlPlotRaster {
  SlCoverage coverage;
  SlPath path, lower, pieces;
  GArray *edges;          /* of maps: double */
};

typedef struct {
  SlPlotRaster *raster;
  const SlPlotTheme *theme;
  SlPlotTarget target;
  SlPlotRect clip;        /* the panel, in device pixels */
  double scale;
  SlAxisMap x, y, right;
  const SlPlotLayout *layout;
  const SlLayoutPanel *place;
} Pen;

SlPlotRaster *
sl_plot_raster_new (void)
{
  SlPlotRaster *self = g_new0 (SlPlotRaster, 1);

  self->edges = g_array_new (FALSE, FALSE, sizeof (double));
  return self;
}

void
sl_plot_raster_free (SlPlotRaster *self)
{
  sl_coverage_clear (&self->coverage);
  sl_path_clear (&self->path);
  sl_path_clear (&self->lower);
  sl_path_clear (&self->pieces);
  g_array_unref (self->edges);
  g_free (self);
}

double
sl_plot_snap_line (double position, double line_width)
{
  return (int) MAX (1, round (line_width)) % 2 ? floor (position) + 0.5 : round (position);
}

static guint32
to_rgb (const GdkRGBA *colour)
{
  return (guint32) lround (colour->red * 255) << 16 | (guint32) lround (colour->green * 255) << 8
         | (guint32) lround (colour->blue * 255);
}

/* Strokes points of any course: parts whose x rises as they are, parts whose x falls turned round. */
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
      /* The next part starts where this one ended; turning round has moved that point to the front. */
      if (falling)
        points[end - 1] = points[begin];
      begin = end - 1;
    }
}

static void
stroke_path (Pen *pen, SlPath *path, const SlStroke *stroke)
{
  const GdkRGBA *colour = &pen->theme->colours[stroke->colour];
  double width = stroke->width * pen->theme->line_width * pen->scale, alpha = stroke->alpha * colour->alpha;
  double dashes[4];
  guint n_dashes = sl_plot_theme_dashes (sl_plot_theme_dash (pen->theme, stroke), width, dashes);
  guint32 rgb = to_rgb (colour);

  /* Lines thinner than a pixel are drawn one pixel wide and fainter: the coverage is the same, the joins are
   * better. */
  if (width < 1)
    {
      alpha *= width;
      width = 1;
    }
  if (n_dashes)
    {
      sl_path_dash (&pen->raster->pieces, path, dashes, n_dashes);
      path = &pen->raster->pieces;
    }
  for (gsize begin = 0; begin < path->n;)
    {
      gsize end = begin;

      while (end < path->n && !isnan (path->points[end].x))
        end++;
      if (end > begin)
        stroke_run (pen, path->points + begin, end - begin, width, rgb, alpha);
      begin = end + 1;
    }
}

static void
draw_series (Pen *pen, const SlPlotLayer *layer)
{
  SlPath *path = &pen->raster->path;

  sl_path_build (path, &pen->x, layer->on_right ? &pen->right : &pen->y, layer->x, layer->y, layer->n,
                 layer->increasing, &pen->clip, MARGIN, 1);
  stroke_path (pen, path, &layer->stroke);
}

static void
draw_ribbon (Pen *pen, const SlPlotLayer *layer)
{
  const GdkRGBA *colour = &pen->theme->colours[layer->stroke.colour];
  SlPlotRaster *raster = pen->raster;

  sl_path_build (&raster->path, &pen->x, &pen->y, layer->x, layer->y, layer->n, layer->increasing, &pen->clip,
                 MARGIN, 1);
  if (layer->y0)
    sl_path_build (&raster->lower, &pen->x, &pen->y, layer->x, layer->y0, layer->n, layer->increasing,
                   &pen->clip, MARGIN, 1);
  sl_coverage_area (&raster->coverage, &pen->target, &raster->path, layer->y0 ? &raster->lower : NULL,
                    to_rgb (colour), layer->stroke.alpha * colour->alpha);
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

static void
draw_band (Pen *pen, const SlPlotLayer *layer)
{
  double a = sl_axis_map_to_pixel (&pen->x, layer->x0), b = sl_axis_map_to_pixel (&pen->x, layer->x1);
  double left = MAX (MIN (a, b), pen->target.x0), right = MIN (MAX (a, b), pen->target.x1);

  if (!(left < right))
    return;
  for (int x = (int) floor (left); x < (int) ceil (right); x++)
    {
      double covered = MIN (right, x + 1) - MAX (left, x);
      double value = sl_axis_map_to_value (&pen->x, x + 0.5);
      guint32 rgb = sl_plot_band_colour (layer, (value - layer->x0) / (layer->x1 - layer->x0));
      guint32 opacity = (guint32) lround (256 * layer->stroke.alpha * covered);
      guint32 *pixel = pen->target.pixels + (gsize) pen->target.y0 * pen->target.stride + x;

      for (int y = pen->target.y0; y < pen->target.y1; y++, pixel += pen->target.stride)
        *pixel = sl_blend (*pixel, rgb, opacity);
    }
}

static void
draw_reference_line (Pen *pen, const SlPlotLayer *layer)
{
  gboolean vertical = layer->type == SL_LAYER_VLINE;
  double at =
      vertical ? sl_axis_map_to_pixel (&pen->x, layer->x[0]) : sl_axis_map_to_pixel (&pen->y, layer->y[0]);
  double width = layer->stroke.width * pen->theme->line_width * pen->scale;
  SlPath *path = &pen->raster->path;

  if (isnan (at))
    return;
  if (pen->theme->snap)
    at = sl_plot_snap_line (at, width);
  path->n = 0;
  if (vertical)
    {
      sl_path_append (path, at, pen->clip.y);
      sl_path_append (path, at, pen->clip.y + pen->clip.h);
    }
  else
    {
      sl_path_append (path, pen->clip.x, at);
      sl_path_append (path, pen->clip.x + pen->clip.w, at);
    }
  stroke_path (pen, path, &layer->stroke);
}

static void
draw_point (Pen *pen, const SlPlotLayer *layer)
{
  SlPathPoint at = { sl_axis_map_to_pixel (&pen->x, layer->x[0]),
                     sl_axis_map_to_pixel (&pen->y, layer->y[0]) };
  double radius = pen->theme->point_radius * pen->scale, ring = pen->theme->halo * pen->scale / 2;

  if (isnan (at.x) || isnan (at.y))
    return;
  sl_coverage_stroke (&pen->raster->coverage, &pen->target, &at, 1, 2 * (radius + ring),
                      to_rgb (&pen->theme->background), 1);
  sl_coverage_stroke (&pen->raster->coverage, &pen->target, &at, 1, 2 * radius,
                      to_rgb (&pen->theme->colours[layer->stroke.colour]), layer->stroke.alpha);
}

/* Layers that are no curves y(x): by Cairo, onto the panel's part of the same pixels. */
static void
draw_shape (Pen *pen, const SlPlotLayer *layer)
{
  static void (*const draw[SL_N_LAYERS]) (cairo_t *, const SlShapeSite *, const SlPlotLayer *) = {
    [SL_LAYER_TRACK] = sl_plot_shape_track, [SL_LAYER_ARROW] = sl_plot_shape_arrow,
    [SL_LAYER_PICTURE] = sl_plot_shape_picture,
  };
  const SlPlotTarget *t = &pen->target;
  SlShapeSite site = { pen->layout, pen->place, pen->theme, 1 / pen->scale, &pen->raster->path };
  guint32 *corner = t->pixels + (gsize) t->y0 * t->stride + t->x0;
  cairo_surface_t *surface =
      cairo_image_surface_create_for_data ((guchar *) corner, CAIRO_FORMAT_ARGB32, t->x1 - t->x0,
                                           t->y1 - t->y0, (int) (t->stride * 4));
  cairo_t *cr = cairo_create (surface);

  cairo_translate (cr, -t->x0, -t->y0);
  cairo_scale (cr, pen->scale, pen->scale);
  draw[layer->type] (cr, &site, layer);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  cairo_surface_destroy (surface);
}

static const double *
map_edges (Pen *pen, const SlAxisMap *axis, const double *edges, guint n, guint skip)
{
  GArray *out = pen->raster->edges;

  g_array_set_size (out, skip + n + 1);
  sl_plot_map_edges (axis, edges, n, 1, &g_array_index (out, double, skip));
  return &g_array_index (out, double, 0);
}

static void
draw_map (Pen *pen, const SlPlotLayer *layer)
{
  const SlPlotTarget *t = &pen->target;
  const guint32 *ramp = pen->theme->ramps[layer->ramp];
  const double *x, *y;

  map_edges (pen, &pen->x, layer->x_edge, layer->nx, 0);
  x = map_edges (pen, &pen->y, layer->y_edge, layer->ny, layer->nx + 1);
  y = x + layer->nx + 1;
  for (guint j = 0; j < layer->ny; j++)
    {
      int top = (int) MAX (MIN (y[j], y[j + 1]), t->y0), end = (int) MIN (MAX (y[j], y[j + 1]), t->y1);

      for (guint i = 0; i < layer->nx && top < end; i++)
        {
          int left = (int) MAX (MIN (x[i], x[i + 1]), t->x0), right = (int) MIN (MAX (x[i], x[i + 1]), t->x1);
          double value = layer->value[(gsize) j * layer->nx + i];
          guint32 *row = t->pixels + (gsize) top * t->stride;
          guint32 colour;

          if (left >= right || isnan (value))
            continue;
          colour = ramp[sl_plot_ramp_step (layer->ramp, layer->lo, layer->hi, value)];
          for (int r = top; r < end; r++, row += t->stride)
            for (int c = left; c < right; c++)
              row[c] = colour;
        }
    }
}

static void
draw_nothing (Pen *pen, const SlPlotLayer *layer)
{
}

void
sl_plot_raster_draw (SlPlotRaster *self, SlPlot *plot, const SlPlotLayout *layout, const SlPlotTheme *theme,
                     guint32 *pixels, int width, int height, gsize stride, double scale)
{
  static void (*const draw[]) (Pen *, const SlPlotLayer *) = {
    [SL_LAYER_SERIES] = draw_series,
    [SL_LAYER_RIBBON] = draw_ribbon,
    [SL_LAYER_BAND] = draw_band,
    [SL_LAYER_HLINE] = draw_reference_line,
    [SL_LAYER_VLINE] = draw_reference_line,
    [SL_LAYER_TEXT] = draw_nothing,
    [SL_LAYER_POINT] = draw_point,
    [SL_LAYER_TRACK] = draw_shape,
    [SL_LAYER_ARROW] = draw_shape,
    [SL_LAYER_MAP] = draw_map,
    [SL_LAYER_PICTURE] = draw_shape,
    [SL_LAYER_HANDLE] = draw_nothing,
  };

  for (guint i = 0; i < MIN (plot->panels->len, layout->panels->len); i++)
    {
      SlPlotPanel *panel = sl_plot_panel (plot, i);
      const SlLayoutPanel *place = &g_array_index (layout->panels, SlLayoutPanel, i);
      const SlPlotRect *r = &place->rect;
      Pen pen = {
        .raster = self, .theme = theme, .scale = scale,
        .clip = { r->x * scale, r->y * scale, r->w * scale, r->h * scale },
        .x = sl_axis_map_scaled (&layout->x, scale), .y = sl_axis_map_scaled (&place->y, scale),
        .right = sl_axis_map_scaled (&place->right, scale), .layout = layout, .place = place,
      };

      pen.target = (SlPlotTarget){
        pixels, stride,
        CLAMP ((int) lround (pen.clip.x), 0, width), CLAMP ((int) lround (pen.clip.y), 0, height),
        CLAMP ((int) lround (pen.clip.x + pen.clip.w), 0, width),
        CLAMP ((int) lround (pen.clip.y + pen.clip.h), 0, height),
      };
      if (pen.target.x0 >= pen.target.x1 || pen.target.y0 >= pen.target.y1)
        continue;
      for (guint j = 0; j < panel->layers->len; j++)
        draw[sl_plot_layer (panel, j)->type] (&pen, sl_plot_layer (panel, j));
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
