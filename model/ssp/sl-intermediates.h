/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/dust/laws/sl-dust-law-ids.h"

/* What the arrays of every engine have in common: the names of rows, their scale, the most of everything. In
 * the subset common to C and C++, without GLib: read by code for devices too. */

#define SL_MAX_Z 64           /* metallicities, and likewise ionisations, that a library may have */
/* Pixels that functionals weigh together. */
#define SL_BLOCK 16

/* Local variables of a population of one age: what a pixel of its spectrum depends on. Stage by stage the
 * tangents with respect to these few are carried, and the chain to the parameters is applied at the end. */
enum {
  SL_INTERMEDIATE_MU,
  SL_INTERMEDIATE_SCATTER, /* metals: every age */
  /* gas: young ages only */
  SL_INTERMEDIATE_U,
  SL_INTERMEDIATE_U_SCATTER,
  SL_INTERMEDIATE_ESCAPE,
  SL_INTERMEDIATE_SIGMA,
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
  /* stars' motion: every age; a row apart */
  SL_INTERMEDIATE_SIGMA_STAR = SL_N_INTERMEDIATES_DUST,
  SL_N_INTERMEDIATES,
  SL_N_INTERMEDIATES_OLD = SL_INTERMEDIATE_U
};
/* Rows of a population's spectrum: the value and the light locals. */
#define SL_N_LIGHT_ROWS (1 + SL_N_INTERMEDIATES_LIGHT)
/* Rows of a transmission curve: the value and the dust locals; two-component dust has all, the others one
 * less. */
#define SL_MAX_DUST_ROWS (1 + SL_N_INTERMEDIATES_DUST - SL_INTERMEDIATE_AV)
#define SL_N_DUST_ROWS(formula) (SL_MAX_DUST_ROWS - ((formula) != SL_DUST_FORMULA_CHARLOT_FALL))

/* Rows of light hold Lsun/Hz per Msun times this, so that what is faint in the far ultraviolet still has a
 * float's full precision. */
#define SL_LIGHT_SCALE 0x1p48

/* The rows from which a spectrum and its tangents are summed, besides those of the locals. */
#define SL_ROW_BARE (-2)      /* the population before dust */
#define SL_ROW_VALUE (-1)     /* the population behind dust */
#define SL_MAX_TERMS 160
#define SL_MAX_OUTPUTS 64
#define SL_MAX_JACOBIAN_TERMS 64

/* Columns of a functional by age: value, then the parameters that act through SSPs, dust and dust emission,
 * in the order of sl_slot_params. */
#define SL_N_SLOT_PARAMS 22
#define SL_N_SLOTS (1 + SL_N_SLOT_PARAMS)

/* Beyond this reach a Gaussian line adds less than rounding: erf is 1 to the last bit. */
#define SL_LINE_REACH_SIGMA 8.5
/* Room for profiles is made once, for lines up to this width. */
#define SL_SIGMA_V_MAX 3000.0
