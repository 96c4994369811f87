/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/figures/sl-figures-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "model/formulas/sl-formula.h"
#include "model/support/sl-error.h"
#include "ui/plot/layout/sl-range.h"

#define N_EPOCHS 100
#define EPOCH_FIRST 0.5
#define EPOCH_LAST 13.7
#define T_TODAY 13.8 /* Gyr, by the model's clock */
#define T_AXIS 14.0

/* In the order in which menus and layouts offer them: figure_kinds of app/meson.build. */
#define ROW(NAME) &sl_figure_kind_##NAME,
static const SlFigureInfo *const kind_table[] = { SL_FIGURE_KINDS (ROW) };

static const char *const default_observables[] = {
  "rest:LSST/u", "rest:LSST/g", "rest:LSST/r", "rest:LSST/i", "rest:LSST/z", "rest:LSST/y",
  "obs:LSST/u", "obs:LSST/g", "obs:LSST/r", "obs:LSST/i", "obs:LSST/z", "obs:LSST/y",
  "ew:OIII5007", "ew:Hbeta", "ew:Halpha", "ew:OII3727",
  "lgmstar_formed", "lgmstar_with_remnants", "lgmstar_living",
  "lgsfr", "lgsfr1", "lgsfr10", "lgsfr100", NULL
};

guint
sl_figure_count (void)
{
  return G_N_ELEMENTS (kind_table);
}

const SlFigureInfo *
sl_figure_info (guint i)
{
  return i < G_N_ELEMENTS (kind_table) ? kind_table[i] : NULL;
}

const SlFigureInfo *
sl_figure_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_table); i++)
    if (g_strcmp0 (kind_table[i]->name, name) == 0)
      return kind_table[i];
  return NULL;
}

SlPlot *
sl_figure_make (const SlFigureInfo *info, SlEngine *engine, const SlResult *result,
                const SlFigureOptions *options)
{
  g_return_val_if_fail (info != NULL && engine != NULL && result != NULL, NULL);
  g_return_val_if_fail (options != NULL && options->galaxy != NULL, NULL);
  g_return_val_if_fail ((guint) options->gradient < SL_N_PARAMS, NULL);

  return info->make (info, engine, result, options);
}

double
sl_figure_height_mm (const SlFigureInfo *info, double width_mm)
{
  return info->furniture_mm + info->aspect * width_mm;
}

const SlFigureValue *
sl_figure_value (const SlFigureChoice *choice, guint value)
{
  for (guint i = 0; i < value; i++)
    if (!choice->values[i].name)
      return &choice->values[0];
  return choice->values[value].name ? &choice->values[value] : &choice->values[0];
}

const char *const *
sl_figure_histories (const SlFigureInfo *info, const SlFigureOptions *options)
{
  const char *const *histories = info->histories;

  for (guint i = 0; info->choices && info->choices[i].name; i++)
    if (sl_figure_value (&info->choices[i], options->choice[i])->histories)
      histories = sl_figure_value (&info->choices[i], options->choice[i])->histories;
  return histories;
}

void
sl_figure_request (const SlFigureInfo *info, const SlFigureOptions *options, gboolean gradients,
                   SlRequest *request)
{
  const char *const *histories = sl_figure_histories (info, options), *const *all =
                                                                          sl_figure_history_observables ();

  request->flags |= gradients ? info->want_gradient : info->want;
  for (guint i = 0; info->choices && info->choices[i].name; i++)
    request->flags |= sl_figure_value (&info->choices[i], options->choice[i])->want;
  if (gradients && (guint) options->gradient < SL_N_PARAMS)
    {
      sl_param_set_add (&request->tangents, options->gradient);
      request->tangents = sl_param_set_union (request->tangents, options->tied);
      if (info->more_gradients)
        request->tangents = sl_param_set_union (request->tangents, options->more_gradients);
    }
  /* Epochs are further apart than a burst is long. */
  if (info->over_time && options->galaxy && sl_figure_has_burst (options->galaxy))
    request->flags |= SL_REQUEST_OBSERVABLES;
  for (guint i = 0; histories && all[i]; i++)
    if (g_strv_contains (histories, all[i]))
      request->histories |= G_GUINT64_CONSTANT (1) << i;
}

int
sl_figure_find_value (const SlFigureInfo *info, const char *choice_name, const char *value_name,
                      guint *choice, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);
  const SlFigureChoice *found = NULL;

  for (const SlFigureChoice *c = info->choices; c && c->name; c++)
    {
      g_string_append_printf (known, "%s%s", known->len ? ", " : "", c->name);
      if (g_strcmp0 (c->name, choice_name) == 0)
        found = c;
    }
  if (!found)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("the plot “%s” has no choice “%s”. There are: %s"),
                   info->name, choice_name, known->len ? known->str : _ ("none"));
      return -1;
    }
  g_string_truncate (known, 0);
  for (int i = 0; found->values[i].name; i++)
    {
      if (g_strcmp0 (found->values[i].name, value_name) == 0)
        {
          *choice = (guint) (found - info->choices);
          return i;
        }
      g_string_append_printf (known, "%s%s", i ? ", " : "", found->values[i].name);
    }
  g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("“%s” of the plot “%s” cannot be “%s”. There are: %s"),
               choice_name, info->name, value_name, known->str);
  return -1;
}

/* Name of the value of a choice; NULL where the kind has no such choice. */
static const char *
value_name (const SlFigureInfo *info, const guint8 choice[SL_FIGURE_MAX_CHOICES], const char *name)
{
  for (guint i = 0; info->choices && info->choices[i].name; i++)
    if (g_strcmp0 (info->choices[i].name, name) == 0)
      return sl_figure_value (&info->choices[i], choice[i])->name;
  return NULL;
}

SlMedium
sl_figure_medium (const SlFigureInfo *info, const guint8 choice[SL_FIGURE_MAX_CHOICES])
{
  const char *name = value_name (info, choice, "medium");
  SlMedium medium = SL_MEDIUM_LIBRARY;

  if (g_strcmp0 (value_name (info, choice, "frame"), "observed") == 0)
    return SL_MEDIUM_VACUUM;
  if (name)
    sl_medium_find (name, &medium);
  return medium;
}

SlColour
sl_figure_pin_colour (guint i)
{
  static const SlColour colours[] = { SL_COLOUR_VERMILLION, SL_COLOUR_BLUE, SL_COLOUR_GREEN, SL_COLOUR_PURPLE,
                                      SL_COLOUR_ORANGE, SL_COLOUR_SKY };

  return colours[i % G_N_ELEMENTS (colours)];
}

static void
add_new (GPtrArray *names, const char *const *more)
{
  for (guint i = 0; more && more[i]; i++)
    if (!g_ptr_array_find_with_equal_func (names, more[i], g_str_equal, NULL))
      g_ptr_array_add (names, (gpointer) more[i]);
}

const char *const *
sl_figure_history_observables (void)
{
  static const char *const *names;

  if (g_once_init_enter (&names))
    {
      GPtrArray *all = g_ptr_array_new ();

      for (guint i = 0; i < G_N_ELEMENTS (kind_table); i++)
        {
          add_new (all, kind_table[i]->histories);
          for (const SlFigureChoice *c = kind_table[i]->choices; c && c->name; c++)
            for (const SlFigureValue *v = c->values; v->name; v++)
              add_new (all, v->histories);
        }
      /* They are bits of a request's mask. */
      g_assert (all->len <= 64);
      g_ptr_array_add (all, NULL);
      g_once_init_leave (&names, (const char *const *) g_ptr_array_free (all, FALSE));
    }
  return names;
}

const double *
sl_figure_epochs (guint *n)
{
  static double epochs[N_EPOCHS];
  static gsize made;

  if (g_once_init_enter (&made))
    {
      for (guint i = 0; i < N_EPOCHS; i++)
        epochs[i] = EPOCH_FIRST + (EPOCH_LAST - EPOCH_FIRST) * i / (N_EPOCHS - 1);
      g_once_init_leave (&made, 1);
    }
  if (n)
    *n = N_EPOCHS;
  return epochs;
}

const char *const *
sl_figure_observables (void)
{
  return default_observables;
}

guint
sl_figure_more (const SlFigureOptions *options, SlParamId other[SL_FIGURE_MAX_MORE])
{
  guint n = 0;

  for (int p = 0; p < SL_N_PARAMS && n < SL_FIGURE_MAX_MORE; p++)
    if (sl_param_set_has (options->more_gradients, p) && p != (int) options->gradient)
      other[n++] = p;
  return n;
}

/* Without the colours of signed ribbons, orange and blue. */
SlColour
sl_figure_more_colour (guint i)
{
  static const SlColour colours[SL_FIGURE_MAX_MORE] = { SL_COLOUR_GREEN, SL_COLOUR_PURPLE, SL_COLOUR_SKY,
                                                        SL_COLOUR_VERMILLION, SL_COLOUR_YELLOW };

  return colours[i % SL_FIGURE_MAX_MORE];
}

void
sl_figure_nothing (SlPlot *plot, guint panel, double x, const SlFigureOptions *options)
{
  g_autofree char *symbol = sl_figure_gradient_symbol (options->galaxy, options->gradient, options->tied);
  /* Translators: %s is the symbol of a parameter */
  g_autofree char *text = g_strdup_printf (_ ("%s has no effect on this plot"), symbol);

  sl_plot_add_text (plot, panel, x, 0.8, TRUE, SL_ANCHOR_CENTRE, SL_COLOUR_FAINT, text);
}

/* -------------------------------------------------------------- ranges */

void
sl_figure_extend (double *lo, double *hi, const double *v, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (isfinite (v[i]))
      {
        *lo = MIN (*lo, v[i]);
        *hi = MAX (*hi, v[i]);
      }
}

void
sl_figure_settle (const SlFigureOptions *options, guint i, const SlFigureAxisRule *rule, double *lo,
                  double *hi)
{
  double a = *lo, b = *hi, least = rule->least, lack, l = NAN, h = NAN;
  SlFigureRanges *kept = options->ranges;

  g_return_if_fail (i < SL_FIGURE_MAX_AXES);

  if (kept && kept->axis[i].set)
    {
      l = kept->axis[i].lo, h = kept->axis[i].hi;
      if (kept->hold)
        {
          *lo = l, *hi = h;
          return;
        }
    }
  if (rule->log)
    {
      if (!(b > 0.0) || !isfinite (b))
        b = 1.0;
      a = a > 0.0 && a < b ? log10 (a) : log10 (b);
      b = log10 (b);
      if (rule->decades > 0.0)
        a = MAX (a, b - rule->decades);
      least = log10 (MAX (least, 1.0));
    }
  else if (!isfinite (a) || !isfinite (b))
    a = b = 0.0;
  if (rule->zero)
    a = MIN (a, 0.0), b = MAX (b, 0.0);

  /* A nearly flat curve gets space on both sides; one that starts at zero keeps doing so. */
  lack = least - (b - a);
  if (lack > 0.0)
    {
      double below = !rule->zero || (a == 0.0) == (b == 0.0) ? 0.5 : b == 0.0 ? 1.0 : a == 0.0 ? 0.0 : 0.5;

      a -= below * lack, b += (1.0 - below) * lack;
    }
  if (rule->log)
    a = pow (10.0, a), b = pow (10.0, b);
  sl_range_settle (&l, &h, a, b, rule->log ? SL_SCALE_LOG : SL_SCALE_LINEAR, 0.0);
  if (kept)
    {
      kept->axis[i].lo = l;
      kept->axis[i].hi = h;
      kept->axis[i].set = TRUE;
    }
  *lo = l, *hi = h;
}

/* ---------------------------------------------------------------- time */

double
sl_figure_at (const double *x, const double *y, gsize n, double at)
{
  for (gsize i = 0; i + 1 < n; i++)
    if (at >= x[i] && at <= x[i + 1])
      {
        double f = x[i + 1] > x[i] ? (at - x[i]) / (x[i + 1] - x[i]) : 0.0;

        return y[i] + f * (y[i + 1] - y[i]);
      }
  return NAN;
}

double
sl_figure_value_now (const SlResult *result, const double *y)
{
  guint n = result->n_epochs;
  double last = result->epoch_t[n - 1];

  return sl_figure_at (result->epoch_t, y, n, result->t_obs > last ? last : result->t_obs);
}

gboolean
sl_figure_has_burst (const SlGalaxy *galaxy)
{
  return galaxy->value[SL_PARAM_LGFBURST] > SL_LGFBURST_NONE;
}

double
sl_figure_value_seen (SlEngine *engine, const SlResult *result, const SlGalaxy *galaxy,
                      const char *observable, const double *history)
{
  const int row = sl_figure_has_burst (galaxy) ? sl_engine_find_observable (engine, observable) : -1;

  return row < 0 ? sl_figure_value_now (result, history) : result->obs[row];
}

/* Time at which the result's cosmology has redshift z, interpolated between its epochs: lg t is nearly linear
 * in lg(1+z). Extrapolates a little beyond the first and last epoch. */
static double
time_of_redshift (const SlResult *result, double z)
{
  double at = log10 (1.0 + z);
  guint last = 0;

  for (guint i = 0; i < result->n_epochs; i++)
    if (isfinite (result->epoch_z[i]) && result->epoch_z[i] > -1.0)
      last = i;
  if (last < 1)
    return NAN;
  for (guint i = 0; i + 1 <= last; i++)
    {
      double a = log10 (1.0 + result->epoch_z[i]), b = log10 (1.0 + result->epoch_z[i + 1]);
      gboolean inside = at <= a && at >= b, before = i == 0 && at > a, after = i + 1 == last && at < b;

      if ((inside || before || after) && a > b)
        {
          double f = (at - a) / (b - a), t;

          t = pow (10.0, log10 (result->epoch_t[i])
                             + f * (log10 (result->epoch_t[i + 1]) - log10 (result->epoch_t[i])));
          return before && f < -3.0 ? NAN : after && t > result->epoch_t[i + 1] + 0.5 ? NAN : t;
        }
    }
  return NAN;
}

void
sl_figure_time_axis (SlPlot *plot, const SlResult *result)
{
  /* Most important first: where labels would touch, the layout keeps the earlier ones. */
  static const struct { double z; const char *label;
  } wanted[] = {
    { 0.0, "0" }, { 1.0, "1" },   { 2.0, "2" },   { 0.5, "0.5" },
    { 4.0, "4" }, { 0.2, "0.2" }, { 0.1, "0.1" }, { 10.0, "10" },
  };
  SlTick ticks[G_N_ELEMENTS (wanted)];
  guint n = 0;

  sl_plot_set_x (plot, SL_SCALE_LINEAR, 0.0, T_AXIS, _ ("cosmic time <i>t</i> [Gyr]"));
  sl_plot_set_link (plot, SL_LINK_TIME, 1.0);
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      double t = time_of_redshift (result, wanted[i].z);

      if (isfinite (t) && t > 0.0 && t <= T_AXIS)
        ticks[n++] = (SlTick) { t, wanted[i].label };
    }
  if (n)
    sl_plot_set_top_ticks (plot, _ ("redshift <i>z</i>"), ticks, n);
}

void
sl_figure_epoch_line (SlPlot *plot, guint panel, const SlResult *result, gboolean label)
{
  static const SlStroke stroke = { SL_COLOUR_FAINT, 0.0, 0.75, SL_DASH_SOLID };
  /* no line for today, where the axis ends */
  if (result->t_obs < T_TODAY)
    sl_plot_add_vline (plot, panel, result->t_obs, &stroke, label ? _ ("<i>t</i><sub>obs</sub>") : NULL);
}

#define LOOSE 1.4
void
sl_figure_keep_range (SlFigureRanges *kept, guint axis, double least, double most, double *lo, double *hi)
{
  if (!kept)
    return;
  if (kept->axis[axis].set)
    {
      const double l = kept->axis[axis].lo, h = kept->axis[axis].hi;

      if (kept->hold || (l >= least && h <= most && l <= *lo && h >= *hi && h - l < LOOSE * (*hi - *lo)))
        *lo = l, *hi = h;
    }
  kept->axis[axis].lo = *lo;
  kept->axis[axis].hi = *hi;
  kept->axis[axis].set = TRUE;
}
