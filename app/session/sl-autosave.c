/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/session/sl-autosave.h"

#include <errno.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "model/files/sl-new-file.h"

#define DELAY_MS 1000

struct _SlAutosave {
  gpointer document;
  SlAutosaveWrite write;
  SlAutosaveFailed failed;
  char *path;
  guint timeout;   /* 0: nothing to write */
};

SlAutosave *
sl_autosave_new (gpointer document, SlAutosaveWrite write, SlAutosaveFailed failed)
{
  SlAutosave *self = g_new0 (SlAutosave, 1);

  self->document = document;
  self->write = write;
  self->failed = failed;
  return self;
}

void
sl_autosave_free (SlAutosave *self)
{
  sl_autosave_forget (self);
  g_free (self->path);
  g_free (self);
}

void
sl_autosave_set_path (SlAutosave *self, const char *path)
{
  char *old = self->path;
  g_autofree char *folder = path ? g_path_get_dirname (path) : NULL;

  /* What a program that was killed has left. */
  if (folder)
    sl_files_clean (folder);
  self->path = g_strdup (path);
  g_free (old);
}

const char *
sl_autosave_get_path (SlAutosave *self)
{
  return self->path;
}

static void
save_cb (gpointer data)
{
  SlAutosave *self = data;
  g_autoptr (GError) error = NULL;

  self->timeout = 0;
  if (!sl_autosave_flush (self, &error))
    self->failed (self->document, error);
}

void
sl_autosave_soon (SlAutosave *self)
{
  if (self->path && self->timeout == 0)
    self->timeout = g_timeout_add_once (DELAY_MS, save_cb, self);
}

void
sl_autosave_forget (SlAutosave *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
}

gboolean
sl_autosave_get_pending (SlAutosave *self)
{
  return self->timeout != 0;
}

gboolean
sl_autosave_flush (SlAutosave *self, GError **error)
{
  g_autofree char *folder = NULL;

  sl_autosave_forget (self);
  if (!self->path)
    return TRUE;
  folder = g_path_get_dirname (self->path);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      const int saved = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (saved), _ ("%s: cannot be created: %s"),
                   folder, g_strerror (saved));
      return FALSE;
    }
  return self->write (self->document, self->path, error);
}

char *
sl_autosave_set_aside (SlAutosave *self)
{
  g_autofree char *aside = g_strconcat (self->path, ".bad", NULL);

  return g_rename (self->path, aside) == 0 ? g_steal_pointer (&aside) : NULL;
}

char *
sl_autosave_default_path (const char *name)
{
  return g_build_filename (g_get_user_state_dir (), "starloom", name, NULL);
}
