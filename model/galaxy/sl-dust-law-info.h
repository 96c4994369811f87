/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

#include "model/dust/laws/sl-dust-law-ids.h"

/* Laws of dust attenuation (SlDustLaw): the table model/dust/laws/sl-dust-laws.h. */
typedef struct {
  const char *name;       /* key in files: "salim" */
  const char *title;      /* marked for translation */
  SlDustFormula formula;
  gboolean slope, bump;   /* whether delta_* and uv_bump act */
} SlDustLawInfo;
const SlDustLawInfo *sl_dust_law_info (SlDustLaw law);
