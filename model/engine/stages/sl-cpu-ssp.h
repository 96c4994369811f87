/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/kernels/sl-cpu-kernels.h"
#include "model/engine/stages/sl-cpu-cache.h"
#include "model/ssp/sl-ssp-weights.h"

/* SSP spectra by age, before dust: stars and gas, with tangents with respect to the intermediates. */
typedef struct {
  SlNodes lgmet, lgu;         /* the library's axes */
  SlSspWeights weights;
  /* (A, SL_N_SFH_TANGENTS) tangents of the mean lg Z of each age, where metallicity evolves */
  double *dmu;
  guint n_ionising;           /* pixels below the Lyman edge */
  /* rows of all ages: (SL_N_LIGHT_ROWS or 1 + SL_N_INTERMEDIATES_OLD, stride) each */
  float *light;
  const float **light_of;     /* (A) first row of an age */

  /* Gas of young ages. */
  float *gas_continuum, *gas_luminosity; /* (Y, 5, N), (Y, 5, L) */
  float *gas_scratch;         /* (threads, 6, stride) */
  SlLineProfiles profiles;    /* of the following arrays */
  guint *line_first, *line_count, *line_offset, *node;
  float *phi, *dphi, *frac, *inside;
  gsize phi_capacity;
} SlCpuSsp;

void sl_cpu_ssp_init (SlCpu *self);
void sl_cpu_ssp_clear (SlCpu *self);
/* All that the ages of the stage share: weights of metallicity and ionisation, profiles of lines. */
gboolean sl_cpu_prepare_ssp (SlCpu *self, SlEvaluation *ev);
/* Rows of light of age a that are in use: gas has some more, and gas with metals of its own another one. */
guint sl_cpu_light_rows (const SlCpu *self, guint a);
/* Luminosities of the lines of a young age, times SL_LIGHT_SCALE, as sl_cpu_ssp() leaves them: five rows of
 * n_line (value, mu, scatter, U, U scatter). */
const float *sl_cpu_line_luminosities (const SlCpu *self, guint a);
/* The rows of age a. */
void sl_cpu_ssp (SlCpu *self, guint a, guint thread);
/* The weights of metallicity for a galaxy seen at cosmic time t [Gyr]; t_varies: with tangents of t. */
void sl_cpu_set_metals (SlCpu *self, double t, gboolean t_varies);
/* The same for metallicity that evolves, into other memory. dmu: (A, SL_N_SFH_TANGENTS). */
void sl_cpu_metals_at (const SlCpu *self, double t, gboolean t_varies, SlSspWeights *weights, double *dmu);
/* TRUE where metallicity follows time or mass, so that SSPs differ from epoch to epoch. */
gboolean sl_cpu_metals_evolve (const SlCpu *self);
/* The rows of light are no longer those of the galaxy's own epoch. What was computed from them stays valid.
 */
void sl_cpu_overwrite_ssp (SlCpu *self);
/* Pixels that a line reaches at most. */
guint sl_cpu_line_capacity (const SlCpu *self, guint line);
