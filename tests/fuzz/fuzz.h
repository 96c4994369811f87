/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <string.h>
#include <unistd.h>

#include <glib.h>
#include <sys/mman.h>

/* What fuzzing targets share. A target reads any bytes as a file or a text of its kind: it may refuse them
 * with an error, and nothing else. With libFuzzer (-Dfuzz=true) the fuzzer calls it; else replay.c does, with
 * the files of tests/fuzz/corpus. */
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Longer inputs only make the fuzzer slow. */
#define FUZZ_MOST_BYTES 65536

/* A regular file in memory with these bytes; its path (g_free). Close *fd. */
static inline char *
fuzz_file (const guint8 *data, gsize size, int *fd)
{
  *fd = memfd_create ("fuzz", 0);
  g_assert_cmpint (*fd, >=, 0);
  g_assert_cmpint (write (*fd, data, size), ==, size);
  return g_strdup_printf ("/proc/%d/fd/%d", (int) getpid (), *fd);
}

/* The bytes as a text, up to a 0. g_free. */
static inline char *
fuzz_text (const guint8 *data, gsize size)
{
  return g_strndup ((const char *) data, size);
}

/* Something was read, or an error tells in words what is wrong with it. */
static inline void
fuzz_told (gboolean good, GError *error)
{
  g_assert_true (good ? error == NULL : error != NULL && *error->message != 0);
  g_assert_true (good || g_utf8_validate (error->message, -1, NULL));
  g_clear_error (&error);
}
/* The same of a call that takes &error. */
#define FUZZ_TOLD(call)                                                                                      \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    const gboolean good_ = (call);                                                                           \
    fuzz_told (good_, error);                                                                                \
    error = NULL;                                                                                            \
  }                                                                                                          \
  G_STMT_END
