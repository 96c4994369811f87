/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/view/sl-plot-hit.h"

#include <math.h>

#include "ui/plot/layout/sl-plot-shapes.h"

static gboolean
holds (const SlPlotRect *r, double px, double py)
{
  return px >= r->x && px <= r->x + r->w && py >= r->y && py <= r->y + r->h;
}

int
sl_plot_hit_panel (const SlPlotLayout *layout, double px, double py)
{
  for (guint i = 0; i < layout->panels->len; i++)
    if (holds (&g_array_index (layout->panels, SlLayoutPanel, i).rect, px, py))
      return (int) i;
  return -1;
}

double
sl_plot_track_value (const double *values, gsize n, double at)
{
  gsize i;

  if (!values || n == 0 || !(at >= 0 && at <= n - 1))
    return NAN;
  i = MIN ((gsize) at, n - 1);
  return at == (double) i ? values[i] : values[i] + (at - i) * (values[i + 1] - values[i]);
}

gboolean
sl_plot_track_place (const SlPlotLayout *layout, guint panel, const SlPlotLayer *layer, double at,
                     SlTrackHit *hit)
{
  const SlLayoutPanel *place = &g_array_index (layout->panels, SlLayoutPanel, panel);
  double p[2], q[2], t;
  gsize i, j;

  if (layer->n == 0 || isnan (at))
    return FALSE;
  at = CLAMP (at, 0, layer->n - 1.0);
  i = (gsize) at;
  j = MIN (i + 1, layer->n - 1);
  t = at - i;
  /* Between samples the track is drawn as a straight line in pixels. */
  p[0] = sl_axis_map_to_pixel (&layout->x, layer->x[i]);
  p[1] = sl_axis_map_to_pixel (&place->y, layer->y[i]);
  q[0] = t > 0 ? sl_axis_map_to_pixel (&layout->x, layer->x[j]) : p[0];
  q[1] = t > 0 ? sl_axis_map_to_pixel (&place->y, layer->y[j]) : p[1];
  *hit = (SlTrackHit){ panel, layer, at, p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1]), 0 };
  return isfinite (hit->px + hit->py);
}

gboolean
sl_plot_hit_track (SlPlot *plot, const SlPlotLayout *layout, double px, double py, double reach,
                   SlTrackHit *hit)
{
  int panel = sl_plot_hit_panel (layout, px, py);
  const SlLayoutPanel *place;
  double best = reach;
  gboolean found = FALSE;

  if (panel < 0 || (guint) panel >= plot->panels->len || sl_plot_is_bare (sl_plot_panel (plot, panel)))
    return FALSE;
  place = &g_array_index (layout->panels, SlLayoutPanel, panel);
  for (guint j = 0; j < sl_plot_panel (plot, panel)->layers->len; j++)
    {
      const SlPlotLayer *layer = sl_plot_layer (sl_plot_panel (plot, panel), j);
      double x0 = NAN, y0 = NAN;

      for (gsize i = 0; layer->type == SL_LAYER_TRACK && i < layer->n; i++)
        {
          double x1 = sl_axis_map_to_pixel (&layout->x, layer->x[i]),
                 y1 = sl_axis_map_to_pixel (&place->y, layer->y[i]);
          gboolean joined = !isnan (x0 + y0);
          double dx = joined ? x1 - x0 : 0, dy = joined ? y1 - y0 : 0, length = dx * dx + dy * dy, t = 1, x,
                 y, distance;

          if (length > 0)
            t = CLAMP (((px - x0) * dx + (py - y0) * dy) / length, 0, 1);
          x = x1 - (1 - t) * dx;
          y = y1 - (1 - t) * dy;
          distance = hypot (px - x, py - y);
          if (distance <= best && holds (&place->rect, x, y))
            {
              best = distance;
              found = TRUE;
              *hit = (SlTrackHit){ (guint) panel, layer, joined ? i - 1 + t : i, x, y, distance };
            }
          x0 = x1;
          y0 = y1;
        }
    }
  return found;
}

/* The first (fractional) index at which values reach or cross a value; NaN for none. */
static double
find_value (const double *values, gsize n, double value)
{
  for (gsize i = 0; i < n; i++)
    {
      if (values[i] == value)
        return i;
      if (i + 1 < n && (values[i] - value) * (values[i + 1] - value) < 0)
        return i + (value - values[i]) / (values[i + 1] - values[i]);
    }
  return NAN;
}

gboolean
sl_plot_find_along (SlPlot *plot, const SlPlotLayout *layout, double along, guint *index, SlTrackHit *hit)
{
  guint counted = 0, from = index ? *index : 0;

  for (guint p = 0; p < MIN (plot->panels->len, layout->panels->len); p++)
    for (guint j = 0; j < sl_plot_panel (plot, p)->layers->len; j++, counted++)
      {
        const SlPlotLayer *layer = sl_plot_layer (sl_plot_panel (plot, p), j);

        if (counted < from || layer->type != SL_LAYER_TRACK || !layer->along)
          continue;
        if (!sl_plot_track_place (layout, p, layer, find_value (layer->along, layer->n, along), hit)
            || !holds (&g_array_index (layout->panels, SlLayoutPanel, p).rect, hit->px, hit->py))
          continue;
        if (index)
          *index = counted + 1;
        return TRUE;
      }
  return FALSE;
}

const SlPlotLayer *
sl_plot_keyboard_track (SlPlot *plot, guint *panel)
{
  const SlPlotLayer *first = NULL;

  for (guint p = 0; p < plot->panels->len; p++)
    {
      if (sl_plot_panel (plot, p)->series->len)
        return NULL;
      for (guint j = 0; j < sl_plot_panel (plot, p)->layers->len && !first; j++)
        if (sl_plot_layer (sl_plot_panel (plot, p), j)->type == SL_LAYER_TRACK)
          {
            first = sl_plot_layer (sl_plot_panel (plot, p), j);
            *panel = p;
          }
    }
  return first && first->n ? first : NULL;
}

/* Index of the cell that contains a value, or n. */
static guint
find_cell (const double *edges, guint n, double value)
{
  guint lo = 0, hi = n;

  if (!(value >= edges[0] && value <= edges[n]))
    return n;
  while (hi - lo > 1)
    {
      guint mid = (lo + hi) / 2;

      if (edges[mid] <= value)
        lo = mid;
      else
        hi = mid;
    }
  return lo;
}

gboolean
sl_plot_hit_map (SlPlot *plot, const SlPlotLayout *layout, double px, double py, const SlPlotLayer **map,
                 double *value)
{
  int panel = sl_plot_hit_panel (layout, px, py);
  const SlPlotLayer *layer =
      panel >= 0 && (guint) panel < plot->panels->len ? sl_plot_panel (plot, panel)->map : NULL;
  guint i, j;

  if (!layer)
    return FALSE;
  i = find_cell (layer->x_edge, layer->nx, sl_axis_map_to_value (&layout->x, px));
  j = find_cell (layer->y_edge, layer->ny,
                 sl_axis_map_to_value (&g_array_index (layout->panels, SlLayoutPanel, panel).y, py));
  if (i >= layer->nx || j >= layer->ny || isnan (layer->value[(gsize) j * layer->nx + i]))
    return FALSE;
  *map = layer;
  *value = layer->value[(gsize) j * layer->nx + i];
  return TRUE;
}

const SlPlotLayer *
sl_plot_hit_picture (SlPlot *plot, const SlPlotLayout *layout, double px, double py)
{
  int panel = sl_plot_hit_panel (layout, px, py);
  const SlPlotLayer *layer =
      panel >= 0 && (guint) panel < plot->panels->len ? sl_plot_panel (plot, panel)->picture : NULL;
  SlPlotRect rect;

  if (!layer)
    return NULL;
  rect =
      sl_plot_picture_rect (&g_array_index (layout->panels, SlLayoutPanel, panel).rect, layer->nx, layer->ny);
  return holds (&rect, px, py) ? layer : NULL;
}
