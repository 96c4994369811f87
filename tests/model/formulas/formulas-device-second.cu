/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formula headers as device code for second derivatives: that they compile, and that on the host side of
 * the same compiler a second derivative is the slope of a first. Needs no device to run. */
#include <cmath>
#include <cstdio>

#define SL_DUAL_SECOND
#include "model/formulas/sl-formula.h"
#include "model/dust/sl-dust-law.h"
#include "model/sfh/sl-sfh-form.h"

__global__ void
some_formulas (const double *x, double *out)
{
  SlDual p[16], t = sl_dual_constant (x[0]), w[8];
  const double edges[9] = { -10, -3, -2, -1, 0, 1, 2, 3, 10 };

  for (int i = 0; i < 16; i++)
    {
      p[i] = sl_dual_constant (x[i]);
      p[i].d[i % 2] = 1.0;
    }
  sl_bin_weights_D (p[0], p[1], edges, 8, w);
  out[0] = sl_sfr_diffstar_D (t, rlog10 (t), p).dd + sl_sfr_diffstar_lag_D (t, rlog10 (t), p).dd + w[0].dd;
  out[1] = sl_cosmo_dimming_D (p[0], p + 1).dd + sl_sfh_formed_lognormal (t, p, p[0], 0).dd
           + sl_line_in_pixel_D (5e3, 4e3, 6e3, p[0]).dd;
  out[2] = rroot (p[0]).dd;
  for (int formula = 0; formula < SL_N_DUST_FORMULAS; formula++)
    out[2] += sl_dust_transmission_D ((SlDustFormula) formula, x[0], x[1], x[2], p).dd;
}

/* SFR of the default galaxy at 5 Gyr, along lg t_q (direction 0) and lg q_drop (direction 1). */
static SlDual
rate (double lg_qt, double lg_drop)
{
  double v[14] = {
    12, 0.05, 2.6137643, 0.12692805, 14, 12, -10, 1, -1, 2, lg_qt, -0.50725, lg_drop, -0.212307
  };
  SlDual p[14];

  for (int i = 0; i < 14; i++)
    p[i] = sl_dual_constant (v[i]);
  p[10].d[0] = p[12].d[1] = 1.0;
  return sl_sfr_diffstar_D (sl_dual_constant (5.0), sl_dual_constant (log10 (5.0)), p);
}

int
main ()
{
  const double qt = 0.8, drop = -1.0, h = 1e-5;
  SlDual y = rate (qt, drop), up = rate (qt, drop + h), down = rate (qt, drop - h);
  double difference = (up.d[0] - down.d[0]) / (2 * h);

  std::printf ("1..1\n");
  std::printf ("%s 1 curvature\n",
               y.dd != 0.0 && std::fabs (difference - y.dd) <= 1e-7 * std::fabs (y.dd) ? "ok" : "not ok");
  return 0;
}
