/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metallicities of a galaxy's stars by age (DSPS, Fig. 5). */
#include "app/figures/sl-figures-distributions.h"

#include <glib/gi18n.h>

#define AGE_AXIS 15.0    /* Gyr */
/* Samples of kernel curves across the axis. */
#define N_SMOOTH 241
/* A kernel ends this many widths from its centre. */
#define REACH 3.0
/* Axis range beyond the library's grid, dex. */
#define BEYOND 0.4
/* Least upper end of the colour scale, and least span of a density axis. */
#define LEAST_SHARE 0.1
#define LEAST_DENSITY 0.5
/* The oldest stars are those that formed the first part of the mass. */
#define OLDEST_SHARE 0.1
/* Centres nearer than this, relative to the scatter, count as equal. */
#define SAME 0.01
/* A gradient is labelled above this fraction of the steeper one. */
#define NAMED_ABOVE 0.2

static const SlFigureValue share_values[] = {
  { "age", N_ ("Of the stars of each age") }, { "all", N_ ("Of all stars") }, { NULL, NULL },
};
static const SlFigureChoice map_choices[] = { { "share", N_ ("Share"), share_values }, { NULL, NULL, NULL } };

static double
lg_sun (const SlTemplates *templates)
{
  return log10 (templates->zsun);
}

/* Number of age bins that are younger than the universe. */
static guint
ages_there (const SlMetalDistribution *m, double t_obs)
{
  guint n = 0;

  while (n < m->n_age && pow (10.0, m->age_edge[n]) < t_obs)
    n++;
  return MAX (n, 1);
}

/* Youngest age bin of the oldest stars. Where metals follow mass or time, the first generation is so
 * metal-poor that few stars represent it, so a share of the mass formed decides. */
static guint
oldest (const SlTemplates *templates, const SlGalaxy *galaxy, const SlMetalDistribution *m, double t_obs)
{
  static const double now = SL_DISTRIBUTION_OBSERVED;
  guint a = ages_there (m, t_obs) - 1;
  g_auto (SlAgeDistribution) ages = { 0 };
  double older = 0.0;

  if (galaxy->metals == SL_METALS_AGE)
    return a;
  sl_distribution_ages (templates, galaxy, SL_DISTRIBUTION_NONE, &now, 1, &ages);
  for (; a > 0; a--)
    {
      older += ages.weight[a];
      if (older >= OLDEST_SHARE)
        break;
    }
  return a;
}

/* ---------------------------------------------------------------- handles */

/* A handle at lg Z/Zsun, which is x or y of the plot. Only metals that depend on age alone have handles. */
static gboolean
metals_position (const SlFigureHandleSite *site, SlParamId parameter, double *at)
{
  *at = site->galaxy->value[parameter] - lg_sun (site->templates);
  return site->galaxy->metals == SL_METALS_AGE;
}

static double
metals_value (const SlFigureHandleSite *site, double at)
{
  return site->templates ? at + lg_sun (site->templates) : NAN;
}

static gboolean
map_young_position (const SlFigureHandleSite *site, double *x, double *y)
{
  *x = pow (10.0, site->templates->lg_age_gyr[0]);
  return metals_position (site, SL_PARAM_LGMET_YOUNG, y);
}

static gboolean
map_old_position (const SlFigureHandleSite *site, double *x, double *y)
{
  *x = site->result->t_obs;
  return metals_position (site, SL_PARAM_LGMET_OLD, y);
}

/* Half-way between young and old, at the end of the map where that age is beyond. */
static gboolean
map_mid_position (const SlFigureHandleSite *site, double *x, double *y)
{
  const double *v = site->galaxy->value, mid = v[SL_PARAM_LGMET_LGAGE_MID];

  *x = CLAMP (pow (10.0, mid), pow (10.0, site->templates->lg_age_gyr[0]), site->result->t_obs);
  *y = 0.5 * (v[SL_PARAM_LGMET_YOUNG] + v[SL_PARAM_LGMET_OLD]) - lg_sun (site->templates);
  return site->galaxy->metals == SL_METALS_AGE;
}

static double
map_value (const SlFigureHandleSite *site, double x, double y)
{
  return metals_value (site, y);
}

static double
map_mid_value (const SlFigureHandleSite *site, double x, double y)
{
  return log10 (x);
}

static const SlFigureHandle map_handles[] = {
  { .parameter = SL_PARAM_LGMET_YOUNG,
    .axes = SL_HANDLE_Y,
    .colour = SL_COLOUR_AGE_0,
    .position = map_young_position,
    .value = map_value },
  { .parameter = SL_PARAM_LGMET_OLD,
    .axes = SL_HANDLE_Y,
    .colour = SL_COLOUR_AGE_4,
    .position = map_old_position,
    .value = map_value },
  { .parameter = SL_PARAM_LGMET_LGAGE_MID,
    .axes = SL_HANDLE_X,
    .colour = SL_COLOUR_INK,
    .position = map_mid_position,
    .value = map_mid_value },
  { .position = NULL },
};

/* Height of the peaks of both ends' distributions. */
static double
peak_height (const SlGalaxy *galaxy)
{
  static const double centre = 0.0;
  double height;

  sl_distribution_kernel (&centre, 1, centre, 0.0, galaxy->value[SL_PARAM_LGMET_SCATTER], 0.0, &height, NULL);
  return height;
}

static gboolean
young_position (const SlFigureHandleSite *site, double *x, double *y)
{
  *y = peak_height (site->galaxy);
  return metals_position (site, SL_PARAM_LGMET_YOUNG, x);
}

/* At the peak, but lower where it would be hidden by the handle of the young. */
static gboolean
old_position (const SlFigureHandleSite *site, double *x, double *y)
{
  const double *v = site->galaxy->value;
  const double apart =
      MIN (fabs (v[SL_PARAM_LGMET_YOUNG] - v[SL_PARAM_LGMET_OLD]) / v[SL_PARAM_LGMET_SCATTER], 1.0);

  *y = peak_height (site->galaxy) * (0.5 + 0.5 * apart);
  return metals_position (site, SL_PARAM_LGMET_OLD, x);
}

static double
end_value (const SlFigureHandleSite *site, double x, double y)
{
  return metals_value (site, x);
}

static const SlFigureHandle end_handles[] = {
  { .parameter = SL_PARAM_LGMET_YOUNG,
    .axes = SL_HANDLE_X,
    .colour = SL_COLOUR_AGE_0,
    .position = young_position,
    .value = end_value },
  { .parameter = SL_PARAM_LGMET_OLD,
    .axes = SL_HANDLE_X,
    .colour = SL_COLOUR_AGE_4,
    .position = old_position,
    .value = end_value },
  { .position = NULL },
};

/* ------------------------------------------------------------------- map */

static void
add_map (SlPlot *plot, guint panel, const SlTemplates *templates, const SlFigureOptions *options,
         const SlMetalDistribution *m, guint n_there)
{
  static const double now = SL_DISTRIBUTION_OBSERVED;
  const gboolean all = options->choice[0] == 1;
  const guint nx = m->n_age, ny = m->n_met;
  g_autofree double *x = g_new (double, nx + 1), *y = g_new (double, ny + 1),
                    *value = g_new (double, (gsize) nx *ny);
  g_auto (SlAgeDistribution) ages = { 0 };
  double top = LEAST_SHARE;

  if (all)
    sl_distribution_ages (templates, options->galaxy, SL_DISTRIBUTION_NONE, &now, 1, &ages);
  for (guint a = 0; a <= nx; a++)
    x[a] = pow (10.0, m->age_edge[a]);
  for (guint z = 0; z <= ny; z++)
    y[z] = m->met_edge[z] - lg_sun (templates);
  for (guint z = 0; z < ny; z++)
    for (guint a = 0; a < nx; a++)
      {
        double share = m->weight[a * ny + z] * (all ? ages.density[a] : 1.0);

        value[(gsize) z * nx + a] = a < n_there ? share : NAN;
        if (a < n_there)
          top = MAX (top, share);
      }
  sl_plot_add_map (plot, panel, x, nx, y, ny, value, SL_RAMP_AMOUNT, 0.0, top,
                   all ? _ ("Share per dex of age") : _ ("Share at this age"), all ? "dex⁻¹" : "");
}

static void
add_centre (SlPlot *plot, guint panel, const SlTemplates *templates, const SlGalaxy *galaxy, double t_obs,
            const char *name, const SlStroke *stroke, const char *label)
{
  g_auto (SlMetalDistribution) m = { 0 };
  g_autofree double *x = g_new (double, templates->n_age), *y = g_new (double, templates->n_age);
  guint n;

  sl_distribution_metals (templates, galaxy, SL_DISTRIBUTION_NONE, &m);
  n = ages_there (&m, t_obs);
  for (guint a = 0; a < n; a++)
    {
      x[a] = pow (10.0, m.lg_age[a]);
      y[a] = m.mu[a] - lg_sun (templates);
    }
  sl_plot_add_series (plot, panel, x, y, n, &(SlSeriesOptions) {
    .name = name, .label = label, .label_x = 0.02, .stroke = *stroke, .unit = "dex",
  });
}

static void
add_map_gradient (SlPlot *plot, const SlFigureOptions *options, const SlMetalDistribution *m, guint n)
{
  const SlStroke centre = { options->n_pins ? SL_COLOUR_INK : SL_COLOUR_VERMILLION, 0.0, 1.25,
                            SL_DASH_SOLID };
  static const SlStroke scatter = { SL_COLOUR_FAINT, 0.0, 1.0, SL_DASH_DASHED };
  const gboolean widens = m->dscatter != 0.0;
  g_autofree double *x = g_new (double, n), *width = g_new (double, n);
  double lo = INFINITY, hi = -INFINITY;
  gboolean flat;
  guint panel;

  for (guint a = 0; a < n; a++)
    {
      x[a] = pow (10.0, m->lg_age[a]);
      width[a] = m->dscatter;
    }
  sl_figure_extend (&lo, &hi, m->dmu, n);
  if (widens)
    sl_figure_extend (&lo, &hi, width, n);
  panel = sl_figure_gradient_panel (plot, options, 0.45, lo, hi, LEAST_DENSITY, "dex", 0.05, &flat);
  sl_figure_gradient_curve (plot, panel, options, "<i>μ</i>", NULL, "dex", x, m->dmu, n, &centre,
                            !flat && !widens);
  if (widens)
    sl_figure_gradient_curve (plot, panel, options, "<i>σ</i>", NULL, "dex", x, width, n, &scatter, TRUE);
}

static SlPlot *
make_map (const SlFigureInfo *info, SlEngine *engine, const SlResult *result,
          const SlFigureOptions *options)
{
  const SlTemplates *t = engine->templates;
  const SlFigureDirection along = sl_figure_direction (options);
  /* Black would be invisible on the map's darkest cells. */
  const SlStroke own = { options->n_pins ? SL_COLOUR_INK : SL_COLOUR_VERMILLION, 0.0, 1.5, SL_DASH_SOLID };
  const double sun = lg_sun (t);
  SlPlot *plot = sl_plot_new (options->title);
  g_auto (SlMetalDistribution) m = { 0 };
  g_autofree char *caption = NULL;
  double lo, hi;
  guint panel, n;

  sl_figure_direction_metals (&along, t, options->galaxy, &m);
  n = ages_there (&m, result->t_obs);
  lo = m.met_edge[0] - sun;
  hi = m.met_edge[m.n_met] - sun;
  sl_plot_set_x (plot, SL_SCALE_LOG, pow (10.0, m.lg_age[0]), AGE_AXIS, _ ("age of the stars [Gyr]"));
  sl_plot_set_link (plot, SL_FIGURE_LINK_AGE, 1.0);
  panel = sl_plot_add_panel (plot, 1.0);
  sl_plot_set_y (plot, panel, SL_SCALE_LINEAR, lo, hi, _ ("lg\u2009<i>Z</i>/<i>Z</i><sub>☉</sub> [dex]"));
  sl_plot_set_y_right (plot, panel, SL_SCALE_LINEAR, lo + sun, hi + sun, _ ("lg\u2009<i>Z</i>"));
  add_map (plot, panel, t, options, &m, n);
  for (guint i = 0; i < options->n_pins; i++)
    {
      const SlFigurePin *pin = &options->pins[i];
      const SlStroke stroke = { sl_figure_pin_colour (pin->colour), 0.8, 1.25, SL_DASH_SOLID };

      g_autofree char *label = g_markup_escape_text (pin->name, -1);

      add_centre (plot, panel, t, pin->galaxy, pin->result->t_obs, pin->name, &stroke, label);
    }
  add_centre (plot, panel, t, options->galaxy, result->t_obs, _ ("Centre"), &own,
              options->n_pins ? _ ("this galaxy") : _ ("centre <i>μ</i>"));
  sl_figure_add_handles (plot, panel, info, result, options);
  add_map_gradient (plot, options, &m, n);
  caption = g_strdup_printf (
      _ ("Stellar metallicity by age: shares of the library’s metallicities, and the centre of the "
         "distribution, from lg Z/Z☉ = %.2f for the youngest stars to %.2f for the oldest."),
      m.mu[0] - sun, m.mu[n - 1] - sun);
  sl_plot_set_caption (plot, caption);
  return plot;
}

const SlFigureInfo sl_figure_kind_metals_map = {
  .name = "metals-map",
  .title = N_ ("Metals by age"),
  .description = N_ ("Map of stellar metallicity by age, and the gradient of its centre"),
  .furniture_mm = 20.0,
  .aspect = 0.62,
  .choices = map_choices,
  .make = make_map,
  .handles = map_handles,
};

/* ------------------------------------------------------------------ ends */

/* The youngest or the oldest stars. */
typedef struct {
  guint age;                  /* bin */
  const char *name, *label;
  SlColour colour;
  SlDash dash;
  double y[N_SMOOTH], dy[N_SMOOTH]; /* the distribution's curve and its derivative */
  double steepest;            /* largest |dy| */
  double name_x;              /* where the curve's name goes, lg Z/Zsun */
} End;

static void
add_end (SlPlot *plot, const SlTemplates *t, const SlFigureOptions *options, const SlMetalDistribution *m,
         const End *end, const double *x)
{
  const gboolean alone = !options->n_pins, seen = end->name_x > x[0] && end->name_x < x[N_SMOOTH - 1];
  const SlStroke stroke = { alone ? end->colour : SL_COLOUR_INK, 0.0, 1.25, end->dash };
  g_autofree double *edge = g_new (double, m->n_met + 1), *bar = g_new (double, m->n_met), *bx = NULL,
                    *by = NULL;

  for (guint z = 0; z <= m->n_met; z++)
    edge[z] = m->met_edge[z] - lg_sun (t);
  for (guint z = 0; z < m->n_met; z++)
    bar[z] = m->weight[end->age * m->n_met + z] / (edge[z + 1] - edge[z]);
  sl_figure_steps (edge, bar, m->n_met, &bx, &by);
  sl_plot_add_ribbon (plot, 0, bx, NULL, by, 2 * m->n_met, alone ? end->colour : SL_COLOUR_FAINT, 0.28,
                      end->name, seen ? NULL : end->label);
  sl_plot_add_series (plot, 0, x, end->y, N_SMOOTH,
                      &(SlSeriesOptions) {
                          .name = end->name,
                          .label = seen ? end->label : NULL,
                          .label_x = end->name_x,
                          .stroke = stroke,
                          .unit = "dex⁻¹",
                      });
}

static void
add_pins (SlPlot *plot, const SlTemplates *t, const SlFigureOptions *options, double own, const double *x,
          const double *lgz)
{
  for (guint i = 0; i < options->n_pins; i++)
    {
      const SlFigurePin *pin = &options->pins[i];
      g_auto (SlMetalDistribution) m = { 0 };
      double y[N_SMOOTH], top;

      sl_distribution_metals (t, pin->galaxy, SL_DISTRIBUTION_NONE, &m);
      sl_distribution_kernel (m.mu, 1, m.mu[0], 0.0, m.scatter, 0.0, &top, NULL);
      sl_figure_name_peak (plot, 0, pin, m.mu[0] - lg_sun (t), m.scatter, top, own - lg_sun (t));
      for (guint old = 0; old < 2; old++)
        {
          const guint age = old ? oldest (t, pin->galaxy, &m, pin->result->t_obs) : 0;

          sl_distribution_kernel (lgz, N_SMOOTH, m.mu[age], 0.0, m.scatter, 0.0, y, NULL);
          sl_plot_add_series (plot, 0, x, y, N_SMOOTH, &(SlSeriesOptions) {
            .name = pin->name, .label_x = NAN, .unit = "dex⁻¹",
            .stroke = { sl_figure_pin_colour (pin->colour), 0.7, 1.0, old ? SL_DASH_DASHED : SL_DASH_SOLID },
          });
        }
    }
}

/* Absolute metallicities above the panel, at round values. */
static void
add_absolute (SlPlot *plot, double lo, double hi, double sun)
{
  static const char *const labels[] = { "−5", "−4", "−3", "−2", "−1", "0" };
  SlTick ticks[G_N_ELEMENTS (labels)];
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      double at = -5.0 + i - sun;

      if (at >= lo && at <= hi)
        ticks[n++] = (SlTick){ at, labels[i] };
    }
  if (n)
    sl_plot_set_top_ticks (plot, _ ("lg\u2009<i>Z</i>"), ticks, n);
}

/* Data ranges of both panels. */
typedef struct { double least, most, dlo, dhi; } Extent;

static void
compute_end (End *end, const SlMetalDistribution *m, const double *lgz, Extent *extent)
{
  sl_distribution_kernel (lgz, N_SMOOTH, m->mu[end->age], m->dmu[end->age], m->scatter, m->dscatter, end->y,
                          end->dy);
  sl_figure_extend (&extent->least, &extent->most, end->y, N_SMOOTH);
  sl_figure_extend (&extent->dlo, &extent->dhi, end->dy, N_SMOOTH);
  for (guint i = 0; i < N_SMOOTH; i++)
    end->steepest = MAX (end->steepest, fabs (end->dy[i]));
  for (guint z = 0; z < m->n_met; z++)
    extent->most =
        MAX (extent->most, m->weight[end->age * m->n_met + z] / (m->met_edge[z + 1] - m->met_edge[z]));
}

/* Puts names on the sides that face away from each other. */
static void
choose_name_places (End end[2], const SlMetalDistribution *m, double sun)
{
  const double mu[2] = { m->mu[end[0].age], m->mu[end[1].age] }, side = mu[0] >= mu[1] ? 1.0 : -1.0;

  end[0].name_x = mu[0] - sun + side * m->scatter;
  end[1].name_x = mu[1] - sun - side * m->scatter;
}

/* Adds derivatives of the curves; same: both ends have the same curve. */
static void
add_end_gradients (SlPlot *plot, const SlFigureOptions *options, const SlMetalDistribution *m,
                   const End end[2], const End *all, gboolean same, const double *x, const Extent *extent)
{
  const double steepest = MAX (end[0].steepest, end[1].steepest);
  const gboolean alike = same && fabs (end[0].steepest - end[1].steepest) <= SAME * end[0].steepest
                         && m->dmu[0] == m->dmu[end[1].age];
  gboolean flat;
  const guint panel =
      sl_figure_gradient_panel (plot, options, 0.6, extent->dlo, extent->dhi, LEAST_DENSITY, "dex⁻¹",
                                0.5 * (x[0] + x[N_SMOOTH - 1]), &flat);

  for (guint k = alike ? 1 : 2; k-- > 0;)
    {
      const End *of = alike ? all : &end[k];
      const SlStroke stroke = { options->n_pins ? SL_COLOUR_INK : of->colour, 0.0, 1.25, of->dash };

      sl_figure_gradient_curve (plot, panel, options, "<i>P</i>", of->name, "dex⁻¹", x, end[k].dy, N_SMOOTH,
                                &stroke, !flat && end[k].steepest > NAMED_ABOVE * steepest);
    }
}

static SlPlot *
make_ends (const SlFigureInfo *info, SlEngine *engine, const SlResult *result,
           const SlFigureOptions *options)
{
  const SlTemplates *t = engine->templates;
  const SlFigureDirection along = sl_figure_direction (options);
  const double sun = lg_sun (t);
  SlPlot *plot = sl_plot_new (options->title);
  g_auto (SlMetalDistribution) m = { 0 };
  g_autofree char *caption = NULL;
  double x[N_SMOOTH], lgz[N_SMOOTH], lo, hi;
  Extent extent = { 0.0, -INFINITY, INFINITY, -INFINITY };
  End end[2] = {
    { .name = _ ("Youngest stars"), .label = _ ("youngest"), .colour = SL_COLOUR_AGE_0 },
    { .name = _ ("Oldest stars"), .label = _ ("oldest"), .colour = SL_COLOUR_AGE_4, .dash = SL_DASH_DASHED },
  };
  End all;
  gboolean same;
  guint panel;

  sl_figure_direction_metals (&along, t, options->galaxy, &m);
  end[1].age = oldest (t, options->galaxy, &m, result->t_obs);
  lo = m.met_edge[0] - BEYOND - sun;
  hi = m.met_edge[m.n_met] + BEYOND - sun;
  for (guint i = 0; i < N_SMOOTH; i++)
    {
      x[i] = lo + (hi - lo) * i / (N_SMOOTH - 1.0);
      lgz[i] = x[i] + sun;
    }
  for (guint k = 0; k < 2; k++)
    compute_end (&end[k], &m, lgz, &extent);
  for (guint i = 0; i < options->n_pins; i++)
    extent.most = MAX (extent.most, peak_height (options->pins[i].galaxy));
  choose_name_places (end, &m, sun);
  same = fabs (m.mu[0] - m.mu[end[1].age]) < SAME * m.scatter;
  all = end[0];
  all.name = _ ("Stars of all ages");
  all.label = _ ("all ages");
  all.colour = SL_COLOUR_INK;

  sl_plot_set_x (plot, SL_SCALE_LINEAR, lo, hi, _ ("lg\u2009<i>Z</i>/<i>Z</i><sub>☉</sub> [dex]"));
  add_absolute (plot, lo, hi, sun);
  panel = sl_plot_add_panel (plot, 1.0);
  sl_figure_upper_axis (plot, panel, options, TRUE, LEAST_DENSITY, extent.least, extent.most,
                        _ ("d<i>P</i>/d\u2009lg\u2009<i>Z</i> [dex<sup>−1</sup>]"));
  add_pins (plot, t, options, m.mu[0], x, lgz);
  for (guint k = same ? 1 : 2; k-- > 0;)
    add_end (plot, t, options, &m, same ? &all : &end[k], x);
  sl_figure_add_handles (plot, panel, info, result, options);
  add_end_gradients (plot, options, &m, end, &all, same, x, &extent);
  caption = g_strdup_printf (
      _ ("Metallicity of the youngest and of the oldest stars: distributions as curves, centred on lg Z/Z☉ = "
         "%.2f and %.2f, and their shares of the library’s metallicities as bars; below, the gradient of the "
         "curves."),
      m.mu[0] - sun, m.mu[end[1].age] - sun);
  sl_plot_set_caption (plot, caption);
  return plot;
}

const SlFigureInfo sl_figure_kind_metals_ends = {
  .name = "metals-ends",
  .title = N_ ("Metals, young and old"),
  .description = N_ ("Metallicity of the youngest and the oldest stars, and its gradient"),
  .furniture_mm = 24.0,
  .aspect = 0.68,
  .make = make_ends,
  .handles = end_handles,
};
