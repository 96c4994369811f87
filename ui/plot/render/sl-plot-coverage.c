/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/render/sl-plot-coverage.h"

#include <math.h>

/* Envelope samples per pixel column, joined by straight lines. Only the sides of near-vertical lines feel it:
 * they are placed to within an eighth of a pixel. */
#define SAMPLES 4

/* Places of a disc's centre between two samples that are told apart: a sixtieth of a pixel */
#define PHASES 16

/* An envelope where there is nothing; finite, so that sums with it stay ordered. */
#define NOTHING 1e30f

void
sl_coverage_clear (SlCoverage *self)
{
  g_free (self->upper);
  g_free (self->lower);
  g_free (self->rows);
  g_free (self->discs);
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
      g_free (self->rows);
      self->n_rows = n_rows;
      self->rows = g_new0 (SlCoverageRow, n_rows); /* stays all zero between columns */
    }
}

/* Adds, to the changes of coverage by row, the area below a straight edge that runs from height y0 to y1
 * within a part of a column of width weight (negative: takes it away). In the rows that it passes right
 * through, coverage changes by the same amount each: only where that begins and ends is noted, so that steep
 * edges cost no more. */
static inline void
add_edge (SlCoverageRow *rows, float y0, float y1, float weight)
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

      rows[r0].step += weight - f;
      rows[r0 + 1].step += f;
      return;
    }
  slope = weight / (y1 - y0);
  above = r0 + 1 - y0;
  before = 0.5f * slope * above * above;
  rows[r0].step += before;
  if (r1 > r0 + 1)
    {
      rows[r0 + 1].step -= 0.5f * slope * (1 - above) * (1 - above);
      rows[r0 + 1].bend += slope;
      rows[r1].bend -= slope;
      before = slope * (r1 - 0.5f - y0);
    }
  below = 0.5f * slope * (y1 - r1) * (y1 - r1);
  rows[r1].step += weight - below - before;
  rows[r1 + 1].step += below;
}

static inline float
clamped (float value, float height)
{
  return value < 0 ? 0 : value > height ? height : value;
}

/* Fills between the envelopes: sample k lies at column first_column + k / SAMPLES. */
static void
fill_columns (SlCoverage *self, const SlPlotTarget *target, int first_column, int n_columns, guint32 rgb,
              double alpha)
{
  const int n_rows = target->y1 - target->y0;
  const gssize stride = target->stride;
  const float height = n_rows;
  const float weight = 1.f / SAMPLES, opacity = 256 * MIN (alpha, 1);

  for (int c = 0; c < n_columns; c++)
    {
      const float *upper = self->upper + c * SAMPLES, *lower = self->lower + c * SAMPLES;
      float top = height, bottom = 0, sum = 0, slope = 0, u[SAMPLES + 1], l[SAMPLES + 1];
      float u_min = height, u_max = 0, l_min = height, l_max = 0;
      int present = 0;
      guint32 *pixel;
      int from, to;

      for (int s = 0; s <= SAMPLES; s++)
        {
          u[s] = clamped (upper[s] - target->y0, height);
          l[s] = clamped (lower[s] - target->y0, height);
          present += upper[s] <= lower[s];
          u_min = MIN (u_min, u[s]);
          u_max = MAX (u_max, u[s]);
          l_min = MIN (l_min, l[s]);
          l_max = MAX (l_max, l[s]);
        }
      if (present < 2 || u_min >= height || l_max <= 0)
        continue;
      if (present == SAMPLES + 1 && (int) u_min == (int) u_max && (int) l_min == (int) l_max)
        {
          /* Flat enough that each edge stays in one row: the usual case. */
          float u_mean = 0.5f * (u[0] + u[SAMPLES]), l_mean = 0.5f * (l[0] + l[SAMPLES]);

          for (int s = 1; s < SAMPLES; s++)
            {
              u_mean += u[s];
              l_mean += l[s];
            }
          u_mean = u_mean * weight - (int) u_min;
          l_mean = l_mean * weight - (int) l_min;
          self->rows[(int) u_min].step += 1 - u_mean;
          self->rows[(int) u_min + 1].step += u_mean;
          self->rows[(int) l_min].step -= 1 - l_mean;
          self->rows[(int) l_min + 1].step -= l_mean;
          top = u_min;
          bottom = l_max;
        }
      else
        for (int s = 0; s < SAMPLES; s++)
          {
            if (upper[s] > lower[s] || upper[s + 1] > lower[s + 1] || (u[s] >= height && u[s + 1] >= height)
                || (l[s] <= 0 && l[s + 1] <= 0))
              continue;
            add_edge (self->rows, u[s], u[s + 1], weight);
            add_edge (self->rows, l[s], l[s + 1], -weight);
            top = MIN (top, MIN (u[s], u[s + 1]));
            bottom = MAX (bottom, MAX (l[s], l[s + 1]));
          }
      if (bottom <= top)
        {
          /* Nothing seen, but edges of no height may have been noted. */
          if (bottom == top)
            for (int r = (int) top; r <= (int) top + 1; r++)
              self->rows[r] = (SlCoverageRow){ 0, 0 };
          continue;
        }
      from = (int) top;
      to = (int) bottom + 1;
      pixel = target->pixels + (gsize) (target->y0 + from) * target->stride + first_column + c;
      for (int r = from; r <= to; r++)
        {
          int a;

          slope += self->rows[r].bend;
          sum += self->rows[r].step + slope;
          self->rows[r] = (SlCoverageRow){ 0, 0 };
          a = (int) (sum * opacity + 0.5f);
          if (a <= 0 || r >= n_rows)
            continue;
          /* The picture is walked across its rows: skipping the reading where nothing of it stays is worth a
           * test. */
          if (a >= 256)
            pixel[(r - from) * stride] = 0xff000000 | rgb;
          else
            pixel[(r - from) * stride] = sl_blend (pixel[(r - from) * stride], rgb, a);
        }
    }
}

static inline int
ceil_index (double value)
{
  int i = (int) value;

  return i + (value > i);
}

/* Half heights of a disc at the samples around it, for centres at each of PHASES places between two samples.
 */
static void
make_discs (SlCoverage *self, float radius)
{
  int reach = (int) ceilf (radius * SAMPLES) + 1;

  if (self->disc_radius == radius)
    return;
  self->disc_radius = radius;
  self->disc_reach = reach;
  self->discs = g_renew (float, self->discs, PHASES * (2 * reach + 1));
  for (int phase = 0; phase < PHASES; phase++)
    for (int j = -reach; j <= reach; j++)
      {
        float dx = (j - phase / (float) PHASES) / SAMPLES, h2 = radius * radius - dx * dx;

        /* Beyond the disc: a height that changes no envelope. */
        self->discs[phase * (2 * reach + 1) + j + reach] = h2 >= 0 ? sqrtf (h2) : -NOTHING;
      }
}

/* The disc around a point: cap or join. at: its sample position. */
static inline void
add_disc (SlCoverage *self, double at, float y, int last_sample)
{
  int reach = self->disc_reach, whole = (int) floor (at), phase = (int) ((at - whole) * PHASES);
  int k0 = MAX (whole - reach, 0), k1 = MIN (whole + reach, last_sample);
  const float *disc = self->discs + phase * (2 * reach + 1) + reach - whole;
  float *upper = self->upper, *lower = self->lower;

  for (int k = k0; k <= k1; k++)
    {
      float u = y - disc[k], l = y + disc[k];

      upper[k] = u < upper[k] ? u : upper[k];
      lower[k] = l > lower[k] ? l : lower[k];
    }
}

/* Caps end between samples: without a sample of no height beyond, half of that end were lost. */
static void
taper (SlCoverage *self, int k, float y, int last_sample)
{
  if (k < 0 || k > last_sample || self->upper[k] <= self->lower[k])
    return;
  self->upper[k] = self->lower[k] = y;
}

/* Sample positions where the upper and the lower edge of a thick segment begin and end. */
typedef struct { double u0, u1, l0, l1; } Sides;

static inline gboolean
gap_has_sample (double from, double to)
{
  return from < to && ceil_index (MAX (from, 0)) <= to;
}

void
sl_coverage_stroke (SlCoverage *self, const SlPlotTarget *target, const SlPathPoint *points, gsize n,
                    double width, guint32 rgb, double alpha)
{
  float radius = width / 2;
  int first, end, last_sample;
  double left, right;
  Sides before = { 0 };
  gboolean has_before = FALSE;

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
  make_discs (self, radius);
  for (int k = 0; k <= last_sample; k++)
    {
      self->upper[k] = NOTHING;
      self->lower[k] = -NOTHING;
    }

  /* Sample numbers are positions from here on: the left edge is 0, a column is SAMPLES wide. */
  for (gsize i = 0; i < n; i++)
    {
      SlPathPoint p = points[i];
      double at = (p.x - first) * SAMPLES, dx, dy, length, shift_x, shift_y, slope;
      gboolean needs_disc = !has_before;
      Sides sides;
      int k1;

      if (i + 1 == n || points[i + 1].x - p.x <= 1e-9)
        {
          add_disc (self, at, p.y, last_sample);
          has_before = FALSE;
          continue;
        }
      /* The two edges beside the line to the next point, each shifted by the radius along the normal. */
      dx = points[i + 1].x - p.x;
      dy = points[i + 1].y - p.y;
      length = radius / sqrt (dx * dx + dy * dy);
      shift_x = dy * length;
      shift_y = dx * length;
      slope = dy / dx * (1.0 / SAMPLES);
      sides.u0 = at + shift_x * SAMPLES;
      sides.u1 = sides.u0 + dx * SAMPLES;
      sides.l0 = at - shift_x * SAMPLES;
      sides.l1 = sides.l0 + dx * SAMPLES;
      /* At a gentle bend the edges of both lines leave no sample between them for the join to show at. */
      if (!needs_disc)
        needs_disc = gap_has_sample (before.u1, sides.u0) || gap_has_sample (before.l1, sides.l0);
      if (needs_disc)
        add_disc (self, at, p.y, last_sample);
      before = sides;
      has_before = TRUE;

      k1 = (int) MIN (sides.u1, last_sample);
      for (int k = ceil_index (MAX (sides.u0, 0)); k <= k1; k++)
        {
          float edge = p.y - shift_y + (k - sides.u0) * slope;

          self->upper[k] = edge < self->upper[k] ? edge : self->upper[k];
        }
      k1 = (int) MIN (sides.l1, last_sample);
      for (int k = ceil_index (MAX (sides.l0, 0)); k <= k1; k++)
        {
          float edge = p.y + shift_y + (k - sides.l0) * slope;

          self->lower[k] = edge > self->lower[k] ? edge : self->lower[k];
        }
    }
  taper (self, (int) ceil ((points[0].x - radius - first) * SAMPLES) - 1, points[0].y, last_sample);
  taper (self, (int) floor ((points[n - 1].x + radius - first) * SAMPLES) + 1, points[n - 1].y, last_sample);
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
sl_coverage_area (SlCoverage *self, const SlPlotTarget *target, const SlPath *upper, const SlPath *lower,
                  guint32 rgb, double alpha)
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
