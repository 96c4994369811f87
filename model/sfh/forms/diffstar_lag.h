/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `diffstar_lag`: a halo whose stars form from gas that was accreted over the last tau_dep (Alarcon et al.
 * 2023). The formula is that of sl-formula-lag.h. */
#ifdef SL_SFH_RATE
SL_SFH_RATE (diffstar_lag)
{
  return SL_FN (sfr_diffstar_lag) (t, lgt, p);
}
#endif
