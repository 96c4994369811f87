/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The formulas of observables, a row each: SL_FORMULA_<ID>, and the function sl_observe_<name> () of
 * sl-formula-light.h that takes a few linear functionals phi and constants k. */
#define SL_OBS_FORMULAS(FORMULA)                                                                             \
  FORMULA (VALUE, value)                    /* phi0 */                                                       \
  FORMULA (LG, lg)                          /* lg phi0 */                                                    \
  FORMULA (LG_TIMES, lg_times)              /* lg (k0 phi0) */                                               \
  FORMULA (RATIO, ratio)                    /* phi0 / phi1 */                                                \
  FORMULA (LG_RATIO, lg_ratio)              /* lg (phi0 / phi1) */                                           \
  FORMULA (MAGNITUDE, magnitude)            /* -2.5 lg (phi0 / k0) + dimming; k0: integral of AB 0 */        \
  FORMULA (COLOUR, colour)                  /* -2.5 lg (phi0 / k0) + 2.5 lg (phi1 / k1) */                   \
  FORMULA (FLUX, flux)                      /* 10^(-0.4 (magnitude - 23.9)) microjansky */                   \
  FORMULA (MASS_TO_LIGHT, mass_to_light)    /* phi0 10^(0.4 (M - k1)); M: magnitude (phi1, k0) */            \
  FORMULA (INDEX, index)                    /* k_scale (1 - mean of F / C), phi and k as SL_INDEX_* */       \
  FORMULA (INDEX_MAG, index_mag)            /* -2.5 lg (mean of F / C) */                                    \
  FORMULA (SLOPE, slope)                    /* sum_n k_n ln phi_n */

typedef enum {
#define SL_OBS_FORMULA_ID(id, name) SL_FORMULA_##id,
  SL_OBS_FORMULAS (SL_OBS_FORMULA_ID)
#undef SL_OBS_FORMULA_ID
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
