/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/population/sl-population.h"

/* What a population's parameters are called. Strings are the caller's. */

/* Markup: "σ(lg M)". */
char *sl_population_label_symbol (const SlPopulationSpec *spec, const SlPopPhi *phi);
/* Plain words, translated: "Scatter of halo mass today". */
char *sl_population_label_title (const SlPopulationSpec *spec, const SlPopPhi *phi);
/* Markup of the unit; "" for none. */
const char *sl_population_label_unit (const SlPopulationSpec *spec, const SlPopPhi *phi);
/* Index of a name (sl_population_name()) among the parameters, which phi (SL_POP_MAX_PHI) is filled with; -1:
 * none. */
int sl_population_label_find (const SlPopulationSpec *spec, const char *name, SlPopPhi *phi);
/* Letter of a band: "r" of "LSST/r". Borrowed from the description. */
const char *sl_population_label_band (const SlPopulationSpec *spec, guint band);
/* 100000 as "100 000", with thin spaces; never with a fraction. */
char *sl_population_label_count (double n);
