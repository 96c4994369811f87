/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is done age by age. The rows of an age, with all their tangents, fit into a core's own cache, those of
 * all ages do not: where several of these stages have to run, they run together for one age after another. */
#include <time.h>

#include "model/engine/sl-cpu.h"

enum { N_PIECES = 4, TIME_STRIDE = 16 /* doubles: threads do not share lines of cache */ };
static const SlStage stage_of[N_PIECES] = { SL_STAGE_SSP, SL_STAGE_DUST, SL_STAGE_ENERGY, SL_STAGE_BANDS };

void
sl_cpu_ages_init (SlCpu *self)
{
  self->ages_time = g_new0 (double, sl_pool_threads (self->pool) * TIME_STRIDE);
}

void
sl_cpu_ages_clear (SlCpu *self)
{
  g_free (self->ages_time);
}

static double
seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

typedef struct { SlCpu *self; SlAgesWork work; } AgesJob;

static gboolean
alone (const SlCpu *self, guint curve)
{
  const guint next = curve + 1 < self->n_curves ? self->curve_age[curve + 1] : self->parent.templates->n_age;

  return next == self->curve_age[curve] + 1;
}

static void
ages_task (gpointer data, guint a, guint thread)
{
  AgesJob *job = data;
  SlCpu *self = job->self;
  double *spent = self->ages_time + thread * TIME_STRIDE, t[N_PIECES + 1];

  t[0] = seconds ();
  if (job->work & SL_AGES_SSP)
    sl_cpu_ssp (self, a, thread);
  t[1] = seconds ();
  if (job->work & SL_AGES_CURVE && alone (self, self->curve_of[a]))
    sl_cpu_curve (self, self->curve_of[a]);
  t[2] = seconds ();
  if (job->work & SL_AGES_ENERGY)
    sl_cpu_energy (self, a);
  t[3] = seconds ();
  if (job->work & SL_AGES_BANDS)
    sl_cpu_bands_of_age (self, &self->rest, a);
  t[4] = seconds ();
  for (int i = 0; i < N_PIECES; i++)
    spent[i] += t[i + 1] - t[i];
}

void
sl_cpu_run_ages (SlCpu *self, SlAgesWork work)
{
  const guint threads = sl_pool_threads (self->pool);
  AgesJob job = { self, work };

  if (!sl_cpu_needs_energy (self))
    job.work &= ~SL_AGES_ENERGY;
  if (work & SL_AGES_ENERGY)
    self->energy_valid = sl_cpu_needs_energy (self);
  if (work & SL_AGES_BANDS)
    sl_cpu_prepare_bands (self, &self->rest);
  if (!job.work)
    return;
  memset (self->ages_time, 0, threads * TIME_STRIDE * sizeof *self->ages_time);
  sl_pool_run (self->pool, ages_task, &job, self->parent.templates->n_age);
  for (guint f = 0; f < self->rest.plan.n_rows && job.work & SL_AGES_BANDS; f++)
    self->rest.made[f] |= self->rest.todo[f];
}

static void
curve_task (gpointer data, guint curve, guint thread)
{
  sl_cpu_curve (data, curve);
}

static void
shared_curve_task (gpointer data, guint curve, guint thread)
{
  if (!alone (data, curve))
    sl_cpu_curve (data, curve);
}

gboolean
sl_cpu_stage_ssp (SlCpu *self, GError **error)
{
  if (!sl_cpu_prepare_ssp (self, error))
    return FALSE;
  sl_cpu_run_ages (self, SL_AGES_SSP);
  return TRUE;
}

gboolean
sl_cpu_stage_dust (SlCpu *self, GError **error)
{
  sl_cpu_prepare_dust (self);
  sl_pool_run (self->pool, curve_task, self, self->n_curves);
  return TRUE;
}

gboolean
sl_cpu_stage_energy (SlCpu *self, GError **error)
{
  sl_cpu_run_ages (self, SL_AGES_ENERGY);
  return TRUE;
}

gboolean
sl_cpu_stage_bands (SlCpu *self, GError **error)
{
  sl_cpu_run_ages (self, SL_AGES_BANDS);
  return TRUE;
}

gboolean
sl_cpu_fuse (SlCpu *self, guint stages, GError **error)
{
  const guint threads = sl_pool_threads (self->pool);
  double start = seconds (), before[N_PIECES] = { 0 };
  SlAgesWork work = 0;

  if (stages >> SL_STAGE_SSP & 1 && !sl_cpu_prepare_ssp (self, error))
    return FALSE;
  before[0] = seconds () - start;
  start = seconds ();
  if (stages >> SL_STAGE_DUST & 1)
    {
      sl_cpu_prepare_dust (self);
      sl_pool_run (self->pool, shared_curve_task, self, self->n_curves);
    }
  before[1] = seconds () - start;
  for (int i = 0; i < N_PIECES; i++)
    if (stages >> stage_of[i] & 1)
      work |= 1u << i;
  sl_cpu_run_ages (self, work);
  for (int i = 0; i < N_PIECES; i++)
    {
      if (!(stages >> stage_of[i] & 1))
        continue;
      self->result->stage_s[stage_of[i]] = before[i];
      for (guint thread = 0; thread < threads; thread++)
        self->result->stage_s[stage_of[i]] += self->ages_time[thread * TIME_STRIDE + i] / threads;
      self->result->stages_run |= 1u << stage_of[i];
    }
  return TRUE;
}
