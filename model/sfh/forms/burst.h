/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `burst`: the triweight kernel T(t; t_burst, burst_width), 0 before the Big Bang. Its integral is
 * C(t; t_burst, burst_width) - C(0; t_burst, burst_width). */
#ifdef SL_SFH_RATE
enum { SL_BURST_T = 1, SL_BURST_WIDTH };

SL_SFH_RATE (burst)
{
  return SL_FN (triweight) (t, p[SL_BURST_T], p[SL_BURST_WIDTH]);
}

SL_SFH_FORMED (burst)
{
  return sub (SL_FN (triweight_cumulative) (t, p[SL_BURST_T], p[SL_BURST_WIDTH]),
              SL_FN (triweight_cumulative) (zero_like (t), p[SL_BURST_T], p[SL_BURST_WIDTH]));
}
#endif
