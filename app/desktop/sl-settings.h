/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>

/* Preferences. The schema is looked for where it is installed and, when the
 * program runs from its build folder, there; where it is in neither place the
 * program works with defaults and remembers nothing: NULL. Free with
 * g_object_unref(). */
GSettings *sl_settings_new (void);
