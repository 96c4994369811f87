/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/degeneracy/sl-degeneracy-answer.h"
#include "model/inference/sl-diagnostics.h"
#include "model/observables/sl-filters.h"
#include "model/ssp/sl-templates.h"

/* The posterior of the parameters that a page has free, sampled live: a thread of its own runs many chains
 * side by side (model/inference/sl-sampler.h) and goes on from where they are when measurements, priors or
 * the galaxy change. What is measured are the galaxy's own values, so that the posterior is around it.
 *
 * Main thread. */
typedef struct _SlDegeneracyPosterior SlDegeneracyPosterior;

/* What the thread has found so far. */
typedef struct {
  SlDegeneracyState state; /* of the request */
  SlGalaxy galaxy;
  guint n_free;
  SlParamId id[SL_N_PARAMS];
  double *value; /* (n, n_free) points, the newest first */
  gsize n;
  gboolean warmup;   /* chains still find their way */
  gboolean believed; /* no doubts */
  guint doubts;      /* SlDoubt, any of them; of no draws: 0 */
  double ess, rhat;  /* of the least known parameter; NaN: not known yet */
  gsize n_draws, n_diverging;
  gboolean done; /* enough: the thread rests */
} SlPosteriorAnswer;
void sl_posterior_answer_free (SlPosteriorAnswer *self);

/* answer: the receiver's, NULL with an error. In the main context of the thread that called new(). */
typedef void (*SlPosteriorAnswered) (SlPosteriorAnswer *answer, const GError *error, gpointer data);

SlDegeneracyPosterior *sl_degeneracy_posterior_new (SlPosteriorAnswered answered, gpointer data);
/* The thread ends by itself, soon. */
void sl_degeneracy_posterior_free (SlDegeneracyPosterior *self);
/* Samples for an answer of first order; a newer request replaces one that waits. threads: of the density, 0
 * for one per core. */
void sl_degeneracy_posterior_post (SlDegeneracyPosterior *self, SlTemplates *templates, SlFilterSet *filters,
                                   const SlDegeneracyAnswer *first, guint threads);
/* Rests until it is FALSE again. */
void sl_degeneracy_posterior_set_paused (SlDegeneracyPosterior *self, gboolean paused);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlDegeneracyPosterior, sl_degeneracy_posterior_free)
