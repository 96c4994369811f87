/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the modules need of a compiler. `meson setup` compiles it before it decides to build them. */
#include <cuda_runtime.h>

#include <cstdio>

#if CUDART_VERSION < 12000
#error "CUDA 12.0 or later is needed"
#endif

struct Arguments {
  float *x;
};

__global__ void
kernel_try (const __grid_constant__ Arguments args)
{
  args.x[threadIdx.x] = 0.0f;
}

extern "C" cudaError_t
sl_gpu_try (float *x)
{
  kernel_try<<<1, 1>>> (Arguments { x });
  return cudaGetLastError ();
}
