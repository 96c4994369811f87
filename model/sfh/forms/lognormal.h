/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `lognormal`: exp [-(ln t - m)^2 / (2 s^2)] / t. Its integral is
 * s sqrt (pi / 2) {1 + erf [(ln t - m) / (sqrt (2) s)]}. */
#ifdef SL_SFH_RATE
enum { SL_LOGNORMAL_M = 1, SL_LOGNORMAL_S };

SL_SFH_RATE (lognormal)
{
  SL_REAL u = quo (sub (rlog (t), p[SL_LOGNORMAL_M]), p[SL_LOGNORMAL_S]);

  return quo (rexp (mul (-0.5, sqr (u))), t);
}

SL_SFH_FORMED (lognormal)
{
  SL_REAL u = quo (sub (rlog (t), p[SL_LOGNORMAL_M]), mul (1.4142135623730951, p[SL_LOGNORMAL_S]));

  return mul (mul (1.2533141373155003, p[SL_LOGNORMAL_S]), add (1.0, rerf (u)));
}
#endif
