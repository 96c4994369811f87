/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distribution of the ionisation parameter, and the triweight kernel (DSPS, Fig. B1). */
#include "app/figures/sl-figures-distributions.h"

#include <glib/gi18n.h>

#define N_SMOOTH 241
/* Axis range beyond the library's grid, dex. */
#define BEYOND 0.5
#define LEAST_DENSITY 0.5

/* ------------------------------------------------------------------- gas */

static void
add_bars (SlPlot *plot, guint panel, const SlGasDistribution *u)
{
  g_autofree double *bar = g_new (double, u->n_lgu), *x = NULL, *y = NULL;

  for (guint i = 0; i < u->n_lgu; i++)
    bar[i] = u->weight[i] / (u->edge[i + 1] - u->edge[i]);
  sl_figure_steps (u->edge, bar, u->n_lgu, &x, &y);
  sl_plot_add_ribbon (plot, panel, x, NULL, y, 2 * u->n_lgu, SL_COLOUR_GREEN, 0.3,
                      _ ("Shares on the library’s grid"), NULL);
}

static void
add_gas_pins (SlPlot *plot, guint panel, const SlFigureOptions *options, const double *x)
{
  for (guint i = 0; i < options->n_pins; i++)
    {
      const SlFigurePin *pin = &options->pins[i];
      const double *v = pin->galaxy->value;
      const double centre = v[SL_PARAM_LGU_MEAN];
      double y[N_SMOOTH], top;

      sl_distribution_kernel (x, N_SMOOTH, v[SL_PARAM_LGU_MEAN], 0.0, v[SL_PARAM_LGU_SCATTER], 0.0, y, NULL);
      sl_plot_add_series (plot, panel, x, y, N_SMOOTH, &(SlSeriesOptions) {
        .name = pin->name, .label_x = NAN,
        .stroke = { sl_figure_pin_colour (pin->colour), 0.7, 1.0, SL_DASH_SOLID }, .unit = "dex⁻¹",
      });
      sl_distribution_kernel (&centre, 1, centre, 0.0, v[SL_PARAM_LGU_SCATTER], 0.0, &top, NULL);
      sl_figure_name_peak (plot, panel, pin, centre, v[SL_PARAM_LGU_SCATTER], top,
                           options->galaxy->value[SL_PARAM_LGU_MEAN]);
    }
}

static void
add_gas_preview (SlPlot *plot, guint panel, const SlFigureOptions *options, const SlTemplates *t,
                 const double *x)
{
  const SlFigureDirection along = sl_figure_direction (options);
  g_auto (SlGasDistribution) u = { 0 };
  double y[N_SMOOTH], dy[N_SMOOTH];
  SlGalaxy preview;

  if (!sl_figure_preview_galaxy (options, &preview))
    return;
  sl_figure_direction_gas (&along, t, &preview, &u);
  sl_distribution_kernel (x, N_SMOOTH, u.mean, u.dmean, u.scatter, u.dscatter, y, dy);
  sl_figure_preview_curve (plot, panel, options, x, y, dy, N_SMOOTH, "dex⁻¹");
}

static SlPlot *
make_gas (const SlFigureInfo *info, SlEngine *engine, const SlResult *result,
          const SlFigureOptions *options)
{
  const SlTemplates *t = engine->templates;
  const SlFigureDirection along = sl_figure_direction (options);
  const SlStroke stroke = { options->n_pins ? SL_COLOUR_INK : SL_COLOUR_GREEN, 0.0, 1.25, SL_DASH_SOLID };
  SlPlot *plot = sl_plot_new (options->title);
  g_auto (SlGasDistribution) u = { 0 };
  g_autofree char *caption = NULL;
  double x[N_SMOOTH], y[N_SMOOTH], dy[N_SMOOTH], lo = -4.5, hi = 0.5, bottom = 0.0, top = -INFINITY,
                                                 dlo = INFINITY;
  double dhi = -INFINITY, peak, pinned;
  guint upper, lower;
  gboolean flat;

  sl_figure_direction_gas (&along, t, options->galaxy, &u);
  if (u.n_lgu)
    lo = u.edge[0] - BEYOND, hi = u.edge[u.n_lgu] + BEYOND;
  for (guint i = 0; i < N_SMOOTH; i++)
    x[i] = lo + (hi - lo) * i / (N_SMOOTH - 1.0);
  sl_distribution_kernel (x, N_SMOOTH, u.mean, u.dmean, u.scatter, u.dscatter, y, dy);
  sl_distribution_kernel (&u.mean, 1, u.mean, 0.0, u.scatter, 0.0, &peak, NULL);
  top = peak;
  for (guint i = 0; i < u.n_lgu; i++)
    top = MAX (top, u.weight[i] / (u.edge[i + 1] - u.edge[i]));
  for (guint i = 0; i < options->n_pins; i++)
    {
      const double *v = options->pins[i].galaxy->value, centre = v[SL_PARAM_LGU_MEAN];

      sl_distribution_kernel (&centre, 1, centre, 0.0, v[SL_PARAM_LGU_SCATTER], 0.0, &pinned, NULL);
      top = MAX (top, pinned);
    }
  sl_plot_set_x (plot, SL_SCALE_LINEAR, lo, hi, _ ("ionisation lg\u2009<i>U</i> [dex]"));
  upper = sl_plot_add_panel (plot, 1.0);
  if (!u.n_lgu)
    {
      sl_plot_set_y (plot, upper, SL_SCALE_LINEAR, 0.0, 1.0, NULL);
      sl_plot_add_text (plot, upper, 0.5 * (lo + hi), 0.5, TRUE, SL_ANCHOR_CENTRE, SL_COLOUR_FAINT,
                        _ ("This library has no gas."));
      sl_plot_set_caption (plot,
                           _ ("Ionisation of the gas: this stellar library has no gas."));
      return plot;
    }
  sl_figure_extend (&dlo, &dhi, dy, N_SMOOTH);
  sl_figure_upper_axis (plot, upper, options, TRUE, LEAST_DENSITY, bottom, top,
                        _ ("d<i>P</i>/d\u2009lg\u2009<i>U</i> [dex<sup>−1</sup>]"));
  add_bars (plot, upper, &u);
  add_gas_pins (plot, upper, options, x);
  add_gas_preview (plot, upper, options, t, x);
  sl_plot_add_series (plot, upper, x, y, N_SMOOTH,
                      &(SlSeriesOptions) {
                          .name = _ ("Ionisation"),
                          .label = options->n_pins ? _ ("this galaxy") : NULL,
                          .label_x = u.mean + u.scatter,
                          .stroke = stroke,
                          .unit = "dex⁻¹",
                      });
  sl_figure_add_handles (plot, upper, info, result, options);
  lower =
      sl_figure_gradient_panel (plot, options, 0.6, dlo, dhi, LEAST_DENSITY, "dex⁻¹", 0.5 * (lo + hi), &flat);
  sl_figure_gradient_curve (plot, lower, options, "<i>P</i>", NULL, "dex⁻¹", x, dy, N_SMOOTH, &stroke, !flat);
  caption = g_strdup_printf (
      _ ("Ionisation parameter of the gas around young stars: its distribution, centred on lg U = %.2f with "
         "a scatter of %.2f dex, and its shares on the library’s grid; below, the gradient of the "
         "distribution."),
      u.mean, u.scatter);
  sl_plot_set_caption (plot, caption);
  return plot;
}

/* At the peak of the distribution. */
static gboolean
mean_position (const SlFigureHandleSite *site, double *x, double *y)
{
  *x = site->galaxy->value[SL_PARAM_LGU_MEAN];
  sl_distribution_kernel (x, 1, *x, 0.0, site->galaxy->value[SL_PARAM_LGU_SCATTER], 0.0, y, NULL);
  return TRUE;
}

static double
mean_value (const SlFigureHandleSite *site, double x, double y)
{
  return x;
}

static const SlFigureHandle handles[] = {
  { .parameter = SL_PARAM_LGU_MEAN,
    .axes = SL_HANDLE_X,
    .colour = SL_COLOUR_GREEN,
    .ink_with_pins = TRUE,
    .position = mean_position,
    .value = mean_value },
  { .position = NULL },
};

const SlFigureInfo sl_figure_kind_gas = {
  .name = "gas",
  .title = N_ ("Ionisation of the gas"),
  .description = N_ ("Distribution of the ionisation parameter, and its gradient"),
  .furniture_mm = 20.0,
  .aspect = 0.68,
  .make = make_gas,
  .handles = handles,
};

/* ------------------------------------------------------------- triweight */

#define SPAN 4.0 /* standard deviations */

static SlPlot *
make_triweight (const SlFigureInfo *info, SlEngine *engine, const SlResult *result,
                const SlFigureOptions *options)
{
  static const SlStroke gauss = { SL_COLOUR_BLUE, 0.0, 1.25, SL_DASH_SOLID };
  static const SlStroke triweight = { SL_COLOUR_VERMILLION, 0.0, 1.25, SL_DASH_DASHED };
  static const SlStroke edge = { SL_COLOUR_FAINT, 0.0, 0.75, SL_DASH_DOTTED };
  SlPlot *plot = sl_plot_new (options->title);
  double x[N_SMOOTH], y[4][N_SMOOTH];
  const char *const names[4] = { _ ("Gaussian"), _ ("Triweight"), _ ("Gaussian, cumulative"),
                                 _ ("Triweight, cumulative") };
  guint panel[2];

  for (guint i = 0; i < N_SMOOTH; i++)
    {
      x[i] = SPAN * (2.0 * i / (N_SMOOTH - 1.0) - 1.0);
      y[0][i] = exp (-0.5 * x[i] * x[i]) / sqrt (2.0 * G_PI);
      y[2][i] = 0.5 * erfc (-x[i] / G_SQRT2);
    }
  sl_distribution_kernel (x, N_SMOOTH, 0.0, 0.0, 1.0, 0.0, y[1], NULL);
  sl_distribution_cumulative (x, N_SMOOTH, 0.0, 1.0, y[3]);
  sl_plot_set_x (plot, SL_SCALE_LINEAR, -SPAN, SPAN, _ ("(<i>x</i> − <i>μ</i>)/<i>σ</i>"));
  panel[0] = sl_plot_add_panel (plot, 1.0);
  panel[1] = sl_plot_add_panel (plot, 0.7);
  sl_plot_set_y (plot, panel[0], SL_SCALE_LINEAR, 0.0, 0.45, _ ("density"));
  sl_plot_set_y (plot, panel[1], SL_SCALE_LINEAR, 0.0, 1.05, _ ("cumulative"));
  for (guint k = 0; k < 4; k++)
    {
      if (k % 2 == 0)
        for (int side = -1; side <= 1; side += 2)
          sl_plot_add_vline (plot, panel[k / 2], 3.0 * side, &edge,
                             k ? NULL : side < 0 ? "−3\u2009<i>σ</i>" : "3\u2009<i>σ</i>");
      sl_plot_add_series (plot, panel[k / 2], x, y[k], N_SMOOTH, &(SlSeriesOptions) {
        .name = names[k], .label = k < 2 ? names[k] : NULL, .label_x = k ? 1.4 : -1.4, .unit = "",
        .stroke = k % 2 ? triweight : gauss,
      });
    }
  sl_plot_set_caption (
      plot, _ ("The triweight kernel, used for all distributions and smooth steps in this program, and a "
               "Gaussian of the same mean and width, with their cumulative distributions: the triweight is "
               "zero beyond three standard deviations."));
  return plot;
}

const SlFigureInfo sl_figure_kind_triweight = {
  .name = "triweight",
  .title = N_ ("Triweight kernel"),
  .description = N_ ("The kernel of all smooth distributions in this program, and a Gaussian"),
  .furniture_mm = 20.0,
  .aspect = 0.62,
  .make = make_triweight,
};
