/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/observables/sl-filters.h"
#include "model/ssp/sl-templates.h"

/* What this machine can do at most, measured with the instruction set that the engine uses. */
typedef struct {
  guint threads;
  /* reading an array of 64 MB, with one thread and with all: GB/s (1e9 bytes) */
  double read_one, read_all;
  double exp_libm;              /* the C library's exp of one double: ns */
  double exp_vector;            /* its exp of whole vectors, per double: ns */
  double fmas;                  /* products and sums of floats, one thread: 1e9 a second */
} SlBenchLimits;

/* threads: 0 for one per core. About a second. */
void sl_bench_limits_measure (SlBenchLimits *self, guint threads);

/* Bytes of the stellar and nebular cubes. */
double sl_bench_cube_bytes (const SlTemplates *templates);

/* The least time that a stage of the dashboard (sl_engine_stage_name()) needs on this machine [s], over data
 * that come through memory once, with all parameters' tangents and n_curves different curves of dust, and
 * what sets it: "memory" or "arithmetic". FALSE for stages so small that no such estimate says anything.
 * Counted from shapes: a yardstick, not a bound to the last percent. */
gboolean sl_bench_stage_limit (const SlBenchLimits *self, const char *stage, const SlTemplates *templates,
                               const SlFilterSet *filters, const char *const *histories, guint n_epochs,
                               guint n_curves, double *seconds, const char **what);
