/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/sl-functional.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#define SL_DUAL_SECOND
#include "model/sl-formula.h"
#include "model/sl-error.h"

/* Window limits in air wavelengths [PHYSICS, section 8]. */
static const SlLineWindow line_table[] = {
  { "OIII5007", "[O III]", N_ ("[O III] 5007"), 4997.0, 5006.84, 5017.0, 4970.0, 4994.0, 5020.0, 5045.0 },
  { "Hbeta", "Hβ", N_ ("H beta"), 4851.0, 4861.32, 4871.0, 4815.0, 4845.0, 4880.0, 4930.0 },
  { "Halpha", "Hα+[N II]", N_ ("H alpha and [N II]"), 6540.0, 6562.80, 6590.0, 6490.0, 6530.0, 6600.0, 6640.0 },
  { "OII3727", "[O II]", N_ ("[O II] 3727"), 3716.0, 3727.5, 3740.0, 3655.0, 3705.0, 3745.0, 3765.0 },
};

/* Smallest numbers of pixels with which a width means anything. */
#define MIN_CONTINUUM_PIXELS 5
#define MIN_LINE_PIXELS 3

const SlLineWindow *
sl_line_window_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (line_table); i++)
    if (g_strcmp0 (name, line_table[i].name) == 0)
      return &line_table[i];
  return NULL;
}

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

/* Last i with wave[i] <= x, so that a node of the grid belongs to the interval on its right. */
static guint
interval_of (const double *wave, guint n, double x)
{
  guint lo = 0, hi = n - 1;

  while (hi - lo > 1)
    {
      guint mid = (lo + hi) / 2;
      if (wave[mid] <= x)
        lo = mid;
      else
        hi = mid;
    }
  return lo;
}

static void
allocate (SlFunctional *self, guint capacity, gboolean slopes)
{
  *self = (SlFunctional){ .capacity = capacity, .pixel = g_new0 (guint, capacity), .k = g_new0 (double, capacity),
                          .dk = slopes ? g_new0 (double, capacity) : NULL,
                          .ddk = slopes ? g_new0 (double, capacity) : NULL };
}

/* The entry of a pixel, which is the last entry, the one before it or a new one. */
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

/* Adds the filter's nodes, seen at wavelength lam / (1 + z) of the grid. */
static void
fill_band (SlFunctional *self, const SlFilter *filter, const SlIgm *igm, const double *wave, guint n_wave, double z)
{
  /* Both directions are that of redshift. */
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
        i = interval_of (wave, n_wave, x.v);
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

void
sl_functional_init_band (SlFunctional *self, const SlFilter *filter, const double *wave, guint n_wave)
{
  allocate (self, 2 * filter->n, FALSE);
  fill_band (self, filter, NULL, wave, n_wave, 0.0);
}

void
sl_functional_init_observed_band (SlFunctional *self, const SlFilter *filter)
{
  allocate (self, 2 * filter->n, TRUE);
}

void
sl_functional_set_redshift (SlFunctional *self, const SlFilter *filter, const SlIgm *igm, const double *wave, guint n_wave,
                            double z)
{
  fill_band (self, filter, igm, wave, n_wave, z);
}

double
sl_filter_ab_integral (const SlFilter *filter)
{
  double sum = 0.0;

  for (guint j = 0; j < filter->n; j++)
    sum += node_width (filter->wave, filter->n, j) * filter->transmission[j] / filter->wave[j];
  return SL_AB0 * sum;
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
sl_functional_init_line (SlFunctional *line, SlFunctional *continuum, const SlLineWindow *window, const double *wave,
                         guint n_wave, GError **error)
{
  guint first = 0, last = n_wave, n, n_cont = 0, n_line = 0;
  double m[3][3] = { { 0 } }, inv[3][3], area[3] = { 0 };
  double scale = 0.5 * (window->red_hi - window->blue_lo);

  memset (line, 0, sizeof *line);
  memset (continuum, 0, sizeof *continuum);
  while (first < n_wave && wave[first] < window->blue_lo)
    first++;
  while (last > first && wave[last - 1] > window->red_hi)
    last--;
  n = last - first;

#define IN_CONTINUUM(x) \
  (((x) >= window->blue_lo && (x) <= window->blue_hi) || ((x) >= window->red_lo && (x) <= window->red_hi))
#define IN_LINE(x) ((x) >= window->line_lo && (x) <= window->line_hi)
  /* The fit is sum_p c_p u^p with u = (lam - centre) / scale, so that c_0 is the fit at the line's centre and the
   * normal equations are well conditioned. */
  for (guint i = first; i < last; i++)
    {
      double u = (wave[i] - window->line_mid) / scale, pw[5] = { 1.0, u, u * u, u * u * u, u * u * u * u };

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
                   window->name, n_cont, n_line, MIN_CONTINUUM_PIXELS, MIN_LINE_PIXELS);
      return FALSE;
    }
  allocate (line, n, FALSE);
  allocate (continuum, n, FALSE);
  line->n = continuum->n = n;
  for (guint i = first; i < last; i++)
    {
      double u = (wave[i] - window->line_mid) / scale, pw[3] = { 1.0, u, u * u };

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
