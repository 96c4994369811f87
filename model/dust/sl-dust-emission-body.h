/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Infrared spectrum of dust for the dual numbers of the including file, which has read sl-formula.h. No
 * include guard: a file has one kind of dual number. */
#include "model/dust/sl-dust-emission.h"

/* An interpolation of templates: the cell of the table, and the position in it. */
typedef struct {
  const SlDustEmissionGrid *dust_emission_spectrum;
  guint corner[4];
  SlDual umin, gamma, qpah, power;
} DustEmissionMix;

/* Position of x on an axis: the cell, and the fraction of it below x (0 or 1, without derivative, beyond the
 * ends). */
static SlDual
dust_emission_offset (SlDual x, const double *axis, guint n, guint *cell)
{
  *cell = sl_table_interval (x.v, axis, n);
  if (x.v < axis[0])
    return sl_dual_constant (0.0);
  if (x.v > axis[n - 1])
    return sl_dual_constant (1.0);
  return sl_between_D (x, axis[*cell], axis[*cell + 1]);
}

/* p: umin, dust_gamma, qpah. */
static DustEmissionMix
dust_emission_mix (const SlDustEmissionGrid *dust_emission_spectrum, const SlDual p[SL_N_DUST_EMISSION])
{
  const SlDustEmission *t = dust_emission_spectrum->table;
  DustEmissionMix mix = { .dust_emission_spectrum = dust_emission_spectrum, .gamma = p[1] };
  SlDual power[2];
  guint iq, iu;

  mix.umin = dust_emission_offset (p[0], t->umin, t->n_umin, &iu);
  mix.qpah = dust_emission_offset (p[2], t->qpah, t->n_qpah, &iq);
  for (guint c = 0; c < 4; c++)
    mix.corner[c] = (iq + c / 2) * t->n_umin + iu + c % 2;
  for (int k = 0; k < 2; k++)
    {
      const double *from = t->power[k];

      power[k] = sl_bilinear_D (from[mix.corner[0]], from[mix.corner[1]], from[mix.corner[2]],
                                from[mix.corner[3]], mix.qpah, mix.umin);
    }
  mix.power = sl_dust_mix_D (mix.gamma, power[0], power[1]);
  return mix;
}

/* Light of unit luminosity [1/Hz] in pixel first + i. */
static SlDual
dust_emission_light (const DustEmissionMix *mix, guint i)
{
  const gsize n = mix->dust_emission_spectrum->n;
  SlDual product[2];

  for (int k = 0; k < 2; k++)
    {
      const float *from = mix->dust_emission_spectrum->product[k] + i;

      product[k] = sl_bilinear_D (from[mix->corner[0] * n], from[mix->corner[1] * n],
                                  from[mix->corner[2] * n], from[mix->corner[3] * n], mix->qpah, mix->umin);
    }
  return quo (sl_dust_mix_D (mix->gamma, product[0], product[1]), mix->power);
}
