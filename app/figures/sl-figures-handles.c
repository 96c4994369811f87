/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Handles: from the rows of a kind to the description, and from a move to a parameter's value. */
#include <string.h>

#include <glib/gi18n.h>

#include "app/figures/sl-figures-private.h"
#include "app/figures/sl-param-labels.h"
#include "model/engine/sl-limits.h"

void
sl_figure_add_handles (SlPlot *plot, guint panel, const SlFigureInfo *info, const SlResult *result,
                       const SlFigureOptions *options)
{
  const SlFigureHandleSite site = { options->galaxy, result->templates, result };

  for (const SlFigureHandle *h = info->handles; h && h->position; h++)
    {
      const char *name = h->name ? h->name : sl_param_label_of (options->galaxy, h->parameter)->title;
      const SlColour colour = h->ink_with_pins && options->n_pins ? SL_COLOUR_INK : h->colour;
      double x, y;

      if (sl_galaxy_has (options->galaxy, h->parameter) && h->position (&site, &x, &y))
        sl_plot_add_handle (plot, panel, sl_param_info (h->parameter)->name, x, y, h->on_right, h->axes,
                            colour, _ (name));
    }
}

/* Clamps a value to the ends of the parameter's slider and to the allowed side of parameters that it may not
 * pass. */
static double
bounded (const SlGalaxy *galaxy, const SlTemplates *templates, SlParamId parameter, double value)
{
  const SlParamOrder *order;
  double lo, hi;

  sl_limits_range (galaxy, templates, parameter, &lo, &hi);
  for (guint k = 0; (order = sl_param_order (k)); k++)
    {
      if (order->lower == parameter)
        hi = MIN (hi, galaxy->value[order->upper] - order->kept);
      if (order->upper == parameter)
        lo = MAX (lo, galaxy->value[order->lower] + order->kept);
    }
  return MIN (MAX (value, lo), hi);
}

gboolean
sl_figure_handle_value (const char *id, const SlFigureInfo *info, double x, double y, const SlGalaxy *galaxy,
                        const SlTemplates *templates, SlParamId *parameter, double *value)
{
  const SlFigureHandleSite site = { galaxy, templates, NULL };

  for (const SlFigureHandle *h = info->handles; h && h->position; h++)
    {
      double at;

      if (strcmp (sl_param_info (h->parameter)->name, id) != 0 || !sl_galaxy_has (galaxy, h->parameter))
        continue;
      at = h->value (&site, x, y);
      if (!isfinite (at))
        return FALSE;
      *parameter = h->parameter;
      *value = bounded (galaxy, templates, h->parameter, at);
      return TRUE;
    }
  return FALSE;
}
