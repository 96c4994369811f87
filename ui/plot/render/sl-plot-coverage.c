/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/render/sl-plot-coverage.h"

#include <math.h>

/* Envelope samples per pixel column, joined by straight lines. Sides of near-vertical lines are placed to
 * within an eighth of a pixel. */
#define SAMPLES 4

/* Distinct positions of a disc's centre between two samples: steps of a sixtieth of a pixel. */
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

/* Adds to the row-to-row changes of coverage the area below a straight edge from height y0 to y1, within a
 * part of a column of width weight (negative: subtracts it). In rows that the edge crosses completely,
 * coverage changes by the same amount each: only the first and the last of them are noted, so that steep
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

/* The envelopes across one column of pixels, as heights from the target's top, and what they range over. */
typedef struct {
  float upper[SAMPLES + 1], lower[SAMPLES + 1];
  float upper_min, upper_max, lower_min, lower_max;
  int n_present;              /* samples where there is something */
} Column;

/* The rows that a column touches: from top to bottom; nothing where top >= bottom. */
typedef struct { float top, bottom; } Span;

static inline void
read_column (Column *c, const float *upper, const float *lower, float y0, float height)
{
  c->n_present = 0;
  c->upper_min = c->lower_min = height;
  c->upper_max = c->lower_max = 0;
  for (int s = 0; s <= SAMPLES; s++)
    {
      c->upper[s] = clamped (upper[s] - y0, height);
      c->lower[s] = clamped (lower[s] - y0, height);
      c->n_present += upper[s] <= lower[s];
      c->upper_min = MIN (c->upper_min, c->upper[s]);
      c->upper_max = MAX (c->upper_max, c->upper[s]);
      c->lower_min = MIN (c->lower_min, c->lower[s]);
      c->lower_max = MAX (c->lower_max, c->lower[s]);
    }
}

/* The usual column: flat enough that each edge stays in one row. */
static inline Span
add_flat_column (SlCoverageRow *rows, const Column *c)
{
  const int u = (int) c->upper_min, l = (int) c->lower_min;
  float u_mean = 0.5f * (c->upper[0] + c->upper[SAMPLES]), l_mean = 0.5f * (c->lower[0] + c->lower[SAMPLES]);

  for (int s = 1; s < SAMPLES; s++)
    {
      u_mean += c->upper[s];
      l_mean += c->lower[s];
    }
  u_mean = u_mean * (1.f / SAMPLES) - u;
  l_mean = l_mean * (1.f / SAMPLES) - l;
  rows[u].step += 1 - u_mean;
  rows[u + 1].step += u_mean;
  rows[l].step -= 1 - l_mean;
  rows[l + 1].step -= l_mean;
  return (Span){ c->upper_min, c->lower_max };
}

/* upper, lower: the same samples before they were clamped, whose order tells where there is something. */
static inline Span
add_steep_column (SlCoverageRow *rows, const Column *c, const float *upper, const float *lower, float height)
{
  const float *u = c->upper, *l = c->lower;
  Span span = { height, 0 };

  for (int s = 0; s < SAMPLES; s++)
    {
      if (upper[s] > lower[s] || upper[s + 1] > lower[s + 1] || (u[s] >= height && u[s + 1] >= height)
          || (l[s] <= 0 && l[s + 1] <= 0))
        continue;
      add_edge (rows, u[s], u[s + 1], 1.f / SAMPLES);
      add_edge (rows, l[s], l[s + 1], -1.f / SAMPLES);
      span.top = MIN (span.top, MIN (u[s], u[s + 1]));
      span.bottom = MAX (span.bottom, MAX (l[s], l[s + 1]));
    }
  return span;
}

/* Colours one column of pixels by the coverage that was noted, and clears the notes. column: the target's
 * pixel in its first row. opacity: 0..256. */
static inline void
paint_column (SlCoverageRow *rows, const SlPlotTarget *target, guint32 *column, Span span, guint32 rgb,
              float opacity)
{
  const int n_rows = target->y1 - target->y0, from = (int) span.top, to = (int) span.bottom + 1;
  const gssize stride = target->stride;
  float sum = 0, slope = 0;

  for (int r = from; r <= to; r++)
    {
      guint32 *pixel = column + r * stride;
      int a;

      slope += rows[r].bend;
      sum += rows[r].step + slope;
      rows[r] = (SlCoverageRow){ 0, 0 };
      a = (int) (sum * opacity + 0.5f);
      if (a <= 0 || r >= n_rows)
        continue;
      /* Columns cross the rows of memory: not reading a pixel of which nothing stays is worth a test. */
      if (a >= 256)
        *pixel = 0xff000000 | rgb;
      else
        *pixel = sl_blend (*pixel, rgb, a);
    }
}

/* Fills between the envelopes: sample k lies at column first_column + k / SAMPLES. */
static void
fill_columns (SlCoverage *self, const SlPlotTarget *target, int first_column, int n_columns, guint32 rgb,
              double alpha)
{
  const float height = target->y1 - target->y0, opacity = 256 * MIN (alpha, 1);
  guint32 *corner = target->pixels + (gsize) target->y0 * target->stride + first_column;

  for (int i = 0; i < n_columns; i++)
    {
      const float *upper = self->upper + i * SAMPLES, *lower = self->lower + i * SAMPLES;
      Column c;
      Span span;

      read_column (&c, upper, lower, target->y0, height);
      if (c.n_present < 2 || c.upper_min >= height || c.lower_max <= 0)
        continue;
      if (c.n_present == SAMPLES + 1 && (int) c.upper_min == (int) c.upper_max
          && (int) c.lower_min == (int) c.lower_max)
        span = add_flat_column (self->rows, &c);
      else
        span = add_steep_column (self->rows, &c, upper, lower, height);
      if (span.top < span.bottom)
        paint_column (self->rows, target, corner + i, span, rgb, opacity);
      /* Nothing seen, but edges of no height may have been noted. */
      else if (span.top == span.bottom)
        self->rows[(int) span.top] = self->rows[(int) span.top + 1] = (SlCoverageRow){ 0, 0 };
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

/* A cap ends between two samples: without a further sample of height zero half of that end would be lost. */
static void
taper (SlCoverage *self, int k, float y, int last_sample)
{
  if (k < 0 || k > last_sample || self->upper[k] <= self->lower[k])
    return;
  self->upper[k] = self->lower[k] = y;
}

/* A straight piece of a stroke: sample positions where its upper and lower edge begin and end, and how both
 * run. */
typedef struct {
  double u0, u1, l0, l1;
  double offset;              /* of the edges above and below the line, pixels */
  double slope;               /* of the edges, pixels a sample */
} Sides;

static inline gboolean
gap_has_sample (double from, double to)
{
  return from < to && ceil_index (MAX (from, 0)) <= to;
}

/* The two edges beside a line from p at sample position at to q, each shifted by the radius along the
 * normal. */
static inline Sides
sides_of (const SlPathPoint *p, const SlPathPoint *q, double at, float radius)
{
  double dx = q->x - p->x, dy = q->y - p->y, length = radius / sqrt (dx * dx + dy * dy);
  double shift_x = dy * length;
  Sides sides = { .offset = dx * length, .slope = dy / dx * (1.0 / SAMPLES) };

  sides.u0 = at + shift_x * SAMPLES;
  sides.u1 = sides.u0 + dx * SAMPLES;
  sides.l0 = at - shift_x * SAMPLES;
  sides.l1 = sides.l0 + dx * SAMPLES;
  return sides;
}

static inline void
add_sides (SlCoverage *self, const Sides *sides, double y, int last_sample)
{
  int end = (int) MIN (sides->u1, last_sample);

  for (int k = ceil_index (MAX (sides->u0, 0)); k <= end; k++)
    {
      float edge = y - sides->offset + (k - sides->u0) * sides->slope;

      self->upper[k] = edge < self->upper[k] ? edge : self->upper[k];
    }
  end = (int) MIN (sides->l1, last_sample);
  for (int k = ceil_index (MAX (sides->l0, 0)); k <= end; k++)
    {
      float edge = y + sides->offset + (k - sides->l0) * sides->slope;

      self->lower[k] = edge > self->lower[k] ? edge : self->lower[k];
    }
}

/* Both envelopes of a stroke. Sample numbers are positions here: the left edge of the first column is 0, a
 * column is SAMPLES wide. */
static void
add_stroke (SlCoverage *self, const SlPathPoint *points, gsize n, int first_column, int last_sample,
            float radius)
{
  Sides before = { 0 };
  gboolean has_before = FALSE;

  for (gsize i = 0; i < n; i++)
    {
      const SlPathPoint *p = points + i;
      double at = (p->x - first_column) * SAMPLES;
      Sides sides;

      if (i + 1 == n || p[1].x - p->x <= 1e-9)
        {
          add_disc (self, at, p->y, last_sample);
          has_before = FALSE;
          continue;
        }
      sides = sides_of (p, p + 1, at, radius);
      /* At a gentle bend the edges of both lines leave no sample between them for the join to show at. */
      if (!has_before || gap_has_sample (before.u1, sides.u0) || gap_has_sample (before.l1, sides.l0))
        add_disc (self, at, p->y, last_sample);
      add_sides (self, &sides, p->y, last_sample);
      before = sides;
      has_before = TRUE;
    }
}

void
sl_coverage_stroke (SlCoverage *self, const SlPlotTarget *target, const SlPathPoint *points, gsize n,
                    double width, guint32 rgb, double alpha)
{
  const float radius = width / 2;
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
  make_discs (self, radius);
  for (int k = 0; k <= last_sample; k++)
    {
      self->upper[k] = NOTHING;
      self->lower[k] = -NOTHING;
    }
  add_stroke (self, points, n, first, last_sample, radius);
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
