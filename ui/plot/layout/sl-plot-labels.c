/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/layout/sl-plot-labels.h"

#include <math.h>
#include <string.h>

#include <pango/pangocairo.h>

#include "ui/plot/layout/sl-plot-occupancy.h"
#include "ui/plot/layout/sl-plot-shapes.h"

/* Positions tried along a curve. */
#define PLACES 32
/* Costs of a position, in cells of the occupancy map: crossing a curve is bad, steep parts are awkward, the
 * right-hand part of the panel is good. */
#define COST_CROSSING 6.0
#define COST_NEAR 1.5
#define COST_STEEP 0.7
#define COST_BELOW 1.0
#define COST_ASIDE 5.0
#define COST_SHIFT 6.0
#define BONUS_SAME 14.0
/* Paths are cut this far outside any panel. */
#define OUTSIDE 2e4
/* Number of kept texts: many more than plots have, so that all are seldom dropped at once. */
#define MAX_KEPT 256

typedef struct {
  PangoLayout *layout;
  double w, h;
  cairo_surface_t *tile;
  SlColour tile_colour;
  gboolean tile_on_fill;
} Text;

struct _SlPlotLabels {
  PangoContext *context;
  SlPlotTheme theme;
  GHashTable *texts;    /* markup -> Text */
  GHashTable *last_places;    /* panel and layer -> position of the last time */
  GArray *placed;
  double tile_scale;
  SlPath path;
  SlPlotOccupancy occupancy;
  SlPlotRect reserved;
};

static void
text_free (gpointer data)
{
  Text *text = data;

  g_object_unref (text->layout);
  g_clear_pointer (&text->tile, cairo_surface_destroy);
  g_free (text);
}

SlPlotLabels *
sl_plot_labels_new (PangoContext *context, const SlPlotTheme *theme)
{
  SlPlotLabels *self = g_new0 (SlPlotLabels, 1);

  self->context = g_object_ref (context);
  self->theme = *theme;
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, text_free);
  self->last_places = g_hash_table_new (NULL, NULL);
  self->placed = g_array_new (FALSE, FALSE, sizeof (SlPlotLabel));
  return self;
}

void
sl_plot_labels_free (SlPlotLabels *self)
{
  g_object_unref (self->context);
  g_hash_table_unref (self->texts);
  g_hash_table_unref (self->last_places);
  g_array_unref (self->placed);
  sl_path_clear (&self->path);
  sl_plot_occupancy_clear (&self->occupancy);
  g_free (self);
}

void
sl_plot_labels_reserve (SlPlotLabels *self, const SlPlotRect *rect)
{
  self->reserved = *rect;
}

static Text *
get_text (SlPlotLabels *self, const char *markup)
{
  Text *text = g_hash_table_lookup (self->texts, markup);
  PangoRectangle logical;

  if (text)
    return text;
  text = g_new0 (Text, 1);
  text->layout = sl_plot_text_new (self->context, &self->theme, markup);
  pango_layout_get_extents (text->layout, NULL, &logical);
  text->w = logical.width / (double) PANGO_SCALE;
  text->h = logical.height / (double) PANGO_SCALE;
  g_hash_table_insert (self->texts, g_strdup (markup), text);
  return text;
}

static void
trace_layer (SlPlotLabels *self, const SlPlotLayout *layout, const SlLayoutPanel *place,
             const SlPlotLayer *layer, const double *y, gboolean mark)
{
  sl_path_build (&self->path, &layout->x, layer->on_right ? &place->right : &place->y, layer->x, y, layer->n,
                 layer->increasing, &place->rect, self->occupancy.cell, self->occupancy.cell);
  sl_plot_occupancy_trace (&self->occupancy, &self->path, mark);
}

static gboolean
is_free (SlPlotLabels *self, const SlPlotLayout *layout, const SlPlotRect *box, const SlPlotRect *within)
{
  double gap = self->theme.gap / 2;

  if (box->x < within->x + gap || box->y < within->y || box->x + box->w > within->x + within->w - gap
      || box->y + box->h > within->y + within->h)
    return FALSE;
  if (self->reserved.w > 0 && sl_plot_rects_touch (box, &self->reserved, gap))
    return FALSE;
  for (guint i = 0; i < self->placed->len; i++)
    if (sl_plot_rects_touch (box, &g_array_index (self->placed, SlPlotLabel, i).box, gap))
      return FALSE;
  for (guint i = 0; i < layout->texts->len; i++) /* horizontal axis titles are inside panels */
    if (sl_plot_rects_touch (box, &g_array_index (layout->texts, SlLayoutText, i).box, 0))
      return FALSE;
  return TRUE;
}

static void
put (SlPlotLabels *self, const SlPlotRect *box, Text *text, SlColour colour, gboolean on_fill)
{
  SlPlotLabel label = { *box, text->layout, colour, on_fill };

  g_array_append_val (self->placed, label);
}

/* Puts the text in the first free of some rows, counted from its preferred position. */
static gboolean
put_in_rows (SlPlotLabels *self, const SlPlotLayout *layout, const SlPlotRect *within, SlPlotRect box,
             Text *text, const SlPlotLayer *layer, const int *rows, guint n_rows)
{
  double y = box.y;

  for (guint i = 0; i < n_rows; i++)
    {
      box.y = y + rows[i] * (text->h + self->theme.gap / 2);
      if (is_free (self, layout, &box, within))
        {
          put (self, &box, text, layer->stroke.colour, layer->type == SL_LAYER_RIBBON);
          return TRUE;
        }
    }
  return FALSE;
}

static void
place_text (SlPlotLabels *self, const SlPlotLayout *layout, const SlLayoutPanel *place,
            const SlPlotLayer *layer)
{
  static const int rows[] = { 0, -1, 1, -2, 2 };
  static const double shifts[] = { [SL_ANCHOR_START] = 0, [SL_ANCHOR_CENTRE] = -0.5, [SL_ANCHOR_END] = -1 };
  const SlPlotRect *r = &place->rect;
  Text *text = get_text (self, layer->label);
  double x = sl_axis_map_to_pixel (&layout->x, layer->x[0]), gap = self->theme.gap / 2;
  double y =
      layer->y_fraction ? r->y + r->h * (1 - layer->y[0]) : sl_axis_map_to_pixel (&place->y, layer->y[0]);
  SlPlotRect box = { x + shifts[MIN (layer->anchor, SL_ANCHOR_END)] * text->w, y - text->h / 2, text->w,
                     text->h };

  if (isnan (x) || isnan (y) || x < r->x - 1 || x > r->x + r->w + 1)
    return;
  box.x = CLAMP (box.x, r->x + gap, MAX (r->x + gap, r->x + r->w - gap - box.w));
  box.y = CLAMP (box.y, r->y, MAX (r->y, r->y + r->h - box.h));
  put_in_rows (self, layout, r, box, text, layer, rows, G_N_ELEMENTS (rows));
}

static void
place_vline (SlPlotLabels *self, const SlPlotLayout *layout, const SlLayoutPanel *place,
             const SlPlotLayer *layer)
{
  static const int rows[] = { 0, 1, 2 };
  const SlPlotRect *r = &place->rect;
  Text *text = get_text (self, layer->label);
  double x = sl_axis_map_to_pixel (&layout->x, layer->x[0]), gap = self->theme.gap;
  SlPlotRect box = { x + gap, r->y, text->w, text->h };

  /* Names stay in the upper part of the panel; the rest is left to the data. */
  guint n_rows = CLAMP ((int) (r->h * 0.35 / text->h), 1, (int) G_N_ELEMENTS (rows));

  if (!(x >= r->x && x <= r->x + r->w) || r->h < 4 * text->h)
    return;
  if (put_in_rows (self, layout, r, box, text, layer, rows, n_rows))
    return;
  box.x = x - gap - text->w;
  put_in_rows (self, layout, r, box, text, layer, rows, n_rows);
}

/* An edge of the curve traced last in a column, inside the panel; the panel's bottom where there is no curve
 * there. */
static double
edge_in_column (const SlPlotOccupancy *occupancy, const float *edge, int c)
{
  const SlPlotRect *r = &occupancy->rect;

  return occupancy->low[c] <= occupancy->high[c] ? CLAMP (edge[c], r->y, r->y + r->h) : r->y + r->h;
}

/* Puts the name where the ribbon is thickest, at half its height. */
static void
place_ribbon (SlPlotLabels *self, const SlPlotLayout *layout, const SlLayoutPanel *place,
              const SlPlotLayer *layer)
{
  static const int rows[] = { 0, -1, 1, -2, 2 };
  const SlPlotRect *r = &place->rect;
  Text *text = get_text (self, layer->label);
  SlPlotOccupancy *occupancy = &self->occupancy;
  g_autofree float *upper = g_new (float, occupancy->columns);
  double weight = 0, sum = 0, x, y;
  int c;

  trace_layer (self, layout, place, layer, layer->y, FALSE);
  for (c = 0; c < occupancy->columns; c++)
    upper[c] = edge_in_column (occupancy, occupancy->low, c);
  if (layer->y0)
    trace_layer (self, layout, place, layer, layer->y0, FALSE);
  for (c = 0; c < occupancy->columns; c++)
    {
      double lower = layer->y0 ? edge_in_column (occupancy, occupancy->high, c) : r->y + r->h;
      double thick = fabs (lower - upper[c]);

      sum += thick * (c + 0.5);
      weight += thick;
    }
  if (!(weight > 0))
    return;
  c = CLAMP ((int) (sum / weight), 0, occupancy->columns - 1);
  x = r->x + sum / weight * occupancy->cell;
  y = layer->y0 ? edge_in_column (occupancy, occupancy->high, c) : r->y + r->h;
  y = (upper[c] + y) / 2;
  put_in_rows (self, layout, r,
               (SlPlotRect) {
                   CLAMP (x - text->w / 2, r->x + self->theme.gap, r->x + r->w - self->theme.gap - text->w),
                   CLAMP (y - text->h / 2, r->y, r->y + r->h - text->h), text->w, text->h },
               text, layer, rows, G_N_ELEMENTS (rows));
}

/* place: index of the position and side; last_place: that of the last time, -1 for none */
typedef struct { double cost; SlPlotRect box; int place, last_place; } Candidate;

/* Tries the text above and below the curve traced last, its left edge at x. */
static void
try_beside_curve (SlPlotLabels *self, const SlPlotLayout *layout, double x, Text *text, double cost,
                  int place, Candidate *best)
{
  const SlPlotOccupancy *occupancy = &self->occupancy;
  int c0 = sl_plot_occupancy_column (occupancy, x), c1 = sl_plot_occupancy_column (occupancy, x + text->w);
  int own = 0;
  double low = INFINITY, high = -INFINITY, gap = self->theme.gap / 2, mean = 0;

  if (c0 < 0 || c1 >= occupancy->columns)
    return;
  for (int c = c0; c <= c1; c++)
    {
      if (!(occupancy->low[c] <= occupancy->high[c]))
        return;
      low = MIN (low, occupancy->low[c]);
      high = MAX (high, occupancy->high[c]);
      mean += (occupancy->low[c] + occupancy->high[c]) / 2 / (c1 - c0 + 1);
      own += sl_plot_occupancy_row (occupancy, occupancy->high[c])
             - sl_plot_occupancy_row (occupancy, occupancy->low[c]) + 1;
    }
  if (mean < occupancy->rect.y || mean > occupancy->rect.y + occupancy->rect.h)
    return; /* this part of the curve is not seen */
  for (int below = 0; below <= 1; below++)
    {
      SlPlotRect box = { x, below ? high + gap : low - gap - text->h, text->w, text->h }, around;
      double total = cost + below * COST_BELOW + COST_STEEP * (high - low) / occupancy->cell;

      if (2 * place + below == best->last_place)
        total -= BONUS_SAME;
      if (total >= best->cost || !is_free (self, layout, &box, &occupancy->rect))
        continue;
      /* Other curves that cross the text, and, less bad, those near it or between it and its own curve. */
      around = (SlPlotRect){ x, below ? low : box.y - occupancy->cell, text->w,
                             below ? box.y + box.h + occupancy->cell - low : high - box.y + occupancy->cell };
      total += COST_CROSSING * sl_plot_occupancy_count (occupancy, &box)
               + COST_NEAR * MAX (0, sl_plot_occupancy_count (occupancy, &around) - own);
      if (total < best->cost)
        *best = (Candidate){ total, box, 2 * place + below, best->last_place };
    }
}

static void
place_series (SlPlotLabels *self, const SlPlotLayout *layout, const SlLayoutPanel *place,
              const SlPlotLayer *layer, guint key)
{
  const SlPlotRect *r = &place->rect;
  Text *text = get_text (self, layer->label);
  gpointer last_place = g_hash_table_lookup (self->last_places, GUINT_TO_POINTER (key));
  Candidate best = { INFINITY, { 0, 0, 0, 0 }, -1, last_place ? GPOINTER_TO_INT (last_place) - 1 : -1 };
  double x = sl_axis_map_to_pixel (&layout->x, layer->label_x);

  trace_layer (self, layout, place, layer, layer->y, FALSE);
  if (!isnan (x))
    {
      static const double shifts[] = { -0.5, 0, -1, 0.5, -1.5 };

      for (guint i = 0; i < G_N_ELEMENTS (shifts); i++)
        {
          double last = MAX (r->x + 1, r->x + r->w - text->w - self->theme.gap);
          double left = CLAMP (x + shifts[i] * text->w, r->x + 1, last);

          try_beside_curve (self, layout, left, text, COST_SHIFT * fabs (shifts[i] + 0.5), PLACES + i, &best);
        }
    }
  if (isinf (best.cost))
    for (int i = 0; i < PLACES; i++)
      {
        double t = (i + 0.5) / PLACES;

        try_beside_curve (self, layout, r->x + t * (r->w - text->w), text, COST_ASIDE * fabs (t - 0.8), i,
                          &best);
      }
  if (isinf (best.cost))
    return;
  put (self, &best.box, text, layer->stroke.colour, FALSE);
  g_hash_table_insert (self->last_places, GUINT_TO_POINTER (key), GINT_TO_POINTER (best.place + 1));
}

/* Puts a name beside a point: first in the direction given (degrees, clockwise from the right), then in
 * directions turned away from it. */
static void
place_at_end (SlPlotLabels *self, const SlPlotLayout *layout, const SlLayoutPanel *place,
              const SlPlotLayer *layer, SlPathPoint at, double towards, double reach)
{
  static const double turns[] = { 0, 45, -45, 90, -90, 135, -135, 180 };
  Text *text = get_text (self, layer->label);
  double gap = reach + self->theme.gap * 1.25, best_cost = INFINITY;
  SlPlotRect best = { 0, 0, 0, 0 };

  if (!(at.x >= place->rect.x - 1 && at.x <= place->rect.x + place->rect.w + 1 && at.y >= place->rect.y - 1
        && at.y <= place->rect.y + place->rect.h + 1))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (turns); i++)
    {
      double angle = (towards + turns[i]) * G_PI / 180, c = cos (angle), s = sin (angle);
      /* The text's box touches a disc of this radius about the point from outside, in this direction. */
      SlPlotRect box = { at.x + c * gap + (c - 1) / 2 * text->w, at.y + s * gap + (s - 1) / 2 * text->h,
                         text->w, text->h };
      double cost = i * 0.6;

      if (!is_free (self, layout, &box, &place->rect))
        continue;
      cost += COST_NEAR * sl_plot_occupancy_count (&self->occupancy, &box);
      if (cost < best_cost)
        {
          best = box;
          best_cost = cost;
        }
    }
  if (isfinite (best_cost))
    put (self, &best, text, layer->stroke.colour, FALSE);
}

static double
degrees (SlPathPoint from, SlPathPoint to)
{
  return from.x == to.x && from.y == to.y ? 0 : atan2 (to.y - from.y, to.x - from.x) * 180 / G_PI;
}

static void
place_arrow (SlPlotLabels *self, const SlPlotLayout *layout, const SlLayoutPanel *place,
             const SlPlotLayer *layer)
{
  SlPathPoint tail, head;

  if (sl_plot_arrow_ends (layout, place, layer, &tail, &head))
    place_at_end (self, layout, place, layer, head, degrees (tail, head), 0);
}

/* Puts the name of a track at its last point, in the direction in which it moves. */
static void
place_track (SlPlotLabels *self, const SlPlotLayout *layout, const SlLayoutPanel *place,
             const SlPlotLayer *layer)
{
  SlPathPoint last = { NAN, NAN }, before = { NAN, NAN };

  for (gsize i = layer->n; i-- > 0 && isnan (before.x);)
    {
      SlPathPoint p = { sl_axis_map_to_pixel (&layout->x, layer->x[i]),
                        sl_axis_map_to_pixel (&place->y, layer->y[i]) };

      if (isnan (p.x + p.y))
        continue;
      if (isnan (last.x))
        last = p;
      else if (hypot (p.x - last.x, p.y - last.y) > 3)
        before = p;
    }
  if (!isnan (last.x))
    place_at_end (self, layout, place, layer, last, isnan (before.x) ? 0 : degrees (before, last),
                  self->theme.line_width * layer->stroke.width / 2);
}

/* Marks what labels must not cover: curves, lines, tracks, arrows and handles. */
static void
mark_layer (SlPlotLabels *self, const SlPlotLayout *layout, const SlLayoutPanel *place,
            const SlPlotLayer *layer)
{
  SlPathPoint tail, head;

  if (layer->type == SL_LAYER_SERIES)
    trace_layer (self, layout, place, layer, layer->y, TRUE);
  else if (layer->type == SL_LAYER_HLINE)
    sl_plot_occupancy_mark_row (&self->occupancy, sl_axis_map_to_pixel (&place->y, layer->y[0]));
  else if (layer->type == SL_LAYER_TRACK)
    {
      sl_path_build (&self->path, &layout->x, &place->y, layer->x, layer->y, layer->n, FALSE, &place->rect,
                     self->occupancy.cell, self->occupancy.cell);
      sl_plot_occupancy_mark_path (&self->occupancy, &self->path);
    }
  else if (layer->type == SL_LAYER_ARROW && sl_plot_arrow_ends (layout, place, layer, &tail, &head))
    {
      self->path.n = 0;
      sl_path_append (&self->path, CLAMP (tail.x, -OUTSIDE, OUTSIDE), CLAMP (tail.y, -OUTSIDE, OUTSIDE));
      sl_path_append (&self->path, CLAMP (head.x, -OUTSIDE, OUTSIDE), CLAMP (head.y, -OUTSIDE, OUTSIDE));
      sl_plot_occupancy_mark_path (&self->occupancy, &self->path);
    }
  else if (layer->type == SL_LAYER_HANDLE)
    {
      double x = sl_axis_map_to_pixel (&layout->x, layer->x[0]), r = self->theme.handle_radius;
      double y = sl_axis_map_to_pixel (layer->on_right ? &place->right : &place->y, layer->y[0]);

      self->path.n = 0;
      for (int i = 0; i < 2 && isfinite (x + y); i++)
        {
          sl_path_append (&self->path, x - r, y + (i ? r : -r));
          sl_path_append (&self->path, x + r, y + (i ? r : -r));
        }
      sl_plot_occupancy_mark_path (&self->occupancy, &self->path);
    }
}

const GArray *
sl_plot_labels_place (SlPlotLabels *self, SlPlot *plot, const SlPlotLayout *layout)
{
  double cell = MAX (2, self->theme.text_pt / 2);

  g_array_set_size (self->placed, 0);
  if (g_hash_table_size (self->texts) > MAX_KEPT)
    g_hash_table_remove_all (self->texts);
  for (guint i = 0; i < MIN (plot->panels->len, layout->panels->len); i++)
    {
      SlPlotPanel *panel = sl_plot_panel (plot, i);
      const SlLayoutPanel *place = &g_array_index (layout->panels, SlLayoutPanel, i);
      gboolean any = FALSE;

      for (guint j = 0; j < panel->layers->len && !any; j++)
        any = sl_plot_layer (panel, j)->label != NULL;
      if (!any || place->rect.w < 4 * cell || place->rect.h < 3 * cell)
        continue;
      sl_plot_occupancy_start (&self->occupancy, &place->rect, cell);
      for (guint j = 0; j < panel->layers->len; j++)
        mark_layer (self, layout, place, sl_plot_layer (panel, j));
      sl_plot_occupancy_sum (&self->occupancy);
      /* Labels with the fewest possible positions first; series with a preferred position before those
       * without. */
      for (int pass = 0; pass < 5; pass++)
        for (guint j = 0; j < panel->layers->len; j++)
          {
            SlPlotLayer *layer = sl_plot_layer (panel, j);

            if (!layer->label || !*layer->label)
              continue;
            if (pass == 0 && layer->type == SL_LAYER_TEXT)
              place_text (self, layout, place, layer);
            else if (pass == 1 && layer->type == SL_LAYER_VLINE)
              place_vline (self, layout, place, layer);
            else if (pass == 1 && layer->type == SL_LAYER_ARROW)
              place_arrow (self, layout, place, layer);
            else if (pass == 2 && layer->type == SL_LAYER_TRACK)
              place_track (self, layout, place, layer);
            else if (pass == 2 && layer->type == SL_LAYER_SERIES && !isnan (layer->label_x))
              place_series (self, layout, place, layer, i << 16 | j);
            else if (pass == 3 && layer->type == SL_LAYER_RIBBON)
              place_ribbon (self, layout, place, layer);
            else if (pass == 4 && layer->type == SL_LAYER_SERIES && isnan (layer->label_x))
              place_series (self, layout, place, layer, i << 16 | j);
          }
    }
  return self->placed;
}

void
sl_plot_label_draw (const SlPlotLabel *label, const SlPlotTheme *theme, cairo_t *cr)
{
  GdkRGBA colour = sl_plot_theme_text_colour (theme, label->colour, label->on_fill ? 0.5 : 0.2);
  GdkRGBA halo = theme->background;

  /* The halo is translucent, so that grid and curves below can be guessed. */
  halo.alpha = 0.85f;
  cairo_save (cr);
  if (!label->on_fill)
    {
      cairo_move_to (cr, label->box.x, label->box.y);
      pango_cairo_layout_path (cr, label->layout);
      gdk_cairo_set_source_rgba (cr, &halo);
      cairo_set_line_width (cr, 2 * theme->halo);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
      cairo_stroke (cr);
    }
  cairo_move_to (cr, label->box.x, label->box.y);
  gdk_cairo_set_source_rgba (cr, &colour);
  pango_cairo_show_layout (cr, label->layout);
  cairo_restore (cr);
}

cairo_surface_t *
sl_plot_labels_tile (SlPlotLabels *self, const SlPlotLabel *label, double scale, int *x, int *y)
{
  double border = ceil (self->theme.halo) + 1;
  Text *text = NULL;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->texts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      if (scale != self->tile_scale)
        g_clear_pointer (&((Text *) value)->tile, cairo_surface_destroy);
      if (((Text *) value)->layout == label->layout)
        text = value;
    }
  g_return_val_if_fail (text != NULL, NULL);
  self->tile_scale = scale;
  if (text->tile && (text->tile_colour != label->colour || text->tile_on_fill != label->on_fill))
    g_clear_pointer (&text->tile, cairo_surface_destroy);
  if (!text->tile)
    {
      SlPlotLabel at_origin = {
        { border, border, text->w, text->h }, text->layout, label->colour, label->on_fill
      };
      cairo_t *cr;

      text->tile =
          cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) ceil ((text->w + 2 * border) * scale),
                                      (int) ceil ((text->h + 2 * border) * scale));
      cairo_surface_set_device_scale (text->tile, scale, scale);
      text->tile_colour = label->colour;
      text->tile_on_fill = label->on_fill;
      cr = cairo_create (text->tile);
      sl_plot_label_draw (&at_origin, &self->theme, cr);
      cairo_destroy (cr);
      cairo_surface_flush (text->tile);
    }
  *x = (int) lround ((label->box.x - border) * scale);
  *y = (int) lround ((label->box.y - border) * scale);
  return text->tile;
}
