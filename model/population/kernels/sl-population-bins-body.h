/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* Magnitudes of galaxies, and what each galaxy adds to the histograms and to their gradients. Common subset
 * of C and CUDA C++. The including file has defined SL_GALAXIES, and SL_DUAL_K as 5. */
#include "model/formulas/sl-formula-galaxies.h"
#include "model/population/kernels/sl-population-lanes.h"

/* Tangent slots of the flux in a band. */
enum { SMOOTH, MASS, TOTAL, LGF, BURST };

SL_LOOP void
sl_pop_magnitude_lanes (const SlPopBinPlan *bins, const SlPopLightPlan *plan, const SlPopTile *tile,
                        const SlPopAgeSums *sums, int burst, int traced, SlPopMags *out)
{
  const SlDual mass = sl_variable_g (SL_LANE (sums->mass), MASS),
               total = sl_variable_g (SL_LANE (sums->total), TOTAL);
  const SlDual f = rexp10 (sl_variable_g (SL_LANE (tile->p[SL_POP_LGFBURST]), LGF));

  for (int b = 0; b < bins->n_traced && traced; b++)
    for (int p = 0; p < SL_POP_N; p++)
      SL_LANE (out->dmag[b][p]) = mass.v * 0.0f;
  for (int b = 0; b < bins->n_bands; b++)
    {
      /* smooth / total is the mean light of 1 Msun: stars older or younger than the library count as well. */
      SlDual flux = mul (quo (sl_variable_g (SL_LANE (sums->smooth[b]), SMOOTH), total), mass), mag;

      if (burst)
        flux = add (mul (sub (1.0, f), flux),
                    mul (mul (f, mass), sl_variable_g (SL_LANE (sums->burst[b]), BURST)));
      mag = mul (-2.5, rlog10 (flux));
      SL_LANE (out->mag[b]) = mag.v + bins->shift[b];
      if (!traced || b >= bins->n_traced)
        continue;
      for (int k = 0; k < SL_POP_N_SFH; k++)
        SL_LANE (out->dmag[b][k]) = mag.d[SMOOTH] * SL_LANE (sums->dsmooth[b][k])
                                    + mag.d[MASS] * SL_LANE (sums->dmass[k])
                                    + mag.d[TOTAL] * SL_LANE (sums->dtotal[k]);
      for (int i = 0; i < plan->n_tangents; i++)
        SL_LANE (out->dmag[b][SL_POP_LIGHT + plan->tangent[i]]) =
            mag.d[SMOOTH] * SL_LANE (sums->smooth_light[b][i])
            + (burst ? mag.d[BURST] * SL_LANE (sums->burst_light[b][i]) : mag.v * 0.0f);
      if (!burst)
        continue;
      SL_LANE (out->dmag[b][SL_POP_LGFBURST]) = mag.d[LGF];
      SL_LANE (out->dmag[b][SL_POP_LGYR_PEAK]) = mag.d[BURST] * SL_LANE (sums->dburst[b][0]);
      SL_LANE (out->dmag[b][SL_POP_LGYR_MAX]) = mag.d[BURST] * SL_LANE (sums->dburst[b][1]);
    }
}

/* --------------------------------------------------------------- histograms */

/* Chain rule from a galaxy's parameters to the population's: phi[j] = f g dq/d(parameter j) of a quantity q
 * with derivatives d by galaxy parameter (d is overwritten). With weight, q is the galaxy's weight, which
 * also depends on the fraction's parameters, and the result is added to phi. */
SL_LOOP void
sl_pop_phi_derivatives (const SlPopBinPlan *bins, const SlPopDraw *draw, const SlPopTile *tile, int component,
                        SlG d[SL_POP_N], SlG f, SlG g, const SlDual *weight, SlPopLane *phi)
{
  const int pair[][2] = { { SL_POP_LATE, SL_POP_EARLY }, { SL_POP_LG_REJUV, SL_POP_LG_DROP },
                                 { SL_POP_LGYR_MAX, SL_POP_LGYR_PEAK } };
  const int dust[][2] = { { SL_POP_AV_OLD, SL_POP_AV_YOUNG }, { SL_POP_DELTA_OLD, SL_POP_DELTA_YOUNG } };
  const SlG dlogm0 = SL_LANE (tile->p[SL_POP_LOGM0]) - draw->pivot;

  if (draw->tied_metals)
    {
      d[SL_POP_LGMET_YOUNG] += d[SL_POP_LGMET_OLD];
      d[SL_POP_LGMET_OLD] = dlogm0 * 0.0f;
    }
  for (int i = 0; i < 2 && draw->tied_dust; i++)
    {
      d[dust[i][1]] += d[dust[i][0]];
      d[dust[i][0]] = dlogm0 * 0.0f;
    }
  for (int i = 0; i < 3; i++)
    d[pair[i][1]] += d[pair[i][0]] * SL_LANE (tile->tied[pair[i][0]]);
  for (int p = SL_POP_N - 1; p > SL_POP_LOGM0; p--)
    {
      d[p] *= SL_LANE (tile->free[p]);
      if (draw->axis[component][p].slope != 0.0f)
        d[SL_POP_LOGM0] += d[p] * draw->axis[component][p].slope;
    }
  d[SL_POP_LOGM0] *= SL_LANE (tile->free[SL_POP_LOGM0]);
  for (int j = 0; j < bins->n_phi; j++)
    {
      const SlPopPhi *of = &bins->phi[j];
      SlG y = dlogm0 * 0.0f;

      if (of->components >> component & 1)
        switch (of->kind)
          {
          case SL_PHI_MEAN:
            y = d[of->parameter];
            break;
          case SL_PHI_SCATTER:
            if (SL_POP_HAS (draw->drawn, of->parameter))
              y = d[of->parameter] * SL_LANE (tile->e[of->parameter]);
            break;
          case SL_PHI_SLOPE:
            y = d[of->parameter] * dlogm0;
            break;
          case SL_PHI_CORRELATION:
            for (int r = 0; r < draw->n_rows; r++)
              {
                const SlPopFactorRow *row = &draw->row[r];
                const float *dfactor = bins->dfactor + ((long) of->parameter * SL_POP_N + row->to) * SL_POP_N;
                SlG e = dlogm0 * 0.0f;

                for (int i = 0; i < row->n; i++)
                  e += SL_LANE (tile->u[row->from[i]]) * dfactor[row->from[i]];
                y += d[row->to] * e * draw->axis[component][row->to].scatter;
              }
            break;
          case SL_PHI_FRACTION:
            if (weight)
              y = weight->d[of->parameter];
            break;
          default:
            break;
          }
      y = y * f * g;
      SL_LANE (phi[j]) = weight ? SL_LANE (phi[j]) + y : y;
    }
}

/* Weight of each galaxy: 1, or twice the fraction of its component at its halo mass, since half of the
 * galaxies drawn belong to each component. Tangent slots 0-3: the fraction's parameters; 4: logm0. */
SL_LOOP SlDual
sl_pop_weight (const SlPopDraw *draw, const SlPopTile *tile, int component)
{
  const SlDual mass = sl_variable_g (SL_LANE (tile->p[SL_POP_LOGM0]), 4);
  SlDual f;

  if (draw->n_components == 1)
    return sl_dual_constant (mass.v * 0.0f + 1.0f);
  f = sl_sigmoid_D (mass, sl_variable_g (mass.v * 0.0f + draw->fraction[0], 0),
                    sl_variable_g (mass.v * 0.0f + draw->fraction[1], 1),
                    sl_variable_g (mass.v * 0.0f + draw->fraction[2], 2),
                    sl_variable_g (mass.v * 0.0f + draw->fraction[3], 3));
  return mul (2.0, component ? f : sub (1.0, f));
}

/* Number of bins that a smoothed magnitude may touch, counted from each galaxy's first: the same for all. */
SL_INLINE int
sl_pop_n_reach (const SlPopBinPlan *bins)
{
  return (int) (2.0f * (SL_POP_REACH * bins->bin_width) / bins->bin_step) + 3;
}

/* Largest whole number up to x, with x limited to +-1e6 so that it fits an int. */
SL_INLINE SlG
sl_pop_floor (SlG x)
{
  const SlG kept = sl_select_g (x < -1e6f, x * 0.0f - 1e6f, sl_select_g (x > 1e6f, x * 0.0f + 1e6f, x)),
            whole = sl_round_g (kept);

  return sl_select_g (whole > kept, whole - 1.0f, whole);
}

/* What galaxies add to the bins. share (2, n_reach): the share of the galaxy in each bin from entry->first
 * on, and its derivative with respect to magnitude. dphi (2, n_phi), or NULL: the factors of the gradient, d
 * count / d phi = d share / d mag * dphi[0] + share * dphi[1]. */
SL_INLINE void
sl_pop_entry_lanes (const SlPopBinPlan *bins, const SlPopDraw *draw, const SlPopTile *tile,
                    const SlPopMags *mags, int component, SlPopEntry *entry, SlPopLane *share,
                    SlPopLane *dphi)
{
  const SlDual weight = sl_pop_weight (draw, tile, component);
  const SlDual mag = sl_variable_g (SL_LANE (mags->mag[bins->band]), 0);
  const SlDual colour = sl_variable_g (SL_LANE (mags->mag[bins->blue]) - SL_LANE (mags->mag[bins->red]), 1);
  const SlDual passing = sl_triweight_c_D (quo (sub (colour, bins->cut), bins->cut_width));
  const SlG first = sl_pop_floor ((mag.v - SL_POP_REACH * bins->bin_width - bins->bin_lo) / bins->bin_step);
  const SlG k = sl_pop_floor ((mag.v - bins->bin_lo) / bins->bin_step),
            c = sl_pop_floor ((colour.v - bins->map_lo) / bins->map_step);
  const int n_reach = sl_pop_n_reach (bins);
  SlDual below =
      sl_triweight_c_D (quo (sub (add (mul (first, bins->bin_step), bins->bin_lo), mag), bins->bin_width));

  SL_LANE (entry->mag) = mag.v;
  SL_LANE (entry->weight) = weight.v;
  SL_LANE (entry->passing) = passing.v;
  SL_LANE (entry->first) = first;
  SL_LANE (entry->bin) = k;
  SL_LANE (entry->colour) = c;
  for (int o = 0; o < n_reach; o++)
    {
      const SlG edge = (first + (float) (o + 1)) * bins->bin_step + bins->bin_lo;
      const SlDual above = sl_triweight_c_D (quo (sub (edge, mag), bins->bin_width)),
                   between = sub (above, below);

      SL_LANE (share[o]) = between.v;
      SL_LANE (share[n_reach + o]) = between.d[0];
      below = above;
    }
  if (dphi)
    {
      SlPopLane *dcount = dphi + bins->n_phi;
      SlG d[SL_POP_N];

      for (int p = 0; p < SL_POP_N; p++)
        d[p] = SL_LANE (mags->dmag[bins->band][p]);
      sl_pop_phi_derivatives (bins, draw, tile, component, d, weight.v, passing.v, NULL, dphi);
      for (int p = 0; p < SL_POP_N; p++)
        d[p] = SL_LANE (mags->dmag[bins->blue][p]) - SL_LANE (mags->dmag[bins->red][p]);
      sl_pop_phi_derivatives (bins, draw, tile, component, d, weight.v, passing.d[1], NULL, dcount);
      if (draw->n_components == 1)
        return;
      for (int p = 0; p < SL_POP_N; p++)
        d[p] = weight.v * 0.0f;
      d[SL_POP_LOGM0] = weight.d[4];
      sl_pop_phi_derivatives (bins, draw, tile, component, d, passing.v, passing.v * 0.0f + 1.0f, &weight,
                              dcount);
    }
}
