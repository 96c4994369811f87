/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/dust/laws/sl-dust-law-ids.h"
#include "model/galaxy/sl-parameters.h"

/* Laws of dust attenuation (SlDustLaw): the table model/dust/laws/sl-dust-laws.h. */
typedef struct {
  const char *name;       /* key in files: "salim" */
  const char *title;      /* marked for translation */
  SlDustFormula formula;
  gboolean slope, bump;   /* whether delta_* and uv_bump act */
} SlDustLawInfo;
const SlDustLawInfo *sl_dust_law_info (SlDustLaw law);

/* Where a law gives a parameter another meaning, and so another range. */
typedef struct {
  SlDustLaw law;
  SlParamId param;
  double def, lo, hi;
} SlDustLawRange;
/* NULL where the law has the parameter's own range. */
const SlDustLawRange *sl_dust_law_range (SlDustLaw law, SlParamId param);
