/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/observables/sl-plan.h"

#include <math.h>
#include <string.h>

#include "model/ssp/sl-ssp-weights.h"
#include "model/support/sl-bins.h"

#define PLANCK 6.62607015e-27 /* erg s */
#define LYMAN_LIMIT 911.75    /* A; a pixel of the default library ends here */

/* ---------------------------------------------------------------- tables */

typedef struct {
  const SlTemplates *templates;
  const SlPlanKey *key;
  SlFunctional band;   /* of the key's filter */
  double *edge;        /* (A + 1) ages of the bins' edges [Gyr] */
} TableJob;

static double
mass (const TableJob *m, guint a, guint z)
{
  return 1.0;
}

static double
age (const TableJob *m, guint a, guint z)
{
  return pow (10.0, m->templates->lg_age_gyr[a]);
}

static double
metals (const TableJob *m, guint a, guint z)
{
  return pow (10.0, m->templates->lgmet[z]);
}

static const float *
spectrum (const TableJob *m, guint a, guint z)
{
  return m->templates->flux + ((gsize) a * m->templates->n_met + z) * m->templates->wave_stride;
}

static double
light (const TableJob *m, guint a, guint z)
{
  const float *l = spectrum (m, a, z);
  double sum = 0.0;

  for (guint j = 0; j < m->band.n; j++)
    sum += m->band.k[j] * l[m->band.pixel[j]];
  return sum;
}

static double
age_light (const TableJob *m, guint a, guint z)
{
  return age (m, a, z) * light (m, a, z);
}

static double
metals_light (const TableJob *m, guint a, guint z)
{
  return metals (m, a, z) * light (m, a, z);
}

/* The IMF of a key, or the library's. */
static const SlImf *
imf_of (const TableJob *m)
{
  return m->key->imf ? m->key->imf : sl_imf_of_library (m->templates->imf);
}

static double
living (const TableJob *m, guint a, guint z)
{
  const SlTemplates *t = m->templates;

  return !m->key->imf && t->mstar_surviving ? t->mstar_surviving[a * t->n_met + z]
                                            : sl_imf_living (imf_of (m), t->lg_age_gyr[a]);
}

static double
remnants (const TableJob *m, guint a, guint z)
{
  return sl_imf_remnant (imf_of (m), m->templates->lg_age_gyr[a]);
}

/* The library and the fit are two sources: while hardly any star has died, their sum can pass 1 by 0.5 %. */
static double
with_remnants (const TableJob *m, guint a, guint z)
{
  return MIN (living (m, a, z) + remnants (m, a, z), 1.0);
}

/* int L / (h nu) d nu = int L / (h lam) d lam. A pixel of the library is the mean between its edges; the
 * pixel that contains the limit counts by the part below it. */
static double
ionising (const TableJob *m, guint a, guint z)
{
  const SlTemplates *t = m->templates;
  const float *l = spectrum (m, a, z);
  double sum = 0.0;

  for (guint i = 0; i < t->n_wave && t->wave_edges[i] < LYMAN_LIMIT; i++)
    sum += l[i] * log (MIN (t->wave_edges[i + 1], LYMAN_LIMIT) / t->wave_edges[i]);
  return sum * t->lsun / PLANCK;
}

/* The youngest bin does not begin at age 0. The mean is over the ages that the bins cover: otherwise a
 * constant rate would come out too small. */
static double
young (const TableJob *m, guint a, guint z)
{
  const double limit = m->key->number[0], lo = m->edge[a], hi = m->edge[a + 1];

  return CLAMP ((limit - lo) / (hi - lo), 0.0, 1.0) / (1e9 * (limit - m->edge[0]));
}

static double (*const value_table[]) (const TableJob *m, guint a, guint z) = {
  [SL_TABLE_MASS] = mass,
  [SL_TABLE_AGE] = age,
  [SL_TABLE_METALS] = metals,
  [SL_TABLE_LIGHT] = light,
  [SL_TABLE_AGE_LIGHT] = age_light,
  [SL_TABLE_METALS_LIGHT] = metals_light,
  [SL_TABLE_LIVING] = living,
  [SL_TABLE_WITH_REMNANTS] = with_remnants,
  [SL_TABLE_REMNANTS] = remnants,
  [SL_TABLE_IONISING] = ionising,
  [SL_TABLE_YOUNG] = young,
};

static double *
make_table (const SlPlanKey *key, const SlTemplates *t, SlNumerics numerics)
{
  double *table = g_new0 (double, (gsize) t->n_age * t->n_met);
  g_autofree double *edge = g_new0 (double, t->n_age + 1);
  TableJob m = { .templates = t, .key = key, .edge = edge };

  sl_bin_edges (t->lg_age_gyr, t->n_age, edge);
  for (guint a = 0; a <= t->n_age; a++)
    edge[a] = pow (10.0, edge[a]);
  if (key->filter)
    {
      sl_functional_init_band (&m.band, key->filter, t->band_grid, FALSE);
      /* Both lights of a ratio end where the library does. */
      sl_functional_set_band (&m.band, key->filter, NULL, t->band_grid,
                              (SlBandRule) { numerics, SL_BAND_EDGES_DARK }, 0.0);
    }
  for (guint a = 0; a < t->n_age; a++)
    for (guint z = 0; z < t->n_met; z++)
      table[a * t->n_met + z] = value_table[key->what] (&m, a, z);
  sl_functional_clear (&m.band);
  return table;
}

/* ------------------------------------------------------------------ rows */

static gboolean
same (const SlPlanKey *a, const SlPlanKey *b)
{
  return a->kind == b->kind && a->what == b->what && a->filter == b->filter && a->imf == b->imf
         && memcmp (a->number, b->number, sizeof a->number) == 0
         && memcmp (&a->lines, &b->lines, sizeof a->lines) == 0;
}

/* Index of the row, added where it is new. */
static int
row_of (SlPlan *self, const SlPlanKey *key, gboolean *is_new)
{
  guint i;

  for (i = 0; i < self->n_rows; i++)
    if (same (&self->rows[i].key, key))
      break;
  *is_new = i == self->n_rows;
  if (*is_new)
    {
      self->rows = g_renew (SlPlanRow, self->rows, ++self->n_rows);
      self->rows[i] = (SlPlanRow){ .key = *key };
    }
  return i;
}

int
sl_plan_band (SlPlan *self, const SlFilter *filter, gboolean observed, const SlTemplates *t)
{
  SlPlanKey key = { .kind = observed ? SL_PLAN_OBSERVED_BAND : SL_PLAN_BAND, .filter = filter };
  gboolean is_new;
  int i = row_of (self, &key, &is_new);

  if (is_new)
    sl_functional_init_band (&self->rows[i].f, filter, t->band_grid, observed);
  if (is_new && !observed)
    sl_functional_set_band (&self->rows[i].f, filter, NULL, t->band_grid, self->rule, 0.0);
  return i;
}

int
sl_plan_integral (SlPlan *self, SlLight light_kind, double lo, double hi, guint order, const SlTemplates *t)
{
  SlPlanKey key = { .kind = SL_PLAN_INTEGRAL, .what = light_kind, .number = { lo, hi, order } };
  SlFunctional f;
  gboolean is_new;
  int i;

  /* Limits in the infrared are round numbers; the default library ends at one. */
  if (light_kind != SL_LIGHT_TOTAL)
    lo = sl_axis_of_air (lo, t->air_from), hi = sl_axis_of_air (hi, t->air_from);
  if (!sl_functional_init_integral (&f, light_kind, lo, hi, order, t->wave, t->n_wave))
    return -1;
  i = row_of (self, &key, &is_new);
  if (is_new)
    self->rows[i].f = f;
  else
    sl_functional_clear (&f);
  return i;
}

int
sl_plan_table (SlPlan *self, SlTableId id, const SlFilter *filter, const SlImf *imf, double limit,
               const SlTemplates *t)
{
  SlPlanKey key = { .kind = SL_PLAN_TABLE, .what = id, .filter = filter, .imf = imf, .number = { limit } };
  gboolean is_new;
  int i = row_of (self, &key, &is_new);

  if (is_new)
    {
      SlPlanRow *row = &self->rows[i];

      for (guint n = 0; n < (filter ? SL_N_NUMERICS : 1); n++)
        row->table_of[n] = make_table (&key, t, n);
      row->table = row->table_of[filter ? self->rule.numerics : 0];
    }
  return i;
}

int
sl_plan_energy (SlPlan *self, SlPlanKind kind)
{
  SlPlanKey key = { .kind = kind };
  gboolean is_new;

  return row_of (self, &key, &is_new);
}

int
sl_plan_emission (SlPlan *self, SlPlanKind kind, const SlEmissionLines *lines)
{
  SlPlanKey key = { .kind = kind, .lines = *lines };
  gboolean is_new;

  return row_of (self, &key, &is_new);
}

gboolean
sl_plan_line (SlPlan *self, const SlLineBand *w, const SlTemplates *t, int rows[2])
{
  SlPlanKey key = { .kind = SL_PLAN_LINE,
                    .number = { w->line_lo, w->line_mid, w->line_hi, w->blue_lo, w->blue_hi, w->red_lo,
                                w->red_hi } };
  const SlLineBand on = sl_line_band_on_axis (w, t->air_from);
  SlFunctional f[2];

  if (!sl_functional_init_line (&f[0], &f[1], &on, t->wave, t->n_wave, NULL))
    return FALSE;
  for (guint i = 0; i < 2; i++)
    {
      gboolean is_new;

      key.kind = i ? SL_PLAN_CONTINUUM : SL_PLAN_LINE;
      rows[i] = row_of (self, &key, &is_new);
      if (is_new)
        self->rows[rows[i]].f = f[i];
      else
        sl_functional_clear (&f[i]);
    }
  return TRUE;
}

void
sl_plan_set_rule (SlPlan *self, SlBandRule rule, const SlTemplates *t)
{
  if (self->rule.numerics == rule.numerics && self->rule.edges == rule.edges)
    return;
  self->rule = rule;
  for (guint i = 0; i < self->n_rows; i++)
    {
      SlPlanRow *row = &self->rows[i];

      if (row->key.kind == SL_PLAN_BAND)
        sl_functional_set_band (&row->f, row->key.filter, NULL, t->band_grid, rule, 0.0);
      if (row->key.kind == SL_PLAN_TABLE && row->key.filter)
        row->table = row->table_of[rule.numerics];
    }
}

void
sl_plan_clear (SlPlan *self)
{
  for (guint i = 0; i < self->n_rows; i++)
    {
      sl_functional_clear (&self->rows[i].f);
      for (guint n = 0; n < SL_N_NUMERICS; n++)
        g_free (self->rows[i].table_of[n]);
    }
  g_clear_pointer (&self->rows, g_free);
  self->n_rows = 0;
}
