/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "gpu/device/sl-gpu-arrays.h"
#include "gpu/host/sl-gpu-engine.h"
#include "model/engine/sl-offload.h"

/* The processor's side of the engine: what is copied to the device, and what runs there. */

/* Numbers of the kernels. */
#define ITEM(name, Args) SL_GPU_KERNEL_##name,
#define GROUP(name, Args, Shared) SL_GPU_KERNEL_##name,
enum {
#include "gpu/device/sl-gpu-list.h"
  SL_GPU_N_KERNELS
};
#undef ITEM
#undef GROUP

/* Parts of a run, in their order. */
typedef enum {
  SL_GPU_DO_SSP = 1 << 0,
  SL_GPU_DO_DUST = 1 << 1,
  SL_GPU_DO_DUST_EMISSION = 1 << 2,
  SL_GPU_DO_ENERGY = 1 << 3,
  SL_GPU_DO_OBSERVED = 1 << 4, /* new weights of the observer's bands */
  SL_GPU_DO_FUNCTIONALS = 1 << 5,
  SL_GPU_DO_NOW = 1 << 6,
  SL_GPU_DO_EPOCHS = 1 << 7,   /* new masses at the epochs */
  SL_GPU_DO_HISTORIES = 1 << 8,
  SL_GPU_DO_SPECTRUM = 1 << 9,
  SL_GPU_DO_SPLIT = 1 << 10,
  SL_GPU_DO_OBSERVER_WEIGHTS = 1 << 11, /* of the observer's bands at each epoch */
  SL_GPU_DO_OBSERVER = 1 << 12,
} SlGpuDo;

/* Arrays that are copied to the device. Those before SL_GPU_N_COMMON go with every run, in one copy. */
typedef enum {
  SL_GPU_AT_PARAMS,
  SL_GPU_AT_WZ,
  SL_GPU_AT_WZ_GAS,
  SL_GPU_AT_WU,
  SL_GPU_AT_LINE_OFF,
  SL_GPU_AT_CURVE_OF,
  SL_GPU_AT_CURVE,
  SL_GPU_AT_PENDING,
  SL_GPU_AT_HIST_ROW,
  SL_GPU_AT_JACOBIAN_TERM,
  SL_GPU_AT_MASS,
  SL_GPU_AT_DMASS,
  SL_GPU_AT_DMU,
  SL_GPU_N_COMMON,
  SL_GPU_AT_COEF = SL_GPU_N_COMMON,
  SL_GPU_AT_DUST_EMISSION,
  SL_GPU_AT_SPAN,
  SL_GPU_AT_BLOCK,
  SL_GPU_AT_K,
  SL_GPU_AT_DK,
  SL_GPU_AT_MASSES,
  SL_GPU_AT_DMASSES,
  SL_GPU_AT_OBSERVER_SPAN,
  SL_GPU_AT_OBSERVER_BLOCK,
  SL_GPU_AT_OBSERVER_K,
  SL_GPU_AT_OBSERVER_PENDING,
  SL_GPU_N_STAGED
} SlGpuStagedId;

typedef struct {
  char *host, *device;
  gsize bytes;
} SlGpuStaged;

typedef struct {
  guint64 key;
  SlGpuPlan *plan;
} SlGpuKept;
#define SL_GPU_MAX_KEPT 48

typedef struct {
  const SlGpuModule *module;
  SlGpuDevice *device;
  SlGpuArrays arrays;
  /* The same, with other functionals: one for each band in the observer's frame and each epoch. */
  SlGpuArrays observer;
  double *observer_z;                   /* (E) for which their weights are valid */
  gboolean observer_igm;
  SlBandRule observer_rule;
  SlBandRule rule;                      /* of the rest frame's weights on the device */
  SlGpuStaged staged[SL_GPU_N_STAGED];
  GPtrArray *memory, *host_memory; /* of the device, and of the processor's that it reaches */
  gsize needed, used;              /* bytes of the device's: asked for, and got */
  gboolean full;                   /* it could not give all of it */
  guint rest_blocks, observed_blocks, n_observer;
  SlGpuDo noted;
  gboolean started;                /* a plan is under way */
  gboolean failed;                 /* waiting for it failed */
  float *sed, *groups;             /* results */
  double *totals, *totals_epochs, *totals_observer;
  SlGpuKept kept[SL_GPU_MAX_KEPT];
  guint n_kept, next_kept, runs;
  char *description;
} SlGpu;

/* sl-gpu-memory.c: all memory of the device. FALSE with SL_ERROR_ENGINE where it is too small. */
gboolean sl_gpu_memory_init (SlGpu *gpu, const SlOffloadLibrary *lib, GError **error);
void sl_gpu_memory_clear (SlGpu *gpu);
/* Writes the rest frame's weights and tables again. FALSE with SL_ERROR_ENGINE. */
gboolean sl_gpu_memory_refresh (SlGpu *gpu, const SlBands *rest, GError **error);
/* Sets the device's error; returns FALSE. */
gboolean sl_gpu_fail (SlGpu *gpu, GError **error);
#define SL_GPU_HOST(gpu, id, type) ((type *) (gpu)->staged[SL_GPU_AT_##id].host)

/* sl-gpu-plan.c: starts the copies and kernels of all that is noted. */
gboolean sl_gpu_start (SlGpu *gpu, GError **error);
void sl_gpu_plans_clear (SlGpu *gpu);
