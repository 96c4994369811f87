/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a request needs that does not stand yet: histories, and functionals by age. A program may be
 * configured with many histories; only those on screen are computed. */
#include <string.h>

#include "model/engine/sl-cpu.h"

static gboolean
is_energy (const SlPlanRow *row)
{
  return row->key.kind == SL_PLAN_ATTENUATED || row->key.kind == SL_PLAN_ABSORBED;
}

void
sl_cpu_requested_init (SlCpu *self)
{
  const guint n = self->rest.plan.n_rows + 1;

  self->hist_computed = g_new0 (gboolean, self->n_hist + 1);
  self->hist_pending = g_new0 (gboolean, self->n_hist + 1);
  self->hist_tangents = g_new0 (SlParamSet, self->n_hist + 1);
  self->hist_row = g_new0 (gboolean, n);
  self->by_metals_computed = g_new0 (gboolean, n);
  self->by_metals_pending = g_new0 (gboolean, n);
  self->observer_row = g_new0 (gboolean, self->observer_plan.n_rows + 1);
  self->hist_rows.run = g_new0 (SlRun, n);
}

void
sl_cpu_requested_clear (SlCpu *self)
{
  gpointer array[] = { self->hist_computed, self->hist_pending,       self->hist_tangents,
                       self->hist_row,      self->by_metals_computed, self->by_metals_pending,
                       self->observer_row,  self->hist_rows.run };

  for (guint i = 0; i < G_N_ELEMENTS (array); i++)
    g_free (array[i]);
}

void
sl_cpu_invalidate_observer (SlCpu *self)
{
  for (guint i = 0; i < self->n_hist; i++)
    if (self->hist[i].observed)
      self->hist_computed[i] = FALSE;
}

gboolean
sl_cpu_history_requested (const SlRequest *request, guint i)
{
  return request->want & (SL_REQUEST_HISTORIES | SL_REQUEST_HISTORY_JACOBIAN)
         && (request->histories == 0 || (i < 64 && request->histories >> i & 1));
}

/* Histories to be made; TRUE where there are any. */
static gboolean
choose_histories (SlCpu *self)
{
  const SlRequest *request = self->request;
  const SlParamSet tangents =
      request->want & SL_REQUEST_HISTORY_JACOBIAN ? request->tangents : sl_param_set_none ();
  gboolean any = FALSE;

  if (self->dirty >> SL_STAGE_OBSERVABLE_HISTORIES & 1)
    memset (self->hist_computed, 0, self->n_hist * sizeof *self->hist_computed);
  memset (self->hist_row, 0, self->rest.plan.n_rows * sizeof *self->hist_row);
  memset (self->observer_row, 0, self->observer_plan.n_rows * sizeof *self->observer_row);
  self->observer_pending = FALSE;
  for (guint i = 0; i < self->n_hist; i++)
    {
      const SlObservable *o = &self->hist[i];
      gboolean *row = o->observed ? self->observer_row : self->hist_row;

      self->hist_pending[i] =
          sl_cpu_history_requested (request, i)
          && !(self->hist_computed[i]
               && (!o->observed || sl_param_set_is_subset (tangents, self->hist_tangents[i])));
      if (!self->hist_pending[i])
        continue;
      any = TRUE;
      self->observer_pending |= o->observed;
      for (guint k = 0; k < o->n_functionals && o->source == SL_FROM_PLAN && !o->absent; k++)
        row[o->functional[k]] = TRUE;
    }
  self->hist_rows.n = 0;
  for (guint f = 0; f < self->rest.plan.n_rows; f++)
    if (self->hist_row[f])
      {
        if (f == 0 || !self->hist_row[f - 1])
          self->hist_rows.run[self->hist_rows.n++] = (SlRun){ f, 0 };
        self->hist_rows.run[self->hist_rows.n - 1].n++;
      }
  return any;
}

void
sl_cpu_choose (SlCpu *self)
{
  const guint n = self->rest.plan.n_rows, lost = self->dirty | self->overwritten;
  const gboolean moving = sl_cpu_metals_evolve (self), histories = choose_histories (self);
  const gboolean now = self->request->want & (SL_REQUEST_OBSERVABLES | SL_REQUEST_JACOBIAN)
                       && lost >> SL_STAGE_OBSERVABLES & 1;
  gboolean bands = FALSE, by_metals = FALSE;

  if (histories)
    self->dirty |= 1u << SL_STAGE_OBSERVABLE_HISTORIES;
  if (lost >> SL_STAGE_BANDS & 1)
    memset (self->rest.made, 0, n * sizeof *self->rest.made);
  if (lost >> SL_STAGE_BY_METALS & 1)
    memset (self->by_metals_computed, 0, n * sizeof *self->by_metals_computed);
  if (lost >> SL_STAGE_ENERGY & 1)
    self->energy_valid = FALSE;
  self->energy_observed = FALSE;
  for (guint f = 0; f < n; f++)
    {
      const gboolean needed = (now && f < self->obs_rows.run[0].n) || (self->hist_row[f] && !moving);

      self->rest.todo[f] = needed && !self->rest.made[f];
      self->by_metals_pending[f] = moving && self->hist_row[f] && !self->by_metals_computed[f];
      bands |= self->rest.todo[f];
      by_metals |= self->by_metals_pending[f];
      self->energy_observed |=
          (self->rest.todo[f] || self->by_metals_pending[f]) && is_energy (&self->rest.plan.rows[f]);
    }
  /* More rows of what stands: no stage that stands on it has to run again. */
  if (bands)
    self->overwritten |= 1u << SL_STAGE_BANDS;
  if (by_metals)
    self->overwritten |= 1u << SL_STAGE_BY_METALS;
  if (sl_cpu_needs_energy (self) && !self->energy_valid)
    self->overwritten |= 1u << SL_STAGE_ENERGY;
}
