/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/compute/sl-worker.h"

/* One answer beside the live one, computed as a job of the worker while no request is due: of a pinned
 * galaxy, or of the present galaxy with all its derivatives. Zero-initialised; must outlive the worker or be
 * cancelled. Main thread. */
typedef struct _SlEvaluation SlEvaluation;
/* error: NULL if result and request are those that were requested. */
typedef void (*SlEvaluationDone) (SlEvaluation *self, const GError *error, gpointer data);

struct _SlEvaluation {
  SlRequest requested;       /* while job is not 0 */
  SlRequest request;         /* of result */
  SlResult *result;          /* NULL: none */
  guint job;                 /* of the worker; 0: none */
  SlEvaluationDone done;
  gpointer data;
};

/* Requests an answer; one that was under way is cancelled. reuse: the memory of the present result serves for
 * the new one, so there is none meanwhile. */
void sl_evaluation_start (SlEvaluation *self, SlWorker *worker, const SlRequest *request, gboolean reuse,
                          SlEvaluationDone done, gpointer data);
/* worker may be NULL. */
void sl_evaluation_cancel (SlEvaluation *self, SlWorker *worker);
/* After the worker is gone, with its jobs: forgets the result. */
void sl_evaluation_clear (SlEvaluation *self);

/* Whether two galaxies have the same values and options. */
gboolean sl_evaluation_same_galaxy (const SlGalaxy *a, const SlGalaxy *b);
/* Whether there is a result of this galaxy. */
gboolean sl_evaluation_is_of (const SlEvaluation *self, const SlGalaxy *galaxy);
