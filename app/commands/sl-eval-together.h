/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/io/sl-part-file.h"
#include "app/io/sl-points.h"
#include "model/batch/sl-batch.h"

/* The rows of a catalogue through the batch engine, some at a time, so that progress shows, an interruption
 * ends the run soon, and what is done can be kept (sl-part-file.h). Main thread. */
typedef struct {
  const SlPoints *points;
  gsize first, n; /* rows of this process */
  SlBatch *batch;
  const SlParamId *column; /* (n_columns) of the Jacobian */
  guint n_columns;
  gboolean skip_bad;
  double *values;   /* (n, observables) */
  double *jacobian; /* (n, observables, n_columns), or NULL */
  SlPartFile *part; /* results so far, or NULL */
  gsize done;       /* rows that are in it; at the end, rows computed */
  void (*progress) (gpointer data, gsize done);
  gpointer data;
  gsize n_single; /* set: rows that the engine of one galaxy computed */
} SlEvalTogether;

/* Bytes of a row in the part file. */
gsize sl_eval_row_bytes (guint n_observables, guint n_columns, gboolean jacobian);
/* TRUE also where the run was interrupted: done then says how far it came. FALSE with an error that names the
 * row. */
gboolean sl_eval_together (SlEvalTogether *self, GError **error);
/* What a run computes, one thing a line, for sl_part_file_open(). g_free. */
char *sl_eval_describe (const SlPoints *points, SlBatch *batch, const char *const *observables,
                        const SlParamId *column, guint n_columns, gboolean jacobian, const char *options,
                        GError **error);
