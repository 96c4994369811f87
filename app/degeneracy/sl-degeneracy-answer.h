/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/degeneracy/sl-degeneracy-state.h"
#include "model/derivatives/sl-fisher.h"

/* What follows from a galaxy's observables and their derivatives for a state: the Gaussian forecast. */
typedef struct {
  SlDegeneracyState state;
  SlGalaxy galaxy;
  guint n_free;
  SlParamId id[SL_N_PARAMS]; /* (n_free) */
  double sigma[SL_N_PARAMS]; /* (n_free) what is known before: the prior, or the range */
  double *value;             /* (state.n) observables; NaN: this galaxy has none */
  /* (state.n, n_free) change of each observable, in units of its error, for a change of each parameter by
   * sigma */
  double *effect;
  guint n_used;              /* measurements that are on and exist */
  SlFisherForecast forecast; /* n 0: none */
  double *covariance;        /* (n_free, n_free) of the forecast; NULL: none */
} SlDegeneracyAnswer;

/* value: (state->n); jac: (state->n, SL_N_PARAMS), in the order of the state's measurements. Both are copied.
 * Thread: any. */
SlDegeneracyAnswer *sl_degeneracy_answer_new (const SlDegeneracyState *state, const SlGalaxy *galaxy,
                                              const double *value, const double *jac);
/* Whether measurement i exists for this galaxy, with all its derivatives. */
gboolean sl_degeneracy_answer_has (const SlDegeneracyAnswer *self, guint i);
void sl_degeneracy_answer_free (SlDegeneracyAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlDegeneracyAnswer, sl_degeneracy_answer_free)
