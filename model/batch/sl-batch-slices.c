/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of redshifted bands: as functions of redshift the light of stars and of the nebular continuum in a
 * band are smooth, since the band's curve is, and are cubic polynomials through four tables. Emission lines
 * are not in them. */
#include <math.h>

#include "model/batch/sl-batch-private.h"
#include "model/support/sl-memory.h"
#define SL_DUAL_K 1
#include "model/formulas/sl-formula.h"

SlBatchCubic
sl_batch_cubic (double at, double per)
{
  const guint i = (guint) at;
  const double x = at - i;

  /* Lagrange's polynomials through -1, 0, 1, 2 at x = 0 ... 1. */
  return (SlBatchCubic) {
    .first = i - 1,
    .share = { -x * (x - 1.0) * (x - 2.0) / 6.0, (x + 1.0) * (x - 1.0) * (x - 2.0) / 2.0,
               -(x + 1.0) * x * (x - 2.0) / 2.0, (x + 1.0) * x * (x - 1.0) / 6.0 },
    .slope = { -(3.0 * x * x - 6.0 * x + 2.0) / 6.0 * per, (3.0 * x * x - 4.0 * x - 1.0) / 2.0 * per,
               -(3.0 * x * x - 2.0 * x - 2.0) / 2.0 * per, (3.0 * x * x - 1.0) / 6.0 * per },
  };
}

/* Slice i is at ln (1 + z) = (i - 1) step: one lies below z = 0. */
static double
redshift_of_slice (const SlBatchSlices *slices, guint i)
{
  return expm1 (((double) i - 1.0) * slices->step);
}

double
sl_batch_slices_place (const SlBatchSet *set, SlBatchLightKind kind, double z)
{
  return 1.0 + log1p (z) / set->slices[kind].step;
}

SlBatchCubic
sl_batch_slices_at (const SlBatchSet *set, SlBatchLightKind kind, double z)
{
  return sl_batch_cubic (sl_batch_slices_place (set, kind, z), 1.0 / ((1.0 + z) * set->slices[kind].step));
}

void
sl_batch_slices_init (const SlBatch *self, SlBatchSet *set)
{
  const double step[SL_BATCH_N_LIGHTS] = { SL_BATCH_STEP, SL_BATCH_GAS_STEP };

  for (guint kind = 0; kind < SL_BATCH_N_LIGHTS; kind++)
    {
      SlBatchSlices *slices = &set->slices[kind];

      slices->step = step[kind];
      slices->bytes = sl_batch_table_floats (self, set->in_observed.n_nodes, kind) * sizeof (float);
      slices->n = sl_batch_slices_at (set, kind, SL_BATCH_Z_MAX).first + 5;
      slices->slice = g_new0 (SlBatchSlice *, slices->n);
    }
}

/* The part of each line that intergalactic gas lets pass, and where it lies. The edges of the absorption lie
 * at the lines of hydrogen, where they are in the galaxy's frame: means over a line are smooth functions of
 * redshift. They are those of filters without features, flat and rising, in the library's pixels as bands
 * are. */
static void
lines_arriving (const SlBatch *self, double z, SlBatchSlice *slice)
{
  const SlTemplates *t = self->templates;
  const double reddest = self->igm->wave[0] * 1.01, first = t->band_grid->vacuum[0] * (1.0 + z),
               last = reddest * 1.05 * (1.0 + z);
  double wave[2] = { first, last }, flat[2] = { 1.0, 1.0 }, rising[2] = { 0.0, 1.0 };
  const SlFilter filter[2] = { { .n = 2, .wave = wave, .transmission = flat },
                               { .n = 2, .wave = wave, .transmission = rising } };
  const SlBandRule rule = { SL_NUMERICS_EXACT, SL_BAND_EDGES_DARK };
  const gsize n = (gsize) t->n_line * SL_BATCH_N_ARRIVING + 1;
  SlFunctional f[4] = { { 0 } };

  slice->arrives = g_new0 (float, n);
  slice->shift = g_new0 (float, n);
  /* Flat and rising without gas, then with it. */
  for (guint i = 0; i < 4; i++)
    {
      sl_functional_init_band (&f[i], &filter[i % 2], t->band_grid, FALSE);
      sl_functional_set_band (&f[i], &filter[i % 2], i / 2 && z > 0.0 ? self->igm : NULL, t->band_grid, rule,
                              z);
    }
  for (guint l = 0; l < t->n_line; l++)
    for (guint i = 0; i < SL_BATCH_N_ARRIVING; i++)
      {
        const double sigma = sl_batch_sigma (i, SL_BATCH_N_ARRIVING);
        const gsize at = (gsize) l * SL_BATCH_N_ARRIVING + i;
        double part[4];

        slice->arrives[at] = 1.0f;
        if (t->line_wave[l] > reddest)
          continue;
        for (guint k = 0; k < 4; k++)
          part[k] = sl_batch_line_in_functional (self, &f[k], l, sigma);
        if (!(part[0] > 0.0 && part[2] > 0.0))
          continue;
        slice->arrives[at] = part[2] / part[0];
        slice->shift[at] =
            (part[3] / part[2] - part[1] / part[0]) * (last - first) / (self->line_vacuum[l] * (1.0 + z));
      }
  for (guint i = 0; i < 4; i++)
    sl_functional_clear (&f[i]);
}

SlBatchSlice *
sl_batch_slice_new (const SlBatch *self, const SlBatchSet *set, SlBatchLightKind kind, guint i)
{
  return sl_batch_slice_at (self, set, kind, redshift_of_slice (&set->slices[kind], i));
}

SlBatchSlice *
sl_batch_slice_at (const SlBatch *self, const SlBatchSet *set, SlBatchLightKind kind, double z)
{
  const SlTemplates *t = self->templates;
  const SlBatchSlices *slices = &set->slices[kind];
  const SlIgm *igm = set->igm && z > 0.0 ? self->igm : NULL;
  SlBatchSlice *slice = g_new0 (SlBatchSlice, 1);

  slice->covered = TRUE;
  slice->memory = sl_aligned_new (slices->bytes / sizeof (float) + 1, sizeof (float));
  slice->table = sl_batch_table_of (self, set->in_observed.n_nodes, kind, slice->memory);
  for (guint r = 0; r < set->observed.n_rows && slices->bytes; r++)
    {
      const SlFilter *filter = set->observed.rows[r].key.filter;
      SlFunctional f = { 0 };

      sl_functional_init_band (&f, filter, t->band_grid, FALSE);
      sl_functional_set_band (&f, filter, igm, t->band_grid, set->rule, z);
      if (!f.n || isnan (f.k[0]) || f.covered < 1.0 - 1e-9)
        slice->covered = FALSE;
      else
        {
          slice->ionising |= f.pixel[0] < self->n_ionising;
          sl_batch_table_fill (self, &set->in_observed, &set->observed_row[r], &f, 1.0 + z, set->breaks, kind,
                               slice->memory);
        }
      sl_functional_clear (&f);
    }
  if (set->igm && kind == SL_BATCH_STARS)
    lines_arriving (self, z, slice);
  return slice;
}

void
sl_batch_slice_free (SlBatchSlice *self)
{
  sl_aligned_free (self->memory);
  g_free (self->arrives);
  g_free (self->shift);
  g_free (self);
}
