/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "gpu/device/sl-gpu-device.h"
#include "model/engine/sl-engine.h"

/* The engine whose arrays over wavelength are on a device: the CPU engine with SlOffload (sl-offload.h), and
 * a module's memory and kernels. Galaxies with velocity dispersion, and histories of galaxies whose
 * metallicity evolves, are computed by the processor as a whole; describe() does not change for them.
 *
 * The module must stay loaded. NULL with SL_ERROR_ENGINE where it belongs to another build of the program.
 * There is one class: the module of the last call counts. */
const SlEngineClass *sl_gpu_engine_class (const SlGpuModule *module, GError **error);

/* For tests: evaluations of an engine of that class that ran on the device, and plans that it keeps. */
guint sl_gpu_engine_runs (SlEngine *engine);
guint sl_gpu_engine_plans (SlEngine *engine);
