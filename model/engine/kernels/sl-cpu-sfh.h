/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/kernels/sl-cpu-kernels.h"
#include "model/autodiff/sl-simd.h"

/* See the members of SlKernels of the same names. */
void SL_SIMD_NAME (sl_history) (SlHistory *h, const SlAgeGrid *ages);
void SL_SIMD_NAME (sl_age_masses) (const SlHistory *h, const SlAgeGrid *ages, double t, const SlPlace *places,
                                   SlLanes *scratch, SlAgeMasses *out);
void SL_SIMD_NAME (sl_find_places) (const SlHistory *h, const SlAgeGrid *ages, double t, SlPlace *places);
void SL_SIMD_NAME (sl_age_metals) (const SlHistory *h, const SlAgeGrid *ages, double t, gboolean t_varies,
                                   const SlTable *table, double *mu, double *dmu);
