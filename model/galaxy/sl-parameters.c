/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/galaxy/sl-parameters.h"

#define LG TRUE
#define LINEAR FALSE
static const SlParamInfo param_table[SL_N_PARAMS] = {
#define SL_PARAM(id, name, unit, def, lo, hi, group, lg)                                                     \
  [SL_PARAM_##id] = { name, unit, def, lo, hi, SL_GROUP_##group, lg },
#include "model/galaxy/sl-param-table.h"
};

const SlParamInfo *
sl_param_info (SlParamId id)
{
  g_return_val_if_fail ((guint) id < SL_N_PARAMS, NULL);
  return &param_table[id];
}

int
sl_param_lookup (const char *name)
{
  for (int i = 0; i < SL_N_PARAMS; i++)
    if (g_strcmp0 (name, param_table[i].name) == 0)
      return i;
  return -1;
}
