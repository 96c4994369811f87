/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/population/sl-population.h"

/* Hands a population's loops to the device of the CUDA module (sl-gpu-load.h says where that is looked for).
 * From then on runs and galaxies are the device's: draws the same bit for bit, the rest as near as floats
 * are. Memory of the device: at most 1 GiB of scratch (STARLOOM_GPU_SCRATCH: MiB) beside the templates. FALSE
 * with SL_ERROR_ENGINE where there is no module, no device or another version: then the processor stays, and
 * where that is no matter, error may be NULL. */
gboolean sl_gpu_population_attach (SlPopulation *population, GError **error);

/* The same kernels as loops of the processor, one galaxy at a time, from the same module: for tests. */
gboolean sl_gpu_population_attach_emulated (SlPopulation *population, GError **error);
