/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/figures/sl-figures-distributions.h"

#include <glib/gi18n.h>
#include <pango/pango.h>

/* Span of the axis of a gradient that is zero throughout. */
#define FLAT_SPAN 2.0
/* Position of a name beside a peak: distance in widths, and height relative to the peak. */
#define NAME_ASIDE 0.6
#define NAME_HEIGHT 0.94

char *
sl_figure_curve_name (const char *what, const char *when)
{
  /* Translators: what a curve shows, and when or of what */
  return when ? g_strdup_printf (_ ("%s, %s"), what, when) : g_strdup (what);
}

void
sl_figure_upper_axis (SlPlot *plot, guint panel, const SlFigureOptions *options, gboolean zero, double least,
                      double data_lo, double data_hi, const char *title)
{
  const SlFigureAxisRule rule = { .zero = zero, .least = least };

  sl_figure_settle (options, SL_FIGURE_AXIS_UPPER, &rule, &data_lo, &data_hi);
  sl_plot_set_y (plot, panel, SL_SCALE_LINEAR, data_lo, data_hi, title);
}

guint
sl_figure_gradient_panel (SlPlot *plot, const SlFigureOptions *options, double share, double lo, double hi,
                          double least, const char *unit, double x, gboolean *flat)
{
  static const SlStroke zero = { SL_COLOUR_FAINT, 0.0, 0.75, SL_DASH_SOLID };
  const guint panel = sl_plot_add_panel (plot, share);
  SlFigureAxisRule rule = { .zero = TRUE, .least = least };
  const SlFigureDirection along = sl_figure_direction (options);
  g_autofree char *of = sl_figure_direction_unit (unit, &along);
  g_autofree char *title = *of ? g_strdup_printf ("[%s]", of) : g_strdup ("");

  *flat = !(MAX (-lo, hi) >= SL_FIGURE_NOTHING);
  if (*flat)
    {
      rule.least = FLAT_SPAN;
      lo = hi = 0.0;
    }
  /* Show a little of the other side of zero, so that the zero line is clear of both panel edges. */
  else
    lo = MIN (lo, -0.06 * hi), hi = MAX (hi, -0.06 * lo);
  sl_figure_settle (options, SL_FIGURE_AXIS_LOWER, &rule, &lo, &hi);
  sl_plot_set_y (plot, panel, SL_SCALE_LINEAR, lo, hi, title);
  sl_plot_add_hline (plot, panel, 0.0, &zero);
  if (*flat)
    sl_figure_nothing (plot, panel, x, options);
  return panel;
}

/* The x at which a curve is furthest from zero. */
static double
steepest_x (const double *x, const double *y, gsize n)
{
  double most = 0.0, at = NAN;

  for (gsize i = 0; i < n; i++)
    if (fabs (y[i]) > most)
      most = fabs (y[i]), at = x[i];
  return at;
}

void
sl_figure_gradient_curve (SlPlot *plot, guint panel, const SlFigureOptions *options, const char *what,
                          const char *suffix, const char *unit, const double *x, const double *dy, gsize n,
                          const SlStroke *stroke, gboolean label)
{
  const SlFigureDirection along = sl_figure_direction (options);
  g_autofree char *markup = sl_figure_direction_markup (what, &along), *plain = NULL, *name = NULL;
  g_autofree char *of = sl_figure_direction_unit (unit, &along);

  if (!pango_parse_markup (markup, -1, 0, NULL, &plain, NULL, NULL))
    plain = g_strdup (what);
  name = sl_figure_curve_name (plain, suffix);
  sl_plot_add_series (plot, panel, x, dy, n,
                      &(SlSeriesOptions) {
                          .name = name,
                          .label = label ? markup : NULL,
                          .label_x = steepest_x (x, dy, n),
                          .stroke = *stroke,
                          .unit = of,
                      });
}

gboolean
sl_figure_preview_galaxy (const SlFigureOptions *options, SlGalaxy *preview)
{
  const SlFigureDirection along = sl_figure_direction (options);

  if (!options->preview || options->preview_step == 0.0)
    return FALSE;
  *preview = *options->galaxy;
  for (guint i = 0; i < along.n; i++)
    preview->value[along.along[i]] -= options->preview_step;
  return TRUE;
}

void
sl_figure_preview_curve (SlPlot *plot, guint panel, const SlFigureOptions *options, const double *x,
                         const double *y, const double *dy, gsize n, const char *unit)
{
  g_autofree double *tangent = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    tangent[i] = y[i] + dy[i] * options->preview_step;
  sl_plot_add_series (plot, panel, x, tangent, n,
                      &(SlSeriesOptions) {
                          .name = _ ("Tangent"),
                          .label_x = NAN,
                          .stroke = { SL_COLOUR_VERMILLION, 0.7, 0.75, SL_DASH_DASHED },
                          .unit = unit,
                      });
}

void
sl_figure_name_peak (SlPlot *plot, guint panel, const SlFigurePin *pin, double centre, double scatter,
                     double height, double own)
{
  g_autofree char *label = g_markup_escape_text (pin->name, -1);
  const gboolean right = centre >= own;

  sl_plot_add_text (plot, panel, centre + (right ? NAME_ASIDE : -NAME_ASIDE) * scatter, NAME_HEIGHT * height,
                    FALSE, right ? SL_ANCHOR_START : SL_ANCHOR_END, sl_figure_pin_colour (pin->colour),
                    label);
}

void
sl_figure_steps (const double *edge, const double *y, guint n, double **x, double **height)
{
  *x = g_new (double, 2 * n);
  *height = g_new (double, 2 * n);
  for (guint i = 0; i < n; i++)
    {
      /* Slightly apart, so that a reading finds one height at each x. */
      (*x)[2 * i] = edge[i];
      (*x)[2 * i + 1] = edge[i + 1] - 1e-9 * (edge[i + 1] - edge[i]);
      (*height)[2 * i] = (*height)[2 * i + 1] = y[i];
    }
}
