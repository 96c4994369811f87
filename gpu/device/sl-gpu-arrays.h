/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <stddef.h>

#include "model/sfh/sl-sfh-tangents.h"
#include "model/ssp/sl-intermediates.h"

/* What stands on the device for one engine, as every kernel takes it: sizes and addresses, fixed once the
 * engine is made. A, W, Z, U, Y, N, L as in sl-templates.h; W rows are `stride` floats apart. F functionals:
 * those of the rest frame, then those of the observer's. E epochs. What changes from one evaluation to the
 * next is SlGpuParams and the arrays marked (staged), which are copied from the processor. In the subset
 * common to C and C++. */

enum {
  SL_GPU_N_SFH_TANGENTS = 128,       /* of a group */
  SL_GPU_PIECES = 16,       /* into which the pixels are cut for sums over all of them */
  SL_GPU_TILE = 8,          /* terms of a spectrum that one thread sums */
  SL_GPU_MAX_TILES = 40,
  SL_GPU_N_SUMS = 1 + SL_N_INTERMEDIATES,             /* of a functional of one age: value and locals */
  SL_GPU_N_OUT = SL_GPU_N_SUMS + 1,           /* and, last, the derivative of its weights by redshift */
  SL_GPU_N_SLOTS = SL_N_SLOTS + 1,        /* likewise */
  /* columns summed over ages, then the lanes of the history */
  SL_GPU_N_TOTALS = SL_GPU_N_SLOTS + SL_N_SFH_TANGENTS,
  SL_GPU_N_DUST_EMISSION = 3,        /* parameters of the glow */
  SL_GPU_DUST_EMISSION_SUMS = 2 + SL_GPU_N_DUST_EMISSION,       /* value, those, derivative by redshift */
  SL_GPU_N_GROUPS = 5       /* of ages */
};

typedef enum { SL_GPU_WEIGHTS, SL_GPU_TABLE, SL_GPU_ATTENUATED, SL_GPU_ABSORBED } SlGpuKind;

/* A functional's blocks of pixels: SL_BLOCK weights each. */
typedef struct { unsigned first, n; } SlGpuSpan;

typedef struct {
  double f_esc, sigma_v, unobscured, delta_all;
  unsigned law, formula, n_curves; /* law: SlDustLaw; formula: SlDustFormula */
  unsigned emission;             /* dust glows */
  unsigned metals_evolve;          /* the masses' lanes act by way of metals too */
  unsigned dust_emission_slot;
  /* column 0: none */
  unsigned n_jacobian_terms, link_local[SL_MAX_JACOBIAN_TERMS], jacobian_slot[SL_MAX_JACOBIAN_TERMS];
  unsigned n_hist;               /* rows of histories */
  unsigned n_outputs, n_tiles, n_terms;
  int tile_row[SL_GPU_MAX_TILES];
  unsigned tile_first[SL_GPU_MAX_TILES], tile_n[SL_GPU_MAX_TILES]; /* terms */
  unsigned term_output[SL_MAX_TERMS];
  unsigned output_bare[SL_MAX_OUTPUTS]; /* no glow: the light before dust */
  unsigned output_dust_emission[SL_MAX_OUTPUTS]; /* parameter of the glow, from 1; 0: none */
  unsigned group_first[SL_GPU_N_GROUPS + 1]; /* ages */
} SlGpuParams;

typedef struct {
  unsigned n_age, n_young, n_met, n_lgu, n_wave, stride, n_cwave, n_line, n_ionising, n_phi;
  unsigned n_rest, n_func, n_epochs, has_gas;

  /* Of the library, once. */
  const float *flux, *continuum, *luminosity;
  const double *wave_edges;     /* (W + 1) */
  const double *line_wave;      /* (L) increasing */
  const unsigned *line_id;      /* (L) of these in the library */
  const unsigned *phi_line;     /* (n_phi) line of an entry of phi */
  const unsigned *phi_first;    /* (L) */
  const unsigned *node;         /* (stride) as in SlLineProfiles, and so on */
  const float *frac, *inside;
  const double *k0;             /* (laws, stride) */
  const double *lnx, *bump;     /* (stride) */
  const float *nu;              /* (stride) widths of pixels [Hz] */
  const unsigned *light_row;    /* (A) an age's first row of light */

  /* Functionals. */
  const unsigned *kind;         /* (F) SlGpuKind */
  const unsigned *table_at;     /* (F) */
  const double *tables;         /* (tables, A, Z) */
  const SlGpuSpan *span;        /* (F) those of the observer's frame staged, as their weights are */
  const unsigned *block;
  const float *k, *dk;

  /* (staged) */
  const SlGpuParams *params;
  const double *wz, *wu;        /* (A, 3, Z), (3, U) weights of metals and ionisations */
  const unsigned *line_off;     /* (L) by number in the library */
  const unsigned *curve_of;     /* (A) */
  const double *curve;          /* (A, 3) av, delta, bump of a curve */
  const unsigned *todo;         /* (F) to be made */
  const unsigned *hist_row;     /* (n_rest) those of histories, n_hist of them */
  const double *link;           /* (SL_MAX_JACOBIAN_TERMS, A) coefficients */
  const double *mass, *dmass;   /* (A), (A, SL_N_SFH_TANGENTS) at the galaxy's epoch */
  const double *dmu;            /* (A, SL_N_SFH_TANGENTS) */
  const double *masses, *dmasses; /* (E, A), (E, A, SL_N_SFH_TANGENTS) */
  const double *dust_emission_spectrum;           /* (1 + 3, stride) */
  const float *coef;            /* (tiles, A, SL_GPU_TILE) */

  /* What is made. */
  unsigned *line_first, *line_count; /* (L) */
  unsigned *cover;              /* (W, 2) first line that reaches a pixel, and the one behind the last */
  float *phi, *dphi;            /* (n_phi) */
  float *gas_cont, *gas_lum;    /* (Y, 5, N), (Y, 5, L) */
  float *light, *dust;          /* rows; (A, SL_MAX_DUST_ROWS, stride) */
  double *energy_part;          /* (A, PIECES, 2, N_SUMS) */
  double *energy;               /* (A, 2, N_SUMS) luminosities before dust and behind it */
  double *energy_slot;        /* (A, 2, N_COLUMNS) */
  double *dust_emission_sum;             /* (F, GLOW_SUMS) */
  double *out;                  /* (A, F, N_OUT) */
  double *column;               /* (A, F, N_COLUMNS) */
  double *by_mu;                /* (A, F) derivative by the centre of metals */
  double *totals;               /* (F, N_TOTALS) at the galaxy's epoch */
  double *totals_epochs;        /* (hist rows, E, N_TOTALS) */
  double *taken;                /* (SL_MAX_OUTPUTS) luminosity that dust takes, of each output [Lsun] */
  float *term;                  /* (SL_MAX_TERMS, stride) */
  float *spectrum;              /* (SL_MAX_OUTPUTS, stride) Lsun/Hz, not scaled */
  float *groups;                /* (GROUPS, stride) likewise */
} SlGpuArrays;

/* What the lanes of a group share. */
typedef struct { double sum[SL_GPU_N_SFH_TANGENTS][2 * SL_GPU_N_SUMS]; } SlGpuShared;
