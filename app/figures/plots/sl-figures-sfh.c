/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The star-formation history, and what a hand may take hold of on it. */
#include "app/figures/sl-figures-direction.h"
#include "app/figures/sl-figures-distributions.h"

#include <string.h>

#include <glib/gi18n.h>

#define SL_DUAL_K 1
#include "model/formulas/sl-formula.h"

/* The first hundred million years would stretch the axis by decades for a sliver of time. */
#define SFH_FROM 0.3 /* Gyr */
/* F_q that no eye tells from 1. */
#define QUENCHES 0.99
/* Part of the way from the dip to what follows it, before which a hand cannot steer that. */
#define REJUVENATION_LEAST 0.1
#define T_NAME_AT 0.6 /* of the panel */
#define LG_TODAY 1.1398790864012365 /* lg 13.8 */

/* --------------------------------------------------------------- handles */

/* place: where the handle stands; FALSE: nowhere. value: of the parameter, for a handle at x, y. */
typedef struct {
  const char *id;          /* the parameter's name */
  SlParamId parameter;
  SlHandleAxes axes;
  gboolean on_right;
  SlColour colour;
  const char *name;        /* marked for translation */
  gboolean (*place) (const SlResult *result, const SlGalaxy *galaxy, double *x, double *y);
  double (*value) (const SlGalaxy *galaxy, double x, double y);
} Handle;

static gboolean
on_axis (double t)
{
  return t > SFH_FROM && log10 (t) <= LG_TODAY;
}

/* Above its own dip, on the line that marks the time. */
static gboolean
place_time (const SlResult *r, const SlGalaxy *g, double *x, double *y)
{
  double fq = 1.0;

  for (guint i = 0; i < r->n_table; i++)
    fq = MIN (fq, r->table_fq[i]);
  *x = pow (10.0, g->value[SL_PARAM_LG_QT]);
  *y = 1.0;
  return on_axis (*x) && fq < QUENCHES;
}

static double
value_time (const SlGalaxy *g, double x, double y)
{
  return MIN (log10 (MAX (x, SFH_FROM)), LG_TODAY);
}

/* The curve's lowest point, which is 10^lg_drop where lg_rejuv is above it. */
static gboolean
place_drop (const SlResult *r, const SlGalaxy *g, double *x, double *y)
{
  *x = pow (10.0, g->value[SL_PARAM_LG_QT]);
  *y = pow (10.0, g->value[SL_PARAM_LG_DROP]);
  return on_axis (*x);
}

static double
value_drop (const SlGalaxy *g, double x, double y)
{
  return log10 (MAX (y, 1e-9));
}

/* lg t where the passage after the dip ends, or today; and what part of it is over there. */
static double
after_dip (const SlGalaxy *g, double *part)
{
  const double width = pow (10.0, g->value[SL_PARAM_QLGLGDT]) / 12.0;
  double lgt = MIN (g->value[SL_PARAM_LG_QT] + 6.0 * width, LG_TODAY);

  *part = lgt > g->value[SL_PARAM_LG_QT] ? sl_triweight_c_d ((lgt - g->value[SL_PARAM_LG_QT]) / width - 3.0)
                                         : 0.0;
  return lgt;
}

static gboolean
place_rejuvenation (const SlResult *r, const SlGalaxy *g, double *x, double *y)
{
  const double q[4] = { g->value[SL_PARAM_LG_QT], g->value[SL_PARAM_QLGLGDT], g->value[SL_PARAM_LG_DROP],
                        g->value[SL_PARAM_LG_REJUV] };
  double part, lgt = after_dip (g, &part);

  *x = pow (10.0, lgt);
  *y = sl_quenching_d (lgt, q);
  return part > REJUVENATION_LEAST && on_axis (pow (10.0, q[0]));
}

static double
value_rejuvenation (const SlGalaxy *g, double x, double y)
{
  const double drop = g->value[SL_PARAM_LG_DROP];
  double part;

  after_dip (g, &part);
  return drop + (log10 (MAX (y, 1e-9)) - drop) / MAX (part, REJUVENATION_LEAST);
}

/* Where the halo's growth turns from early to late: on the curve. */
static gboolean
place_turn (const SlResult *r, const SlGalaxy *g, double *x, double *y)
{
  *x = pow (10.0, g->value[SL_PARAM_LOGTC]);
  *y = sl_figure_at (r->table_t, r->table_sfr, r->n_table, *x);
  return on_axis (*x) && *y > 0.0;
}

static double
value_turn (const SlGalaxy *g, double x, double y)
{
  return log10 (MAX (x, SFH_FROM));
}

/* The whole curve goes up and down with the efficiency. */
static gboolean
place_peak (const SlResult *r, const SlGalaxy *g, double *x, double *y)
{
  *x = *y = 0.0;
  for (guint i = 0; i < r->n_table; i++)
    if (r->table_t[i] > SFH_FROM && r->table_sfr[i] > *y)
      *x = r->table_t[i], *y = r->table_sfr[i];
  return *y > 0.0;
}

static double
value_peak (const SlGalaxy *g, double x, double y)
{
  const SlSfhFormInfo *form = sl_sfh_form_info (g->sfh_form);
  double p[SL_MAX_SFH_PARAMS] = { 0 }, rate;

  for (guint i = 0; i < form->n_params; i++)
    p[i] = g->value[form->params[i]];
  rate = g->sfh_form == SL_SFH_DIFFSTAR_LAG ? sl_sfr_diffstar_lag_d (x, log10 (x), p)
                                            : sl_sfr_diffstar_d (x, log10 (x), p);
  return g->value[SL_PARAM_LGY_AT_MCRIT] + log10 (MAX (y, SL_SFR_MIN) / rate);
}

static const Handle handle_table[] = {
  { "lg_qt", SL_PARAM_LG_QT, SL_HANDLE_X, TRUE, SL_COLOUR_VERMILLION, N_ ("Time of quenching"), place_time,
    value_time },
  { "lg_drop", SL_PARAM_LG_DROP, SL_HANDLE_Y, TRUE, SL_COLOUR_VERMILLION, N_ ("Depth of quenching"),
    place_drop, value_drop },
  { "lg_rejuv", SL_PARAM_LG_REJUV, SL_HANDLE_Y, TRUE, SL_COLOUR_VERMILLION,
    N_ ("Star formation after quenching"), place_rejuvenation, value_rejuvenation },
  { "logtc", SL_PARAM_LOGTC, SL_HANDLE_X, FALSE, SL_COLOUR_BLUE,
    N_ ("Time at which the halo’s growth slows down"), place_turn, value_turn },
  { "lgy_at_mcrit", SL_PARAM_LGY_AT_MCRIT, SL_HANDLE_Y, FALSE, SL_COLOUR_BLUE,
    N_ ("Efficiency of star formation"), place_peak, value_peak },
};

static void
add_handles (SlPlot *plot, guint panel, const SlResult *result, const SlGalaxy *galaxy)
{
  for (guint i = 0; i < G_N_ELEMENTS (handle_table); i++)
    {
      const Handle *h = &handle_table[i];
      double x, y;

      if (sl_galaxy_has (galaxy, h->parameter) && h->place (result, galaxy, &x, &y))
        sl_plot_add_handle (plot, panel, h->id, x, y, h->on_right, h->axes, h->colour, _ (h->name));
    }
}

gboolean
sl_figure_sfh_handle (const char *id, double x, double y, const SlGalaxy *galaxy,
                      const SlTemplates *templates, SlParamId *parameter, double *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (handle_table); i++)
    if (strcmp (handle_table[i].id, id) == 0 && sl_galaxy_has (galaxy, handle_table[i].parameter))
      {
        *parameter = handle_table[i].parameter;
        *value = handle_table[i].value (galaxy, x, y);
        return TRUE;
      }
  return FALSE;
}

/* ------------------------------------------------------------------ plot */

static void
add_pins (SlPlot *plot, guint panel, const SlFigureOptions *options)
{
  for (guint i = 0; i < options->n_pins; i++)
    {
      const SlFigurePin *pin = &options->pins[i];
      g_autofree char *label = g_markup_escape_text (pin->name, -1);

      sl_plot_add_series (plot, panel, pin->result->table_t, pin->result->table_sfr, pin->result->n_table,
                          &(SlSeriesOptions) {
        .name = pin->name, .label = label, .label_x = NAN,
        .stroke = { sl_figure_pin_colour (pin->colour), 0.7, 1.0, SL_DASH_SOLID },
        .unit = "M☉/yr",
      });
    }
}

/* What the rate would be if it went on as where the drag began. */
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
  /* Vermillion is the quenching function's. */
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
  guint past = 0;
  double now;

  while (past < n && result->table_t[past] <= result->t_obs)
    past++;
  /* What is still to come when the galaxy is seen leaves no light: drawn faint. */
  if (past > 0 && past + 1 < n)
    sl_plot_add_series (plot, panel, result->table_t + past - 1, result->table_sfr + past - 1, n - past + 1,
                        &(SlSeriesOptions) {
                            .name = _ ("Star formation rate after the observation"),
                            .label_x = NAN,
                            .stroke = { colour, 0.45, 1.0, SL_DASH_SOLID },
                            .unit = "M☉/yr",
                        });
  sl_plot_add_series (plot, panel, result->table_t, result->table_sfr, past, &(SlSeriesOptions) {
    .name = _ ("Star formation rate"), .label = pinned ? _ ("this galaxy") : _ ("SFR"),
    .label_x = pinned ? NAN : 3.0, .stroke = { colour, 0.0, 1.5, SL_DASH_SOLID },
    .unit = "M☉/yr",
  });
  now = sl_figure_at (result->table_t, result->table_sfr, n, result->t_obs);
  if (isfinite (now) && now > 0.0)
    sl_plot_add_point (plot, panel, result->t_obs, now, colour, _ ("Star formation rate"));
}

SlPlot *
sl_figure_make_sfh (const SlFigureInfo *info, SlEngine *engine, const SlResult *result,
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
  sl_figure_extend (&lo, &hi, result->table_sfr + from, n - from);
  for (guint i = 0; i < options->n_pins; i++)
    sl_figure_extend (&lo, &hi, options->pins[i].result->table_sfr + from, n - from);
  sl_figure_settle (options, 0, &rule, &lo, &hi);
  sl_plot_set_y (plot, panel, SL_SCALE_LOG, lo, hi,
                 _ ("SFR [<i>M</i><sub>☉</sub> yr<sup>−1</sup>]"));
  if (halo)
    sl_plot_set_y_right (plot, panel, SL_SCALE_LINEAR, 0.0, 1.05, _ ("<i>F</i><sub>q</sub>"));
  if (halo && quenches && t_quench < result->table_t[n - 1])
    {
      /* its name clear of the handle at the top and of curves that reach their height there */
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
  add_rate (plot, panel, result, options->n_pins > 0);
  add_handles (plot, panel, result, options->galaxy);
  sl_plot_set_caption (plot, _ (info->description));
  return plot;
}
