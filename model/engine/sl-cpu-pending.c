/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows a request needs that are not computed: histories, and functionals by age. A program may
 * configure an engine with many histories; only those on screen are computed. */
#include <string.h>

#include "model/engine/sl-cpu-engine.h"

void
sl_cpu_pending_init (SlCpuEngine *self)
{
  const guint n = self->cpu.bands.rest.plan.n_rows + 1;
  SlPending *pending = &self->evaluation.pending;

  pending->history = g_new0 (gboolean, self->cpu.histories.n + 1);
  pending->row = g_new0 (gboolean, n);
  pending->runs.run = g_new0 (SlRun, n);
  pending->observer_row = g_new0 (gboolean, self->cpu.observer.plan.n_rows + 1);
  pending->bands = g_new0 (gboolean, n);
  pending->by_metals = g_new0 (gboolean, n);
}

void
sl_cpu_pending_clear (SlCpuEngine *self)
{
  SlPending *pending = &self->evaluation.pending;
  gpointer array[] = { pending->history,      pending->row,   pending->runs.run,
                       pending->observer_row, pending->bands, pending->by_metals };

  for (guint i = 0; i < G_N_ELEMENTS (array); i++)
    g_free (array[i]);
}

static gboolean
is_history_computed (const SlCpuHistories *histories, guint i, SlParamSet tangents)
{
  return histories->computed[i]
         && (!histories->list[i].observed || sl_param_set_is_subset (tangents, histories->tangents[i]));
}

static void
set_runs (SlPending *pending, guint n)
{
  SlRows *runs = &pending->runs;

  runs->n = 0;
  for (guint f = 0; f < n; f++)
    if (pending->row[f])
      {
        if (f == 0 || !pending->row[f - 1])
          runs->run[runs->n++] = (SlRun) { f, 0 };
        runs->run[runs->n - 1].n++;
      }
}

/* Histories, and the functionals that they need. TRUE where a history is pending. */
static gboolean
choose_histories (SlCpu *cpu, SlEvaluation *ev)
{
  const SlRequest *request = ev->request;
  const SlParamSet tangents =
      request->flags & SL_REQUEST_HISTORY_JACOBIAN ? request->tangents : sl_param_set_none ();
  SlPending *pending = &ev->pending;
  SlCpuHistories *histories = &cpu->histories;
  gboolean any = FALSE;

  if (cpu->cache.dirty & SL_STAGE_BIT (OBSERVABLE_HISTORIES))
    memset (histories->computed, 0, histories->n * sizeof *histories->computed);
  memset (pending->row, 0, cpu->bands.rest.plan.n_rows * sizeof *pending->row);
  memset (pending->observer_row, 0, cpu->observer.plan.n_rows * sizeof *pending->observer_row);
  pending->observer = FALSE;
  for (guint i = 0; i < histories->n; i++)
    {
      const SlObservable *o = &histories->list[i];
      gboolean *row = o->observed ? pending->observer_row : pending->row;

      pending->history[i] =
          sl_cpu_history_requested (request, i) && !is_history_computed (histories, i, tangents);
      if (!pending->history[i])
        continue;
      any = TRUE;
      pending->observer |= o->observed;
      for (guint k = 0; k < o->n_functionals && o->source == SL_FROM_PLAN && !o->absent; k++)
        row[o->functional[k]] = TRUE;
    }
  set_runs (pending, cpu->bands.rest.plan.n_rows);
  return any;
}

/* Rows of stages that have to run again are not computed. */
static void
forget_rows (SlCpu *cpu)
{
  const guint n = cpu->bands.rest.plan.n_rows, lost = cpu->cache.dirty | cpu->cache.overwritten;

  if (lost & SL_STAGE_BIT (BANDS))
    memset (cpu->bands.rest.computed, 0, n * sizeof *cpu->bands.rest.computed);
  if (lost & SL_STAGE_BIT (BY_METALS))
    memset (cpu->evolving.computed, 0, n * sizeof *cpu->evolving.computed);
  if (lost & SL_STAGE_BIT (ENERGY))
    cpu->energy.valid = FALSE;
}

void
sl_cpu_choose_pending (SlCpuEngine *self)
{
  SlCpu *cpu = &self->cpu;
  SlCpuCache *cache = &cpu->cache;
  SlEvaluation *ev = &self->evaluation;
  SlPending *pending = &ev->pending;
  const SlBands *rest = &cpu->bands.rest;
  const gboolean evolve = sl_cpu_metals_evolve (cpu);
  const gboolean observables = ev->request->flags & SL_REQUEST_ANY_OBSERVABLES
                               && (cache->dirty | cache->overwritten) & SL_STAGE_BIT (OBSERVABLES);
  gboolean bands = FALSE, by_metals = FALSE;

  forget_rows (cpu);
  if (choose_histories (cpu, ev))
    cache->dirty |= SL_STAGE_BIT (OBSERVABLE_HISTORIES);
  pending->energy = FALSE;
  for (guint f = 0; f < rest->plan.n_rows; f++)
    {
      const gboolean requested =
          (observables && f < cpu->observables.rest_run.n) || (pending->row[f] && !evolve);

      pending->bands[f] = requested && !rest->computed[f];
      pending->by_metals[f] = evolve && pending->row[f] && !cpu->evolving.computed[f];
      bands |= pending->bands[f];
      by_metals |= pending->by_metals[f];
      pending->energy |=
          (pending->bands[f] || pending->by_metals[f]) && sl_plan_row_is_energy (&rest->plan.rows[f]);
    }
  /* Rows are missing, but those that are computed stay valid, and so do the stages that use them. */
  if (bands)
    cache->overwritten |= SL_STAGE_BIT (BANDS);
  if (by_metals)
    cache->overwritten |= SL_STAGE_BIT (BY_METALS);
  if (sl_cpu_needs_energy (cpu, ev) && !cpu->energy.valid)
    cache->overwritten |= SL_STAGE_BIT (ENERGY);
}
