/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work that is done age by age. The rows of one age, with all their tangents, fit into a core's own cache;
 * those of all ages do not. Where several of these stages have to run, they run together for one age after
 * another. */
#include <string.h>
#include <time.h>

#include "model/engine/stages/sl-cpu.h"

/* Threads must not share lines of cache: TIME_STRIDE doubles for each. */
enum { N_PIECES = 5, TIME_STRIDE = 16 };
static const SlStage stage_of[N_PIECES] = { SL_STAGE_SSP, SL_STAGE_DUST, SL_STAGE_ENERGY, SL_STAGE_BANDS,
                                             SL_STAGE_OBSERVED };

void
sl_cpu_by_age_init (SlCpu *self)
{
  self->work_seconds = g_new0 (double, sl_pool_threads (self->pool) * TIME_STRIDE);
}

void
sl_cpu_by_age_clear (SlCpu *self)
{
  g_free (self->work_seconds);
}

static double
seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

typedef struct {
  SlCpu *self;
  const gboolean *pending; /* of the bands */
  SlAgesWork work;
} AgesJob;

/* TRUE where one age alone has this curve. */
static gboolean
is_of_one_age (const SlCpu *self, guint curve)
{
  const guint next =
      curve + 1 < self->dust.n_curves ? self->dust.curve_age[curve + 1] : self->templates->n_age;

  return next == self->dust.curve_age[curve] + 1;
}

static void
ages_task (gpointer data, guint a, guint thread)
{
  AgesJob *job = data;
  SlCpu *self = job->self;
  double *spent = self->work_seconds + thread * TIME_STRIDE, t[N_PIECES + 1];

  t[0] = seconds ();
  if (job->work & SL_AGES_SSP)
    sl_cpu_ssp (self, a, thread);
  t[1] = seconds ();
  if (job->work & SL_AGES_CURVE && is_of_one_age (self, self->dust.curve_of[a]))
    sl_cpu_curve (self, self->dust.curve_of[a]);
  t[2] = seconds ();
  if (job->work & SL_AGES_ENERGY)
    sl_cpu_energy (self, a);
  t[3] = seconds ();
  if (job->work & SL_AGES_BANDS)
    sl_cpu_bands_of_age (self, &self->bands.rest, job->pending, a);
  t[4] = seconds ();
  if (job->work & SL_AGES_OBSERVED)
    sl_cpu_bands_of_age (self, &self->bands.observed, NULL, a);
  t[5] = seconds ();
  for (int i = 0; i < N_PIECES; i++)
    spent[i] += t[i + 1] - t[i];
}

void
sl_cpu_run_ages (SlCpu *self, SlEvaluation *ev, SlAgesWork work)
{
  const guint threads = sl_pool_threads (self->pool);
  AgesJob job = { self, ev->pending.bands, work };
  SlBands *bands = &self->bands.rest;

  if (!sl_cpu_needs_energy (self, ev))
    job.work &= ~SL_AGES_ENERGY;
  if (work & SL_AGES_ENERGY)
    self->energy.valid = sl_cpu_needs_energy (self, ev);
  if (work & SL_AGES_BANDS)
    sl_cpu_prepare_bands (self, bands);
  if (work & SL_AGES_OBSERVED)
    {
      sl_cpu_prepare_observed (self);
      sl_cpu_prepare_bands (self, &self->bands.observed);
      if (!self->bands.observed.plan.n_rows)
        job.work &= ~SL_AGES_OBSERVED;
    }
  if (!job.work)
    return;
  memset (self->work_seconds, 0, threads * TIME_STRIDE * sizeof *self->work_seconds);
  sl_pool_run (self->pool, ages_task, &job, self->templates->n_age);
  for (guint f = 0; f < bands->plan.n_rows && job.work & SL_AGES_BANDS; f++)
    bands->computed[f] |= ev->pending.bands[f];
}

static void
curve_task (gpointer data, guint curve, guint thread)
{
  sl_cpu_curve (data, curve);
}

static void
shared_curve_task (gpointer data, guint curve, guint thread)
{
  if (!is_of_one_age (data, curve))
    sl_cpu_curve (data, curve);
}

gboolean
sl_cpu_stage_ssp (SlCpu *self, SlEvaluation *ev)
{
  if (!sl_cpu_prepare_ssp (self, ev))
    return FALSE;
  sl_cpu_run_ages (self, ev, SL_AGES_SSP);
  return TRUE;
}

gboolean
sl_cpu_stage_dust (SlCpu *self, SlEvaluation *ev)
{
  sl_cpu_prepare_dust (self);
  sl_pool_run (self->pool, curve_task, self, self->dust.n_curves);
  return TRUE;
}

gboolean
sl_cpu_stage_energy (SlCpu *self, SlEvaluation *ev)
{
  sl_cpu_run_ages (self, ev, SL_AGES_ENERGY);
  return TRUE;
}

gboolean
sl_cpu_stage_bands (SlCpu *self, SlEvaluation *ev)
{
  sl_cpu_run_ages (self, ev, SL_AGES_BANDS);
  return TRUE;
}

gboolean
sl_cpu_stage_observed (SlCpu *self, SlEvaluation *ev)
{
  sl_cpu_run_ages (self, ev, SL_AGES_OBSERVED);
  return TRUE;
}

gboolean
sl_cpu_fuse_stages (SlCpu *self, SlEvaluation *ev, guint stages)
{
  const guint threads = sl_pool_threads (self->pool);
  double start = seconds (), before[N_PIECES] = { 0 };
  SlAgesWork work = 0;

  if (stages >> SL_STAGE_SSP & 1 && !sl_cpu_prepare_ssp (self, ev))
    return FALSE;
  before[0] = seconds () - start;
  start = seconds ();
  if (stages >> SL_STAGE_DUST & 1)
    {
      sl_cpu_prepare_dust (self);
      sl_pool_run (self->pool, shared_curve_task, self, self->dust.n_curves);
    }
  before[1] = seconds () - start;
  for (int i = 0; i < N_PIECES; i++)
    if (stages >> stage_of[i] & 1)
      work |= 1u << i;
  sl_cpu_run_ages (self, ev, work);
  for (int i = 0; i < N_PIECES; i++)
    {
      if (!(stages >> stage_of[i] & 1))
        continue;
      ev->result->stage_s[stage_of[i]] = before[i];
      for (guint thread = 0; thread < threads; thread++)
        ev->result->stage_s[stage_of[i]] += self->work_seconds[thread * TIME_STRIDE + i] / threads;
      ev->result->stages_run |= 1u << stage_of[i];
    }
  return TRUE;
}
