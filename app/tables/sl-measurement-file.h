/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/inference/sl-measurement.h"
#include "model/galaxy/sl-parameters.h"

/* Measurements from text: CSV with a header row, or ECSV; lines that begin with # are passed over.
 *
 *   table      columns observable, value, error and, if wanted, limit (upper, lower, fainter, brighter, <, >)
 *              and use (yes, no): one galaxy, a row for each measurement
 *   catalogue  a row for each galaxy. Columns are names of observables, each with NAME_err and, if wanted,
 *              NAME_limit; a field that is empty or nan, or a number that marks a missing one (-99), is no
 *              measurement. Columns with names of parameters fix them galaxy by galaxy (redshift). The first
 *              other column names galaxies; further ones are not read.
 *
 * Any thread. */
typedef struct {
  char *path;
  gboolean table;      /* n is 1 */
  gsize n;             /* galaxies */
  guint n_obs;
  char **names;        /* (n_obs) observables, NULL-terminated */
  double *value, *error; /* (n, n_obs) */
  gint8 *kind;         /* (n, n_obs) SlMeasurementKind; -1: no measurement */
  guint n_params;
  SlParamId *param;    /* (n_params) */
  double *params;      /* (n, n_params) */
  char **label;        /* (n) names of the galaxies; NULL: they have none */
  gsize *line;         /* (n) of the file */
} SlMeasurementFile;

/* Reads a file; names of observables are looked up in filters, and their units in templates. NULL with
 * SL_ERROR_FILE, SL_ERROR_DATA or SL_ERROR_OBSERVABLE, which names the file, the line and the column, what
 * was expected and what was found. */
SlMeasurementFile *sl_measurement_file_load (const char *path, const SlFilterSet *filters,
                                             const SlTemplates *templates, GError **error);
/* The measurements of galaxy i, a row for each observable; sl_measurements_free(). */
SlMeasurements *sl_measurement_file_get (const SlMeasurementFile *self, gsize i);
/* "in.csv: line 7"; g_free. */
char *sl_measurement_file_where (const SlMeasurementFile *self, gsize i);
void sl_measurement_file_free (SlMeasurementFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlMeasurementFile, sl_measurement_file_free)
