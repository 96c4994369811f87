/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/figures/sl-figures-private.h"
#include "model/engine/sl-distributions.h"

/* What a gradient is taken along: one parameter, or several that move together by the same step. A derivative
 * along them is the sum of the derivatives by each. */
typedef struct {
  SlParamId along[SL_N_PARAMS]; /* that of the gradient first */
  guint n;
} SlFigureDirection;

/* The gradient of the options with what is tied to it; one parameter alone. */
SlFigureDirection sl_figure_direction (const SlFigureOptions *options);
SlFigureDirection sl_figure_direction_of (SlParamId parameter);

/* Markup: "lg Z", "(a, b)" where nothing names them together; and after "∂ what/∂". g_free. */
char *sl_figure_direction_symbol (const SlFigureDirection *self);
char *sl_figure_direction_markup (const char *what, const SlFigureDirection *self);
/* Unit of a derivative of something in a unit: a parameter that is a logarithm counts in dex whatever its
 * argument's unit, and parameters of several units in none. g_free. */
char *sl_figure_direction_unit (const char *unit, const SlFigureDirection *self);
/* Names for captions: "lg_drop + lg_rejuv". g_free. */
char *sl_figure_direction_names (const SlFigureDirection *self);

/* The derivative of a history along it, (n_epochs); g_free. */
double *sl_figure_direction_slope (const SlFigureDirection *self, const SlResult *result, gsize row);

/* What sl-distributions.h tells by one parameter, along several. */
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
