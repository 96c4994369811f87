/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/tables/sl-text-table.h"
#include "model/galaxy/sl-parameters.h"
#include "model/observables/sl-observables.h"

/* What files of results have in common: their kinds, where numbers come from, names of units. Any thread. */

/* The kinds of files, by the end of their names. */
typedef enum { SL_OUTPUT_HDF5, SL_OUTPUT_CSV, SL_OUTPUT_ECSV } SlOutputFormat;

SlOutputFormat sl_output_format (const char *path);
/* What a file says of where its numbers come from. engine: its name. */
#define SL_OUTPUT_N_FACTS 8
void sl_output_facts (const SlTemplates *templates, const SlFilterSet *filters, const char *engine,
                    const char *command, SlTextFact facts[SL_OUTPUT_N_FACTS]);
void sl_output_facts_clear (SlTextFact facts[SL_OUTPUT_N_FACTS]);
/* What a file says of an axis of wavelengths. */
const char *sl_output_medium (SlMedium medium);

/* An observable for other programs: its unit ("Lsun", "" where it has none), whether it is the logarithm of a
 * quantity of that unit, and its label in plain text (g_free). */
typedef struct {
  const char *unit;
  gboolean lg;
  char *description;
} SlOutputUnit;

gboolean sl_output_unit (const SlFilterSet *filters, const SlTemplates *templates, const char *name,
                         SlOutputUnit *unit, GError **error);
/* The unit of a number as files write it: a logarithm of a quantity has that of the quantity in dex(…), as in
 * Astropy. g_free. */
char *sl_output_unit_text (const char *unit, gboolean lg);
/* The same of a parameter; g_free. */
char *sl_output_param_unit (SlParamId id);
/* The name of a unit in files, for the signs that are shown on screen; "" where it has none. */
const char *sl_output_unit_name (const char *sign);
