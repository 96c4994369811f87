/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/io/sl-part-file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "model/files/sl-kept-files.h"
#include "model/support/sl-descriptor.h"
#include "model/support/sl-error.h"

#define MAGIC "starloom part 1\n"
/* The header with the run's description and its checksum; rows begin behind it. */
#define HEADER_BYTES 8192
#define DIGEST_CHARS 64

struct _SlPartFile {
  char *path;
  int fd;
  gboolean opened;         /* it belongs to this run */
  gsize row_bytes, n; /* whole rows */
};

char *
sl_part_file_path (const char *path)
{
  return g_strconcat (path, ".part", NULL);
}

static gboolean fail (const SlPartFile *self, GError **error, const char *format, ...) G_GNUC_PRINTF (3, 4);
static gboolean
fail (const SlPartFile *self, GError **error, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list list;

  va_start (list, format);
  what = g_strdup_vprintf (format, list);
  va_end (list);
  g_set_error (error, SL_ERROR, SL_ERROR_FILE, "%s: %s", self->path, what);
  return FALSE;
}

/* What the file begins with: the description by its checksum, and its beginning for people. */
static void
make_header (const char *run, gsize row_bytes, char header[HEADER_BYTES])
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, run, -1);

  memset (header, '\n', HEADER_BYTES);
  g_snprintf (header, HEADER_BYTES, "%s%s\nrow bytes %zu\n%s", MAGIC, sum, row_bytes, run);
}

/* Whether the file has this header; *is_new: it has none. */
static gboolean
check_header (SlPartFile *self, const char header[HEADER_BYTES], gboolean *is_new, GError **error)
{
  g_autofree char *found = g_malloc0 (HEADER_BYTES);
  const gsize got = sl_descriptor_read (self->fd, found, HEADER_BYTES, 0);

  *is_new = got < HEADER_BYTES && memcmp (found, header, got) == 0;
  if (*is_new || (got == HEADER_BYTES && memcmp (found, header, HEADER_BYTES) == 0))
    return TRUE;
  if (got < strlen (MAGIC) || memcmp (found, MAGIC, strlen (MAGIC)) != 0)
    return fail (self, error,
                 _ ("expected results of an unfinished run, found another kind of file. Move it away"));
  return fail (self, error,
               _ ("it belongs to a run with other points, observables or options. Remove it to begin anew"));
}

static gboolean
write_all (SlPartFile *self, const void *data, gsize bytes, guint64 to, GError **error)
{
  if (sl_descriptor_write (self->fd, data, bytes, to) && (fdatasync (self->fd) == 0 || errno == EINVAL))
    return TRUE;
  return fail (self, error, _ ("it cannot be written: %s"), g_strerror (errno));
}

static gboolean
begin (SlPartFile *self, const char *run, gboolean resume, GError **error)
{
  char header[HEADER_BYTES];
  gboolean is_new;
  struct stat info;

  make_header (run, self->row_bytes, header);
  if (!check_header (self, header, &is_new, error))
    return FALSE;
  if (is_new)
    return write_all (self, header, HEADER_BYTES, 0, error);
  if (fstat (self->fd, &info) != 0)
    return fail (self, error, "%s", g_strerror (errno));
  self->n = ((gsize) info.st_size - HEADER_BYTES) / self->row_bytes;
  if (self->n && !resume)
    return fail (self, error,
                 _ ("it has %zu rows of an unfinished run. Continue that with --resume, or remove the file"),
                 self->n);
  return TRUE;
}

SlPartFile *
sl_part_file_open (const char *path, const char *run, gsize row_bytes, gboolean resume, gsize *done,
                   GError **error)
{
  SlPartFile *self = g_new0 (SlPartFile, 1);
  gboolean good = FALSE;

  self->path = g_strdup (path);
  self->row_bytes = row_bytes;
  self->fd = -1;
  if (sl_file_can_write (path, error))
    {
      self->fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
      if (self->fd < 0)
        fail (self, error, _ ("it cannot be written: %s"), g_strerror (errno));
      /* Other errors are ignored: some network file systems have no locks. */
      else if (flock (self->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        fail (self, error, _ ("another process is using it. Wait for that, or give another --out"));
      else
        good = begin (self, run, resume, error);
    }
  if (!good)
    {
      sl_part_file_close (self, FALSE);
      return NULL;
    }
  self->opened = TRUE;
  *done = self->n;
  return self;
}

gboolean
sl_part_file_append (SlPartFile *self, const void *rows, gsize n, GError **error)
{
  if (!write_all (self, rows, n * self->row_bytes, HEADER_BYTES + (guint64) self->n * self->row_bytes, error))
    {
      if (error && self->n)
        {
          g_autofree char *why = g_steal_pointer (&(*error)->message);

          (*error)->message = g_strdup_printf (_ ("%s. It has %zu rows: make room, and the same command with "
                                                  "--resume goes on"),
                                               why, self->n);
        }
      return FALSE;
    }
  self->n += n;
  return TRUE;
}

gboolean
sl_part_file_read (SlPartFile *self, void *rows, gsize first, gsize n, GError **error)
{
  const gsize bytes = n * self->row_bytes;

  if (sl_descriptor_read (self->fd, rows, bytes, HEADER_BYTES + (guint64) first * self->row_bytes) == bytes)
    return TRUE;
  return fail (self, error, _ ("it cannot be read: %s"), g_strerror (errno ? errno : EIO));
}

void
sl_part_file_close (SlPartFile *self, gboolean remove)
{
  if (!self)
    return;
  /* One without rows is of no use either; but it may be another run's where this one could not open it. */
  if (self->opened && (remove || !self->n))
    g_unlink (self->path);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->path);
  g_free (self);
}
