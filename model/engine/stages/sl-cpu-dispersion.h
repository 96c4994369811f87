/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/kernels/sl-cpu-kernels.h"
#include "model/engine/stages/sl-cpu-cache.h"

/* Velocity dispersion of the stars: each pixel's light is spread over its neighbours. */
typedef struct {
  double sigma;               /* km/s; the shares below are valid for it. 0: no dispersion */
  double sigma_max;           /* for which the shares have memory */
  SlSpread spread;            /* of the following arrays */
  guint *first, *count;       /* (W) pixels that receive light of pixel j */
  gsize *offset;
  float *share, *dshare;      /* and their derivative with respect to sigma */
  float *scratch;             /* (threads, 3, stride) rows of stars before they are spread */
  float *dispersed;           /* (A, stride) derivative of an age's light with respect to sigma */
} SlCpuDispersion;

void sl_cpu_dispersion_init (SlCpu *self);
void sl_cpu_dispersion_clear (SlCpu *self);
/* The shares for the galaxy's sigma_star. SL_ERROR_PARAMETER where it exceeds sigma_max. */
gboolean sl_cpu_prepare_dispersion (SlCpu *self, SlEvaluation *ev);

/* Index of the pixel, of n with these edges (n + 1), that holds x; n beyond the last. */
guint sl_pixel_at (const double *edges, guint n, double x);
