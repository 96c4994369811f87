/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session's copy on disk, which outlives the program. */
#include <string.h>

#include <glib/gi18n.h>

#include "app/session/sl-session-private.h"
#include "model/files/sl-new-file.h"

#define NAME "session.json"

static gboolean
write_session (gpointer session, const char *path, GError **error)
{
  g_autofree char *text = sl_session_to_json (session);

  return sl_file_write (path, text, strlen (text), SL_FILE_PRIVATE, error);
}

static void
tell_failed (gpointer session, const GError *error)
{
  g_autofree char *text = g_strdup_printf (_ ("The session could not be saved: %s"), error->message);

  sl_session_tell (session, text);
}

SlAutosave *
sl_session_autosave_new (SlSession *self)
{
  return sl_autosave_new (self, write_session, tell_failed);
}

char *
sl_session_default_path (void)
{
  return sl_autosave_default_path (NAME);
}

char *
sl_session_claim (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), NULL);
  return sl_autosave_claim (self->autosave, NAME);
}

guint
sl_session_count_left (void)
{
  return sl_autosave_count_left (NAME);
}

static gboolean
put_aside (gpointer session, GError **error)
{
  return sl_session_put_aside (session, error);
}

gboolean
sl_session_leave (SlSession *self, gboolean keep, GError **error)
{
  g_return_val_if_fail (SL_IS_SESSION (self), FALSE);

  sl_session_end_drag (self);
  return sl_autosave_leave (self->autosave, NAME,
                            sl_session_get_document_modified (self) || self->state.document, put_aside, keep,
                            error);
}

gboolean
sl_session_flush (SlSession *self, GError **error)
{
  g_return_val_if_fail (SL_IS_SESSION (self), FALSE);
  return sl_autosave_flush (self->autosave, error);
}

/* The file at path is no session, or cannot be read. */
static char *
set_aside (SlSession *self, gboolean readable, const GError *error)
{
  g_autofree char *aside = sl_autosave_set_aside (self->autosave);

  if (aside)
    return g_strdup_printf (_ ("The last session could not be restored (%s). It was kept as %s."),
                            error->message, aside);
  /* Neither readable nor movable: never overwrite it. */
  if (!readable)
    sl_autosave_set_path (self->autosave, NULL);
  return g_strdup_printf (_ ("The last session could not be restored: %s"), error->message);
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
  sl_autosave_set_path (self->autosave, path);

  state = self->state;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return;
  text = sl_session_read_text (path, &length, &error);
  if (text && sl_session_state_from_json (&state, text, (gssize) length, &error))
    {
      SlSessionSnapshot to;

      sl_session_from_state (self, &state, &to);
      sl_session_go_to (self, &to);
      if (state.document && !state.document_modified)
        sl_session_document_saved (self);
      sl_autosave_forget (self->autosave);
      return;
    }
  if (message)
    *message = set_aside (self, text != NULL, error);
  else
    g_free (set_aside (self, text != NULL, error));
}

char *
sl_session_to_json (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), NULL);
  self->state.document_modified = sl_session_get_document_modified (self);
  return sl_session_state_to_json (&self->state);
}
