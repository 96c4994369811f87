/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Observables over epochs, in the rest frame and in the observer's. */
#include <math.h>
#include <string.h>

#include "model/engine/sl-cpu.h"

/* A few epochs at a time: the bands' columns are read once for all of them, and results are written by cache
 * lines that no other thread touches. */
static void
history_task (gpointer data, guint block, guint thread)
{
  SlCpu *self = data;
  const guint n = self->parent.n_epochs, e0 = block * SL_EPOCH_BLOCK, n_e = MIN (n - e0, SL_EPOCH_BLOCK);
  const gsize n_columns = self->rest.n_columns;
  double *column = self->work + thread * self->work_size, *grad = column + SL_EPOCH_BLOCK * n_columns;

  if (!self->away)
    sl_cpu_sum_slots (self, &self->rest, &self->hist_rows, self->mass_of_epochs + e0, self->mass_stride, n_e,
                        self->rest.column, self->parent.templates->n_age, column);
  for (guint e = 0; e < n_e; e++)
    {
      double *work = grad + (gsize) self->n_hist * SL_EPOCH_BLOCK * SL_N_PARAMS;
      SlFunctionalTotals rest =
          self->away ? sl_cpu_sum_totals (self, &self->rest, &self->hist_rows,
                                          self->offload_epochs + (e0 + e) * SL_N_TOTALS,
                                          (gsize) n * SL_N_TOTALS, TRUE, &work)
                     : sl_cpu_sum_bands (self, &self->rest, &self->hist_rows, &self->then[e0 + e],
                                         column + e * n_columns, NULL, &work);

      for (guint i = 0; i < self->n_hist; i++)
        if (self->hist_pending[i] && !self->hist[i].observed)
          self->hist_value[i * n + e0 + e] =
              sl_cpu_observe (self, &self->hist[i], &rest, &self->then[e0 + e], NULL,
                              grad + (i * SL_EPOCH_BLOCK + e) * SL_N_PARAMS, 1);
    }
  for (guint i = 0; i < self->n_hist; i++)
    for (guint p = 0; p < SL_N_PARAMS && self->hist_pending[i] && !self->hist[i].observed; p++)
      for (guint e = 0; e < n_e; e++)
        self->hist_grad[((gsize) i * SL_N_PARAMS + p) * n + e0 + e] =
            grad[(i * SL_EPOCH_BLOCK + e) * SL_N_PARAMS + p];
}

/* Spectra of epochs e0 .. e1: the light itself (param -1) or its tangent. */
static void
make_observer_spectra (SlCpu *self, guint e0, guint e1, int param)
{
  const SlTemplates *t = self->parent.templates;
  SlSpectrumJob *job = &self->job;
  const SlJacobianTerm *link_of[SL_MAX_TERMS] = { NULL };
  guint epoch_of[SL_MAX_TERMS];

  *job = (SlSpectrumJob) { .n_age = t->n_age,
                           .n_young = t->n_young,
                           .stride = self->stride,
                           .light = self->light_of,
                           .dust = self->dust_of,
                           .moved = self->moved,
                           .coef = self->coef,
                           .n_outputs = e1 - e0 };
  for (guint e = e0; e < e1; e++)
    job->out[e - e0] = self->observer_spectra + (gsize) (e - e0) * self->stride;
  for (int l = param < 0 || sl_param_moves_masses (param) ? SL_ROW_VALUE : 0; l < SL_N_INTERMEDIATES; l++)
    for (guint i = 0; i < (l == SL_ROW_VALUE ? 1 : self->n_jacobian_terms); i++)
      {
        if (l != SL_ROW_VALUE && (self->link[i].local != l || (int) self->link[i].param != param))
          continue;
        for (guint e = e0; e < e1; e++)
          {
            g_assert (job->n_terms < SL_MAX_TERMS);
            job->row[job->n_terms] = l;
            job->output[job->n_terms] = e - e0;
            link_of[job->n_terms] = l == SL_ROW_VALUE ? NULL : &self->link[i];
            epoch_of[job->n_terms++] = e;
          }
      }
  for (guint a = 0; a < t->n_age; a++)
    for (guint k = 0; k < job->n_terms; k++)
      {
        const SlAgeMasses *masses = &self->then[epoch_of[k]];
        double c = masses->m[a];

        if (link_of[k])
          c *= sl_cpu_jacobian_coef (link_of[k], a);
        else if (param >= 0)
          c = sl_cpu_mass_tangent (self, masses, a, param);
        self->coef[a * job->n_terms + k] = c;
      }
  sl_cpu_run_spectrum (self);
}

typedef struct { SlCpu *self; guint e0; int param; } ObserverJob;

static void
observer_sum_task (gpointer data, guint i, guint thread)
{
  ObserverJob *job = data;
  SlCpu *self = job->self;
  const SlTemplates *t = self->parent.templates;
  guint e = job->e0 + i;
  const float *spectrum = self->observer_spectra + (gsize) i * self->stride;

  for (guint f = 0; f < self->observer_plan.n_rows; f++)
    {
      SlFunctional *band = &self->observer_band[thread * self->observer_plan.n_rows + f];
      double sum = NAN;

      if (!self->observer_row[f])
        continue;
      if (self->epoch_z[e] > 0.0)
        {
          sl_functional_set_redshift (band, self->observer_plan.rows[f].key.filter,
                                      self->galaxy.igm ? self->igm : NULL, t->wave, t->n_wave,
                                      self->epoch_z[e]);
          sum = 0.0;
          if (job->param < 0 && self->galaxy.dust_emission)
            {
              double dust_emission_spectrum[SL_DUST_EMISSION_SUMS];

              sl_cpu_dust_emission_functional (self, band, dust_emission_spectrum);
              for (guint r = 0; r <= SL_N_DUST_EMISSION; r++)
                self->observer_dust_emission[((gsize) f * (1 + SL_N_DUST_EMISSION) + r)
                                                 * self->parent.n_epochs
                                             + e] = dust_emission_spectrum[r];
            }
          for (guint k = 0; k < band->n; k++)
            sum += band->k[k] * spectrum[band->pixel[k]];
          sum /= SL_LIGHT_SCALE;
        }
      self->observer_phi[((gsize) f * (1 + SL_N_PARAMS) + 1 + job->param) * self->parent.n_epochs + e] = sum;
    }
}

/* Histories of epochs first .. last - 1. */
static void
observer_histories (SlCpu *self, SlParamSet tangents, guint first, guint last)
{
  const guint n = self->parent.n_epochs;
  double *work = self->work;
  SlFunctionalTotals sums = { work, work + self->observer_plan.n_rows };

  for (guint i = 0; i < self->observer_plan.n_rows * (1 + SL_N_PARAMS); i++)
    memset (self->observer_phi + (gsize) i * n + first, 0, (last - first) * sizeof (double));
  for (guint e0 = first; e0 < last; e0 += SL_OBSERVER_BLOCK)
    for (int p = -1; p < SL_N_PARAMS; p++)
      {
        ObserverJob job = { self, e0, p };
        guint e1 = MIN (e0 + SL_OBSERVER_BLOCK, last);

        if (p >= 0 && !sl_param_set_has (tangents, p))
          continue;
        make_observer_spectra (self, e0, e1, p);
        sl_pool_run (self->pool, observer_sum_task, &job, e1 - e0);
      }
  for (guint e = first; e < last; e++)
    {
      double taken = 0.0, by[SL_N_PARAMS] = { 0 };

      if (self->galaxy.dust_emission)
        taken = sl_cpu_absorbed (self, &self->then[e], by);
      for (guint f = 0; f < self->observer_plan.n_rows; f++)
        {
          const double *phi = self->observer_phi + (gsize) f * (1 + SL_N_PARAMS) * n + e;
          const double *dust_emission_spectrum =
              self->observer_dust_emission + (gsize) f * (1 + SL_N_DUST_EMISSION) * n + e;

          if (!self->observer_row[f])
            continue;
          sums.value[f] = phi[0] + taken * dust_emission_spectrum[0];
          for (int p = 0; p < SL_N_PARAMS; p++)
            {
              sums.grad[f * SL_N_PARAMS + p] = phi[(1 + p) * n];
              if (sl_param_set_has (tangents, p))
                sums.grad[f * SL_N_PARAMS + p] += by[p] * dust_emission_spectrum[0];
            }
          for (guint i = 0; i < SL_N_DUST_EMISSION; i++)
            if (sl_param_set_has (tangents, sl_slot_params[self->dust_emission_slot - 1 + i]))
              sums.grad[f * SL_N_PARAMS + sl_slot_params[self->dust_emission_slot - 1 + i]] +=
                  taken * dust_emission_spectrum[(1 + i) * n];
        }
      for (guint i = 0; i < self->n_hist; i++)
        if (self->hist_pending[i] && self->hist[i].observed)
          self->hist_value[i * n + e]
              = sl_cpu_observe (self, &self->hist[i], &sums, &self->then[e], self->observer_dimming + 6 * e,
                         self->hist_grad + (gsize) i * SL_N_PARAMS * n + e, n);
    }
}

/* The same of sums that were made elsewhere. */
static void
observer_histories_offloaded (SlCpu *self)
{
  const guint n = self->parent.n_epochs, n_observer = self->observer_plan.n_rows;
  SlFunctionalTotals sums = { self->work, self->work + n_observer };

  for (guint e = 0; e < n; e++)
    {
      for (guint f = 0; f < n_observer; f++)
        if (self->observer_row[f])
          sums.value[f] = sl_cpu_sum_total (self, self->offload_observer + ((gsize) f * n + e) * SL_N_TOTALS,
                                            sums.grad + f * SL_N_PARAMS);
      for (guint f = 0; f < n_observer && !(self->epoch_z[e] > 0.0); f++)
        {
          sums.value[f] = NAN;
          for (int p = 0; p < SL_N_PARAMS; p++)
            sums.grad[f * SL_N_PARAMS + p] = NAN;
        }
      for (guint i = 0; i < self->n_hist; i++)
        if (self->hist_pending[i] && self->hist[i].observed)
          self->hist_value[i * n + e] =
              sl_cpu_observe (self, &self->hist[i], &sums, &self->then[e], self->observer_dimming + 6 * e,
                              self->hist_grad + (gsize) i * SL_N_PARAMS * n + e, n);
    }
}

gboolean
sl_cpu_stage_observable_histories (SlCpu *self, GError **error)
{
  const SlParamSet tangents =
      self->request->want & SL_REQUEST_HISTORY_JACOBIAN ? self->request->tangents : sl_param_set_none ();

  for (guint i = 0; i < self->n_hist; i++)
    if (self->hist_pending[i])
      {
        self->hist_computed[i] = TRUE;
        self->hist_tangents[i] = tangents;
      }
  if (sl_cpu_metals_evolve (self))
    {
      sl_cpu_evolving_histories (self);
      for (guint e = 0; e < self->parent.n_epochs && self->observer_pending; e++)
        {
          sl_cpu_set_metals (self, self->epoch_t[e], FALSE);
          sl_cpu_run_ages (self, SL_AGES_SSP | SL_AGES_ENERGY);
          observer_histories (self, tangents, e, e + 1);
          sl_cpu_invalidate_ssp (self);
        }
      return TRUE;
    }

  for (guint a = 0; a < self->parent.templates->n_age && !self->away; a++)
    for (guint e = 0; e < self->parent.n_epochs; e++)
      self->mass_of_epochs[a * self->mass_stride + e] = self->then[e].m[a];
  sl_pool_run (self->pool, history_task, self, (self->parent.n_epochs + SL_EPOCH_BLOCK - 1) / SL_EPOCH_BLOCK);
  if (self->observer_pending && self->away)
    observer_histories_offloaded (self);
  else if (self->observer_pending)
    observer_histories (self, tangents, 0, self->parent.n_epochs);
  return TRUE;
}
