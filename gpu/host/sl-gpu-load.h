/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/sl-engine.h"

/* The engine class of a module, which is loaded once and kept. path: its file. NULL: the variable
 * STARLOOM_GPU_MODULE, the build folder of the program, or the folder of the installation. NULL with
 * SL_ERROR_ENGINE where the module is missing, damaged or of another version. Whether there is a device is
 * known when an engine is created. Thread: any. */
const SlEngineClass *sl_gpu_load (const char *path, GError **error);

/* For processes that share a machine: the number of this one there, from 0. Devices are chosen by it, modulo
 * their count, unless STARLOOM_GPU_DEVICE names one. -1, as at the start: the first device. Before engines
 * and populations are created; main thread. */
void sl_gpu_set_place (int place);
int sl_gpu_get_place (void);

/* One symbol of a module, which stays in memory from then on. path as above. NULL with SL_ERROR_ENGINE. */
gpointer sl_gpu_load_symbol (const char *path, const char *name, GError **error);
