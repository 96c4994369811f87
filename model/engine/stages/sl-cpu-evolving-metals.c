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
  self->evolving.value = g_new0 (double, t->n_age *n_z *rows);
  self->evolving.scratch = g_new0 (SlEvolvingScratch, threads);
  for (guint i = 0; i < threads; i++)
    {
      SlEvolvingScratch *s = &self->evolving.scratch[i];

      for (guint e = 0; e < SL_EPOCH_BLOCK; e++)
        {
          sl_ssp_weights_init (&s->weights[e], t->n_age, t->n_met, 0);
          s->dmu[e] = g_new0 (double, (gsize) t->n_age *SL_N_SFH_TANGENTS);
        }
      s->mass = g_new0 (double, t->n_age *n_z *SL_EPOCH_BLOCK);
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

      for (guint e = 0; e < SL_EPOCH_BLOCK; e++)
        {
          sl_ssp_weights_clear (&s->weights[e]);
          g_free (s->dmu[e]);
        }
      g_free (s->mass);
      g_free (s->bands.value);
      g_free (s->bands.value_mu);
    }
  g_free (self->evolving.scratch);
  g_free (self->evolving.computed);
  g_free (self->evolving.value);
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
          {
            const double *slots = rest->slots + a * rest->n_slots + f * SL_N_SLOTS;

            memcpy (self->evolving.slots + ((gsize) a * n_z + z) * rest->n_slots + f * SL_N_SLOTS, slots,
                    SL_N_SLOTS * sizeof (double));
            self->evolving.value[((gsize) a * n_z + z) * rest->plan.n_rows + f] = slots[0];
          }
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

/* Functionals of age a at an epoch, from those by metallicity: out (3, rows) values, and derivatives by the
 * mean and the scatter of lg Z. w: (3, Z). */
static void
weigh_age (const SlCpu *self, const double *w, guint a, double *out)
{
  const guint n_z = self->templates->n_met, n = self->bands.rest.plan.n_rows;

  memset (out, 0, 3 * n * sizeof *out);
  for (guint z = 0; z < n_z; z++)
    {
      const double *of = self->evolving.value + ((gsize) a * n_z + z) * n;

      if (w[z] == 0.0 && w[n_z + z] == 0.0 && w[2 * n_z + z] == 0.0)
        continue;
      for (guint r = 0; r < 3; r++)
        for (guint f = 0; f < n; f++)
          out[r * n + f] += w[r * n_z + z] * of[f];
    }
}

/* The rest frame's functionals by age for the metallicities of epoch e0 + i (s->bands), and the slots that
 * follow from them. work: (3, rows). */
static void
weigh_epoch (SlCpu *self, const SlPending *pending, guint e0, guint i, SlEvolvingScratch *s, double *slots,
             double *work)
{
  const guint n_age = self->templates->n_age, n_z = self->templates->n_met, n = self->bands.rest.plan.n_rows;
  const double *m = self->epochs.masses[e0 + i].m;
  const guint scatter = sl_param_slot (SL_PARAM_LGMET_SCATTER), shift = sl_param_slot (SL_PARAM_LGMET_SHIFT);

  /* The scatter of gas with metals of its own is in the sums, that of stars follows. */
  for (guint f = 0; f < n && !self->cache.galaxy.lgmet_gas_free; f++)
    slots[f * SL_N_SLOTS + scatter] = slots[f * SL_N_SLOTS + shift] = 0.0;
  for (guint a = 0; a < n_age; a++)
    {
      weigh_age (self, s->weights[i].wz + 3 * n_z * a, a, work);
      memcpy (s->bands.value + a * n, work, n * sizeof *work);
      memcpy (s->bands.value_mu + a * n, work + n, n * sizeof *work);
      for (guint f = 0; f < n; f++)
        if (pending->row[f])
          {
            slots[f * SL_N_SLOTS + scatter] += m[a] * work[2 * n + f];
            slots[f * SL_N_SLOTS + shift] += m[a] * work[n + f];
          }
    }
}

/* The sums over ages and metallicities of the slots of n_e epochs: the slots are read once for all. */
static void
sum_epochs (SlCpu *self, const SlPending *pending, guint e0, guint n_e, SlEvolvingScratch *s, double *slots)
{
  const guint n_age = self->templates->n_age, n_z = self->templates->n_met;

  for (guint i = 0; i < n_e; i++)
    {
      const double *m = self->epochs.masses[e0 + i].m;

      sl_cpu_metals_at (self, self->epochs.t[e0 + i], FALSE, &s->weights[i], s->dmu[i]);
      for (guint a = 0; a < n_age; a++)
        for (guint z = 0; z < n_z; z++)
          s->mass[(a * n_z + z) * SL_EPOCH_BLOCK + i] = m[a] * s->weights[i].wz[3 * n_z * a + z];
    }
  sl_cpu_sum_slots (self, &self->bands.rest, &pending->runs, s->mass, SL_EPOCH_BLOCK, n_e,
                    self->evolving.slots, n_age * n_z, slots);
}

/* The histories at epoch e0 + i. */
static void
observe_evolving (SlCpu *self, const SlPending *pending, guint e0, guint i, SlEvolvingScratch *s,
                  double *slots, double *work)
{
  const guint n = self->n_epochs, e = e0 + i;
  SlCpuHistories *histories = &self->histories;
  const SlAgeMasses *masses = &self->epochs.masses[e];
  double grad[SL_N_PARAMS];
  SlFunctionalTotals rest;

  weigh_epoch (self, pending, e0, i, s, slots, work);
  rest = sl_cpu_sum_bands (self, &s->bands, &pending->runs, masses, slots, s->dmu[i], &work);
  for (guint k = 0; k < histories->n; k++)
    if (pending->history[k] && !histories->list[k].observed)
      {
        histories->value[k * n + e] =
            sl_cpu_observe (self, &histories->list[k], &rest, masses, NULL, grad, 1);
        for (guint p = 0; p < SL_N_PARAMS; p++)
          histories->grad[((gsize) k * SL_N_PARAMS + p) * n + e] = grad[p];
      }
}

static void
evolving_task (gpointer data, guint block, guint thread)
{
  const SlStageTask *task = data;
  SlCpu *self = task->self;
  const SlPending *pending = &task->ev->pending;
  const guint e0 = block * SL_EPOCH_BLOCK, n_e = MIN (self->n_epochs - e0, SL_EPOCH_BLOCK);
  SlEvolvingScratch *s = &self->evolving.scratch[thread];
  const guint n_slots = self->bands.rest.n_slots;

  sum_epochs (self, pending, e0, n_e, s, s->work);
  for (guint i = 0; i < n_e; i++)
    observe_evolving (self, pending, e0, i, s, s->work + i * n_slots, s->work + SL_EPOCH_BLOCK * n_slots);
}

void
sl_cpu_evolving_histories (SlCpu *self, SlEvaluation *ev)
{
  SlStageTask task = { self, ev };

  sl_pool_run (self->pool, evolving_task, &task, (self->n_epochs + SL_EPOCH_BLOCK - 1) / SL_EPOCH_BLOCK);
}
