/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/sl-window-documents.h"

#include <string.h>

#include <glib/gi18n.h>

#include "app/window/sl-window-preferences.h"
#include "app/window/sl-window-private.h"
#include "app/desktop/sl-settings.h"

/* --- files ---------------------------------------------------------------- */

static gboolean
read_file (GtkWindow *window, const char *path, GError **error)
{
  return sl_session_open (SL_WINDOW (window)->session, path, error);
}

static gboolean
write_file (GtkWindow *window, const char *path, GError **error)
{
  return sl_session_save_as (SL_WINDOW (window)->session, path, error);
}

static const char *
get_path (GtkWindow *window)
{
  return sl_session_get_document (SL_WINDOW (window)->session);
}

static char *
get_name (GtkWindow *window)
{
  return sl_session_document_name (SL_WINDOW (window)->session);
}

static char *
suggest_name (GtkWindow *window)
{
  SlSession *session = SL_WINDOW (window)->session;
  g_autofree char *name = sl_session_document_name (session);

  return g_strconcat (name ? name : sl_session_get_preset (session), SL_SESSION_ENDING, NULL);
}

static const char *
restored_text (void)
{
  return _ ("Unsaved work is restored");
}

static char **
list_aside (GtkWindow *window)
{
  return sl_session_list_aside (SL_WINDOW (window)->session);
}

static gboolean
is_modified (GtkWindow *window)
{
  return sl_session_get_document_modified (SL_WINDOW (window)->session);
}

static gboolean
leave (GtkWindow *window, gboolean keep, GError **error)
{
  return sl_session_leave (SL_WINDOW (window)->session, keep, error);
}

const SlWindowFiles sl_window_galaxy_files = {
  .mime_type = SL_SESSION_MIME_TYPE,
  .ending = SL_SESSION_ENDING,
  .open = { N_ ("Open"), N_ ("Starloom Files"), { "*" SL_SESSION_ENDING }, TRUE },
  .save = { N_ ("Save As"), N_ ("Starloom Files"), { "*" SL_SESSION_ENDING }, FALSE },
  .read = read_file,
  .write = write_file,
  .get_path = get_path,
  .get_name = get_name,
  .suggest_name = suggest_name,
  .restored_text = restored_text,
  .list_aside = list_aside,
  .modified = is_modified,
  .leave = leave,
};

void
sl_window_open_path (SlWindow *window, const char *path)
{
  sl_window_files_open (&window->shell, path);
}

/* --- title ---------------------------------------------------------------- */

/* The name of the document; without one, the title of the preset. */
static void
title_cb (SlSession *session, GParamSpec *pspec, SlWindow *window)
{
  g_autofree char *name = sl_session_document_name (session);
  g_autofree char *title = NULL;

  if (!name)
    {
      const char *preset = sl_session_get_scene (session)->title;

      gtk_window_set_title (GTK_WINDOW (window), "Starloom");
      if (*preset)
        gtk_label_set_text (window->title_label, preset);
      gtk_widget_set_visible (GTK_WIDGET (window->changed_label), sl_session_get_changed (session));
      return;
    }
  /* Translators: title of the window: name of a document, then that of the program */
  title = g_strdup_printf (_ ("%s — Starloom"), name);
  gtk_window_set_title (GTK_WINDOW (window), title);
  gtk_label_set_text (window->title_label, name);
  gtk_widget_set_visible (GTK_WIDGET (window->changed_label), sl_session_get_document_modified (session));
}

/* --- actions -------------------------------------------------------------- */

static void
new_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SlWindow *window = data;

  sl_session_new_document (window->session);
  sl_window_files_update_recent (&window->shell);
  sl_window_toast (window, _ ("New document"), TRUE);
}

/* Of the first plot of this kind. */
static void
save_data_cb (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  sl_window_export_data (window, g_variant_get_string (parameter, NULL));
}

static void
copy_command_cb (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  sl_window_copy_commands (window, NULL);
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  sl_window_show_preferences (window);
}

void
sl_window_install_documents (SlWindow *window)
{
  static const GActionEntry entries[] = {
    { "new", new_cb },
    { "save-data", save_data_cb, "s" },
    { "copy-command", copy_command_cb },
    { "preferences", preferences_cb },
  };
  /* What the title depends on; the window's own handlers of them write it, too, and run before. */
  static const char *const properties[] = { "document", "document-modified", "preset",
                                            "changed",  "can-undo",          "can-redo" };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  sl_window_files_install (&window->shell);
  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      g_autofree char *signal = g_strconcat ("notify::", properties[i], NULL);

      g_signal_connect_object (window->session, signal, G_CALLBACK (title_cb), window, 0);
    }
  title_cb (window->session, NULL, window);
  sl_window_follow_preferences (window);
}
