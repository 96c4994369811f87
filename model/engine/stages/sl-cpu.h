/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/kernels/sl-cpu-kernels.h"
#include "model/engine/stages/sl-cpu-bands.h"
#include "model/engine/stages/sl-cpu-cache.h"
#include "model/engine/stages/sl-cpu-dispersion.h"
#include "model/engine/stages/sl-cpu-dust.h"
#include "model/engine/stages/sl-cpu-energy.h"
#include "model/engine/stages/sl-cpu-histories.h"
#include "model/engine/stages/sl-cpu-jacobian.h"
#include "model/engine/stages/sl-cpu-observables.h"
#include "model/engine/stages/sl-cpu-sfh.h"
#include "model/engine/stages/sl-cpu-spectrum.h"
#include "model/engine/stages/sl-cpu-ssp.h"
#include "model/support/sl-memory.h"
#include "model/support/sl-pool.h"

/* The state of a CPU engine: what all stages share, then one structure for each stage or group of stages,
 * which that stage's file owns, fills and frees. A stage reads the structures of the stages it needs (the
 * table in sl-cpu-update.c) and writes its own. */
struct _SlCpu {
  SlTemplates *templates; /* borrowed from the engine */
  gsize stride;           /* floats from one row over wavelength to the next */
  guint n_epochs;         /* of histories */
  const SlKernels *kernels;
  SlPool *pool;
  SlFilterSet *filters;
  SlCpuCache cache;

  SlCpuSfh sfh;                     /* cosmology, SFH, ages */
  SlCpuEpochs epochs;
  SlCpuJacobian jacobian;
  SlCpuSsp ssp;
  SlCpuDispersion dispersion;       /* velocity dispersion of the stars */
  SlCpuDust dust;
  SlCpuDustLines dust_lines;
  SlCpuDustEmission dust_emission;
  SlCpuEnergy energy;
  SlCpuIgm igm;
  SlCpuBands bands;
  SlCpuObservables observables;
  SlCpuHistories histories;
  SlCpuObserver observer;           /* histories in the observer's frame */
  SlCpuEvolving evolving;           /* histories of galaxies whose metallicity evolves */
  SlCpuSpectrum spectrum;

  double *work_seconds;             /* of sl-cpu-by-age.c */
  SlOffloadResults offload;         /* of the last run of a device */
};

/* For tasks of the pool that need the evaluation too. */
typedef struct { SlCpu *self; const SlEvaluation *ev; } SlStageTask;

/* sl-cpu-by-age.c: work that is done age by age, while the rows of one age are in a core's cache. */
typedef enum {
  SL_AGES_SSP = 1 << 0,
  SL_AGES_CURVE = 1 << 1,      /* of ages that share their transmission curve with no other */
  SL_AGES_ENERGY = 1 << 2,
  SL_AGES_BANDS = 1 << 3,      /* of the rest frame */
  SL_AGES_OBSERVED = 1 << 4,   /* of the observer's frame */
} SlAgesWork;
void sl_cpu_by_age_init (SlCpu *self);
void sl_cpu_by_age_clear (SlCpu *self);
/* Does all of work for each age; their inputs have been prepared. */
void sl_cpu_run_ages (SlCpu *self, SlEvaluation *ev, SlAgesWork work);
gboolean sl_cpu_stage_ssp (SlCpu *self, SlEvaluation *ev);
gboolean sl_cpu_stage_dust (SlCpu *self, SlEvaluation *ev);
gboolean sl_cpu_stage_energy (SlCpu *self, SlEvaluation *ev);
gboolean sl_cpu_stage_bands (SlCpu *self, SlEvaluation *ev);
gboolean sl_cpu_stage_observed (SlCpu *self, SlEvaluation *ev);
/* Several of these stages in one pass. stages: bit per stage. */
gboolean sl_cpu_fuse_stages (SlCpu *self, SlEvaluation *ev, guint stages);
