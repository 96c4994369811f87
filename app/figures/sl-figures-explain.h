/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/figures/sl-figures.h"

/* "What made this?": a position on a plot, and the sensitivity of its value to each parameter. */
typedef struct {
  char *title;                /* plain text: "Light at 5007 Å in air ([O III])"; g_free */
  const char *unit;           /* of effect: "%", "mag", "Å", "dex"; static */
  guint digits;               /* decimals to show */
  /* change when the parameter moves right by 1 % of its range, by the present derivative; 0 where it has no
   * effect */
  double effect[SL_N_PARAMS];
} SlExplanation;

typedef struct {
  SlEngine *engine;
  const SlResult *result;     /* with all tangents: of the spectrum, observable histories and observables */
  const SlGalaxy *galaxy;
  SlParamId gradient;         /* of the gradient panels */
  SlMedium medium;            /* of a position that is a wavelength: sl_figure_medium() of the plot */
  guint64 histories;          /* observable histories of the engine that the plot shows, by bit */
  const char *focus;          /* an observable: explained where a position has no derivative of its own */
} SlExplainSource;

/* Explains a position. link: quantity of the x axis (sl_plot_get_link, may be NULL); canonical: its value;
 * panel and y: the rest of the position. FALSE where nothing is known. */
gboolean sl_figure_explain (const SlExplainSource *source, const char *link, double canonical, guint panel,
                            double y, SlExplanation *out);
/* Parameters in order of their effect, the strongest first; returns how many have any. */
guint sl_explanation_rank (const SlExplanation *self, SlParamId order[SL_N_PARAMS]);
void sl_explanation_clear (SlExplanation *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SlExplanation, sl_explanation_clear)
