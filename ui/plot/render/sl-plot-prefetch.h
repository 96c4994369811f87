/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Work that is begun on another thread because its result will be needed soon. Where no thread has come to it
 * by then, the owner does it: nothing ever waits for work that nobody has begun. */
typedef struct _SlPlotPrefetch SlPlotPrefetch;

/* data: valid until sl_plot_prefetch_end(). NULL where there is one processor only. */
SlPlotPrefetch *sl_plot_prefetch_begin (void (*work) (gpointer data), gpointer data);
/* Frees self. TRUE: the work is done; FALSE: nobody began it, and nobody will (also for NULL). */
gboolean sl_plot_prefetch_end (SlPlotPrefetch *self);
