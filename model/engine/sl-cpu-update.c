/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of stages, and the transitions between the states of their results (sl-cpu-cache.h). */
#include <string.h>

#include "model/engine/sl-cpu-engine.h"
#include "model/formulas/sl-formula.h"

#define ON(stage) SL_STAGE_BIT (stage)

/* ------------------------------------------- preparation for a device */

static gboolean
prepare_dust (SlCpu *self, SlEvaluation *ev)
{
  sl_cpu_prepare_dust (self);
  return TRUE;
}

static gboolean
prepare_energy (SlCpu *self, SlEvaluation *ev)
{
  self->energy.valid = sl_cpu_needs_energy (self, ev);
  return TRUE;
}

static gboolean
prepare_bands (SlCpu *self, SlEvaluation *ev)
{
  for (guint f = 0; f < self->bands.rest.plan.n_rows; f++)
    self->bands.rest.computed[f] |= ev->pending.bands[f];
  return TRUE;
}

static gboolean
prepare_observed (SlCpu *self, SlEvaluation *ev)
{
  if (self->bands.observed.plan.n_rows)
    sl_cpu_prepare_observed (self);
  return TRUE;
}

static gboolean
prepare_spectrum (SlCpu *self, SlEvaluation *ev)
{
  sl_cpu_prepare_spectrum (self, ev);
  return TRUE;
}

static gboolean
prepare_split (SlCpu *self, SlEvaluation *ev)
{
  return TRUE;
}

/* ---------------------------------------------------------------- table */

/* For each stage its name, the parameters it reads, the stages it needs (earlier rows only), the function
 * that computes it, and for SL_OFFLOAD_STAGES the one that prepares it for a device. */
static const struct {
  const char *name;
  SlParamRange params[3];
  guint needs;
  gboolean (*run) (SlCpu *self, SlEvaluation *ev);
  gboolean (*prepare) (SlCpu *self, SlEvaluation *ev);
} stage_table[SL_N_STAGES] = {
  [SL_STAGE_COSMOLOGY] = { "cosmology", { SL_PARAM_RANGE (REDSHIFT, H) }, 0, sl_cpu_stage_cosmology },
  [SL_STAGE_SFH] = { "sfh",
                     { SL_PARAM_RANGE (LOGM0, LGYR_MAX), SL_PARAM_RANGE (LGMSTAR_FORMED, LGSFR_RATIO_6) },
                     0, sl_cpu_stage_sfh },
  [SL_STAGE_AGES] = { "ages", { { 0 } }, ON (COSMOLOGY) | ON (SFH), sl_cpu_stage_ages },
  [SL_STAGE_EPOCHS] = { "epochs", { { 0 } }, ON (SFH), sl_cpu_stage_epochs },
  [SL_STAGE_SSP] = { "ssp",
                     { SL_PARAM_RANGE (LGMET_YOUNG, SIGMA_V), SL_PARAM_RANGE (LGMET_SHIFT, SIGMA_STAR),
                       SL_PARAM_RANGE (LGMET_GAS, LGMET_GAS) },
                     0, sl_cpu_stage_ssp, sl_cpu_prepare_ssp },
  [SL_STAGE_DUST] = { "dust", { SL_PARAM_RANGE (AV_YOUNG, FRAC_UNOBSCURED) }, 0, sl_cpu_stage_dust,
                      prepare_dust },
  [SL_STAGE_DUST_EMISSION] = { "dust emission", { SL_PARAM_RANGE (UMIN, QPAH) }, 0,
                               sl_cpu_stage_dust_emission, sl_cpu_stage_dust_emission },
  [SL_STAGE_ENERGY] = { "energy", { { 0 } }, ON (SSP) | ON (DUST), sl_cpu_stage_energy, prepare_energy },
  [SL_STAGE_BANDS] = { "bands", { { 0 } }, ON (DUST_EMISSION) | ON (ENERGY), sl_cpu_stage_bands,
                       prepare_bands },
  [SL_STAGE_OBSERVED] = { "observed bands", { SL_PARAM_RANGE (REDSHIFT, REDSHIFT) },
                          ON (DUST_EMISSION) | ON (ENERGY), sl_cpu_stage_observed, prepare_observed },
  [SL_STAGE_SPECTRUM] = { "spectrum", { { 0 } }, ON (AGES) | ON (DUST_EMISSION) | ON (ENERGY),
                          sl_cpu_stage_spectrum, prepare_spectrum },
  [SL_STAGE_SPLIT] = { "spectrum by age", { { 0 } }, ON (AGES) | ON (SSP) | ON (DUST), sl_cpu_stage_split,
                       prepare_split },
  [SL_STAGE_OBSERVABLES] = { "observables", { { 0 } }, ON (AGES) | ON (BANDS) | ON (OBSERVED),
                             sl_cpu_stage_observables },
  [SL_STAGE_BY_METALS] = { "bands by metallicity",
                           { SL_PARAM_RANGE (LGU_MEAN, SIGMA_V), SL_PARAM_RANGE (SIGMA_STAR, SIGMA_STAR),
                             SL_PARAM_RANGE (LGMET_GAS, LGMET_GAS) },
                           ON (DUST) | ON (DUST_EMISSION), sl_cpu_stage_by_metals },
  [SL_STAGE_OBSERVABLE_HISTORIES] = { "observable histories",
                                      { SL_PARAM_RANGE (LGMET_SCATTER, LGMET_SCATTER),
                                        SL_PARAM_RANGE (LGMET_SHIFT, LGMET_SHIFT) },
                                      ON (EPOCHS) | ON (BANDS), sl_cpu_stage_observable_histories },
};

static SlParamSet
params_of (guint stage)
{
  return sl_param_set_of_ranges (stage_table[stage].params, G_N_ELEMENTS (stage_table[stage].params));
}

/* A burst is at a fixed age when the galaxy is seen, so the time of that moves it in histories. */
static gboolean
has_burst (const SlCpu *self)
{
  return self->cache.galaxy.value[SL_PARAM_LGFBURST] > SL_LGFBURST_NONE;
}

/* The SSPs of a galaxy whose metallicity evolves need its SFH. */
static guint
needs_of (const SlCpu *self, guint stage)
{
  if (stage == SL_STAGE_SSP && sl_cpu_metals_evolve (self))
    return ON (COSMOLOGY) | ON (SFH);
  if (stage == SL_STAGE_EPOCHS && has_burst (self))
    return ON (AGES) | ON (SFH);
  if (stage == SL_STAGE_OBSERVABLE_HISTORIES && sl_cpu_metals_evolve (self))
    return ON (EPOCHS) | ON (BY_METALS);
  return stage_table[stage].needs;
}

const char *
sl_engine_stage_name (guint i)
{
  return i < SL_N_STAGES ? stage_table[i].name : NULL;
}

/* ------------------------------------------------------------- changes */

/* The parameters that differ; for an option that differs, one parameter that its stage reads. */
static SlParamSet
changed_params (const SlCpuCache *cache, const SlGalaxy *galaxy)
{
  const SlGalaxy *old = &cache->galaxy;
  SlParamSet changed = sl_param_set_none ();

  for (int p = 0; p < SL_N_PARAMS; p++)
    if (!cache->have_galaxy || galaxy->value[p] != old->value[p])
      sl_param_set_add (&changed, p);
  if (galaxy->sfh_form != old->sfh_form || galaxy->sfh_table != old->sfh_table
      || memcmp (galaxy->sfh_edges, old->sfh_edges, sizeof galaxy->sfh_edges) != 0)
    sl_param_set_add (&changed, SL_PARAM_LOGM0);
  if (galaxy->uv_bump_free != old->uv_bump_free || galaxy->dust_law != old->dust_law)
    sl_param_set_add (&changed, SL_PARAM_UV_BUMP);
  if (memcmp (galaxy->lines_off, old->lines_off, sizeof galaxy->lines_off) != 0)
    sl_param_set_add (&changed, SL_PARAM_LGU_MEAN);
  if (galaxy->metals != old->metals || galaxy->metals_table != old->metals_table)
    sl_param_set_add (&changed, SL_PARAM_LGMET_YOUNG);
  if (galaxy->numerics != old->numerics)
    {
      sl_param_set_add (&changed, SL_PARAM_LGMET_SCATTER);
      sl_param_set_add (&changed, SL_PARAM_LGU_MEAN);
    }
  if (galaxy->lgmet_gas_free != old->lgmet_gas_free)
    sl_param_set_add (&changed, SL_PARAM_LGMET_GAS);
  return changed;
}

/* Stages that options change in other ways than through parameters. */
static guint
stages_of_options (const SlCpuCache *cache, const SlGalaxy *galaxy, SlParamSet changed)
{
  const SlGalaxy *old = &cache->galaxy;
  guint stages = 0;

  /* A given mass is formed by t_obs, which cosmology sets; lookback times of metals count from it. */
  if ((sl_galaxy_has (galaxy, SL_PARAM_LGMSTAR_FORMED)
       || (galaxy->metals == SL_METALS_TABLE && galaxy->metals_table && galaxy->metals_table->lookback))
      && sl_param_set_intersects (changed, params_of (SL_STAGE_COSMOLOGY)))
    stages |= ON (SFH);
  if (galaxy->dust_emission != old->dust_emission)
    stages |= ON (DUST_EMISSION) | ON (ENERGY);
  if (galaxy->igm != old->igm)
    stages |= ON (OBSERVED);
  if (!sl_galaxy_has_band_rule (galaxy, sl_galaxy_band_rule (old)))
    stages |= ON (BANDS) | ON (OBSERVED) | ON (BY_METALS) | ON (OBSERVABLES) | ON (OBSERVABLE_HISTORIES);
  /* Metallicities of stars are weighed later, those of the gas are in this stage's results. */
  if (galaxy->lgmet_gas_free && sl_param_set_has (changed, SL_PARAM_LGMET_SCATTER))
    stages |= ON (BY_METALS);
  if (galaxy->metals != old->metals || galaxy->metals_table != old->metals_table)
    stages |= ON (OBSERVABLE_HISTORIES) | (old->metals == SL_METALS_AGE ? ON (BY_METALS) : 0);
  return stages;
}

void
sl_cpu_mark_changes (SlCpuEngine *self)
{
  SlCpu *cpu = &self->cpu;
  SlCpuCache *cache = &cpu->cache;
  const SlRequest *request = self->evaluation.request;
  const SlParamSet changed = changed_params (cache, &request->galaxy);
  const gboolean same_rule =
      sl_galaxy_has_band_rule (&request->galaxy, sl_galaxy_band_rule (&cache->galaxy));

  cache->dirty |= stages_of_options (cache, &request->galaxy, changed);
  if (request->galaxy.igm != cache->galaxy.igm || !same_rule)
    sl_cpu_forget_weights (cpu);
  if (!same_rule)
    sl_cpu_bands_set_rule (cpu, sl_galaxy_band_rule (&request->galaxy));
  cache->galaxy = request->galaxy;
  cache->have_galaxy = TRUE;
  sl_cpu_set_jacobian_terms (cpu);
  for (guint s = 0; s < SL_N_STAGES; s++)
    if (sl_param_set_intersects (changed, params_of (s)))
      cache->dirty |= 1u << s;
  for (guint s = 0; s < SL_N_STAGES; s++)
    for (guint d = 0; d < s; d++)
      if (needs_of (cpu, s) >> d & cache->dirty >> d & 1)
        cache->dirty |= 1u << s;
  if (request->flags & SL_REQUEST_SED_TANGENTS
      && !sl_param_set_is_subset (request->tangents, cpu->spectrum.tangents))
    cache->dirty |= ON (SPECTRUM);
}

void
sl_cpu_choose_offload (SlCpuEngine *self)
{
  const gboolean offloaded = self->offload && self->offload->can (self->device, self->evaluation.request);
  SlCpuCache *cache = &self->cpu.cache;

  if (offloaded != cache->offloaded)
    cache->overwritten |= SL_OFFLOAD_STAGES | ON (BY_METALS);
  cache->offloaded = offloaded;
}

/* -------------------------------------------------------------- updates */

/* Updates what a stage needs, except for the stages of the set `but`. */
static gboolean
update_most_needs (SlCpuEngine *self, guint stage, guint but)
{
  for (guint d = 0; d < stage; d++)
    if ((needs_of (&self->cpu, stage) & ~but) >> d & 1 && !sl_cpu_update (self, d))
      return FALSE;
  return TRUE;
}

static gboolean
update_needs (SlCpuEngine *self, guint stage)
{
  return update_most_needs (self, stage, 0);
}

/* The stage's result, by the processor or noted for the device. */
static gboolean
compute_stage (SlCpuEngine *self, SlStage stage)
{
  SlCpu *cpu = &self->cpu;

  if (!(cpu->cache.offloaded && SL_OFFLOAD_STAGES >> stage & 1))
    return stage_table[stage].run (cpu, &self->evaluation);
  if (!stage_table[stage].prepare (cpu, &self->evaluation))
    return FALSE;
  self->offload->note (self->device, stage, &self->inputs);
  return TRUE;
}

gboolean
sl_cpu_update (SlCpuEngine *self, SlStage stage)
{
  SlCpuCache *cache = &self->cpu.cache;
  SlResult *result = self->evaluation.result;
  gint64 start;

  if (!((cache->dirty | cache->overwritten) >> stage & 1))
    return TRUE;
  if (!update_needs (self, stage))
    return FALSE;
  start = g_get_monotonic_time ();
  if (!compute_stage (self, stage))
    return FALSE;
  cache->dirty &= ~(1u << stage);
  cache->overwritten &= ~(1u << stage);
  result->stage_s[stage] = 1e-6 * (g_get_monotonic_time () - start);
  result->stages_run |= 1u << stage;
  return TRUE;
}

gboolean
sl_cpu_update_ages (SlCpuEngine *self)
{
  const guint observed = self->evaluation.request->flags & SL_REQUEST_ANY_OBSERVABLES ? ON (OBSERVED) : 0;
  const guint by_age = ON (SSP) | ON (DUST) | ON (ENERGY) | ON (BANDS) | observed;
  SlCpuCache *cache = &self->cpu.cache;
  const guint stages = (cache->dirty | cache->overwritten) & by_age;

  if (cache->offloaded || !(stages & ON (BANDS)) || !(stages & (ON (SSP) | ON (DUST))))
    return TRUE;
  if (!sl_cpu_update (self, SL_STAGE_DUST_EMISSION) || !update_needs (self, SL_STAGE_SSP)
      || !sl_cpu_fuse_stages (&self->cpu, &self->evaluation, stages))
    return FALSE;
  cache->dirty &= ~stages;
  cache->overwritten &= ~stages;
  return TRUE;
}

/* Notes the sums of one of the two stages that need them, where it has to run. */
static gboolean
note_sums (SlCpuEngine *self, SlStage stage)
{
  const SlCpuCache *cache = &self->cpu.cache;

  if (!((cache->dirty | cache->overwritten) >> stage & 1))
    return TRUE;
  if (!update_needs (self, stage))
    return FALSE;
  self->offload->note_sums (self->device, stage == SL_STAGE_OBSERVABLE_HISTORIES, &self->inputs);
  return TRUE;
}

/* Which of the device's results are valid is not known. */
static gboolean
fail_offload (SlCpuEngine *self)
{
  self->cpu.cache.dirty = (1u << SL_N_STAGES) - 1;
  return FALSE;
}

/* Sums of histories. If the masses at epochs have to be made, the device begins with all else before that. */
static gboolean
note_histories (SlCpuEngine *self)
{
  const SlCpuCache *cache = &self->cpu.cache;
  const guint both = ON (OBSERVABLE_HISTORIES) | ON (EPOCHS);

  if (((cache->dirty | cache->overwritten) & both) != both)
    return note_sums (self, SL_STAGE_OBSERVABLE_HISTORIES);
  if (!update_most_needs (self, SL_STAGE_OBSERVABLE_HISTORIES, ON (EPOCHS)))
    return FALSE;
  if (!self->offload->begin (self->device, &self->inputs, self->evaluation.error))
    return fail_offload (self);
  if (note_sums (self, SL_STAGE_OBSERVABLE_HISTORIES))
    return TRUE;
  /* It must not run on into the next evaluation. */
  self->offload->run (self->device, &self->inputs, NULL);
  return fail_offload (self);
}

gboolean
sl_cpu_run_offload (SlCpuEngine *self)
{
  const SlRequestFlags flags = self->evaluation.request->flags;

  if ((flags & SL_REQUEST_ANY_OBSERVABLES && !note_sums (self, SL_STAGE_OBSERVABLES))
      || (flags & SL_REQUEST_ANY_HISTORIES && !note_histories (self)))
    return FALSE;
  return self->offload->run (self->device, &self->inputs, self->evaluation.error) || fail_offload (self);
}
