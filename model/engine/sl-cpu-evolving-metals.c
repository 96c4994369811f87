/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Histories of galaxies whose metals follow time or mass, and so differ from epoch to epoch. Functionals are
 * linear in the weights of the metallicities: made once for each age and metallicity, they serve all epochs,
 * whatever the weights. */
#include <string.h>

#include "model/engine/sl-cpu.h"

void
sl_cpu_evolving_init (SlCpu *self)
{
  const SlTemplates *t = self->parent.templates;
  const gsize n_z = t->n_met, rows = MAX (self->rest.plan.n_rows, 1);

  if (!self->parent.n_epochs)
    return;
  self->by_metals = sl_aligned_new (t->n_age * n_z * self->rest.n_columns, sizeof (double));
  self->moving = g_new0 (SlEvolvingScratch, sl_pool_threads (self->pool));
  for (guint i = 0; i < sl_pool_threads (self->pool); i++)
    {
      SlEvolvingScratch *s = &self->moving[i];

      sl_ssp_weights_init (&s->mix, t->n_age, t->n_met, 0);
      s->dmu = g_new0 (double, (gsize) t->n_age * SL_N_SFH_TANGENTS);
      s->mass = g_new0 (double, t->n_age * n_z);
      s->bands = self->rest;
      s->bands.value = g_new0 (double, t->n_age * rows);
      s->bands.value_mu = g_new0 (double, t->n_age * rows);
      s->work = self->work + i * self->work_size;
    }
}

void
sl_cpu_evolving_clear (SlCpu *self)
{
  for (guint i = 0; self->moving && i < sl_pool_threads (self->pool); i++)
    {
      SlEvolvingScratch *s = &self->moving[i];

      sl_ssp_weights_clear (&s->mix);
      g_free (s->dmu);
      g_free (s->mass);
      g_free (s->bands.value);
      g_free (s->bands.value_mu);
    }
  g_free (self->moving);
  sl_aligned_free (self->by_metals);
}

void
sl_cpu_invalidate_ssp (SlCpu *self)
{
  self->overwritten |= 1u << SL_STAGE_SSP | 1u << SL_STAGE_ENERGY | 1u << SL_STAGE_BANDS;
}

/* One age as if all its stars had one metallicity, one after another. */
static void
by_metals_task (gpointer data, guint a, guint thread)
{
  SlCpu *self = data;
  const guint n_z = self->parent.templates->n_met;
  double *wz = self->mix.wz + 3 * n_z * a;

  for (guint z = 0; z < n_z; z++)
    {
      memset (wz, 0, 3 * n_z * sizeof *wz);
      wz[z] = 1.0;
      sl_cpu_ssp (self, a, thread);
      if (sl_cpu_needs_energy (self))
        sl_cpu_energy (self, a);
      sl_cpu_bands_of_age (self, &self->rest, a);
      for (guint f = 0; f < self->rest.plan.n_rows; f++)
        if (self->rest.todo[f])
          memcpy (self->by_metals + ((gsize) a * n_z + z) * self->rest.n_columns + f * SL_N_SLOTS,
                  self->rest.column + a * self->rest.n_columns + f * SL_N_SLOTS,
                  SL_N_SLOTS * sizeof (double));
    }
}

gboolean
sl_cpu_stage_by_metals (SlCpu *self, GError **error)
{
  const guint n = self->rest.plan.n_rows;
  gboolean any = FALSE;

  for (guint f = 0; f < n; f++)
    any |= self->by_metals_pending[f];
  /* An engine without epochs may be asked for its histories too. */
  if (!sl_cpu_metals_evolve (self) || !self->parent.n_epochs)
    return TRUE;
  /* Those in the observer's frame make their populations with it too. */
  if (!sl_cpu_prepare_ssp (self, error))
    return FALSE;
  if (!any)
    return TRUE;
  memcpy (self->rest.todo, self->by_metals_pending, n * sizeof *self->rest.todo);
  sl_cpu_prepare_bands (self, &self->rest);
  sl_pool_run (self->pool, by_metals_task, self, self->parent.templates->n_age);
  for (guint f = 0; f < n; f++)
    self->by_metals_computed[f] |= self->by_metals_pending[f];
  sl_cpu_invalidate_ssp (self);
  return TRUE;
}

/* The rest frame's functionals by age for the metals of an epoch, and their sums over ages as far as they are
 * columns. */
static void
weigh_epoch (SlCpu *self, guint e, SlEvolvingScratch *s, double *column)
{
  const guint n_age = self->parent.templates->n_age, n_z = self->parent.templates->n_met,
              n = self->rest.plan.n_rows;
  const gsize n_columns = self->rest.n_columns;
  const double *m = self->then[e].m;
  const guint scatter = sl_param_slot (SL_PARAM_LGMET_SCATTER), shift = sl_param_slot (SL_PARAM_LGMET_SHIFT);

  sl_cpu_metals_at (self, self->epoch_t[e], FALSE, &s->mix, s->dmu);
  for (guint a = 0; a < n_age; a++)
    for (guint z = 0; z < n_z; z++)
      s->mass[a * n_z + z] = m[a] * s->mix.wz[3 * n_z * a + z];
  sl_cpu_sum_slots (self, &self->rest, &self->hist_rows, s->mass, 1, 1, self->by_metals, n_age * n_z, column);
  for (guint f = 0; f < n; f++)
    column[f * SL_N_SLOTS + scatter] = column[f * SL_N_SLOTS + shift] = 0.0;
  for (guint a = 0; a < n_age; a++)
    {
      const double *w = s->mix.wz + 3 * n_z * a;

      for (guint f = 0; f < n; f++)
        {
          double value = 0.0, by_mu = 0.0, by_scatter = 0.0;

          if (!self->hist_row[f])
            continue;
          for (guint z = 0; z < n_z; z++)
            {
              const double of = self->by_metals[((gsize) a * n_z + z) * n_columns + f * SL_N_SLOTS];

              value += w[z] * of;
              by_mu += w[n_z + z] * of;
              by_scatter += w[2 * n_z + z] * of;
            }
          s->bands.value[a * n + f] = value;
          s->bands.value_mu[a * n + f] = by_mu;
          column[f * SL_N_SLOTS + scatter] += m[a] * by_scatter;
          column[f * SL_N_SLOTS + shift] += m[a] * by_mu;
        }
    }
}

static void
evolving_task (gpointer data, guint e, guint thread)
{
  SlCpu *self = data;
  const guint n = self->parent.n_epochs;
  SlEvolvingScratch *s = &self->moving[thread];
  double *column = s->work, *work = column + self->rest.n_columns, grad[SL_N_PARAMS];
  SlFunctionalTotals rest;

  weigh_epoch (self, e, s, column);
  rest = sl_cpu_sum_bands (self, &s->bands, &self->hist_rows, &self->then[e], column, s->dmu, &work);
  for (guint i = 0; i < self->n_hist; i++)
    if (self->hist_pending[i] && !self->hist[i].observed)
      {
        self->hist_value[i * n + e] =
            sl_cpu_observe (self, &self->hist[i], &rest, &self->then[e], NULL, grad, 1);
        for (guint p = 0; p < SL_N_PARAMS; p++)
          self->hist_grad[((gsize) i * SL_N_PARAMS + p) * n + e] = grad[p];
      }
}

void
sl_cpu_evolving_histories (SlCpu *self)
{
  sl_pool_run (self->pool, evolving_task, self, self->parent.n_epochs);
}
