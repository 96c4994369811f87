/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The CUDA device: kernels call the items of sl-gpu-kernels.h, a plan is a CUDA graph that is captured once.
 * There is one stream, and one wait at the end of a run. No exceptions, no C++ library. */
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "gpu/device/sl-gpu-choose.h"
#include "gpu/device/sl-gpu-device.h"
#include "gpu/device/sl-gpu-kernels.h"

struct _SlGpuPlan {
  cudaGraphExec_t exec;
};

struct _SlGpuDevice {
  int index;
  cudaStream_t stream;
  bool recording, failed; /* only the first error of a recording is kept */
  SlGpuWhy why;           /* with the name of the device */
};

/* ------------------------------------------------------------ kernels */

enum { THREADS = 256 };

#define ITEM(name, Args)                                                              \
  __global__ void __launch_bounds__ (THREADS)                                         \
  kernel_##name (const Args args, size_t n)                                           \
  {                                                                                   \
    const size_t i = (size_t) blockIdx.x * THREADS + threadIdx.x;                     \
    if (i < n)                                                                        \
      sl_gpu_##name (&args, i);                                                       \
  }                                                                                   \
  static void                                                                         \
  launch_##name (const void *args, size_t n, cudaStream_t stream)                     \
  {                                                                                   \
    kernel_##name<<<(unsigned) ((n + THREADS - 1) / THREADS), THREADS, 0, stream>>> ( \
        *(const Args *) args, n);                                                     \
  }
#define GROUP(name, Args, Shared)                                                     \
  __global__ void __launch_bounds__ (SL_GPU_N_LANES)                                    \
  kernel_##name (const Args args)                                                     \
  {                                                                                   \
    __shared__ Shared shared;                                                         \
    sl_gpu_##name##_lane (&args, blockIdx.x, threadIdx.x, &shared);                   \
    __syncthreads ();                                                                 \
    sl_gpu_##name##_sum (&args, blockIdx.x, threadIdx.x, &shared);                    \
  }                                                                                   \
  static void                                                                         \
  launch_##name (const void *args, size_t n, cudaStream_t stream)                     \
  {                                                                                   \
    kernel_##name<<<(unsigned) n, SL_GPU_N_LANES, 0, stream>>> (*(const Args *) args);  \
  }
#include "gpu/device/sl-gpu-list.h"
#undef ITEM
#undef GROUP

#define ITEM(name, Args) launch_##name,
#define GROUP(name, Args, Shared) launch_##name,
static void (*const kernel_table[]) (const void *args, size_t n, cudaStream_t stream) = {
#include "gpu/device/sl-gpu-list.h"
};
#undef ITEM
#undef GROUP
enum { N_KERNELS = sizeof kernel_table / sizeof *kernel_table };

#define ITEM(name, Args) (const void *) kernel_##name,
#define GROUP(name, Args, Shared) (const void *) kernel_##name,
static const void *const loaded_table[] = {
#include "gpu/device/sl-gpu-list.h"
};
#undef ITEM
#undef GROUP

/* ------------------------------------------------------------- device */

static int
good (SlGpuDevice *self, cudaError_t status, const char *call)
{
  SlGpuWhy later = self->why;

  if (status == cudaSuccess)
    return 1;
  sl_gpu_succeeded (self->recording && self->failed ? &later : &self->why, status, call);
  self->failed = true;
  return 0;
}

/* CUDA selects the device for each thread, and any thread may call the engine. */
static int
enter (SlGpuDevice *self)
{
  return good (self, cudaSetDevice (self->index), "cudaSetDevice");
}

static void
device_close (SlGpuDevice *self)
{
  if (self->stream && enter (self))
    cudaStreamDestroy (self->stream);
  std::free (self);
}

/* A kernel that is loaded at its first launch would be late under a drag. */
static int
load_kernels (SlGpuDevice *self)
{
  for (int k = 0; k < N_KERNELS; k++)
    if (!sl_gpu_load_kernel (&self->why, loaded_table[k]))
      return 0;
  return 1;
}

static SlGpuDevice *
device_open (int place, SlGpuWhy *why)
{
  SlGpuDevice *self = (SlGpuDevice *) std::calloc (1, sizeof *self);

  if (!self)
    {
      std::snprintf (why->call, sizeof why->call, "calloc: out of memory");
      return NULL;
    }
  self->index = sl_gpu_choose (place, &self->why);
  if (self->index >= 0 && load_kernels (self)
      && good (self, cudaStreamCreateWithFlags (&self->stream, cudaStreamNonBlocking), "cudaStreamCreate"))
    return self;
  *why = self->why;
  device_close (self);
  return NULL;
}

static const char *
describe (SlGpuDevice *self)
{
  return self->why.device;
}

static const SlGpuWhy *
why_of (SlGpuDevice *self)
{
  return &self->why;
}

static void *
device_alloc (SlGpuDevice *self, size_t bytes)
{
  void *memory = NULL;

  const cudaError_t status = enter (self) ? cudaMalloc (&memory, bytes ? bytes : 1) : cudaErrorUnknown;

  if (status == cudaErrorMemoryAllocation)
    {
      cudaGetLastError ();
      sl_gpu_too_small (&self->why, bytes);
      return NULL;
    }
  if (!good (self, status, "cudaMalloc"))
    return NULL;
  /* On this stream, so that later work on it sees the zeros. */
  if (good (self, cudaMemsetAsync (memory, 0, bytes ? bytes : 1, self->stream), "cudaMemsetAsync"))
    return memory;
  cudaFree (memory);
  return NULL;
}

static void
device_free (SlGpuDevice *self, void *memory)
{
  if (enter (self))
    cudaFree (memory);
}

static void *
host_alloc (SlGpuDevice *self, size_t bytes)
{
  void *memory = NULL;

  if (!enter (self)
      || !good (self, cudaHostAlloc (&memory, bytes ? bytes : 1, cudaHostAllocDefault), "cudaHostAlloc"))
    return NULL;
  return std::memset (memory, 0, bytes ? bytes : 1);
}

static void
host_free (SlGpuDevice *self, void *memory)
{
  if (enter (self))
    cudaFreeHost (memory);
}

static int
fill (SlGpuDevice *self, void *to, const void *from, size_t bytes)
{
  return enter (self)
         && good (self, cudaMemcpyAsync (to, from, bytes, cudaMemcpyHostToDevice, self->stream),
                  "cudaMemcpyAsync")
         && good (self, cudaStreamSynchronize (self->stream), "cudaStreamSynchronize");
}

static int
begin (SlGpuDevice *self)
{
  self->failed = false;
  self->recording = enter (self)
                    && good (self, cudaStreamBeginCapture (self->stream, cudaStreamCaptureModeThreadLocal),
                             "cudaStreamBeginCapture");
  return self->recording;
}

static int
upload (SlGpuDevice *self, void *to, const void *from, size_t bytes)
{
  return good (self, cudaMemcpyAsync (to, from, bytes, cudaMemcpyHostToDevice, self->stream),
               "cudaMemcpyAsync");
}

static int
download (SlGpuDevice *self, void *to, const void *from, size_t bytes)
{
  return good (self, cudaMemcpyAsync (to, from, bytes, cudaMemcpyDeviceToHost, self->stream),
               "cudaMemcpyAsync");
}

static int
launch (SlGpuDevice *self, unsigned kernel, size_t n, const void *args)
{
  if (kernel >= N_KERNELS)
    {
      std::snprintf (self->why.call, sizeof self->why.call, "launch: no kernel %u", kernel);
      self->why.kind = SL_GPU_WHY_CALL;
      return 0;
    }
  if (n)
    kernel_table[kernel](args, n, self->stream);
  return good (self, cudaGetLastError (), "kernel launch");
}

static SlGpuPlan *
end (SlGpuDevice *self)
{
  cudaGraph_t graph = NULL;
  SlGpuPlan *plan = (SlGpuPlan *) std::calloc (1, sizeof *plan);

  const int ended = good (self, cudaStreamEndCapture (self->stream, &graph), "cudaStreamEndCapture");

  if (!ended || !plan
      || !good (self, cudaGraphInstantiateWithFlags (&plan->exec, graph, 0), "cudaGraphInstantiate"))
    {
      std::free (plan);
      plan = NULL;
    }
  if (graph)
    cudaGraphDestroy (graph);
  self->recording = false;
  return plan;
}

static int
start (SlGpuDevice *self, SlGpuPlan *plan)
{
  return enter (self) && good (self, cudaGraphLaunch (plan->exec, self->stream), "cudaGraphLaunch");
}

static int
wait (SlGpuDevice *self)
{
  return enter (self) && good (self, cudaStreamSynchronize (self->stream), "cudaStreamSynchronize");
}

static void
plan_free (SlGpuDevice *self, SlGpuPlan *plan)
{
  if (plan && enter (self))
    cudaGraphExecDestroy (plan->exec);
  std::free (plan);
}

static const SlGpuModule module = {
  SL_GPU_ABI, N_KERNELS, sizeof (SlGpuArrays), "cuda",
  device_open, device_close, describe, why_of,
  device_alloc, device_free, host_alloc, host_free, fill,
  begin, upload, download, launch, end, start, wait, plan_free,
};

extern "C" __attribute__ ((visibility ("default"))) const SlGpuModule *
sl_gpu_module (void)
{
  return &module;
}
