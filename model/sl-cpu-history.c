/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Star-formation history and stellar ages [PHYSICS, sections 1-3]. Compiled once for each instruction set. */
#include "model/sl-cpu-history.h"

#define SL_DUAL_T SlV8
#define SL_DUAL_K (SL_LANES / 8)
#include "model/sl-formula.h"

/* The layout of SlLanes is that of SlDual here: a value, padding to the vectors' alignment, the tangents. */
/* The formulas, which know no GLib, name the number of bins themselves. */
G_STATIC_ASSERT (SL_N_BINS == SL_SFH_N_BINS);
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

/* What a formula needs besides time and its parameters. */
typedef struct {
  SlDual p[SL_MAX_SFH_PARAMS];
  SlDual t_obs;
  const SlHistory *h;
} Form;

/* A form gives a rate at (t, lg t): in Msun/yr, or a shape whose scale the mass formed by t_obs fixes; and, where it has a
 * closed form, the shape's integral. Adding a form is adding its formulas and a row, and its parameters in
 * sl-parameters.c. */
typedef struct {
  SlDual (*rate) (const Form *f, SlDual t, SlDual lgt);
  SlDual (*formed) (const Form *f, SlDual t);
  gboolean given_mass;
} FormRow;

#define RATE(name, expression) static SlDual rate_##name (const Form *f, SlDual t, SlDual lgt) { return expression; }
#define FORMED(name, expression) static SlDual formed_##name (const Form *f, SlDual t) { return expression; }
RATE (diffstar, sl_sfr_diffstar_D (t, lgt, f->p))
RATE (diffstar_lag, sl_sfr_diffstar_lag_D (t, lgt, f->p))
RATE (tau, sl_rate_tau_D (t, f->p))
RATE (delayed, sl_rate_delayed_D (t, f->p))
RATE (lognormal, sl_rate_lognormal_D (t, f->p))
RATE (double_powerlaw, sl_rate_double_powerlaw_D (t, f->p))
RATE (constant, sl_rate_constant_D (t, f->p))
RATE (burst, sl_rate_burst_D (t, f->p))
RATE (continuity, sl_rate_continuity_D (t, f->p, f->t_obs, f->h->edges))
RATE (table, sl_rate_table_D (t, f->h->table->x, f->h->table->y, f->h->table->n))
FORMED (table, sl_formed_table_D (t, f->h->table->x, f->h->table->y, f->h->table->integral, f->h->table->n))
FORMED (tau, sl_formed_tau_D (t, f->p))
FORMED (delayed, sl_formed_delayed_D (t, f->p))
FORMED (lognormal, sl_formed_lognormal_D (t, f->p))
FORMED (constant, sl_formed_constant_D (t, f->p))
FORMED (burst, sl_formed_burst_D (t, f->p))
FORMED (continuity, sl_formed_continuity_D (t, f->p, f->t_obs, f->h->edges))
#undef RATE
#undef FORMED

static const FormRow form_table[SL_N_SFH_FORMS] = {
  [SL_SFH_DIFFSTAR] = { rate_diffstar, NULL, FALSE },
  [SL_SFH_DIFFSTAR_LAG] = { rate_diffstar_lag, NULL, FALSE },
  [SL_SFH_TAU] = { rate_tau, formed_tau, TRUE },
  [SL_SFH_DELAYED_TAU] = { rate_delayed, formed_delayed, TRUE },
  [SL_SFH_LOGNORMAL] = { rate_lognormal, formed_lognormal, TRUE },
  [SL_SFH_DOUBLE_POWERLAW] = { rate_double_powerlaw, NULL, TRUE },
  [SL_SFH_CONSTANT] = { rate_constant, formed_constant, TRUE },
  [SL_SFH_BURST] = { rate_burst, formed_burst, TRUE },
  [SL_SFH_CONTINUITY] = { rate_continuity, formed_continuity, TRUE },
  [SL_SFH_TABLE] = { rate_table, formed_table, TRUE },
};

static void
form_init (Form *f, const SlHistory *h)
{
  f->h = h;
  f->t_obs = variable (h->t_obs, SL_LANE_T);
  for (guint i = 0; i < SL_MAX_SFH_PARAMS; i++)
    f->p[i] = variable (h->p[i], SL_LANE_SFH + i);
}

/* SFR in Msun/yr, floored. */
static SlDual
rate_at (const Form *f, SlDual t, SlDual lgt)
{
  const FormRow *row = &form_table[f->h->form];
  SlDual rate = row->rate (f, t, lgt);

  if (row->given_mass)
    rate = mul (mul (1e-9, AT (&f->h->scale, 0)), rate);
  return at_least (rate, SL_SFR_MIN);
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
SL_SIMD_NAME (sl_history) (SlHistory *h, const SlAgeGrid *ages)
{
  const FormRow *row = &form_table[h->form];
  const gboolean halo = !row->given_mass;
  SlDual mass = { 0 }, last = { .v = halo ? SL_SFR_MIN : 0.0 };
  double t_last = SL_T_MIN;
  Form f;

  form_init (&f, h);
  AT (&h->scale, 0) = sl_dual_constant (1.0);
  if (row->formed)
    AT (&h->scale, 0) = quo (rexp10 (f.p[0]), row->formed (&f, f.t_obs));
  else
    {
      /* The integral by trapezoid, of the rate itself or of the shape. */
      for (guint j = 0; j < SL_N_TABLE; j++)
        {
          SlDual t = { .v = h->t[j] }, lgt = { .v = h->lgt[j] };
          SlDual rate = halo ? rate_at (&f, t, lgt) : row->rate (&f, t, lgt);

          mass = add (mass, mul ((halo ? 0.5e9 : 0.5) * (h->t[j] - t_last), add (rate, last)));
          AT (h->lgm, j) = rlog10 (mass);
          AT (h->sfr, j) = rate;
          last = rate;
          t_last = h->t[j];
        }
      if (row->given_mass)
        {
          SlDual lg = sub (f.p[0], lg_mass_at (h, f.t_obs));

          AT (&h->scale, 0) = rexp10 (lg);
          for (guint j = 0; j < SL_N_TABLE; j++)
            AT (h->lgm, j) = add (AT (h->lgm, j), lg);
        }
    }
  for (guint j = 0; j < SL_N_TABLE; j++)
    {
      SlDual t = { .v = h->t[j] }, lgt = { .v = h->lgt[j] };

      if (row->given_mass)
        AT (h->sfr, j) = rate_at (&f, t, lgt);
      h->fq[j] = halo ? sl_quenching_d (h->lgt[j], h->p + 10) : 1.0;
      h->lgmh[j] = halo ? sl_mah_lgm_d (h->t[j], h->lgt[j], h->p) : NAN;
    }
  burst_weights (h, ages);
}

/* Mass formed by t [Msun]. */
static SlDual
mass_at (const Form *f, SlDual t)
{
  const FormRow *row = &form_table[f->h->form];

  return row->formed ? mul (AT (&f->h->scale, 0), row->formed (f, t)) : rexp10 (lg_mass_at (f->h, t));
}

void
SL_SIMD_NAME (sl_age_masses) (const SlHistory *h, const SlAgeGrid *ages, double t, gboolean t_varies, SlLanes *scratch,
                              SlAgeMasses *out)
{
  SlDual now = t_varies ? variable (t, SL_LANE_T) : sl_dual_constant (t);
  SlDual mass, total = { 0 }, smooth = { 0 };
  Form f;
  gboolean before = FALSE;

  form_init (&f, h);
  mass = mass_at (&f, now);
  AT (&out->lgm, 0) = form_table[h->form].formed ? rlog10 (mass) : lg_mass_at (h, now);
  AT (&out->sfr, 0) = rate_at (&f, now, rlog10 (now));
  for (guint a = 0; a <= ages->n_age; a++)
    {
      SlDual birth = at_least (sub (now, ages->edge[a]), SL_T_MIN);

      /* Older than the universe: the mass no longer changes. */
      if (a > 0 && birth.v == SL_T_MIN && before)
        AT (scratch, a) = AT (scratch, a - 1);
      else
        AT (scratch, a) = mass_at (&f, birth);
      if (a > 0)
        total = add (total, sub (AT (scratch, a - 1), AT (scratch, a)));
      before = birth.v == SL_T_MIN;
    }
  /* Nothing has formed yet: no stars of any age. */
  if (total.v > 0.0)
    smooth = quo (mul (mass, AT (h->burst_w, ages->n_age)), total);
  for (guint a = 0; a < ages->n_age; a++)
    {
      SlDual m = add (mul (smooth, sub (AT (scratch, a), AT (scratch, a + 1))), mul (mass, AT (h->burst_w, a)));

      out->m[a] = m.v;
      for (guint k = 0; k < SL_DUAL_K; k++)
        *(SlV8u *) (out->dm + a * SL_LANES + 8 * k) = m.d[k];
      if (out->w)
        out->w[a] = mass.v > 0.0 ? m.v / mass.v : 0.0;
    }
}

/* A galaxy of one sun has no metals to speak of. */
#define LG_MASS_LEAST 0.0

void
SL_SIMD_NAME (sl_age_metals) (const SlHistory *h, const SlAgeGrid *ages, double t, gboolean t_varies, const SlTable *table,
                              double *mu, double *dmu)
{
  SlDual now = t_varies ? variable (t, SL_LANE_T) : sl_dual_constant (t);
  Form f;

  form_init (&f, h);
  for (guint a = 0; a < ages->n_age; a++)
    {
      SlDual birth = at_least (sub (now, ages->age[a]), SL_T_MIN), z;

      if (table)
        z = sl_table_value_D (birth, table->x, table->y, table->n);
      else
        {
          SlDual lgm = form_table[h->form].formed ? rlog10 (mass_at (&f, birth)) : lg_mass_at (h, birth);

          z = sl_mass_metallicity_D (at_least (lgm, LG_MASS_LEAST), birth);
        }
      mu[a] = z.v;
      for (guint k = 0; k < SL_DUAL_K; k++)
        *(SlV8u *) (dmu + a * SL_LANES + 8 * k) = z.d[k];
    }
}
