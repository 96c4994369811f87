/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks another process to read an HDF5 file: see sl-hdf5-process.h. */
#include "model/io/sl-hdf5-process.h"

#include <errno.h>
#include <fcntl.h>
#include <libintl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "model/support/sl-cancel.h"
#include "model/support/sl-check.h"
#include "model/support/sl-descriptor.h"
#include "model/support/sl-error.h"
#include "model/support/sl-size.h"

/* Computing for the whole file, and waiting for one answer: a little, and more for large files, which may lie
 * on slow disks. */
#define CPU_SECONDS 3
#define CPU_BYTES_PER_SECOND (20u << 20)
#define WAIT_MS 5000
#define WAIT_BYTES_PER_MS 4096
/* How often to look whether reading has been given up meanwhile. */
#define LOOK_MS 50
/* How long to wait for the end of a process that has been killed. */
#define END_MS 500

struct _SlH5Process {
  char *path;
  pid_t pid;
  int socket, memory;
  guint64 seconds;
  int wait_ms;
  GError *ended; /* why it has ended; NULL: it has not */
};

/* --- start and end -------------------------------------------------------- */

/* A copy of a descriptor above those that the process gets; closed in other programs. */
static int
move_up (int fd)
{
  const int up = fd < 0 ? -1 : fcntl (fd, F_DUPFD_CLOEXEC, SL_H5_FD_FILE + 1);

  if (fd >= 0)
    close (fd);
  return up;
}

static char **
environment (void)
{
  g_auto (GStrv) own = g_get_environ ();

  own = g_environ_setenv (g_steal_pointer (&own), SL_H5_HELPER_VARIABLE, "1", TRUE);
  return g_steal_pointer (&own);
}

/* Starts this program again with these descriptors; 0, or the reason. */
static int
start (pid_t *pid, int socket, int memory, int fd)
{
  g_auto (GStrv) variables = environment ();
  char *const arguments[] = { (char *) "starloom", NULL };
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none, all;
  int failure;

  sigemptyset (&none);
  sigfillset (&all);
  posix_spawn_file_actions_init (&actions);
  posix_spawn_file_actions_adddup2 (&actions, socket, SL_H5_FD_SOCKET);
  posix_spawn_file_actions_adddup2 (&actions, memory, SL_H5_FD_MEMORY);
  posix_spawn_file_actions_adddup2 (&actions, fd, SL_H5_FD_FILE);
  posix_spawnattr_init (&attributes);
  posix_spawnattr_setsigmask (&attributes, &none);
  posix_spawnattr_setsigdefault (&attributes, &all);
  /* An interrupt from the keyboard is for the program, which then ends this one. */
  posix_spawnattr_setpgroup (&attributes, 0);
  posix_spawnattr_setflags (&attributes,
                            POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  failure = posix_spawn (pid, "/proc/self/exe", &actions, &attributes, arguments, variables);
  posix_spawnattr_destroy (&attributes);
  posix_spawn_file_actions_destroy (&actions);
  return failure;
}

/* Waits for its end; *status as of waitpid(). FALSE where it does not come. */
static gboolean
await_end (SlH5Process *self, int *status)
{
  for (guint ms = 0; self->pid > 0 && ms < END_MS; ms++)
    {
      const pid_t got = waitpid (self->pid, status, WNOHANG);

      if (got == self->pid || (got < 0 && errno != EINTR))
        {
          self->pid = 0;
          return got > 0;
        }
      g_usleep (1000);
    }
  return FALSE;
}

/* Ends it, and notes why the file cannot be read. */
static void end_with (SlH5Process *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
end_with (SlH5Process *self, const char *format, ...)
{
  g_autofree char *why = NULL;
  int status;
  va_list args;

  va_start (args, format);
  why = g_strdup_vprintf (format, args);
  va_end (args);
  if (!self->ended)
    g_set_error (&self->ended, SL_ERROR, SL_ERROR_FILE, "%s: %s", self->path, why);
  if (self->pid > 0)
    {
      kill (self->pid, SIGKILL);
      await_end (self, &status);
    }
}

/* It has closed its socket. */
static void
note_end (SlH5Process *self)
{
  int status = 0;

  if (!await_end (self, &status))
    end_with (self, _ ("the process that reads this file does not answer"));
  else if (WIFSIGNALED (status) && (WTERMSIG (status) == SIGXCPU || WTERMSIG (status) == SIGKILL))
    end_with (self,
              _ ("reading it took more than %u s of computing or too much memory, and was ended; the HDF5 "
                 "file is damaged, or made to do that"),
              (guint) self->seconds);
  else if (WIFSIGNALED (status))
    end_with (self,
              _ ("the HDF5 library crashed on this file (%s); it is damaged, or made to do that. Nothing "
                 "else is affected"),
              strsignal (WTERMSIG (status)));
  else
    end_with (self, _ ("the process that reads this HDF5 file has ended (status %d)"), WEXITSTATUS (status));
}

void
sl_h5_process_end (SlH5Process *self)
{
  if (self->socket >= 0)
    close (self->socket);
  if (self->memory >= 0)
    close (self->memory);
  end_with (self, "closed");
  g_clear_error (&self->ended);
  g_free (self->path);
  g_free (self);
}

/* --- asking --------------------------------------------------------------- */

/* Waits for an answer; FALSE where none comes, or nobody wants it any more. */
static gboolean
await_answer (SlH5Process *self)
{
  struct pollfd answers = { self->socket, POLLIN, 0 };
  const gint64 until = g_get_monotonic_time () + (gint64) self->wait_ms * 1000;
  int ready;

  for (;;)
    {
      const gint64 left = (until - g_get_monotonic_time ()) / 1000;

      if (sl_cancel_asked ())
        {
          end_with (self, _ ("reading was cancelled"));
          return FALSE;
        }
      ready = poll (&answers, 1, (int) CLAMP (left, 0, LOOK_MS));
      if (ready > 0)
        return TRUE;
      if ((ready < 0 && errno != EINTR) || left <= 0)
        break;
    }
  end_with (self, _ ("reading took more than %d s, and was ended"), self->wait_ms / 1000);
  return FALSE;
}

/* Sends a request and waits for the reply; FALSE where the process has ended. */
static gboolean
ask (SlH5Process *self, const SlH5Request *request, SlH5Reply *reply)
{
  gssize got;

  if (self->ended)
    return FALSE;
  if (send (self->socket, request, sizeof *request, MSG_NOSIGNAL) != sizeof *request)
    {
      note_end (self);
      return FALSE;
    }
  if (!await_answer (self))
    return FALSE;
  do
    got = recv (self->socket, reply, sizeof *reply, 0);
  while (got < 0 && errno == EINTR);
  if (got != sizeof *reply)
    note_end (self);
  return got == sizeof *reply;
}

/* Ends it because an answer does not fit its own sizes, or what was asked. */
static void
end_misfit (SlH5Process *self)
{
  end_with (self, _ ("the process that reads this file has given less than it said"));
}

/* The bytes that a reply says are in the shared memory, as many as expected, into `to`. */
static gboolean
fetch (SlH5Process *self, void *to, gsize bytes)
{
  if (sl_descriptor_read (self->memory, to, bytes, 0) == bytes)
    return TRUE;
  end_misfit (self);
  return FALSE;
}

/* The error of a reply, or why there is none. */
static void
take_error (SlH5Process *self, const SlH5Reply *reply, GError **error)
{
  char text[4096] = "";

  if (!self->ended && fetch (self, text, MIN (reply->bytes, sizeof text - 1)))
    {
      g_autofree char *valid = g_utf8_make_valid (text, -1);

      g_set_error_literal (error, SL_ERROR,
                           reply->code == SL_ERROR_DATA ? SL_ERROR_DATA : SL_ERROR_FILE, valid);
    }
  else
    g_propagate_error (error, g_error_copy (self->ended));
}

/* Fills a request; FALSE where a name is too long for any object. */
static gboolean
fill (SlH5Process *self, SlH5Request *request, SlH5Ask what, const char *name, const char *attribute,
      GError **error)
{
  *request = (SlH5Request) { .ask = what };
  g_strlcpy (request->name, name, sizeof request->name);
  g_strlcpy (request->attribute, attribute, sizeof request->attribute);
  if (strlen (name) <= SL_SIZE_MOST_NAME && strlen (attribute) <= SL_SIZE_MOST_NAME)
    return TRUE;
  sl_check_fail (error, self->path, "", _ ("expected names of at most %zu bytes, found a longer one"),
                 SL_SIZE_MOST_NAME);
  return FALSE;
}

/* A good reply, or FALSE with an error. */
static gboolean
get (SlH5Process *self, const SlH5Request *request, SlH5Reply *reply, GError **error)
{
  if (ask (self, request, reply) && reply->good)
    return TRUE;
  take_error (self, reply, error);
  return FALSE;
}

static gboolean
open_file (SlH5Process *self, GError **error)
{
  g_autofree SlH5Request *request = g_new0 (SlH5Request, 1);
  const char *locale = setlocale (LC_ALL, NULL), *folder = bindtextdomain (GETTEXT_PACKAGE, NULL);
  SlH5Reply reply = { 0 };

  request->ask = SL_H5_ASK_OPEN;
  request->seconds = self->seconds;
  g_strlcpy (request->name, self->path, sizeof request->name);
  g_strlcpy (request->attribute, folder ? folder : "", sizeof request->attribute);
  g_strlcpy (request->locale, locale ? locale : "C", sizeof request->locale);
  return get (self, request, &reply, error);
}

SlH5Process *
sl_h5_process_start (const char *path, int fd, guint64 bytes, GError **error)
{
  SlH5Process *self = g_new0 (SlH5Process, 1);
  int pair[2] = { -1, -1 }, file = -1, failure = 0;

  self->path = g_strdup (path);
  self->seconds = CPU_SECONDS + bytes / CPU_BYTES_PER_SECOND;
  self->wait_ms = (int) MIN (WAIT_MS + bytes / WAIT_BYTES_PER_MS, G_MAXINT);
  self->socket = self->memory = -1;
  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
    failure = errno;
  self->socket = move_up (pair[0]);
  pair[1] = move_up (pair[1]);
  self->memory = move_up (memfd_create ("starloom-hdf5", MFD_CLOEXEC));
  file = fcntl (fd, F_DUPFD_CLOEXEC, SL_H5_FD_FILE + 1);
  if (!failure && (self->socket < 0 || pair[1] < 0 || self->memory < 0 || file < 0))
    failure = errno;
  if (!failure)
    failure = start (&self->pid, pair[1], self->memory, file);
  if (file >= 0)
    close (file);
  if (pair[1] >= 0)
    close (pair[1]);
  if (failure)
    g_set_error (error, SL_ERROR, SL_ERROR_FILE, _ ("%s: no process to read it can be started: %s"), path,
                 g_strerror (failure));
  if (failure || !open_file (self, error))
    {
      sl_h5_process_end (self);
      return NULL;
    }
  return self;
}

/* --- questions ------------------------------------------------------------ */

gboolean
sl_h5_process_exists (SlH5Process *self, const char *name)
{
  SlH5Request request;
  SlH5Reply reply = { 0 };

  return fill (self, &request, SL_H5_ASK_EXISTS, name, "", NULL) && ask (self, &request, &reply) && reply.good
         && reply.found;
}

/* Rank and shape of a reply that make sense. */
static gboolean
take_shape (SlH5Process *self, const SlH5Reply *reply, guint *rank, gsize *dims)
{
  if (reply->rank > SL_H5_MAX_RANK)
    {
      end_misfit (self);
      return FALSE;
    }
  *rank = reply->rank;
  for (guint i = 0; i < reply->rank; i++)
    dims[i] = reply->dims[i];
  return TRUE;
}

gboolean
sl_h5_process_shape (SlH5Process *self, const char *name, guint *rank, gsize *dims, GError **error)
{
  SlH5Request request;
  SlH5Reply reply = { 0 };

  if (!fill (self, &request, SL_H5_ASK_SHAPE, name, "", error) || !get (self, &request, &reply, error))
    return FALSE;
  if (take_shape (self, &reply, rank, dims))
    return TRUE;
  take_error (self, &reply, error);
  return FALSE;
}

static void
ask_rows (SlH5Request *request, const SlH5Rows *rows)
{
  request->some = rows != NULL;
  request->first = rows ? rows->first : 0;
  request->count = rows ? rows->n : 0;
}

gpointer
sl_h5_process_numbers (SlH5Process *self, SlH5Ask what, const char *name, guint rank, gsize *dims,
                       const SlH5Rows *rows, GError **error)
{
  const gsize size = what == SL_H5_ASK_FLOAT ? sizeof (float) : sizeof (double);
  g_autofree void *data = NULL;
  SlH5Request request;
  SlH5Reply reply = { 0 };
  gsize found[SL_H5_MAX_RANK] = { 0 }, sent[SL_H5_MAX_RANK], n = 0;
  guint found_rank = 0;

  if (!fill (self, &request, what, name, "", error))
    return NULL;
  ask_rows (&request, rows);
  request.rank = rank;
  for (guint i = 0; i < rank; i++)
    request.dims[i] = dims[i];
  if (!get (self, &request, &reply, error))
    return NULL;
  if (take_shape (self, &reply, &found_rank, found))
    {
      memcpy (sent, found, sizeof sent);
      if (rows && rank > 0)
        sent[0] = rows->n;
      if (found_rank != rank || !sl_size_values (rank, sent, SL_SIZE_MOST_VALUES, &n)
          || reply.bytes != n * size)
        end_misfit (self);
    }
  for (guint i = 0; i < rank && !self->ended; i++)
    if (dims[i] != 0 && dims[i] != found[i])
      end_misfit (self);
  if (!self->ended && !(data = sl_size_try_new (n, 1, size)))
    {
      sl_check_fail (error, self->path, name, _ ("not enough memory for %zu values"), n);
      return NULL;
    }
  if (self->ended || !fetch (self, data, n * size))
    {
      take_error (self, &reply, error);
      return NULL;
    }
  /* The memory is free for others until the next answer. */
  if (ftruncate (self->memory, 0) != 0)
    g_debug ("%s: %s", self->path, g_strerror (errno));
  for (guint i = 0; i < rank; i++)
    dims[i] = found[i];
  return g_steal_pointer (&data);
}

/* The texts of a reply, count of them with a 0 after each. */
static char **
take_texts (SlH5Process *self, const SlH5Reply *reply, GError **error)
{
  g_autofree char *all = reply->bytes <= SL_SIZE_MOST_TEXT ? g_try_malloc (reply->bytes + 1) : NULL;
  g_auto (GStrv) texts = reply->count <= SL_SIZE_MOST_STRINGS
                             ? sl_size_try_new (reply->count, 1, sizeof (char *))
                             : NULL;
  gsize at = 0;

  if (!all || !texts)
    {
      sl_check_fail (error, self->path, "", _ ("not enough memory for %zu strings"), (gsize) reply->count);
      return NULL;
    }
  if (!fetch (self, all, reply->bytes))
    {
      take_error (self, reply, error);
      return NULL;
    }
  all[reply->bytes] = 0;
  for (gsize i = 0; i < reply->count && at < reply->bytes; i++)
    {
      texts[i] = g_strdup (all + at);
      at += strlen (all + at) + 1;
    }
  if (at == reply->bytes && (reply->count == 0 || texts[reply->count - 1]))
    return g_steal_pointer (&texts);
  end_misfit (self);
  take_error (self, reply, error);
  return NULL;
}

char **
sl_h5_process_texts (SlH5Process *self, SlH5Ask what, const char *name, gsize *n, const SlH5Rows *rows,
                     GError **error)
{
  SlH5Request request;
  SlH5Reply reply = { 0 };
  char **texts;

  if (!fill (self, &request, what, name, "", error))
    return NULL;
  ask_rows (&request, rows);
  if (!get (self, &request, &reply, error))
    return NULL;
  if (rows && reply.count != rows->n)
    {
      end_misfit (self);
      take_error (self, &reply, error);
      return NULL;
    }
  texts = take_texts (self, &reply, error);
  if (texts && n)
    *n = reply.count;
  return texts;
}

gboolean
sl_h5_process_attribute_double (SlH5Process *self, const char *object, const char *name, double *value)
{
  SlH5Request request;
  SlH5Reply reply = { 0 };

  if (!fill (self, &request, SL_H5_ASK_ATTRIBUTE_DOUBLE, object, name, NULL) || !ask (self, &request, &reply)
      || !reply.good || !reply.found)
    return FALSE;
  *value = reply.value;
  return TRUE;
}

char *
sl_h5_process_attribute_string (SlH5Process *self, const char *object, const char *name)
{
  SlH5Request request;
  SlH5Reply reply = { 0 };
  g_auto (GStrv) texts = NULL;

  if (!fill (self, &request, SL_H5_ASK_ATTRIBUTE_STRING, object, name, NULL) || !ask (self, &request, &reply)
      || !reply.good || !reply.found || reply.count != 1)
    return NULL;
  texts = take_texts (self, &reply, NULL);
  return texts ? g_strdup (texts[0]) : NULL;
}

gboolean
sl_h5_process_finish (SlH5Process *self, GError **error)
{
  SlH5Request request;
  SlH5Reply reply = { 0 };

  return fill (self, &request, SL_H5_ASK_FINISH, "/", "", error) && get (self, &request, &reply, error);
}
