/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every differentiable parameter, one row each, in the order of Jacobian columns, tables and files: row i is
 * SlParamId i. No include guard: sl-parameters.h and sl-parameters.c define SL_PARAM, which is undefined
 * afterwards.
 *
 * A new parameter takes
 * - a row here, at the end: files and the order of Jacobian columns then stay as they are;
 * - a row in app/figures/sl-param-labels.c (symbol, title, tooltip) and one in app/panel/sl-param-marks.c
 *   (step and marks of its slider);
 * - its place in a stage's ranges (stage_table in model/engine) and the formula that reads it;
 * - where it does not always act, a row of acts_table in sl-galaxy.c.
 * Tests (parameters, param-labels) find rows that are missing.
 *
 * Columns: identifier, name in files, unit for display (Pango markup, "" where it has none), default, lower
 * and upper end (PHYSICS section 9), group, scale (LG: the value is the logarithm of a quantity, of this unit
 * unless that is "dex"). */

SL_PARAM (LOGM0, "logm0", "M<sub>☉</sub>", 12.0, 9.5, 15.5, HALO, LG)
SL_PARAM (LOGTC, "logtc", "Gyr", 0.05, -1.0, 1.0, HALO, LG)
SL_PARAM (EARLY_INDEX, "early_index", "", 2.6137643, 0.1, 10.0, HALO, LINEAR)
SL_PARAM (LATE_INDEX, "late_index", "", 0.12692805, 0.1, 5.0, HALO, LINEAR)
SL_PARAM (T_PEAK, "t_peak", "Gyr", 14.0, 0.05, 20.0, HALO, LINEAR)
SL_PARAM (LGMCRIT, "lgmcrit", "M<sub>☉</sub>", 12.0, 9.0, 13.5, MAIN_SEQUENCE, LG)
SL_PARAM (LGY_AT_MCRIT, "lgy_at_mcrit", "yr<sup>−1</sup>", -10.0, -12.0, -8.0, MAIN_SEQUENCE, LG)
SL_PARAM (INDX_LO, "indx_lo", "", 1.0, 0.0, 5.0, MAIN_SEQUENCE, LINEAR)
SL_PARAM (INDX_HI, "indx_hi", "", -1.0, -5.0, 0.0, MAIN_SEQUENCE, LINEAR)
SL_PARAM (TAU_DEP, "tau_dep", "Gyr", 2.0, 0.01, 20.0, MAIN_SEQUENCE, LINEAR)
SL_PARAM (LG_QT, "lg_qt", "Gyr", 1.0, 0.1, 2.0, QUENCHING, LG)
SL_PARAM (QLGLGDT, "qlglgdt", "dex", -0.50725, -3.0, -0.01, QUENCHING, LG)
SL_PARAM (LG_DROP, "lg_drop", "dex", -1.01773, -3.0, 0.0, QUENCHING, LG)
SL_PARAM (LG_REJUV, "lg_rejuv", "dex", -0.212307, -3.0, 0.0, QUENCHING, LG)
SL_PARAM (LGFBURST, "lgfburst", "", -8.0, -8.0, -1.0, BURST, LG)
SL_PARAM (LGYR_PEAK, "lgyr_peak", "yr", 5.5, 5.0, 8.0, BURST, LG)
SL_PARAM (LGYR_MAX, "lgyr_max", "yr", 7.0, 6.0, 9.0, BURST, LG)
SL_PARAM (LGMET_YOUNG, "lgmet_young", "", -2.0, -4.0, -1.0, METALS, LG)
SL_PARAM (LGMET_OLD, "lgmet_old", "", -2.0, -4.0, -1.0, METALS, LG)
SL_PARAM (LGMET_SCATTER, "lgmet_scatter", "dex", 0.25, 0.05, 1.0, METALS, LINEAR)
SL_PARAM (LGMET_LGAGE_MID, "lgmet_lgage_mid", "Gyr", 0.0, -2.0, 1.0, METALS, LG)
SL_PARAM (LGMET_LGAGE_WIDTH, "lgmet_lgage_width", "dex", 0.5, 0.05, 2.0, METALS, LINEAR)
SL_PARAM (LGU_MEAN, "lgu_mean", "", -2.5, -4.0, 0.0, GAS, LG)
SL_PARAM (LGU_SCATTER, "lgu_scatter", "dex", 0.25, 0.05, 1.0, GAS, LINEAR)
SL_PARAM (F_ESC, "f_esc", "", 0.0, 0.0, 1.0, GAS, LINEAR)
SL_PARAM (SIGMA_V, "sigma_v", "km/s", 100.0, 30.0, 500.0, GAS, LINEAR)
SL_PARAM (AV_YOUNG, "av_young", "mag", 0.5, 0.0, 4.0, DUST, LINEAR)
SL_PARAM (AV_OLD, "av_old", "mag", 0.5, 0.0, 4.0, DUST, LINEAR)
SL_PARAM (DELTA_YOUNG, "delta_young", "", -0.25, -1.2, 0.4, DUST, LINEAR)
SL_PARAM (DELTA_OLD, "delta_old", "", -0.25, -1.2, 0.4, DUST, LINEAR)
SL_PARAM (UV_BUMP, "uv_bump", "", 1.325, 0.0, 6.0, DUST, LINEAR)
SL_PARAM (DUST_LGAGE_MID, "dust_lgage_mid", "Gyr", -2.0, -3.0, 1.0, DUST, LG)
SL_PARAM (DUST_LGAGE_WIDTH, "dust_lgage_width", "dex", 0.3, 0.05, 2.0, DUST, LINEAR)
SL_PARAM (FRAC_UNOBSCURED, "frac_unobscured", "", 0.0, 0.0, 1.0, DUST, LINEAR)
SL_PARAM (REDSHIFT, "redshift", "", 0.0, 0.0, 20.0, OBSERVATION, LINEAR)
SL_PARAM (OM0, "Om0", "", 0.3075, 0.1, 0.6, COSMOLOGY, LINEAR)
SL_PARAM (W0, "w0", "", -1.0, -2.0, -0.4, COSMOLOGY, LINEAR)
SL_PARAM (WA, "wa", "", 0.0, -1.5, 1.0, COSMOLOGY, LINEAR)
SL_PARAM (H, "h", "100 km/s/Mpc", 0.6774, 0.5, 0.9, COSMOLOGY, LINEAR)

/* Of the simple forms of the star-formation history. */
SL_PARAM (LGMSTAR_FORMED, "lgmstar_formed", "M<sub>☉</sub>", 10.5, 6.0, 13.0, MAIN_SEQUENCE, LG)
SL_PARAM (T_START, "t_start", "Gyr", 1.0, 0.0, 13.5, MAIN_SEQUENCE, LINEAR)
SL_PARAM (TAU, "tau", "Gyr", 3.0, 0.05, 20.0, MAIN_SEQUENCE, LINEAR)
SL_PARAM (LOGNORMAL_M, "lognormal_m", "ln Gyr", 1.5, -1.0, 3.5, MAIN_SEQUENCE, LINEAR)
SL_PARAM (LOGNORMAL_S, "lognormal_s", "ln Gyr", 0.6, 0.1, 2.0, MAIN_SEQUENCE, LINEAR)
SL_PARAM (DPL_TAU, "dpl_tau", "Gyr", 4.0, 0.2, 14.0, MAIN_SEQUENCE, LINEAR)
SL_PARAM (DPL_ALPHA, "dpl_alpha", "", 3.0, 0.1, 20.0, MAIN_SEQUENCE, LINEAR)
SL_PARAM (DPL_BETA, "dpl_beta", "", 1.0, 0.1, 20.0, MAIN_SEQUENCE, LINEAR)
SL_PARAM (T_END, "t_end", "Gyr", 14.0, 0.1, 14.0, MAIN_SEQUENCE, LINEAR)
SL_PARAM (T_BURST, "t_burst", "Gyr", 10.0, 0.1, 14.0, MAIN_SEQUENCE, LINEAR)
SL_PARAM (BURST_WIDTH, "burst_width", "Gyr", 0.3, 0.02, 3.0, MAIN_SEQUENCE, LINEAR)
SL_PARAM (LGSFR_RATIO_1, "lgsfr_ratio_1", "dex", 0.0, -3.0, 3.0, MAIN_SEQUENCE, LINEAR)
SL_PARAM (LGSFR_RATIO_2, "lgsfr_ratio_2", "dex", 0.0, -3.0, 3.0, MAIN_SEQUENCE, LINEAR)
SL_PARAM (LGSFR_RATIO_3, "lgsfr_ratio_3", "dex", 0.0, -3.0, 3.0, MAIN_SEQUENCE, LINEAR)
SL_PARAM (LGSFR_RATIO_4, "lgsfr_ratio_4", "dex", 0.0, -3.0, 3.0, MAIN_SEQUENCE, LINEAR)
SL_PARAM (LGSFR_RATIO_5, "lgsfr_ratio_5", "dex", 0.0, -3.0, 3.0, MAIN_SEQUENCE, LINEAR)
SL_PARAM (LGSFR_RATIO_6, "lgsfr_ratio_6", "dex", 0.0, -3.0, 3.0, MAIN_SEQUENCE, LINEAR)

/* Of options: metals that follow a relation, velocity dispersion of stars, dust emission, gas's metals. */
SL_PARAM (LGMET_SHIFT, "lgmet_shift", "dex", 0.0, -1.0, 1.0, METALS, LINEAR)
SL_PARAM (SIGMA_STAR, "sigma_star", "km/s", 0.0, 0.0, 500.0, OBSERVATION, LINEAR)
SL_PARAM (UMIN, "umin", "", 1.0, 0.1, 25.0, DUST, LINEAR)
SL_PARAM (DUST_GAMMA, "dust_gamma", "", 0.01, 0.0, 0.99, DUST, LINEAR)
SL_PARAM (QPAH, "qpah", "%", 2.0, 0.1, 4.58, DUST, LINEAR)
SL_PARAM (LGMET_GAS, "lgmet_gas", "", -2.0, -4.0, -1.0, GAS, LG)

#undef SL_PARAM
