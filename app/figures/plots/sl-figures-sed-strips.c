/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strips below a spectrum (derivatives, comparison with pins) and the light of stars by age. */
#include "app/figures/sl-figures-direction.h"
#include "app/figures/plots/sl-figures-sed-private.h"

#include <string.h>

#include <glib/gi18n.h>
#include <pango/pango.h>

#include "app/figures/sl-param-labels.h"
#include "model/cosmology/sl-cosmology.h"

/* Transmission below which the observed light is too faint to compare. */
#define LEFT_LEAST 0.01
/* An age group with less than this fraction of the light everywhere is not drawn. */
#define GROUP_LEAST 1e-4
#define GROUP_ALPHA 0.28
#define AREA_LEAST 0.03 /* of the panel: enough for a label */
#define RATIO_DECADES 4.0

/* d ln L of the observed light: the IGM's transmission is part of it. NaN where next to nothing arrives. */
static double
log_slope (const SlSed *s, guint i, SlParamId parameter, double by_distance)
{
  const SlResult *result = s->result;
  guint w = s->frame.from + i;
  double l = result->sed[w], arriving = result->arriving[w], slope;

  if (!(l > 0.0) || arriving < LEFT_LEAST)
    return NAN;
  slope = result->sed_tangent[(gsize) parameter * result->n_wave + w] / l + by_distance;
  return parameter == SL_PARAM_REDSHIFT ? slope + result->arriving_dz[w] / arriving : slope;
}

/* d ln of the quantity through its distance. */
static double
distance_slope (const SlSed *s, const SlGalaxy *galaxy, SlParamId parameter)
{
  SlEpoch epoch;

  if (parameter < SL_PARAM_REDSHIFT || parameter > SL_PARAM_H)
    return 0.0;
  sl_cosmology_epoch (galaxy->value + SL_PARAM_REDSHIFT, &epoch);
  if (!isfinite (epoch.dimming))
    return 0.0;
  return sl_quantity_by_dimming (s->quantity) * epoch.ddimming[parameter - SL_PARAM_REDSHIFT];
}

static double *
slopes (const SlSed *s, const SlFigureDirection *along)
{
  double *y = g_new0 (double, s->frame.n);

  for (guint k = 0; k < along->n; k++)
    {
      const double by_distance = distance_slope (s, s->options->galaxy, along->along[k]);

      for (guint i = 0; i < s->frame.n; i++)
        y[i] += log_slope (s, i, along->along[k], by_distance);
    }
  return y;
}

static void
add_more (const SlSed *s, guint panel, SlParamId parameter, const double *y, SlColour colour)
{
  const char *symbol = sl_param_label_of (s->options->galaxy, parameter)->symbol;
  g_autofree char *name = NULL;

  if (!pango_parse_markup (symbol, -1, 0, NULL, &name, NULL, NULL))
    name = g_strdup (sl_param_info (parameter)->name);
  sl_plot_add_series (s->plot, panel, s->x, y, s->frame.n, &(SlSeriesOptions) {
    .name = name, .label = symbol, .label_x = NAN, .stroke = { colour, 0.0, 0.75, SL_DASH_SOLID },
  });
}

/* d ln L / d parameter: positive where a larger parameter makes the galaxy brighter. */
void
sl_sed_add_gradient (const SlSed *s)
{
  static const SlFigureAxisRule rule = { .zero = TRUE, .least = 0.02 };
  static const SlStroke zero = { SL_COLOUR_GRID, 0.0, 1.0, SL_DASH_SOLID };
  const guint n = s->frame.n, panel = sl_plot_add_panel (s->plot, 0.26);
  const SlFigureDirection along = sl_figure_direction (s->options);
  g_autofree double *y = slopes (s, &along), *up = g_new (double, n), *down = g_new (double, n);
  g_autofree double *base = g_new0 (double, n);
  g_autofree char *what = g_strdup_printf ("\u2009ln\u2009%s", sl_sed_quantity (s->quantity)->symbol);
  g_autofree char *label = sl_figure_direction_markup (what, &along);
  g_autoptr (GPtrArray) more = g_ptr_array_new_with_free_func (g_free);
  SlParamId other[SL_FIGURE_MAX_MORE];
  guint n_more = sl_figure_more (s->options, other);
  double lo = INFINITY, hi = -INFINITY;
  gboolean flat;

  for (guint i = 0; i < n; i++)
    {
      up[i] = isfinite (y[i]) ? MAX (y[i], 0.0) : 0.0;
      down[i] = isfinite (y[i]) ? MIN (y[i], 0.0) : 0.0;
    }
  sl_figure_extend (&lo, &hi, y, n);
  flat = MAX (-lo, hi) < SL_FIGURE_NOTHING;
  for (guint k = 0; k < n_more; k++)
    {
      const SlFigureDirection alone = sl_figure_direction_of (s->options, other[k]);

      g_ptr_array_add (more, slopes (s, &alone));
      sl_figure_extend (&lo, &hi, more->pdata[k], n);
    }
  /* show a little of the other side of zero, so that the sign can be read */
  if (lo < hi)
    lo = MIN (lo, -0.06 * hi), hi = MAX (hi, -0.06 * lo);
  sl_figure_settle (s->options, s->infrared ? SL_SED_AXIS_GRADIENT_INFRARED : SL_SED_AXIS_GRADIENT, &rule,
                    &lo, &hi);
  sl_plot_set_y (s->plot, panel, SL_SCALE_LINEAR, lo, hi, "");
  sl_plot_add_ribbon (s->plot, panel, s->x, base, up, n, SL_COLOUR_POSITIVE, 0.35, NULL, NULL);
  sl_plot_add_ribbon (s->plot, panel, s->x, down, base, n, SL_COLOUR_NEGATIVE, 0.35, NULL, NULL);
  sl_plot_add_hline (s->plot, panel, 0.0, &zero);
  for (guint k = 0; k < n_more; k++)
    add_more (s, panel, other[k], more->pdata[k], sl_figure_more_colour (k));
  sl_plot_add_series (s->plot, panel, s->x, y, n, &(SlSeriesOptions) {
    .name = _ ("Gradient of ln L"), .label = flat && !n_more ? NULL : label, .label_x = NAN,
    .stroke = { SL_COLOUR_INK, 0.0, 0.75, SL_DASH_SOLID },
  });
  if (flat && !n_more)
    sl_figure_nothing (s->plot, panel,
                       s->linear ? 0.5 * (s->x[0] + s->x[n - 1]) : sqrt (s->x[0] * s->x[n - 1]), s->options);
}

/* The tangent preview: the galaxy where the drag began, moved along the derivative. A redshift also moves it
 * along the axis. */
void
sl_sed_add_preview (const SlSed *s, guint panel)
{
  const SlResult *preview = s->options->preview;
  const SlFigureDirection along = sl_figure_direction (s->options);
  const double step = s->options->preview_step;
  SlGalaxy began = *s->options->galaxy;
  g_autofree double *x = NULL, *y = NULL;
  SlSedFrame frame;
  double by_distance = 0.0;
  gboolean moves = FALSE;

  for (guint k = 0; k < along.n; k++)
    {
      began.value[along.along[k]] -= step;
      moves |= along.along[k] == SL_PARAM_REDSHIFT;
    }
  sl_sed_frame (s, &began, &frame);
  for (guint k = 0; k < along.n; k++)
    by_distance += distance_slope (s, &began, along.along[k]);
  if (moves && s->observed)
    frame.stretch += step;
  x = sl_sed_x (s, &frame);
  y = g_new (double, frame.n);
  for (guint i = 0; i < frame.n; i++)
    {
      guint w = frame.from + i;
      double l = preview->sed[w] * (double) preview->arriving[w], slope = l * by_distance;

      for (guint k = 0; k < along.n; k++)
        slope += preview->sed_tangent[(gsize) along.along[k] * preview->n_wave + w] * preview->arriving[w];
      if (moves)
        slope += preview->sed[w] * preview->arriving_dz[w];
      y[i] = sl_sed_value (s, &frame, w, l + slope * step);
    }
  sl_plot_add_series (s->plot, panel, x, y, frame.n, &(SlSeriesOptions) {
    .name = _ ("Tangent"), .label_x = NAN, .stroke = { SL_COLOUR_VERMILLION, 0.7, 0.75, SL_DASH_DASHED },
    .unit = sl_sed_quantity (s->quantity)->unit,
  });
}

/* Values of a curve at other points, both increasing; NaN outside. */
static double *
at_points (const double *x, const double *y, guint n, const double *at, guint m)
{
  double *out = g_new (double, m);
  guint k = 0;

  for (guint i = 0; i < m; i++)
    {
      while (k + 2 < n && x[k + 1] < at[i])
        k++;
      out[i] = n > 1 && at[i] >= x[k] && at[i] <= x[k + 1]
               ? y[k] + (y[k + 1] - y[k]) * (at[i] - x[k]) / (x[k + 1] - x[k]) : NAN;
    }
  return out;
}

/* Extends the range by a ratio where both spectra are on the axes: elsewhere it means little. */
static void
extend_seen (const SlSed *s, const double *ratio, const SlSedFrame *frame, const double *x, const double *y,
             double *lo, double *hi)
{
  g_autofree double *pin = at_points (x, y, frame->n, s->x, s->frame.n);

  for (guint i = 0; i < s->frame.n; i++)
    if (sl_sed_inside (s, s->sed[i]) && sl_sed_inside (s, pin[i]))
      sl_figure_extend (lo, hi, ratio + i, 1);
}

/* The ratio to each pin (or the difference in magnitudes): above the line where the galaxy is brighter. */
void
sl_sed_add_ratios (const SlSed *s)
{
  static const SlStroke one = { SL_COLOUR_FAINT, 0.0, 0.75, SL_DASH_SOLID };
  const gboolean magnitudes = s->quantity == SL_QUANTITY_AB;
  const SlFigureAxisRule rule = { .log = !magnitudes, .zero = magnitudes, .least = magnitudes ? 0.2 : 1.2,
                                  .decades = magnitudes ? 0.0 : RATIO_DECADES };
  const guint panel = sl_plot_add_panel (s->plot, 0.34), n = s->frame.n;
  g_autoptr (GPtrArray) curves = g_ptr_array_new_with_free_func (g_free);
  double lo = magnitudes ? INFINITY : 1.0, hi = magnitudes ? -INFINITY : 1.0;

  for (guint k = 0; k < s->options->n_pins; k++)
    {
      const SlFigurePin *pin = &s->options->pins[k];
      g_autofree double *x = NULL, *y = NULL;
      double *ratio;
      SlSedFrame frame;

      sl_sed_frame (s, pin->galaxy, &frame);
      x = sl_sed_x (s, &frame);
      y = sl_sed_shown (s, &frame, pin->result->sed, pin->result->arriving);
      ratio = at_points (x, y, frame.n, s->x, n);
      for (guint i = 0; i < n; i++)
        {
          ratio[i] = magnitudes ? s->sed[i] - ratio[i] : s->sed[i] / ratio[i];
          if (!isfinite (ratio[i]) || (!magnitudes && !(ratio[i] > 0.0)))
            ratio[i] = NAN;
        }
      extend_seen (s, ratio, &frame, x, y, &lo, &hi);
      g_ptr_array_add (curves, ratio);
    }
  sl_figure_settle (s->options, magnitudes ? SL_SED_AXIS_DIFFERENCE : SL_SED_AXIS_RATIO, &rule, &lo, &hi);
  sl_plot_set_y (s->plot, panel, magnitudes ? SL_SCALE_LINEAR : SL_SCALE_LOG, magnitudes ? hi : lo,
                 magnitudes ? lo : hi, magnitudes ? _ ("difference [mag]") : _ ("ratio"));
  sl_plot_add_hline (s->plot, panel, magnitudes ? 0.0 : 1.0, &one);
  for (guint k = 0; k < curves->len; k++)
    {
      g_autofree char *label = g_markup_escape_text (s->options->pins[k].name, -1);
      /* Translators: %s is the name of a galaxy */
      g_autofree char *name = g_strdup_printf (_ ("Relative to %s"), s->options->pins[k].name);

      sl_plot_add_series (s->plot, panel, s->x, curves->pdata[k], n, &(SlSeriesOptions) {
        .name = name, .label = label, .label_x = NAN, .unit = magnitudes ? "mag" : "",
        .stroke = { sl_figure_pin_colour (s->options->pins[k].colour), 0.0, 0.75, SL_DASH_SOLID },
      });
    }
}

/* ------------------------------------------------------------- ages */

static const struct { SlColour colour; const char *name, *label; } group_table[SL_N_AGE_GROUPS] = {
  { SL_COLOUR_AGE_0, N_ ("Younger than 10 Myr"), N_ ("&lt; 10 Myr") },
  { SL_COLOUR_AGE_1, N_ ("10 to 100 Myr"), N_ ("10–100 Myr") },
  { SL_COLOUR_AGE_2, N_ ("0.1 to 1 Gyr"), N_ ("0.1–1 Gyr") },
  { SL_COLOUR_AGE_3, N_ ("1 to 5 Gyr"), N_ ("1–5 Gyr") },
  { SL_COLOUR_AGE_4, N_ ("Older than 5 Gyr"), N_ ("&gt; 5 Gyr") },
};

const char *
sl_figure_age_group_label (guint group)
{
  return _ (group_table[group].label);
}

/* Position where a group has its largest fraction of the light, away from the ends, and that fraction. From
 * young to old the positions move right, so that labels do not touch. */
static double
label_place (const SlSed *s, guint group, double *most)
{
  const guint n = s->frame.n, W = s->result->n_wave;
  double at = NAN;

  *most = 0.0;
  for (guint i = n / 20; i < n - n / 20; i++)
    {
      guint w = s->frame.from + i;
      double all = 0.0, own = s->result->sed_by_age[(gsize) group * W + w];

      for (guint g = 0; g < SL_N_AGE_GROUPS; g++)
        all += s->result->sed_by_age[(gsize) g * W + w];
      if (all > 0.0 && own / all > *most)
        *most = own / all, at = s->x[i];
    }
  return at;
}

/* Part of the panel covered by a group's ribbon. */
static double
area (const SlSed *s, const double *y)
{
  double sum = 0.0;

  for (guint i = 1; i < s->frame.n; i++)
    sum += (s->x[i] - s->x[i - 1]) * MIN (y[i], s->hi);
  return sum / ((s->x[s->frame.n - 1] - s->x[0]) * s->hi);
}

/* On logarithmic axes one in front of the other, on a linear one stacked on the older. */
void
sl_sed_add_ages (const SlSed *s, guint panel)
{
  const guint n = s->frame.n;
  const gboolean stacked = s->linear && s->quantity != SL_QUANTITY_AB;
  const double bottom = s->quantity == SL_QUANTITY_AB ? s->hi : s->lo;
  g_autofree double *base = g_new0 (double, n), *edge = g_new (double, n);

  for (guint k = SL_N_AGE_GROUPS; k-- > 0;)
    {
      const float *light = s->result->sed_by_age + (gsize) k * s->result->n_wave;
      g_autofree double *y = sl_sed_shown (s, &s->frame, light, s->result->arriving);
      double most, at = label_place (s, k, &most);

      if (most < GROUP_LEAST)
        continue;
      for (guint i = 0; i < n; i++)
        {
          edge[i] = stacked ? base[i] + y[i] : isfinite (y[i]) ? CLAMP (y[i], s->lo, s->hi) : bottom;
          base[i] = stacked ? base[i] : bottom;
        }
      sl_plot_add_ribbon (s->plot, panel, s->x, base, edge, n, group_table[k].colour,
                          stacked ? 0.75 : GROUP_ALPHA, _ (group_table[k].name),
                          stacked && area (s, y) > AREA_LEAST ? _ (group_table[k].label) : NULL);
      if (!stacked)
        sl_plot_add_series (s->plot, panel, s->x, y, n,
                            &(SlSeriesOptions) {
                                .name = _ (group_table[k].name),
                                .label = _ (group_table[k].label),
                                .label_x = at,
                                .stroke = { group_table[k].colour, 0.0, 1.0, SL_DASH_SOLID },
                                .unit = sl_sed_quantity (s->quantity)->unit,
                            });
      if (stacked)
        memcpy (base, edge, n * sizeof *base);
    }
}
