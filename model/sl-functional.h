/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

#include "model/sl-filters.h"
#include "model/sl-igm.h"

/* A linear functional of a spectrum: sum_j k[j] L[pixel[j]]. Every observable
 * is a log or a ratio of one or two of these, so that a history of epochs
 * needs them only once per stellar age. Sparse: a filter's nodes are ten times
 * as wide apart as the pixels of the optical. */
typedef struct {
  guint n;         /* 0 where a band lies off the grid */
  guint capacity;
  guint *pixel;    /* (n) strictly increasing */
  double *k;       /* (n) */
  double *dk;      /* (n) d k / d redshift, or NULL */
  double *ddk;     /* (n) d^2 k / d redshift^2, or NULL, as dk is */
} SlFunctional;

void sl_functional_clear (SlFunctional *self);

/* Band integral int T L dlam/lam by trapezoid on the filter's own nodes, L interpolated linearly, 0 outside the
 * grid [PHYSICS, section 8]. Allocates. */
void sl_functional_init_band (SlFunctional *self, const SlFilter *filter, const double *wave, guint n_wave);
/* The same in the observer's frame: L stands on the nodes wave (1 + z). Space for any redshift is allocated by
 * _init_observed_band; _set_redshift fills k, dk and ddk and allocates nothing. igm: what lies between takes its part; or
 * NULL. */
void sl_functional_init_observed_band (SlFunctional *self, const SlFilter *filter);
void sl_functional_set_redshift (SlFunctional *self, const SlFilter *filter, const SlIgm *igm, const double *wave, guint n_wave,
                                 double z);
/* Band integral of the AB standard (3631 Jy at 10 pc, in Lsun/Hz). */
double sl_filter_ab_integral (const SlFilter *filter);

/* An equivalent width is line / continuum: the integral of L - fit over the line's window, and the fit at its
 * centre; the fit is an unweighted quadratic over two continuum windows. */
typedef struct {
  const char *name, *label, *title;
  double line_lo, line_mid, line_hi, blue_lo, blue_hi, red_lo, red_hi; /* A, limits inclusive */
} SlLineWindow;
const SlLineWindow *sl_line_window_find (const char *name);
/* FALSE with SL_ERROR_OBSERVABLE where the grid has too few pixels in the windows (5 of continuum, 3 of line). */
gboolean sl_functional_init_line (SlFunctional *line, SlFunctional *continuum, const SlLineWindow *window,
                                  const double *wave, guint n_wave, GError **error);
