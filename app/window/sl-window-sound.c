/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "app/window/sl-window-private.h"

/* The derivative below the pointer as a tone, where a person has asked for it: higher where the plot rises
 * with the parameter, lower where it falls, and louder the more. */

/* Of the panel of gradients, which is the second in all kinds that have one. */
#define GRADIENT_PANEL 1

/* The gradient at x, in parts of the greatest of its curve; NaN: none there. */
static double
gradient_at (SlPlot *plot, double x)
{
  double top = 0.0, value;
  const double *y;
  gsize n;

  if (!plot || isnan (x) || sl_plot_n_panels (plot) <= GRADIENT_PANEL
      || sl_plot_n_series (plot, GRADIENT_PANEL) == 0)
    return NAN;
  value = sl_plot_series_value_at (plot, GRADIENT_PANEL, 0, x);
  n = sl_plot_series_data (plot, GRADIENT_PANEL, 0, NULL, &y);
  for (gsize i = 0; i < n; i++)
    if (isfinite (y[i]))
      top = MAX (top, fabs (y[i]));
  return top > 0.0 && isfinite (value) ? value / top : NAN;
}

void
sl_window_sound_hover (SlWindow *self, SlPlotView *view)
{
  if (self->tone)
    sl_tone_set (self->tone, gradient_at (sl_plot_view_get_plot (view), sl_plot_view_get_hover_x (view)));
}
