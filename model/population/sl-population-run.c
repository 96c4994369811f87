/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/formulas/sl-formula.h"
#include "model/cosmology/sl-cosmology.h"
#include "model/engine/kernels/sl-cpu-kernels.h"
#include "model/support/sl-error.h"
#include "model/support/sl-memory.h"
#include "model/support/sl-pool.h"
#include "model/population/sl-population-device.h"

#define CHUNK SL_POP_CHUNK
#define N_CHUNKS (SL_POP_SLAB / CHUNK)
G_STATIC_ASSERT (SL_POP_SLAB % CHUNK == 0 && CHUNK % SL_POP_LANES == 0);

/* Memory of one thread. */
typedef struct {
  SlPopTile tile;
  SlPopAgeSums sums;
  SlPopMags mags;
  SlPopLane *light, *dlight;
} Scratch;

struct _SlPopulation {
  SlTemplates *templates;
  SlFilterSet *filters;
  SlPopulationSpec spec;
  SlPopPlan plan;
  const SlPopKernels *k;
  SlPool *pool;
  Scratch **scratch;          /* one for each thread */
  gsize n_light, n_dlight;    /* SlPopLane that their arrays hold */
  double *chunk;              /* (chunks, sums_size) sums of a slab's chunks */
  gsize chunk_size;
  char *description;
  const SlPopulationDeviceClass *device_class; /* or NULL */
  gpointer device;
  char *warning;
  /* Of the current run. */
  guint64 first, slab_n, done, n;
  gboolean gradient;
  gsize sums_size;
  SlPopulationStep step;
  gpointer step_data;
  int cancelled;
};

static void
free_scratch (SlPopulation *self)
{
  for (guint i = 0; i < sl_pool_threads (self->pool) && self->scratch; i++)
    if (self->scratch[i])
      {
        sl_aligned_free (self->scratch[i]->light);
        sl_aligned_free (self->scratch[i]->dlight);
        sl_aligned_free (self->scratch[i]);
      }
  g_clear_pointer (&self->scratch, g_free);
}

static void
ensure_scratch (SlPopulation *self)
{
  const SlPopLightPlan *l = &self->plan.light;
  const gsize n_light = (gsize) l->n_age * SL_POP_MAX_BANDS,
              n_dlight = MAX ((gsize) l->n_age * l->n_traced * l->n_tangents, 1);

  if (self->scratch && n_light <= self->n_light && n_dlight <= self->n_dlight)
    return;
  free_scratch (self);
  self->scratch = g_new0 (Scratch *, sl_pool_threads (self->pool));
  self->n_light = n_light;
  self->n_dlight = n_dlight;
  for (guint i = 0; i < sl_pool_threads (self->pool); i++)
    {
      self->scratch[i] = sl_aligned_new (1, sizeof (Scratch));
      self->scratch[i]->light = sl_aligned_new (n_light, sizeof (SlPopLane));
      self->scratch[i]->dlight = sl_aligned_new (n_dlight, sizeof (SlPopLane));
    }
}

/* Bands that the kernels compute: all, or the traced ones, which come first. */
static void
choose_bands (SlPopulation *self, gboolean all)
{
  const int n = all ? (int) self->spec.n_bands : self->plan.bins.n_traced;

  self->plan.light.n_bands = self->plan.sfh.n_bands = self->plan.bins.n_bands = n;
}

static gboolean
update_plan (SlPopulation *self, const SlPopulationSpec *spec, gboolean light, GError **error)
{
  SlEpoch epoch;

  self->plan.generation++;
  if (!sl_population_spec_check (spec, error))
    return FALSE;
  sl_cosmology_epoch (spec->base.value + SL_PARAM_REDSHIFT, &epoch);
  if (!sl_pop_plan_draws (&self->plan, spec, error)
      || !sl_pop_plan_sfh (&self->plan, spec, self->templates, epoch.t_obs, error)
      || (light
          && !sl_pop_plan_light (&self->plan, spec, self->templates, self->filters, epoch.dimming, error)))
    return FALSE;
  sl_pop_plan_bins (&self->plan, spec);
  return TRUE;
}

static void
update_description (SlPopulation *self)
{
  const guint n = sl_pool_threads (self->pool);
  g_autofree char *threads = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u thread, %s", "%u threads, %s",
                                                           n),
                                              n, sl_kernels_best ()->name);

  g_free (self->description);
  self->description = g_strconcat (self->device ? self->device_class->describe (self->device) : "",
                                   self->device ? "; " : "", threads, NULL);
}

SlPopulation *
sl_population_new (SlTemplates *templates, SlFilterSet *filters, const SlPopulationSpec *spec, guint threads,
                   GError **error)
{
  SlPopulation *self = g_new0 (SlPopulation, 1);

  self->templates = sl_templates_ref (templates);
  self->filters = sl_filter_set_ref (filters);
  self->k = sl_pop_kernels_best ();
  self->pool = sl_pool_new (threads);
  update_description (self);
  if (!update_plan (self, spec, TRUE, error))
    {
      sl_population_free (self);
      return NULL;
    }
  self->spec = *spec;
  ensure_scratch (self);
  return self;
}

void
sl_population_free (SlPopulation *self)
{
  if (!self)
    return;
  if (self->device)
    self->device_class->free (self->device);
  free_scratch (self);
  sl_aligned_free (self->chunk);
  sl_pop_plan_clear (&self->plan);
  sl_pool_free (self->pool);
  sl_templates_unref (self->templates);
  sl_filter_set_unref (self->filters);
  g_free (self->description);
  g_free (self->warning);
  g_free (self);
}

gboolean
sl_population_update (SlPopulation *self, const SlPopulationSpec *spec, GError **error)
{
  if (!update_plan (self, spec, !sl_pop_same_light (spec, &self->spec), error))
    {
      /* The former description is valid. */
      update_plan (self, &self->spec, TRUE, NULL);
      ensure_scratch (self);
      return FALSE;
    }
  self->spec = *spec;
  ensure_scratch (self);
  return TRUE;
}

const SlPopulationSpec *
sl_population_spec (const SlPopulation *self)
{
  return &self->spec;
}

const SlTemplates *
sl_population_templates (const SlPopulation *self)
{
  return self->templates;
}

const SlFilterSet *
sl_population_filters (const SlPopulation *self)
{
  return self->filters;
}

const char *
sl_population_describe (const SlPopulation *self)
{
  return self->description;
}

void
sl_population_set_device (SlPopulation *self, const SlPopulationDeviceClass *klass, gpointer device)
{
  if (self->device)
    self->device_class->free (self->device);
  self->device_class = klass;
  self->device = klass ? device : NULL;
  g_clear_pointer (&self->warning, g_free);
  update_description (self);
}

const char *
sl_population_device (const SlPopulation *self)
{
  return self->device ? self->device_class->describe (self->device) : NULL;
}

const char *
sl_population_warning (const SlPopulation *self)
{
  return self->warning;
}

/* Stops using the device: a failure would repeat on every call. */
static void
give_up_device (SlPopulation *self, GError *error)
{
  g_autofree char *warning = g_strdup_printf (_ ("%s: %s. Continuing on the CPU"),
                                              self->device_class->describe (self->device), error->message);

  g_error_free (error);
  sl_population_set_device (self, NULL, NULL);
  self->warning = g_steal_pointer (&warning);
}

static void
compute_tile (SlPopulation *self, Scratch *s, guint64 first, int component, gboolean traced)
{
  const SlPopPlan *p = &self->plan;
  SlPopLane *dlight = traced ? s->dlight : NULL;

  self->k->draw (&p->draw, first, component, &s->tile);
  self->k->light (&p->light, &s->tile, s->light, dlight);
  self->k->sfh (&p->sfh, &s->tile, s->light, dlight, p->light.n_tangents, &s->sums);
  self->k->magnitudes (&p->bins, &p->light, &s->tile, &s->sums, p->sfh.burst, traced, &s->mags);
}

static void
sum_chunk_cb (gpointer data, guint task, guint thread)
{
  SlPopulation *self = data;
  const guint64 begin = (guint64) task * CHUNK, end = MIN (begin + CHUNK, self->slab_n);
  double *sums = self->chunk + task * self->sums_size;
  const guint n_bins = self->spec.n_bins;
  SlPopHistograms to = { .all = sums,
                         .cut = sums + n_bins,
                         .moment = sums + 2 * n_bins,
                         .map = sums + 2 * n_bins + 4,
                         .gradient = self->gradient
                                         ? sums + 2 * n_bins + 4 + (gsize) self->spec.n_map * n_bins
                                         : NULL };

  if (g_atomic_int_get (&self->cancelled))
    return;
  memset (sums, 0, self->sums_size * sizeof *sums);
  for (guint64 i = begin; i < end; i += SL_POP_LANES)
    {
      const int component = SL_POP_COMPONENT (&self->plan.draw, self->first + i);

      compute_tile (self, self->scratch[thread], self->first + i, component, self->gradient);
      self->k->bin (&self->plan.bins, &self->plan.draw, &self->scratch[thread]->tile,
                    &self->scratch[thread]->mags, component, MIN (end - i, SL_POP_LANES), &to);
    }
  if (self->step && self->step (self->step_data, self->done + end, self->n))
    g_atomic_int_set (&self->cancelled, TRUE);
}

/* Adds up the slab: its sums are then those of the first chunk. */
static void
sum_slab (SlPopulation *self)
{
  const guint chunks = (self->slab_n + CHUNK - 1) / CHUNK;

  sl_pool_run (self->pool, sum_chunk_cb, self, chunks);
  for (guint c = 1; c < chunks && !self->cancelled; c++)
    for (gsize i = 0; i < self->sums_size; i++)
      self->chunk[i] += self->chunk[c * self->sums_size + i];
}

/* The same on the device; FALSE where there is none or it failed. */
static gboolean
sum_slab_on_device (SlPopulation *self)
{
  GError *error = NULL;

  if (!self->device)
    return FALSE;
  if (!self->device_class->run (self->device, &self->plan, self->first, self->slab_n, self->gradient,
                                self->sums_size, self->chunk, &error))
    {
      give_up_device (self, error);
      return FALSE;
    }
  self->cancelled = self->step && self->step (self->step_data, self->done + self->slab_n, self->n);
  return TRUE;
}

gboolean
sl_population_run (SlPopulation *self, guint64 first, guint64 n, SlPopulationStep step, gpointer data,
                   SlPopulationResult *result, GError **error)
{
  g_return_val_if_fail (first % SL_POP_SLAB == 0, FALSE);
  g_return_val_if_fail (result->n_bins == self->spec.n_bins && result->n_phi == self->plan.n_phi
                            && result->n_map == self->spec.n_map,
                        FALSE);
  self->gradient = result->gradient;
  self->sums_size = result->size;
  self->step = step;
  self->step_data = data;
  self->n = n;
  self->done = 0;
  self->cancelled = FALSE;
  choose_bands (self, !self->spec.only_needed);
  if (self->chunk_size < MIN (N_CHUNKS, n / CHUNK + 1) * result->size)
    {
      sl_aligned_free (self->chunk);
      self->chunk_size = MIN (N_CHUNKS, n / CHUNK + 1) * result->size;
      self->chunk = sl_aligned_new (self->chunk_size, sizeof *self->chunk);
    }
  memset (result->sums, 0, result->size * sizeof *result->sums);
  result->n = 0;
  if (self->device)
    g_clear_pointer (&self->warning, g_free);
  for (guint64 at = 0; at < n; at += SL_POP_SLAB)
    {
      self->first = first + at;
      self->slab_n = MIN (n - at, SL_POP_SLAB);
      if (!sum_slab_on_device (self))
        sum_slab (self);
      if (self->cancelled)
        {
          g_set_error (error, SL_ERROR, SL_ERROR_ENGINE,
                       _ ("population: stopped before all galaxies were drawn"));
          return FALSE;
        }
      /* A slab is added up on its own before it is added to the total, so that any split at slabs gives the
       * same sums. */
      for (gsize i = 0; i < result->size; i++)
        result->sums[i] += self->chunk[i];
      self->done += self->slab_n;
    }
  result->n = n;
  for (gsize i = 0; i < result->size; i++)
    if (!isfinite (result->sums[i]))
      {
        g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, _ ("population: a sum is not finite"));
        return FALSE;
      }
  return TRUE;
}

/* Puts what acts into n rows of parameters: parts that are switched off have none, whatever was drawn. */
static void
put_used (const SlPopulationSpec *spec, float *row, gsize n)
{
  for (gsize i = 0; i < n; i++, row += SL_POP_N)
    {
      if (!spec->dust)
        row[SL_POP_AV_YOUNG] = row[SL_POP_AV_OLD] = 0.0f;
      if (!spec->gas)
        row[SL_POP_F_ESC] = 1.0f;
      if (!spec->burst)
        row[SL_POP_LGFBURST] = SL_LGFBURST_NONE;
    }
}

static void
compute_galaxies (SlPopulation *self, guint64 first, gsize n, float *parameters, float *magnitudes,
                  float *dmag)
{
  const SlPopBinPlan *bins = &self->plan.bins;
  const int traced[3] = { bins->band, bins->blue, bins->red };
  Scratch *s = self->scratch[0];

  choose_bands (self, TRUE);
  if (self->device)
    {
      GError *error = NULL;

      g_clear_pointer (&self->warning, g_free);
      if (self->device_class->galaxies (self->device, &self->plan, first, n, parameters, magnitudes, dmag,
                                        &error))
        return;
      give_up_device (self, error);
    }
  for (guint64 at = first - first % SL_POP_LANES; at < first + n; at += SL_POP_LANES)
    {
      compute_tile (self, s, at, SL_POP_COMPONENT (&self->plan.draw, at), dmag != NULL);
      for (guint i = 0; i < SL_POP_LANES; i++)
        {
          const gsize row = at + i - first;

          if (at + i < first || row >= n)
            continue;
          for (int p = 0; p < SL_POP_N && parameters; p++)
            parameters[row * SL_POP_N + p] = s->tile.p[p].v[i];
          for (int b = 0; b < bins->n_bands && magnitudes; b++)
            magnitudes[row * bins->n_bands + self->plan.bins.order[b]] = s->mags.mag[b].v[i];
          for (int k = 0; k < 3 && dmag; k++)
            for (int p = 0; p < SL_POP_N; p++)
              dmag[(row * 3 + k) * SL_POP_N + p] = s->mags.dmag[traced[k]][p].v[i];
        }
    }
}

void
sl_population_galaxies (SlPopulation *self, guint64 first, gsize n, float *parameters, float *magnitudes,
                        float *dmag)
{
  compute_galaxies (self, first, n, parameters, magnitudes, dmag);
  if (parameters)
    put_used (&self->spec, parameters, n);
}
