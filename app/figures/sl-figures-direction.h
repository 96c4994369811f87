/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/figures/sl-figures-private.h"
#include "model/engine/sl-distributions.h"

/* The direction of a gradient: one parameter, or several tied ones that change by the same step. A derivative
 * along them is the sum of the derivatives by each. */
typedef struct {
  SlParamId along[SL_N_PARAMS]; /* the gradient's parameter first */
  guint n;
  SlDustLaw law;                /* which tells what its parameters are called */
} SlFigureDirection;

/* The direction of the options' gradient with its tied parameters, and that of one parameter. */
SlFigureDirection sl_figure_direction (const SlFigureOptions *options);
SlFigureDirection sl_figure_direction_of (const SlFigureOptions *options, SlParamId parameter);

/* Markup: the symbol ("lg Z"; "(a, b)" for a pair without a name), and "∂what/∂symbol". g_free. */
char *sl_figure_direction_symbol (const SlFigureDirection *self);
char *sl_figure_direction_markup (const char *what, const SlFigureDirection *self);
/* Unit of the derivative of something with this unit: per dex for logarithmic parameters, without "per" where
 * parameters have several units. g_free. */
char *sl_figure_direction_unit (const char *unit, const SlFigureDirection *self);
/* Names for captions: "lg_drop + lg_rejuv". g_free. */
char *sl_figure_direction_names (const SlFigureDirection *self);

/* Derivative of observable history row along the direction, (n_epochs); g_free. */
double *sl_figure_direction_slope (const SlFigureDirection *self, const SlResult *result, gsize row);

/* Functions of sl-distributions.h with derivatives along the direction. */
void sl_figure_direction_ages (const SlFigureDirection *self, const SlTemplates *templates,
                               const SlGalaxy *galaxy, const double *epochs, guint n, SlAgeDistribution *out);
void sl_figure_direction_history (const SlFigureDirection *self, const SlTemplates *templates,
                                  const SlGalaxy *galaxy, SlSfhCurve *out);
void sl_figure_direction_metals (const SlFigureDirection *self, const SlTemplates *templates,
                                 const SlGalaxy *galaxy, SlMetalDistribution *out);
void sl_figure_direction_gas (const SlFigureDirection *self, const SlTemplates *templates,
                              const SlGalaxy *galaxy, SlGasDistribution *out);
void sl_figure_direction_attenuation (const SlFigureDirection *self, const SlGalaxy *galaxy,
                                      SlDustCurveKind what, const double *lg_age, guint n_age,
                                      const double *wave, guint n, double *value, double *derivative);
