/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sl-figures-private.h"

#include <string.h>

#include <glib/gi18n.h>
#include <pango/pango.h>

/* How an observable's history is drawn. Colour and dash differ together, so that either alone tells curves apart. */
static const struct {
  const char *observable;
  const char *name;        /* for read-outs: short, a symbol */
  const char *label;       /* markup on the curve; NULL: the axis title says it */
  const char *derivative;  /* markup: what stands after the first ∂ */
  const char *axis;        /* title of the y axis, marked for translation */
  const char *unit;
  SlColour colour;
  SlDash dash;
  double label_t;          /* Gyr: where the curve's name sits */
  gboolean zero;           /* the axis shows zero */
  double least;            /* smallest span of the axis */
  double least_gradient;   /* and of the gradient's */
} history_table[] = {
  { "rest:LSST/g-r", "g−r", "<i>g</i>−<i>r</i>", "(<i>g</i>−<i>r</i>)", N_ ("rest-frame [mag]"), "mag",
    SL_COLOUR_BLUE, SL_DASH_SOLID, 10.5, FALSE, 0.1, 0.002 },
  { "rest:LSST/r-i", "r−i", "<i>r</i>−<i>i</i>", "(<i>r</i>−<i>i</i>)", N_ ("rest-frame [mag]"), "mag",
    SL_COLOUR_VERMILLION, SL_DASH_DASHED, 10.5, FALSE, 0.1, 0.002 },
  { "ew:OIII5007", "W[O III]", NULL, "<i>W</i>[O III]", N_ ("<i>W</i>[O III] [Å]"), "Å",
    SL_COLOUR_GREEN, SL_DASH_SOLID, 10.5, TRUE, 1.0, 0.05 },
};

/* Of the axis of a gradient that is zero throughout. */
#define FLAT_SPAN 2.0

static int
find_style (const char *observable)
{
  for (guint i = 0; i < G_N_ELEMENTS (history_table); i++)
    if (strcmp (history_table[i].observable, observable) == 0)
      return (int) i;
  g_return_val_if_reached (0);
}

/* Unit of a derivative: a parameter that is a logarithm counts in dex whatever its argument's unit. */
static char *
gradient_unit (const char *unit, SlParamId parameter)
{
  const SlParamInfo *info = sl_param_info (parameter);
  const char *per = g_str_has_prefix (info->symbol, "lg ") ? "dex" : info->unit;

  return *per ? g_strdup_printf ("%s/%s", unit, per) : g_strdup (unit);
}

/* A history where the galaxy is seen. The last epoch is a little before today, by less than a point is wide. */
static double
value_now (const SlResult *result, const double *y)
{
  guint n = result->n_epochs;
  double last = result->epoch_t[n - 1];

  return sl_figure_at (result->epoch_t, y, n, result->t_obs > last ? last : result->t_obs);
}

/* Where a curve is furthest from zero; NaN where it is zero everywhere. */
static double
greatest (const double *x, const double *y, guint n)
{
  double most = 0.0, at = NAN;

  for (guint i = 0; i < n; i++)
    if (fabs (y[i]) > most)
      most = fabs (y[i]), at = x[i];
  return at;
}

typedef struct {
  SlPlot *plot;
  guint upper, lower;
  SlEngine *engine;
  const SlResult *result;
  const SlFigureOptions *options;
  gboolean flat;            /* the parameter moves none of the curves */
} Making;

static void
add_history (const Making *m, const char *observable)
{
  const SlResult *result = m->result;
  guint style = find_style (observable), n = result->n_epochs;
  int row = sl_engine_find_history (m->engine, observable);
  g_autofree char *derivative = NULL, *unit = NULL, *name = NULL;
  const double *y, *dy;
  double now;

  g_return_if_fail (row >= 0);
  y = result->hist + (gsize) row * n;
  dy = result->hist_jac + ((gsize) row * SL_N_PARAMS + m->options->gradient) * n;
  for (guint i = 0; i < m->options->n_pins; i++)
    sl_plot_add_series (m->plot, m->upper, result->epoch_t, m->options->pins[i].result->hist + (gsize) row * n, n,
                        &(SlSeriesOptions) {
      .name = m->options->pins[i].name, .label_x = NAN, .unit = history_table[style].unit,
      .stroke = { sl_figure_pin_colour (i), 0.7, 0.75, history_table[style].dash },
    });
  if (m->options->ghost && m->options->ghost_step != 0.0)
    {
      const SlResult *ghost = m->options->ghost;
      const double *f = ghost->hist + (gsize) row * n;
      const double *df = ghost->hist_jac + ((gsize) row * SL_N_PARAMS + m->options->gradient) * n;
      g_autofree double *tangent = g_new (double, n);

      for (guint i = 0; i < n; i++)
        tangent[i] = f[i] + df[i] * m->options->ghost_step;
      sl_plot_add_series (m->plot, m->upper, result->epoch_t, tangent, n, &(SlSeriesOptions) {
        .name = _ ("Tangent"), .label_x = NAN, .unit = history_table[style].unit,
        .stroke = { history_table[style].colour, 0.6, 0.75, SL_DASH_DOTTED },
      });
    }
  sl_plot_add_series (m->plot, m->upper, result->epoch_t, y, n, &(SlSeriesOptions) {
    .name = history_table[style].name, .label = history_table[style].label, .label_x = history_table[style].label_t,
    .stroke = { history_table[style].colour, 0.0, 1.25, history_table[style].dash }, .unit = history_table[style].unit,
  });
  now = value_now (result, y);
  if (isfinite (now))
    sl_plot_add_point (m->plot, m->upper, result->t_obs, now, history_table[style].colour, history_table[style].name);

  derivative = sl_figure_derivative_markup (history_table[style].derivative, m->options->gradient);
  unit = gradient_unit (history_table[style].unit, m->options->gradient);
  /* The same in plain text, for read-outs. */
  if (!pango_parse_markup (derivative, -1, 0, NULL, &name, NULL, NULL))
    name = g_strdup (history_table[style].name);
  sl_plot_add_series (m->plot, m->lower, result->epoch_t, dy, n, &(SlSeriesOptions) {
    .name = name, .label = m->flat ? NULL : derivative, .label_x = greatest (result->epoch_t, dy, n),
    .stroke = { history_table[style].colour, 0.0, 1.25, history_table[style].dash }, .unit = unit,
  });
  now = value_now (result, dy);
  if (isfinite (now))
    sl_plot_add_point (m->plot, m->lower, result->t_obs, now, history_table[style].colour, name);
}

SlPlot *
sl_figure_make_history (const SlFigureInfo *info, SlEngine *engine, const SlResult *result,
                        const SlFigureOptions *options)
{
  static const SlStroke zero = { SL_COLOUR_FAINT, 0.0, 0.75, SL_DASH_SOLID };
  SlPlot *plot = sl_plot_new (options->title);
  Making m = { .plot = plot, .engine = engine, .result = result, .options = options };
  guint style = find_style (info->histories[0]), n = result->n_epochs;
  SlFigureAxisRule upper = { .zero = history_table[style].zero, .least = history_table[style].least };
  SlFigureAxisRule lower = { .zero = TRUE, .least = history_table[style].least_gradient };
  g_autofree char *unit = gradient_unit (history_table[style].unit, options->gradient);
  g_autofree char *title = g_strdup_printf ("[%s]", unit);
  double lo[2] = { INFINITY, INFINITY }, hi[2] = { -INFINITY, -INFINITY };

  sl_figure_time_axis (plot, result);
  m.upper = sl_plot_add_panel (plot, 1.0);
  m.lower = sl_plot_add_panel (plot, 0.7);
  for (guint i = 0; info->histories[i]; i++)
    {
      gsize row = MAX (sl_engine_find_history (engine, info->histories[i]), 0);

      sl_figure_extend (&lo[0], &hi[0], result->hist + row * n, n);
      sl_figure_extend (&lo[1], &hi[1], result->hist_jac + (row * SL_N_PARAMS + options->gradient) * n, n);
    }
  m.flat = MAX (-lo[1], hi[1]) < SL_FIGURE_NOTHING;
  if (m.flat)
    lower.least = FLAT_SPAN;
  /* all below zero: a little of the other side, so that the zero line stands free of the panel above */
  if (lo[1] < 0.0 && hi[1] <= 0.0)
    hi[1] = -0.06 * lo[1];
  sl_figure_settle (options, 0, &upper, &lo[0], &hi[0]);
  sl_figure_settle (options, 1, &lower, &lo[1], &hi[1]);
  sl_plot_set_y (plot, m.upper, SL_SCALE_LINEAR, lo[0], hi[0], _ (history_table[style].axis));
  sl_plot_set_y (plot, m.lower, SL_SCALE_LINEAR, lo[1], hi[1], title);
  sl_figure_epoch_line (plot, m.upper, result, TRUE);
  sl_figure_epoch_line (plot, m.lower, result, FALSE);
  sl_plot_add_hline (plot, m.lower, 0.0, &zero);
  for (guint i = 0; info->histories[i]; i++)
    add_history (&m, info->histories[i]);
  if (m.flat)
    sl_figure_nothing (plot, m.lower, 0.5 * (result->epoch_t[0] + result->epoch_t[n - 1]), options->gradient);
  sl_plot_set_caption (plot, _ (info->description));
  return plot;
}

/* Star formation history */

/* The first hundred million years would stretch the axis by decades for a sliver of time. */
#define SFH_FROM 0.3 /* Gyr */

SlPlot *
sl_figure_make_sfh (const SlFigureInfo *info, SlEngine *engine, const SlResult *result, const SlFigureOptions *options)
{
  static const SlFigureAxisRule rule = { .log = TRUE, .least = 10.0, .decades = 3.5 };
  static const SlStroke quench_stroke = { SL_COLOUR_VERMILLION, 0.0, 0.75, SL_DASH_DOTTED };
  SlPlot *plot = sl_plot_new (options->title);
  guint panel, n = result->n_table, from = 0, past = 0;
  double lo = INFINITY, hi = -INFINITY, now;
  double t_quench = pow (10.0, options->galaxy->value[SL_PARAM_LG_QT]);
  gboolean quenches = FALSE, halo = sl_galaxy_has (options->galaxy, SL_PARAM_LG_QT);

  while (from < n && result->table_t[from] < SFH_FROM)
    from++;
  while (past < n && result->table_t[past] <= result->t_obs)
    past++;
  for (guint i = 0; i < n; i++)
    quenches |= result->table_fq[i] < 0.99;

  sl_figure_time_axis (plot, result);
  panel = sl_plot_add_panel (plot, 1.0);
  sl_figure_extend (&lo, &hi, result->table_sfr + from, n - from);
  sl_figure_settle (options, 0, &rule, &lo, &hi);
  sl_plot_set_y (plot, panel, SL_SCALE_LOG, lo, hi,
                 _ ("SFR [<i>M</i><sub>☉</sub> yr<sup>−1</sup>]"));
  if (halo)
    sl_plot_set_y_right (plot, panel, SL_SCALE_LINEAR, 0.0, 1.05, _ ("<i>F</i><sub>q</sub>"));
  if (halo && quenches && t_quench < result->table_t[n - 1])
    sl_plot_add_vline (plot, panel, t_quench, &quench_stroke, _ ("<i>t</i><sub>q</sub>"));
  sl_figure_epoch_line (plot, panel, result, TRUE);
  if (halo)
    sl_plot_add_series (plot, panel, result->table_t, result->table_fq, n, &(SlSeriesOptions) {
    .name = _ ("Quenching function"), .label = _ ("<i>F</i><sub>q</sub>"), .label_x = 1.0, .on_right = TRUE,
    .stroke = { SL_COLOUR_VERMILLION, 0.0, 1.0, SL_DASH_DASHED }, .unit = "",
  });
  for (guint i = 0; i < options->n_pins; i++)
    sl_plot_add_series (plot, panel, result->table_t, options->pins[i].result->table_sfr, n, &(SlSeriesOptions) {
      .name = options->pins[i].name, .label_x = NAN, .stroke = { sl_figure_pin_colour (i), 0.7, 1.0, SL_DASH_SOLID },
      .unit = "M☉/yr",
    });
  /* What is still to come when the galaxy is seen leaves no light: drawn faint. */
  if (past > 0 && past + 1 < n)
    sl_plot_add_series (plot, panel, result->table_t + past - 1, result->table_sfr + past - 1, n - past + 1, &(SlSeriesOptions) {
      .name = _ ("Star formation rate after the observation"), .label_x = NAN,
      .stroke = { SL_COLOUR_BLUE, 0.45, 1.0, SL_DASH_SOLID }, .unit = "M☉/yr",
    });
  sl_plot_add_series (plot, panel, result->table_t, result->table_sfr, past, &(SlSeriesOptions) {
    .name = _ ("Star formation rate"), .label = _ ("SFR"), .label_x = 3.0,
    .stroke = { SL_COLOUR_BLUE, 0.0, 1.5, SL_DASH_SOLID }, .unit = "M☉/yr",
  });
  now = sl_figure_at (result->table_t, result->table_sfr, n, result->t_obs);
  if (isfinite (now) && now > 0.0)
    sl_plot_add_point (plot, panel, result->t_obs, now, SL_COLOUR_BLUE, _ ("Star formation rate"));
  sl_plot_set_caption (plot, _ (info->description));
  return plot;
}
