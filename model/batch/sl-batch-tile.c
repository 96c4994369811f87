/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tile's galaxies need before their light: histories, metallicities, dust, by age. */
#include <string.h>

#include "model/batch/sl-batch-private.h"
#define SL_DUAL_K 1
#include "model/formulas/sl-formula.h"
#include "model/dust/sl-dust-law.h"
#include "model/support/sl-memory.h"

/* The parameters of `diffstar` in the order of the lanes, then those of the burst. */
static const SlParamId history_params[SL_BATCH_N_HISTORY] = {
  SL_PARAM_LOGM0,    SL_PARAM_LOGTC,    SL_PARAM_EARLY_INDEX,  SL_PARAM_LATE_INDEX,
  SL_PARAM_T_PEAK,   SL_PARAM_LGMCRIT,  SL_PARAM_LGY_AT_MCRIT, SL_PARAM_INDX_LO,
  SL_PARAM_INDX_HI,  SL_PARAM_LG_QT,    SL_PARAM_QLGLGDT,      SL_PARAM_LG_DROP,
  SL_PARAM_LG_REJUV, SL_PARAM_LGFBURST, SL_PARAM_LGYR_PEAK,    SL_PARAM_LGYR_MAX,
};

static gboolean
metals_evolve (const SlGalaxy *galaxy)
{
  return galaxy->metals != SL_METALS_AGE;
}

gboolean
sl_batch_in_lanes (const SlGalaxy *galaxy)
{
  return galaxy->sfh_form == SL_SFH_DIFFSTAR && !metals_evolve (galaxy);
}

int
sl_batch_slot_of_time (const SlGalaxy *galaxy)
{
  return sl_batch_in_lanes (galaxy) ? (int) SL_BATCH_T_OBS : SL_SFH_SLOT_T_OBS;
}

void
sl_batch_find_slots (SlBatch *self, const SlBatchRun *run)
{
  gboolean wanted[SL_N_PARAMS] = { FALSE }, of_time = FALSE;

  self->n_slots = 0;
  for (guint i = 0; run->jacobian && i < run->n_params; i++)
    wanted[run->params[i]] = TRUE;
  for (int p = SL_PARAM_REDSHIFT; p <= SL_PARAM_H; p++)
    of_time |= wanted[p];
  for (int slot = 0; slot < SL_BATCH_N_HISTORY; slot++)
    if (wanted[history_params[slot]])
      self->slots[self->n_slots++] = slot;
  /* Metallicities, dust and gas act on masses that are the same: a pass is needed all the same. */
  if (of_time || (run->jacobian && self->n_slots == 0))
    self->slots[self->n_slots++] = SL_BATCH_T_OBS;
}

int
sl_batch_slot (const SlGalaxy *galaxy, SlParamId p)
{
  const SlSfhFormInfo *form = sl_sfh_form_info (galaxy->sfh_form);

  if (sl_batch_in_lanes (galaxy))
    {
      for (int i = 0; i < SL_BATCH_N_HISTORY; i++)
        if (history_params[i] == p)
          return i;
      return -1;
    }
  for (guint i = 0; i < form->n_params; i++)
    if (form->params[i] == p)
      return SL_SFH_SLOT_FORM + i;
  return p >= SL_PARAM_LGFBURST && p <= SL_PARAM_LGYR_MAX ? SL_SFH_SLOT_BURST + (int) p - SL_PARAM_LGFBURST
                                                          : -1;
}

static SlBatchLane *
lanes_new (gsize n)
{
  return sl_aligned_new (n, sizeof (SlBatchLane));
}

void
sl_batch_thread_init (SlBatch *self, SlBatchThread *thread, guint n_params)
{
  const SlTemplates *t = self->templates;
  const guint n_age = t->n_age, n_terms = (n_params + 1) * (SL_N_CURVE + 3);
  const guint parts = n_params ? 1 + SL_BATCH_SFH_PASS : 1, dust_rows = n_params ? SL_BATCH_CURVE_ROWS : 1;
  SlBatchTile *tile = &thread->tile;
  guint most_nodes = 0, most_rows = 0;

  for (guint i = 0; i < self->sets->len; i++)
    {
      const SlBatchSet *set = self->sets->pdata[i];
      const guint n[] = { set->in_rest.n_nodes, set->in_observed.n_nodes, set->lines.n_nodes,
                          set->tables.n_nodes };

      for (guint k = 0; k < G_N_ELEMENTS (n); k++)
        most_nodes = MAX (most_nodes, n[k]);
      most_rows = MAX (most_rows, set->rest.n_rows + set->observed.n_rows);
    }
  tile->mass = lanes_new (n_age);
  tile->dmass = lanes_new (n_params ? n_age * SL_BATCH_MAX_SLOTS : 1);
  tile->mu = lanes_new (n_age);
  tile->dmu = lanes_new (n_age * 5);
  tile->wz = lanes_new (n_age * 3 * t->n_met);
  tile->curve = lanes_new (n_age * SL_N_CURVE);
  tile->dcurve = lanes_new (n_params ? n_age * SL_N_CURVE * SL_N_DUST_P : 1);
  thread->work.mass = lanes_new ((SL_N_TABLE + 1) * parts);
  thread->work.growth = lanes_new ((SL_N_TABLE + 1) * parts);
  thread->work.sum = sl_aligned_new ((SL_N_TABLE + 1) * parts, sizeof (SlBatchWide));
  thread->work.raw = lanes_new (n_age * parts);
  thread->work.shape = lanes_new (n_age * parts);
  sl_sfh_times (thread->sfh.t, thread->sfh.lgt);
  thread->sfh.sfr = sl_aligned_new (SL_N_TABLE, sizeof (SlSfhTangents));
  thread->sfh.lgm = sl_aligned_new (SL_N_TABLE, sizeof (SlSfhTangents));
  thread->sfh.burst_w = sl_aligned_new (n_age + 1, sizeof (SlSfhTangents));
  thread->scratch = sl_aligned_new (2 * (n_age + 1), sizeof (SlSfhTangents));
  thread->masses.m = g_new0 (double, n_age);
  thread->masses.dm = sl_aligned_new (n_age * SL_N_SFH_TANGENTS, sizeof (double));
  thread->mu = g_new0 (double, n_age);
  thread->dmu = sl_aligned_new (n_age * SL_N_SFH_TANGENTS, sizeof (double));
  thread->dmu_sfh = lanes_new (n_params ? n_age * SL_BATCH_MAX_SLOTS : 1);
  sl_ssp_weights_init (&thread->weights, 1, t->n_met, t->n_lgu);
  thread->k0 = g_new0 (float, most_nodes + 1);
  thread->lnx = g_new0 (float, most_nodes + 1);
  thread->bump = g_new0 (float, most_nodes + 1);
  thread->breaks = g_new0 (SlBatchPieceBreak, most_nodes / SL_BATCH_NODES + 1);
  thread->most_points = n_params ? SL_BATCH_TOGETHER_DERIVATIVES : SL_BATCH_TOGETHER;
  for (guint g = 0; g < thread->most_points; g++)
    {
      SlBatchWork *work = &thread->galaxy[g];

      work->wz = g_new0 (float, n_age * 3 * t->n_met);
      work->wz_gas = g_new0 (float, 3 * t->n_met);
      work->wu = g_new0 (float, 3 * t->n_lgu + 1);
      work->mass = g_new0 (float, n_age);
      work->curve_of = g_new0 (int, n_age);
      work->curves = g_new0 (float, n_age *SL_N_CURVE);
      work->dust = sl_aligned_new ((gsize) n_age * dust_rows * most_nodes + 1, sizeof (float));
      work->coef = g_new0 (float, (gsize) n_terms *n_age);
      work->term = g_new0 (SlBatchTerm, n_terms);
      for (guint i = 0; i < G_N_ELEMENTS (work->out); i++)
        work->out[i] = sl_aligned_new ((gsize) (1 + n_params) * most_nodes + 1, sizeof (float));
      work->out_bare = sl_aligned_new ((gsize) (1 + n_params) * most_nodes + 1, sizeof (float));
      work->sum = sl_aligned_new (most_nodes + 1, sizeof (float));
      work->phi = g_new0 (double, most_rows + 1);
      work->dphi = g_new0 (double, (most_rows + 1) * (n_params + 1));
    }
}

static void
work_clear (SlBatchWork *work)
{
  gpointer aligned[] = { work->dust,   work->out[0],   work->out[1], work->out[2],
                         work->out[3], work->out_bare, work->sum };
  gpointer plain[] = { work->wz,     work->wz_gas, work->wu,   work->mass, work->curve_of,
                       work->curves, work->coef,   work->term, work->phi,  work->dphi };

  for (guint i = 0; i < G_N_ELEMENTS (aligned); i++)
    sl_aligned_free (aligned[i]);
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    g_free (plain[i]);
}

void
sl_batch_thread_clear (SlBatch *self, SlBatchThread *thread)
{
  SlBatchTile *tile = &thread->tile;
  gpointer aligned[] = {
    tile->mass,       tile->dmass,        tile->mu,          tile->dmu,           tile->wz,
    tile->curve,      tile->dcurve,       thread->work.mass, thread->work.growth, thread->work.sum,
    thread->work.raw, thread->work.shape, thread->sfh.sfr,   thread->sfh.lgm,     thread->sfh.burst_w,
    thread->scratch,  thread->masses.dm,  thread->dmu,       thread->dmu_sfh
  };
  gpointer plain[] = { thread->masses.m, thread->mu, thread->k0, thread->lnx, thread->bump, thread->breaks };

  for (guint i = 0; i < G_N_ELEMENTS (aligned); i++)
    sl_aligned_free (aligned[i]);
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    g_free (plain[i]);
  for (guint g = 0; g < SL_BATCH_TOGETHER; g++)
    work_clear (&thread->galaxy[g]);
  sl_ssp_weights_clear (&thread->weights);
  for (guint kind = 0; kind < SL_BATCH_N_LIGHTS; kind++)
    sl_batch_near_clear (&thread->near[kind]);
  memset (thread, 0, sizeof *thread);
}

/* ------------------------------------------------- galaxies one by one */

static void
store (SlBatchLane *to, guint lane, double v, const double *d)
{
  to[0].v[lane] = v;
  for (guint k = 0; k < SL_N_SFH_TANGENTS && d; k++)
    to[1 + k].v[lane] = d[k];
}

/* The history of a form that lanes do not have, by the loops of the engine of one galaxy. */
static void
history_of_one (SlBatch *self, SlBatchThread *thread, const SlBatchItem *item, guint lane, gboolean tangents)
{
  const SlGalaxy *galaxy = &item->galaxy;
  const SlSfhFormInfo *form = sl_sfh_form_info (galaxy->sfh_form);
  const guint n_age = self->ages.n_age;
  SlBatchTile *tile = &thread->tile;
  SlSfh *sfh = &thread->sfh;

  for (guint i = 0; i < form->n_params; i++)
    sfh->p[i] = galaxy->value[form->params[i]];
  sfh->t_obs = item->epoch.t_obs;
  memcpy (sfh->edges, galaxy->sfh_edges, sizeof sfh->edges);
  memcpy (sfh->burst, galaxy->value + SL_PARAM_LGFBURST, sizeof sfh->burst);
  sfh->form = galaxy->sfh_form;
  sfh->table = galaxy->sfh_table;
  self->kernels->sfh (sfh, &self->ages);
  self->kernels->age_masses (sfh, &self->ages, sfh->t_obs, NULL, thread->scratch, &thread->masses);
  tile->n_slots = tangents ? SL_N_SFH_TANGENTS : 0;
  store (tile->lgm, lane, thread->masses.lgm.v, tangents ? thread->masses.lgm.d : NULL);
  store (tile->sfr, lane, thread->masses.sfr.v, tangents ? thread->masses.sfr.d : NULL);
  for (guint a = 0; a < n_age; a++)
    {
      const double *d = thread->masses.dm + (gsize) a * SL_N_SFH_TANGENTS;

      tile->mass[a].v[lane] = thread->masses.m[a];
      for (guint k = 0; k < SL_N_SFH_TANGENTS && tangents; k++)
        tile->dmass[a * SL_N_SFH_TANGENTS + k].v[lane] = d[k];
    }
  if (!metals_evolve (galaxy))
    return;
  self->kernels->metals (sfh, &self->ages, sfh->t_obs, TRUE,
                         galaxy->metals == SL_METALS_TABLE ? galaxy->metals_table : NULL, thread->mu,
                         thread->dmu);
  for (guint a = 0; a < n_age; a++)
    {
      tile->mu[a].v[lane] = thread->mu[a] + galaxy->value[SL_PARAM_LGMET_SHIFT];
      for (guint k = 0; k < SL_N_SFH_TANGENTS && tangents; k++)
        thread->dmu_sfh[a * SL_N_SFH_TANGENTS + k].v[lane] = thread->dmu[a * SL_N_SFH_TANGENTS + k];
    }
}

/* ------------------------------------------------------------------- tiles */

void
sl_batch_tile_fill (SlBatch *self, SlBatchThread *thread, SlBatchItem *const *item, guint n,
                    gboolean tangents)
{
  const SlGalaxy *first = &item[0]->galaxy;
  const SlDustLawInfo *law = sl_dust_law_info (first->dust_law);
  const gboolean evolves = metals_evolve (first);
  SlBatchTile *tile = &thread->tile;
  int acts = SL_DUST_ACTS_BY_AGE | (law->slope ? SL_DUST_ACTS_SLOPE : 0);

  if (law->bump)
    acts |= first->uv_bump_free ? SL_DUST_ACTS_BUMP_FREE : SL_DUST_ACTS_BUMP_TIED;
  for (guint lane = 0; lane < SL_BATCH_LANES; lane++)
    {
      /* Lanes without a galaxy repeat the last one. */
      const SlBatchItem *one = item[MIN (lane, n - 1)];
      const double *v = one->galaxy.value;

      for (guint i = 0; i < SL_BATCH_N_HISTORY; i++)
        tile->history[i].v[lane] = v[history_params[i]];
      tile->t_obs.v[lane] = one->epoch.t_obs;
      for (guint i = 0; i < 5; i++)
        tile->metals[i].v[lane] = v[SL_PARAM_LGMET_YOUNG + i];
      for (guint i = 0; i < SL_N_DUST_P; i++)
        tile->dust[i].v[lane] = v[SL_PARAM_AV_YOUNG + i];
      if (lane < n && !sl_batch_in_lanes (first))
        history_of_one (self, thread, one, lane, tangents);
      for (guint a = 0; lane >= n && evolves && a < self->ages.n_age; a++)
        tile->mu[a].v[lane] = tile->mu[a].v[n - 1];
    }
  if (sl_batch_in_lanes (first))
    self->loops->sfh (&self->sfh_plan, &thread->work, self->slots, tangents ? self->n_slots : 0, tile);
  self->loops->metals (&self->metals_plan[item[0]->set->rule.numerics], evolves, tangents, tile);
  self->loops->dust (law->formula, acts, (int) self->ages.n_age, self->lg_age, tangents, tile);
}
