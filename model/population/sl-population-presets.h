/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/population/sl-population.h"

/* Named populations: a preset is a row of the table in sl-population-presets.c. */
typedef struct {
  const char *name;        /* "mixed": command line and files */
  const char *title;       /* marked for translation */
  const char *description; /* marked for translation */
} SlPopulationPresetInfo;
guint sl_population_preset_count (void);
const SlPopulationPresetInfo *sl_population_preset_info (guint i);
/* FALSE where there is no preset of this name. */
gboolean sl_population_preset_apply (const char *name, SlPopulationSpec *spec);
