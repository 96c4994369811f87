/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/commands/sl-eval.h"

/* All rows of a file, some at a time, so that memory does not grow with their number. Galaxies that the batch
 * engine computes are kept in a part file (sl-part-file.h) until the output is complete. Main thread; with
 * MPI all ranks together, which take steps of rows in turn. */
typedef struct {
  const char *out;     /* the file to write */
  const char *options; /* that change numbers, as a text for the part file */
  gboolean resume;     /* go on with a part file that there is */
  gsize done;          /* set: rows that were computed */
  gboolean kept;       /* set: they are in a part file */
} SlEvalRun;

/* TRUE also where the run was interrupted: nothing was written then, and done says how far it came. FALSE
 * with an error that names file or row. */
gboolean sl_eval_run (const SlEval *self, SlEvalRun *run, GError **error);
