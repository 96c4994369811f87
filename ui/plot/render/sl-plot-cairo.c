/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/render/sl-plot-cairo.h"

#include <math.h>

#include <gdk/gdk.h>
#include <pango/pangocairo.h>

#include "ui/plot/layout/sl-plot-shapes.h"
#include "ui/plot/render/sl-plot-scene.h"
#include "ui/plot/sl-plot-private.h"
#include "ui/plot/sl-plot-ramp.h"

typedef struct {
  cairo_t *cr;
  const SlPlotTheme *theme;
  const SlPlotLayout *layout;
  const SlLayoutPanel *place;
  double resolution, margin;
  SlPath path, lower;
} Brush;

/* Adds a straight line, aligned with device pixels where the theme asks for it. */
static void
straight (Brush *b, double x0, double y0, double x1, double y1, double width)
{
  if (b->theme->snap)
    {
      double scale = 1 / b->resolution;

      if (x0 == x1)
        x0 = x1 = sl_plot_snap_line (x0 * scale, width * scale) / scale;
      else
        y0 = y1 = sl_plot_snap_line (y0 * scale, width * scale) / scale;
    }
  cairo_move_to (b->cr, x0, y0);
  cairo_line_to (b->cr, x1, y1);
}

static void
trace (Brush *b, const SlPath *path)
{
  gboolean pen_down = FALSE;

  for (gsize i = 0; i < path->n; i++)
    {
      SlPathPoint p = path->points[i];

      if (isnan (p.x))
        pen_down = FALSE;
      else if (pen_down)
        cairo_line_to (b->cr, p.x, p.y);
      else
        {
          cairo_move_to (b->cr, p.x, p.y);
          /* A sample alone between gaps shows as a dot. */
          if (i + 1 == path->n || isnan (path->points[i + 1].x))
            cairo_line_to (b->cr, p.x, p.y);
          pen_down = TRUE;
        }
    }
}

static void
draw_series (Brush *b, const SlPlotLayer *layer)
{
  sl_path_build (&b->path, &b->layout->x, layer->on_right ? &b->place->right : &b->place->y, layer->x,
                 layer->y, layer->n, layer->increasing, &b->place->rect, b->margin, b->resolution);
  trace (b, &b->path);
  sl_plot_shape_stroke (b->cr, b->theme, &layer->stroke);
  cairo_stroke (b->cr);
}

/* Traces the closed outline of one unbroken piece: along the upper path and back along the lower. */
static void
ribbon_piece (Brush *b, const double *x, const double *y, const double *y0, gsize n, gboolean increasing)
{
  double floor_y = b->place->rect.y + b->place->rect.h;

  sl_path_build (&b->path, &b->layout->x, &b->place->y, x, y, n, increasing, &b->place->rect, b->margin,
                 b->resolution);
  if (b->path.n == 0)
    return;
  trace (b, &b->path);
  if (y0)
    {
      sl_path_build (&b->lower, &b->layout->x, &b->place->y, x, y0, n, increasing, &b->place->rect, b->margin,
                     b->resolution);
      for (gsize i = b->lower.n; i-- > 0;)
        if (!isnan (b->lower.points[i].x))
          cairo_line_to (b->cr, b->lower.points[i].x, b->lower.points[i].y);
    }
  else
    {
      floor_y = MAX (floor_y, b->path.points[b->path.n - 1].y);
      cairo_line_to (b->cr, b->path.points[b->path.n - 1].x, floor_y);
      cairo_line_to (b->cr, b->path.points[0].x, floor_y);
    }
  cairo_close_path (b->cr);
}

static void
draw_ribbon (Brush *b, const SlPlotLayer *layer)
{
  GdkRGBA colour = b->theme->colours[layer->stroke.colour];

  for (gsize begin = 0; begin < layer->n;)
    {
      gsize end = begin;

      while (end < layer->n && !isnan (layer->x[end]) && !isnan (layer->y[end])
             && !(layer->y0 && isnan (layer->y0[end])))
        end++;
      if (end > begin)
        ribbon_piece (b, layer->x + begin, layer->y + begin, layer->y0 ? layer->y0 + begin : NULL,
                      end - begin, layer->increasing);
      begin = end + 1;
    }
  colour.alpha *= layer->stroke.alpha;
  gdk_cairo_set_source_rgba (b->cr, &colour);
  cairo_fill (b->cr);
}

static void
draw_band (Brush *b, const SlPlotLayer *layer)
{
  const SlPlotRect *r = &b->place->rect;
  double from = sl_axis_map_to_pixel (&b->layout->x, layer->x0),
         to = sl_axis_map_to_pixel (&b->layout->x, layer->x1);
  cairo_pattern_t *gradient;

  if (!(fabs (to - from) > 0))
    return;
  gradient = cairo_pattern_create_linear (from, 0, to, 0);
  for (guint i = 0; i < layer->n_rgb; i++)
    {
      double t = layer->n_rgb > 1 ? i / (layer->n_rgb - 1.0) : 0;
      double at = sl_axis_map_to_pixel (&b->layout->x, layer->x0 + t * (layer->x1 - layer->x0));
      guint32 c = layer->rgb[i];

      cairo_pattern_add_color_stop_rgba (gradient, CLAMP ((at - from) / (to - from), 0, 1),
                                         (c >> 16 & 0xff) / 255.0, (c >> 8 & 0xff) / 255.0,
                                         (c & 0xff) / 255.0, layer->stroke.alpha);
    }
  cairo_set_source (b->cr, gradient);
  cairo_pattern_destroy (gradient);
  cairo_rectangle (b->cr, MIN (from, to), r->y, fabs (to - from), r->h);
  cairo_fill (b->cr);
}

static void
draw_reference_line (Brush *b, const SlPlotLayer *layer)
{
  const SlPlotRect *r = &b->place->rect;
  double width = layer->stroke.width * b->theme->line_width;
  double at = layer->type == SL_LAYER_VLINE ? sl_axis_map_to_pixel (&b->layout->x, layer->x[0])
                                            : sl_axis_map_to_pixel (&b->place->y, layer->y[0]);

  if (isnan (at))
    return;
  if (layer->type == SL_LAYER_VLINE)
    straight (b, at, r->y, at, r->y + r->h, width);
  else
    straight (b, r->x, at, r->x + r->w, at, width);
  sl_plot_shape_stroke (b->cr, b->theme, &layer->stroke);
  cairo_stroke (b->cr);
}

static void
draw_point (Brush *b, const SlPlotLayer *layer)
{
  double x = sl_axis_map_to_pixel (&b->layout->x, layer->x[0]),
         y = sl_axis_map_to_pixel (&b->place->y, layer->y[0]);
  GdkRGBA colour = b->theme->colours[layer->stroke.colour];

  if (isnan (x) || isnan (y))
    return;
  cairo_arc (b->cr, x, y, b->theme->point_radius + b->theme->halo / 2, 0, 2 * G_PI);
  gdk_cairo_set_source_rgba (b->cr, &b->theme->background);
  cairo_fill (b->cr);
  colour.alpha *= layer->stroke.alpha;
  cairo_arc (b->cr, x, y, b->theme->point_radius, 0, 2 * G_PI);
  gdk_cairo_set_source_rgba (b->cr, &colour);
  cairo_fill (b->cr);
}

static void
draw_shape (Brush *b, const SlPlotLayer *layer)
{
  static void (*const draw[SL_N_LAYERS]) (cairo_t *, const SlShapeSite *, const SlPlotLayer *) = {
    [SL_LAYER_TRACK] = sl_plot_shape_track, [SL_LAYER_ARROW] = sl_plot_shape_arrow,
    [SL_LAYER_MAP] = sl_plot_shape_map, [SL_LAYER_PICTURE] = sl_plot_shape_picture,
  };
  SlShapeSite site = { b->layout, b->place, b->theme, b->resolution, &b->path };

  cairo_save (b->cr);
  draw[layer->type] (b->cr, &site, layer);
  cairo_restore (b->cr);
}

static void
draw_nothing (Brush *b, const SlPlotLayer *layer)
{
}

static void
draw_data (Brush *b, SlPlotPanel *panel)
{
  static void (*const draw[]) (Brush *, const SlPlotLayer *) = {
    [SL_LAYER_SERIES] = draw_series,
    [SL_LAYER_RIBBON] = draw_ribbon,
    [SL_LAYER_BAND] = draw_band,
    [SL_LAYER_HLINE] = draw_reference_line,
    [SL_LAYER_VLINE] = draw_reference_line,
    [SL_LAYER_TEXT] = draw_nothing,
    [SL_LAYER_POINT] = draw_point,
    [SL_LAYER_TRACK] = draw_shape,
    [SL_LAYER_ARROW] = draw_shape,
    [SL_LAYER_MAP] = draw_shape,
    [SL_LAYER_PICTURE] = draw_shape,
    [SL_LAYER_HANDLE] = draw_nothing,
  };
  const SlPlotRect *r = &b->place->rect;

  cairo_save (b->cr);
  cairo_rectangle (b->cr, r->x, r->y, r->w, r->h);
  cairo_clip (b->cr);
  for (guint i = 0; i < panel->layers->len; i++)
    draw[sl_plot_layer (panel, i)->type] (b, sl_plot_layer (panel, i));
  cairo_restore (b->cr);
}

static void
draw_grid (Brush *b)
{
  const SlPlotRect *r = &b->place->rect;
  double hair = b->theme->hair;

  for (guint i = 0; i < b->layout->x_ticks->len; i++)
    {
      SlLayoutTick *tick = &g_array_index (b->layout->x_ticks, SlLayoutTick, i);

      if (tick->major && tick->at > r->x + hair && tick->at < r->x + r->w + hair)
        straight (b, tick->at, r->y, tick->at, r->y + r->h, hair);
    }
  for (guint i = 0; i < b->place->y_ticks->len; i++)
    {
      SlLayoutTick *tick = &g_array_index (b->place->y_ticks, SlLayoutTick, i);

      if (tick->major && tick->at < r->y + r->h - hair && tick->at > r->y - hair)
        straight (b, r->x, tick->at, r->x + r->w, tick->at, hair);
    }
  cairo_set_line_width (b->cr, hair);
  gdk_cairo_set_source_rgba (b->cr, &b->theme->colours[SL_COLOUR_GRID]);
  cairo_stroke (b->cr);
}

/* Ticks point outwards, so that they never touch data. side: -1 left or up, 1 right or down. */
static void
draw_ticks (Brush *b, GArray *ticks, gboolean on_x, double edge, int side)
{
  for (guint i = 0; i < ticks->len; i++)
    {
      SlLayoutTick *tick = &g_array_index (ticks, SlLayoutTick, i);
      double end = edge + side * (tick->major ? b->theme->tick : b->theme->minor_tick);

      if (on_x)
        straight (b, tick->at, edge, tick->at, end, b->theme->hair);
      else
        straight (b, edge, tick->at, end, tick->at, b->theme->hair);
    }
}

/* The colours of a map, from its least value below to its greatest above. */
static void
draw_key (Brush *b, const SlPlotLayer *map)
{
  const SlPlotRect *k = &b->place->key;
  const guint32 *ramp = b->theme->ramps[map->ramp];
  double hair = b->theme->hair, rows = MAX (1, round (k->h / b->resolution));

  if (rows > SL_RAMP_STEPS)
    rows = SL_RAMP_STEPS;
  for (int i = 0; i < (int) rows; i++)
    {
      double top = round (k->h * i / rows / b->resolution) * b->resolution;
      double end = round (k->h * (i + 1) / rows / b->resolution) * b->resolution;
      double value = sl_axis_map_to_value (&b->place->key_axis, k->y + (top + end) / 2);
      guint32 c = ramp[sl_plot_ramp_step (map->ramp, map->lo, map->hi, value)];

      /* Each rectangle extends below the next, so that viewers of vector formats show no gaps between
       * them. */
      cairo_rectangle (b->cr, k->x, k->y + top, k->w, (i + 1 < (int) rows ? k->h : end) - top);
      cairo_set_source_rgb (b->cr, (c >> 16 & 0xff) / 255.0, (c >> 8 & 0xff) / 255.0, (c & 0xff) / 255.0);
      cairo_fill (b->cr);
    }
  straight (b, k->x - hair / 2, k->y, k->x - hair / 2, k->y + k->h, hair);
  straight (b, k->x + k->w + hair / 2, k->y, k->x + k->w + hair / 2, k->y + k->h, hair);
  straight (b, k->x - hair, k->y - hair / 2, k->x + k->w + hair, k->y - hair / 2, hair);
  straight (b, k->x - hair, k->y + k->h + hair / 2, k->x + k->w + hair, k->y + k->h + hair / 2, hair);
  draw_ticks (b, b->place->key_ticks, FALSE, k->x + k->w + hair, 1);
  cairo_set_line_width (b->cr, hair);
  gdk_cairo_set_source_rgba (b->cr, &b->theme->axis);
  cairo_stroke (b->cr);
}

static void
draw_panel_axes (Brush *b, SlPlot *plot, SlPlotPanel *panel, guint index)
{
  const SlPlotRect *r = &b->place->rect;
  double hair = b->theme->hair, left = r->x - hair / 2, bottom = r->y + r->h + hair / 2,
         right = r->x + r->w + hair / 2;
  gboolean last = index + 1 == plot->panels->len;

  if (b->place->key_ticks)
    draw_key (b, panel->map);
  if (!sl_plot_is_bare (panel) || panel->y.title || (last && plot->x.title))
    straight (b, left - hair / 2, bottom, r->x + r->w, bottom, hair);
  if (panel->y.title)
    {
      straight (b, left, r->y, left, bottom, hair);
      draw_ticks (b, b->place->y_ticks, FALSE, r->x - hair, -1);
    }
  if (panel->has_right && panel->right.title)
    {
      straight (b, right, r->y, right, bottom, hair);
      draw_ticks (b, b->place->right_ticks, FALSE, r->x + r->w + hair, 1);
    }
  if (last)
    draw_ticks (b, b->layout->x_ticks, TRUE, r->y + r->h + hair, 1);
  if (index == 0 && b->layout->top_ticks->len)
    {
      straight (b, left, r->y - hair / 2, r->x + r->w, r->y - hair / 2, hair);
      draw_ticks (b, b->layout->top_ticks, TRUE, r->y - hair, -1);
    }
  cairo_set_line_width (b->cr, hair);
  gdk_cairo_set_source_rgba (b->cr, &b->theme->axis);
  cairo_stroke (b->cr);
}

static void
draw_texts (Brush *b)
{
  gdk_cairo_set_source_rgba (b->cr, &b->theme->text);
  for (guint i = 0; i < b->layout->texts->len; i++)
    {
      SlLayoutText *text = &g_array_index (b->layout->texts, SlLayoutText, i);

      cairo_save (b->cr);
      cairo_translate (b->cr, text->box.x, text->box.y);
      if (text->rotated)
        {
          cairo_translate (b->cr, 0, text->box.h);
          cairo_rotate (b->cr, -G_PI_2);
        }
      cairo_move_to (b->cr, 0, 0);
      pango_cairo_show_layout (b->cr, text->layout);
      cairo_restore (b->cr);
    }
}

void
sl_plot_cairo_draw (cairo_t *cr, SlPlot *plot, const SlPlotLayout *layout, const SlPlotTheme *theme,
                    SlPlotLabels *labels, double resolution, SlPlotParts parts)
{
  /* Curves continue outside the panel by more than any line is wide. */
  Brush b = { cr, theme, layout, NULL, resolution, 64 * resolution, { 0 }, { 0 } };

  b.margin = MAX (b.margin, 8 * theme->line_width);
  cairo_save (cr);
  for (guint i = 0; i < MIN (plot->panels->len, layout->panels->len); i++)
    {
      b.place = &g_array_index (layout->panels, SlLayoutPanel, i);
      if (parts & SL_PLOT_PART_GRID && !sl_plot_is_bare (sl_plot_panel (plot, i)))
        draw_grid (&b);
      if (parts & SL_PLOT_PART_DATA)
        draw_data (&b, sl_plot_panel (plot, i));
      if (parts & SL_PLOT_PART_AXES)
        draw_panel_axes (&b, plot, sl_plot_panel (plot, i), i);
    }
  if (parts & SL_PLOT_PART_AXES)
    draw_texts (&b);
  if (parts & SL_PLOT_PART_LABELS)
    {
      const GArray *placed = sl_plot_labels_place (labels, plot, layout);

      for (guint i = 0; i < placed->len; i++)
        sl_plot_label_draw (&g_array_index (placed, SlPlotLabel, i), theme, cr);
    }
  cairo_restore (cr);
  sl_path_clear (&b.path);
  sl_path_clear (&b.lower);
}

void
sl_plot_draw (SlPlot *plot, cairo_t *cr, double width, double height, double dpi, double resolution,
              const SlPlotTheme *theme)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  g_autoptr (SlPlotLayout) layout = NULL;
  g_autoptr (SlPlotLabels) labels = NULL;
  PangoFontDescription *font = pango_font_description_from_string ("Adwaita Sans,Cantarell,Sans");

  pango_context_set_font_description (context, font);
  pango_font_description_free (font);
  pango_cairo_context_set_resolution (context, dpi);
  if (!theme->snap)
    {
      /* Print: glyphs where the font's designer put them. */
      cairo_font_options_t *options = cairo_font_options_create ();

      cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
      cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
      cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
      pango_cairo_context_set_font_options (context, options);
      cairo_font_options_destroy (options);
      pango_context_set_round_glyph_positions (context, FALSE);
    }
  layout = sl_plot_layout_new (plot, width, height, theme, context, NULL);
  labels = sl_plot_labels_new (context, theme);
  sl_plot_cairo_draw (cr, plot, layout, theme, labels, resolution, SL_PLOT_PART_ALL);
  g_object_unref (context);
}
