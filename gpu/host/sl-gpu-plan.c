/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recording of plans: one for each combination of notes that occurs. It is kept and run again. */
#include "gpu/host/sl-gpu-private.h"

/* The number of outputs of the spectrum is rounded up to a multiple, and that of rows of histories to a power
 * of two: so few plans serve all requests, and little is copied in vain. */
enum { OUTPUTS_STEP = 8, LEAST_ROWS = 8 };

typedef struct {
  SlGpu *gpu;
  gboolean good;
  guint outputs, rows;
} Recording;

static void
upload_range (Recording *r, SlGpuStagedId first, SlGpuStagedId end)
{
  const SlGpuStaged *at = &r->gpu->staged[first], *last = &r->gpu->staged[end - 1];
  const gsize bytes = last->host + last->bytes - at->host;

  if (bytes)
    r->good = r->good && r->gpu->module->upload (r->gpu->device, at->device, at->host, bytes);
}

static void
upload (Recording *r, SlGpuStagedId id)
{
  upload_range (r, id, id + 1);
}

static void
download (Recording *r, gpointer to, gconstpointer from, gsize bytes)
{
  if (bytes)
    r->good = r->good && r->gpu->module->download (r->gpu->device, to, from, bytes);
}

static void
launch (Recording *r, guint kernel, gsize n, const SlGpuArrays *arrays)
{
  if (n)
    r->good = r->good && r->gpu->module->launch (r->gpu->device, kernel, n, arrays);
}
#define LAUNCH(name, n) launch (r, SL_GPU_KERNEL_##name, n, &r->gpu->arrays)
#define LAUNCH_OBSERVER(name, n) launch (r, SL_GPU_KERNEL_##name, n, &r->gpu->observer)

static void
do_ssp (Recording *r)
{
  const SlGpuArrays *s = &r->gpu->arrays;

  if (s->n_line)
    {
      LAUNCH (line_spans, s->n_line);
      LAUNCH (profiles, s->n_phi);
    }
  if (s->has_gas)
    {
      LAUNCH (cover, s->n_wave);
      LAUNCH (gas_continuum, (gsize) s->n_young * s->n_cwave);
      LAUNCH (gas_lines, (gsize) s->n_young * s->n_line);
    }
  LAUNCH (ssps, (gsize) s->n_age * s->stride);
}

static void
do_dust (Recording *r)
{
  LAUNCH (transmission, (gsize) r->gpu->arrays.n_age * r->gpu->arrays.stride);
}

static void
do_dust_emission (Recording *r)
{
  upload (r, SL_GPU_AT_DUST_EMISSION);
}

static void
do_energy (Recording *r)
{
  const gsize n_age = r->gpu->arrays.n_age;

  LAUNCH (energy_part, n_age * SL_GPU_PIECES);
  LAUNCH (energy, n_age * 2 * SL_GPU_N_SUMS);
  LAUNCH (energy_slots, n_age * 2);
}

static void
do_observed (Recording *r)
{
  upload (r, SL_GPU_AT_SPAN);
  upload (r, SL_GPU_AT_BLOCK);
  upload (r, SL_GPU_AT_K);
  upload (r, SL_GPU_AT_DK);
}

static void
do_functionals (Recording *r)
{
  const SlGpuArrays *s = &r->gpu->arrays;

  LAUNCH (dust_emission_sums, s->n_func);
  LAUNCH (functionals, (gsize) s->n_age * s->n_func);
  LAUNCH (slots, (gsize) s->n_age * s->n_func);
}

static void
do_now (Recording *r)
{
  const gsize n = (gsize) r->gpu->arrays.n_func * SL_GPU_N_TOTALS;

  LAUNCH (sums_now, n);
  download (r, r->gpu->totals, r->gpu->arrays.totals, n * sizeof (double));
}

static void
do_epochs (Recording *r)
{
  upload (r, SL_GPU_AT_MASSES);
  upload (r, SL_GPU_AT_DMASSES);
}

static void
do_histories (Recording *r)
{
  const gsize n = (gsize) r->rows * r->gpu->arrays.n_epochs * SL_GPU_N_TOTALS;

  LAUNCH (sums_epochs, n);
  download (r, r->gpu->totals_epochs, r->gpu->arrays.totals_epochs, n * sizeof (double));
}

static void
do_spectrum (Recording *r)
{
  const SlGpuArrays *s = &r->gpu->arrays;
  const gsize n = (gsize) r->outputs * s->stride;

  upload (r, SL_GPU_AT_COEF);
  LAUNCH (absorbed, r->outputs);
  LAUNCH (terms, (gsize) SL_GPU_MAX_TILES * s->stride);
  LAUNCH (spectrum, n);
  download (r, r->gpu->sed, s->spectrum, n * sizeof (float));
}

static void
do_split (Recording *r)
{
  const gsize n = (gsize) SL_GPU_N_GROUPS * r->gpu->arrays.stride;

  LAUNCH (split, n);
  download (r, r->gpu->groups, r->gpu->arrays.groups, n * sizeof (float));
}

static void
do_observer_weights (Recording *r)
{
  upload (r, SL_GPU_AT_OBSERVER_SPAN);
  upload (r, SL_GPU_AT_OBSERVER_BLOCK);
  upload (r, SL_GPU_AT_OBSERVER_K);
}

static void
do_observer (Recording *r)
{
  const SlGpuArrays *observer = &r->gpu->observer;
  const gsize n = (gsize) observer->n_func * SL_GPU_N_TOTALS;

  upload (r, SL_GPU_AT_OBSERVER_PENDING);
  LAUNCH_OBSERVER (dust_emission_sums, observer->n_func);
  LAUNCH_OBSERVER (functionals, (gsize) observer->n_age * observer->n_func);
  LAUNCH_OBSERVER (slots, (gsize) observer->n_age * observer->n_func);
  LAUNCH_OBSERVER (sums_observer, n);
  download (r, r->gpu->totals_observer, observer->totals, n * sizeof (double));
}

/* In the order of SlGpuDo. */
static void (*const do_table[]) (Recording *r) = {
  do_ssp,    do_dust,      do_dust_emission, do_energy, do_observed,         do_functionals, do_now,
  do_epochs, do_histories, do_spectrum,      do_split,  do_observer_weights, do_observer,
};

static SlGpuPlan *
record_plan (SlGpu *gpu, guint outputs, guint rows)
{
  Recording r = { gpu, TRUE, outputs, rows };
  SlGpuPlan *plan;

  if (!gpu->module->begin (gpu->device))
    return NULL;
  upload_range (&r, 0, SL_GPU_N_COMMON);
  for (guint i = 0; i < G_N_ELEMENTS (do_table); i++)
    if (gpu->noted >> i & 1)
      do_table[i] (&r);
  /* Call it after a failure too: it ends the recording. */
  plan = gpu->module->end (gpu->device);
  if (r.good || !plan)
    return plan;
  gpu->module->plan_free (gpu->device, plan);
  return NULL;
}

/* The plan for the present notes; a new one may replace the oldest. */
static SlGpuPlan *
find_plan (SlGpu *gpu, guint outputs, guint rows)
{
  const guint64 key = (guint64) gpu->noted | (guint64) outputs << 16 | (guint64) rows << 32;
  SlGpuKept *kept;

  for (guint i = 0; i < gpu->n_kept; i++)
    if (gpu->kept[i].key == key)
      return gpu->kept[i].plan;
  kept = &gpu->kept[gpu->next_kept];
  if (gpu->n_kept == SL_GPU_MAX_KEPT)
    gpu->module->plan_free (gpu->device, g_steal_pointer (&kept->plan));
  *kept = (SlGpuKept){ key, record_plan (gpu, outputs, rows) };
  if (!kept->plan)
    {
      kept->key = G_MAXUINT64;
      if (gpu->n_kept < SL_GPU_MAX_KEPT)
        return NULL;
    }
  else if (gpu->n_kept < SL_GPU_MAX_KEPT)
    gpu->n_kept++;
  gpu->next_kept = (gpu->next_kept + 1) % SL_GPU_MAX_KEPT;
  return kept->plan;
}

gboolean
sl_gpu_start (SlGpu *gpu, GError **error)
{
  const SlGpuParams *p = SL_GPU_HOST (gpu, PARAMS, SlGpuParams);
  guint outputs = 0, rows = 0;
  SlGpuPlan *plan;

  if (gpu->noted & SL_GPU_DO_SPECTRUM)
    outputs = MIN ((p->n_outputs + OUTPUTS_STEP - 1) / OUTPUTS_STEP * OUTPUTS_STEP, SL_MAX_OUTPUTS);
  if (gpu->noted & SL_GPU_DO_HISTORIES)
    {
      for (rows = LEAST_ROWS; rows < p->n_hist;)
        rows *= 2;
      rows = MIN (rows, gpu->arrays.n_rest);
    }
  plan = find_plan (gpu, outputs, rows);
  return (plan && gpu->module->start (gpu->device, plan)) || sl_gpu_fail (gpu, error);
}

void
sl_gpu_plans_clear (SlGpu *gpu)
{
  for (guint i = 0; i < gpu->n_kept; i++)
    if (gpu->kept[i].plan)
      gpu->module->plan_free (gpu->device, gpu->kept[i].plan);
  gpu->n_kept = 0;
}
