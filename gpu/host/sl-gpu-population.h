/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/population/sl-population-device.h"

/* Runs a population's loops on the device of the CUDA module (sl-gpu-load.h says where that is searched for):
 * the same galaxies bit for bit, magnitudes and sums to the precision of floats. Device memory: at most 1 GiB
 * of scratch (STARLOOM_GPU_SCRATCH, MiB) beside the templates. FALSE with SL_ERROR_ENGINE where there is no
 * module or device or the module has another version; the CPU then stays in use. error may be NULL. */
gboolean sl_gpu_population_attach (SlPopulation *population, GError **error);

/* Opens that device for sl_population_set_device(): *device is the caller's until then, of *klass. It takes a
 * second or so. FALSE as above. Thread: any. */
gboolean sl_gpu_population_open (const SlPopulationDeviceClass **klass, gpointer *device, GError **error);

/* The same kernels as loops on the CPU, one galaxy at a time, from the same module; for tests. */
gboolean sl_gpu_population_attach_emulated (SlPopulation *population, GError **error);
