/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ssp/sl-band-grid.h"

#include <math.h>

#include "model/ssp/sl-gauss.h"

void
sl_hat_moments (double u, double moment[4])
{
  const int pieces = 1 + (int) (u / SL_GAUSS_MANY_UP_TO);

  for (int m = 0; m < 4; m++)
    moment[m] = 0.0;
  for (int p = 0; p < pieces; p++)
    for (int q = 0; q < SL_GAUSS_MANY; q++)
      {
        const double w = (p + sl_gauss_many_node[q]) / pieces;
        const double weight = sl_gauss_many_weight[q] / pieces * u / (1.0 + u * w);

        moment[0] += weight * (1.0 - w);
        moment[1] += weight * u * w * (1.0 - w);
        moment[2] += weight * w;
        moment[3] += weight * u * w * w;
      }
}

SlBandGrid *
sl_band_grid_new (const double *wave, guint n, double air_from)
{
  SlBandGrid *self = g_new0 (SlBandGrid, 1);

  self->n = n;
  self->air_from = air_from;
  self->wave = g_memdup2 (wave, n * sizeof (double));
  self->vacuum = g_new (double, n);
  for (guint i = 0; i < n; i++)
    self->vacuum[i] = sl_axis_to_vacuum (wave[i], air_from);
  self->air = g_new (double, n);
  for (guint i = 0; i < n; i++)
    self->air[i] = sl_axis_to_air (wave[i], air_from);
  self->moment = g_new0 (double, 4 * MAX (n, 1));
  for (guint i = 0; i + 1 < n; i++)
    {
      const double x = self->vacuum[i];
      double *m = self->moment + 4 * i;

      sl_hat_moments ((self->vacuum[i + 1] - x) / x, m);
      m[1] *= x;
      m[3] *= x;
    }
  return self;
}

const double *
sl_band_grid_wave (const SlBandGrid *self, SlMedium medium)
{
  const double *const waves[SL_N_MEDIA] = { self->wave, self->air, self->vacuum };

  return waves[medium];
}

double
sl_band_grid_air_from (const SlBandGrid *self, SlMedium medium)
{
  return medium == SL_MEDIUM_LIBRARY ? self->air_from : medium == SL_MEDIUM_AIR ? SL_AIR_FROM : INFINITY;
}

void
sl_band_grid_free (SlBandGrid *self)
{
  if (!self)
    return;
  g_free (self->wave);
  g_free (self->vacuum);
  g_free (self->air);
  g_free (self->moment);
  g_free (self);
}
