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
/* The file of the stellar library: the one that the user chose, or the installed one; g_free. */
char *sl_settings_library (GSettings *settings);
gboolean sl_settings_has_own_library (GSettings *settings);
/* NULL: the installed one. */
void sl_settings_set_library (GSettings *settings, const char *path);
/* What the user said of a library whose file does not tell its medium; SL_MEDIUM_LIBRARY: nothing yet. */
SlMedium sl_settings_medium (GSettings *settings, const char *path);
void sl_settings_set_medium (GSettings *settings, const char *path, SlMedium medium);
/* 0: one thread per core. */
guint sl_settings_threads (GSettings *settings);
