/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/observables/sl-quantity.h"

#include <math.h>

#include <glib.h>

#define SL_DUAL_K 1
#include "model/formulas/sl-formula.h"

double
sl_quantity (SlQuantity quantity, double l_nu, double wave, double dimming)
{
  const double k[1] = { SL_AB0 };

  switch (quantity)
    {
    case SL_QUANTITY_NU_L_NU:
      return l_nu * SL_C_AA / wave;
    case SL_QUANTITY_L_LAMBDA:
      return l_nu * SL_C_AA / (wave * wave);
    case SL_QUANTITY_F_NU:
      return sl_observable_d (SL_FORMULA_FLUX, &l_nu, dimming, k);
    case SL_QUANTITY_AB:
      return sl_observable_d (SL_FORMULA_MAGNITUDE, &l_nu, dimming, k);
    case SL_QUANTITY_L_NU:
    case SL_N_QUANTITIES:
      break;
    }
  return l_nu;
}

double
sl_quantity_by_dimming (SlQuantity quantity)
{
  return quantity == SL_QUANTITY_F_NU || quantity == SL_QUANTITY_AB ? -0.4 * G_LN10 : 0.0;
}
