/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Observables over cosmic time, and their gradient below. */
#include "app/sl-figures-private.h"

#include <string.h>

#include <glib/gi18n.h>
#include <pango/pango.h>

/* How an observable's history is drawn. Colour and dash differ together, so that either alone tells curves apart. */
typedef struct {
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
  double deepest;          /* shown below the curves' top; 0: all */
  double from_t;           /* Gyr: the axis fits what comes later: before, a band sees the far ultraviolet */
} Style;

#define OBSERVED_FROM 1.5

static const Style style_table[] = {
  { "rest:LSST/g-r", "g−r", "<i>g</i>−<i>r</i>", "(<i>g</i>−<i>r</i>)", N_ ("rest-frame [mag]"), "mag",
    SL_COLOUR_BLUE, SL_DASH_SOLID, 10.5, FALSE, 0.1, 0.002 },
  { "rest:LSST/r-i", "r−i", "<i>r</i>−<i>i</i>", "(<i>r</i>−<i>i</i>)", N_ ("rest-frame [mag]"), "mag",
    SL_COLOUR_VERMILLION, SL_DASH_DASHED, 10.5, FALSE, 0.1, 0.002 },
  { "obs:LSST/r-i", "r−i", "<i>r</i>−<i>i</i>", "(<i>r</i>−<i>i</i>)", N_ ("observed [mag]"), "mag",
    SL_COLOUR_VERMILLION, SL_DASH_SOLID, 10.5, FALSE, 0.1, 0.002, 0.0, OBSERVED_FROM },
  { "obs:LSST/i-z", "i−z", "<i>i</i>−<i>z</i>", "(<i>i</i>−<i>z</i>)", N_ ("observed [mag]"), "mag",
    SL_COLOUR_PURPLE, SL_DASH_DASHED, 10.5, FALSE, 0.1, 0.002, 0.0, OBSERVED_FROM },
  { "ew:OIII5007", "W[O III]", "[O III]", "<i>W</i>[O III]", N_ ("<i>W</i> [Å]"), "Å",
    SL_COLOUR_GREEN, SL_DASH_SOLID, 10.5, TRUE, 1.0, 0.05 },
  { "ew:Hbeta", "W(Hβ)", "H<i>β</i>", "<i>W</i>(H<i>β</i>)", N_ ("<i>W</i> [Å]"), "Å",
    SL_COLOUR_BLUE, SL_DASH_DASHED, 8.0, TRUE, 1.0, 0.05 },
  { "ew:Halpha", "W(Hα)", "H<i>α</i>", "<i>W</i>(H<i>α</i>)", N_ ("<i>W</i> [Å]"), "Å",
    SL_COLOUR_VERMILLION, SL_DASH_DASHDOT, 6.0, TRUE, 1.0, 0.05 },
  { "ew:OII3727", "W[O II]", "[O II]", "<i>W</i>[O II]", N_ ("<i>W</i> [Å]"), "Å",
    SL_COLOUR_PURPLE, SL_DASH_DOTTED, 12.0, TRUE, 1.0, 0.05 },
  { "flux:OIII5007", "lg L[O III]", N_ ("lg <i>L</i>, the line"), "\u2009lg\u2009<i>L</i>",
    N_ ("lg <i>L</i> [<i>L</i><sub>☉</sub>], lg <i>L</i><sub><i>λ</i></sub> [<i>L</i><sub>☉</sub> Å<sup>−1</sup>]"), "dex",
    SL_COLOUR_GREEN, SL_DASH_SOLID, 7.0, FALSE, 0.5, 0.01, 5.0 },
  { "cont:OIII5007", "lg Lλ(5007)", N_ ("lg <i>L</i><sub><i>λ</i></sub>, the continuum"),
    "\u2009lg\u2009<i>L</i><sub><i>λ</i></sub>", NULL, "dex", SL_COLOUR_ORANGE, SL_DASH_DASHED, 7.0, FALSE, 0.5, 0.01, 5.0 },
  { "lgmstar_formed", "lg M★ formed", N_ ("lg <i>M</i><sub>★</sub> formed"), "\u2009lg\u2009<i>M</i><sub>★</sub>",
    N_ ("lg <i>M</i> [<i>M</i><sub>☉</sub>]"), "dex", SL_COLOUR_BLUE, SL_DASH_SOLID, 7.0, FALSE, 1.0, 0.01, 6.0 },
  { "lgmstar_surviving", "lg M★ alive", N_ ("alive"), "\u2009lg\u2009<i>M</i><sub>alive</sub>",
    N_ ("lg <i>M</i> [<i>M</i><sub>☉</sub>]"), "dex", SL_COLOUR_SKY, SL_DASH_DASHED, 11.0, FALSE, 1.0, 0.01, 6.0 },
};

/* Of the axis of a gradient that is zero throughout. */
#define FLAT_SPAN 2.0

static const Style *
find_style (const char *observable)
{
  for (guint i = 0; i < G_N_ELEMENTS (style_table); i++)
    if (strcmp (style_table[i].observable, observable) == 0)
      return &style_table[i];
  g_return_val_if_reached (&style_table[0]);
}

/* Unit of a derivative: a parameter that is a logarithm counts in dex whatever its argument's unit. */
static char *
gradient_unit (const char *unit, SlParamId parameter)
{
  const SlParamInfo *info = sl_param_info (parameter);
  const char *per = g_str_has_prefix (info->symbol, "lg ") ? "dex" : info->unit;

  return *per ? g_strdup_printf ("%s/%s", unit, per) : g_strdup (unit);
}

double
sl_figure_value_now (const SlResult *result, const double *y)
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
  const char *const *histories;
  gboolean flat;            /* the parameter moves none of the curves */
  gboolean several;         /* curves */
} Making;

static gsize
row_of (const Making *m, const char *observable)
{
  int row = sl_engine_find_history (m->engine, observable);

  g_return_val_if_fail (row >= 0, 0);
  return row;
}

static const double *
slope_of (const Making *m, const SlResult *result, gsize row)
{
  return result->hist_jac + (row * SL_N_PARAMS + m->options->gradient) * result->n_epochs;
}

/* What the upper panel shows of a galaxy: its curve, or what it has more than a pin. g_free. */
static double *
curve_of (const Making *m, const SlResult *result, const SlResult *less, gsize row)
{
  const guint n = result->n_epochs;
  double *y = g_memdup2 (result->hist + row * n, n * sizeof *y);

  for (guint i = 0; less && i < n; i++)
    y[i] -= less->hist[row * n + i];
  return y;
}

static gboolean
differs (const Making *m)
{
  return m->options->differences && m->options->n_pins;
}

static void
add_ghost (const Making *m, const Style *style, gsize row)
{
  const SlResult *ghost = m->options->ghost;
  const guint n = ghost->n_epochs;
  const double *f = ghost->hist + row * n, *df = slope_of (m, ghost, row);
  g_autofree double *tangent = g_new (double, n);

  for (guint i = 0; i < n; i++)
    tangent[i] = f[i] + df[i] * m->options->ghost_step;
  sl_plot_add_series (m->plot, m->upper, ghost->epoch_t, tangent, n, &(SlSeriesOptions) {
    .name = _ ("Tangent"), .label_x = NAN, .unit = style->unit,
    .stroke = { m->options->n_pins ? SL_COLOUR_INK : style->colour, 0.6, 0.75, SL_DASH_DOTTED },
  });
}

/* The name of a pin stands at its first curve. */
static void
add_pin (const Making *m, guint panel, guint pin, const Style *style, const double *y, const char *unit, gboolean first)
{
  const SlFigurePin *p = &m->options->pins[pin];
  g_autofree char *label = g_markup_escape_text (p->name, -1);
  g_autofree char *name = m->several ? g_strdup_printf ("%s: %s", p->name, style->name) : g_strdup (p->name);

  sl_plot_add_series (m->plot, panel, p->result->epoch_t, y, p->result->n_epochs, &(SlSeriesOptions) {
    .name = name, .label = first ? label : NULL, .label_x = NAN, .unit = unit,
    .stroke = { sl_figure_pin_colour (m->options->pins[pin].colour), 0.7, differs (m) && panel == m->upper ? 1.25 : 0.75, style->dash },
  });
}

static void
add_upper (const Making *m, const Style *style, gsize row, gboolean first)
{
  const SlResult *result = m->result;
  const SlColour colour = m->options->n_pins ? SL_COLOUR_INK : style->colour;
  const double *y = result->hist + row * result->n_epochs;
  double now;

  for (guint i = 0; i < m->options->n_pins; i++)
    {
      const SlResult *pin = m->options->pins[i].result;
      g_autofree double *shown = differs (m) ? curve_of (m, result, pin, row) : curve_of (m, pin, NULL, row);

      add_pin (m, m->upper, i, style, shown, style->unit, first);
    }
  if (differs (m))
    return;
  if (m->options->ghost && m->options->ghost_step != 0.0)
    add_ghost (m, style, row);
  sl_plot_add_series (m->plot, m->upper, result->epoch_t, y, result->n_epochs, &(SlSeriesOptions) {
    .name = style->name, .label = style->label ? _ (style->label) : NULL, .label_x = style->label_t,
    .stroke = { colour, 0.0, 1.25, style->dash }, .unit = style->unit,
  });
  now = sl_figure_value_now (result, y);
  if (isfinite (now))
    sl_plot_add_point (m->plot, m->upper, result->t_obs, now, colour, style->name);
}

static void
add_lower (const Making *m, const Style *style, gsize row)
{
  const SlResult *result = m->result;
  const SlColour colour = m->options->n_pins ? SL_COLOUR_INK : style->colour;
  g_autofree char *derivative = sl_figure_derivative_markup (style->derivative, m->options->gradient);
  g_autofree char *unit = gradient_unit (style->unit, m->options->gradient), *name = NULL;
  const double *dy = slope_of (m, result, row);
  double now;

  for (guint i = 0; i < m->options->n_pins; i++)
    add_pin (m, m->lower, i, style, slope_of (m, m->options->pins[i].result, row), unit, FALSE);
  /* The same in plain text, for read-outs. */
  if (!pango_parse_markup (derivative, -1, 0, NULL, &name, NULL, NULL))
    name = g_strdup (style->name);
  sl_plot_add_series (m->plot, m->lower, result->epoch_t, dy, result->n_epochs, &(SlSeriesOptions) {
    .name = name, .label = m->flat ? NULL : derivative, .label_x = greatest (result->epoch_t, dy, result->n_epochs),
    .stroke = { colour, 0.0, 1.25, style->dash }, .unit = unit,
  });
  now = sl_figure_value_now (result, dy);
  if (isfinite (now))
    sl_plot_add_point (m->plot, m->lower, result->t_obs, now, colour, name);
}

/* The halo's mass, which forms without a halo do not have: it has no derivative here. */
static void
extend_halo (const Making *m, double *lo, double *hi)
{
  sl_figure_extend (lo, hi, m->result->table_lgmh, m->result->n_table);
  for (guint i = 0; i < m->options->n_pins; i++)
    sl_figure_extend (lo, hi, m->options->pins[i].result->table_lgmh, m->result->n_table);
}

static void
add_halo (const Making *m)
{
  for (guint i = 0; i <= m->options->n_pins; i++)
    {
      const gboolean live = i == m->options->n_pins;
      const SlResult *r = live ? m->result : m->options->pins[i].result;
      g_autofree char *name = live ? g_strdup (_ ("lg halo mass"))
                                   : g_strdup_printf ("%s: %s", m->options->pins[i].name, _ ("lg halo mass"));
      SlColour colour = !live ? sl_figure_pin_colour (m->options->pins[i].colour) : m->options->n_pins ? SL_COLOUR_INK : SL_COLOUR_PURPLE;

      if (isfinite (r->table_lgmh[r->n_table / 2]))
        sl_plot_add_series (m->plot, m->upper, r->table_t, r->table_lgmh, r->n_table, &(SlSeriesOptions) {
          .name = name, .label = live ? _ ("lg <i>M</i><sub>halo</sub>") : NULL, .label_x = 7.0,
          .stroke = { colour, live ? 0.0 : 0.7, live ? 1.25 : 0.75, SL_DASH_DASHDOT }, .unit = "dex",
        });
    }
}

/* Least and greatest of both panels, of all that they show. */
static void
extend (const Making *m, gsize row, double from_t, double *lo, double *hi)
{
  const guint all = m->result->n_epochs;
  guint from = 0, n;

  while (from < all && m->result->epoch_t[from] < from_t)
    from++;
  n = all - from;
  if (!differs (m))
    sl_figure_extend (&lo[0], &hi[0], m->result->hist + row * all + from, n);
  sl_figure_extend (&lo[1], &hi[1], slope_of (m, m->result, row) + from, n);
  for (guint i = 0; i < m->options->n_pins; i++)
    {
      const SlResult *pin = m->options->pins[i].result;
      g_autofree double *y = differs (m) ? curve_of (m, m->result, pin, row) : curve_of (m, pin, NULL, row);

      sl_figure_extend (&lo[0], &hi[0], y + from, n);
      sl_figure_extend (&lo[1], &hi[1], slope_of (m, pin, row) + from, n);
    }
}

static void
set_ranges (Making *m, const Style *style, double *lo, double *hi)
{
  SlFigureAxisRule upper = { .zero = style->zero || differs (m), .least = style->least };
  SlFigureAxisRule lower = { .zero = TRUE, .least = style->least_gradient };
  g_autofree char *unit = gradient_unit (style->unit, m->options->gradient), *title = g_strdup_printf ("[%s]", unit);
  /* Translators: %s is the title of an axis; the plot shows the difference of two galaxies */
  g_autofree char *difference = g_strdup_printf (_ ("difference: %s"), _ (style->axis));
  guint axis = differs (m) ? 2 : 0;

  for (guint i = 0; m->histories[i]; i++)
    extend (m, row_of (m, m->histories[i]), style->from_t, lo, hi);
  if (style->deepest > 0.0 && !differs (m))
    lo[0] = MAX (lo[0], hi[0] - style->deepest);
  m->flat = MAX (-lo[1], hi[1]) < SL_FIGURE_NOTHING || lo[1] > hi[1];
  if (m->flat)
    lower.least = FLAT_SPAN;
  /* all below zero: a little of the other side, so that the zero line stands free of the panel above */
  if (lo[1] < 0.0 && hi[1] <= 0.0)
    hi[1] = -0.06 * lo[1];
  sl_figure_settle (m->options, axis, &upper, &lo[0], &hi[0]);
  sl_figure_settle (m->options, 1, &lower, &lo[1], &hi[1]);
  sl_plot_set_y (m->plot, m->upper, SL_SCALE_LINEAR, lo[0], hi[0], differs (m) ? difference : _ (style->axis));
  sl_plot_set_y (m->plot, m->lower, SL_SCALE_LINEAR, lo[1], hi[1], title);
}

SlPlot *
sl_figure_make_history (const SlFigureInfo *info, SlEngine *engine, const SlResult *result,
                        const SlFigureOptions *options)
{
  static const SlStroke zero = { SL_COLOUR_FAINT, 0.0, 0.75, SL_DASH_SOLID };
  Making m = { .plot = sl_plot_new (options->title), .engine = engine, .result = result, .options = options,
               .histories = sl_figure_histories (info, options) };
  const guint n = result->n_epochs;
  double lo[2] = { INFINITY, INFINITY }, hi[2] = { -INFINITY, -INFINITY };

  m.several = m.histories[1] != NULL;
  sl_figure_time_axis (m.plot, result);
  m.upper = sl_plot_add_panel (m.plot, 1.0);
  m.lower = sl_plot_add_panel (m.plot, 0.7);
  if (info->halo_mass && !differs (&m))
    extend_halo (&m, &lo[0], &hi[0]);
  set_ranges (&m, find_style (m.histories[0]), lo, hi);
  sl_figure_epoch_line (m.plot, m.upper, result, TRUE);
  sl_figure_epoch_line (m.plot, m.lower, result, FALSE);
  sl_plot_add_hline (m.plot, m.lower, 0.0, &zero);
  if (differs (&m))
    sl_plot_add_hline (m.plot, m.upper, 0.0, &zero);
  else if (info->halo_mass)
    add_halo (&m);
  for (guint i = 0; m.histories[i]; i++)
    {
      const Style *style = find_style (m.histories[i]);
      gsize row = row_of (&m, m.histories[i]);

      add_upper (&m, style, row, i == 0);
      add_lower (&m, style, row);
    }
  if (m.flat)
    sl_figure_nothing (m.plot, m.lower, 0.5 * (result->epoch_t[0] + result->epoch_t[n - 1]), options->gradient);
  sl_plot_set_caption (m.plot, _ (info->description));
  return m.plot;
}
