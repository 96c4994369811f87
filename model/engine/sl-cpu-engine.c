/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The CPU engine: its creation, and one evaluation from request to result. */
#include "model/engine/sl-cpu-engine.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/support/sl-error.h"

/* -------------------------------------------------------------- creation */

void
sl_cpu_destroy (SlEngine *engine)
{
  SlCpuEngine *self = (SlCpuEngine *) engine;
  SlCpu *cpu = &self->cpu;

  if (self->offload)
    self->offload->free (self->device);
  sl_cpu_pending_clear (self);
  sl_cpu_evolving_clear (cpu);
  sl_cpu_histories_clear (cpu);
  sl_cpu_observables_clear (cpu);
  sl_cpu_bands_clear (cpu);
  sl_cpu_by_age_clear (cpu);
  sl_cpu_igm_clear (cpu);
  sl_cpu_energy_clear (cpu);
  sl_cpu_dust_emission_clear (cpu);
  sl_cpu_spectrum_clear (cpu);
  sl_cpu_dust_clear (cpu);
  sl_cpu_dust_lines_clear (cpu);
  sl_cpu_dispersion_clear (cpu);
  sl_cpu_ssp_clear (cpu);
  sl_cpu_epochs_clear (cpu);
  sl_cpu_sfh_clear (cpu);
  sl_filter_set_unref (cpu->filters);
  sl_pool_free (cpu->pool);
  g_free (self->description);
  sl_aligned_free (self);
}

/* The stages that do not depend on which observables are computed. */
static void
init_stages (SlCpu *cpu, const SlEngineConfig *config)
{
  sl_cpu_sfh_init (cpu);
  sl_cpu_epochs_init (cpu, config);
  sl_cpu_ssp_init (cpu);
  sl_cpu_dispersion_init (cpu);
  sl_cpu_dust_init (cpu);
  sl_cpu_spectrum_init (cpu);
  sl_cpu_dust_emission_init (cpu);
  sl_cpu_energy_init (cpu);
  sl_cpu_igm_init (cpu);
  sl_cpu_by_age_init (cpu);
  cpu->jacobian.dust_emission_slot = sl_param_slot (SL_PARAM_UMIN);
}

SlEngine *
sl_cpu_create (const SlEngineConfig *config, GError **error)
{
  SlCpuEngine *self = sl_aligned_new (1, sizeof (SlCpuEngine));
  SlCpu *cpu = &self->cpu;

  cpu->kernels = sl_kernels_best ();
  cpu->pool = sl_pool_new (config->threads);
  cpu->filters = sl_filter_set_ref (config->filters);
  cpu->templates = config->templates; /* sl_engine_new() takes a reference */
  cpu->stride = config->templates->wave_stride;
  cpu->n_epochs = config->n_epochs;
  cpu->cache.dirty = (1u << SL_N_STAGES) - 1;
  self->description = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "CPU, %u thread, %s",
                                                    "CPU, %u threads, %s", sl_pool_threads (cpu->pool)),
                                       sl_pool_threads (cpu->pool), cpu->kernels->name);
  init_stages (cpu, config);
  if (!sl_cpu_observables_init (cpu, config, error) || !sl_cpu_histories_init (cpu, config, error))
    {
      sl_cpu_destroy (&self->parent);
      return NULL;
    }
  sl_cpu_bands_init (cpu);
  sl_cpu_dust_lines_init (cpu);
  sl_cpu_histories_alloc (cpu);
  sl_cpu_evolving_init (cpu);
  sl_cpu_pending_init (self);
  return &self->parent;
}

static const char *
describe (SlEngine *engine)
{
  return ((SlCpuEngine *) engine)->description;
}

/* --------------------------------------------------------------- results */

/* what: marked for translation, which may allocate. */
static gboolean
finite_or_error (const char *what, double x, GError **error)
{
  if (isfinite (x))
    return TRUE;
  g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, _ ("%s is not a finite number for these parameters"),
               _ (what));
  return FALSE;
}

/* n pixels of a spectrum: from the processor's, which is scaled, or from the device's. Denormals are kept:
 * unlike the tasks of the pool, this thread does not flush them to zero. */
static void
write_pixels (const SlCpu *cpu, float *to, const float *from, const float *offloaded, guint n)
{
  if (cpu->cache.offloaded)
    memcpy (to, offloaded, n * sizeof *to);
  for (guint w = 0; w < n && !cpu->cache.offloaded; w++)
    to[w] = from[w] * (float) (1.0 / SL_LIGHT_SCALE);
}

/* Rows of parameters that do not act are 0. They are written once, as long as they stay so. */
static void
write_tangent (const SlCpu *cpu, SlResult *result, SlParamId p)
{
  float *row = result->sed_tangent + (gsize) p * result->n_wave;

  if (sl_cpu_param_acts (cpu, p))
    {
      write_pixels (cpu, row, cpu->spectrum.sed_tangent + (gsize) p * cpu->stride,
                    cpu->offload.sed + cpu->spectrum.output_of[p] * cpu->stride, result->n_wave);
      sl_param_set_remove (&result->zero_tangents, p);
    }
  else if (!sl_param_set_has (result->zero_tangents, p))
    {
      memset (row, 0, result->n_wave * sizeof *row);
      sl_param_set_add (&result->zero_tangents, p);
    }
}

static gboolean
write_spectrum (const SlCpu *cpu, const SlEvaluation *ev)
{
  const SlRequest *request = ev->request;
  SlResult *result = ev->result;
  const guint n = result->n_wave;
  double sum = 0.0;

  write_pixels (cpu, result->sed, cpu->spectrum.sed, cpu->offload.sed, n);
  write_pixels (cpu, result->sed_intrinsic, cpu->spectrum.sed_intrinsic, cpu->offload.sed + cpu->stride, n);
  memcpy (result->arriving, cpu->igm.transmission, n * sizeof (float));
  memcpy (result->arriving_dz, cpu->igm.transmission_dz, n * sizeof (float));
  for (guint w = 0; w < n; w++)
    sum += result->sed_intrinsic[w] + result->sed[w];
  for (int p = 0; p < SL_N_PARAMS && request->flags & SL_REQUEST_SED_TANGENTS; p++)
    if (sl_param_set_has (request->tangents, p))
      write_tangent (cpu, result, p);
  return finite_or_error (N_ ("the spectrum"), sum, ev->error);
}

static void
write_groups (const SlCpu *cpu, SlResult *result)
{
  for (guint i = 0; i < SL_N_AGE_GROUPS; i++)
    write_pixels (cpu, result->sed_by_age + (gsize) i * result->n_wave,
                  cpu->spectrum.sed_by_age + i * cpu->stride, cpu->offload.groups + i * cpu->stride,
                  result->n_wave);
}

static void
write_observables (const SlCpu *cpu, SlResult *result)
{
  const guint n = cpu->observables.n;

  memcpy (result->obs, cpu->observables.value, n * sizeof (double));
  memcpy (result->obs_jac, cpu->observables.grad, (gsize) n * SL_N_PARAMS * sizeof (double));
}

static void
write_histories (const SlCpu *cpu, const SlEvaluation *ev)
{
  const SlRequest *request = ev->request;
  const SlCpuHistories *histories = &cpu->histories;
  SlResult *result = ev->result;
  const guint n = cpu->n_epochs;

  for (guint i = 0; i < histories->n; i++)
    {
      if (!sl_cpu_history_requested (request, i))
        continue;
      memcpy (result->hist + (gsize) i * n, histories->value + (gsize) i * n, n * sizeof (double));
      for (int p = 0; p < SL_N_PARAMS && request->flags & SL_REQUEST_HISTORY_JACOBIAN; p++)
        if (sl_param_set_has (request->tangents, p))
          memcpy (result->hist_jac + ((gsize) i * SL_N_PARAMS + p) * n,
                  histories->grad + ((gsize) i * SL_N_PARAMS + p) * n, n * sizeof (double));
    }
}

static void
write_sfh (const SlCpu *cpu, SlResult *result)
{
  const SlSfh *sfh = &cpu->sfh.sfh;

  for (guint e = 0; e < cpu->n_epochs; e++)
    {
      result->epoch_t[e] = cpu->epochs.t[e];
      result->epoch_z[e] = cpu->epochs.z[e];
    }
  for (guint j = 0; j < SL_N_TABLE; j++)
    result->table_sfr[j] = sfh->sfr[j].v;
  memcpy (result->table_t, sfh->t, sizeof sfh->t);
  memcpy (result->table_fq, sfh->fq, sizeof sfh->fq);
  memcpy (result->table_lgmh, sfh->lgmh, sizeof sfh->lgmh);
  memcpy (result->age_weight, cpu->sfh.masses.w, cpu->sfh.ages.n_age * sizeof (double));
  for (guint a = 0; a < cpu->sfh.ages.n_age; a++)
    result->age_burst[a] = sfh->burst_w[a].v;
  result->t_obs = cpu->sfh.epoch.t_obs;
  result->lgmstar_formed = cpu->sfh.masses.lgm.v;
  result->sfr = cpu->sfh.masses.sfr.v;
}

/* ------------------------------------------------------------ evaluation */

static gboolean
check_stars (const SlCpu *cpu, GError **error)
{
  if (isfinite (cpu->sfh.masses.lgm.v))
    return TRUE;
  g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
               _ ("no stars have formed by %.4g Gyr, when the galaxy is seen"), cpu->sfh.epoch.t_obs);
  return FALSE;
}

/* Arrays over wavelength that the request needs, and the spectra in the result. */
static gboolean
evaluate_light (SlCpuEngine *self)
{
  SlCpu *cpu = &self->cpu;
  SlEvaluation *ev = &self->evaluation;
  const SlRequestFlags flags = ev->request->flags;
  const guint dirty = cpu->cache.dirty;
  const gboolean bands = (flags & SL_REQUEST_ANY_OBSERVABLES && dirty & SL_STAGE_BIT (OBSERVABLES))
                         || (flags & SL_REQUEST_ANY_HISTORIES && dirty & SL_STAGE_BIT (OBSERVABLE_HISTORIES)
                             && !sl_cpu_metals_evolve (cpu));

  if ((bands && !sl_cpu_update_ages (self))
      || (flags & SL_REQUEST_ANY_SED && !sl_cpu_update (self, SL_STAGE_SPECTRUM))
      || (flags & SL_REQUEST_SED_AGES && !sl_cpu_update (self, SL_STAGE_SPLIT))
      || (cpu->cache.offloaded && !sl_cpu_run_offload (self))
      || (flags & SL_REQUEST_ANY_SED && !write_spectrum (cpu, ev)))
    return FALSE;
  if (flags & SL_REQUEST_SED_AGES)
    write_groups (cpu, ev->result);
  return TRUE;
}

static gboolean
evaluate_observables (SlCpuEngine *self)
{
  SlEvaluation *ev = &self->evaluation;
  const SlRequestFlags flags = ev->request->flags;

  if (flags & SL_REQUEST_ANY_OBSERVABLES)
    {
      if (!sl_cpu_update (self, SL_STAGE_OBSERVABLES))
        return FALSE;
      write_observables (&self->cpu, ev->result);
    }
  if (flags & SL_REQUEST_ANY_HISTORIES)
    {
      if (!sl_cpu_update (self, SL_STAGE_OBSERVABLE_HISTORIES))
        return FALSE;
      write_histories (&self->cpu, ev);
    }
  return TRUE;
}

gboolean
sl_cpu_evaluate (SlEngine *engine, const SlRequest *request, SlResult *result, GError **error)
{
  SlCpuEngine *self = (SlCpuEngine *) engine;
  SlEvaluation *ev = &self->evaluation;
  gint64 start = g_get_monotonic_time ();

  ev->request = request;
  ev->result = result;
  ev->error = error;
  result->stages_run = 0;
  memset (result->stage_s, 0, sizeof result->stage_s);
  sl_cpu_mark_changes (self);
  if (!sl_cpu_update (self, SL_STAGE_AGES) || !sl_cpu_update_igm (&self->cpu, ev)
      || !check_stars (&self->cpu, error))
    return FALSE;
  sl_cpu_choose_offload (self);
  sl_cpu_choose_pending (self);
  if (!evaluate_light (self) || !evaluate_observables (self))
    return FALSE;
  write_sfh (&self->cpu, result);
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
