/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/files/sl-kept-files.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "model/support/sl-error.h"

/* As many as Linux follows. */
#define MOST_LINKS 40

/* A file is known by its device and number, whatever its path. */
typedef struct { dev_t device; ino_t number; } FileId;

static GMutex mutex;
static gboolean guarded;
static GArray *kept;   /* FileId */
static GArray *folders; /* FileId */

void
sl_files_guard (void)
{
  g_mutex_lock (&mutex);
  guarded = TRUE;
  g_mutex_unlock (&mutex);
}

static gboolean
has (const GArray *list, const struct stat *status)
{
  for (guint i = 0; list && i < list->len; i++)
    {
      const FileId *id = &g_array_index (list, FileId, i);

      if (id->device == status->st_dev && id->number == status->st_ino)
        return TRUE;
    }
  return FALSE;
}

static void
remember (GArray **list, const char *path)
{
  struct stat status;
  FileId id;

  g_mutex_lock (&mutex);
  if (guarded && stat (path, &status) == 0)
    {
      id = (FileId) { status.st_dev, status.st_ino };
      if (!*list)
        *list = g_array_new (FALSE, FALSE, sizeof (FileId));
      if (!has (*list, &status))
        g_array_append_val (*list, id);
    }
  g_mutex_unlock (&mutex);
}

void
sl_file_keep (const char *path)
{
  remember (&kept, path);
}

void
sl_files_keep_folder (const char *folder)
{
  remember (&folders, folder);
}

static gboolean
is_in (GArray **list, const struct stat *status)
{
  gboolean found;

  g_mutex_lock (&mutex);
  found = has (*list, status);
  g_mutex_unlock (&mutex);
  return found;
}

char *
sl_file_resolve (const char *path)
{
  char *at = g_strdup (path);

  for (int i = 0; i < MOST_LINKS; i++)
    {
      g_autofree char *link = g_file_read_link (at, NULL);
      g_autofree char *folder = NULL;

      if (!link)
        break;
      folder = g_path_get_dirname (at);
      g_free (at);
      at = g_path_is_absolute (link) ? g_strdup (link) : g_build_filename (folder, link, NULL);
    }
  return at;
}

static gboolean
fail (GError **error, const char *path, const char *what)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, SL_ERROR, SL_ERROR_FILE, "%s: %s", shown, what);
  return FALSE;
}

static const char *
kind_of (mode_t mode)
{
  return S_ISDIR (mode)    ? _ ("expected the name of a file to write, found a folder")
         : S_ISCHR (mode)  ? _ ("expected the name of a file to write, found a device")
         : S_ISBLK (mode)  ? _ ("expected the name of a file to write, found a disk")
         : S_ISFIFO (mode) ? _ ("expected the name of a file to write, found a pipe")
                           : _ ("expected the name of a file to write, found something that is no file");
}

gboolean
sl_file_can_write (const char *path, GError **error)
{
  g_autofree char *target = NULL, *folder = NULL, *given = NULL, *what = NULL;
  struct stat status;

  g_return_val_if_fail (path != NULL, FALSE);
  if (*path == 0)
    return fail (error, path, _ ("expected the name of a file to write, found none"));
  target = sl_file_resolve (path);
  folder = g_path_get_dirname (target);
  given = g_path_get_dirname (path);
  if (stat (target, &status) == 0)
    {
      if (!S_ISREG (status.st_mode))
        return fail (error, path, kind_of (status.st_mode));
      if (is_in (&kept, &status))
        return fail (error, path,
                     _ ("this file is an input of this run and stays as it is; give another name"));
      if ((stat (folder, &status) == 0 && is_in (&folders, &status))
          || (stat (given, &status) == 0 && is_in (&folders, &status)))
        return fail (error, path,
                     _ ("this file belongs to Starloom’s data and stays as it is; give another name"));
    }
  else if (errno == ELOOP)
    return fail (error, path, g_strerror (ELOOP));
  if (stat (folder, &status) != 0 || !S_ISDIR (status.st_mode))
    what = g_strdup_printf (_ ("the folder %s does not exist"), folder);
  else if (access (folder, W_OK) != 0)
    what = g_strdup_printf (_ ("no file can be written in the folder %s"), folder);
  return !what || fail (error, path, what);
}
