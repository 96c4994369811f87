/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What dust takes it gives back: luminosities by age, the infrared spectrum, and what is lost between the
 * galaxies. */
#include <string.h>

#include <glib/gi18n-lib.h>

#define SL_DUAL_K 1
#include "model/formulas/sl-formula.h"
#include "model/engine/sl-cpu.h"
#include "model/support/sl-error.h"

G_STATIC_ASSERT (SL_PARAM_DUST_GAMMA == SL_PARAM_UMIN + 1 && SL_PARAM_QPAH == SL_PARAM_UMIN + 2);

void
sl_cpu_energy_init (SlCpu *self)
{
  const SlTemplates *t = self->parent.templates;

  self->dust_emission_slot = sl_param_slot (SL_PARAM_UMIN);
  self->emission = sl_dust_emission_load_shipped (&self->emission_missing);
  self->igm = sl_igm_load_shipped (&self->igm_missing);
  if (self->emission)
    self->dust_emission_grid = sl_dust_emission_grid_new (self->emission, t->wave, t->wave_edges, t->n_wave);
  self->dust_emission_spectrum = sl_aligned_new ((1 + SL_N_DUST_EMISSION) * self->stride, sizeof (double));
  self->nu_k = g_new0 (float, self->stride);
  self->nu_block = g_new (guint, self->stride / SL_BLOCK);
  self->nu_width = (SlWeights){ self->stride / SL_BLOCK, self->nu_block, self->nu_k };
  for (guint i = 0; i < self->nu_width.n; i++)
    self->nu_block[i] = i;
  for (guint w = 0; w < t->n_wave; w++)
    self->nu_k[w] = SL_C_AA / t->wave_edges[w] - SL_C_AA / t->wave_edges[w + 1];
  self->all_light = g_new0 (double, (gsize) t->n_age * SL_N_SLOTS);
  self->attenuated = g_new0 (double, (gsize) t->n_age * SL_N_SLOTS);
  self->absorbed_mu = g_new0 (double, t->n_age);
  self->all_mu = g_new0 (double, t->n_age);
  self->arriving = g_new (float, t->n_wave);
  self->arriving_dz = g_new0 (float, t->n_wave);
  for (guint w = 0; w < t->n_wave; w++)
    self->arriving[w] = 1.0f;
}

void
sl_cpu_energy_clear (SlCpu *self)
{
  sl_dust_emission_grid_free (self->dust_emission_grid);
  sl_dust_emission_free (self->emission);
  sl_igm_free (self->igm);
  g_clear_error (&self->emission_missing);
  g_clear_error (&self->igm_missing);
  sl_aligned_free (self->dust_emission_spectrum);
  g_free (self->nu_k);
  g_free (self->nu_block);
  g_free (self->all_light);
  g_free (self->attenuated);
  g_free (self->absorbed_mu);
  g_free (self->all_mu);
  g_free (self->arriving);
  g_free (self->arriving_dz);
}

static gboolean
have (const GError *missing, GError **error)
{
  if (!missing)
    return TRUE;
  g_propagate_error (error, g_error_copy (missing));
  return FALSE;
}

gboolean
sl_cpu_stage_dust_emission (SlCpu *self, GError **error)
{
  if (!self->galaxy.dust_emission)
    return TRUE;
  if (!have (self->emission_missing, error))
    return FALSE;
  sl_dust_emission_grid_spectrum (self->dust_emission_grid, self->galaxy.value + SL_PARAM_UMIN,
                                  self->dust_emission_spectrum, self->stride);
  return TRUE;
}

gboolean
sl_cpu_needs_energy (const SlCpu *self)
{
  return self->galaxy.dust_emission || self->energy_observed;
}

void
sl_cpu_energy (SlCpu *self, guint a)
{
  const SlTemplates *t = self->parent.templates;
  const gboolean young = a < t->n_young && t->n_lgu;
  const float *moved = self->moved + a * self->stride;
  double out[1 + SL_N_INTERMEDIATES] = { 0 };

  self->k->sums (&self->nu_width, self->light_of[a], self->stride,
                 young ? SL_N_LIGHT_ROWS : 1 + SL_N_INTERMEDIATES_OLD, out);
  if (self->sigma_star > 0.0)
    self->k->sums (&self->nu_width, moved, self->stride, 1, &out[1 + SL_INTERMEDIATE_SIGMA_STAR]);
  sl_cpu_fill_slots (self, a, out, self->all_light + (gsize) a * SL_N_SLOTS);
  self->absorbed_mu[a] = self->all_mu[a] = out[1 + SL_INTERMEDIATE_MU];
  self->k->functional (&self->nu_width, self->light_of[a], young, self->dust_of[a], self->curve, self->stride,
                       out);
  if (self->sigma_star > 0.0)
    out[1 + SL_INTERMEDIATE_SIGMA_STAR] =
        self->k->functional_value (&self->nu_width, moved, self->dust_of[a]);
  sl_cpu_fill_slots (self, a, out, self->attenuated + (gsize) a * SL_N_SLOTS);
  self->absorbed_mu[a] -= out[1 + SL_INTERMEDIATE_MU];
}

double
sl_cpu_absorbed (const SlCpu *self, const SlAgeMasses *masses, double grad[SL_N_PARAMS])
{
  double column[SL_N_SLOTS] = { 0 }, lanes[SL_N_SFH_TANGENTS] = { 0 };

  for (guint a = 0; a < self->parent.templates->n_age; a++)
    {
      const double *all = self->all_light + (gsize) a * SL_N_SLOTS,
                   *left = self->attenuated + (gsize) a * SL_N_SLOTS;
      const double *dm = masses->dm + (gsize) a * SL_N_SFH_TANGENTS;

      for (guint c = 0; c < SL_N_SLOTS; c++)
        column[c] += masses->m[a] * (all[c] - left[c]);
      for (guint l = 0; l < SL_N_SFH_TANGENTS; l++)
        lanes[l] += dm[l] * (all[0] - left[0]);
      for (guint l = 0; l < SL_N_SFH_TANGENTS && sl_cpu_metals_evolve (self); l++)
        lanes[l] += masses->m[a] * self->dmu[(gsize) a * SL_N_SFH_TANGENTS + l] * self->absorbed_mu[a];
    }
  for (int p = 0; p < SL_N_PARAMS; p++)
    grad[p] = sl_cpu_sfh_tangent (self, lanes, p);
  for (guint c = 0; c < SL_N_SLOT_PARAMS; c++)
    grad[sl_slot_params[c]] = column[1 + c];
  return column[0];
}

void
sl_cpu_dust_emission_functional (const SlCpu *self, const SlFunctional *f, double out[SL_DUST_EMISSION_SUMS])
{
  memset (out, 0, SL_DUST_EMISSION_SUMS * sizeof *out);
  for (guint j = 0; j < f->n; j++)
    {
      for (guint r = 0; r <= SL_N_DUST_EMISSION; r++)
        out[r] += f->k[j] * self->dust_emission_spectrum[r * self->stride + f->pixel[j]];
      if (f->dk)
        out[SL_DUST_EMISSION_DZ] += f->dk[j] * self->dust_emission_spectrum[f->pixel[j]];
    }
}

void
sl_cpu_add_dust_emission (SlCpu *self, SlParamSet tangents)
{
  const guint from = self->dust_emission_grid->first, until = from + self->dust_emission_grid->n;
  double grad[SL_N_PARAMS];
  const double taken = SL_LIGHT_SCALE * sl_cpu_absorbed (self, &self->now, grad);

  for (guint w = from; w < until; w++)
    self->sed[w] += taken * self->dust_emission_spectrum[w];
  for (int p = 0; p < SL_N_PARAMS; p++)
    {
      float *tangent = self->sed_tangent + (gsize) p * self->stride;

      if (!sl_param_set_has (tangents, p) || !sl_cpu_param_acts (self, p))
        continue;
      for (guint w = from; w < until && grad[p] != 0.0; w++)
        tangent[w] += SL_LIGHT_SCALE * grad[p] * self->dust_emission_spectrum[w];
      if (p >= SL_PARAM_UMIN && p <= SL_PARAM_QPAH)
        for (guint w = from; w < until; w++)
          tangent[w] += taken * self->dust_emission_spectrum[(1 + p - SL_PARAM_UMIN) * self->stride + w];
    }
}

gboolean
sl_cpu_bring_igm (SlCpu *self, GError **error)
{
  const SlTemplates *t = self->parent.templates;
  const double z = self->galaxy.igm ? self->galaxy.value[SL_PARAM_REDSHIFT] : 0.0;

  if (self->galaxy.igm && !have (self->igm_missing, error))
    return FALSE;
  if (z == self->arriving_z)
    return TRUE;
  self->arriving_z = z;
  for (guint w = 0; w < t->n_wave; w++)
    {
      double by_lam = 0.0, by_z = 0.0;

      self->arriving[w] = 1.0f;
      if (z > 0.0 && t->wave[w] < self->igm->wave[0])
        self->arriving[w] = sl_igm_transmission (self->igm, t->wave[w] * (1.0 + z), z, &by_lam, &by_z);
      self->arriving_dz[w] = by_z + by_lam * t->wave[w];
    }
  return TRUE;
}
