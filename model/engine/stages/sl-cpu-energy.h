/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/cosmology/sl-igm.h"
#include "model/dust/sl-dust-emission.h"
#include "model/engine/kernels/sl-cpu-kernels.h"
#include "model/engine/stages/sl-cpu-cache.h"
#include "model/observables/sl-functional.h"

/* Dust emits the light it absorbs: luminosities by age, the infrared spectrum, and absorption between the
 * galaxies. Tables that could not be read are an error when a galaxy first needs them: `missing`. */

typedef struct {
  SlDustEmission *tables;
  SlDustEmissionGrid *grid;
  GError *missing;
  double *spectrum;           /* (1 + SL_N_DUST_EMISSION, stride) of unit luminosity, and its tangents */
} SlCpuDustEmission;

typedef struct {
  SlWeights width;            /* all pixels, weighted by their width [Hz] */
  guint *width_block;
  float *width_k;
  double *intrinsic;          /* (A, SL_N_SLOTS) luminosity [Lsun/Msun] before dust */
  double *attenuated;         /* (A, SL_N_SLOTS) after dust */
  /* (A) derivatives of the first, and of their difference, with respect to the mean lg Z of the age */
  double *intrinsic_mu, *absorbed_mu;
  gboolean valid;             /* the last run of the stage computed luminosities */
} SlCpuEnergy;

typedef struct {
  SlIgm *series;
  GError *missing;
  double z;                   /* for which the following are valid; 0 without absorption */
  float *transmission, *transmission_dz; /* (W) of each pixel, and its derivative with respect to z */
} SlCpuIgm;

/* A functional of the dust's unit spectrum: value, tangents, derivative with respect to redshift. */
#define SL_DUST_EMISSION_DZ (1 + SL_N_DUST_EMISSION)
#define SL_DUST_EMISSION_SUMS (2 + SL_N_DUST_EMISSION)

void sl_cpu_dust_emission_init (SlCpu *self);
void sl_cpu_dust_emission_clear (SlCpu *self);
gboolean sl_cpu_stage_dust_emission (SlCpu *self, SlEvaluation *ev);
void sl_cpu_dust_emission_functional (const SlCpu *self, const SlFunctional *f,
                                      double out[SL_DUST_EMISSION_SUMS]);
/* Adds dust emission to the spectrum and to its tangents. */
void sl_cpu_add_dust_emission (SlCpu *self, SlParamSet tangents);

void sl_cpu_energy_init (SlCpu *self);
void sl_cpu_energy_clear (SlCpu *self);
/* The luminosities of age a. */
void sl_cpu_energy (SlCpu *self, guint a);
/* TRUE where luminosities are needed: dust emits, or they are observed. */
gboolean sl_cpu_needs_energy (const SlCpu *self, const SlEvaluation *ev);
/* Luminosity that dust absorbs of light of these masses [Lsun], and its gradient over all parameters. */
double sl_cpu_absorbed (const SlCpu *self, const SlAgeMasses *masses, double grad[SL_N_PARAMS]);

void sl_cpu_igm_init (SlCpu *self);
void sl_cpu_igm_clear (SlCpu *self);
/* The transmission of the spectrum's pixels at the galaxy's redshift. */
gboolean sl_cpu_update_igm (SlCpu *self, SlEvaluation *ev);
