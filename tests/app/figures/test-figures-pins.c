/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must be inside the axes of plots: pinned galaxies with every choice, handles at ends of ranges. */
#include "model/galaxy/sl-presets.h"
#include "tests/app/figures/figures.h"
#include "ui/plot/sl-plot-private.h"

/* Shares of a curve: above the axis, as single lines of a linear one are and colours of the first time; and
 * inside it, where a line of a galaxy without young stars goes far down. */
#define MOST_ABOVE 0.1
#define LEAST_INSIDE 0.1
/* A curve that ends on the axis is inside. */
#define ROUNDING 1e-9
#define PIN "the pin"

/* Galaxies as unlike as possible to the quenched one: brighter, fainter, dustier, rich and poor in metals. */
static const struct { const char *preset; SlParamId id[4]; double value[4]; } pin_table[] = {
  { "main-sequence", { SL_PARAM_LOGM0, SL_PARAM_AV_OLD }, { 14.5, 0.0 } },
  { "quenched", { SL_PARAM_LOGM0, SL_PARAM_AV_OLD, SL_PARAM_LGMET_OLD }, { 11.0, 3.0, -3.5 } },
  { "starburst", { SL_PARAM_LGU_MEAN, SL_PARAM_DELTA_OLD, SL_PARAM_LGMET_YOUNG }, { -1.5, 0.3, -1.3 } },
  { "main-sequence", { SL_PARAM_REDSHIFT }, { 1.5 } },
};

/* Shares of a curve's numbers inside its axis and above it: brighter, where the axis is of magnitudes. */
static void
shares (SlPlot *plot, const SlPlotPanel *panel, const SlPlotLayer *layer, double *inside, double *above)
{
  const SlPlotAxis *axis = layer->on_right ? &panel->right : &panel->y;
  const double some = ROUNDING * fabs (axis->hi - axis->lo);
  const double lo = MIN (axis->lo, axis->hi) - some, hi = MAX (axis->lo, axis->hi) + some;
  guint n = 0, within = 0, over = 0;

  for (gsize i = 0; i < layer->n; i++)
    {
      if (!isfinite (layer->y[i]) || !isfinite (layer->x[i]) || layer->x[i] < MIN (plot->x.lo, plot->x.hi)
          || layer->x[i] > MAX (plot->x.lo, plot->x.hi))
        continue;
      n++;
      within += layer->y[i] >= lo && layer->y[i] <= hi;
      over += axis->hi > axis->lo ? layer->y[i] > hi : layer->y[i] < lo;
    }
  *inside = n ? (double) within / n : 1.0;
  *above = n ? (double) over / n : 0.0;
}

static void
check_plot (SlPlot *plot, const SlFigureInfo *info, const char *choice, const char *value)
{
  for (guint p = 0; p < plot->panels->len; p++)
    {
      const SlPlotPanel *panel = sl_plot_panel (plot, p);

      for (guint i = 0; i < panel->layers->len; i++)
        {
          const SlPlotLayer *layer = panel->layers->pdata[i];
          double inside, above;

          if ((layer->type != SL_LAYER_SERIES && layer->type != SL_LAYER_TRACK)
              || !g_str_has_prefix (layer->name ? layer->name : "", PIN))
            continue;
          shares (plot, panel, layer, &inside, &above);
          if (inside < LEAST_INSIDE || above > MOST_ABOVE)
            g_error ("%s, %s=%s: panel %u, “%s”: %.3f inside, %.3f above %g … %g", info->name, choice, value,
                     p, layer->name, inside, above, panel->y.lo, panel->y.hi);
        }
    }
}

static void
check_kind (const SlFigureInfo *info, const SlFigureChoice *choice, guint value)
{
  SlGalaxy galaxy, pinned[G_N_ELEMENTS (pin_table)];
  SlResult *results[G_N_ELEMENTS (pin_table)];

  sl_preset_apply ("quenched", &galaxy);
  for (guint k = 0; k < G_N_ELEMENTS (pin_table); k++)
    {
      sl_preset_apply (pin_table[k].preset, &pinned[k]);
      for (guint i = 0; i < 4 && pin_table[k].id[i] + pin_table[k].value[i] != 0; i++)
        pinned[k].value[pin_table[k].id[i]] = pin_table[k].value[i];
      results[k] = sl_result_new (fixture.engine);
    }
  for (guint k = 0; k < G_N_ELEMENTS (pin_table); k++)
    {
      SlFigureRanges ranges = { 0 };
      SlFigurePin pin = { .name = PIN, .galaxy = &pinned[k], .result = results[k] };
      SlFigureOptions options = { .galaxy = &galaxy, .gradient = SL_PARAM_LGMET_OLD, .sed_gradient = TRUE,
                                  .filters = fixture.filters, .ranges = &ranges };
      g_autoptr (SlPlot) before = NULL, after = NULL, other = NULL;

      if (choice)
        options.choice[choice - info->choices] = value;
      ask (&galaxy, info, &options, fixture.result);
      ask (&pinned[k], info, &options, results[k]);
      /* The range was chosen before there was a pin. */
      before = sl_figure_make (info, fixture.engine, fixture.result, &options);
      options.pins = &pin;
      options.n_pins = 1;
      after = sl_figure_make (info, fixture.engine, fixture.result, &options);
      check_plot (after, info, choice ? choice->name : "-", choice ? choice->values[value].name : "-");
      options.ranges = NULL;
      other = sl_figure_make (info, fixture.engine, fixture.result, &options);
      check_plot (other, info, choice ? choice->name : "-", choice ? choice->values[value].name : "new axes");
    }
  for (guint k = 0; k < G_N_ELEMENTS (pin_table); k++)
    sl_result_free (results[k]);
}

static void
test_inside (void)
{
  for (guint i = 0; i < sl_figure_count (); i++)
    {
      const SlFigureInfo *info = sl_figure_info (i);

      check_kind (info, NULL, 0);
      for (const SlFigureChoice *c = info->choices; c && c->name; c++)
        for (guint v = 1; c->values[v].name; v++)
          check_kind (info, c, v);
    }
}

/* Handles are drawn, inside their panels, wherever their parameters are. */
static void
test_handles (void)
{
  static const struct { const char *plot; SlParamId id; double value; const char *handles[2]; } table[] = {
    { "sfh", SL_PARAM_LG_QT, 1.1398790864012365, { "lg_qt", "lg_drop" } },
    { "sfh", SL_PARAM_LG_QT, 2.0, { "lg_qt", "lg_drop" } },
    { "sfh", SL_PARAM_LG_QT, 0.1, { "lg_qt", "lg_drop" } },
    { "sfh", SL_PARAM_LG_DROP, -3.0, { "lg_qt", "lg_drop" } },
    { "sfh", SL_PARAM_LOGTC, -1.0, { "logtc", NULL } },
    { "sfh", SL_PARAM_LOGTC, 1.0, { "logtc", NULL } },
    { "metals-map", SL_PARAM_LGMET_LGAGE_MID, -2.0, { "lgmet_lgage_mid", NULL } },
    { "metals-map", SL_PARAM_LGMET_LGAGE_MID, 1.0, { "lgmet_lgage_mid", NULL } },
    { "metals-map", SL_PARAM_REDSHIFT, 3.0, { "lgmet_lgage_mid", NULL } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      SlGalaxy galaxy;
      SlFigureOptions options = { .galaxy = &galaxy, .gradient = SL_PARAM_LG_QT };
      g_autoptr (SlPlot) plot = NULL;

      sl_preset_apply ("quenched", &galaxy);
      galaxy.value[table[i].id] = table[i].value;
      ask (&galaxy, sl_figure_find (table[i].plot), &options, fixture.result);
      plot = make (table[i].plot, &options);
      for (guint k = 0; k < 2 && table[i].handles[k]; k++)
        {
          guint p;
          const SlPlotLayer *handle = sl_plot_find_handle (plot, table[i].handles[k], &p);
          const SlPlotPanel *panel = handle ? sl_plot_panel (plot, p) : NULL;
          const SlPlotAxis *axis;

          if (!handle)
            g_error ("%s of %s is not drawn at %g", table[i].handles[k], table[i].plot, table[i].value);
          axis = handle->on_right ? &panel->right : &panel->y;
          if (handle->x[0] < plot->x.lo || handle->x[0] > plot->x.hi || handle->y[0] < axis->lo
              || handle->y[0] > axis->hi)
            g_error ("%s of %s is at %g, %g", table[i].handles[k], table[i].plot, handle->x[0], handle->y[0]);
        }
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  set_up ();
  g_test_add_func ("/figures-pins/inside", test_inside);
  g_test_add_func ("/figures-pins/handles", test_handles);
  status = g_test_run ();
  tear_down ();
  return status;
}
