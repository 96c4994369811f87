/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <math.h>
#include <string.h>

#include "app/figures/sl-figures.h"
#include "model/io/sl-data.h"

/* One engine for all tests of figures, and what they ask of it. */

typedef struct {
  SlFilterSet *filters;
  SlEngine *engine;
  SlResult *result;
} Fixture;

static Fixture fixture;

static inline void
set_up (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *grid = sl_data_path ("ssp_bc03_miles.h5"), *bands = sl_data_path ("filters.h5");
  g_autoptr (SlTemplates) templates = sl_templates_load (grid, &error);
  SlEngineConfig config = { 0 };

  g_assert_no_error (error);
  fixture.filters = sl_filter_set_load (bands, &error);
  g_assert_no_error (error);
  config.templates = templates;
  config.filters = fixture.filters;
  config.observables = sl_figure_observables ();
  config.history_observables = sl_figure_history_observables ();
  config.epochs = sl_figure_epochs (&config.n_epochs);
  fixture.engine = sl_engine_new (&sl_engine_cpu, &config, &error);
  g_assert_no_error (error);
  fixture.result = sl_result_new (fixture.engine);
}

static inline void
tear_down (void)
{
  sl_result_free (fixture.result);
  sl_engine_free (fixture.engine);
  sl_filter_set_unref (fixture.filters);
}

static inline void
evaluate (const SlGalaxy *galaxy, SlParamId gradient)
{
  const SlFigureOptions options = { .gradient = gradient, .sed_gradient = TRUE };
  g_autoptr (GError) error = NULL;
  SlRequest request = { .galaxy = *galaxy };

  for (guint i = 0; i < sl_figure_count (); i++)
    sl_figure_request (sl_figure_info (i), &options, TRUE, &request);
  sl_engine_evaluate (fixture.engine, &request, fixture.result, &error);
  g_assert_no_error (error);
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
