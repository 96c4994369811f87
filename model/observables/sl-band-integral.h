/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/cosmology/sl-igm.h"
#include "model/observables/sl-filters.h"
#include "model/ssp/sl-band-grid.h"

/* Integrals of a band over a spectrum that is linear in wavelength between the library's nodes and 0 outside
 * them, with a transmission that is linear between the filter's nodes: exact over the union of both sets of
 * nodes [PHYSICS, section 0b, 2]. */

/* What the integral int T(lam) L(lam / (1 + z)) dlam / lam is a sum of: weights of consecutive nodes. */
typedef struct {
  guint first, n;       /* nodes first ... first + n - 1 of the library */
  double covered;       /* share of int T dlam / lam that lies within the library, 0 to 1 */
} SlBandSpan;

/* Fills k, and where they are not NULL dk and ddk: the weight of each node of the span and its first and
 * second derivative with respect to z. Space for n entries of each. igm: absorption between the galaxies
 * as part of the integrand, or NULL. Allocates nothing. Thread: any. */
SlBandSpan sl_band_integral (const SlFilter *filter, const SlIgm *igm, const SlBandGrid *grid, double z,
                             double *k, double *dk, double *ddk);

/* int T dlam / lam. */
double sl_band_integral_of_filter (const SlFilter *filter);
/* Share of it that lies between two observed wavelengths [Angstrom]: 0 to 1. */
double sl_band_covered (const SlFilter *filter, double lo, double hi);
/* The same with the derivatives of the ends: value, first and second derivative
 * of the share within a grid from lo to hi [Angstrom at rest] that is seen at redshift z, by z. */
double sl_band_covered_at (const SlFilter *filter, double lo, double hi, double z, double *dz, double *ddz);
