/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A module of another version, and with NO_SYMBOL none at all. */
#include "gpu/device/sl-gpu-device.h"

const SlGpuModule *some_module (void);

const SlGpuModule *
some_module (void)
{
  static const SlGpuModule module = { .abi = SL_GPU_ABI + 1, .name = "cuda" };

  return &module;
}

#ifndef NO_SYMBOL
const SlGpuModule *
sl_gpu_module (void)
{
  return some_module ();
}
#endif
