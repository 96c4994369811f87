/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Star formation history, with handles for its parameters. */
#include "app/figures/sl-figures-direction.h"
#include "app/figures/sl-figures-distributions.h"

#include <glib/gi18n.h>

#include "model/sfh/sl-age-grid.h"
#define SL_DUAL_K 1
#include "model/formulas/sl-formula.h"

/* Above the highest rate, for the label of the time of observation, which would hide a burst before it. */
#define LABEL_SPACE 1.7
/* Earlier times would extend the axis by decades for a small part of it. */
#define SFH_FROM 0.3 /* Gyr */
/* F_q indistinguishable from 1. */
#define QUENCHES 0.99
/* Room for rounding in the share of a burst. */
#define BURST_NEAR_NONE 1.001
/* Least part of the passage after the dip from which lg_rejuv can be set. */
#define REJUVENATION_LEAST 0.1
#define T_NAME_AT 0.6 /* of the panel */
#define BURST_NAME_AT 0.85
#define LG_TODAY 1.1398790864012365 /* lg 13.8 */
#define T_TODAY 13.8 /* Gyr, by the model's clock */

/* Share of the mass that the smooth history keeps. */
static double
smooth_share (const SlGalaxy *galaxy)
{
  return 1.0 - pow (10.0, galaxy->value[SL_PARAM_LGFBURST]);
}

/* --------------------------------------------------------------- handles */

/* The time of a handle, which stays on the axis where its parameter is beyond. */
static double
on_axis (double lgt)
{
  return CLAMP (pow (10.0, lgt), SFH_FROM, T_TODAY);
}

/* Whether there is a dip at all. */
static gboolean
quenches (const SlGalaxy *galaxy)
{
  return pow (10.0, galaxy->value[SL_PARAM_LG_DROP]) < QUENCHES;
}

/* Above the dip, on the line that marks the time. */
static gboolean
quenching_position (const SlFigureHandleSite *site, double *x, double *y)
{
  *x = on_axis (site->galaxy->value[SL_PARAM_LG_QT]);
  *y = 1.0;
  return quenches (site->galaxy);
}

static double
quenching_value (const SlFigureHandleSite *site, double x, double y)
{
  return MIN (log10 (MAX (x, SFH_FROM)), LG_TODAY);
}

/* At the curve's lowest point, which is 10^lg_drop where lg_rejuv is above it. */
static gboolean
drop_position (const SlFigureHandleSite *site, double *x, double *y)
{
  *x = on_axis (site->galaxy->value[SL_PARAM_LG_QT]);
  *y = pow (10.0, site->galaxy->value[SL_PARAM_LG_DROP]);
  return TRUE;
}

static double
drop_value (const SlFigureHandleSite *site, double x, double y)
{
  return log10 (MAX (y, 1e-9));
}

/* lg t where the passage after the dip ends, or today; part: how much of it has happened by then. */
static double
after_dip (const SlGalaxy *galaxy, double *part)
{
  const double width = pow (10.0, galaxy->value[SL_PARAM_QLGLGDT]) / 12.0;
  const double lg_qt = galaxy->value[SL_PARAM_LG_QT], lgt = MIN (lg_qt + 6.0 * width, LG_TODAY);

  *part = lgt > lg_qt ? sl_triweight_c_d ((lgt - lg_qt) / width - 3.0) : 0.0;
  return lgt;
}

static gboolean
rejuvenation_position (const SlFigureHandleSite *site, double *x, double *y)
{
  const double *v = site->galaxy->value;
  const double q[4] = { v[SL_PARAM_LG_QT], v[SL_PARAM_QLGLGDT], v[SL_PARAM_LG_DROP], v[SL_PARAM_LG_REJUV] };
  double part, lgt = after_dip (site->galaxy, &part);

  *x = pow (10.0, lgt);
  *y = sl_quenching_d (lgt, q);
  return part > REJUVENATION_LEAST && *x > SFH_FROM;
}

static double
rejuvenation_value (const SlFigureHandleSite *site, double x, double y)
{
  const double drop = site->galaxy->value[SL_PARAM_LG_DROP];
  double part;

  after_dip (site->galaxy, &part);
  return drop + (log10 (MAX (y, 1e-9)) - drop) / MAX (part, REJUVENATION_LEAST);
}

/* On the curve, where the halo's growth turns from early to late. */
static gboolean
turn_position (const SlFigureHandleSite *site, double *x, double *y)
{
  *x = on_axis (site->galaxy->value[SL_PARAM_LOGTC]);
  *y = sl_figure_at (site->result->table_t, site->result->table_sfr, site->result->n_table, *x);
  *y *= smooth_share (site->galaxy);
  return *y > 0.0;
}

static double
turn_value (const SlFigureHandleSite *site, double x, double y)
{
  return log10 (MAX (x, SFH_FROM));
}

/* At the peak: the efficiency scales the whole curve. */
static gboolean
peak_position (const SlFigureHandleSite *site, double *x, double *y)
{
  *x = *y = 0.0;
  for (guint i = 0; i < site->result->n_table; i++)
    if (site->result->table_t[i] > SFH_FROM && site->result->table_sfr[i] > *y)
      *x = site->result->table_t[i], *y = site->result->table_sfr[i];
  *y *= smooth_share (site->galaxy);
  return *y > 0.0;
}

static double
peak_value (const SlFigureHandleSite *site, double x, double y)
{
  const SlSfhFormInfo *form = sl_sfh_form_info (site->galaxy->sfh_form);
  double p[SL_MAX_SFH_PARAMS] = { 0 }, rate;

  for (guint i = 0; i < form->n_params; i++)
    p[i] = site->galaxy->value[form->params[i]];
  rate = site->galaxy->sfh_form == SL_SFH_DIFFSTAR_LAG ? sl_sfr_diffstar_lag_d (x, log10 (x), p)
                                            : sl_sfr_diffstar_d (x, log10 (x), p);
  rate *= smooth_share (site->galaxy);
  return site->galaxy->value[SL_PARAM_LGY_AT_MCRIT] + log10 (MAX (y, SL_SFR_MIN) / rate);
}

static const SlFigureHandle handles[] = {
  { .parameter = SL_PARAM_LG_QT,
    .axes = SL_HANDLE_X,
    .on_right = TRUE,
    .colour = SL_COLOUR_VERMILLION,
    .name = N_ ("Time of quenching"),
    .position = quenching_position,
    .value = quenching_value },
  { .parameter = SL_PARAM_LG_DROP,
    .axes = SL_HANDLE_Y,
    .on_right = TRUE,
    .colour = SL_COLOUR_VERMILLION,
    .name = N_ ("Depth of quenching"),
    .position = drop_position,
    .value = drop_value },
  { .parameter = SL_PARAM_LG_REJUV,
    .axes = SL_HANDLE_Y,
    .on_right = TRUE,
    .colour = SL_COLOUR_VERMILLION,
    .name = N_ ("Star formation after quenching"),
    .position = rejuvenation_position,
    .value = rejuvenation_value },
  { .parameter = SL_PARAM_LOGTC,
    .axes = SL_HANDLE_X,
    .colour = SL_COLOUR_BLUE,
    .name = N_ ("Time at which the halo’s growth slows down"),
    .position = turn_position,
    .value = turn_value },
  { .parameter = SL_PARAM_LGY_AT_MCRIT,
    .axes = SL_HANDLE_Y,
    .colour = SL_COLOUR_BLUE,
    .name = N_ ("Efficiency of star formation"),
    .position = peak_position,
    .value = peak_value },
  { .position = NULL },
};

/* ------------------------------------------------------------------ plot */

/* Share of the mass that is in the burst. */
static double
burst_share (const SlResult *result)
{
  double f = 0.0;

  for (guint a = 0; a < result->n_age; a++)
    f += result->age_burst[a];
  return f;
}

/* (n_table) rate of the smooth history; the burst has taken its share of the mass. g_free. */
static double *
smooth_rate (const SlResult *result)
{
  double *rate = g_new (double, result->n_table), left = 1.0 - burst_share (result);

  for (guint i = 0; i < result->n_table; i++)
    rate[i] = left * result->table_sfr[i];
  return rate;
}

/* The burst as a rate over cosmic time: for each bin of age the mass in it over its duration. t, rate:
 * (n_age). Returns how many times have a burst; 0 where its mass is negligible. */
static guint
burst_rate (const SlResult *result, double *t, double *rate)
{
  g_autofree double *edge = sl_age_edges (result->lg_age, result->n_age);
  const double mass = pow (10.0, result->lgmstar_formed);
  guint n = 0;

  if (burst_share (result) <= pow (10.0, SL_LGFBURST_NONE) * BURST_NEAR_NONE)
    return 0;
  for (guint a = result->n_age; a-- > 0;)
    if (result->age_burst[a] > 0.0)
      {
        t[n] = result->t_obs - pow (10.0, result->lg_age[a]);
        rate[n++] = mass * result->age_burst[a] / (1e9 * (edge[a + 1] - edge[a]));
      }
  return n;
}

/* pin: NULL for the galaxy itself. */
static void
add_burst (SlPlot *plot, guint panel, const SlResult *result, const SlFigurePin *pin, gboolean pinned)
{
  g_autofree double *t = g_new (double, result->n_age), *rate = g_new (double, result->n_age);
  g_autofree char *name = pin ? g_strdup_printf ("%s: %s", pin->name, _ ("Burst")) : g_strdup (_ ("Burst"));
  const guint n = burst_rate (result, t, rate);
  const SlColour own = pinned ? SL_COLOUR_INK : SL_COLOUR_ORANGE,
                 colour = pin ? sl_figure_pin_colour (pin->colour) : own;

  if (!n)
    return;
  sl_plot_add_series (plot, panel, t, rate, n, &(SlSeriesOptions) {
    .name = name, .label_x = NAN, .unit = "M☉/yr",
    .stroke = { colour, pin ? 0.7 : 0.0, pin ? 1.0 : 1.5, SL_DASH_SOLID },
  });
  if (!pinned)
    sl_plot_add_text (plot, panel, t[0], BURST_NAME_AT, TRUE, SL_ANCHOR_END, colour, _ ("burst "));
}

static void
extend_rates (const SlResult *result, guint from, double *lo, double *hi)
{
  g_autofree double *smooth = smooth_rate (result), *t = g_new (double, result->n_age),
                    *rate = g_new (double, result->n_age);

  sl_figure_extend (lo, hi, smooth + from, result->n_table - from);
  sl_figure_extend (lo, hi, rate, burst_rate (result, t, rate));
}

static void
add_pins (SlPlot *plot, guint panel, const SlFigureOptions *options)
{
  for (guint i = 0; i < options->n_pins; i++)
    {
      const SlFigurePin *pin = &options->pins[i];
      g_autofree char *label = g_markup_escape_text (pin->name, -1);
      g_autofree double *rate = smooth_rate (pin->result);

      add_burst (plot, panel, pin->result, pin, TRUE);
      sl_plot_add_series (plot, panel, pin->result->table_t, rate, pin->result->n_table,
                          &(SlSeriesOptions) {
        .name = pin->name, .label = label, .label_x = NAN,
        .stroke = { sl_figure_pin_colour (pin->colour), 0.7, 1.0, SL_DASH_SOLID },
        .unit = "M☉/yr",
      });
    }
}

/* The tangent preview of the rate. */
static void
add_preview (SlPlot *plot, guint panel, const SlTemplates *templates, const SlFigureOptions *options)
{
  const SlFigureDirection along = sl_figure_direction (options);
  g_auto (SlSfhCurve) h = { 0 };
  SlGalaxy preview;

  if (!sl_figure_preview_galaxy (options, &preview))
    return;
  sl_figure_direction_history (&along, templates, &preview, &h);
  for (guint i = 0; i < h.n; i++)
    h.sfr[i] += h.dsfr[i] * options->preview_step;
  /* Vermillion is used for the quenching function. */
  sl_plot_add_series (plot, panel, h.t, h.sfr, h.n,
                      &(SlSeriesOptions) {
                          .name = _ ("Tangent"),
                          .label_x = NAN,
                          .stroke = { SL_COLOUR_BLUE, 0.4, 0.75, SL_DASH_DOTTED },
                          .unit = "M☉/yr",
                      });
}

static void
add_rate (SlPlot *plot, guint panel, const SlResult *result, gboolean pinned)
{
  const SlColour colour = pinned ? SL_COLOUR_INK : SL_COLOUR_BLUE;
  const guint n = result->n_table;
  g_autofree double *rate = smooth_rate (result);
  guint past = 0;
  double now;

  while (past < n && result->table_t[past] <= result->t_obs)
    past++;
  /* Stars formed after the observation give no light: drawn faint. */
  if (past > 0 && past + 1 < n)
    sl_plot_add_series (plot, panel, result->table_t + past - 1, rate + past - 1, n - past + 1,
                        &(SlSeriesOptions) {
                            .name = _ ("Star formation rate after the time of observation"),
                            .label_x = NAN,
                            .stroke = { colour, 0.45, 1.0, SL_DASH_SOLID },
                            .unit = "M☉/yr",
                        });
  sl_plot_add_series (plot, panel, result->table_t, rate, past, &(SlSeriesOptions) {
    .name = _ ("Star formation rate"), .label = pinned ? _ ("this galaxy") : _ ("SFR"),
    .label_x = pinned ? NAN : 3.0, .stroke = { colour, 0.0, 1.5, SL_DASH_SOLID },
    .unit = "M☉/yr",
  });
  now = sl_figure_at (result->table_t, rate, n, result->t_obs);
  if (isfinite (now) && now > 0.0)
    sl_plot_add_point (plot, panel, result->t_obs, now, colour, _ ("Star formation rate"));
}

/* With a burst, the rates that count it, where the engine has them. */
static void
set_caption (SlPlot *plot, const SlFigureInfo *info, SlEngine *engine, const SlResult *result,
             const SlGalaxy *galaxy)
{
  static const char *const names[] = { "lgsfr1", "lgsfr10", "lgsfr100" };
  g_autofree char *caption = NULL;
  double rate[G_N_ELEMENTS (names)];

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const int row = sl_figure_has_burst (galaxy) ? sl_engine_find_observable (engine, names[i]) : -1;

      rate[i] = row < 0 ? NAN : pow (10.0, result->obs[row]);
    }
  if (isfinite (rate[0] + rate[1] + rate[2]))
    caption = g_strdup_printf (_ ("%s. Mean rate with the burst over the last 1 Myr: %.3g, 10 Myr: %.3g, "
                                  "100 Myr: %.3g M☉/yr"),
                               _ (info->description), rate[0], rate[1], rate[2]);
  sl_plot_set_caption (plot, caption ? caption : _ (info->description));
}

static SlPlot *
make_sfh (const SlFigureInfo *info, SlEngine *engine, const SlResult *result,
          const SlFigureOptions *options)
{
  static const SlFigureAxisRule rule = { .log = TRUE, .least = 10.0, .decades = 3.5 };
  static const SlStroke quench_stroke = { SL_COLOUR_VERMILLION, 0.0, 0.75, SL_DASH_DOTTED };
  SlPlot *plot = sl_plot_new (options->title);
  guint panel, n = result->n_table, from = 0;
  double lo = INFINITY, hi = -INFINITY;
  double t_quench = pow (10.0, options->galaxy->value[SL_PARAM_LG_QT]);
  gboolean quenches = FALSE, halo = sl_galaxy_has (options->galaxy, SL_PARAM_LG_QT);

  while (from < n && result->table_t[from] < SFH_FROM)
    from++;
  for (guint i = 0; i < n; i++)
    quenches |= result->table_fq[i] < QUENCHES;
  sl_figure_time_axis (plot, result);
  panel = sl_plot_add_panel (plot, 1.0);
  extend_rates (result, from, &lo, &hi);
  for (guint i = 0; i < options->n_pins; i++)
    extend_rates (options->pins[i].result, from, &lo, &hi);
  if (result->t_obs < result->table_t[n - 1])
    hi *= LABEL_SPACE;
  sl_figure_settle (options, 0, &rule, &lo, &hi);
  sl_plot_set_y (plot, panel, SL_SCALE_LOG, lo, hi,
                 _ ("SFR [<i>M</i><sub>☉</sub> yr<sup>−1</sup>]"));
  if (halo)
    sl_plot_set_y_right (plot, panel, SL_SCALE_LINEAR, 0.0, 1.05, _ ("<i>F</i><sub>q</sub>"));
  if (halo && quenches && t_quench < result->table_t[n - 1])
    {
      /* its label avoids the handle at the top and the curves there */
      sl_plot_add_vline (plot, panel, t_quench, &quench_stroke, NULL);
      sl_plot_add_text (plot, panel, t_quench, T_NAME_AT, TRUE, SL_ANCHOR_START, SL_COLOUR_VERMILLION,
                        _ (" <i>t</i><sub>q</sub>"));
    }
  sl_figure_epoch_line (plot, panel, result, TRUE);
  if (halo)
    sl_plot_add_series (plot, panel, result->table_t, result->table_fq, n,
                        &(SlSeriesOptions) {
                            .name = _ ("Quenching function"),
                            .label = _ ("<i>F</i><sub>q</sub>"),
                            .label_x = 1.0,
                            .on_right = TRUE,
                            .stroke = { options->n_pins ? SL_COLOUR_INK : SL_COLOUR_VERMILLION, 0.0, 1.0,
                                        SL_DASH_DASHED },
                            .unit = "",
                        });
  add_pins (plot, panel, options);
  add_preview (plot, panel, result->templates, options);
  add_burst (plot, panel, result, NULL, options->n_pins > 0);
  add_rate (plot, panel, result, options->n_pins > 0);
  sl_figure_add_handles (plot, panel, info, result, options);
  set_caption (plot, info, engine, result, options->galaxy);
  return plot;
}

const SlFigureInfo sl_figure_kind_sfh = {
  .name = "sfh",
  .title = N_ ("Star formation history"),
  .description = N_ ("Star formation rate over cosmic time, its burst, and the quenching function"),
  .over_time = TRUE,
  .furniture_mm = 14.0,
  .aspect = 0.55,
  .make = make_sfh,
  .handles = handles,
};
