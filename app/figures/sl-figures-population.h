/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/figures/sl-figures.h"
#include "model/population/sl-population.h"

/* Plots of a population: counts by magnitude with the gradient of every bin below, and the map of colour and
 * magnitude. Pure functions of what was drawn. */

/* Axes of magnitude point at each other. */
#define SL_FIGURE_LINK_MAGNITUDE "magnitude"
/* The handle of the cut, on the map: y is its value. */
#define SL_FIGURE_POPULATION_CUT "cut"

typedef struct {
  const SlPopulationSpec *spec;         /* of the result */
  const SlPopulationResult *result;
  double scale;                         /* how many galaxies one that was drawn stands for */
  /* parameter of the gradient, by number in the gradient's order; -1: none */
  int focus;
  const char *focus_symbol, *focus_unit; /* markup */
  /* Gradients, of the same parameters: result itself, or one of before (stale). NULL: none yet. */
  const SlPopulationResult *gradient;
  double gradient_scale;
  gboolean stale;
  /* Where a drag began, and how far the focused parameter went: drawn as counts + derivative step, dashed. Or
   * NULL. */
  const SlPopulationResult *preview;
  double preview_scale, preview_step;
  gboolean log;                         /* axis of counts */
  SlFigureRanges *ranges;               /* or NULL */
  const char *title;                    /* markup, or NULL */
} SlPopulationFigureOptions;

SlPlot *sl_figure_population_counts (const SlPopulationFigureOptions *options);
SlPlot *sl_figure_population_map (const SlPopulationFigureOptions *options);

/* Counts as a table: bins' edges, all, those that pass, and each derivative with its name, of the C locale.
 * result with gradients or without. separator: ',' or tab. g_free. */
char *sl_figure_population_table (const SlPopulationSpec *spec, const SlPopulationResult *result,
                                  double scale, char separator);
