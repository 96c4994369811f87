/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

#include "model/observables/sl-filters.h"
#include "model/cosmology/sl-igm.h"
#include "model/galaxy/sl-numerics.h"
#include "model/ssp/sl-band-grid.h"
#include "model/observables/sl-line-bands.h"

/* A linear functional of a spectrum: sum_j k[j] L[pixel[j]]. Every observable is a formula of a few of these,
 * so an observable history needs them once for each stellar age only. Sparse: a filter's nodes are ten times
 * as far apart as the pixels in the optical. */
typedef struct {
  guint n;         /* 0 where a band lies outside the grid */
  guint capacity;
  guint *pixel;    /* (n) strictly increasing */
  double *k;       /* (n) */
  double *dk;      /* (n) d k / d redshift, or NULL */
  double *ddk;     /* (n) d^2 k / d redshift^2, or NULL, as dk is */
  double covered;  /* of a band: the share of int T dlam/lam that lies within the grid, 0 to 1 */
} SlFunctional;

void sl_functional_clear (SlFunctional *self);

/* A band integral int T L dlam/lam, L given at the wavelengths of the grid times 1 + z; L is linear between
 * the grid's nodes, 0 outside. Exact: over the union of the grid's and the filter's nodes, in vacuum
 * [PHYSICS, section 0b]. DSPS: by trapezoid on the filter's own nodes, in the grid's wavelengths [section 8].
 * _init_band allocates enough memory for any redshift and rule, slopes: with derivatives by redshift;
 * _set_band fills k, dk and ddk and allocates nothing. igm: absorption by intergalactic gas; or NULL. A band
 * that the grid covers in part has NaN as its weights, or weights over the covered share, by the rule. */
void sl_functional_init_band (SlFunctional *self, const SlFilter *filter, const SlBandGrid *grid,
                              gboolean slopes);
void sl_functional_set_band (SlFunctional *self, const SlFilter *filter, const SlIgm *igm,
                             const SlBandGrid *grid, SlBandRule rule, double z);
/* Band integral of the AB standard (3631 Jy at 10 pc, in Lsun/Hz). */
double sl_filter_ab_integral (const SlFilter *filter, SlNumerics numerics);

/* What an integral from lo to hi is of. The spectrum is interpolated linearly between the nodes of the grid;
 * lo and hi may lie between nodes. */
typedef enum {
  SL_LIGHT_MEAN_NU,      /* mean of L_nu over wavelength; L_nu linear in wavelength */
  /* mean over wavelength of L_nu / lam^2, proportional to F_lambda and linear in wavelength */
  SL_LIGHT_MEAN_LAMBDA,
  SL_LIGHT_TOTAL,        /* integral of L_nu over frequency, Lsun; L_nu linear in frequency */
} SlLight;
#define SL_MAX_ORDER 14
/* order: the integrand is multiplied by the Chebyshev polynomial T_order(u), u = -1 .. 1 from lo to hi; 0 for
 * SL_LIGHT_TOTAL. lo 0 and hi infinite: the ends of the grid. Allocates. FALSE, and an empty functional,
 * where the grid does not reach from lo to hi. */
gboolean sl_functional_init_integral (SlFunctional *self, SlLight light, double lo, double hi, guint order,
                                      const double *wave, guint n_wave);

/* An equivalent width is line / continuum: the integral of L - fit over the line band, and the fit at its
 * centre; the fit is an unweighted quadratic over the two side bands. FALSE with SL_ERROR_OBSERVABLE where
 * the grid has too few pixels in the bands (5 in the side bands, 3 in the line band). Allocates. */
gboolean sl_functional_init_line (SlFunctional *line, SlFunctional *continuum, const SlLineBand *band,
                                  const double *wave, guint n_wave, GError **error);
/* Whether the grid has as many pixels in the bands as a line needs. */
gboolean sl_line_band_resolved (const SlLineBand *band, const double *wave, guint n_wave);
