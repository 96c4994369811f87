/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Quantities in which a spectrum can be given [PHYSICS, section 8]. */
typedef enum {
  SL_QUANTITY_L_NU,     /* Lsun/Hz */
  SL_QUANTITY_NU_L_NU,  /* Lsun */
  SL_QUANTITY_L_LAMBDA, /* Lsun/A */
  SL_QUANTITY_F_NU,     /* observed flux density, microjansky */
  SL_QUANTITY_AB,       /* its AB magnitude */
  SL_N_QUANTITIES
} SlQuantity;

/* Converts a luminosity l_nu [Lsun/Hz] at a rest-frame wavelength [A]. dimming: magnitudes added by distance
 * and redshift (SlEpoch), 0 at 10 pc; luminosities do not depend on it. */
double sl_quantity (SlQuantity quantity, double l_nu, double wave, double dimming);
/* d ln quantity / d dimming; for magnitudes that of the flux. */
double sl_quantity_by_dimming (SlQuantity quantity);
