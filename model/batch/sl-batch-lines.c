/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much of an emission line is in a functional. The library's pixels have each line as its part within
 * each pixel: a narrow line lies in one or two, and its middle is then that of the pixel. */
#include <math.h>

#include "model/batch/sl-batch-private.h"
#define SL_DUAL_K 2
#include "model/formulas/sl-formula.h"

#define LIGHT_SPEED 2.99792458e18 /* A/s */
#define CORNER_REACH 5.0          /* widths of a line; beyond, a corner adds less than rounding */
#define CELLS_PER_NODE 2         /* of the table that finds a wavelength among a filter's nodes */
#define LEAST_TURN 1e-6           /* corners that change the transmission by less do not count */

static double
sigma_step (guint n)
{
  return log (SL_BATCH_SIGMA_MAX / SL_BATCH_SIGMA_MIN) / (n - 3);
}

/* The first and the last lie outside the range. */
double
sl_batch_sigma (guint i, guint n)
{
  return SL_BATCH_SIGMA_MIN * exp (((double) i - 1.0) * sigma_step (n));
}

SlBatchCubic
sl_batch_sigma_at (double sigma_v, guint n)
{
  const double x = log (MAX (sigma_v, SL_BATCH_SIGMA_MIN) / SL_BATCH_SIGMA_MIN) / sigma_step (n);

  return sl_batch_cubic (1.0 + MIN (x, n - 3.0 - 1e-9), 1.0 / (sigma_v * sigma_step (n)));
}

/* The first of n pixels whose upper edge lies above wave; pixel NULL: all pixels. */
static guint
first_pixel (const SlTemplates *t, const guint *pixel, guint n, double wave)
{
  guint lo = 0, hi = n;

  while (lo < hi)
    {
      const guint mid = (lo + hi) / 2;

      if (t->wave_edges[(pixel ? pixel[mid] : mid) + 1] > wave)
        hi = mid;
      else
        lo = mid + 1;
    }
  return lo;
}

/* ------------------------------------------------------- rest frame */

double
sl_batch_line_in_functional (const SlBatch *self, const SlFunctional *f, guint line, double sigma)
{
  const SlTemplates *t = self->templates;
  const double wave = t->line_wave[line];
  const double reach = SL_LINE_REACH_SIGMA * wave * sigma / SL_C_KMS;
  double sum = 0.0;

  for (guint i = first_pixel (t, f->pixel, f->n, wave - reach);
       i < f->n && t->wave_edges[f->pixel[i]] < wave + reach; i++)
    {
      const guint w = f->pixel[i];

      sum += f->k[i] * sl_line_in_pixel_d (wave, t->wave_edges[w], t->wave_edges[w + 1], sigma);
    }
  return sum;
}

double *
sl_batch_lines_in_functional (const SlBatch *self, const SlFunctional *f)
{
  const SlTemplates *t = self->templates;
  double *out = g_new0 (double, (gsize) t->n_line *SL_BATCH_N_SIGMA + 1);
  gboolean any = FALSE;

  for (guint l = 0; l < t->n_line; l++)
    for (guint i = 0; i < SL_BATCH_N_SIGMA; i++)
      {
        double *to = &out[(gsize) l * SL_BATCH_N_SIGMA + i];

        *to = sl_batch_line_in_functional (self, f, l, sl_batch_sigma (i, SL_BATCH_N_SIGMA));
        any |= *to != 0.0;
      }
  if (!any)
    g_clear_pointer (&out, g_free);
  return out;
}

/* ------------------------------------------------------ redshifted bands */

/* Amount, middle and width of line l at a width sigma, as the pixels have it. The spectrum is linear between
 * pixels, so each pixel's part has the shape of a hat between its neighbours; a band integrates it over
 * dlam / lam. */
static void
line_moments (const SlBatch *self, guint l, double sigma, double *amount, double *offset, double *width)
{
  const SlTemplates *t = self->templates;
  const double wave = t->line_wave[l], reach = SL_LINE_REACH_SIGMA * wave * sigma / SL_C_KMS;
  const double *vacuum = t->band_grid->vacuum, middle = self->line_vacuum[l];
  double all = 0.0, mean = 0.0, square = 0.0;

  *amount = 1.0;
  *offset = 0.0;
  *width = sigma / SL_C_KMS;
  for (guint w = first_pixel (t, NULL, t->n_wave, wave - reach);
       w < t->n_wave && t->wave_edges[w] < wave + reach; w++)
    {
      double light, lo, at, hi;

      if (w == 0 || w + 1 >= t->n_wave)
        return;
      lo = vacuum[w - 1], at = vacuum[w], hi = vacuum[w + 1];
      light = sl_line_in_pixel_d (wave, t->wave_edges[w], t->wave_edges[w + 1], sigma);
      /* Of the hat over lam: its integral, first and second moment; the last about the line's middle. */
      all += light * (hi / (hi - at) * log (hi / at) - lo / (at - lo) * log (at / lo));
      mean += light * 0.5 * (hi - lo);
      square += light * 0.5 * (hi - lo) * ((lo + at + hi) / 3.0 - middle);
    }
  if (!(all > 0.0))
    return;
  *amount = all / sl_batch_line_most (self, l);
  mean = mean / all - middle;
  /* <lam (lam - middle)> = <(lam - middle)^2> + middle <lam - middle> */
  square = square / all - middle * mean;
  *offset = mean / middle;
  *width = sqrt (MAX (square - mean * mean, 0.0)) / middle;
}

void
sl_batch_lines_init (SlBatch *self)
{
  const SlTemplates *t = self->templates;

  self->line_vacuum = g_new0 (double, t->n_line + 1);
  self->line_amount = g_new0 (double, (gsize) t->n_line *SL_BATCH_N_SIGMA + 1);
  self->line_offset = g_new0 (double, (gsize) t->n_line *SL_BATCH_N_SIGMA + 1);
  self->line_width = g_new0 (double, (gsize) t->n_line *SL_BATCH_N_SIGMA + 1);
  for (guint l = 0; l < t->n_line; l++)
    {
      self->line_vacuum[l] = sl_axis_to_vacuum (t->line_wave[l], t->air_from);
      for (guint i = 0; i < SL_BATCH_N_SIGMA; i++)
        {
          const gsize at = (gsize) l * SL_BATCH_N_SIGMA + i;

          line_moments (self, l, sl_batch_sigma (i, SL_BATCH_N_SIGMA), &self->line_amount[at],
                        &self->line_offset[at], &self->line_width[at]);
        }
    }
}

/* What a corner at a distance x (at least 0) adds to the mean of a function over a Gaussian of width s, for
 * each unit by which the slope changes there: the mean of max (0, t - x). */
static SlDual
corner (SlDual x, SlDual s)
{
  const SlDual u = quo (mul (0.70710678118654752, x), s);

  return sub (mul (0.39894228040143268, mul (s, rexp (mul (-1.0, sqr (u))))),
              mul (0.5, mul (x, sub (1.0, rerf (u)))));
}

/* --- the curve of a filter, which is linear between its nodes */

void
sl_batch_curve_init (SlBatchCurve *self, const SlFilter *filter)
{
  const guint n = filter->n;
  const double length = filter->wave[n - 1] - filter->wave[0];

  self->filter = filter;
  self->n_cells = CELLS_PER_NODE * n;
  self->per = self->n_cells / length;
  self->slope = g_new0 (double, n + 1);
  self->turn = g_new0 (double, n);
  self->cell = g_new0 (guint, self->n_cells + 1);
  for (guint i = 0; i + 1 < n; i++)
    self->slope[i + 1] = (filter->transmission[i + 1] - filter->transmission[i])
                         / (filter->wave[i + 1] - filter->wave[i]);
  for (guint i = 0; i < n; i++)
    self->turn[i] = self->slope[i + 1] - self->slope[i];
  for (guint c = 0, i = 0; c <= self->n_cells; c++)
    {
      while (i + 2 < n && filter->wave[i + 1] <= filter->wave[0] + c / self->per)
        i++;
      self->cell[c] = i > 0 ? i - 1 : 0;
    }
}

void
sl_batch_curve_clear (SlBatchCurve *self)
{
  g_free (self->slope);
  g_free (self->turn);
  g_free (self->cell);
}

/* The interval that contains x: -1 before the first node, n - 1 from the last on. */
static int
interval_of (const SlBatchCurve *self, double x)
{
  const double *wave = self->filter->wave;
  const int n = (int) self->filter->n;
  int i;

  if (x < wave[0])
    return -1;
  if (x >= wave[n - 1])
    return n - 1;
  i = (int) self->cell[(guint) ((x - wave[0]) * self->per)];
  while (wave[i + 1] <= x)
    i++;
  return i;
}

/* Mean transmission over a Gaussian about `at` of width s. */
static SlDual
mean_transmission (const SlBatchCurve *curve, SlDual at, SlDual s)
{
  const SlFilter *filter = curve->filter;
  const double reach = CORNER_REACH * s.v, least = LEAST_TURN / s.v;
  const int n = (int) filter->n, i = interval_of (curve, at.v), from = CLAMP (i, 0, n - 1);
  SlDual sum = add (i < 0 || i == n - 1 ? 0.0 : filter->transmission[from],
                    mul (curve->slope[i + 1], sub (at, filter->wave[from])));

  for (int k = i + 1; k < n && filter->wave[k] < at.v + reach; k++)
    if (fabs (curve->turn[k]) > least)
      sum = add (sum, mul (curve->turn[k], corner (sub (filter->wave[k], at), s)));
  for (int k = i; k >= 0 && filter->wave[k] > at.v - reach; k--)
    if (fabs (curve->turn[k]) > least)
      sum = add (sum, mul (curve->turn[k], corner (sub (at, filter->wave[k]), s)));
  return sum;
}

double
sl_batch_line_most (const SlBatch *self, guint line)
{
  return self->line_vacuum[line] / LIGHT_SPEED;
}

double
sl_batch_line_in_band (const SlBatch *self, const SlBatchCurve *curve, guint line, double z, double shift,
                       const SlBatchCubic *sigma, double *by_sigma, double *by_z)
{
  /* Tangents by redshift and by sigma_v. */
  const SlDual one_z = { .v = 1.0 + z, .d = { 1.0, 0.0 } };
  const double wave = self->line_vacuum[line], scale = sl_batch_line_most (self, line);
  const gsize first = (gsize) line * SL_BATCH_N_SIGMA + sigma->first;
  const double *amounts = self->line_amount + first, *offsets = self->line_offset + first,
               *widths = self->line_width + first;
  SlDual amount = { 0 }, offset = { 0 }, width = { 0 }, mean;

  for (guint i = 0; i < 4; i++)
    {
      amount.v += sigma->share[i] * amounts[i];
      amount.d[1] += sigma->slope[i] * amounts[i];
      offset.v += sigma->share[i] * offsets[i];
      width.v += sigma->share[i] * widths[i];
      offset.d[1] += sigma->slope[i] * offsets[i];
      width.d[1] += sigma->slope[i] * widths[i];
    }
  mean = mul (amount, mean_transmission (curve, mul (wave, mul (one_z, add (1.0 + shift, offset))),
                                         mul (wave, mul (one_z, width))));
  *by_z = scale * mean.d[0];
  *by_sigma = scale * mean.d[1];
  return scale * mean.v;
}
