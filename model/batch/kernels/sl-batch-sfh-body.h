/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Masses by age of the form `diffstar` [PHYSICS, sections 1-3], each lane with a time of observation of its
 * own. No include guard: read once for each kind of number (SL_REAL, SL_FN). The including file defines
 * SL_FN (batch_seed), _store, _load, _sum, _gather: how a number with N_PARTS parts (value and tangents)
 * lies in arrays.
 *
 * Masses are floats, and the mass of a bin is no difference of two large floats: within a cell of the table
 * it follows from expm1 of the slope of ln M in the cell, counted backwards from the cell's end, or in the
 * cell in which the galaxy is seen from that time, so that the youngest bins keep their digits; whole cells
 * are differences of sums in doubles. */

/* SFR at t, lgt = lg t. pace: sl_quenching_pace (). */
SL_INLINE SL_REAL
SL_FN (batch_rate) (SL_REAL lgt, const SL_REAL *p, SL_REAL lgt_peak, SL_REAL pace)
{
  SL_REAL halo = choose (sl_value (lgt) < sl_value (lgt_peak), lgt, lgt_peak);

  return SL_FN (sfr_of_halo) (SL_FN (mah_growing) (halo, p), p + SL_MAH_N_PARAMS,
                              SL_FN (lg_quenching) (lgt, p + SL_MAH_N_PARAMS + SL_MS_N_PARAMS, pace));
}

/* Fills mass, growth and sum of the table. */
SL_INLINE void
SL_FN (batch_tabulate) (const SlBatchSfhPlan *plan, const SlBatchSfhWork *work, const SL_REAL *p,
                        SL_REAL lgt_peak, SL_REAL pace, int at)
{
  SL_REAL last = constant_like (p[0], SL_SFR_MIN), before = zero_like (p[0]);

  for (int j = 0; j < plan->n_times; j++)
    {
      SL_REAL rate = SL_FN (batch_rate) (constant_like (p[0], plan->lgt[j]), p, lgt_peak, pace);
      SL_REAL more = mul (plan->half[j], add (rate, last));

      if (j > 0)
        SL_FN (batch_store) (work->growth + (j - 1) * N_PARTS, at, rlog1p (quo (more, before)));
      before =
          SL_FN (batch_sum) (j > 0 ? work->sum + (j - 1) * N_PARTS : NULL, more, work->sum + j * N_PARTS, at);
      SL_FN (batch_store) (work->mass + j * N_PARTS, at, before);
      last = rate;
    }
}

/* Where a birth lies: its cell in each lane, the entry of the table at the cell's end (or, in the cell of
 * observation, the entry behind the table, which is of that time), and how much mass forms between both. */
typedef struct {
  int cell[SL_NF], end[SL_NF];
  SL_REAL after;
} SL_FN (BatchBirth);

/* Stars of the given age, Gyr. seen: where they are observed; NULL: this is that. */
SL_INLINE
SL_FN (BatchBirth)
    SL_FN (batch_birth) (const SlBatchSfhPlan *plan, const SlBatchSfhWork *work, const SlBatchWide *t_obs,
                         SL_REAL by_t_obs, double age, const SL_FN (BatchBirth) * seen, int at)
{
  const double *t = plan->t;
  const int most = plan->n_times - 2;
  const double per_step = (plan->n_times - 1) / (t[plan->n_times - 1] - t[0]);
  SL_FN (BatchBirth) out;
  SlBatchLane left, birth, moves, ends, per;
  SL_REAL y;

  for (int i = 0; i < SL_NF; i++)
    {
      /* Older than the table: as if born at its beginning. */
      const double when = t_obs->v[at + i] - age, b = when > t[0] ? when : t[0];
      int cell = (int) ((b - t[0]) * per_step), here;

      cell = cell > most ? most : cell;
      cell -= cell > 0 && b < t[cell];
      cell += cell < most && b >= t[cell + 1];
      here = seen && cell == seen->cell[i];
      out.cell[i] = cell;
      out.end[i] = here ? plan->n_times : cell + 1;
      left.v[i] = (float) (here ? t_obs->v[at + i] - b : t[cell + 1] - b);
      birth.v[i] = (float) b;
      /* d birth / d t_obs and d (end) / d t_obs. */
      moves.v[i] = when > t[0] ? 1.0f : 0.0f;
      ends.v[i] = here ? 1.0f : 0.0f;
      per.v[i] = plan->per_dex[cell];
    }
  y = mul (SL_AT (per, 0),
           rlog1p (quo (add (SL_AT (left, 0), mul (SL_AT (ends, 0) - SL_AT (moves, 0), by_t_obs)),
                        add (SL_AT (birth, 0), mul (SL_AT (moves, 0), by_t_obs)))));
  out.after = mul (mul (-1.0, SL_FN (batch_gather) (work->mass, out.end, at)),
                   rexpm1 (mul (mul (-1.0, y), SL_FN (batch_gather) (work->growth, out.cell, at))));
  return out;
}

/* The burst's share of each bin, not normalised, into work->shape; returned, its sum. */
SL_INLINE SL_REAL
SL_FN (batch_burst) (const SlBatchSfhPlan *plan, const SlBatchSfhWork *work, const SlBatchWide *t_obs,
                     const SL_REAL *burst, int at)
{
  SL_REAL sum = zero_like (burst[0]);

  for (int a = 0; a < plan->n_age; a++)
    {
      SL_REAL shape = SL_FN (burst_shape) (plan->lg_yr[a], burst[1], burst[2]);
      SlBatchLane part;

      for (int i = 0; i < SL_NF; i++)
        {
          const double x =
              (t_obs->v[at + i] - SL_T_MIN - plan->edge[a]) / (plan->edge[a + 1] - plan->edge[a]);

          part.v[i] = (float) (x < 0.0 ? 0.0 : x > 1.0 ? 1.0 : x);
        }
      shape = mul (SL_AT (part, 0), shape);
      sum = add (sum, shape);
      SL_FN (batch_store) (work->shape + a * N_PARTS, at, shape);
    }
  return sum;
}

SL_LOOP void
SL_FN (batch_sfh_lanes) (const SlBatchSfhPlan *plan, const SlBatchSfhWork *work, const Pass *pass,
                         SlBatchTile *tile, int at)
{
  SL_REAL p[SL_BATCH_N_HISTORY], by_t_obs, lgt_peak, pace, mass, total, smooth, norm, f, of_burst;
  SL_FN (BatchBirth) seen, younger, birth;

  for (int i = 0; i < SL_BATCH_N_HISTORY; i++)
    p[i] = SL_FN (batch_seed) (SL_AT (tile->history[i], at), pass, i);
  /* 0, with the tangent by the time of observation. */
  by_t_obs = SL_FN (batch_seed) ((SlG) { 0 }, pass, SL_BATCH_T_OBS);
  lgt_peak = rlog10 (p[SL_MAH_T_PEAK]);
  pace = SL_FN (quenching_pace) (p[SL_MAH_N_PARAMS + SL_MS_N_PARAMS + SL_QUENCHING_QLGLGDT]);
  SL_FN (batch_tabulate) (plan, work, p, lgt_peak, pace, at);

  seen = SL_FN (batch_birth) (plan, work, &tile->t_obs, by_t_obs, 0.0, NULL, at);
  mass = SL_FN (batch_less) (work->sum, seen.end, seen.after, work->sum + plan->n_times * N_PARTS, at);
  SL_FN (batch_store) (work->mass + plan->n_times * N_PARTS, at, mass);
  SL_FN (batch_keep) (tile->lgm, tile->lgm + 1, pass, at, rlog10 (mass));
  {
    SlBatchLane now;
    SL_REAL rate;

    for (int i = 0; i < SL_NF; i++)
      now.v[i] = (float) tile->t_obs.v[at + i];
    rate = SL_FN (batch_rate) (rlog10 (add (SL_AT (now, 0), by_t_obs)), p, lgt_peak, pace);
    SL_FN (batch_keep) (tile->sfr, tile->sfr + 1, pass, at, rate);
  }
  younger = SL_FN (batch_birth) (plan, work, &tile->t_obs, by_t_obs, plan->edge[0], &seen, at);
  total = zero_like (p[0]);
  for (int a = 0; a < plan->n_age; a++)
    {
      SL_REAL bin;

      birth = SL_FN (batch_birth) (plan, work, &tile->t_obs, by_t_obs, plan->edge[a + 1], &seen, at);
      bin = add (sub (birth.after, younger.after),
                 SL_FN (batch_between) (work->sum, younger.end, birth.end, at));
      SL_FN (batch_store) (work->raw + a * N_PARTS, at, bin);
      total = add (total, bin);
      younger = birth;
    }
  norm = SL_FN (batch_burst) (plan, work, &tile->t_obs, p + SL_BATCH_BURST, at);
  f = rexp10 (p[SL_BATCH_BURST]);
  of_burst = choose (sl_value (norm) > 0.0f, mul (quo (f, norm), mass), zero_like (mass));
  smooth = mul (sub (1.0, f), choose (sl_value (total) > 0.0f, quo (mass, total), zero_like (mass)));
  for (int a = 0; a < plan->n_age; a++)
    {
      SL_REAL m = add (mul (smooth, SL_FN (batch_load) (work->raw + a * N_PARTS, at)),
                       mul (of_burst, SL_FN (batch_load) (work->shape + a * N_PARTS, at)));

      SL_FN (batch_keep) (tile->mass + a, tile->dmass + a * SL_BATCH_N_SFH_SLOTS, pass, at, m);
    }
}
