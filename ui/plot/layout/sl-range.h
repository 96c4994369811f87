/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "ui/plot/sl-plot.h"

/* Axis ranges that follow their data without jumping at each step of a slider. lo, hi: in: the range in use
 * (NaN for none yet); out: the range to use for data from data_lo to data_hi. It is kept while the data lie
 * in it and fill fill (0..1; 0 counts as 0.55) of it or more; else it becomes a range with round ends that
 * leaves the data a little room. An end that is wanted at exactly 0 stays exactly there. On a logarithmic
 * axis both are in the axis' values and must be positive. Data that are not finite leave the range alone, or
 * make it 0..1 (0.1..1) where there is none. Returns TRUE if the range changed. */
gboolean sl_range_settle (double *lo, double *hi, double data_lo, double data_hi, SlScale scale, double fill);
/* Widens lo..hi (NaN for none yet) to include the finite (on a logarithmic axis: positive) ones of n values.
 */
void sl_range_include (double *lo, double *hi, const double *values, gsize n, SlScale scale);
