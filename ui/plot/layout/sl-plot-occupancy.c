/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/layout/sl-plot-occupancy.h"

#include <math.h>
#include <string.h>

void
sl_plot_occupancy_clear (SlPlotOccupancy *room)
{
  g_free (room->used);
  g_free (room->sums);
  g_free (room->low);
  g_free (room->high);
  *room = (SlPlotOccupancy){ 0 };
}

void
sl_plot_occupancy_start (SlPlotOccupancy *room, const SlPlotRect *rect, double cell)
{
  room->rect = *rect;
  room->cell = cell;
  room->columns = MAX (1, (int) ceil (rect->w / cell));
  room->rows = MAX (1, (int) ceil (rect->h / cell));
  room->used = g_renew (guint8, room->used, room->columns * room->rows);
  room->sums = g_renew (int, room->sums, (room->columns + 1) * (room->rows + 1));
  room->low = g_renew (float, room->low, room->columns);
  room->high = g_renew (float, room->high, room->columns);
  memset (room->used, 0, room->columns * room->rows);
}

int
sl_plot_occupancy_column (const SlPlotOccupancy *room, double x)
{
  return (int) floor ((x - room->rect.x) / room->cell);
}

int
sl_plot_occupancy_row (const SlPlotOccupancy *room, double y)
{
  return (int) floor ((y - room->rect.y) / room->cell);
}

/* Follows a path: fills low and high and, if mark is set, the cells that it crosses. */
void
sl_plot_occupancy_trace (SlPlotOccupancy *room, const SlPath *path, gboolean mark)
{
  for (int c = 0; c < room->columns; c++)
    {
      room->low[c] = INFINITY;
      room->high[c] = -INFINITY;
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
      c0 = MAX (0, sl_plot_occupancy_column (room, p.x));
      c1 = MIN (room->columns - 1, sl_plot_occupancy_column (room, q.x));
      for (int c = c0; c <= c1; c++)
        {
          double left = MAX (p.x, room->rect.x + c * room->cell),
                 right = MIN (q.x, room->rect.x + (c + 1) * room->cell);
          double slope = q.x > p.x ? (q.y - p.y) / (q.x - p.x) : 0;
          double ya = q.x > p.x ? p.y + (left - p.x) * slope : p.y,
                 yb = q.x > p.x ? p.y + (right - p.x) * slope : q.y;

          room->low[c] = MIN (room->low[c], MIN (ya, yb));
          room->high[c] = MAX (room->high[c], MAX (ya, yb));
        }
    }
  for (int c = 0; mark && c < room->columns; c++)
    if (room->low[c] <= room->high[c])
      {
        int last = MIN (room->rows - 1, sl_plot_occupancy_row (room, room->high[c]));

        for (int r = MAX (0, sl_plot_occupancy_row (room, room->low[c])); r <= last; r++)
          room->used[r * room->columns + c] = 1;
      }
}

void
sl_plot_occupancy_level (SlPlotOccupancy *room, double y)
{
  int row = isnan (y) ? -1 : sl_plot_occupancy_row (room, y);

  if (row >= 0 && row < room->rows)
    memset (room->used + row * room->columns, 1, room->columns);
}

void
sl_plot_occupancy_sum (SlPlotOccupancy *room)
{
  int stride = room->columns + 1;

  memset (room->sums, 0, stride * sizeof *room->sums);
  for (int r = 0; r < room->rows; r++)
    {
      int row = 0;

      room->sums[(r + 1) * stride] = 0;
      for (int c = 0; c < room->columns; c++)
        {
          row += room->used[r * room->columns + c];
          room->sums[(r + 1) * stride + c + 1] = room->sums[r * stride + c + 1] + row;
        }
    }
}

int
sl_plot_occupancy_count (const SlPlotOccupancy *room, const SlPlotRect *box)
{
  int stride = room->columns + 1;
  int c0 = CLAMP (sl_plot_occupancy_column (room, box->x), 0, room->columns);
  int r0 = CLAMP (sl_plot_occupancy_row (room, box->y), 0, room->rows);
  int c1 = CLAMP (sl_plot_occupancy_column (room, box->x + box->w) + 1, c0, room->columns);
  int r1 = CLAMP (sl_plot_occupancy_row (room, box->y + box->h) + 1, r0, room->rows);

  return room->sums[r1 * stride + c1] - room->sums[r0 * stride + c1] - room->sums[r1 * stride + c0]
         + room->sums[r0 * stride + c0];
}

void
sl_plot_occupancy_walk (SlPlotOccupancy *room, const SlPath *path)
{
  for (gsize i = 0; i < path->n; i++)
    {
      SlPathPoint p = path->points[i], q = i + 1 < path->n ? path->points[i + 1] : p;
      int steps;

      if (isnan (p.x))
        continue;
      if (isnan (q.x))
        q = p;
      steps = (int) ceil (2 * hypot (q.x - p.x, q.y - p.y) / room->cell);
      for (int k = 0; k <= steps; k++)
        {
          double t = steps ? (double) k / steps : 0;
          int c = sl_plot_occupancy_column (room, p.x + t * (q.x - p.x)),
              r = sl_plot_occupancy_row (room, p.y + t * (q.y - p.y));

          if (c >= 0 && c < room->columns && r >= 0 && r < room->rows)
            room->used[r * room->columns + c] = 1;
        }
    }
}
