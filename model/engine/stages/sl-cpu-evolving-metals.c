/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Histories of galaxies whose metallicity follows time or mass, and so differs from epoch to epoch.
 * Functionals are linear in the weights of the metallicities: computed once for each age and metallicity,
 * they serve all epochs, whatever the weights. */
#include <string.h>

#include "model/engine/stages/sl-cpu.h"

void
sl_cpu_evolving_init (SlCpu *self)
{
  const SlTemplates *t = self->templates;
  const guint threads = sl_pool_threads (self->pool);
  const gsize n_z = t->n_met, rows = MAX (self->bands.rest.plan.n_rows, 1);

  self->evolving.computed = g_new0 (gboolean, self->bands.rest.plan.n_rows + 1);
  if (!self->n_epochs)
    return;
  self->evolving.slots = sl_aligned_new (t->n_age * n_z * self->bands.rest.n_slots, sizeof (double));
  self->evolving.scratch = g_new0 (SlEvolvingScratch, threads);
  for (guint i = 0; i < threads; i++)
    {
      SlEvolvingScratch *s = &self->evolving.scratch[i];

      sl_ssp_weights_init (&s->weights, t->n_age, t->n_met, 0);
      s->dmu = g_new0 (double, (gsize) t->n_age *SL_N_SFH_TANGENTS);
      s->mass = g_new0 (double, t->n_age *n_z);
      s->bands = self->bands.rest;
      s->bands.value = g_new0 (double, t->n_age *rows);
      s->bands.value_mu = g_new0 (double, t->n_age *rows);
      s->work = self->bands.work + i * self->bands.work_size;
    }
}

void
sl_cpu_evolving_clear (SlCpu *self)
{
  for (guint i = 0; self->evolving.scratch && i < sl_pool_threads (self->pool); i++)
    {
      SlEvolvingScratch *s = &self->evolving.scratch[i];

      sl_ssp_weights_clear (&s->weights);
      g_free (s->dmu);
      g_free (s->mass);
      g_free (s->bands.value);
      g_free (s->bands.value_mu);
    }
  g_free (self->evolving.scratch);
  g_free (self->evolving.computed);
  sl_aligned_free (self->evolving.slots);
}

/* One age as if all its stars had one metallicity, for each metallicity. */
static void
by_metals_task (gpointer data, guint a, guint thread)
{
  const SlStageTask *task = data;
  SlCpu *self = task->self;
  const gboolean *pending = task->ev->pending.by_metals;
  const SlBands *rest = &self->bands.rest;
  const guint n_z = self->templates->n_met;
  double *wz = self->ssp.weights.wz + 3 * n_z * a;

  for (guint z = 0; z < n_z; z++)
    {
      memset (wz, 0, 3 * n_z * sizeof *wz);
      wz[z] = 1.0;
      sl_cpu_ssp (self, a, thread);
      if (sl_cpu_needs_energy (self, task->ev))
        sl_cpu_energy (self, a);
      sl_cpu_bands_of_age (self, &self->bands.rest, pending, a);
      for (guint f = 0; f < rest->plan.n_rows; f++)
        if (pending[f])
          memcpy (self->evolving.slots + ((gsize) a * n_z + z) * rest->n_slots + f * SL_N_SLOTS,
                  rest->slots + a * rest->n_slots + f * SL_N_SLOTS, SL_N_SLOTS * sizeof (double));
    }
}

gboolean
sl_cpu_stage_by_metals (SlCpu *self, SlEvaluation *ev)
{
  const guint n = self->bands.rest.plan.n_rows;
  SlStageTask task = { self, ev };
  gboolean any = FALSE;

  for (guint f = 0; f < n; f++)
    any |= ev->pending.by_metals[f];
  /* A request may ask for histories of an engine without epochs. */
  if (!sl_cpu_metals_evolve (self) || !self->n_epochs)
    return TRUE;
  /* Histories in the observer's frame compute SSPs with these inputs too. */
  if (!sl_cpu_prepare_ssp (self, ev))
    return FALSE;
  if (!any)
    return TRUE;
  sl_cpu_prepare_bands (self, &self->bands.rest);
  sl_pool_run (self->pool, by_metals_task, &task, self->templates->n_age);
  for (guint f = 0; f < n; f++)
    self->evolving.computed[f] |= ev->pending.by_metals[f];
  sl_cpu_overwrite_ssp (self);
  return TRUE;
}

/* Functional f of age a at this epoch, from those by metallicity: value, and derivatives with respect to the
 * mean and the scatter of lg Z. */
static void
weigh_row (const SlCpu *self, const SlEvolvingScratch *s, guint f, guint a, double out[3])
{
  const guint n_z = self->templates->n_met;
  const double *w = s->weights.wz + 3 * n_z * a;

  out[0] = out[1] = out[2] = 0.0;
  for (guint z = 0; z < n_z; z++)
    {
      const double of =
          self->evolving.slots[((gsize) a * n_z + z) * self->bands.rest.n_slots + f * SL_N_SLOTS];

      for (guint r = 0; r < 3; r++)
        out[r] += w[r * n_z + z] * of;
    }
}

/* The rest frame's functionals by age for the metallicities of epoch e (s->bands), and the sums over ages of
 * their slots (slots). */
static void
weigh_epoch (SlCpu *self, const SlPending *pending, guint e, SlEvolvingScratch *s, double *slots)
{
  const SlBands *rest = &self->bands.rest;
  const guint n_age = self->templates->n_age, n_z = self->templates->n_met, n = rest->plan.n_rows;
  const double *m = self->epochs.masses[e].m;
  const guint scatter = sl_param_slot (SL_PARAM_LGMET_SCATTER), shift = sl_param_slot (SL_PARAM_LGMET_SHIFT);

  sl_cpu_metals_at (self, self->epochs.t[e], FALSE, &s->weights, s->dmu);
  for (guint a = 0; a < n_age; a++)
    for (guint z = 0; z < n_z; z++)
      s->mass[a * n_z + z] = m[a] * s->weights.wz[3 * n_z * a + z];
  sl_cpu_sum_slots (self, rest, &pending->runs, s->mass, 1, 1, self->evolving.slots, n_age * n_z, slots);
  /* The scatter of gas with metals of its own is in the sums, that of stars follows. */
  for (guint f = 0; f < n && !self->cache.galaxy.lgmet_gas_free; f++)
    slots[f * SL_N_SLOTS + scatter] = slots[f * SL_N_SLOTS + shift] = 0.0;
  for (guint a = 0; a < n_age; a++)
    for (guint f = 0; f < n; f++)
      if (pending->row[f])
        {
          double out[3];

          weigh_row (self, s, f, a, out);
          s->bands.value[a * n + f] = out[0];
          s->bands.value_mu[a * n + f] = out[1];
          slots[f * SL_N_SLOTS + scatter] += m[a] * out[2];
          slots[f * SL_N_SLOTS + shift] += m[a] * out[1];
        }
}

static void
evolving_task (gpointer data, guint e, guint thread)
{
  const SlStageTask *task = data;
  SlCpu *self = task->self;
  const SlPending *pending = &task->ev->pending;
  SlCpuHistories *histories = &self->histories;
  const guint n = self->n_epochs;
  SlEvolvingScratch *s = &self->evolving.scratch[thread];
  double *slots = s->work, *work = slots + self->bands.rest.n_slots, grad[SL_N_PARAMS];
  SlFunctionalTotals rest;

  weigh_epoch (self, pending, e, s, slots);
  rest = sl_cpu_sum_bands (self, &s->bands, &pending->runs, &self->epochs.masses[e], slots, s->dmu, &work);
  for (guint i = 0; i < histories->n; i++)
    if (pending->history[i] && !histories->list[i].observed)
      {
        histories->value[i * n + e] =
            sl_cpu_observe (self, &histories->list[i], &rest, &self->epochs.masses[e], NULL, grad, 1);
        for (guint p = 0; p < SL_N_PARAMS; p++)
          histories->grad[((gsize) i * SL_N_PARAMS + p) * n + e] = grad[p];
      }
}

void
sl_cpu_evolving_histories (SlCpu *self, SlEvaluation *ev)
{
  SlStageTask task = { self, ev };

  sl_pool_run (self->pool, evolving_task, &task, self->n_epochs);
}
