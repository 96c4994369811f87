/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Histories of a tile of galaxies, and the light of their stars. Compiled once for each instruction set. */
#include <string.h>

#define SL_GALAXIES
#define SL_DUAL_K 13
#include "model/sl-formula-galaxies.h"
#include "model/sl-population-parts.h"

_Static_assert (SL_DUAL_K == SL_POP_N_HISTORY, "a lane for each parameter of a history");

typedef struct {
  int n_bands, n_traced, n_lanes;
  const SlPopLane *light, *dlight;
  SlG mass, total, smooth[SL_POP_MAX_BANDS];
} sl_PopWalk_g;

typedef struct {
  int n_bands, n_traced, n_lanes;
  const SlPopLane *light, *dlight;
  SlDual mass, total;
  SlG smooth[SL_POP_MAX_BANDS];
  SlG dsmooth[SL_POP_MAX_TRACED][SL_POP_N_HISTORY], through[SL_POP_MAX_TRACED][SL_POP_N_LIGHT];
} sl_PopWalk_D;

#define LANE(x) (*(const SlG *) (x).v)

static inline __attribute__ ((always_inline)) void
sl_pop_bin_g (sl_PopWalk_g *w, int a, SlG mass)
{
  const SlPopLane *light = w->light + a * w->n_bands;

  w->total += mass;
  for (int b = 0; b < w->n_bands; b++)
    w->smooth[b] += mass * LANE (light[b]);
}

static inline __attribute__ ((always_inline)) void
sl_pop_bin_D (sl_PopWalk_D *w, int a, SlDual mass)
{
  const SlPopLane *light = w->light + a * w->n_bands, *dlight = w->dlight + a * w->n_traced * w->n_lanes;

  w->total = add (w->total, mass);
  for (int b = 0; b < w->n_bands; b++)
    w->smooth[b] += mass.v * LANE (light[b]);
  for (int b = 0; b < w->n_traced; b++)
    {
      for (int k = 0; k < SL_POP_N_HISTORY; k++)
        w->dsmooth[b][k] += mass.d[k] * LANE (light[b]);
      for (int l = 0; l < w->n_lanes; l++)
        w->through[b][l] += mass.v * LANE (dlight[b * w->n_lanes + l]);
    }
}

#define SL_REAL SlG
#define SL_FN(name) sl_##name##_g
#include "model/sl-population-history-body.h"
#undef SL_REAL
#undef SL_FN
#define SL_REAL SlDual
#define SL_FN(name) sl_##name##_D
#include "model/sl-population-history-body.h"
#undef SL_REAL
#undef SL_FN

static void
walk_values (const SlPopHistoryPlan *plan, const SlPopTile *tile, const SlPopLane *light, SlPopSums *out)
{
  sl_PopWalk_g w = { .n_bands = plan->n_bands, .light = light };
  SlG p[SL_POP_N_HISTORY];

  for (int i = 0; i < SL_POP_N_HISTORY; i++)
    p[i] = LANE (tile->p[i]);
  sl_pop_walk_g (plan, p, &w);
  *(SlG *) out->mass.v = w.mass;
  *(SlG *) out->total.v = w.total;
  for (int b = 0; b < plan->n_bands; b++)
    *(SlG *) out->smooth[b].v = w.smooth[b];
}

static void
walk_tangents (const SlPopHistoryPlan *plan, const SlPopTile *tile, const SlPopLane *light, const SlPopLane *dlight, int n_lanes,
               SlPopSums *out)
{
  sl_PopWalk_D w = { .n_bands = plan->n_bands, .n_traced = plan->n_traced, .n_lanes = n_lanes, .light = light, .dlight = dlight };
  SlDual p[SL_POP_N_HISTORY];

  for (int i = 0; i < SL_POP_N_HISTORY; i++)
    {
      p[i] = sl_dual_constant (LANE (tile->p[i]));
      p[i].d[i] = p[i].v * 0.0f + 1.0f;
    }
  sl_pop_walk_D (plan, p, &w);
  *(SlG *) out->mass.v = w.mass.v;
  *(SlG *) out->total.v = w.total.v;
  for (int b = 0; b < plan->n_bands; b++)
    *(SlG *) out->smooth[b].v = w.smooth[b];
  for (int k = 0; k < SL_POP_N_HISTORY; k++)
    {
      *(SlG *) out->dmass[k].v = w.mass.d[k];
      *(SlG *) out->dtotal[k].v = w.total.d[k];
      for (int b = 0; b < plan->n_traced; b++)
        *(SlG *) out->dsmooth[b][k].v = w.dsmooth[b][k];
    }
  for (int b = 0; b < plan->n_traced; b++)
    for (int l = 0; l < n_lanes; l++)
      *(SlG *) out->smooth_light[b][l].v = w.through[b][l];
}

/* The burst's mean light: its shape over age, times light. Lanes 0 and 1 are those of lgyr_peak and lgyr_max. */
static void
burst (const SlPopHistoryPlan *plan, const SlPopTile *tile, const SlPopLane *light, const SlPopLane *dlight, int n_lanes, SlPopSums *out)
{
  SlDual peak = sl_dual_constant (LANE (tile->p[SL_POP_LGYR_PEAK])), end = sl_dual_constant (LANE (tile->p[SL_POP_LGYR_MAX]));
  SlDual norm = { 0 };
  SlG sum[SL_POP_MAX_BANDS] = { 0 }, dsum[SL_POP_MAX_TRACED][2] = { 0 }, through[SL_POP_MAX_TRACED][SL_POP_N_LIGHT] = { 0 };
  SlG per;

  peak.d[0] = end.d[1] = peak.v * 0.0f + 1.0f;
  for (int a = 0; a < plan->n_age; a++)
    {
      const SlPopLane *l = light + a * plan->n_bands;
      SlDual shape = sl_burst_shape_D (plan->lg_yr[a], peak, end);

      norm = add (norm, shape);
      for (int b = 0; b < plan->n_bands; b++)
        sum[b] += shape.v * LANE (l[b]);
      for (int b = 0; b < plan->n_traced && dlight; b++)
        {
          dsum[b][0] += shape.d[0] * LANE (l[b]);
          dsum[b][1] += shape.d[1] * LANE (l[b]);
          for (int i = 0; i < n_lanes; i++)
            through[b][i] += shape.v * LANE (dlight[(a * plan->n_traced + b) * n_lanes + i]);
        }
    }
  /* A shape that falls between the ages of the library has no light. */
  per = sl_select_g (norm.v > 0.0f, 1.0f / norm.v, norm.v * 0.0f);
  for (int b = 0; b < plan->n_bands; b++)
    {
      const SlG mean = sum[b] * per;

      *(SlG *) out->burst[b].v = mean;
      for (int i = 0; i < 2 && b < plan->n_traced && dlight; i++)
        *(SlG *) out->dburst[b][i].v = (dsum[b][i] - mean * norm.d[i]) * per;
      for (int i = 0; i < n_lanes && b < plan->n_traced && dlight; i++)
        *(SlG *) out->burst_light[b][i].v = through[b][i] * per;
    }
}

void
SL_SIMD_NAME (sl_pop_history) (const SlPopHistoryPlan *plan, const SlPopTile *tile, const SlPopLane *light, const SlPopLane *dlight,
                               int n_lanes, SlPopSums *out)
{
  SL_POP_PARTS (at)
    {
      const SlPopTile *t = SL_POP_FROM (tile, at);
      const SlPopLane *l = SL_POP_FROM (light, at), *d = SL_POP_FROM (dlight, at);
      SlPopSums *o = SL_POP_FROM (out, at);

      if (d)
        walk_tangents (plan, t, l, d, n_lanes, o);
      else
        walk_values (plan, t, l, o);
      if (plan->burst)
        burst (plan, t, l, d, n_lanes, o);
    }
}
