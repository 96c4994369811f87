/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* Why a device cannot be used, or what failed on it: facts without words, which the host puts into the user's
 * language (gpu/host/sl-gpu-why.h). In the subset common to C and C++, without GLib and without CUDA's
 * headers. */

typedef enum {
  SL_GPU_WHY_CALL, /* call: a call of CUDA and its error */
  SL_GPU_WHY_NO_DRIVER,
  SL_GPU_WHY_OLD_DRIVER, /* older than the runtime: driver, runtime as CUDA counts them, 12020 for 12.2 */
  SL_GPU_WHY_NUMBER,     /* call: STARLOOM_GPU_DEVICE, which is none of the `count` devices */
  SL_GPU_WHY_NO_CODE,    /* call: the module has no code for this kind of device */
  SL_GPU_WHY_MEMORY,     /* needed, free: bytes */
  SL_GPU_WHY_STOPPED     /* an earlier error of this process has ended CUDA in it */
} SlGpuWhyKind;

typedef struct {
  SlGpuWhyKind kind;
  char device[300]; /* its name; empty: none was chosen yet */
  char call[400];   /* "cudaGraphLaunch: unspecified launch failure" */
  int index, count, driver, runtime;
  unsigned long long needed, free;
  int stopped; /* CUDA works again only in a new process */
} SlGpuWhy;
