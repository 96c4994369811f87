/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "app/figures/sl-figures-private.h"

/* What handles stand for, where that is the axis itself. */

/* The metals' axis is lg Z/Zsun. */
gboolean
sl_figure_metals_map_handle (const char *id, double x, double y, const SlGalaxy *galaxy,
                             const SlTemplates *templates, SlParamId *parameter, double *value)
{
  if (strcmp (id, "lgmet_lgage_mid") == 0)
    {
      *parameter = SL_PARAM_LGMET_LGAGE_MID;
      *value = log10 (x);
      return TRUE;
    }
  return sl_figure_metals_ends_handle (id, y, x, galaxy, templates, parameter, value);
}

gboolean
sl_figure_metals_ends_handle (const char *id, double x, double y, const SlGalaxy *galaxy,
                              const SlTemplates *templates, SlParamId *parameter, double *value)
{
  const int young = strcmp (id, "lgmet_young"), old = strcmp (id, "lgmet_old");

  if (!templates || (young != 0 && old != 0))
    return FALSE;
  *parameter = young == 0 ? SL_PARAM_LGMET_YOUNG : SL_PARAM_LGMET_OLD;
  *value = x + log10 (templates->zsun);
  return TRUE;
}

gboolean
sl_figure_gas_handle (const char *id, double x, double y, const SlGalaxy *galaxy,
                      const SlTemplates *templates, SlParamId *parameter, double *value)
{
  *parameter = SL_PARAM_LGU_MEAN;
  *value = x;
  return strcmp (id, "lgu_mean") == 0;
}

gboolean
sl_figure_handle_value (const char *id, const SlFigureInfo *info, double x, double y, const SlGalaxy *galaxy,
                        const SlTemplates *templates, SlParamId *parameter, double *value)
{
  const SlParamOrder *order;
  double lo, hi;

  if (!info->handle || !info->handle (id, x, y, galaxy, templates, parameter, value) || !isfinite (*value))
    return FALSE;
  sl_galaxy_range (galaxy, *parameter, NULL, &lo, &hi);
  for (guint k = 0; (order = sl_param_order (k)); k++)
    {
      if (order->lower == *parameter)
        hi = MIN (hi, galaxy->value[order->upper] - order->kept);
      if (order->upper == *parameter)
        lo = MAX (lo, galaxy->value[order->lower] + order->kept);
    }
  *value = MIN (MAX (*value, lo), hi);
  return TRUE;
}
