/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/files/sl-new-file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "model/files/sl-kept-files.h"
#include "model/support/sl-descriptor.h"
#include "model/support/sl-error.h"

#define TRIES 100
/* NAME.XXXXXXXX.part, with eight digits that are random. */
#define SUFFIX ".part"
#define N_DIGITS 8

struct _SlNewFile {
  char *path;       /* as given */
  char *target;     /* behind symbolic links */
  char *temporary;  /* NULL: committed */
  int fd;           /* of the temporary file, locked as long as this program writes it */
  guint64 written;  /* bytes that sl_new_file_append() has written */
};

/* ------------------------------------------------------------- leftovers */

static gboolean
is_temporary (const char *name)
{
  const gsize length = strlen (name), tail = strlen (SUFFIX) + N_DIGITS;

  if (length < tail + 2 || !g_str_has_suffix (name, SUFFIX) || name[length - tail - 1] != '.')
    return FALSE;
  for (gsize i = length - tail; i < length - strlen (SUFFIX); i++)
    if (!strchr ("0123456789abcdef", name[i]))
      return FALSE;
  return TRUE;
}

/* Removes a temporary file that no program has locked. */
static void
remove_leftover (const char *path)
{
  const int fd = g_open (path, O_RDWR | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
  struct stat status;

  if (fd < 0)
    return;
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode) && status.st_uid == geteuid ()
      && flock (fd, LOCK_EX | LOCK_NB) == 0)
    g_unlink (path);
  close (fd);
}

void
sl_files_clean (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (is_temporary (name))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        remove_leftover (path);
      }
}

/* TRUE the first time that this program writes in a folder. */
static gboolean
is_first_in (const char *folder)
{
  static GMutex mutex;
  static GHashTable *seen;
  gboolean first;

  g_mutex_lock (&mutex);
  if (!seen)
    seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  first = g_hash_table_add (seen, g_strdup (folder));
  g_mutex_unlock (&mutex);
  return first;
}

/* --------------------------------------------------------------- writing */

static gboolean
fail (const char *path, int cause, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, SL_ERROR, SL_ERROR_FILE, _ ("%s: the file cannot be written: %s"), shown,
               g_strerror (cause));
  return FALSE;
}

/* The new file is as readable as the old one, or as any other new one. */
static void
set_permissions (int fd, const char *target)
{
  struct stat old;

  if (stat (target, &old) != 0)
    return;
  if (fchown (fd, old.st_uid, old.st_gid) != 0)
    g_debug ("%s: owner not kept: %s", target, g_strerror (errno));
  if (fchmod (fd, old.st_mode & 07777) != 0)
    g_debug ("%s: permissions not kept: %s", target, g_strerror (errno));
}

/* Creates and locks a file of a new name; FALSE with errno. A program that cleans may have removed it between
 * these two steps. */
static gboolean
create (SlNewFile *self, guint mode)
{
  for (int i = 0; i < TRIES; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s.%08x" SUFFIX, self->target, g_random_int ());
      struct stat status;

      self->fd = g_open (name, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, mode);
      if (self->fd < 0 && errno != EEXIST)
        return FALSE;
      if (self->fd < 0)
        continue;
      /* Where files cannot be locked, they cannot be cleaned either. */
      if ((flock (self->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
          || fstat (self->fd, &status) != 0 || status.st_nlink == 0)
        {
          close (self->fd);
          self->fd = -1;
          continue;
        }
      self->temporary = g_steal_pointer (&name);
      return TRUE;
    }
  errno = EEXIST;
  return FALSE;
}

SlNewFile *
sl_new_file_begin (const char *path, guint mode, GError **error)
{
  g_autoptr (SlNewFile) self = NULL;
  g_autofree char *folder = NULL;

  if (!sl_file_can_write (path, error))
    return NULL;
  self = g_new0 (SlNewFile, 1);
  self->fd = -1;
  self->path = g_strdup (path);
  self->target = sl_file_resolve (path);
  folder = g_path_get_dirname (self->target);
  if (is_first_in (folder))
    sl_files_clean (folder);
  if (!create (self, mode))
    {
      fail (path, errno, error);
      return NULL;
    }
  set_permissions (self->fd, self->target);
  return g_steal_pointer (&self);
}

const char *
sl_new_file_temporary (const SlNewFile *self)
{
  return self->temporary;
}

/* Some file systems cannot synchronise; they say so. */
static gboolean
synchronise (int fd)
{
  return fsync (fd) == 0 || errno == EINVAL || errno == ENOTSUP || errno == ENOSYS;
}

/* Makes a rename durable. The file is in its place by then: a failure is no reason to say that it is not. */
static void
synchronise_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  const int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  if (!synchronise (fd))
    g_debug ("%s: not synchronised: %s", folder, g_strerror (errno));
  close (fd);
}

gboolean
sl_new_file_append (SlNewFile *self, const void *data, gsize length, GError **error)
{
  if (!sl_descriptor_write (self->fd, data, length, self->written))
    return fail (self->path, errno, error);
  self->written += length;
  return TRUE;
}

gboolean
sl_new_file_commit (SlNewFile *self, GError **error)
{
  g_return_val_if_fail (self->temporary != NULL, FALSE);

  /* The target may have become an input or a device since it was begun. */
  if (!sl_file_can_write (self->path, error))
    return FALSE;
  if (!synchronise (self->fd) || g_rename (self->temporary, self->target) != 0)
    return fail (self->path, errno, error);
  g_clear_pointer (&self->temporary, g_free);
  synchronise_folder (self->target);
  return TRUE;
}

void
sl_new_file_free (SlNewFile *self)
{
  if (self->temporary)
    g_unlink (self->temporary);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->temporary);
  g_free (self->target);
  g_free (self->path);
  g_free (self);
}

gboolean
sl_file_write (const char *path, const void *data, gsize length, guint mode, GError **error)
{
  g_autoptr (SlNewFile) file = sl_new_file_begin (path, mode, error);

  if (!file)
    return FALSE;
  return sl_new_file_append (file, data, length, error) && sl_new_file_commit (file, error);
}
