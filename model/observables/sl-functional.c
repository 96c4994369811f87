/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/observables/sl-functional.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#define SL_DUAL_SECOND
#include "model/formulas/sl-formula.h"
#include "model/observables/sl-band-integral.h"
#include "model/support/sl-error.h"

/* Fewest pixels for an equivalent width. */
#define MIN_CONTINUUM_PIXELS 5
#define MIN_LINE_PIXELS 3
#define LIGHT_SPEED 2.99792458e18 /* A/s */

void
sl_functional_clear (SlFunctional *self)
{
  g_clear_pointer (&self->pixel, g_free);
  g_clear_pointer (&self->k, g_free);
  g_clear_pointer (&self->dk, g_free);
  g_clear_pointer (&self->ddk, g_free);
  self->n = 0;
}

/* Width of trapezoid node j. */
static double
node_width (const double *x, guint n, guint j)
{
  return 0.5 * ((j + 1 < n ? x[j + 1] : x[j]) - (j > 0 ? x[j - 1] : x[j]));
}

static void
allocate (SlFunctional *self, guint capacity, gboolean slopes)
{
  *self = (SlFunctional) { .capacity = capacity,
                           .pixel = g_new0 (guint, capacity),
                           .k = g_new0 (double, capacity),
                           .dk = slopes ? g_new0 (double, capacity) : NULL,
                           .ddk = slopes ? g_new0 (double, capacity) : NULL };
}

/* The entry of a pixel: the last, the one before, or a new one. */
static guint
entry_of (SlFunctional *self, guint pixel)
{
  for (guint j = self->n; j > 0 && j + 2 > self->n; j--)
    if (self->pixel[j - 1] == pixel)
      return j - 1;
  g_assert (self->n < self->capacity);
  self->pixel[self->n] = pixel;
  self->k[self->n] = 0.0;
  if (self->dk)
    self->dk[self->n] = self->ddk[self->n] = 0.0;
  return self->n++;
}

/* Adds the filter’s nodes, at wavelength lam / (1 + z) of the grid. */
static void
sample_band (SlFunctional *self, const SlFilter *filter, const SlIgm *igm, const double *wave, guint n_wave,
           double z)
{
  /* Both derivatives are with respect to redshift. */
  const SlDual redshift = { .v = z, .d = { 1.0, 1.0 } }, one_z = add (1.0, redshift);
  guint i = 0;

  self->n = 0;
  for (guint j = 0; j < filter->n; j++)
    {
      double q = node_width (filter->wave, filter->n, j) * filter->transmission[j] / filter->wave[j];
      SlDual x = quo (filter->wave[j], one_z), arrives = sl_dual_constant (q), left, right;
      guint a, b;

      if (x.v < wave[0] || x.v > wave[n_wave - 1] || q == 0.0)
        continue;
      if (self->n == 0)
        i = sl_table_interval (x.v, wave, (int) n_wave);
      while (i + 2 < n_wave && wave[i + 1] <= x.v)
        i++;
      if (igm && filter->wave[j] < igm->wave[0] * one_z.v)
        {
          const SlIgmSeries series = { igm->n, igm->wave, igm->forest, igm->damped };

          arrives = mul (q, sl_igm_transmission_D (sl_dual_constant (filter->wave[j]), redshift, &series));
        }
      right = mul (arrives, sl_between_D (x, wave[i], wave[i + 1]));
      left = sub (arrives, right);
      a = entry_of (self, i);
      b = entry_of (self, i + 1);
      self->k[a] += left.v;
      self->k[b] += right.v;
      if (self->dk)
        {
          self->dk[a] += left.d[0];
          self->dk[b] += right.d[0];
          self->ddk[a] += left.dd;
          self->ddk[b] += right.dd;
        }
    }
}

/* Nodes of the grid that a band reaches at whatever redshift: those within its ratio of wavelengths, and one
 * at each end. */
static guint
most_nodes (const SlFilter *filter, const SlBandGrid *grid)
{
  const double ratio = filter->wave[filter->n - 1] / filter->wave[0];
  guint most = 0;

  for (guint i = 0, end = 0; i < grid->n; i++)
    {
      while (end < grid->n && grid->vacuum[end] <= ratio * grid->vacuum[i])
        end++;
      most = MAX (most, end - i);
    }
  return MIN (most + 3, grid->n + 2);
}

void
sl_functional_init_band (SlFunctional *self, const SlFilter *filter, const SlBandGrid *grid, gboolean slopes)
{
  allocate (self, MAX (2 * filter->n, most_nodes (filter, grid)), slopes);
}

/* The share of a band within the grid, with its derivatives by redshift. */
static SlDual
share_of_band (const SlFilter *filter, const double *wave, guint n_wave, double z)
{
  SlDual share = { 0 };

  share.v = sl_band_covered_at (filter, wave[0], wave[n_wave - 1], z, &share.d[0], &share.dd);
  share.d[1] = share.d[0];
  return share;
}

/* Weights of a band that is covered in part: NaN, or over the covered share. */
static void
cut_band (SlFunctional *self, SlBandEdges edges, SlDual share)
{
  if (edges == SL_BAND_EDGES_NONE)
    {
      self->n = 1;
      self->pixel[0] = 0;
      self->k[0] = NAN;
      if (self->dk)
        self->dk[0] = self->ddk[0] = NAN;
      return;
    }
  for (guint i = 0; i < self->n; i++)
    {
      const SlDual k = { .v = self->k[i],
                         .d = { self->dk ? self->dk[i] : 0.0, self->dk ? self->dk[i] : 0.0 },
                         .dd = self->dk ? self->ddk[i] : 0.0 };
      const SlDual mean = quo (k, share);

      self->k[i] = mean.v;
      if (self->dk)
        self->dk[i] = mean.d[0], self->ddk[i] = mean.dd;
    }
}

void
sl_functional_set_band (SlFunctional *self, const SlFilter *filter, const SlIgm *igm, const SlBandGrid *grid,
                        SlBandRule rule, double z)
{
  const gboolean exact = rule.numerics == SL_NUMERICS_EXACT;

  if (!exact)
    {
      sample_band (self, filter, igm, grid->wave, grid->n, z);
      self->covered =
          sl_band_covered (filter, grid->wave[0] * (1.0 + z), grid->wave[grid->n - 1] * (1.0 + z));
    }
  else
    {
      const SlBandSpan span = sl_band_integral (filter, igm, grid, z, self->k, self->dk, self->ddk);

      g_assert (span.n <= self->capacity);
      self->n = span.n;
      self->covered = span.covered;
      for (guint i = 0; i < span.n; i++)
        self->pixel[i] = span.first + i;
    }
  if (self->covered < SL_BAND_COVERED && rule.edges != SL_BAND_EDGES_DARK)
    cut_band (self, rule.edges, share_of_band (filter, exact ? grid->vacuum : grid->wave, grid->n, z));
}

double
sl_filter_ab_integral (const SlFilter *filter, SlNumerics numerics)
{
  double sum = 0.0;

  if (numerics != SL_NUMERICS_DSPS)
    return SL_AB0 * sl_band_integral_of_filter (filter);
  for (guint j = 0; j < filter->n; j++)
    sum += node_width (filter->wave, filter->n, j) * filter->transmission[j] / filter->wave[j];
  return SL_AB0 * sum;
}

/* Chebyshev polynomial of the first kind. */
static double
chebyshev (guint order, double u)
{
  double last = 1.0, t = u;

  for (guint n = 1; n < order; n++)
    {
      double next = 2.0 * u * t - last;

      last = t;
      t = next;
    }
  return order ? t : 1.0;
}

gboolean
sl_functional_init_integral (SlFunctional *self, SlLight light, double lo, double hi, guint order,
                             const double *wave, guint n_wave)
{
  /* Gauss-Legendre: exact for a straight line times a polynomial of order 14. */
  static const double node[] = { -0.9602898564975363, -0.7966664774136267, -0.525532409916329,
                                 -0.1834346424956498, 0.1834346424956498,  0.525532409916329,
                                 0.7966664774136267,  0.9602898564975363 };
  static const double weight[] = { 0.1012285362903763, 0.2223810344533745, 0.3137066458778873,
                                   0.362683783378362,  0.362683783378362,  0.3137066458778873,
                                   0.2223810344533745, 0.1012285362903763 };
  guint first, last;

  memset (self, 0, sizeof *self);
  lo = lo == 0.0 ? wave[0] : lo;
  hi = isinf (hi) ? wave[n_wave - 1] : hi;
  if (!(lo >= wave[0] && hi <= wave[n_wave - 1] && lo < hi))
    return FALSE;
  g_return_val_if_fail (order <= SL_MAX_ORDER, FALSE);
  first = sl_table_interval (lo, wave, (int) n_wave);
  last = first + 1;
  while (last + 1 < n_wave && wave[last] < hi)
    last++;
  allocate (self, last - first + 1, FALSE);
  for (guint i = first; i < last; i++)
    {
      const gboolean frequency = light == SL_LIGHT_TOTAL;
      double x0 = wave[i], x1 = wave[i + 1], a = MAX (lo, x0), b = MIN (hi, x1), half, norm = 1.0 / (hi - lo);
      double s0 = light == SL_LIGHT_MEAN_LAMBDA ? 1.0 / (x0 * x0) : 1.0;
      double s1 = light == SL_LIGHT_MEAN_LAMBDA ? 1.0 / (x1 * x1) : 1.0;
      guint left = entry_of (self, i), right = entry_of (self, i + 1);

      if (frequency)
        x0 = LIGHT_SPEED / x0, x1 = LIGHT_SPEED / x1, a = LIGHT_SPEED / a, b = LIGHT_SPEED / b, norm = 1.0;
      half = 0.5 * (b - a);
      for (guint q = 0; q < G_N_ELEMENTS (node); q++)
        {
          double x = a + half * (1.0 + node[q]), f = (x - x0) / (x1 - x0);
          double w = norm * weight[q] * fabs (half)
                     * (frequency ? 1.0 : chebyshev (order, (2.0 * x - lo - hi) / (hi - lo)));

          self->k[left] += w * (1.0 - f) * s0;
          self->k[right] += w * f * s1;
        }
    }
  return TRUE;
}

gboolean
sl_line_band_resolved (const SlLineBand *band, const double *wave, guint n_wave)
{
  guint n_cont = 0, n_line = 0;

  for (guint i = 0; i < n_wave; i++)
    {
      n_cont += (wave[i] >= band->blue_lo && wave[i] <= band->blue_hi)
                || (wave[i] >= band->red_lo && wave[i] <= band->red_hi);
      n_line += wave[i] >= band->line_lo && wave[i] <= band->line_hi;
    }
  return n_cont >= MIN_CONTINUUM_PIXELS && n_line >= MIN_LINE_PIXELS;
}

/* Inverse of a symmetric 3 x 3 matrix by cofactors; FALSE where it is singular. */
static gboolean
invert3 (const double m[3][3], double inv[3][3])
{
  double det = 0.0;

  for (int i = 0; i < 3; i++)
    for (int j = 0; j < 3; j++)
      {
        int a = (i + 1) % 3, b = (i + 2) % 3, c = (j + 1) % 3, d = (j + 2) % 3;
        inv[j][i] = m[a][c] * m[b][d] - m[a][d] * m[b][c];
      }
  for (int j = 0; j < 3; j++)
    det += m[0][j] * inv[j][0];
  if (!(fabs (det) > 0.0))
    return FALSE;
  for (int i = 0; i < 3; i++)
    for (int j = 0; j < 3; j++)
      inv[i][j] /= det;
  return TRUE;
}

gboolean
sl_functional_init_line (SlFunctional *line, SlFunctional *continuum, const SlLineBand *band,
                         const double *wave, guint n_wave, GError **error)
{
  guint first = 0, last = n_wave, n, n_cont = 0, n_line = 0;
  double m[3][3] = { { 0 } }, inv[3][3], area[3] = { 0 };
  double scale = 0.5 * (band->red_hi - band->blue_lo);

  memset (line, 0, sizeof *line);
  memset (continuum, 0, sizeof *continuum);
  while (first < n_wave && wave[first] < band->blue_lo)
    first++;
  while (last > first && wave[last - 1] > band->red_hi)
    last--;
  n = last - first;

#define IN_CONTINUUM(x) \
  (((x) >= band->blue_lo && (x) <= band->blue_hi) || ((x) >= band->red_lo && (x) <= band->red_hi))
#define IN_LINE(x) ((x) >= band->line_lo && (x) <= band->line_hi)
  /* The fit is sum_p c_p u^p with u = (lam - centre) / scale, so that c_0 is the fit at the line's centre and
   * the normal equations are well conditioned. */
  for (guint i = first; i < last; i++)
    {
      double u = (wave[i] - band->line_mid) / scale, pw[5] = { 1.0, u, u * u, u * u * u, u * u * u * u };

      if (IN_CONTINUUM (wave[i]))
        {
          n_cont++;
          for (int a = 0; a < 3; a++)
            for (int b = 0; b < 3; b++)
              m[a][b] += pw[a + b];
        }
      if (IN_LINE (wave[i]))
        {
          n_line++;
          for (int a = 0; a < 3; a++)
            area[a] += node_width (wave, n_wave, i) * pw[a];
        }
    }
  if (n_cont < MIN_CONTINUUM_PIXELS || n_line < MIN_LINE_PIXELS || !invert3 (m, inv))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_OBSERVABLE,
                   _ ("ew:%s: the wavelength grid has %u pixels in the continuum and %u in the line, "
                      "at least %d and %d are needed"),
                   band->name ? band->name : "", n_cont, n_line, MIN_CONTINUUM_PIXELS, MIN_LINE_PIXELS);
      return FALSE;
    }
  allocate (line, n, FALSE);
  allocate (continuum, n, FALSE);
  line->n = continuum->n = n;
  for (guint i = first; i < last; i++)
    {
      double u = (wave[i] - band->line_mid) / scale, pw[3] = { 1.0, u, u * u };

      line->pixel[i - first] = continuum->pixel[i - first] = i;
      if (IN_LINE (wave[i]))
        line->k[i - first] += node_width (wave, n_wave, i);
      if (IN_CONTINUUM (wave[i]))
        for (int b = 0; b < 3; b++)
          {
            continuum->k[i - first] += inv[0][b] * pw[b];
            for (int a = 0; a < 3; a++)
              line->k[i - first] -= area[a] * inv[a][b] * pw[b];
          }
    }
  return TRUE;
#undef IN_CONTINUUM
#undef IN_LINE
}
