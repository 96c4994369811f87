/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "ui/plot/sl-plot.h"

/* Axis ranges that follow their data without jumping at each step of a slider. lo, hi: in: the present
 * range (NaN: none yet); out: the range for data from data_lo to data_hi. The present one is kept while
 * the data are inside it and fill at least the fraction fill (0..1; 0 counts as 0.55); otherwise a range
 * with round ends and a little space beside the data is chosen. An end of the data at exactly 0 becomes an
 * end of the range. On a logarithmic axis all are values of the axis and must be positive. Data that are
 * not finite leave the range unchanged, or make it 0..1 (0.1..1) where there is none. Returns TRUE if the
 * range changed. */
gboolean sl_range_settle (double *lo, double *hi, double data_lo, double data_hi, SlScale scale, double fill);
