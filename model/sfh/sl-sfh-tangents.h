/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The tangents that an SFH carries: which slot holds the derivative by what. In the subset common to C and
 * C++, without GLib: device code reads it. */
#define SL_N_SFH_TANGENTS 24   /* tangents of an SFH, and of all that is computed from it */
#define SL_SFH_SLOT_FORM 0     /* 0-15: the parameters of the form, in its order (SlSfhFormInfo) */
#define SL_SFH_SLOT_T_OBS 16   /* t_obs */
#define SL_SFH_SLOT_BURST 17   /* 17-19: lgfburst, lgyr_peak, lgyr_max */
