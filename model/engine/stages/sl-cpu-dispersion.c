/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/engine/stages/sl-cpu-dispersion.h"

#include <glib/gi18n-lib.h>

#define SL_DUAL_K 1
#include "model/formulas/sl-formula.h"
#include "model/engine/stages/sl-cpu.h"
#include "model/support/sl-error.h"

/* Most bytes that the shares may take. */
#define SPREAD_BYTES_MAX (48u << 20)
#define SIGMA_STAR_MAX 1000.0
/* Beyond this reach a Gaussian has 1e-9 of its light. */
#define SPREAD_REACH_SIGMA 6.0

guint
sl_pixel_at (const double *edges, guint n, double x)
{
  guint lo = 0, hi = n;

  while (lo < hi)
    {
      guint mid = (lo + hi) / 2;
      if (edges[mid + 1] <= x)
        lo = mid + 1;
      else
        hi = mid;
    }
  return lo;
}

/* Pixels that receive light of pixel j. */
static void
spread_span (const SlTemplates *t, guint j, double sigma, guint *first, guint *count)
{
  const double reach = SPREAD_REACH_SIGMA * t->wave[j] * sigma / SL_C_KMS;
  guint i0 = sl_pixel_at (t->wave_edges, t->n_wave, t->wave_edges[j] - reach);
  guint i1 = sl_pixel_at (t->wave_edges, t->n_wave, t->wave_edges[j + 1] + reach);

  *first = MIN (i0, j);
  *count = MIN (MAX (i1, j) + 1, t->n_wave) - *first;
}

/* Shares that are stored for this dispersion. */
static gsize
count_shares (const SlTemplates *t, double sigma)
{
  gsize n = 0;

  for (guint j = 0; j < t->n_wave; j++)
    {
      guint first, count;

      spread_span (t, j, sigma, &first, &count);
      n += count;
    }
  return n;
}

void
sl_cpu_dispersion_init (SlCpu *self)
{
  const SlTemplates *t = self->templates;
  const guint rows = 1 + SL_N_INTERMEDIATES_OLD;
  SlCpuDispersion *s = &self->dispersion;
  gsize n;

  /* With very fine pixels the memory limits the dispersion. */
  s->sigma_max = SIGMA_STAR_MAX;
  while ((n = count_shares (t, s->sigma_max)) * sizeof (float) > SPREAD_BYTES_MAX)
    s->sigma_max *= 0.5;
  s->first = g_new0 (guint, t->n_wave);
  s->count = g_new0 (guint, t->n_wave);
  s->offset = g_new0 (gsize, t->n_wave);
  s->share = g_new0 (float, n);
  s->dshare = g_new0 (float, n);
  s->scratch = sl_aligned_new (sl_pool_threads (self->pool) * rows * self->stride, sizeof (float));
  s->dispersed = sl_aligned_new (t->n_age * self->stride, sizeof (float));
  s->spread = (SlSpread) { t->n_wave, s->first, s->count, s->offset, s->share, s->dshare };
}

void
sl_cpu_dispersion_clear (SlCpu *self)
{
  SlCpuDispersion *s = &self->dispersion;

  sl_aligned_free (s->scratch);
  sl_aligned_free (s->dispersed);
  g_free (s->first);
  g_free (s->count);
  g_free (s->offset);
  g_free (s->share);
  g_free (s->dshare);
}

static void
share_task (gpointer data, guint j, guint thread)
{
  SlCpu *self = data;
  const double *edge = self->templates->wave_edges;
  const double hz = SL_C_AA / edge[j] - SL_C_AA / edge[j + 1];
  SlDual sigma = { .v = self->dispersion.sigma, .d = { 1.0 } };

  for (guint i = 0; i < self->dispersion.count[j]; i++)
    {
      const guint w = self->dispersion.first[j] + i;
      SlDual share = mul (hz / (SL_C_AA / edge[w] - SL_C_AA / edge[w + 1]),
                          sl_spread_share_D (edge[j], edge[j + 1], edge[w], edge[w + 1], sigma));

      self->dispersion.share[self->dispersion.offset[j] + i] = share.v;
      self->dispersion.dshare[self->dispersion.offset[j] + i] = share.d[0];
    }
}

gboolean
sl_cpu_prepare_dispersion (SlCpu *self, SlEvaluation *ev)
{
  const SlTemplates *t = self->templates;
  const double sigma = self->cache.galaxy.value[SL_PARAM_SIGMA_STAR];
  SlCpuDispersion *s = &self->dispersion;
  gsize offset = 0;

  if (sigma > s->sigma_max)
    {
      g_set_error (ev->error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("sigma_star = %g km/s is more than this library allows, %g km/s"), sigma, s->sigma_max);
      return FALSE;
    }
  if (sigma == s->sigma)
    return TRUE;
  s->sigma = sigma;
  for (guint j = 0; j < t->n_wave && sigma > 0.0; j++)
    {
      spread_span (t, j, sigma, &s->first[j], &s->count[j]);
      s->offset[j] = offset;
      offset += s->count[j];
    }
  if (sigma > 0.0)
    sl_pool_run (self->pool, share_task, self, t->n_wave);
  return TRUE;
}
