/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of kernels of one instruction set. Compiled once for each. */
#include "model/engine/kernels/sl-cpu-sfh.h"
#include "model/engine/kernels/sl-cpu-spectra.h"

#define STRING_(x) #x
#define STRING(x) STRING_ (x)

const SlKernels SL_SIMD_NAME (sl_kernels) = {
  .name = STRING (SL_SIMD),
  .sfh = SL_SIMD_NAME (sl_sfh),
  .age_masses = SL_SIMD_NAME (sl_age_masses),
  .find_offsets = SL_SIMD_NAME (sl_find_offsets),
  .metals = SL_SIMD_NAME (sl_age_metals),
  .collapse = SL_SIMD_NAME (sl_collapse),
  .add_gas = SL_SIMD_NAME (sl_add_gas),
  .spread = SL_SIMD_NAME (sl_spread),
  .transmission = SL_SIMD_NAME (sl_transmission_rows),
  .functionals = SL_SIMD_NAME (sl_functionals_apply),
  .sums = SL_SIMD_NAME (sl_functional_sums),
  .functional_value = SL_SIMD_NAME (sl_functional_value),
  .pixel_sum = SL_SIMD_NAME (sl_pixel_sum),
  .collapse_gas = SL_SIMD_NAME (sl_collapse_gas),
  .spectrum = SL_SIMD_NAME (sl_spectrum),
  .product = SL_SIMD_NAME (sl_product),
};
