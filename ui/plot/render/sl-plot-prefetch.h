/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Work started early on another thread because its result will be needed soon. If no thread has started it by
 * then, the caller does the work: nobody waits for work that has not started. Threads: begin and end on one
 * thread; work runs on any. */
typedef struct _SlPlotPrefetch SlPlotPrefetch;

/* Queues work. data: must stay valid until sl_plot_prefetch_end(). NULL where there is one processor only. */
SlPlotPrefetch *sl_plot_prefetch_begin (void (*work) (gpointer data), gpointer data);
/* Frees self. TRUE: the work is done; FALSE: no thread has started it and none will, so the caller does it
 * (also for NULL). */
gboolean sl_plot_prefetch_end (SlPlotPrefetch *self);
