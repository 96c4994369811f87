/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/cosmology/sl-cosmology.h"

#include <string.h>

#define SL_DUAL_K 5
#include "model/formulas/sl-formula.h"

static void
variables (const double p[5], SlDual *z, SlDual c[4])
{
  *z = (SlDual){ .v = p[0], .d = { 1.0 } };
  for (int i = 0; i < 4; i++)
    {
      c[i] = sl_dual_constant (p[1 + i]);
      c[i].d[1 + i] = 1.0;
    }
}

void
sl_cosmology_dimming (const double p[5], double *dimming, double ddimming[5])
{
  SlDual z, c[4], dim;

  variables (p, &z, c);
  /* The distance is 0 at z = 0: there are no observed magnitudes. */
  dim = p[0] > 0.0 ? sl_cosmo_dimming_D (z, c) : sl_dual_constant (NAN);
  *dimming = dim.v;
  for (int i = 0; i < 5; i++)
    ddimming[i] = p[0] > 0.0 ? dim.d[i] : NAN;
}

void
sl_cosmology_epoch (const double p[5], SlEpoch *out)
{
  SlDual z, c[4], t;

  variables (p, &z, c);
  t = sub (sl_cosmo_age_z0_D (c), sl_cosmo_lookback_D (z, c));
  if (t.v > SL_T_MAX)
    t = sl_dual_constant (SL_T_MAX);
  out->t_obs = t.v;
  memcpy (out->dt_obs, t.d, sizeof t.d);
  sl_cosmology_dimming (p, &out->dimming, out->ddimming);
}

/* Newton's method on age (z) = t converges in a few steps from the neighbouring epoch's redshift. */
#define MAX_STEPS 60
#define AGE_TOLERANCE 1e-12 /* Gyr */

void
sl_cosmology_redshifts (const double c[4], const double *t, guint n, double *z)
{
  double age_z0 = sl_cosmo_age_z0_d (c), guess = 0.0;

  for (guint i = n; i-- > 0;)
    {
      double x = guess, lo = 0.0, hi = G_MAXDOUBLE;

      z[i] = NAN;
      if (t[i] > age_z0)
        continue;
      for (int k = 0; k < MAX_STEPS; k++)
        {
          double miss = age_z0 - sl_cosmo_lookback_d (x, c) - t[i];
          double slope = -SL_HUBBLE_GYR / (c[3] * (1.0 + x) * sl_cosmo_e_d (x, c));

          if (fabs (miss) < AGE_TOLERANCE)
            break;
          if (miss > 0.0)
            lo = x;
          else
            hi = x;
          x -= miss / slope;
          if (!(x > lo && x < hi))
            x = hi < G_MAXDOUBLE ? 0.5 * (lo + hi) : 2.0 * lo + 0.1;
        }
      z[i] = guess = x;
    }
}

double
sl_cosmology_redshift_at (const SlGalaxy *galaxy, double t)
{
  const double c[4] = { galaxy->value[SL_PARAM_OM0], galaxy->value[SL_PARAM_W0], galaxy->value[SL_PARAM_WA],
                        galaxy->value[SL_PARAM_H] };
  double z = NAN;

  if (t >= SL_COSMOLOGY_TODAY)
    return 0.0;
  sl_cosmology_redshifts (c, &t, 1, &z);
  return isfinite (z) ? MAX (z, 0.0) : 0.0;
}
