/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/population/sl-population.h"

/* Labels of a population's parameters. Allocated strings are the caller's (g_free). */

/* Markup: "σ(lg M)". */
char *sl_population_label_symbol (const SlPopulationSpec *spec, const SlPopPhi *phi);
/* Plain text, translated: "Scatter of: Halo mass today". */
char *sl_population_label_title (const SlPopulationSpec *spec, const SlPopPhi *phi);
/* Markup of the unit; "" for none. */
const char *sl_population_label_unit (const SlPopulationSpec *spec, const SlPopPhi *phi);
/* Fills phi (SL_POP_MAX_PHI) with the parameters and returns the index of the one with this name
 * (sl_population_name()), or -1. */
int sl_population_label_find (const SlPopulationSpec *spec, const char *name, SlPopPhi *phi);
/* Short name of a band: "r" of "LSST/r". Borrowed from the description. */
const char *sl_population_label_band (const SlPopulationSpec *spec, guint band);
/* Rounded, with thin spaces: 100000 as "100 000". */
char *sl_population_label_count (double n);
