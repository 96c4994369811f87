/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Light of one Msun of each age in each band, for a tile of galaxies [PHYSICS, sections 4-6]. Compiled once for each
 * instruction set. */
#include <stddef.h>

#define SL_GALAXIES
#define SL_DUAL_K 8
#include "model/sl-formula-galaxies.h"
#include "model/sl-population-parts.h"

enum { N_METALS = SL_POP_GAS - SL_POP_METALS, N_GAS = SL_POP_DUST - SL_POP_GAS, N_DUST = SL_POP_N - SL_POP_DUST };
_Static_assert (N_DUST <= SL_DUAL_K && N_METALS <= SL_DUAL_K, "a lane for each parameter of a group");

#define LANE(x) (*(const SlG *) (x).v)
#define STORE(x) (*(SlG *) (x).v)

static inline SlDual
variable (SlG v, int lane)
{
  SlDual x = sl_dual_constant (v);

  x.d[lane] = v * 0.0f + 1.0f;
  return x;
}

/* Weights of the bins of a grid about a centre, with their tangents. Open at both ends, they sum to 1. */
static inline void
grid_weights (SlDual centre, SlDual width, const float *edges, int n, SlDual *w)
{
  SlDual above = sl_triweight_cumulative_D (centre, add (mul (0.0, centre), edges[0]), width);

  for (int i = 0; i < n; i++)
    {
      SlDual next = sl_triweight_cumulative_D (centre, add (mul (0.0, centre), edges[i + 1]), width);

      w[i] = sub (above, next);
      above = next;
    }
}

static inline void
grid_values (SlG centre, SlG width, const float *edges, int n, SlG *w)
{
  const SlG per = 1.0f / width;
  SlG above = sl_triweight_c_g ((centre - edges[0]) * per);

  for (int i = 0; i < n; i++)
    {
      SlG next = sl_triweight_c_g ((centre - edges[i + 1]) * per);

      w[i] = above - next;
      above = next;
    }
}

/* What the galaxies weigh metals, ionisations and the cells of both with: those that any of them gives weight. Tangents by
 * parameter of metals and gas. */
typedef struct {
  int n_z, n_c;
  int row_z[SL_POP_MAX_GRID], row_c[SL_POP_MAX_CELLS];
  SlG z[SL_POP_MAX_GRID], dz[N_METALS][SL_POP_MAX_GRID];
  SlG c[SL_POP_MAX_CELLS], dc[N_METALS + 2][SL_POP_MAX_CELLS];
  SlG u[SL_POP_MAX_GRID], du[2][SL_POP_MAX_GRID], escape;
} Weights;

static inline int
any (SlG x)
{
  int found = 0;

  for (int i = 0; i < SL_GALAXY_LANES; i++)
    found |= x[i] != 0.0f;
  return found;
}

static void
weigh_metals (const SlPopLightPlan *plan, const SlPopTile *tile, int a, int traced, Weights *w)
{
  SlDual p[N_METALS], mu, weight[SL_POP_MAX_GRID];
  SlG value[SL_POP_MAX_GRID];

  for (int i = 0; i < N_METALS; i++)
    p[i] = variable (LANE (tile->p[SL_POP_METALS + i]), i);
  mu = p[0];
  if (plan->metals_by_age)
    mu = sl_triweight_transition_D (sl_dual_constant (p[0].v * 0.0f + plan->lg_age[a]), p[3], p[4], p[0], p[1]);
  if (traced)
    grid_weights (mu, p[2], plan->z_edges, plan->n_z, weight);
  else
    grid_values (mu.v, p[2].v, plan->z_edges, plan->n_z, value);
  w->n_z = 0;
  for (int z = 0; z < plan->n_z; z++)
    {
      const SlG v = traced ? weight[z].v : value[z];

      if (!any (v))
        continue;
      w->row_z[w->n_z] = z;
      w->z[w->n_z] = v;
      for (int i = 0; i < N_METALS && traced; i++)
        w->dz[i][w->n_z] = weight[z].d[i];
      w->n_z++;
    }
}

static void
weigh_gas (const SlPopLightPlan *plan, const SlPopTile *tile, int traced, Weights *w)
{
  SlDual mean = variable (LANE (tile->p[SL_POP_LGU_MEAN]), 0), width = variable (LANE (tile->p[SL_POP_LGU_SCATTER]), 1);
  SlDual weight[SL_POP_MAX_GRID];

  w->escape = LANE (tile->p[SL_POP_F_ESC]);
  if (!traced)
    {
      grid_values (mean.v, width.v, plan->u_edges, plan->n_u, w->u);
      return;
    }
  grid_weights (mean, width, plan->u_edges, plan->n_u, weight);
  for (int u = 0; u < plan->n_u; u++)
    {
      w->u[u] = weight[u].v;
      w->du[0][u] = weight[u].d[0];
      w->du[1][u] = weight[u].d[1];
    }
}

/* Both at once. */
static void
weigh_cells (const SlPopLightPlan *plan, int traced, Weights *w)
{
  w->n_c = 0;
  for (int u = 0; u < plan->n_u; u++)
    if (any (w->u[u]))
      for (int i = 0; i < w->n_z; i++)
        {
          const int c = w->n_c++;

          w->row_c[c] = u * plan->n_z + w->row_z[i];
          w->c[c] = w->u[u] * w->z[i];
          for (int k = 0; k < N_METALS && traced; k++)
            w->dc[k][c] = w->u[u] * w->dz[k][i];
          for (int k = 0; k < 2 && traced; k++)
            w->dc[N_METALS + k][c] = w->du[k][u] * w->z[i];
        }
}

/* Transmission at a node for stars of age a. p: the dust's parameters. */
#define TRANSMISSION(kind, REAL)                                                                                            \
  static inline REAL transmission_##kind (const SlPopLightPlan *plan, const REAL *p, int a, int q)                          \
  {                                                                                                                         \
    REAL zero = mul (0.0, p[0]), x = add (zero, plan->lg_age[a]), av = p[0], delta = zero, bump = zero;                     \
    const int by_age = plan->dust == SL_POP_DUST_BY_AGE;                                                                    \
                                                                                                                            \
    if (plan->law == SL_POP_LAW_TWO)                                                                                        \
      {                                                                                                                     \
        av = sl_triweight_transition_##kind (x, p[5], p[6], p[0], zero);                                                    \
        return sl_transmission_two_##kind (plan->lnx[q], av, p[2], p[1], p[3], p[7]);                                       \
      }                                                                                                                     \
    if (by_age)                                                                                                             \
      av = sl_triweight_transition_##kind (x, p[5], p[6], p[0], p[1]);                                                      \
    if (plan->slope)                                                                                                        \
      delta = by_age ? sl_triweight_transition_##kind (x, p[5], p[6], p[2], p[3]) : p[2];                                   \
    if (plan->bump_free)                                                                                                    \
      bump = p[4];                                                                                                          \
    else if (plan->bump_tied)                                                                                               \
      bump = sl_bump_of_slope_##kind (delta);                                                                               \
    return sl_transmission_##kind (plan->law == SL_POP_LAW_NOLL                                                             \
                                     ? sl_k_noll_##kind (plan->k0[q], plan->lnx[q], plan->bump[q], delta, bump)             \
                                     : sl_k_salim_##kind (plan->k0[q], plan->lnx[q], plan->bump[q], delta, bump),           \
                                   av, p[7]);                                                                               \
  }
TRANSMISSION (g, SlG)
TRANSMISSION (D, SlDual)
#undef TRANSMISSION

/* out[0 .. 3] = sum of w[i] table[row[i] n_nodes + 0 .. 3]. */
static inline __attribute__ ((always_inline)) void
contract (const SlG *w, const int *row, int n, const float *table, int n_nodes, SlG out[4])
{
  SlG s0 = { 0 }, s1 = { 0 }, s2 = { 0 }, s3 = { 0 };

  for (int i = 0; i < n; i++)
    {
      const float *t = table + (long) row[i] * n_nodes;

      s0 += w[i] * t[0];
      s1 += w[i] * t[1];
      s2 += w[i] * t[2];
      s3 += w[i] * t[3];
    }
  out[0] = s0, out[1] = s1, out[2] = s2, out[3] = s3;
}

/* Light at four nodes from q on, of stars of age a; with tangents by active lane (lanes, 4) where d is not NULL. */
static inline __attribute__ ((always_inline)) void
nodes_light (const SlPopLightPlan *plan, const Weights *w, int a, int q, SlG v[4], SlG (*d)[4])
{
  const int nq = plan->n_nodes;
  const float *star = plan->star + (long) a * plan->n_z * nq + q;

  contract (w->z, w->row_z, w->n_z, star, nq, v);
  for (int l = 0; l < plan->n_lanes && d; l++)
    {
      if (plan->lane[l] < N_METALS)
        contract (w->dz[plan->lane[l]], w->row_z, w->n_z, star, nq, d[l]);
      else
        for (int j = 0; j < 4; j++)
          d[l][j] = (SlG){ 0 };
    }
  if (!plan->gas_differs || a >= plan->n_young)
    return;
  {
    const float *ionising = plan->ionising + (long) a * plan->n_z * nq + q;
    const float *gas = plan->gas + (long) a * plan->n_u * plan->n_z * nq + q;
    const SlG escape = w->escape, kept = 1.0f - escape;
    SlG escaping[4], glow[4];

    contract (w->z, w->row_z, w->n_z, ionising, nq, escaping);
    contract (w->c, w->row_c, w->n_c, gas, nq, glow);
    for (int j = 0; j < 4; j++)
      v[j] += escape * escaping[j] + kept * glow[j];
    for (int l = 0; l < plan->n_lanes && d; l++)
      {
        const int lane = plan->lane[l];
        SlG more[4], part[4];

        if (lane < N_METALS)
          {
            contract (w->dz[lane], w->row_z, w->n_z, ionising, nq, more);
            contract (w->dc[lane], w->row_c, w->n_c, gas, nq, part);
            for (int j = 0; j < 4; j++)
              d[l][j] += escape * more[j] + kept * part[j];
          }
        else if (lane < N_METALS + 2)
          {
            contract (w->dc[lane], w->row_c, w->n_c, gas, nq, part);
            for (int j = 0; j < 4; j++)
              d[l][j] = kept * part[j];
          }
        else if (lane == N_METALS + 2)
          for (int j = 0; j < 4; j++)
            d[l][j] = escaping[j] - glow[j];
      }
  }
}

/* Light of one age in each band from its nodes. once: transmission at each node, the same for all ages, or NULL. */
static inline __attribute__ ((always_inline)) void
bands (const SlPopLightPlan *plan, const SlPopTile *tile, const Weights *w, int a, const SlG *once, const SlDual *donce, SlPopLane *light,
       SlPopLane *dlight)
{
  const int n_traced = dlight ? plan->first_node[plan->n_traced] : 0, dusty = plan->dust != SL_POP_DUST_NONE;
  SlG v[SL_POP_MAX_NODES], d[SL_POP_MAX_TRACED_NODES / 4][SL_POP_N_LIGHT][4];
  SlDual p[N_DUST];
  SlG pv[N_DUST];

  for (int q = 0; q < plan->first_node[plan->n_bands]; q += 4)
    nodes_light (plan, w, a, q, v + q, q < n_traced ? d[q / 4] : NULL);
  for (int i = 0; i < N_DUST && dusty && !once; i++)
    {
      pv[i] = LANE (tile->p[SL_POP_DUST + i]);
      p[i] = variable (pv[i], i);
    }
  for (int b = 0; b < plan->n_bands; b++)
    {
      const int traced = dlight && b < plan->n_traced;
      SlG sum = { 0 }, dsum[SL_POP_N_LIGHT];

      for (int l = 0; l < plan->n_lanes && traced; l++)
        dsum[l] = (SlG){ 0 };
      for (int q = plan->first_node[b]; q < plan->first_node[b + 1]; q++)
        if (!dusty)
          {
            sum += v[q];
            for (int l = 0; l < plan->n_lanes && traced; l++)
              dsum[l] += d[q / 4][l][q % 4];
          }
        else if (!traced)
          sum += v[q] * (once ? once[q] : transmission_g (plan, pv, a, q));
        else
          {
            const SlDual t = donce ? donce[q] : transmission_D (plan, p, a, q);

            sum += v[q] * t.v;
            for (int l = 0; l < plan->n_lanes; l++)
              {
                const int dust = plan->lane[l] - (SL_POP_DUST - SL_POP_LIGHT);

                dsum[l] += dust < 0 ? d[q / 4][l][q % 4] * t.v : v[q] * t.d[dust];
              }
          }
      STORE (light[b]) = sum;
      for (int l = 0; l < plan->n_lanes && traced; l++)
        STORE (dlight[b * plan->n_lanes + l]) = dsum[l];
    }
}

/* Without dust, and with the gas in the stars' light, a band is one node: n of them side by side. */
static inline __attribute__ ((always_inline)) void
bare (const SlG *w, const int *row, int n_z, const float *table, int n_nodes, int n, int step, SlPopLane *out)
{
  SlG sum[SL_POP_MAX_BANDS];

  for (int b = 0; b < n; b++)
    sum[b] = (SlG){ 0 };
  for (int i = 0; i < n_z; i++)
    for (int b = 0; b < n; b++)
      sum[b] += w[i] * table[row[i] * n_nodes + b];
  for (int b = 0; b < n; b++)
    STORE (out[b * step]) = sum[b];
}

static void
bare_bands (const SlPopLightPlan *plan, const Weights *w, int a, SlPopLane *light, SlPopLane *dlight)
{
  const int nq = plan->n_nodes, n_lanes = plan->n_lanes;
  const float *star = plan->star + (long) a * plan->n_z * nq;

  /* The usual count, known to the compiler. */
  if (plan->n_bands == 6)
    bare (w->z, w->row_z, w->n_z, star, nq, 6, 1, light);
  else
    bare (w->z, w->row_z, w->n_z, star, nq, plan->n_bands, 1, light);
  for (int l = 0; l < n_lanes && dlight; l++)
    {
      if (plan->n_traced == 2)
        bare (w->dz[plan->lane[l]], w->row_z, w->n_z, star, nq, 2, n_lanes, dlight + l);
      else
        bare (w->dz[plan->lane[l]], w->row_z, w->n_z, star, nq, plan->n_traced, n_lanes, dlight + l);
    }
}

static void
light_of (const SlPopLightPlan *plan, const SlPopTile *tile, SlPopLane *light, SlPopLane *dlight)
{
  const int one = plan->dust == SL_POP_DUST_ONE, traced = dlight != NULL;
  const int simple = plan->dust == SL_POP_DUST_NONE && !plan->gas_differs;
  Weights w;
  SlG once[SL_POP_MAX_NODES];
  SlDual donce[SL_POP_MAX_TRACED_NODES];

  if (plan->gas_differs)
    weigh_gas (plan, tile, traced, &w);
  if (!plan->metals_by_age)
    {
      weigh_metals (plan, tile, 0, traced, &w);
      if (plan->gas_differs)
        weigh_cells (plan, traced, &w);
    }
  if (one)
    {
      SlDual p[N_DUST];
      SlG pv[N_DUST];

      for (int i = 0; i < N_DUST; i++)
        {
          pv[i] = LANE (tile->p[SL_POP_DUST + i]);
          p[i] = variable (pv[i], i);
        }
      for (int q = 0; q < plan->first_node[plan->n_bands]; q++)
        if (traced && q < plan->first_node[plan->n_traced])
          donce[q] = transmission_D (plan, p, 0, q);
        else
          once[q] = transmission_g (plan, pv, 0, q);
    }
  for (int a = 0; a < plan->n_age; a++)
    {
      SlPopLane *l = light + a * plan->n_bands, *d = dlight ? dlight + (long) a * plan->n_traced * plan->n_lanes : NULL;

      if (plan->metals_by_age)
        {
          weigh_metals (plan, tile, a, traced, &w);
          if (plan->gas_differs && a < plan->n_young)
            weigh_cells (plan, traced, &w);
        }
      if (simple)
        bare_bands (plan, &w, a, l, d);
      else
        bands (plan, tile, &w, a, one ? once : NULL, one && traced ? donce : NULL, l, d);
    }
}

void
SL_SIMD_NAME (sl_pop_light) (const SlPopLightPlan *plan, const SlPopTile *tile, SlPopLane *light, SlPopLane *dlight)
{
  SL_POP_PARTS (at)
    light_of (plan, SL_POP_FROM (tile, at), SL_POP_FROM (light, at), SL_POP_FROM (dlight, at));
}
