/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `diffstar`: a halo whose stars form in proportion to its gas (Alarcon et al. 2023, reformulated in 2025).
 * The formula is that of sl-formula-sfh.h, which populations use too. */
#ifdef SL_SFH_RATE
SL_SFH_RATE (diffstar)
{
  return SL_FN (sfr_diffstar) (t, lgt, p);
}
#endif
