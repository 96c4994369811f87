/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents: files that the user names and opens. */
#include "app/session/sl-session-private.h"

#include <string.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "model/files/sl-new-file.h"
#include "model/io/sl-file.h"
#include "model/support/sl-error.h"

typedef SlSessionSnapshot Snapshot;

/* Beside the session's copy on disk: unsaved work from before another file was opened. */
#define ASIDE "aside" SL_SESSION_ENDING

void
sl_session_document_take (SlSession *self, const char *document)
{
  if (self->state.document == document)
    return;
  self->state.document = document;
  g_object_notify (G_OBJECT (self), "document");
}

void
sl_session_document_check (SlSession *self)
{
  const gboolean modified = sl_session_get_document_modified (self);

  if (self->told_modified == modified)
    return;
  self->told_modified = modified;
  g_object_notify (G_OBJECT (self), "document-modified");
}

void
sl_session_document_saved (SlSession *self)
{
  Snapshot now;

  sl_session_snapshot (self, &now);
  if (self->state.document)
    g_hash_table_insert (self->saved, (gpointer) self->state.document, g_memdup2 (&now, sizeof now));
  sl_session_document_check (self);
}

gboolean
sl_session_get_document_modified (SlSession *self)
{
  const Snapshot *saved;
  SlSessionLayout plain;
  Snapshot now;

  g_return_val_if_fail (SL_IS_SESSION (self), FALSE);

  if (!self->state.document)
    {
      sl_session_layout_init (&plain);
      return sl_session_get_changed (self)
             || (!self->scene.has_pins && (self->state.desk.n_pins > 0 || self->state.desk.differences))
             || (!self->scene.has_layout && !sl_session_layout_equal (&plain, &self->state.desk.layout));
    }
  saved = g_hash_table_lookup (self->saved, self->state.document);
  sl_session_snapshot (self, &now);
  return !saved || !sl_session_same_snapshot (saved, &now);
}

const char *
sl_session_get_document (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), NULL);
  return self->state.document;
}

static char *
name_of (const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);

  if (g_str_has_suffix (name, SL_SESSION_ENDING) && strlen (name) > strlen (SL_SESSION_ENDING))
    name[strlen (name) - strlen (SL_SESSION_ENDING)] = 0;
  return g_steal_pointer (&name);
}

char *
sl_session_document_name (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), NULL);
  return self->state.document ? name_of (self->state.document) : NULL;
}

/* --- unsaved work --------------------------------------------------------- */

char **
sl_session_list_aside (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), NULL);
  return sl_autosave_list_aside (self->autosave, ASIDE);
}

char *
sl_session_aside_path (SlSession *self)
{
  g_auto (GStrv) all = sl_session_list_aside (self);

  return g_strdup (all[0]);
}

static gboolean
write_document (SlSession *self, const char *path, int mode, GError **error)
{
  SlSessionState state = self->state;
  g_autofree char *text = NULL;

  /* The file may be given to others: no path in it. */
  state.document = NULL;
  text = sl_session_state_to_json (&state);
  return sl_file_write (path, text, strlen (text), mode, error);
}

static gboolean
write_aside (gpointer session, const char *path, GError **error)
{
  return write_document (session, path, SL_FILE_PRIVATE, error);
}

/* Undo restores unsaved work while the program runs, this file later. */
gboolean
sl_session_put_aside (SlSession *self, GError **error)
{
  g_return_val_if_fail (SL_IS_SESSION (self), FALSE);
  return !sl_session_get_document_modified (self)
         || sl_autosave_put_aside (self->autosave, ASIDE, write_aside, error);
}

void
sl_session_keep_aside (SlSession *self)
{
  g_autoptr (GError) error = NULL;

  if (!sl_session_put_aside (self, &error))
    sl_session_tell (self, error->message);
}

/* Writes at once which file this is, in case the program ends. */
static void
save_now (SlSession *self)
{
  g_autoptr (GError) error = NULL;

  if (!sl_session_flush (self, &error))
    sl_session_tell (self, error->message);
}

/* --- files ---------------------------------------------------------------- */

char *
sl_session_read_text (const char *path, gsize *length, GError **error)
{
  return sl_file_read (path, _ ("a Starloom file"), SL_SESSION_MOST_BYTES, length, error);
}

gboolean
sl_session_open (SlSession *self, const char *path, GError **error)
{
  g_autofree char *text = NULL, *full = NULL, *name = NULL, *title = NULL;
  SlSessionState state;
  Snapshot next;
  gboolean unnamed;
  gsize length;

  g_return_val_if_fail (SL_IS_SESSION (self) && path != NULL, FALSE);

  sl_session_end_drag (self);
  if (!(text = sl_session_read_text (path, &length, error)))
    return FALSE;
  state = self->state;
  if (!sl_session_state_from_json (&state, text, (gssize) length, error))
    {
      g_autofree char *shown = g_filename_display_name (path);

      g_prefix_error (error, "%s: ", shown);
      return FALSE;
    }
  full = g_canonicalize_filename (path, NULL);
  unnamed = sl_autosave_is_aside (self->autosave, ASIDE, full);
  sl_session_keep_aside (self);
  sl_session_from_state (self, &state, &next);
  /* Unsaved work that was kept has no name yet. */
  next.look.document = unnamed ? NULL : g_intern_string (full);
  name = name_of (full);
  title = g_strdup_printf (_ ("Open “%s”"), name);
  sl_session_change (self, &next, title);
  sl_session_document_saved (self);
  save_now (self);
  return TRUE;
}

gboolean
sl_session_save_as (SlSession *self, const char *path, GError **error)
{
  g_autofree char *full = NULL;

  g_return_val_if_fail (SL_IS_SESSION (self) && path != NULL, FALSE);

  sl_session_end_drag (self);
  if (!write_document (self, path, SL_FILE_SHARED, error))
    return FALSE;
  full = g_canonicalize_filename (path, NULL);
  sl_session_document_take (self, g_intern_string (full));
  sl_session_document_saved (self);
  save_now (self);
  return TRUE;
}

void
sl_session_new_document (SlSession *self)
{
  SlSessionState state;
  Snapshot next;

  g_return_if_fail (SL_IS_SESSION (self));

  sl_session_end_drag (self);
  sl_session_keep_aside (self);
  sl_session_state_init (&state);
  state.galaxy.numerics = self->numerics;
  memcpy (state.line, self->state.line, sizeof state.line);
  state.n_lines = self->state.n_lines;
  sl_session_from_state (self, &state, &next);
  sl_session_change (self, &next, _ ("New document"));
}
