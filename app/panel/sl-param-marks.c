/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/panel/sl-param-marks.h"

#include <glib/gi18n.h>

/* Solar metal mass fraction of the default library; the panel replaces it by that of the library in use. */
#define USUAL_ZSUN 0.02

/* Logarithms of round quantities. */
#define LG_2 0.3010299956639812
#define LG_3 0.47712125471966244
#define LG_6 0.7781512503836436
#define LG_13_8 1.1398790864012365
static const SlParamTick ticks_redshift[] = { { 0.0, "0" },   { 2.0, "2" },   { 4.0, "4" },  { 7.0, "7" },
                                              { 10.0, "10" }, { 15.0, "15" }, { 20.0, "20" } };
static const SlParamTick ticks_halo[] = {
  { 10.0, "10<sup>10</sup>" }, { 11.0, "10<sup>11</sup>" }, { 12.0, "10<sup>12</sup>" },
  { 13.0, "10<sup>13</sup>" }, { 14.0, "10<sup>14</sup>" }, { 15.0, "10<sup>15</sup>" },
};
static const SlParamTick ticks_stars[] = { { 7.0, "10<sup>7</sup>" },
                                           { 9.0, "10<sup>9</sup>" },
                                           { 10.0, "10<sup>10</sup>" },
                                           { 11.0, "10<sup>11</sup>" },
                                           { 12.0, "10<sup>12</sup>" } };
static const SlParamTick ticks_lg_gyr[] = { { -1.0, "0.1" }, { 0.0, "1" }, { 1.0, "10" } };
static const SlParamTick ticks_quench[] = { { LG_2, "2" }, { LG_3, NULL }, { LG_6, "6" }, { 1.0, NULL },
                                            { LG_13_8, N_ ("today") } };
static const SlParamTick ticks_today[] = { { 13.8, N_ ("today") } };
static const SlParamTick ticks_level[] = { { -3.0, "0.1" }, { -2.0, "1" }, { -1.0, "10" }, { 0.0, "100" } };
static const SlParamTick ticks_yr[] = {
  { 6.0, N_ ("1 Myr") }, { 7.0, N_ ("10 Myr") }, { 8.0, N_ ("100 Myr") }, { 9.0, N_ ("1 Gyr") }
};
static const SlParamTick ticks_metals[] = { { -2.0, "1/100", TRUE },
                                            { -1.0, "1/10", TRUE },
                                            { 0.0, N_ ("Sun"), TRUE } };
static const SlParamTick ticks_zero[] = { { 0.0, "0" } };
/* Exponents of power laws: of da Cunha et al. (2008) for birth clouds, of Charlot & Fall (2000). */
static const SlParamTick ticks_power[] = { { -1.3, "−1.3 DC08" }, { -0.7, "−0.7 CF00" } };
static const SlParamTick ticks_lgu[] = {
  { -4.0, N_ ("weak") }, { -3.0, NULL }, { -2.0, NULL }, { -1.0, N_ ("strong") }
};
static const SlParamTick ticks_part[] = { { 0.0, "0" }, { 0.5, "½" }, { 1.0, "1" } };
static const SlParamTick ticks_av[] = { { 0.0, N_ ("none") }, { 1.0, "1" }, { 2.0, "2" }, { 3.0, "3" } };
static const SlParamTick ticks_lambda[] = { { -1.0, "Λ" } };
static const SlParamTick ticks_gyr[] = { { 1.0, "1" }, { 5.0, "5" }, { 10.0, "10" }, { 13.8, NULL } };
static const SlParamTick ticks_local[] = { { 1.0, N_ ("near the Sun") }, { 10.0, "10" } };

#define TICKS(list) .ticks = ticks_##list, .n_ticks = G_N_ELEMENTS (ticks_##list)
#define SIMPLE(title, help) .simple_title = title, .simple_help = help
#define IN_UNIT(un, factor) .simple_unit = un, .simple_factor = factor
/* One row for each row of model/galaxy/sl-param-table.h: keyboard step and decimals; then, where there are
 * any, ticks, everyday names and the unit of the quantity whose logarithm the parameter is. */
#define MARKS(id, st, dg, ...) [SL_PARAM_##id] = { .step = st, .digits = dg, __VA_ARGS__ }
static const SlParamMarks marks_table[SL_N_PARAMS] = {
  MARKS (LOGM0, 0.05, 2, TICKS (halo), IN_UNIT ("M<sub>☉</sub>", 1.0),
         SIMPLE (N_ ("Size of the halo"),
                 N_ ("Mass of the dark matter around the galaxy today. Heavier halos gather more gas and "
                     "form more stars."))),
  MARKS (LOGTC, 0.02, 2, TICKS (lg_gyr)),
  MARKS (EARLY_INDEX, 0.05, 2),
  MARKS (LATE_INDEX, 0.02, 2),
  MARKS (T_PEAK, 0.1, 2, TICKS (today)),
  MARKS (LGMCRIT, 0.05, 2, TICKS (halo)),
  MARKS (LGY_AT_MCRIT, 0.05, 2),
  MARKS (INDX_LO, 0.05, 2),
  MARKS (INDX_HI, 0.05, 2),
  MARKS (TAU_DEP, 0.1, 2),
  MARKS (LG_QT, 0.01, 3, TICKS (quench), IN_UNIT ("Gyr", 1.0),
         SIMPLE (N_ ("When star formation stops"),
                 N_ ("Billions of years after the Big Bang at which the galaxy forms the fewest new "
                     "stars."))),
  MARKS (QLGLGDT, 0.02, 2),
  MARKS (LG_DROP, 0.02, 2, TICKS (level), IN_UNIT ("%", 100.0),
         SIMPLE (N_ ("How strongly it stops"),
                 N_ ("Star formation that remains at that time; 100 per cent means that it does not stop."))),
  MARKS (LG_REJUV, 0.02, 2, TICKS (level), IN_UNIT ("%", 100.0),
         SIMPLE (N_ ("How much resumes"),
                 N_ ("The level to which star formation returns later. It is never less than what "
                     "remained."))),
  MARKS (LGFBURST, 0.05, 2),
  MARKS (LGYR_PEAK, 0.05, 2, TICKS (yr)),
  MARKS (LGYR_MAX, 0.05, 2, TICKS (yr)),
  MARKS (LGMET_YOUNG, 0.02, 2, TICKS (metals), IN_UNIT ("Z<sub>☉</sub>", 1.0 / USUAL_ZSUN),
         SIMPLE (N_ ("Metals of young stars"),
                 N_ ("Elements heavier than helium in the youngest stars, relative to the Sun. Metals make "
                     "stars redder."))),
  MARKS (LGMET_OLD, 0.02, 2, TICKS (metals), IN_UNIT ("Z<sub>☉</sub>", 1.0 / USUAL_ZSUN),
         SIMPLE (N_ ("Metals of old stars"),
                 N_ ("Elements heavier than helium in the oldest stars, relative to the Sun."))),
  MARKS (LGMET_SCATTER, 0.01, 2),
  MARKS (LGMET_LGAGE_MID, 0.05, 2, TICKS (lg_gyr)),
  MARKS (LGMET_LGAGE_WIDTH, 0.02, 2),
  MARKS (LGU_MEAN, 0.05, 2, TICKS (lgu),
         SIMPLE (N_ ("Strength of ionising light"),
                 N_ ("How intensely hot stars light up the gas, on a logarithmic scale: −2 is ten times −3. "
                     "Strong light makes green oxygen lines bright."))),
  MARKS (LGU_SCATTER, 0.01, 2),
  MARKS (F_ESC, 0.02, 2, TICKS (part)),
  MARKS (SIGMA_V, 5.0, 0),
  MARKS (AV_YOUNG, 0.02, 2, TICKS (av),
         SIMPLE (N_ ("Dust around young stars"),
                 N_ ("By how many magnitudes dust dims the light of newborn stars. Dust also reddens."))),
  MARKS (AV_OLD, 0.02, 2, TICKS (av),
         SIMPLE (N_ ("Dust around old stars"),
                 N_ ("By how many magnitudes dust dims the light of all older stars."))),
  MARKS (DELTA_YOUNG, 0.02, 2, TICKS (zero)),
  MARKS (DELTA_OLD, 0.02, 2, TICKS (zero)),
  MARKS (UV_BUMP, 0.05, 2),
  MARKS (DUST_LGAGE_MID, 0.05, 2, TICKS (lg_gyr)),
  MARKS (DUST_LGAGE_WIDTH, 0.02, 2),
  MARKS (FRAC_UNOBSCURED, 0.02, 2, TICKS (part)),
  MARKS (REDSHIFT, 0.02, 3, TICKS (redshift),
         SIMPLE (N_ ("Distance (redshift)"),
                 N_ ("How much the light has been stretched on its way. The farther the galaxy, the earlier "
                     "we see it."))),
  MARKS (OM0, 0.005, 4),
  MARKS (W0, 0.01, 2, TICKS (lambda)),
  MARKS (WA, 0.02, 2, TICKS (zero)),
  MARKS (H, 0.005, 4),
  MARKS (LGMSTAR_FORMED, 0.05, 2, TICKS (stars), IN_UNIT ("M<sub>☉</sub>", 1.0),
         SIMPLE (N_ ("Mass of stars formed"),
                 N_ ("All stars that the galaxy has formed, including those that have died."))),
  MARKS (T_START, 0.1, 2, TICKS (gyr),
         SIMPLE (N_ ("When stars begin to form"), N_ ("Billions of years after the Big Bang."))),
  MARKS (TAU, 0.1, 2, TICKS (gyr),
         SIMPLE (N_ ("How slowly it fades"), N_ ("Time over which star formation falls to about a third."))),
  MARKS (LOGNORMAL_M, 0.05, 2,
         SIMPLE (N_ ("When most stars form"),
                 N_ ("On a logarithmic scale of time; 1.5 is a peak within the first four billion years."))),
  MARKS (LOGNORMAL_S, 0.02, 2,
         SIMPLE (N_ ("How long it lasts"), N_ ("Small values are a short, sharp peak."))),
  MARKS (DPL_TAU, 0.1, 2, TICKS (gyr),
         SIMPLE (N_ ("When it turns"),
                 N_ ("Cosmic time at which star formation stops rising and begins to fall."))),
  MARKS (DPL_ALPHA, 0.1, 2,
         SIMPLE (N_ ("How steeply it falls"), N_ ("High values end star formation abruptly."))),
  MARKS (DPL_BETA, 0.1, 2,
         SIMPLE (N_ ("How steeply it rises"), N_ ("High values start it abruptly."))),
  MARKS (T_END, 0.1, 2, TICKS (gyr),
         SIMPLE (N_ ("When stars cease to form"), N_ ("Billions of years after the Big Bang."))),
  MARKS (T_BURST, 0.1, 2, TICKS (gyr),
         SIMPLE (N_ ("When the burst happens"), N_ ("Billions of years after the Big Bang."))),
  MARKS (BURST_WIDTH, 0.02, 2,
         SIMPLE (N_ ("How long it lasts"),
                 N_ ("Billions of years; small values form all stars at nearly the same time."))),
  MARKS (LGSFR_RATIO_1, 0.05, 2),
  MARKS (LGSFR_RATIO_2, 0.05, 2),
  MARKS (LGSFR_RATIO_3, 0.05, 2),
  MARKS (LGSFR_RATIO_4, 0.05, 2),
  MARKS (LGSFR_RATIO_5, 0.05, 2),
  MARKS (LGSFR_RATIO_6, 0.05, 2),
  MARKS (LGMET_SHIFT, 0.02, 2, TICKS (zero)),
  MARKS (SIGMA_STAR, 5.0, 0),
  MARKS (UMIN, 0.1, 2, TICKS (local)),
  MARKS (DUST_GAMMA, 0.01, 3),
  MARKS (QPAH, 0.05, 2),
  MARKS (LGMET_GAS, 0.02, 2, TICKS (metals)),
};
#undef MARKS

/* What dust laws that mean something else by a parameter mark. */
#define LAW(law, id, ...) { SL_DUST_##law, SL_PARAM_##id, { __VA_ARGS__ } }
static const struct { SlDustLaw law; SlParamId id; SlParamMarks marks; } law_table[] = {
  LAW (POWER_LAW, DELTA_YOUNG, .step = 0.02, .digits = 2, TICKS (power)),
  LAW (POWER_LAW, DELTA_OLD, .step = 0.02, .digits = 2, TICKS (power)),
  LAW (CHARLOT_FALL, AV_YOUNG, .step = 0.02, .digits = 2, TICKS (av),
       SIMPLE (N_ ("Dust of birth clouds"),
               N_ ("By how many magnitudes the clouds in which stars are born dim their light, besides the "
                   "dust before all stars."))),
  LAW (CHARLOT_FALL, AV_OLD, .step = 0.02, .digits = 2, TICKS (av),
       SIMPLE (N_ ("Dust before all stars"),
               N_ ("By how many magnitudes dust dims the light of all stars, young and old."))),
  LAW (CHARLOT_FALL, DELTA_YOUNG, .step = 0.02, .digits = 2, TICKS (power)),
  LAW (CHARLOT_FALL, DELTA_OLD, .step = 0.02, .digits = 2, TICKS (power)),
};
#undef LAW

const SlParamMarks *
sl_param_marks_of (const SlGalaxy *galaxy, SlParamId id)
{
  for (guint i = 0; i < G_N_ELEMENTS (law_table); i++)
    if (law_table[i].law == galaxy->dust_law && law_table[i].id == id)
      return &law_table[i].marks;
  return sl_param_marks (id);
}

const SlParamMarks *
sl_param_marks (SlParamId id)
{
  g_return_val_if_fail ((guint) id < SL_N_PARAMS, NULL);
  return &marks_table[id];
}
