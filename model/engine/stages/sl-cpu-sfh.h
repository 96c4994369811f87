/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/cosmology/sl-cosmology.h"
#include "model/engine/stages/sl-cpu-cache.h"
#include "model/sfh/sl-sfh.h"

/* Cosmology, the SFH and the masses by age: at the galaxy's own epoch, and at those of histories. Doubles,
 * each with SL_N_SFH_TANGENTS tangents. */

typedef struct {
  SlEpoch epoch;              /* when the galaxy is seen, and its dimming */
  SlAgeGrid ages;
  SlSfh sfh;
  /* tangent slot of a parameter that acts through the masses; -1: none of its own */
  int slot_of[SL_N_PARAMS];
  SlAgeMasses masses;         /* at the galaxy's epoch */
  SlSfhTangents *scratch;     /* (threads, 2, A + 1) */
} SlCpuSfh;

typedef struct {
  double *t, *z;              /* (n_epochs) Gyr; redshift at which the galaxy's cosmology has this age */
  double cosmology[4];        /* for which z is valid: Om0, w0, wa, h */
  SlTableOffset *offset;      /* (n_epochs, A + 2) of the births of each epoch's stars, see SlKernels */
  SlAgeMasses *masses;        /* (n_epochs) */
  gboolean borrowed;          /* their arrays belong to a device */
  gboolean changed;           /* since a device last copied them; the device's interface clears it */
} SlCpuEpochs;

void sl_cpu_sfh_init (SlCpu *self);
void sl_cpu_sfh_clear (SlCpu *self);
void sl_cpu_epochs_init (SlCpu *self, const SlEngineConfig *config);
void sl_cpu_epochs_clear (SlCpu *self);
/* From now on the masses of the epochs are written to m (n_epochs, A) and dm (n_epochs, A,
 * SL_N_SFH_TANGENTS), which the caller owns. */
void sl_cpu_epochs_borrow (SlCpu *self, double *m, double *dm);

gboolean sl_cpu_stage_cosmology (SlCpu *self, SlEvaluation *ev);
gboolean sl_cpu_stage_sfh (SlCpu *self, SlEvaluation *ev);
gboolean sl_cpu_stage_ages (SlCpu *self, SlEvaluation *ev);
gboolean sl_cpu_stage_epochs (SlCpu *self, SlEvaluation *ev);
