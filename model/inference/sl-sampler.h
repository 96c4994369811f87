/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Samples of a posterior by Hamiltonian Monte Carlo, many chains side by side: all of them take the same
 * steps at a time, so that the density and its gradient are always requested for all chains at once.
 * README.md says how lengths, steps and masses are found. Draws depend on the seed and the target alone, not
 * on threads. */
typedef struct _SlSampler SlSampler;

/* Fills log_density (n) and gradient (n, dim) at positions (n, dim). Where there is no density, or it cannot
 * be computed, log_density is -inf or NaN: such points are never accepted. FALSE with an error ends the
 * step. */
typedef gboolean (*SlSamplerTarget) (gpointer data, const double *position, gsize n, double *log_density,
                                     double *gradient, GError **error);

typedef struct {
  SlSamplerTarget target;
  gpointer data;
  guint dim, chains; /* at least 1 and 2 */
  guint64 seed;
  guint warmup;      /* trajectories that adapt; their positions are no draws. 0: none adapt */
  gboolean dense;    /* a mass matrix with all its entries, not its diagonal alone */
} SlSamplerConfig;

/* The last trajectory. Arrays (chains) are owned by the sampler, and valid until its next call. */
typedef struct {
  gboolean warmup;          /* it adapted: positions are no draws yet */
  guint steps;              /* gradients for each chain */
  double step_size, length; /* of a leapfrog step, and the longest trajectory, in units of the masses */
  double acceptance;        /* harmonic mean over chains */
  const double *accepted;   /* probability that the chain was moved */
  const double *energy;     /* Hamiltonian at the new position */
  const guint8 *diverging;  /* the energy was off by more than 1000, or was no number */
} SlSamplerReport;

/* start: (chains, dim), copied. A chain without a finite density begins where another begins; NULL with
 * SL_ERROR_PARAMETER where none has one, or with the target's error. */
SlSampler *sl_sampler_new (const SlSamplerConfig *config, const double *start, GError **error);
void sl_sampler_free (SlSampler *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlSampler, sl_sampler_free)

/* One trajectory of all chains. FALSE with the target's error; nothing has changed then, and it can be
 * repeated. report may be NULL. One caller at a time, any thread. */
gboolean sl_sampler_step (SlSampler *self, SlSamplerReport *report, GError **error);
/* The target has changed: computes it again where chains are, which go on from there, and adapts for so many
 * trajectories, beginning with what is known. Chains that have no density there move to others. FALSE with
 * SL_ERROR_PARAMETER where none has one, or with the target's error; the sampler is then as before. */
gboolean sl_sampler_retarget (SlSampler *self, guint warmup, GError **error);

/* (chains, dim) and (chains); owned by the sampler, valid until its next call. */
const double *sl_sampler_positions (const SlSampler *self);
const double *sl_sampler_log_densities (const SlSampler *self);
/* Trajectories so far, and gradients for each chain, with those that looked for a first step. */
guint64 sl_sampler_n_steps (const SlSampler *self);
guint64 sl_sampler_n_gradients (const SlSampler *self);
/* Chains that had no density, or were lost far from all others early in the warm-up, and went on where
 * another was. */
guint sl_sampler_n_moved (const SlSampler *self);
/* Inverse mass matrix (dim, dim), an estimate of the covariance. The caller owns it. */
void sl_sampler_get_metric (const SlSampler *self, double *metric);

/* All that the next steps depend on. A sampler that is restored with the same target continues with the same
 * draws, bit for bit on the same kind of processor. */
GBytes *sl_sampler_save (const SlSampler *self);
/* NULL with SL_ERROR_DATA where the bytes are damaged, or are of other dimensions, chains or options than
 * config. name: what to call them in the message, as a file's. */
SlSampler *sl_sampler_restore (const SlSamplerConfig *config, GBytes *bytes, const char *name,
                               GError **error);
