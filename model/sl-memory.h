/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Memory for rows of numbers: zeroed, on lines of cache of its own. What is large stands in large pages where the system has
 * them: an engine walks through more small pages than a processor remembers. NULL, where try_, if there is not so much;
 * otherwise the program ends, as everywhere in GLib. Free with sl_aligned_free(). */
gpointer sl_aligned_new (gsize n, gsize size);
gpointer sl_aligned_try_new (gsize n, gsize size);
void sl_aligned_free (gpointer memory);
