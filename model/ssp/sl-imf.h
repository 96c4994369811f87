/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Coefficients of the fits to the mass that an SSP retains, for one initial mass function [PHYSICS, section
 * 8; DSPS, Appendix A]. */
typedef struct {
  const char *name, *title;
  double surviving_a, surviving_d; /* see sl_mass_surviving_d() */
  double remnant_a;                /* see sl_mass_remnant_d() */
} SlImf;

/* NULL for an unknown name. */
const SlImf *sl_imf_find (const char *name);
/* All names, separated by "|". */
char *sl_imf_names (void);
/* Stars and remnants, and remnants alone, per Msun formed at an age. */
double sl_imf_surviving (const SlImf *self, double lg_age_gyr);
double sl_imf_remnant (const SlImf *self, double lg_age_gyr);
