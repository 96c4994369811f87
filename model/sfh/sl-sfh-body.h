/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Star-formation histories (SFH) and stellar ages [PHYSICS, sections 1-3], for the dual numbers of the
 * including file, which has read sl-formula.h. No include guard: a file has one kind of dual number.
 * Allocates nothing. */
#include "model/sfh/sl-sfh-form.h"
#include "model/sfh/sl-sfh.h"

typedef struct {
  /* The caller sets these. */
  SlSfhFormId form;
  SlDual p[SL_MAX_SFH_PARAMS];  /* of the form, in its order */
  SlDual burst[3];              /* lgfburst, lgyr_peak, lgyr_max */
  /* Gyr, when the galaxy is seen: forms with a given mass have formed it by then */
  SlDual t_obs;
  SlSfhInputs inputs;           /* sfh_inputs() */
  const double *t, *lgt;        /* (SL_N_TABLE) times of the table, Gyr, and their lg */
  /* (SL_N_TABLE) memory for the SFR [Msun/yr] and the lg of the mass formed [Msun] */
  SlDual *sfr, *lgm;
  SlDual *burst_w;              /* (A + 1) memory, see burst_weights() */
  /* sfh_integrate() sets this. */
  SlDual scale;                 /* Msun per unit of the form's shape; 1 where the form has no given mass */
} Sfh;

/* Stellar mass by age at one time: see age_mass(). */
typedef struct {
  const Sfh *h;
  const SlDual *formed;         /* (A + 1) mass formed by the time at which the bins' edges were born */
  SlDual mass, lgm, sfr;        /* formed in all, its lg; SFR */
  SlDual smooth;                /* the smooth SFH's share of the mass, over the sum of the bins */
  SlDual burst_of;              /* mass of which the burst is a share */
  const SlDual *burst;          /* (A) that share by age, or NULL: none */
} AgeMasses;

/* edges: (SL_SFH_N_BINS + 1) of the form `continuity`; table: of the form `table`, or NULL. */
static inline SlSfhInputs
sfh_inputs (const double *edges, const SlTable *table)
{
  SlSfhInputs in = { .edges = edges };

  if (table)
    {
      in.x = table->x;
      in.y = table->y;
      in.integral = table->integral;
      in.n = table->n;
      in.lookback = table->lookback;
    }
  return in;
}

typedef struct {
  SlDual (*rate) (const Sfh *h, SlDual t, SlDual lgt);
  SlDual (*formed) (const Sfh *h, SlDual t); /* NULL: no closed form */
  gboolean given_mass;
} FormRow;

/* The functions of each entry of sl-sfh-form-list.h, and their table. */
#define FORMED_CLOSED(name)                                                                                  \
  static SlDual formed_##name (const Sfh *h, SlDual t)                                                       \
  {                                                                                                          \
    return sl_sfh_formed_##name (t, h->p, h->t_obs, &h->inputs);                                             \
  }
#define FORMED_OPEN(name)
#define SL_SFH_FORM(id, name, title, given_mass, closed, ...)                                                \
  static SlDual rate_##name (const Sfh *h, SlDual t, SlDual lgt)                                             \
  {                                                                                                          \
    return sl_sfh_rate_##name (t, lgt, h->p, h->t_obs, &h->inputs);                                          \
  }                                                                                                          \
  FORMED_##closed (name)
#include "model/sfh/forms/sl-sfh-form-list.h"
#undef FORMED_CLOSED
#undef FORMED_OPEN

#define FORMED_CLOSED(name) formed_##name
#define FORMED_OPEN(name) NULL
#define SL_SFH_FORM(id, name, title, given_mass, closed, ...)                                                \
  [SL_SFH_##id] = { rate_##name, FORMED_##closed (name), given_mass },
static const FormRow form_table[SL_N_SFH_FORMS] = {
#include "model/sfh/forms/sl-sfh-form-list.h"
};
#undef FORMED_CLOSED
#undef FORMED_OPEN

/* SFR in Msun/yr, floored. */
static SlDual
rate_at (const Sfh *h, SlDual t, SlDual lgt)
{
  const FormRow *row = &form_table[h->form];
  SlDual rate = row->rate (h, t, lgt);

  if (row->given_mass)
    rate = mul (mul (1e-9, h->scale), rate);
  return at_least (rate, SL_SFR_MIN);
}

/* Fills burst_w: the share f B(age) of the galaxy's mass that is in the burst, by age when the galaxy is
 * seen; last, 1 - f. A bin of ages counts by its part that is not older than the universe. */
static void
burst_weights (const Sfh *h, const SlAgeGrid *ages)
{
  SlDual f = rexp10 (h->burst[0]), sum = { 0 }, oldest = sub (h->t_obs, SL_T_MIN);

  for (guint a = 0; a < ages->n_age; a++)
    {
      const double lo = ages->edge[a], hi = ages->edge[a + 1];

      h->burst_w[a] = sl_burst_shape_D (ages->lg_age[a] + 9.0, h->burst[1], h->burst[2]);
      if (oldest.v <= lo)
        h->burst_w[a] = (SlDual) { 0 };
      else if (oldest.v < hi)
        h->burst_w[a] = mul (h->burst_w[a], sl_between_D (oldest, lo, hi));
      sum = add (sum, h->burst_w[a]);
    }
  if (sum.v > 0.0)
    f = quo (f, sum), h->burst_w[ages->n_age] = sub (1.0, mul (f, sum));
  else
    h->burst_w[ages->n_age] = sub (1.0, f);
  for (guint a = 0; a < ages->n_age; a++)
    h->burst_w[a] = mul (f, h->burst_w[a]);
}

/* Whether histories have the burst. */
static inline gboolean
has_burst (const Sfh *h)
{
  return h->burst[0].v > SL_LGFBURST_NONE;
}

/* The same burst when the universe is of age now: share, (A), by the age that its stars have then; returned,
 * the share that has formed by then. Between the edges of bins the share grows linearly with age. */
static inline SlDual
burst_at_epoch (const Sfh *h, const SlAgeGrid *ages, SlDual now, SlDual *share)
{
  const guint n = ages->n_age;
  const SlDual passed = sub (now, h->t_obs);
  SlDual whole = { 0 }, last = { 0 }, first = { 0 };
  guint k = 0;

  for (guint j = 0; j <= n; j++)
    {
      /* Age when the galaxy is seen of stars at the edge between bins j - 1 and j now; younger ones than the
       * first bin count to it, older ones than the last to that. */
      const SlDual edge = sub (j > 0 ? ages->edge[j] : 0.0, passed);
      SlDual sum;

      for (; k < n && (j == n || ages->edge[k + 1] <= edge.v); k++)
        whole = add (whole, h->burst_w[k]);
      sum = whole;
      if (k < n && edge.v > ages->edge[k])
        sum = add (sum, mul (h->burst_w[k], sl_between_D (edge, ages->edge[k], ages->edge[k + 1])));
      if (j > 0)
        share[j - 1] = sub (sum, last);
      else
        first = sum;
      last = sum;
    }
  return sub (last, first);
}

/* Cell of the table that holds a time, see SlTableOffset. */
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
lg_mass_at (const Sfh *h, SlDual t)
{
  const SlDual lgt = rlog10 (t);
  const int i = cell_at (h->t, h->lgt, t.v, lgt.v);

  if (i < 0 || i == SL_N_TABLE - 1)
    return h->lgm[MAX (i, 0)];
  return add (h->lgm[i], mul (sl_between_D (lgt, h->lgt[i], h->lgt[i + 1]), sub (h->lgm[i + 1], h->lgm[i])));
}

/* The same at a known offset. */
static inline SlDual
lg_mass_at_offset (const Sfh *h, const SlTableOffset *offset)
{
  const int i = offset->cell;

  if (i < 0 || i == SL_N_TABLE - 1)
    return h->lgm[MAX (i, 0)];
  return add (h->lgm[i], mul (offset->fraction, sub (h->lgm[i + 1], h->lgm[i])));
}

/* Fills the table and the scale. */
static void
sfh_integrate (Sfh *h)
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
      /* The integral by the trapezoidal rule, of the rate or of the shape. */
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
}

/* Mass formed by t [Msun]. */
static SlDual
mass_at (const Sfh *h, SlDual t)
{
  const FormRow *row = &form_table[h->form];

  return row->formed ? mul (h->scale, row->formed (h, t)) : rexp10 (lg_mass_at (h, t));
}

/* Mass by age of the smooth SFH at time now, as if it were the whole. offsets: see SlKernels.age_masses;
 * NULL: searched here. formed: memory for A + 1 numbers, which the result borrows, like h. */
static AgeMasses
smooth_masses (const Sfh *h, const SlAgeGrid *ages, SlDual now, const SlTableOffset *offsets, SlDual *formed)
{
  const gboolean closed = form_table[h->form].formed != NULL, with_offsets = offsets && !closed;
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
      out.lgm = with_offsets ? lg_mass_at_offset (h, &offsets[ages->n_age + 1]) : lg_mass_at (h, now);
      out.mass = rexp10 (out.lgm);
    }
  out.sfr = rate_at (h, now, rlog10 (now));
  for (guint a = 0; a <= ages->n_age; a++)
    {
      SlDual birth = at_least (sub (now, ages->edge[a]), SL_T_MIN);

      /* Stars older than the universe: the mass no longer changes. */
      if (a > 0 && birth.v == SL_T_MIN && before)
        formed[a] = formed[a - 1];
      else
        formed[a] = with_offsets ? rexp10 (lg_mass_at_offset (h, &offsets[a])) : mass_at (h, birth);
      if (a > 0)
        total = add (total, sub (formed[a - 1], formed[a]));
      before = birth.v == SL_T_MIN;
    }
  /* Nothing has formed yet: no stars of any age. */
  if (total.v > 0.0)
    out.smooth = quo (out.mass, total);
  return out;
}

/* Mass by age when the galaxy is seen. Fills burst_w. */
static AgeMasses
age_masses_seen (const Sfh *h, const SlAgeGrid *ages, SlDual *formed)
{
  AgeMasses out = smooth_masses (h, ages, h->t_obs, NULL, formed);

  burst_weights (h, ages);
  out.smooth = mul (out.smooth, h->burst_w[ages->n_age]);
  out.burst_of = out.mass;
  out.burst = h->burst_w;
  return out;
}

/* Whether stars of the burst exist when the universe is of age now. */
static inline gboolean
burst_has_begun (const Sfh *h, const SlAgeGrid *ages, SlDual now)
{
  const double passed = h->t_obs.v - now.v;
  guint n = ages->n_age;

  while (n > 0 && h->burst_w[n - 1].v == 0.0)
    n--;
  return n > 0 && passed < ages->edge[n];
}

/* Mass by age at another time, with the burst at its own time; needs burst_w. share: memory for A numbers,
 * which the result borrows too. */
static inline AgeMasses
age_masses_at_epoch (const Sfh *h, const SlAgeGrid *ages, SlDual now, const SlTableOffset *offsets,
                     SlDual *formed, SlDual *share)
{
  AgeMasses out = smooth_masses (h, ages, now, offsets, formed);
  SlDual part;

  if (!has_burst (h))
    return out;
  out.smooth = mul (out.smooth, h->burst_w[ages->n_age]);
  out.mass = mul (h->burst_w[ages->n_age], out.mass);
  if (burst_has_begun (h, ages, now))
    {
      part = burst_at_epoch (h, ages, now, share);
      out.burst = share;
      out.burst_of = mass_at (h, h->t_obs);
      out.mass = add (out.mass, mul (part, out.burst_of));
    }
  out.lgm = rlog10 (out.mass);
  return out;
}

/* Mass in age bin a [Msun]: of the smooth SFH and of the burst. */
static inline SlDual
age_mass (const AgeMasses *m, guint a)
{
  const SlDual smooth = mul (m->smooth, sub (m->formed[a], m->formed[a + 1]));

  return m->burst ? add (smooth, mul (m->burst_of, m->burst[a])) : smooth;
}

/* Less mass than one sun has no metals worth counting. */
#define LG_MASS_LEAST 0.0

/* lg Z of the stars of age bin a at time now [PHYSICS, section 4]: of the table at the time of birth, or
 * where that is NULL by the mass formed until then. */
static inline SlDual
age_metals (const Sfh *h, const SlAgeGrid *ages, SlDual now, const SlTable *table, guint a)
{
  SlDual birth = at_least (sub (now, ages->age[a]), SL_T_MIN), lgm;

  if (table)
    return sl_table_value_D (table->lookback ? sub (birth, h->t_obs) : birth, table->x, table->y, table->n);
  lgm = form_table[h->form].formed ? rlog10 (mass_at (h, birth)) : lg_mass_at (h, birth);
  return sl_mass_metallicity_D (at_least (lgm, LG_MASS_LEAST), birth);
}
