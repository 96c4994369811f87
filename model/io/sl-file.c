/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/io/sl-file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "model/support/sl-error.h"

static void
fail_kind (GError **error, const char *path, const char *what, mode_t mode)
{
  g_set_error (error, SL_ERROR, SL_ERROR_FILE,
               S_ISDIR (mode) ? _ ("%s: expected %s, found a folder")
                              : _ ("%s: expected %s, found something that is no file"),
               path, what);
}

/* Looks before it opens: opening some devices does something. */
int
sl_file_open (const char *path, const char *what, guint64 *bytes, GError **error)
{
  struct stat status;
  int fd = -1, saved;

  if (stat (path, &status) != 0)
    g_set_error (error, SL_ERROR, SL_ERROR_FILE, _ ("%s: expected %s, but it cannot be opened: %s"), path,
                 what, g_strerror (errno));
  else if (!S_ISREG (status.st_mode))
    fail_kind (error, path, what, status.st_mode);
  else if ((fd = open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)) < 0)
    {
      saved = errno;
      g_set_error (error, SL_ERROR, SL_ERROR_FILE, _ ("%s: expected %s, but it cannot be read: %s"), path,
                   what, g_strerror (saved));
    }
  /* What stat() saw may have been replaced. */
  else if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    {
      fail_kind (error, path, what, status.st_mode);
      close (fd);
      fd = -1;
    }
  if (fd >= 0 && bytes)
    *bytes = (guint64) status.st_size;
  return fd;
}

gboolean
sl_file_check (const char *path, const char *what, GError **error)
{
  const int fd = sl_file_open (path, what, NULL, error);

  if (fd >= 0)
    close (fd);
  return fd >= 0;
}

/* Reads up to most bytes; the number read, or -1 with errno. */
static gssize
read_all (int fd, char *to, gsize most)
{
  gsize got = 0;

  while (got < most)
    {
      const gssize n = read (fd, to + got, MIN (most - got, G_MAXINT32));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return -1;
      if (n == 0)
        break;
      got += (gsize) n;
    }
  return (gssize) got;
}

char *
sl_file_read (const char *path, const char *what, gsize most, gsize *length, GError **error)
{
  guint64 bytes = 0;
  const int fd = sl_file_open (path, what, &bytes, error);
  g_autofree char *text = NULL;
  gssize got = 0;

  if (fd < 0)
    return NULL;
  /* Files of /proc have no size. */
  if (bytes <= most)
    text = g_try_malloc (bytes + 1);
  if (text)
    got = read_all (fd, text, bytes);
  if (bytes > most)
    g_set_error (error, SL_ERROR, SL_ERROR_FILE,
                 _ ("%s: expected %s of at most %.0f MB, found a file of %.0f MB"), path, what, most / 1e6,
                 bytes / 1e6);
  else if (!text)
    g_set_error (error, SL_ERROR, SL_ERROR_FILE, _ ("%s: not enough memory for %.0f MB"), path, bytes / 1e6);
  else if (got < 0)
    g_set_error (error, SL_ERROR, SL_ERROR_FILE, _ ("%s: expected %s, but it cannot be read: %s"), path,
                 what, g_strerror (errno));
  close (fd);
  if (!text || got < 0)
    return NULL;
  text[got] = 0;
  if (length)
    *length = (gsize) got;
  return g_steal_pointer (&text);
}

gboolean
sl_file_is_hdf5 (const char *path)
{
  static const char signature[] = "\x89HDF\r\n\x1a\n";
  char start[sizeof signature - 1];
  const int fd = sl_file_open (path, "", NULL, NULL);
  gboolean is = FALSE;

  if (g_str_has_suffix (path, ".h5") || g_str_has_suffix (path, ".hdf5"))
    is = TRUE;
  else if (fd >= 0)
    is = read_all (fd, start, sizeof start) == sizeof start && memcmp (start, signature, sizeof start) == 0;
  if (fd >= 0)
    close (fd);
  return is;
}
