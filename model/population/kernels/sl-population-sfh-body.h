/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* Integrates the SFHs of galaxies and the light of their stars. Common subset of C and CUDA C++. The
 * including file has defined SL_GALAXIES, and SL_DUAL_K as SL_POP_N_SFH. */
#include "model/formulas/sl-formula-galaxies.h"
#include "model/population/kernels/sl-population-lanes.h"

/* State of the integration, without and with tangents. light (A, bands) and dlight (A, traced, n_tangents) of
 * 1 Msun; mass: formed until now; total: mass in the bins of age; smooth: their light. through: tangents of
 * smooth by the parameters of metals, gas and dust. */
typedef struct {
  int n_bands, n_traced, n_tangents;
  const SlPopLane *light, *dlight;
  SlG mass, total, smooth[SL_POP_MAX_BANDS];
} sl_PopIntegrate_g;

typedef struct {
  int n_bands, n_traced, n_tangents;
  const SlPopLane *light, *dlight;
  SlDual mass, total;
  SlG smooth[SL_POP_MAX_BANDS];
  SlG dsmooth[SL_POP_MAX_TRACED][SL_POP_N_SFH], through[SL_POP_MAX_TRACED][SL_POP_N_LIGHT];
} sl_PopIntegrate_D;

/* Adds the mass of bin a and its light. */
SL_INLINE void
sl_pop_bin_g (sl_PopIntegrate_g *w, int a, SlG mass)
{
  const SlPopLane *light = w->light + a * w->n_bands;

  w->total += mass;
  for (int b = 0; b < w->n_bands; b++)
    w->smooth[b] += mass * SL_LANE (light[b]);
}

SL_INLINE void
sl_pop_bin_D (sl_PopIntegrate_D *w, int a, SlDual mass)
{
  const SlPopLane *light = w->light + a * w->n_bands, *dlight = w->dlight + a * w->n_traced * w->n_tangents;

  w->total = add (w->total, mass);
  for (int b = 0; b < w->n_bands; b++)
    w->smooth[b] += mass.v * SL_LANE (light[b]);
  for (int b = 0; b < w->n_traced; b++)
    {
      for (int k = 0; k < SL_POP_N_SFH; k++)
        w->dsmooth[b][k] += mass.d[k] * SL_LANE (light[b]);
      for (int l = 0; l < w->n_tangents; l++)
        w->through[b][l] += mass.v * SL_LANE (dlight[b * w->n_tangents + l]);
    }
}

#define SL_REAL SlG
#define SL_FN(name) sl_##name##_g
#define SL_POP_SUM(name) sl_##name##_g
#include "model/population/kernels/sl-population-integrate-body.h"
#undef SL_REAL
#undef SL_FN
#undef SL_POP_SUM
#define SL_REAL SlDual
#define SL_FN(name) sl_##name##_D
#define SL_POP_SUM(name) sl_##name##_D
#include "model/population/kernels/sl-population-integrate-body.h"
#undef SL_REAL
#undef SL_FN
#undef SL_POP_SUM

SL_LOOP void
sl_pop_integrate_values (const SlPopSfhPlan *plan, const SlPopTile *tile, const SlPopLane *light,
                         SlPopAgeSums *out)
{
  sl_PopIntegrate_g w = { 0 };
  SlG p[SL_POP_N_SFH];

  w.n_bands = plan->n_bands;
  w.light = light;
  for (int i = 0; i < SL_POP_N_SFH; i++)
    p[i] = SL_LANE (tile->p[i]);
  sl_pop_integrate_g (plan, p, &w);
  SL_LANE (out->mass) = w.mass;
  SL_LANE (out->total) = w.total;
  for (int b = 0; b < plan->n_bands; b++)
    SL_LANE (out->smooth[b]) = w.smooth[b];
}

SL_LOOP void
sl_pop_integrate_tangents (const SlPopSfhPlan *plan, const SlPopTile *tile, const SlPopLane *light,
                           const SlPopLane *dlight, int n_tangents, SlPopAgeSums *out)
{
  sl_PopIntegrate_D w = { 0 };
  SlDual p[SL_POP_N_SFH];

  w.n_bands = plan->n_bands;
  w.n_traced = plan->n_traced;
  w.n_tangents = n_tangents;
  w.light = light;
  w.dlight = dlight;
  for (int i = 0; i < SL_POP_N_SFH; i++)
    p[i] = sl_variable_g (SL_LANE (tile->p[i]), i);
  sl_pop_integrate_D (plan, p, &w);
  SL_LANE (out->mass) = w.mass.v;
  SL_LANE (out->total) = w.total.v;
  for (int b = 0; b < plan->n_bands; b++)
    SL_LANE (out->smooth[b]) = w.smooth[b];
  for (int k = 0; k < SL_POP_N_SFH; k++)
    {
      SL_LANE (out->dmass[k]) = w.mass.d[k];
      SL_LANE (out->dtotal[k]) = w.total.d[k];
      for (int b = 0; b < plan->n_traced; b++)
        SL_LANE (out->dsmooth[b][k]) = w.dsmooth[b][k];
    }
  for (int b = 0; b < plan->n_traced; b++)
    for (int l = 0; l < n_tangents; l++)
      *(SlG *) out->smooth_light[b][l].v = w.through[b][l];
}

/* Mean light of the burst: the average over its shape in age. Tangent slots: 0 lgyr_peak, 1 lgyr_max. */
SL_LOOP void
sl_pop_burst (const SlPopSfhPlan *plan, const SlPopTile *tile, const SlPopLane *light,
              const SlPopLane *dlight, int n_tangents, SlPopAgeSums *out)
{
  SlDual peak = sl_dual_constant (SL_LANE (tile->p[SL_POP_LGYR_PEAK])),
         end = sl_dual_constant (SL_LANE (tile->p[SL_POP_LGYR_MAX]));
  SlDual norm = { 0 };
  SlG sum[SL_POP_MAX_BANDS] = { 0 }, dsum[SL_POP_MAX_TRACED][2] = { 0 },
      through[SL_POP_MAX_TRACED][SL_POP_N_LIGHT] = { 0 };
  SlG per;

  peak.d[0] = end.d[1] = peak.v * 0.0f + 1.0f;
  for (int a = 0; a < plan->n_age; a++)
    {
      const SlPopLane *l = light + a * plan->n_bands;
      SlDual shape = mul (plan->part[a], sl_burst_shape_D (plan->lg_yr[a], peak, end));

      norm = add (norm, shape);
      for (int b = 0; b < plan->n_bands; b++)
        sum[b] += shape.v * SL_LANE (l[b]);
      for (int b = 0; b < plan->n_traced && dlight; b++)
        {
          dsum[b][0] += shape.d[0] * SL_LANE (l[b]);
          dsum[b][1] += shape.d[1] * SL_LANE (l[b]);
          for (int i = 0; i < n_tangents; i++)
            through[b][i] += shape.v * SL_LANE (dlight[(a * plan->n_traced + b) * n_tangents + i]);
        }
    }
  /* A shape narrower than the library's ages may be 0 at all of them; it then has no light. */
  per = sl_select_g (norm.v > 0.0f, 1.0f / norm.v, norm.v * 0.0f);
  for (int b = 0; b < plan->n_bands; b++)
    {
      const SlG mean = sum[b] * per;

      SL_LANE (out->burst[b]) = mean;
      for (int i = 0; i < 2 && b < plan->n_traced && dlight; i++)
        SL_LANE (out->dburst[b][i]) = (dsum[b][i] - mean * norm.d[i]) * per;
      for (int i = 0; i < n_tangents && b < plan->n_traced && dlight; i++)
        *(SlG *) out->burst_light[b][i].v = through[b][i] * per;
    }
}

/* dlight NULL: no tangents. */
SL_INLINE void
sl_pop_sfh_lanes (const SlPopSfhPlan *plan, const SlPopTile *tile, const SlPopLane *light,
                  const SlPopLane *dlight, int n_tangents, SlPopAgeSums *out)
{
  if (dlight)
    sl_pop_integrate_tangents (plan, tile, light, dlight, n_tangents, out);
  else
    sl_pop_integrate_values (plan, tile, light, out);
  if (plan->burst)
    sl_pop_burst (plan, tile, light, dlight, n_tangents, out);
}
