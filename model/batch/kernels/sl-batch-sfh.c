/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Histories of a tile of galaxies. Compiled once for each instruction set. */
#define SL_GALAXIES
/* All slots take two passes; most runs need few, and one. */
#define SL_DUAL_K SL_BATCH_SFH_PASS
#include <stddef.h>

#include "model/batch/kernels/sl-batch-kernels.h"
#include "model/formulas/sl-formula-galaxies.h"
#include "model/batch/kernels/sl-batch-lanes.h"

#define SL_LOOP static __attribute__ ((noinline))

/* The slots of a pass, by number of the tangent, and the reverse: -1 where it has none. */
typedef struct {
  int n, slot[SL_DUAL_K], tangent[SL_BATCH_N_SFH_SLOTS];
} Pass;

/* --------------------------------------------------------- values alone */

static SL_HOT SlG
sl_batch_seed_g (SlG v, const Pass *pass, int slot)
{
  return v;
}
static SL_HOT void
sl_batch_store_g (SlBatchLane *to, int at, SlG x)
{
  SL_AT (to[0], at) = x;
}
static SL_HOT SlG
sl_batch_load_g (const SlBatchLane *from, int at)
{
  return SL_AT (from[0], at);
}

/* to = from + more; returned, the same in floats. */
static SL_HOT SlG
sl_batch_sum_g (const SlBatchWide *from, SlG more, SlBatchWide *to, int at)
{
  SlGD sum = __builtin_convertvector(more, SlGD);

  if (from)
    sum += SL_WIDE_AT (from[0], at);
  SL_WIDE_AT (to[0], at) = sum;
  return __builtin_convertvector(sum, SlG);
}

/* An entry of a table, each lane its own. */
static SL_HOT SlG
sl_batch_gather_g (const SlBatchLane *table, const int *entry, int at)
{
  SlBatchLane x;

  for (int i = 0; i < SL_NF; i++)
    x.v[i] = table[entry[i]].v[at + i];
  return SL_AT (x, 0);
}

/* to = an entry of sum, each lane its own, less a number; returned, the same in floats. */
static SL_HOT SlG
sl_batch_less_g (const SlBatchWide *sum, const int *entry, SlG less, SlBatchWide *to, int at)
{
  SlBatchLane x, y;

  SL_AT (y, 0) = less;
  for (int i = 0; i < SL_NF; i++)
    {
      to[0].v[at + i] = sum[entry[i]].v[at + i] - y.v[i];
      x.v[i] = (float) to[0].v[at + i];
    }
  return SL_AT (x, 0);
}

/* Mass formed between two entries. */
static SL_HOT SlG
sl_batch_between_g (const SlBatchWide *sum, const int *younger, const int *older, int at)
{
  SlBatchLane x;

  for (int i = 0; i < SL_NF; i++)
    x.v[i] = (float) (sum[younger[i]].v[at + i] - sum[older[i]].v[at + i]);
  return SL_AT (x, 0);
}

static SL_HOT void
sl_batch_keep_g (SlBatchLane *value, SlBatchLane *tangents, const Pass *pass, int at, SlG x)
{
  SL_AT (value[0], at) = x;
}

#define N_PARTS 1
#define SL_REAL SlG
#define SL_FN(name) sl_##name##_g
#include "model/batch/kernels/sl-batch-sfh-body.h"
#undef N_PARTS
#undef SL_REAL
#undef SL_FN

/* -------------------------------------------------------- with tangents */

static SL_HOT SlDual
sl_batch_seed_D (SlG v, const Pass *pass, int slot)
{
  SlDual x = { .v = v };

  for (int k = 0; k < SL_DUAL_K; k++)
    x.d[k] = v * 0.0f + (pass->tangent[slot] == k ? 1.0f : 0.0f);
  return x;
}

static SL_HOT void
sl_batch_store_D (SlBatchLane *to, int at, SlDual x)
{
  SL_AT (to[0], at) = x.v;
  for (int k = 0; k < SL_DUAL_K; k++)
    SL_AT (to[1 + k], at) = x.d[k];
}

static SL_HOT SlDual
sl_batch_load_D (const SlBatchLane *from, int at)
{
  SlDual x;

  x.v = SL_AT (from[0], at);
  for (int k = 0; k < SL_DUAL_K; k++)
    x.d[k] = SL_AT (from[1 + k], at);
  return x;
}

static SL_HOT SlDual
sl_batch_sum_D (const SlBatchWide *from, SlDual more, SlBatchWide *to, int at)
{
  SlDual x;

  x.v = sl_batch_sum_g (from, more.v, to, at);
  for (int k = 0; k < SL_DUAL_K; k++)
    x.d[k] = sl_batch_sum_g (from ? from + 1 + k : NULL, more.d[k], to + 1 + k, at);
  return x;
}

static SL_HOT SlDual
sl_batch_gather_D (const SlBatchLane *table, const int *entry, int at)
{
  SlBatchLane x[1 + SL_DUAL_K];

  for (int i = 0; i < SL_NF; i++)
    for (int k = 0; k < 1 + SL_DUAL_K; k++)
      x[k].v[i] = table[entry[i] * (1 + SL_DUAL_K) + k].v[at + i];
  return sl_batch_load_D (x, 0);
}

static SL_HOT SlDual
sl_batch_less_D (const SlBatchWide *sum, const int *entry, SlDual less, SlBatchWide *to, int at)
{
  SlBatchLane x[1 + SL_DUAL_K], y[1 + SL_DUAL_K];

  sl_batch_store_D (y, 0, less);
  for (int i = 0; i < SL_NF; i++)
    for (int k = 0; k < 1 + SL_DUAL_K; k++)
      {
        to[k].v[at + i] = sum[entry[i] * (1 + SL_DUAL_K) + k].v[at + i] - y[k].v[i];
        x[k].v[i] = (float) to[k].v[at + i];
      }
  return sl_batch_load_D (x, 0);
}

static SL_HOT SlDual
sl_batch_between_D (const SlBatchWide *sum, const int *younger, const int *older, int at)
{
  SlBatchLane x[1 + SL_DUAL_K];

  for (int i = 0; i < SL_NF; i++)
    {
      const SlBatchWide *to = sum + younger[i] * (1 + SL_DUAL_K), *from = sum + older[i] * (1 + SL_DUAL_K);

      for (int k = 0; k < 1 + SL_DUAL_K; k++)
        x[k].v[i] = (float) (to[k].v[at + i] - from[k].v[at + i]);
    }
  return sl_batch_load_D (x, 0);
}

static SL_HOT void
sl_batch_keep_D (SlBatchLane *value, SlBatchLane *tangents, const Pass *pass, int at, SlDual x)
{
  SL_AT (value[0], at) = x.v;
  for (int k = 0; k < pass->n; k++)
    SL_AT (tangents[pass->slot[k]], at) = x.d[k];
}

#define N_PARTS (1 + SL_DUAL_K)
#define SL_REAL SlDual
#define SL_FN(name) sl_##name##_D
#include "model/batch/kernels/sl-batch-sfh-body.h"
#undef N_PARTS
#undef SL_REAL
#undef SL_FN

void
SL_SIMD_NAME (sl_batch_sfh) (const SlBatchSfhPlan *plan, const SlBatchSfhWork *work, const int *slots,
                             int n_slots, SlBatchTile *tile)
{
  tile->n_slots = n_slots ? SL_BATCH_N_SFH_SLOTS : 0;
  if (n_slots == 0)
    {
      SL_BATCH_SLICES (at)
      sl_batch_sfh_lanes_g (plan, work, NULL, tile, at);
    }
  for (int first = 0; first < n_slots; first += SL_DUAL_K)
    {
      Pass pass = { .n = n_slots - first < SL_DUAL_K ? n_slots - first : SL_DUAL_K };

      for (int i = 0; i < SL_BATCH_N_SFH_SLOTS; i++)
        pass.tangent[i] = -1;
      for (int k = 0; k < pass.n; k++)
        {
          pass.slot[k] = slots[first + k];
          pass.tangent[slots[first + k]] = k;
        }
      SL_BATCH_SLICES (at)
      sl_batch_sfh_lanes_D (plan, work, &pass, tile, at);
    }
}
