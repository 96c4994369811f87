/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/galaxy/sl-galaxy.h"

/* Choices that define a galaxy beside its numbers. Files, the command line, undo and the panel follow this
 * table: a new option is a member of SlGalaxy and a row. A switch has the values "no" and "yes". */
typedef enum {
  SL_OPTION_SFH_FORM,
  SL_OPTION_METALS,
  SL_OPTION_DUST_LAW,
  SL_OPTION_LGMET_GAS_FREE,
  SL_OPTION_UV_BUMP_FREE,
  SL_OPTION_DUST_EMISSION,
  SL_OPTION_IGM,
  SL_OPTION_NUMERICS,
  SL_OPTION_BAND_EDGES,
  SL_N_OPTIONS
} SlOptionId;

typedef struct {
  const char *name;       /* key in files: "dust_law" */
  const char *title;      /* marked for translation */
  const char *tooltip;    /* marked for translation */
  SlParamGroup group;     /* of the panel */
  guint n_values;
  gboolean is_switch;     /* two values, no and yes */
} SlOptionInfo;

const SlOptionInfo *sl_option_info (SlOptionId id);
/* Id of a key in files, or -1. */
int sl_option_lookup (const char *name);
/* Name in files and title (marked for translation) of a value; value < n_values. */
const char *sl_option_value_name (SlOptionId id, guint value);
const char *sl_option_value_title (SlOptionId id, guint value);
/* The value of a name in files, or -1. Switches also take true, false, 1 and 0. */
int sl_option_value_lookup (SlOptionId id, const char *name);

guint sl_galaxy_option (const SlGalaxy *self, SlOptionId id);
/* value < n_values. */
void sl_galaxy_set_option (SlGalaxy *self, SlOptionId id, guint value);
/* Sets the option. Of parameters to which the new value gives another meaning, those that have their old
 * default, or a number outside of the new range, get their new default; others keep their number. */
void sl_galaxy_change_option (SlGalaxy *self, SlOptionId id, guint value);
/* The switch that sets a parameter free, which follows other parameters otherwise; -1 for all others. */
int sl_option_that_frees (SlParamId id);
/* FALSE where another option removes its effect: the bump of a law without one. */
gboolean sl_galaxy_uses_option (const SlGalaxy *self, SlOptionId id);
/* The switch that sets a parameter free, which follows others otherwise; -1 for other parameters. */
int sl_option_that_frees (SlParamId id);
/* TRUE where two galaxies differ in parameter values at most: same options, edges, tables, lines switched
 * off. */
gboolean sl_galaxy_same_options (const SlGalaxy *a, const SlGalaxy *b);
/* Copies everything but the parameter values. */
void sl_galaxy_copy_options (SlGalaxy *to, const SlGalaxy *from);
