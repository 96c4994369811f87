/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/figures/sl-figures-private.h"
#include "app/figures/sl-figures-distributions.h"

#include <string.h>

#include <glib/gi18n.h>

#include "model/support/sl-error.h"
#include "ui/plot/layout/sl-range.h"

#define N_EPOCHS 100
#define EPOCH_FIRST 0.5
#define EPOCH_LAST 13.7
#define T_TODAY 13.8 /* Gyr, by the model's clock */
#define T_AXIS 14.0


static const char *const colour_histories[] = { "rest:LSST/g-r", "rest:LSST/r-i", NULL };
static const char *const observed_histories[] = { "obs:LSST/r-i", "obs:LSST/i-z", NULL };
static const char *const oiii_histories[] = { "ew:OIII5007", NULL };
static const char *const line_histories[] = { "flux:OIII5007", "cont:OIII5007", NULL };
static const char *const width_histories[] = { "ew:Halpha", "ew:OIII5007", "ew:OII3727", "ew:Hbeta", NULL };
static const char *const growth_histories[] = { "lgmstar_formed", "lgmstar_surviving", NULL };

static const char *const rest_gr_histories[] = { "rest:LSST/g-r", NULL };
static const char *const rest_ri_histories[] = { "rest:LSST/r-i", NULL };
static const char *const observed_ri_histories[] = { "obs:LSST/r-i", NULL };
static const char *const observed_iz_histories[] = { "obs:LSST/i-z", NULL };

static const SlFigureValue colour_frames[] = {
  { .name = "rest", .title = N_ ("At rest, g−r and r−i") },
  { .name = "rest-gr", .title = N_ ("At rest, g−r"), .histories = rest_gr_histories },
  { .name = "rest-ri", .title = N_ ("At rest, r−i"), .histories = rest_ri_histories },
  { .name = "observed", .title = N_ ("Observed, r−i and i−z"), .histories = observed_histories },
  { .name = "observed-ri", .title = N_ ("Observed, r−i"), .histories = observed_ri_histories },
  { .name = "observed-iz", .title = N_ ("Observed, i−z"), .histories = observed_iz_histories }, { NULL },
};
static const SlFigureChoice colour_choices[] = { { "frame", N_ ("Colours"), colour_frames }, { NULL } };

static const SlFigureValue width_scales[] = {
  [SL_FIGURE_SCALE_LINEAR] = { .name = "linear", .title = N_ ("Linear") },
  [SL_FIGURE_SCALE_LOG] = { .name = "log", .title = N_ ("Logarithmic") }, { NULL },
};
static const SlFigureChoice width_choices[] = { { "scale", N_ ("Scale"), width_scales }, { NULL } };

/* Curves over cosmic time with their gradient below. */
#define HISTORY                                                                                              \
  .want = SL_REQUEST_HISTORIES, .want_gradient = SL_REQUEST_HISTORIES | SL_REQUEST_HISTORY_JACOBIAN,         \
  .over_time = TRUE, .furniture_mm = 24.0, .aspect = 0.68, .more_gradients = TRUE

static const SlFigureInfo figure_table[] = {
  /* in the order in which an arrangement with more room takes them */
  { .name = "sed",
    .title = N_ ("Spectrum"),
    .description = N_ ("Spectrum with and without dust, lines named, filter curves below"),
    .want = SL_REQUEST_SED,
    .want_gradient = SL_REQUEST_SED | SL_REQUEST_SED_TANGENTS,
    .furniture_mm = 14.0,
    .aspect = 0.55,
    .more_gradients = TRUE,
    .choices = sl_figure_sed_choices,
    .make = sl_figure_make_sed },
  { .name = "sfh",
    .title = N_ ("Star formation history"),
    .description = N_ ("Star formation rate over cosmic time, and the quenching function"),
    .over_time = TRUE,
    .furniture_mm = 14.0,
    .aspect = 0.55,
    .make = sl_figure_make_sfh,
    .handle = sl_figure_sfh_handle },
  { .name = "colours",
    .title = N_ ("Colours over cosmic time"),
    .description = N_ ("Colours at rest or as observed over cosmic time, and their gradient"),
    HISTORY,
    .histories = colour_histories,
    .choices = colour_choices,
    .make = sl_figure_make_history },
  { .name = "oiii",
    .title = N_ ("[O III] over cosmic time"),
    .description = N_ ("Equivalent width of [O III] 5007 over cosmic time, and its gradient"),
    HISTORY,
    .histories = oiii_histories,
    .choices = width_choices,
    .make = sl_figure_make_history },
  { .name = "swatch",
    .title = N_ ("Appearance"),
    .description =
        N_ ("The galaxy’s colour as an eye would see it, a galaxy drawn in it, and whose light it is"),
    .want = SL_REQUEST_SED | SL_REQUEST_SED_AGES,
    .want_gradient = SL_REQUEST_SED | SL_REQUEST_SED_AGES,
    .furniture_mm = 10.0,
    .aspect = 0.62,
    .make = sl_figure_make_swatch },
  { .name = "ages",
    .title = N_ ("Ages"),
    .description = N_ ("Ages of the stars at several cosmic times, and their gradient"),
    .furniture_mm = 20.0,
    .aspect = 0.68,
    .choices = sl_figure_ages_choices,
    .make = sl_figure_make_ages },
  { .name = "colour-colour",
    .title = N_ ("Colour against colour"),
    .description = N_ (
        "The galaxy’s way through the plane of two colours over cosmic time, and where parameters push it"),
    .want = SL_REQUEST_HISTORIES,
    .want_gradient = SL_REQUEST_HISTORIES | SL_REQUEST_HISTORY_JACOBIAN,
    .more_gradients = TRUE,
    .furniture_mm = 16.0,
    .aspect = 0.75,
    .histories = sl_figure_track_histories,
    .choices = sl_figure_track_choices,
    .make = sl_figure_make_colours },
  { .name = "line-split",
    .title = N_ ("[O III]: line and continuum"),
    .description = N_ ("Light of the line [O III] 5007 and of the stars below it over cosmic time, whose "
                       "ratio is the width"),
    HISTORY,
    .histories = line_histories,
    .make = sl_figure_make_history },
  { .name = "widths",
    .title = N_ ("Line widths over cosmic time"),
    .description =
        N_ ("Equivalent widths of Hα, [O III], [O II] and Hβ over cosmic time, and their gradient"),
    HISTORY,
    .histories = width_histories,
    .choices = width_choices,
    .make = sl_figure_make_history },
  { .name = "halo",
    .title = N_ ("Growth of halo and stars"),
    .description = N_ ("Mass of the halo, of stars formed and of stars alive over cosmic time, and the "
                       "gradient of the stars’"),
    HISTORY,
    .halo_mass = TRUE,
    .histories = growth_histories,
    .make = sl_figure_make_history },
  { .name = "metals-map",
    .title = N_ ("Metals by age"),
    .description = N_ ("Map of the stars’ metals by their age, and the gradient of their centre"),
    .furniture_mm = 20.0,
    .aspect = 0.62,
    .choices = sl_figure_metals_map_choices,
    .make = sl_figure_make_metals_map,
    .handle = sl_figure_metals_map_handle },
  { .name = "metals-ends",
    .title = N_ ("Metals, young and old"),
    .description = N_ ("Metals of the youngest and the oldest stars, and their gradient"),
    .furniture_mm = 24.0,
    .aspect = 0.68,
    .make = sl_figure_make_metals_ends,
    .handle = sl_figure_metals_ends_handle },
  { .name = "attenuation",
    .title = N_ ("Dust by age"),
    .description = N_ ("What dust takes of the light of young and old stars, and its gradient"),
    .furniture_mm = 20.0,
    .aspect = 0.68,
    .choices = sl_figure_attenuation_choices,
    .make = sl_figure_make_attenuation },
  { .name = "gas",
    .title = N_ ("Ionisation of the gas"),
    .description = N_ ("Distribution of the ionisation parameter, and its gradient"),
    .furniture_mm = 20.0,
    .aspect = 0.68,
    .make = sl_figure_make_gas,
    .handle = sl_figure_gas_handle },
  { .name = "masses",
    .title = N_ ("What remains of stars"),
    .description =
        N_ ("Part of a population’s mass that stars and their remnants keep, and remnants alone, by its age"),
    .furniture_mm = 20.0,
    .aspect = 0.8,
    .choices = sl_figure_mass_choices,
    .make = sl_figure_make_masses },
  { .name = "triweight",
    .title = N_ ("Triweight kernel"),
    .description = N_ ("The kernel that smooths all distributions here, beside a Gaussian"),
    .furniture_mm = 20.0,
    .aspect = 0.62,
    .make = sl_figure_make_triweight },
};

static const char *const default_observables[] = {
  "rest:LSST/u", "rest:LSST/g", "rest:LSST/r", "rest:LSST/i", "rest:LSST/z", "rest:LSST/y",
  "obs:LSST/u", "obs:LSST/g", "obs:LSST/r", "obs:LSST/i", "obs:LSST/z", "obs:LSST/y",
  "ew:OIII5007", "ew:Hbeta", "ew:Halpha", "ew:OII3727",
  "lgmstar_formed", "lgmstar_surviving", "lgsfr", NULL
};

guint
sl_figure_count (void)
{
  return G_N_ELEMENTS (figure_table);
}

const SlFigureInfo *
sl_figure_info (guint i)
{
  return i < G_N_ELEMENTS (figure_table) ? &figure_table[i] : NULL;
}

const SlFigureInfo *
sl_figure_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (figure_table); i++)
    if (g_strcmp0 (figure_table[i].name, name) == 0)
      return &figure_table[i];
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

  request->want |= gradients ? info->want_gradient : info->want;
  for (guint i = 0; info->choices && info->choices[i].name; i++)
    request->want |= sl_figure_value (&info->choices[i], options->choice[i])->want;
  if (gradients && (guint) options->gradient < SL_N_PARAMS)
    {
      sl_param_set_add (&request->tangents, options->gradient);
      request->tangents = sl_param_set_union (request->tangents, options->tied);
      if (info->more_gradients)
        request->tangents = sl_param_set_union (request->tangents, options->more_gradients);
    }
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

      for (guint i = 0; i < G_N_ELEMENTS (figure_table); i++)
        {
          add_new (all, figure_table[i].histories);
          for (const SlFigureChoice *c = figure_table[i].choices; c && c->name; c++)
            for (const SlFigureValue *v = c->values; v->name; v++)
              add_new (all, v->histories);
        }
      /* Bits of a request's mask. */
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

/* Not those of the signed ribbons, orange and blue. */
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
  g_autofree char *symbol = sl_figure_gradient_symbol (options->gradient, options->tied);
  /* Translators: %s is the symbol of a parameter */
  g_autofree char *text = g_strdup_printf (_ ("%s changes nothing here"), symbol);

  sl_plot_add_text (plot, panel, x, 0.8, TRUE, SL_ANCHOR_CENTRE, SL_COLOUR_FAINT, text);
}

/* Ranges */

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

  /* A curve that is all but flat gets room on both sides; one that rests on zero keeps doing so. */
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

/* Time */

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

/* Time at which the result's cosmology has redshift z, from its epochs: lg t is nearly linear in lg(1+z). A
 * little beyond the first and last epoch the end interval is continued. */
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
  /* Most wanted first: where labels would touch, the view keeps the earlier ones. */
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
  /* today needs no line: the axis ends there */
  if (result->t_obs < T_TODAY)
    sl_plot_add_vline (plot, panel, result->t_obs, &stroke, label ? _ ("<i>t</i><sub>obs</sub>") : NULL);
}
