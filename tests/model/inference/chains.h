/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <math.h>
#include <string.h>

#include "model/inference/sl-diagnostics.h"
#include "model/inference/sl-random.h"
#include "model/inference/sl-sampler.h"

/* Chains of draws, for tests of the sampler. */

/* Draws of all chains after the warm-up. */
typedef struct {
  guint chains, draws, dim;
  double *x; /* (chains, draws, dim) */
  gsize diverging;
  double gradients_per_draw, acceptance;
  guint64 n_gradients; /* for each chain, with those of the warm-up */
} Chains;

static inline void
chains_clear (Chains *chains)
{
  g_free (chains->x);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Chains, chains_clear)

static inline Chains
sample_chains (SlSampler *sampler, const SlSamplerConfig *config, guint draws)
{
  const guint c = config->chains, d = config->dim;
  Chains out = { c, draws, d, g_new (double, (gsize) c *draws *d), 0, 0.0, 0.0, 0 };
  g_autoptr (GError) error = NULL;

  for (guint t = 0; t < draws;)
    {
      SlSamplerReport report;

      sl_sampler_step (sampler, &report, &error);
      g_assert_no_error (error);
      if (report.warmup)
        continue;
      for (guint i = 0; i < c; i++)
        {
          memcpy (out.x + ((gsize) i * draws + t) * d, sl_sampler_positions (sampler) + (gsize) i * d,
                  d * sizeof (double));
          out.diverging += report.diverging[i];
        }
      out.gradients_per_draw += (double) report.steps / draws;
      out.acceptance += report.acceptance / draws;
      t++;
    }
  out.n_gradients = sl_sampler_n_gradients (sampler);
  return out;
}

/* Starts spread by `reach` of each parameter's unit about zero. */
static inline double *
spread_starts (guint64 seed, guint chains, guint dim, double reach)
{
  double *start = g_new (double, (gsize) chains *dim);

  for (guint i = 0; i < chains; i++)
    {
      const SlRandomPlace place = { seed, 0, i, 99 };

      sl_random_normal (&place, start + (gsize) i * dim, dim);
      for (guint k = 0; k < dim; k++)
        start[(gsize) i * dim + k] *= reach;
    }
  return start;
}

static inline SlDiagnostics
diagnose_parameter (const Chains *chains, guint k)
{
  SlDiagnostics out;

  sl_diagnose (chains->x + k, chains->chains, chains->draws, (gsize) chains->draws * chains->dim, chains->dim,
               &out);
  return out;
}
