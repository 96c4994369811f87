/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distribution of stellar ages, now and at earlier times (DSPS, Fig. 1). */
#include "app/figures/sl-figures-distributions.h"

#include <string.h>

#include <glib/gi18n.h>

#define T_TODAY 13.8     /* Gyr, by the model's clock */
#define AGE_AXIS 15.0    /* Gyr */
/* Range of a logarithmic axis, below its top. */
#define DECADES 4.5
#define LEAST_DENSITY 0.05
/* Space for names above the peaks, and the offset of the name of the galaxy's own epoch from its peak. */
#define HEADROOM 1.1
/* Top of a linear axis, relative to the galaxy's own epoch: the burst of first stars at earlier epochs may
 * exceed it. */
#define EARLIER_TOP 2.5
#define BESIDE 0.7
#define NAME_AT 0.95
#define NAME_STEP 0.14

/* Indices in SlFigureOptions.choice. */
enum { CHOICE_AXIS, CHOICE_SCALE };
enum { AXIS_LOG, AXIS_LINEAR };
enum { SCALE_LINEAR, SCALE_LOG };
static const SlFigureValue axis_values[] = {
  [AXIS_LOG] = { "log", N_ ("Logarithm of age") }, [AXIS_LINEAR] = { "linear", N_ ("Age") }, { NULL, NULL },
};
static const SlFigureValue scale_values[] = {
  [SCALE_LINEAR] = { "linear", N_ ("Linear") }, [SCALE_LOG] = { "log", N_ ("Logarithmic") }, { NULL, NULL },
};
static const SlFigureChoice choices[] = {
  [CHOICE_AXIS] = { "axis", N_ ("Age axis"), axis_values },
  [CHOICE_SCALE] = { "scale", N_ ("Scale"), scale_values },
  { NULL, NULL, NULL },
};

/* Earlier times: a factor of two apart, and well before the present one. */
#define N_EARLIER 3
#define WELL_BEFORE 0.65

/* Chooses the times of the curves, the earliest first; the last is the galaxy's own. Returns their number. */
static guint
choose_epochs (double t_obs, double epochs[N_EARLIER + 1])
{
  guint n = 0;

  for (double t = 8.0; n < N_EARLIER && t > 0.05; t *= 0.5)
    if (t < WELL_BEFORE * t_obs)
      epochs[n++] = t;
  for (guint i = 0; i < n / 2; i++)
    {
      double swap = epochs[i];

      epochs[i] = epochs[n - 1 - i];
      epochs[n - 1 - i] = swap;
    }
  epochs[n++] = SL_DISTRIBUTION_OBSERVED;
  return n;
}

/* Stroke of an epoch's curve, counted back from the galaxy's own: young stars blue, old ones red; with pins,
 * which have the colours, fainter for earlier epochs. */
static SlStroke
stroke_of (const SlFigureOptions *options, guint back)
{
  static const struct { SlColour colour; SlDash dash; double alpha; } table[N_EARLIER + 1] = {
    { SL_COLOUR_AGE_4, SL_DASH_SOLID, 1.0 }, { SL_COLOUR_AGE_3, SL_DASH_DASHED, 0.6 },
    { SL_COLOUR_AGE_1, SL_DASH_DASHDOT, 0.5 }, { SL_COLOUR_AGE_0, SL_DASH_DOTTED, 0.4 },
  };

  return (SlStroke) { options->n_pins ? SL_COLOUR_INK : table[back].colour,
                      options->n_pins ? table[back].alpha : 0.0, back ? 1.0 : 1.5, table[back].dash };
}

typedef struct {
  SlPlot *plot;
  guint upper, lower;
  const SlFigureOptions *options;
  gboolean linear, log, flat;
  const char *unit;         /* of a density */
  double hi;                /* of the upper axis */
  guint n;
  double *age, *per;        /* (n) Gyr; dex per unit of the age axis */
} AgesPlot;

/* Converts a density or its derivative from per dex to per unit of the axis. */
static double *
per_unit (const AgesPlot *m, const double *density)
{
  double *y = g_new (double, m->n);

  for (guint i = 0; i < m->n; i++)
    y[i] = density[i] * m->per[i];
  return y;
}

/* The same as shown: without zeros on a logarithmic axis. */
static double *
shown (const AgesPlot *m, const double *density)
{
  double *y = per_unit (m, density);

  for (guint i = 0; m->log && i < m->n; i++)
    if (!(y[i] > 0.0))
      y[i] = NAN;
  return y;
}

static guint
peak (const double *y, guint n)
{
  guint top = 0;

  for (guint i = 1; i < n; i++)
    if (fabs (y[i]) > fabs (y[top]) || isnan (y[top]))
      top = i;
  return top;
}

/* Index where a curve falls to a level, right of its peak. */
static guint
last_above (const double *y, guint n, double level, guint top)
{
  for (guint i = n; i-- > top;)
    if (y[i] >= level)
      return i;
  return top;
}

/* labelled: whether the derivative's curve is. */
static void
add_epoch (const AgesPlot *m, const SlAgeDistribution *ages, guint e, gboolean labelled)
{
  const guint back = ages->n_epochs - 1 - e;
  const SlStroke stroke = stroke_of (m->options, back);
  const double *density = ages->density + (gsize) e * m->n;
  const guint at = peak (density, m->n);
  g_autofree double *y = shown (m, density), *dy = per_unit (m, ages->ddensity + (gsize) e * m->n);
  const gboolean beyond = isfinite (y[at]) && y[at] > m->hi;
  g_autofree char *when = g_strdup_printf ("t = %.3g Gyr", ages->t[e]);
  g_autofree char *label = g_strdup_printf ("%.3g\u2009Gyr", ages->t[e]);
  g_autofree char *full = g_strdup_printf ("<i>t</i> = %s", label);
  g_autofree char *name = sl_figure_curve_name (_ ("Ages"), when);

  sl_plot_add_series (m->plot, m->upper, m->age, y, m->n,
                      &(SlSeriesOptions) {
                          .name = name,
                          .label = back && !beyond ? label : NULL,
                          .label_x = m->age[at],
                          .stroke = stroke,
                          .unit = m->unit,
                      });
  /* A curve that exceeds the axis is named where it falls, each lower than the one before. */
  if (back && beyond)
    {
      const double level = m->hi * (1.0 - NAME_STEP * (e + 1));

      sl_plot_add_text (m->plot, m->upper, m->age[last_above (y, m->n, level, at)], level, FALSE,
                        SL_ANCHOR_START, stroke.colour, label);
    }
  /* Beside its peak, which may be too narrow for a name on the curve. */
  if (back == 0 && isfinite (y[at]))
    sl_plot_add_text (m->plot, m->upper, m->linear ? m->age[at] : BESIDE * m->age[at], NAME_AT * y[at], FALSE,
                      m->linear ? SL_ANCHOR_START : SL_ANCHOR_END, stroke.colour, full);
  sl_figure_gradient_curve (m->plot, m->lower, m->options, "<i>P</i>", when, m->unit, m->age, dy, m->n,
                            &stroke, labelled && !m->flat);
}

/* Curves of the pinned galaxies' own epochs, (pins, n); extends lo and hi. */
static double *
make_pins (const AgesPlot *m, const SlTemplates *templates, double *lo, double *hi)
{
  static const double now = SL_DISTRIBUTION_OBSERVED;
  double *all = g_new (double, (gsize) m->options->n_pins * m->n + 1);

  for (guint i = 0; i < m->options->n_pins; i++)
    {
      g_auto (SlAgeDistribution) ages = { 0 };
      g_autofree double *y = NULL;

      sl_distribution_ages (templates, m->options->pins[i].galaxy, SL_DISTRIBUTION_NONE, &now, 1, &ages);
      y = shown (m, ages.density);
      sl_figure_extend (lo, hi, y, m->n);
      memcpy (all + (gsize) i * m->n, y, m->n * sizeof *y);
    }
  return all;
}

static void
add_pins (const AgesPlot *m, const double *pinned)
{
  for (guint i = 0; i < m->options->n_pins; i++)
    {
      const SlFigurePin *pin = &m->options->pins[i];
      g_autofree char *label = g_markup_escape_text (pin->name, -1);

      const double *y = pinned + (gsize) i * m->n;

      sl_plot_add_series (m->plot, m->upper, m->age, y, m->n, &(SlSeriesOptions) {
        .name = pin->name, .label = label, .label_x = m->age[peak (y, m->n)], .unit = m->unit,
        .stroke = { sl_figure_pin_colour (pin->colour), 0.7, 1.0, SL_DASH_SOLID },
      });
    }
}

static void
add_preview (const AgesPlot *m, const SlTemplates *templates)
{
  static const double now = SL_DISTRIBUTION_OBSERVED;
  g_auto (SlAgeDistribution) ages = { 0 };
  g_autofree double *y = NULL, *dy = NULL;
  const SlFigureDirection along = sl_figure_direction (m->options);
  SlGalaxy preview;

  if (!sl_figure_preview_galaxy (m->options, &preview))
    return;
  sl_figure_direction_ages (&along, templates, &preview, &now, 1, &ages);
  y = per_unit (m, ages.density);
  dy = per_unit (m, ages.ddensity);
  sl_figure_preview_curve (m->plot, m->upper, m->options, m->age, y, dy, m->n, m->unit);
}

static void
set_caption (SlPlot *plot, const SlAgeDistribution *ages)
{
  g_autoptr (GString) times = g_string_new (NULL);
  const guint last = ages->n_epochs - 1;
  g_autofree char *caption = NULL;

  for (guint e = 0; e <= last; e++)
    g_string_append_printf (times, "%s%.3g", e ? ", " : "", ages->t[e]);
  /* Translators: %s is a list of times */
  caption = g_strdup_printf (
      _ ("Distribution of stellar ages by mass formed, when the universe is %s Gyr old, and its gradient. "
         "Mean age at the time of observation: %.2f Gyr."),
      times->str, ages->mean[last]);
  sl_plot_set_caption (plot, caption);
}

static SlPlot *
make_ages (const SlFigureInfo *info, SlEngine *engine, const SlResult *result,
           const SlFigureOptions *options)
{
  static const SlStroke mean_stroke = { SL_COLOUR_FAINT, 0.0, 0.75, SL_DASH_SOLID };
  static const SlFigureAxisRule log_rule = { .log = TRUE, .least = 10.0, .decades = DECADES };
  const SlTemplates *templates = engine->templates;
  const SlFigureDirection along = sl_figure_direction (options);
  const guint n = templates->n_age;
  const gboolean linear = options->choice[CHOICE_AXIS] == AXIS_LINEAR;
  AgesPlot m = { .plot = sl_plot_new (options->title),
               .options = options,
               .linear = linear,
               .log = options->choice[CHOICE_SCALE] == SCALE_LOG,
               .unit = linear ? "Gyr⁻¹" : "dex⁻¹",
               .n = n };
  g_auto (SlAgeDistribution) ages = { 0 };
  g_autofree double *age = m.age = g_new (double, n), *per = m.per = g_new (double, n), *pinned = NULL;
  double epochs[N_EARLIER + 1], lo = INFINITY, hi = -INFINITY, dlo = INFINITY, dhi = -INFINITY, most = 0.0,
                                earlier = 0.0;
  double mean;
  const char *title = linear ? _ ("d<i>P</i>/d\u2009age [Gyr<sup>−1</sup>]")
                             : _ ("d<i>P</i>/d\u2009lg\u2009age [dex<sup>−1</sup>]");
  guint n_epochs = choose_epochs (result->t_obs, epochs), steepest = 0;

  sl_figure_direction_ages (&along, templates, options->galaxy, epochs, n_epochs, &ages);
  for (guint i = 0; i < n; i++)
    {
      age[i] = pow (10.0, ages.lg_age[i]);
      per[i] = linear ? (ages.edge[i + 1] - ages.edge[i])
                            / (pow (10.0, ages.edge[i + 1]) - pow (10.0, ages.edge[i]))
                      : 1.0;
    }
  for (guint e = 0; e < n_epochs; e++)
    {
      g_autofree double *y = per_unit (&m, ages.density + (gsize) e * n),
                        *dy = per_unit (&m, ages.ddensity + (gsize) e * n);

      if (e + 1 < n_epochs)
        earlier = MAX (earlier, y[peak (y, n)]);
      else
        sl_figure_extend (&lo, &hi, y, n);
      sl_figure_extend (&dlo, &dhi, dy, n);
      if (fabs (dy[peak (dy, n)]) >= most)
        most = fabs (dy[peak (dy, n)]), steepest = e;
    }
  pinned = make_pins (&m, templates, &lo, &hi);
  hi = MAX (hi, linear ? MIN (earlier, EARLIER_TOP * hi) : earlier);
  sl_plot_set_x (m.plot, linear ? SL_SCALE_LINEAR : SL_SCALE_LOG, linear ? 0.0 : age[0], AGE_AXIS,
                 _ ("age of the stars [Gyr]"));
  sl_plot_set_link (m.plot, SL_FIGURE_LINK_AGE, 1.0);
  m.upper = sl_plot_add_panel (m.plot, 1.0);
  if (m.log)
    {
      /* the burst of first stars is below any visible level */
      lo = hi * pow (10.0, -DECADES);
      sl_figure_settle (options, SL_FIGURE_AXIS_LOG, &log_rule, &lo, &hi);
      sl_plot_set_y (m.plot, m.upper, SL_SCALE_LOG, lo, hi, title);
    }
  else
    sl_figure_upper_axis (m.plot, m.upper, options, TRUE, LEAST_DENSITY, lo, HEADROOM * hi, title);
  m.hi = hi; /* the range may be a little larger */
  m.lower = sl_figure_gradient_panel (m.plot, options, 0.6, dlo, dhi, LEAST_DENSITY, m.unit,
                                      linear ? 7.0 : 0.05, &m.flat);
  mean = ages.mean[n_epochs - 1];
  if (isfinite (mean))
    sl_plot_add_vline (m.plot, m.upper, mean, &mean_stroke, _ ("mean age"));
  add_pins (&m, pinned);
  add_preview (&m, templates);
  for (guint e = 0; e < n_epochs; e++)
    add_epoch (&m, &ages, e, e == steepest);
  set_caption (m.plot, &ages);
  return m.plot;
}

const SlFigureInfo sl_figure_kind_ages = {
  .name = "ages",
  .title = N_ ("Ages"),
  .description = N_ ("Distribution of stellar ages at several cosmic times, and its gradient"),
  .furniture_mm = 20.0,
  .aspect = 0.68,
  .choices = choices,
  .make = make_ages,
};
