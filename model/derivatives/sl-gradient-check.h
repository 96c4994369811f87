/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/sl-engine.h"

/* Checks derivatives by finite differences: moves every parameter that acts a little to both sides, and
 * compares the differences of all observables with the derivatives of automatic differentiation. For users,
 * not for tests: it checks the engine that is running, at the galaxy that is shown. */

typedef enum {
  SL_GRADIENT_CHECK_AGREES,
  SL_GRADIENT_CHECK_KINK,    /* slopes to both sides differ; the derivative is one of them */
  SL_GRADIENT_CHECK_DIFFERS,
} SlGradientCheckVerdict;

typedef struct {
  SlParamId parameter;
  SlGradientCheckVerdict verdict;
  /* greatest difference over observables, times the parameter's range, in units of the observable's scale:
   * the largest derivative times range over all parameters */
  double error;
  guint observable;      /* number of the engine’s observable with that difference */
} SlGradientCheckRow;

typedef struct _SlGradientCheck SlGradientCheck;

/* Relative differences up to this are rounding. */
#define SL_GRADIENT_CHECK_TOLERANCE 1e-3

/* Any thread. */
SlGradientCheck *sl_gradient_check_new (const SlGalaxy *galaxy);
SlGradientCheck *sl_gradient_check_ref (SlGradientCheck *self);
void sl_gradient_check_unref (SlGradientCheck *self);
/* Checks one more parameter, on the thread of the engine, with several evaluations. Returns whether there are
 * more; FALSE with an error of the engine ends the check. */
gboolean sl_gradient_check_step (SlGradientCheck *self, SlEngine *engine, GError **error);
/* Number of parameters done, and of all. Thread: any. */
guint sl_gradient_check_done (SlGradientCheck *self);
guint sl_gradient_check_total (SlGradientCheck *self);
/* Row i, NULL past the last: parameters that act, in their order. Only after the last step. */
const SlGradientCheckRow *sl_gradient_check_row (SlGradientCheck *self, guint i);
/* Number of observables compared. */
guint sl_gradient_check_observables (SlGradientCheck *self);
/* The greatest error of the parameters that agree. */
double sl_gradient_check_greatest (SlGradientCheck *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlGradientCheck, sl_gradient_check_unref)
