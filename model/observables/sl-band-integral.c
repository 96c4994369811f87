/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/observables/sl-band-integral.h"

#include <math.h>

#define SL_DUAL_SECOND
#include "model/formulas/sl-formula.h"
#include "model/ssp/sl-gauss.h"

/* ----------------------------------------------------------------- bands */

static double
slope_of (const SlFilter *f, guint j)
{
  return (f->transmission[j + 1] - f->transmission[j]) / (f->wave[j + 1] - f->wave[j]);
}

double
sl_band_integral_of_filter (const SlFilter *f)
{
  double sum = 0.0;

  for (guint j = 0; j + 1 < f->n; j++)
    {
      double m[4];

      /* The two ends' hats add up to 1. */
      sl_hat_moments ((f->wave[j + 1] - f->wave[j]) / f->wave[j], m);
      sum += f->transmission[j] * (m[0] + m[2]) + slope_of (f, j) * f->wave[j] * (m[1] + m[3]);
    }
  return sum;
}

typedef struct {
  const SlFilter *filter;
  const SlIgm *igm;
  const SlBandGrid *grid;
  SlDual redshift, one_z;
  guint first;                  /* node of k[0] */
  double *k, *dk, *ddk;
} Band;

static void
add_to (const Band *b, guint node, SlDual weight)
{
  b->k[node - b->first] += weight.v;
  if (b->dk)
    {
      b->dk[node - b->first] += weight.d[0];
      b->ddk[node - b->first] += weight.dd;
    }
}

/* T at a wavelength x of the library, within the filter's interval j. */
static SlDual
transmission (const Band *b, SlDual x, guint j)
{
  const SlFilter *f = b->filter;

  return add (f->transmission[j], mul (slope_of (f, j), sub (mul (b->one_z, x), f->wave[j])));
}

/* The library's whole interval i, which lies within the filter's interval j. */
static void
add_whole (const Band *b, guint i, guint j)
{
  const double *m = b->grid->moment + 4 * i;
  const SlDual t = transmission (b, sl_dual_constant (b->grid->vacuum[i]), j);
  const SlDual s = mul (slope_of (b->filter, j), b->one_z);

  add_to (b, i, add (mul (m[0], t), mul (m[1], s)));
  add_to (b, i + 1, add (mul (m[2], t), mul (m[3], s)));
}

/* A part of it: from lo to hi. */
static void
add_piece (const Band *b, guint i, guint j, SlDual lo, SlDual hi)
{
  const double *wave = b->grid->vacuum, u = hi.v / lo.v - 1.0;
  const gboolean few = u < SL_GAUSS_FEW_UP_TO;
  const int n = few ? SL_GAUSS_FEW : SL_GAUSS_MANY, pieces = 1 + (int) (u / SL_GAUSS_MANY_UP_TO);
  const double *node = few ? sl_gauss_few_node : sl_gauss_many_node,
               *weight = few ? sl_gauss_few_weight : sl_gauss_many_weight;
  const SlDual width = sub (hi, lo);
  const SlIgmSeries series = { b->igm ? (int) b->igm->n : 0, b->igm ? b->igm->wave : NULL,
                               b->igm ? b->igm->forest : NULL, b->igm ? b->igm->damped : NULL };
  SlDual left = sl_dual_constant (0.0), right = left;

  for (int p = 0; p < pieces; p++)
    for (int q = 0; q < n; q++)
      {
        const SlDual x = add (lo, mul ((p + node[q]) / pieces, width));
        const SlDual part = quo (sub (x, wave[i]), wave[i + 1] - wave[i]);
        SlDual light = quo (mul (mul (weight[q] / pieces, width), transmission (b, x, j)), x);

        if (b->igm)
          light = mul (light, sl_igm_transmission_D (mul (b->one_z, x), b->redshift, &series));
        right = add (right, mul (light, part));
        left = add (left, mul (light, sub (1.0, part)));
      }
  add_to (b, i, left);
  add_to (b, i + 1, right);
}

/* The next wavelength below which one more line of the Lyman series absorbs, or the limit of the series. */
static double
next_break (const SlIgm *igm, double x)
{
  double next = HUGE_VAL;

  for (guint m = 0; m < igm->n && igm->wave[m] > x; m++)
    next = igm->wave[m];
  return SL_IGM_LIMIT > x ? MIN (next, SL_IGM_LIMIT) : next;
}

/* The library's interval i from lo on, in pieces that end at nodes of the filter and at breaks of the
 * absorption. Returns the filter's interval of its end. */
static guint
add_interval (const Band *b, guint i, guint j, SlDual lo)
{
  const SlFilter *f = b->filter;
  const double *wave = b->grid->vacuum, one_z = b->one_z.v;
  const gboolean absorbed = b->igm && wave[i] < b->igm->wave[0];

  if (!absorbed && lo.v == wave[i] && wave[i + 1] * one_z <= f->wave[j + 1])
    {
      add_whole (b, i, j);
      return j;
    }
  for (;;)
    {
      const double turn = absorbed ? next_break (b->igm, lo.v) : HUGE_VAL, end = MIN (turn, wave[i + 1]);
      const gboolean at_filter = f->wave[j + 1] / one_z < end;
      const SlDual hi = at_filter ? quo (f->wave[j + 1], b->one_z) : sl_dual_constant (end);

      if (hi.v > lo.v)
        {
          Band open = *b;

          /* Redward of Lyman alpha nothing is absorbed. */
          if (!absorbed || lo.v >= b->igm->wave[0])
            open.igm = NULL;
          add_piece (&open, i, j, lo, hi);
        }
      lo = hi;
      if (at_filter && ++j + 1 >= f->n)
        return j;
      if (!at_filter && end == wave[i + 1])
        return j;
    }
}

double
sl_band_covered (const SlFilter *f, double lo, double hi)
{
  double sum = 0.0, all;

  if (lo <= f->wave[0] && hi >= f->wave[f->n - 1])
    return 1.0;
  all = sl_band_integral_of_filter (f);
  for (guint j = 0; j + 1 < f->n; j++)
    {
      const double a = MAX (lo, f->wave[j]), b = MIN (hi, f->wave[j + 1]);
      double m[4];

      if (!(b > a))
        continue;
      sl_hat_moments ((b - a) / a, m);
      sum += (f->transmission[j] + slope_of (f, j) * (a - f->wave[j])) * (m[0] + m[2])
             + slope_of (f, j) * a * (m[1] + m[3]);
    }
  return all > 0.0 ? CLAMP (sum / all, 0.0, 1.0) : 0.0;
}

/* int T dlam / lam from a to b, within the filter's interval j. */
static SlDual
piece_of_filter (const SlFilter *f, guint j, SlDual a, SlDual b)
{
  const double s = slope_of (f, j), at_0 = f->transmission[j] - s * f->wave[j];

  return add (mul (at_0, rlog (quo (b, a))), mul (s, sub (b, a)));
}

double
sl_band_covered_at (const SlFilter *f, double lo, double hi, double z, double *dz, double *ddz)
{
  const SlDual redshift = { .v = z, .d = { 1.0, 1.0 } }, one_z = add (1.0, redshift);
  const SlDual from = mul (lo, one_z), to = mul (hi, one_z);
  SlDual sum = sl_dual_constant (0.0);

  for (guint j = 0; j + 1 < f->n; j++)
    {
      const SlDual left = sl_dual_constant (f->wave[j]), right = sl_dual_constant (f->wave[j + 1]);

      if (from.v < right.v && to.v > left.v)
        sum = add (sum, piece_of_filter (f, j, from.v > left.v ? from : left, to.v < right.v ? to : right));
    }
  sum = quo (sum, sl_band_integral_of_filter (f));
  *dz = sum.d[0];
  *ddz = sum.dd;
  return sum.v;
}

SlBandSpan
sl_band_integral (const SlFilter *f, const SlIgm *igm, const SlBandGrid *grid, double z, double *k,
                  double *dk, double *ddk)
{
  const double *wave = grid->vacuum;
  Band b = { .filter = f, .igm = igm, .grid = grid, .redshift = { .v = z, .d = { 1.0, 1.0 } }, .k = k,
             .dk = dk, .ddk = ddk };
  SlBandSpan span = { 0 };
  const double lo = f->wave[0] / (1.0 + z), hi = f->wave[f->n - 1] / (1.0 + z);
  SlDual from;
  guint i, j;

  span.covered = sl_band_covered (f, wave[0] * (1.0 + z), wave[grid->n - 1] * (1.0 + z));
  if (grid->n < 2 || f->n < 2 || hi <= wave[0] || lo >= wave[grid->n - 1])
    return span;
  b.one_z = add (1.0, b.redshift);
  from = lo > wave[0] ? quo (f->wave[0], b.one_z) : sl_dual_constant (wave[0]);
  i = sl_table_interval (from.v, wave, (int) grid->n);
  j = sl_table_interval (from.v * b.one_z.v, f->wave, (int) f->n);
  span.first = b.first = i;
  span.n = 2;
  for (guint e = 0; e < 2; e++)
    {
      k[e] = 0.0;
      if (dk)
        dk[e] = ddk[e] = 0.0;
    }
  for (; j + 1 < f->n; from = sl_dual_constant (wave[i]))
    {
      j = add_interval (&b, i, j, from);
      if (j + 1 >= f->n || ++i + 1 >= grid->n)
        break;
      if (wave[i] * b.one_z.v >= f->wave[j + 1] && ++j + 1 >= f->n)
        break;
      k[span.n] = 0.0;
      if (dk)
        dk[span.n] = ddk[span.n] = 0.0;
      span.n++;
    }
  return span;
}
