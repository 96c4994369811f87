/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/galaxy/sl-sfh-forms.h"

#include <glib/gi18n-lib.h>

#define SL_SFH_FORM(id, name, title, given_mass, closed, ...)                                                \
  static const SlParamId params_##name[] = { __VA_ARGS__ };                                                  \
  G_STATIC_ASSERT (G_N_ELEMENTS (params_##name) <= SL_MAX_SFH_PARAMS);
#include "model/sfh/forms/sl-sfh-form-list.h"

#define SL_SFH_FORM(id, name, title, ...)                                                                    \
  [SL_SFH_##id] = { #name, title, G_N_ELEMENTS (params_##name), params_##name },
static const SlSfhFormInfo form_table[SL_N_SFH_FORMS] = {
#include "model/sfh/forms/sl-sfh-form-list.h"
};

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

G_STATIC_ASSERT (SL_N_SFH_FORMS <= 32);

guint32
sl_sfh_forms_with (SlParamId param)
{
  static guint32 forms[SL_N_PARAMS];
  static gsize made;

  if (g_once_init_enter (&made))
    {
      for (guint id = 0; id < SL_N_SFH_FORMS; id++)
        {
          const SlSfhFormInfo *form = sl_sfh_form_info (id);

          for (guint i = 0; i < form->n_params; i++)
            forms[form->params[i]] |= 1u << id;
        }
      g_once_init_leave (&made, 1);
    }
  return forms[param];
}

const SlSfhFormRange *
sl_sfh_form_range (SlSfhFormId id, SlParamId param)
{
  for (guint i = 0; i < G_N_ELEMENTS (range_table); i++)
    if (range_table[i].form == id && range_table[i].param == param)
      return &range_table[i];
  return NULL;
}
