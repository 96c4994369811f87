/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <math.h>
#include <string.h>

#include "app/figures/sl-figures.h"
#include "tests/model/engine-fixture.h"

/* One engine for all tests of figures, and what they ask of it. */

static Fixture fixture;

static inline void
set_up (void)
{
  SlEngineConfig config = { .observables = sl_figure_observables (),
                            .history_observables = sl_figure_history_observables () };

  config.epochs = sl_figure_epochs (&config.n_epochs);
  fixture_set_up (&fixture, "ssp_bc03_miles.h5", config);
}

static inline void
tear_down (void)
{
  fixture_tear_down (&fixture, NULL);
}

static inline void
evaluate (const SlGalaxy *galaxy, SlParamId gradient)
{
  const SlFigureOptions options = { .galaxy = galaxy, .gradient = gradient, .sed_gradient = TRUE };
  g_autoptr (GError) error = NULL;
  SlRequest request = { .galaxy = *galaxy };

  for (guint i = 0; i < sl_figure_count (); i++)
    sl_figure_request (sl_figure_info (i), &options, TRUE, &request);
  sl_engine_evaluate (fixture.engine, &request, fixture.result, &error);
  g_assert_no_error (error);
}

/* What one figure needs for its plot. */
static inline void
ask (const SlGalaxy *galaxy, const SlFigureInfo *info, const SlFigureOptions *options, SlResult *result)
{
  g_autoptr (GError) error = NULL;
  SlRequest request = { .galaxy = *galaxy };

  sl_figure_request (info, options, TRUE, &request);
  sl_engine_evaluate (fixture.engine, &request, result, &error);
  g_assert_no_error (error);
}

static inline void
choose (SlFigureOptions *options, const char *name, const char *choice_name, const char *value_name)
{
  guint choice;
  int value = sl_figure_find_value (sl_figure_find (name), choice_name, value_name, &choice, NULL);

  g_assert_cmpint (value, >=, 0);
  options->choice[choice] = value;
}

static inline SlPlot *
make (const char *name, const SlFigureOptions *options)
{
  const SlFigureInfo *info = sl_figure_find (name);
  SlPlot *plot;

  g_assert_nonnull (info);
  plot = sl_figure_make (info, fixture.engine, fixture.result, options);
  g_assert_nonnull (plot);
  return plot;
}

static inline int
find_series (SlPlot *plot, guint panel, const char *part)
{
  for (guint i = 0; i < sl_plot_n_series (plot, panel); i++)
    if (strstr (sl_plot_series_name (plot, panel, i), part))
      return (int) i;
  return -1;
}
