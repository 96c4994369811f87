/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Coefficients of the fits to the mass that an SSP retains, for one initial mass function [PHYSICS, section
 * 8; DSPS, Appendix A]. */
typedef struct {
  const char *name, *title; /* title: the name in print, not translated */
  double surviving_a, surviving_d; /* see sl_mass_surviving_d() */
  double remnant_a;                /* see sl_mass_remnant_d() */
} SlImf;

/* NULL for an unknown name. */
const SlImf *sl_imf_find (const char *name);
/* The one that a library's words name (SlTemplates.imf): "Kroupa & Boily (2002), 0.1-100 Msun" is Kroupa's.
 * Kroupa's too where text is NULL or names none that is known. */
const SlImf *sl_imf_of_library (const char *text);
/* All names, separated by "|". */
char *sl_imf_names (void);
/* Living stars and remnants, living stars alone, and remnants alone, per Msun formed at an age. */
double sl_imf_surviving (const SlImf *self, double lg_age_gyr);
double sl_imf_living (const SlImf *self, double lg_age_gyr);
double sl_imf_remnant (const SlImf *self, double lg_age_gyr);
