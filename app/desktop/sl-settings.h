/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>

#include "model/engine/sl-engine.h"

/* Preferences. Looks for the schema where it is installed, then beside the program in its build folder. NULL:
 * it is in neither place; the program then works with defaults and remembers nothing. g_object_unref(). */
GSettings *sl_settings_new (void);

/* What shall compute; settings may be NULL. */
const SlEngineClass *sl_settings_engine (GSettings *settings);
/* Whether a device is requested by name. */
gboolean sl_settings_wants_device (GSettings *settings);
/* 0: one thread per core. */
guint sl_settings_threads (GSettings *settings);
