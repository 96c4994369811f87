/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/figures/sl-figures.h"
#include "model/population/sl-population.h"

/* Plots of a population: counts by magnitude with the gradient of every bin, and the map of colour and
 * magnitude. Pure functions; the plots are the caller's. */

/* Link of the magnitude axes: pointing at one marks the others. */
#define SL_FIGURE_LINK_MAGNITUDE "magnitude"
/* The handle of the cut on the map; its y is the cut. */
#define SL_FIGURE_POPULATION_CUT "cut"

typedef struct {
  const SlPopulationSpec *spec;         /* of the result */
  const SlPopulationResult *result;
  double scale;                         /* galaxies of the population per galaxy drawn */
  /* number of the parameter whose gradient is shown; -1: none */
  int focus;
  const char *focus_symbol, *focus_unit; /* markup */
  /* result, or an earlier result of the same parameters (stale), with gradients; NULL: none yet. */
  const SlPopulationResult *gradient;
  double gradient_scale;
  gboolean stale;
  /* Result at the start of a drag, or NULL; the tangent preview is its counts + derivative * preview_step. */
  const SlPopulationResult *preview;
  double preview_scale, preview_step;
  gboolean log;                         /* logarithmic axis of counts */
  SlFigureRanges *ranges;               /* or NULL */
  const char *title;                    /* markup, or NULL */
} SlPopulationFigureOptions;

SlPlot *sl_figure_population_counts (const SlPopulationFigureOptions *options);
SlPlot *sl_figure_population_map (const SlPopulationFigureOptions *options);

/* Table of the counts in the C locale: edges of bins, all, passing, and, if result has them, the derivatives.
 * separator: ',' or tab. g_free. */
char *sl_figure_population_table (const SlPopulationSpec *spec, const SlPopulationResult *result,
                                  double scale, char separator);
