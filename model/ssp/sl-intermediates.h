/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/dust/laws/sl-dust-law-ids.h"

/* What the arrays over wavelength of every engine have in common: the names of rows, their scale, the largest
 * sizes. In the subset common to C and C++, without GLib: device code reads it. */

#define SL_MAX_Z 64           /* metallicities, and likewise ionisations, that a library may have */
/* Pixels of a block of weights. */
#define SL_BLOCK 16

/* Intermediates: the few numbers on which a pixel of the spectrum of one age depends. Arrays over wavelength
 * carry tangents with respect to these; Jacobian terms lead from them to the parameters, at the end. */
enum {
  /* mean and scatter of lg Z: every age */
  SL_INTERMEDIATE_MU,
  SL_INTERMEDIATE_SCATTER,
  /* gas: young ages only */
  SL_INTERMEDIATE_U,
  SL_INTERMEDIATE_U_SCATTER,
  SL_INTERMEDIATE_ESCAPE,
  SL_INTERMEDIATE_SIGMA,
  SL_INTERMEDIATE_MU_GAS, /* mean lg Z of gas that has metals of its own */
  SL_N_INTERMEDIATES_LIGHT,
  /* dust */
  SL_INTERMEDIATE_AV = SL_N_INTERMEDIATES_LIGHT,
  SL_INTERMEDIATE_DELTA,
  SL_INTERMEDIATE_BUMP,
  SL_INTERMEDIATE_UNOBSCURED,
  /* of two-component dust */
  SL_INTERMEDIATE_AV_ALL = SL_INTERMEDIATE_BUMP,
  SL_INTERMEDIATE_DELTA_ALL = SL_INTERMEDIATE_UNOBSCURED + 1,
  SL_N_INTERMEDIATES_DUST,
  /* velocity dispersion of the stars: every age; in an array of its own */
  SL_INTERMEDIATE_SIGMA_STAR = SL_N_INTERMEDIATES_DUST,
  SL_N_INTERMEDIATES,
  SL_N_INTERMEDIATES_OLD = SL_INTERMEDIATE_U
};
/* Rows of an SSP's spectrum: the value, and tangents with respect to the intermediates of light. */
#define SL_N_LIGHT_ROWS (1 + SL_N_INTERMEDIATES_LIGHT)
/* Those in use where gas has the metals of the stars: the last row is that of SL_INTERMEDIATE_MU_GAS. */
#define SL_N_LIGHT_ROWS_TIED (SL_N_LIGHT_ROWS - 1)
/* Rows of a transmission curve: the value, and tangents with respect to the intermediates of dust. Laws with
 * one component lack the last row. */
#define SL_MAX_DUST_ROWS (1 + SL_N_INTERMEDIATES_DUST - SL_INTERMEDIATE_AV)
#define SL_N_DUST_ROWS(formula) (SL_MAX_DUST_ROWS - ((formula) != SL_DUST_FORMULA_CHARLOT_FALL))

/* Rows of light hold Lsun/Hz per Msun times this: so the faint far ultraviolet of old stars has a float's
 * full precision. */
#define SL_LIGHT_SCALE 0x1p48

/* Rows from which a spectrum and its tangents are summed, besides those of the intermediates. */
#define SL_ROW_BARE (-2)      /* an SSP before dust */
#define SL_ROW_VALUE (-1)     /* an SSP after dust */
#define SL_MAX_TERMS 160
#define SL_MAX_OUTPUTS 64
#define SL_MAX_JACOBIAN_TERMS 64

/* Slots of a functional by age: the value, then derivatives with respect to the parameters that act through
 * SSPs, dust and dust emission, in the order of sl_slot_params. */
#define SL_N_SLOT_PARAMS 23
#define SL_N_SLOTS (1 + SL_N_SLOT_PARAMS)

/* Beyond this reach a Gaussian line adds less than rounding: erf is 1 to the last bit. */
#define SL_LINE_REACH_SIGMA 8.5
/* Memory for profiles is allocated for lines up to this width [km/s]. */
#define SL_SIGMA_V_MAX 3000.0
