/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables about a redshift: value, slope and curvature of the polynomial through four slices in the middle
 * between two of them. Galaxies in between share them, and each needs two rows of numbers where it would
 * need four, three where derivatives are asked for. What that leaves out is less than what the slices do. */
#include <math.h>
#include <string.h>

#include "model/batch/sl-batch-private.h"
#include "model/support/sl-memory.h"

/* What the four slices count in the light, its slope and its curvature in the middle of the interval. */
static void
near_shares (double step, float share[SL_BATCH_MAX_TABLES][SL_BATCH_NEAR_SLICES])
{
  const SlBatchCubic cubic = sl_batch_cubic (1.5, 1.0 / step);
  const double curvature[SL_BATCH_NEAR_SLICES] = { 0.5, -0.5, -0.5, 0.5 };

  for (guint k = 0; k < SL_BATCH_NEAR_SLICES; k++)
    {
      share[0][k] = cubic.share[k];
      share[1][k] = cubic.slope[k];
      share[2][k] = curvature[k] / (step * step);
    }
}

/* The tables, from those of the slices. */
static void
blend (const SlBatch *self, const SlBatchSet *set, SlBatchLightKind kind, SlBatchNear *near, guint orders)
{
  const SlBatchSlices *slices = &set->slices[kind];
  const guint first = near->slice - 1, nodes = set->in_observed.n_nodes;
  const gsize n = slices->bytes / sizeof (float),
              stars = (gsize) self->templates->n_age * self->templates->n_met * nodes;
  gboolean ionising = kind != SL_BATCH_STARS;
  const float *from[SL_BATCH_NEAR_SLICES];
  float share[SL_BATCH_MAX_TABLES][SL_BATCH_NEAR_SLICES];

  near_shares (slices->step, share);
  for (guint k = 0; k < SL_BATCH_NEAR_SLICES; k++)
    {
      from[k] = slices->slice[first + k]->memory;
      ionising |= slices->slice[first + k]->ionising;
    }
  /* At most redshifts no band has ionising light. */
  for (guint o = 0; o < orders; o++)
    {
      self->loops->blend ((long) (ionising ? n : stars), from, share[o], near->memory + o * n);
      near->table[o] = sl_batch_table_of (self, nodes, kind, near->memory + o * n);
      if (!ionising)
        near->table[o].ionising = NULL;
    }
}

const SlBatchNear *
sl_batch_near_get (const SlBatch *self, const SlBatchSet *set, SlBatchLightKind kind, double z,
                   gboolean curvature, SlBatchNear *near, double *distance)
{
  const guint orders = curvature ? SL_BATCH_MAX_TABLES : SL_BATCH_MAX_TABLES - 1;
  const gsize n = set->slices[kind].bytes / sizeof (float);
  const double place = sl_batch_slices_place (set, kind, z);
  const guint slice = (guint) place;

  *distance = (place - slice - 0.5) * set->slices[kind].step;
  if (near->set == set && near->slice == slice)
    return near;
  if (near->size < n * orders)
    {
      sl_aligned_free (near->memory);
      near->memory = sl_aligned_new (n * orders + 1, sizeof (float));
      near->size = n * orders;
    }
  near->set = set;
  near->slice = slice;
  blend (self, set, kind, near, orders);
  return near;
}

void
sl_batch_near_clear (SlBatchNear *near)
{
  sl_aligned_free (near->memory);
  memset (near, 0, sizeof *near);
}
