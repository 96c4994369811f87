/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `double_powerlaw`: 1 / [(t/tau)^alpha + (t/tau)^-beta]. Its integral has no closed form. */
#ifdef SL_SFH_RATE
enum { SL_DPL_TAU = 1, SL_DPL_ALPHA, SL_DPL_BETA };

SL_SFH_RATE (double_powerlaw)
{
  SL_REAL x = rlog (quo (t, p[SL_DPL_TAU]));

  return quo (1.0, add (rexp (mul (p[SL_DPL_ALPHA], x)), rexp (mul (-1.0, mul (p[SL_DPL_BETA], x)))));
}
#endif
