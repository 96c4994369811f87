/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/io/sl-points-survey.h"
#include "model/batch/sl-batch.h"

/* What the files of the command `eval` share. Main thread. */

/* What is computed of which points. All pointers are borrowed. */
typedef struct {
  SlPointsReader *reader;
  const SlPointsSurvey *survey;
  SlTemplates *templates;
  SlFilterSet *filters;
  const char *const *names; /* (n_obs) of observables, NULL-terminated */
  guint n_obs;
  const SlParamId *column; /* (n_columns) parameters of the Jacobian, and of the points in the output */
  guint n_columns;
  SlEngine *engine;
  SlResult *result; /* of engine */
  SlBatch *batch;   /* NULL: galaxies are computed one by one */
  gboolean jacobian, sed, skip_bad, extrapolate;
  const char *command; /* that gives the same numbers */
} SlEval;

/* Some rows of the file and their results. */
typedef struct {
  gsize first, n;         /* in the file */
  double *values;         /* (n, observables) */
  double *jacobian;       /* (n, observables, columns), or NULL */
  float *sed, *intrinsic; /* (n, wavelengths), or NULL; one allocation, freed as sed */
  guint8 *bad;            /* (n) rows that are no galaxies, or that the engine refuses: all results are NaN */
} SlEvalRows;

/* Rows that buffers hold: as many as keep them small. */
gsize sl_eval_rows_most (const SlEval *self);
/* Memory for so many rows. FALSE with an error where there is not enough. */
gboolean sl_eval_rows_init (SlEvalRows *rows, const SlEval *self, gsize most, GError **error);
void sl_eval_rows_clear (SlEvalRows *rows);
/* Reads rows first ... first + n - 1 of the file and marks those that are no galaxies; FALSE with an error
 * that names the row, which a run that does not skip it has met before. */
gboolean sl_eval_rows_read (const SlEval *self, SlEvalRows *rows, gsize first, gsize n, GError **error);
/* Computes the rows that were read. *n_single: added to, galaxies that the batch engine left to the engine of
 * one galaxy. TRUE also where the run was interrupted, with results that have no meaning. FALSE with an error
 * that names the row. */
gboolean sl_eval_rows_compute (const SlEval *self, SlEvalRows *rows, gsize *n_single, GError **error);
/* Parameters (n_columns) of row i of the rows that were read, as files have them: NaN where the row is bad,
 * or the parameter follows others as the bump does. */
void sl_eval_rows_params (const SlEval *self, const SlEvalRows *rows, gsize i, double *params);
/* Numbers of a row with its Jacobian and a mark of bad rows in front, for a part file. */
gsize sl_eval_rows_width (const SlEval *self);
/* Between results and such rows (n, width). */
void sl_eval_rows_pack (const SlEval *self, const SlEvalRows *rows, double *packed);
void sl_eval_rows_unpack (const SlEval *self, SlEvalRows *rows, const double *packed);
