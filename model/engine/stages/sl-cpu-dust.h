/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/stages/sl-cpu-cache.h"
#include "model/ssp/sl-intermediates.h"

/* Transmission curves of dust with tangents with respect to the intermediates. */
typedef struct {
  double *k0[SL_N_DUST_LAWS], *lnx, *bump; /* (stride) each, see sl-dust-law.h */
  SlDustFormula formula;      /* of the galaxy's law */
  float *rows;                /* (A, SL_MAX_DUST_ROWS, stride), one for each distinct curve */
  const float **rows_of;      /* (A) first row of the age's curve */
  guint n_curves;
  guint *curve_age;           /* (n_curves) the first age that has the curve */
  guint *curve_of;            /* (A) */
} SlCpuDust;

/* The same curves at the wavelengths of the emission lines that functionals in the rest frame sum. */
typedef struct {
  guint n;                    /* lines of all these functionals, one after another */
  gsize stride;               /* n, rounded up to 8 */
  guint *first;               /* (rest rows) a functional's first among them */
  double *k0[SL_N_DUST_LAWS], *lnx, *bump; /* (stride) each */
  float *rows;                /* (A, SL_MAX_DUST_ROWS, stride), as in SlCpuDust */
} SlCpuDustLines;

void sl_cpu_dust_init (SlCpu *self);
void sl_cpu_dust_clear (SlCpu *self);
/* After sl_cpu_bands_init(). */
void sl_cpu_dust_lines_init (SlCpu *self);
void sl_cpu_dust_lines_clear (SlCpu *self);
/* Strength, slope and bump of each age, and which ages share a curve. */
void sl_cpu_prepare_dust (SlCpu *self);
/* The rows of one curve. */
void sl_cpu_curve (SlCpu *self, guint curve);
