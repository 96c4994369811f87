/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "gpu/host/sl-gpu-private.h"
#include "gpu/host/sl-gpu-why.h"

gboolean
sl_gpu_fail (SlGpu *gpu, GError **error)
{
  return sl_gpu_why_error (gpu->module->why (gpu->device), gpu->description, error);
}

/* Memory of the device, or NULL: sl_gpu_memory_init() checks all of it once, at the end. After a first
 * failure it only counts what is needed. */
static gpointer
device_memory (SlGpu *gpu, gsize n, gsize size)
{
  gpointer memory = gpu->full ? NULL : gpu->module->alloc (gpu->device, n * size);

  gpu->needed += n * size;
  if (memory)
    gpu->used += n * size;
  gpu->full |= !memory;
  g_ptr_array_add (gpu->memory, memory);
  return memory;
}

static gpointer
host_memory (SlGpu *gpu, gsize n, gsize size)
{
  gpointer memory = gpu->module->host_alloc (gpu->device, n * size);

  g_ptr_array_add (gpu->host_memory, memory);
  return memory;
}

/* A copy that stays on the device. */
static gpointer
resident (SlGpu *gpu, gconstpointer from, gsize n, gsize size)
{
  gpointer memory = device_memory (gpu, n, size);

  if (memory && n && !gpu->module->fill (gpu->device, memory, from, n * size))
    {
      gpu->module->free (gpu->device, memory);
      gpu->memory->pdata[gpu->memory->len - 1] = memory = NULL;
    }
  return memory;
}

static void
init_sizes (SlGpu *gpu, const SlOffloadLibrary *lib)
{
  const SlTemplates *t = lib->templates;
  SlGpuArrays *s = &gpu->arrays;

  s->n_age = t->n_age;
  s->n_young = t->n_young;
  s->n_met = t->n_met;
  s->n_lgu = t->n_lgu;
  s->n_wave = t->n_wave;
  s->stride = lib->stride;
  s->n_cwave = t->n_cwave;
  s->n_line = t->n_lgu ? t->n_line : 0;
  s->n_ionising = lib->n_ionising;
  s->has_gas = t->n_lgu > 0;
  s->n_phi = 0;
  for (guint l = 0; l < s->n_line; l++)
    s->n_phi += lib->line_capacity[l];
  s->n_rest = lib->rest->plan.n_rows;
  s->n_func = s->n_rest + lib->observed->plan.n_rows;
  s->n_epochs = lib->n_epochs;
}

static int
by_wavelength (gconstpointer a, gconstpointer b, gpointer wave)
{
  const guint i = *(const guint *) a, j = *(const guint *) b;
  const double x = ((const double *) wave)[i], y = ((const double *) wave)[j];

  return x != y ? (x > y) - (x < y) : (i > j) - (i < j);
}

/* The emission lines that functionals sum. id: (L) lines in the order of their wavelengths. */
static void
init_summed (SlGpu *gpu, const SlOffloadLibrary *lib, const guint *id)
{
  SlGpuArrays *s = &gpu->arrays;
  const SlPlan *plan = &lib->rest->plan;
  const guint n = lib->lines->n;
  g_autofree guint *line = g_new0 (guint, n + 1);
  g_autofree double *k0 = g_new0 (double, SL_N_DUST_LAWS * (n + 1));

  for (guint f = 0; f < plan->n_rows; f++)
    for (guint i = 0; i < plan->rows[f].key.lines.n; i++)
      for (guint l = 0; l < s->n_line; l++)
        if (id[l] == plan->rows[f].key.lines.line[i])
          line[lib->lines->first[f] + i] = l;
  for (guint law = 0; law < SL_N_DUST_LAWS; law++)
    memcpy (k0 + law * n, lib->lines->k0[law], n * sizeof *k0);
  s->n_summed = n;
  s->summed_line = resident (gpu, line, n, sizeof *line);
  s->summed_k0 = resident (gpu, k0, SL_N_DUST_LAWS * n, sizeof *k0);
  s->summed_lnx = resident (gpu, lib->lines->lnx, n, sizeof (double));
  s->summed_bump = resident (gpu, lib->lines->bump, n, sizeof (double));
}

/* Lines in the order of their wavelengths, each with memory for its widest profile. */
static void
init_lines (SlGpu *gpu, const SlOffloadLibrary *lib)
{
  const SlTemplates *t = lib->templates;
  SlGpuArrays *s = &gpu->arrays;
  g_autofree guint *id = g_new (guint, s->n_line + 1), *first = g_new (guint, s->n_line + 1);
  g_autofree guint *phi_line = g_new (guint, s->n_phi + 1);
  g_autofree double *wave = g_new (double, s->n_line + 1);
  guint at = 0;

  for (guint l = 0; l < s->n_line; l++)
    id[l] = l;
  qsort_r (id, s->n_line, sizeof *id, by_wavelength, t->line_wave);
  for (guint l = 0; l < s->n_line; l++)
    {
      wave[l] = t->line_wave[id[l]];
      first[l] = at;
      for (guint i = 0; i < lib->line_capacity[id[l]]; i++)
        phi_line[at++] = l;
    }
  g_assert (at == s->n_phi);
  s->line_wave = resident (gpu, wave, s->n_line, sizeof *wave);
  s->line_id = resident (gpu, id, s->n_line, sizeof *id);
  s->phi_first = resident (gpu, first, s->n_line, sizeof *first);
  s->phi_line = resident (gpu, phi_line, s->n_phi, sizeof *phi_line);
  init_summed (gpu, lib, id);
}

static void
init_library (SlGpu *gpu, const SlOffloadLibrary *lib)
{
  const SlTemplates *t = lib->templates;
  SlGpuArrays *s = &gpu->arrays;
  const gsize gas = (gsize) t->n_young * t->n_lgu * t->n_met;
  g_autofree double *k0 = g_new0 (double, SL_N_DUST_LAWS * lib->stride);

  for (guint law = 0; law < SL_N_DUST_LAWS; law++)
    memcpy (k0 + law * lib->stride, lib->k0[law], lib->stride * sizeof *k0);
  s->flux = resident (gpu, t->flux, (gsize) t->n_age * t->n_met * lib->stride, sizeof (float));
  s->wave_edges = resident (gpu, t->wave_edges, t->n_wave + 1, sizeof (double));
  s->k0 = resident (gpu, k0, SL_N_DUST_LAWS * lib->stride, sizeof (double));
  s->lnx = resident (gpu, lib->lnx, lib->stride, sizeof (double));
  s->bump = resident (gpu, lib->bump, lib->stride, sizeof (double));
  s->nu = resident (gpu, lib->pixel_hz, lib->stride, sizeof (float));
  s->light_row = resident (gpu, lib->light_row, t->n_age, sizeof (guint));
  init_lines (gpu, lib);
  if (!s->has_gas)
    return;
  s->continuum = resident (gpu, t->continuum, gas * t->n_cwave, sizeof (float));
  s->luminosity = resident (gpu, t->line_luminosity, gas * t->n_line, sizeof (float));
  s->node = resident (gpu, lib->node, lib->stride, sizeof (guint));
  s->frac = resident (gpu, lib->frac, lib->stride, sizeof (float));
  s->inside = resident (gpu, lib->inside, lib->stride, sizeof (float));
}

static SlGpuKind
kind_of (const SlPlanRow *row)
{
  if (row->table)
    return SL_GPU_TABLE;
  return row->key.kind == SL_PLAN_ATTENUATED      ? SL_GPU_ATTENUATED
         : row->key.kind == SL_PLAN_ABSORBED      ? SL_GPU_ABSORBED
         : row->key.kind == SL_PLAN_EMISSION      ? SL_GPU_LINES
         : row->key.kind == SL_PLAN_EMISSION_BARE ? SL_GPU_LINES_BARE
                                                  : SL_GPU_WEIGHTS;
}

/* Most blocks that the functionals of a plan may have. */
static guint
count_blocks (const SlBands *bands, gsize stride)
{
  guint n = 0;

  for (guint f = 0; f < bands->plan.n_rows; f++)
    n += MIN (bands->plan.rows[f].f.capacity, stride / SL_BLOCK);
  return n;
}

/* Where the weights of each row are, and the tables one after another. Spans of emission lines stay. */
static void
copy_rest (SlGpu *gpu, const SlBands *rest, double *tables)
{
  const gsize size = (gsize) gpu->arrays.n_age * gpu->arrays.n_met;
  SlGpuSpan *span = SL_GPU_HOST (gpu, SPAN, SlGpuSpan);

  for (guint f = 0; f < rest->plan.n_rows; f++)
    {
      const double *table = rest->plan.rows[f].table;

      if (!rest->plan.rows[f].key.lines.n)
        span[f] = (SlGpuSpan) { rest->weights[f].block - rest->block, rest->weights[f].n };
      if (table)
        {
          memcpy (tables, table, size * sizeof *tables);
          tables += size;
        }
    }
}

static void
init_functionals (SlGpu *gpu, const SlOffloadLibrary *lib)
{
  SlGpuArrays *s = &gpu->arrays;
  const gsize size = (gsize) s->n_age * s->n_met;
  const SlBands *rest = lib->rest;
  g_autofree guint *kind = g_new0 (guint, s->n_func + 1), *table_at = g_new0 (guint, s->n_func + 1);
  g_autofree double *tables = g_new0 (double, s->n_rest *size + 1);
  SlGpuSpan *span = SL_GPU_HOST (gpu, SPAN, SlGpuSpan);
  guint n_tables = 0;

  for (guint f = 0; f < s->n_rest; f++)
    {
      const SlPlanRow *row = &rest->plan.rows[f];

      kind[f] = kind_of (row);
      if (row->key.lines.n)
        span[f] = (SlGpuSpan) { lib->lines->first[f], row->key.lines.n };
      if (row->table)
        table_at[f] = n_tables++;
    }
  copy_rest (gpu, rest, tables);
  s->kind = resident (gpu, kind, s->n_func, sizeof *kind);
  s->table_at = resident (gpu, table_at, s->n_func, sizeof *table_at);
  s->tables = resident (gpu, tables, n_tables * size, sizeof *tables);
}

static gboolean
fill_rest (SlGpu *gpu, const SlBands *rest)
{
  const SlGpuArrays *s = &gpu->arrays;
  const SlGpuModule *m = gpu->module;
  const gsize n = gpu->rest_blocks;

  return !n
         || (m->fill (gpu->device, (gpointer) s->block, rest->block, n * sizeof *rest->block)
             && m->fill (gpu->device, (gpointer) s->k, rest->k, n * SL_BLOCK * sizeof *rest->k)
             && m->fill (gpu->device, (gpointer) s->dk, rest->dk, n * SL_BLOCK * sizeof *rest->dk));
}

gboolean
sl_gpu_memory_refresh (SlGpu *gpu, const SlBands *rest, GError **error)
{
  const SlGpuStaged *span = &gpu->staged[SL_GPU_AT_SPAN];
  const gsize size = (gsize) gpu->arrays.n_age * gpu->arrays.n_met;
  g_autofree double *tables = g_new0 (double, rest->plan.n_rows *size + 1);
  gsize n = 0;

  copy_rest (gpu, rest, tables);
  for (guint f = 0; f < rest->plan.n_rows; f++)
    n += rest->plan.rows[f].table ? size : 0;
  if (fill_rest (gpu, rest) && gpu->module->fill (gpu->device, span->device, span->host, span->bytes)
      && (!n || gpu->module->fill (gpu->device, (gpointer) gpu->arrays.tables, tables, n * sizeof *tables)))
    return TRUE;
  return sl_gpu_fail (gpu, error);
}

/* The weights: those of the rest frame, which rarely change, and after them memory for the observer's. */
static gboolean
init_weights (SlGpu *gpu, const SlOffloadLibrary *lib)
{
  SlGpuArrays *s = &gpu->arrays;
  const gsize rest = gpu->rest_blocks, n = rest + gpu->observed_blocks;
  guint *block = device_memory (gpu, n, sizeof (guint));
  float *k = device_memory (gpu, n * SL_BLOCK, sizeof (float)),
        *dk = device_memory (gpu, n * SL_BLOCK, sizeof (float));

  s->block = block;
  s->k = k;
  s->dk = dk;
  if (!block || !k || !dk)
    return FALSE;
  gpu->staged[SL_GPU_AT_BLOCK].device = (char *) (block + rest);
  gpu->staged[SL_GPU_AT_K].device = (char *) (k + rest * SL_BLOCK);
  gpu->staged[SL_GPU_AT_DK].device = (char *) (dk + rest * SL_BLOCK);
  return fill_rest (gpu, lib->rest);
}

/* Arrays first ... end - 1 side by side in one block on either side, each on lines of cache of its own. */
static gboolean
stage_together (SlGpu *gpu, guint first, guint end)
{
  char *host, *device;
  gsize all = 0;

  for (guint i = first; i < end; i++)
    all += gpu->staged[i].bytes = (gpu->staged[i].bytes + 255) & ~(gsize) 255;
  host = host_memory (gpu, 1, all);
  device = device_memory (gpu, 1, all);
  if (!host)
    return FALSE;
  for (guint i = first; i < end; i++)
    {
      gpu->staged[i].host = host;
      gpu->staged[i].device = device;
      host += gpu->staged[i].bytes;
      if (device)
        device += gpu->staged[i].bytes;
    }
  return TRUE;
}

static gboolean
init_staged (SlGpu *gpu, const SlOffloadLibrary *lib)
{
  const SlGpuArrays *s = &gpu->arrays;
  SlGpuStaged *at = gpu->staged;
  const gsize n_age = s->n_age, tangents = n_age * SL_N_SFH_TANGENTS * sizeof (double);
  const gsize n_observer = (gsize) lib->observer_plan->n_rows * s->n_epochs;
  gsize observer_blocks = 0;

  for (guint f = 0; f < lib->observer_plan->n_rows; f++)
    observer_blocks += (gsize) MIN (lib->observer_band[f].capacity, s->stride / SL_BLOCK) * s->n_epochs;
  at[SL_GPU_AT_PARAMS].bytes = sizeof (SlGpuParams);
  at[SL_GPU_AT_WZ].bytes = n_age * 3 * s->n_met * sizeof (double);
  at[SL_GPU_AT_WZ_GAS].bytes = 3 * s->n_met * sizeof (double);
  at[SL_GPU_AT_WU].bytes = 3 * MAX (s->n_lgu, 1) * sizeof (double);
  at[SL_GPU_AT_LINE_OFF].bytes = (s->n_line + 1) * sizeof (guint);
  at[SL_GPU_AT_CURVE_OF].bytes = n_age * sizeof (guint);
  at[SL_GPU_AT_CURVE].bytes = n_age * 3 * sizeof (double);
  at[SL_GPU_AT_PENDING].bytes = (s->n_func + 1) * sizeof (guint);
  at[SL_GPU_AT_HIST_ROW].bytes = (s->n_rest + 1) * sizeof (guint);
  at[SL_GPU_AT_JACOBIAN_TERM].bytes = n_age * SL_MAX_JACOBIAN_TERMS * sizeof (double);
  at[SL_GPU_AT_MASS].bytes = n_age * sizeof (double);
  at[SL_GPU_AT_DMASS].bytes = at[SL_GPU_AT_DMU].bytes = tangents;
  at[SL_GPU_AT_COEF].bytes = SL_GPU_MAX_TILES * n_age * SL_GPU_TILE * sizeof (float);
  at[SL_GPU_AT_DUST_EMISSION].bytes = (1 + SL_GPU_N_DUST_EMISSION) * s->stride * sizeof (double);
  at[SL_GPU_AT_SPAN].bytes = (s->n_func + 1) * sizeof (SlGpuSpan);
  at[SL_GPU_AT_MASSES].bytes = s->n_epochs * n_age * sizeof (double);
  at[SL_GPU_AT_DMASSES].bytes = s->n_epochs * tangents;
  at[SL_GPU_AT_OBSERVER_SPAN].bytes = n_observer * sizeof (SlGpuSpan);
  at[SL_GPU_AT_OBSERVER_PENDING].bytes = n_observer * sizeof (guint);
  at[SL_GPU_AT_OBSERVER_BLOCK].bytes = observer_blocks * sizeof (guint);
  at[SL_GPU_AT_OBSERVER_K].bytes = observer_blocks * SL_BLOCK * sizeof (float);
  if (!stage_together (gpu, 0, SL_GPU_N_COMMON))
    return FALSE;
  for (guint i = SL_GPU_N_COMMON; i < SL_GPU_N_STAGED; i++)
    if (i != SL_GPU_AT_BLOCK && i != SL_GPU_AT_K && i != SL_GPU_AT_DK && !stage_together (gpu, i, i + 1))
      return FALSE;
  gpu->rest_blocks = count_blocks (lib->rest, s->stride);
  gpu->observed_blocks = count_blocks (lib->observed, s->stride);
  at[SL_GPU_AT_BLOCK].bytes = gpu->observed_blocks * sizeof (guint);
  at[SL_GPU_AT_K].bytes = at[SL_GPU_AT_DK].bytes = (gsize) gpu->observed_blocks * SL_BLOCK * sizeof (float);
  for (guint i = SL_GPU_AT_BLOCK; i <= SL_GPU_AT_DK; i++)
    if (!(at[i].host = host_memory (gpu, 1, at[i].bytes)))
      return FALSE;
  return TRUE;
}

/* Functionals in the observer's frame: one for each band and epoch, computed by the kernels of the others. */
static void
init_observer (SlGpu *gpu, const SlOffloadLibrary *lib)
{
  const gsize n_age = gpu->arrays.n_age, n = gpu->observer.n_func;
  g_autofree guint *kind = g_new (guint, n + 1);
  SlGpuArrays *observer = &gpu->observer;

  observer->totals = NULL;
  if (!n)
    return;
  for (gsize f = 0; f < n; f++)
    kind[f] = SL_GPU_WEIGHTS;
  observer->kind = resident (gpu, kind, n, sizeof *kind);
  observer->dust_emission_sum = device_memory (gpu, n * SL_GPU_DUST_EMISSION_SUMS, sizeof (double));
  observer->out = device_memory (gpu, n_age * n * SL_GPU_N_OUT, sizeof (double));
  observer->slots = device_memory (gpu, n_age * n * SL_GPU_N_SLOTS, sizeof (double));
  observer->by_mu = device_memory (gpu, n_age * n, sizeof (double));
  observer->totals = device_memory (gpu, n * SL_GPU_N_TOTALS, sizeof (double));
  gpu->totals_observer = host_memory (gpu, n * SL_GPU_N_TOTALS, sizeof (double));
  gpu->observer_z = g_new0 (double, gpu->arrays.n_epochs);
}

static void
init_results (SlGpu *gpu)
{
  SlGpuArrays *s = &gpu->arrays;
  const gsize n_age = s->n_age, f = s->n_func;
  const gsize rows =
      n_age * (1 + SL_N_INTERMEDIATES_OLD) + s->n_young * (SL_N_LIGHT_ROWS - 1 - SL_N_INTERMEDIATES_OLD);

  s->line_first = device_memory (gpu, s->n_line, sizeof (guint));
  s->line_count = device_memory (gpu, s->n_line, sizeof (guint));
  s->cover = device_memory (gpu, 2 * s->n_wave, sizeof (guint));
  s->phi = device_memory (gpu, s->n_phi, sizeof (float));
  s->dphi = device_memory (gpu, s->n_phi, sizeof (float));
  s->gas_cont = device_memory (gpu, (gsize) s->n_young * 5 * s->n_cwave, sizeof (float));
  s->gas_lum = device_memory (gpu, (gsize) s->n_young * 5 * s->n_line, sizeof (float));
  s->light = device_memory (gpu, rows * s->stride, sizeof (float));
  s->dust = device_memory (gpu, n_age * SL_MAX_DUST_ROWS * s->stride, sizeof (float));
  s->energy_part = device_memory (gpu, n_age * SL_GPU_PIECES * 2 * SL_GPU_N_SUMS, sizeof (double));
  s->energy = device_memory (gpu, n_age * 2 * SL_GPU_N_SUMS, sizeof (double));
  s->energy_slot = device_memory (gpu, n_age * 2 * SL_GPU_N_SLOTS, sizeof (double));
  s->dust_emission_sum = device_memory (gpu, f * SL_GPU_DUST_EMISSION_SUMS, sizeof (double));
  s->out = device_memory (gpu, n_age * f * SL_GPU_N_OUT, sizeof (double));
  s->slots = device_memory (gpu, n_age * f * SL_GPU_N_SLOTS, sizeof (double));
  s->by_mu = device_memory (gpu, n_age * f, sizeof (double));
  s->totals = device_memory (gpu, f * SL_GPU_N_TOTALS, sizeof (double));
  s->totals_epochs = device_memory (gpu, (gsize) s->n_rest * s->n_epochs * SL_GPU_N_TOTALS, sizeof (double));
  s->absorbed = device_memory (gpu, SL_MAX_OUTPUTS, sizeof (double));
  s->term = device_memory (gpu, (gsize) SL_MAX_TERMS * s->stride, sizeof (float));
  s->spectrum = device_memory (gpu, (gsize) SL_MAX_OUTPUTS * s->stride, sizeof (float));
  s->groups = device_memory (gpu, (gsize) SL_GPU_N_GROUPS * s->stride, sizeof (float));
  gpu->sed = host_memory (gpu, (gsize) SL_MAX_OUTPUTS * s->stride, sizeof (float));
  gpu->groups = host_memory (gpu, (gsize) SL_GPU_N_GROUPS * s->stride, sizeof (float));
  gpu->totals = host_memory (gpu, f * SL_GPU_N_TOTALS, sizeof (double));
  gpu->totals_epochs = host_memory (gpu, (gsize) s->n_rest * s->n_epochs * SL_GPU_N_TOTALS, sizeof (double));
}

static void
name_staged (SlGpu *gpu)
{
  SlGpuArrays *s = &gpu->arrays;
  const SlGpuStaged *at = gpu->staged;

  s->params = (gpointer) at[SL_GPU_AT_PARAMS].device;
  s->wz = (gpointer) at[SL_GPU_AT_WZ].device;
  s->wz_gas = (gpointer) at[SL_GPU_AT_WZ_GAS].device;
  s->wu = (gpointer) at[SL_GPU_AT_WU].device;
  s->line_off = (gpointer) at[SL_GPU_AT_LINE_OFF].device;
  s->curve_of = (gpointer) at[SL_GPU_AT_CURVE_OF].device;
  s->curve = (gpointer) at[SL_GPU_AT_CURVE].device;
  s->pending = (gpointer) at[SL_GPU_AT_PENDING].device;
  s->hist_row = (gpointer) at[SL_GPU_AT_HIST_ROW].device;
  s->jacobian_coef = (gpointer) at[SL_GPU_AT_JACOBIAN_TERM].device;
  s->mass = (gpointer) at[SL_GPU_AT_MASS].device;
  s->dmass = (gpointer) at[SL_GPU_AT_DMASS].device;
  s->dmu = (gpointer) at[SL_GPU_AT_DMU].device;
  s->coef = (gpointer) at[SL_GPU_AT_COEF].device;
  s->dust_emission_spectrum = (gpointer) at[SL_GPU_AT_DUST_EMISSION].device;
  s->span = (gpointer) at[SL_GPU_AT_SPAN].device;
  s->masses = (gpointer) at[SL_GPU_AT_MASSES].device;
  s->dmasses = (gpointer) at[SL_GPU_AT_DMASSES].device;
}

/* Both share their results, except for those of init_observer(). */
static void
name_observer (SlGpu *gpu, const SlOffloadLibrary *lib)
{
  const SlGpuStaged *at = gpu->staged;
  SlGpuArrays *observer = &gpu->observer;

  *observer = gpu->arrays;
  observer->n_func = observer->n_rest = lib->observer_plan->n_rows * observer->n_epochs;
  observer->span = (gpointer) at[SL_GPU_AT_OBSERVER_SPAN].device;
  observer->block = (gpointer) at[SL_GPU_AT_OBSERVER_BLOCK].device;
  /* Their redshifts are held constant: derivatives from dk are not read. */
  observer->k = observer->dk = (gpointer) at[SL_GPU_AT_OBSERVER_K].device;
  observer->pending = (gpointer) at[SL_GPU_AT_OBSERVER_PENDING].device;
}

static gboolean
complete (const GPtrArray *memory)
{
  for (guint i = 0; i < memory->len; i++)
    if (!memory->pdata[i])
      return FALSE;
  return TRUE;
}

/* A full device is told with all that the engine needs of it. */
static gboolean
fail_memory (SlGpu *gpu, GError **error)
{
  SlGpuWhy why = *gpu->module->why (gpu->device);

  if (why.kind != SL_GPU_WHY_MEMORY)
    return sl_gpu_fail (gpu, error);
  why.needed = gpu->needed;
  why.free += gpu->used;
  return sl_gpu_why_error (&why, gpu->description, error);
}

gboolean
sl_gpu_memory_init (SlGpu *gpu, const SlOffloadLibrary *lib, GError **error)
{
  gboolean good;

  gpu->memory = g_ptr_array_new ();
  gpu->host_memory = g_ptr_array_new ();
  init_sizes (gpu, lib);
  gpu->n_observer = lib->observer_plan->n_rows;
  good = init_staged (gpu, lib);
  if (good)
    {
      name_staged (gpu);
      init_library (gpu, lib);
      init_functionals (gpu, lib);
      good = init_weights (gpu, lib);
      init_results (gpu);
      name_observer (gpu, lib);
      init_observer (gpu, lib);
    }
  if (good && complete (gpu->memory) && complete (gpu->host_memory)
      && gpu->module->fill (gpu->device, gpu->staged[SL_GPU_AT_SPAN].device, gpu->staged[SL_GPU_AT_SPAN].host,
                            gpu->staged[SL_GPU_AT_SPAN].bytes))
    {
      return TRUE;
    }
  return fail_memory (gpu, error);
}

void
sl_gpu_memory_clear (SlGpu *gpu)
{
  for (guint i = 0; i < gpu->memory->len; i++)
    if (gpu->memory->pdata[i])
      gpu->module->free (gpu->device, gpu->memory->pdata[i]);
  for (guint i = 0; i < gpu->host_memory->len; i++)
    if (gpu->host_memory->pdata[i])
      gpu->module->host_free (gpu->device, gpu->host_memory->pdata[i]);
  g_ptr_array_unref (gpu->memory);
  g_ptr_array_unref (gpu->host_memory);
  g_free (gpu->observer_z);
}
