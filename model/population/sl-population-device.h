/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/population/sl-population-plan.h"

/* A device that runs a population's loops. It reads the plan, whose arrays do not change while
 * plan->generation stays the same; the numbers of bands may change from call to call. After an error, whose
 * message names what failed, the CPU does the same work; the output arrays may have been overwritten.
 * One thread at a time. */
typedef struct {
  /* "NVIDIA H100". The device's. */
  const char *(*describe) (gpointer device);
  /* sums (size): those of galaxies first .. first + n - 1 of a slab, in the order of SlPopulationResult,
   * added up by chunks of SL_POP_CHUNK. */
  gboolean (*run) (gpointer device, const SlPopPlan *plan, guint64 first, guint64 n, gboolean gradient,
                   gsize size, double *sums, GError **error);
  /* As sl_population_galaxies(). */
  gboolean (*galaxies) (gpointer device, const SlPopPlan *plan, guint64 first, gsize n, float *parameters,
                        float *magnitudes, float *dmag, GError **error);
  void (*free) (gpointer device);
} SlPopulationDeviceClass;

/* The device runs the loops from now on; the population takes ownership. klass NULL: the CPU runs them.
 */
void sl_population_set_device (SlPopulation *self, const SlPopulationDeviceClass *klass, gpointer device);
