/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/layout/sl-plot-path.h"

#include <math.h>

/* Pixels are clamped here: outside any drawing, and still exact enough as a float. */
#define OUTSIDE_PIXELS 1e7

static void
repair_range (SlScale scale, double *lo, double *hi)
{
  if (!isfinite (*lo) || !isfinite (*hi) || !isfinite (*hi - *lo))
    {
      *lo = scale == SL_SCALE_LOG ? 0.1 : 0;
      *hi = 1;
    }
  if (scale == SL_SCALE_LOG)
    {
      if (*lo <= 0 && *hi <= 0)
        {
          *lo = 0.1;
          *hi = 1;
        }
      else if (*lo <= 0)
        *lo = *hi * 1e-6;
      else if (*hi <= 0)
        *hi = *lo * 1e-6;
      if (fabs (*hi / *lo - 1) < 1e-12)
        {
          *lo /= 2;
          *hi *= 2;
        }
    }
  else if (fabs (*hi - *lo) <= 1e-12 * MAX (fabs (*lo), fabs (*hi)) || *hi == *lo)
    {
      double widen = *lo != 0 ? fabs (*lo) / 2 : 0.5;

      *lo -= widen;
      *hi += widen;
    }
}

static double
along (const SlAxisMap *self, double value)
{
  if (self->scale == SL_SCALE_LINEAR || isnan (value))
    return value;
  return value > 0 ? log (value) : -INFINITY;
}

void
sl_axis_map_init (SlAxisMap *self, SlScale scale, double lo, double hi, double p0, double p1)
{
  repair_range (scale, &lo, &hi);
  *self = (SlAxisMap){ .scale = scale, .lo = lo, .hi = hi };
  self->k = (p1 - p0) / (along (self, hi) - along (self, lo));
  if (!isfinite (self->k) || self->k == 0)
    self->k = p1 < p0 ? -1e-300 : 1e-300; /* no width: everything at one position, but invertible */
  self->c = p0 - self->k * along (self, lo);
}

double
sl_axis_map_to_pixel (const SlAxisMap *self, double value)
{
  double pixel = self->c + self->k * along (self, value);

  if (isnan (value))
    return NAN;
  return pixel < -OUTSIDE_PIXELS ? -OUTSIDE_PIXELS : pixel > OUTSIDE_PIXELS ? OUTSIDE_PIXELS : pixel;
}

double
sl_axis_map_to_value (const SlAxisMap *self, double pixel)
{
  double t = (pixel - self->c) / self->k;

  return self->scale == SL_SCALE_LOG ? exp (t) : t;
}

SlAxisMap
sl_axis_map_scaled (const SlAxisMap *self, double factor)
{
  SlAxisMap scaled = *self;

  scaled.c *= factor;
  scaled.k *= factor;
  return scaled;
}

void
sl_path_clear (SlPath *self)
{
  g_free (self->points);
  *self = (SlPath){ 0 };
}

void
sl_path_append (SlPath *self, double x, double y)
{
  if (self->n == self->capacity)
    {
      self->capacity = MAX (256, 2 * self->capacity);
      self->points = g_renew (SlPathPoint, self->points, self->capacity);
    }
  self->points[self->n++] = (SlPathPoint){ x, y };
}

void
sl_path_break (SlPath *self)
{
  if (self->n > 0 && !isnan (self->points[self->n - 1].x))
    sl_path_append (self, NAN, NAN);
}

/* Receives pixel points one after the other and appends what is left after clipping. */
typedef struct {
  SlPath *path;
  double x0, x1, y0, y1;  /* the box: clip and margin */
  SlPathPoint last;
  gboolean has_last;
} Cutter;

static void
cut_move (Cutter *self)
{
  if (self->has_last)
    sl_path_break (self->path);
  self->has_last = FALSE;
}

static double
mix_at (double a, double b, double t)
{
  return a + t * (b - a);
}

/* Appends one segment whose x is in the box: above and below, it follows the box's edge, with corners where
 * it leaves. */
static void
append_segment (Cutter *self, SlPathPoint p, SlPathPoint q, gboolean start)
{
  double edges[2] = { q.y > p.y ? self->y0 : self->y1, q.y > p.y ? self->y1 : self->y0 };

  if (start)
    sl_path_append (self->path, p.x, CLAMP (p.y, self->y0, self->y1));
  if (p.y >= self->y0 && p.y <= self->y1 && q.y >= self->y0 && q.y <= self->y1)
    {
      sl_path_append (self->path, q.x, q.y);
      return;
    }
  for (int i = 0; i < 2; i++)
    {
      double t = (edges[i] - p.y) / (q.y - p.y);

      if (t > 0 && t < 1)
        sl_path_append (self->path, mix_at (p.x, q.x, t), edges[i]);
    }
  sl_path_append (self->path, q.x, CLAMP (q.y, self->y0, self->y1));
}

static void
cut_line_to (Cutter *self, SlPathPoint q)
{
  SlPathPoint p = self->last, from = p, to = q;
  gboolean start;

  self->last = q;
  if (!self->has_last)
    {
      self->has_last = TRUE;
      if (q.x >= self->x0 && q.x <= self->x1)
        sl_path_append (self->path, q.x, CLAMP (q.y, self->y0, self->y1));
      return;
    }
  if ((p.x < self->x0 && q.x < self->x0) || (p.x > self->x1 && q.x > self->x1))
    return;
  /* Clip at the sides. A segment that enters from outside starts a new piece. */
  start = p.x < self->x0 || p.x > self->x1;
  if (start)
    {
      from.x = p.x < self->x0 ? self->x0 : self->x1;
      from.y = mix_at (p.y, q.y, (from.x - p.x) / (q.x - p.x));
      sl_path_break (self->path);
    }
  if (q.x < self->x0 || q.x > self->x1)
    {
      to.x = q.x < self->x0 ? self->x0 : self->x1;
      to.y = mix_at (p.y, q.y, (to.x - p.x) / (q.x - p.x));
    }
  append_segment (self, from, to, start);
}

static void
cut_point (Cutter *self, const SlAxisMap *mx, const SlAxisMap *my, double x, double y)
{
  SlPathPoint p = { sl_axis_map_to_pixel (mx, x), sl_axis_map_to_pixel (my, y) };

  if (isnan (p.x) || isnan (p.y))
    cut_move (self);
  else
    cut_line_to (self, p);
}

/* A column of pixels and its edges in data units. To find the pixel of a sample inside it, linear
 * interpolation is enough, without a logarithm: within one column of a logarithmic axis the difference is
 * invisible. */
typedef struct {
  const SlAxisMap *mx, *my;
  double width, cell;
  double left, right, ratio;  /* ratio: of the edges, on a logarithmic axis */
} Column;

static void
column_find (Column *self, double x)
{
  self->cell = floor (sl_axis_map_to_pixel (self->mx, x) / self->width);
  self->left = sl_axis_map_to_value (self->mx, self->cell * self->width);
  self->right = sl_axis_map_to_value (self->mx, (self->cell + 1) * self->width);
}

/* Moves to the column of x, which is not left of the present one. */
static void
column_advance (Column *self, double x)
{
  double next =
      self->mx->scale == SL_SCALE_LOG ? self->right * self->ratio : self->right + (self->right - self->left);

  if (x < self->right)
    return;
  if (!(x < next))
    {
      column_find (self, x);
      return;
    }
  self->left = self->right;
  self->right = next;
  self->cell++;
}

static void
cut_in_column (Cutter *self, const Column *column, double x, double y)
{
  double t = (x - column->left) / (column->right - column->left);
  SlPathPoint p = { (column->cell + t) * column->width, sl_axis_map_to_pixel (column->my, y) };

  if (!isfinite (t))
    p.x = sl_axis_map_to_pixel (column->mx, x);
  if (isnan (p.x) || isnan (p.y))
    cut_move (self);
  else
    cut_line_to (self, p);
}

/* The first index in from..n whose x is greater than value (or, with equal, not less). */
static gsize
search (const double *x, gsize from, gsize n, double value, gboolean equal)
{
  while (from < n)
    {
      gsize mid = from + (n - from) / 2;

      if (x[mid] > value || (equal && x[mid] == value))
        n = mid;
      else
        from = mid + 1;
    }
  return from;
}

/* Reduces the samples i..end of one column to at most four, in order. */
static void
cut_column (Cutter *self, const Column *column, const double *x, const double *y, gsize i, gsize end)
{
  while (i < end)
    {
      gsize first, lowest, highest, last;

      if (isnan (y[i]))
        {
          cut_move (self);
          i++;
          continue;
        }
      first = lowest = highest = i;
      for (i++; i < end && !isnan (y[i]); i++)
        {
          if (y[i] < y[lowest])
            lowest = i;
          if (y[i] > y[highest])
            highest = i;
        }
      last = i - 1;
      cut_in_column (self, column, x[first], y[first]);
      if (MIN (lowest, highest) != first)
        cut_in_column (self, column, x[MIN (lowest, highest)], y[MIN (lowest, highest)]);
      if (MAX (lowest, highest) != MIN (lowest, highest))
        cut_in_column (self, column, x[MAX (lowest, highest)], y[MAX (lowest, highest)]);
      if (last != MAX (lowest, highest))
        cut_in_column (self, column, x[last], y[last]);
    }
}

void
sl_path_build (SlPath *self, const SlAxisMap *mx, const SlAxisMap *my, const double *x, const double *y,
               gsize n, gboolean increasing, const SlPlotRect *clip, double margin, double column)
{
  Cutter cutter = { self,
                    clip->x - margin,
                    clip->x + clip->w + margin,
                    clip->y - margin,
                    clip->y + clip->h + margin,
                    { 0, 0 },
                    FALSE };
  Column cell;
  gsize begin, end;

  self->n = 0;
  if (!increasing || mx->k < 0)
    {
      for (gsize i = 0; i < n; i++)
        cut_point (&cutter, mx, my, x[i], y[i]);
      return;
    }

  /* One sample beyond either side, for segments that enter. */
  begin = search (x, 0, n, sl_axis_map_to_value (mx, cutter.x0), TRUE);
  end = search (x, begin, n, sl_axis_map_to_value (mx, cutter.x1), FALSE);
  begin -= begin > 0;
  end += end < n;
  if (end - begin <= 4 || column <= 0)
    {
      for (gsize i = begin; i < end; i++)
        cut_point (&cutter, mx, my, x[i], y[i]);
      return;
    }
  cell = (Column){ .mx = mx, .my = my, .width = column, .ratio = exp (column / mx->k) };
  column_find (&cell, x[begin]);
  for (gsize i = begin; i < end;)
    {
      gsize next = i + 1;

      column_advance (&cell, x[i]);
      while (next < end && x[next] < cell.right)
        next++;
      cut_column (&cutter, &cell, x, y, i, next);
      i = next;
    }
}

static void
dash_piece (SlPath *self, const SlPathPoint *points, gsize n, const double *lengths, guint n_lengths)
{
  double left = lengths[0];  /* of the present dash or gap */
  guint dash = 0;

  sl_path_append (self, points[0].x, points[0].y);
  for (gsize i = 1; i < n; i++)
    {
      SlPathPoint p = points[i - 1], q = points[i];
      double length = hypot (q.x - p.x, q.y - p.y), done = 0;

      while (length - done >= left)
        {
          done += left;
          sl_path_append (self, p.x + (q.x - p.x) * done / length, p.y + (q.y - p.y) * done / length);
          if (dash % 2 == 0)
            sl_path_break (self);
          dash = (dash + 1) % n_lengths;
          left = lengths[dash];
        }
      left -= length - done;
      if (dash % 2 == 0)
        sl_path_append (self, q.x, q.y);
    }
}

void
sl_path_dash (SlPath *self, const SlPath *path, const double *lengths, guint n)
{
  self->n = 0;
  for (gsize begin = 0; begin < path->n;)
    {
      gsize end = begin;

      while (end < path->n && !isnan (path->points[end].x))
        end++;
      if (end > begin)
        {
          sl_path_break (self);
          dash_piece (self, path->points + begin, end - begin, lengths, n);
        }
      begin = end + 1;
    }
}
