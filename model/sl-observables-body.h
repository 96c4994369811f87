/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Observables from their functionals [PHYSICS, section 8], for the dual numbers of the including file, which has read
 * sl-formula.h. No include guard: a file has one kind of dual number. */
#include "model/sl-observables.h"

/* Value of an observable from its functionals' values phi[0..1], before dimming by distance. NaN where it does not exist. */
static SlDual
observable_of (const SlObservable *o, const SlPlan *plan, const SlDual *phi)
{
  SlDual y = sl_dual_constant (NAN);

  switch (o->kind)
    {
    case SL_OBS_MAGNITUDE:
      if (phi[0].v > 0.0)
        y = sl_magnitude_D (phi[0], plan->rows[o->functional[0]].ab);
      break;
    case SL_OBS_COLOUR:
      if (phi[0].v > 0.0 && phi[1].v > 0.0)
        y = sub (sl_magnitude_D (phi[0], plan->rows[o->functional[0]].ab),
                 sl_magnitude_D (phi[1], plan->rows[o->functional[1]].ab));
      break;
    case SL_OBS_WIDTH:
      if (phi[1].v != 0.0)
        y = quo (phi[0], phi[1]);
      break;
    case SL_OBS_LG_SURVIVING:
      if (phi[0].v > 0.0)
        y = rlog10 (phi[0]);
      break;
    case SL_OBS_LG_FORMED:
    case SL_OBS_LG_SFR:
      g_assert_not_reached (); /* these come from the history itself */
    }
  return y;
}
