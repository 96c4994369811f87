/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/observables/sl-observables.h"

/* What has been measured of a galaxy: numbers with errors, and limits. */

typedef enum {
  SL_MEASUREMENT_VALUE, /* a number with a Gaussian error */
  SL_MEASUREMENT_UPPER, /* the number is at most the value */
  SL_MEASUREMENT_LOWER, /* the number is at least the value: a magnitude of what is not seen */
  SL_N_MEASUREMENT_KINDS
} SlMeasurementKind;

/* Name in files: "value", "upper", "lower". */
const char *sl_measurement_kind_name (SlMeasurementKind kind);
/* The kind of a word, or -1: a name, "", "<", ">", or "fainter" and "brighter" than the value, which mean
 * opposite things of magnitudes and of other quantities; unit: that of the observable. */
int sl_measurement_kind_lookup (const char *word, const char *unit);

typedef struct {
  char *observable;       /* as in sl-request.h: "obs:LSST/g" */
  double value;           /* in the unit of the observable */
  double error;           /* standard error, in the same unit, > 0; of a limit the width of its edge */
  SlMeasurementKind kind;
  gboolean on;            /* FALSE: left out */
} SlMeasurement;

/* A systematic error that no measurement is better than, added in quadrature. */
typedef struct {
  double mag;      /* of magnitudes and colours */
  double fraction; /* of all other quantities: of their value; of logarithms its part in dex */
} SlMeasurementFloor;

/* Rows of a table. */
typedef struct {
  GArray *rows; /* SlMeasurement */
  SlMeasurementFloor floor;
} SlMeasurements;

SlMeasurements *sl_measurements_new (void);
SlMeasurements *sl_measurements_copy (const SlMeasurements *self);
void sl_measurements_free (SlMeasurements *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlMeasurements, sl_measurements_free)

guint sl_measurements_count (const SlMeasurements *self);
/* Row i; its numbers may be changed. */
SlMeasurement *sl_measurements_get (const SlMeasurements *self, guint i);
/* Appends a row, which is on. FALSE with SL_ERROR_DATA where the value is not finite, or the error is not
 * greater than 0. The name is not looked up. */
gboolean sl_measurements_add (SlMeasurements *self, const char *observable, SlMeasurementKind kind,
                              double value, double error, GError **error_out);
/* The names of all rows, NULL-terminated: g_strfreev. */
char **sl_measurements_names (const SlMeasurements *self);
/* Whether two tables have the same observables in the same order. */
gboolean sl_measurements_same_names (const SlMeasurements *a, const SlMeasurements *b);
/* Standard error of a row with the systematic floor; unit: that of its observable; lg: its value is a
 * logarithm. */
double sl_measurement_sigma (const SlMeasurement *self, SlMeasurementFloor floor, const char *unit,
                             gboolean lg);
/* Replaces the value of each row that is on by a draw around truth (n, as many as rows): normal, with the
 * row's own error. The same for the same seed. Rows whose truth is not finite are switched off; limits keep
 * their value. Returns the number of rows switched off. */
guint sl_measurements_mock (SlMeasurements *self, const double *truth, guint32 seed);
