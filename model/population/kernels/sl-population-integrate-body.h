/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Integrates a star-formation history from the first time to the time of observation, and assigns the mass
 * formed to age bins [PHYSICS, sections 2, 3]. No include guard: read once for each kind of number
 * (SL_REAL, SL_FN), after sl-formula-galaxies.h, and for each kind of sums: the including file defines
 * SL_POP_SUM (name), and with it the type SL_POP_SUM (PopIntegrate) of sums, which has a member mass, and
 * SL_POP_SUM (pop_bin) (sums, age, mass), which adds a bin's mass to them.
 *
 * Masses are floats, so a bin's mass is never the difference of two large masses: the mass formed in a
 * cell of the table is a sum, and its division at a birth time follows from expm1 of the slope of lg M
 * over lg t in the cell, counted backwards from the cell's end. */

/* SFR at lg t. p: the SL_POP_N_SFH parameters; pace: sl_quenching_pace (). */
SL_INLINE SL_REAL
SL_POP_SUM (pop_rate) (float lgt, const SL_REAL *p, SL_REAL lgt_peak, SL_REAL pace)
{
  SL_REAL t = constant_like (p[0], lgt);
  SL_REAL halo = choose (sl_value (t) < sl_value (lgt_peak), t, lgt_peak);

  return SL_FN (sfr_of_halo) (SL_FN (mah_growing) (halo, p), p + SL_POP_LGMCRIT,
                              SL_FN (lg_quenching) (t, p + SL_POP_LG_QT, pace));
}

SL_INLINE void
SL_POP_SUM (pop_integrate) (const SlPopSfhPlan *plan, const SL_REAL *p, SL_POP_SUM (PopIntegrate) *sums)
{
  const SL_REAL zero = zero_like (p[0]), lgt_peak = rlog10 (p[SL_POP_T_PEAK]),
                pace = SL_FN (quenching_pace) (p[SL_POP_QLGLGDT]);
  SL_REAL rate = SL_POP_SUM (pop_rate) (plan->lgt[0], p, lgt_peak, pace);
  SL_REAL mass = mul (plan->half[0], add (rate, SL_SFR_MIN)), open = zero;
  int k = plan->n_age - plan->n_before;

  for (int j = 0; j < plan->n_cells; j++)
    {
      const int whole = j < plan->n_cells - 1 || plan->last == 1.0f;
      SL_REAL next = SL_POP_SUM (pop_rate) (plan->lgt[j + 1], p, lgt_peak, pace);
      SL_REAL more = mul (plan->half[j + 1], add (rate, next));

      if (plan->n_edges[j] == 0 && whole)
        open = add (open, more);
      else
        {
          SL_REAL slope = rlog1p (quo (more, mass)), end, left;

          if (!whole)
            more = mul (mass, rexpm1 (mul (plan->last, slope)));
          end = add (mass, more);
          left = more;
          for (int i = 0; i < plan->n_edges[j]; i++, k--)
            {
              SL_REAL after = mul (mul (-1.0, end), rexpm1 (mul (-plan->y[plan->n_age - k], slope)));

              if (k < plan->n_age)
                SL_POP_SUM (pop_bin) (sums, k, add (open, sub (left, after)));
              open = zero;
              left = after;
            }
          open = add (open, left);
        }
      mass = add (mass, more);
      rate = next;
    }
  sums->mass = mass;
}
