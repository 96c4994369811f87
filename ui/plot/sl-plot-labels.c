/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/sl-plot-labels.h"

#include <math.h>
#include <string.h>

#include <pango/pangocairo.h>

#include "ui/plot/sl-plot-private.h"

/* Places tried along a curve */
#define PLACES 32
/* Costs, in cells of the occupancy map. Crossing a curve is bad, steep ground is awkward, the middle right is good. */
#define COST_CROSSING 6.0
#define COST_NEAR 1.5
#define COST_STEEP 0.7
#define COST_BELOW 1.0
#define COST_AWAY 5.0
#define COST_SHIFT 6.0
#define BONUS_STAY 14.0
/* Kept texts; far more than plots have, so that forgetting them all at once is rare. */
#define MAX_KEPT 256

typedef struct {
  PangoLayout *layout;
  double w, h;
  cairo_surface_t *tile;
  SlColour tile_colour;
  gboolean tile_on_fill;
} Text;

/* Which cells of a panel have a curve in them, and sums over it for quick counts in rectangles. */
typedef struct {
  SlPlotRect rect;
  double cell;
  int columns, rows;
  guint8 *used;         /* rows x columns */
  int *sums;            /* (rows + 1) x (columns + 1) */
  float *low, *high;    /* per column: smallest and largest y of the curve marked last; low > high: none */
} Map;

struct _SlPlotLabels {
  PangoContext *context;
  SlPlotTheme theme;
  GHashTable *texts;    /* markup -> Text */
  GHashTable *stays;    /* panel and layer -> place of last time */
  GArray *placed;
  double tile_scale;
  SlPath path;
  Map map;
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
  self->stays = g_hash_table_new (NULL, NULL);
  self->placed = g_array_new (FALSE, FALSE, sizeof (SlPlotLabel));
  return self;
}

void
sl_plot_labels_free (SlPlotLabels *self)
{
  g_object_unref (self->context);
  g_hash_table_unref (self->texts);
  g_hash_table_unref (self->stays);
  g_array_unref (self->placed);
  sl_path_clear (&self->path);
  g_free (self->map.used);
  g_free (self->map.sums);
  g_free (self->map.low);
  g_free (self->map.high);
  g_free (self);
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
map_start (Map *map, const SlPlotRect *rect, double cell)
{
  map->rect = *rect;
  map->cell = cell;
  map->columns = MAX (1, (int) ceil (rect->w / cell));
  map->rows = MAX (1, (int) ceil (rect->h / cell));
  map->used = g_renew (guint8, map->used, map->columns * map->rows);
  map->sums = g_renew (int, map->sums, (map->columns + 1) * (map->rows + 1));
  map->low = g_renew (float, map->low, map->columns);
  map->high = g_renew (float, map->high, map->columns);
  memset (map->used, 0, map->columns * map->rows);
}

static int
to_column (const Map *map, double x)
{
  return (int) floor ((x - map->rect.x) / map->cell);
}

static int
to_row (const Map *map, double y)
{
  return (int) floor ((y - map->rect.y) / map->cell);
}

/* Follows a path: fills low and high and, if mark is set, the cells that it crosses. */
static void
map_trace (Map *map, const SlPath *path, gboolean mark)
{
  for (int c = 0; c < map->columns; c++)
    {
      map->low[c] = INFINITY;
      map->high[c] = -INFINITY;
    }
  for (gsize i = 0; i + 1 < path->n; i++)
    {
      SlPathPoint p = path->points[i], q = path->points[i + 1];
      int c0, c1;

      if (isnan (p.x) || isnan (q.x))
        continue;
      if (q.x < p.x)
        {
          SlPathPoint swap = p;

          p = q;
          q = swap;
        }
      c0 = MAX (0, to_column (map, p.x));
      c1 = MIN (map->columns - 1, to_column (map, q.x));
      for (int c = c0; c <= c1; c++)
        {
          double left = MAX (p.x, map->rect.x + c * map->cell), right = MIN (q.x, map->rect.x + (c + 1) * map->cell);
          double slope = q.x > p.x ? (q.y - p.y) / (q.x - p.x) : 0;
          double ya = q.x > p.x ? p.y + (left - p.x) * slope : p.y, yb = q.x > p.x ? p.y + (right - p.x) * slope : q.y;

          map->low[c] = MIN (map->low[c], MIN (ya, yb));
          map->high[c] = MAX (map->high[c], MAX (ya, yb));
        }
    }
  for (int c = 0; mark && c < map->columns; c++)
    if (map->low[c] <= map->high[c])
      for (int r = MAX (0, to_row (map, map->low[c])); r <= MIN (map->rows - 1, to_row (map, map->high[c])); r++)
        map->used[r * map->columns + c] = 1;
}

static void
map_level (Map *map, double y)
{
  int row = isnan (y) ? -1 : to_row (map, y);

  if (row >= 0 && row < map->rows)
    memset (map->used + row * map->columns, 1, map->columns);
}

static void
map_sum (Map *map)
{
  int stride = map->columns + 1;

  memset (map->sums, 0, stride * sizeof *map->sums);
  for (int r = 0; r < map->rows; r++)
    {
      int row = 0;

      map->sums[(r + 1) * stride] = 0;
      for (int c = 0; c < map->columns; c++)
        {
          row += map->used[r * map->columns + c];
          map->sums[(r + 1) * stride + c + 1] = map->sums[r * stride + c + 1] + row;
        }
    }
}

static int
map_count (const Map *map, const SlPlotRect *box)
{
  int stride = map->columns + 1;
  int c0 = CLAMP (to_column (map, box->x), 0, map->columns), r0 = CLAMP (to_row (map, box->y), 0, map->rows);
  int c1 = CLAMP (to_column (map, box->x + box->w) + 1, c0, map->columns);
  int r1 = CLAMP (to_row (map, box->y + box->h) + 1, r0, map->rows);

  return map->sums[r1 * stride + c1] - map->sums[r0 * stride + c1] - map->sums[r1 * stride + c0]
         + map->sums[r0 * stride + c0];
}

static void
trace_layer (SlPlotLabels *self, const SlPlotLayout *layout, const SlLayoutPanel *place, const SlPlotLayer *layer,
             const double *y, gboolean mark)
{
  sl_path_build (&self->path, &layout->x, layer->on_right ? &place->right : &place->y, layer->x, y, layer->n,
                 layer->increasing, &place->rect, self->map.cell, self->map.cell);
  map_trace (&self->map, &self->path, mark);
}

static gboolean
is_free (SlPlotLabels *self, const SlPlotLayout *layout, const SlPlotRect *box, const SlPlotRect *within)
{
  double gap = self->theme.gap / 2;

  if (box->x < within->x + gap || box->y < within->y || box->x + box->w > within->x + within->w - gap
      || box->y + box->h > within->y + within->h)
    return FALSE;
  for (guint i = 0; i < self->placed->len; i++)
    if (sl_plot_rects_touch (box, &g_array_index (self->placed, SlPlotLabel, i).box, gap))
      return FALSE;
  for (guint i = 0; i < layout->texts->len; i++) /* flat axis titles stand inside panels */
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

/* Takes the first free one of some rows, counted from where the text should be. */
static gboolean
put_in_rows (SlPlotLabels *self, const SlPlotLayout *layout, const SlPlotRect *within, SlPlotRect box, Text *text,
             const SlPlotLayer *layer, const int *rows, guint n_rows)
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
place_text (SlPlotLabels *self, const SlPlotLayout *layout, const SlLayoutPanel *place, const SlPlotLayer *layer)
{
  static const int rows[] = { 0, -1, 1, -2, 2 };
  static const double shifts[] = { [SL_ANCHOR_START] = 0, [SL_ANCHOR_CENTRE] = -0.5, [SL_ANCHOR_END] = -1 };
  const SlPlotRect *r = &place->rect;
  Text *text = get_text (self, layer->label);
  double x = sl_axis_map_to_pixel (&layout->x, layer->x[0]), gap = self->theme.gap / 2;
  double y = layer->y_fraction ? r->y + r->h * (1 - layer->y[0]) : sl_axis_map_to_pixel (&place->y, layer->y[0]);
  SlPlotRect box = { x + shifts[MIN (layer->anchor, SL_ANCHOR_END)] * text->w, y - text->h / 2, text->w, text->h };

  if (isnan (x) || isnan (y) || x < r->x - 1 || x > r->x + r->w + 1)
    return;
  box.x = CLAMP (box.x, r->x + gap, MAX (r->x + gap, r->x + r->w - gap - box.w));
  box.y = CLAMP (box.y, r->y, MAX (r->y, r->y + r->h - box.h));
  put_in_rows (self, layout, r, box, text, layer, rows, G_N_ELEMENTS (rows));
}

static void
place_vline (SlPlotLabels *self, const SlPlotLayout *layout, const SlLayoutPanel *place, const SlPlotLayer *layer)
{
  static const int rows[] = { 0, 1, 2 };
  const SlPlotRect *r = &place->rect;
  Text *text = get_text (self, layer->label);
  double x = sl_axis_map_to_pixel (&layout->x, layer->x[0]), gap = self->theme.gap;
  SlPlotRect box = { x + gap, r->y, text->w, text->h };

  /* The names keep to the upper part of the panel; the rest belongs to the data. */
  guint n_rows = CLAMP ((int) (r->h * 0.35 / text->h), 1, (int) G_N_ELEMENTS (rows));

  if (!(x >= r->x && x <= r->x + r->w) || r->h < 4 * text->h)
    return;
  if (put_in_rows (self, layout, r, box, text, layer, rows, n_rows))
    return;
  box.x = x - gap - text->w;
  put_in_rows (self, layout, r, box, text, layer, rows, n_rows);
}

/* Where the ribbon is thickest, in its middle. */
static void
place_ribbon (SlPlotLabels *self, const SlPlotLayout *layout, const SlLayoutPanel *place, const SlPlotLayer *layer)
{
  static const int rows[] = { 0, -1, 1, -2, 2 };
  const SlPlotRect *r = &place->rect;
  Text *text = get_text (self, layer->label);
  Map *map = &self->map;
  g_autofree float *upper = g_new (float, map->columns);
  double weight = 0, sum = 0, x, y;
  int c;

  trace_layer (self, layout, place, layer, layer->y, FALSE);
  for (c = 0; c < map->columns; c++)
    upper[c] = map->low[c] <= map->high[c] ? CLAMP (map->low[c], r->y, r->y + r->h) : r->y + r->h;
  if (layer->y0)
    trace_layer (self, layout, place, layer, layer->y0, FALSE);
  for (c = 0; c < map->columns; c++)
    {
      double lower = layer->y0 && map->low[c] <= map->high[c] ? CLAMP (map->high[c], r->y, r->y + r->h) : r->y + r->h;
      double thick = fabs (lower - upper[c]);

      sum += thick * (c + 0.5);
      weight += thick;
    }
  if (!(weight > 0))
    return;
  c = CLAMP ((int) (sum / weight), 0, map->columns - 1);
  x = r->x + sum / weight * map->cell;
  y = layer->y0 && map->low[c] <= map->high[c] ? CLAMP (map->high[c], r->y, r->y + r->h) : r->y + r->h;
  y = (upper[c] + y) / 2;
  put_in_rows (self, layout, r,
               (SlPlotRect){ CLAMP (x - text->w / 2, r->x + self->theme.gap, r->x + r->w - self->theme.gap - text->w),
                             CLAMP (y - text->h / 2, r->y, r->y + r->h - text->h), text->w, text->h },
               text, layer, rows, G_N_ELEMENTS (rows));
}

/* place: number of the place and side; stay: that of last time, -1 for none */
typedef struct { double cost; SlPlotRect box; int place, stay; } Candidate;

/* Tries the text over or under the curve traced last, its left edge at x. */
static void
try_beside_curve (SlPlotLabels *self, const SlPlotLayout *layout, double x, Text *text, double cost, int place,
                  Candidate *best)
{
  const Map *map = &self->map;
  int c0 = to_column (map, x), c1 = to_column (map, x + text->w), own = 0;
  double low = INFINITY, high = -INFINITY, gap = self->theme.gap / 2, mean = 0;

  if (c0 < 0 || c1 >= map->columns)
    return;
  for (int c = c0; c <= c1; c++)
    {
      if (!(map->low[c] <= map->high[c]))
        return;
      low = MIN (low, map->low[c]);
      high = MAX (high, map->high[c]);
      mean += (map->low[c] + map->high[c]) / 2 / (c1 - c0 + 1);
      own += to_row (map, map->high[c]) - to_row (map, map->low[c]) + 1;
    }
  if (mean < map->rect.y || mean > map->rect.y + map->rect.h)
    return; /* this part of the curve is not seen */
  for (int below = 0; below <= 1; below++)
    {
      SlPlotRect box = { x, below ? high + gap : low - gap - text->h, text->w, text->h }, around;
      double total = cost + below * COST_BELOW + COST_STEEP * (high - low) / map->cell;

      if (2 * place + below == best->stay)
        total -= BONUS_STAY;
      if (total >= best->cost || !is_free (self, layout, &box, &map->rect))
        continue;
      /* Other curves in the text, and, less bad, next to it or between it and its own curve. */
      around = (SlPlotRect){ x, below ? low : box.y - map->cell, text->w,
                             below ? box.y + box.h + map->cell - low : high - box.y + map->cell };
      total += COST_CROSSING * map_count (map, &box) + COST_NEAR * MAX (0, map_count (map, &around) - own);
      if (total < best->cost)
        *best = (Candidate){ total, box, 2 * place + below, best->stay };
    }
}

static void
place_series (SlPlotLabels *self, const SlPlotLayout *layout, const SlLayoutPanel *place, const SlPlotLayer *layer,
              guint key)
{
  const SlPlotRect *r = &place->rect;
  Text *text = get_text (self, layer->label);
  gpointer stay = g_hash_table_lookup (self->stays, GUINT_TO_POINTER (key));
  Candidate best = { INFINITY, { 0, 0, 0, 0 }, -1, stay ? GPOINTER_TO_INT (stay) - 1 : -1 };
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

        try_beside_curve (self, layout, r->x + t * (r->w - text->w), text, COST_AWAY * fabs (t - 0.8), i, &best);
      }
  if (isinf (best.cost))
    return;
  put (self, &best.box, text, layer->stroke.colour, FALSE);
  g_hash_table_insert (self->stays, GUINT_TO_POINTER (key), GINT_TO_POINTER (best.place + 1));
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
      map_start (&self->map, &place->rect, cell);
      for (guint j = 0; j < panel->series->len; j++)
        {
          SlPlotLayer *layer = g_ptr_array_index (panel->series, j);

          trace_layer (self, layout, place, layer, layer->y, TRUE);
        }
      for (guint j = 0; j < panel->layers->len; j++)
        if (sl_plot_layer (panel, j)->type == SL_LAYER_HLINE)
          map_level (&self->map, sl_axis_map_to_pixel (&place->y, sl_plot_layer (panel, j)->y[0]));
      map_sum (&self->map);
      /* Those with least choice first; series with a wish before those without. */
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

  /* The halo is fainter than the card, so that grid and curves below stay guessable. */
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
      SlPlotLabel at_origin = { { border, border, text->w, text->h }, text->layout, label->colour, label->on_fill };
      cairo_t *cr;

      text->tile = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) ceil ((text->w + 2 * border) * scale),
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
