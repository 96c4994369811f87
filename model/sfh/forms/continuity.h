/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `continuity` (Leja et al. 2019): constant rates in bins of lookback time from t_obs, between in->edges
 * (SL_SFH_N_BINS + 1) [Gyr, increasing]. p[SL_CONTINUITY_RATIO_1 + i] = lg (rate of bin i / rate of the next
 * older bin); the oldest bin has rate 1. The integral is the sum over bins of rate times the time passed. */
#ifndef SL_SFH_N_BINS
#define SL_SFH_N_BINS 7
#endif

#ifdef SL_SFH_RATE
enum { SL_CONTINUITY_RATIO_1 = 1 };

SL_SFH_RATE (continuity)
{
  SL_REAL lg = zero_like (p[SL_CONTINUITY_RATIO_1]);
  double age = sl_value (t_obs) - sl_value (t);

  if (age > in->edges[SL_SFH_N_BINS])
    return lg;
  for (int i = SL_SFH_N_BINS - 2; i >= 0 && age < in->edges[i + 1]; i--)
    lg = add (lg, p[SL_CONTINUITY_RATIO_1 + i]);
  return rexp10 (lg);
}

SL_SFH_FORMED (continuity)
{
  SL_REAL lg = zero_like (p[SL_CONTINUITY_RATIO_1]), sum = lg;

  for (int i = SL_SFH_N_BINS - 1; i >= 0; i--)
    {
      SL_REAL from = at_least (sub (t_obs, in->edges[i + 1]), SL_T_MIN),
              until = at_least (sub (t_obs, in->edges[i]), SL_T_MIN);

      if (i < SL_SFH_N_BINS - 1)
        lg = add (lg, p[SL_CONTINUITY_RATIO_1 + i]);
      if (sl_value (t) <= sl_value (from))
        break;
      /* The youngest bin continues after t_obs. */
      sum = add (sum, mul (rexp10 (lg), sub (i > 0 && sl_value (t) > sl_value (until) ? until : t, from)));
    }
  return sum;
}
#endif
