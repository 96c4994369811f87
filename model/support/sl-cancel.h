/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Giving up what a thread is reading. Readers have no argument for it: a thread says once what flag to look
 * at, and the places where reading can take long ask. Thread: any. */

/* From now on this thread looks at a flag: 0, or 1 once somebody has given up (g_atomic_int_set()). It must
 * live until the thread ends or looks at another. NULL: at none. */
void sl_cancel_watch (const gint *flag);
/* Whether what this thread does has been given up. */
gboolean sl_cancel_asked (void);
/* The same, as an error that names the file. */
gboolean sl_cancel_fail (const char *path, GError **error);
