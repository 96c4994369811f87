/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a request needs that does not stand yet: histories, and functionals by age. A program may be configured with many
 * histories; only those on screen are computed. */
#include <string.h>

#include "model/engine/sl-cpu.h"

static gboolean
is_energy (const SlPlanRow *row)
{
  return row->key.kind == SL_PLAN_EMERGING || row->key.kind == SL_PLAN_TAKEN;
}

void
sl_cpu_wanted_init (SlCpu *self)
{
  const guint n = self->rest.plan.n_rows + 1;

  self->hist_made = g_new0 (gboolean, self->n_hist + 1);
  self->hist_todo = g_new0 (gboolean, self->n_hist + 1);
  self->hist_tangents = g_new0 (SlParamMask, self->n_hist + 1);
  self->hist_row = g_new0 (gboolean, n);
  self->by_metals_made = g_new0 (gboolean, n);
  self->by_metals_todo = g_new0 (gboolean, n);
  self->far_row = g_new0 (gboolean, self->far_plan.n_rows + 1);
  self->hist_rows.run = g_new0 (SlRun, n);
}

void
sl_cpu_wanted_clear (SlCpu *self)
{
  gpointer array[] = { self->hist_made, self->hist_todo, self->hist_tangents, self->hist_row, self->by_metals_made,
                       self->by_metals_todo, self->far_row, self->hist_rows.run };

  for (guint i = 0; i < G_N_ELEMENTS (array); i++)
    g_free (array[i]);
}

void
sl_cpu_far_lost (SlCpu *self)
{
  for (guint i = 0; i < self->n_hist; i++)
    if (self->hist[i].observed)
      self->hist_made[i] = FALSE;
}

gboolean
sl_cpu_history_wanted (const SlRequest *request, guint i)
{
  return request->want & (SL_WANT_HISTORIES | SL_WANT_HISTORY_JACOBIAN)
         && (request->histories == 0 || (i < 64 && request->histories >> i & 1));
}

/* Histories to be made; TRUE where there are any. */
static gboolean
choose_histories (SlCpu *self)
{
  const SlRequest *request = self->request;
  const SlParamMask tangents = request->want & SL_WANT_HISTORY_JACOBIAN ? request->tangents : 0;
  gboolean any = FALSE;

  if (self->dirty >> SL_STAGE_HISTORIES & 1)
    memset (self->hist_made, 0, self->n_hist * sizeof *self->hist_made);
  memset (self->hist_row, 0, self->rest.plan.n_rows * sizeof *self->hist_row);
  memset (self->far_row, 0, self->far_plan.n_rows * sizeof *self->far_row);
  self->far_todo = FALSE;
  for (guint i = 0; i < self->n_hist; i++)
    {
      const SlObservable *o = &self->hist[i];
      gboolean *row = o->observed ? self->far_row : self->hist_row;

      self->hist_todo[i] = sl_cpu_history_wanted (request, i)
                           && !(self->hist_made[i] && !(o->observed && tangents & ~self->hist_tangents[i]));
      if (!self->hist_todo[i])
        continue;
      any = TRUE;
      self->far_todo |= o->observed;
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
  const gboolean moving = sl_cpu_metals_move (self), histories = choose_histories (self);
  const gboolean now = self->request->want & (SL_WANT_OBSERVABLES | SL_WANT_JACOBIAN) && lost >> SL_STAGE_OBSERVABLES & 1;
  gboolean bands = FALSE, by_metals = FALSE;

  if (histories)
    self->dirty |= 1u << SL_STAGE_HISTORIES;
  if (lost >> SL_STAGE_BANDS & 1)
    memset (self->rest.made, 0, n * sizeof *self->rest.made);
  if (lost >> SL_STAGE_BY_METALS & 1)
    memset (self->by_metals_made, 0, n * sizeof *self->by_metals_made);
  if (lost >> SL_STAGE_ENERGY & 1)
    self->energy_stands = FALSE;
  self->energy_observed = FALSE;
  for (guint f = 0; f < n; f++)
    {
      const gboolean needed = (now && f < self->obs_rows.run[0].n) || (self->hist_row[f] && !moving);

      self->rest.todo[f] = needed && !self->rest.made[f];
      self->by_metals_todo[f] = moving && self->hist_row[f] && !self->by_metals_made[f];
      bands |= self->rest.todo[f];
      by_metals |= self->by_metals_todo[f];
      self->energy_observed |= (self->rest.todo[f] || self->by_metals_todo[f]) && is_energy (&self->rest.plan.rows[f]);
    }
  /* More rows of what stands: no stage that stands on it has to run again. */
  if (bands)
    self->overwritten |= 1u << SL_STAGE_BANDS;
  if (by_metals)
    self->overwritten |= 1u << SL_STAGE_BY_METALS;
  if (sl_cpu_wants_energy (self) && !self->energy_stands)
    self->overwritten |= 1u << SL_STAGE_ENERGY;
}
