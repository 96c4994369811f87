/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/galaxy/sl-parameters.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/support/sl-error.h"

/* Ranges and defaults: PHYSICS section 9. Steps are one small keyboard step. */
#define ROW(id, nm, sy, ti, un, de, l, h, st, dg, gr, tip, ...)                                              \
  [SL_PARAM_##id] = { .name = nm,                                                                            \
                      .symbol = sy,                                                                          \
                      .title = ti,                                                                           \
                      .tooltip = tip,                                                                        \
                      .unit = un,                                                                            \
                      .def = de,                                                                             \
                      .lo = l,                                                                               \
                      .hi = h,                                                                               \
                      .step = st,                                                                            \
                      .digits = dg,                                                                          \
                      .group = SL_GROUP_##gr,                                                                \
                      __VA_ARGS__ }
/* Further columns: marks; that the value is a logarithm; what those read who see few parameters, for
 * logarithms in a unit. */
#define TICKS(list) .ticks = ticks_##list, .n_ticks = G_N_ELEMENTS (ticks_##list)
#define LG .lg = TRUE
#define SIMPLE(title, help) .simple_title = title, .simple_help = help
#define IN_UNIT(un, factor) .simple_unit = un, .simple_factor = factor
/* Of the default library; the panel puts that of another in its place. */
#define USUAL_ZSUN 0.02

/* Logarithms of round quantities. */
#define LG_2 0.3010299956639812
#define LG_3 0.47712125471966244
#define LG_6 0.7781512503836436
#define LG_13_8 1.1398790864012365
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
static const SlParamTick ticks_lgu[] = {
  { -4.0, N_ ("weak") }, { -3.0, NULL }, { -2.0, NULL }, { -1.0, N_ ("strong") }
};
static const SlParamTick ticks_part[] = { { 0.0, "0" }, { 0.5, "½" }, { 1.0, "1" } };
static const SlParamTick ticks_av[] = { { 0.0, N_ ("none") }, { 1.0, "1" }, { 2.0, "2" }, { 3.0, "3" } };
static const SlParamTick ticks_redshift[] = { { 0.0, "0" }, { 1.0, "1" }, { 2.0, "2" },  { 4.0, "4" },
                                              { 6.0, "6" }, { 8.0, "8" }, { 10.0, "10" } };
static const SlParamTick ticks_lambda[] = { { -1.0, "Λ" } };
static const SlParamTick ticks_gyr[] = { { 1.0, "1" }, { 5.0, "5" }, { 10.0, "10" }, { 13.8, NULL } };
static const SlParamTick ticks_local[] = { { 1.0, N_ ("near the Sun") }, { 10.0, "10" } };

static const SlParamInfo param_table[SL_N_PARAMS] = {
  ROW (LOGM0, "logm0", "lg <i>M</i><sub>0</sub>", N_ ("Halo mass today"), "M<sub>☉</sub>", 12.0, 9.5, 15.5,
       0.05, 2, HALO,
       N_ ("Logarithm of the mass of the dark-matter halo at 13.8 Gyr. Heavier halos gather more gas."), LG,
       TICKS (halo), IN_UNIT ("M<sub>☉</sub>", 1.0),
       SIMPLE (N_ ("Size of the halo"), N_ ("Mass of the dark matter around the galaxy today. Heavier halos "
                                            "gather more gas and make more stars."))),
  ROW (LOGTC, "logtc", "lg <i>t</i><sub>c</sub>", N_ ("Time of slow-down"), "Gyr", 0.05, -1.0, 1.0, 0.02, 2,
       HALO, N_ ("Logarithm of the time at which the halo passes from fast to slow growth."), LG,
       TICKS (lg_gyr)),
  ROW (EARLY_INDEX, "early_index", "<i>α</i><sub>early</sub>", N_ ("Early growth"), "", 2.6137643, 0.1, 10.0,
       0.05, 2, HALO,
       N_ ("Power-law index of the halo's growth at early times. It stays above the late index.")),
  ROW (LATE_INDEX, "late_index", "<i>α</i><sub>late</sub>", N_ ("Late growth"), "", 0.12692805, 0.1, 5.0,
       0.02, 2, HALO,
       N_ ("Power-law index of the halo's growth at late times. It stays below the early index.")),
  ROW (T_PEAK, "t_peak", "<i>t</i><sub>peak</sub>", N_ ("End of halo growth"), "Gyr", 14.0, 0.05, 20.0, 0.1,
       2, HALO, N_ ("Time after which the halo no longer grows. Beyond 13.8 Gyr it grows until today."),
       TICKS (today)),
  ROW (LGMCRIT, "lgmcrit", "lg <i>M</i><sub>crit</sub>", N_ ("Critical halo mass"), "M<sub>☉</sub>", 12.0,
       9.0, 13.5, 0.05, 2, MAIN_SEQUENCE,
       N_ ("Logarithm of the halo mass at which gas turns into stars most efficiently."), LG, TICKS (halo)),
  ROW (LGY_AT_MCRIT, "lgy_at_mcrit", "lg <i>ε</i><sub>crit</sub>", N_ ("Peak efficiency"), "yr<sup>−1</sup>",
       -10.0, -12.0, -8.0, 0.05, 2, MAIN_SEQUENCE,
       N_ ("Logarithm of the star-formation efficiency of the gas at the critical mass."), LG),
  ROW (INDX_LO, "indx_lo", "<i>ε</i><sub>low</sub>", N_ ("Low-mass slope"), "", 1.0, 0.0, 5.0, 0.05, 2,
       MAIN_SEQUENCE, N_ ("How steeply the efficiency rises with halo mass below the critical mass.")),
  ROW (INDX_HI, "indx_hi", "<i>ε</i><sub>high</sub>", N_ ("High-mass slope"), "", -1.0, -5.0, 0.0, 0.05, 2,
       MAIN_SEQUENCE, N_ ("How steeply the efficiency falls with halo mass above the critical mass.")),
  ROW (TAU_DEP, "tau_dep", "<i>τ</i><sub>dep</sub>", N_ ("Gas depletion time"), "Gyr", 2.0, 0.01, 20.0, 0.1,
       2, MAIN_SEQUENCE,
       N_ ("Time over which gathered gas is used up. Acts in the lagged Diffstar form only.")),
  ROW (LG_QT, "lg_qt", "lg <i>t</i><sub>q</sub>", N_ ("Quenching time"), "Gyr", 1.0, 0.1, 2.0, 0.01, 3,
       QUENCHING, N_ ("Logarithm of the cosmic time at which star formation is deepest in its shutdown."), LG,
       TICKS (quench), IN_UNIT ("Gyr", 1.0),
       SIMPLE (N_ ("When star formation stops"),
               N_ ("Billions of years after the Big Bang at which the galaxy makes the fewest new stars."))),
  ROW (QLGLGDT, "qlglgdt", "lg Δ<i>t</i><sub>q</sub>", N_ ("Quenching speed"), "dex", -0.50725, -3.0, -0.01,
       0.02, 2, QUENCHING, N_ ("Logarithm of the width of the shutdown in lg time. Small values are abrupt."),
       LG),
  ROW (LG_DROP, "lg_drop", "lg <i>q</i><sub>drop</sub>", N_ ("Depth of the drop"), "dex", -1.01773, -3.0, 0.0,
       0.02, 2, QUENCHING,
       N_ ("Logarithm of the factor by which star formation falls at the quenching time; 0 is no quenching."),
       LG, TICKS (level), IN_UNIT ("%", 100.0),
       SIMPLE (N_ ("How strongly it stops"),
               N_ ("What remains of star formation at that time; 100 per cent is no stop at all."))),
  ROW (LG_REJUV, "lg_rejuv", "lg <i>q</i><sub>rejuv</sub>", N_ ("Later level"), "dex", -0.212307, -3.0, 0.0,
       0.02, 2, QUENCHING,
       N_ ("Logarithm of the level to which star formation returns. It cannot lie below the drop."), LG,
       TICKS (level), IN_UNIT ("%", 100.0),
       SIMPLE (N_ ("How much comes back"),
               N_ ("The level to which star formation returns later. It is never less than what remained."))),
  ROW (LGFBURST, "lgfburst", "lg <i>f</i><sub>burst</sub>", N_ ("Mass in the burst"), "", -8.0, -8.0, -1.0,
       0.05, 2, BURST,
       N_ ("Logarithm of the fraction of the stellar mass that a recent burst has made; −8 is practically "
           "none."),
       LG),
  ROW (LGYR_PEAK, "lgyr_peak", "lg <i>τ</i><sub>peak</sub>", N_ ("Burst peak age"), "yr", 5.5, 5.0, 8.0, 0.05,
       2, BURST, N_ ("Logarithm of the age of most of the burst's stars."), LG, TICKS (yr)),
  ROW (LGYR_MAX, "lgyr_max", "lg <i>τ</i><sub>max</sub>", N_ ("Burst start age"), "yr", 7.0, 6.0, 9.0, 0.05,
       2, BURST, N_ ("Logarithm of the age of the burst's oldest stars. It stays above the age of its peak."),
       LG, TICKS (yr)),
  ROW (LGMET_YOUNG, "lgmet_young", "lg <i>Z</i><sub>young</sub>", N_ ("Metals, young stars"), "", -2.0, -4.0,
       -1.0, 0.02, 2, METALS,
       N_ ("Logarithm of the metal mass fraction of the youngest stars; the Sun's is −1.70 in this library."),
       LG, TICKS (metals), IN_UNIT ("Z<sub>☉</sub>", 1.0 / USUAL_ZSUN),
       SIMPLE (N_ ("Metals of young stars"), N_ ("Elements heavier than helium in the youngest stars, beside "
                                                 "those of the Sun. Metals make stars "
                                                 "redder."))),
  ROW (LGMET_OLD, "lgmet_old", "lg <i>Z</i><sub>old</sub>", N_ ("Metals, old stars"), "", -2.0, -4.0, -1.0,
       0.02, 2, METALS, N_ ("Logarithm of the metal mass fraction of the oldest stars."), LG, TICKS (metals),
       IN_UNIT ("Z<sub>☉</sub>", 1.0 / USUAL_ZSUN),
       SIMPLE (N_ ("Metals of old stars"),
               N_ ("Elements heavier than helium in the oldest stars, beside those of the Sun."))),
  ROW (LGMET_SCATTER, "lgmet_scatter", "<i>σ</i><sub>Z</sub>", N_ ("Scatter of metals"), "dex", 0.25, 0.05,
       1.0, 0.01, 2, METALS, N_ ("Width of the metallicity distribution at any one age.")),
  ROW (LGMET_LGAGE_MID, "lgmet_lgage_mid", "lg <i>τ</i><sub>Z</sub>", N_ ("Age of metals’ step"), "Gyr", 0.0,
       -2.0, 1.0, 0.05, 2, METALS,
       N_ ("Logarithm of the stellar age at which metals pass from the young to the old value."), LG,
       TICKS (lg_gyr)),
  ROW (LGMET_LGAGE_WIDTH, "lgmet_lgage_width", "Δ<sub>Z</sub>", N_ ("Metals’ step width"), "dex", 0.5, 0.05,
       2.0, 0.02, 2, METALS, N_ ("How gradually metals change between young and old stars, in lg age.")),
  ROW (LGU_MEAN, "lgu_mean", "lg <i>U</i>", N_ ("Ionisation"), "", -2.5, -4.0, 0.0, 0.05, 2, GAS,
       N_ ("Logarithm of the ionisation parameter: ionising photons per gas particle. High values make [O "
           "III] bright."),
       LG, TICKS (lgu),
       SIMPLE (N_ ("Strength of ionising light"), N_ ("How intensely hot stars light up the gas, on a scale "
                                                      "of tens: −2 is ten times −3. Strong light "
                                                      "makes green oxygen lines bright."))),
  ROW (LGU_SCATTER, "lgu_scatter", "<i>σ</i><sub>U</sub>", N_ ("Ionisation scatter"), "dex", 0.25, 0.05, 1.0,
       0.01, 2, GAS, N_ ("Width of the distribution of the ionisation parameter.")),
  ROW (F_ESC, "f_esc", "<i>f</i><sub>esc</sub>", N_ ("Escaping photons"), "", 0.0, 0.0, 1.0, 0.02, 2, GAS,
       N_ ("Fraction of the ionising photons that leave without lighting up the gas."), TICKS (part)),
  ROW (SIGMA_V, "sigma_v", "<i>σ</i><sub>v</sub>", N_ ("Width of the lines"), "km/s", 100.0, 30.0, 500.0, 5.0,
       0, GAS, N_ ("Velocity dispersion of the gas. It broadens the emission lines.")),
  ROW (AV_YOUNG, "av_young", "<i>A</i><sub>V,young</sub>", N_ ("Dust, young stars"), "mag", 0.5, 0.0, 4.0,
       0.02, 2, DUST, N_ ("Attenuation of the light of young stars in the V band."), TICKS (av),
       SIMPLE (N_ ("Dust around young stars"),
               N_ ("By how many magnitudes dust dims the light of newborn stars. Dust also reddens."))),
  ROW (AV_OLD, "av_old", "<i>A</i><sub>V,old</sub>", N_ ("Dust, old stars"), "mag", 0.5, 0.0, 4.0, 0.02, 2,
       DUST, N_ ("Attenuation of the light of old stars in the V band."), TICKS (av),
       SIMPLE (N_ ("Dust around old stars"),
               N_ ("By how many magnitudes dust dims the light of all older stars."))),
  ROW (DELTA_YOUNG, "delta_young", "<i>δ</i><sub>young</sub>", N_ ("Dust slope, young"), "", -0.25, -1.2, 0.4,
       0.02, 2, DUST,
       N_ ("Tilt of the attenuation curve for young stars. Negative values redden more than starburst dust."),
       TICKS (zero)),
  ROW (DELTA_OLD, "delta_old", "<i>δ</i><sub>old</sub>", N_ ("Dust slope, old"), "", -0.25, -1.2, 0.4, 0.02,
       2, DUST, N_ ("Tilt of the attenuation curve for old stars."), TICKS (zero)),
  ROW (UV_BUMP, "uv_bump", "<i>E</i><sub>b</sub>", N_ ("Bump at 2175 Å"), "", 1.325, 0.0, 6.0, 0.05, 2, DUST,
       N_ ("Strength of the attenuation bump in the ultraviolet. Tied to the slope unless set free.")),
  ROW (DUST_LGAGE_MID, "dust_lgage_mid", "lg <i>τ</i><sub>dust</sub>", N_ ("Age of dust’s step"), "Gyr", -2.0,
       -3.0, 1.0, 0.05, 2, DUST,
       N_ ("Logarithm of the stellar age at which dust passes from its young to its old values."), LG,
       TICKS (lg_gyr)),
  ROW (DUST_LGAGE_WIDTH, "dust_lgage_width", "Δ<sub>dust</sub>", N_ ("Dust’s step width"), "dex", 0.3, 0.05,
       2.0, 0.02, 2, DUST, N_ ("How gradually dust changes between young and old stars, in lg age.")),
  ROW (FRAC_UNOBSCURED, "frac_unobscured", "<i>f</i><sub>unobs</sub>", N_ ("Unobscured light"), "", 0.0, 0.0,
       1.0, 0.02, 2, DUST, N_ ("Fraction of the light that meets no dust at all."), TICKS (part)),
  ROW (REDSHIFT, "redshift", "<i>z</i>", N_ ("Redshift"), "", 0.0, 0.0, 10.0, 0.02, 3, OBSERVATION,
       N_ ("Redshift of the galaxy. It sets the cosmic time at which it is seen."), TICKS (redshift),
       SIMPLE (N_ ("Distance (redshift)"), N_ ("How far the light has been stretched on its way. The farther "
                                               "the galaxy, the earlier we see it."))),
  ROW (OM0, "Om0", "Ω<sub>m</sub>", N_ ("Matter density"), "", 0.3075, 0.1, 0.6, 0.005, 4, COSMOLOGY,
       N_ ("Density of matter today, in units of the critical density. Space is flat.")),
  ROW (W0, "w0", "<i>w</i><sub>0</sub>", N_ ("Dark energy today"), "", -1.0, -2.0, -0.4, 0.01, 2, COSMOLOGY,
       N_ ("Equation of state of dark energy today; −1 is a cosmological constant."), TICKS (lambda)),
  ROW (WA, "wa", "<i>w</i><sub>a</sub>", N_ ("Dark-energy drift"), "", 0.0, -1.5, 1.0, 0.02, 2, COSMOLOGY,
       N_ ("How the equation of state of dark energy changes with time."), TICKS (zero)),
  ROW (H, "h", "<i>h</i>", N_ ("Hubble constant"), "100 km/s/Mpc", 0.6774, 0.5, 0.9, 0.005, 4, COSMOLOGY,
       N_ ("Expansion rate today in units of 100 km/s/Mpc.")),
  ROW (LGMSTAR_FORMED, "lgmstar_formed", "lg <i>M</i><sub>★</sub>", N_ ("Mass formed"), "M<sub>☉</sub>", 10.5,
       6.0, 13.0, 0.05, 2, MAIN_SEQUENCE,
       N_ ("Logarithm of the stellar mass formed by the time the galaxy is seen."), LG, TICKS (stars),
       IN_UNIT ("M<sub>☉</sub>", 1.0),
       SIMPLE (N_ ("Mass of stars made"),
               N_ ("All stars that the galaxy has made, those that have died among them."))),
  ROW (T_START, "t_start", "<i>t</i><sub>start</sub>", N_ ("Start"), "Gyr", 1.0, 0.0, 13.5, 0.1, 2,
       MAIN_SEQUENCE, N_ ("Cosmic time at which stars begin to form."), TICKS (gyr),
       SIMPLE (N_ ("When stars begin to form"), N_ ("Billions of years after the Big Bang."))),
  ROW (TAU, "tau", "<i>τ</i>", N_ ("Time scale"), "Gyr", 3.0, 0.05, 20.0, 0.1, 2, MAIN_SEQUENCE,
       N_ ("Time over which star formation fades by a factor of e."), TICKS (gyr),
       SIMPLE (N_ ("How slowly it fades"), N_ ("Time over which star formation falls to about a third."))),
  ROW (LOGNORMAL_M, "lognormal_m", "<i>m</i>", N_ ("Log-time centre"), "ln Gyr", 1.5, -1.0, 3.5, 0.05, 2,
       MAIN_SEQUENCE, N_ ("Centre of the history in the natural logarithm of cosmic time."),
       SIMPLE (N_ ("When most stars form"),
               N_ ("On a logarithmic scale of time; 1.5 is a peak within the first four billion years."))),
  ROW (LOGNORMAL_S, "lognormal_s", "<i>s</i>", N_ ("Log-time width"), "ln Gyr", 0.6, 0.1, 2.0, 0.02, 2,
       MAIN_SEQUENCE, N_ ("Width of the history in the natural logarithm of cosmic time."),
       SIMPLE (N_ ("How long it lasts"), N_ ("Small values are a short, sharp peak."))),
  ROW (DPL_TAU, "dpl_tau", "<i>τ</i>", N_ ("Turning time"), "Gyr", 4.0, 0.2, 14.0, 0.1, 2, MAIN_SEQUENCE,
       N_ ("Cosmic time at which the rising power law gives way to the falling one."), TICKS (gyr),
       SIMPLE (N_ ("When it turns"),
               N_ ("Cosmic time at which star formation stops rising and begins to fall."))),
  ROW (DPL_ALPHA, "dpl_alpha", "<i>α</i>", N_ ("Falling slope"), "", 3.0, 0.1, 20.0, 0.1, 2, MAIN_SEQUENCE,
       N_ ("How steeply star formation falls after the turning time."),
       SIMPLE (N_ ("How steeply it falls"), N_ ("High values end star formation abruptly."))),
  ROW (DPL_BETA, "dpl_beta", "<i>β</i>", N_ ("Rising slope"), "", 1.0, 0.1, 20.0, 0.1, 2, MAIN_SEQUENCE,
       N_ ("How steeply star formation rises before the turning time."),
       SIMPLE (N_ ("How steeply it rises"), N_ ("High values start it abruptly."))),
  ROW (T_END, "t_end", "<i>t</i><sub>end</sub>", N_ ("End"), "Gyr", 14.0, 0.1, 14.0, 0.1, 2, MAIN_SEQUENCE,
       N_ ("Cosmic time at which stars cease to form."), TICKS (gyr),
       SIMPLE (N_ ("When stars cease to form"), N_ ("Billions of years after the Big Bang."))),
  ROW (T_BURST, "t_burst", "<i>t</i><sub>burst</sub>", N_ ("Time of the burst"), "Gyr", 10.0, 0.1, 14.0, 0.1,
       2, MAIN_SEQUENCE, N_ ("Cosmic time at the middle of the burst."), TICKS (gyr),
       SIMPLE (N_ ("When the burst happens"), N_ ("Billions of years after the Big Bang."))),
  ROW (BURST_WIDTH, "burst_width", "<i>σ</i><sub>burst</sub>", N_ ("Width of the burst"), "Gyr", 0.3, 0.02,
       3.0, 0.02, 2, MAIN_SEQUENCE,
       N_ ("Standard deviation of the burst in time; it ends three of them away."),
       SIMPLE (N_ ("How long it lasts"),
               N_ ("Billions of years; small values make all stars at nearly the same time."))),
#define RATIO(i, title)                                                                                      \
  ROW (LGSFR_RATIO_##i, "lgsfr_ratio_" #i, "lg <i>r</i><sub>" #i "</sub>", title, "dex", 0.0, -3.0, 3.0,     \
       0.05, 2, MAIN_SEQUENCE,                                                                               \
       N_ ("Logarithm of the star-formation rate in one bin of age over that in the next older."))
  /* Whole titles: translators see no pasted ones. */
  RATIO (1, N_ ("Rate ratio 1")),
  RATIO (2, N_ ("Rate ratio 2")),
  RATIO (3, N_ ("Rate ratio 3")),
  RATIO (4, N_ ("Rate ratio 4")),
  RATIO (5, N_ ("Rate ratio 5")),
  RATIO (6, N_ ("Rate ratio 6")),
#undef RATIO
  ROW (LGMET_SHIFT, "lgmet_shift", "Δ lg <i>Z</i>", N_ ("Offset of metals"), "dex", 0.0, -1.0, 1.0, 0.02, 2,
       METALS, N_ ("Moves the metals of a table, or of the relation with mass, up or down."), TICKS (zero)),
  ROW (SIGMA_STAR, "sigma_star", "<i>σ</i><sub>★</sub>", N_ ("Motion of the stars"), "km/s", 0.0, 0.0, 500.0,
       5.0, 0, OBSERVATION,
       N_ ("Velocity dispersion of the stars. It broadens their absorption lines, besides the library’s own "
           "width.")),
  ROW (UMIN, "umin", "<i>U</i><sub>min</sub>", N_ ("Starlight on dust"), "", 1.0, 0.1, 25.0, 0.1, 2, DUST,
       N_ ("Intensity of the starlight that warms most of the dust, in units of that near the Sun. Strong "
           "light makes warm dust."),
       TICKS (local)),
  ROW (DUST_GAMMA, "dust_gamma", "<i>γ</i>", N_ ("Dust in bright places"), "", 0.01, 0.0, 0.99, 0.01, 3, DUST,
       N_ ("Fraction of the dust’s mass that lies near young stars, in light of up to a million times the "
           "least.")),
  ROW (QPAH, "qpah", "<i>q</i><sub>PAH</sub>", N_ ("Soot-like molecules"), "%", 2.0, 0.1, 4.58, 0.05, 2, DUST,
       N_ ("Mass fraction of the dust in large aromatic molecules (PAH), which glow between 3 and 20 µm.")),
};
#undef ROW
#undef TICKS
#undef LG
#undef SIMPLE
#undef IN_UNIT

static const SlParamGroupInfo group_table[SL_N_GROUPS] = {
  [SL_GROUP_HALO] = { "halo", N_ ("Halo growth") },
  [SL_GROUP_MAIN_SEQUENCE] = { "main-sequence", N_ ("Star formation") },
  [SL_GROUP_QUENCHING] = { "quenching", N_ ("Quenching") },
  [SL_GROUP_BURST] = { "burst", N_ ("Burst") },
  [SL_GROUP_METALS] = { "metals", N_ ("Metals") },
  [SL_GROUP_GAS] = { "gas", N_ ("Ionised gas") },
  [SL_GROUP_DUST] = { "dust", N_ ("Dust") },
  [SL_GROUP_OBSERVATION] = { "observation", N_ ("Observation") },
  [SL_GROUP_COSMOLOGY] = { "cosmology", N_ ("Cosmology") },
};

/* Where a form gives a parameter another meaning, and so another range. */
static const struct { SlSfhFormId form; SlParamId id; double def, lo, hi; } form_range_table[] = {
  { SL_SFH_DIFFSTAR_LAG, SL_PARAM_LGY_AT_MCRIT, -1.0, -3.0, 0.0 },
};

/* For the burst, Diffburst keeps one dex; the two ranges are that far apart, so that each can make way for
 * the other. */
static const SlParamOrder order_table[] = {
  { SL_PARAM_LG_DROP, SL_PARAM_LG_REJUV, 0.0, 0.0 },
  { SL_PARAM_LATE_INDEX, SL_PARAM_EARLY_INDEX, 0.0, 0.0 },
  { SL_PARAM_LGYR_PEAK, SL_PARAM_LGYR_MAX, 1e-6, 1.0 },
  { SL_PARAM_T_START, SL_PARAM_T_END, 1e-3, 0.1 },
};

#define P(id) SL_PARAM_##id
static const SlParamId params_diffstar[] = { P (LOGM0),   P (LOGTC),   P (EARLY_INDEX),  P (LATE_INDEX),
                                             P (T_PEAK),  P (LGMCRIT), P (LGY_AT_MCRIT), P (INDX_LO),
                                             P (INDX_HI), P (TAU_DEP), P (LG_QT),        P (QLGLGDT),
                                             P (LG_DROP), P (LG_REJUV) };
static const SlParamId params_tau[] = { P (LGMSTAR_FORMED), P (T_START), P (TAU) };
static const SlParamId params_lognormal[] = { P (LGMSTAR_FORMED), P (LOGNORMAL_M), P (LOGNORMAL_S) };
static const SlParamId params_double_powerlaw[] = { P (LGMSTAR_FORMED), P (DPL_TAU), P (DPL_ALPHA),
                                                    P (DPL_BETA) };
static const SlParamId params_constant[] = { P (LGMSTAR_FORMED), P (T_START), P (T_END) };
static const SlParamId params_table[] = { P (LGMSTAR_FORMED) };
static const SlParamId params_burst[] = { P (LGMSTAR_FORMED), P (T_BURST), P (BURST_WIDTH) };
static const SlParamId params_continuity[] = { P (LGMSTAR_FORMED), P (LGSFR_RATIO_1), P (LGSFR_RATIO_2),
                                               P (LGSFR_RATIO_3),  P (LGSFR_RATIO_4), P (LGSFR_RATIO_5),
                                               P (LGSFR_RATIO_6) };
#undef P

/* One row for each form; its formula is in the table of sl-sfh-body.h. */
#define FORM(id, name, title, list) [SL_SFH_##id] = { name, title, G_N_ELEMENTS (list), list }
static const SlSfhFormInfo form_table[SL_N_SFH_FORMS] = {
  FORM (DIFFSTAR, "diffstar", N_ ("Halo: stars follow the gas"), params_diffstar),
  FORM (DIFFSTAR_LAG, "diffstar_lag", N_ ("Halo: stars lag accretion"), params_diffstar),
  FORM (TAU, "tau", N_ ("Exponential decline"), params_tau),
  FORM (DELAYED_TAU, "delayed_tau", N_ ("Delayed exponential"), params_tau),
  FORM (LOGNORMAL, "lognormal", N_ ("Lognormal"), params_lognormal),
  FORM (DOUBLE_POWERLAW, "double_powerlaw", N_ ("Double power law"), params_double_powerlaw),
  FORM (CONSTANT, "constant", N_ ("Constant"), params_constant),
  FORM (BURST, "burst", N_ ("Single burst"), params_burst),
  FORM (CONTINUITY, "continuity", N_ ("Bins of age"), params_continuity),
  FORM (TABLE, "table", N_ ("From a file"), params_table),
};
#undef FORM

static const SlDustLawInfo dust_table[SL_N_DUST_LAWS] = {
#define SL_DUST_LAW(id, name, title, r_v, formula, slope, bump)                                              \
  [SL_DUST_##id] = { #name, title, SL_DUST_FORMULA_##formula, slope, bump },
#include "model/dust/laws/sl-dust-laws.h"
};

/* Bins of the continuity form (Leja et al. 2019): young ones narrow, since young light changes fastest. */
static const double default_edges[SL_SFH_N_BINS + 1] = { 0.0, 0.03, 0.1, 0.33, 1.1, 3.6, 8.0, 13.7 };


/* Widths by which a formula divides: they must stay positive even when extrapolating. */
static const SlParamId positive_table[] = {
  SL_PARAM_T_PEAK,      SL_PARAM_TAU_DEP, SL_PARAM_LGMET_SCATTER,    SL_PARAM_LGMET_LGAGE_WIDTH,
  SL_PARAM_LGU_SCATTER, SL_PARAM_SIGMA_V, SL_PARAM_DUST_LGAGE_WIDTH, SL_PARAM_OM0,
  SL_PARAM_H,           SL_PARAM_TAU,     SL_PARAM_LOGNORMAL_S,      SL_PARAM_DPL_TAU,
  SL_PARAM_BURST_WIDTH,
};

const SlParamInfo *
sl_param_info (SlParamId id)
{
  g_return_val_if_fail ((guint) id < SL_N_PARAMS, NULL);
  return &param_table[id];
}

int
sl_param_lookup (const char *name)
{
  for (int i = 0; i < SL_N_PARAMS; i++)
    if (g_strcmp0 (name, param_table[i].name) == 0)
      return i;
  return -1;
}

const SlParamGroupInfo *
sl_param_group_info (SlParamGroup group)
{
  g_return_val_if_fail ((guint) group < SL_N_GROUPS, NULL);
  return &group_table[group];
}

const SlParamOrder *
sl_param_order (guint i)
{
  return i < G_N_ELEMENTS (order_table) ? &order_table[i] : NULL;
}

const SlSfhFormInfo *
sl_sfh_form_info (SlSfhFormId id)
{
  g_return_val_if_fail ((guint) id < SL_N_SFH_FORMS, NULL);
  return &form_table[id];
}

int
sl_sfh_form_lookup (const char *name)
{
  for (int i = 0; i < SL_N_SFH_FORMS; i++)
    if (g_strcmp0 (name, form_table[i].name) == 0)
      return i;
  return -1;
}

const SlDustLawInfo *
sl_dust_law_info (SlDustLaw law)
{
  g_return_val_if_fail ((guint) law < SL_N_DUST_LAWS, NULL);
  return &dust_table[law];
}

int
sl_dust_law_lookup (const char *name)
{
  for (int i = 0; i < SL_N_DUST_LAWS; i++)
    if (g_strcmp0 (name, dust_table[i].name) == 0)
      return i;
  return -1;
}

void
sl_galaxy_init (SlGalaxy *self)
{
  memset (self, 0, sizeof *self);
  for (int i = 0; i < SL_N_PARAMS; i++)
    self->value[i] = param_table[i].def;
  self->sfh_form = SL_SFH_DIFFSTAR;
  memcpy (self->sfh_edges, default_edges, sizeof default_edges);
}

void
sl_galaxy_range (const SlGalaxy *self, SlParamId id, double *def, double *lo, double *hi)
{
  double d = param_table[id].def, l = param_table[id].lo, h = param_table[id].hi;

  for (guint i = 0; i < G_N_ELEMENTS (form_range_table); i++)
    if (form_range_table[i].form == self->sfh_form && form_range_table[i].id == id)
      d = form_range_table[i].def, l = form_range_table[i].lo, h = form_range_table[i].hi;
  if (def)
    *def = d;
  if (lo)
    *lo = l;
  if (hi)
    *hi = h;
}

static gboolean
form_has (SlSfhFormId form, SlParamId id)
{
  for (guint i = 0; i < form_table[form].n_params; i++)
    if (form_table[form].params[i] == id)
      return TRUE;
  return FALSE;
}

gboolean
sl_galaxy_has (const SlGalaxy *self, SlParamId id)
{
  if (form_has (self->sfh_form, id))
    return TRUE;
  for (int form = 0; form < SL_N_SFH_FORMS; form++)
    if (form_has (form, id))
      return FALSE;
  return TRUE;
}

gboolean
sl_galaxy_uses (const SlGalaxy *self, SlParamId id)
{
  if (id == SL_PARAM_TAU_DEP)
    return self->sfh_form == SL_SFH_DIFFSTAR_LAG;
  if (id == SL_PARAM_UV_BUMP)
    return self->uv_bump_free && dust_table[self->dust_law].bump;
  if (id == SL_PARAM_DELTA_YOUNG || id == SL_PARAM_DELTA_OLD)
    return dust_table[self->dust_law].slope;
  if (id == SL_PARAM_UMIN || id == SL_PARAM_DUST_GAMMA || id == SL_PARAM_QPAH)
    return self->dust_emission;
  if (id == SL_PARAM_LGMET_SHIFT)
    return self->metals != SL_METALS_AGE;
  if (id == SL_PARAM_LGMET_YOUNG || id == SL_PARAM_LGMET_OLD || id == SL_PARAM_LGMET_LGAGE_MID
      || id == SL_PARAM_LGMET_LGAGE_WIDTH)
    return self->metals == SL_METALS_AGE;
  return sl_galaxy_has (self, id);
}

gboolean
sl_galaxy_check (const SlGalaxy *self, gboolean extrapolate, GError **error)
{
  for (int i = 0; i < SL_N_PARAMS; i++)
    {
      double lo, hi, v = self->value[i];
      char a[G_ASCII_DTOSTR_BUF_SIZE], b[G_ASCII_DTOSTR_BUF_SIZE], c[G_ASCII_DTOSTR_BUF_SIZE];

      if (!sl_galaxy_uses (self, i))
        continue;
      sl_galaxy_range (self, i, NULL, &lo, &hi);
      g_ascii_formatd (a, sizeof a, "%.10g", v);
      if (!isfinite (v))
        {
          g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("%s must be a number, found %s"),
                       param_table[i].name, a);
          return FALSE;
        }
      if (!extrapolate && (v < lo || v > hi))
        {
          g_ascii_formatd (b, sizeof b, "%.10g", lo);
          g_ascii_formatd (c, sizeof c, "%.10g", hi);
          g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("%s = %s is outside its range, %s to %s"),
                       param_table[i].name, a, b, c);
          return FALSE;
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (positive_table); i++)
    if (!(self->value[positive_table[i]] > 0.0) && sl_galaxy_uses (self, positive_table[i]))
      {
        g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("%s must be greater than zero"),
                     param_table[positive_table[i]].name);
        return FALSE;
      }
  for (guint i = 0; i < SL_SFH_N_BINS && self->sfh_form == SL_SFH_CONTINUITY; i++)
    if (!(self->sfh_edges[0] == 0.0 && self->sfh_edges[i + 1] > self->sfh_edges[i]))
      {
        g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                     _ ("the edges of the bins must increase from 0; number %u does not"), i + 1);
        return FALSE;
      }
  if (self->sfh_form == SL_SFH_TABLE && !self->sfh_table)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("no table of a star-formation history has been chosen"));
      return FALSE;
    }
  for (guint i = 0; self->sfh_form == SL_SFH_TABLE && i < self->sfh_table->n; i++)
    if (self->sfh_table->y[i] < 0.0)
      {
        g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                     _ ("%s: row %u: a star-formation rate cannot be negative"), self->sfh_table->name,
                     i + 1);
        return FALSE;
      }
  if (self->sfh_form == SL_SFH_TABLE && !(self->sfh_table->integral[self->sfh_table->n - 1] > 0.0))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("%s: no stars form in it"), self->sfh_table->name);
      return FALSE;
    }
  if (self->metals == SL_METALS_TABLE && !self->metals_table)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("no table of metals has been chosen"));
      return FALSE;
    }
  for (guint i = 0; self->metals == SL_METALS_TABLE && i < self->metals_table->n; i++)
    if (!(self->metals_table->y[i] < 0.0))
      {
        g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                     _ ("%s: row %u: expected the logarithm of a mass fraction, which is below 0"),
                     self->metals_table->name, i + 1);
        return FALSE;
      }
  if (self->value[SL_PARAM_SIGMA_STAR] < 0.0)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("%s must not be negative"),
                   param_table[SL_PARAM_SIGMA_STAR].name);
      return FALSE;
    }
  if (!(self->value[SL_PARAM_REDSHIFT] > -1.0))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("redshift must be greater than −1"));
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (order_table); i++)
    {
      SlParamId a = order_table[i].lower, b = order_table[i].upper;

      if (!extrapolate && sl_galaxy_uses (self, a) && sl_galaxy_uses (self, b)
          && self->value[b] - self->value[a] < order_table[i].least)
        {
          char va[G_ASCII_DTOSTR_BUF_SIZE], vb[G_ASCII_DTOSTR_BUF_SIZE];

          g_ascii_formatd (va, sizeof va, "%.10g", self->value[a]);
          g_ascii_formatd (vb, sizeof vb, "%.10g", self->value[b]);
          g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("%s = %s must not lie below %s = %s"),
                       param_table[b].name, vb, param_table[a].name, va);
          return FALSE;
        }
    }
  return TRUE;
}

/* The paper's galaxies (DSPS, Fig. 1). A preset is the defaults and the values of its row. */
typedef struct { SlParamId id; double value; } Setting;
#define LG_6_GYR LG_6 /* quenched at z ~ 1 */
static const struct { SlPresetInfo info; guint n; Setting set[8]; } preset_table[] = {
  { { "quenched", N_ ("Quenched galaxy"),
      N_ ("A Milky-Way-mass halo whose star formation was shut down about 8 billion years ago.") },
    3, { { SL_PARAM_LG_QT, LG_6_GYR }, { SL_PARAM_LG_DROP, -2.5 }, { SL_PARAM_LG_REJUV, -2.5 } } },
  { { "main-sequence", N_ ("Main-sequence galaxy"),
      N_ ("A Milky-Way-mass halo that goes on forming stars to the present day.") },
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
