/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/desktop/sl-window-reading.h"

#include <glib/gi18n.h>

#include "app/desktop/sl-window-notice.h"
#include "model/support/sl-cancel.h"

/* How long to wait at once. */
#define PATIENCE_US (100 * 1000)

struct _SlWindowReading {
  char *path;
  SlReadingKind kind;
  gint references, cancelled; /* atomic */

  GMutex lock;
  GCond came;
  /* Under the lock. */
  gboolean finished;
  gpointer what;
  GError *error;

  /* Main thread. */
  GtkWindow *window;      /* weak */
  gboolean of_window;     /* there was one */
  SlWindowShell *shell;   /* that has this; NULL: none, or over */
  SlWindowNotice *notice;
  gboolean over;          /* done() was called, or never will be */
  gpointer data;
  GDestroyNotify free_data;
};

/* The last reference is always given up in the main thread. */
static void
reading_unref (gpointer data)
{
  SlWindowReading *self = data;

  if (!g_atomic_int_dec_and_test (&self->references))
    return;
  if (self->window)
    g_object_remove_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  if (self->what)
    self->kind.free_what (self->what);
  if (self->free_data)
    self->free_data (self->data);
  g_clear_error (&self->error);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->came);
  g_free (self->path);
  g_free (self);
}

/* Takes it away from its window. */
static void
end (SlWindowReading *self)
{
  SlWindowShell *shell = self->shell;

  self->over = TRUE;
  self->shell = NULL;
  g_clear_pointer (&self->notice, sl_window_notice_free);
  if (!shell)
    return;
  shell->reading = NULL;
  reading_unref (self);
}

/* --- the thread ------------------------------------------------------------- */

static gboolean
deliver_cb (gpointer data)
{
  SlWindowReading *self = data;
  gpointer what;

  if (self->over)
    return G_SOURCE_REMOVE;
  what = g_steal_pointer (&self->what);
  end (self);
  if (self->of_window && !self->window)
    {
      if (what)
        self->kind.free_what (what);
    }
  else
    self->kind.done (self->window, self->path, what, self->error, self->data);
  return G_SOURCE_REMOVE;
}

static gpointer
thread_main (gpointer data)
{
  SlWindowReading *self = data;
  GError *error = NULL;
  gpointer what;

  sl_cancel_watch (&self->cancelled);
  what = self->kind.read (self->path, &error);
  sl_cancel_watch (NULL);
  g_mutex_lock (&self->lock);
  self->what = what;
  self->error = error;
  self->finished = TRUE;
  g_cond_signal (&self->came);
  g_mutex_unlock (&self->lock);
  g_idle_add_full (G_PRIORITY_DEFAULT, deliver_cb, self, reading_unref);
  return NULL;
}

/* --- main thread ------------------------------------------------------------ */

static void
give_up (SlWindowReading *self)
{
  g_autoptr (GError) error =
      g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("%s: reading was cancelled"), self->path);

  g_atomic_int_inc (&self->references);
  g_atomic_int_set (&self->cancelled, TRUE);
  end (self);
  self->kind.done (self->window, self->path, NULL, error, self->data);
  reading_unref (self);
}

static void
cancelled_cb (gpointer reading)
{
  give_up (reading);
}

static gboolean
wait_a_moment (SlWindowReading *self)
{
  const gint64 until = g_get_monotonic_time () + PATIENCE_US;
  gboolean finished;

  g_mutex_lock (&self->lock);
  while (!self->finished && g_cond_wait_until (&self->came, &self->lock, until))
    ;
  finished = self->finished;
  g_mutex_unlock (&self->lock);
  return finished;
}

void
sl_window_reading_begin (GtkWindow *window, const char *path, const SlReadingKind *kind, gpointer data,
                         GDestroyNotify free_data)
{
  SlWindowReading *self = g_new0 (SlWindowReading, 1);
  SlWindowShell *shell = window ? sl_window_shell_of (window) : NULL;

  *self = (SlWindowReading) { .path = g_strdup (path),
                              .kind = *kind,
                              .references = 2,
                              .window = window,
                              .of_window = window != NULL,
                              .data = data,
                              .free_data = free_data };
  g_mutex_init (&self->lock);
  g_cond_init (&self->came);
  if (window)
    g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &self->window);
  if (shell)
    {
      sl_window_reading_cancel (shell);
      g_atomic_int_inc (&self->references);
      self->shell = shell;
      shell->reading = self;
    }
  g_thread_unref (g_thread_new ("reading", thread_main, self));
  if (wait_a_moment (self))
    deliver_cb (self);
  else if (shell)
    self->notice = sl_window_notice_new (shell, path, cancelled_cb, self);
  reading_unref (self);
}

gboolean
sl_window_reading_under_way (const SlWindowShell *shell)
{
  return shell->reading != NULL;
}

void
sl_window_reading_cancel (SlWindowShell *shell)
{
  if (shell->reading)
    give_up (shell->reading);
}

void
sl_window_reading_forget (SlWindowShell *shell)
{
  if (!shell->reading)
    return;
  g_atomic_int_set (&shell->reading->cancelled, TRUE);
  end (shell->reading);
}
