/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One galaxy: its light at the nodes, its functionals, its observables. */
#include <math.h>
#include <string.h>

#include "model/batch/sl-batch-private.h"
#define SL_DUAL_K 1
#include "model/formulas/sl-formula.h"
#include "model/dust/sl-dust-law.h"
#include "model/ssp/sl-intermediates.h"

/* Refractive index of air where it acts on dust: between 1.00027 and 1.00032. */
#define AIR_INDEX 1.000277
/* Lines with a smaller part of a band's light are left out of it: all of them are less than rounding. */
#define LEAST_LINE 3e-8
/* Largest ratio of the transmissions of dust at both ends of a piece's main part, or of a tail. */
#define MOST_STEEP 1000.0f
/* A dust law's break counts within a piece's main part and so far around it, in ln (wavelength). */
#define BREAK_REACH 0.2

enum { REST, OBSERVED, LINES, TABLES };

/* --------------------------------------------------------- from the tile */

/* Weights and masses of the galaxy, in rows of its own. */
static void
take_weights (SlBatchPoint *row)
{
  SlBatchThread *thread = row->thread;
  SlBatchWork *work = row->work;
  const SlTemplates *t = row->self->templates;
  const SlGalaxy *galaxy = &row->item->galaxy;
  const guint n = 3 * t->n_met, used = row->n_params ? n : t->n_met;
  const int slots = row->n_params ? thread->tile.n_slots : 0;
  const gboolean hats = row->item->set->rule.numerics == SL_NUMERICS_EXACT;
  SlNodes lgmet = row->self->lgmet, lgu = row->self->lgu;

  for (int k = 0; k <= slots; k++)
    {
      work->lgm[k] = thread->tile.lgm[k].v[row->lane];
      work->sfr[k] = thread->tile.sfr[k].v[row->lane];
    }
  for (guint a = 0; a < t->n_age; a++)
    {
      work->mass[a] = thread->tile.mass[a].v[row->lane];
      for (guint i = 0; i < used; i++)
        work->wz[a * n + i] = thread->tile.wz[a * n + i].v[row->lane];
    }
  if (!t->n_lgu)
    return;
  lgmet.numerics = lgu.numerics = hats ? SL_NUMERICS_EXACT : SL_NUMERICS_DSPS;
  sl_ssp_weights_ionisation (&thread->weights, galaxy->value[SL_PARAM_LGU_MEAN],
                             galaxy->value[SL_PARAM_LGU_SCATTER], &lgu);
  for (guint i = 0; i < 3 * t->n_lgu; i++)
    work->wu[i] = thread->weights.wu[i];
  if (!galaxy->lgmet_gas_free)
    return;
  sl_ssp_weights_gas_metals (&thread->weights, galaxy->value[SL_PARAM_LGMET_GAS],
                             galaxy->value[SL_PARAM_LGMET_SCATTER], &lgmet);
  for (guint i = 0; i < n; i++)
    work->wz_gas[i] = thread->weights.wz_gas[i];
}

/* Ages whose dust is the same share a curve. */
static void
take_curves (SlBatchPoint *row)
{
  SlBatchThread *thread = row->thread;
  SlBatchWork *work = row->work;
  guint n = 0;

  for (guint a = 0; a < row->self->templates->n_age; a++)
    {
      float curve[SL_N_CURVE];

      for (guint c = 0; c < SL_N_CURVE; c++)
        curve[c] = thread->tile.curve[a * SL_N_CURVE + c].v[row->lane];
      if (n == 0 || memcmp (curve, work->curves + (n - 1) * SL_N_CURVE, sizeof curve) != 0)
        memcpy (work->curves + n++ * SL_N_CURVE, curve, sizeof curve);
      work->curve_of[a] = (int) n - 1;
    }
  row->n_curves = n;
}

/* ------------------------------------------------------------ derivatives */

/* A term of parameter number p; its coefficients are the caller's to fill. */
static float *
add_term (SlBatchPoint *row, guint p, int product)
{
  SlBatchWork *work = row->work;
  float *coef = work->coef + (gsize) row->n_terms * row->self->templates->n_age;

  work->term[row->n_terms++] = (SlBatchTerm) { product, 1 + (int) p, coef };
  row->wanted |= 1u << product;
  return coef;
}

/* By a number that is the same at all ages. */
static void
direct_term (SlBatchPoint *row, guint p, int product)
{
  memcpy (add_term (row, p, product), row->work->mass, row->self->templates->n_age * sizeof (float));
}

/* By a number at each age, with derivatives d that are stride apart. */
static void
term_by_age (SlBatchPoint *row, guint p, int product, const SlBatchLane *d, guint stride, double factor)
{
  float *coef = add_term (row, p, product);

  for (guint a = 0; a < row->self->templates->n_age; a++)
    coef[a] = row->work->mass[a] * d[a * stride].v[row->lane] * factor;
}

/* Through masses, and metallicity that follows the history: slot of the tangents, times factor. */
static void
history_terms (SlBatchPoint *row, guint p, int slot, double factor)
{
  SlBatchThread *thread = row->thread;
  const SlGalaxy *galaxy = &row->item->galaxy;
  const guint n = thread->tile.n_slots;
  float *coef = add_term (row, p, SL_BATCH_VALUE);

  for (guint a = 0; a < row->self->templates->n_age; a++)
    coef[a] = thread->tile.dmass[a * n + slot].v[row->lane] * factor;
  if (galaxy->metals != SL_METALS_AGE)
    term_by_age (row, p, SL_BATCH_MU, thread->dmu_sfh + slot, n, factor);
}

static void
dust_terms (SlBatchPoint *row, guint p, guint param)
{
  const SlBatchLane *d = row->thread->tile.dcurve;

  for (guint c = 0; c < SL_N_CURVE; c++)
    {
      gboolean acts = FALSE;

      for (guint a = 0; a < row->self->templates->n_age && !acts; a++)
        acts = d[(a * SL_N_CURVE + c) * SL_N_DUST_P + param].v[row->lane] != 0.0f;
      if (acts)
        term_by_age (row, p, SL_BATCH_CURVE + c, d + c * SL_N_DUST_P + param, SL_N_CURVE * SL_N_DUST_P, 1.0);
    }
}

/* Parameters that are an intermediate themselves. */
static const struct {
  SlParamId param;
  int product;
} direct_table[] = {
  { SL_PARAM_LGMET_SCATTER, SL_BATCH_SCATTER },
  { SL_PARAM_LGU_MEAN, SL_BATCH_U },
  { SL_PARAM_LGU_SCATTER, SL_BATCH_U_SCATTER },
  { SL_PARAM_F_ESC, SL_BATCH_ESCAPE },
};

/* The terms of all parameters of the Jacobian. */
static void
make_terms (SlBatchPoint *row)
{
  const SlGalaxy *galaxy = &row->item->galaxy;
  const gboolean evolves = galaxy->metals != SL_METALS_AGE;

  row->n_terms = row->wanted = 0;
  for (guint i = 0; i < row->n_params; i++)
    {
      const SlParamId p = row->run->params[i];
      const int slot = sl_batch_slot (galaxy, p);

      if (slot >= 0)
        history_terms (row, i, slot, 1.0);
      if (p >= SL_PARAM_REDSHIFT && p <= SL_PARAM_H)
        history_terms (row, i, sl_batch_slot_of_time (galaxy),
                       row->item->epoch.dt_obs[p - SL_PARAM_REDSHIFT]);
      if (p == SL_PARAM_REDSHIFT)
        direct_term (row, i, SL_BATCH_Z);
      for (guint k = 0; k < G_N_ELEMENTS (direct_table); k++)
        if (direct_table[k].param == p)
          direct_term (row, i, direct_table[k].product);
      if (p == SL_PARAM_LGMET_GAS && galaxy->lgmet_gas_free)
        direct_term (row, i, SL_BATCH_MU_GAS);
      if (p == SL_PARAM_LGMET_SHIFT && evolves)
        direct_term (row, i, SL_BATCH_MU);
      if (p >= SL_PARAM_LGMET_YOUNG && p <= SL_PARAM_LGMET_LGAGE_WIDTH && p != SL_PARAM_LGMET_SCATTER
          && !evolves)
        term_by_age (row, i, SL_BATCH_MU, row->thread->tile.dmu + (p - SL_PARAM_LGMET_YOUNG), 5, 1.0);
      if (p >= SL_PARAM_AV_YOUNG && p <= SL_PARAM_FRAC_UNOBSCURED)
        dust_terms (row, i, p - SL_PARAM_AV_YOUNG);
    }
}

/* ------------------------------------------------------------------- light */

void
sl_batch_find_breaks (const SlBatchSet *set, const SlBatchBlock *block, double one_z, SlBatchPieceBreak *out)
{
  const SlBatchBreak *breaks = set->breaks;
  const double shift = log (one_z);

  for (guint i = 0; i < block->n_pieces; i++)
    {
      const SlBatchPiece *piece = &block->piece[i];
      const guint which = sl_batch_break_near (breaks, 0.5 * (piece->lo + piece->hi) - shift);
      const SlBatchBreak at = { breaks[which].wave * one_z, breaks[which].half * one_z };

      /* Further out in the tails there is too little light for it to matter. */
      out[i].which = which;
      out[i].inside = at.wave + at.half > exp (piece->lo - BREAK_REACH)
                      && at.wave - at.half < exp (piece->hi + BREAK_REACH);
      for (guint q = 0; q < SL_BATCH_CURVE_NODES; q++)
        out[i].part[q] = sl_batch_break_part (&at, block->wave[i * SL_BATCH_NODES + q]);
    }
}

/* The numbers of a dust curve that some term is a derivative by: bits. */
static guint
curve_rows (const SlBatchPoint *row)
{
  return row->n_params ? row->wanted >> SL_BATCH_CURVE & ((1u << SL_N_CURVE) - 1) : 0;
}

/* Takes the jump of a dust law at a break out of the nodes redward of it and puts it into the break's node.
 * dust: the rows of a curve; sides: the same at both sides of each break. */
static void
part_breaks (const SlBatchPoint *row, const SlBatchBlock *block, const SlBatchPieceBreak *breaks, float *dust,
             const float *sides)
{
  const guint wanted = 1u | curve_rows (row) << SL_BATCH_BY_CURVE, nq = block->n_nodes;
  /* Without parameters a curve has one row. */
  const guint rows = row->n_params ? SL_BATCH_BY_WAVE : 1;

  for (guint i = 0; i < block->n_pieces; i++)
    for (guint r = 0; r < rows; r++)
      {
        float *node = dust + (gsize) r * nq + i * SL_BATCH_NODES;
        const float *side = sides + r * SL_BATCH_LANES + 2 * breaks[i].which;
        const float jump = breaks[i].inside && wanted & 1u << r ? side[1] - side[0] : 0.0f;

        node[SL_BATCH_BREAK_NODE] = jump;
        for (guint q = 0; q < SL_BATCH_CURVE_NODES && jump != 0.0f; q++)
          node[q] -= jump * breaks[i].part[q];
      }
}

/* Whether dust dims one end of a piece's parts so much more than the other that polynomials between nodes may
 * be off by one percent of the light. transmission: at the nodes. */
static gboolean
too_steep (const SlBatchBlock *block, const float *transmission)
{
  for (guint i = 0; i < block->n_pieces; i++)
    {
      const float *t = transmission + i * SL_BATCH_NODES, lo = t[SL_BATCH_TAIL], below = t[0],
                  hi = t[SL_BATCH_TAIL + SL_BATCH_INNER - 1], above = t[SL_BATCH_CURVE_NODES - 1];

      if (MAX (lo, hi) > MOST_STEEP * MIN (lo, hi) || MAX (below, lo) > MOST_STEEP * MIN (below, lo)
          || MAX (above, hi) > MOST_STEEP * MIN (above, hi))
        return TRUE;
    }
  return FALSE;
}

void
sl_batch_dust_inputs (const SlBatch *self, const SlBatchBlock *block, SlDustLaw law, double z, float *k0,
                      float *lnx, float *bump)
{
  const double one_z = 1.0 + z, rest = 1.0 / one_z, air_from = self->templates->air_from;
  const double shift = log (one_z) + log (SL_DUST_V * 1e4);

  for (guint q = 0; q < block->n_nodes; q++)
    {
      /* Dust acts at wavelengths as the library gives them; the observer's are in vacuum. */
      const double vacuum = block->wave[q] * rest,
                   lam = 1e-4 * (vacuum >= air_from ? vacuum / AIR_INDEX : vacuum);

      k0[q] = sl_dust_k (law, lam);
      bump[q] = sl_k_bump (lam);
    }
  for (guint q = 0; q < block->n_nodes; q++)
    lnx[q] = block->lnw[q] - shift - (block->wave[q] * rest >= air_from ? log (AIR_INDEX) : 0.0);
}

/* Dust at the nodes of a block, for each curve. */
static void
dim (SlBatchPoint *row, const SlBatchBlock *block, gboolean observed)
{
  const SlBatchFixed *fixed = observed ? row->item->fixed : NULL;
  SlBatchThread *thread = row->thread;
  SlBatchWork *work = row->work;
  const SlGalaxy *galaxy = &row->item->galaxy;
  const SlDustFormula formula = sl_dust_law_info (galaxy->dust_law)->formula;
  const float *k0 = block->k0[galaxy->dust_law], *lnx = block->lnx, *bump = block->bump;
  const guint nq = block->n_nodes;
  const double one_z = observed ? 1.0 + row->item->z : 1.0;
  float sides[SL_BATCH_CURVE_ROWS * SL_BATCH_LANES];
  const SlBatchPieceBreak *breaks = fixed ? fixed->breaks : thread->breaks;

  if (fixed)
    k0 = fixed->k0, lnx = fixed->lnx, bump = fixed->bump;
  else
    {
      if (observed)
        {
          sl_batch_dust_inputs (row->self, block, galaxy->dust_law, row->item->z, thread->k0, thread->lnx,
                                thread->bump);
          k0 = thread->k0, lnx = thread->lnx, bump = thread->bump;
        }
      sl_batch_find_breaks (row->item->set, block, one_z, thread->breaks);
    }
  for (guint c = 0; c < row->n_curves; c++)
    {
      float *out = work->dust + (gsize) c * (row->n_params ? SL_BATCH_CURVE_ROWS : 1) * nq;

      row->self->loops->transmission (formula, (int) nq, k0, lnx, bump, work->curves + c * SL_N_CURVE,
                                      curve_rows (row), out);
      if (block->piece)
        {
          row->steep |= too_steep (block, out);
          row->self->loops->transmission (formula, SL_BATCH_LANES, row->self->break_k0[galaxy->dust_law],
                                          row->self->break_lnx[galaxy->dust_law],
                                          row->self->break_bump[galaxy->dust_law],
                                          work->curves + c * SL_N_CURVE, curve_rows (row), sides);
          part_breaks (row, block, breaks, out, sides);
        }
      if (observed && row->n_params && !fixed)
        row->self->loops->slopes ((int) block->n_pieces, block->slopes, out, out + SL_BATCH_BY_WAVE * nq);
    }
}

/* The tables about the galaxy's redshift, and how far it is from theirs. */
static void
take_near (SlBatchPoint *row, SlBatchLight *light)
{
  const SlBatchSet *set = row->item->set;
  const gboolean derivatives = row->n_params > 0;
  const SlBatchNear *near[SL_BATCH_N_LIGHTS];
  double distance[SL_BATCH_N_LIGHTS];

  for (guint kind = 0; kind < SL_BATCH_N_LIGHTS; kind++)
    near[kind] = sl_batch_near_get (row->self, set, kind, row->item->z, derivatives,
                                    &row->thread->near[kind], &distance[kind]);
  light->n_tables = derivatives ? SL_BATCH_MAX_TABLES : SL_BATCH_MAX_TABLES - 1;
  for (int i = 0; i < light->n_tables; i++)
    {
      light->table[i] = near[SL_BATCH_STARS]->table[i];
      light->table[i].gas = light->n_young ? near[SL_BATCH_GAS]->table[i].gas : NULL;
    }
  light->distance = distance[SL_BATCH_STARS];
  light->gas_distance = distance[SL_BATCH_GAS];
  light->stretch = 1.0 / (1.0 + row->item->z);
}

/* What the loops need for the light of a galaxy at the nodes of a block, into out (1 + parameters, nodes). */
static SlBatchLight
light_of (SlBatchPoint *row, const SlBatchBlock *block, gboolean dusty, gboolean observed, float *out)
{
  SlBatchWork *work = row->work;
  const SlTemplates *t = row->self->templates;
  const SlGalaxy *galaxy = &row->item->galaxy;
  SlBatchLight light = {
    .n_age = (int) t->n_age,
    .n_young = t->n_lgu ? (int) t->n_young : 0,
    .n_z = (int) t->n_met,
    .n_u = (int) t->n_lgu,
    .n_nodes = (int) block->n_nodes,
    .n_tables = 1,
    .table = { block->table },
    .wz = work->wz,
    .wz_gas = galaxy->lgmet_gas_free ? work->wz_gas : NULL,
    .wu = work->wu,
    .escape = galaxy->value[SL_PARAM_F_ESC],
    .mass = work->mass,
    .n_terms = (int) row->n_terms,
    .term = work->term,
    .wanted = row->wanted,
    .n_out = 1 + (int) row->n_params,
    .out = out,
    .sum = work->sum,
  };

  if (observed && row->item->fixed)
    light.table[0] = row->item->fixed->table;
  else if (observed)
    take_near (row, &light);
  if (!dusty)
    return light;
  dim (row, block, observed);
  light.curve_of = work->curve_of;
  light.dust = work->dust;
  for (guint c = 0; c < row->n_curves && !observed && row->n_params; c++)
    memset (work->dust + ((gsize) c * SL_BATCH_CURVE_ROWS + SL_BATCH_BY_WAVE) * block->n_nodes, 0,
            block->n_nodes * sizeof (float));
  return light;
}

/* The light of n galaxies at the nodes of a block. which: of the outputs; -1: out_bare. */
static void
shine (SlBatchPoint *row, guint n, const SlBatchBlock *block, gboolean dusty, int which)
{
  SlBatchLight light[SL_BATCH_TOGETHER];
  const SlBatchLight *of[SL_BATCH_TOGETHER];

  if (!block->n_nodes)
    return;
  for (guint g = 0; g < n; g++)
    {
      light[g] = light_of (&row[g], block, dusty, which == OBSERVED,
                           which < 0 ? row[g].work->out_bare : row[g].work->out[which]);
      of[g] = &light[g];
    }
  row[0].self->loops->light (of, (int) n);
}

/* ------------------------------------------------------------- functionals */

gboolean
sl_batch_line_is_off (const SlGalaxy *galaxy, guint l)
{
  return l < SL_MAX_LINES && galaxy->lines_off[l / 64] >> (l % 64) & 1;
}

/* Adds an emission line's part of functional f: share of its luminosity, and the share's derivatives. */
static void
add_line (SlBatchPoint *row, guint f, guint l, double share, double by_sigma, double by_z)
{
  SlBatchWork *work = row->work;
  const guint nq = row->item->set->lines.n_nodes;
  const float *out = work->out[LINES] + l;
  double *d = work->dphi + (gsize) f * row->n_params;

  work->phi[f] += share * out[0];
  for (guint p = 0; p < row->n_params; p++)
    {
      d[p] += share * out[(gsize) (1 + p) * nq];
      if (row->run->params[p] == SL_PARAM_SIGMA_V)
        d[p] += by_sigma * out[0];
      if (row->run->params[p] == SL_PARAM_REDSHIFT)
        d[p] += by_z * out[0];
    }
}

/* Sums the nodes of a row of a plan. */
static void
sum_nodes (SlBatchPoint *row, guint f, const SlBatchRow *where, const float *out, guint nq, double scale)
{
  SlBatchWork *work = row->work;

  for (guint p = 0; p <= row->n_params; p++)
    {
      double sum = 0.0;

      for (guint q = where->first; q < where->first + where->n; q++)
        sum += out[(gsize) p * nq + q];
      if (p == 0)
        work->phi[f] = sum / scale;
      else
        work->dphi[(gsize) f * row->n_params + p - 1] = sum / scale;
    }
}

/* The luminosity of emission lines. */
static void
sum_emission (SlBatchPoint *row, guint f, const SlPlanKey *key)
{
  SlBatchWork *work = row->work;
  const guint nq = row->item->set->lines.n_nodes;
  const float *out = key->kind == SL_PLAN_EMISSION_BARE ? work->out_bare : work->out[LINES];

  for (guint i = 0; i < key->lines.n && nq; i++)
    {
      const guint l = key->lines.line[i];

      if (sl_batch_line_is_off (&row->item->galaxy, l))
        continue;
      work->phi[f] += out[l];
      for (guint p = 0; p < row->n_params; p++)
        work->dphi[(gsize) f * row->n_params + p] += out[(gsize) (1 + p) * nq + l];
    }
}

/* Emission lines that a functional of the rest frame contains. */
static void
add_lines_at_rest (SlBatchPoint *row, guint f, const double *lines)
{
  const SlBatchCubic *sigma = &row->sigma;

  for (guint l = 0; l < row->self->templates->n_line && row->item->set->lines.n_nodes; l++)
    {
      const double *at = lines + (gsize) l * SL_BATCH_N_SIGMA + sigma->first;
      double share = 0.0, by_sigma = 0.0;

      if (sl_batch_line_is_off (&row->item->galaxy, l))
        continue;
      for (guint i = 0; i < 4; i++)
        {
          share += sigma->share[i] * at[i];
          by_sigma += sigma->slope[i] * at[i];
        }
      if (share != 0.0 || by_sigma != 0.0)
        add_line (row, f, l, share, by_sigma, 0.0);
    }
}

/* What intergalactic gas lets pass of a line, its derivatives, and the shift of what arrives. */
typedef struct {
  double part, by_z, by_sigma, shift;
} Arriving;

static Arriving
line_arriving (const SlBatchPoint *row, guint l)
{
  const SlBatchCubic *stars = &row->stars, *width = &row->arriving;
  const SlBatchSlices *slices = &row->item->set->slices[SL_BATCH_STARS];
  Arriving out = { 0 };

  if (!slices->slice[stars->first]->arrives || row->self->line_vacuum[l] > row->self->igm->wave[0] * 1.01)
    return (Arriving) { .part = 1.0 };
  for (guint i = 0; i < 4; i++)
    {
      const gsize at = (gsize) l * SL_BATCH_N_ARRIVING + width->first;
      const float *part = slices->slice[stars->first + i]->arrives + at,
                  *shift = slices->slice[stars->first + i]->shift + at;

      for (guint k = 0; k < 4; k++)
        {
          out.part += stars->share[i] * width->share[k] * part[k];
          out.by_z += stars->slope[i] * width->share[k] * part[k];
          out.by_sigma += stars->share[i] * width->slope[k] * part[k];
          out.shift += stars->share[i] * width->share[k] * shift[k];
        }
    }
  return out;
}

/* The same of a redshifted band. */
static void
add_lines_observed (SlBatchPoint *row, guint f, const SlBatchCurve *curve)
{
  const SlFilter *filter = curve->filter;
  const float *line = row->work->out[LINES];
  const double least = LEAST_LINE * fabs (row->work->phi[f]);
  const double sigma = row->item->galaxy.value[SL_PARAM_SIGMA_V], one_z = 1.0 + row->item->z;

  for (guint l = 0; l < row->self->templates->n_line && row->item->set->lines.n_nodes; l++)
    {
      const double wave = row->self->line_vacuum[l] * one_z, reach = wave * (0.003 + 3.0 * sigma / SL_C_KMS);
      Arriving arriving;
      double share, by_sigma, by_z;

      if (wave + reach <= filter->wave[0] || wave - reach >= filter->wave[filter->n - 1]
          || sl_batch_line_is_off (&row->item->galaxy, l)
          || line[l] * sl_batch_line_most (row->self, l) < least)
        continue;
      arriving = line_arriving (row, l);
      share = sl_batch_line_in_band (row->self, curve, l, row->item->z, arriving.shift, &row->sigma,
                                     &by_sigma, &by_z);
      add_line (row, f, l, share * arriving.part, by_sigma * arriving.part + share * arriving.by_sigma,
                by_z * arriving.part + share * arriving.by_z);
    }
}

static void
sum_rest (SlBatchPoint *row)
{
  const SlBatchSet *set = row->item->set;

  for (guint f = 0; f < set->rest.n_rows; f++)
    {
      const SlBatchRow *where = &set->rest_row[f];

      row->work->phi[f] = 0.0;
      memset (row->work->dphi + (gsize) f * row->n_params, 0, row->n_params * sizeof (double));
      if (set->rest.rows[f].table)
        sum_nodes (row, f, where, row->work->out[TABLES], set->tables.n_nodes,
                   1.0 / set->tables.scale[where->first]);
      else if (set->rest.rows[f].key.lines.n)
        sum_emission (row, f, &set->rest.rows[f].key);
      else if (where->f)
        {
          sum_nodes (row, f, where, row->work->out[REST], set->in_rest.n_nodes, SL_LIGHT_SCALE);
          if (where->line)
            add_lines_at_rest (row, f, where->line);
        }
      else
        row->work->phi[f] = NAN;
    }
}

static void
sum_observed (SlBatchPoint *row)
{
  const SlBatchSet *set = row->item->set;
  const guint first = set->rest.n_rows;

  for (guint i = 0; i < set->observed.n_rows; i++)
    {
      sum_nodes (row, first + i, &set->observed_row[i], row->work->out[OBSERVED], set->in_observed.n_nodes,
                 SL_LIGHT_SCALE);
      if (!row->item->fixed)
        add_lines_observed (row, first + i, &set->observed_row[i].curve);
    }
}

/* ------------------------------------------------------------- observables */

/* What comes from the history itself. */
static double
from_history (const SlBatchPoint *row, const SlObservable *o, double *d)
{
  const float *of = o->source == SL_FROM_LG_FORMED ? row->work->lgm : row->work->sfr;
  const SlGalaxy *galaxy = &row->item->galaxy;

  for (guint i = 0; i < row->n_params; i++)
    {
      const SlParamId p = row->run->params[i];
      const int slot = sl_batch_slot (galaxy, p);

      d[i] = slot >= 0 ? of[1 + slot] : 0.0;
      if (p >= SL_PARAM_REDSHIFT && p <= SL_PARAM_H)
        d[i] = of[1 + sl_batch_slot_of_time (galaxy)]
               * row->item->epoch.dt_obs[p - SL_PARAM_REDSHIFT];
    }
  return of[0];
}

/* The observable o; grad (n_params) may be NULL. */
static double
observe (SlBatchPoint *row, const SlObservable *o, double *grad)
{
  const SlBatchSet *set = row->item->set;
  const SlEpoch *epoch = &row->item->epoch;
  const gboolean no_distance = o->observed && isnan (epoch->dimming);
  const guint first = o->observed ? set->rest.n_rows : 0;
  double phi[SL_MAX_FUNCTIONALS], slope[SL_MAX_FUNCTIONALS + 1], own[SL_N_PARAMS], value;

  for (guint p = 0; p < row->n_params && o->absent; p++)
    grad[p] = NAN;
  if (o->absent)
    return NAN;
  if (o->source != SL_FROM_PLAN)
    phi[0] = from_history (row, o, own);
  for (guint i = 0; i < o->n_functionals && o->source == SL_FROM_PLAN; i++)
    phi[i] = row->work->phi[first + o->functional[i]];
  value = sl_observable_value (o, phi, o->observed ? epoch->dimming : 0.0, slope);
  for (guint p = 0; p < row->n_params; p++)
    {
      const SlParamId id = row->run->params[p];

      grad[p] = 0.0;
      for (guint i = 0; i < o->n_functionals; i++)
        grad[p] += slope[i]
                   * (o->source != SL_FROM_PLAN
                          ? own[p]
                          : row->work->dphi[(gsize) (first + o->functional[i]) * row->n_params + p]);
      if (o->observed && id >= SL_PARAM_REDSHIFT && id <= SL_PARAM_H)
        grad[p] += no_distance ? NAN : slope[o->n_functionals] * epoch->ddimming[id - SL_PARAM_REDSHIFT];
    }
  return no_distance ? NAN : value;
}

gboolean
sl_batch_same_tables (const SlBatchItem *a, const SlBatchItem *b)
{
  if (a->set != b->set || a->fixed != b->fixed)
    return FALSE;
  if (a->fixed)
    return TRUE;
  for (guint kind = 0; kind < SL_BATCH_N_LIGHTS && a->set->observed.n_rows; kind++)
    if ((guint) sl_batch_slices_place (a->set, kind, a->z)
        != (guint) sl_batch_slices_place (b->set, kind, b->z))
      return FALSE;
  return TRUE;
}

static void
prepare_row (SlBatchPoint *row)
{
  const double sigma = row->item->galaxy.value[SL_PARAM_SIGMA_V];

  if (row->item->set->observed.n_rows && !row->item->fixed)
    row->stars = sl_batch_slices_at (row->item->set, SL_BATCH_STARS, row->item->z);
  row->sigma = sl_batch_sigma_at (sigma, SL_BATCH_N_SIGMA);
  row->arriving = sl_batch_sigma_at (sigma, SL_BATCH_N_ARRIVING);
  take_weights (row);
  take_curves (row);
  if (row->n_params)
    make_terms (row);
}

static void
finish_row (SlBatchPoint *row)
{
  const SlBatchRun *run = row->run;

  if (row->steep)
    {
      /* The other engine does it when all tiles are done. */
      row->item->single = TRUE;
      return;
    }
  sum_rest (row);
  sum_observed (row);
  for (guint k = 0; k < row->self->n_obs; k++)
    {
      const gsize at = row->item->index * row->self->n_obs + k;

      run->values[at] = observe (row, &row->item->set->observable[k],
                                 row->n_params ? run->jacobian + at * run->n_params : NULL);
    }
}

void
sl_batch_row_add (SlBatch *self, SlBatchThread *thread, SlBatchItem *item, guint lane,
                  const SlBatchRun *run)
{
  SlBatchPoint *row;

  if (thread->n_points == thread->most_points
      || (thread->n_points > 0 && !sl_batch_same_tables (thread->point[0].item, item)))
    sl_batch_rows_finish (self, thread);
  row = &thread->point[thread->n_points];
  *row = (SlBatchPoint) { .self = self,
                          .thread = thread,
                          .work = &thread->galaxy[thread->n_points],
                          .item = item,
                          .lane = lane,
                          .n_params = run->jacobian ? run->n_params : 0,
                          .run = run };
  thread->n_points++;
  prepare_row (row);
}

void
sl_batch_rows_finish (SlBatch *self, SlBatchThread *thread)
{
  SlBatchPoint *row = thread->point;
  const guint n = thread->n_points;
  const SlBatchSet *set = n ? row[0].item->set : NULL;

  thread->n_points = 0;
  if (!n)
    return;
  shine (row, n, &set->in_rest, TRUE, REST);
  if (set->observed.n_rows)
    shine (row, n, &set->in_observed, TRUE, OBSERVED);
  if (row[0].item->fixed ? set->rest_lines : set->lines_needed)
    shine (row, n, &set->lines, TRUE, LINES);
  if (set->bare)
    shine (row, n, &set->lines, FALSE, -1);
  shine (row, n, &set->tables, FALSE, TABLES);
  for (guint g = 0; g < n; g++)
    finish_row (&row[g]);
}
