/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/batch/sl-batch.h"

#include <math.h>
#include <string.h>

#define SL_DUAL_K 1
#include "model/formulas/sl-formula.h"
#include "model/batch/sl-batch-private.h"
#include "model/dust/sl-dust-law.h"
#include "model/support/sl-error.h"
#include "model/support/sl-memory.h"

/* Galaxies that are sorted by redshift and computed together. */
#define PORTION 65536
/* Tiles that a thread takes at once: many, but so few that threads end together. */
#define MOST_TILES 8
#define TASKS_PER_THREAD 16
/* From this redshift on epochs are interpolated; nearer, the dimming changes too fast. */
#define EPOCH_LEAST 0.04
/* Most memory of tables of redshifted bands: those that are not needed at the moment are then made again. */
#define SLICE_MEMORY ((gsize) 400 << 20)
/* Galaxies whose tables do not fit are computed in pieces whose tables take this much, so that most of the
 * others can stay. */
#define PIECE_MEMORY (SLICE_MEMORY / 16)

/* ---------------------------------------------------------------- creation */

static const SlBatchKernels *
loops_best (void)
{
#if defined(__x86_64__) && defined(SL_HAVE_WIDE)
  const char *name = sl_kernels_best ()->name;

  if (strcmp (name, "avx512") == 0)
    return &sl_batch_kernels_avx512;
  if (strcmp (name, "avx2") == 0)
    return &sl_batch_kernels_avx2;
#endif
  return &sl_batch_kernels_base;
}

static void
plan_histories (SlBatch *self)
{
  const guint n = SL_N_TABLE, n_age = self->templates->n_age;
  double *t = g_new0 (double, n), *lg = g_new0 (double, n);
  float *lgt = g_new0 (float, n), *half = g_new0 (float, n), *per = g_new0 (float, n),
        *lg_yr = g_new0 (float, n_age);

  sl_sfh_times (t, lg);
  for (guint j = 0; j < n; j++)
    {
      lgt[j] = lg[j];
      half[j] = 0.5e9 * (t[j] - (j ? t[j - 1] : SL_T_MIN));
      if (j + 1 < n)
        per[j] = 1.0 / log (t[j + 1] / t[j]);
    }
  for (guint a = 0; a < n_age; a++)
    lg_yr[a] = self->templates->lg_age_gyr[a] + 9.0;
  g_free (lg);
  self->sfh_plan = (SlBatchSfhPlan) { (int) n_age, (int) n, t, lgt, half, per, self->ages.edge, lg_yr };
}

static void
plan_metals (SlBatch *self)
{
  const SlTemplates *t = self->templates;

  self->lg_age = g_new0 (float, t->n_age);
  for (guint a = 0; a < t->n_age; a++)
    self->lg_age[a] = t->lg_age_gyr[a];
  for (guint k = 0; k < SL_N_NUMERICS; k++)
    {
      const gboolean hats = k == SL_NUMERICS_EXACT;
      float *points = g_new0 (float, t->n_met + 1);

      for (guint i = 0; i <= t->n_met; i++)
        points[i] = !hats ? self->lgmet.edge[i] : i < t->n_met ? self->lgmet.node[i] : 0.0;
      self->metals_plan[k] =
          (SlBatchMetalsPlan) { (int) t->n_age, (int) t->n_met, self->lg_age, points, hats };
    }
}

/* What a law's k jumps by at a break: the change over it, less what the law changes by anyway. */
static double
jump_of (SlDustLaw law, const SlBatchBreak *at)
{
  const double half = 1e-4 * MAX (at->half, 1e-6 * at->wave), lo = 1e-4 * at->wave - half,
               hi = 1e-4 * at->wave + half;
  const double before = sl_dust_k (law, lo) - sl_dust_k (law, lo - 2.0 * half),
               after = sl_dust_k (law, hi + 2.0 * half) - sl_dust_k (law, hi);

  return sl_dust_k (law, hi) - sl_dust_k (law, lo) - 0.5 * (before + after);
}

/* Both sides of each break of the dust laws, side by side. */
static void
plan_breaks (SlBatch *self)
{
  for (guint law = 0; law < SL_N_DUST_LAWS; law++)
    for (guint i = 0; i < SL_BATCH_LANES; i++)
      {
        const SlBatchBreak *at = &sl_batch_breaks (law)[MIN (i / 2, SL_BATCH_N_BREAKS - 1)];
        const double lam = 1e-4 * at->wave, beside = MAX (1e-4 * at->half, 1e-6 * lam);
        const double middle = 0.5 * (sl_dust_k (law, lam - beside) + sl_dust_k (law, lam + beside));

        self->break_lnx[law][i] = log (lam / SL_DUST_V);
        self->break_bump[law][i] = sl_k_bump (lam);
        self->break_k0[law][i] = middle + (i % 2 ? 0.5 : -0.5) * jump_of (law, at);
      }
}

SlBatch *
sl_batch_new (const SlBatchConfig *config, GError **error)
{
  SlBatch *self;
  SlTemplates *t = config->templates;
  SlBatchSet *set;

  if (!sl_engine_check_templates (t, error))
    return NULL;
  self = g_new0 (SlBatch, 1);
  self->config = *config;
  self->names = g_strdupv ((char **) config->observables);
  self->config.observables = (const char *const *) self->names;
  self->n_obs = g_strv_length (self->names);
  self->templates = sl_templates_ref (t);
  self->filters = sl_filter_set_ref (config->filters);
  self->kernels = sl_kernels_best ();
  self->loops = loops_best ();
  self->pool = sl_pool_new (config->threads);
  self->sets = g_ptr_array_new_with_free_func ((GDestroyNotify) sl_batch_set_free);
  sl_age_grid_init (&self->ages, t->lg_age_gyr, t->n_age);
  sl_nodes_init (&self->lgmet, t->lgmet, t->n_met);
  sl_nodes_init (&self->lgu, t->lgu, t->n_lgu);
  while (self->n_ionising < t->n_wave && t->wave[self->n_ionising] < SL_LYMAN_EDGE)
    self->n_ionising++;
  self->epoch = g_new0 (SlBatchEpoch, (guint) (log1p (SL_BATCH_Z_MAX) / SL_BATCH_STEP) + 4);
  sl_batch_lines_init (self);
  plan_breaks (self);
  plan_histories (self);
  plan_metals (self);
  /* Names are checked now, by the numerics that most galaxies have. */
  set = sl_batch_set_new (self, (SlBandRule) { SL_NUMERICS_EXACT, SL_BAND_EDGES_NONE }, FALSE,
                          sl_batch_breaks (0), error);
  if (!set)
    {
      sl_batch_free (self);
      return NULL;
    }
  g_ptr_array_add (self->sets, set);
  return self;
}

static void
clear_threads (SlBatch *self)
{
  for (guint i = 0; self->thread && i < sl_pool_threads (self->pool); i++)
    sl_batch_thread_clear (self, &self->thread[i]);
  g_clear_pointer (&self->thread, sl_aligned_free);
}

void
sl_batch_free (SlBatch *self)
{
  gpointer plain[] = { (gpointer) self->sfh_plan.t,
                       (gpointer) self->sfh_plan.lgt,
                       (gpointer) self->sfh_plan.half,
                       (gpointer) self->sfh_plan.per_dex,
                       (gpointer) self->sfh_plan.lg_yr,
                       self->lg_age,
                       self->line_vacuum,
                       self->line_amount,
                       self->line_offset,
                       self->line_width,
                       self->epoch,
                       self->description };

  clear_threads (self);
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    g_free (plain[i]);
  for (guint k = 0; k < SL_N_NUMERICS; k++)
    g_free ((gpointer) self->metals_plan[k].points);
  sl_batch_fixed_clear (self);
  g_ptr_array_unref (self->sets);
  g_clear_pointer (&self->igm, sl_igm_free);
  g_clear_pointer (&self->result, sl_result_free);
  g_clear_pointer (&self->single, sl_engine_free);
  sl_nodes_clear (&self->lgmet);
  sl_nodes_clear (&self->lgu);
  sl_age_grid_clear (&self->ages);
  sl_pool_free (self->pool);
  sl_filter_set_unref (self->filters);
  sl_templates_unref (self->templates);
  g_strfreev (self->names);
  g_free (self);
}

const char *
sl_batch_loops (const SlBatch *self)
{
  return self->loops->name;
}

const char *
sl_batch_describe (SlBatch *self)
{
  if (!self->description)
    self->description = g_strdup_printf ("%u threads, %s", sl_pool_threads (self->pool), self->loops->name);
  return self->description;
}

/* ------------------------------------------------------------------- items */

/* The set that counts a galaxy's bands; made where it is new. NULL with an error. */
static SlBatchSet *
set_of (SlBatch *self, const SlGalaxy *galaxy, GError **error)
{
  const SlBandRule rule = sl_galaxy_band_rule (galaxy);
  const SlBatchBreak *breaks = sl_batch_breaks (galaxy->dust_law);
  SlBatchSet *set;

  for (guint i = 0; i < self->sets->len; i++)
    {
      set = self->sets->pdata[i];
      if (set->rule.numerics == rule.numerics && set->rule.edges == rule.edges && set->igm == galaxy->igm
          && set->breaks == breaks)
        return set;
    }
  if (galaxy->igm && !self->igm && !(self->igm = sl_igm_load_shipped (error)))
    return NULL;
  set = sl_batch_set_new (self, rule, galaxy->igm, breaks, error);
  if (set)
    {
      g_ptr_array_add (self->sets, set);
      /* Memory of threads is for the largest set. */
      clear_threads (self);
    }
  return set;
}

/* What tables do not have, apart from what no galaxy of the set has. */
static gboolean
needs_single (const SlBatch *self, const SlBatchItem *item)
{
  const double *v = item->galaxy.value, t = item->epoch.t_obs;

  if (self->config.exact || item->set->single)
    return TRUE;
  if (item->set->pixels && (item->galaxy.dust_emission || v[SL_PARAM_SIGMA_STAR] > 0.0))
    return TRUE;
  /* The engine of one galaxy also says what is wrong. */
  if (!(t > self->sfh_plan.t[0])
      || (item->set->pixels
          && !(v[SL_PARAM_SIGMA_V] >= SL_BATCH_SIGMA_MIN && v[SL_PARAM_SIGMA_V] <= SL_BATCH_SIGMA_MAX)))
    return TRUE;
  return item->set->observed.n_rows && (!(item->z >= 0.0) || item->z > SL_BATCH_Z_MAX);
}

/* Epochs of one cosmology at the redshifts of slices, each computed when it is first needed. */
static const SlEpoch *
epoch_at (SlBatch *self, const double cosmology[4], guint i)
{
  SlBatchEpoch *at = &self->epoch[i];

  if (!at->known || memcmp (at->cosmology, cosmology, sizeof at->cosmology) != 0)
    {
      const double p[5] = { expm1 (i * SL_BATCH_STEP), cosmology[0], cosmology[1], cosmology[2],
                            cosmology[3] };

      sl_cosmology_epoch (p, &at->epoch);
      memcpy (at->cosmology, cosmology, sizeof at->cosmology);
      at->known = TRUE;
    }
  return &at->epoch;
}

/* sl_cosmology_epoch (), as a cubic polynomial of ln (1 + z). The points are kept: catalogues share a
 * cosmology. Where galaxies differ in it they are computed again, so that a galaxy's numbers depend on
 * nothing else. */
static void
epoch_of (SlBatch *self, const double p[5], SlEpoch *out)
{
  SlBatchCubic at;

  if (!(p[0] > EPOCH_LEAST && p[0] < SL_BATCH_Z_MAX))
    {
      sl_cosmology_epoch (p, out);
      return;
    }
  at = sl_batch_cubic (log1p (p[0]) / SL_BATCH_STEP, 0.0);
  memset (out, 0, sizeof *out);
  for (guint i = 0; i < 4; i++)
    {
      const SlEpoch *e = epoch_at (self, p + 1, at.first + i);

      out->t_obs += at.share[i] * e->t_obs;
      out->dimming += at.share[i] * e->dimming;
      for (guint k = 0; k < 5; k++)
        {
          out->dt_obs[k] += at.share[i] * e->dt_obs[k];
          out->ddimming[k] += at.share[i] * e->ddimming[k];
        }
    }
}

static gboolean
prepare_item (SlBatch *self, const SlBatchRun *run, gsize index, SlBatchItem *item, GError **error)
{
  const SlGalaxy *g = &item->galaxy;

  item->index = index;
  item->single = item->bad = !run->galaxy (run->data, index, &item->galaxy);
  if (item->bad)
    return TRUE;
  item->z = g->value[SL_PARAM_REDSHIFT];
  if (!(item->set = set_of (self, g, error)))
    return FALSE;
  epoch_of (self, g->value + SL_PARAM_REDSHIFT, &item->epoch);
  item->single = needs_single (self, item);
  item->fixed = item->single ? NULL : sl_batch_fixed_of (self, item->set, run, g);
  item->single |= item->fixed && !item->fixed->covered;
  item->key = (guint) g->sfh_form | (guint) g->metals << 8 | (guint) g->dust_law << 16
              | (guint) (g->uv_bump_free != 0) << 24 | (guint) item->set->rule.numerics << 25
              | (guint) (item->fixed != NULL) << 31;
  return TRUE;
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const SlBatchItem *x = *(SlBatchItem *const *) a, *y = *(SlBatchItem *const *) b;

  if (x->single != y->single)
    return x->single ? 1 : -1;
  if (x->key != y->key)
    return x->key < y->key ? -1 : 1;
  if (x->set != y->set)
    return x->set < y->set ? -1 : 1;
  if (x->z != y->z)
    return x->z < y->z ? -1 : 1;
  return x->index < y->index ? -1 : 1;
}

/* ------------------------------------------------------------------ slices */

typedef struct {
  SlBatch *self;
  SlBatchSet *set;
  SlBatchLightKind kind;
  guint *missing;
} SliceJob;

static void
slice_task (gpointer data, guint task, guint thread)
{
  SliceJob *job = data;
  const guint i = job->missing[task];

  job->set->slices[job->kind].slice[i] = sl_batch_slice_new (job->self, job->set, job->kind, i);
}

/* Bytes of all slices that there are. */
static gsize
bytes_of_slices (const SlBatch *self)
{
  gsize bytes = 0;

  for (guint s = 0; s < self->sets->len; s++)
    for (guint kind = 0; kind < SL_BATCH_N_LIGHTS; kind++)
      {
        const SlBatchSlices *slices = &((SlBatchSet *) self->sets->pdata[s])->slices[kind];

        for (guint i = 0; i < slices->n; i++)
          bytes += slices->slice[i] ? slices->bytes : 0;
      }
  return bytes;
}

/* How many of n galaxies of a set, sorted by redshift, need slices of at most this memory: at least one. */
static guint
count_fitting (const SlBatchSet *set, SlBatchItem *const *item, guint n, gsize most)
{
  guint end[SL_BATCH_N_LIGHTS] = { 0 };
  gsize bytes = 0;

  for (guint i = 0; i < n && set->observed.n_rows; i++)
    for (guint kind = 0; kind < SL_BATCH_N_LIGHTS; kind++)
      {
        const guint first = sl_batch_slices_at (set, kind, item[i]->z).first;

        bytes += (first + 4 - MAX (end[kind], first)) * set->slices[kind].bytes;
        end[kind] = first + 4;
        if (bytes > most && i > 0)
          return i;
      }
  return n;
}

/* Frees a slice that is not needed now. */
static void
drop_slice (SlBatchSlices *slices, guint i, const gboolean *needed, gsize *kept)
{
  if (*kept <= SLICE_MEMORY || !slices->slice[i] || (needed && needed[i]))
    return;
  g_clear_pointer (&slices->slice[i], sl_batch_slice_free);
  *kept -= slices->bytes;
}

/* Frees slices that are not needed now, by kind of a set, where all together take too much memory. more:
 * bytes that are to come. Redshifts come in order, and with the next portion from the beginning: what is just
 * below them is needed last. */
static void
drop_slices (SlBatch *self, const SlBatchSet *set, gboolean *const *needed, gsize more)
{
  gsize kept = bytes_of_slices (self) + more;

  /* Those of gas first: they are larger, and fewer are made again. */
  for (guint kind = SL_BATCH_N_LIGHTS; kind-- > 0;)
    for (guint s = 0; s < self->sets->len; s++)
      {
        SlBatchSet *other = self->sets->pdata[s];
        SlBatchSlices *slices = &other->slices[kind];
        const gboolean *now = other == set ? needed[kind] : NULL;
        guint first = 0;

        while (now && first < slices->n && !now[first])
          first++;
        for (guint i = first; i-- > 0;)
          drop_slice (slices, i, now, &kept);
        for (guint i = slices->n; i-- > first;)
          drop_slice (slices, i, now, &kept);
      }
}

/* Makes the slices of a kind that are needed and missing. */
static void
make_slices (SlBatch *self, SlBatchSet *set, SlBatchLightKind kind, const gboolean *needed)
{
  SlBatchSlices *slices = &set->slices[kind];
  g_autofree guint *missing = g_new (guint, slices->n);
  SliceJob job = { self, set, kind, missing };
  guint n_missing = 0;

  for (guint i = 0; i < slices->n; i++)
    if (!slices->slice[i] && needed[i])
      missing[n_missing++] = i;
  sl_pool_run (self->pool, slice_task, &job, n_missing);
}

/* Makes the slices of n galaxies of one set; galaxies whose bands the library does not cover are for the
 * other engine. */
static void
prepare_slices (SlBatch *self, SlBatchItem **item, guint n)
{
  SlBatchSet *set = item[0]->set;
  gboolean *needed[SL_BATCH_N_LIGHTS];
  gsize more = 0;

  if (!set->observed.n_rows || item[0]->fixed)
    return;
  for (guint kind = 0; kind < SL_BATCH_N_LIGHTS; kind++)
    {
      needed[kind] = g_new0 (gboolean, set->slices[kind].n);
      for (guint i = 0; i < n; i++)
        for (guint k = 0; k < 4; k++)
          needed[kind][sl_batch_slices_at (set, kind, item[i]->z).first + k] = TRUE;
      for (guint i = 0; i < set->slices[kind].n; i++)
        more += needed[kind][i] && !set->slices[kind].slice[i] ? set->slices[kind].bytes : 0;
    }
  drop_slices (self, set, needed, more);
  for (guint kind = 0; kind < SL_BATCH_N_LIGHTS; kind++)
    {
      make_slices (self, set, kind, needed[kind]);
      g_free (needed[kind]);
    }
  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < 4; k++)
      item[i]->single |= !set->slices[SL_BATCH_STARS]
                              .slice[sl_batch_slices_at (set, SL_BATCH_STARS, item[i]->z).first + k]
                              ->covered;
}

/* ------------------------------------------------------------------- tiles */

typedef struct {
  guint first, n;
} TileOfItems;

typedef struct {
  SlBatch *self;
  const SlBatchRun *run;
  SlBatchItem **item;
  const TileOfItems *tile;
  guint n_tiles, per_task;
} TileJob;

static void
run_tile (TileJob *job, const TileOfItems *tile, SlBatchThread *memory)
{
  SlBatchItem **item = job->item + tile->first;

  if (job->run->stop && job->run->stop ())
    return;
  sl_batch_tile_fill (job->self, memory, item, tile->n, job->run->jacobian != NULL);
  for (guint i = 0; i < tile->n; i++)
    {
      /* Without stars there is nothing to see; the engine of one galaxy says so. */
      item[i]->single |= !isfinite (memory->tile.lgm[0].v[i]);
      if (!item[i]->single)
        sl_batch_row_add (job->self, memory, item[i], i, job->run);
    }
}

/* Neighbours in redshift share tables that a thread makes for itself. */
static void
tiles_task (gpointer data, guint task, guint thread)
{
  TileJob *job = data;
  SlBatchThread *memory = &job->self->thread[thread];

  for (guint i = task * job->per_task; i < MIN ((task + 1) * job->per_task, job->n_tiles); i++)
    run_tile (job, &job->tile[i], memory);
  sl_batch_rows_finish (job->self, memory);
}

static void
allocate_threads (SlBatch *self, guint n_params)
{
  if (self->thread && self->thread_params == n_params)
    return;
  clear_threads (self);
  self->thread_params = n_params;
  self->thread = sl_aligned_new (sl_pool_threads (self->pool), sizeof (SlBatchThread));
  for (guint i = 0; i < sl_pool_threads (self->pool); i++)
    sl_batch_thread_init (self, &self->thread[i], n_params);
}

/* Galaxies with the same key and set, whose slices there is memory for. */
static void
run_piece (SlBatch *self, const SlBatchRun *run, SlBatchItem **item, guint n)
{
  g_autofree TileOfItems *tile = g_new (TileOfItems, n);
  guint n_tiles = 0;
  TileJob job = { self, run, item, tile, 0, 1 };

  prepare_slices (self, item, n);
  /* Galaxies that need the same tables stay in one tile, unless tiles would be half empty. */
  for (guint i = 0; i < n; n_tiles++)
    {
      guint end = i + 1;

      while (end < n && end - i < SL_BATCH_LANES
             && (end - i < SL_BATCH_LANES / 2 || sl_batch_same_tables (item[end - 1], item[end])))
        end++;
      tile[n_tiles] = (TileOfItems) { i, end - i };
      i = end;
    }
  job.n_tiles = n_tiles;
  job.per_task = CLAMP (n_tiles / (TASKS_PER_THREAD * sl_pool_threads (self->pool)), 1, MOST_TILES);
  sl_pool_run (self->pool, tiles_task, &job, (n_tiles + job.per_task - 1) / job.per_task);
}

/* Galaxies with the same key and set. */
static void
run_group (SlBatch *self, const SlBatchRun *run, SlBatchItem **item, guint n)
{
  const gsize most = !item[0]->fixed && count_fitting (item[0]->set, item, n, SLICE_MEMORY) < n
                         ? PIECE_MEMORY
                         : SLICE_MEMORY;

  for (guint i = 0; i < n && !(run->stop && run->stop ());)
    {
      const guint fit = item[i]->fixed ? n - i : count_fitting (item[i]->set, item + i, n - i, most);

      run_piece (self, run, item + i, fit);
      i += fit;
    }
}

/* ------------------------------------------------------- one at a time */

static gboolean
evaluate_single (SlBatch *self, const SlBatchRun *run, const SlBatchItem *item, GError **error)
{
  SlRequest request = { .galaxy = item->galaxy, .flags = SL_REQUEST_OBSERVABLES };
  const gsize at = item->index * self->n_obs;

  if (!self->single)
    {
      SlEngineConfig config = { .templates = self->templates,
                                .filters = self->filters,
                                .observables = self->config.observables,
                                .threads = self->config.threads,
                                .allow_missing_lines = self->config.allow_missing_lines };

      if (!(self->single = sl_engine_new (&sl_engine_cpu, &config, error)))
        return FALSE;
      self->result = sl_result_new (self->single);
    }
  if (run->jacobian)
    request.flags |= SL_REQUEST_JACOBIAN;
  if (!sl_engine_evaluate (self->single, &request, self->result, error))
    return FALSE;
  memcpy (run->values + at, self->result->obs, self->n_obs * sizeof (double));
  for (guint k = 0; k < self->n_obs && run->jacobian; k++)
    for (guint p = 0; p < run->n_params; p++)
      run->jacobian[(at + k) * run->n_params + p] = self->result->obs_jac[k * SL_N_PARAMS + run->params[p]];
  return TRUE;
}

static void
fill_nan (const SlBatch *self, const SlBatchRun *run, gsize index)
{
  if (run->bad)
    run->bad[index] = 1;
  for (guint k = 0; k < self->n_obs; k++)
    {
      run->values[index * self->n_obs + k] = NAN;
      for (guint p = 0; p < run->n_params && run->jacobian; p++)
        run->jacobian[(index * self->n_obs + k) * run->n_params + p] = NAN;
    }
}

/* -------------------------------------------------------------------- runs */

/* Galaxies first ... first + n - 1 of the run. */
static gboolean
run_portion (SlBatch *self, const SlBatchRun *run, gsize first, guint n, SlBatchItem *items,
             SlBatchItem **order, SlBatchReport *report, GError **error)
{
  guint i = 0;

  for (guint k = 0; k < n; k++)
    {
      order[k] = &items[k];
      report->first_bad = first + k;
      if (!prepare_item (self, run, first + k, &items[k], error))
        return FALSE;
    }
  allocate_threads (self, run->jacobian ? run->n_params : 0);
  qsort (order, n, sizeof *order, compare_items);
  while (i < n && !order[i]->single)
    {
      guint end = i + 1;

      while (end < n && !order[end]->single && order[end]->key == order[i]->key
             && order[end]->set == order[i]->set)
        end++;
      run_group (self, run, order + i, end - i);
      i = end;
    }
  for (guint k = 0; k < n; k++)
    {
      g_autoptr (GError) why = NULL;

      if (!items[k].single)
        continue;
      if (run->stop && run->stop ())
        break;
      if (items[k].bad)
        {
          report->n_bad++;
          fill_nan (self, run, items[k].index);
          continue;
        }
      report->n_single++;
      if (evaluate_single (self, run, &items[k], &why))
        continue;
      report->first_bad = items[k].index;
      if (!run->skip_bad)
        {
          g_propagate_error (error, g_steal_pointer (&why));
          return FALSE;
        }
      report->n_bad++;
      fill_nan (self, run, items[k].index);
    }
  return TRUE;
}

gboolean
sl_batch_run (SlBatch *self, const SlBatchRun *run, SlBatchReport *report, GError **error)
{
  const guint portion = (guint) MIN (run->n, PORTION);
  g_autofree SlBatchItem *items = g_new (SlBatchItem, portion + 1);
  g_autofree SlBatchItem **order = g_new (SlBatchItem *, portion + 1);

  memset (report, 0, sizeof *report);
  sl_batch_find_slots (self, run);
  for (gsize first = 0; first < run->n; first += portion)
    if (!run_portion (self, run, first, (guint) MIN (run->n - first, portion), items, order, report, error))
      return FALSE;
  return TRUE;
}
