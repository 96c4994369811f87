/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/sl-engine.h"

/* Engines by name: "cpu"; "cuda", from a module that is loaded at first use (gpu/host/sl-gpu-load.h); "auto",
 * the device's if there is one, else the CPU's. */

/* For commands, which say what they ran on. NULL with SL_ERROR_ENGINE for an unknown name, or for "cuda" if
 * something is missing; or with the error of sl_engine_new(). "auto" waits for the device and is of the class
 * below, so that sl_engines_lost() says why it is not used. */
SlEngine *sl_engines_new (const char *name, const SlEngineConfig *config, GError **error);
/* "cpu" or "cuda": what computes now. Static. Thread: the engine's. */
const char *sl_engines_name (SlEngine *engine);

/* For the window: an engine of this class begins on the CPU while a thread opens the device, and uses the
 * device from the first evaluation on that finds it open; if it cannot be used or fails it continues on the
 * CPU, with the same answer. A galaxy that both fail at is an error, and changes nothing. sl_engine_free()
 * waits until the device is open. */
extern const SlEngineClass sl_engine_guarded;
/* Why an engine of that class computes on the CPU; NULL: it does not, or is of another class, or the device
 * is not open yet. Thread: the engine's. */
const GError *sl_engines_lost (SlEngine *engine);
/* Whether it has used a device. Thread: the engine's. */
gboolean sl_engines_had_device (SlEngine *engine);
/* func: called once, when the device is open (refused NULL) or refused, by the thread that opened it, or now
 * if that is past; it must not use the engine. NULL: no more calls. Other classes ignore it. Thread: any. */
typedef void (*SlEnginesSettled) (const GError *refused, gpointer data);
void sl_engines_on_settled (SlEngine *engine, SlEnginesSettled func, gpointer data);
/* Waits until the device is open or refused. Thread: any. */
void sl_engines_wait (SlEngine *engine);

/* Whether the device's module can be loaded, whether or not there is a device. */
gboolean sl_engines_have_device (void);
/* Replaces the module, for tests; NULL: the module. */
void sl_engines_set_device (const SlEngineClass *klass);
