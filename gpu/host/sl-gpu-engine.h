/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "gpu/device/sl-gpu-device.h"
#include "model/engine/sl-engine.h"

/* The engine whose arrays over wavelength are on a device: the CPU engine's chain, cache and scalars
 * (model/engine/sl-cpu.h), a module's memory and kernels. Galaxies with stars that move, and histories of
 * metals that follow time or mass, are computed by the processor as a whole; describe() does not change for
 * them.
 *
 * The module must stay. NULL with SL_ERROR_ENGINE where it was made for another build of the program. There
 * is one class: of several modules the last given counts. */
const SlEngineClass *sl_gpu_engine_class (const SlGpuModule *module, GError **error);

/* Evaluations of an engine of that class that ran on the device, and plans that it keeps; for tests. */
guint sl_gpu_engine_runs (SlEngine *engine);
guint sl_gpu_engine_plans (SlEngine *engine);
