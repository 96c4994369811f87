/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/ssp/sl-medium.h"

/* A library's wavelength axis, with the moments from which integrals of bands over it are made. Immutable. */
typedef struct {
  guint n;
  double air_from;      /* of wave, Angstrom */
  double *wave;         /* (n) Angstrom, as the library gives them, strictly increasing */
  double *vacuum;       /* (n) the same in vacuum */
  double *air;          /* (n) the same in air from 2000 A on, in vacuum below */
  double *moment;       /* (n - 1, 4) see sl_hat_moments(); the second and fourth in Angstrom */
} SlBandGrid;

/* air_from: wavelength from which on the axis is in air [Angstrom]; INFINITY where all of it is in vacuum.
 * Copies wave. */
SlBandGrid *sl_band_grid_new (const double *wave, guint n, double air_from);
void sl_band_grid_free (SlBandGrid *self);
/* One of the three arrays of wavelengths. */
const double *sl_band_grid_wave (const SlBandGrid *self, SlMedium medium);
/* From which wavelength on that array is in air; INFINITY where all of it is in vacuum. */
double sl_band_grid_air_from (const SlBandGrid *self, SlMedium medium);

/* Integrals over w = 0 ... 1 of u (1 - w), u^2 w (1 - w), u w and u^2 w^2, each over 1 + u w. On an
 * interval from x to x (1 + u) on which T is T(x) + s (lam - x), int T h dlam / lam is moment[0] T(x) +
 * moment[1] s x for the hat h of the left node and moment[2] T(x) + moment[3] s x for that of the right
 * one. */
void sl_hat_moments (double u, double moment[4]);
