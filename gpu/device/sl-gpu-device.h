/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <stddef.h>

/* What a module gives: a device that keeps memory and runs kernels by number (sl-gpu-list.h). In the subset
 * common to C and C++, without GLib, and without CUDA's own headers: the engine (sl-gpu-engine.c) knows no
 * more of a device than this, and sl-gpu-emulate.c is one of loops on the processor.
 *
 * Work is recorded once and run often: a plan is the sequence of copies and kernels between sl_gpu_begin and
 * sl_gpu_end, whose addresses and numbers are fixed; what changes from one run to the next stands in memory.
 * A run is one launch and one wait.
 *
 * Functions that can fail return 0 and leave what happened, with the name of the call, in error(). */
#define SL_GPU_ABI 1

typedef struct _SlGpuDevice SlGpuDevice;
typedef struct _SlGpuPlan SlGpuPlan;

typedef struct {
  unsigned abi;              /* SL_GPU_ABI, first in every version */
  unsigned n_kernels;        /* of sl-gpu-list.h, against modules of another build */
  size_t arrays_size;        /* of SlGpuArrays, likewise */
  const char *name;          /* of the engine: "cuda" */

  /* The first device that can be used, or that of the variable STARLOOM_GPU_DEVICE (a number). NULL with why
   * (n bytes). */
  SlGpuDevice *(*open) (char *why, size_t n);
  void (*close) (SlGpuDevice *self);
  const char *(*describe) (SlGpuDevice *self); /* "NVIDIA H100" */
  const char *(*error) (SlGpuDevice *self);

  /* Zeroed memory: of the device, and of the processor where the device reaches it at once. NULL: there is
   * not so much. */
  void *(*alloc) (SlGpuDevice *self, size_t bytes);
  void (*free) (SlGpuDevice *self, void *memory);
  void *(*host_alloc) (SlGpuDevice *self, size_t bytes);
  void (*host_free) (SlGpuDevice *self, void *memory);
  /* At once, outside plans. from: any memory. */
  int (*fill) (SlGpuDevice *self, void *to, const void *from, size_t bytes);

  int (*begin) (SlGpuDevice *self);
  int (*upload) (SlGpuDevice *self, void *to, const void *from, size_t bytes);   /* from: of host_alloc */
  int (*download) (SlGpuDevice *self, void *to, const void *from, size_t bytes); /* to: of host_alloc */
  /* n items or groups of a kernel. args: its arguments, copied. */
  int (*launch) (SlGpuDevice *self, unsigned kernel, size_t n, const void *args);
  SlGpuPlan *(*end) (SlGpuDevice *self);
  int (*run) (SlGpuDevice *self, SlGpuPlan *plan);
  void (*plan_free) (SlGpuDevice *self, SlGpuPlan *plan);
} SlGpuModule;

/* The one symbol of a module. */
#define SL_GPU_SYMBOL "sl_gpu_module"
typedef const SlGpuModule *(*SlGpuModuleFunc) (void);
#ifdef __cplusplus
extern "C"
#endif
const SlGpuModule *sl_gpu_module (void);
