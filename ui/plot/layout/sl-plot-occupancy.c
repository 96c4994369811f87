/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/layout/sl-plot-occupancy.h"

#include <math.h>
#include <string.h>

void
sl_plot_occupancy_clear (SlPlotOccupancy *self)
{
  g_free (self->used);
  g_free (self->sums);
  g_free (self->low);
  g_free (self->high);
  *self = (SlPlotOccupancy){ 0 };
}

void
sl_plot_occupancy_start (SlPlotOccupancy *self, const SlPlotRect *rect, double cell)
{
  self->rect = *rect;
  self->cell = cell;
  self->columns = MAX (1, (int) ceil (rect->w / cell));
  self->rows = MAX (1, (int) ceil (rect->h / cell));
  self->used = g_renew (guint8, self->used, self->columns * self->rows);
  self->sums = g_renew (int, self->sums, (self->columns + 1) * (self->rows + 1));
  self->low = g_renew (float, self->low, self->columns);
  self->high = g_renew (float, self->high, self->columns);
  memset (self->used, 0, self->columns * self->rows);
}

int
sl_plot_occupancy_column (const SlPlotOccupancy *self, double x)
{
  return (int) floor ((x - self->rect.x) / self->cell);
}

int
sl_plot_occupancy_row (const SlPlotOccupancy *self, double y)
{
  return (int) floor ((y - self->rect.y) / self->cell);
}

/* Follows a path: fills low and high and, if mark is set, the cells that it crosses. */
void
sl_plot_occupancy_trace (SlPlotOccupancy *self, const SlPath *path, gboolean mark)
{
  for (int c = 0; c < self->columns; c++)
    {
      self->low[c] = INFINITY;
      self->high[c] = -INFINITY;
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
      c0 = MAX (0, sl_plot_occupancy_column (self, p.x));
      c1 = MIN (self->columns - 1, sl_plot_occupancy_column (self, q.x));
      for (int c = c0; c <= c1; c++)
        {
          double left = MAX (p.x, self->rect.x + c * self->cell),
                 right = MIN (q.x, self->rect.x + (c + 1) * self->cell);
          double slope = q.x > p.x ? (q.y - p.y) / (q.x - p.x) : 0;
          double ya = q.x > p.x ? p.y + (left - p.x) * slope : p.y,
                 yb = q.x > p.x ? p.y + (right - p.x) * slope : q.y;

          self->low[c] = MIN (self->low[c], MIN (ya, yb));
          self->high[c] = MAX (self->high[c], MAX (ya, yb));
        }
    }
  for (int c = 0; mark && c < self->columns; c++)
    if (self->low[c] <= self->high[c])
      {
        int last = MIN (self->rows - 1, sl_plot_occupancy_row (self, self->high[c]));

        for (int r = MAX (0, sl_plot_occupancy_row (self, self->low[c])); r <= last; r++)
          self->used[r * self->columns + c] = 1;
      }
}

void
sl_plot_occupancy_mark_row (SlPlotOccupancy *self, double y)
{
  int row = isnan (y) ? -1 : sl_plot_occupancy_row (self, y);

  if (row >= 0 && row < self->rows)
    memset (self->used + row * self->columns, 1, self->columns);
}

void
sl_plot_occupancy_sum (SlPlotOccupancy *self)
{
  int stride = self->columns + 1;

  memset (self->sums, 0, stride * sizeof *self->sums);
  for (int r = 0; r < self->rows; r++)
    {
      int row = 0;

      self->sums[(r + 1) * stride] = 0;
      for (int c = 0; c < self->columns; c++)
        {
          row += self->used[r * self->columns + c];
          self->sums[(r + 1) * stride + c + 1] = self->sums[r * stride + c + 1] + row;
        }
    }
}

int
sl_plot_occupancy_count (const SlPlotOccupancy *self, const SlPlotRect *box)
{
  int stride = self->columns + 1;
  int c0 = CLAMP (sl_plot_occupancy_column (self, box->x), 0, self->columns);
  int r0 = CLAMP (sl_plot_occupancy_row (self, box->y), 0, self->rows);
  int c1 = CLAMP (sl_plot_occupancy_column (self, box->x + box->w) + 1, c0, self->columns);
  int r1 = CLAMP (sl_plot_occupancy_row (self, box->y + box->h) + 1, r0, self->rows);

  return self->sums[r1 * stride + c1] - self->sums[r0 * stride + c1] - self->sums[r1 * stride + c0]
         + self->sums[r0 * stride + c0];
}

void
sl_plot_occupancy_mark_path (SlPlotOccupancy *self, const SlPath *path)
{
  for (gsize i = 0; i < path->n; i++)
    {
      SlPathPoint p = path->points[i], q = i + 1 < path->n ? path->points[i + 1] : p;
      int steps;

      if (isnan (p.x))
        continue;
      if (isnan (q.x))
        q = p;
      steps = (int) ceil (2 * hypot (q.x - p.x, q.y - p.y) / self->cell);
      for (int k = 0; k <= steps; k++)
        {
          double t = steps ? (double) k / steps : 0;
          int c = sl_plot_occupancy_column (self, p.x + t * (q.x - p.x)),
              r = sl_plot_occupancy_row (self, p.y + t * (q.y - p.y));

          if (c >= 0 && c < self->columns && r >= 0 && r < self->rows)
            self->used[r * self->columns + c] = 1;
        }
    }
}
