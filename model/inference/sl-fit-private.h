/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/inference/sl-fit.h"

/* What sl-fit.c and sl-fit-quality.c share. */

/* The row of a residual with a loss of this scale: its square is the loss times the scale squared. *slope:
 * its derivative by the residual. */
double sl_fit_loss_row (SlFitLoss loss, double scale, double residual, double *slope);
/* Memory for a fit of this problem. */
void sl_fit_init (SlFit *fit, const SlInference *inference);
/* Fills all that follows from fit->u. FALSE with an error of sl_inference_residuals(). */
gboolean sl_fit_judge (SlFit *fit, SlInference *inference, SlFitLoss loss, double scale, GError **error);
