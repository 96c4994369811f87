/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/stages/sl-cpu-observables.h"
#include "model/ssp/sl-ssp-weights.h"

/* Observables over epochs: observable histories. */

/* Epochs that are summed together: doubles of a line of cache. */
#define SL_EPOCH_BLOCK 8
/* Epochs whose spectra are computed in one pass. */
#define SL_OBSERVER_BLOCK 50

typedef struct {
  guint n, n_observed;        /* all; those in the observer's frame */
  SlObservable *list;
  gboolean *computed;         /* (n) */
  SlParamSet *tangents;      /* (n) which derivatives of those in the observer's frame are valid */
  double *value, *grad;       /* (n, n_epochs), (n, SL_N_PARAMS, n_epochs) */
  double *mass;               /* (A, mass_stride) the masses of all epochs side by side */
  gsize mass_stride;
} SlCpuHistories;

/* Histories in the observer's frame. A band lies at other pixels at each epoch: spectra are computed for each
 * epoch, and for each tangent. */
typedef struct {
  SlPlan plan;
  float *spectra;             /* (SL_OBSERVER_BLOCK, stride) */
  /* (n_epochs, rows) weights, which stay as long as redshifts of epochs, absorption and rule do */
  SlFunctional *band;
  double *band_z;             /* (n_epochs, rows) redshifts for which they are; NaN: none yet */
  gsize n_bands;              /* of both */
  double *phi;                /* (rows, 1 + SL_N_PARAMS, n_epochs) */
  double *dimming;            /* (n_epochs, 6) value, tangents */
  double *dust_emission;      /* (rows, 1 + SL_N_DUST_EMISSION, n_epochs) functionals of dust emission */
} SlCpuObserver;

/* What a thread needs for a block of epochs of a galaxy whose metallicity evolves. */
typedef struct {
  SlSspWeights weights[SL_EPOCH_BLOCK]; /* of each epoch */
  double *dmu[SL_EPOCH_BLOCK];          /* (A, SL_N_SFH_TANGENTS) */
  double *mass;               /* (A, Z, SL_EPOCH_BLOCK) masses by age and metallicity */
  SlBands bands;              /* value and value_mu of its own; the rest is borrowed from bands.rest */
  double *work;               /* borrowed from bands.work */
} SlEvolvingScratch;

/* Galaxies whose metallicity evolves. Functionals are linear in the weights of the metallicities: computed
 * once for each age and metallicity, they serve all epochs. */
typedef struct {
  gboolean *computed;         /* rows of bands.rest */
  double *slots;             /* (A, Z, bands.rest.n_slots) slots, for stars of one metallicity */
  double *value;             /* (A, Z, rows) the values among them */
  SlEvolvingScratch *scratch; /* (threads) */
} SlCpuEvolving;

/* FALSE with SL_ERROR_OBSERVABLE for a name that the filters do not have. Adds rows to the plans. */
gboolean sl_cpu_histories_init (SlCpu *self, const SlEngineConfig *config, GError **error);
/* After sl_cpu_bands_init(). */
void sl_cpu_histories_alloc (SlCpu *self);
void sl_cpu_histories_clear (SlCpu *self);
gboolean sl_cpu_stage_observable_histories (SlCpu *self, SlEvaluation *ev);
/* Dimming at the redshifts of the epochs, which have changed. */
void sl_cpu_observer_set_epochs (SlCpu *self);
/* The weights of row f of the observer's plan at epoch e; filled where they are not yet. Not two threads for
 * the same epoch. */
const SlFunctional *sl_cpu_observer_band (SlCpu *self, guint f, guint e);
/* All weights in the observer's frame are to be filled again: absorption or rule changed. */
void sl_cpu_forget_weights (SlCpu *self);
/* Histories in the observer's frame become not computed. */
void sl_cpu_forget_observer (SlCpu *self);
/* Whether the request asks for history i. */
gboolean sl_cpu_history_requested (const SlRequest *request, guint i);

/* sl-cpu-evolving-metals.c */
void sl_cpu_evolving_init (SlCpu *self);
void sl_cpu_evolving_clear (SlCpu *self);
gboolean sl_cpu_stage_by_metals (SlCpu *self, SlEvaluation *ev);
/* The pending histories in the rest frame. */
void sl_cpu_evolving_histories (SlCpu *self, SlEvaluation *ev);
