/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Zeroed memory for rows of numbers, aligned to cache lines. Large blocks use large pages where the system
 * has them: an engine reads more small pages than the processor keeps translations of. If there is too little
 * memory, try_ returns NULL; otherwise the program ends, as with GLib. Free with sl_aligned_free(). */
gpointer sl_aligned_new (gsize n, gsize size);
gpointer sl_aligned_try_new (gsize n, gsize size);
void sl_aligned_free (gpointer memory);

/* Zeroed memory outside the heap. Freeing it returns it to the system at once, and pages take no memory until
 * they are written. For blocks of a megabyte and more that are allocated and freed often, which would
 * fragment the heap. */
gpointer sl_apart_new (gsize bytes);
void sl_apart_free (gpointer memory);
