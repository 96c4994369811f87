/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Star-formation history and stellar ages [PHYSICS, sections 1-3]. Compiled once for each instruction set. */
#include "model/sl-cpu-history.h"

#define SL_DUAL_T SlV8
#define SL_DUAL_K (SL_LANES / 8)
#include "model/sl-formula.h"

/* The layout of SlLanes is that of SlDual here: a value, padding to the vectors' alignment, the tangents. */
G_STATIC_ASSERT (sizeof (SlDual) == sizeof (SlLanes));
G_STATIC_ASSERT (G_STRUCT_OFFSET (SlDual, d) == G_STRUCT_OFFSET (SlLanes, d));
#define AT(lanes, i) (((SlDual *) (lanes))[i])

static SlDual
variable (double v, guint lane)
{
  SlDual x = { .v = v };

  x.d[lane / 8][lane % 8] = 1.0;
  return x;
}

/* One row for each form: adding one is adding its formula and a row. */
typedef SlDual (*SfrFormula) (SlDual t, SlDual lgt, const SlDual *p);
static SlDual form_diffstar (SlDual t, SlDual lgt, const SlDual *p) { return sl_sfr_diffstar_D (t, lgt, p); }
static SlDual form_diffstar_lag (SlDual t, SlDual lgt, const SlDual *p) { return sl_sfr_diffstar_lag_D (t, lgt, p); }
static const SfrFormula sfr_table[SL_N_SFH_FORMS] = {
  [SL_SFH_DIFFSTAR] = form_diffstar,
  [SL_SFH_DIFFSTAR_LAG] = form_diffstar_lag,
};

static void
parameters (const SlHistory *h, SlDual *p)
{
  for (guint i = 0; i < SL_N_SFH_LANES; i++)
    p[i] = variable (h->p[i], SL_LANE_SFH + i);
}

/* f B(age) and 1 - f of a burst on top of the smooth history. */
static void
burst_weights (SlHistory *h, const SlAgeGrid *ages)
{
  SlDual f = rexp10 (variable (h->burst[0], SL_LANE_BURST));
  SlDual peak = variable (h->burst[1], SL_LANE_BURST + 1), last = variable (h->burst[2], SL_LANE_BURST + 2);
  SlDual sum = { 0 };

  for (guint a = 0; a < ages->n_age; a++)
    {
      AT (h->burst_w, a) = sl_burst_shape_D (ages->lg_age[a] + 9.0, peak, last);
      sum = add (sum, AT (h->burst_w, a));
    }
  if (sum.v > 0.0)
    f = quo (f, sum), AT (h->burst_w, ages->n_age) = sub (1.0, mul (f, sum));
  else
    AT (h->burst_w, ages->n_age) = sub (1.0, f);
  for (guint a = 0; a < ages->n_age; a++)
    AT (h->burst_w, a) = mul (f, AT (h->burst_w, a));
}

void
SL_SIMD_NAME (sl_history) (SlHistory *h, const SlAgeGrid *ages)
{
  SlDual p[SL_N_SFH_LANES], mass = { 0 }, last = { .v = SL_SFR_MIN };
  double t_last = SL_T_MIN;

  parameters (h, p);
  for (guint j = 0; j < SL_N_TABLE; j++)
    {
      SlDual t = { .v = h->t[j] }, lgt = { .v = h->lgt[j] };
      SlDual sfr = sfr_table[h->form] (t, lgt, p);

      AT (h->sfr, j) = sfr;
      mass = add (mass, mul (0.5e9 * (h->t[j] - t_last), add (sfr, last)));
      AT (h->lgm, j) = rlog10 (mass);
      last = sfr;
      t_last = h->t[j];
      h->fq[j] = sl_quenching_d (h->lgt[j], h->p + 10);
      h->lgmh[j] = sl_mah_lgm_d (h->t[j], h->lgt[j], h->p);
    }
  burst_weights (h, ages);
}

/* lg of the mass formed by time t: linear in lg t between the table's times, constant beyond its ends. */
static SlDual
lg_mass_at (const SlHistory *h, SlDual t)
{
  const double step = (h->t[SL_N_TABLE - 1] - h->t[0]) / (SL_N_TABLE - 1);
  SlDual lgt = rlog10 (t), f;
  int i;

  if (lgt.v < h->lgt[0])
    return AT (h->lgm, 0);
  if (lgt.v > h->lgt[SL_N_TABLE - 1])
    return AT (h->lgm, SL_N_TABLE - 1);
  i = CLAMP ((int) ((t.v - h->t[0]) / step), 0, SL_N_TABLE - 2);
  while (i > 0 && lgt.v < h->lgt[i])
    i--;
  while (i < SL_N_TABLE - 2 && lgt.v >= h->lgt[i + 1])
    i++;
  f = sl_between_D (lgt, h->lgt[i], h->lgt[i + 1]);
  return add (AT (h->lgm, i), mul (f, sub (AT (h->lgm, i + 1), AT (h->lgm, i))));
}

void
SL_SIMD_NAME (sl_age_masses) (const SlHistory *h, const SlAgeGrid *ages, double t, gboolean t_varies, SlLanes *scratch,
                              SlAgeMasses *out)
{
  SlDual now = t_varies ? variable (t, SL_LANE_T) : sl_dual_constant (t);
  SlDual p[SL_N_SFH_LANES], lgm = lg_mass_at (h, now), mass, total = { 0 }, smooth;
  gboolean before = FALSE;

  parameters (h, p);
  AT (&out->lgm, 0) = lgm;
  AT (&out->sfr, 0) = sfr_table[h->form] (now, rlog10 (now), p);
  for (guint a = 0; a <= ages->n_age; a++)
    {
      SlDual birth = at_least (sub (now, ages->edge[a]), SL_T_MIN);

      /* Older than the universe: the mass no longer changes. */
      if (a > 0 && birth.v == SL_T_MIN && before)
        AT (scratch, a) = AT (scratch, a - 1);
      else
        AT (scratch, a) = rexp10 (lg_mass_at (h, birth));
      if (a > 0)
        total = add (total, sub (AT (scratch, a - 1), AT (scratch, a)));
      before = birth.v == SL_T_MIN;
    }
  mass = rexp10 (lgm);
  smooth = quo (mul (mass, AT (h->burst_w, ages->n_age)), total);
  for (guint a = 0; a < ages->n_age; a++)
    {
      SlDual m = add (mul (smooth, sub (AT (scratch, a), AT (scratch, a + 1))), mul (mass, AT (h->burst_w, a)));

      out->m[a] = m.v;
      for (guint k = 0; k < SL_DUAL_K; k++)
        *(SlV8u *) (out->dm + a * SL_LANES + 8 * k) = m.d[k];
      if (out->w)
        out->w[a] = m.v / mass.v;
    }
}
