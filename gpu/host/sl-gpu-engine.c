/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gpu/host/sl-gpu-engine.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "gpu/host/sl-gpu-load.h"
#include "gpu/host/sl-gpu-private.h"
#include "gpu/host/sl-gpu-why.h"
#include "model/support/sl-error.h"

/* Constants of both sides agree. */
G_STATIC_ASSERT (SL_GPU_N_DUST_EMISSION == SL_N_DUST_EMISSION
                 && SL_GPU_DUST_EMISSION_SUMS == SL_DUST_EMISSION_SUMS
                 && SL_DUST_EMISSION_DZ == 1 + SL_GPU_N_DUST_EMISSION);
G_STATIC_ASSERT (SL_GPU_N_TOTALS == SL_N_TOTALS);
G_STATIC_ASSERT (SL_GPU_N_GROUPS == SL_N_AGE_GROUPS);
/* The threads of a group are enough for its sums. */
G_STATIC_ASSERT (2 * SL_GPU_N_SUMS <= SL_GPU_N_LANES && SL_GPU_N_OUT <= 2 * SL_GPU_N_SUMS);
/* Full tiles, and one partly filled tile for each row: before dust, attenuated, intermediates. */
G_STATIC_ASSERT (SL_MAX_TERMS / SL_GPU_TILE + 2 + SL_N_INTERMEDIATES <= SL_GPU_MAX_TILES);

static const SlGpuModule *the_module;

/* ------------------------------------------------------ notes of stages */

static gboolean
can (gpointer device, const SlRequest *request)
{
  const SlGalaxy *galaxy = &request->galaxy;
  const gboolean histories = request->flags & (SL_REQUEST_HISTORIES | SL_REQUEST_HISTORY_JACOBIAN);

  return !(galaxy->value[SL_PARAM_SIGMA_STAR] > 0.0) && !(histories && galaxy->metals != SL_METALS_AGE);
}

/* The terms of each output, in their order. */
static void
list_terms (SlGpuParams *p, const SlSpectrumJob *job)
{
  guint n = 0;

  for (guint o = 0; o < job->n_outputs; o++)
    {
      p->output_first[o] = n;
      for (guint k = 0; k < job->n_terms; k++)
        if (job->output[k] == o)
          p->output_term[n++] = k;
    }
  p->output_first[job->n_outputs] = n;
}

/* The spectrum's terms in tiles: a few neighbouring terms of one row each. */
static void
stage_spectrum (SlGpu *gpu, const SlOffloadInputs *in)
{
  const SlSpectrumJob *job = in->job;
  SlGpuParams *p = SL_GPU_HOST (gpu, PARAMS, SlGpuParams);
  float *coef = SL_GPU_HOST (gpu, COEF, float);
  const guint n_age = gpu->arrays.n_age;

  p->n_outputs = job->n_outputs;
  p->n_tiles = 0;
  for (guint o = 0; o < job->n_outputs; o++)
    {
      p->output_bare[o] = o == 1;
      p->output_dust_emission[o] = 0;
    }
  for (guint i = 0; i < SL_N_DUST_EMISSION; i++)
    if (in->output_of[SL_PARAM_UMIN + i] >= 0)
      p->output_dust_emission[in->output_of[SL_PARAM_UMIN + i]] = 1 + i;
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
      p->term_tile[k] = t;
    }
  list_terms (p, job);
  gpu->noted |= SL_GPU_DO_SPECTRUM;
}

static void
stage_split (SlGpu *gpu, const SlOffloadInputs *in)
{
  SlGpuParams *p = SL_GPU_HOST (gpu, PARAMS, SlGpuParams);

  for (guint group = 0; group <= SL_GPU_N_GROUPS; group++)
    p->group_first[group] = in->group_first[group];
  gpu->noted |= SL_GPU_DO_SPLIT;
}

/* Rows first ... of the functionals. requested: (n) which of them; NULL: all. */
static void
stage_functionals (SlGpu *gpu, guint first, guint n, const gboolean *requested)
{
  guint *pending = SL_GPU_HOST (gpu, PENDING, guint);

  for (guint f = 0; f < n; f++)
    if (!requested || requested[f])
      {
        pending[first + f] = TRUE;
        gpu->noted |= SL_GPU_DO_FUNCTIONALS;
      }
}

static void
stage_observed (SlGpu *gpu, const SlOffloadInputs *in)
{
  const SlBands *bands = in->observed;
  const guint n = bands->plan.n_rows, first = gpu->arrays.n_rest;
  SlGpuSpan *span = SL_GPU_HOST (gpu, SPAN, SlGpuSpan) + first;
  gsize blocks = 0;

  if (!n)
    return;
  for (guint f = 0; f < n; f++)
    {
      span[f] = (SlGpuSpan) { gpu->rest_blocks + blocks, bands->weights[f].n };
      blocks += bands->weights[f].n;
    }
  memcpy (SL_GPU_HOST (gpu, BLOCK, guint), bands->block, blocks * sizeof (guint));
  memcpy (SL_GPU_HOST (gpu, K, float), bands->k, blocks * SL_BLOCK * sizeof (float));
  memcpy (SL_GPU_HOST (gpu, DK, float), bands->dk, blocks * SL_BLOCK * sizeof (float));
  stage_functionals (gpu, first, n, NULL);
  gpu->noted |= SL_GPU_DO_OBSERVED;
}

static void
stage_dust_emission (SlGpu *gpu, const SlOffloadInputs *in)
{
  if (!in->galaxy->dust_emission)
    return;
  memcpy (SL_GPU_HOST (gpu, DUST_EMISSION, double), in->dust_emission,
          (1 + SL_N_DUST_EMISSION) * gpu->arrays.stride * sizeof (double));
  gpu->noted |= SL_GPU_DO_DUST_EMISSION;
}

static void
note (gpointer device, SlStage stage, const SlOffloadInputs *in)
{
  SlGpu *gpu = device;

  if (stage == SL_STAGE_DUST_EMISSION)
    stage_dust_emission (gpu, in);
  else if (stage == SL_STAGE_SSP)
    gpu->noted |= SL_GPU_DO_SSP;
  else if (stage == SL_STAGE_DUST)
    gpu->noted |= SL_GPU_DO_DUST;
  else if (stage == SL_STAGE_ENERGY)
    gpu->noted |= *in->energy ? SL_GPU_DO_ENERGY : 0;
  else if (stage == SL_STAGE_BANDS)
    stage_functionals (gpu, 0, gpu->arrays.n_rest, in->pending->bands);
  else if (stage == SL_STAGE_OBSERVED)
    stage_observed (gpu, in);
  else if (stage == SL_STAGE_SPECTRUM)
    stage_spectrum (gpu, in);
  else
    stage_split (gpu, in);
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

/* A band in the observer's frame lies at other pixels at each epoch. Its weights there depend on cosmology
 * and the IGM alone, and are kept. */
static void
stage_observer (SlGpu *gpu, const SlOffloadInputs *in)
{
  const guint n_epochs = gpu->arrays.n_epochs, n_rows = gpu->n_observer;
  SlGpuSpan *span = SL_GPU_HOST (gpu, OBSERVER_SPAN, SlGpuSpan);
  guint *pending = SL_GPU_HOST (gpu, OBSERVER_PENDING, guint), blocks = 0;

  for (guint f = 0; f < n_rows; f++)
    for (guint e = 0; e < n_epochs; e++)
      pending[f * n_epochs + e] = in->pending->observer_row[f] && in->epoch_z[e] > 0.0;
  gpu->noted |= SL_GPU_DO_OBSERVER;
  if (memcmp (gpu->observer_z, in->epoch_z, n_epochs * sizeof *gpu->observer_z) == 0
      && gpu->observer_igm == (in->galaxy->igm != FALSE)
      && sl_galaxy_has_band_rule (in->galaxy, gpu->observer_rule))
    return;
  memcpy (gpu->observer_z, in->epoch_z, n_epochs * sizeof *gpu->observer_z);
  gpu->observer_igm = in->galaxy->igm != FALSE;
  gpu->observer_rule = sl_galaxy_band_rule (in->galaxy);
  for (guint f = 0; f < n_rows; f++)
    for (guint e = 0; e < n_epochs; e++)
      if (in->epoch_z[e] > 0.0)
        span[f * n_epochs + e] = stage_observer_weights (gpu, sl_offload_observer_band (in, f, e), &blocks);
  gpu->noted |= SL_GPU_DO_OBSERVER_WEIGHTS;
}

/* Waits for what is under way: staged memory is the host's from then on. A failure is told by run(). */
static void
finish (SlGpu *gpu)
{
  if (!gpu->started)
    return;
  gpu->started = FALSE;
  gpu->failed |= !gpu->module->wait (gpu->device);
  memset (SL_GPU_HOST (gpu, PENDING, guint), 0, gpu->arrays.n_func * sizeof (guint));
}

static void
note_sums (gpointer device, gboolean histories, const SlOffloadInputs *in)
{
  SlGpu *gpu = device;
  guint *row = SL_GPU_HOST (gpu, HIST_ROW, guint), n = 0;

  if (!histories)
    {
      gpu->noted |= SL_GPU_DO_NOW;
      return;
    }
  finish (gpu);
  for (guint f = 0; f < gpu->arrays.n_rest; f++)
    if (in->pending->row[f])
      row[n++] = f;
  SL_GPU_HOST (gpu, PARAMS, SlGpuParams)->n_hist = n;
  if (!gpu->arrays.n_epochs)
    return;
  if (n)
    gpu->noted |= SL_GPU_DO_HISTORIES;
  if (in->pending->observer && gpu->n_observer)
    stage_observer (gpu, in);
  if (gpu->noted & (SL_GPU_DO_HISTORIES | SL_GPU_DO_OBSERVER) && *in->epochs_changed)
    gpu->noted |= SL_GPU_DO_EPOCHS;
}

/* ------------------------------------------------- the run of all notes */

/* The columns of totals through which something acts: value, slots of terms, dust emission, the redshift of
 * the weights, the SFH. The others follow. */
static void
list_columns (SlGpuParams *p)
{
  gboolean used[SL_GPU_N_TOTALS] = { TRUE };
  guint n = 0;

  for (guint l = 0; l < p->n_jacobian_terms; l++)
    used[p->jacobian_slot[l]] = TRUE;
  for (guint i = 0; i < SL_GPU_N_DUST_EMISSION && p->emission; i++)
    used[p->dust_emission_slot + i] = TRUE;
  for (guint c = SL_GPU_N_SLOTS - 1; c < SL_GPU_N_TOTALS; c++)
    used[c] = TRUE;
  for (guint c = 0; c < SL_GPU_N_TOTALS; c++)
    if (used[c])
      p->column[n++] = c;
  p->n_columns = n;
  for (guint c = 0; c < SL_GPU_N_TOTALS; c++)
    if (!used[c])
      p->column[n++] = c;
}

static void
stage_jacobian (SlGpu *gpu, const SlCpuJacobian *jacobian)
{
  SlGpuParams *p = SL_GPU_HOST (gpu, PARAMS, SlGpuParams);
  double *coef = SL_GPU_HOST (gpu, JACOBIAN_TERM, double);
  const guint n_age = gpu->arrays.n_age;

  p->dust_emission_slot = jacobian->dust_emission_slot;
  p->n_jacobian_terms = 0;
  for (guint l = 0; l < jacobian->n; l++)
    {
      const guint to = p->n_jacobian_terms;

      if (!jacobian->slot[l])
        continue;
      p->n_jacobian_terms++;
      p->jacobian_intermediate[to] = jacobian->term[l].intermediate;
      p->jacobian_slot[to] = jacobian->slot[l];
      for (guint a = 0; a < n_age; a++)
        coef[(gsize) to * n_age + a] = sl_jacobian_coef (&jacobian->term[l], a);
    }
  list_columns (p);
}

static void
stage_dust (SlGpu *gpu, const SlOffloadInputs *in)
{
  SlGpuParams *p = SL_GPU_HOST (gpu, PARAMS, SlGpuParams);
  double *curve = SL_GPU_HOST (gpu, CURVE, double);

  p->law = in->galaxy->dust_law;
  p->formula = in->dust->formula;
  p->n_curves = in->dust->n_curves;
  for (guint c = 0; c < in->dust->n_curves; c++)
    {
      const guint a = in->dust->curve_age[c];

      curve[3 * c] = in->weights->av[a];
      curve[3 * c + 1] = in->weights->delta[a];
      curve[3 * c + 2] = in->weights->bump[a];
    }
  memcpy (SL_GPU_HOST (gpu, CURVE_OF, guint), in->dust->curve_of, gpu->arrays.n_age * sizeof (guint));
}

/* Inputs that go with every run. */
static void
stage_common (SlGpu *gpu, const SlOffloadInputs *in)
{
  SlGpuParams *p = SL_GPU_HOST (gpu, PARAMS, SlGpuParams);
  const SlSspWeights *weights = in->weights;
  const SlGalaxy *g = in->galaxy;
  const gsize n_age = gpu->arrays.n_age, tangents = n_age * SL_N_SFH_TANGENTS * sizeof (double);
  guint *off = SL_GPU_HOST (gpu, LINE_OFF, guint);

  p->f_esc = g->value[SL_PARAM_F_ESC];
  p->sigma_v = g->value[SL_PARAM_SIGMA_V];
  p->unobscured = g->value[SL_PARAM_FRAC_UNOBSCURED];
  p->delta_all = g->value[SL_PARAM_DELTA_OLD];
  p->emission = g->dust_emission;
  p->gas_free = g->lgmet_gas_free;
  p->metals_evolve = g->metals != SL_METALS_AGE;
  stage_jacobian (gpu, in->jacobian);
  stage_dust (gpu, in);
  for (guint l = 0; l < gpu->arrays.n_line; l++)
    off[l] = l < SL_MAX_LINES && g->lines_off[l / 64] >> (l % 64) & 1;
  memcpy (SL_GPU_HOST (gpu, WZ, double), weights->wz, n_age * 3 * weights->n_z * sizeof (double));
  memcpy (SL_GPU_HOST (gpu, WZ_GAS, double), weights->wz_gas, 3 * weights->n_z * sizeof (double));
  memcpy (SL_GPU_HOST (gpu, WU, double), weights->wu, 3 * weights->n_u * sizeof (double));
  memcpy (SL_GPU_HOST (gpu, MASS, double), in->masses->m, n_age * sizeof (double));
  memcpy (SL_GPU_HOST (gpu, DMASS, double), in->masses->dm, tangents);
  memcpy (SL_GPU_HOST (gpu, DMU, double), in->dmu, tangents);
}

static gboolean
begin_noted (gpointer device, const SlOffloadInputs *in, GError **error)
{
  SlGpu *gpu = device;

  finish (gpu);
  if (!gpu->noted)
    return TRUE;
  if (!sl_galaxy_has_band_rule (in->galaxy, gpu->rule))
    {
      if (!sl_gpu_memory_refresh (gpu, in->rest, error))
        return FALSE;
      gpu->rule = sl_galaxy_band_rule (in->galaxy);
    }
  stage_common (gpu, in);
  if (!sl_gpu_start (gpu, error))
    return FALSE;
  gpu->started = TRUE;
  gpu->noted = 0;
  return TRUE;
}

static gboolean
run_noted (gpointer device, const SlOffloadInputs *in, GError **error)
{
  SlGpu *gpu = device;
  const gboolean epochs = gpu->noted & SL_GPU_DO_EPOCHS, any = gpu->noted || gpu->started;
  const gboolean good = begin_noted (gpu, in, error);

  gboolean failed;

  finish (gpu);
  failed = gpu->failed;
  gpu->failed = FALSE;
  if (!good)
    return FALSE;
  if (failed)
    return sl_gpu_fail (gpu, error);
  gpu->runs += any;
  if (epochs)
    *in->epochs_changed = FALSE;
  return TRUE;
}

static void
free_gpu (gpointer device)
{
  SlGpu *gpu = device;

  sl_gpu_plans_clear (gpu);
  sl_gpu_memory_clear (gpu);
  gpu->module->close (gpu->device);
  g_free (gpu->description);
  g_free (gpu);
}

static const SlOffload offload = {
  .can = can, .note = note, .note_sums = note_sums, .begin = begin_noted, .run = run_noted, .free = free_gpu
};

/* ----------------------------------------------------------------- class */

static SlEngine *
create (const SlEngineConfig *config, GError **error)
{
  SlGpuWhy why = { 0 };
  SlGpuDevice *device = the_module->open (sl_gpu_get_place (), &why);
  SlOffloadLibrary library;
  SlOffloadResults results;
  SlEngine *engine;
  gboolean good;
  SlGpu *gpu;

  if (!device)
    {
      sl_gpu_why_refused (&why, error);
      return NULL;
    }
  engine = sl_cpu_create (config, error);
  if (!engine)
    {
      the_module->close (device);
      return NULL;
    }
  gpu = g_new0 (SlGpu, 1);
  gpu->module = the_module;
  gpu->device = device;
  gpu->description = g_strdup_printf ("CUDA, %s", gpu->module->describe (device));
  sl_offload_attach (engine, &offload, gpu);
  sl_offload_library_init (&library, engine);
  good = sl_gpu_memory_init (gpu, &library, error);
  sl_offload_library_clear (&library);
  if (!good)
    {
      sl_cpu_destroy (engine);
      return NULL;
    }
  results = (SlOffloadResults) { .sed = gpu->sed,
                                 .groups = gpu->groups,
                                 .now = gpu->totals,
                                 .epochs = gpu->totals_epochs,
                                 .observer = gpu->totals_observer };
  sl_offload_connect (engine, &results, SL_GPU_HOST (gpu, MASSES, double),
                      SL_GPU_HOST (gpu, DMASSES, double));
  return engine;
}

static SlGpu *
gpu_of (SlEngine *engine)
{
  return sl_offload_device (engine);
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
