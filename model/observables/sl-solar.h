/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Absolute AB magnitude of the Sun in a filter, "LSST/g", from data/solar_magnitudes.csv. FALSE with
 * SL_ERROR_FILE or SL_ERROR_DATA where the table cannot be read, SL_ERROR_OBSERVABLE, naming the filters that
 * there are, where it does not have this one. Thread: any. */
gboolean sl_solar_magnitude (const char *filter, double *magnitude, GError **error);
