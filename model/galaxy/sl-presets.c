/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/galaxy/sl-presets.h"

#include "model/galaxy/sl-options.h"

#include <glib/gi18n-lib.h>

#define LG_6_GYR 0.7781512503836436 /* quenched at z ~ 1 */

/* A preset is the defaults of the parameter table, except for the options and values of its row. Types of
 * galaxies look like observed ones: tests/model/engine/test-presets.c has what was observed, and README.md
 * here has the table. The last two are the galaxies of the DSPS paper, Fig. 1. */
typedef struct { SlOptionId id; guint value; } Choice;   /* the last: 0, 0, which is the default form */
typedef struct { SlParamId id; double value; } Setting;  /* the last: 0, 0.0; logm0 is never 0 */
#define MOST_CHOICES 4
#define MOST_SETTINGS 20

#define FORM(form) { SL_OPTION_SFH_FORM, SL_SFH_##form }
#define INFRARED { SL_OPTION_DUST_EMISSION, TRUE }
#define METALS(young, old) { SL_PARAM_LGMET_YOUNG, young }, { SL_PARAM_LGMET_OLD, old }
#define DUST(young, old) { SL_PARAM_AV_YOUNG, young }, { SL_PARAM_AV_OLD, old }
/* lg of the rate in each age bin over that in the next older one, the youngest first */
#define RATIOS(a, b, c, d, e, f)                                                                             \
  { SL_PARAM_LGSFR_RATIO_1, a }, { SL_PARAM_LGSFR_RATIO_2, b }, { SL_PARAM_LGSFR_RATIO_3, c },               \
      { SL_PARAM_LGSFR_RATIO_4, d }, { SL_PARAM_LGSFR_RATIO_5, e }, { SL_PARAM_LGSFR_RATIO_6, f }

static const struct {
  SlPresetInfo info;
  Choice choice[MOST_CHOICES];
  Setting set[MOST_SETTINGS];
} preset_table[] = {
  { { "milky-way", N_ ("Milky Way-like galaxy"),
      N_ ("A spiral galaxy with the stellar mass, the star-formation rate and the colour of the Milky Way."),
      N_ ("Old stars give most of the red light, young ones the ultraviolet and the emission lines: vary how "
          "slowly star formation fades."),
      SL_PARAM_TAU },
    { FORM (DELAYED_TAU), INFRARED },
    { { SL_PARAM_LGMSTAR_FORMED, 11.03 }, { SL_PARAM_T_START, 3.0 }, { SL_PARAM_TAU, 2.15 },
      METALS (-1.6, -1.9), { SL_PARAM_LGMET_LGAGE_MID, 0.7 }, { SL_PARAM_LGMET_LGAGE_WIDTH, 0.2 },
      { SL_PARAM_LGU_MEAN, -3.0 }, DUST (0.8, 0.2) } },
  { { "giant-elliptical", N_ ("Giant elliptical galaxy"),
      N_ ("A massive galaxy in a cluster like Coma: nine in ten of its stars are older than 8 billion "
          "years."),
      N_ ("Look at the break at 4000 Å and the absorption lines; metals and age redden alike: vary each."),
      SL_PARAM_LGMET_OLD },
    { FORM (DELAYED_TAU) },
    { { SL_PARAM_LGMSTAR_FORMED, 11.75 }, { SL_PARAM_T_START, 1.0 }, { SL_PARAM_TAU, 1.1 },
      METALS (-1.78, -1.78), { SL_PARAM_LGMET_SCATTER, 0.2 }, { SL_PARAM_SIGMA_STAR, 280.0 },
      DUST (0.0, 0.0), { SL_PARAM_REDSHIFT, 0.02 } } },
  { { "dwarf-irregular", N_ ("Dwarf irregular galaxy"),
      N_ ("A small galaxy, poor in metals, that has formed stars at a nearly constant rate."),
      N_ ("Few metals make hot stars and hot gas: compare [O III] and Hα, and vary the metals."),
      SL_PARAM_LGMET_YOUNG },
    { FORM (DELAYED_TAU), INFRARED },
    { { SL_PARAM_LGMSTAR_FORMED, 8.2 }, { SL_PARAM_T_START, 0.5 }, { SL_PARAM_TAU, 5.5 },
      METALS (-2.4, -2.7), { SL_PARAM_LGU_MEAN, -2.9 }, DUST (0.2, 0.1) } },
  { { "starburst", N_ ("Starburst galaxy"),
      N_ ("A compact galaxy, bright in the ultraviolet, that forms stars much faster than in most of its "
          "past."),
      N_ ("The emission lines are strong enough to change colours: vary the strength of the ionising light."),
      SL_PARAM_LGU_MEAN },
    { FORM (CONTINUITY), INFRARED },
    { { SL_PARAM_LGMSTAR_FORMED, 9.95 }, RATIOS (0.2, 0.4, 0.3, 0.3, 0.0, 0.0), METALS (-2.1, -2.3),
      { SL_PARAM_LGU_MEAN, -2.7 }, DUST (0.6, 0.3), { SL_PARAM_UMIN, 5.0 }, { SL_PARAM_REDSHIFT, 0.1 } } },
  { { "post-starburst", N_ ("Post-starburst galaxy"),
      N_ ("A galaxy that formed many stars up to some 300 million years ago, and hardly any since (E+A)."),
      N_ ("Stars of type A make deep Balmer lines, and Hα emission is missing: vary the third rate ratio, "
          "which says how far star formation fell."),
      SL_PARAM_LGSFR_RATIO_3 },
    { FORM (CONTINUITY) },
    { { SL_PARAM_LGMSTAR_FORMED, 10.7 }, RATIOS (-0.5, -0.7, -1.1, 0.8, 0.0, -0.3), METALS (-1.7, -1.8),
      DUST (0.4, 0.4), { SL_PARAM_REDSHIFT, 0.05 } } },
  { { "dusty", N_ ("Dusty infrared galaxy"),
      N_ ("A luminous infrared galaxy (LIRG): dust hides its young stars and emits their light."),
      N_ ("Most of the light is near 100 µm: vary the dust around young stars and watch both ends."),
      SL_PARAM_AV_YOUNG },
    { FORM (CONTINUITY), INFRARED },
    { { SL_PARAM_LGMSTAR_FORMED, 10.98 }, RATIOS (0.0, 0.4, 0.2, 0.1, 0.0, 0.0), METALS (-1.6, -1.7),
      { SL_PARAM_LGU_MEAN, -3.0 }, DUST (3.5, 1.2), { SL_PARAM_DELTA_YOUNG, -0.1 },
      { SL_PARAM_DELTA_OLD, -0.1 }, { SL_PARAM_UMIN, 10.0 }, { SL_PARAM_DUST_GAMMA, 0.05 },
      { SL_PARAM_REDSHIFT, 0.03 } } },
  { { "z7-emitter", N_ ("Emitter at redshift 7"),
      N_ ("A galaxy of the first billion years as JWST finds them: young, poor in metals, almost without "
          "dust."),
      N_ ("[O III] and Hβ brighten NIRCam’s band at 4.1 µm, and intergalactic gas absorbs the light below "
          "1 µm: vary when stars begin to form, and the distance."),
      SL_PARAM_T_START },
    { FORM (DELAYED_TAU), { SL_OPTION_IGM, TRUE } },
    { { SL_PARAM_LGMSTAR_FORMED, 8.3 }, { SL_PARAM_T_START, 0.68 }, { SL_PARAM_TAU, 1.0 },
      METALS (-2.3, -2.3), { SL_PARAM_LGU_MEAN, -1.6 }, DUST (0.15, 0.15), { SL_PARAM_REDSHIFT, 7.0 } } },
  { { "quenched", N_ ("Quenched (Hearin et al. 2023)"),
      N_ ("A Milky-Way-mass halo whose star formation stopped about 8 billion years ago."), NULL, 0 },
    { { 0 } },
    { { SL_PARAM_LG_QT, LG_6_GYR }, { SL_PARAM_LG_DROP, -2.5 }, { SL_PARAM_LG_REJUV, -2.5 } } },
  { { "main-sequence", N_ ("Main sequence (Hearin et al. 2023)"),
      N_ ("A Milky-Way-mass halo that forms stars to the present day."), NULL, 0 },
    { { 0 } },
    { { SL_PARAM_LG_DROP, 0.0 }, { SL_PARAM_LG_REJUV, 0.0 } } },
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
        const Choice *choice = preset_table[i].choice;
        const Setting *set = preset_table[i].set;

        sl_galaxy_init (galaxy);
        for (guint k = 0; k < MOST_CHOICES && (choice[k].id || choice[k].value); k++)
          sl_galaxy_change_option (galaxy, choice[k].id, choice[k].value);
        for (guint k = 0; k < MOST_SETTINGS && (set[k].id || set[k].value != 0.0); k++)
          galaxy->value[set[k].id] = set[k].value;
        return TRUE;
      }
  return FALSE;
}
