/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* Kernels of populations, one file for each number of tangents (sl-gpu-population-*.cu); sl-gpu-population.cu
 * launches them. An item is a galaxy, lane i % 16 of tile i / 16, so that neighbouring threads read
 * neighbouring bytes; for sums it is a sum. CUDA C++. */
#include <cuda_runtime.h>

#include "gpu/device/sl-gpu-choose.h"
#include "gpu/device/sl-gpu-population-device.h"

/* Arguments of every kernel, passed by value: a plan with pointers to device memory, and the scratch memory
 * of a batch of galaxies. */
typedef struct {
  SlPopDraw draw;
  SlPopSfhPlan sfh;
  SlPopLightPlan light;
  SlPopBinPlan bins;
  int gradient, fused;       /* fused: light within the history, without a kernel and memory of its own */
  unsigned long long first;  /* first galaxy of the batch: the first of a tile */
  size_t n;                  /* galaxies */
  int n_work, n_light, n_dlight, n_reach; /* SlPopLane of a tile */
  SlPopTile *tile;
  SlPopLane *work, *lights, *dlights;
  SlPopAgeSums *sums;
  SlPopMags *mags;
  SlPopEntry *entry;
  SlPopLane *share, *dphi;   /* (2 n_reach), (2 n_phi) of a tile */
  unsigned *list_first;      /* (chunks, bins + 1) where the lists of a chunk's bins begin */
  unsigned short *list;      /* (chunks, SL_POP_CHUNK n_reach) galaxies of the chunk that reach a bin */
  double *chunk;             /* (chunks, row_size) of this batch: sums, then the moments by parts */
  size_t sums_size, row_size;
  size_t n_chunks;           /* of the slab */
  double *total;             /* (sums_size) */
} SlGpuPopArgs;
/* Arguments of a kernel, with the number of items, have at most 4096 bytes before CUDA 12.1. */
static_assert (sizeof (SlGpuPopArgs) + sizeof (size_t) <= 4096, "the arguments of a kernel fit");

/* Parts of a chunk that add up its moments on their own. */
#define SL_GPU_POP_PARTS 16

/* Launchers: n items on a stream or, with host, as a loop. */
#define SL_GPU_POP_LIST(X)                                                                                   \
  X (draw) X (light) X (light_gradient) X (sfh) X (sfh_gradient) X (fused)                                   \
  X (magnitudes) X (magnitudes_gradient)                                                                     \
  X (entries) X (entries_gradient) X (count) X (place) X (list) X (add_values) X (add_gradient) X (total)
typedef cudaError_t (*SlGpuPopLaunch) (const SlGpuPopArgs *args, size_t n, int host, cudaStream_t stream);
#define SL_GPU_POP_DECLARE(name)                                                                             \
  extern "C" cudaError_t sl_gpu_pop_##name (const SlGpuPopArgs *args, size_t n, int host,                    \
                                            cudaStream_t stream);                            \
  extern "C" const void *sl_gpu_pop_##name##_kernel (void);
SL_GPU_POP_LIST (SL_GPU_POP_DECLARE)
#undef SL_GPU_POP_DECLARE
/* SlPopLane of work memory that the light of a tile needs. */
extern "C" int sl_gpu_pop_light_work (const SlPopLightPlan *plan, int traced);
extern "C" int sl_gpu_pop_n_reach (const SlPopBinPlan *bins);

/* A kernel of sl_gpu_pop_NAME_item (const SlGpuPopArgs *, size_t i). */
#define SL_GPU_POP_KERNEL(name, threads)                                                                     \
  __global__ void __launch_bounds__ (threads)                                                                \
      kernel_##name (const __grid_constant__ SlGpuPopArgs args, size_t n)                                    \
  {                                                                                                          \
    const size_t i = (size_t) blockIdx.x * threads + threadIdx.x;                                            \
                                                                                                             \
    if (i < n)                                                                                               \
      sl_gpu_pop_##name##_item (&args, i);                                                                   \
  }                                                                                                          \
  extern "C" cudaError_t sl_gpu_pop_##name (const SlGpuPopArgs *args, size_t n, int host,                    \
                                            cudaStream_t stream)                                             \
  {                                                                                                          \
    for (size_t i = 0; i < n && host; i++)                                                                   \
      sl_gpu_pop_##name##_item (args, i);                                                                    \
    if (host || !n)                                                                                          \
      return cudaSuccess;                                                                                    \
    kernel_##name<<<(unsigned) ((n + threads - 1) / threads), threads, 0, stream>>> (*args, n);            \
    return cudaGetLastError ();                                                                              \
  }                                                                                                          \
  extern "C" const void *sl_gpu_pop_##name##_kernel (void)                                                   \
  {                                                                                                          \
    return (const void *) kernel_##name;                                                                     \
  }

/* The elements of galaxy i in an array of n elements a tile. */
#define SL_GPU_POP_AT(array, n, i)                                                                           \
  ((decltype (array)) ((float *) ((array) + (i) / SL_POP_LANES * (n)) + (i) % SL_POP_LANES))
