/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/kernels/sl-cpu-kernels.h"
#include "model/autodiff/sl-simd.h"

/* See the members of SlKernels of the same names. */
void SL_SIMD_NAME (sl_collapse) (const float *flux, gsize stride, guint n_z, const double *c, float *out);
void SL_SIMD_NAME (sl_add_gas) (float *out, gsize stride, guint n_ionising, double f_esc, gboolean own_metals,
                                const float *cont, guint n_cwave, const float *lum,
                                const SlLineProfiles *profiles, float *gas);
void SL_SIMD_NAME (sl_spread) (const SlSpread *spread, const float *rows, gsize stride, float *out,
                               float *dispersed);
void SL_SIMD_NAME (sl_transmission_rows) (const double *k0, const double *lnx, const double *bump,
                                          gsize stride, const double *curve, SlDustFormula formula,
                                          float *out);
void SL_SIMD_NAME (sl_functionals_apply) (SlFunctionalSum *sums, guint n, const float *light, guint n_light,
                                          const float *dust, SlDustFormula formula, gsize stride);
void SL_SIMD_NAME (sl_functional_sums) (const SlWeights *k, const float *rows, gsize stride, guint n_rows,
                                        double *out);
double SL_SIMD_NAME (sl_functional_value) (const SlWeights *k, const float *light, const float *dust);
double SL_SIMD_NAME (sl_pixel_sum) (guint n, const guint *pixel, const double *k, const float *spectrum);
void SL_SIMD_NAME (sl_collapse_gas) (const double *wz, guint n_z, const double *wu, guint n_u,
                                     const float *table, guint n, guint row_stride, float *out);
void SL_SIMD_NAME (sl_spectrum) (const SlSpectrumJob *job, gsize i0, gsize i1);
void SL_SIMD_NAME (sl_product) (const double *a, gsize lda, guint ni, const double *b, gsize ldb, guint nj,
                                guint nk, double *c, gsize ldc);
