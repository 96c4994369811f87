/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `delayed_tau`: tau x exp (-x) with x = (t - t_start) / tau; 0 before the start. Its integral is
 * tau^2 [1 - (1 + x) exp (-x)]. */
#ifdef SL_SFH_RATE
enum { SL_DELAYED_TAU_T_START = 1, SL_DELAYED_TAU_TAU };

SL_SFH_RATE (delayed_tau)
{
  SL_REAL x = at_least (quo (sub (t, p[SL_DELAYED_TAU_T_START]), p[SL_DELAYED_TAU_TAU]), 0.0);

  return mul (p[SL_DELAYED_TAU_TAU], mul (x, rexp (mul (-1.0, x))));
}

SL_SFH_FORMED (delayed_tau)
{
  SL_REAL x = at_least (quo (sub (t, p[SL_DELAYED_TAU_T_START]), p[SL_DELAYED_TAU_TAU]), 0.0);

  return mul (sqr (p[SL_DELAYED_TAU_TAU]), sub (1.0, mul (add (1.0, x), rexp (mul (-1.0, x)))));
}
#endif
