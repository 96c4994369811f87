/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/tables/sl-measurement-file.h"
#include "model/inference/sl-fit.h"

/* The results of fits as rows of numbers, and the file that has them. Main thread. */

/* What was fitted; all borrowed. */
typedef struct {
  const SlMeasurementFile *file;
  SlTemplates *templates;
  SlFilterSet *filters;
  const SlParamId *free; /* (dim) */
  guint dim;
  const char *command;   /* that gives the same numbers */
  gboolean (*stop) (void); /* TRUE: the run is interrupted, and no file is to be written */
} SlFitTable;

/* Numbers of a row. */
gsize sl_fit_row_width (const SlFitTable *table);
/* Fills the row (width) of a fit; NULL: there is none, and all is NaN. */
void sl_fit_row_fill (const SlFitTable *table, const SlFit *fit, double *row);
/* Whether a row has a fit. */
gboolean sl_fit_row_is_there (const double *row);

/* Writes a file, CSV, ECSV or HDF5 by its name, of all galaxies. get: reads rows first ... first + n - 1 (n,
 * width) and returns FALSE with an error. The file appears whole or, where the run is interrupted, not at
 * all. FALSE with SL_ERROR_FILE. */
typedef gboolean (*SlFitRows) (gpointer data, double *rows, gsize first, gsize n, GError **error);
gboolean sl_fit_output_write (const SlFitTable *table, const char *path, SlFitRows get, gpointer data,
                              GError **error);
