/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/commands/sl-eval-output.h"


SlEvalOutput *
sl_eval_output_new (const SlEval *eval, const char *path, gboolean shared, GError **error)
{
  static const SlEvalOutputKind *const kinds[] = {
    [SL_OUTPUT_HDF5] = &sl_eval_output_hdf5,
    [SL_OUTPUT_CSV] = &sl_eval_output_csv,
    [SL_OUTPUT_ECSV] = &sl_eval_output_ecsv,
  };
  const SlEvalOutputKind *kind = kinds[sl_output_format (path)];
  SlEvalOutput *self = kind->open (eval, path, shared, error);

  if (self)
    self->kind = kind;
  return self;
}

gboolean
sl_eval_output_write (SlEvalOutput *self, const SlEvalRows *rows, GError **error)
{
  return self->kind->write (self, rows, error);
}

gboolean
sl_eval_output_commit (SlEvalOutput *self, GError **error)
{
  return self->kind->commit (self, error);
}

void
sl_eval_output_free (SlEvalOutput *self)
{
  if (self)
    self->kind->free (self);
}
