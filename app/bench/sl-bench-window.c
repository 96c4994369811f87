/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/bench/sl-bench-window.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "app/shell/sl-application.h"

#define STARTUP_LIMIT_S 60

/* Sessions go to a folder of the bench's own, preferences to memory. g_free. */
static char *
use_own_state (void)
{
  char *folder = g_dir_make_tmp ("starloom-bench-XXXXXX", NULL);

  if (folder)
    g_setenv ("XDG_STATE_HOME", folder, TRUE);
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  return folder;
}

void
sl_bench_window_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = folder ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        sl_bench_window_remove_folder (path);
      else
        g_remove (path);
    }
  if (folder)
    g_rmdir (folder);
}

SlExit
sl_bench_window_run (SlBenchWindow *self, const SlCommandLine *line,
                     void (*activate) (GApplication *app, gpointer data), gpointer data)
{
  g_autoptr (AdwApplication) app = NULL;
  g_autofree char *folder = NULL;
  SlExit status = SL_EXIT_OK;

  sl_application_choose_renderer ();
  if (!gtk_init_check ())
    return sl_command_fail (SL_EXIT_FAULT, _ ("%s: there is no display; xvfb-run starloom %s provides one"),
                            line->command->name, line->command->name);
  folder = use_own_state ();
  app = adw_application_new ("org.starloom.Starloom", G_APPLICATION_NON_UNIQUE);
  self->app = G_APPLICATION (app);
  g_signal_connect (app, "activate", G_CALLBACK (activate), data);
  g_application_run (self->app, 0, NULL);
  self->app = NULL;
  g_clear_handle_id (&self->limit, g_source_remove);
  if (self->failure)
    status = sl_command_fail (SL_EXIT_FAULT, "%s: %s", line->command->name, self->failure);
  g_clear_pointer (&self->failure, g_free);
  sl_bench_window_remove_folder (folder);
  return status;
}

void
sl_bench_window_ready (SlBenchWindow *self)
{
  g_clear_handle_id (&self->limit, g_source_remove);
}

void
sl_bench_window_end (SlBenchWindow *self)
{
  sl_bench_memory (&self->resident, &self->peak);
  if (self->app)
    g_application_quit (self->app);
}

static void
failed_cb (GtkWindow *window, const char *message, SlBenchWindow *self)
{
  if (!self->failure)
    self->failure = g_strdup (message);
  sl_bench_window_end (self);
}

static gboolean
late_cb (gpointer data)
{
  SlBenchWindow *self = data;

  self->limit = 0;
  failed_cb (NULL, _ ("the window was not painted in time"), self);
  return G_SOURCE_REMOVE;
}

void
sl_bench_window_open (SlBenchWindow *self, GtkWidget *window)
{
  g_signal_connect (window, "failed", G_CALLBACK (failed_cb), self);
  self->limit = g_timeout_add_seconds (STARTUP_LIMIT_S, late_cb, self);
  gtk_window_present (GTK_WINDOW (window));
}

GtkRange *
sl_bench_window_find_slider (GtkWidget *widget)
{
  if (GTK_IS_RANGE (widget))
    return GTK_RANGE (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkRange *found = sl_bench_window_find_slider (child);

      if (found)
        return found;
    }
  return NULL;
}
