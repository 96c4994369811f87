/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gpu/host/sl-gpu-engine.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "gpu/host/sl-gpu-private.h"
#include "model/support/sl-error.h"

/* What both sides lay out must be one. */
G_STATIC_ASSERT (SL_GPU_N_DUST_EMISSION == SL_N_DUST_EMISSION
                 && SL_GPU_DUST_EMISSION_SUMS == SL_DUST_EMISSION_SUMS
                 && SL_DUST_EMISSION_DZ == 1 + SL_GPU_N_DUST_EMISSION);
G_STATIC_ASSERT (SL_GPU_N_TOTALS == SL_N_TOTALS);
G_STATIC_ASSERT (SL_GPU_N_GROUPS == SL_N_AGE_GROUPS);
/* A group's lanes are as many as the sums that they end in. */
G_STATIC_ASSERT (2 * SL_GPU_N_SUMS <= SL_GPU_N_LANES && SL_GPU_N_OUT <= 2 * SL_GPU_N_SUMS);
/* Whole tiles, and one that is not for each row: bare, value and locals. */
G_STATIC_ASSERT (SL_MAX_TERMS / SL_GPU_TILE + 2 + SL_N_INTERMEDIATES <= SL_GPU_MAX_TILES);

static const SlGpuModule *the_module;

/* ---------------------------------------------------- what is to be done */

static gboolean
can (SlCpu *self, const SlRequest *request)
{
  const gboolean histories = request->want & (SL_REQUEST_HISTORIES | SL_REQUEST_HISTORY_JACOBIAN);

  return !(request->galaxy.value[SL_PARAM_SIGMA_STAR] > 0.0) && !(histories && sl_cpu_metals_evolve (self));
}

/* A tile is a few neighbouring terms of one row. */
static void
stage_spectrum (SlGpu *gpu, SlCpu *self)
{
  const SlParamSet tangents =
      self->request->want & SL_REQUEST_SED_TANGENTS ? self->request->tangents : sl_param_set_none ();
  const SlSpectrumJob *job = &self->job;
  SlGpuParams *p = SL_GPU_HOST (gpu, PARAMS, SlGpuParams);
  float *coef = SL_GPU_HOST (gpu, COEF, float);
  const guint n_age = gpu->arrays.n_age;

  sl_cpu_make_job (self, tangents);
  self->spectrum_tangents = tangents;
  p->n_outputs = job->n_outputs;
  p->n_terms = job->n_terms;
  p->n_tiles = 0;
  for (guint o = 0; o < job->n_outputs; o++)
    {
      p->output_bare[o] = o == 1;
      p->output_dust_emission[o] = 0;
    }
  for (guint i = 0; i < SL_N_DUST_EMISSION; i++)
    if (self->output_of[SL_PARAM_UMIN + i] >= 0)
      p->output_dust_emission[self->output_of[SL_PARAM_UMIN + i]] = 1 + i;
  memset (coef, 0, SL_GPU_MAX_TILES * n_age * SL_GPU_TILE * sizeof *coef);
  for (guint k = 0; k < job->n_terms; k++)
    {
      guint t = p->n_tiles - 1;

      if (k == 0 || job->row[k] != job->row[k - 1] || p->tile_n[t] == SL_GPU_TILE)
        {
          t = p->n_tiles++;
          p->tile_row[t] = job->row[k];
          p->tile_first[t] = k;
          p->tile_n[t] = 0;
        }
      for (guint a = 0; a < n_age; a++)
        coef[((gsize) t * n_age + a) * SL_GPU_TILE + p->tile_n[t]] = job->coef[(gsize) a * job->n_terms + k];
      p->tile_n[t]++;
      p->term_output[k] = job->output[k];
    }
  gpu->noted |= SL_GPU_DO_SPECTRUM;
}

static void
stage_split (SlGpu *gpu, SlCpu *self)
{
  SlGpuParams *p = SL_GPU_HOST (gpu, PARAMS, SlGpuParams);

  p->group_first[0] = 0;
  for (guint group = 0; group < SL_GPU_N_GROUPS; group++)
    p->group_first[group + 1] = sl_cpu_group_end (self, group, p->group_first[group]);
  gpu->noted |= SL_GPU_DO_SPLIT;
}

static void
stage_functionals (SlGpu *gpu, guint first, const SlBands *bands)
{
  guint *todo = SL_GPU_HOST (gpu, PENDING, guint);

  for (guint f = 0; f < bands->plan.n_rows; f++)
    if (bands->todo[f])
      {
        todo[first + f] = TRUE;
        bands->made[f] = TRUE;
        gpu->noted |= SL_GPU_DO_FUNCTIONALS;
      }
}

static void
stage_observed (SlGpu *gpu, SlCpu *self)
{
  const SlBands *bands = &self->observed;
  const guint n = bands->plan.n_rows, first = gpu->arrays.n_rest;
  SlGpuSpan *span = SL_GPU_HOST (gpu, SPAN, SlGpuSpan) + first;
  gsize blocks = 0;

  if (!n)
    return;
  sl_cpu_prepare_observed (self);
  for (guint f = 0; f < n; f++)
    {
      span[f] = (SlGpuSpan){ gpu->rest_blocks + blocks, bands->weights[f].n };
      blocks += bands->weights[f].n;
    }
  memcpy (SL_GPU_HOST (gpu, BLOCK, guint), bands->block, blocks * sizeof (guint));
  memcpy (SL_GPU_HOST (gpu, K, float), bands->k, blocks * SL_BLOCK * sizeof (float));
  memcpy (SL_GPU_HOST (gpu, DK, float), bands->dk, blocks * SL_BLOCK * sizeof (float));
  stage_functionals (gpu, first, bands);
  gpu->noted |= SL_GPU_DO_OBSERVED;
}

static gboolean
stage_dust_emission (SlGpu *gpu, SlCpu *self, GError **error)
{
  if (!sl_cpu_stage_dust_emission (self, error))
    return FALSE;
  if (self->galaxy.dust_emission)
    {
      memcpy (SL_GPU_HOST (gpu, DUST_EMISSION, double), self->dust_emission_spectrum,
              (1 + SL_N_DUST_EMISSION) * self->stride * sizeof (double));
      gpu->noted |= SL_GPU_DO_DUST_EMISSION;
    }
  return TRUE;
}

static gboolean
prepare (SlCpu *self, SlStage stage, GError **error)
{
  SlGpu *gpu = self->device;

  if (stage == SL_STAGE_DUST_EMISSION)
    return stage_dust_emission (gpu, self, error);
  if (stage == SL_STAGE_SSP)
    {
      if (!sl_cpu_prepare_ssp (self, error))
        return FALSE;
      gpu->noted |= SL_GPU_DO_SSP;
    }
  else if (stage == SL_STAGE_DUST)
    {
      sl_cpu_prepare_dust (self);
      gpu->noted |= SL_GPU_DO_DUST;
    }
  else if (stage == SL_STAGE_ENERGY)
    {
      self->energy_valid = sl_cpu_needs_energy (self);
      gpu->noted |= self->energy_valid ? SL_GPU_DO_ENERGY : 0;
    }
  else if (stage == SL_STAGE_BANDS)
    stage_functionals (gpu, 0, &self->rest);
  else if (stage == SL_STAGE_OBSERVED)
    stage_observed (gpu, self);
  else if (stage == SL_STAGE_SPECTRUM)
    stage_spectrum (gpu, self);
  else
    stage_split (gpu, self);
  return TRUE;
}

/* The weights of a band at an epoch, as blocks of pixels from *blocks on. */
static SlGpuSpan
stage_observer_weights (SlGpu *gpu, const SlFunctional *band, guint *blocks)
{
  guint *block = SL_GPU_HOST (gpu, OBSERVER_BLOCK, guint);
  float *k = SL_GPU_HOST (gpu, OBSERVER_K, float);
  SlGpuSpan span = { *blocks, 0 };

  for (guint j = 0; j < band->n; j++)
    {
      const guint at = band->pixel[j] / SL_BLOCK;

      if (!span.n || block[span.first + span.n - 1] != at)
        {
          block[span.first + span.n] = at;
          memset (k + (gsize) (span.first + span.n++) * SL_BLOCK, 0, SL_BLOCK * sizeof *k);
        }
      k[(gsize) (span.first + span.n - 1) * SL_BLOCK + band->pixel[j] % SL_BLOCK] = band->k[j];
    }
  *blocks += span.n;
  return span;
}

/* A band in the observer's frame lies elsewhere at each epoch. Where that is depends on cosmology, and on
 * nothing that moves often. */
static void
stage_observer (SlGpu *gpu, SlCpu *self)
{
  const SlTemplates *t = self->parent.templates;
  const guint n_epochs = gpu->arrays.n_epochs;
  const SlIgm *igm = self->galaxy.igm ? self->igm : NULL;
  SlGpuSpan *span = SL_GPU_HOST (gpu, OBSERVER_SPAN, SlGpuSpan);
  guint *todo = SL_GPU_HOST (gpu, OBSERVER_PENDING, guint), blocks = 0;

  for (guint f = 0; f < self->observer_plan.n_rows; f++)
    for (guint e = 0; e < n_epochs; e++)
      todo[f * n_epochs + e] = self->observer_row[f] && self->epoch_z[e] > 0.0;
  gpu->noted |= SL_GPU_DO_OBSERVER;
  if (memcmp (gpu->observer_z, self->epoch_z, n_epochs * sizeof *gpu->observer_z) == 0
      && gpu->observer_igm == (igm != NULL))
    return;
  memcpy (gpu->observer_z, self->epoch_z, n_epochs * sizeof *gpu->observer_z);
  gpu->observer_igm = igm != NULL;
  for (guint f = 0; f < self->observer_plan.n_rows; f++)
    for (guint e = 0; e < n_epochs; e++)
      if (self->epoch_z[e] > 0.0)
        {
          sl_functional_set_redshift (&self->observer_band[f], self->observer_plan.rows[f].key.filter, igm,
                                      t->wave, t->n_wave, self->epoch_z[e]);
          span[f * n_epochs + e] = stage_observer_weights (gpu, &self->observer_band[f], &blocks);
        }
  gpu->noted |= SL_GPU_DO_OBSERVER_WEIGHTS;
}

static void
prepare_sums (SlCpu *self, gboolean histories)
{
  SlGpu *gpu = self->device;
  guint *row = SL_GPU_HOST (gpu, HIST_ROW, guint), n = 0;

  if (!histories)
    {
      gpu->noted |= SL_GPU_DO_NOW;
      return;
    }
  for (guint f = 0; f < gpu->arrays.n_rest; f++)
    if (self->hist_row[f])
      row[n++] = f;
  SL_GPU_HOST (gpu, PARAMS, SlGpuParams)->n_hist = n;
  if (!gpu->arrays.n_epochs)
    return;
  if (n)
    gpu->noted |= SL_GPU_DO_HISTORIES;
  if (self->observer_pending && self->observer_plan.n_rows)
    stage_observer (gpu, self);
  if (gpu->noted & (SL_GPU_DO_HISTORIES | SL_GPU_DO_OBSERVER) && self->ran >> SL_STAGE_EPOCHS & 1)
    gpu->noted |= SL_GPU_DO_EPOCHS;
}

/* ---------------------------------------------------- all that is noted */

/* What goes with every run. */
static void
stage_common (SlGpu *gpu, SlCpu *self)
{
  SlGpuParams *p = SL_GPU_HOST (gpu, PARAMS, SlGpuParams);
  const SlSspWeights *mix = &self->mix;
  const SlGalaxy *g = &self->galaxy;
  const guint n_age = gpu->arrays.n_age;
  double *link = SL_GPU_HOST (gpu, JACOBIAN_TERM, double), *curve = SL_GPU_HOST (gpu, CURVE, double);
  guint *off = SL_GPU_HOST (gpu, LINE_OFF, guint);

  p->f_esc = g->value[SL_PARAM_F_ESC];
  p->sigma_v = g->value[SL_PARAM_SIGMA_V];
  p->unobscured = g->value[SL_PARAM_FRAC_UNOBSCURED];
  p->delta_all = g->value[SL_PARAM_DELTA_OLD];
  p->law = g->dust_law;
  p->formula = self->curve;
  p->n_curves = self->n_curves;
  p->emission = g->dust_emission;
  p->metals_evolve = sl_cpu_metals_evolve (self);
  p->dust_emission_slot = self->dust_emission_slot;
  p->n_jacobian_terms = self->n_jacobian_terms;
  for (guint l = 0; l < self->n_jacobian_terms; l++)
    {
      p->jacobian_intermediate[l] = self->link[l].local;
      p->jacobian_slot[l] = self->jacobian_slot[l];
      for (guint a = 0; a < n_age && p->jacobian_slot[l]; a++)
        link[(gsize) l * n_age + a] = sl_cpu_jacobian_coef (&self->link[l], a);
    }
  for (guint c = 0; c < self->n_curves; c++)
    {
      const guint a = self->curve_age[c];

      curve[3 * c] = mix->av[a];
      curve[3 * c + 1] = mix->delta[a];
      curve[3 * c + 2] = mix->bump[a];
    }
  for (guint l = 0; l < gpu->arrays.n_line; l++)
    off[l] = l < SL_MAX_LINES && g->lines_off[l / 64] >> (l % 64) & 1;
  memcpy (SL_GPU_HOST (gpu, CURVE_OF, guint), self->curve_of, n_age * sizeof (guint));
  memcpy (SL_GPU_HOST (gpu, WZ, double), mix->wz, n_age * 3 * mix->n_z * sizeof (double));
  memcpy (SL_GPU_HOST (gpu, WU, double), mix->wu, 3 * mix->n_u * sizeof (double));
  memcpy (SL_GPU_HOST (gpu, MASS, double), self->now.m, n_age * sizeof (double));
  memcpy (SL_GPU_HOST (gpu, DMASS, double), self->now.dm, n_age * SL_N_SFH_TANGENTS * sizeof (double));
  memcpy (SL_GPU_HOST (gpu, DMU, double), self->dmu, n_age * SL_N_SFH_TANGENTS * sizeof (double));
}

static gboolean
run (SlCpu *self, GError **error)
{
  SlGpu *gpu = self->device;

  if (!gpu->noted)
    return TRUE;
  stage_common (gpu, self);
  if (!sl_gpu_run (gpu, error))
    return FALSE;
  if (gpu->noted & SL_GPU_DO_EPOCHS)
    self->ran &= ~(1u << SL_STAGE_EPOCHS);
  memset (SL_GPU_HOST (gpu, PENDING, guint), 0, gpu->arrays.n_func * sizeof (guint));
  gpu->noted = 0;
  return TRUE;
}

static void
clear (SlCpu *self)
{
  SlGpu *gpu = self->device;

  sl_gpu_plans_clear (gpu);
  sl_gpu_memory_clear (gpu, self);
  gpu->module->close (gpu->device);
  g_free (gpu->description);
  g_free (gpu);
}

static const SlOffload arrays = {
  .can = can, .prepare = prepare, .prepare_sums = prepare_sums, .run = run, .free = clear
};

/* ----------------------------------------------------------------- class */

static SlEngine *
create (const SlEngineConfig *config, GError **error)
{
  char why[256] = "";
  SlGpuDevice *device = the_module->open (why, sizeof why);
  SlEngine *engine;
  SlCpu *self;
  SlGpu *gpu;

  if (!device)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, "CUDA: %s", why);
      return NULL;
    }
  engine = sl_cpu_create (config, error);
  if (!engine)
    {
      the_module->close (device);
      return NULL;
    }
  self = (SlCpu *) engine;
  gpu = g_new0 (SlGpu, 1);
  gpu->module = the_module;
  gpu->device = device;
  gpu->description = g_strdup_printf ("CUDA, %s", gpu->module->describe (device));
  self->arrays = &arrays;
  self->device = gpu;
  if (!sl_gpu_memory_init (gpu, self, error))
    {
      sl_cpu_destroy (engine);
      return NULL;
    }
  self->offload_sed = gpu->sed;
  self->offload_groups = gpu->groups;
  self->offload_now = gpu->totals;
  self->offload_epochs = gpu->totals_epochs;
  self->offload_observer = gpu->totals_observer;
  return engine;
}

static SlGpu *
gpu_of (SlEngine *engine)
{
  return ((SlCpu *) engine)->device;
}

static const char *
describe (SlEngine *engine)
{
  return gpu_of (engine)->description;
}

guint
sl_gpu_engine_runs (SlEngine *engine)
{
  return gpu_of (engine)->runs;
}

guint
sl_gpu_engine_plans (SlEngine *engine)
{
  return gpu_of (engine)->n_kept;
}

const SlEngineClass *
sl_gpu_engine_class (const SlGpuModule *module, GError **error)
{
  static SlEngineClass klass;

  if (!module || module->abi != SL_GPU_ABI || module->n_kernels != SL_GPU_N_KERNELS
      || module->arrays_size != sizeof (SlGpuArrays))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, _ ("the module is of another version of Starloom"));
      return NULL;
    }
  the_module = module;
  klass = (SlEngineClass) { .name = module->name,
                            .create = create,
                            .evaluate = sl_cpu_evaluate,
                            .describe = describe,
                            .destroy = sl_cpu_destroy };
  return &klass;
}
