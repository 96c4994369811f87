/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* An observable of the engine as people say it, translated: "g − r at rest"; its name where there are no such
 * words. g_free. */
char *sl_label_observable (const char *observable);
/* Unit of its value, not translated: "mag", "Å", "dex"; "" for none. */
const char *sl_label_unit (const char *observable);
