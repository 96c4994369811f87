/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/session/sl-session-private.h"

#include <errno.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#define SAVE_DELAY_MS 1000

static void
save_cb (gpointer data)
{
  SlSession *self = data;
  g_autoptr (GError) error = NULL;

  self->save_id = 0;
  if (!sl_session_flush (self, &error))
    {
      g_autofree char *text = g_strdup_printf (_ ("The session could not be saved: %s"), error->message);

      sl_session_tell (self, text);
    }
}

void
sl_session_save_soon (SlSession *self)
{
  if (self->path && self->save_id == 0)
    self->save_id = g_timeout_add_once (SAVE_DELAY_MS, save_cb, self);
}

char *
sl_session_default_path (void)
{
  return g_build_filename (g_get_user_state_dir (), "starloom", "session.json", NULL);
}

gboolean
sl_session_flush (SlSession *self, GError **error)
{
  g_autofree char *text = NULL, *folder = NULL;

  g_return_val_if_fail (SL_IS_SESSION (self), FALSE);

  g_clear_handle_id (&self->save_id, g_source_remove);
  if (self->path == NULL)
    return TRUE;
  folder = g_path_get_dirname (self->path);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      int saved = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (saved), _ ("%s: cannot be created: %s"),
                   folder, g_strerror (saved));
      return FALSE;
    }
  text = sl_session_to_json (self);
  return g_file_set_contents_full (self->path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

void
sl_session_attach (SlSession *self, const char *path, char **message)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  SlSessionState state;
  gsize length;

  g_return_if_fail (SL_IS_SESSION (self) && path != NULL);

  if (message)
    *message = NULL;
  sl_session_end_drag (self);
  g_free (self->path);
  self->path = g_strdup (path);

  state = self->state;
  if (g_file_get_contents (path, &text, &length, &error) &&
      sl_session_state_from_json (&state, text, (gssize) length, &error))
    {
      SlSessionSnapshot to;

      sl_session_from_state (self, &state, &to);
      sl_session_go_to (self, &to);
      if (state.document && !state.document_modified)
        sl_session_document_saved (self);
      /* What was read needs no writing. */
      g_clear_handle_id (&self->save_id, g_source_remove);
      return;
    }
  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return;
  {
    g_autofree char *aside = g_strconcat (path, ".bad", NULL);
    gboolean moved = g_rename (path, aside) == 0;

    if (!moved && text == NULL)
      /* Neither readable nor movable: leave it alone for good. */
      g_clear_pointer (&self->path, g_free);
    if (message)
      *message = moved
                     ? g_strdup_printf (_ ("The last session could not be restored (%s). It was kept as %s."),
                                        error->message, aside)
                     : g_strdup_printf (_ ("The last session could not be restored: %s"), error->message);
  }
}

char *
sl_session_to_json (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), NULL);
  self->state.document_modified = sl_session_get_document_modified (self);
  return sl_session_state_to_json (&self->state);
}
