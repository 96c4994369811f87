/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gpu/device/sl-gpu-choose.h"

#include <cstdio>
#include <cstdlib>

/* CUDA has ended in this process. Set by any thread, never cleared. */
static volatile int stopped;

/* "This leaves the process in an inconsistent state", as CUDA's manual has it: any further call fails too. */
static int
stops_process (cudaError_t status)
{
  switch (status)
    {
    case cudaErrorAssert:
    case cudaErrorECCUncorrectable:
    case cudaErrorExternalDevice:
    case cudaErrorHardwareStackError:
    case cudaErrorIllegalAddress:
    case cudaErrorIllegalInstruction:
    case cudaErrorInvalidAddressSpace:
    case cudaErrorInvalidPc:
    case cudaErrorLaunchFailure:
    case cudaErrorLaunchTimeout:
    case cudaErrorMisalignedAddress:
    case cudaErrorNvlinkUncorrectable:
      return 1;
    default:
      return 0;
    }
}

int
sl_gpu_succeeded (SlGpuWhy *why, cudaError_t status, const char *call)
{
  if (status == cudaSuccess)
    return 1;
  if (stops_process (status))
    stopped = 1;
  why->kind = SL_GPU_WHY_CALL;
  why->stopped = stopped;
  std::snprintf (why->call, sizeof why->call, "%s: %s", call, cudaGetErrorString (status));
  /* Clears errors that do not stay, so that the next call does not report them again. */
  cudaGetLastError ();
  return 0;
}

static int
refuse (SlGpuWhy *why, SlGpuWhyKind kind)
{
  why->kind = kind;
  return -1;
}

int
sl_gpu_choose (int place, SlGpuWhy *why)
{
  const char *wish = std::getenv ("STARLOOM_GPU_DEVICE");
  cudaDeviceProp about;
  cudaError_t status;

  if (stopped)
    return refuse (why, SL_GPU_WHY_STOPPED);
  if (cudaDriverGetVersion (&why->driver) == cudaSuccess && why->driver == 0)
    return refuse (why, SL_GPU_WHY_NO_DRIVER);
  cudaRuntimeGetVersion (&why->runtime);
  status = cudaGetDeviceCount (&why->count);
  if (status == cudaErrorInsufficientDriver)
    {
      cudaGetLastError ();
      return refuse (why, SL_GPU_WHY_OLD_DRIVER);
    }
  if (status == cudaErrorNoDevice)
    {
      cudaGetLastError ();
      why->count = 0;
    }
  else if (!sl_gpu_succeeded (why, status, "cudaGetDeviceCount"))
    return -1;
  why->index = place > 0 && why->count ? place % why->count : 0;
  if (wish)
    {
      char *end;
      const long number = std::strtol (wish, &end, 10);

      why->index = end > wish && !*end && number >= 0 && number < why->count ? (int) number : -1;
      std::snprintf (why->call, sizeof why->call, "%s", wish);
    }
  if (why->index < 0 || why->index >= why->count)
    return refuse (why, SL_GPU_WHY_NUMBER);
  if (!sl_gpu_succeeded (why, cudaSetDevice (why->index), "cudaSetDevice")
      || !sl_gpu_succeeded (why, cudaGetDeviceProperties (&about, why->index), "cudaGetDeviceProperties"))
    return -1;
  std::snprintf (why->device, sizeof why->device, "%s", about.name);
  return why->index;
}

int
sl_gpu_load_kernel (SlGpuWhy *why, const void *kernel)
{
  cudaFuncAttributes about;
  const cudaError_t status = cudaFuncGetAttributes (&about, kernel);

  if (sl_gpu_succeeded (why, status, "cudaFuncGetAttributes"))
    return 1;
  if (status == cudaErrorNoKernelImageForDevice || status == cudaErrorInvalidDeviceFunction
      || status == cudaErrorUnsupportedPtxVersion)
    why->kind = SL_GPU_WHY_NO_CODE;
  return 0;
}

size_t
sl_gpu_free_memory (void)
{
  size_t available = 0, all = 0;

  if (cudaMemGetInfo (&available, &all) == cudaSuccess)
    return available;
  cudaGetLastError ();
  return 0;
}

int
sl_gpu_too_small (SlGpuWhy *why, size_t needed)
{
  why->kind = SL_GPU_WHY_MEMORY;
  why->needed = needed;
  why->free = sl_gpu_free_memory ();
  return 0;
}
