/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/kernels/sl-cpu-kernels.h"
#include "model/engine/stages/sl-cpu-cache.h"
#include "model/observables/sl-plan.h"

/* Functionals of one plan, by age. Slots of a functional: sl-cpu-jacobian.h. */
typedef struct {
  SlPlan plan;
  gboolean *computed;  /* (n_rows) */
  /* plan.n_rows * SL_N_SLOTS, rounded up to 8 and 8 more: sums of a run may reach beyond it */
  gsize n_slots;
  double *slots;      /* (A, n_slots) the slots of all rows */
  double *value;       /* (A, n_rows) the values alone */
  double *value_mu;    /* (A, n_rows) derivative with respect to the mean lg Z of the age */
  double *value_dz;    /* (A, n_rows) derivative of observed bands with respect to redshift */
  SlWeights *weights;  /* (n_rows) */
  guint *block;        /* of all functionals, one after another */
  float *k, *dk;
  double *dust_emission; /* (n_rows, SL_DUST_EMISSION_SUMS) functionals of the dust's unit spectrum */
} SlBands;

typedef struct {
  SlBands rest;        /* of observables and histories in the rest frame */
  SlBands observed;    /* of observables in the observer's frame */
  double observed_z;   /* redshift for which its weights are; NaN: none yet */
  double *work;        /* (threads, work_size) for the sums of one epoch */
  gsize work_size;
} SlCpuBands;

/* After the plans are complete. */
void sl_cpu_bands_init (SlCpu *self);
void sl_cpu_bands_clear (SlCpu *self);
/* Functionals of dust emission, which all ages share. */
void sl_cpu_prepare_bands (SlCpu *self, SlBands *bands);
/* The functionals of age a. pending: (n_rows) those to compute; NULL: all. */
void sl_cpu_bands_of_age (SlCpu *self, SlBands *bands, const gboolean *pending, guint a);
/* How the galaxy's bands and distributions are counted: in all plans and observables. */
void sl_cpu_bands_set_rule (SlCpu *self, SlBandRule rule);
/* The weights of observed bands at the galaxy's redshift. */
void sl_cpu_prepare_observed (SlCpu *self);
