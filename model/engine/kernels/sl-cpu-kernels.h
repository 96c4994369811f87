/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

#include "model/sfh/sl-sfh.h"
#include "model/ssp/sl-intermediates.h"

/* The CPU engine's inner loops, compiled once for each instruction set and chosen at run time through one
 * table of functions. They read and write plain arrays, allocate nothing and may run on any thread. */

/* Weights of pixels, by blocks of neighbours with at least one weight. The pixels of a filter or a line band
 * are neighbours, so that whole blocks cost less than single pixels. */
typedef struct {
  guint n;
  const guint *block; /* (n) increasing: pixels block SL_BLOCK ... */
  const float *k;     /* (n, SL_BLOCK) */
  const float *dk;    /* (n, SL_BLOCK) their derivatives with respect to redshift, or NULL */
} SlWeights;

/* A functional of one age. */
typedef struct {
  const SlWeights *weights;
  /* value, and 1 + i its tangent with respect to intermediate i; that of SL_INTERMEDIATE_SIGMA_STAR is 0 */
  double out[1 + SL_N_INTERMEDIATES];
  double dz;          /* derivative with respect to redshift; 0 without dk */
} SlFunctionalSum;
#define SL_SUMS_TOGETHER 16 /* as many functionals share a walk over the rows of an age */

/* Velocity dispersion: how the light of each pixel of the grid is shared among its neighbours. */
typedef struct {
  guint n;
  const guint *first, *count;
  const gsize *offset;
  /* share per Hz times the pixel's width in Hz, and its derivative with respect to sigma_star */
  const float *phi, *dphi;
} SlSpread;

/* Gas of the young ages, collapsed over metals and U. */
typedef struct {
  guint n_line;
  const guint *first, *count, *offset; /* (L) pixels of a line's profile, and its offset in phi */
  const float *phi, *dphi;             /* profiles per Hz, and their derivative with respect to sigma_v */
  const guint *node;                   /* (stride) left node of the continuum, not decreasing */
  const float *frac;                   /* (stride) 0..1 between that node and the next */
  const float *inside;                 /* (stride) 1 between the first node and the last, else 0 */
} SlLineProfiles;
#define SL_NODE_SLACK 32

/* Spectrum and tangents are sums over ages of coefficients times rows: one term is one row into one output.
 */
typedef struct {
  guint n_age, n_young;
  gsize stride;
  /* (A) first light row of an age: value, then intermediates; old ages have no gas rows */
  const float *const *light;
  const float *const *dust;       /* (A) first row of the age's transmission curve */
  /* (A, stride) derivatives with respect to sigma_star, with velocity dispersion */
  const float *dispersed;
  guint n_terms, n_outputs;
  int row[SL_MAX_TERMS];          /* SL_ROW_* or an intermediate; equal rows are neighbours */
  guint output[SL_MAX_TERMS];
  const float *coef;              /* (A, n_terms); gas rows are read for young ages only */
  float *out[SL_MAX_OUTPUTS];     /* (W) each */
} SlSpectrumJob;

typedef struct {
  const char *name;

  /* SFR, its integral, quenching and halo mass on the table of times. */
  void (*sfh) (SlSfh *sfh, const SlAgeGrid *ages);
  /* Mass by age. offsets NULL: at sfh->t_obs, which is t; also sets sfh->burst_w. Else at another cosmic time
   * t, which has no tangent, with (A + 2) offsets of the births at the bins' edges and, last, of t itself;
   * needs sfh->burst_w. scratch: (2, A + 1). */
  void (*age_masses) (const SlSfh *sfh, const SlAgeGrid *ages, double t, const SlTableOffset *offsets,
                      SlSfhTangents *scratch, SlAgeMasses *out);
  void (*find_offsets) (const SlSfh *sfh, const SlAgeGrid *ages, double t, SlTableOffset *offsets);

  /* lg Z of each age for a galaxy seen at cosmic time t: of the table at the time of birth, or where that is
   * NULL by the mass formed until then. mu: (A); dmu: (A, SL_N_SFH_TANGENTS). */
  void (*metals) (const SlSfh *sfh, const SlAgeGrid *ages, double t, gboolean t_varies, const SlTable *table,
                  double *mu, double *dmu);

  /* Three rows (value, d mu, d scatter) = SL_LIGHT_SCALE sum_z c[r n_z + z] flux[z]; n_z <= SL_MAX_Z. */
  void (*collapse) (const float *flux, gsize stride, guint n_z, const double *c, float *out);
  /* Sums five rows (value, mu, scatter, U, U scatter) of n values over metals and ionisation, likewise: table
   * is (U, Z, n); wz (3, Z) and wu (3, U) weights with their tangents. */
  void (*collapse_gas) (const double *wz, guint n_z, const double *wu, guint n_u, const float *table, guint n,
                        guint row_stride, float *out);
  /* Turns the collapsed stars of a young age (its first three rows) into stars and gas, SL_N_LIGHT_ROWS rows;
   * SL_N_LIGHT_ROWS_TIED unless the gas has metals of its own.
   * cont: five rows of nodes, n_cwave apart (with SL_NODE_SLACK to spare), lum: five rows of L lines (value,
   * mu, scatter, U, U scatter). gas: scratch, six rows of stride floats. */
  void (*add_gas) (float *out, gsize stride, guint n_ionising, double f_esc, gboolean own_metals,
                   const float *cont, guint n_cwave, const float *lum, const SlLineProfiles *profiles,
                   float *gas);
  /* Spreads three rows of stars (value, mu, scatter), stride apart: out = rows spread, dispersed = d
   * out[value] / d sigma_star. */
  void (*spread) (const SlSpread *spread, const float *rows, gsize stride, float *out, float *dispersed);
  /* Rows of a transmission curve. k0, lnx, bump: (stride), see sl-dust-law.h; curve:
   * (SL_N_CURVE), as SL_CURVE_*. */
  void (*transmission) (const double *k0, const double *lnx, const double *bump, gsize stride,
                        const double *curve, SlDustFormula formula, float *out);
  /* n <= SL_SUMS_TOGETHER functionals of one age (rows stride apart): weights are read, the rest is set.
   * n_light: rows of the light in use. The numbers of a functional do not depend on those beside it. */
  void (*functionals) (SlFunctionalSum *sums, guint n, const float *light, guint n_light, const float *dust,
                       SlDustFormula formula, gsize stride);
  /* out[r] = sum k row[r], rows stride apart. */
  void (*sums) (const SlWeights *k, const float *rows, gsize stride, guint n_rows, double *out);
  /* sum k light dust: the value alone. */
  double (*functional_value) (const SlWeights *k, const float *light, const float *dust);
  /* sum k spectrum over n pixels, strictly increasing. */
  double (*pixel_sum) (guint n, const guint *pixel, const double *k, const float *spectrum);
  /* Pixels i0 .. i1 of every output; both multiples of SL_SPECTRUM_CHUNK, or i1 the stride. */
  void (*spectrum) (const SlSpectrumJob *job, gsize i0, gsize i1);
  /* c[i ldc + j] = sum_k a[k lda + i] b[k ldb + j], i < ni, j < nj (a multiple of 8). */
  void (*product) (const double *a, gsize lda, guint ni, const double *b, gsize ldb, guint nj, guint nk,
                   double *c, gsize ldc);
} SlKernels;
#define SL_SPECTRUM_CHUNK 64

extern const SlKernels sl_kernels_avx512, sl_kernels_avx2, sl_kernels_base;
/* The widest that this processor has; the environment variable STARLOOM_SIMD (avx512, avx2, base) can lower
 * it for tests. */
const SlKernels *sl_kernels_best (void);
