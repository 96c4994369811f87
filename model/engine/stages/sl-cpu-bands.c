/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/engine/stages/sl-cpu-bands.h"

#include <math.h>
#include <string.h>

#include "model/engine/stages/sl-cpu.h"

/* Stores the functionals' blocks of pixels one after another. */
static void
bands_pack (SlBands *bands)
{
  gsize at = 0;

  for (guint f = 0; f < bands->plan.n_rows; f++)
    {
      const SlFunctional *row = &bands->plan.rows[f].f;
      const gsize first = at;

      for (guint j = 0; j < row->n; j++)
        {
          const guint block = row->pixel[j] / SL_BLOCK, i = row->pixel[j] % SL_BLOCK;

          if (at == first || bands->block[at - 1] != block)
            {
              bands->block[at] = block;
              memset (bands->k + at * SL_BLOCK, 0, SL_BLOCK * sizeof (float));
              memset (bands->dk + at * SL_BLOCK, 0, SL_BLOCK * sizeof (float));
              at++;
            }
          bands->k[(at - 1) * SL_BLOCK + i] = row->k[j];
          if (row->dk)
            bands->dk[(at - 1) * SL_BLOCK + i] = row->dk[j];
        }
      bands->weights[f] = (SlWeights) { at - first, bands->block + first, bands->k + first * SL_BLOCK,
                                        row->dk ? bands->dk + first * SL_BLOCK : NULL };
    }
}

static void
bands_init (SlBands *bands, guint n_age, gsize stride)
{
  const guint n = MAX (bands->plan.n_rows, 1);
  gsize blocks = 1;

  bands->n_slots = ((bands->plan.n_rows * SL_N_SLOTS + 7) & ~(gsize) 7) + 8;
  bands->slots = g_new0 (double, n_age * bands->n_slots);
  bands->computed = g_new0 (gboolean, n);
  bands->value = g_new0 (double, n_age *n);
  bands->value_mu = g_new0 (double, n_age *n);
  bands->value_dz = g_new0 (double, n_age *n);
  /* At worst each pixel has a block of its own. */
  for (guint f = 0; f < bands->plan.n_rows; f++)
    blocks += MIN (bands->plan.rows[f].f.capacity, stride / SL_BLOCK);
  bands->weights = g_new0 (SlWeights, n);
  bands->block = g_new0 (guint, blocks);
  bands->k = g_new0 (float, blocks *SL_BLOCK);
  bands->dk = g_new0 (float, blocks *SL_BLOCK);
  bands->dust_emission = g_new0 (double, n *SL_DUST_EMISSION_SUMS);
  bands_pack (bands);
}

static void
bands_clear (SlBands *bands)
{
  gpointer array[] = { bands->slots, bands->value, bands->value_mu, bands->value_dz,      bands->weights,
                       bands->block, bands->k,     bands->dk,       bands->dust_emission, bands->computed };

  for (guint i = 0; i < G_N_ELEMENTS (array); i++)
    g_free (array[i]);
  sl_plan_clear (&bands->plan);
}

void
sl_cpu_bands_init (SlCpu *self)
{
  const guint n_observer = self->observer.plan.n_rows;
  SlCpuBands *s = &self->bands;
  guint rows;

  bands_init (&s->rest, self->templates->n_age, self->stride);
  bands_init (&s->observed, self->templates->n_age, self->stride);
  s->observed_z = NAN;
  rows = s->rest.plan.n_rows + s->observed.plan.n_rows + n_observer;
  /* Per thread: slots of a block of epochs, SFH tangents, values and gradients of the functionals, and the
   * gradients of histories. */
  s->work_size = SL_EPOCH_BLOCK * s->rest.n_slots + s->observed.n_slots
                 + rows * (SL_N_SFH_TANGENTS + 1 + SL_N_PARAMS)
                 + SL_EPOCH_BLOCK * self->histories.n * SL_N_PARAMS + 64;
  s->work = g_new0 (double, s->work_size *sl_pool_threads (self->pool));
}

void
sl_cpu_bands_set_rule (SlCpu *self, SlBandRule rule)
{
  self->ssp.lgmet.numerics = self->ssp.lgu.numerics = rule.numerics;
  sl_plan_set_rule (&self->bands.rest.plan, rule, self->templates);
  bands_pack (&self->bands.rest);
  for (guint i = 0; i < self->observables.n; i++)
    sl_observable_set_numerics (&self->observables.list[i], rule.numerics);
  for (guint i = 0; i < self->histories.n; i++)
    sl_observable_set_numerics (&self->histories.list[i], rule.numerics);
}

void
sl_cpu_bands_clear (SlCpu *self)
{
  bands_clear (&self->bands.rest);
  bands_clear (&self->bands.observed);
  g_free (self->bands.work);
}

/* A functional that is a table of age and metallicity: it depends on the weights of metallicity alone. */
static void
apply_table (const SlCpu *self, const double *table, guint a, double out[1 + SL_N_INTERMEDIATES])
{
  const guint n = self->templates->n_met;
  const double *wz = self->ssp.weights.wz + 3 * n * a;

  memset (out, 0, (1 + SL_N_INTERMEDIATES) * sizeof *out);
  for (guint r = 0; r <= SL_N_INTERMEDIATES_OLD; r++)
    for (guint z = 0; z < n; z++)
      out[r] += wz[r * n + z] * table[a * n + z];
}

void
sl_cpu_prepare_bands (SlCpu *self, SlBands *bands)
{
  for (guint f = 0; f < bands->plan.n_rows && self->cache.galaxy.dust_emission; f++)
    sl_cpu_dust_emission_functional (self, &bands->plan.rows[f].f,
                                     bands->dust_emission + f * SL_DUST_EMISSION_SUMS);
}

/* Luminosities of one age. With dust emission all light leaves the galaxy. */
static void
energy_slots (const SlCpu *self, SlPlanKind kind, guint a, double *slots)
{
  const double *intrinsic = self->energy.intrinsic + (gsize) a * SL_N_SLOTS,
               *attenuated = self->energy.attenuated + (gsize) a * SL_N_SLOTS;

  for (guint c = 0; c < SL_N_SLOTS; c++)
    slots[c] = kind == SL_PLAN_ABSORBED           ? intrinsic[c] - attenuated[c]
               : self->cache.galaxy.dust_emission ? intrinsic[c]
                                                  : attenuated[c];
}

static double
energy_mu (const SlCpu *self, SlPlanKind kind, guint a)
{
  if (kind == SL_PLAN_ABSORBED)
    return self->energy.absorbed_mu[a];
  return self->cache.galaxy.dust_emission ? self->energy.intrinsic_mu[a]
                                          : self->energy.intrinsic_mu[a] - self->energy.absorbed_mu[a];
}

/* What dust emission adds to functional f of age a. */
static void
add_dust_emission (const SlCpu *self, SlBands *bands, guint f, guint a, double *slots)
{
  const double *intrinsic = self->energy.intrinsic + (gsize) a * SL_N_SLOTS,
               *attenuated = self->energy.attenuated + (gsize) a * SL_N_SLOTS;
  const double *emission = bands->dust_emission + f * SL_DUST_EMISSION_SUMS;
  const double absorbed = intrinsic[0] - attenuated[0];
  const gsize at = (gsize) a * bands->plan.n_rows + f;

  for (guint c = 0; c < SL_N_SLOTS; c++)
    slots[c] += emission[0] * (intrinsic[c] - attenuated[c]);
  for (guint i = 0; i < SL_N_DUST_EMISSION; i++)
    slots[self->jacobian.dust_emission_slot + i] += absorbed * emission[1 + i];
  bands->value_mu[at] += emission[0] * self->energy.absorbed_mu[a];
  bands->value_dz[at] += absorbed * emission[SL_DUST_EMISSION_DZ];
}

/* Adds an emission line of a young age, in units of SL_LIGHT_SCALE. lum: five values n_line apart (value, mu,
 * scatter, U, U scatter); dust: the transmission at the line and its tangents, stride apart, or NULL. */
static void
add_emission_line (const SlCpu *self, const float *lum, const float *dust,
                   double out[1 + SL_N_INTERMEDIATES])
{
  const guint n_line = self->templates->n_line;
  const double escaped = self->cache.galaxy.value[SL_PARAM_F_ESC], through = dust ? dust[0] : 1.0;
  const double arrives = (1.0 - escaped) * through;
  const int mu = self->cache.galaxy.lgmet_gas_free ? SL_INTERMEDIATE_MU_GAS : SL_INTERMEDIATE_MU;

  out[0] += arrives * lum[0];
  out[1 + mu] += arrives * lum[n_line];
  out[1 + SL_INTERMEDIATE_SCATTER] += arrives * lum[2 * n_line];
  out[1 + SL_INTERMEDIATE_U] += arrives * lum[3 * n_line];
  out[1 + SL_INTERMEDIATE_U_SCATTER] += arrives * lum[4 * n_line];
  out[1 + SL_INTERMEDIATE_ESCAPE] -= through * lum[0];
  for (guint r = 0; dust && r + 1 < SL_N_DUST_ROWS (self->dust.formula); r++)
    out[1 + SL_INTERMEDIATE_AV + r] += (1.0 - escaped) * lum[0] * dust[(1 + r) * self->dust_lines.stride];
}

/* The luminosity of emission lines; stars older than those that ionise gas have none. */
static void
apply_emission (const SlCpu *self, guint f, guint a, double out[1 + SL_N_INTERMEDIATES])
{
  const SlPlanKey *key = &self->bands.rest.plan.rows[f].key;
  const float *curve = self->dust_lines.rows
                       + self->dust.curve_of[a] * SL_MAX_DUST_ROWS * self->dust_lines.stride
                       + self->dust_lines.first[f];

  memset (out, 0, (1 + SL_N_INTERMEDIATES) * sizeof *out);
  for (guint i = 0; i < key->lines.n && a < self->templates->n_young; i++)
    add_emission_line (self, sl_cpu_line_luminosities (self, a) + key->lines.line[i],
                       key->kind == SL_PLAN_EMISSION ? curve + i : NULL, out);
  for (guint r = 0; r < 1 + SL_N_INTERMEDIATES; r++)
    out[r] /= SL_LIGHT_SCALE;
}

/* Whether a row is a sum over pixels; that of a line which the library does not resolve has none. */
static gboolean
has_sum (const SlPlanRow *row)
{
  return !sl_plan_row_is_energy (row) && !row->table && !row->key.lines.n;
}

/* Functional f of age a, from its sum over pixels where it has one. */
static void
finish_band (SlCpu *self, SlBands *bands, guint f, guint a, const SlFunctionalSum *sum)
{
  const float *dispersed = self->dispersion.dispersed + a * self->stride;
  const SlPlanRow *row = &bands->plan.rows[f];
  const gsize at = (gsize) a * bands->plan.n_rows + f;
  double out[1 + SL_N_INTERMEDIATES], *slots = bands->slots + a * bands->n_slots + f * SL_N_SLOTS;

  if (sl_plan_row_is_energy (row))
    {
      energy_slots (self, row->key.kind, a, slots);
      bands->value_mu[at] = energy_mu (self, row->key.kind, a);
      bands->value[at] = slots[0];
      return;
    }
  if (row->table)
    apply_table (self, row->table, a, out);
  else if (row->key.lines.n)
    apply_emission (self, f, a, out);
  else
    memcpy (out, sum->out, sizeof out);
  if (self->dispersion.sigma > 0.0 && row->f.k)
    out[1 + SL_INTERMEDIATE_SIGMA_STAR] =
        self->kernels->functional_value (&bands->weights[f], dispersed, self->dust.rows_of[a]);
  sl_cpu_fill_slots (self, a, out, slots);
  bands->value_mu[at] = out[1 + SL_INTERMEDIATE_MU];
  if (row->f.dk)
    bands->value_dz[at] = sum->dz;
  if (self->cache.galaxy.dust_emission && row->f.k)
    add_dust_emission (self, bands, f, a, slots);
  bands->value[at] = slots[0];
}

/* A few functionals of age a: those of pixels together. */
static void
bands_of_age (SlCpu *self, SlBands *bands, const guint *list, guint n, guint a)
{
  SlFunctionalSum sums[SL_SUMS_TOGETHER];
  guint n_sums = 0;

  for (guint i = 0; i < n; i++)
    if (has_sum (&bands->plan.rows[list[i]]))
      sums[n_sums++].weights = &bands->weights[list[i]];
  if (n_sums)
    self->kernels->functionals (sums, n_sums, self->ssp.light_of[a], sl_cpu_light_rows (self, a),
                                self->dust.rows_of[a], self->dust.formula, self->stride);
  n_sums = 0;
  for (guint i = 0; i < n; i++)
    finish_band (self, bands, list[i], a, has_sum (&bands->plan.rows[list[i]]) ? &sums[n_sums++] : NULL);
}

void
sl_cpu_bands_of_age (SlCpu *self, SlBands *bands, const gboolean *pending, guint a)
{
  guint list[SL_SUMS_TOGETHER], n = 0;

  for (guint f = 0; f < bands->plan.n_rows; f++)
    {
      if (pending && !pending[f])
        continue;
      list[n++] = f;
      if (n == SL_SUMS_TOGETHER)
        {
          bands_of_age (self, bands, list, n, a);
          n = 0;
        }
    }
  bands_of_age (self, bands, list, n, a);
}

static void
weights_task (gpointer data, guint f, guint thread)
{
  SlCpu *self = data;
  SlPlanRow *row = &self->bands.observed.plan.rows[f];

  sl_functional_set_band (&row->f, row->key.filter, self->cache.galaxy.igm ? self->igm.series : NULL,
                          self->templates->band_grid, sl_galaxy_band_rule (&self->cache.galaxy),
                          self->bands.observed_z);
}

void
sl_cpu_prepare_observed (SlCpu *self)
{
  const double z = self->cache.galaxy.value[SL_PARAM_REDSHIFT];

  if (self->bands.observed_z == z)
    return;
  self->bands.observed_z = z;
  sl_pool_run (self->pool, weights_task, self, self->bands.observed.plan.n_rows);
  bands_pack (&self->bands.observed);
}
