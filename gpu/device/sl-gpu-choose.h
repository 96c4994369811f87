/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* What the CUDA modules of the engine and of populations share: the choice of a device, errors of calls.
 * CUDA C++. */
#include <cuda_runtime.h>

#include "gpu/device/sl-gpu-why.h"

/* Whether a call succeeded; if not, *why has its name and error. An error after which CUDA is of no use in
 * this process is remembered: sl_gpu_choose() then refuses every device. */
int sl_gpu_succeeded (SlGpuWhy *why, cudaError_t status, const char *call);
/* Selects a device for this thread: the one whose number is in STARLOOM_GPU_DEVICE; else number `place` of
 * those that there are, counted round and round; place -1: the first. Its name goes to why->device. Returns
 * its number; -1 with *why where there is none. */
int sl_gpu_choose (int place, SlGpuWhy *why);
/* Loads a kernel now, and not at its first launch. 0 with *why where the module has no code for the
 * device. */
int sl_gpu_load_kernel (SlGpuWhy *why, const void *kernel);
/* Free memory of this thread's device in bytes; 0 if it cannot be found out. */
size_t sl_gpu_free_memory (void);
/* Writes that `needed` bytes are more than the device has free. Returns 0. */
int sl_gpu_too_small (SlGpuWhy *why, size_t needed);
