/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/support/sl-pool.h"

#include <stdatomic.h>

/* GThreadPool allocates for each push and wakes threads through a queue. A stage here lasts 0.1 ms, so
 * threads poll for work for a moment before they sleep. */
#define SPINS 2000
#define MAX_THREADS 64

struct _SlPool {
  guint n_threads;
  GThread *thread[MAX_THREADS];
  GMutex lock;
  GCond wake, done;
  atomic_uint round;    /* changes when there is new work */
  atomic_uint next;     /* next task */
  atomic_uint working;  /* helpers that have not finished this round */
  gboolean quit;
  SlTask task;
  void *data;
  guint n_tasks;
};

typedef struct { SlPool *pool; guint index; } Helper;

static inline void
relax (void)
{
#if defined(__x86_64__)
  __builtin_ia32_pause ();
#endif
}

/* Flushes denormal numbers to 0 within a task: floats of the far ultraviolet of old stars are denormal, and
 * the processor takes a hundred times longer over each. Returns the earlier setting. */
static inline guint
flush_tiny (void)
{
#if defined(__x86_64__)
  const guint before = __builtin_ia32_stmxcsr ();

  __builtin_ia32_ldmxcsr (before | 1u << 15 | 1u << 6);
  return before;
#else
  return 0;
#endif
}

static inline void
keep_tiny (guint before)
{
#if defined(__x86_64__)
  __builtin_ia32_ldmxcsr (before);
#endif
}

static void
take_tasks (SlPool *self, guint thread)
{
  const guint before = flush_tiny ();

  for (guint i; (i = atomic_fetch_add (&self->next, 1)) < self->n_tasks;)
    self->task (self->data, i, thread);
  keep_tiny (before);
}

static gpointer
helper_main (gpointer data)
{
  Helper *helper = data;
  SlPool *self = helper->pool;
  guint index = helper->index, seen = 0;

  g_free (helper);
  for (;;)
    {
      for (int i = 0; i < SPINS && atomic_load (&self->round) == seen; i++)
        relax ();
      g_mutex_lock (&self->lock);
      while (atomic_load (&self->round) == seen && !self->quit)
        g_cond_wait (&self->wake, &self->lock);
      seen = atomic_load (&self->round);
      if (self->quit)
        {
          g_mutex_unlock (&self->lock);
          return NULL;
        }
      g_mutex_unlock (&self->lock);
      take_tasks (self, index);
      if (atomic_fetch_sub (&self->working, 1) == 1)
        {
          g_mutex_lock (&self->lock);
          g_cond_signal (&self->done);
          g_mutex_unlock (&self->lock);
        }
    }
}

SlPool *
sl_pool_new (guint threads)
{
  SlPool *self = g_new0 (SlPool, 1);

  self->n_threads = CLAMP (threads ? threads : g_get_num_processors (), 1, MAX_THREADS);
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  g_cond_init (&self->done);
  for (guint i = 1; i < self->n_threads; i++)
    {
      Helper *helper = g_new (Helper, 1);

      *helper = (Helper){ self, i };
      self->thread[i] = g_thread_new ("sl-pool", helper_main, helper);
    }
  return self;
}

void
sl_pool_free (SlPool *self)
{
  if (!self)
    return;
  g_mutex_lock (&self->lock);
  self->quit = TRUE;
  g_cond_broadcast (&self->wake);
  g_mutex_unlock (&self->lock);
  for (guint i = 1; i < self->n_threads; i++)
    g_thread_join (self->thread[i]);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_cond_clear (&self->done);
  g_free (self);
}

guint
sl_pool_threads (SlPool *self)
{
  return self->n_threads;
}

void
sl_pool_run (SlPool *self, SlTask task, void *data, guint n)
{
  if (self->n_threads == 1 || n < 2)
    {
      const guint before = flush_tiny ();

      for (guint i = 0; i < n; i++)
        task (data, i, 0);
      keep_tiny (before);
      return;
    }
  g_mutex_lock (&self->lock);
  self->task = task;
  self->data = data;
  self->n_tasks = n;
  atomic_store (&self->next, 0);
  atomic_store (&self->working, self->n_threads - 1);
  atomic_fetch_add (&self->round, 1);
  g_cond_broadcast (&self->wake);
  g_mutex_unlock (&self->lock);
  take_tasks (self, 0);
  for (int i = 0; i < SPINS && atomic_load (&self->working) > 0; i++)
    relax ();
  g_mutex_lock (&self->lock);
  while (atomic_load (&self->working) > 0)
    g_cond_wait (&self->done, &self->lock);
  g_mutex_unlock (&self->lock);
}
