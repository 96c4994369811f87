/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of redshifted bands at one redshift, for fits and samplers, which ask for the same galaxy with other
 * histories, metals and dust again and again: no interpolation in redshift, and emission lines are light at
 * the nodes of the bands like the continuum, dimmed by the same polynomials. */
#include <math.h>
#include <string.h>

#include "model/batch/sl-batch-private.h"
#define SL_DUAL_K 1
#include "model/formulas/sl-formula.h"

void
sl_batch_fixed_clear (SlBatch *self)
{
  SlBatchFixed *fixed = self->fixed;

  if (!fixed)
    return;
  for (guint kind = 0; kind < SL_BATCH_N_LIGHTS; kind++)
    g_clear_pointer (&fixed->slice[kind], sl_batch_slice_free);
  g_free (fixed->k0);
  g_free (fixed->lnx);
  g_free (fixed->bump);
  g_free (fixed->breaks);
  g_clear_pointer (&self->fixed, g_free);
}

/* Whether both have the tables of the same galaxy. */
static gboolean
is_like (const SlGalaxy *a, const SlGalaxy *b)
{
  const SlBandRule x = sl_galaxy_band_rule (a), y = sl_galaxy_band_rule (b);

  return a->value[SL_PARAM_REDSHIFT] == b->value[SL_PARAM_REDSHIFT]
         && a->value[SL_PARAM_SIGMA_V] == b->value[SL_PARAM_SIGMA_V] && a->dust_law == b->dust_law
         && a->igm == b->igm && x.numerics == y.numerics && x.edges == y.edges
         && memcmp (a->lines_off, b->lines_off, sizeof a->lines_off) == 0;
}

void
sl_batch_set_fixed (SlBatch *self, const SlGalaxy *galaxy)
{
  if (self->has_fixed && galaxy && is_like (galaxy, &self->fixed_galaxy))
    return;
  sl_batch_fixed_clear (self);
  self->has_fixed = galaxy != NULL;
  if (galaxy)
    self->fixed_galaxy = *galaxy;
}

/* The part of a line that a band sees, after intergalactic gas. */
static double
line_share (const SlBatch *self, const SlBatchFixed *fixed, const SlBatchCurve *curve, guint l)
{
  const SlBatchSlice *stars = fixed->slice[SL_BATCH_STARS];
  const SlBatchCubic sigma = sl_batch_sigma_at (fixed->sigma, SL_BATCH_N_SIGMA),
                     width = sl_batch_sigma_at (fixed->sigma, SL_BATCH_N_ARRIVING);
  double part = 1.0, shift = 0.0, by_sigma, by_z;

  if (stars->arrives && self->line_vacuum[l] <= self->igm->wave[0] * 1.01)
    {
      part = 0.0;
      for (guint k = 0; k < 4; k++)
        {
          const gsize at = (gsize) l * SL_BATCH_N_ARRIVING + width.first + k;

          part += width.share[k] * stars->arrives[at];
          shift += width.share[k] * stars->shift[at];
        }
    }
  return part * sl_batch_line_in_band (self, curve, l, fixed->z, shift, &sigma, &by_sigma, &by_z);
}

/* Adds a line to the nodes of a band: its light by age, ionisation and metallicity times share. */
static void
add_line (const SlBatch *self, const SlBatchFixed *fixed, const SlBatchRow *row, guint l, double share)
{
  const SlTemplates *t = self->templates;
  const SlBatchBlock *block = &fixed->set->in_observed, *lines = &fixed->set->lines;
  const guint first = row->first / SL_BATCH_NODES, n = row->n / SL_BATCH_NODES;
  const gsize cells = (gsize) t->n_young * t->n_lgu * t->n_met;
  const double x = log (self->line_vacuum[l] * (1.0 + fixed->z));
  float *gas = (float *) fixed->table.gas;

  for (guint which = first; which < first + n; which++)
    {
      double at[SL_BATCH_NODES];

      if (!sl_batch_in_piece (block, first, n, which, x))
        continue;
      sl_batch_pixel_shares (block, which, x, t->line_wave[l], 1.0 + fixed->z, fixed->set->breaks, at);
      for (gsize cell = 0; cell < cells; cell++)
        for (guint q = 0; q < SL_BATCH_NODES; q++)
          gas[cell * block->n_nodes + which * SL_BATCH_NODES + q] +=
              at[q] * share * SL_LIGHT_SCALE * lines->table.gas[cell * lines->n_nodes + l];
    }
}

static void
add_lines (const SlBatch *self, const SlBatchFixed *fixed, const SlGalaxy *galaxy)
{
  for (guint r = 0; r < fixed->set->observed.n_rows; r++)
    for (guint l = 0; l < self->templates->n_line && fixed->set->lines.n_nodes; l++)
      {
        const SlBatchRow *row = &fixed->set->observed_row[r];
        const SlFilter *filter = row->curve.filter;
        const double wave = self->line_vacuum[l] * (1.0 + fixed->z),
                     reach = wave * (0.003 + 3.0 * fixed->sigma / SL_C_KMS);

        if (wave + reach > filter->wave[0] && wave - reach < filter->wave[filter->n - 1]
            && !sl_batch_line_is_off (galaxy, l))
          add_line (self, fixed, row, l, line_share (self, fixed, &row->curve, l));
      }
}

static SlBatchFixed *
make_fixed (const SlBatch *self, const SlBatchSet *set, const SlGalaxy *galaxy)
{
  const SlBatchBlock *block = &set->in_observed;
  SlBatchFixed *fixed = g_new0 (SlBatchFixed, 1);

  fixed->set = set;
  fixed->z = galaxy->value[SL_PARAM_REDSHIFT];
  fixed->sigma = galaxy->value[SL_PARAM_SIGMA_V];
  for (guint kind = 0; kind < SL_BATCH_N_LIGHTS; kind++)
    fixed->slice[kind] = sl_batch_slice_at (self, set, kind, fixed->z);
  fixed->covered = fixed->slice[SL_BATCH_STARS]->covered;
  fixed->table = fixed->slice[SL_BATCH_STARS]->table;
  if (!fixed->slice[SL_BATCH_STARS]->ionising)
    fixed->table.ionising = NULL;
  fixed->table.gas = self->templates->n_lgu ? fixed->slice[SL_BATCH_GAS]->table.gas : NULL;
  fixed->k0 = g_new (float, block->n_nodes);
  fixed->lnx = g_new (float, block->n_nodes);
  fixed->bump = g_new (float, block->n_nodes);
  fixed->breaks = g_new (SlBatchPieceBreak, block->n_pieces + 1);
  sl_batch_dust_inputs (self, block, galaxy->dust_law, fixed->z, fixed->k0, fixed->lnx, fixed->bump);
  sl_batch_find_breaks (set, block, 1.0 + fixed->z, fixed->breaks);
  if (fixed->table.gas)
    add_lines (self, fixed, galaxy);
  return fixed;
}

const SlBatchFixed *
sl_batch_fixed_of (SlBatch *self, const SlBatchSet *set, const SlBatchRun *run, const SlGalaxy *galaxy)
{
  if (!self->has_fixed || !set->observed.n_rows || !is_like (galaxy, &self->fixed_galaxy))
    return NULL;
  for (guint i = 0; i < run->n_params && run->jacobian; i++)
    if (run->params[i] == SL_PARAM_REDSHIFT || run->params[i] == SL_PARAM_SIGMA_V)
      return NULL;
  if (!self->fixed)
    self->fixed = make_fixed (self, set, galaxy);
  return self->fixed;
}
