/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/sl-engine.h"

/* A check of derivatives by values: every parameter that acts is moved a little to both sides, and the differences of all
 * observables are compared with what automatic differentiation says. For a person who asks, not for tests: what is
 * compared is the engine as it runs, at the galaxy that is shown. */

typedef enum {
  SL_TRUST_AGREES,
  SL_TRUST_KINK,    /* slopes to both sides differ: the derivative is that of one of them */
  SL_TRUST_DIFFERS,
} SlTrustVerdict;

typedef struct {
  SlParamId parameter;
  SlTrustVerdict verdict;
  double error;          /* greatest difference over observables, times the parameter's range, in parts of the observable's
                          * scale: its greatest derivative times range over all parameters */
  guint observable;      /* of the engine, where that is */
} SlTrustRow;

typedef struct _SlTrust SlTrust;

/* Differences that are found between doubles whose last digits are rounded: of the scale. */
#define SL_TRUST_TOLERANCE 1e-3

/* Any thread. */
SlTrust *sl_trust_new (const SlGalaxy *galaxy);
SlTrust *sl_trust_ref (SlTrust *self);
void sl_trust_unref (SlTrust *self);
/* One parameter more, on the thread of the engine; some evaluations. Returns whether there is more to do; FALSE with an
 * error of the engine ends it. */
gboolean sl_trust_step (SlTrust *self, SlEngine *engine, GError **error);
/* Parameters done and in all; may be asked by another thread meanwhile. */
guint sl_trust_done (SlTrust *self);
guint sl_trust_total (SlTrust *self);
/* After the last step alone: row i, NULL past the last; parameters that act, in their order. */
const SlTrustRow *sl_trust_row (SlTrust *self, guint i);
/* Observables that were compared. */
guint sl_trust_observables (SlTrust *self);
/* The greatest error of those that agree. */
double sl_trust_greatest (SlTrust *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlTrust, sl_trust_unref)
