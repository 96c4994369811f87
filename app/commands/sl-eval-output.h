/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/commands/sl-eval.h"
#include "app/tables/sl-output-facts.h"

/* The file that eval writes, some rows at a time. It appears whole or not at all. Main thread. */
typedef struct _SlEvalOutput SlEvalOutput;

/* Begins the file. shared: all ranks write it together, each its own rows; HDF5 alone. NULL with
 * SL_ERROR_FILE. */
SlEvalOutput *sl_eval_output_new (const SlEval *eval, const char *path, gboolean shared, GError **error);
/* Writes rows that sl_eval_rows_read() has read last. Rows come in order, apart from those of ranks that
 * share a file. */
gboolean sl_eval_output_write (SlEvalOutput *self, const SlEvalRows *rows, GError **error);
/* Puts the file in its place. */
gboolean sl_eval_output_commit (SlEvalOutput *self, GError **error);
/* Leaves the file that was there before as it was, unless there was a commit. */
void sl_eval_output_free (SlEvalOutput *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlEvalOutput, sl_eval_output_free)

/* --- for the kinds of files ----------------------------------------------- */

/* What a kind of file does; self begins with the kind. */
typedef struct {
  SlEvalOutput *(*open) (const SlEval *eval, const char *path, gboolean shared, GError **error);
  gboolean (*write) (SlEvalOutput *self, const SlEvalRows *rows, GError **error);
  gboolean (*commit) (SlEvalOutput *self, GError **error);
  void (*free) (SlEvalOutput *self);
} SlEvalOutputKind;

struct _SlEvalOutput {
  const SlEvalOutputKind *kind;
};

extern const SlEvalOutputKind sl_eval_output_hdf5, sl_eval_output_csv, sl_eval_output_ecsv;
