/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/sl-engine.h"

/* A check of derivatives by values: every parameter that acts is moved a little to both sides, and the
 * differences of all observables are compared with what automatic differentiation says. For a person who
 * asks, not for tests: what is compared is the engine as it runs, at the galaxy that is shown. */

typedef enum {
  SL_GRADIENT_CHECK_AGREES,
  SL_GRADIENT_CHECK_KINK,    /* slopes to both sides differ: the derivative is that of one of them */
  SL_GRADIENT_CHECK_DIFFERS,
} SlGradientCheckVerdict;

typedef struct {
  SlParamId parameter;
  SlGradientCheckVerdict verdict;
  /* greatest difference over observables, times the parameter's range, in parts of the observable's scale:
   * its greatest derivative times range over all parameters */
  double error;
  guint observable;      /* of the engine, where that is */
} SlGradientCheckRow;

typedef struct _SlGradientCheck SlGradientCheck;

/* Differences that are found between doubles whose last digits are rounded: of the scale. */
#define SL_GRADIENT_CHECK_TOLERANCE 1e-3

/* Any thread. */
SlGradientCheck *sl_gradient_check_new (const SlGalaxy *galaxy);
SlGradientCheck *sl_gradient_check_ref (SlGradientCheck *self);
void sl_gradient_check_unref (SlGradientCheck *self);
/* One parameter more, on the thread of the engine; some evaluations. Returns whether there is more to do;
 * FALSE with an error of the engine ends it. */
gboolean sl_gradient_check_step (SlGradientCheck *self, SlEngine *engine, GError **error);
/* Parameters done and in all; may be asked by another thread meanwhile. */
guint sl_gradient_check_done (SlGradientCheck *self);
guint sl_gradient_check_total (SlGradientCheck *self);
/* After the last step alone: row i, NULL past the last; parameters that act, in their order. */
const SlGradientCheckRow *sl_gradient_check_row (SlGradientCheck *self, guint i);
/* Observables that were compared. */
guint sl_gradient_check_observables (SlGradientCheck *self);
/* The greatest error of those that agree. */
double sl_gradient_check_greatest (SlGradientCheck *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlGradientCheck, sl_gradient_check_unref)
