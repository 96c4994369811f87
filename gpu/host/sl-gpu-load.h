/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/sl-engine.h"

/* The engine of a module, loaded once and kept. path: its file, or NULL for where it is looked for: the
 * variable STARLOOM_GPU_MODULE, the build folder about the program, the folder that it is installed to. NULL
 * with SL_ERROR_ENGINE: there is none, it is none, or it is another version's. That a module loads says
 * nothing yet about a device: that is known when an engine is made. */
const SlEngineClass *sl_gpu_load (const char *path, GError **error);

/* One symbol of a module, which stays in memory from then on. path as above. NULL with SL_ERROR_ENGINE. */
gpointer sl_gpu_load_symbol (const char *path, const char *name, GError **error);
