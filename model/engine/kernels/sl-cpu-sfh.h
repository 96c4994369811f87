/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/kernels/sl-cpu-kernels.h"
#include "model/autodiff/sl-simd.h"

/* See the members of SlKernels of the same names. */
void SL_SIMD_NAME (sl_sfh) (SlSfh *h, const SlAgeGrid *ages);
void SL_SIMD_NAME (sl_age_masses) (const SlSfh *h, const SlAgeGrid *ages, double t,
                                   const SlTableOffset *offsets, SlSfhTangents *scratch, SlAgeMasses *out);
void SL_SIMD_NAME (sl_find_offsets) (const SlSfh *h, const SlAgeGrid *ages, double t, SlTableOffset *offsets);
void SL_SIMD_NAME (sl_age_metals) (const SlSfh *h, const SlAgeGrid *ages, double t, gboolean t_varies,
                                   const SlTable *table, double *mu, double *dmu);
