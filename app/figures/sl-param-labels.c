/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/figures/sl-param-labels.h"

#include <glib/gi18n.h>

/* One row for each row of model/galaxy/sl-param-table.h: symbol, title, tooltip. */
#define LABEL(id, symbol, title, tooltip) [SL_PARAM_##id] = { symbol, title, tooltip }
static const SlParamLabel label_table[SL_N_PARAMS] = {
  LABEL (LOGM0, "lg <i>M</i><sub>0</sub>", N_ ("Halo mass today"),
         N_ ("Logarithm of the mass of the dark-matter halo at 13.8 Gyr. Heavier halos accrete more gas.")),
  LABEL (LOGTC, "lg <i>t</i><sub>c</sub>", N_ ("Time of slow-down"),
         N_ ("Logarithm of the time at which the halo passes from fast to slow growth.")),
  LABEL (EARLY_INDEX, "<i>α</i><sub>early</sub>", N_ ("Early growth"),
         N_ ("Power-law index of the halo’s growth at early times. It stays above the late index.")),
  LABEL (LATE_INDEX, "<i>α</i><sub>late</sub>", N_ ("Late growth"),
         N_ ("Power-law index of the halo’s growth at late times. It stays below the early index.")),
  LABEL (T_PEAK, "<i>t</i><sub>peak</sub>", N_ ("End of halo growth"),
         N_ ("Time after which the halo no longer grows. Beyond 13.8 Gyr it grows until today.")),
  LABEL (LGMCRIT, "lg <i>M</i><sub>crit</sub>", N_ ("Critical halo mass"),
         N_ ("Logarithm of the halo mass at which gas turns into stars most efficiently.")),
  LABEL (LGY_AT_MCRIT, "lg <i>ε</i><sub>crit</sub>", N_ ("Peak efficiency"),
         N_ ("Logarithm of the star-formation efficiency of the gas at the critical mass.")),
  LABEL (INDX_LO, "<i>ε</i><sub>low</sub>", N_ ("Low-mass slope"),
         N_ ("How steeply the efficiency rises with halo mass below the critical mass.")),
  LABEL (INDX_HI, "<i>ε</i><sub>high</sub>", N_ ("High-mass slope"),
         N_ ("How steeply the efficiency falls with halo mass above the critical mass.")),
  LABEL (TAU_DEP, "<i>τ</i><sub>dep</sub>", N_ ("Gas depletion time"),
         N_ ("Time over which accreted gas is used up. Acts in the lagged Diffstar form only.")),
  LABEL (LG_QT, "lg <i>t</i><sub>q</sub>", N_ ("Quenching time"),
         N_ ("Logarithm of the cosmic time at which star formation is suppressed most.")),
  LABEL (QLGLGDT, "lg Δ<i>t</i><sub>q</sub>", N_ ("Quenching speed"),
         N_ ("Logarithm of the width of quenching in lg time. Small values are abrupt.")),
  LABEL (LG_DROP, "lg <i>q</i><sub>drop</sub>", N_ ("Depth of the drop"),
         N_ ("Logarithm of the factor by which star formation falls at the quenching time; 0 means no "
             "quenching.")),
  LABEL (LG_REJUV, "lg <i>q</i><sub>rejuv</sub>", N_ ("Later level"),
         N_ ("Logarithm of the level to which star formation returns. It cannot lie below the drop.")),
  LABEL (LGFBURST, "lg <i>f</i><sub>burst</sub>", N_ ("Mass in the burst"),
         N_ ("Logarithm of the fraction of the stellar mass formed in a recent burst; −8 is practically "
             "none.")),
  LABEL (LGYR_PEAK, "lg <i>τ</i><sub>peak</sub>", N_ ("Burst peak age"),
         N_ ("Logarithm of the age of most of the burst’s stars when the galaxy is seen.")),
  LABEL (LGYR_MAX, "lg <i>τ</i><sub>max</sub>", N_ ("Burst start age"),
         N_ ("Logarithm of the age of the burst’s oldest stars when the galaxy is seen. It stays above the "
             "age of its peak.")),
  LABEL (LGMET_YOUNG, "lg <i>Z</i><sub>young</sub>", N_ ("Metals, young stars"),
         N_ ("Logarithm of the metal mass fraction of the youngest stars; the Sun’s is −1.70 in this "
             "library.")),
  LABEL (LGMET_OLD, "lg <i>Z</i><sub>old</sub>", N_ ("Metals, old stars"),
         N_ ("Logarithm of the metal mass fraction of the oldest stars.")),
  LABEL (LGMET_SCATTER, "<i>σ</i><sub>Z</sub>", N_ ("Scatter of metals"),
         N_ ("Width of the metallicity distribution at any one age.")),
  LABEL (LGMET_LGAGE_MID, "lg <i>τ</i><sub>Z</sub>", N_ ("Age of metals’ step"),
         N_ ("Logarithm of the stellar age at which metals change from the young to the old value.")),
  LABEL (LGMET_LGAGE_WIDTH, "Δ<sub>Z</sub>", N_ ("Metals’ step width"),
         N_ ("How gradually metals change between young and old stars, in lg age.")),
  LABEL (LGU_MEAN, "lg <i>U</i>", N_ ("Ionisation"),
         N_ ("Logarithm of the ionisation parameter: ionising photons per gas particle. High values make [O "
             "III] bright.")),
  LABEL (LGU_SCATTER, "<i>σ</i><sub>U</sub>", N_ ("Ionisation scatter"),
         N_ ("Width of the distribution of the ionisation parameter.")),
  LABEL (F_ESC, "<i>f</i><sub>esc</sub>", N_ ("Escaping photons"),
         N_ ("Fraction of the ionising photons that leave without lighting up the gas.")),
  LABEL (SIGMA_V, "<i>σ</i><sub>v</sub>", N_ ("Gas velocity dispersion"),
         N_ ("Velocity dispersion of the gas. It broadens the emission lines.")),
  LABEL (AV_YOUNG, "<i>A</i><sub>V,young</sub>", N_ ("Dust, young stars"),
         N_ ("Attenuation of the light of young stars in the V band.")),
  LABEL (AV_OLD, "<i>A</i><sub>V,old</sub>", N_ ("Dust, old stars"),
         N_ ("Attenuation of the light of old stars in the V band.")),
  LABEL (DELTA_YOUNG, "<i>δ</i><sub>young</sub>", N_ ("Dust slope, young"),
         N_ ("Tilt of the attenuation curve for young stars. Negative values redden more than starburst "
             "dust.")),
  LABEL (DELTA_OLD, "<i>δ</i><sub>old</sub>", N_ ("Dust slope, old"),
         N_ ("Tilt of the attenuation curve for old stars.")),
  LABEL (UV_BUMP, "<i>E</i><sub>b</sub>", N_ ("Bump at 2175 Å"),
         N_ ("Strength of the attenuation bump in the ultraviolet. It follows the slope unless set free.")),
  LABEL (DUST_LGAGE_MID, "lg <i>τ</i><sub>dust</sub>", N_ ("Age of dust’s step"),
         N_ ("Logarithm of the stellar age at which dust changes from its young to its old values.")),
  LABEL (DUST_LGAGE_WIDTH, "Δ<sub>dust</sub>", N_ ("Dust’s step width"),
         N_ ("How gradually dust changes between young and old stars, in lg age.")),
  LABEL (FRAC_UNOBSCURED, "<i>f</i><sub>unobs</sub>", N_ ("Unobscured light"),
         N_ ("Fraction of the light that no dust attenuates.")),
  LABEL (REDSHIFT, "<i>z</i>", N_ ("Redshift"),
         N_ ("Redshift of the galaxy. It sets the cosmic time at which it is seen.")),
  LABEL (OM0, "Ω<sub>m</sub>", N_ ("Matter density"),
         N_ ("Density of matter today, in units of the critical density. Space is flat.")),
  LABEL (W0, "<i>w</i><sub>0</sub>", N_ ("Dark energy today"),
         N_ ("Equation of state of dark energy today; −1 is a cosmological constant.")),
  LABEL (WA, "<i>w</i><sub>a</sub>", N_ ("Dark-energy drift"),
         N_ ("How the equation of state of dark energy changes with time.")),
  LABEL (H, "<i>h</i>", N_ ("Hubble constant"), N_ ("Expansion rate today in units of 100 km/s/Mpc.")),
  LABEL (LGMSTAR_FORMED, "lg <i>M</i><sub>★</sub>", N_ ("Mass formed"),
         N_ ("Logarithm of the stellar mass formed by the time of observation.")),
  LABEL (T_START, "<i>t</i><sub>start</sub>", N_ ("Start"), N_ ("Cosmic time at which stars begin to form.")),
  LABEL (TAU, "<i>τ</i>", N_ ("Time scale"), N_ ("Time over which star formation fades by a factor of e.")),
  LABEL (LOGNORMAL_M, "<i>m</i>", N_ ("Log-time centre"),
         N_ ("Centre of the star-formation history in the natural logarithm of cosmic time.")),
  LABEL (LOGNORMAL_S, "<i>s</i>", N_ ("Log-time width"),
         N_ ("Width of the star-formation history in the natural logarithm of cosmic time.")),
  LABEL (DPL_TAU, "<i>τ</i>", N_ ("Turning time"),
         N_ ("Cosmic time at which the rising power law gives way to the falling one.")),
  LABEL (DPL_ALPHA, "<i>α</i>", N_ ("Falling slope"),
         N_ ("How steeply star formation falls after the turning time.")),
  LABEL (DPL_BETA, "<i>β</i>", N_ ("Rising slope"),
         N_ ("How steeply star formation rises before the turning time.")),
  LABEL (T_END, "<i>t</i><sub>end</sub>", N_ ("End"), N_ ("Cosmic time at which stars cease to form.")),
  LABEL (T_BURST, "<i>t</i><sub>burst</sub>", N_ ("Time of the burst"),
         N_ ("Cosmic time at the middle of the burst.")),
  LABEL (BURST_WIDTH, "<i>σ</i><sub>burst</sub>", N_ ("Width of the burst"),
         N_ ("Standard deviation of the burst in time. The burst ends three standard deviations from its "
             "middle.")),
  LABEL (LGSFR_RATIO_1, "lg <i>r</i><sub>1</sub>", N_ ("Rate ratio 1"),
         N_ ("Logarithm of the star-formation rate in one age bin over that in the next older bin.")),
  LABEL (LGSFR_RATIO_2, "lg <i>r</i><sub>2</sub>", N_ ("Rate ratio 2"),
         N_ ("Logarithm of the star-formation rate in one age bin over that in the next older bin.")),
  LABEL (LGSFR_RATIO_3, "lg <i>r</i><sub>3</sub>", N_ ("Rate ratio 3"),
         N_ ("Logarithm of the star-formation rate in one age bin over that in the next older bin.")),
  LABEL (LGSFR_RATIO_4, "lg <i>r</i><sub>4</sub>", N_ ("Rate ratio 4"),
         N_ ("Logarithm of the star-formation rate in one age bin over that in the next older bin.")),
  LABEL (LGSFR_RATIO_5, "lg <i>r</i><sub>5</sub>", N_ ("Rate ratio 5"),
         N_ ("Logarithm of the star-formation rate in one age bin over that in the next older bin.")),
  LABEL (LGSFR_RATIO_6, "lg <i>r</i><sub>6</sub>", N_ ("Rate ratio 6"),
         N_ ("Logarithm of the star-formation rate in one age bin over that in the next older bin.")),
  LABEL (LGMET_SHIFT, "Δ lg <i>Z</i>", N_ ("Offset of metals"),
         N_ ("Added to the metals of a table, or of the relation with mass.")),
  LABEL (SIGMA_STAR, "<i>σ</i><sub>★</sub>", N_ ("Stellar dispersion"),
         N_ ("Velocity dispersion of the stars. It broadens absorption lines in addition to the library’s "
             "resolution.")),
  LABEL (UMIN, "<i>U</i><sub>min</sub>", N_ ("Starlight intensity"),
         N_ ("Lowest intensity of the starlight that heats dust, in units of that near the Sun. Strong light "
             "makes warm dust.")),
  LABEL (DUST_GAMMA, "<i>γ</i>", N_ ("Strongly heated dust"),
         N_ ("Fraction of the dust mass near young stars, heated by starlight of up to a million times the "
             "lowest intensity.")),
  LABEL (QPAH, "<i>q</i><sub>PAH</sub>", N_ ("PAH fraction"),
         N_ ("Mass fraction of the dust in large aromatic molecules (PAH), which emit between 3 and 20 µm.")),
  LABEL (LGMET_GAS, "lg <i>Z</i><sub>gas</sub>", N_ ("Metals of the gas"),
         N_ ("Logarithm of the metal mass fraction of the gas that shines. It is that of the young stars "
             "unless set free.")),
};
#undef LABEL

/* What dust laws that mean something else by a parameter call it. */
#define LAW(law, id, symbol, title, tooltip) { SL_DUST_##law, SL_PARAM_##id, { symbol, title, tooltip } }
static const struct { SlDustLaw law; SlParamId id; SlParamLabel label; } law_table[] = {
  LAW (POWER_LAW, DELTA_YOUNG, "<i>n</i><sub>young</sub>", N_ ("Slope n, young"),
       N_ ("Attenuation of young stars goes as wavelength to the power n: −0.7 in Charlot & Fall (2000).")),
  LAW (POWER_LAW, DELTA_OLD, "<i>n</i><sub>old</sub>", N_ ("Slope n, old"),
       N_ ("Attenuation of old stars goes as wavelength to the power n: −0.7 in Charlot & Fall (2000).")),
  LAW (CHARLOT_FALL, AV_YOUNG, "<i>A</i><sub>V,clouds</sub>", N_ ("Birth clouds"),
       N_ ("Attenuation in the V band by the clouds in which young stars are born, on top of the dust before "
           "all stars.")),
  LAW (CHARLOT_FALL, AV_OLD, "<i>A</i><sub>V,all</sub>", N_ ("Dust, all stars"),
       N_ ("Attenuation in the V band by the dust before all stars, young and old.")),
  LAW (CHARLOT_FALL, DELTA_YOUNG, "<i>n</i><sub>clouds</sub>", N_ ("Slope n, birth clouds"),
       N_ ("Attenuation by birth clouds goes as wavelength to the power n: −0.7 in Charlot & Fall (2000), "
           "−1.3 in da Cunha et al. (2008).")),
  LAW (CHARLOT_FALL, DELTA_OLD, "<i>n</i><sub>all</sub>", N_ ("Slope n, all stars"),
       N_ ("Attenuation by the dust before all stars goes as wavelength to the power n: −0.7 in Charlot & "
           "Fall (2000).")),
};
#undef LAW

static const SlParamGroupLabel group_table[SL_N_GROUPS] = {
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

const SlParamLabel *
sl_param_label (SlParamId id)
{
  g_return_val_if_fail ((guint) id < SL_N_PARAMS, NULL);
  return &label_table[id];
}

const SlParamLabel *
sl_param_label_by_law (SlDustLaw law, SlParamId id)
{
  for (guint i = 0; i < G_N_ELEMENTS (law_table); i++)
    if (law_table[i].law == law && law_table[i].id == id)
      return &law_table[i].label;
  return sl_param_label (id);
}

const SlParamLabel *
sl_param_label_of (const SlGalaxy *galaxy, SlParamId id)
{
  return sl_param_label_by_law (galaxy->dust_law, id);
}

const SlParamGroupLabel *
sl_param_group_label (SlParamGroup group)
{
  g_return_val_if_fail ((guint) group < SL_N_GROUPS, NULL);
  return &group_table[group];
}
