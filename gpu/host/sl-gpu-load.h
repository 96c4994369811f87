/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/sl-engine.h"

/* The engine class of a module, which is loaded once and kept. path: its file. NULL: the variable
 * STARLOOM_GPU_MODULE, the build folder of the program, or the folder of the installation. NULL with
 * SL_ERROR_ENGINE where the module is missing, damaged or of another version. Whether there is a device is
 * known when an engine is created. Thread: any. */
const SlEngineClass *sl_gpu_load (const char *path, GError **error);

/* One symbol of a module, which stays in memory from then on. path as above. NULL with SL_ERROR_ENGINE. */
gpointer sl_gpu_load_symbol (const char *path, const char *name, GError **error);
