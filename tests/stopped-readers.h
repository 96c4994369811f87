/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

/* Stops the processes that read HDF5 files as soon as they start, so that reading lasts until it is given up:
 * as with a damaged file, but without its load on the machine. */

typedef struct {
  GThread *thread;
  gint ends, pid;   /* atomic; pid: of the last that was stopped */
} StoppedReaders;

/* The first process that a thread has started and that has not ended; 0: none. */
static inline int
child_of_task (int task)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/task/%d/children", task), *text = NULL;
  int child = 0;

  if (g_file_get_contents (path, &text, NULL, NULL))
    sscanf (text, "%d", &child);
  return child;
}

/* Whether a process has come to reading: before that, who starts it waits for it. */
static inline gboolean
has_begun (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/environ", pid), *variables = NULL;
  gsize length = 0;

  return g_file_get_contents (path, &variables, &length, NULL)
         && memmem (variables, length, "STARLOOM_READS_HDF5=", strlen ("STARLOOM_READS_HDF5="));
}

static inline gpointer
stop_readers (gpointer data)
{
  StoppedReaders *self = data;

  while (!g_atomic_int_get (&self->ends))
    {
      g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
      const char *task;

      while (tasks && (task = g_dir_read_name (tasks)))
        {
          const int child = child_of_task (atoi (task));

          if (child > 0 && child != g_atomic_int_get (&self->pid) && has_begun (child)
              && kill (child, SIGSTOP) == 0)
            g_atomic_int_set (&self->pid, child);
        }
      g_usleep (100);
    }
  return NULL;
}

static inline void
stopped_readers_begin (StoppedReaders *self)
{
  *self = (StoppedReaders) { 0 };
  self->thread = g_thread_new ("stop-readers", stop_readers, self);
}

/* Whether one was stopped, and has been ended since. */
static inline gboolean
stopped_reader_ended (StoppedReaders *self)
{
  const int pid = g_atomic_int_get (&self->pid);

  return pid > 0 && kill (pid, 0) != 0 && errno == ESRCH;
}

static inline void
stopped_readers_end (StoppedReaders *self)
{
  g_atomic_int_set (&self->ends, TRUE);
  g_thread_join (self->thread);
}
