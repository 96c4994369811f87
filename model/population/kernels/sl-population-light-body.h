/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* Light of 1 Msun of each age in each band [PHYSICS, sections 4-6]. Common subset of C and CUDA C++. The
 * including file has defined SL_GALAXIES, and SL_DUAL_K as 8. */
#include "model/formulas/sl-formula-galaxies.h"
#include "model/formulas/sl-grid-walk.h"
#include "model/dust/sl-dust-law.h"
#include "model/population/kernels/sl-population-lanes.h"

enum { SL_POP_N_METALS = SL_POP_GAS - SL_POP_METALS, SL_POP_N_DUST = SL_POP_N - SL_POP_DUST };
#define SL_POP_LIGHT_WORK                                                                                  \
  ((1 + SL_POP_N_METALS) * 2 * SL_POP_MAX_GRID + (3 + SL_POP_N_METALS) * SL_POP_MAX_CELLS + SL_POP_MAX_NODES \
   + (1 + SL_DUAL_K) * SL_POP_MAX_TRACED_NODES)

/* Weights over metallicity (z), ionisation (u) and the cells of both (c): only rows where some galaxy's
 * weight is not 0. Tangents by the parameters of metals and gas. The arrays are in the work memory. */
typedef struct {
  int n_z, n_u, n_c;
  /* row of the table for each weight, below 256 */
  unsigned char row_z[SL_POP_MAX_GRID], row_u[SL_POP_MAX_GRID], row_c[SL_POP_MAX_CELLS];
  SlPopLane *z, *dz[SL_POP_N_METALS], *u, *du[2], *c, *dc[SL_POP_N_METALS + 2];
  /* SL_POP_DUST_ONE, the transmission common to all ages: by node, and value and tangents (1 + SL_DUAL_K) by
   * traced node */
  SlPopLane *common, *dcommon;
  SlG escape;
} SlPopWeights;

SL_INLINE int sl_pop_whole_fours (int n) { return (n + 3) / 4 * 4; }

/* SlPopLane of work memory that a tile needs: at most SL_POP_LIGHT_WORK. */
SL_INLINE int
sl_pop_light_work (const SlPopLightPlan *plan, int traced)
{
  const int cells = plan->gas_differs ? plan->n_z * plan->n_u : 0,
            grid = plan->n_z + (plan->gas_differs ? plan->n_u : 0);
  const int nodes = plan->dust == SL_POP_DUST_ONE ? sl_pop_whole_fours (plan->first_node[plan->n_bands]) : 0;
  const int traced_nodes = nodes && traced ? plan->first_node[plan->n_traced] : 0;

  return traced ? (1 + SL_POP_N_METALS) * grid + (3 + SL_POP_N_METALS) * cells + nodes
                      + (1 + SL_DUAL_K) * traced_nodes
                : grid + cells + nodes;
}

/* The next n of the work memory. */
SL_INLINE SlPopLane *
sl_pop_reserve (SlPopLane **work, int n)
{
  SlPopLane *from = *work;

  *work += n;
  return from;
}

SL_INLINE void
sl_pop_divide_work (const SlPopLightPlan *plan, int traced, SlPopLane *work, SlPopWeights *w)
{
  const int nz = plan->n_z, nu = plan->gas_differs ? plan->n_u : 0;
  const int nodes = plan->dust == SL_POP_DUST_ONE ? sl_pop_whole_fours (plan->first_node[plan->n_bands]) : 0;

  w->z = sl_pop_reserve (&work, nz);
  w->u = sl_pop_reserve (&work, nu);
  w->c = sl_pop_reserve (&work, nz * nu);
  w->common = sl_pop_reserve (&work, nodes);
  for (int i = 0; i < SL_POP_N_METALS && traced; i++)
    w->dz[i] = sl_pop_reserve (&work, nz);
  for (int i = 0; i < 2 && traced; i++)
    w->du[i] = sl_pop_reserve (&work, nu);
  for (int i = 0; i < SL_POP_N_METALS + 2 && traced; i++)
    w->dc[i] = sl_pop_reserve (&work, nz * nu);
  w->dcommon = work;
}

/* Triweight weights over a grid about a centre, with their first n_d tangents; the ends take all that lies
 * beyond them, so that weights sum to 1. Returns the number of rows of the grid where some galaxy's weight is
 * not 0, and these rows. */
SL_INLINE int
sl_pop_grid_weights (SlDual centre, SlDual width, const float *x, int n, int n_d, int hats,
                     unsigned char *row, SlPopLane *v, SlPopLane *const *d)
{
  SlGridWalkD walk = sl_grid_begin_D (centre, width, x, hats);
  int found = 0;

  for (int i = 0; i < n; i++)
    {
      const SlDual w = sl_grid_next_D (&walk, x, i, n, hats);

      if (!sl_any_g (w.v))
        continue;
      row[found] = (unsigned char) i;
      SL_LANE (v[found]) = w.v;
      for (int k = 0; k < n_d; k++)
        SL_LANE (d[k][found]) = w.d[k];
      found++;
    }
  return found;
}

/* The same without tangents. */
SL_INLINE int
sl_pop_grid_values (SlG centre, SlG width, const float *x, int n, int hats, unsigned char *row, SlPopLane *v)
{
  SlGridWalkG walk = sl_grid_begin_g (centre, width, x, hats);
  int found = 0;

  for (int i = 0; i < n; i++)
    {
      const SlG w = sl_grid_next_g (&walk, x, i, n, hats);

      if (!sl_any_g (w))
        continue;
      row[found] = (unsigned char) i;
      SL_LANE (v[found]) = w;
      found++;
    }
  return found;
}

SL_LOOP void
sl_pop_weigh_metals (const SlPopLightPlan *plan, const SlPopTile *tile, int a, int traced, SlPopWeights *w)
{
  SlDual p[SL_POP_N_METALS], mu;

  for (int i = 0; i < SL_POP_N_METALS; i++)
    p[i] = sl_variable_g (SL_LANE (tile->p[SL_POP_METALS + i]), i);
  mu = p[0];
  if (plan->metals_by_age)
    mu = sl_triweight_transition_D (sl_dual_constant (p[0].v * 0.0f + plan->lg_age[a]), p[3], p[4], p[0],
                                    p[1]);
  if (traced)
    w->n_z = sl_pop_grid_weights (mu, p[2], plan->z_points, plan->n_z, SL_POP_N_METALS, plan->hats, w->row_z,
                                  w->z, w->dz);
  else
    w->n_z = sl_pop_grid_values (mu.v, p[2].v, plan->z_points, plan->n_z, plan->hats, w->row_z, w->z);
}

SL_LOOP void
sl_pop_weigh_gas (const SlPopLightPlan *plan, const SlPopTile *tile, int traced, SlPopWeights *w)
{
  SlDual mean = sl_variable_g (SL_LANE (tile->p[SL_POP_LGU_MEAN]), 0),
         width = sl_variable_g (SL_LANE (tile->p[SL_POP_LGU_SCATTER]), 1);

  w->escape = SL_LANE (tile->p[SL_POP_F_ESC]);
  if (traced)
    w->n_u = sl_pop_grid_weights (mean, width, plan->u_points, plan->n_u, 2, plan->hats, w->row_u, w->u,
                                  w->du);
  else
    w->n_u = sl_pop_grid_values (mean.v, width.v, plan->u_points, plan->n_u, plan->hats, w->row_u, w->u);
}

/* Products of both, for the cells of gas. */
SL_LOOP void
sl_pop_weigh_cells (const SlPopLightPlan *plan, int traced, SlPopWeights *w)
{
  w->n_c = 0;
  for (int u = 0; u < w->n_u; u++)
    for (int i = 0; i < w->n_z; i++)
      {
        const int c = w->n_c++;

        w->row_c[c] = (unsigned char) (w->row_u[u] * plan->n_z + w->row_z[i]);
        SL_LANE (w->c[c]) = SL_LANE (w->u[u]) * SL_LANE (w->z[i]);
        for (int k = 0; k < SL_POP_N_METALS && traced; k++)
          SL_LANE (w->dc[k][c]) = SL_LANE (w->u[u]) * SL_LANE (w->dz[k][i]);
        for (int k = 0; k < 2 && traced; k++)
          SL_LANE (w->dc[SL_POP_N_METALS + k][c]) = SL_LANE (w->du[k][u]) * SL_LANE (w->z[i]);
      }
}

/* Dust transmission at node q for stars of age a. p: parameters from SL_POP_DUST on, as SL_DUST_P_*. The
 * curve is that of sl_dust_curve_D (), in local variables: this runs for every galaxy, age and node, and
 * compilers keep these in registers, but not arrays of dual numbers. */
#define TRANSMISSION(kind, REAL)                                                                             \
  SL_INLINE REAL sl_pop_transmission_##kind (const SlPopLightPlan *plan, const REAL *p, int a, int q)        \
  {                                                                                                          \
    REAL zero = zero_like (p[0]), x = add (zero, plan->lg_age[a]), av = p[SL_DUST_P_AV_YOUNG];               \
    REAL delta = zero, eb = zero;                                                                            \
    const int by_age = plan->acts & SL_DUST_ACTS_BY_AGE;                                                     \
                                                                                                             \
    if (plan->formula == SL_DUST_FORMULA_CHARLOT_FALL)                                                       \
      {                                                                                                      \
        av = sl_triweight_transition_##kind (x, p[SL_DUST_P_LGAGE_MID], p[SL_DUST_P_LGAGE_WIDTH],            \
                                             p[SL_DUST_P_AV_YOUNG], zero);                                   \
        return sl_transmission_##kind (                                                                      \
            sl_attenuation_charlot_fall_##kind (plan->lnx[q], av, p[SL_DUST_P_DELTA_YOUNG],                  \
                                                p[SL_DUST_P_AV_OLD], p[SL_DUST_P_DELTA_OLD]),                \
            p[SL_DUST_P_FRAC_UNOBSCURED]);                                                                   \
      }                                                                                                      \
    if (by_age)                                                                                              \
      av = sl_triweight_transition_##kind (x, p[SL_DUST_P_LGAGE_MID], p[SL_DUST_P_LGAGE_WIDTH],              \
                                           p[SL_DUST_P_AV_YOUNG], p[SL_DUST_P_AV_OLD]);                      \
    if (plan->acts & SL_DUST_ACTS_SLOPE)                                                                     \
      delta = by_age ? sl_triweight_transition_##kind (x, p[SL_DUST_P_LGAGE_MID], p[SL_DUST_P_LGAGE_WIDTH],  \
                                                       p[SL_DUST_P_DELTA_YOUNG], p[SL_DUST_P_DELTA_OLD])     \
                     : p[SL_DUST_P_DELTA_YOUNG];                                                             \
    if (plan->acts & SL_DUST_ACTS_BUMP_FREE)                                                                 \
      eb = p[SL_DUST_P_UV_BUMP];                                                                             \
    else if (plan->acts & SL_DUST_ACTS_BUMP_TIED)                                                            \
      eb = sl_bump_of_slope_##kind (delta);                                                                  \
    return sl_transmission_##kind (                                                                          \
        sl_attenuation_##kind (                                                                              \
            sl_dust_shape_##kind (plan->formula, plan->k0[q], plan->lnx[q], plan->bump[q], delta, eb), av),  \
        p[SL_DUST_P_FRAC_UNOBSCURED]);                                                                       \
  }
TRANSMISSION (g, SlG)
TRANSMISSION (D, SlDual)
#undef TRANSMISSION

/* out[j] = sum over i of w[i] table[row[i] n_nodes + j], j = 0 .. 3. */
SL_INLINE void
sl_pop_contract (const SlPopLane *w, const unsigned char *row, int n, const float *table, int n_nodes,
                 SlG out[4])
{
  SlG s0 = SL_ZERO_G, s1 = SL_ZERO_G, s2 = SL_ZERO_G, s3 = SL_ZERO_G;

  for (int i = 0; i < n; i++)
    {
      const float *t = table + (long) row[i] * n_nodes;

      s0 += SL_LANE (w[i]) * t[0];
      s1 += SL_LANE (w[i]) * t[1];
      s2 += SL_LANE (w[i]) * t[2];
      s3 += SL_LANE (w[i]) * t[3];
    }
  out[0] = s0, out[1] = s1, out[2] = s2, out[3] = s3;
}

/* Light at the four nodes from q on, of stars of age a; d: (n_tangents, 4), or NULL for no tangents. */
SL_INLINE void
sl_pop_nodes_light (const SlPopLightPlan *plan, const SlPopWeights *w, int a, int q, SlG v[4], SlG (*d)[4])
{
  const int nq = plan->n_nodes;
  const float *star = plan->star + (long) a * plan->n_z * nq + q;

  sl_pop_contract (w->z, w->row_z, w->n_z, star, nq, v);
  for (int l = 0; l < plan->n_tangents && d; l++)
    {
      if (plan->tangent[l] < SL_POP_N_METALS)
        sl_pop_contract (w->dz[plan->tangent[l]], w->row_z, w->n_z, star, nq, d[l]);
      else
        for (int j = 0; j < 4; j++)
          d[l][j] = SL_ZERO_G;
    }
  if (!plan->gas_differs || a >= plan->n_young)
    return;
  {
    const float *ionising = plan->ionising + (long) a * plan->n_z * nq + q;
    const float *gas = plan->gas + (long) a * plan->n_u * plan->n_z * nq + q;
    const SlG escape = w->escape, kept = 1.0f - escape;
    SlG escaping[4], nebular[4];

    sl_pop_contract (w->z, w->row_z, w->n_z, ionising, nq, escaping);
    sl_pop_contract (w->c, w->row_c, w->n_c, gas, nq, nebular);
    for (int j = 0; j < 4; j++)
      v[j] += escape * escaping[j] + kept * nebular[j];
    for (int l = 0; l < plan->n_tangents && d; l++)
      {
        const int slot = plan->tangent[l];
        SlG more[4], part[4];

        if (slot < SL_POP_N_METALS)
          {
            sl_pop_contract (w->dz[slot], w->row_z, w->n_z, ionising, nq, more);
            sl_pop_contract (w->dc[slot], w->row_c, w->n_c, gas, nq, part);
            for (int j = 0; j < 4; j++)
              d[l][j] += escape * more[j] + kept * part[j];
          }
        else if (slot < SL_POP_N_METALS + 2)
          {
            sl_pop_contract (w->dc[slot], w->row_c, w->n_c, gas, nq, part);
            for (int j = 0; j < 4; j++)
              d[l][j] = kept * part[j];
          }
        else if (slot == SL_POP_N_METALS + 2)
          for (int j = 0; j < 4; j++)
            d[l][j] = escaping[j] - nebular[j];
      }
  }
}

/* Light of one age in each band from its nodes, four at a time. w->once: transmission at each node, the same
 * for all ages. */
SL_INLINE void
sl_pop_band_values (const SlPopLightPlan *plan, const SlPopTile *tile, const SlPopWeights *w, int a,
                    SlPopLane *light)
{
  const int n = plan->first_node[plan->n_bands], dusty = plan->dust != SL_POP_DUST_NONE,
            common = plan->dust == SL_POP_DUST_ONE;
  SlG v[4], t[4], p[SL_POP_N_DUST], sum = SL_ZERO_G;
  int b = 0, end = plan->first_node[1];

  for (int i = 0; i < SL_POP_N_DUST && dusty && !common; i++)
    p[i] = SL_LANE (tile->p[SL_POP_DUST + i]);
  for (int j = 0; j < 4; j++)
    t[j] = SL_ZERO_G + 1.0f;
  for (int q = 0; q < n; q += 4)
    {
      sl_pop_nodes_light (plan, w, a, q, v, NULL);
      if (common)
        for (int j = 0; j < 4 && q + j < n; j++)
          t[j] = SL_LANE (w->common[q + j]);
      else if (dusty)
        for (int j = 0; j < 4 && q + j < n; j++)
          t[j] = sl_pop_transmission_g (plan, p, a, q + j);
      for (int j = 0; j < 4; j++)
        {
          sum += v[j] * t[j];
          if (q + j + 1 != end)
            continue;
          SL_LANE (light[b++]) = sum;
          sum = SL_ZERO_G;
          /* Nodes after the last band only fill up the group of four. */
          end = b < plan->n_bands ? plan->first_node[b + 1] : 0;
        }
    }
}

/* The same with the tangents of the traced bands. */
SL_INLINE void
sl_pop_bands (const SlPopLightPlan *plan, const SlPopTile *tile, const SlPopWeights *w, int a,
              SlPopLane *light, SlPopLane *dlight)
{
  const int n_traced = plan->first_node[plan->n_traced], n = plan->first_node[plan->n_bands];
  const int dusty = plan->dust != SL_POP_DUST_NONE, common = plan->dust == SL_POP_DUST_ONE;
  SlG v[4], d[SL_POP_N_LIGHT][4], sum = SL_ZERO_G, dsum[SL_POP_N_LIGHT];
  SlDual p[SL_POP_N_DUST];
  SlG pv[SL_POP_N_DUST];
  int b = 0;

  for (int i = 0; i < SL_POP_N_DUST && dusty && !common; i++)
    {
      pv[i] = SL_LANE (tile->p[SL_POP_DUST + i]);
      p[i] = sl_variable_g (pv[i], i);
    }
  for (int l = 0; l < plan->n_tangents; l++)
    dsum[l] = SL_ZERO_G;
  for (int q = 0; q < n; q++)
    {
      const int traced = q < n_traced, j = q % 4;

      if (j == 0)
        sl_pop_nodes_light (plan, w, a, q, v, traced ? d : NULL);
      if (!dusty)
        {
          sum += v[j];
          for (int l = 0; l < plan->n_tangents && traced; l++)
            dsum[l] += d[l][j];
        }
      else if (!traced)
        sum += v[j] * (common ? SL_LANE (w->common[q]) : sl_pop_transmission_g (plan, pv, a, q));
      else
        {
          SlDual t;

          if (common)
            {
              const SlPopLane *at = w->dcommon + q * (1 + SL_DUAL_K);

              t.v = SL_LANE (at[0]);
              for (int i = 0; i < SL_DUAL_K; i++)
                t.d[i] = SL_LANE (at[1 + i]);
            }
          else
            t = sl_pop_transmission_D (plan, p, a, q);
          sum += v[j] * t.v;
          for (int l = 0; l < plan->n_tangents; l++)
            {
              const int dust = plan->tangent[l] - (SL_POP_DUST - SL_POP_LIGHT);

              dsum[l] += dust < 0 ? d[l][j] * t.v : v[j] * t.d[dust];
            }
        }
      if (q + 1 < plan->first_node[b + 1])
        continue;
      SL_LANE (light[b]) = sum;
      sum = SL_ZERO_G;
      for (int l = 0; l < plan->n_tangents && traced; l++)
        {
          SL_LANE (dlight[b * plan->n_tangents + l]) = dsum[l];
          dsum[l] = SL_ZERO_G;
        }
      b++;
    }
}

/* n bands of one node each: without dust, and with the gas included in the stars' table. */
SL_INLINE void
sl_pop_bare (const SlPopLane *w, const unsigned char *row, int n_z, const float *table, int n_nodes, int n,
             int step, SlPopLane *out)
{
  SlG sum[SL_POP_MAX_BANDS];

  for (int b = 0; b < n; b++)
    sum[b] = SL_ZERO_G;
  for (int i = 0; i < n_z; i++)
    for (int b = 0; b < n; b++)
      sum[b] += SL_LANE (w[i]) * table[row[i] * n_nodes + b];
  for (int b = 0; b < n; b++)
    SL_LANE (out[b * step]) = sum[b];
}

SL_LOOP void
sl_pop_bare_bands (const SlPopLightPlan *plan, const SlPopWeights *w, int a, SlPopLane *light,
                   SlPopLane *dlight)
{
  const int nq = plan->n_nodes, n_tangents = plan->n_tangents;
  const float *star = plan->star + (long) a * plan->n_z * nq;

  /* The usual number of bands, as a constant for the compiler. */
  if (plan->n_bands == 6)
    sl_pop_bare (w->z, w->row_z, w->n_z, star, nq, 6, 1, light);
  else
    sl_pop_bare (w->z, w->row_z, w->n_z, star, nq, plan->n_bands, 1, light);
  for (int l = 0; l < n_tangents && dlight; l++)
    {
      if (plan->n_traced == 2)
        sl_pop_bare (w->dz[plan->tangent[l]], w->row_z, w->n_z, star, nq, 2, n_tangents, dlight + l);
      else
        sl_pop_bare (w->dz[plan->tangent[l]], w->row_z, w->n_z, star, nq, plan->n_traced, n_tangents,
                     dlight + l);
    }
}

/* Light of 1 Msun by age and band; dlight NULL: no tangents. work: sl_pop_light_work() SlPopLane. */
SL_INLINE void
sl_pop_light_lanes (const SlPopLightPlan *plan, const SlPopTile *tile, SlPopLane *work, SlPopLane *light,
                    SlPopLane *dlight)
{
  const int one = plan->dust == SL_POP_DUST_ONE, traced = dlight != NULL;
  const int simple = plan->dust == SL_POP_DUST_NONE && !plan->gas_differs;
  SlPopWeights w;

  sl_pop_divide_work (plan, traced, work, &w);
  if (plan->gas_differs)
    sl_pop_weigh_gas (plan, tile, traced, &w);
  if (!plan->metals_by_age)
    {
      sl_pop_weigh_metals (plan, tile, 0, traced, &w);
      if (plan->gas_differs)
        sl_pop_weigh_cells (plan, traced, &w);
    }
  if (one)
    {
      SlDual p[SL_POP_N_DUST];
      SlG pv[SL_POP_N_DUST];

      for (int i = 0; i < SL_POP_N_DUST; i++)
        {
          pv[i] = SL_LANE (tile->p[SL_POP_DUST + i]);
          p[i] = sl_variable_g (pv[i], i);
        }
      for (int q = 0; q < plan->first_node[plan->n_bands]; q++)
        if (traced && q < plan->first_node[plan->n_traced])
          {
            const SlDual t = sl_pop_transmission_D (plan, p, 0, q);
            SlPopLane *to = w.dcommon + q * (1 + SL_DUAL_K);

            SL_LANE (to[0]) = t.v;
            for (int i = 0; i < SL_DUAL_K; i++)
              SL_LANE (to[1 + i]) = t.d[i];
          }
        else
          SL_LANE (w.common[q]) = sl_pop_transmission_g (plan, pv, 0, q);
    }
  for (int a = 0; a < plan->n_age; a++)
    {
      SlPopLane *l = light + a * plan->n_bands,
                *d = dlight ? dlight + (long) a * plan->n_traced * plan->n_tangents : NULL;

      if (plan->metals_by_age)
        {
          sl_pop_weigh_metals (plan, tile, a, traced, &w);
          if (plan->gas_differs && a < plan->n_young)
            sl_pop_weigh_cells (plan, traced, &w);
        }
      if (simple)
        sl_pop_bare_bands (plan, &w, a, l, d);
      else if (d)
        sl_pop_bands (plan, tile, &w, a, l, d);
      else
        sl_pop_band_values (plan, tile, &w, a, l);
    }
}
