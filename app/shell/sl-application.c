/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/shell/sl-application.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <signal.h>

#include <adwaita.h>
#include <glib-unix.h>
#include <glib/gi18n.h>

#include "app/degeneracy/sl-degeneracy-window.h"
#include "app/desktop/sl-settings.h"
#include "app/population/sl-window-population.h"
#include "app/window/sl-window-documents.h"
#include "ui/plot/layout/sl-plot-ticks.h"

#define APP_ID "org.starloom.Starloom"
/* If the first picture takes longer, something is wrong with the machine. */
#define STARTUP_LIMIT_S 60

typedef struct {
  gboolean exit_after_startup;
  int status;
  guint timeout;
} Run;

/* Keys of actions. The window of shortcuts finds them by the names of the actions. */
static const struct { const char *action; const char *accels[3]; } accel_table[] = {
  { "win.new", { "<Control>n", NULL } },
  { "win.open", { "<Control>o", NULL } },
  { "win.save", { "<Control>s", NULL } },
  { "win.save-as", { "<Control><Shift>s", NULL } },
  { "win.undo", { "<Control>z", NULL } },
  { "win.redo", { "<Control><Shift>z", "<Control>y", NULL } },
  { "win.reset-all", { "<Control>r", NULL } },
  { "win.show-panel", { "F9", NULL } },
  { "win.hold-axes", { "<Control>h", NULL } },
  { "win.show-export", { "<Control>e", NULL } },
  { "win.pin", { "<Control>d", NULL } },
  { "win.play", { "<Control>space", NULL } },
  { "win.step-time(-1)", { "<Control>bracketleft", NULL } },
  { "win.step-time(1)", { "<Control>bracketright", NULL } },
  { "win.projector", { "F11", NULL } },
  { "win.preferences", { "<Control>comma", NULL } },
  { "win.show-help-overlay", { "<Control>question", "<Control>F1", NULL } },
  { "app.population", { "<Control><Shift>p", NULL } },
  { "app.degeneracy", { "<Control><Shift>d", NULL } },
  { "app.galaxy", { "<Control><Shift>g", NULL } },
  { "window.close", { "<Control>w", NULL } },
  { "app.quit", { "<Control>q", NULL } },
};

/* Windows save their state when they close. Closing one may close others. */
static void
close_windows (GtkApplication *app, SlWindowFilesEnd end)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (app));

  sl_window_files_set_end (end);
  for (GList *window = windows; window; window = window->next)
    if (g_list_find (gtk_application_get_windows (app), window->data))
      gtk_window_close (window->data);
  sl_window_files_set_end (SL_WINDOW_FILES_RUNNING);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  close_windows (app, SL_WINDOW_FILES_QUITTING);
  /* A window that cannot keep its work asks, and stays. */
  if (!gtk_application_get_windows (app))
    g_application_quit (app);
}

/* SIGTERM, SIGHUP and SIGINT: the desktop ends, or the terminal the program was started from. */
static gboolean
signal_cb (gpointer app)
{
  close_windows (app, SL_WINDOW_FILES_KILLED);
  g_application_quit (app);
  return G_SOURCE_CONTINUE;
}

/* The window of the galaxy, or NULL. */
static GtkWindow *
find_window (GtkApplication *app)
{
  for (GList *window = gtk_application_get_windows (app); window; window = window->next)
    if (SL_IS_WINDOW (window->data))
      return window->data;
  return NULL;
}

static void
galaxy_cb (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  g_application_activate (app);
}

static void
population_cb (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  sl_population_window_show (app);
}

/* Of the galaxy whose window is in use, or of any. */
static void
degeneracy_cb (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  GtkWindow *window = gtk_application_get_active_window (app);

  if (!SL_IS_WINDOW (window))
    window = find_window (app);
  if (window)
    sl_degeneracy_window_show (SL_WINDOW (window));
}

static void
leave (GApplication *app, Run *run, int status)
{
  if (!run->exit_after_startup)
    return;
  run->status = status;
  g_clear_handle_id (&run->timeout, g_source_remove);
  g_application_quit (app);
}

static void
ready_cb (SlWindow *window, GApplication *app)
{
  leave (app, g_object_get_data (G_OBJECT (app), "run"), 0);
}

static void
failed_cb (SlWindow *window, const char *message, GApplication *app)
{
  Run *run = g_object_get_data (G_OBJECT (app), "run");

  if (run->exit_after_startup)
    g_printerr ("starloom: %s\n", message);
  leave (app, run, 1);
}

static gboolean
late_cb (gpointer app)
{
  Run *run = g_object_get_data (app, "run");

  run->timeout = 0;
  g_printerr (_ ("starloom: the window was not painted within %d seconds\n"), STARTUP_LIMIT_S);
  leave (app, run, 1);
  return G_SOURCE_REMOVE;
}

static void
startup_cb (GApplication *app, gpointer data)
{
  static const GActionEntry entries[] = { { "quit", quit_cb },
                                          { "population", population_cb },
                                          { "degeneracy", degeneracy_cb },
                                          { "galaxy", galaxy_cb } };

  g_action_map_add_action_entries (G_ACTION_MAP (app), entries, G_N_ELEMENTS (entries), app);
  for (guint i = 0; i < G_N_ELEMENTS (accel_table); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (app), accel_table[i].action,
                                           accel_table[i].accels);
  gtk_window_set_default_icon_name (APP_ID);
}

static void
activate_cb (GApplication *app, Run *run)
{
  GtkWindow *window = find_window (GTK_APPLICATION (app));

  if (window)
    {
      gtk_window_present (window);
      return;
    }
  /* One window, and those that were open at the end of the last program. */
  for (guint n = run->exit_after_startup ? 1 : MAX (sl_session_count_left (), 1); n > 0; n--)
    {
      window = GTK_WINDOW (sl_window_new (GTK_APPLICATION (app)));
      g_signal_connect_object (window, "ready", G_CALLBACK (ready_cb), app, 0);
      g_signal_connect_object (window, "failed", G_CALLBACK (failed_cb), app, 0);
      gtk_window_present (window);
    }
  if (run->exit_after_startup)
    run->timeout = g_timeout_add_seconds (STARTUP_LIMIT_S, late_cb, app);
}

/* There is one window, so only the first file is opened; a message names the others. */
static void
open_cb (GApplication *app, GFile **files, int n, const char *hint, Run *run)
{
  g_autofree char *path = g_file_get_path (files[0]);

  activate_cb (app, run);
  if (path)
    sl_window_open_path (SL_WINDOW (find_window (GTK_APPLICATION (app))), path);
  for (int i = path ? 1 : 0; i < n; i++)
    {
      g_autofree char *name = g_file_get_parse_name (files[i]);

      g_printerr (_ ("starloom: %s: not opened; only one local file can be opened at a time\n"), name);
    }
}

#define TRIM_S 10

#ifdef __GLIBC__
static guint trim_waits; /* source; 0: none */

static gboolean
trim_cb (gpointer data)
{
  trim_waits = 0;
  malloc_trim (0);
  return G_SOURCE_REMOVE;
}

/* What is free between small blocks that stay goes back to the system now and then: else each arena of the
 * heap keeps the most that it ever had, 150 MB after some ten thousand changes. Takes some milliseconds, so
 * it waits for a pause, but not for ever: after five minutes of changes without one, 180 MB were free. */
static gboolean
trim_due_cb (gpointer data)
{
  if (!trim_waits)
    trim_waits = g_idle_add_full (G_PRIORITY_LOW, trim_cb, NULL, NULL);
  else
    {
      g_source_remove (trim_waits);
      trim_cb (NULL);
    }
  return G_SOURCE_CONTINUE;
}
#endif

/* Memory blocks as large as results of galaxies go back to the system when they are freed, so that they do
 * not fragment the heap. Smaller ones, like the buffers of a frame, which are allocated sixty times a second,
 * stay: page faults cost 3 ms a frame. */
static void
keep_heap_small (void)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, 8 << 20);
  mallopt (M_ARENA_MAX, 2);
  mallopt (M_TRIM_THRESHOLD, 12 << 20);
  g_timeout_add_seconds (TRIM_S, trim_due_cb, NULL);
#endif
}

static gboolean
has_device (void)
{
  static const char *const devices[] = { "/dev/dri", "/dev/nvidiactl", "/dev/dxg", "/dev/mali0",
                                         "/dev/kgsl-3d0" };

  for (guint i = 0; i < G_N_ELEMENTS (devices); i++)
    if (g_file_test (devices[i], G_FILE_TEST_EXISTS))
      return TRUE;
  return FALSE;
}

/* Without a graphics device GTK would draw with an OpenGL that runs on the processor: several times slower
 * than its Cairo renderer, and 80 MB larger. GSK_RENDERER overrides the preference of the user, which
 * overrides the choice by device. If nothing uses OpenGL, it is not loaded at all, which saves 60 MB and 0.1
 * s. */
void
sl_application_choose_renderer (void)
{
  g_autoptr (GSettings) settings = sl_settings_new ();
  g_autofree char *preference = settings ? g_settings_get_string (settings, "renderer") : NULL;

  keep_heap_small ();
  if (g_strcmp0 (preference, "gl") == 0)
    /* Not "gl": GTK 4.18 warns of that name. */
    g_setenv ("GSK_RENDERER", "opengl", FALSE);
  else if (g_strcmp0 (preference, "software") == 0 || !has_device ())
    g_setenv ("GSK_RENDERER", "cairo", FALSE);
  if (g_strcmp0 (g_getenv ("GSK_RENDERER"), "cairo") != 0
      || g_strcmp0 (g_getenv ("STARLOOM_RENDERER"), "gl") == 0)
    return;
  /* GTK 4.16 renamed the switch. */
  if (gtk_get_minor_version () < 16)
    g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
  else
    g_setenv ("GDK_DISABLE", "gl", FALSE);
}

int
sl_application_run (int argc, char **argv, gboolean exit_after_startup)
{
  static const int signals[] = { SIGTERM, SIGHUP, SIGINT };
  guint source[G_N_ELEMENTS (signals)];
  g_autoptr (AdwApplication) app = NULL;
  Run run = { .exit_after_startup = exit_after_startup };
  int status;

  sl_application_choose_renderer ();
  /* As entries and lists show numbers; files have a point. */
  sl_number_set_decimal (NULL);
  /* Each start opens a window of its own: users of one machine do not share a galaxy. */
  app = adw_application_new (APP_ID, G_APPLICATION_NON_UNIQUE | G_APPLICATION_HANDLES_OPEN);
  g_object_set_data (G_OBJECT (app), "run", &run);
  g_signal_connect (app, "startup", G_CALLBACK (startup_cb), NULL);
  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), &run);
  g_signal_connect (app, "open", G_CALLBACK (open_cb), &run);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    source[i] = g_unix_signal_add (signals[i], signal_cb, app);
  status = g_application_run (G_APPLICATION (app), argc, argv);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_source_remove (source[i]);
  return status ? status : run.status;
}
