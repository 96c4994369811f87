/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/figures/sl-figures.h"

/* "What made this?": a place on a plot, and by how much each parameter pulls on what is seen there. */
typedef struct {
  char *title;                /* plain text: "Light at 5007 Å ([O III])"; g_free */
  const char *unit;           /* of effect: "%", "mag", "Å", "dex"; static */
  guint digits;               /* decimals worth telling */
  /* change by a hundredth of the parameter's range, at the present slope; 0 where it does not act */
  double effect[SL_N_PARAMS];
} SlExplanation;

typedef struct {
  SlEngine *engine;
  const SlResult *result;     /* with all tangents: of the spectrum, of histories, of observables */
  const SlGalaxy *galaxy;
  SlParamId gradient;         /* of the gradient panels */
  guint64 histories;          /* of the engine, that the plot shows; bit i: history i */
  const char *focus;          /* an observable: what is told where a place has no slope of its own */
} SlExplainSource;

/* link: what the x axis is (sl_plot_get_link, may be NULL) and canonical the place along it; panel and y:
 * where else. FALSE where nothing is known. */
gboolean sl_figure_explain (const SlExplainSource *source, const char *link, double canonical, guint panel,
                            double y, SlExplanation *out);
/* Parameters in the order of their effect, the strongest first; returns how many act at all. */
guint sl_explanation_rank (const SlExplanation *self, SlParamId order[SL_N_PARAMS]);
void sl_explanation_clear (SlExplanation *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SlExplanation, sl_explanation_clear)
