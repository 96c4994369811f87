/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Magnitudes, and histograms with their gradients. Compiled once for each instruction set. */
#define SL_GALAXIES
#define SL_DUAL_K 5
#include "model/sl-formula-galaxies.h"
#include "model/sl-population-parts.h"

#define LANE(x) (*(const SlG *) (x).v)
#define STORE(x) (*(SlG *) (x).v)

/* Lanes of a band's light. */
enum { SMOOTH, MASS, TOTAL, LGF, BURST };

static inline SlDual
variable (SlG v, int lane)
{
  SlDual x = sl_dual_constant (v);

  x.d[lane] = v * 0.0f + 1.0f;
  return x;
}

static void
magnitudes (const SlPopBinPlan *bins, const SlPopLightPlan *plan, const SlPopTile *tile, const SlPopSums *sums, int burst, int traced,
            SlPopMags *out)
{
  const SlDual mass = variable (LANE (sums->mass), MASS), total = variable (LANE (sums->total), TOTAL);
  const SlDual f = rexp10 (variable (LANE (tile->p[SL_POP_LGFBURST]), LGF));

  for (int b = 0; b < bins->n_traced && traced; b++)
    for (int p = 0; p < SL_POP_N; p++)
      STORE (out->dmag[b][p]) = mass.v * 0.0f;
  for (int b = 0; b < bins->n_bands; b++)
    {
      /* Weights of the smooth history sum to 1, whatever is older or younger than the library. */
      SlDual flux = mul (quo (variable (LANE (sums->smooth[b]), SMOOTH), total), mass), mag;

      if (burst)
        flux = add (mul (sub (1.0, f), flux), mul (mul (f, mass), variable (LANE (sums->burst[b]), BURST)));
      mag = mul (-2.5, rlog10 (flux));
      STORE (out->mag[b]) = mag.v + bins->shift[b];
      if (!traced || b >= bins->n_traced)
        continue;
      for (int k = 0; k < SL_POP_N_HISTORY; k++)
        STORE (out->dmag[b][k]) = mag.d[SMOOTH] * LANE (sums->dsmooth[b][k]) + mag.d[MASS] * LANE (sums->dmass[k])
                                  + mag.d[TOTAL] * LANE (sums->dtotal[k]);
      for (int i = 0; i < plan->n_lanes; i++)
        STORE (out->dmag[b][SL_POP_LIGHT + plan->lane[i]]) = mag.d[SMOOTH] * LANE (sums->smooth_light[b][i])
                                                             + (burst ? mag.d[BURST] * LANE (sums->burst_light[b][i]) : mag.v * 0.0f);
      if (!burst)
        continue;
      STORE (out->dmag[b][SL_POP_LGFBURST]) = mag.d[LGF];
      STORE (out->dmag[b][SL_POP_LGYR_PEAK]) = mag.d[BURST] * LANE (sums->dburst[b][0]);
      STORE (out->dmag[b][SL_POP_LGYR_MAX]) = mag.d[BURST] * LANE (sums->dburst[b][1]);
    }
}

void
SL_SIMD_NAME (sl_pop_magnitudes) (const SlPopBinPlan *bins, const SlPopLightPlan *plan, const SlPopTile *tile,
                                  const SlPopSums *sums, int burst, int traced, SlPopMags *out)
{
  SL_POP_PARTS (at)
    magnitudes (bins, plan, SL_POP_FROM (tile, at), SL_POP_FROM (sums, at), burst, traced, SL_POP_FROM (out, at));
}

/* The chain from a galaxy's parameters back to the population's: what a quantity with these derivatives gains from each. */
static void
to_population (const SlPopBinPlan *bins, const SlPopDraw *draw, const SlPopTile *tile, int component, SlG d[SL_POP_N], SlPopLane *phi)
{
  static const int pair[][2] = { { SL_POP_LATE, SL_POP_EARLY }, { SL_POP_LG_REJUV, SL_POP_LG_DROP },
                                 { SL_POP_LGYR_MAX, SL_POP_LGYR_PEAK } };
  static const int metals[][2] = { { SL_POP_LGMET_OLD, SL_POP_LGMET_YOUNG } };
  static const int dust[][2] = { { SL_POP_AV_OLD, SL_POP_AV_YOUNG }, { SL_POP_DELTA_OLD, SL_POP_DELTA_YOUNG } };
  const SlG away = LANE (tile->p[SL_POP_LOGM0]) - draw->pivot;

  for (int i = 0; i < 1 && draw->tied_metals; i++)
    {
      d[metals[i][1]] += d[metals[i][0]];
      d[metals[i][0]] = away * 0.0f;
    }
  for (int i = 0; i < 2 && draw->tied_dust; i++)
    {
      d[dust[i][1]] += d[dust[i][0]];
      d[dust[i][0]] = away * 0.0f;
    }
  for (int i = 0; i < 3; i++)
    d[pair[i][1]] += d[pair[i][0]] * LANE (tile->tied[pair[i][0]]);
  for (int p = SL_POP_N - 1; p > SL_POP_LOGM0; p--)
    {
      d[p] *= LANE (tile->free[p]);
      if (draw->axis[component][p].slope != 0.0f)
        d[SL_POP_LOGM0] += d[p] * draw->axis[component][p].slope;
    }
  d[SL_POP_LOGM0] *= LANE (tile->free[SL_POP_LOGM0]);
  for (int j = 0; j < bins->n_phi; j++)
    {
      const SlPopPhi *by = &bins->phi[j];
      SlG y = away * 0.0f;

      if (by->components >> component & 1)
        switch (by->kind)
          {
          case SL_PHI_MEAN:
            y = d[by->parameter];
            break;
          case SL_PHI_SCATTER:
            if (draw->drawn >> by->parameter & 1)
              y = d[by->parameter] * LANE (tile->e[by->parameter]);
            break;
          case SL_PHI_SLOPE:
            y = d[by->parameter] * away;
            break;
          case SL_PHI_CORRELATION:
            for (int r = 0; r < draw->n_rows; r++)
              {
                const SlPopRow *row = &draw->row[r];
                const float *part = bins->dfactor + ((long) by->parameter * SL_POP_N + row->to) * SL_POP_N;
                SlG e = away * 0.0f;

                for (int i = 0; i < row->n; i++)
                  e += LANE (tile->u[row->from[i]]) * part[row->from[i]];
                y += d[row->to] * e * draw->axis[component][row->to].scatter;
              }
            break;
          default:
            break;
          }
      STORE (phi[j]) = y;
    }
}

/* How much of the population each of these galaxies stands for: 1, or its component's part at its halo mass. Lanes 0-3: the
 * passage's parameters; lane 4: logm0. */
static SlDual
standing (const SlPopDraw *draw, const SlPopTile *tile, int component)
{
  const SlDual mass = variable (LANE (tile->p[SL_POP_LOGM0]), 4);
  SlDual f;

  if (draw->n_components == 1)
    return sl_dual_constant (mass.v * 0.0f + 1.0f);
  f = sl_sigmoid_D (mass, variable (mass.v * 0.0f + draw->fraction[0], 0), variable (mass.v * 0.0f + draw->fraction[1], 1),
                    variable (mass.v * 0.0f + draw->fraction[2], 2), variable (mass.v * 0.0f + draw->fraction[3], 3));
  return mul (2.0, component ? f : sub (1.0, f));
}

typedef struct {
  SlPopLane mag[SL_POP_MAX_PHI], colour[SL_POP_MAX_PHI], weight[SL_POP_MAX_PHI];
} Chains;

static void
chain (const SlPopBinPlan *bins, const SlPopDraw *draw, const SlPopTile *tile, const SlPopMags *mags, const SlDual *stands, int component,
       Chains *out)
{
  SlG d[SL_POP_N];

  for (int p = 0; p < SL_POP_N; p++)
    d[p] = LANE (mags->dmag[bins->band][p]);
  to_population (bins, draw, tile, component, d, out->mag);
  for (int p = 0; p < SL_POP_N; p++)
    d[p] = LANE (mags->dmag[bins->blue][p]) - LANE (mags->dmag[bins->red][p]);
  to_population (bins, draw, tile, component, d, out->colour);
  if (draw->n_components == 1)
    return;
  for (int p = 0; p < SL_POP_N; p++)
    d[p] = stands->v * 0.0f;
  d[SL_POP_LOGM0] = stands->d[4];
  to_population (bins, draw, tile, component, d, out->weight);
  for (int j = 0; j < bins->n_phi; j++)
    if (bins->phi[j].kind == SL_PHI_FRACTION)
      STORE (out->weight[j]) = stands->d[bins->phi[j].parameter];
}

static void
bin (const SlPopBinPlan *bins, const SlPopDraw *draw, const SlPopTile *tile, const SlPopMags *mags, int component, int n,
     SlPopHistograms *to)
{
  const SlDual stands = standing (draw, tile, component);
  const SlDual mag = variable (LANE (mags->mag[bins->band]), 0);
  const SlDual colour = variable (LANE (mags->mag[bins->blue]) - LANE (mags->mag[bins->red]), 1);
  const SlDual passes = sl_triweight_c_D (quo (sub (colour, bins->cut), bins->cut_width));
  /* Bins within reach of the smoothing: from the first of each galaxy on, as many for all. */
  const float reach = 3.0f * bins->bin_width;
  const int span = (int) (2.0f * reach / bins->bin_step) + 2;
  const SlG at = (mag.v - reach - bins->bin_lo) / bins->bin_step;
  const int n_phi = to->gradient ? bins->n_phi : 0;
  SlG floor_at = sl_round_g (sl_select_g (at < -1e6f, at * 0.0f - 1e6f, sl_select_g (at > 1e6f, at * 0.0f + 1e6f, at)) - 0.5f);
  const SlGI first = sl_int_g (floor_at);
  Chains chains;
  SlDual below = sl_triweight_c_D (quo (sub (add (mul (floor_at, bins->bin_step), bins->bin_lo), mag), bins->bin_width));
  float row_mag[SL_GALAXY_LANES][SL_POP_MAX_PHI], row_rest[SL_GALAXY_LANES][SL_POP_MAX_PHI];

  if (n_phi)
    {
      const SlG dpass = passes.d[1];

      chain (bins, draw, tile, mags, &stands, component, &chains);
      /* Of all that a bin's part multiplies, and of what multiplies the part's own derivative. */
      for (int j = 0; j < n_phi; j++)
        {
          const SlG by_mag = LANE (chains.mag[j]) * stands.v * passes.v;
          SlG rest = LANE (chains.colour[j]) * stands.v * dpass;

          if (draw->n_components > 1)
            rest += LANE (chains.weight[j]) * passes.v;
          for (int i = 0; i < n; i++)
            {
              row_mag[i][j] = by_mag[i];
              row_rest[i][j] = rest[i];
            }
        }
    }
  for (int o = 0; o <= span; o++)
    {
      const SlG edge = (floor_at + (float) (o + 1)) * bins->bin_step + bins->bin_lo;
      const SlDual above = sl_triweight_c_D (quo (sub (edge, mag), bins->bin_width)), part = sub (above, below);
      const SlG all = part.v * stands.v, cut = all * passes.v;

      for (int i = 0; i < n; i++)
        {
          const long k = (long) first[i] + o;
          double *gradient;
          float pv, pd;

          if (k < 0 || k >= bins->n_bins || (part.v[i] == 0.0f && part.d[0][i] == 0.0f))
            continue;
          to->all[k] += all[i];
          to->cut[k] += cut[i];
          if (!n_phi)
            continue;
          gradient = to->gradient + k * n_phi;
          pv = part.v[i], pd = part.d[0][i];
          for (int j = 0; j < n_phi; j++)
            gradient[j] += pv * row_rest[i][j] + pd * row_mag[i][j];
        }
      below = above;
    }
  for (int i = 0; i < n; i++)
    {
      const double w = stands.v[i], m = mag.v[i], pass = passes.v[i];
      const long k = (long) __builtin_floorf ((mag.v[i] - bins->bin_lo) / bins->bin_step);
      const long c = (long) __builtin_floorf ((colour.v[i] - bins->map_lo) / bins->map_step);

      to->moment[0] += w;
      to->moment[1] += w * pass;
      to->moment[2] += w * pass * m;
      to->moment[3] += 1.0;
      if (k >= 0 && k < bins->n_bins && c >= 0 && c < bins->n_map)
        to->map[c * bins->n_bins + k] += w;
    }
}


void
SL_SIMD_NAME (sl_pop_bin) (const SlPopBinPlan *bins, const SlPopDraw *draw, const SlPopTile *tile, const SlPopMags *mags,
                           int component, int n, SlPopHistograms *to)
{
  SL_POP_PARTS (at)
    if (n > at)
      bin (bins, draw, SL_POP_FROM (tile, at), SL_POP_FROM (mags, at), component, n - at < SL_NF ? n - at : SL_NF, to);
}

const SlPopKernels SL_SIMD_NAME (sl_pop_kernels) = {
  .draw = SL_SIMD_NAME (sl_pop_draw),
  .light = SL_SIMD_NAME (sl_pop_light),
  .history = SL_SIMD_NAME (sl_pop_history),
  .magnitudes = SL_SIMD_NAME (sl_pop_magnitudes),
  .bin = SL_SIMD_NAME (sl_pop_bin),
};
