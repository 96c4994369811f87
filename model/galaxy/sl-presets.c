/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/galaxy/sl-presets.h"

#include <glib/gi18n-lib.h>

#define LG_6_GYR 0.7781512503836436 /* quenched at z ~ 1 */

/* The galaxies of the DSPS paper, Fig. 1. A preset is the defaults of the parameter table, except for the
 * values of its row. */
typedef struct { SlParamId id; double value; } Setting;
static const struct { SlPresetInfo info; guint n; Setting set[8]; } preset_table[] = {
  { { "quenched", N_ ("Quenched galaxy"),
      N_ ("A Milky-Way-mass halo whose star formation stopped about 8 billion years ago.") },
    3, { { SL_PARAM_LG_QT, LG_6_GYR }, { SL_PARAM_LG_DROP, -2.5 }, { SL_PARAM_LG_REJUV, -2.5 } } },
  { { "main-sequence", N_ ("Main-sequence galaxy"),
      N_ ("A Milky-Way-mass halo that forms stars to the present day.") },
    2, { { SL_PARAM_LG_DROP, 0.0 }, { SL_PARAM_LG_REJUV, 0.0 } } },
};

guint
sl_preset_count (void)
{
  return G_N_ELEMENTS (preset_table);
}

const SlPresetInfo *
sl_preset_info (guint i)
{
  return i < G_N_ELEMENTS (preset_table) ? &preset_table[i].info : NULL;
}

gboolean
sl_preset_apply (const char *name, SlGalaxy *galaxy)
{
  for (guint i = 0; i < G_N_ELEMENTS (preset_table); i++)
    if (g_strcmp0 (name, preset_table[i].info.name) == 0)
      {
        sl_galaxy_init (galaxy);
        for (guint k = 0; k < preset_table[i].n; k++)
          galaxy->value[preset_table[i].set[k].id] = preset_table[i].set[k].value;
        return TRUE;
      }
  return FALSE;
}
