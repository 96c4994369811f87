/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Memory for rows of numbers: zeroed, on its own cache lines. Large blocks use large pages if the system has
 * them: an engine walks through more small pages than a processor remembers. NULL, where try_,
 * if there is not so much; otherwise the program ends, as everywhere in GLib. Free with sl_aligned_free(). */
gpointer sl_aligned_new (gsize n, gsize size);
gpointer sl_aligned_try_new (gsize n, gsize size);
void sl_aligned_free (gpointer memory);

/* Zeroed memory apart from the heap, which goes back to the system at once when it is freed and is no one's
 * until it is written: for pieces of a megabyte and more that come and go, which would leave holes in the
 * heap. */
gpointer sl_apart_new (gsize bytes);
void sl_apart_free (gpointer memory);
