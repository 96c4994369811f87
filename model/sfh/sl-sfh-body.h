/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Star-formation history and stellar ages [PHYSICS, sections 1-3], for the dual numbers of the including
 * file, which has read sl-formula.h. No include guard: a file has one kind of dual number. Allocates nothing.
 */
#include "model/sfh/sl-sfh.h"

/* The formulas, which know no GLib, name the number of bins themselves. */
G_STATIC_ASSERT (SL_N_BINS == SL_SFH_N_BINS);

typedef struct {
  /* What the caller fills. */
  SlSfhFormId form;
  SlDual p[SL_MAX_SFH_PARAMS];  /* of the form, in its order */
  SlDual burst[3];              /* lgfburst, lgyr_peak, lgyr_max */
  SlDual t_obs;                 /* Gyr, by which forms with a given mass have formed it */
  const double *edges;          /* (SL_SFH_N_BINS + 1) of the form `continuity` */
  const SlTable *table;         /* of the form `table` */
  const double *t, *lgt;        /* (SL_N_TABLE) times of the table, Gyr, and their lg */
  /* (SL_N_TABLE) room for the SFR [Msun/yr] and the lg of the mass formed [Msun] */
  SlDual *sfr, *lgm;
  SlDual *burst_w;              /* (A + 1) room for f B(age); the last entry is 1 - f */
  /* Made by history_make(). */
  SlDual scale;                 /* Msun per unit of the form's shape; 1 where the form has no given mass */
} History;

/* Stellar mass by age at one time: see age_mass(). */
typedef struct {
  const History *h;
  const SlDual *formed;         /* (A + 1) mass formed by the time at which the bins' edges were born */
  SlDual mass, lgm, sfr;        /* formed in all, its lg; SFR */
  SlDual smooth;                /* the smooth history's part of it, over the sum of the bins */
} AgeMasses;

/* A form gives a rate at (t, lg t): in Msun/yr, or a shape whose scale the mass formed by t_obs fixes; and,
 * where it has a closed form, the shape's integral. Adding a form is adding its formulas and a row, and its
 * parameters in sl-parameters.c. */
typedef struct {
  SlDual (*rate) (const History *h, SlDual t, SlDual lgt);
  SlDual (*formed) (const History *h, SlDual t);
  gboolean given_mass;
} FormRow;

#define RATE(name, expression)                                                                               \
  static SlDual rate_##name (const History *h, SlDual t, SlDual lgt)                                         \
  {                                                                                                          \
    return expression;                                                                                       \
  }
#define FORMED(name, expression)                                                                             \
  static SlDual formed_##name (const History *h, SlDual t)                                                   \
  {                                                                                                          \
    return expression;                                                                                       \
  }
RATE (diffstar, sl_sfr_diffstar_D (t, lgt, h->p))
RATE (diffstar_lag, sl_sfr_diffstar_lag_D (t, lgt, h->p))
RATE (tau, sl_rate_tau_D (t, h->p))
RATE (delayed, sl_rate_delayed_D (t, h->p))
RATE (lognormal, sl_rate_lognormal_D (t, h->p))
RATE (double_powerlaw, sl_rate_double_powerlaw_D (t, h->p))
RATE (constant, sl_rate_constant_D (t, h->p))
RATE (burst, sl_rate_burst_D (t, h->p))
RATE (continuity, sl_rate_continuity_D (t, h->p, h->t_obs, h->edges))
RATE (table, sl_rate_table_D (t, h->table->x, h->table->y, h->table->n))
FORMED (table, sl_formed_table_D (t, h->table->x, h->table->y, h->table->integral, h->table->n))
FORMED (tau, sl_formed_tau_D (t, h->p))
FORMED (delayed, sl_formed_delayed_D (t, h->p))
FORMED (lognormal, sl_formed_lognormal_D (t, h->p))
FORMED (constant, sl_formed_constant_D (t, h->p))
FORMED (burst, sl_formed_burst_D (t, h->p))
FORMED (continuity, sl_formed_continuity_D (t, h->p, h->t_obs, h->edges))
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

/* SFR in Msun/yr, floored. */
static SlDual
rate_at (const History *h, SlDual t, SlDual lgt)
{
  const FormRow *row = &form_table[h->form];
  SlDual rate = row->rate (h, t, lgt);

  if (row->given_mass)
    rate = mul (mul (1e-9, h->scale), rate);
  return at_least (rate, SL_SFR_MIN);
}

/* f B(age) and 1 - f of a burst on top of the smooth history. */
static void
burst_weights (const History *h, const SlAgeGrid *ages)
{
  SlDual f = rexp10 (h->burst[0]), sum = { 0 };

  for (guint a = 0; a < ages->n_age; a++)
    {
      h->burst_w[a] = sl_burst_shape_D (ages->lg_age[a] + 9.0, h->burst[1], h->burst[2]);
      sum = add (sum, h->burst_w[a]);
    }
  if (sum.v > 0.0)
    f = quo (f, sum), h->burst_w[ages->n_age] = sub (1.0, mul (f, sum));
  else
    h->burst_w[ages->n_age] = sub (1.0, f);
  for (guint a = 0; a < ages->n_age; a++)
    h->burst_w[a] = mul (f, h->burst_w[a]);
}

/* Cell of the table that contains a time, see SlTableOffset. */
static int
cell_at (const double *times, const double *lgts, double t, double lgt)
{
  const double step = (times[SL_N_TABLE - 1] - times[0]) / (SL_N_TABLE - 1);
  int i;

  if (lgt < lgts[0])
    return -1;
  if (lgt > lgts[SL_N_TABLE - 1])
    return SL_N_TABLE - 1;
  i = CLAMP ((int) ((t - times[0]) / step), 0, SL_N_TABLE - 2);
  while (i > 0 && lgt < lgts[i])
    i--;
  while (i < SL_N_TABLE - 2 && lgt >= lgts[i + 1])
    i++;
  return i;
}

/* lg of the mass formed by time t: linear in lg t between the table's times, constant beyond its ends. */
static SlDual
lg_mass_at (const History *h, SlDual t)
{
  const SlDual lgt = rlog10 (t);
  const int i = cell_at (h->t, h->lgt, t.v, lgt.v);

  if (i < 0 || i == SL_N_TABLE - 1)
    return h->lgm[MAX (i, 0)];
  return add (h->lgm[i], mul (sl_between_D (lgt, h->lgt[i], h->lgt[i + 1]), sub (h->lgm[i + 1], h->lgm[i])));
}

/* The same at a place. */
static inline SlDual
lg_mass_placed (const History *h, const SlTableOffset *place)
{
  const int i = place->cell;

  if (i < 0 || i == SL_N_TABLE - 1)
    return h->lgm[MAX (i, 0)];
  return add (h->lgm[i], mul (place->fraction, sub (h->lgm[i + 1], h->lgm[i])));
}

/* The table, the scale and the burst's weights. */
static void
history_make (History *h, const SlAgeGrid *ages)
{
  const FormRow *row = &form_table[h->form];
  const gboolean halo = !row->given_mass;
  SlDual mass = { 0 }, last = { .v = halo ? SL_SFR_MIN : 0.0 };
  double t_last = SL_T_MIN;

  h->scale = sl_dual_constant (1.0);
  if (row->formed)
    h->scale = quo (rexp10 (h->p[0]), row->formed (h, h->t_obs));
  else
    {
      /* The integral by trapezoid, of the rate itself or of the shape. */
      for (guint j = 0; j < SL_N_TABLE; j++)
        {
          SlDual t = { .v = h->t[j] }, lgt = { .v = h->lgt[j] };
          SlDual rate = halo ? rate_at (h, t, lgt) : row->rate (h, t, lgt);

          mass = add (mass, mul ((halo ? 0.5e9 : 0.5) * (h->t[j] - t_last), add (rate, last)));
          h->lgm[j] = rlog10 (mass);
          h->sfr[j] = rate;
          last = rate;
          t_last = h->t[j];
        }
      if (row->given_mass)
        {
          SlDual lg = sub (h->p[0], lg_mass_at (h, h->t_obs));

          h->scale = rexp10 (lg);
          for (guint j = 0; j < SL_N_TABLE; j++)
            h->lgm[j] = add (h->lgm[j], lg);
        }
    }
  for (guint j = 0; row->given_mass && j < SL_N_TABLE; j++)
    {
      SlDual t = { .v = h->t[j] }, lgt = { .v = h->lgt[j] };

      h->sfr[j] = rate_at (h, t, lgt);
    }
  burst_weights (h, ages);
}

/* Mass formed by t [Msun]. */
static SlDual
mass_at (const History *h, SlDual t)
{
  const FormRow *row = &form_table[h->form];

  return row->formed ? mul (h->scale, row->formed (h, t)) : rexp10 (lg_mass_at (h, t));
}

/* Mass by age at time now. places: see SlKernels.age_masses; NULL: found here. formed: room for A + 1
 * numbers, which the result borrows, as it does h. */
static AgeMasses
age_masses_make (const History *h, const SlAgeGrid *ages, SlDual now, const SlTableOffset *places,
                 SlDual *formed)
{
  const gboolean closed = form_table[h->form].formed != NULL, placed = places && !closed;
  AgeMasses out = { .h = h, .formed = formed };
  SlDual total = { 0 };
  gboolean before = FALSE;

  if (closed)
    {
      out.mass = mass_at (h, now);
      out.lgm = rlog10 (out.mass);
    }
  else
    {
      out.lgm = placed ? lg_mass_placed (h, &places[ages->n_age + 1]) : lg_mass_at (h, now);
      out.mass = rexp10 (out.lgm);
    }
  out.sfr = rate_at (h, now, rlog10 (now));
  for (guint a = 0; a <= ages->n_age; a++)
    {
      SlDual birth = at_least (sub (now, ages->edge[a]), SL_T_MIN);

      /* Older than the universe: the mass no longer changes. */
      if (a > 0 && birth.v == SL_T_MIN && before)
        formed[a] = formed[a - 1];
      else
        formed[a] = placed ? rexp10 (lg_mass_placed (h, &places[a])) : mass_at (h, birth);
      if (a > 0)
        total = add (total, sub (formed[a - 1], formed[a]));
      before = birth.v == SL_T_MIN;
    }
  /* Nothing has formed yet: no stars of any age. */
  if (total.v > 0.0)
    out.smooth = quo (mul (out.mass, h->burst_w[ages->n_age]), total);
  return out;
}

/* Mass in age bin a [Msun]. */
static inline SlDual
age_mass (const AgeMasses *m, guint a)
{
  return add (mul (m->smooth, sub (m->formed[a], m->formed[a + 1])), mul (m->mass, m->h->burst_w[a]));
}

/* A galaxy of one sun has no metals to speak of. */
#define LG_MASS_LEAST 0.0

/* lg Z of the stars of age bin a at time now [PHYSICS, section 4]: of the table at the time of birth, or
 * where that is NULL by the mass formed until then. */
static inline SlDual
age_metals (const History *h, const SlAgeGrid *ages, SlDual now, const SlTable *table, guint a)
{
  SlDual birth = at_least (sub (now, ages->age[a]), SL_T_MIN), lgm;

  if (table)
    return sl_table_value_D (birth, table->x, table->y, table->n);
  lgm = form_table[h->form].formed ? rlog10 (mass_at (h, birth)) : lg_mass_at (h, birth);
  return sl_mass_metallicity_D (at_least (lgm, LG_MASS_LEAST), birth);
}
