/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/compute/sl-worker.h"

/* Any observables of a galaxy with all their derivatives, as jobs of the worker of a galaxy's window: by an
 * engine of their own, with the worker's library, between the answers for that window. Main thread. */
typedef struct _SlDegeneracyEngine SlDegeneracyEngine;

/* value: (n); jac: (n, SL_N_PARAMS), in the order of names; valid during the call. error: of the engine; then
 * there are no numbers. */
typedef void (*SlDegeneracyAnswered) (const SlGalaxy *galaxy, const char *const *names, guint n,
                                      const double *value, const double *jac, const GError *error,
                                      gpointer data);

SlDegeneracyEngine *sl_degeneracy_engine_new (SlDegeneracyAnswered answered, gpointer data);
/* Cancels what is under way. */
void sl_degeneracy_engine_free (SlDegeneracyEngine *self);
/* Asks for the observables (NULL-terminated) of a galaxy; a newer request replaces one that waits. The worker
 * must have loaded its library. */
void sl_degeneracy_engine_post (SlDegeneracyEngine *self, SlWorker *worker, const SlGalaxy *galaxy,
                                const char *const *names);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlDegeneracyEngine, sl_degeneracy_engine_free)
