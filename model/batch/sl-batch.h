/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/sl-engine.h"

/* Observables of many galaxies, and their derivatives: the light of the library is folded with bands and
 * other functionals once, and each galaxy then is a sum of a few hundred rows of small tables (README.md).
 * Agrees with the engine of one galaxy to 1e-4 mag and 1e-3 of the scale of its Jacobian; galaxies with what
 * the tables do not have are left to that engine. */
typedef struct _SlBatch SlBatch;

typedef struct {
  SlTemplates *templates;
  SlFilterSet *filters;
  const char *const *observables; /* names, see sl-request.h; NULL-terminated */
  guint threads;                  /* 0: one per core */
  gboolean allow_missing_lines;   /* as in SlEngineConfig */
  gboolean exact;                 /* every galaxy by the engine of one galaxy, with its own numbers */
} SlBatchConfig;

/* Fills galaxy number i. FALSE: there is none, and its results are NaN. Called from one thread at a time. */
typedef gboolean (*SlBatchGalaxy) (gpointer data, gsize i, SlGalaxy *galaxy);

/* What a run did. */
typedef struct {
  gsize n_single;  /* galaxies that the engine of one galaxy has computed */
  gsize n_bad;     /* galaxies without values: there are none, or skip_bad */
  gsize first_bad; /* where FALSE is returned: the galaxy that the error is about */
} SlBatchReport;

typedef struct {
  SlBatchGalaxy galaxy;
  gpointer data;
  gsize n;
  const SlParamId *params; /* (n_params) columns of the Jacobian; may be NULL */
  guint n_params;
  gboolean skip_bad;                   /* galaxies that cannot be computed are NaN; FALSE: they end the run */
  /* TRUE ends the run soon, with results that have no meaning. Any thread; or NULL. */
  gboolean (*stop) (void);
  guint8 *bad;                         /* (n) set to 1 of those that have no values, else left; or NULL */
  double *values;                      /* (n, observables) */
  double *jacobian;                    /* (n, observables, n_params), or NULL */
} SlBatchRun;

/* NULL with SL_ERROR_OBSERVABLE for an unknown name, SL_ERROR_DATA for a library that the engine does not
 * accept. References templates and filters. */
SlBatch *sl_batch_new (const SlBatchConfig *config, GError **error);
void sl_batch_free (SlBatch *self);
/* Computes values, and the Jacobian unless it is NULL. The numbers of a galaxy do not depend on the others,
 * nor on threads. Tables are made when a galaxy first needs them, and kept. FALSE with the error of
 * sl_engine_evaluate() for the galaxy report->first_bad. One caller at a time; any thread. */
gboolean sl_batch_run (SlBatch *self, const SlBatchRun *run, SlBatchReport *report, GError **error);
/* From now on galaxies with the redshift, line width, lines, dust law, gas and numerics of this one get
 * tables of their own for redshifted bands, with the emission lines in them: they take some 20 ms to make,
 * and then less than half the time. Runs that ask for derivatives by redshift or line width do without.
 * Numbers change by less than batches differ from the engine of one galaxy. NULL: none, as at first. Between
 * runs. */
void sl_batch_set_fixed (SlBatch *self, const SlGalaxy *galaxy);
/* The instruction set that its loops use, on which the last digits depend: "avx512". */
const char *sl_batch_loops (const SlBatch *self);
/* "2 threads, avx512". */
const char *sl_batch_describe (SlBatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlBatch, sl_batch_free)
