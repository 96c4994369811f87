/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Air and vacuum. The field gives wavelengths in air from 2000 A on and in vacuum below; "in air" means this
 * here. All wavelengths in Angstrom. */
typedef enum {
  SL_MEDIUM_LIBRARY,    /* as the library's file has it, or not said */
  SL_MEDIUM_AIR,
  SL_MEDIUM_VACUUM,
  SL_N_MEDIA
} SlMedium;

#define SL_AIR_FROM 2000.0

/* "air" or "vacuum" of files and command lines; NULL for SL_MEDIUM_LIBRARY. */
const char *sl_medium_name (SlMedium medium);
/* FALSE where there is no medium of this name. Case does not matter. */
gboolean sl_medium_find (const char *name, SlMedium *medium);

/* The wavelength in vacuum of one in air (Morton 2000, ApJS 130, 403; PHYSICS, section 0b, 3). */
double sl_vacuum_of_air (double air);
/* Its inverse, by Newton's method: exact to rounding from 1700 A on. */
double sl_air_of_vacuum (double vacuum);

/* The same for axes that are in air from air_from on, INFINITY where all of it is in vacuum. */
double sl_axis_to_vacuum (double wave, double air_from);
/* To wavelengths as the field gives them. What lies between 2000 A and the vacuum wavelength of 2000 A in air
 * becomes 2000 A, so that the order of wavelengths is kept. */
double sl_axis_to_air (double wave, double air_from);
/* Where a wavelength that is given as the field does lies on such an axis. */
double sl_axis_of_air (double wave, double air_from);
