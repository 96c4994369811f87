/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/desktop/sl-window-files.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "app/desktop/sl-recent.h"
#include "app/desktop/sl-window-reading.h"
#include "model/files/sl-new-file.h"
#include "ui/plot/render/sl-plot-cairo.h"

/* Entries of the menu for unsaved work. */
#define MOST_ASIDE 5

/* --- a dialog --------------------------------------------------------------- */

typedef struct {
  SlWindowShell *shell;
  SlFileChosen chosen;
  gpointer data;
  GDestroyNotify free_data;
} Choice;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  if (choice->free_data)
    choice->free_data (choice->data);
  g_free (choice);
}

static void
answer_cb (GFile *file, gpointer data)
{
  const Choice *choice = data;
  SlWindowShell *self = choice->shell;
  g_autofree char *path = file ? g_file_get_path (file) : NULL;

  /* chosen() may open the next dialog. */
  self->chooser = NULL;
  if (path)
    choice->chosen (self->window, path, choice->data);
  else if (file)
    sl_window_shell_toast (self, _ ("Not a folder of this computer"), FALSE);
  if (!path)
    self->closing = FALSE;
}

static GtkFileFilter *
new_filter (const char *name, const char *const *patterns)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (guint i = 0; patterns[i]; i++)
    gtk_file_filter_add_pattern (filter, patterns[i]);
  return filter;
}

/* Where the document's file is, or NULL. */
static GFile *
first_folder (SlWindowShell *self)
{
  const char *path = self->files->get_path (self->window);
  g_autoptr (GFile) file = path ? g_file_new_for_path (path) : NULL;

  return file ? g_file_get_parent (file) : NULL;
}

void
sl_window_files_choose (SlWindowShell *self, const SlFileKind *kind, const char *name, SlFileChosen chosen,
                        gpointer data, GDestroyNotify free_data)
{
  Choice *choice = g_new0 (Choice, 1);
  g_autoptr (GtkFileFilter) filter = NULL, all = NULL;
  g_autoptr (GFile) folder = NULL;

  *choice = (Choice) { self, chosen, data, free_data };
  if (self->chooser)
    {
      choice_free (choice);
      return;
    }
  filter = new_filter (_ (kind->filter), kind->patterns);
  all = kind->open ? new_filter (_ ("All Files"), (const char *const[]) { "*", NULL }) : NULL;
  folder = first_folder (self);
  self->chooser = sl_file_dialog_ask (self->window,
                                      &(SlFileQuestion) { .title = _ (kind->title),
                                                          .save = !kind->open,
                                                          .name = name,
                                                          .folder = folder,
                                                          .filter = { filter, all } },
                                      answer_cb, choice, choice_free);
}

void
sl_window_files_tell_saved (SlWindowShell *self, const char *path, const GError *error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *text = error ? g_strdup_printf (_ ("Not saved: %s"), error->message)
                                : g_strdup_printf (_ ("Saved %s"), name);

  sl_window_shell_toast (self, text, FALSE);
}

void
sl_window_files_tell_nothing (SlWindowShell *self)
{
  sl_window_shell_toast (self, _ ("There is nothing to save yet"), FALSE);
}

/* --- recent files ----------------------------------------------------------- */

/* Adds the newest unsaved work of earlier; returns how many. */
static guint
add_aside (SlWindowShell *self)
{
  g_auto (GStrv) paths = self->files->list_aside (self->window);
  const guint n = MIN (g_strv_length (paths), MOST_ASIDE);
  g_autoptr (GMenu) section = g_menu_new ();

  for (guint i = 0; i < n; i++)
    {
      GStatBuf info;
      g_autoptr (GDateTime) time =
          g_stat (paths[i], &info) == 0 ? g_date_time_new_from_unix_local (info.st_mtime) : NULL;
      /* Translators: day and time as in the name of a menu entry, for g_date_time_format() */
      g_autofree char *when = time ? g_date_time_format (time, _ ("%e %B, %H:%M")) : g_strdup ("");
      g_autofree char *name = g_strdup_printf (_ ("Unsaved Work of %s"), g_strstrip (when));

      sl_recent_append (section, name, paths[i]);
    }
  if (n)
    g_menu_append_section (self->recent_menu, NULL, G_MENU_MODEL (section));
  return n;
}

void
sl_window_files_update_recent (SlWindowShell *self)
{
  guint n = sl_recent_fill (self->recent_menu, self->files->mime_type);

  n += add_aside (self);
  if (n == 0)
    sl_recent_append_none (self->recent_menu);
}

static void
recent_cb (GtkRecentManager *manager, GtkWindow *window)
{
  sl_window_files_update_recent (sl_window_shell_of (window));
}

static void
remember (SlWindowShell *self)
{
  const char *path = self->files->get_path (self->window);
  g_autofree char *full = path ? g_canonicalize_filename (path, NULL) : NULL,
                  *name = self->files->get_name (self->window);

  if (full)
    sl_recent_add (full, name, self->files->mime_type);
  /* The manager's signal comes later, and not for what add_recent() adds. */
  sl_window_files_update_recent (self);
}

/* --- documents -------------------------------------------------------------- */

static void
tell_opened (SlWindowShell *self, const GError *error)
{
  g_autofree char *name = NULL, *text = NULL;

  if (error)
    {
      sl_window_shell_complain (self, _ ("The File Could Not Be Opened"), error->message);
      return;
    }
  remember (self);
  name = self->files->get_name (self->window);
  text = name || !self->files->restored_text ? g_strdup_printf (_ ("Opened “%s”"), name ? name : "")
                                             : g_strdup (self->files->restored_text ());
  sl_window_shell_toast (self, text,
                         g_action_group_get_action_enabled (G_ACTION_GROUP (self->window), "undo"));
}

/* The old document stays where the user gave up. */
static void
loaded_cb (GtkWindow *window, const char *path, gpointer what, const GError *error, gpointer data)
{
  SlWindowShell *self = sl_window_shell_of (window);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (what)
    self->files->take (window, path, what);
  tell_opened (self, error);
}

void
sl_window_files_open (SlWindowShell *self, const char *path)
{
  const SlWindowFiles *files = self->files;
  g_autoptr (GError) error = NULL;

  if (files->load)
    {
      const SlReadingKind kind = { files->load, files->free_loaded, loaded_cb };

      sl_window_reading_begin (self->window, path, &kind, NULL, NULL);
      return;
    }
  files->read (self->window, path, &error);
  tell_opened (self, error);
}

static void
save_to (SlWindowShell *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL, *text = NULL;

  if (!self->files->write (self->window, path, &error))
    {
      self->closing = FALSE;
      sl_window_shell_complain (self, _ ("The File Was Not Saved"), error->message);
      return;
    }
  if (self->closing)
    {
      gtk_window_close (self->window);
      return;
    }
  remember (self);
  name = self->files->get_name (self->window);
  text = g_strdup_printf (_ ("Saved “%s”"), name);
  sl_window_shell_toast (self, text, FALSE);
}

static void
open_chosen_cb (GtkWindow *window, const char *path, gpointer shell)
{
  sl_window_files_open (shell, path);
}

static void
save_chosen_cb (GtkWindow *window, const char *path, gpointer shell)
{
  SlWindowShell *self = shell;
  const char *ending = self->files->ending;
  g_autofree char *full = NULL, *name = NULL;

  if (!ending || g_str_has_suffix (path, ending))
    {
      save_to (self, path);
      return;
    }
  full = g_strconcat (path, ending, NULL);
  if (!g_file_test (full, G_FILE_TEST_EXISTS))
    {
      save_to (self, full);
      return;
    }
  /* With the ending it is another file, which exists, and the dialog has not asked about it. */
  name = g_path_get_basename (full);
  sl_window_files_choose (self, &self->files->save, name, save_chosen_cb, self, NULL);
}

/* --- actions ---------------------------------------------------------------- */

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer shell)
{
  SlWindowShell *self = shell;

  sl_window_files_choose (self, &self->files->open, NULL, open_chosen_cb, self, NULL);
}

static void
open_file_cb (GSimpleAction *action, GVariant *parameter, gpointer shell)
{
  sl_window_files_open (shell, g_variant_get_string (parameter, NULL));
}

static void
save_as_cb (GSimpleAction *action, GVariant *parameter, gpointer shell)
{
  SlWindowShell *self = shell;
  g_autofree char *name = self->files->suggest_name (self->window);

  sl_window_files_choose (self, &self->files->save, name, save_chosen_cb, self, NULL);
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer shell)
{
  SlWindowShell *self = shell;
  g_autofree char *path = g_strdup (self->files->get_path (self->window));

  if (path)
    save_to (self, path);
  else
    save_as_cb (action, parameter, shell);
}

/* --- closing ---------------------------------------------------------------- */

static SlWindowFilesEnd end;

void
sl_window_files_set_end (SlWindowFilesEnd now)
{
  end = now;
}

/* Whether no other window of this kind is open. */
static gboolean
is_alone (SlWindowShell *self)
{
  GtkApplication *app = gtk_window_get_application (self->window);

  for (GList *window = app ? gtk_application_get_windows (app) : NULL; window; window = window->next)
    if (window->data != self->window
        && G_TYPE_FROM_INSTANCE (window->data) == G_TYPE_FROM_INSTANCE (self->window))
      return FALSE;
  return TRUE;
}

static void
close_anyway_cb (SlWindowShell *self, const char *name)
{
  self->closing = TRUE;
  gtk_window_close (self->window);
}

static void
answered_cb (SlWindowShell *self, const char *name)
{
  self->closing = TRUE;
  if (g_strcmp0 (name, "save") == 0)
    g_action_group_activate_action (G_ACTION_GROUP (self->window), "save", NULL);
  else
    gtk_window_close (self->window);
}

gboolean
sl_window_files_stay (SlWindowShell *self)
{
  static const SlShellAnswer save[] = { { "discard", N_ ("Close _without Saving"), FALSE, TRUE },
                                        { "save", N_ ("_Save"), TRUE, FALSE },
                                        { NULL } };
  static const SlShellAnswer lost[] = { { "close", N_ ("Close and _Lose Changes"), FALSE, TRUE }, { NULL } };
  const gboolean keep = end != SL_WINDOW_FILES_RUNNING || is_alone (self);
  g_autoptr (GError) error = NULL;

  if (!keep && !self->closing && self->files->modified (self->window))
    {
      sl_window_shell_ask (self, _ ("Save Changes?"),
                           _ ("What is not saved stays in the menu of recent files for a while."), save,
                           answered_cb);
      return TRUE;
    }
  if (self->files->leave (self->window, keep, &error) || self->closing)
    return FALSE;
  if (end == SL_WINDOW_FILES_KILLED || !self->files->modified (self->window))
    {
      g_printerr ("starloom: %s\n", error->message);
      return FALSE;
    }
  sl_window_shell_ask (self, _ ("Changes Cannot Be Kept"), error->message, lost, close_anyway_cb);
  return TRUE;
}

/* --- installation ----------------------------------------------------------- */

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, SlWindowShell *self)
{
  GSList *files = g_value_get_boxed (value);
  g_autofree char *path = files ? g_file_get_path (files->data) : NULL;

  if (path)
    sl_window_files_open (self, path);
  return path != NULL;
}

void
sl_window_files_install (SlWindowShell *self)
{
  static const GActionEntry entries[] = {
    { "open", open_cb }, { "open-file", open_file_cb, "s" }, { "save", save_cb }, { "save-as", save_as_cb },
  };
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_action_map_add_action_entries (G_ACTION_MAP (self->window), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->window), GTK_EVENT_CONTROLLER (target));
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed", G_CALLBACK (recent_cb), self->window,
                           0);
  sl_window_files_update_recent (self);
}

/* --- figures ---------------------------------------------------------------- */

typedef struct {
  SlWindowShell *shell;
  SlPlot *plot;
  double height_mm;
} Figure;

static void
figure_free (gpointer data)
{
  sl_plot_unref (((Figure *) data)->plot);
  g_free (data);
}

static void
figure_chosen_cb (GtkWindow *window, const char *path, gpointer data)
{
  const Figure *figure = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
      sl_plot_export (figure->plot, path, SL_FIGURE_WIDTH_MM, figure->height_mm, NULL, &error);

  if (bytes)
    sl_file_write (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), SL_FILE_SHARED, &error);
  sl_window_files_tell_saved (figure->shell, path, error);
}

void
sl_window_files_save_figure (SlWindowShell *self, SlPlot *plot, const char *name, double height_mm)
{
  static const SlFileKind kind = { .title = N_ ("Save Figure"),
                                   .filter = N_ ("Figures (PDF, SVG, PNG)"),
                                   .patterns = { "*.pdf", "*.svg", "*.png" } };
  Figure *figure;

  if (!plot)
    {
      sl_window_files_tell_nothing (self);
      return;
    }
  figure = g_new0 (Figure, 1);
  /* Later changes of the plot are not saved. */
  *figure = (Figure) { self, sl_plot_ref (plot), height_mm };
  sl_window_files_choose (self, &kind, name, figure_chosen_cb, figure, figure_free);
}
