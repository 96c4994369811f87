/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/layout/sl-plot-shapes.h"

#include <math.h>

#include "ui/plot/sl-plot-ramp.h"

/* Tracks continue this far outside the panel, in units of the layout: more than any line is wide. */
#define MARGIN 64.0
/* Least length of a head in line widths, and its breadth relative to its length. */
#define HEAD_WIDTHS 4.0
#define HEAD_BREADTH 0.72
/* Where the line ends inside the head, relative to its length. */
#define HEAD_NOTCH 0.78
/* In vector formats cells extend this far (in units) below those drawn after them: viewers show gaps between
 * rectangles that merely touch. */
#define OVERLAP 0.4

void
sl_plot_shape_stroke (cairo_t *cr, const SlPlotTheme *theme, const SlStroke *stroke)
{
  GdkRGBA colour = theme->colours[stroke->colour];
  double width = stroke->width * theme->line_width, dashes[4];
  guint n = sl_plot_theme_dashes (sl_plot_theme_dash (theme, stroke), width, dashes);

  colour.alpha *= stroke->alpha;
  gdk_cairo_set_source_rgba (cr, &colour);
  cairo_set_line_width (cr, width);
  cairo_set_dash (cr, dashes, n, 0);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
}

void
sl_plot_shape_track (cairo_t *cr, const SlShapeSite *site, const SlPlotLayer *layer)
{
  const SlPath *path = site->path;
  gboolean pen_down = FALSE;

  sl_path_build (site->path, &site->layout->x, &site->place->y, layer->x, layer->y, layer->n, FALSE,
                 &site->place->rect, MARGIN, site->resolution);
  for (gsize i = 0; i < path->n; i++)
    {
      SlPathPoint p = path->points[i];

      if (isnan (p.x))
        pen_down = FALSE;
      else if (pen_down)
        cairo_line_to (cr, p.x, p.y);
      else
        {
          cairo_move_to (cr, p.x, p.y);
          if (i + 1 == path->n || isnan (path->points[i + 1].x))
            cairo_line_to (cr, p.x, p.y); /* a point alone shows as a dot */
          pen_down = TRUE;
        }
    }
  sl_plot_shape_stroke (cr, site->theme, &layer->stroke);
  cairo_stroke (cr);
}

gboolean
sl_plot_arrow_ends (const SlPlotLayout *layout, const SlLayoutPanel *place, const SlPlotLayer *layer,
                    SlPathPoint *tail, SlPathPoint *head)
{
  *tail = (SlPathPoint) { sl_axis_map_to_pixel (&layout->x, layer->x[0]),
                          sl_axis_map_to_pixel (&place->y, layer->y[0]) };
  *head = (SlPathPoint){ sl_axis_map_to_pixel (&layout->x, layer->x[0] + layer->dx),
                         sl_axis_map_to_pixel (&place->y, layer->y[0] + layer->dy) };
  return isfinite (tail->x + tail->y + head->x + head->y)
         && hypot (head->x - tail->x, head->y - tail->y) > 1e-3;
}

gboolean
sl_plot_arrow_outline (const SlShapeSite *site, const SlPlotLayer *layer, SlPathPoint shaft[2],
                       SlPathPoint head[4])
{
  double length, ux, uy, size, half;
  SlPathPoint tip;

  if (!sl_plot_arrow_ends (site->layout, site->place, layer, &shaft[0], &tip))
    return FALSE;
  length = hypot (tip.x - shaft[0].x, tip.y - shaft[0].y);
  ux = (tip.x - shaft[0].x) / length;
  uy = (tip.y - shaft[0].y) / length;
  /* A short arrow has a small head, rather than a head alone that points from nowhere. */
  size = MIN (MAX (site->theme->head, HEAD_WIDTHS * layer->stroke.width * site->theme->line_width),
              0.75 * length);
  half = size * HEAD_BREADTH / 2;
  shaft[1] = (SlPathPoint){ tip.x - HEAD_NOTCH * size * ux, tip.y - HEAD_NOTCH * size * uy };
  head[0] = tip;
  head[1] = (SlPathPoint){ tip.x - size * ux - half * uy, tip.y - size * uy + half * ux };
  head[2] = shaft[1];
  head[3] = (SlPathPoint){ tip.x - size * ux + half * uy, tip.y - size * uy - half * ux };
  return TRUE;
}

void
sl_plot_shape_arrow (cairo_t *cr, const SlShapeSite *site, const SlPlotLayer *layer)
{
  SlStroke opaque = layer->stroke;
  SlPathPoint shaft[2], head[4];

  if (!sl_plot_arrow_outline (site, layer, shaft, head))
    return;
  opaque.alpha = 1;
  sl_plot_shape_stroke (cr, site->theme, &opaque);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  /* Translucent, line and head are one shape. */
  if (layer->stroke.alpha < 1)
    cairo_push_group (cr);
  cairo_move_to (cr, shaft[0].x, shaft[0].y);
  cairo_line_to (cr, shaft[1].x, shaft[1].y);
  cairo_stroke (cr);
  cairo_move_to (cr, head[0].x, head[0].y);
  for (guint i = 1; i < 4; i++)
    cairo_line_to (cr, head[i].x, head[i].y);
  cairo_close_path (cr);
  cairo_fill (cr);
  if (layer->stroke.alpha < 1)
    {
      cairo_pop_group_to_source (cr);
      cairo_paint_with_alpha (cr, layer->stroke.alpha);
    }
}

SlPlotRect
sl_plot_picture_rect (const SlPlotRect *panel, guint w, guint h)
{
  double scale = MIN (panel->w / w, panel->h / h);

  return (SlPlotRect) { panel->x + (panel->w - scale * w) / 2, panel->y + (panel->h - scale * h) / 2,
                        scale * w, scale * h };
}

void
sl_plot_shape_picture (cairo_t *cr, const SlShapeSite *site, const SlPlotLayer *layer)
{
  SlPlotRect r = sl_plot_picture_rect (&site->place->rect, layer->nx, layer->ny);
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) layer->nx, (int) layer->ny);
  gsize stride;
  guint32 *to;

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (surface);
      return;
    }
  to = (guint32 *) (gpointer) cairo_image_surface_get_data (surface);
  stride = cairo_image_surface_get_stride (surface) / 4;
  for (guint j = 0; j < layer->ny; j++)
    for (guint i = 0; i < layer->nx; i++)
      {
        guint32 c = layer->rgb[(gsize) j * layer->nx + i], a = c >> 24;
        guint32 rb = (c & 0xff00ff) * a + 0x800080, g = (c >> 8 & 0xff) * a + 0x80;

        rb = (rb + (rb >> 8 & 0xff00ff)) >> 8 & 0xff00ff;
        g = (g + (g >> 8)) >> 8 & 0xff;
        to[j * stride + i] = a == 0xff ? c : a << 24 | rb | g << 8;
      }
  cairo_surface_mark_dirty (surface);
  cairo_save (cr);
  cairo_rectangle (cr, r.x, r.y, r.w, r.h);
  cairo_clip (cr);
  cairo_translate (cr, r.x, r.y);
  cairo_scale (cr, r.w / layer->nx, r.h / layer->ny);
  cairo_set_source_surface (cr, surface, 0, 0);
  /* Bilinear is enough to enlarge; shrinking needs all pixels, which takes longer. */
  cairo_pattern_set_filter (cairo_get_source (cr), r.w >= site->resolution * layer->nx ? CAIRO_FILTER_BILINEAR
                                                                                       : CAIRO_FILTER_GOOD);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

void
sl_plot_map_edges (const SlAxisMap *axis, const double *edges, guint n, double pixel, double *out)
{
  for (guint i = 0; i <= n; i++)
    out[i] = round (sl_axis_map_to_pixel (axis, edges[i]) / pixel) * pixel;
}

static gboolean
has_value (const SlPlotLayer *layer, guint i, guint j)
{
  return i < layer->nx && j < layer->ny && !isnan (layer->value[(gsize) j * layer->nx + i]);
}

void
sl_plot_shape_map (cairo_t *cr, const SlShapeSite *site, const SlPlotLayer *layer)
{
  g_autofree double *x = g_new (double, layer->nx + 1), *y = g_new (double, layer->ny + 1);
  const guint32 *ramp = site->theme->ramps[layer->ramp];

  sl_plot_map_edges (&site->layout->x, layer->x_edge, layer->nx, site->resolution, x);
  sl_plot_map_edges (&site->place->y, layer->y_edge, layer->ny, site->resolution, y);
  for (guint j = 0; j < layer->ny; j++)
    for (guint i = 0, end; i < layer->nx; i = end)
      {
        const double *row = layer->value + (gsize) j * layer->nx;
        double right, end_y, overlap_x = 0, overlap_y = 0;
        gboolean above = TRUE;
        guint step;

        end = i + 1;
        if (isnan (row[i]))
          continue;
        step = sl_plot_ramp_step (layer->ramp, layer->lo, layer->hi, row[i]);
        while (end < layer->nx && !isnan (row[end])
               && sl_plot_ramp_step (layer->ramp, layer->lo, layer->hi, row[end]) == step)
          end++;
        if (!site->theme->snap)
          {
            overlap_x = has_value (layer, end, j) ? OVERLAP : 0;
            for (guint k = i; k < MIN (end + (overlap_x > 0), layer->nx) && above; k++)
              above = has_value (layer, k, j + 1);
            overlap_y = above ? OVERLAP : 0;
          }
        right = x[end] + (x[end] > x[i] ? overlap_x : -overlap_x);
        end_y = y[j + 1] + (y[j + 1] > y[j] ? overlap_y : -overlap_y);
        cairo_set_source_rgb (cr, (ramp[step] >> 16 & 0xff) / 255.0, (ramp[step] >> 8 & 0xff) / 255.0,
                              (ramp[step] & 0xff) / 255.0);
        cairo_rectangle (cr, MIN (x[i], right), MIN (y[j], end_y), fabs (right - x[i]), fabs (end_y - y[j]));
        cairo_fill (cr);
      }
}
