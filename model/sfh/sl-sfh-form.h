/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* Rate and integral of every SFH form, for the SlDual of the including file, which has read sl-formula.h. In
 * the subset common to C and C++, without GLib.
 *
 * sl_sfh_rate_NAME(): the rate at t [Gyr], lgt = lg t: in Msun/yr, or the form's shape. sl_sfh_formed_NAME():
 * the integral of the shape up to t. p: the form's parameters in the order of its entry; t_obs: when the
 * galaxy is seen [Gyr]; in: further inputs, where the form has them. */

typedef struct {
  const double *edges;                /* (SL_SFH_N_BINS + 1) of `continuity` */
  const double *x, *y, *integral;     /* (n) of `table` */
  int n;
  int lookback;                       /* x counts from t_obs */
} SlSfhInputs;

#define SL_REAL SlDual
#define SL_FN(name) sl_##name##_D
#define SL_SFH_RATE(name)                                                                                    \
  SL_INLINE SlDual sl_sfh_rate_##name (SlDual t, SlDual lgt, const SlDual *p, SlDual t_obs,                  \
                                       const SlSfhInputs *in)
#define SL_SFH_FORMED(name)                                                                                  \
  SL_INLINE SlDual sl_sfh_formed_##name (SlDual t, const SlDual *p, SlDual t_obs, const SlSfhInputs *in)
#include "model/sfh/forms/sl-sfh-form-list.h"
#undef SL_REAL
#undef SL_FN
