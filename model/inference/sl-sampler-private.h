/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/inference/sl-sampler.h"

/* Means and products of deviations of positions and gradients, updated draw by draw [Welford 1962]. */
typedef struct {
  double *n;       /* (1) draws */
  double *mean;    /* (2, dim) of positions, of gradients */
  double *product; /* (2, dim), or of dense ones (2, dim, dim) */
} SlSamplerMoments;

/* The numbers of the state, as they are saved. */
typedef struct {
  guint64 step, n_gradients;
  guint64 begin, end;   /* trajectories that adapt: begin <= step < end */
  guint64 next_window;  /* the trajectory at which moments are exchanged */
  guint64 n_moved;
  guint64 final; /* 1: the metric is fixed, and the mean of steps is taken */
  double step_size, length;              /* in use */
  double mu, bias, log_mean;             /* dual averaging of ln (step_size) */
  double n_averaged;
  double curvature, n_moves;             /* of ln (length), by Adam */
  double length_sum, length_n;           /* ln (length), for its mean */
} SlSamplerNumbers;

struct _SlSampler {
  SlSamplerConfig config;
  SlSamplerNumbers now;
  /* Saved: one block of memory. */
  double *memory;
  gsize n_memory;
  double *position, *gradient, *density; /* (chains, dim), (chains, dim), (chains) */
  double *factor; /* (dim), or of dense ones (dim, dim) lower: metric = factor factor^T */
  /* In use, and the ones that follow when the window ends. */
  SlSamplerMoments moments[2];
  /* Of one trajectory. */
  double *trial, *trial_gradient, *trial_density; /* as above */
  double *momentum;                               /* (chains, dim) */
  double *accepted, *energy, *start_energy;       /* (chains) */
  guint8 *diverging;                              /* (chains) */
  double *scratch;                                /* (4, dim) */
};

/* What a draw is for. */
typedef enum { SL_SAMPLER_MOMENTUM, SL_SAMPLER_ACCEPT, SL_SAMPLER_MOVE, SL_SAMPLER_SEARCH } SlSamplerPurpose;

/* sl-sampler.c */
/* Allocates, and points into memory. */
SlSampler *sl_sampler_alloc (const SlSamplerConfig *config);
/* Moves all chains from their positions to trials, and fills accepted, energy and diverging. */
gboolean sl_sampler_fly (SlSampler *self, guint n_steps, double step_size, guint8 purpose, guint64 number,
                         GError **error);
/* Puts a chain where another is, which it draws among those marked good. */
void sl_sampler_move_chain (SlSampler *self, guint chain, const gboolean *good);

/* sl-sampler-metric.c */
/* out = factor x, or factor^T x, or factor^-1 x. */
void sl_sampler_times (const SlSampler *self, const double *x, double *out);
void sl_sampler_times_transposed (const SlSampler *self, const double *x, double *out);
void sl_sampler_over (const SlSampler *self, const double *x, double *out);
/* Adds where chains are. What is not finite does not count. */
void sl_sampler_add_moments (const SlSampler *self, SlSamplerMoments *moments);
void sl_sampler_clear_moments (const SlSampler *self, SlSamplerMoments *moments);
/* The metric from gradients and distances where chains begin. */
void sl_sampler_first_metric (SlSampler *self);
/* The metric from moments; FALSE where they are too few, or degenerate, and it stays. */
gboolean sl_sampler_learn_metric (SlSampler *self, const SlSamplerMoments *moments);

/* sl-sampler-adapt.c */
/* Looks for a first step size, about where half of the trials are accepted. */
gboolean sl_sampler_find_step (SlSampler *self, GError **error);
/* Begins to adapt for so many trajectories. */
void sl_sampler_begin_adapting (SlSampler *self, guint warmup);
/* Leapfrog steps of the next trajectory. */
guint sl_sampler_plan (const SlSampler *self);
/* Learns from trials, before they are accepted: step size and length. */
void sl_sampler_adapt_trial (SlSampler *self, guint n_steps);
/* Learns from positions, after trials were accepted. */
void sl_sampler_adapt_positions (SlSampler *self);
/* Harmonic mean of the chains' acceptance. */
double sl_sampler_harmonic (const SlSampler *self);
