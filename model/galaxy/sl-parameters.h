/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* The differentiable parameters of the model: their names, units and ranges. What interfaces call them is in
 * app/figures/sl-param-labels.h. */

/* In the order of the tables and files, and of Jacobian columns: SL_PARAM_LOGM0, … */
typedef enum {
#define SL_PARAM(id, ...) SL_PARAM_##id,
#include "model/galaxy/sl-param-table.h"
  SL_N_PARAMS
} SlParamId;

typedef enum {
  SL_GROUP_HALO, SL_GROUP_MAIN_SEQUENCE, SL_GROUP_QUENCHING, SL_GROUP_BURST, SL_GROUP_METALS,
  SL_GROUP_GAS, SL_GROUP_DUST, SL_GROUP_OBSERVATION, SL_GROUP_COSMOLOGY,
  SL_N_GROUPS
} SlParamGroup;

typedef struct {
  const char *name;       /* key in files, never translated: "logm0" */
  const char *unit;       /* for display, Pango markup: "Gyr", "km/s", "mag"; "" where it has none */
  double def, lo, hi;     /* default and range; those of a galaxy: sl_galaxy_range() */
  SlParamGroup group;
  gboolean lg;            /* the value is the logarithm of a quantity, of this unit unless that is "dex" */
} SlParamInfo;

/* Row of a parameter; never NULL for a valid id. */
const SlParamInfo *sl_param_info (SlParamId id);
/* Id of a file key, or -1. */
int sl_param_lookup (const char *name);
