/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/galaxy/sl-parameters.h"
#include "model/inference/sl-diagnostics.h"

/* Chains of draws: while they grow, as files, and what they say. Main thread. */

/* Beside the parameters, of each draw; names as ArviZ has them. */
typedef enum {
  SL_CHAINS_LP,
  SL_CHAINS_ACCEPTANCE,
  SL_CHAINS_ENERGY,
  SL_CHAINS_DIVERGING,
  SL_CHAINS_N_STEPS,
  SL_CHAINS_STEP_SIZE,
  SL_CHAINS_N_STATS
} SlChainsStat;

typedef struct {
  guint chains, dim;
  gsize draws, done;       /* in all; filled */
  const char *const *names; /* (dim) of the parameters, borrowed */
  double *x;               /* (draws, chains, dim) */
  double *stat;            /* (draws, chains, SL_CHAINS_N_STATS) */
} SlChains;

SlChains *sl_chains_new (guint chains, guint dim, gsize draws, const char *const *names);
void sl_chains_free (SlChains *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlChains, sl_chains_free)

/* What the draws that there are say. parameter: (dim). Returns doubts (SlDoubt). */
guint sl_chains_diagnose (const SlChains *self, SlDiagnostics *parameter, gsize *diverging, double *unique);

/* Writes OUT.csv, a row for each draw, or HDF5: groups posterior and sample_stats with a dataset (chains,
 * draws) for each name, and dimension scales chain and draw, as ArviZ reads them. text: how they were made.
 * FALSE with SL_ERROR_FILE. */
gboolean sl_chains_write (const SlChains *self, const char *path, const char *text, GError **error);

/* The part of a run that has not ended: what run it is, the sampler, and the draws so far. */
gboolean sl_chains_save (const SlChains *self, const char *path, const char *run, GBytes *sampler,
                         GError **error);
/* Fills the chains and returns the sampler; NULL with SL_ERROR_DATA where the file belongs to another run or
 * is damaged, or SL_ERROR_FILE. g_bytes_unref. */
GBytes *sl_chains_restore (SlChains *self, const char *path, const char *run, GError **error);
