/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The formulas that make an observable of a few linear functionals phi and constants k: see
 * sl-formula-light.h. */
typedef enum {
  SL_FORMULA_VALUE,         /* phi itself */
  SL_FORMULA_LG,            /* lg phi */
  SL_FORMULA_LG_TIMES,      /* lg (k0 phi0) */
  SL_FORMULA_RATIO,         /* phi0 / phi1 */
  SL_FORMULA_LG_RATIO,      /* lg (phi0 / phi1) */
  SL_FORMULA_MAGNITUDE,     /* phi0: a band; k0: its AB integral; dimmed by distance */
  SL_FORMULA_COLOUR,        /* phi0, phi1: bands; k0, k1: their AB integrals */
  SL_FORMULA_FLUX,          /* as a magnitude, in microjansky */
  SL_FORMULA_MASS_TO_LIGHT, /* phi0: mass, phi1: a band; k0: its AB integral, k1: the Sun's magnitude in it */
  /* phi0, phi1: side bands, phi2 ..: moments of the line; k: see sl_line_over_continuum */
  SL_FORMULA_INDEX,
  SL_FORMULA_INDEX_MAG,     /* the same in magnitudes */
  SL_FORMULA_SLOPE,         /* sum k ln phi */
} SlObsFormula;

/* Most functionals, and most constants, of one observable. */
#define SL_MAX_FUNCTIONALS 16
/* Moments of the light in the line of an index. */
#define SL_INDEX_MOMENTS 14
/* Windows of the ultraviolet slope. */
#define SL_SLOPE_BANDS 10
