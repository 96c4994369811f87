/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `constant`: 1 between t_start and t_end, else 0. Its integral is max [0, min (t, t_end) - t_start]. */
#ifdef SL_SFH_RATE
enum { SL_CONSTANT_T_START = 1, SL_CONSTANT_T_END };

SL_SFH_RATE (constant)
{
  return choose (sl_value (t) < sl_value (p[SL_CONSTANT_T_START])
                     || sl_value (t) > sl_value (p[SL_CONSTANT_T_END]),
                 zero_like (t), constant_like (t, 1.0));
}

SL_SFH_FORMED (constant)
{
  SL_REAL until = choose (sl_value (t) > sl_value (p[SL_CONSTANT_T_END]), p[SL_CONSTANT_T_END], t);

  return at_least (sub (until, p[SL_CONSTANT_T_START]), 0.0);
}
#endif
