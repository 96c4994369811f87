/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/engine/stages/sl-cpu-energy.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define SL_DUAL_K 1
#include "model/formulas/sl-formula.h"
#include "model/engine/stages/sl-cpu.h"
#include "model/support/sl-error.h"

G_STATIC_ASSERT (SL_PARAM_DUST_GAMMA == SL_PARAM_UMIN + 1 && SL_PARAM_QPAH == SL_PARAM_UMIN + 2);

static gboolean
check_present (const GError *missing, GError **error)
{
  if (!missing)
    return TRUE;
  g_propagate_error (error, g_error_copy (missing));
  return FALSE;
}

/* --------------------------------------------------------- dust emission */

void
sl_cpu_dust_emission_init (SlCpu *self)
{
  const SlTemplates *t = self->templates;
  SlCpuDustEmission *s = &self->dust_emission;

  s->tables = sl_dust_emission_load_shipped (&s->missing);
  if (s->tables)
    s->grid = sl_dust_emission_grid_new (s->tables, t->wave, t->wave_edges, t->n_wave);
  s->spectrum = sl_aligned_new ((1 + SL_N_DUST_EMISSION) * self->stride, sizeof (double));
}

void
sl_cpu_dust_emission_clear (SlCpu *self)
{
  sl_dust_emission_grid_free (self->dust_emission.grid);
  sl_dust_emission_free (self->dust_emission.tables);
  g_clear_error (&self->dust_emission.missing);
  sl_aligned_free (self->dust_emission.spectrum);
}

gboolean
sl_cpu_stage_dust_emission (SlCpu *self, SlEvaluation *ev)
{
  if (!self->cache.galaxy.dust_emission)
    return TRUE;
  if (!check_present (self->dust_emission.missing, ev->error))
    return FALSE;
  sl_dust_emission_grid_spectrum (self->dust_emission.grid, self->cache.galaxy.value + SL_PARAM_UMIN,
                                  self->dust_emission.spectrum, self->stride);
  return TRUE;
}

void
sl_cpu_dust_emission_functional (const SlCpu *self, const SlFunctional *f, double out[SL_DUST_EMISSION_SUMS])
{
  memset (out, 0, SL_DUST_EMISSION_SUMS * sizeof *out);
  for (guint j = 0; j < f->n; j++)
    {
      for (guint r = 0; r <= SL_N_DUST_EMISSION; r++)
        out[r] += f->k[j] * self->dust_emission.spectrum[r * self->stride + f->pixel[j]];
      if (f->dk)
        out[SL_DUST_EMISSION_DZ] += f->dk[j] * self->dust_emission.spectrum[f->pixel[j]];
    }
}

void
sl_cpu_add_dust_emission (SlCpu *self, SlParamSet tangents)
{
  const guint from = self->dust_emission.grid->first, until = from + self->dust_emission.grid->n;
  double grad[SL_N_PARAMS];
  const double absorbed = SL_LIGHT_SCALE * sl_cpu_absorbed (self, &self->sfh.masses, grad);

  for (guint w = from; w < until; w++)
    self->spectrum.sed[w] += absorbed * self->dust_emission.spectrum[w];
  for (int p = 0; p < SL_N_PARAMS; p++)
    {
      float *tangent = self->spectrum.sed_tangent + (gsize) p * self->stride;

      if (!sl_param_set_has (tangents, p) || !sl_cpu_param_acts (self, p))
        continue;
      for (guint w = from; w < until && grad[p] != 0.0; w++)
        tangent[w] += SL_LIGHT_SCALE * grad[p] * self->dust_emission.spectrum[w];
      if (p >= SL_PARAM_UMIN && p <= SL_PARAM_QPAH)
        for (guint w = from; w < until; w++)
          tangent[w] += absorbed * self->dust_emission.spectrum[(1 + p - SL_PARAM_UMIN) * self->stride + w];
    }
}

/* ---------------------------------------------------------- luminosities */

void
sl_cpu_energy_init (SlCpu *self)
{
  const SlTemplates *t = self->templates;
  SlCpuEnergy *s = &self->energy;

  s->width_k = g_new0 (float, self->stride);
  s->width_block = g_new (guint, self->stride / SL_BLOCK);
  s->width = (SlWeights) { self->stride / SL_BLOCK, s->width_block, s->width_k, NULL };
  for (guint i = 0; i < s->width.n; i++)
    s->width_block[i] = i;
  for (guint w = 0; w < t->n_wave; w++)
    s->width_k[w] = SL_C_AA / t->wave_edges[w] - SL_C_AA / t->wave_edges[w + 1];
  s->intrinsic = g_new0 (double, (gsize) t->n_age *SL_N_SLOTS);
  s->attenuated = g_new0 (double, (gsize) t->n_age *SL_N_SLOTS);
  s->absorbed_mu = g_new0 (double, t->n_age);
  s->intrinsic_mu = g_new0 (double, t->n_age);
}

void
sl_cpu_energy_clear (SlCpu *self)
{
  g_free (self->energy.width_k);
  g_free (self->energy.width_block);
  g_free (self->energy.intrinsic);
  g_free (self->energy.attenuated);
  g_free (self->energy.absorbed_mu);
  g_free (self->energy.intrinsic_mu);
}

gboolean
sl_cpu_needs_energy (const SlCpu *self, const SlEvaluation *ev)
{
  return self->cache.galaxy.dust_emission || ev->pending.energy;
}

void
sl_cpu_energy (SlCpu *self, guint a)
{
  const guint n_light = sl_cpu_light_rows (self, a);
  const float *dispersed = self->dispersion.dispersed + a * self->stride;
  SlFunctionalSum attenuated = { .weights = &self->energy.width };
  double out[1 + SL_N_INTERMEDIATES] = { 0 };

  self->kernels->sums (&self->energy.width, self->ssp.light_of[a], self->stride,
                       n_light, out);
  if (self->dispersion.sigma > 0.0)
    self->kernels->sums (&self->energy.width, dispersed, self->stride, 1,
                         &out[1 + SL_INTERMEDIATE_SIGMA_STAR]);
  sl_cpu_fill_slots (self, a, out, self->energy.intrinsic + (gsize) a * SL_N_SLOTS);
  self->energy.absorbed_mu[a] = self->energy.intrinsic_mu[a] = out[1 + SL_INTERMEDIATE_MU];
  self->kernels->functionals (&attenuated, 1, self->ssp.light_of[a], n_light, self->dust.rows_of[a],
                              self->dust.formula, self->stride);
  if (self->dispersion.sigma > 0.0)
    attenuated.out[1 + SL_INTERMEDIATE_SIGMA_STAR] =
        self->kernels->functional_value (&self->energy.width, dispersed, self->dust.rows_of[a]);
  sl_cpu_fill_slots (self, a, attenuated.out, self->energy.attenuated + (gsize) a * SL_N_SLOTS);
  self->energy.absorbed_mu[a] -= attenuated.out[1 + SL_INTERMEDIATE_MU];
}

double
sl_cpu_absorbed (const SlCpu *self, const SlAgeMasses *masses, double grad[SL_N_PARAMS])
{
  double slots[SL_N_SLOTS] = { 0 }, d[SL_N_SFH_TANGENTS] = { 0 };

  for (guint a = 0; a < self->templates->n_age; a++)
    {
      const double *intrinsic = self->energy.intrinsic + (gsize) a * SL_N_SLOTS,
                   *attenuated = self->energy.attenuated + (gsize) a * SL_N_SLOTS;
      const double *dm = masses->dm + (gsize) a * SL_N_SFH_TANGENTS;

      for (guint c = 0; c < SL_N_SLOTS; c++)
        slots[c] += masses->m[a] * (intrinsic[c] - attenuated[c]);
      for (guint l = 0; l < SL_N_SFH_TANGENTS; l++)
        d[l] += dm[l] * (intrinsic[0] - attenuated[0]);
      for (guint l = 0; l < SL_N_SFH_TANGENTS && sl_cpu_metals_evolve (self); l++)
        d[l] += masses->m[a] * self->ssp.dmu[(gsize) a * SL_N_SFH_TANGENTS + l] * self->energy.absorbed_mu[a];
    }
  sl_cpu_sfh_gradient (self, d, grad);
  for (guint c = 0; c < SL_N_SLOT_PARAMS; c++)
    grad[sl_slot_params[c]] = slots[1 + c];
  return slots[0];
}

/* ------------------------------------------ absorption between galaxies */

void
sl_cpu_igm_init (SlCpu *self)
{
  const guint n = self->templates->n_wave;
  SlCpuIgm *s = &self->igm;

  s->series = sl_igm_load_shipped (&s->missing);
  s->transmission = g_new (float, n);
  s->transmission_dz = g_new0 (float, n);
  for (guint w = 0; w < n; w++)
    s->transmission[w] = 1.0f;
}

void
sl_cpu_igm_clear (SlCpu *self)
{
  sl_igm_free (self->igm.series);
  g_clear_error (&self->igm.missing);
  g_free (self->igm.transmission);
  g_free (self->igm.transmission_dz);
}

/* Whether light that is seen from afar is asked for: at the galaxy's redshift, or in histories. */
static gboolean
needs_igm (const SlCpu *self, const SlRequest *request)
{
  const SlRequestFlags light =
      SL_REQUEST_ANY_SED | (self->bands.observed.plan.n_rows ? SL_REQUEST_ANY_OBSERVABLES : 0);

  if (!self->cache.galaxy.igm)
    return FALSE;
  if (request->flags & light && self->cache.galaxy.value[SL_PARAM_REDSHIFT] > 0.0)
    return TRUE;
  for (guint i = 0; i < self->histories.n; i++)
    if (self->histories.list[i].observed && sl_cpu_history_requested (request, i))
      return TRUE;
  return FALSE;
}

gboolean
sl_cpu_update_igm (SlCpu *self, SlEvaluation *ev)
{
  const SlTemplates *t = self->templates;
  const gboolean needed = needs_igm (self, ev->request);
  const double z = needed ? self->cache.galaxy.value[SL_PARAM_REDSHIFT] : 0.0;
  SlCpuIgm *s = &self->igm;

  if (needed && !check_present (s->missing, ev->error))
    return FALSE;
  if (z == s->z)
    return TRUE;
  s->z = z;
  for (guint w = 0; w < t->n_wave; w++)
    {
      double by_lam = 0.0, by_z = 0.0;

      s->transmission[w] = 1.0f;
      if (z > 0.0 && t->wave[w] < s->series->wave[0])
        s->transmission[w] = sl_igm_transmission (s->series, t->wave[w] * (1.0 + z), z, &by_lam, &by_z);
      s->transmission_dz[w] = by_z + by_lam * t->wave[w];
    }
  return TRUE;
}
