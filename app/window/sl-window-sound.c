/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "app/window/sl-window-private.h"

/* Sound, if it is on: the derivative below the pointer as a tone, higher where the plot rises with the
 * parameter, lower where it falls; the larger, the louder. */

/* The panel of gradients is the second in every kind that has one. */
#define GRADIENT_PANEL 1

/* The gradient at x relative to the largest of its curve; NaN: there is none. */
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
