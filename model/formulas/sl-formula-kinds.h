/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Formulas of observables: each takes a few linear functionals phi and constants k; see sl_observable () in
 * sl-formula-light.h. */
typedef enum {
  SL_FORMULA_VALUE,         /* phi0 */
  SL_FORMULA_LG,            /* lg phi0 */
  SL_FORMULA_LG_TIMES,      /* lg (k0 phi0) */
  SL_FORMULA_RATIO,         /* phi0 / phi1 */
  SL_FORMULA_LG_RATIO,      /* lg (phi0 / phi1) */
  SL_FORMULA_MAGNITUDE,     /* -2.5 lg (phi0 / k0) + dimming; phi0: a band; k0: its AB integral */
  SL_FORMULA_COLOUR,        /* -2.5 lg (phi0 / k0) + 2.5 lg (phi1 / k1) */
  SL_FORMULA_FLUX,          /* 10^(-0.4 (magnitude - 23.9)) microjansky */
  SL_FORMULA_MASS_TO_LIGHT, /* phi0 10^(0.4 (M - k1)); phi0: mass; M: magnitude of phi1, k0; k1: the Sun's */
  SL_FORMULA_INDEX,         /* k_scale (1 - mean of F / C), phi and k as SL_INDEX_* */
  SL_FORMULA_INDEX_MAG,     /* -2.5 lg (mean of F / C) */
  SL_FORMULA_SLOPE,         /* sum_n k_n ln phi_n */
} SlObsFormula;

/* Functionals of an absorption index: means in its side bands, and moments of its line band. */
enum { SL_INDEX_BLUE, SL_INDEX_RED, SL_INDEX_MOMENT };
/* Its constants: position of the line band's middle between the middles of the side bands, 0 .. 1; half
 * its width over their distance; the index of a line that absorbs all light. */
enum { SL_INDEX_K_MIDDLE, SL_INDEX_K_HALF_WIDTH, SL_INDEX_K_SCALE };

/* Most functionals, and most constants, of one observable. */
#define SL_MAX_FUNCTIONALS 16
/* Moments of the light in the line band of an index. */
#define SL_INDEX_MOMENTS 14
/* Bands of the ultraviolet slope. */
#define SL_SLOPE_BANDS 10
