/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/sl-window-documents.h"

#include <string.h>

#include <glib/gi18n.h>

#include "app/io/sl-galaxy-settings.h"
#include "app/io/sl-export-data.h"
#include "app/desktop/sl-recent.h"
#include "app/window/sl-window-preferences.h"
#include "app/window/sl-window-private.h"
#include "model/io/sl-data.h"

#define KEY "sl-documents"

/* What the window needs for its files. */
typedef struct {
  SlWindow *window;
  GtkFileChooserNative *chooser; /* one at a time */
  const SlFigureInfo *figure;    /* whose numbers are to be saved */
  GMenu *recent;
} Documents;

static Documents *
documents (SlWindow *window)
{
  return g_object_get_data (G_OBJECT (window), KEY);
}

static void
documents_free (gpointer data)
{
  Documents *self = data;

  g_clear_object (&self->chooser);
  g_clear_object (&self->recent);
  g_free (self);
}

/* A toast has no room for what is wrong with a file. */
static void
complain (SlWindow *window, const char *heading, const char *text)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (window), heading, text);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- recent files --------------------------------------------------------- */

static void
fill_recent (Documents *self)
{
  g_autofree char *aside = sl_session_aside_path (sl_window_get_session (self->window));
  const guint n = sl_recent_fill (self->recent, SL_SESSION_MIME_TYPE);

  if (aside)
    {
      g_autoptr (GMenu) section = g_menu_new ();

      sl_recent_append (section, _ ("Unsaved Work From Before"), aside);
      g_menu_append_section (self->recent, NULL, G_MENU_MODEL (section));
    }
  else if (n == 0)
    sl_recent_append_none (self->recent);
}

static void
recent_cb (GtkRecentManager *manager, SlWindow *window)
{
  fill_recent (documents (window));
}

static void
remember (SlWindow *window)
{
  const char *path = sl_session_get_document (sl_window_get_session (window));
  g_autofree char *name = sl_session_document_name (sl_window_get_session (window));

  if (path)
    sl_recent_add (path, name, SL_SESSION_MIME_TYPE);
  /* Of the manager one hears later; the work kept aside it does not know. */
  fill_recent (documents (window));
}

/* --- title ---------------------------------------------------------------- */

/* With a document its name stands where that of the preset stands without. */
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

/* --- opening and saving --------------------------------------------------- */

void
sl_window_open_path (SlWindow *window, const char *path)
{
  SlSession *session = sl_window_get_session (window);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL, *text = NULL;

  if (!sl_session_open (session, path, &error))
    {
      complain (window, _ ("The File Could Not Be Opened"), error->message);
      return;
    }
  remember (window);
  name = sl_session_document_name (session);
  text = name ? g_strdup_printf (_ ("Opened “%s”"), name) : g_strdup (_ ("The work from before is back"));
  sl_window_toast (window, text, sl_session_get_can_undo (session));
}

static void
save_to (SlWindow *window, const char *path)
{
  SlSession *session = sl_window_get_session (window);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL, *text = NULL;

  if (!sl_session_save_as (session, path, &error))
    {
      complain (window, _ ("The File Was Not Saved"), error->message);
      return;
    }
  remember (window);
  name = sl_session_document_name (session);
  text = g_strdup_printf (_ ("Saved “%s”"), name);
  sl_window_toast (window, text, FALSE);
}

static void
save_data_to (SlWindow *window, const SlFigureInfo *info, const char *path)
{
  SlSession *session = sl_window_get_session (window);
  SlPlotView *view = sl_window_get_view (window, info->name);
  SlPlot *plot = view ? sl_plot_view_get_plot (view) : NULL;
  g_autofree char *grid = sl_data_path ("ssp_bc03_miles.h5"), *name = g_path_get_basename (path),
                  *text = NULL;
  g_autoptr (GError) error = NULL;
  SlFigurePin pins[SL_SESSION_MAX_PINS];
  SlExportData data = { .plot = plot,
                        .info = info,
                        .galaxy = sl_session_get_galaxy (session),
                        .pins = pins,
                        .preset = sl_session_get_preset (session),
                        .gradient = sl_session_get_gradient (session),
                        .grid = grid };

  for (guint i = 0; i < sl_session_n_pins (session); i++)
    if (sl_session_get_pin (session, i)->shown)
      pins[data.n_pins++] = (SlFigurePin) { .name = sl_session_get_pin (session, i)->name,
                                            .galaxy = &sl_session_get_pin (session, i)->galaxy };
  data.lines = sl_session_get_line_names (session, &data.n_lines);
  if (!plot)
    text = g_strdup (_ ("There is nothing to save yet"));
  else if (sl_export_data (&data, path, &error))
    text = g_strdup_printf (_ ("Saved %s"), name);
  else
    text = g_strdup_printf (_ ("Not saved: %s"), error->message);
  sl_window_toast (window, text, FALSE);
}

static void choose (SlWindow *window, GtkFileChooserAction action, const SlFigureInfo *figure,
                    const char *name);

static void
chosen (SlWindow *window, GtkFileChooserAction action, const SlFigureInfo *figure, const char *path)
{
  g_autofree char *ended = NULL;

  if (action == GTK_FILE_CHOOSER_ACTION_OPEN)
    sl_window_open_path (window, path);
  else if (figure)
    save_data_to (window, figure, path);
  else if (g_str_has_suffix (path, SL_SESSION_ENDING))
    save_to (window, path);
  else if (!g_file_test ((ended = g_strconcat (path, SL_SESSION_ENDING, NULL)), G_FILE_TEST_EXISTS))
    save_to (window, ended);
  else
    {
      /* With the ending it is the name of another file, of which the chooser has not asked. */
      g_autofree char *name = g_path_get_basename (ended);

      choose (window, action, NULL, name);
    }
}

static void
response_cb (GtkNativeDialog *dialog, int response, SlWindow *window)
{
  Documents *self = documents (window);
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GFile) file =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
  g_autofree char *path = file ? g_file_get_path (file) : NULL;

  if (path)
    chosen (window, gtk_file_chooser_get_action (GTK_FILE_CHOOSER (chooser)), self->figure, path);
  else if (file)
    sl_window_toast (window, _ ("The place is not a folder of this computer"), FALSE);
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *const *patterns)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (guint i = 0; patterns[i]; i++)
    gtk_file_filter_add_pattern (filter, patterns[i]);
  gtk_file_chooser_add_filter (chooser, filter);
}

/* figure: its numbers are saved, else the document. */
static void
choose (SlWindow *window, GtkFileChooserAction action, const SlFigureInfo *figure, const char *name)
{
  const gboolean open = action == GTK_FILE_CHOOSER_ACTION_OPEN;
  const char *path = sl_session_get_document (sl_window_get_session (window));
  Documents *self = documents (window);

  if (self->chooser)
    return;
  self->figure = figure;
  self->chooser = gtk_file_chooser_native_new (open     ? _ ("Open")
                                               : figure ? _ ("Save Data")
                                                        : _ ("Save As"),
                                               GTK_WINDOW (window), action, open ? _ ("_Open") : _ ("_Save"),
                                               _ ("_Cancel"));
  if (figure)
    add_filter (GTK_FILE_CHOOSER (self->chooser), _ ("Tables (CSV, TSV, text)"),
                (const char *const[]) { "*.csv", "*.tsv", "*.txt", NULL });
  else
    add_filter (GTK_FILE_CHOOSER (self->chooser), _ ("Starloom Files"),
                (const char *const[]) { "*" SL_SESSION_ENDING, NULL });
  if (open)
    add_filter (GTK_FILE_CHOOSER (self->chooser), _ ("All Files"), (const char *const[]) { "*", NULL });
  else
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  if (path)
    {
      g_autoptr (GFile) file = g_file_new_for_path (path), folder = g_file_get_parent (file);

      if (folder)
        gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), folder, NULL);
    }
  g_signal_connect (self->chooser, "response", G_CALLBACK (response_cb), window);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* --- actions -------------------------------------------------------------- */

static void
new_cb (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  sl_session_new_document (sl_window_get_session (window));
  remember (window);
  sl_window_toast (window, _ ("A new document"), TRUE);
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  choose (window, GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
}

static void
open_file_cb (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  sl_window_open_path (window, g_variant_get_string (parameter, NULL));
}

static void
save_as_cb (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  SlSession *session = sl_window_get_session (window);
  g_autofree char *name = sl_session_document_name (session);
  g_autofree char *full =
      g_strconcat (name ? name : sl_session_get_preset (session), SL_SESSION_ENDING, NULL);

  choose (window, GTK_FILE_CHOOSER_ACTION_SAVE, NULL, full);
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  const char *path = sl_session_get_document (sl_window_get_session (window));

  if (path)
    save_to (window, path);
  else
    save_as_cb (action, parameter, window);
}

static void
save_data_cb (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  const SlFigureInfo *info = sl_figure_find (g_variant_get_string (parameter, NULL));
  g_autofree char *name = NULL;

  if (!info)
    return;
  name = g_strdup_printf ("starloom-%s-%s.csv", sl_session_get_preset (sl_window_get_session (window)),
                          info->name);
  choose (window, GTK_FILE_CHOOSER_ACTION_SAVE, info, name);
}

static void
copy_command_cb (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  SlSession *session = sl_window_get_session (window);
  const SlGalaxy *galaxy = sl_session_get_galaxy (session);
  const SlFigureInfo *info = sl_session_tile_info (&sl_session_get_layout (session)->tile[0]);
  guint n_lines;
  const char *const *lines = sl_session_get_line_names (session, &n_lines);
  g_autofree char *line = sl_galaxy_settings_to_command (galaxy, sl_session_get_preset (session), lines, n_lines,
                                                    info->name, sl_session_get_gradient (session));
  const gboolean tables = (galaxy->sfh_form == SL_SFH_TABLE && galaxy->sfh_table)
                          || (galaxy->metals == SL_METALS_TABLE && galaxy->metals_table);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (window)), line);
  sl_window_toast (window, tables ? _ ("Copied the command; run it where the files of its tables are")
                                  : _ ("Copied the command that draws this galaxy"), FALSE);
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  sl_window_show_preferences (window);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, SlWindow *window)
{
  GSList *files = g_value_get_boxed (value);
  g_autofree char *path = files ? g_file_get_path (files->data) : NULL;

  if (!path)
    return FALSE;
  sl_window_open_path (window, path);
  return TRUE;
}

void
sl_window_install_documents (SlWindow *window)
{
  static const GActionEntry entries[] = {
    { "new", new_cb },
    { "open", open_cb },
    { "open-file", open_file_cb, "s" },
    { "save", save_cb },
    { "save-as", save_as_cb },
    { "save-data", save_data_cb, "s" },
    { "copy-command", copy_command_cb },
    { "preferences", preferences_cb },
  };
  /* What the title shows, and what writes it anew in the window's own handlers. */
  static const char *const properties[] = { "document", "document-modified", "preset",
                                            "changed",  "can-undo",          "can-redo" };
  SlSession *session = sl_window_get_session (window);
  Documents *self = g_new0 (Documents, 1);
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->window = window;
  self->recent = g_object_ref (
      G_MENU (gtk_widget_get_template_child (GTK_WIDGET (window), SL_TYPE_WINDOW, "recent_menu")));
  g_object_set_data_full (G_OBJECT (window), KEY, self, documents_free);
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), window);
  gtk_widget_add_controller (GTK_WIDGET (window), GTK_EVENT_CONTROLLER (target));
  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      g_autofree char *signal = g_strconcat ("notify::", properties[i], NULL);

      g_signal_connect_object (session, signal, G_CALLBACK (title_cb), window, 0);
    }
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed", G_CALLBACK (recent_cb), window, 0);
  fill_recent (self);
  title_cb (session, NULL, window);
  sl_window_follow_preferences (window);
}
