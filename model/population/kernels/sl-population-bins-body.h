/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* Magnitudes, and what each galaxy adds to histograms and to their gradients. In the subset common to C and
 * CUDA C++; the including file has defined SL_GALAXIES and SL_DUAL_K as 5. */
#include "model/formulas/sl-formula-galaxies.h"
#include "model/population/kernels/sl-population-lanes.h"

/* Lanes of a band's light. */
enum { SMOOTH, MASS, TOTAL, LGF, BURST };

SL_LOOP void
sl_pop_magnitude_lanes (const SlPopBinPlan *bins, const SlPopLightPlan *plan, const SlPopTile *tile,
                        const SlPopSums *sums, int burst, int traced, SlPopMags *out)
{
  const SlDual mass = sl_variable_g (SL_LANE (sums->mass), MASS),
               total = sl_variable_g (SL_LANE (sums->total), TOTAL);
  const SlDual f = rexp10 (sl_variable_g (SL_LANE (tile->p[SL_POP_LGFBURST]), LGF));

  for (int b = 0; b < bins->n_traced && traced; b++)
    for (int p = 0; p < SL_POP_N; p++)
      SL_LANE (out->dmag[b][p]) = mass.v * 0.0f;
  for (int b = 0; b < bins->n_bands; b++)
    {
      /* Weights of the smooth history sum to 1, whatever is older or younger than the library. */
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
      for (int i = 0; i < plan->n_lanes; i++)
        SL_LANE (out->dmag[b][SL_POP_LIGHT + plan->lane[i]]) =
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

/* The chain from a galaxy's parameters back to the population's: what a quantity with these derivatives gains
 * from each, times f g. With stands, the quantity is that, which the passage between components moves as
 * well, and is added to phi. */
SL_LOOP void
sl_pop_to_population (const SlPopBinPlan *bins, const SlPopDraw *draw, const SlPopTile *tile, int component,
                      SlG d[SL_POP_N], SlG f, SlG g, const SlDual *stands, SlPopLane *phi)
{
  const int pair[][2] = { { SL_POP_LATE, SL_POP_EARLY }, { SL_POP_LG_REJUV, SL_POP_LG_DROP },
                                 { SL_POP_LGYR_MAX, SL_POP_LGYR_PEAK } };
  const int dust[][2] = { { SL_POP_AV_OLD, SL_POP_AV_YOUNG }, { SL_POP_DELTA_OLD, SL_POP_DELTA_YOUNG } };
  const SlG away = SL_LANE (tile->p[SL_POP_LOGM0]) - draw->pivot;

  if (draw->tied_metals)
    {
      d[SL_POP_LGMET_YOUNG] += d[SL_POP_LGMET_OLD];
      d[SL_POP_LGMET_OLD] = away * 0.0f;
    }
  for (int i = 0; i < 2 && draw->tied_dust; i++)
    {
      d[dust[i][1]] += d[dust[i][0]];
      d[dust[i][0]] = away * 0.0f;
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
              y = d[by->parameter] * SL_LANE (tile->e[by->parameter]);
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
                  e += SL_LANE (tile->u[row->from[i]]) * part[row->from[i]];
                y += d[row->to] * e * draw->axis[component][row->to].scatter;
              }
            break;
          case SL_PHI_FRACTION:
            if (stands)
              y = stands->d[by->parameter];
            break;
          default:
            break;
          }
      y = y * f * g;
      SL_LANE (phi[j]) = stands ? SL_LANE (phi[j]) + y : y;
    }
}

/* How much of the population each of these galaxies stands for: 1, or its component's part at its halo mass.
 * Lanes 0-3: the passage's parameters; lane 4: logm0. */
SL_LOOP SlDual
sl_pop_standing (const SlPopDraw *draw, const SlPopTile *tile, int component)
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

/* Bins within reach of the smoothing: from the first of each galaxy on, as many for all. */
SL_INLINE int
sl_pop_slices (const SlPopBinPlan *bins)
{
  return (int) (2.0f * (SL_POP_REACH * bins->bin_width) / bins->bin_step) + 3;
}

/* The whole number below x, where that is no large one; else one of the same sign. */
SL_INLINE SlG
sl_pop_floor (SlG x)
{
  const SlG kept = sl_select_g (x < -1e6f, x * 0.0f - 1e6f, sl_select_g (x > 1e6f, x * 0.0f + 1e6f, x)),
            whole = sl_round_g (kept);

  return sl_select_g (whole > kept, whole - 1.0f, whole);
}

/* What galaxies add to bins: part (2, sl_pop_slices()): their part of each bin from rows->first on, and its
 * derivative by magnitude; by (2, n_phi), or NULL: what these derivatives and the parts themselves gain from
 * each parameter of the population. */
SL_INLINE void
sl_pop_row_lanes (const SlPopBinPlan *bins, const SlPopDraw *draw, const SlPopTile *tile,
                  const SlPopMags *mags, int component, SlPopRows *rows, SlPopLane *part, SlPopLane *by)
{
  const SlDual stands = sl_pop_standing (draw, tile, component);
  const SlDual mag = sl_variable_g (SL_LANE (mags->mag[bins->band]), 0);
  const SlDual colour = sl_variable_g (SL_LANE (mags->mag[bins->blue]) - SL_LANE (mags->mag[bins->red]), 1);
  const SlDual passes = sl_triweight_c_D (quo (sub (colour, bins->cut), bins->cut_width));
  const SlG first = sl_pop_floor ((mag.v - SL_POP_REACH * bins->bin_width - bins->bin_lo) / bins->bin_step);
  const SlG k = sl_pop_floor ((mag.v - bins->bin_lo) / bins->bin_step),
            c = sl_pop_floor ((colour.v - bins->map_lo) / bins->map_step);
  const int n_parts = sl_pop_slices (bins);
  SlDual below =
      sl_triweight_c_D (quo (sub (add (mul (first, bins->bin_step), bins->bin_lo), mag), bins->bin_width));

  SL_LANE (rows->mag) = mag.v;
  SL_LANE (rows->stands) = stands.v;
  SL_LANE (rows->passes) = passes.v;
  SL_LANE (rows->first) = first;
  SL_LANE (rows->bin) = k;
  SL_LANE (rows->colour) = c;
  for (int o = 0; o < n_parts; o++)
    {
      const SlG edge = (first + (float) (o + 1)) * bins->bin_step + bins->bin_lo;
      const SlDual above = sl_triweight_c_D (quo (sub (edge, mag), bins->bin_width)),
                   between = sub (above, below);

      SL_LANE (part[o]) = between.v;
      SL_LANE (part[n_parts + o]) = between.d[0];
      below = above;
    }
  if (by)
    {
      SlPopLane *rest = by + bins->n_phi;
      SlG d[SL_POP_N];

      for (int p = 0; p < SL_POP_N; p++)
        d[p] = SL_LANE (mags->dmag[bins->band][p]);
      sl_pop_to_population (bins, draw, tile, component, d, stands.v, passes.v, NULL, by);
      for (int p = 0; p < SL_POP_N; p++)
        d[p] = SL_LANE (mags->dmag[bins->blue][p]) - SL_LANE (mags->dmag[bins->red][p]);
      sl_pop_to_population (bins, draw, tile, component, d, stands.v, passes.d[1], NULL, rest);
      if (draw->n_components == 1)
        return;
      for (int p = 0; p < SL_POP_N; p++)
        d[p] = stands.v * 0.0f;
      d[SL_POP_LOGM0] = stands.d[4];
      sl_pop_to_population (bins, draw, tile, component, d, passes.v, passes.v * 0.0f + 1.0f, &stands, rest);
    }
}
