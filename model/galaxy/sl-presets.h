/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/galaxy/sl-galaxy.h"

/* Named galaxies: one row each in sl-presets.c. Texts are marked for translation. */
typedef struct {
  const char *name;        /* "quenched": command line and files */
  const char *title;
  const char *description; /* what it is */
  const char *look;        /* what to look at; NULL for those of the DSPS paper */
  SlParamId vary;          /* with look: the parameter that it speaks of */
} SlPresetInfo;
/* The galaxy to start from where none is named. */
#define SL_PRESET_DEFAULT "quenched"
guint sl_preset_count (void);
const SlPresetInfo *sl_preset_info (guint i);
/* FALSE where there is no preset of this name. */
gboolean sl_preset_apply (const char *name, SlGalaxy *galaxy);
