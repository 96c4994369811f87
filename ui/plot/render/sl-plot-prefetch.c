/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/render/sl-plot-prefetch.h"

/* A window shows few plots: more threads would have no work. */
#define MOST_THREADS 3

typedef enum { WAITS, RUNS, DONE, DROPPED } State;

struct _SlPlotPrefetch {
  void (*work) (gpointer data);
  gpointer data;
  State state; /* under the lock */
};

static GMutex lock;
static GCond done;

static void
run_cb (gpointer item, gpointer unused)
{
  SlPlotPrefetch *self = item;
  gboolean dropped;

  g_mutex_lock (&lock);
  dropped = self->state == DROPPED;
  if (!dropped)
    self->state = RUNS;
  g_mutex_unlock (&lock);
  if (dropped)
    {
      g_free (self);
      return;
    }
  self->work (self->data);
  g_mutex_lock (&lock);
  self->state = DONE;
  g_cond_broadcast (&done);
  g_mutex_unlock (&lock);
}

/* NULL on a machine with one processor. */
static GThreadPool *
get_pool (void)
{
  static GThreadPool *pool;
  static gsize once;

  if (g_once_init_enter (&once))
    {
      const guint n = MIN (g_get_num_processors () - 1, MOST_THREADS);

      if (n)
        pool = g_thread_pool_new (run_cb, NULL, (int) n, FALSE, NULL);
      g_once_init_leave (&once, 1);
    }
  return pool;
}

SlPlotPrefetch *
sl_plot_prefetch_begin (void (*work) (gpointer data), gpointer data)
{
  GThreadPool *pool = get_pool ();
  SlPlotPrefetch *self;

  if (!pool)
    return NULL;
  self = g_new (SlPlotPrefetch, 1);
  g_mutex_lock (&lock);
  *self = (SlPlotPrefetch){ work, data, WAITS };
  g_mutex_unlock (&lock);
  g_thread_pool_push (pool, self, NULL);
  return self;
}

gboolean
sl_plot_prefetch_end (SlPlotPrefetch *self)
{
  if (!self)
    return FALSE;
  g_mutex_lock (&lock);
  if (self->state == WAITS)
    {
      /* The thread frees it, when it takes it from the queue later. */
      self->state = DROPPED;
      g_mutex_unlock (&lock);
      return FALSE;
    }
  while (self->state != DONE)
    g_cond_wait (&done, &lock);
  g_mutex_unlock (&lock);
  g_free (self);
  return TRUE;
}
