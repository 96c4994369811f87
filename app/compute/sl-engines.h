/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/sl-engine.h"

/* Engines by name: "cpu"; "cuda", of a module that is loaded when first asked for (gpu/host/sl-gpu-load.h);
 * "auto", that of a device where there is one, else the processor's. */

/* For commands, which say what they ran with: "cuda" that is not there is SL_ERROR_ENGINE saying what is
 * missing, as is a name that nobody knows. NULL with an error, also of sl_engine_new(). */
SlEngine *sl_engines_new (const char *name, const SlEngineConfig *config, GError **error);

/* For the window, which goes on: an engine of this class is the device's where one can be made, else the
 * processor's; it becomes the processor's when the device fails, and answers in any case. A galaxy that both
 * fail at is an error, and changes nothing. */
extern const SlEngineClass sl_engine_guarded;
/* Why an engine of that class computes with the processor; NULL: it does not, or is of another class. Thread:
 * the engine's. */
const GError *sl_engines_lost (SlEngine *engine);

/* TRUE where the device's module can be loaded, whether or not there is a device. */
gboolean sl_engines_have_device (void);
/* What stands for the module from now on; NULL: the module. For tests. */
void sl_engines_set_device (const SlEngineClass *klass);
