/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `tau`: exp (-x) with x = (t - t_start) / tau; 0 before the start. Its integral is tau [1 - exp (-x)]. */
#ifdef SL_SFH_RATE
enum { SL_TAU_T_START = 1, SL_TAU_TAU };

SL_SFH_RATE (tau)
{
  SL_REAL x = quo (sub (t, p[SL_TAU_T_START]), p[SL_TAU_TAU]);

  return choose (sl_value (x) < 0.0, zero_like (x), rexp (mul (-1.0, at_least (x, 0.0))));
}

SL_SFH_FORMED (tau)
{
  SL_REAL x = at_least (quo (sub (t, p[SL_TAU_T_START]), p[SL_TAU_TAU]), 0.0);

  return mul (p[SL_TAU_TAU], sub (1.0, rexp (mul (-1.0, x))));
}
#endif
