/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Colours as the eye sees them. CIE 1931 matching functions as sums of lobes (Wyman, Sloan & Shirley 2013,
 * Journal of Computer Graphics Techniques 2, 1); sRGB with white point D65 (IEC 61966-2-1). Pure
 * functions. */

/* The matching functions at a wavelength [nm]. */
void sl_colour_matching (double nm, double xyz[3]);
/* Integral of L_lambda times the matching functions over the wavelengths, for a spectrum l_nu (n) [Lsun/Hz]
 * at the increasing wavelengths wave [A]: Lsun, by trapezoid. 0 where the grid has nothing from 3600 to 8300
 * A. */
void sl_colour_xyz (const double *wave, const float *l_nu, guint n, double xyz[3]);
/* The same for several spectra at once, several times faster: xyz is (n_spectra, 3). */
void sl_colour_xyz_of (const double *wave, const float *const *l_nu, guint n_spectra, guint n,
                       double (*xyz)[3]);
/* Linear sRGB of XYZ. Colours outside the screen's are below 0 in a channel. */
void sl_colour_rgb (const double xyz[3], double rgb[3]);
/* 0xRRGGBB at full brightness: mixed with as much white as is needed to lie within the screen’s colours, then
 * scaled so that its strongest channel is full. Black for no light. */
guint32 sl_colour_hex (const double rgb[3]);
/* The transfer function of sRGB; argument and value 0 .. 1. */
double sl_colour_encode (double linear);
