/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/observables/sl-filters.h"
#include "model/ssp/sl-templates.h"

/* Peak rates of this machine, measured with the instruction set that the engine uses. */
typedef struct {
  guint threads;
  /* reading an array of 64 MB with one thread and with all [1e9 bytes/s] */
  double read_one, read_all;
  double exp_libm;              /* exp of the C library [ns] */
  double exp_vector;            /* its exp of vectors [ns per double] */
  double fmas;                  /* multiply-adds of floats, one thread [1e9/s] */
} SlBenchLimits;

/* threads: 0 for one per core. Takes about a second. */
void sl_bench_limits_measure (SlBenchLimits *self, guint threads);

/* Bytes of the stellar and nebular cubes. */
double sl_bench_cube_bytes (const SlTemplates *templates);

/* Estimates the least time [s] that a stage of the dashboard (sl_engine_stage_name()) needs on this
 * machine if its data pass through memory once, with the tangents of all parameters and n_curves different
 * dust curves. *what: "memory" or "arithmetic", whichever takes longer. The work is counted from the sizes of
 * arrays and is not exact. FALSE for stages that are too small for such an estimate. */
gboolean sl_bench_stage_limit (const SlBenchLimits *self, const char *stage, const SlTemplates *templates,
                               const SlFilterSet *filters, const char *const *histories, guint n_epochs,
                               guint n_curves, double *seconds, const char **what);
