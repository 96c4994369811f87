/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The process that reads one HDF5 file for another: see sl-hdf5-process.h. */
#include "model/io/sl-hdf5-process.h"

#include <errno.h>
#include <fcntl.h>
#include <libintl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "model/support/sl-descriptor.h"
#include "model/support/sl-error.h"
#include "model/support/sl-size.h"

/* The library's own tables, besides datasets. */
#define ROOM_BYTES ((rlim_t) 256 << 20)
/* Standard ones, the three given, and those that opening takes for a moment. */
#define MOST_FILES 16

/* Sanitizers reserve terabytes of addresses. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define LIMITS_MEMORY FALSE
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define LIMITS_MEMORY FALSE
#endif
#endif
#ifndef LIMITS_MEMORY
#define LIMITS_MEMORY TRUE
#endif

/* Bytes of addresses at the start; 0: this is no such process, or has no limit. */
static rlim_t begun_with;

static rlim_t
addresses_now (void)
{
  unsigned long pages = 0;
  FILE *file = fopen ("/proc/self/statm", "re");

  if (file)
    {
      if (fscanf (file, "%lu", &pages) != 1)
        pages = 0;
      fclose (file);
    }
  return (rlim_t) pages * (rlim_t) sysconf (_SC_PAGESIZE);
}

static void
limit (int what, rlim_t soft, rlim_t hard)
{
  const struct rlimit now = { soft, hard };

  if (setrlimit (what, &now) != 0)
    g_debug ("limit %d: %s", what, g_strerror (errno));
}

void
sl_h5_helper_make_room (gsize bytes)
{
  struct rlimit now;

  if (begun_with == 0 || getrlimit (RLIMIT_AS, &now) != 0)
    return;
  limit (RLIMIT_AS, MIN (begun_with + ROOM_BYTES + bytes, now.rlim_max), now.rlim_max);
}

/* Nothing that the file makes the library do may take long, fill the memory, write or open files. */
static void
set_limits (const SlH5Request *request)
{
  const rlim_t seconds = MIN (request->seconds, 3600);

  limit (RLIMIT_CORE, 0, 0);
  limit (RLIMIT_CPU, seconds, seconds + 2);
  limit (RLIMIT_NOFILE, MOST_FILES, MOST_FILES);
  if (!LIMITS_MEMORY || !(begun_with = addresses_now ()))
    return;
  limit (RLIMIT_AS, begun_with + ROOM_BYTES, begun_with + 2 * SL_SIZE_MOST_VALUES * sizeof (double));
}

/* --- replies -------------------------------------------------------------- */

/* Puts bytes into the shared memory, behind those that are there. */
static void
put (SlH5Reply *reply, const void *data, gsize bytes)
{
  if (!sl_descriptor_write (SL_H5_FD_MEMORY, data, bytes, reply->bytes))
    _exit (EXIT_FAILURE);
  reply->bytes += bytes;
}

static void
put_error (SlH5Reply *reply, const GError *error)
{
  reply->good = FALSE;
  reply->bytes = 0;
  reply->code = error ? (guint32) error->code : SL_ERROR_FILE;
  put (reply, error ? error->message : "?", error ? strlen (error->message) + 1 : 2);
}

static void
put_texts (SlH5Reply *reply, char **texts)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (; texts[reply->count]; reply->count++)
    g_string_append_len (all, texts[reply->count], (gssize) strlen (texts[reply->count]) + 1);
  put (reply, all->str, all->len);
}

/* --- requests ------------------------------------------------------------- */

static SlH5 *
open_file (const SlH5Request *request, GError **error)
{
  g_autofree char *name = g_strdup_printf ("/proc/self/fd/%d", SL_H5_FD_FILE);

  if (*request->attribute)
    bindtextdomain (GETTEXT_PACKAGE, request->attribute);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  setlocale (LC_ALL, request->locale);
  set_limits (request);
  return sl_h5_open_here (request->name, name, error);
}

static gsize
numbers_of (guint rank, const gsize *dims)
{
  gsize n = 0;

  return sl_size_values (rank, dims, SL_SIZE_MOST_VALUES, &n) ? n : 0;
}

static void
answer_numbers (SlH5 *file, const SlH5Request *request, SlH5Reply *reply, gsize *dims, GError **error)
{
  const gboolean is_float = request->ask == SL_H5_ASK_FLOAT;
  gsize sent[SL_H5_MAX_RANK] = { 0 };
  g_autofree void *data =
      is_float        ? (void *) sl_h5_read_float (file, request->name, request->rank, dims, error)
      : request->some ? (void *) sl_h5_read_rows_double (file, request->name, request->rank, dims,
                                                         request->first, request->count, error)
                      : (void *) sl_h5_read_double (file, request->name, request->rank, dims, error);

  if (!data)
    return;
  memcpy (sent, dims, request->rank * sizeof *sent);
  if (request->some)
    sent[0] = request->count;
  reply->good = TRUE;
  reply->rank = request->rank;
  put (reply, data, numbers_of (request->rank, sent) * (is_float ? sizeof (float) : sizeof (double)));
}

static void
answer_texts (SlH5 *file, const SlH5Request *request, SlH5Reply *reply, GError **error)
{
  g_auto (GStrv) texts =
      request->ask == SL_H5_ASK_MEMBERS ? sl_h5_members (file, request->name, error)
      : request->some
          ? sl_h5_read_rows_strings (file, request->name, request->first, request->count, error)
          : sl_h5_read_strings (file, request->name, NULL, error);

  reply->good = texts != NULL;
  if (texts)
    put_texts (reply, texts);
}

static void
answer (SlH5 *file, const SlH5Request *request, SlH5Reply *reply)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize dims[SL_H5_MAX_RANK];
  guint rank = 0;

  for (guint i = 0; i < SL_H5_MAX_RANK; i++)
    dims[i] = request->dims[i];
  if (request->ask == SL_H5_ASK_EXISTS)
    reply->good = TRUE, reply->found = (guint32) sl_h5_exists (file, request->name);
  else if (request->ask == SL_H5_ASK_SHAPE)
    reply->good = (guint32) sl_h5_shape (file, request->name, &rank, dims, &error), reply->rank = rank;
  else if (request->ask == SL_H5_ASK_DOUBLE || request->ask == SL_H5_ASK_FLOAT)
    answer_numbers (file, request, reply, dims, &error);
  else if (request->ask == SL_H5_ASK_STRINGS || request->ask == SL_H5_ASK_MEMBERS)
    answer_texts (file, request, reply, &error);
  else if (request->ask == SL_H5_ASK_ATTRIBUTE_DOUBLE)
    {
      reply->good = TRUE;
      reply->found =
          (guint32) sl_h5_attribute_double (file, request->name, request->attribute, &reply->value);
    }
  else if (request->ask == SL_H5_ASK_ATTRIBUTE_STRING)
    {
      text = sl_h5_attribute_string (file, request->name, request->attribute);
      reply->good = TRUE;
      reply->found = text != NULL;
      if (text)
        put_texts (reply, (char *[]) { text, NULL });
    }
  else
    reply->good = (guint32) sl_h5_finish (file, &error);
  for (guint i = 0; i < SL_H5_MAX_RANK; i++)
    reply->dims[i] = dims[i];
  if (!reply->good)
    put_error (reply, error);
}

/* Receives a request; FALSE where the other side has gone. */
static gboolean
receive (SlH5Request *request)
{
  gssize got;

  do
    got = recv (SL_H5_FD_SOCKET, request, sizeof *request, 0);
  while (got < 0 && errno == EINTR);
  if (got != sizeof *request || request->rank > SL_H5_MAX_RANK)
    return FALSE;
  request->name[SL_H5_TEXT - 1] = request->attribute[SL_H5_TEXT - 1] = request->locale[SL_H5_TEXT - 1] = 0;
  return TRUE;
}

static void
serve (void)
{
  SlH5Request *request = g_new0 (SlH5Request, 1);
  SlH5 *file = NULL;

  while (receive (request))
    {
      SlH5Reply reply = { 0 };

      if (request->ask == SL_H5_ASK_OPEN && !file)
        {
          g_autoptr (GError) error = NULL;

          file = open_file (request, &error);
          reply.good = file != NULL;
          if (!file)
            put_error (&reply, error);
        }
      else if (file)
        answer (file, request, &reply);
      if (send (SL_H5_FD_SOCKET, &reply, sizeof reply, MSG_NOSIGNAL) != sizeof reply)
        break;
    }
}

/* Before main(): every program with this room in it can be its own helper, tests as well. */
__attribute__ ((constructor)) static void
become_helper (void)
{
  static const int crashes[] = { SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL };
  struct stat status;
  int null;

  if (!getenv (SL_H5_HELPER_VARIABLE))
    return;
  unsetenv (SL_H5_HELPER_VARIABLE);
  if (fstat (SL_H5_FD_SOCKET, &status) != 0 || !S_ISSOCK (status.st_mode))
    return;
  /* What the library or the C library say of a broken file is told by the other side. */
  null = open ("/dev/null", O_RDWR | O_CLOEXEC);
  if (null >= 0 && LIMITS_MEMORY && !getenv ("G_MESSAGES_DEBUG"))
    dup2 (null, STDERR_FILENO);
  if (null >= 0)
    {
      dup2 (null, STDIN_FILENO);
      dup2 (null, STDOUT_FILENO);
      close (null);
    }
  close_range (SL_H5_FD_FILE + 1, ~0u, 0);
  /* The other side sees which signal ended this process; a sanitizer would catch it here. */
  for (guint i = 0; i < G_N_ELEMENTS (crashes); i++)
    signal (crashes[i], SIG_DFL);
  serve ();
  _exit (EXIT_SUCCESS);
}
