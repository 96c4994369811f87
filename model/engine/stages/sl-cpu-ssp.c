/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/engine/stages/sl-cpu-ssp.h"

#include <glib/gi18n-lib.h>

#define SL_DUAL_K 1
#include "model/formulas/sl-formula.h"
#include "model/engine/stages/sl-cpu.h"
#include "model/support/sl-bins.h"
#include "model/support/sl-error.h"

#define LIGHT_ROWS_OLD (1 + SL_N_INTERMEDIATES_OLD)
#define GAS_ROWS 5 /* of continuum and lines: value, mu, scatter, U, U scatter */

/* Pixels that a line of this width reaches. */
static void
line_span (const SlTemplates *t, guint l, double sigma_v, guint *first, guint *count)
{
  double reach = SL_LINE_REACH_SIGMA * t->line_wave[l] * sigma_v / SL_C_KMS;
  guint i0 = sl_pixel_at (t->wave_edges, t->n_wave, t->line_wave[l] - reach);
  guint i1 = sl_pixel_at (t->wave_edges, t->n_wave, t->line_wave[l] + reach);

  *first = i0;
  *count = i0 < t->n_wave ? MIN (i1 + 1, t->n_wave) - i0 : 0;
}

guint
sl_cpu_line_capacity (const SlCpu *self, guint l)
{
  guint first, count;

  line_span (self->templates, l, SL_SIGMA_V_MAX, &first, &count);
  return count;
}

static void
init_gas (SlCpu *self)
{
  const SlTemplates *t = self->templates;
  SlCpuSsp *s = &self->ssp;

  s->gas_continuum = g_new0 (float, (gsize) t->n_young *GAS_ROWS *(t->n_cwave + SL_NODE_SLACK));
  s->gas_luminosity = g_new0 (float, (gsize) t->n_young *GAS_ROWS *MAX (t->n_line, 1));
  s->gas_scratch = sl_aligned_new (sl_pool_threads (self->pool) * 6 * self->stride, sizeof (float));
  s->node = g_new0 (guint, self->stride);
  s->frac = sl_aligned_new (self->stride, sizeof (float));
  s->inside = sl_aligned_new (self->stride, sizeof (float));
  for (guint w = 0, n = 0; w < self->stride; w++)
    {
      double x = w < t->n_wave ? t->wave[w] : INFINITY;

      while (n + 2 < t->n_cwave && t->cwave[n + 1] <= x)
        n++;
      s->node[w] = n;
      if (x < t->cwave[0] || x > t->cwave[t->n_cwave - 1])
        continue;
      s->frac[w] = sl_between_d (x, t->cwave[n], t->cwave[n + 1]);
      s->inside[w] = 1.0f;
    }
  s->line_first = g_new0 (guint, t->n_line);
  s->line_count = g_new0 (guint, t->n_line);
  s->line_offset = g_new0 (guint, t->n_line);
  for (guint l = 0; l < t->n_line; l++)
    s->phi_capacity += sl_cpu_line_capacity (self, l);
  s->phi = g_new0 (float, s->phi_capacity);
  s->dphi = g_new0 (float, s->phi_capacity);
  s->profiles = (SlLineProfiles) {
    .n_line = t->n_line,
    .first = s->line_first,
    .count = s->line_count,
    .offset = s->line_offset,
    .phi = s->phi,
    .dphi = s->dphi,
    .node = s->node,
    .frac = s->frac,
    .inside = s->inside,
  };
}

static void
init_light (SlCpu *self)
{
  const SlTemplates *t = self->templates;
  const gsize rows = (gsize) t->n_young * SL_N_LIGHT_ROWS + (gsize) (t->n_age - t->n_young) * LIGHT_ROWS_OLD;

  self->ssp.light = sl_aligned_new (rows * self->stride, sizeof (float));
  self->ssp.light_of = g_new0 (const float *, t->n_age);
  for (guint a = 0, r = 0; a < t->n_age; a++)
    {
      self->ssp.light_of[a] = self->ssp.light + r * self->stride;
      r += a < t->n_young ? SL_N_LIGHT_ROWS : LIGHT_ROWS_OLD;
    }
}

void
sl_cpu_ssp_init (SlCpu *self)
{
  const SlTemplates *t = self->templates;
  SlCpuSsp *s = &self->ssp;

  while (s->n_ionising < t->n_wave && t->wave[s->n_ionising] < SL_LYMAN_EDGE)
    s->n_ionising++;
  sl_nodes_init (&s->lgmet, t->lgmet, t->n_met);
  sl_nodes_init (&s->lgu, t->lgu, t->n_lgu);
  s->dmu = g_new0 (double, (gsize) t->n_age *SL_N_SFH_TANGENTS);
  sl_ssp_weights_init (&s->weights, t->n_age, t->n_met, t->n_lgu);
  init_light (self);
  if (t->n_lgu)
    init_gas (self);
}

void
sl_cpu_ssp_clear (SlCpu *self)
{
  SlCpuSsp *s = &self->ssp;
  gpointer aligned[] = { s->light, s->frac, s->inside, s->gas_scratch };
  gpointer plain[] = { s->dmu,        s->light_of,   s->gas_continuum, s->gas_luminosity, s->node,
                       s->line_first, s->line_count, s->line_offset,   s->phi,            s->dphi };

  for (guint i = 0; i < G_N_ELEMENTS (aligned); i++)
    sl_aligned_free (aligned[i]);
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    g_free (plain[i]);
  sl_nodes_clear (&s->lgmet);
  sl_nodes_clear (&s->lgu);
  sl_ssp_weights_clear (&s->weights);
}

void
sl_cpu_overwrite_ssp (SlCpu *self)
{
  self->cache.overwritten |= SL_STAGE_BIT (SSP) | SL_STAGE_BIT (ENERGY) | SL_STAGE_BIT (BANDS);
}

/* The profiles of lines at the galaxy's sigma_v. */
static void
shape_lines (SlCpu *self)
{
  const SlTemplates *t = self->templates;
  SlDual sigma = { .v = self->cache.galaxy.value[SL_PARAM_SIGMA_V], .d = { 1.0 } };

  for (guint l = 0, offset = 0; l < t->n_line; l++)
    {
      line_span (t, l, sigma.v, &self->ssp.line_first[l], &self->ssp.line_count[l]);
      self->ssp.line_offset[l] = offset;
      for (guint i = 0; i < self->ssp.line_count[l]; i++)
        {
          guint w = self->ssp.line_first[l] + i;
          SlDual phi = sl_line_in_pixel_D (t->line_wave[l], t->wave_edges[w], t->wave_edges[w + 1], sigma);

          self->ssp.phi[offset + i] = phi.v;
          self->ssp.dphi[offset + i] = phi.d[0];
        }
      offset += self->ssp.line_count[l];
    }
}

/* Adds the gas of a young age to the rows of its stars. */
static void
add_gas (SlCpu *self, guint a, float *rows, guint thread)
{
  const SlTemplates *t = self->templates;
  const SlGalaxy *galaxy = &self->cache.galaxy;
  const SlSspWeights *weights = &self->ssp.weights;
  const double *wz = galaxy->lgmet_gas_free ? weights->wz_gas : weights->wz + 3 * t->n_met * a;
  float *continuum = self->ssp.gas_continuum + (gsize) a * GAS_ROWS * (t->n_cwave + SL_NODE_SLACK);
  float *luminosity = self->ssp.gas_luminosity + (gsize) a * GAS_ROWS * t->n_line;

  self->kernels->collapse_gas (wz, t->n_met, weights->wu, t->n_lgu,
                               t->continuum + (gsize) a * t->n_lgu * t->n_met * t->n_cwave, t->n_cwave,
                               t->n_cwave + SL_NODE_SLACK, continuum);
  if (t->n_line)
    self->kernels->collapse_gas (wz, t->n_met, weights->wu, t->n_lgu,
                                 t->line_luminosity + (gsize) a * t->n_lgu * t->n_met * t->n_line, t->n_line,
                                 t->n_line, luminosity);
  for (guint l = 0; l < MIN (t->n_line, SL_MAX_LINES); l++)
    for (guint r = 0; r < GAS_ROWS && galaxy->lines_off[l / 64] >> (l % 64) & 1; r++)
      luminosity[r * t->n_line + l] = 0.0f;
  self->kernels->add_gas (rows, self->stride, self->ssp.n_ionising, galaxy->value[SL_PARAM_F_ESC],
                          galaxy->lgmet_gas_free, continuum, t->n_cwave + SL_NODE_SLACK, luminosity,
                          &self->ssp.profiles, self->ssp.gas_scratch + (gsize) thread * 6 * self->stride);
}

guint
sl_cpu_light_rows (const SlCpu *self, guint a)
{
  if (a >= self->templates->n_young || !self->templates->n_lgu)
    return LIGHT_ROWS_OLD;
  return self->cache.galaxy.lgmet_gas_free ? SL_N_LIGHT_ROWS : SL_N_LIGHT_ROWS_TIED;
}

const float *
sl_cpu_line_luminosities (const SlCpu *self, guint a)
{
  return self->ssp.gas_luminosity + (gsize) a * GAS_ROWS * self->templates->n_line;
}

void
sl_cpu_ssp (SlCpu *self, guint a, guint thread)
{
  const SlTemplates *t = self->templates;
  const gboolean disperses = self->dispersion.sigma > 0.0, gas = a < t->n_young && t->n_lgu;
  float *rows = (float *) self->ssp.light_of[a], *dispersed = self->dispersion.dispersed + a * self->stride;
  float *stars = disperses ? self->dispersion.scratch + (gsize) thread * LIGHT_ROWS_OLD * self->stride : rows;

  self->kernels->collapse (t->flux + (gsize) a * t->n_met * self->stride, self->stride, t->n_met,
                           self->ssp.weights.wz + 3 * t->n_met * a, stars);
  if (disperses)
    self->kernels->spread (&self->dispersion.spread, stars, self->stride, rows, dispersed);
  /* Of the ionising light the gas lets the escaping fraction pass: add_gas() does so for the rows of stars.
   */
  for (gsize w = 0; disperses && gas && w < self->ssp.n_ionising; w++)
    dispersed[w] *= self->cache.galaxy.value[SL_PARAM_F_ESC];
  if (gas)
    add_gas (self, a, rows, thread);
}

gboolean
sl_cpu_prepare_ssp (SlCpu *self, SlEvaluation *ev)
{
  const SlTemplates *t = self->templates;
  const double *v = self->cache.galaxy.value;

  if (v[SL_PARAM_SIGMA_V] > SL_SIGMA_V_MAX)
    {
      g_set_error (ev->error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("sigma_v = %g km/s is more than the model allows, %g km/s"), v[SL_PARAM_SIGMA_V],
                   SL_SIGMA_V_MAX);
      return FALSE;
    }
  if (t->n_lgu)
    {
      sl_ssp_weights_ionisation (&self->ssp.weights, v[SL_PARAM_LGU_MEAN], v[SL_PARAM_LGU_SCATTER],
                                 &self->ssp.lgu);
      if (self->cache.galaxy.lgmet_gas_free)
        sl_ssp_weights_gas_metals (&self->ssp.weights, v[SL_PARAM_LGMET_GAS], v[SL_PARAM_LGMET_SCATTER],
                                   &self->ssp.lgmet);
      if (!self->cache.offloaded)
        shape_lines (self);
    }
  if (!sl_cpu_prepare_dispersion (self, ev))
    return FALSE;
  sl_cpu_set_metals (self, self->sfh.epoch.t_obs, TRUE);
  return TRUE;
}

gboolean
sl_cpu_metals_evolve (const SlCpu *self)
{
  return self->cache.galaxy.metals != SL_METALS_AGE;
}

void
sl_cpu_metals_at (const SlCpu *self, double t, gboolean t_varies, SlSspWeights *weights, double *dmu)
{
  const double *v = self->cache.galaxy.value;

  self->kernels->metals (&self->sfh.sfh, &self->sfh.ages, t, t_varies,
                         self->cache.galaxy.metals == SL_METALS_TABLE ? self->cache.galaxy.metals_table
                                                                      : NULL,
                         weights->mu, dmu);
  for (guint a = 0; a < weights->n_age; a++)
    weights->mu[a] += v[SL_PARAM_LGMET_SHIFT];
  sl_ssp_weights_metals_about (weights, v[SL_PARAM_LGMET_SCATTER], &self->ssp.lgmet);
}

void
sl_cpu_set_metals (SlCpu *self, double t, gboolean t_varies)
{
  if (sl_cpu_metals_evolve (self))
    sl_cpu_metals_at (self, t, t_varies, &self->ssp.weights, self->ssp.dmu);
  else
    sl_ssp_weights_metals (&self->ssp.weights, self->cache.galaxy.value + SL_PARAM_LGMET_YOUNG,
                           self->templates->lg_age_gyr, &self->ssp.lgmet);
}
