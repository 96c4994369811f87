/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <stddef.h>

#include "gpu/device/sl-gpu-why.h"

/* The interface of a module: a device that holds memory and runs kernels by number (sl-gpu-list.h). In the
 * subset common to C and C++, without GLib and without CUDA's headers. The engine (sl-gpu-engine.c) uses a
 * device through this interface only; sl-gpu-emulate.c implements it with loops on the processor.
 *
 * Work is recorded once and run many times. A plan is the sequence of copies and kernels between begin ()
 * and end (), with fixed addresses and counts; values that change from one run to the next are in memory. A
 * run is one launch and one wait, and the processor may do other things in between.
 *
 * Functions that can fail return 0, and why () then has the failure with the name of the call. */
#define SL_GPU_ABI 2

typedef struct _SlGpuDevice SlGpuDevice;
typedef struct _SlGpuPlan SlGpuPlan;

typedef struct {
  unsigned abi;              /* SL_GPU_ABI, first in every version */
  unsigned n_kernels;        /* of sl-gpu-list.h: differs in modules of another build */
  size_t arrays_size;        /* of SlGpuArrays, for the same check */
  const char *name;          /* of the engine: "cuda" */

  /* The device whose number is in the environment variable STARLOOM_GPU_DEVICE; else number `place` of those
   * that there are, counted round and round, so that processes share them; place -1: the first. All kernels
   * are loaded then. NULL with the reason in *why. */
  SlGpuDevice *(*open) (int place, SlGpuWhy *why);
  void (*close) (SlGpuDevice *self);
  const char *(*describe) (SlGpuDevice *self); /* "NVIDIA H100" */
  const SlGpuWhy *(*why) (SlGpuDevice *self);  /* of the last call that failed */

  /* Zeroed memory: on the device, and pinned memory of the host. NULL when there is not enough. */
  void *(*alloc) (SlGpuDevice *self, size_t bytes);
  void (*free) (SlGpuDevice *self, void *memory);
  void *(*host_alloc) (SlGpuDevice *self, size_t bytes);
  void (*host_free) (SlGpuDevice *self, void *memory);
  /* Copies immediately, outside plans. from: any memory. */
  int (*fill) (SlGpuDevice *self, void *to, const void *from, size_t bytes);

  int (*begin) (SlGpuDevice *self);
  int (*upload) (SlGpuDevice *self, void *to, const void *from, size_t bytes);   /* from: of host_alloc */
  int (*download) (SlGpuDevice *self, void *to, const void *from, size_t bytes); /* to: of host_alloc */
  /* n items or groups of a kernel. args: its arguments, which are copied. */
  int (*launch) (SlGpuDevice *self, unsigned kernel, size_t n, const void *args);
  SlGpuPlan *(*end) (SlGpuDevice *self);
  /* Begins with a plan and returns; one at a time. The memory of its copies must not change until wait (). */
  int (*start) (SlGpuDevice *self, SlGpuPlan *plan);
  /* Waits until the plan that was started has ended. */
  int (*wait) (SlGpuDevice *self);
  void (*plan_free) (SlGpuDevice *self, SlGpuPlan *plan);
} SlGpuModule;

/* The one symbol of a module. */
#define SL_GPU_SYMBOL "sl_gpu_module"
typedef const SlGpuModule *(*SlGpuModuleFunc) (void);
#ifdef __cplusplus
extern "C"
#endif
const SlGpuModule *sl_gpu_module (void);
