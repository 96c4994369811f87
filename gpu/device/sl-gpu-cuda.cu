/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The CUDA device: kernels call the items of sl-gpu-kernels.h, a plan is a CUDA graph that is captured once.
 * There is one stream, and one wait at the end of a run. No exceptions, no C++ library. */
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "gpu/device/sl-gpu-device.h"
#include "gpu/device/sl-gpu-kernels.h"

struct _SlGpuPlan {
  cudaGraphExec_t exec;
};

struct _SlGpuDevice {
  int index;
  cudaStream_t stream;
  bool recording; /* only the first error of a recording is kept */
  char name[300], error[400];
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

/* ------------------------------------------------------------- device */

static int
good (SlGpuDevice *self, cudaError_t status, const char *call)
{
  if (status == cudaSuccess)
    return 1;
  if (!self->recording || !*self->error)
    std::snprintf (self->error, sizeof self->error, "%s: %s", call, cudaGetErrorString (status));
  /* Clears errors that are not sticky, so that the next call does not report them again. */
  cudaGetLastError ();
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

static SlGpuDevice *
device_open (char *why, size_t n)
{
  SlGpuDevice *self = (SlGpuDevice *) std::calloc (1, sizeof *self);
  const char *wish = std::getenv ("STARLOOM_GPU_DEVICE");
  cudaDeviceProp about;
  cudaFuncAttributes code;
  int count = 0, driver = 0;

  if (!self)
    {
      std::snprintf (why, n, "calloc: out of memory");
      return NULL;
    }
  self->index = wish ? std::atoi (wish) : 0;
  if (cudaDriverGetVersion (&driver) == cudaSuccess && driver == 0)
    std::snprintf (self->error, sizeof self->error, "no NVIDIA driver is installed");
  else if (!good (self, cudaGetDeviceCount (&count), "cudaGetDeviceCount"))
    ;
  else if (self->index < 0 || self->index >= count)
    std::snprintf (self->error, sizeof self->error, "there is no device %d, of %d", self->index, count);
  else if (enter (self)
           && good (self, cudaGetDeviceProperties (&about, self->index), "cudaGetDeviceProperties"))
    {
      std::snprintf (self->name, sizeof self->name, "%s", about.name);
      /* Fails if the module has no code for this device. */
      if (good (self, cudaFuncGetAttributes (&code, (const void *) kernel_split), "cudaFuncGetAttributes")
          && good (self, cudaStreamCreateWithFlags (&self->stream, cudaStreamNonBlocking),
                   "cudaStreamCreate"))
        return self;
    }
  std::snprintf (why, n, "%s%s%s", self->name, *self->name ? ": " : "", self->error);
  device_close (self);
  return NULL;
}

static const char *
describe (SlGpuDevice *self)
{
  return self->name;
}

static const char *
error (SlGpuDevice *self)
{
  return self->error;
}

static void *
device_alloc (SlGpuDevice *self, size_t bytes)
{
  void *memory = NULL;

  if (!enter (self) || !good (self, cudaMalloc (&memory, bytes ? bytes : 1), "cudaMalloc"))
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
  self->error[0] = '\0';
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
      std::snprintf (self->error, sizeof self->error, "launch: no kernel %u", kernel);
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
run (SlGpuDevice *self, SlGpuPlan *plan)
{
  return enter (self) && good (self, cudaGraphLaunch (plan->exec, self->stream), "cudaGraphLaunch")
         && good (self, cudaStreamSynchronize (self->stream), "cudaStreamSynchronize");
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
  device_open, device_close, describe, error,
  device_alloc, device_free, host_alloc, host_free, fill,
  begin, upload, download, launch, end, run, plan_free,
};

extern "C" __attribute__ ((visibility ("default"))) const SlGpuModule *
sl_gpu_module (void)
{
  return &module;
}
