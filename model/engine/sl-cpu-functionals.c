/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#define SL_DUAL_K 1
#include "model/formulas/sl-formula.h"
#include "model/engine/sl-cpu.h"

static gboolean
parse_list (SlCpu *self, const char *const *names, SlObservable **out, guint *n, GError **error)
{
  *n = names ? g_strv_length ((char **) names) : 0;
  *out = g_new0 (SlObservable, *n + 1);
  for (guint i = 0; i < *n; i++)
    if (!sl_observable_parse (self->filters, names[i], &(*out)[i], error))
      return FALSE;
  return TRUE;
}

/* Lays the functionals' blocks of pixels out one after another. */
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
      bands->weights[f] = (SlWeights){ at - first, bands->block + first, bands->k + first * SL_BLOCK };
      bands->weights_dz[f] = (SlWeights){ at - first, bands->block + first, bands->dk + first * SL_BLOCK };
    }
}

static void
bands_init (SlBands *bands, guint n_age, gsize stride)
{
  const guint n = MAX (bands->plan.n_rows, 1);
  gsize blocks = 1;

  bands->n_columns = ((bands->plan.n_rows * SL_N_SLOTS + 7) & ~(gsize) 7) + 8;
  bands->column = g_new0 (double, n_age * bands->n_columns);
  bands->made = g_new0 (gboolean, n);
  bands->todo = g_new0 (gboolean, n);
  bands->value = g_new0 (double, n_age * n);
  bands->value_mu = g_new0 (double, n_age * n);
  bands->value_dz = g_new0 (double, n_age * n);
  /* At worst every pixel stands in a block of its own. */
  for (guint f = 0; f < bands->plan.n_rows; f++)
    blocks += MIN (bands->plan.rows[f].f.capacity, stride / SL_BLOCK);
  bands->weights = g_new0 (SlWeights, n);
  bands->weights_dz = g_new0 (SlWeights, n);
  bands->block = g_new0 (guint, blocks);
  bands->k = g_new0 (float, blocks * SL_BLOCK);
  bands->dk = g_new0 (float, blocks * SL_BLOCK);
  bands->dust_emission_spectrum = g_new0 (double, n * SL_DUST_EMISSION_SUMS);
  bands_pack (bands);
}

static void
bands_clear (SlBands *bands)
{
  gpointer array[] = {
    bands->column,     bands->value, bands->value_mu, bands->value_dz, bands->weights,
    bands->weights_dz, bands->block, bands->k,        bands->dk,       bands->dust_emission_spectrum,
    bands->made,       bands->todo
  };

  for (guint i = 0; i < G_N_ELEMENTS (array); i++)
    g_free (array[i]);
  sl_plan_clear (&bands->plan);
}

gboolean
sl_cpu_functionals_init (SlCpu *self, const SlEngineConfig *config, GError **error)
{
  const SlTemplates *t = self->parent.templates;
  guint threads = sl_pool_threads (self->pool), rows;

  if (!parse_list (self, config->observables, &self->obs, &self->n_obs, error)
      || !parse_list (self, config->history_observables, &self->hist, &self->n_hist, error))
    return FALSE;
  for (guint i = 0; i < self->n_obs; i++)
    sl_plan_add (self->obs[i].observed ? &self->observed.plan : &self->rest.plan, &self->obs[i], t);
  self->obs_run = (SlRun){ 0, self->rest.plan.n_rows };
  self->observed_run = (SlRun){ 0, self->observed.plan.n_rows };
  self->obs_rows = (SlRows){ 1, &self->obs_run };
  self->observed_rows = (SlRows){ 1, &self->observed_run };
  for (guint i = 0; i < self->n_hist; i++)
    {
      sl_plan_add (self->hist[i].observed ? &self->observer_plan : &self->rest.plan, &self->hist[i], t);
      self->n_hist_observed += self->hist[i].observed;
    }
  bands_init (&self->rest, t->n_age, self->stride);
  bands_init (&self->observed, t->n_age, self->stride);
  for (guint f = 0; f < self->observed.plan.n_rows; f++)
    self->observed.todo[f] = TRUE;
  sl_cpu_requested_init (self);
  rows = self->rest.plan.n_rows + self->observed.plan.n_rows;
  /* Per thread: columns of one epoch, lanes, values and gradients of the functionals. */
  rows += self->observer_plan.n_rows;
  self->work_size = SL_EPOCH_BLOCK * self->rest.n_columns + self->observed.n_columns
                    + rows * (SL_N_SFH_TANGENTS + 1 + SL_N_PARAMS)
                    + SL_EPOCH_BLOCK * self->n_hist * SL_N_PARAMS + 64;
  self->mass_stride = (config->n_epochs + SL_EPOCH_BLOCK - 1) / SL_EPOCH_BLOCK * SL_EPOCH_BLOCK;
  self->mass_of_epochs = g_new0 (double, t->n_age * self->mass_stride + 1);
  self->work = g_new0 (double, self->work_size * threads);
  self->obs_value = g_new0 (double, self->n_obs + 1);
  self->obs_grad = g_new0 (double, (self->n_obs + 1) * SL_N_PARAMS);
  self->hist_value = g_new0 (double, (gsize) (self->n_hist + 1) * (config->n_epochs + 1));
  self->hist_grad = g_new0 (double, (gsize) (self->n_hist + 1) * SL_N_PARAMS * (config->n_epochs + 1));
  if (self->n_hist_observed)
    {
      self->observer_spectra = sl_aligned_new (SL_OBSERVER_BLOCK * self->stride, sizeof (float));
      self->observer_band = g_new0 (SlFunctional, threads * self->observer_plan.n_rows);
      for (guint i = 0; i < threads * self->observer_plan.n_rows; i++)
        sl_functional_init_observed_band (&self->observer_band[i],
                                          self->observer_plan.rows[i % self->observer_plan.n_rows]
                                              .key.filter);
      self->observer_phi =
          g_new0 (double, (gsize) self->observer_plan.n_rows *(1 + SL_N_PARAMS) * config->n_epochs);
      self->observer_dimming = g_new0 (double, 6 * config->n_epochs);
      self->observer_dust_emission =
          g_new0 (double, (gsize) self->observer_plan.n_rows *(1 + SL_N_DUST_EMISSION) * config->n_epochs);
    }
  return TRUE;
}

void
sl_cpu_functionals_clear (SlCpu *self)
{
  if (self->observer_band)
    for (guint i = 0; i < sl_pool_threads (self->pool) * self->observer_plan.n_rows; i++)
      sl_functional_clear (&self->observer_band[i]);
  sl_cpu_requested_clear (self);
  bands_clear (&self->rest);
  bands_clear (&self->observed);
  sl_plan_clear (&self->observer_plan);
  g_free (self->obs);
  g_free (self->hist);
  g_free (self->work);
  g_free (self->mass_of_epochs);
  g_free (self->obs_value);
  g_free (self->obs_grad);
  g_free (self->hist_value);
  g_free (self->hist_grad);
  sl_aligned_free (self->observer_spectra);
  g_free (self->observer_band);
  g_free (self->observer_phi);
  g_free (self->observer_dimming);
  g_free (self->observer_dust_emission);
}

/* ---------------------------------------------------- functionals by age */

/* A row that knows ages and metals alone: it varies through the metallicity weights. */
static void
apply_table (const SlCpu *self, const double *table, guint a, double out[1 + SL_N_INTERMEDIATES])
{
  const guint n = self->parent.templates->n_met;
  const double *wz = self->mix.wz + 3 * n * a;

  memset (out, 0, (1 + SL_N_INTERMEDIATES) * sizeof *out);
  for (guint r = 0; r <= SL_N_INTERMEDIATES_OLD; r++)
    for (guint z = 0; z < n; z++)
      out[r] += wz[r * n + z] * table[a * n + z];
}

/* The chain from the locals' tangents of one age to the columns of parameters. */
void
sl_cpu_fill_slots (const SlCpu *self, guint a, const double out[1 + SL_N_INTERMEDIATES],
                   double column[SL_N_SLOTS])
{
  memset (column, 0, SL_N_SLOTS * sizeof *column);
  column[0] = out[0];
  for (guint l = 0; l < self->n_jacobian_terms; l++)
    if (self->jacobian_slot[l])
      column[self->jacobian_slot[l]] +=
          out[1 + self->link[l].local] * sl_cpu_jacobian_coef (&self->link[l], a);
}

void
sl_cpu_prepare_bands (SlCpu *self, SlBands *bands)
{
  for (guint f = 0; f < bands->plan.n_rows && self->galaxy.dust_emission; f++)
    sl_cpu_dust_emission_functional (self, &bands->plan.rows[f].f,
                                     bands->dust_emission_spectrum + f * SL_DUST_EMISSION_SUMS);
}

/* Luminosities of one age. Where dust gives back what it takes, all light leaves. */
static void
energy_slot (const SlCpu *self, SlPlanKind kind, guint a, double *column)
{
  const double *all = self->all_light + (gsize) a * SL_N_SLOTS,
               *left = self->attenuated + (gsize) a * SL_N_SLOTS;

  for (guint c = 0; c < SL_N_SLOTS; c++)
    column[c] = kind == SL_PLAN_ABSORBED ? all[c] - left[c] : self->galaxy.dust_emission ? all[c] : left[c];
}

static double
energy_mu (const SlCpu *self, SlPlanKind kind, guint a)
{
  if (kind == SL_PLAN_ABSORBED)
    return self->absorbed_mu[a];
  return self->galaxy.dust_emission ? self->all_mu[a] : self->all_mu[a] - self->absorbed_mu[a];
}

/* The functionals of one age that are to be made. */
void
sl_cpu_bands_of_age (SlCpu *self, SlBands *bands, guint a)
{
  const SlTemplates *t = self->parent.templates;
  const gboolean young = a < t->n_young && t->n_lgu;
  const float *light = self->light_of[a], *dust = self->dust_of[a], *moved = self->moved + a * self->stride;
  const double taken =
      self->galaxy.dust_emission ? self->all_light[a * SL_N_SLOTS] - self->attenuated[a * SL_N_SLOTS] : 0.0;

  for (guint f = 0; f < bands->plan.n_rows; f++)
    {
      const SlPlanRow *row = &bands->plan.rows[f];
      const gsize at = (gsize) a * bands->plan.n_rows + f;
      double out[1 + SL_N_INTERMEDIATES], *column = bands->column + a * bands->n_columns + f * SL_N_SLOTS;

      if (!bands->todo[f])
        continue;
      if (row->key.kind == SL_PLAN_ATTENUATED || row->key.kind == SL_PLAN_ABSORBED)
        {
          energy_slot (self, row->key.kind, a, column);
          bands->value_mu[at] = energy_mu (self, row->key.kind, a);
          bands->value[at] = column[0];
          continue;
        }
      if (row->table)
        apply_table (self, row->table, a, out);
      else
        self->k->functional (&bands->weights[f], light, young, dust, self->curve, self->stride, out);
      if (self->sigma_star > 0.0 && row->f.k)
        out[1 + SL_INTERMEDIATE_SIGMA_STAR] = self->k->functional_value (&bands->weights[f], moved, dust);
      sl_cpu_fill_slots (self, a, out, column);
      bands->value_mu[at] = out[1 + SL_INTERMEDIATE_MU];
      if (row->f.dk)
        bands->value_dz[at] = self->k->functional_value (&bands->weights_dz[f], light, dust);
      if (self->galaxy.dust_emission && row->f.k)
        {
          const double *dust_emission_spectrum = bands->dust_emission_spectrum + f * SL_DUST_EMISSION_SUMS;

          for (guint c = 0; c < SL_N_SLOTS; c++)
            column[c] += dust_emission_spectrum[0]
                         * (self->all_light[a * SL_N_SLOTS + c] - self->attenuated[a * SL_N_SLOTS + c]);
          for (guint i = 0; i < SL_N_DUST_EMISSION; i++)
            column[self->dust_emission_slot + i] += taken * dust_emission_spectrum[1 + i];
          bands->value_mu[at] += dust_emission_spectrum[0] * self->absorbed_mu[a];
          bands->value_dz[at] += taken * dust_emission_spectrum[SL_DUST_EMISSION_DZ];
        }
      bands->value[at] = column[0];
    }
}

static void
observed_task (gpointer data, guint a, guint thread)
{
  SlCpu *self = data;

  sl_cpu_bands_of_age (self, &self->observed, a);
}

void
sl_cpu_prepare_observed (SlCpu *self)
{
  const SlTemplates *t = self->parent.templates;

  for (guint f = 0; f < self->observed.plan.n_rows; f++)
    {
      SlPlanRow *row = &self->observed.plan.rows[f];
      sl_functional_set_redshift (&row->f, row->key.filter, self->galaxy.igm ? self->igm : NULL, t->wave,
                                  t->n_wave, self->galaxy.value[SL_PARAM_REDSHIFT]);
    }
  bands_pack (&self->observed);
}

gboolean
sl_cpu_stage_observed (SlCpu *self, GError **error)
{
  sl_cpu_prepare_observed (self);
  sl_cpu_prepare_bands (self, &self->observed);
  if (self->observed.plan.n_rows)
    sl_pool_run (self->pool, observed_task, self, self->parent.templates->n_age);
  return TRUE;
}

/* ------------------------------------------------- sums of one epoch */

/* Tangents in the lanes of a history, as a gradient. */
static void
sfh_tangents_to_gradient (const SlCpu *self, const double *d, double *grad)
{
  for (int p = 0; p < SL_N_PARAMS; p++)
    grad[p] = sl_cpu_sfh_tangent (self, d, p);
}

/* Metals that follow the history: their tangents are lanes of the history too. */
static void
add_evolving_metals (SlCpu *self, const SlBands *bands, const SlRun *run, const SlAgeMasses *masses,
                     const double *dmu, double *lanes)
{
  const guint n = bands->plan.n_rows;

  for (guint a = 0; a < self->parent.templates->n_age; a++)
    for (guint f = run->first; f < run->first + run->n; f++)
      for (guint l = 0; l < SL_N_SFH_TANGENTS; l++)
        lanes[f * SL_N_SFH_TANGENTS + l] +=
            masses->m[a] * bands->value_mu[a * n + f] * dmu[(gsize) a * SL_N_SFH_TANGENTS + l];
}

void
sl_cpu_sum_slots (const SlCpu *self, const SlBands *bands, const SlRows *rows, const double *mass,
                  gsize stride, guint n_i, const double *column, guint n_k, double *out)
{
  /* A run's last vector may reach into the columns of the next, whose sums are written after it. */
  for (guint r = 0; r < rows->n; r++)
    {
      const gsize first = rows->run[r].first * SL_N_SLOTS;

      self->k->product (mass, stride, n_i, column + first, bands->n_columns,
                        (rows->run[r].n * SL_N_SLOTS + 7) & ~7u, n_k, out + first, bands->n_columns);
    }
}

static void
sum_row (const SlCpu *self, const SlBands *bands, guint f, const SlAgeMasses *masses, const double *column,
         const double *lanes, SlFunctionalTotals *sums)
{
  const guint n = bands->plan.n_rows;
  double *grad = sums->grad + f * SL_N_PARAMS;

  sums->value[f] = column[f * SL_N_SLOTS];
  sfh_tangents_to_gradient (self, lanes + f * SL_N_SFH_TANGENTS, grad);
  for (guint c = 0; c < SL_N_SLOT_PARAMS; c++)
    grad[sl_slot_params[c]] = column[f * SL_N_SLOTS + 1 + c];
  if (bands->plan.rows[f].f.dk)
    for (guint a = 0; a < self->parent.templates->n_age; a++)
      grad[SL_PARAM_REDSHIFT] += masses->m[a] * bands->value_dz[a * n + f];
}

SlFunctionalTotals
sl_cpu_sum_bands (SlCpu *self, const SlBands *bands, const SlRows *rows, const SlAgeMasses *masses,
                  const double *column, const double *dmu, double **work)
{
  const guint n = bands->plan.n_rows, n_age = self->parent.templates->n_age;
  double *lanes = *work;
  SlFunctionalTotals sums = { lanes + n * SL_N_SFH_TANGENTS, lanes + n * (SL_N_SFH_TANGENTS + 1) };

  *work = sums.grad + n * SL_N_PARAMS;
  for (guint r = 0; r < rows->n; r++)
    {
      const SlRun *run = &rows->run[r];

      self->k->product (bands->value + run->first, n, run->n, masses->dm, SL_N_SFH_TANGENTS,
                        SL_N_SFH_TANGENTS, n_age, lanes + run->first * SL_N_SFH_TANGENTS, SL_N_SFH_TANGENTS);
      if (dmu)
        add_evolving_metals (self, bands, run, masses, dmu, lanes);
      for (guint f = run->first; f < run->first + run->n; f++)
        sum_row (self, bands, f, masses, column, lanes, &sums);
    }
  return sums;
}

double
sl_cpu_sum_total (const SlCpu *self, const double *total, double grad[SL_N_PARAMS])
{
  sfh_tangents_to_gradient (self, total + SL_N_SLOTS + 1, grad);
  for (guint c = 0; c < SL_N_SLOT_PARAMS; c++)
    grad[sl_slot_params[c]] = total[1 + c];
  return total[0];
}

SlFunctionalTotals
sl_cpu_sum_totals (const SlCpu *self, const SlBands *bands, const SlRows *rows, const double *totals,
                   gsize stride, gboolean from_zero, double **work)
{
  const guint n = bands->plan.n_rows;
  SlFunctionalTotals sums = { *work, *work + n };

  *work = sums.grad + n * SL_N_PARAMS;
  for (guint r = 0, i = 0; r < rows->n; r++)
    for (guint f = rows->run[r].first; f < rows->run[r].first + rows->run[r].n; f++, i++)
      {
        const double *total = totals + (from_zero ? i : f) * stride;

        sums.value[f] = sl_cpu_sum_total (self, total, sums.grad + f * SL_N_PARAMS);
        if (bands->plan.rows[f].f.dk)
          sums.grad[f * SL_N_PARAMS + SL_PARAM_REDSHIFT] += total[SL_N_SLOTS];
      }
  return sums;
}

/* One observable and its gradient; grad_stride apart. dimming: value and slopes by redshift and cosmology, or
 * NULL. */
double
sl_cpu_observe (const SlCpu *self, const SlObservable *o, const SlFunctionalTotals *sums,
                const SlAgeMasses *masses, const double *dimming, double *grad, gsize grad_stride)
{
  double phi[SL_MAX_FUNCTIONALS], slope[SL_MAX_FUNCTIONALS + 1], own[SL_N_PARAMS], sum[SL_N_PARAMS], value;
  const SlSfhTangents *lanes = o->source == SL_FROM_LG_FORMED ? &masses->lgm : &masses->sfr;
  const gboolean history = o->source != SL_FROM_PLAN;

  if (o->absent)
    {
      for (int p = 0; p < SL_N_PARAMS; p++)
        grad[p * grad_stride] = NAN;
      return NAN;
    }
  if (history)
    {
      phi[0] = lanes->v;
      sfh_tangents_to_gradient (self, lanes->d, own);
    }
  for (guint i = 0; i < o->n_functionals && !history; i++)
    phi[i] = sums->value[o->functional[i]];
  value = sl_observable_value (o, phi, o->observed && dimming ? dimming[0] : 0.0, slope);
  for (guint i = 0; i < o->n_functionals; i++)
    {
      const double *of = history ? own : sums->grad + o->functional[i] * SL_N_PARAMS;

      for (int p = 0; p < SL_N_PARAMS; p++)
        sum[p] = (i ? sum[p] : 0.0) + slope[i] * of[p];
    }
  if (o->observed && dimming)
    {
      /* Where nothing is seen, colours do not exist either. */
      gboolean nowhere = isnan (dimming[0]);

      for (int i = 0; i < 5; i++)
        sum[SL_PARAM_REDSHIFT + i] += nowhere ? NAN : slope[o->n_functionals] * dimming[1 + i];
      if (nowhere)
        value = NAN;
    }
  for (int p = 0; p < SL_N_PARAMS; p++)
    grad[p * grad_stride] = sum[p];
  return value;
}

/* The sums at the galaxy's epoch. */
static SlFunctionalTotals
sum_now (SlCpu *self, const SlBands *bands, const SlRows *rows, double **work)
{
  double *column = *work;

  if (self->away)
    return sl_cpu_sum_totals (self, bands, rows,
                              self->offload_now
                                  + (bands == &self->observed ? self->rest.plan.n_rows * SL_N_TOTALS : 0),
                              SL_N_TOTALS, FALSE, work);
  *work += bands->n_columns;
  sl_cpu_sum_slots (self, bands, rows, self->now.m, 1, 1, bands->column, self->parent.templates->n_age,
                    column);
  return sl_cpu_sum_bands (self, bands, rows, &self->now, column,
                           sl_cpu_metals_evolve (self) ? self->dmu : NULL, work);
}

gboolean
sl_cpu_stage_observables (SlCpu *self, GError **error)
{
  double *work = self->work, dimming[6] = { self->epoch.dimming };
  SlFunctionalTotals rest = sum_now (self, &self->rest, &self->obs_rows, &work);
  SlFunctionalTotals observed = sum_now (self, &self->observed, &self->observed_rows, &work);

  memcpy (dimming + 1, self->epoch.ddimming, sizeof self->epoch.ddimming);
  for (guint i = 0; i < self->n_obs; i++)
    {
      const SlObservable *o = &self->obs[i];

      self->obs_value[i] = sl_cpu_observe (self, o, o->observed ? &observed : &rest, &self->now, dimming,
                                    self->obs_grad + i * SL_N_PARAMS, 1);
    }
  return TRUE;
}
