/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/population/kernels/sl-population-kernels.h"

#include <stddef.h>

#include "gpu/device/sl-gpu-why.h"

/* What the GPU module offers for populations: a device that copies a plan's arrays and adds up slabs; for the
 * engine there is sl-gpu-device.h. Common subset of C and C++, without GLib or CUDA's headers.
 *
 * Functions that can fail return 0; why() then has what happened, with the name of the call. One thread at
 * a time. */
#define SL_GPU_POPULATION_ABI 2

typedef struct _SlGpuPop SlGpuPop;

/* A plan in host memory (model/population/sl-population-plan.h). Its arrays are copied again when the
 * generation changes. */
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
  size_t sizes[7];           /* SL_GPU_POPULATION_SIZES: detects modules of another build */

  /* As SlGpuModule. host: run the same items as loops on the CPU, one galaxy at a time; for tests. */
  SlGpuPop *(*open) (int host, int place, SlGpuWhy *why);
  void (*close) (SlGpuPop *self);
  const char *(*describe) (SlGpuPop *self); /* "NVIDIA H100" */
  const SlGpuWhy *(*why) (SlGpuPop *self);
  /* sums (size): those of galaxies first .. first + n - 1, at most a slab, added up by chunks, and the chunks
   * in their order. */
  int (*run) (SlGpuPop *self, const SlGpuPopPlan *plan, unsigned long long first, size_t n, int gradient,
              size_t size, double *sums);
  /* Tiles of galaxies from `first` on, a multiple of SL_POP_LANES: parameters (tiles, SL_POP_N), magnitudes
   * (tiles, bands) and their tangents (tiles, SL_POP_MAX_TRACED, SL_POP_N), in the plan's order of bands.
   * Each may be NULL. */
  int (*galaxies) (SlGpuPop *self, const SlGpuPopPlan *plan, unsigned long long first, size_t n_tiles,
                   SlPopLane *parameters, SlPopLane *magnitudes, SlPopLane *tangents);
} SlGpuPopulationModule;

#define SL_GPU_POPULATION_SIZES                                                                              \
  {                                                                                                          \
    sizeof (SlPopDraw), sizeof (SlPopFactorRow), sizeof (SlPopPhi), sizeof (SlPopSfhPlan),                   \
        sizeof (SlPopLightPlan), sizeof (SlPopBinPlan), sizeof (SlGpuPopPlan)                                \
  }

/* Its symbol. */
#define SL_GPU_POPULATION_SYMBOL "sl_gpu_population_module"
typedef const SlGpuPopulationModule *(*SlGpuPopulationModuleFunc) (void);
#ifdef __cplusplus
extern "C"
#endif
const SlGpuPopulationModule *sl_gpu_population_module (void);
