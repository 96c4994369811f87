/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/sl-plot-coverage.h"

#include <float.h>
#include <math.h>

/* Envelope samples per pixel column, joined by straight lines. Only the sides of near-vertical lines feel it: they
 * are placed to within an eighth of a pixel. */
#define SAMPLES 4

#define NOTHING FLT_MAX

void
sl_coverage_clear (SlCoverage *self)
{
  g_free (self->upper);
  g_free (self->lower);
  g_free (self->delta);
  *self = (SlCoverage){ 0 };
}

static void
reserve (SlCoverage *self, gsize n_samples, gsize n_rows)
{
  if (n_samples > self->n_samples)
    {
      self->n_samples = n_samples + n_samples / 4;
      self->upper = g_renew (float, self->upper, self->n_samples);
      self->lower = g_renew (float, self->lower, self->n_samples);
    }
  if (n_rows > self->n_rows)
    {
      g_free (self->delta);
      self->n_rows = n_rows;
      self->delta = g_new0 (float, n_rows); /* stays all zero between columns */
    }
}

/* Adds, to the changes of coverage by row, the area below a straight edge that runs from height y0 to y1 within a
 * part of a column of width weight (negative: takes it away). */
static inline void
add_edge (float *delta, float y0, float y1, float weight)
{
  int r0, r1;
  float slope, above, before, below;

  if (y0 > y1)
    {
      float swap = y0;

      y0 = y1;
      y1 = swap;
    }
  r0 = (int) y0;
  r1 = (int) y1;
  if (r0 == r1)
    {
      float f = weight * (0.5f * (y0 + y1) - r0);

      delta[r0] += weight - f;
      delta[r0 + 1] += f;
      return;
    }
  slope = weight / (y1 - y0);
  above = r0 + 1 - y0;
  before = 0.5f * slope * above * above;
  delta[r0] += before;
  for (int r = r0 + 1; r < r1; r++)
    {
      float now = slope * (r - y0 + 0.5f);

      delta[r] += now - before;
      before = now;
    }
  below = 0.5f * slope * (y1 - r1) * (y1 - r1);
  delta[r1] += weight - below - before;
  delta[r1 + 1] += below;
}

static inline float
clamped (float value, float height)
{
  return value < 0 ? 0 : value > height ? height : value;
}

/* Fills between the envelopes: sample k lies at column first_column + k / SAMPLES. */
static void
fill_columns (SlCoverage *self, const SlPlotTarget *target, int first_column, int n_columns, guint32 rgb, double alpha)
{
  float height = target->y1 - target->y0;
  const float weight = 1.f / SAMPLES, opacity = 256 * alpha;

  for (int c = 0; c < n_columns; c++)
    {
      const float *upper = self->upper + c * SAMPLES, *lower = self->lower + c * SAMPLES;
      float top = height, bottom = 0, sum = 0, u[SAMPLES + 1], l[SAMPLES + 1];
      guint32 *pixel;
      int from, to;

      for (int s = 0; s <= SAMPLES; s++)
        {
          u[s] = clamped (upper[s] - target->y0, height);
          l[s] = clamped (lower[s] - target->y0, height);
        }
      for (int s = 0; s < SAMPLES; s++)
        {
          if (upper[s] > lower[s] || upper[s + 1] > lower[s + 1] || (u[s] >= height && u[s + 1] >= height)
              || (l[s] <= 0 && l[s + 1] <= 0))
            continue;
          add_edge (self->delta, u[s], u[s + 1], weight);
          add_edge (self->delta, l[s], l[s + 1], -weight);
          top = MIN (top, MIN (u[s], u[s + 1]));
          bottom = MAX (bottom, MAX (l[s], l[s + 1]));
        }
      if (bottom <= top)
        {
          /* Nothing seen, but edges of no height may have been noted. */
          if (bottom == top)
            for (int r = (int) top; r <= (int) top + 1; r++)
              self->delta[r] = 0;
          continue;
        }
      from = (int) top;
      to = (int) bottom;
      pixel = target->pixels + (gsize) (target->y0 + from) * target->stride + first_column + c;
      for (int r = from; r <= to + 1; r++, pixel += target->stride)
        {
          guint32 a;

          sum += self->delta[r];
          self->delta[r] = 0;
          if (r >= target->y1 - target->y0)
            continue;
          a = (guint32) (MIN (sum, 1.f) * opacity + 0.5f);
          if (sum > 0 && a > 0)
            *pixel = sl_blend (*pixel, rgb, a);
        }
    }
}

static inline int
ceil_index (double value)
{
  int i = (int) value;

  return i + (value > i);
}

void
sl_coverage_stroke (SlCoverage *self, const SlPlotTarget *target, const SlPathPoint *points, gsize n, double width,
                    guint32 rgb, double alpha)
{
  float radius = width / 2, radius2 = radius * radius;
  int first, end, last_sample;
  double left, right;

  if (n == 0 || target->x1 <= target->x0 || target->y1 <= target->y0 || width <= 0)
    return;
  left = points[0].x - radius - 1;
  right = points[n - 1].x + radius + 1;
  if (right <= target->x0 || left >= target->x1)
    return;
  first = (int) floor (MAX (left, target->x0));
  end = (int) ceil (MIN (right, target->x1));
  last_sample = (end - first) * SAMPLES;
  reserve (self, last_sample + 1, target->y1 - target->y0 + 3);
  for (int k = 0; k <= last_sample; k++)
    {
      self->upper[k] = NOTHING;
      self->lower[k] = -NOTHING;
    }

  for (gsize i = 0; i < n; i++)
    {
      /* Sample numbers are positions from here on: the left edge is 0, a column is SAMPLES wide. */
      double at = (points[i].x - first) * SAMPLES, reach = radius * SAMPLES;
      int k0 = ceil_index (MAX (at - reach, 0)), k1 = (int) MIN (at + reach, last_sample);
      float y = points[i].y;

      /* The disc around the point: cap or join. */
      for (int k = k0; k <= k1; k++)
        {
          float dx = (k - (float) at) * (1.f / SAMPLES), h2 = radius2 - dx * dx;
          float h = h2 > 0 ? sqrtf (h2) : 0;

          self->upper[k] = MIN (self->upper[k], y - h);
          self->lower[k] = MAX (self->lower[k], y + h);
        }
      /* Caps end between samples: without a sample of no height beyond, half of that end were lost. */
      if (i == 0 && k0 > 0 && k0 <= last_sample + 1)
        self->upper[k0 - 1] = self->lower[k0 - 1] = y;
      if (i == n - 1 && k1 >= 0 && k1 < last_sample)
        {
          self->upper[k1 + 1] = MIN (self->upper[k1 + 1], y);
          self->lower[k1 + 1] = MAX (self->lower[k1 + 1], y);
        }
      /* The two edges beside the line to the next point, each shifted by the radius along the normal. */
      if (i + 1 < n && points[i + 1].x - points[i].x > 1e-9)
        {
          double dx = points[i + 1].x - points[i].x, dy = points[i + 1].y - points[i].y, length = hypot (dx, dy);
          double shift_x = radius * dy / length, shift_y = radius * dx / length, slope = dy / dx / SAMPLES;
          double u0 = at + shift_x * SAMPLES, u1 = u0 + dx * SAMPLES, l0 = at - shift_x * SAMPLES, l1 = l0 + dx * SAMPLES;

          k1 = (int) MIN (u1, last_sample);
          for (int k = ceil_index (MAX (u0, 0)); k <= k1; k++)
            {
              float edge = points[i].y - shift_y + (k - u0) * slope;

              self->upper[k] = MIN (self->upper[k], edge);
            }
          k1 = (int) MIN (l1, last_sample);
          for (int k = ceil_index (MAX (l0, 0)); k <= k1; k++)
            {
              float edge = points[i].y + shift_y + (k - l0) * slope;

              self->lower[k] = MAX (self->lower[k], edge);
            }
        }
    }
  fill_columns (self, target, first, end - first, rgb, alpha);
}

/* Heights of a path at the samples; NAN where it has none. */
static void
sample_path (float *out, int first, int last_sample, const SlPath *path)
{
  for (int k = 0; k <= last_sample; k++)
    out[k] = NAN;
  for (gsize i = 0; i < path->n; i++)
    {
      SlPathPoint p = path->points[i], q;
      double from, to;
      int k0, k1;

      if (isnan (p.x))
        continue;
      q = i + 1 < path->n && !isnan (path->points[i + 1].x) ? path->points[i + 1] : p;
      if (q.x < p.x)
        {
          SlPathPoint swap = p;

          p = q;
          q = swap;
        }
      from = (p.x - first) * SAMPLES;
      to = (q.x - first) * SAMPLES;
      if (to < -0.5 || from > last_sample + 0.5)
        continue;
      /* To the nearest sample on either side, so that neither end is favoured. */
      k0 = (int) MAX (0, ceil (from - 0.5));
      k1 = (int) MIN (last_sample, floor (to + 0.5));
      for (int k = k0; k <= k1; k++)
        out[k] = q.x > p.x ? p.y + (q.y - p.y) * CLAMP ((k - from) / (to - from), 0, 1) : p.y;
    }
}

void
sl_coverage_area (SlCoverage *self, const SlPlotTarget *target, const SlPath *upper, const SlPath *lower, guint32 rgb,
                  double alpha)
{
  int n_columns = target->x1 - target->x0, last_sample = n_columns * SAMPLES;

  if (n_columns <= 0 || target->y1 <= target->y0)
    return;
  reserve (self, last_sample + 1, target->y1 - target->y0 + 3);
  sample_path (self->upper, target->x0, last_sample, upper);
  if (lower)
    sample_path (self->lower, target->x0, last_sample, lower);
  for (int k = 0; k <= last_sample; k++)
    {
      float u = self->upper[k], l = lower ? self->lower[k] : MAX (u, target->y1);

      if (isnan (u) || isnan (l))
        {
          u = NOTHING;
          l = -NOTHING;
        }
      self->upper[k] = MIN (u, l);
      self->lower[k] = MAX (u, l);
      if (u == NOTHING)
        {
          self->upper[k] = NOTHING;
          self->lower[k] = -NOTHING;
        }
    }
  fill_columns (self, target, target->x0, n_columns, rgb, alpha);
}
