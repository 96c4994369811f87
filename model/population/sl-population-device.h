/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/population/sl-population-plan.h"

/* A device that takes over a population's loops: what it is made of is its own affair. It reads the plan,
 * whose arrays stay as they are while plan->generation does; numbers of bands differ from call to call.
 * Errors name what failed, and then the processor does the same work; sums and arrays may be spoilt. One
 * thread at a time. */
typedef struct {
  /* "NVIDIA H100": the device's. */
  const char *(*describe) (gpointer device);
  /* Sums (size) of a slab's galaxies first .. first + n - 1, in the order of SlPopulationResult, by chunks of
   * SL_POP_CHUNK. */
  gboolean (*run) (gpointer device, const SlPopPlan *plan, guint64 first, guint64 n, gboolean gradient,
                   gsize size, double *sums, GError **error);
  /* As sl_population_galaxies(). */
  gboolean (*galaxies) (gpointer device, const SlPopPlan *plan, guint64 first, gsize n, float *parameters,
                        float *magnitudes, float *dmag, GError **error);
  void (*free) (gpointer device);
} SlPopulationDeviceClass;

/* From now on the device works, and is the population's, which frees it; klass NULL: the processor does. */
void sl_population_set_device (SlPopulation *self, const SlPopulationDeviceClass *klass, gpointer device);
