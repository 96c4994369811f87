/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Checks that every reader of data applies before it hands out an array. Each returns TRUE, or FALSE with
 * SL_ERROR_DATA and a message for the user of the form "file: dataset: expected ..., found ...". Thread:
 * any. */

/* Sets such an error; format and arguments say what was expected and found. */
void sl_check_fail (GError **error, const char *file, const char *dataset, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

/* n >= least. */
gboolean sl_check_length (const char *file, const char *dataset, gsize n, gsize least, GError **error);
/* Finite, and each entry of x (n) above the one before it. */
gboolean
sl_check_increasing (const char *file, const char *dataset, const double *x, gsize n, GError **error);
/* Every entry of x (n) finite and within [lo, hi]; the limits may be infinite, and lo = G_MINDOUBLE means
 * greater than 0. */
gboolean sl_check_range (const char *file, const char *dataset, const double *x, gsize n, double lo,
                         double hi, GError **error);
gboolean sl_check_range_float (const char *file, const char *dataset, const float *x, gsize n, float lo,
                               float hi, GError **error);
/* Whether a number is one that catalogues write where there is none: -99, -999.9, -9999, 1e30 … */
gboolean sl_check_marks_missing (double value);
/* The same for texts: "nan", "N/A", "null", "--", nothing … */
gboolean sl_check_names_missing (const char *text);
