/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/stages/sl-cpu-bands.h"
#include "model/observables/sl-observables.h"

/* Observables at the galaxy's epoch, and the sums over ages that histories use too. */
typedef struct {
  guint n;
  SlObservable *list;
  SlRun rest_run, observed_run;
  SlRows rest_rows, observed_rows; /* their rows: the first of bands.rest; all of bands.observed */
  double *value, *grad;            /* (n), (n, SL_N_PARAMS) */
} SlCpuObservables;

/* Values of a plan's functionals, summed over ages, and their gradients. */
typedef struct {
  double *value; /* (rows) */
  double *grad;  /* (rows, SL_N_PARAMS) */
} SlFunctionalTotals;

/* FALSE with SL_ERROR_OBSERVABLE for a name that the filters do not have. Adds rows to the plans of bands. */
gboolean sl_cpu_observables_init (SlCpu *self, const SlEngineConfig *config, GError **error);
void sl_cpu_observables_clear (SlCpu *self);
/* Parses names (NULL-terminated, or NULL) into *out; the caller's, g_free(). */
gboolean sl_cpu_parse_observables (SlCpu *self, const char *const *names, SlObservable **out, guint *n,
                                   GError **error);
/* Adds what one of them needs to a plan. FALSE with SL_ERROR_OBSERVABLE for an emission line that the library
 * lacks, unless that is allowed. */
gboolean sl_cpu_plan_observable (SlCpu *self, SlPlan *plan, SlObservable *o, gboolean allow_missing_lines,
                                 GError **error);
gboolean sl_cpu_stage_observables (SlCpu *self, SlEvaluation *ev);

/* out (n_i, n_slots) = sum_k mass[k stride + i] slots[k], for the slots of these rows. Between the rows out
 * is unspecified. */
void sl_cpu_sum_slots (const SlCpu *self, const SlBands *bands, const SlRows *rows, const double *mass,
                       gsize stride, guint n_i, const double *slots, guint n_k, double *out);
/* Totals of these rows. slots: the masses' product with the bands' columns. dmu: (A, SL_N_SFH_TANGENTS) of
 * metallicity that evolves, or NULL. *work is advanced past what is used. */
SlFunctionalTotals sl_cpu_sum_bands (SlCpu *self, const SlBands *bands, const SlRows *rows,
                                     const SlAgeMasses *masses, const double *slots, const double *dmu,
                                     double **work);
/* The same from a device's totals of these rows, stride doubles apart, numbered from the first requested row
 * (from_zero) or like the rows of the plan. */
SlFunctionalTotals sl_cpu_read_totals (const SlCpu *self, const SlBands *bands, const SlRows *rows,
                                       const double *totals, gsize stride, gboolean from_zero, double **work);
/* One of them, without the derivative with respect to redshift of its weights. */
double sl_cpu_read_total (const SlCpu *self, const double *total, double grad[SL_N_PARAMS]);
/* One observable and its gradient, whose entries are grad_stride apart. dimming: value and derivatives with
 * respect to redshift and cosmology (6), or NULL. */
double sl_cpu_observe (const SlCpu *self, const SlObservable *o, const SlFunctionalTotals *totals,
                       const SlAgeMasses *masses, const double *dimming, double *grad, gsize grad_stride);
