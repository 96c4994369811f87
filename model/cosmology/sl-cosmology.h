/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/galaxy/sl-galaxy.h"

/* Age of the universe at, and distance to, a galaxy at redshift z [PHYSICS, section 8]. Tangents: z, Om0, w0,
 * wa, h. Functions are pure. Thread: any. */
typedef struct {
  double t_obs, dt_obs[5];      /* Gyr, capped at 13.8 (tangents 0 then) */
  double dimming, ddimming[5];  /* magnitudes: distance modulus - 2.5 lg(1 + z); NaN at z <= 0 */
} SlEpoch;

/* p: redshift, Om0, w0, wa, h. */
void sl_cosmology_epoch (const double p[5], SlEpoch *out);
/* Redshifts z (n) at which the cosmology c (Om0, w0, wa, h) has the ages t (n), increasing [Gyr]; NaN for
 * ages that it has not reached today. */
void sl_cosmology_redshifts (const double c[4], const double *t, guint n, double *z);
/* Dimming alone, with tangents: as in SlEpoch. */
void sl_cosmology_dimming (const double p[5], double *dimming, double ddimming[5]);

/* Gyr: the model's times end here. */
#define SL_COSMOLOGY_TODAY 13.8
/* The redshift at which a galaxy is observed at cosmic time t [Gyr], by its cosmology; 0 from
 * SL_COSMOLOGY_TODAY on, and where the universe is younger than t today. */
double sl_cosmology_redshift_at (const SlGalaxy *galaxy, double t);
