/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Threads that share a loop. The work is cut into tasks by its size alone, not by the number of threads, and
 * each task writes its own memory: results are the same bit for bit for any number of threads. */
typedef struct _SlPool SlPool;
typedef void (*SlTask) (void *data, guint task, guint thread);

/* threads 0: one per core. The calling thread is one of them. */
SlPool *sl_pool_new (guint threads);
void sl_pool_free (SlPool *self);
guint sl_pool_threads (SlPool *self);
/* Runs task 0 .. n - 1 and returns when all are done. Allocates nothing. One caller at a time. */
void sl_pool_run (SlPool *self, SlTask task, void *data, guint n);
