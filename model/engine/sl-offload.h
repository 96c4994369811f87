/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/sl-engine.h"
#include "model/engine/stages/sl-cpu-bands.h"
#include "model/engine/stages/sl-cpu-dust.h"
#include "model/engine/stages/sl-cpu-energy.h"
#include "model/engine/stages/sl-cpu-jacobian.h"
#include "model/engine/stages/sl-cpu-spectrum.h"
#include "model/ssp/sl-ssp-weights.h"

/* All that a device (gpu/host) sees of the CPU engine.
 *
 * An engine on a device is a CPU engine whose arrays over wavelength are computed by the device: cosmology,
 * SFH, masses, weights, the cache and the formulas of observables stay with the processor. One evaluation:
 *
 *   1. can() decides whether the device serves the whole request.
 *   2. Each stage of SL_OFFLOAD_STAGES that is not valid is prepared by the processor (its inputs are then in
 *      SlOffloadInputs), and note() tells the device to compute it.
 *   3. note_sums() tells it which sums of functionals are needed.
 *   4. run() computes all that was noted, once. Its results are in the memory of SlOffloadResults. Where the
 *      masses at epochs are to be made, which takes the processor as long as all else, begin() starts what
 *      was noted before, and the device computes meanwhile.
 *   5. The processor computes observables from these sums.
 *
 * Everything here is used by the thread that evaluates. */

/* What the engine has, fixed when it is created. A, W, Y, N, L as in sl-templates.h. Borrowed, except for the
 * last two arrays. */
typedef struct {
  const SlTemplates *templates;
  gsize stride;                 /* floats from one row over wavelength to the next */
  guint n_epochs, n_ionising;   /* epochs of histories; pixels below the Lyman edge */
  const double *const *k0;      /* (SL_N_DUST_LAWS), (stride) each, see SlCpuDust */
  const double *lnx, *bump;     /* (stride) */
  const SlCpuDustLines *lines;  /* of functionals that sum emission lines */
  const float *pixel_hz;        /* (stride) widths of pixels */
  const guint *node;            /* (stride) of the gas continuum, as in SlLineProfiles; NULL without gas */
  const float *frac, *inside;
  const SlBands *rest, *observed;
  const SlPlan *observer_plan;  /* bands of histories in the observer's frame */
  const SlFunctional *observer_band; /* (rows of that plan) */
  guint *light_row;             /* (A) an age's first row among the rows of light */
  guint *line_capacity;         /* (L) pixels that a line's profile has at most */
} SlOffloadLibrary;

/* What the processor has prepared: const views, whose contents change with each evaluation. */
typedef struct {
  const SlGalaxy *galaxy;
  const SlPending *pending;          /* which rows are to be computed */
  const SlCpuJacobian *jacobian;
  const SlSspWeights *weights;
  const double *dmu;                 /* (A, SL_N_SFH_TANGENTS) of metallicity that evolves */
  const SlCpuDust *dust;             /* formula, n_curves, curve_age, curve_of */
  const double *dust_emission;       /* (1 + SL_N_DUST_EMISSION, stride) */
  const gboolean *energy;            /* luminosities are needed */
  const SlBands *rest;               /* weights of the rest frame, which change with the numerics alone */
  const SlBands *observed;           /* weights of observed bands at the galaxy's redshift */
  const SlSpectrumJob *job;          /* terms of the spectrum; its coefficients and outputs */
  const int *output_of;              /* (SL_N_PARAMS) output of a parameter's tangent; -1: none */
  const SlAgeMasses *masses;         /* at the galaxy's epoch */
  const double *epoch_z;             /* (n_epochs) redshifts of the epochs of histories; NaN where none */
  gboolean *epochs_changed;          /* the masses at epochs changed; the device clears it once it has them */
  guint group_first[SL_N_AGE_GROUPS + 1]; /* first age of each group */
  SlCpu *cpu;                        /* for sl_offload_observer_band() */
} SlOffloadInputs;

/* What a device implements. */
typedef struct {
  /* FALSE: this request, as a whole, is for the processor. */
  gboolean (*can) (gpointer device, const SlRequest *request);
  /* One of SL_OFFLOAD_STAGES, whose inputs are ready, is to be computed by the next run(). */
  void (*note) (gpointer device, SlStage stage, const SlOffloadInputs *in);
  /* Sums at the galaxy's epoch, or those of pending histories. */
  void (*note_sums) (gpointer device, gboolean histories, const SlOffloadInputs *in);
  /* Starts all that was noted so far and returns. Until note_sums() for histories, or run(), nothing of
   * SlOffloadInputs may change but the masses at epochs. FALSE as run(). */
  gboolean (*begin) (gpointer device, const SlOffloadInputs *in, GError **error);
  /* Computes what was noted and waits, also for what begin() started. FALSE with SL_ERROR_ENGINE: every stage
   * is dirty then. */
  gboolean (*run) (gpointer device, const SlOffloadInputs *in, GError **error);
  void (*free) (gpointer device);
} SlOffload;

/* Creates a CPU engine without a class, for a class whose create() attaches a device. NULL with an error as
 * sl_engine_new(). */
SlEngine *sl_cpu_create (const SlEngineConfig *config, GError **error);
/* The class's functions. */
gboolean sl_cpu_evaluate (SlEngine *engine, const SlRequest *request, SlResult *result, GError **error);
void sl_cpu_destroy (SlEngine *engine);

/* The engine takes the device: sl_cpu_destroy() calls offload->free(). offload is borrowed. */
void sl_offload_attach (SlEngine *engine, const SlOffload *offload, gpointer device);
/* Where results will be, and where the engine writes the masses at epochs: (n_epochs, A), (n_epochs, A,
 * SL_N_SFH_TANGENTS). The device owns this memory and keeps it until free(). Once, before an evaluation. */
void sl_offload_connect (SlEngine *engine, const SlOffloadResults *results, double *m, double *dm);
/* The device of an engine. */
gpointer sl_offload_device (SlEngine *engine);
/* The caller's; sl_offload_library_clear(). */
void sl_offload_library_init (SlOffloadLibrary *self, SlEngine *engine);
void sl_offload_library_clear (SlOffloadLibrary *self);
/* The weights of row f of the observer's plan at epoch e, which has a redshift above 0. Valid until the next
 * call for the row. */
const SlFunctional *sl_offload_observer_band (const SlOffloadInputs *in, guint f, guint e);
