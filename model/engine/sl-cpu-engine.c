/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gi18n-lib.h>

#define SL_DUAL_K 1
#include "model/formulas/sl-formula.h"
#include "model/engine/sl-cpu.h"
#include "model/support/sl-error.h"

static gboolean stage_cosmology (SlCpu *self, GError **error);
static gboolean stage_sfh (SlCpu *self, GError **error);
static gboolean stage_ages (SlCpu *self, GError **error);
static gboolean stage_epochs (SlCpu *self, GError **error);

#define ON(stage) (1u << SL_STAGE_##stage)

/* The chain: what each stage reads, what it stands on and what computes it. Stages stand on earlier rows
 * only. */
static const struct {
  const char *name;
  SlParamRange params[2];
  guint needs;
  gboolean (*run) (SlCpu *self, GError **error);
} stage_table[SL_N_STAGES] = {
  [SL_STAGE_COSMOLOGY] = { "cosmology", { SL_PARAM_RANGE (REDSHIFT, H) }, 0, stage_cosmology },
  [SL_STAGE_SFH] = { "history",
                     { SL_PARAM_RANGE (LOGM0, LGYR_MAX), SL_PARAM_RANGE (LGMSTAR_FORMED, LGSFR_RATIO_6) },
                     0, stage_sfh },
  [SL_STAGE_AGES] = { "ages", { { 0 } }, ON (COSMOLOGY) | ON (SFH), stage_ages },
  [SL_STAGE_EPOCHS] = { "epochs", { { 0 } }, ON (SFH), stage_epochs },
  [SL_STAGE_SSP] = { "populations",
                     { SL_PARAM_RANGE (LGMET_YOUNG, SIGMA_V), SL_PARAM_RANGE (LGMET_SHIFT, SIGMA_STAR) },
                     0, sl_cpu_stage_ssp },
  [SL_STAGE_DUST] = { "dust", { SL_PARAM_RANGE (AV_YOUNG, FRAC_UNOBSCURED) }, 0, sl_cpu_stage_dust },
  [SL_STAGE_DUST_EMISSION] = { "glow", { SL_PARAM_RANGE (UMIN, QPAH) }, 0, sl_cpu_stage_dust_emission },
  [SL_STAGE_ENERGY] = { "energy", { { 0 } }, ON (SSP) | ON (DUST), sl_cpu_stage_energy },
  [SL_STAGE_BANDS] = { "bands", { { 0 } }, ON (DUST_EMISSION) | ON (ENERGY), sl_cpu_stage_bands },
  [SL_STAGE_OBSERVED] = { "observed", { SL_PARAM_RANGE (REDSHIFT, REDSHIFT) },
                          ON (DUST_EMISSION) | ON (ENERGY), sl_cpu_stage_observed },
  [SL_STAGE_SPECTRUM] = { "spectrum", { { 0 } }, ON (AGES) | ON (DUST_EMISSION) | ON (ENERGY),
                          sl_cpu_stage_spectrum },
  [SL_STAGE_SPLIT] = { "split", { { 0 } }, ON (AGES) | ON (SSP) | ON (DUST), sl_cpu_stage_split },
  [SL_STAGE_OBSERVABLES] = { "observables", { { 0 } }, ON (AGES) | ON (BANDS) | ON (OBSERVED),
                             sl_cpu_stage_observables },
  [SL_STAGE_BY_METALS] = { "by metals",
                           { SL_PARAM_RANGE (LGU_MEAN, SIGMA_V), SL_PARAM_RANGE (SIGMA_STAR, SIGMA_STAR) },
                           ON (DUST) | ON (DUST_EMISSION), sl_cpu_stage_by_metals },
  [SL_STAGE_OBSERVABLE_HISTORIES] = { "histories",
                                      { SL_PARAM_RANGE (LGMET_SCATTER, LGMET_SCATTER),
                                        SL_PARAM_RANGE (LGMET_SHIFT, LGMET_SHIFT) },
                                      ON (EPOCHS) | ON (BANDS), sl_cpu_stage_observable_histories },
};

static SlParamSet
params_of (guint stage)
{
  return sl_param_set_of_ranges (stage_table[stage].params, G_N_ELEMENTS (stage_table[stage].params));
}

/* Metals that follow time or mass stand on the history. */
static guint
needs_of (const SlCpu *self, guint stage)
{
  if (stage == SL_STAGE_SSP && sl_cpu_metals_evolve (self))
    return ON (COSMOLOGY) | ON (SFH);
  if (stage == SL_STAGE_OBSERVABLE_HISTORIES && sl_cpu_metals_evolve (self))
    return ON (EPOCHS) | ON (BY_METALS);
  return stage_table[stage].needs;
}

const char *
sl_engine_stage_name (guint i)
{
  return i < SL_N_STAGES ? stage_table[i].name : NULL;
}

static gboolean
stage_cosmology (SlCpu *self, GError **error)
{
  const double *v = self->galaxy.value + SL_PARAM_REDSHIFT;
  const guint n = self->parent.n_epochs;

  sl_cosmology_epoch (v, &self->epoch);
  if (!isfinite (self->epoch.t_obs) || self->epoch.t_obs < SL_T_MIN)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("at redshift %g this universe is %g Gyr old: no stars can have formed"), v[0],
                   self->epoch.t_obs);
      return FALSE;
    }
  if (n && (memcmp (self->epoch_cosmology, v + 1, sizeof self->epoch_cosmology) != 0))
    {
      memcpy (self->epoch_cosmology, v + 1, sizeof self->epoch_cosmology);
      sl_cosmology_redshifts (v + 1, self->epoch_t, n, self->epoch_z);
      for (guint e = 0; e < n && self->n_hist_observed; e++)
        {
          const double p[5] = { self->epoch_z[e], v[1], v[2], v[3], v[4] };
          sl_cosmology_dimming (p, &self->observer_dimming[6 * e], &self->observer_dimming[6 * e + 1]);
          self->observer_dimming[6 * e + 1] = 0.0; /* the redshift of an epoch is held constant */
        }
      sl_cpu_invalidate_observer (self);
    }
  return TRUE;
}

static gboolean
stage_sfh (SlCpu *self, GError **error)
{
  const SlSfhFormInfo *form = sl_sfh_form_info (self->galaxy.sfh_form);

  for (int p = 0; p < SL_N_PARAMS; p++)
    self->sfh_slot_of[p] = -1;
  for (guint i = 0; i < form->n_params; i++)
    {
      self->history.p[i] = self->galaxy.value[form->params[i]];
      self->sfh_slot_of[form->params[i]] = SL_SFH_SLOT_FORM + i;
    }
  for (guint i = 0; i < 3; i++)
    self->sfh_slot_of[SL_PARAM_LGFBURST + i] = SL_SFH_SLOT_BURST + i;
  self->history.t_obs = self->epoch.t_obs;
  memcpy (self->history.edges, self->galaxy.sfh_edges, sizeof self->history.edges);
  memcpy (self->history.burst, self->galaxy.value + SL_PARAM_LGFBURST, sizeof self->history.burst);
  self->history.form = self->galaxy.sfh_form;
  self->history.table = self->galaxy.sfh_table;
  self->k->history (&self->history, &self->ages);
  return TRUE;
}

static gboolean
stage_ages (SlCpu *self, GError **error)
{
  self->k->age_masses (&self->history, &self->ages, self->epoch.t_obs, NULL, self->scratch, &self->now);
  return TRUE;
}

static void
epoch_task (gpointer data, guint e, guint thread)
{
  SlCpu *self = data;

  self->k->age_masses (&self->history, &self->ages, self->epoch_t[e],
                       self->place + (gsize) e * (self->ages.n_age + 2),
                       self->scratch + thread * (self->ages.n_age + 1), &self->then[e]);
}

static gboolean
stage_epochs (SlCpu *self, GError **error)
{
  sl_pool_run (self->pool, epoch_task, self, self->parent.n_epochs);
  return TRUE;
}

/* ---------------------------------------------------------------- engine */

static void
masses_init (SlAgeMasses *m, guint n_age, gboolean weights)
{
  m->m = g_new0 (double, n_age);
  m->dm = sl_aligned_new (n_age * SL_N_SFH_TANGENTS, sizeof (double));
  m->w = weights ? g_new0 (double, n_age) : NULL;
}

static void
masses_clear (SlAgeMasses *m)
{
  g_free (m->m);
  sl_aligned_free (m->dm);
  g_free (m->w);
}

void
sl_cpu_destroy (SlEngine *engine)
{
  SlCpu *self = (SlCpu *) engine;

  if (self->arrays)
    self->arrays->free (self);
  sl_cpu_functionals_clear (self);
  sl_cpu_evolving_clear (self);
  sl_cpu_ages_clear (self);
  sl_cpu_energy_clear (self);
  sl_cpu_light_clear (self);
  masses_clear (&self->now);
  for (guint e = 0; e < self->parent.n_epochs && self->then; e++)
    masses_clear (&self->then[e]);
  sl_aligned_free (self->then);
  sl_aligned_free (self->scratch);
  sl_aligned_free (self->history.sfr);
  sl_aligned_free (self->history.lgm);
  sl_aligned_free (self->history.burst_w);
  sl_age_grid_clear (&self->ages);
  g_free (self->epoch_t);
  g_free (self->epoch_z);
  g_free (self->place);
  g_free (self->description);
  sl_filter_set_unref (self->filters);
  sl_pool_free (self->pool);
  sl_aligned_free (self);
}

static void
init_sfh (SlCpu *self, const SlEngineConfig *config)
{
  const SlTemplates *t = config->templates;
  guint n = t->n_age + 1;

  sl_age_grid_init (&self->ages, t->lg_age_gyr, t->n_age);
  sl_sfh_times (self->history.t, self->history.lgt);
  self->history.sfr = sl_aligned_new (SL_N_TABLE, sizeof (SlSfhTangents));
  self->history.lgm = sl_aligned_new (SL_N_TABLE, sizeof (SlSfhTangents));
  self->history.burst_w = sl_aligned_new (n, sizeof (SlSfhTangents));
  self->scratch = sl_aligned_new (sl_pool_threads (self->pool) * n, sizeof (SlSfhTangents));
  masses_init (&self->now, t->n_age, TRUE);
  self->then = sl_aligned_new (config->n_epochs, sizeof (SlAgeMasses));
  for (guint e = 0; e < config->n_epochs; e++)
    masses_init (&self->then[e], t->n_age, FALSE);
  self->epoch_t = g_memdup2 (config->epochs, config->n_epochs * sizeof (double));
  self->epoch_z = g_new0 (double, config->n_epochs + 1);
  self->place = g_new0 (SlTableOffset, (gsize) config->n_epochs * (t->n_age + 2) + 1);
  for (guint e = 0; e < config->n_epochs; e++)
    self->k->find_offsets (&self->history, &self->ages, self->epoch_t[e],
                           self->place + (gsize) e * (t->n_age + 2));
}

SlEngine *
sl_cpu_create (const SlEngineConfig *config, GError **error)
{
  SlCpu *self = sl_aligned_new (1, sizeof (SlCpu));

  self->k = sl_kernels_best ();
  self->pool = sl_pool_new (config->threads);
  self->filters = sl_filter_set_ref (config->filters);
  self->parent.templates = config->templates; /* borrowed until sl_engine_new() takes its reference */
  self->parent.n_epochs = config->n_epochs;
  self->dirty = (1u << SL_N_STAGES) - 1;
  init_sfh (self, config);
  self->description = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "CPU, %u thread, %s",
                                                    "CPU, %u threads, %s", sl_pool_threads (self->pool)),
                                       sl_pool_threads (self->pool), self->k->name);
  if (sl_cpu_light_init (self, error))
    {
      sl_cpu_energy_init (self);
      sl_cpu_ages_init (self);
    }
  else
    {
      sl_cpu_destroy (&self->parent);
      return NULL;
    }
  if (!sl_cpu_functionals_init (self, config, error))
    {
      sl_cpu_destroy (&self->parent);
      return NULL;
    }
  sl_cpu_evolving_init (self);
  return &self->parent;
}

static const char *
describe (SlEngine *engine)
{
  return ((SlCpu *) engine)->description;
}

static void
mark_changes (SlCpu *self, const SlGalaxy *galaxy)
{
  SlParamSet changed = sl_param_set_none ();

  for (int p = 0; p < SL_N_PARAMS; p++)
    if (!self->have_galaxy || galaxy->value[p] != self->galaxy.value[p])
      sl_param_set_add (&changed, p);
  if (galaxy->sfh_form != self->galaxy.sfh_form
      || galaxy->sfh_table != self->galaxy.sfh_table
      || memcmp (galaxy->sfh_edges, self->galaxy.sfh_edges, sizeof galaxy->sfh_edges) != 0)
    sl_param_set_add (&changed, SL_PARAM_LOGM0);
  /* A given mass is formed by t_obs, which cosmology sets. */
  if (sl_galaxy_has (galaxy, SL_PARAM_LGMSTAR_FORMED)
      && sl_param_set_intersects (changed, params_of (SL_STAGE_COSMOLOGY)))
    self->dirty |= ON (SFH);
  if (galaxy->uv_bump_free != self->galaxy.uv_bump_free || galaxy->dust_law != self->galaxy.dust_law)
    sl_param_set_add (&changed, SL_PARAM_UV_BUMP);
  if (memcmp (galaxy->lines_off, self->galaxy.lines_off, sizeof galaxy->lines_off) != 0)
    sl_param_set_add (&changed, SL_PARAM_LGU_MEAN);
  if (galaxy->dust_emission != self->galaxy.dust_emission)
    self->dirty |= ON (DUST_EMISSION) | ON (ENERGY);
  if (galaxy->igm != self->galaxy.igm)
    {
      self->dirty |= ON (OBSERVED);
      sl_cpu_invalidate_observer (self);
    }
  if (galaxy->metals != self->galaxy.metals || galaxy->metals_table != self->galaxy.metals_table)
    {
      sl_param_set_add (&changed, SL_PARAM_LGMET_YOUNG);
      self->dirty |= ON (OBSERVABLE_HISTORIES) | (self->galaxy.metals == SL_METALS_AGE ? ON (BY_METALS) : 0);
    }
  self->galaxy = *galaxy;
  self->have_galaxy = TRUE;
  sl_cpu_set_jacobian_terms (self);
  for (guint s = 0; s < SL_N_STAGES; s++)
    if (sl_param_set_intersects (changed, params_of (s)))
      self->dirty |= 1u << s;
  for (guint s = 0; s < SL_N_STAGES; s++)
    for (guint d = 0; d < s; d++)
      if (needs_of (self, s) >> d & self->dirty >> d & 1)
        self->dirty |= 1u << s;
}

static gboolean bring_needs (SlCpu *self, guint stage, GError **error);

/* Brings a stage and what it stands on up to date. */
static gboolean
bring (SlCpu *self, guint stage, GError **error)
{
  gint64 start;

  if (!((self->dirty | self->overwritten) >> stage & 1))
    return TRUE;
  if (!bring_needs (self, stage, error))
    return FALSE;
  start = g_get_monotonic_time ();
  if (self->away && SL_OFFLOAD_STAGES >> stage & 1 ? !self->arrays->prepare (self, stage, error)
                                                : !stage_table[stage].run (self, error))
    return FALSE;
  self->ran |= 1u << stage;
  self->dirty &= ~(1u << stage);
  self->overwritten &= ~(1u << stage);
  self->result->stage_s[stage] = 1e-6 * (g_get_monotonic_time () - start);
  self->result->stages_run |= 1u << stage;
  return TRUE;
}

/* Before anything else of which the rest frame's bands are part: the stages that go age by age, where more
 * than one has to run. */
static gboolean
bring_ages (SlCpu *self, GError **error)
{
  const guint by_age = ON (SSP) | ON (DUST) | ON (ENERGY) | ON (BANDS);
  const guint todo = (self->dirty | self->overwritten) & by_age;

  if (self->away || !(todo & ON (BANDS)) || !(todo & (ON (SSP) | ON (DUST))))
    return TRUE;
  if (!bring (self, SL_STAGE_DUST_EMISSION, error)
      || (sl_cpu_metals_evolve (self)
          && (!bring (self, SL_STAGE_COSMOLOGY, error) || !bring (self, SL_STAGE_SFH, error)))
      || !sl_cpu_fuse (self, todo, error))
    return FALSE;
  self->dirty &= ~todo;
  self->overwritten &= ~todo;
  return TRUE;
}

static gboolean
finite_or_error (const char *what, double x, GError **error)
{
  if (isfinite (x))
    return TRUE;
  g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, _ ("%s is not a finite number for these parameters"), what);
  return FALSE;
}

/* Here, outside the engine's tasks, the least that a float can hold is kept. away: the same made elsewhere,
 * not scaled. */
static void
unscale (const SlCpu *self, float *to, const float *from, const float *away, guint n)
{
  if (self->away)
    memcpy (to, away, n * sizeof *to);
  for (guint w = 0; w < n && !self->away; w++)
    to[w] = from[w] * (float) (1.0 / SL_LIGHT_SCALE);
}

/* Rows of parameters that do not act are 0, and are not written again while they stay so. */
static void
give_tangent (const SlCpu *self, SlResult *result, SlParamId p)
{
  float *row = result->sed_tangent + (gsize) p * result->n_wave;

  if (sl_cpu_param_acts (self, p))
    {
      unscale (self, row, self->sed_tangent + (gsize) p * self->stride,
               self->offload_sed + self->output_of[p] * self->stride, result->n_wave);
      sl_param_set_remove (&result->zero_tangents, p);
    }
  else if (!sl_param_set_has (result->zero_tangents, p))
    {
      memset (row, 0, result->n_wave * sizeof *row);
      sl_param_set_add (&result->zero_tangents, p);
    }
}

static gboolean
give_spectrum (SlCpu *self, const SlRequest *request, SlResult *result, GError **error)
{
  const guint n = result->n_wave;
  double sum = 0.0;

  unscale (self, result->sed, self->sed, self->offload_sed, n);
  unscale (self, result->sed_intrinsic, self->sed_intrinsic, self->offload_sed + self->stride, n);
  memcpy (result->arriving, self->arriving, n * sizeof (float));
  memcpy (result->arriving_dz, self->arriving_dz, n * sizeof (float));
  for (guint w = 0; w < n; w++)
    sum += result->sed_intrinsic[w] + result->sed[w];
  for (int p = 0; p < SL_N_PARAMS && request->want & SL_REQUEST_SED_TANGENTS; p++)
    if (sl_param_set_has (request->tangents, p))
      give_tangent (self, result, p);
  return finite_or_error (_ ("the spectrum"), sum, error);
}

static void
give_histories (SlCpu *self, const SlRequest *request, SlResult *result)
{
  const guint n = self->parent.n_epochs;

  for (guint i = 0; i < self->n_hist; i++)
    {
      if (!sl_cpu_history_requested (request, i))
        continue;
      memcpy (result->hist + (gsize) i * n, self->hist_value + (gsize) i * n, n * sizeof (double));
      for (int p = 0; p < SL_N_PARAMS && request->want & SL_REQUEST_HISTORY_JACOBIAN; p++)
        if (sl_param_set_has (request->tangents, p))
          memcpy (result->hist_jac + ((gsize) i * SL_N_PARAMS + p) * n,
                  self->hist_grad + ((gsize) i * SL_N_PARAMS + p) * n, n * sizeof (double));
    }
}

/* What a stage stands on. */
static gboolean
bring_needs (SlCpu *self, guint stage, GError **error)
{
  for (guint d = 0; d < stage; d++)
    if (needs_of (self, stage) >> d & 1 && !bring (self, d, error))
      return FALSE;
  return TRUE;
}

/* What stands on arrays of one place has to be made again in the other. */
static void
choose_place (SlCpu *self, const SlRequest *request)
{
  const gboolean away = self->arrays && self->arrays->can (self, request);

  if (away != self->away)
    self->overwritten |= SL_OFFLOAD_STAGES | ON (BY_METALS);
  self->away = away;
}

/* The sums that observables and histories need, noted, and then all at once. */
static gboolean
run_offload (SlCpu *self, gboolean observables, gboolean histories, GError **error)
{
  const guint lost = self->dirty | self->overwritten;

  if (observables && lost & ON (OBSERVABLES))
    {
      if (!bring_needs (self, SL_STAGE_OBSERVABLES, error))
        return FALSE;
      self->arrays->prepare_sums (self, FALSE);
    }
  if (histories && lost & ON (OBSERVABLE_HISTORIES))
    {
      if (!bring_needs (self, SL_STAGE_OBSERVABLE_HISTORIES, error))
        return FALSE;
      self->arrays->prepare_sums (self, TRUE);
    }
  if (self->arrays->run (self, error))
    return TRUE;
  /* Nobody knows what stands. */
  self->dirty = (1u << SL_N_STAGES) - 1;
  return FALSE;
}

gboolean
sl_cpu_evaluate (SlEngine *engine, const SlRequest *request, SlResult *result, GError **error)
{
  SlCpu *self = (SlCpu *) engine;
  gint64 start = g_get_monotonic_time ();
  const SlRequestFlags spectrum = SL_REQUEST_SED | SL_REQUEST_SED_TANGENTS,
                       observables = SL_REQUEST_OBSERVABLES | SL_REQUEST_JACOBIAN;
  const SlRequestFlags histories = SL_REQUEST_HISTORIES | SL_REQUEST_HISTORY_JACOBIAN;

  self->request = request;
  self->result = result;
  result->stages_run = 0;
  memset (result->stage_s, 0, sizeof result->stage_s);
  mark_changes (self, &request->galaxy);
  /* Tangents that were not asked for last time stand on nothing new, but have to be made. */
  if (request->want & SL_REQUEST_SED_TANGENTS
      && !sl_param_set_is_subset (request->tangents, self->spectrum_tangents))
    self->dirty |= ON (SPECTRUM);

  if (!bring (self, SL_STAGE_AGES, error) || !sl_cpu_bring_igm (self, error))
    return FALSE;
  if (!isfinite (self->now.lgm.v))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("no stars have formed by %.4g Gyr, when the galaxy is seen"), self->epoch.t_obs);
      return FALSE;
    }
  choose_place (self, request);
  sl_cpu_choose (self);
  if (((request->want & observables && self->dirty & ON (OBSERVABLES))
       || (request->want & histories && self->dirty & ON (OBSERVABLE_HISTORIES)
           && !sl_cpu_metals_evolve (self)))
      && !bring_ages (self, error))
    return FALSE;
  if ((request->want & spectrum && !bring (self, SL_STAGE_SPECTRUM, error))
      || (request->want & SL_REQUEST_SED_AGES && !bring (self, SL_STAGE_SPLIT, error))
      || (self->away && !run_offload (self, request->want & observables, request->want & histories, error))
      || (request->want & spectrum && !give_spectrum (self, request, result, error)))
    return FALSE;
  for (guint i = 0; i < SL_N_AGE_GROUPS && request->want & SL_REQUEST_SED_AGES; i++)
    unscale (self, result->sed_by_age + (gsize) i * result->n_wave, self->sed_by_age + i * self->stride,
             self->offload_groups + i * self->stride, result->n_wave);
  if (request->want & observables)
    {
      if (!bring (self, SL_STAGE_OBSERVABLES, error))
        return FALSE;
      memcpy (result->obs, self->obs_value, self->n_obs * sizeof (double));
      memcpy (result->obs_jac, self->obs_grad, (gsize) self->n_obs * SL_N_PARAMS * sizeof (double));
    }
  if (request->want & histories)
    {
      if (!bring (self, SL_STAGE_OBSERVABLE_HISTORIES, error))
        return FALSE;
      give_histories (self, request, result);
    }
  for (guint e = 0; e < self->parent.n_epochs; e++)
    {
      result->epoch_t[e] = self->epoch_t[e];
      result->epoch_z[e] = self->epoch_z[e];
    }
  for (guint j = 0; j < SL_N_TABLE; j++)
    result->table_sfr[j] = self->history.sfr[j].v;
  memcpy (result->table_t, self->history.t, sizeof self->history.t);
  memcpy (result->table_fq, self->history.fq, sizeof self->history.fq);
  memcpy (result->table_lgmh, self->history.lgmh, sizeof self->history.lgmh);
  memcpy (result->age_weight, self->now.w, self->ages.n_age * sizeof (double));
  result->t_obs = self->epoch.t_obs;
  result->lgmstar_formed = self->now.lgm.v;
  result->sfr = self->now.sfr.v;
  result->total_s = 1e-6 * (g_get_monotonic_time () - start);
  return TRUE;
}

const SlEngineClass sl_engine_cpu = {
  .name = "cpu",
  .create = sl_cpu_create,
  .evaluate = sl_cpu_evaluate,
  .describe = describe,
  .destroy = sl_cpu_destroy,
};
