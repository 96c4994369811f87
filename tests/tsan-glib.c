/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For builds with the thread sanitizer. GLib is not compiled for it, and its locks are futexes, so that the
 * sanitizer does not see which order they impose. The functions here replace GLib's, tell the sanitizer, and
 * call GLib's. */
#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

#include <glib.h>

const char *__tsan_default_suppressions (void);

typedef void (*OfMutex) (GMutex *mutex);
typedef gboolean (*TryMutex) (GMutex *mutex);
typedef void (*OfCond) (GCond *cond, GMutex *mutex);
typedef gboolean (*OfCondUntil) (GCond *cond, GMutex *mutex, gint64 end_time);
typedef const char *(*OfString) (const char *string);
typedef void (*OfOnce) (volatile void *location, gsize result);
typedef gboolean (*OfCount) (gatomicrefcount *count);

/* The library's function of this name, behind the one here. */
static gpointer
library_function (const char *name, gpointer *kept)
{
  gpointer function = __atomic_load_n (kept, __ATOMIC_ACQUIRE);

  if (!function)
    {
      function = dlsym (RTLD_NEXT, name);
      __atomic_store_n (kept, function, __ATOMIC_RELEASE);
    }
  return function;
}
#define REAL(type, name) \
  static gpointer kept;  \
  type real = (type) library_function (name, &kept)

void
g_mutex_lock (GMutex *mutex)
{
  REAL (OfMutex, "g_mutex_lock");

  real (mutex);
  __tsan_acquire (mutex);
}

void
g_mutex_unlock (GMutex *mutex)
{
  REAL (OfMutex, "g_mutex_unlock");

  __tsan_release (mutex);
  real (mutex);
}

gboolean
g_mutex_trylock (GMutex *mutex)
{
  REAL (TryMutex, "g_mutex_trylock");
  gboolean locked = real (mutex);

  if (locked)
    __tsan_acquire (mutex);
  return locked;
}

void
g_cond_wait (GCond *cond, GMutex *mutex)
{
  REAL (OfCond, "g_cond_wait");

  __tsan_release (mutex);
  real (cond, mutex);
  __tsan_acquire (mutex);
}

gboolean
g_cond_wait_until (GCond *cond, GMutex *mutex, gint64 end_time)
{
  REAL (OfCondUntil, "g_cond_wait_until");
  gboolean signalled;

  __tsan_release (mutex);
  signalled = real (cond, mutex, end_time);
  __tsan_acquire (mutex);
  return signalled;
}

/* A thread that finds the location set has read it with an atomic load, which the sanitizer sees. */
void
(g_once_init_leave) (volatile void *location, gsize result)
{
  REAL (OfOnce, "g_once_init_leave");

  __tsan_release ((void *) location);
  real (location, result);
}

/* Pango looks for fonts on a thread of its own, and the queue of a thread pool hands links of its list over,
 * in libraries that the sanitizer does not see into either. */
const char *
__tsan_default_suppressions (void)
{
  return "race:libfontconfig\nrace:libpango\nrace:g_slice_free1\n";
}

/* GLib's own lock orders this; that lock is inside the library. */
const char *
g_intern_string (const char *string)
{
  REAL (OfString, "g_intern_string");
  static GMutex mutex;
  const char *interned;

  g_mutex_lock (&mutex);
  interned = real (string);
  g_mutex_unlock (&mutex);
  return interned;
}

/* What was done with a reference comes before the end of what it refers to. */
gboolean
(g_atomic_ref_count_dec) (gatomicrefcount *count)
{
  REAL (OfCount, "g_atomic_ref_count_dec");
  gboolean last;

  __tsan_release (count);
  last = real (count);
  if (last)
    __tsan_acquire (count);
  return last;
}
