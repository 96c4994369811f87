/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/galaxy/sl-sfh-forms.h"

#include <glib/gi18n-lib.h>

#define P(id) SL_PARAM_##id
static const SlParamId params_diffstar[] = { P (LOGM0),   P (LOGTC),   P (EARLY_INDEX),  P (LATE_INDEX),
                                             P (T_PEAK),  P (LGMCRIT), P (LGY_AT_MCRIT), P (INDX_LO),
                                             P (INDX_HI), P (TAU_DEP), P (LG_QT),        P (QLGLGDT),
                                             P (LG_DROP), P (LG_REJUV) };
static const SlParamId params_tau[] = { P (LGMSTAR_FORMED), P (T_START), P (TAU) };
static const SlParamId params_lognormal[] = { P (LGMSTAR_FORMED), P (LOGNORMAL_M), P (LOGNORMAL_S) };
static const SlParamId params_double_powerlaw[] = { P (LGMSTAR_FORMED), P (DPL_TAU), P (DPL_ALPHA),
                                                    P (DPL_BETA) };
static const SlParamId params_constant[] = { P (LGMSTAR_FORMED), P (T_START), P (T_END) };
static const SlParamId params_table[] = { P (LGMSTAR_FORMED) };
static const SlParamId params_burst[] = { P (LGMSTAR_FORMED), P (T_BURST), P (BURST_WIDTH) };
static const SlParamId params_continuity[] = { P (LGMSTAR_FORMED), P (LGSFR_RATIO_1), P (LGSFR_RATIO_2),
                                               P (LGSFR_RATIO_3),  P (LGSFR_RATIO_4), P (LGSFR_RATIO_5),
                                               P (LGSFR_RATIO_6) };
#undef P

/* One row for each form; its formula is in the table of sl-sfh-body.h. */
#define FORM(id, name, title, list) [SL_SFH_##id] = { name, title, G_N_ELEMENTS (list), list }
static const SlSfhFormInfo form_table[SL_N_SFH_FORMS] = {
  FORM (DIFFSTAR, "diffstar", N_ ("Halo: stars follow the gas"), params_diffstar),
  FORM (DIFFSTAR_LAG, "diffstar_lag", N_ ("Halo: stars lag accretion"), params_diffstar),
  FORM (TAU, "tau", N_ ("Exponential decline"), params_tau),
  FORM (DELAYED_TAU, "delayed_tau", N_ ("Delayed exponential"), params_tau),
  FORM (LOGNORMAL, "lognormal", N_ ("Lognormal"), params_lognormal),
  FORM (DOUBLE_POWERLAW, "double_powerlaw", N_ ("Double power law"), params_double_powerlaw),
  FORM (CONSTANT, "constant", N_ ("Constant"), params_constant),
  FORM (BURST, "burst", N_ ("Single burst"), params_burst),
  FORM (CONTINUITY, "continuity", N_ ("Bins of age"), params_continuity),
  FORM (TABLE, "table", N_ ("From a file"), params_table),
};
#undef FORM

/* The lagged form: lg of the efficiency, in units of the accretion rate. */
static const SlSfhFormRange range_table[] = {
  { SL_SFH_DIFFSTAR_LAG, SL_PARAM_LGY_AT_MCRIT, -1.0, -3.0, 0.0 },
};

const SlSfhFormInfo *
sl_sfh_form_info (SlSfhFormId id)
{
  g_return_val_if_fail ((guint) id < SL_N_SFH_FORMS, NULL);
  return &form_table[id];
}

gboolean
sl_sfh_form_has (SlSfhFormId id, SlParamId param)
{
  const SlSfhFormInfo *form = sl_sfh_form_info (id);

  for (guint i = 0; i < form->n_params; i++)
    if (form->params[i] == param)
      return TRUE;
  return FALSE;
}

const SlSfhFormRange *
sl_sfh_form_range (SlSfhFormId id, SlParamId param)
{
  for (guint i = 0; i < G_N_ELEMENTS (range_table); i++)
    if (range_table[i].form == id && range_table[i].param == param)
      return &range_table[i];
  return NULL;
}
