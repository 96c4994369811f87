/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* A library's wavelength axis, with the moments from which integrals of bands over it are made. Immutable. */
typedef struct {
  guint n;
  double *wave;         /* (n) Angstrom, as the library gives them, strictly increasing */
  double *vacuum;       /* (n) the same in vacuum */
  double *moment;       /* (n - 1, 4) see sl_hat_moments(); the second and fourth in Angstrom */
} SlBandGrid;

/* air_from: wavelength from which on the axis is in air [Angstrom]; INFINITY where all of it is in vacuum.
 * Copies wave. */
SlBandGrid *sl_band_grid_new (const double *wave, guint n, double air_from);
void sl_band_grid_free (SlBandGrid *self);

/* Integrals over w = 0 ... 1 of u (1 - w), u^2 w (1 - w), u w and u^2 w^2, each over 1 + u w. On an
 * interval from x to x (1 + u) on which T is T(x) + s (lam - x), int T h dlam / lam is moment[0] T(x) +
 * moment[1] s x for the hat h of the left node and moment[2] T(x) + moment[3] s x for that of the right
 * one. */
void sl_hat_moments (double u, double moment[4]);

/* The wavelength in vacuum of one in air [Angstrom] (Morton 2000, ApJS 130, 403; PHYSICS, section 0b, 3). */
double sl_vacuum_of_air (double air);
