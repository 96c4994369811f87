/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "ui/plot/sl-plot.h"

/* Made-up plots that show everything a plot can hold, the same at each call. Owned by the caller. */

/* A galaxy-like spectrum of n samples on logarithmic axes, lines named, filters in a strip below. */
SlPlot *plot_sample_spectrum (guint n);
/* Star formation with a second axis and redshifts above, and its signed gradient below. */
SlPlot *plot_sample_history (guint n);
/* Three curves, nothing else: what the speed goal is about. */
SlPlot *plot_sample_curves (guint n, gboolean jagged);
/* Magnitudes on a turned axis, narrow logarithmic range, tiny numbers. */
SlPlot *plot_sample_odd (void);
/* Colours against each other: tracks with a time along them, arrows, two things to take hold of. */
SlPlot *plot_sample_plane (void);
/* A map on uneven cells, logarithmic both ways, with a gap; or a signed one with a track over it. */
SlPlot *plot_sample_map (gboolean is_signed);
/* Four curves with steps, spikes, gaps, dots, dashes, and loops if asked for; lines across. */
SlPlot *plot_sample_wild (gboolean loops, double alpha);
/* A picture, and nothing else. */
SlPlot *plot_sample_picture (guint size);

/* Numbers between 0 and 1 from a seed, the same everywhere. */
double plot_sample_random (guint32 *seed);
