/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/galaxy/sl-galaxy.h"

/* Named galaxies: one row each in sl-presets.c. */
typedef struct {
  const char *name;       /* "quenched": command line and files */
  const char *title;      /* marked for translation */
  const char *description;
} SlPresetInfo;
guint sl_preset_count (void);
const SlPresetInfo *sl_preset_info (guint i);
/* FALSE where there is no preset of this name. */
gboolean sl_preset_apply (const char *name, SlGalaxy *galaxy);
