/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/kernels/sl-cpu-kernels.h"
#include "model/engine/stages/sl-cpu-cache.h"

/* The spectrum with its tangents, and its slices by groups of ages. */
typedef struct {
  SlParamSet tangents;       /* those that are valid */
  SlSpectrumJob job;
  float *coef;                /* (A, SL_MAX_TERMS) */
  int output_of[SL_N_PARAMS]; /* output that holds a parameter's tangent; -1: none */
  /* (stride), (stride), (SL_N_PARAMS, stride), (SL_N_AGE_GROUPS, stride); times SL_LIGHT_SCALE */
  float *sed, *sed_intrinsic, *sed_tangent, *sed_by_age;
} SlCpuSpectrum;

void sl_cpu_spectrum_init (SlCpu *self);
void sl_cpu_spectrum_clear (SlCpu *self);
gboolean sl_cpu_stage_spectrum (SlCpu *self, SlEvaluation *ev);
gboolean sl_cpu_stage_split (SlCpu *self, SlEvaluation *ev);
/* The job with terms and coefficients for the requested tangents, which output_of and `tangents` then
 * describe. Returns these tangents. */
SlParamSet sl_cpu_prepare_spectrum (SlCpu *self, const SlEvaluation *ev);
/* Sums all outputs of the job. */
void sl_cpu_run_spectrum (SlCpu *self);
/* One past the last age of a group whose first age is `first`. */
guint sl_cpu_group_end (const SlCpu *self, guint group, guint first);
