/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gpu/host/sl-gpu-population.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "gpu/host/sl-gpu-load.h"
#include "gpu/host/sl-gpu-why.h"
#include "gpu/device/sl-gpu-population-device.h"
#include "model/support/sl-error.h"
#include "model/support/sl-memory.h"
#include "model/population/sl-population-device.h"

/* Tiles fetched at a time. */
#define FETCHED 2048u

typedef struct {
  const SlGpuPopulationModule *module;
  SlGpuPop *device;
} Device;

static gboolean
failed (Device *self, GError **error)
{
  /* The caller names the device. */
  return sl_gpu_why_error (self->module->why (self->device), "", error);
}

static SlGpuPopPlan
plan_of (const SlPopPlan *plan)
{
  return (SlGpuPopPlan) { .draw = &plan->draw,
                          .sfh = &plan->sfh,
                          .light = &plan->light,
                          .bins = &plan->bins,
                          .n_correlations = plan->n_correlations,
                          .generation = plan->generation };
}

static const char *
device_describe (gpointer device)
{
  Device *self = device;

  return self->module->describe (self->device);
}

static gboolean
device_run (gpointer device, const SlPopPlan *plan, guint64 first, guint64 n, gboolean gradient, gsize size,
            double *sums, GError **error)
{
  Device *self = device;
  const SlGpuPopPlan p = plan_of (plan);

  return self->module->run (self->device, &p, first, n, gradient, size, sums) || failed (self, error);
}

static gboolean
device_galaxies (gpointer device, const SlPopPlan *plan, guint64 first, gsize n, float *parameters,
                 float *magnitudes, float *dmag, GError **error)
{
  Device *self = device;
  const SlGpuPopPlan p = plan_of (plan);
  const SlPopBinPlan *bins = &plan->bins;
  const int traced[3] = { bins->band, bins->blue, bins->red };
  const guint64 begin = first - first % SL_POP_LANES;
  const gsize tiles = (first + n - begin + SL_POP_LANES - 1) / SL_POP_LANES, most = MIN (tiles, FETCHED);
  SlPopLane *p_lane = parameters ? sl_aligned_new (most * SL_POP_N, sizeof (SlPopLane)) : NULL;
  SlPopLane *mag = magnitudes ? sl_aligned_new (most * bins->n_bands, sizeof (SlPopLane)) : NULL;
  SlPopLane *d = dmag ? sl_aligned_new (most * SL_POP_MAX_TRACED * SL_POP_N, sizeof (SlPopLane)) : NULL;
  gboolean done = TRUE;

  for (gsize t = 0; t < tiles && done; t += FETCHED)
    {
      const gsize here = MIN (tiles - t, FETCHED);

      done = self->module->galaxies (self->device, &p, begin + t * SL_POP_LANES, here, p_lane, mag, d);
      for (gsize i = 0; i < here * SL_POP_LANES && done; i++)
        {
          const gsize tile = i / SL_POP_LANES, lane = i % SL_POP_LANES;
          const guint64 at = begin + t * SL_POP_LANES + i;
          const gsize row = at - first;

          if (at < first || row >= n)
            continue;
          for (int k = 0; k < SL_POP_N && parameters; k++)
            parameters[row * SL_POP_N + k] = p_lane[tile * SL_POP_N + k].v[lane];
          for (int b = 0; b < bins->n_bands && magnitudes; b++)
            magnitudes[row * bins->n_bands + bins->order[b]] = mag[tile * bins->n_bands + b].v[lane];
          for (int k = 0; k < 3 && dmag; k++)
            for (int j = 0; j < SL_POP_N; j++)
              dmag[(row * 3 + k) * SL_POP_N + j] =
                  d[(tile * SL_POP_MAX_TRACED + traced[k]) * SL_POP_N + j].v[lane];
        }
    }
  sl_aligned_free (p_lane);
  sl_aligned_free (mag);
  sl_aligned_free (d);
  return done || failed (self, error);
}

static void
device_free (gpointer device)
{
  Device *self = device;

  self->module->close (self->device);
  g_free (self);
}

static const SlPopulationDeviceClass device_class = { device_describe, device_run, device_galaxies,
                                                      device_free };

static Device *
open_device (gboolean emulated, GError **error)
{
  static const size_t sizes[] = SL_GPU_POPULATION_SIZES;
  const SlGpuPopulationModuleFunc entry =
      (SlGpuPopulationModuleFunc) sl_gpu_load_symbol (NULL, SL_GPU_POPULATION_SYMBOL, error);
  const SlGpuPopulationModule *module = entry ? entry () : NULL;
  SlGpuWhy why = { 0 };
  SlGpuPop *device;
  Device *self;

  if (!module)
    return NULL;
  if (module->abi != SL_GPU_POPULATION_ABI || memcmp (module->sizes, sizes, sizeof sizes) != 0)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, _ ("the module belongs to another version of Starloom"));
      return NULL;
    }
  device = module->open (emulated, sl_gpu_get_place (), &why);
  if (!device)
    {
      sl_gpu_why_refused (&why, error);
      return NULL;
    }
  self = g_new0 (Device, 1);
  self->module = module;
  self->device = device;
  return self;
}

static gboolean
attach (SlPopulation *population, gboolean emulated, GError **error)
{
  Device *device = open_device (emulated, error);

  if (device)
    sl_population_set_device (population, &device_class, device);
  return device != NULL;
}

gboolean
sl_gpu_population_open (const SlPopulationDeviceClass **klass, gpointer *device, GError **error)
{
  *klass = &device_class;
  *device = open_device (FALSE, error);
  return *device != NULL;
}

gboolean
sl_gpu_population_attach (SlPopulation *population, GError **error)
{
  return attach (population, FALSE, error);
}

gboolean
sl_gpu_population_attach_emulated (SlPopulation *population, GError **error)
{
  return attach (population, TRUE, error);
}
