/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/population/kernels/sl-population-kernels.h"

#include <stddef.h>

/* What a module gives for populations: a device that keeps a plan's arrays and adds up slabs. In the subset
 * common to C and C++, without GLib and without CUDA's headers, beside the engine's (sl-gpu-device.h).
 *
 * Functions that can fail return 0 and leave what happened, with the name of the call, in error(). One thread
 * at a time. */
#define SL_GPU_POPULATION_ABI 1

typedef struct _SlGpuPop SlGpuPop;

/* A plan in memory of the processor (model/population/sl-population-plan.h). Arrays are read again where the
 * generation is another. */
typedef struct {
  const SlPopDraw *draw;
  const SlPopSfhPlan *sfh;
  const SlPopLightPlan *light;
  const SlPopBinPlan *bins;
  unsigned n_correlations;
  unsigned long long generation;
} SlGpuPopPlan;

typedef struct {
  unsigned abi;              /* SL_GPU_POPULATION_ABI, first in every version */
  size_t sizes[7];           /* SL_GPU_POPULATION_SIZES, against modules of another build */

  /* As of SlGpuModule. host: no device; the same items are loops of the processor, one galaxy at a time: for
   * tests. */
  SlGpuPop *(*open) (int host, char *why, size_t n);
  void (*close) (SlGpuPop *self);
  const char *(*describe) (SlGpuPop *self); /* "NVIDIA H100" */
  const char *(*error) (SlGpuPop *self);
  /* Sums (size) of galaxies first .. first + n - 1, n at most a slab: added up by chunks, and these in their
   * order. */
  int (*run) (SlGpuPop *self, const SlGpuPopPlan *plan, unsigned long long first, size_t n, int gradient,
              size_t size, double *sums);
  /* Lanes of tiles of galaxies, from first, a multiple of SL_POP_LANES: parameters (tiles, SL_POP_N),
   * magnitudes (tiles, bands) and their tangents (tiles, SL_POP_MAX_TRACED, SL_POP_N), in the plan's order of
   * bands; each may be NULL. */
  int (*galaxies) (SlGpuPop *self, const SlGpuPopPlan *plan, unsigned long long first, size_t n_tiles,
                   SlPopLane *parameters, SlPopLane *magnitudes, SlPopLane *tangents);
} SlGpuPopulationModule;

#define SL_GPU_POPULATION_SIZES                                                                              \
  {                                                                                                          \
    sizeof (SlPopDraw), sizeof (SlPopFactorRow), sizeof (SlPopPhi), sizeof (SlPopSfhPlan),                         \
        sizeof (SlPopLightPlan), sizeof (SlPopBinPlan), sizeof (SlGpuPopPlan)                                \
  }

/* Its symbol. */
#define SL_GPU_POPULATION_SYMBOL "sl_gpu_population_module"
typedef const SlGpuPopulationModule *(*SlGpuPopulationModuleFunc) (void);
#ifdef __cplusplus
extern "C"
#endif
const SlGpuPopulationModule *sl_gpu_population_module (void);
