/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attenuation of young and old stars by dust (DSPS, Figs 8 and 9). */
#include "app/figures/sl-figures-distributions.h"

#include <string.h>

#include <glib/gi18n.h>

/* Same range as the spectrum, Angstrom. */
#define WAVE_LO 1000.0
#define WAVE_HI 25000.0
#define N_WAVE 300
#define LEAST_MAG 0.2
#define LEAST_RATIO 2.0

static const SlFigureValue quantity_values[] = {
  { "magnitudes", N_ ("Magnitudes") },
  { "ratio", N_ ("Relative to V") },
  { "transmission", N_ ("Transmission") },
  { NULL, NULL },
};
static const SlFigureChoice choices[] = {
  { "quantity", N_ ("Quantity"), quantity_values }, { NULL, NULL, NULL },
};

/* Indexed by SlDustCurveKind. */
static const struct { const char *axis, *unit, *symbol, *name; double least;
} quantity_table[] = {
  [SL_DISTRIBUTION_MAGNITUDES] = { N_ ("<i>A</i><sub><i>λ</i></sub> [mag]"), "mag",
                                   "<i>A</i><sub><i>λ</i></sub>", N_ ("Attenuation"), LEAST_MAG },
  [SL_DISTRIBUTION_RATIO] = { N_ ("<i>A</i><sub><i>λ</i></sub>/<i>A</i><sub>V</sub>"), "",
                              "(<i>A</i><sub><i>λ</i></sub>/<i>A</i><sub>V</sub>)",
                              N_ ("Attenuation over that at V"), LEAST_RATIO },
  [SL_DISTRIBUTION_TRANSMISSION] = { N_ ("<i>F</i><sub>att</sub>"), "", "<i>F</i><sub>att</sub>",
                                     N_ ("Transmission"), LEAST_MAG },
};

/* Stellar ages that are shown. Neighbours with the same curve share a name. */
static const struct { double lg_age; const char *name; SlColour colour; } age_table[] = {
  { -3.0, N_ ("1 Myr"), SL_COLOUR_AGE_0 },   { -2.0, N_ ("10 Myr"), SL_COLOUR_AGE_1 },
  { -1.0, N_ ("100 Myr"), SL_COLOUR_AGE_2 }, { 0.0, N_ ("1 Gyr"), SL_COLOUR_AGE_3 },
  { 1.0, N_ ("10 Gyr"), SL_COLOUR_AGE_4 },
};
enum { N_AGES = G_N_ELEMENTS (age_table) };

typedef struct { guint first, last; } Group;

/* Curves (N_AGES, N_WAVE) and their derivatives; along and dy may both be NULL. */
static void
make_curves (const SlGalaxy *galaxy, const SlFigureDirection *along, SlDustCurveKind what, const double *wave,
             double *y, double *dy)
{
  double lg_age[N_AGES];

  for (guint a = 0; a < N_AGES; a++)
    lg_age[a] = age_table[a].lg_age;
  if (along)
    sl_figure_direction_attenuation (along, galaxy, what, lg_age, N_AGES, wave, N_WAVE, y, dy);
  else
    sl_distribution_attenuation (galaxy, SL_DISTRIBUTION_NONE, what, lg_age, N_AGES, wave, N_WAVE, y, NULL);
}

/* Groups ages with the same curve and derivative; dy may be NULL. Returns the number of groups. */
static guint
make_groups (const double *y, const double *dy, Group group[N_AGES])
{
  guint n = 0;

  for (guint a = 0; a < N_AGES; a++)
    {
      const gsize size = N_WAVE * sizeof (double);
      const gboolean same = a > 0 && memcmp (y + a * N_WAVE, y + (a - 1) * N_WAVE, size) == 0
                            && (!dy || memcmp (dy + a * N_WAVE, dy + (a - 1) * N_WAVE, size) == 0);

      if (!same)
        group[n++].first = a;
      group[n - 1].last = a;
    }
  return n;
}

static char *
group_name (const Group *group)
{
  if (group->first == 0 && group->last == N_AGES - 1)
    return g_strdup (_ ("all ages"));
  if (group->first == group->last)
    return g_strdup (_ (age_table[group->first].name));
  /* Translators: from one age to another */
  return g_strdup_printf (_ ("%s – %s"), _ (age_table[group->first].name), _ (age_table[group->last].name));
}

static SlStroke
group_stroke (const SlFigureOptions *options, const Group *group, guint k, guint n)
{
  static const SlDash dashes[N_AGES] = { SL_DASH_SOLID, SL_DASH_DASHED, SL_DASH_DASHDOT, SL_DASH_DOTTED,
                                         SL_DASH_DASHED };
  const guint age = group->first == 0 ? 0 : group->last == N_AGES - 1 ? N_AGES - 1 : group->first;
  SlColour colour = options->n_pins || n == 1 ? SL_COLOUR_INK : age_table[age].colour;

  /* the oldest solid, as they give most of the light of most galaxies */
  return (SlStroke){ colour, 0.0, 1.25, dashes[n - 1 - k] };
}

static void
extend_by_pins (const SlFigureOptions *options, SlDustCurveKind what, const double *wave, double *lo,
                double *hi)
{
  g_autofree double *y = g_new (double, N_AGES * N_WAVE);

  for (guint i = 0; i < options->n_pins; i++)
    {
      make_curves (options->pins[i].galaxy, NULL, what, wave, y, NULL);
      sl_figure_extend (lo, hi, y, N_AGES * N_WAVE);
    }
}

/* Youngest and oldest stars' curves of each pinned galaxy. */
static void
add_pins (SlPlot *plot, const SlFigureOptions *options, SlDustCurveKind what, const double *wave)
{
  g_autofree double *y = g_new (double, N_AGES * N_WAVE);

  for (guint i = 0; i < options->n_pins; i++)
    {
      const SlFigurePin *pin = &options->pins[i];
      g_autofree char *label = g_markup_escape_text (pin->name, -1);
      Group group[N_AGES];
      guint n;

      make_curves (pin->galaxy, NULL, what, wave, y, NULL);
      n = make_groups (y, NULL, group);
      for (guint k = 0; k < n; k += MAX (n - 1, 1))
        {
          SlStroke stroke = group_stroke (options, &group[k], k, n);

          stroke.colour = sl_figure_pin_colour (pin->colour);
          stroke.alpha = 0.7;
          sl_plot_add_series (plot, 0, wave, y + group[k].first * N_WAVE, N_WAVE,
                              &(SlSeriesOptions) {
                                  .name = pin->name,
                                  .label = k ? NULL : label,
                                  .label_x = NAN,
                                  .stroke = stroke,
                                  .unit = quantity_table[what].unit,
                              });
        }
    }
}

/* Tangents of the youngest and the oldest stars' curves. */
static void
add_preview (SlPlot *plot, const SlFigureOptions *options, SlDustCurveKind what, const double *wave)
{
  g_autofree double *y = g_new (double, N_AGES * N_WAVE), *dy = g_new (double, N_AGES * N_WAVE);
  const SlFigureDirection along = sl_figure_direction (options);
  SlGalaxy preview;
  Group group[N_AGES];
  guint n;

  if (!sl_figure_preview_galaxy (options, &preview))
    return;
  make_curves (&preview, &along, what, wave, y, dy);
  n = make_groups (y, dy, group);
  for (guint k = 0; k < n; k += MAX (n - 1, 1))
    sl_figure_preview_curve (plot, 0, options, wave, y + group[k].first * N_WAVE,
                             dy + group[k].first * N_WAVE, N_WAVE, quantity_table[what].unit);
}

static void
set_caption (SlPlot *plot, const SlGalaxy *galaxy, const Group *group, guint n)
{
  static const double ends[2] = { -3.0, 1.0 };
  static const double visual = 5500.0;
  g_autofree char *caption = NULL;
  double a[2];

  sl_distribution_attenuation (galaxy, SL_DISTRIBUTION_NONE, SL_DISTRIBUTION_MAGNITUDES, ends, 2, &visual, 1,
                               a, NULL);
  caption = g_strdup_printf (
      _ ("Attenuation by dust (%s) of stars by age, over rest-frame wavelength: in the V band %.2f mag for "
         "the youngest and %.2f mag for the oldest; below, its gradient."),
      _ (sl_dust_law_info (galaxy->dust_law)->title), a[0], a[1]);
  sl_plot_set_caption (plot, caption);
}

static SlPlot *
make_attenuation (const SlFigureInfo *info, SlEngine *engine, const SlResult *result,
                  const SlFigureOptions *options)
{
  const SlDustCurveKind what = MIN (options->choice[0], SL_DISTRIBUTION_TRANSMISSION);
  const SlFigureDirection along = sl_figure_direction (options);
  SlPlot *plot = sl_plot_new (options->title);
  double wave[N_WAVE], lo = INFINITY, hi = -INFINITY, dlo = INFINITY, dhi = -INFINITY;
  g_autofree double *y = g_new (double, N_AGES * N_WAVE), *dy = g_new (double, N_AGES * N_WAVE);
  const char *unit = quantity_table[what].unit;
  Group group[N_AGES];
  guint n, upper, lower, steepest = 0;
  double most = 0.0;
  gboolean flat;

  for (guint i = 0; i < N_WAVE; i++)
    wave[i] = WAVE_LO * pow (WAVE_HI / WAVE_LO, i / (N_WAVE - 1.0));
  make_curves (options->galaxy, &along, what, wave, y, dy);
  n = make_groups (y, dy, group);
  for (guint k = 0; k < n; k++)
    for (guint i = 0; i < N_WAVE; i++)
      if (fabs (dy[group[k].first * N_WAVE + i]) > most)
        most = fabs (dy[group[k].first * N_WAVE + i]), steepest = k;
  sl_figure_extend (&lo, &hi, y, N_AGES * N_WAVE);
  sl_figure_extend (&dlo, &dhi, dy, N_AGES * N_WAVE);
  extend_by_pins (options, what, wave, &lo, &hi);
  if (what == SL_DISTRIBUTION_TRANSMISSION)
    lo = 0.0, hi = 1.0;
  sl_plot_set_x (plot, SL_SCALE_LOG, WAVE_LO, WAVE_HI, _ ("rest-frame wavelength <i>λ</i> [Å]"));
  sl_plot_set_link (plot, SL_LINK_WAVE, 1.0);
  upper = sl_plot_add_panel (plot, 1.0);
  sl_figure_upper_axis (plot, upper, options, TRUE, quantity_table[what].least, lo, hi,
                        _ (quantity_table[what].axis));
  lower = sl_figure_gradient_panel (plot, options, 0.6, dlo, dhi, quantity_table[what].least, unit, 5000.0,
                                    &flat);
  add_pins (plot, options, what, wave);
  add_preview (plot, options, what, wave);
  for (guint k = 0; k < n; k++)
    {
      const SlStroke stroke = group_stroke (options, &group[k], k, n);
      g_autofree char *ages = group_name (&group[k]),
                      *name = sl_figure_curve_name (_ (quantity_table[what].name), ages);
      const gsize at = (gsize) group[k].first * N_WAVE;

      sl_plot_add_series (plot, upper, wave, y + at, N_WAVE, &(SlSeriesOptions) {
        .name = name, .label = ages, .label_x = 1600.0 * (1.0 + 0.8 * k), .stroke = stroke, .unit = unit,
      });
      sl_figure_gradient_curve (plot, lower, options, quantity_table[what].symbol, ages, unit, wave, dy + at,
                                N_WAVE, &stroke, k == steepest && !flat);
    }
  set_caption (plot, options->galaxy, group, n);
  return plot;
}

const SlFigureInfo sl_figure_kind_attenuation = {
  .name = "attenuation",
  .title = N_ ("Dust by age"),
  .description = N_ ("Attenuation of young and old stars by dust, and its gradient"),
  .furniture_mm = 20.0,
  .aspect = 0.68,
  .choices = choices,
  .make = make_attenuation,
};
