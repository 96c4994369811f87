/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ssp/sl-medium.h"

#include <math.h>

/* Each makes the error 3e-4 times smaller. */
#define NEWTON_STEPS 4

static const char *const name_table[SL_N_MEDIA] = { [SL_MEDIUM_AIR] = "air", [SL_MEDIUM_VACUUM] = "vacuum" };

const char *
sl_medium_name (SlMedium medium)
{
  g_return_val_if_fail ((guint) medium < SL_N_MEDIA, NULL);
  return name_table[medium];
}

gboolean
sl_medium_find (const char *name, SlMedium *medium)
{
  for (guint i = 0; i < SL_N_MEDIA; i++)
    if (name_table[i] && g_ascii_strcasecmp (name, name_table[i]) == 0)
      {
        *medium = (SlMedium) i;
        return TRUE;
      }
  return FALSE;
}

double
sl_vacuum_of_air (double air)
{
  const double s = 1e4 / air, s2 = s * s;

  return air * (1.0 + 8.336624212083e-5 + 0.02408926869968 / (130.1065924522 - s2)
                + 1.599740894897e-4 / (38.92568793293 - s2));
}

/* The slope of the vacuum's wavelength is taken as 1, which is right within 3e-4. */
double
sl_air_of_vacuum (double vacuum)
{
  double air = vacuum;

  for (guint i = 0; i < NEWTON_STEPS; i++)
    air -= sl_vacuum_of_air (air) - vacuum;
  return air;
}

double
sl_axis_to_vacuum (double wave, double air_from)
{
  return wave < air_from ? wave : sl_vacuum_of_air (wave);
}

double
sl_axis_to_air (double wave, double air_from)
{
  if (wave >= air_from || wave < SL_AIR_FROM)
    return wave;
  return fmax (sl_air_of_vacuum (wave), SL_AIR_FROM);
}

double
sl_axis_of_air (double wave, double air_from)
{
  if (wave >= SL_AIR_FROM)
    return wave >= air_from ? wave : sl_vacuum_of_air (wave);
  /* A library that is in air there too. */
  if (air_from < SL_AIR_FROM && sl_air_of_vacuum (wave) >= air_from)
    return sl_air_of_vacuum (wave);
  return wave;
}
