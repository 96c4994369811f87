/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/support/sl-memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define LINE 64
#define LARGE_PAGE (2u << 20)

gpointer
sl_aligned_try_new (gsize n, gsize size)
{
  gpointer memory = NULL;
  gsize bytes;

  if (!g_size_checked_mul (&bytes, MAX (n, 1), size))
    return NULL;
  if (posix_memalign (&memory, bytes >= 2 * LARGE_PAGE ? LARGE_PAGE : LINE, bytes) != 0)
    return NULL;
#ifdef MADV_HUGEPAGE
  /* Large pages are optional: without them the memory works as well. */
  if (bytes >= 2 * LARGE_PAGE)
    madvise (memory, bytes / LARGE_PAGE * LARGE_PAGE, MADV_HUGEPAGE);
#endif
  return memset (memory, 0, bytes);
}

gpointer
sl_aligned_new (gsize n, gsize size)
{
  gpointer memory = sl_aligned_try_new (n, size);

  if (!memory)
    g_error ("%s: no memory for %" G_GSIZE_FORMAT " x %" G_GSIZE_FORMAT " bytes", G_STRLOC, n, size);
  return memory;
}

void
sl_aligned_free (gpointer memory)
{
  free (memory);
}

/* The size is stored before the memory, in a cache line of its own. */
gpointer
sl_apart_new (gsize bytes)
{
  const gsize whole = bytes + LINE;
  gsize *memory = mmap (NULL, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (memory == MAP_FAILED)
    g_error ("%s: no memory for %" G_GSIZE_FORMAT " bytes", G_STRLOC, bytes);
  *memory = whole;
  return (char *) memory + LINE;
}

void
sl_apart_free (gpointer memory)
{
  gsize *whole = memory ? (gsize *) ((char *) memory - LINE) : NULL;

  if (whole)
    munmap (whole, *whole);
}
