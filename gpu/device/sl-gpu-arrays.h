/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <stddef.h>

#include "model/sfh/sl-sfh-tangents.h"
#include "model/ssp/sl-intermediates.h"

/* The memory of one engine on the device, as every kernel takes it: sizes and addresses, fixed when the
 * engine is created. A, W, Z, U, Y, N, L as in sl-templates.h; rows of W are `stride` elements apart. F:
 * functionals, those of the rest frame, then those of the observer's frame. E: epochs of the observable
 * histories. Only SlGpuParams and the arrays marked (staged) change from one evaluation to the next; they
 * are copied from the host. In the subset common to C and C++. */

enum {
  SL_GPU_N_LANES = 128,     /* threads of a group */
  SL_GPU_PIECES = 16,       /* slices of the pixels, for sums over all of them */
  SL_GPU_TILE = 8,          /* terms of a spectrum that one thread sums */
  SL_GPU_MAX_TILES = 40,
  SL_GPU_N_SUMS = 1 + SL_N_INTERMEDIATES, /* of a functional of one age: value and tangents */
  SL_GPU_N_OUT = SL_GPU_N_SUMS + 1,       /* and the derivative through the redshift of its weights */
  SL_GPU_N_SLOTS = SL_N_SLOTS + 1,        /* value and parameter slots, and that derivative */
  /* slots summed over ages, then the tangents of the SFH */
  SL_GPU_N_TOTALS = SL_GPU_N_SLOTS + SL_N_SFH_TANGENTS,
  SL_GPU_N_DUST_EMISSION = 3,             /* parameters of dust emission */
  SL_GPU_DUST_EMISSION_SUMS = 2 + SL_GPU_N_DUST_EMISSION, /* value, tangents, redshift derivative */
  SL_GPU_N_GROUPS = 5       /* of ages */
};

typedef enum { SL_GPU_WEIGHTS, SL_GPU_TABLE, SL_GPU_ATTENUATED, SL_GPU_ABSORBED, SL_GPU_LINES,
               SL_GPU_LINES_BARE } SlGpuKind;

/* A functional's blocks of pixels: SL_BLOCK weights each; or its emission lines. */
typedef struct { unsigned first, n; } SlGpuSpan;

typedef struct {
  double f_esc, sigma_v, unobscured, delta_all;
  unsigned law, formula, n_curves; /* law: SlDustLaw; formula: SlDustFormula */
  unsigned emission;             /* with dust emission */
  unsigned gas_free;             /* gas has metals of its own */
  unsigned metals_evolve;        /* the SFH's tangents also act through metallicity */
  unsigned dust_emission_slot;
  /* terms that have a slot */
  unsigned n_jacobian_terms, jacobian_intermediate[SL_MAX_JACOBIAN_TERMS];
  unsigned jacobian_slot[SL_MAX_JACOBIAN_TERMS];
  unsigned n_hist;               /* functionals of observable histories */
  /* All columns of totals: those that may differ from 0 come first. */
  unsigned n_columns, column[SL_GPU_N_TOTALS];
  unsigned n_outputs, n_tiles;
  int tile_row[SL_GPU_MAX_TILES];
  unsigned tile_first[SL_GPU_MAX_TILES], tile_n[SL_GPU_MAX_TILES]; /* terms */
  /* Terms by outputs: output o has term[first[o]] ... term[first[o + 1] - 1], in their order. */
  unsigned output_first[SL_MAX_OUTPUTS + 1], output_term[SL_MAX_TERMS];
  unsigned term_tile[SL_MAX_TERMS];
  unsigned output_bare[SL_MAX_OUTPUTS]; /* the light before dust: without dust emission */
  unsigned output_dust_emission[SL_MAX_OUTPUTS]; /* its parameter of dust emission, from 1; 0: none */
  unsigned group_first[SL_GPU_N_GROUPS + 1]; /* ages */
} SlGpuParams;

typedef struct {
  unsigned n_age, n_young, n_met, n_lgu, n_wave, stride, n_cwave, n_line, n_ionising, n_phi;
  unsigned n_rest, n_func, n_epochs, has_gas, n_summed;

  /* Templates, copied once. */
  const float *flux, *continuum, *luminosity;
  const double *wave_edges;     /* (W + 1) */
  const double *line_wave;      /* (L) increasing */
  const unsigned *line_id;      /* (L) their numbers in the library */
  const unsigned *phi_line;     /* (n_phi) line of an entry of phi */
  const unsigned *phi_first;    /* (L) */
  const unsigned *node;         /* (stride) this and the next two as in SlLineProfiles */
  const float *frac, *inside;
  const double *k0;             /* (laws, stride) */
  const double *lnx, *bump;     /* (stride) */
  const float *nu;              /* (stride) widths of pixels [Hz] */
  const unsigned *light_row;    /* (A) an age's first row of light */

  /* Functionals. */
  const unsigned *kind;         /* (F) SlGpuKind */
  const unsigned *table_at;     /* (F) */
  const double *tables;         /* (tables, A, Z) */
  /* Emission lines of the functionals, one after another (n_summed): their places among the lines, in the
   * order of wavelengths, and inputs of the dust law as for pixels. */
  const unsigned *summed_line;
  const double *summed_k0;      /* (laws, n_summed) */
  const double *summed_lnx, *summed_bump; /* (n_summed) */
  const SlGpuSpan *span;        /* (F) in the observer's frame staged, with the weights */
  const unsigned *block;
  const float *k, *dk;

  /* (staged) */
  const SlGpuParams *params;
  const double *wz, *wu;        /* (A, 3, Z), (3, U) weights of metals and ionisations */
  const double *wz_gas;         /* (3, Z) of gas with metals of its own */
  const unsigned *line_off;     /* (L) by number in the library */
  const unsigned *curve_of;     /* (A) */
  const double *curve;          /* (A, 3) av, delta, bump of a curve */
  const unsigned *pending;      /* (F) 1: to be computed */
  const unsigned *hist_row;     /* (n_rest) functionals of observable histories, n_hist of them */
  const double *jacobian_coef;  /* (SL_MAX_JACOBIAN_TERMS, A) */
  const double *mass, *dmass;   /* (A), (A, SL_N_SFH_TANGENTS) at the galaxy's epoch */
  const double *dmu;            /* (A, SL_N_SFH_TANGENTS) */
  const double *masses, *dmasses; /* (E, A), (E, A, SL_N_SFH_TANGENTS) */
  const double *dust_emission_spectrum; /* (1 + 3, stride) */
  const float *coef;            /* (tiles, A, SL_GPU_TILE) */

  /* Results. */
  unsigned *line_first, *line_count; /* (L) */
  unsigned *cover;              /* (W, 2) first line that reaches a pixel, and the one after the last */
  float *phi, *dphi;            /* (n_phi) */
  float *gas_cont, *gas_lum;    /* (Y, 5, N), (Y, 5, L) */
  float *light, *dust;          /* rows; (A, SL_MAX_DUST_ROWS, stride) */
  double *energy_part;          /* (A, PIECES, 2, N_SUMS) */
  double *energy;               /* (A, 2, N_SUMS) luminosities before dust and after it */
  double *energy_slot;          /* (A, 2, N_SLOTS) */
  double *dust_emission_sum;    /* (F, DUST_EMISSION_SUMS) */
  double *out;                  /* (A, F, N_OUT) */
  double *slots;                /* (A, F, N_SLOTS) */
  double *by_mu;                /* (A, F) derivative with respect to mu, the centre of metallicity */
  double *totals;               /* (F, N_TOTALS) at the galaxy's epoch */
  double *totals_epochs;        /* (hist rows, E, N_TOTALS) */
  double *absorbed;             /* (SL_MAX_OUTPUTS) luminosity that dust absorbs of each output [Lsun] */
  float *term;                  /* (SL_MAX_TERMS, stride) */
  float *spectrum;              /* (SL_MAX_OUTPUTS, stride) Lsun/Hz, not scaled */
  float *groups;                /* (GROUPS, stride) likewise */
} SlGpuArrays;

/* Memory that the threads of a group share. */
typedef struct { double sum[SL_GPU_N_LANES][2 * SL_GPU_N_SUMS]; } SlGpuShared;
