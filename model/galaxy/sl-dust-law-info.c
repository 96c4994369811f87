/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/galaxy/sl-dust-law-info.h"

#include <glib/gi18n-lib.h>

static const SlDustLawInfo dust_table[SL_N_DUST_LAWS] = {
#define SL_DUST_LAW(id, name, title, r_v, formula, slope, bump)                                              \
  [SL_DUST_##id] = { #name, title, SL_DUST_FORMULA_##formula, slope, bump },
#include "model/dust/laws/sl-dust-laws.h"
};

static const SlDustLawRange range_table[] = {
#define SL_DUST_RANGE(id, param, def, lo, hi) { SL_DUST_##id, SL_PARAM_##param, def, lo, hi },
#include "model/dust/laws/sl-dust-laws.h"
};

const SlDustLawInfo *
sl_dust_law_info (SlDustLaw law)
{
  g_return_val_if_fail ((guint) law < SL_N_DUST_LAWS, NULL);
  return &dust_table[law];
}

const SlDustLawRange *
sl_dust_law_range (SlDustLaw law, SlParamId param)
{
  for (guint i = 0; i < G_N_ELEMENTS (range_table); i++)
    if (range_table[i].law == law && range_table[i].param == param)
      return &range_table[i];
  return NULL;
}
