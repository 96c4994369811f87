/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/io/sl-file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "model/support/sl-descriptor.h"
#include "model/support/sl-error.h"

#define CHECKSUM_BLOCK ((gsize) 1 << 20)

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

char *
sl_file_read (const char *path, const char *what, gsize most, gsize *length, GError **error)
{
  guint64 bytes = 0;
  const int fd = sl_file_open (path, what, &bytes, error);
  g_autofree char *text = NULL;
  gsize got = 0;
  int fault = 0;

  if (fd < 0)
    return NULL;
  if (bytes <= most)
    text = g_try_malloc (bytes + 1);
  if (text)
    {
      got = sl_descriptor_read (fd, text, bytes, 0);
      fault = got < bytes ? errno : 0;
    }
  if (bytes > most)
    g_set_error (error, SL_ERROR, SL_ERROR_FILE,
                 _ ("%s: expected %s of at most %.0f MB, found a file of %.0f MB"), path, what, most / 1e6,
                 bytes / 1e6);
  else if (!text)
    g_set_error (error, SL_ERROR, SL_ERROR_FILE, _ ("%s: not enough memory for %.0f MB"), path, bytes / 1e6);
  else if (fault)
    g_set_error (error, SL_ERROR, SL_ERROR_FILE, _ ("%s: expected %s, but it cannot be read: %s"), path,
                 what, g_strerror (fault));
  close (fd);
  if (!text || fault)
    return NULL;
  text[got] = 0;
  if (length)
    *length = got;
  return g_steal_pointer (&text);
}

char *
sl_file_checksum (const char *path, const char *what, GError **error)
{
  const int fd = sl_file_open (path, what, NULL, error);
  g_autofree guchar *block = g_malloc (CHECKSUM_BLOCK);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint64 at = 0;
  gsize got;
  int fault;

  if (fd < 0)
    return NULL;
  do
    {
      got = sl_descriptor_read (fd, block, CHECKSUM_BLOCK, at);
      fault = got < CHECKSUM_BLOCK ? errno : 0;
      g_checksum_update (sum, block, (gssize) got);
      at += got;
    }
  while (got == CHECKSUM_BLOCK);
  close (fd);
  if (!fault)
    return g_strdup (g_checksum_get_string (sum));
  g_set_error (error, SL_ERROR, SL_ERROR_FILE, _ ("%s: expected %s, but it cannot be read: %s"), path, what,
               g_strerror (fault));
  return NULL;
}

gboolean
sl_file_is_hdf5 (const char *path)
{
  static const char signature[] = "\x89HDF\r\n\x1a\n";
  char start[sizeof signature - 1];
  gboolean is;
  int fd;

  if (g_str_has_suffix (path, ".h5") || g_str_has_suffix (path, ".hdf5"))
    return TRUE;
  fd = sl_file_open (path, "", NULL, NULL);
  if (fd < 0)
    return FALSE;
  is = sl_descriptor_read (fd, start, sizeof start, 0) == sizeof start
       && memcmp (start, signature, sizeof start) == 0;
  close (fd);
  return is;
}
