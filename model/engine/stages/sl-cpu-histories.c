/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Observables over epochs, in the rest frame and in the observer's frame. */
#include "model/engine/stages/sl-cpu-histories.h"

#include <math.h>
#include <string.h>

#include "model/engine/stages/sl-cpu.h"

gboolean
sl_cpu_histories_init (SlCpu *self, const SlEngineConfig *config, GError **error)
{
  SlCpuHistories *s = &self->histories;

  if (!sl_cpu_parse_observables (self, config->history_observables, &s->list, &s->n, error))
    return FALSE;
  for (guint i = 0; i < s->n; i++)
    {
      if (!sl_cpu_plan_observable (self,
                                   s->list[i].observed ? &self->observer.plan : &self->bands.rest.plan,
                                   &s->list[i], config->allow_missing_lines, error))
        return FALSE;
      s->n_observed += s->list[i].observed;
    }
  return TRUE;
}

static void
observer_alloc (SlCpu *self)
{
  const guint n_epochs = self->n_epochs;
  SlCpuObserver *s = &self->observer;
  const gsize rows = s->plan.n_rows;

  s->spectra = sl_aligned_new (SL_OBSERVER_BLOCK * self->stride, sizeof (float));
  s->n_bands = MAX (n_epochs, 1) * rows;
  s->band = g_new0 (SlFunctional, s->n_bands);
  s->band_z = g_new (double, s->n_bands);
  for (gsize i = 0; i < s->n_bands; i++)
    {
      sl_functional_init_band (&s->band[i], s->plan.rows[i % rows].key.filter, self->templates->band_grid,
                               FALSE);
      s->band_z[i] = NAN;
    }
  s->phi = g_new0 (double, rows *(1 + SL_N_PARAMS) * n_epochs);
  s->dimming = g_new0 (double, 6 * n_epochs);
  s->dust_emission = g_new0 (double, rows *(1 + SL_N_DUST_EMISSION) * n_epochs);
}

void
sl_cpu_histories_alloc (SlCpu *self)
{
  const guint n_epochs = self->n_epochs;
  SlCpuHistories *s = &self->histories;

  s->computed = g_new0 (gboolean, s->n + 1);
  s->tangents = g_new0 (SlParamSet, s->n + 1);
  s->mass_stride = (n_epochs + SL_EPOCH_BLOCK - 1) / SL_EPOCH_BLOCK * SL_EPOCH_BLOCK;
  s->mass = g_new0 (double, self->templates->n_age * s->mass_stride + 1);
  s->value = g_new0 (double, (gsize) (s->n + 1) * (n_epochs + 1));
  s->grad = g_new0 (double, (gsize) (s->n + 1) * SL_N_PARAMS * (n_epochs + 1));
  if (s->n_observed)
    observer_alloc (self);
}

void
sl_cpu_histories_clear (SlCpu *self)
{
  SlCpuHistories *s = &self->histories;
  SlCpuObserver *o = &self->observer;
  gpointer array[] = { s->list, s->computed, s->tangents, s->mass,         s->value,
                       s->grad, o->phi,      o->dimming,  o->dust_emission };

  for (gsize i = 0; i < o->n_bands; i++)
    sl_functional_clear (&o->band[i]);
  g_free (o->band);
  g_free (o->band_z);
  sl_aligned_free (o->spectra);
  sl_plan_clear (&o->plan);
  for (guint i = 0; i < G_N_ELEMENTS (array); i++)
    g_free (array[i]);
}

gboolean
sl_cpu_history_requested (const SlRequest *request, guint i)
{
  return request->flags & (SL_REQUEST_HISTORIES | SL_REQUEST_HISTORY_JACOBIAN)
         && (request->histories == 0 || (i < 64 && request->histories >> i & 1));
}

/* ------------------------------------------------------------ rest frame */

/* A few epochs at a time: the bands' columns are read once for all of them, and no two threads write to the
 * same line of cache. */
static void
rest_task (gpointer data, guint block, guint thread)
{
  const SlStageTask *task = data;
  SlCpu *self = task->self;
  const SlPending *pending = &task->ev->pending;
  SlCpuHistories *h = &self->histories;
  const SlBands *rest = &self->bands.rest;
  const guint n = self->n_epochs, e0 = block * SL_EPOCH_BLOCK, n_e = MIN (n - e0, SL_EPOCH_BLOCK);
  double *slots = self->bands.work + thread * self->bands.work_size;
  double *grad = slots + SL_EPOCH_BLOCK * rest->n_slots;

  if (!self->cache.offloaded)
    sl_cpu_sum_slots (self, rest, &pending->runs, h->mass + e0, h->mass_stride, n_e, rest->slots,
                      self->templates->n_age, slots);
  for (guint e = 0; e < n_e; e++)
    {
      const SlAgeMasses *masses = &self->epochs.masses[e0 + e];
      double *work = grad + (gsize) h->n * SL_EPOCH_BLOCK * SL_N_PARAMS;
      SlFunctionalTotals totals =
          self->cache.offloaded
              ? sl_cpu_read_totals (self, rest, &pending->runs, self->offload.epochs + (e0 + e) * SL_N_TOTALS,
                                    (gsize) n * SL_N_TOTALS, TRUE, &work)
              : sl_cpu_sum_bands (self, rest, &pending->runs, masses, slots + e * rest->n_slots, NULL, &work);

      for (guint i = 0; i < h->n; i++)
        if (pending->history[i] && !h->list[i].observed)
          h->value[i * n + e0 + e] = sl_cpu_observe (self, &h->list[i], &totals, masses, NULL,
                                                     grad + (i * SL_EPOCH_BLOCK + e) * SL_N_PARAMS, 1);
    }
  for (guint i = 0; i < h->n; i++)
    for (guint p = 0; p < SL_N_PARAMS && pending->history[i] && !h->list[i].observed; p++)
      for (guint e = 0; e < n_e; e++)
        h->grad[((gsize) i * SL_N_PARAMS + p) * n + e0 + e] =
            grad[(i * SL_EPOCH_BLOCK + e) * SL_N_PARAMS + p];
}

static void
rest_histories (SlCpu *self, SlEvaluation *ev)
{
  const guint n = self->n_epochs;
  SlCpuHistories *h = &self->histories;
  SlStageTask task = { self, ev };

  for (guint a = 0; a < self->templates->n_age && !self->cache.offloaded; a++)
    for (guint e = 0; e < n; e++)
      h->mass[a * h->mass_stride + e] = self->epochs.masses[e].m[a];
  sl_pool_run (self->pool, rest_task, &task, (n + SL_EPOCH_BLOCK - 1) / SL_EPOCH_BLOCK);
}

/* -------------------------------------------------------- observer's frame */

void
sl_cpu_observer_set_epochs (SlCpu *self)
{
  const double *c = self->epochs.cosmology;

  for (guint e = 0; e < self->n_epochs && self->histories.n_observed; e++)
    {
      const double p[5] = { self->epochs.z[e], c[0], c[1], c[2], c[3] };
      double *dimming = &self->observer.dimming[6 * e];

      sl_cosmology_dimming (p, dimming, dimming + 1);
      dimming[1] = 0.0; /* the redshift of an epoch is held constant */
    }
  sl_cpu_forget_observer (self);
}

void
sl_cpu_forget_weights (SlCpu *self)
{
  for (gsize i = 0; i < self->observer.n_bands; i++)
    self->observer.band_z[i] = NAN;
  self->bands.observed_z = NAN;
  sl_cpu_forget_observer (self);
}

void
sl_cpu_forget_observer (SlCpu *self)
{
  for (guint i = 0; i < self->histories.n; i++)
    if (self->histories.list[i].observed)
      self->histories.computed[i] = FALSE;
}

/* The spectra's job for epochs e0 ... e1 - 1: the light itself (param -1) or its tangent. One output for each
 * epoch; epoch_of and jacobian_of describe the terms. */
static void
set_observer_job (SlCpu *self, guint e0, guint e1, int param, guint *epoch_of,
                  const SlJacobianTerm **jacobian_of)
{
  const SlTemplates *t = self->templates;
  const SlCpuJacobian *jacobian = &self->jacobian;
  SlSpectrumJob *job = &self->spectrum.job;

  *job = (SlSpectrumJob) { .n_age = t->n_age,
                           .n_young = t->n_young,
                           .stride = self->stride,
                           .light = self->ssp.light_of,
                           .dust = self->dust.rows_of,
                           .dispersed = self->dispersion.dispersed,
                           .coef = self->spectrum.coef,
                           .n_outputs = e1 - e0 };
  for (guint e = e0; e < e1; e++)
    job->out[e - e0] = self->observer.spectra + (gsize) (e - e0) * self->stride;
  for (int l = param < 0 || sl_param_acts_on_masses (param) ? SL_ROW_VALUE : 0; l < SL_N_INTERMEDIATES; l++)
    for (guint i = 0; i < (l == SL_ROW_VALUE ? 1 : jacobian->n); i++)
      {
        const SlJacobianTerm *term = l == SL_ROW_VALUE ? NULL : &jacobian->term[i];

        if (term && (term->intermediate != l || (int) term->param != param))
          continue;
        for (guint e = e0; e < e1; e++)
          {
            g_assert (job->n_terms < SL_MAX_TERMS);
            job->row[job->n_terms] = l;
            job->output[job->n_terms] = e - e0;
            jacobian_of[job->n_terms] = term;
            epoch_of[job->n_terms++] = e;
          }
      }
}

const SlFunctional *
sl_cpu_observer_band (SlCpu *self, guint f, guint e)
{
  const gsize at = (gsize) e * self->observer.plan.n_rows + f;
  SlFunctional *band = &self->observer.band[at];

  if (self->observer.band_z[at] != self->epochs.z[e])
    sl_functional_set_band (band, self->observer.plan.rows[f].key.filter,
                            self->cache.galaxy.igm ? self->igm.series : NULL, self->templates->band_grid,
                            sl_galaxy_band_rule (&self->cache.galaxy), self->epochs.z[e]);
  self->observer.band_z[at] = self->epochs.z[e];
  return band;
}

/* Spectra of epochs e0 ... e1 - 1: the light itself (param -1) or its tangent. */
static void
compute_observer_spectra (SlCpu *self, guint e0, guint e1, int param)
{
  const SlSpectrumJob *job = &self->spectrum.job;
  const SlJacobianTerm *jacobian_of[SL_MAX_TERMS];
  guint epoch_of[SL_MAX_TERMS];

  set_observer_job (self, e0, e1, param, epoch_of, jacobian_of);
  for (guint a = 0; a < self->templates->n_age; a++)
    for (guint k = 0; k < job->n_terms; k++)
      {
        const SlAgeMasses *masses = &self->epochs.masses[epoch_of[k]];
        double c = masses->m[a];

        if (jacobian_of[k])
          c *= sl_jacobian_coef (jacobian_of[k], a);
        else if (param >= 0)
          c = sl_cpu_mass_tangent (self, masses, a, param);
        self->spectrum.coef[a * job->n_terms + k] = c;
      }
  sl_cpu_run_spectrum (self);
}

typedef struct {
  SlCpu *self;
  const SlPending *pending;
  guint e0;
  int param;
} ObserverJob;

/* Functional f of the spectrum of epoch e; with param -1 that of dust emission too. */
static double
observer_functional (const ObserverJob *job, guint f, guint e, const float *spectrum)
{
  SlCpu *self = job->self;
  const SlFunctional *band = sl_cpu_observer_band (self, f, e);

  if (job->param < 0 && self->cache.galaxy.dust_emission)
    {
      double emission[SL_DUST_EMISSION_SUMS];

      sl_cpu_dust_emission_functional (self, band, emission);
      for (guint r = 0; r <= SL_N_DUST_EMISSION; r++)
        self->observer.dust_emission[((gsize) f * (1 + SL_N_DUST_EMISSION) + r) * self->n_epochs + e] =
            emission[r];
    }
  return self->kernels->pixel_sum (band->n, band->pixel, band->k, spectrum) / SL_LIGHT_SCALE;
}

static void
observer_task (gpointer data, guint i, guint thread)
{
  const ObserverJob *job = data;
  SlCpu *self = job->self;
  const guint e = job->e0 + i;
  const float *spectrum = self->observer.spectra + (gsize) i * self->stride;

  for (guint f = 0; f < self->observer.plan.n_rows; f++)
    if (job->pending->observer_row[f])
      self->observer.phi[((gsize) f * (1 + SL_N_PARAMS) + 1 + job->param) * self->n_epochs + e] =
          self->epochs.z[e] > 0.0 ? observer_functional (job, f, e, spectrum) : NAN;
}

/* Functionals at epoch e from those of the spectra, with dust emission. */
static void
observer_totals (SlCpu *self, const SlPending *pending, SlParamSet tangents, guint e,
                 SlFunctionalTotals *totals)
{
  const guint n = self->n_epochs;
  const SlParamId *emission_params = &sl_slot_params[self->jacobian.dust_emission_slot - 1];
  double absorbed = 0.0, dabsorbed[SL_N_PARAMS] = { 0 };

  if (self->cache.galaxy.dust_emission)
    absorbed = sl_cpu_absorbed (self, &self->epochs.masses[e], dabsorbed);
  for (guint f = 0; f < self->observer.plan.n_rows; f++)
    {
      const double *phi = self->observer.phi + (gsize) f * (1 + SL_N_PARAMS) * n + e;
      const double *emission = self->observer.dust_emission + (gsize) f * (1 + SL_N_DUST_EMISSION) * n + e;
      double *grad = totals->grad + f * SL_N_PARAMS;

      if (!pending->observer_row[f])
        continue;
      totals->value[f] = phi[0] + absorbed * emission[0];
      for (int p = 0; p < SL_N_PARAMS; p++)
        {
          grad[p] = phi[(1 + p) * n];
          if (sl_param_set_has (tangents, p))
            grad[p] += dabsorbed[p] * emission[0];
        }
      for (guint i = 0; i < SL_N_DUST_EMISSION; i++)
        if (sl_param_set_has (tangents, emission_params[i]))
          grad[emission_params[i]] += absorbed * emission[(1 + i) * n];
    }
}

/* The pending histories at epoch e. */
static void
observe_epoch (SlCpu *self, const SlPending *pending, guint e, const SlFunctionalTotals *totals)
{
  const guint n = self->n_epochs;
  SlCpuHistories *h = &self->histories;

  for (guint i = 0; i < h->n; i++)
    if (pending->history[i] && h->list[i].observed)
      h->value[i * n + e] =
          sl_cpu_observe (self, &h->list[i], totals, &self->epochs.masses[e], self->observer.dimming + 6 * e,
                          h->grad + (gsize) i * SL_N_PARAMS * n + e, n);
}

/* Histories at epochs first ... last - 1. */
static void
observer_histories (SlCpu *self, const SlPending *pending, SlParamSet tangents, guint first, guint last)
{
  const guint n = self->n_epochs;
  SlFunctionalTotals totals = { self->bands.work, self->bands.work + self->observer.plan.n_rows };

  for (guint i = 0; i < self->observer.plan.n_rows * (1 + SL_N_PARAMS); i++)
    memset (self->observer.phi + (gsize) i * n + first, 0, (last - first) * sizeof (double));
  for (guint e0 = first; e0 < last; e0 += SL_OBSERVER_BLOCK)
    for (int p = -1; p < SL_N_PARAMS; p++)
      {
        ObserverJob job = { self, pending, e0, p };
        guint e1 = MIN (e0 + SL_OBSERVER_BLOCK, last);

        if (p >= 0 && !sl_param_set_has (tangents, p))
          continue;
        compute_observer_spectra (self, e0, e1, p);
        sl_pool_run (self->pool, observer_task, &job, e1 - e0);
      }
  for (guint e = first; e < last; e++)
    {
      observer_totals (self, pending, tangents, e, &totals);
      observe_epoch (self, pending, e, &totals);
    }
}

/* The same, at all epochs, from a device's totals. */
static void
observer_histories_offloaded (SlCpu *self, const SlPending *pending)
{
  const guint n = self->n_epochs, n_rows = self->observer.plan.n_rows;
  SlFunctionalTotals totals = { self->bands.work, self->bands.work + n_rows };

  for (guint e = 0; e < n; e++)
    {
      for (guint f = 0; f < n_rows; f++)
        if (pending->observer_row[f])
          totals.value[f] =
              sl_cpu_read_total (self, self->offload.observer + ((gsize) f * n + e) * SL_N_TOTALS,
                                 totals.grad + f * SL_N_PARAMS);
      for (guint f = 0; f < n_rows && !(self->epochs.z[e] > 0.0); f++)
        {
          totals.value[f] = NAN;
          for (int p = 0; p < SL_N_PARAMS; p++)
            totals.grad[f * SL_N_PARAMS + p] = NAN;
        }
      observe_epoch (self, pending, e, &totals);
    }
}

/* ----------------------------------------------------------------- stage */

/* The SSPs of each epoch have metallicities of their own: epoch by epoch, in the memory of the galaxy's. */
static void
evolving_observer_histories (SlCpu *self, SlEvaluation *ev, SlParamSet tangents)
{
  for (guint e = 0; e < self->n_epochs && ev->pending.observer; e++)
    {
      sl_cpu_set_metals (self, self->epochs.t[e], FALSE);
      sl_cpu_run_ages (self, ev, SL_AGES_SSP | SL_AGES_ENERGY);
      observer_histories (self, &ev->pending, tangents, e, e + 1);
      sl_cpu_overwrite_ssp (self);
    }
}

gboolean
sl_cpu_stage_observable_histories (SlCpu *self, SlEvaluation *ev)
{
  const SlParamSet tangents =
      ev->request->flags & SL_REQUEST_HISTORY_JACOBIAN ? ev->request->tangents : sl_param_set_none ();
  SlCpuHistories *h = &self->histories;

  for (guint i = 0; i < h->n; i++)
    if (ev->pending.history[i])
      {
        h->computed[i] = TRUE;
        h->tangents[i] = tangents;
      }
  if (sl_cpu_metals_evolve (self))
    {
      sl_cpu_evolving_histories (self, ev);
      evolving_observer_histories (self, ev, tangents);
      return TRUE;
    }
  rest_histories (self, ev);
  if (ev->pending.observer && self->cache.offloaded)
    observer_histories_offloaded (self, &ev->pending);
  else if (ev->pending.observer)
    observer_histories (self, &ev->pending, tangents, 0, self->n_epochs);
  return TRUE;
}
