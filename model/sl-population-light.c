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

/* What the galaxies weigh metals, ionisations and nodes with. */
typedef struct {
  SlG z[SL_POP_MAX_GRID], u[SL_POP_MAX_GRID], escape;
  SlDual dz[SL_POP_MAX_GRID], du[SL_POP_MAX_GRID];
} Weights;

static void
weigh_metals (const SlPopLightPlan *plan, const SlPopTile *tile, int a, int traced, Weights *w)
{
  SlDual p[N_METALS], mu;

  for (int i = 0; i < N_METALS; i++)
    p[i] = variable (LANE (tile->p[SL_POP_METALS + i]), i);
  mu = p[0];
  if (plan->metals_by_age)
    mu = sl_triweight_transition_D (sl_dual_constant (p[0].v * 0.0f + plan->lg_age[a]), p[3], p[4], p[0], p[1]);
  if (!traced)
    grid_values (mu.v, p[2].v, plan->z_edges, plan->n_z, w->z);
  else
    {
      grid_weights (mu, p[2], plan->z_edges, plan->n_z, w->dz);
      for (int z = 0; z < plan->n_z; z++)
        w->z[z] = w->dz[z].v;
    }
}

static void
weigh_gas (const SlPopLightPlan *plan, const SlPopTile *tile, int traced, Weights *w)
{
  SlDual mean = variable (LANE (tile->p[SL_POP_LGU_MEAN]), 0), width = variable (LANE (tile->p[SL_POP_LGU_SCATTER]), 1);

  w->escape = LANE (tile->p[SL_POP_F_ESC]);
  if (!traced)
    grid_values (mean.v, width.v, plan->u_edges, plan->n_u, w->u);
  else
    {
      grid_weights (mean, width, plan->u_edges, plan->n_u, w->du);
      for (int u = 0; u < plan->n_u; u++)
        w->u[u] = w->du[u].v;
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

/* One node's light at age a: value, and tangents by lane where d is not NULL. */
static inline __attribute__ ((always_inline)) SlG
node_light (const SlPopLightPlan *plan, const Weights *w, int a, int q, SlG *d)
{
  const int nq = plan->n_nodes, nz = plan->n_z;
  const float *star = plan->star + (long) a * nz * nq + q;
  const int gas = plan->gas_differs && a < plan->n_young;
  SlG v = { 0 }, dm[N_METALS] = { 0 }, dg[N_GAS] = { 0 };

  for (int z = 0; z < nz; z++)
    v += w->z[z] * star[z * nq];
  for (int i = 0; i < N_METALS && d; i++)
    for (int z = 0; z < nz; z++)
      dm[i] += w->dz[z].d[i] * star[z * nq];
  if (gas)
    {
      const float *ionising = plan->ionising + (long) a * nz * nq + q;
      SlG escaping = { 0 }, glow = { 0 };

      for (int z = 0; z < nz; z++)
        escaping += w->z[z] * ionising[z * nq];
      for (int u = 0; u < plan->n_u; u++)
        {
          const float *cell = plan->gas + ((long) a * plan->n_u + u) * nz * nq + q;
          SlG one = { 0 };

          for (int z = 0; z < nz; z++)
            one += w->z[z] * cell[z * nq];
          glow += w->u[u] * one;
          if (!d)
            continue;
          dg[0] += w->du[u].d[0] * one * (1.0f - w->escape);
          dg[1] += w->du[u].d[1] * one * (1.0f - w->escape);
          for (int i = 0; i < N_METALS; i++)
            {
              SlG part = { 0 };

              for (int z = 0; z < nz; z++)
                part += w->dz[z].d[i] * cell[z * nq];
              dm[i] += w->u[u] * part * (1.0f - w->escape);
            }
        }
      for (int i = 0; i < N_METALS && d; i++)
        for (int z = 0; z < nz; z++)
          dm[i] += w->dz[z].d[i] * ionising[z * nq] * w->escape;
      dg[2] = escaping - glow;
      v += w->escape * escaping + (1.0f - w->escape) * glow;
    }
  for (int i = 0; i < plan->n_lanes && d; i++)
    {
      const int p = plan->lane[i];

      if (p < N_METALS)
        d[i] = dm[p];
      else if (p < N_METALS + N_GAS)
        d[i] = dg[p - N_METALS];
    }
  return v;
}

/* Without dust a band is one node, and without gas that differs a sum over metals alone. */
static inline __attribute__ ((always_inline)) void
bare (const SlPopLightPlan *plan, const SlG *z, int a, int n_bands, int n_z, SlPopLane *light)
{
  const float *star = plan->star + (long) a * n_z * n_bands;

  for (int b = 0; b < n_bands; b++)
    {
      SlG v = { 0 };

      for (int i = 0; i < n_z; i++)
        v += z[i] * star[i * n_bands + b];
      STORE (light[b]) = v;
    }
}

static void
bare_tangents (const SlPopLightPlan *plan, const Weights *w, int a, SlPopLane *dlight)
{
  const float *star = plan->star + (long) a * plan->n_z * plan->n_nodes;

  for (int b = 0; b < plan->n_traced; b++)
    for (int i = 0; i < plan->n_lanes; i++)
      {
        SlG d = { 0 };

        for (int z = 0; z < plan->n_z && plan->lane[i] < N_METALS; z++)
          d += w->dz[z].d[plan->lane[i]] * star[z * plan->n_nodes + b];
        STORE (dlight[b * plan->n_lanes + i]) = d;
      }
}

static void
dusty (const SlPopLightPlan *plan, const SlPopTile *tile, const Weights *w, int a, const SlG *once, const SlDual *donce, SlPopLane *light,
       SlPopLane *dlight)
{
  SlDual p[N_DUST];
  SlG pv[N_DUST];

  for (int i = 0; i < N_DUST; i++)
    {
      pv[i] = LANE (tile->p[SL_POP_DUST + i]);
      p[i] = variable (pv[i], i);
    }
  for (int b = 0; b < plan->n_bands; b++)
    {
      const int traced = dlight && b < plan->n_traced;
      SlG sum = { 0 }, dsum[SL_POP_N_LIGHT] = { 0 };

      for (int q = plan->first_node[b]; q < plan->first_node[b + 1]; q++)
        {
          SlG d[SL_POP_N_LIGHT] = { 0 }, v = node_light (plan, w, a, q, traced ? d : NULL);

          if (plan->dust == SL_POP_DUST_NONE)
            {
              sum += v;
              for (int i = 0; i < plan->n_lanes && traced; i++)
                dsum[i] += d[i];
            }
          else if (!traced)
            sum += v * (once ? once[q] : transmission_g (plan, pv, a, q));
          else
            {
              const SlDual t = donce ? donce[q] : transmission_D (plan, p, a, q);

              sum += v * t.v;
              for (int i = 0; i < plan->n_lanes; i++)
                {
                  const int dust = plan->lane[i] - (SL_POP_DUST - SL_POP_LIGHT);

                  dsum[i] += dust < 0 ? d[i] * t.v : v * t.d[dust];
                }
            }
        }
      STORE (light[b]) = sum;
      for (int i = 0; i < plan->n_lanes && traced; i++)
        STORE (dlight[b * plan->n_lanes + i]) = dsum[i];
    }
}

#define MOST_NODES_ONCE 256

static void
light_of (const SlPopLightPlan *plan, const SlPopTile *tile, SlPopLane *light, SlPopLane *dlight)
{
  const int simple = plan->dust == SL_POP_DUST_NONE && !plan->gas_differs;
  const int one = plan->dust == SL_POP_DUST_ONE && plan->n_nodes <= MOST_NODES_ONCE;
  Weights w;
  SlG once[MOST_NODES_ONCE];
  SlDual donce[MOST_NODES_ONCE];

  if (!plan->metals_by_age)
    weigh_metals (plan, tile, 0, dlight != NULL, &w);
  if (plan->gas_differs)
    weigh_gas (plan, tile, dlight != NULL, &w);
  if (one)
    {
      SlDual p[N_DUST];
      SlG pv[N_DUST];

      for (int i = 0; i < N_DUST; i++)
        {
          pv[i] = LANE (tile->p[SL_POP_DUST + i]);
          p[i] = variable (pv[i], i);
        }
      for (int q = 0; q < plan->n_nodes; q++)
        if (dlight && q < plan->first_node[plan->n_traced])
          {
            donce[q] = transmission_D (plan, p, 0, q);
            once[q] = donce[q].v;
          }
        else
          once[q] = transmission_g (plan, pv, 0, q);
    }
  for (int a = 0; a < plan->n_age; a++)
    {
      SlPopLane *l = light + a * plan->n_bands, *d = dlight ? dlight + (long) a * plan->n_traced * plan->n_lanes : NULL;

      if (plan->metals_by_age)
        weigh_metals (plan, tile, a, dlight != NULL, &w);
      if (!simple)
        {
          dusty (plan, tile, &w, a, one ? once : NULL, one ? donce : NULL, l, d);
          continue;
        }
      /* The usual shape, with its counts known to the compiler. */
      if (plan->n_bands == 6 && plan->n_z == 7)
        bare (plan, w.z, a, 6, 7, l);
      else
        bare (plan, w.z, a, plan->n_bands, plan->n_z, l);
      if (d)
        bare_tangents (plan, &w, a, d);
    }
}

void
SL_SIMD_NAME (sl_pop_light) (const SlPopLightPlan *plan, const SlPopTile *tile, SlPopLane *light, SlPopLane *dlight)
{
  SL_POP_PARTS (at)
    light_of (plan, SL_POP_FROM (tile, at), SL_POP_FROM (light, at), SL_POP_FROM (dlight, at));
}
