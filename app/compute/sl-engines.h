/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/sl-engine.h"

/* Engines by name: "cpu"; "cuda", from a module that is loaded at first use (gpu/host/sl-gpu-load.h); "auto",
 * the device's if there is one, else the CPU's. */

/* For commands, which say what they ran on. NULL with SL_ERROR_ENGINE for an unknown name, or for "cuda" if
 * something is missing; or with the error of sl_engine_new(). */
SlEngine *sl_engines_new (const char *name, const SlEngineConfig *config, GError **error);

/* For the window: an engine of this class uses the device if it can, else the CPU; if the device fails it
 * continues on the CPU, with the same answer. A galaxy that both fail at is an error, and changes nothing. */
extern const SlEngineClass sl_engine_guarded;
/* Why an engine of that class computes on the CPU; NULL: it does not, or is of another class. Thread: the
 * engine's. */
const GError *sl_engines_lost (SlEngine *engine);

/* Whether the device's module can be loaded, whether or not there is a device. */
gboolean sl_engines_have_device (void);
/* Replaces the module, for tests; NULL: the module. */
void sl_engines_set_device (const SlEngineClass *klass);
