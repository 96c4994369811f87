/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formula headers as device code: that they compile, and that on the host side of the same compiler a
 * dual number gives the value of the double and the slope of a difference. Needs no device to run. */
#include <cmath>
#include <cstdio>

#define SL_DUAL_K 16
#include "model/formulas/sl-formula.h"
#include "model/dust/sl-dust-law.h"
#include "model/sfh/sl-sfh-form.h"

/* Every kind of formula has a use here, so that none escapes the compiler. */
__global__ void
all_formulas (const double *x, double *out)
{
  SlDual p[16], t = sl_dual_constant (x[0]), w[8];
  const double edges[9] = { -10, -3, -2, -1, 0, 1, 2, 3, 10 };

  for (int i = 0; i < 16; i++)
    {
      p[i] = sl_dual_constant (x[i]);
      p[i].d[i] = 1.0;
    }
  sl_bin_weights_D (p[0], p[1], edges, 8, w);
  out[0] =
      sl_sfr_diffstar_D (t, rlog10 (t), p).d[0] + sl_sfr_diffstar_lag_D (t, rlog10 (t), p).d[1] + w[0].d[0];
  out[1] = sl_cosmo_dimming_D (p[0], p + 1).d[0] + sl_cosmo_age_z0_D (p).d[0]
           + sl_cosmo_lookback_D (p[0], p + 1).v;
  out[2] = 0.0;
  for (int law = 0; law < SL_N_DUST_LAWS; law++)
    for (int formula = 0; formula < SL_N_DUST_FORMULAS; formula++)
      {
        SlDual curve[SL_N_CURVE];

        sl_dust_curve_D ((SlDustFormula) formula, SL_DUST_ACTS_BY_AGE | SL_DUST_ACTS_BUMP_TIED, t, p, curve);
        out[2] += sl_dust_transmission_D ((SlDustFormula) formula, sl_dust_k ((SlDustLaw) law, x[0]), x[1],
                                          x[2], curve)
                      .d[0];
      }
  out[3] = sl_line_in_pixel_D (5000.0, 4999.0, 5001.0, p[0]).d[0] + sl_magnitude_D (p[0], 1.0).d[0]
           + sl_mass_surviving_D (p[0], 0.2, 0.1).v + sl_mass_remnant_D (p[0], -1.4).v
           + sl_burst_shape_D (6.0, p[0], p[1]).v;
  const SlSfhInputs in = { edges + 4, 0, 0, 0, 0, 0 };

  out[4] = sl_sfh_formed_tau (t, p, p[0], &in).v + sl_sfh_formed_delayed_tau (t, p, p[0], &in).v
           + sl_sfh_formed_lognormal (t, p, p[0], &in).v + sl_sfh_formed_constant (t, p, p[0], &in).v
           + sl_sfh_formed_burst (t, p, p[0], &in).v + sl_sfh_rate_double_powerlaw (t, t, p, p[0], &in).v
           + sl_sfh_formed_table (t, p, p[0], &in).v + sl_sfh_rate_table (t, t, p, p[0], &in).v
           + sl_sfh_formed_continuity (t, p, p[0], &in).v + sl_sfh_rate_continuity (t, t, p, p[0], &in).v;
  out[5] =
      sl_observable_D (SL_FORMULA_INDEX, p, t, x).d[2] + sl_observable_D (SL_FORMULA_SLOPE, p, t, x).d[9];
}

int
main ()
{
  /* The default galaxy at 5 Gyr: SFR by lg M0. */
  double v[14] = { 12, 0.05, 2.6137643, 0.12692805, 14, 12, -10, 1, -1, 2, 1, -0.50725, -1.01773, -0.212307 };
  const double h = 1e-6;
  SlDual p[14], y;

  for (int i = 0; i < 14; i++)
    {
      p[i] = sl_dual_constant (v[i]);
      p[i].d[i] = 1.0;
    }
  y = sl_sfr_diffstar_D (sl_dual_constant (5.0), sl_dual_constant (log10 (5.0)), p);
  std::printf ("1..2\n");
  std::printf ("%s 1 value\n",
               std::fabs (y.v - sl_sfr_diffstar_d (5.0, log10 (5.0), v)) <= 1e-14 * y.v ? "ok" : "not ok");
  v[0] += h;
  double up = sl_sfr_diffstar_d (5.0, log10 (5.0), v);
  v[0] -= 2 * h;
  double down = sl_sfr_diffstar_d (5.0, log10 (5.0), v);
  std::printf ("%s 2 slope\n",
               std::fabs ((up - down) / (2 * h) - y.d[0]) <= 1e-7 * std::fabs (y.d[0]) ? "ok" : "not ok");
  return 0;
}
