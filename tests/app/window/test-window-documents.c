/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files and preferences of the window. */
#include <signal.h>
#include <string.h>

#include <glib/gstdio.h>

#include "app/compute/sl-engines.h"
#include "app/desktop/sl-settings.h"
#include "app/desktop/sl-window-files.h"
#include "app/window/sl-window-documents.h"
#include "app/window/sl-window-preferences.h"
#include "model/io/sl-hdf5.h"
#include "model/support/sl-error.h"
#include "tests/app/window/window-test.h"
#include "tests/ui/widgets.h"
#include "ui/compat/sl-compat.h"

/* Enough to load and paint, with sanitizers on a slow machine. */
#define LIMIT_US (60 * G_USEC_PER_SEC)

static GtkApplication *app;
static char *folder;

typedef struct {
  SlWindow *window;
  SlSession *session;
  gboolean ready;
  char *path;
} Fixture;

static void
ready_cb (Fixture *f)
{
  f->ready = TRUE;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *state = sl_session_default_path ();

  g_unlink (state);
  f->ready = FALSE;
  f->path = g_build_filename (folder, "My_galaxy.starloom", NULL);
  g_unlink (f->path);
  f->window = SL_WINDOW (sl_window_new (app));
  f->session = sl_window_get_session (f->window);
  g_signal_connect_swapped (f->window, "ready", G_CALLBACK (ready_cb), f);
  gtk_window_present (GTK_WINDOW (f->window));
  WAIT (f->ready);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_free (f->path);
}

static void
act (Fixture *f, const char *name, GVariant *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (f->window), name, parameter);
}

/* The dialog over the window, or NULL. */
static GtkWidget *
dialogue (Fixture *f)
{
  return sl_dialog_find (GTK_WINDOW (f->window));
}

static void
close_dialogue (Fixture *f)
{
  sl_dialog_close (dialogue (f));
  WAIT (!dialogue (f));
}

static const char *
title (Fixture *f)
{
  return gtk_window_get_title (GTK_WINDOW (f->window));
}

static gboolean
changed (Fixture *f)
{
  GObject *label = gtk_widget_get_template_child (GTK_WIDGET (f->window), SL_TYPE_WINDOW, "changed_label");

  return gtk_widget_get_visible (GTK_WIDGET (label));
}

static const char *
heading (Fixture *f)
{
  GObject *label = gtk_widget_get_template_child (GTK_WIDGET (f->window), SL_TYPE_WINDOW, "title_label");

  return gtk_label_get_text (GTK_LABEL (label));
}

static GMenuModel *
recent (Fixture *f)
{
  return G_MENU_MODEL (gtk_widget_get_template_child (GTK_WIDGET (f->window), SL_TYPE_WINDOW, "recent_menu"));
}

static void
test_save_and_open (Fixture *f, gconstpointer data)
{
  g_autofree char *label = NULL;

  g_assert_cmpstr (title (f), ==, "Starloom");
  sl_session_set_value (f->session, SL_PARAM_LOGM0, 13);
  sl_session_pin (f->session);
  g_assert_true (sl_session_save_as (f->session, f->path, NULL));
  g_assert_cmpstr (title (f), ==, "My_galaxy — Starloom");
  g_assert_cmpstr (heading (f), ==, "My_galaxy");
  g_assert_false (changed (f));
  sl_session_set_value (f->session, SL_PARAM_LOGM0, 14);
  g_assert_true (changed (f));
  /* With a file name no dialog opens. */
  act (f, "save", NULL);
  g_assert_null (dialogue (f));
  g_assert_false (changed (f));
  act (f, "new", NULL);
  g_assert_cmpstr (title (f), ==, "Starloom");
  g_assert_cmpuint (sl_session_n_pins (f->session), ==, 0);
  act (f, "open-file", g_variant_new_string (f->path));
  g_assert_cmpstr (title (f), ==, "My_galaxy — Starloom");
  g_assert_cmpfloat (sl_session_get_value (f->session, SL_PARAM_LOGM0), ==, 14);
  act (f, "undo", NULL);
  g_assert_cmpstr (title (f), ==, "Starloom");
  g_assert_cmpstr (heading (f), ==, "Quenched (Hearin et al. 2023)");
  /* The file is in the recent menu; its underscore is not an access key. */
  WAIT (g_menu_model_get_n_items (recent (f)) > 0
        && g_menu_model_get_item_attribute (recent (f), 0, "label", "s", &label));
  g_assert_cmpstr (label, ==, "My__galaxy");
}

static void
test_broken (Fixture *f, gconstpointer data)
{
  sl_session_set_value (f->session, SL_PARAM_LOGM0, 13);
  g_assert_true (g_file_set_contents (f->path, "{\"format\": \"starloom-state\", \"version\": 3}", -1, NULL));
  act (f, "open-file", g_variant_new_string (f->path));
  g_assert_nonnull (dialogue (f));
  g_assert_nonnull (strstr (sl_message_dialog_get_body (SL_MESSAGE_DIALOG (dialogue (f))), f->path));
  g_assert_nonnull (strstr (sl_message_dialog_get_body (SL_MESSAGE_DIALOG (dialogue (f))), "version 3"));
  close_dialogue (f);
  g_assert_cmpfloat (sl_session_get_value (f->session, SL_PARAM_LOGM0), ==, 13);
  g_assert_cmpstr (title (f), ==, "Starloom");
  /* If the file cannot be written, a message says so and the document stays modified. */
  g_unlink (f->path);
  g_assert_true (sl_session_save_as (f->session, f->path, NULL));
  g_unlink (f->path);
  g_assert_cmpint (g_mkdir (f->path, 0700), ==, 0);
  sl_session_set_value (f->session, SL_PARAM_LOGM0, 12.5);
  act (f, "save", NULL);
  g_assert_nonnull (dialogue (f));
  close_dialogue (f);
  g_assert_true (changed (f));
  g_rmdir (f->path);
}

static void
text_cb (GObject *clipboard, GAsyncResult *result, gpointer text)
{
  *(char **) text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
}

static void
test_command (Fixture *f, gconstpointer data)
{
  g_autofree char *text = NULL;

  sl_session_set_value (f->session, SL_PARAM_LOGM0, 13.25);
  act (f, "copy-command", NULL);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (f->window)), NULL, text_cb, &text);
  WAIT (text);
  /* A line for each plot. */
  g_assert_true (g_str_has_prefix (
      text, "starloom render --plot sed --out starloom-sed.pdf --preset quenched --gradient lg_qt"
            " --set logm0=13.25\nstarloom render --plot sfh "));
}

/* Each row has a control, a name and its key; changing the control changes the key. */
static void
test_preferences (Fixture *f, gconstpointer data)
{
  static const char *const keys[] = { "theme",  "palette",       "projector",       "reduced-motion",
                                      "level",  "spectrum-unit", "wavelength-unit", "wavelength-medium",
                                      "engine", "threads",       "renderer",        "derivative-sound",
                                      "numerics" };
  g_autoptr (GSettings) settings = sl_settings_new ();
  AdwStyleManager *style = adw_style_manager_get_default ();
  GtkSettings *desktop = gtk_settings_get_default ();
  gboolean animations, before;
  GtkWidget *dialog;

  g_object_get (desktop, "gtk-enable-animations", &before, NULL);
  act (f, "preferences", NULL);
  dialog = dialogue (f);
  g_assert_nonnull (dialog);
  WAIT (gtk_widget_get_mapped (dialog));
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_true (
        g_settings_set_value (settings, keys[i], g_settings_get_default_value (settings, keys[i])));

  g_settings_set_string (settings, "theme", "dark");
  g_assert_true (adw_style_manager_get_dark (style));
  g_settings_set_string (settings, "theme", "light");
  g_assert_false (adw_style_manager_get_dark (style));
  g_settings_reset (settings, "theme");
  g_settings_set_boolean (settings, "reduced-motion", TRUE);
  g_object_get (desktop, "gtk-enable-animations", &animations, NULL);
  g_assert_false (animations);
  g_settings_reset (settings, "reduced-motion");
  g_object_get (desktop, "gtk-enable-animations", &animations, NULL);
  g_assert_cmpint (animations, ==, before);
  /* The first row is the theme; its third value is dark. */
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (dialog, ADW_TYPE_COMBO_ROW)), 2);
  {
    g_autofree char *theme = g_settings_get_string (settings, "theme");

    g_assert_cmpstr (theme, ==, "dark");
  }
  g_settings_reset (settings, "theme");
  g_assert_cmpuint (adw_combo_row_get_selected (
                        ADW_COMBO_ROW (find (dialog, ADW_TYPE_COMBO_ROW))),
                    ==, 0);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find (dialog, GTK_TYPE_SPIN_BUTTON)), 2);
  g_assert_cmpint (g_settings_get_int (settings, "threads"), ==, 2);
  close_dialogue (f);
  /* Preferences are kept when the window closes. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (g_settings_get_int (settings, "threads"), ==, 2);
  g_settings_reset (settings, "threads");
}

/* A library whose file does not say its medium; g_free. */
static char *
write_library (void)
{
  g_autofree char *from = g_build_filename (g_getenv ("SL_DATA"), "ssp_tiny.h5", NULL);
  g_autofree char *path = g_build_filename (folder, "bare.h5", NULL);
  static const char *const axes[] = { "ssp_lgmet", "ssp_lg_age_gyr", "ssp_wave" };
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) whole = sl_h5_open (from, &error), bare = sl_h5_create (path, &error);
  g_autofree float *flux = NULL;
  gsize dims[3];

  for (guint i = 0; i < 3; i++)
    {
      gsize n = 0;
      g_autofree double *axis = sl_h5_read_double (whole, axes[i], 1, &n, &error);

      g_assert_true (sl_h5_write_double (bare, axes[i], 1, &n, axis, &error));
      dims[i] = n;
    }
  flux = sl_h5_read_float (whole, "ssp_flux", 3, dims, &error);
  g_assert_true (sl_h5_write_float (bare, "ssp_flux", 3, dims, flux, &error) && sl_h5_commit (bare, &error));
  return g_steal_pointer (&path);
}

static GtkWidget *
medium_row (Fixture *f)
{
  return dialogue (f) ? find (dialogue (f), ADW_TYPE_COMBO_ROW) : NULL;
}

/* Whether a row of what is below says this under its title. */
static gboolean
says (GtkWidget *root, const char *text)
{
  const char *subtitle =
      ADW_IS_ACTION_ROW (root) ? adw_action_row_get_subtitle (ADW_ACTION_ROW (root)) : NULL;

  if (subtitle && strstr (subtitle, text))
    return TRUE;
  for (GtkWidget *c = gtk_widget_get_first_child (root); c; c = gtk_widget_get_next_sibling (c))
    if (says (c, text))
      return TRUE;
  return FALSE;
}

/* The dialog asks for the medium of a library that does not say it, once, and remembers the answer for the
 * file. */
static void
test_library (Fixture *f, gconstpointer data)
{
  g_autoptr (GSettings) settings = sl_settings_new ();
  g_autofree char *path = write_library ();

  /* The installed library says it. */
  act (f, "library", NULL);
  g_assert_nonnull (dialogue (f));
  g_assert_null (medium_row (f));
  close_dialogue (f);

  sl_settings_set_library (settings, path);
  act (f, "reload", NULL);
  WAIT (medium_row (f));
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (medium_row (f))), ==, 0);
  g_assert_cmpint (sl_settings_medium (settings, path), ==, SL_MEDIUM_LIBRARY);
  adw_combo_row_set_selected (ADW_COMBO_ROW (medium_row (f)), 1);
  g_assert_cmpint (sl_settings_medium (settings, path), ==, SL_MEDIUM_AIR);
  /* The new answer fills the dialog again. */
  WAIT (says (dialogue (f), "as you said"));
  close_dialogue (f);
  act (f, "reload", NULL);
  WAIT (sl_window_get_view (f->window, "sed"));
  g_assert_null (dialogue (f));

  sl_settings_set_library (settings, NULL);
  g_settings_reset (settings, "library-media");
  g_assert_false (sl_settings_has_own_library (settings));
  g_unlink (path);
}

static GtkLabel *
engine_label (Fixture *f)
{
  return GTK_LABEL (gtk_widget_get_template_child (GTK_WIDGET (f->window), SL_TYPE_WINDOW, "status_engine"));
}

/* The button in the header that names the engine. */
static GtkButton *
engine_button (Fixture *f)
{
  return GTK_BUTTON (gtk_widget_get_template_child (GTK_WIDGET (f->window), SL_TYPE_WINDOW, "engine_button"));
}

/* A new engine is created, and the plots are painted. */
static void
test_threads (Fixture *f, gconstpointer data)
{
  g_autoptr (GSettings) settings = sl_settings_new ();

  g_settings_set_int (settings, "threads", 1);
  WAIT (strstr (gtk_label_get_text (engine_label (f)), "1 thread") != NULL);
  g_assert_cmpuint (sl_settings_threads (settings), ==, 1);
  g_settings_set_int (settings, "threads", 3);
  WAIT (strstr (gtk_label_get_text (engine_label (f)), "3 threads") != NULL);
  g_settings_reset (settings, "threads");
  /* If the chosen engine is not available another one is used. */
  g_settings_set_string (settings, "engine", "cuda");
  g_assert_nonnull (sl_settings_engine (settings));
  g_settings_reset (settings, "engine");
  g_assert_true (sl_settings_engine (settings) == &sl_engine_cpu);
  g_assert_true (sl_settings_engine (NULL) == &sl_engine_cpu);
}

/* A device that fails when the test sets this. */
static int lost; /* atomic */

static gboolean
device_evaluate (SlEngine *engine, const SlRequest *request, SlResult *result, GError **error)
{
  if (!g_atomic_int_get (&lost))
    return sl_engine_cpu.evaluate (engine, request, result, error);
  g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, "the cable fell out");
  return FALSE;
}

static const char *
device_describe (SlEngine *engine)
{
  return "a device";
}

/* Number of messages on screen that contain these words. */
static guint
count_toasts (GtkWidget *root, const char *words)
{
  guint n = GTK_IS_LABEL (root) && gtk_widget_get_mapped (root)
            && strstr (gtk_label_get_text (GTK_LABEL (root)), words);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    n += count_toasts (child, words);
  return n;
}

/* The window continues on the CPU, says so once, and names the engine. */
static void
test_lost_device (Fixture *f, gconstpointer data)
{
  g_autoptr (GSettings) settings = sl_settings_new ();
  SlEngineClass device = sl_engine_cpu;
  guint k = 0;

  device.evaluate = device_evaluate;
  device.describe = device_describe;
  g_atomic_int_set (&lost, FALSE);
  sl_engines_set_device (&device);
  g_settings_set_string (settings, "engine", "cuda");
  /* The CPU answers until the device is open, and the first answer after that is the device's. */
  WAIT ((sl_session_set_value (f->session, SL_PARAM_AV_OLD, 0.1 + 0.001 * (k++ % 400)),
         strcmp (gtk_button_get_label (engine_button (f)), "a device") == 0));
  g_assert_cmpuint (count_toasts (GTK_WIDGET (f->window), "cable"), ==, 0);
  g_atomic_int_set (&lost, TRUE);
  sl_session_set_value (f->session, SL_PARAM_AV_OLD, 0.7);
  WAIT (strcmp (gtk_button_get_label (engine_button (f)), "CPU") == 0);
  WAIT (count_toasts (GTK_WIDGET (f->window), "cable") == 1);
  sl_session_set_value (f->session, SL_PARAM_AV_OLD, 0.9);
  WAIT (count_toasts (GTK_WIDGET (f->window), "cable") == 1);
  sl_engines_set_device (NULL);
  g_settings_reset (settings, "engine");
}

/* A preferred unit applies only to plots that do not set their own. */
static void
test_units (void)
{
  g_autoptr (GSettings) settings = sl_settings_new ();
  SlSessionTile tile = { .figure = "sed" };
  guint8 plain[SL_FIGURE_MAX_CHOICES], choice[SL_FIGURE_MAX_CHOICES];
  guint at = 0;
  const int ab = sl_figure_find_value (sl_figure_find ("sed"), "quantity", "ab", &at, NULL);

  sl_session_tile_fill_choices (&tile, plain);
  sl_preferences_fill_choices (settings, &tile, choice);
  g_assert_cmpmem (choice, sizeof choice, plain, sizeof plain);
  g_settings_set_string (settings, "spectrum-unit", "ab");
  sl_preferences_fill_choices (settings, &tile, choice);
  if (ab >= 0)
    {
      g_assert_cmpuint (choice[at], ==, ab);
      g_assert_true (sl_session_tile_set_choice (&tile, "quantity", "lnu"));
      sl_preferences_fill_choices (settings, &tile, choice);
    }
  g_assert_cmpmem (choice, sizeof choice, plain, sizeof plain);
  g_settings_reset (settings, "spectrum-unit");
}

/* The program with a file as argument. */
static void
test_program (void)
{
  g_autofree char *path = g_build_filename (folder, "clicked.starloom", NULL),
                  *saved = sl_session_default_path ();
  g_autofree char *text = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (SlSession) session = sl_session_new ();
  g_autoptr (GError) error = NULL;

  sl_session_set_value (session, SL_PARAM_LOGM0, 14.75);
  g_assert_true (sl_session_save_as (session, path, NULL));
  g_unlink (saved);
  process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("SL_PROGRAM"), "--exit-after-startup",
                                         path, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (saved, &text, NULL, &error));
  g_assert_nonnull (strstr (text, "14.75"));
  g_assert_nonnull (strstr (text, "clicked.starloom"));
  g_unlink (path);
}

/* Opens a second window, with another pin. */
static SlWindow *
open_another (const char *pin)
{
  SlWindow *window = SL_WINDOW (sl_window_new (app));

  gtk_window_present (GTK_WINDOW (window));
  sl_session_pin (sl_window_get_session (window));
  sl_session_rename_pin (sl_window_get_session (window), 0, pin);
  return window;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names of the first pins of all windows of galaxies, sorted. */
static char *
pins (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (GList *w = gtk_application_get_windows (app); w; w = w->next)
    if (SL_IS_WINDOW (w->data) && sl_session_n_pins (sl_window_get_session (w->data)))
      g_ptr_array_add (names, (gpointer) sl_session_get_pin (sl_window_get_session (w->data), 0)->name);
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **) names->pdata);
}

/* Two windows have a session each; both are there at the next start. One of two that is closed asks, and what
 * is not saved stays in the menu. */
static void
test_two_windows (void)
{
  g_autofree char *first = sl_session_default_path (), *both = NULL, *again = NULL;
  g_auto (GStrv) aside = NULL, more = NULL;
  SlWindow *one, *two;
  GtkWidget *question;

  g_unlink (first);
  one = open_another ("first");
  two = open_another ("second");
  both = pins ();
  g_assert_cmpstr (both, ==, "first second");
  /* Closing one asks; Escape cancels. */
  gtk_window_close (GTK_WINDOW (two));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (two)));
  {
    Fixture f = { .window = two };

    question = dialogue (&f);
    g_assert_nonnull (question);
    sl_dialog_close (question);
    WAIT (!dialogue (&f));
  }
  g_assert_cmpuint (sl_session_count_left (), ==, 0);
  /* The program ends: nothing asks. */
  sl_window_files_set_end (SL_WINDOW_FILES_QUITTING);
  gtk_window_close (GTK_WINDOW (two));
  gtk_window_close (GTK_WINDOW (one));
  sl_window_files_set_end (SL_WINDOW_FILES_RUNNING);
  WAIT (!gtk_application_get_windows (app));
  g_assert_cmpuint (sl_session_count_left (), ==, 2);
  /* Next start. */
  one = SL_WINDOW (sl_window_new (app));
  two = SL_WINDOW (sl_window_new (app));
  g_assert_cmpuint (sl_session_count_left (), ==, 0);
  again = pins ();
  g_assert_cmpstr (again, ==, "first second");
  gtk_window_present (GTK_WINDOW (one));
  gtk_window_present (GTK_WINDOW (two));
  aside = sl_session_list_aside (sl_window_get_session (one));
  gtk_window_close (GTK_WINDOW (two));
  {
    Fixture f = { .window = two };

    question = dialogue (&f);
    g_assert_nonnull (question);
    window_test_answer (question, "Close _without Saving");
  }
  WAIT (!gtk_application_get_windows (app)->next);
  more = sl_session_list_aside (sl_window_get_session (one));
  g_assert_cmpuint (g_strv_length (more), ==, g_strv_length (aside) + 1);
  g_assert_true (sl_session_open (sl_window_get_session (one), more[0], NULL));
  g_assert_cmpstr (sl_session_get_pin (sl_window_get_session (one), 0)->name, ==, "second");
  /* The last one keeps its work without a question. */
  gtk_window_close (GTK_WINDOW (one));
  WAIT (!gtk_application_get_windows (app));
  g_assert_cmpuint (sl_session_count_left (), ==, 1);
}

/* Escape closes what the menu opens. */
static void
test_escape (Fixture *f, gconstpointer data)
{
  static const char *const actions[] = { "limits", "library", "about", "preferences" };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      GtkWidget *window;
      /* Dialogs that are no windows of their own have it from the library. */
      gboolean closes;

      act (f, actions[i], NULL);
      window = dialogue (f);
      g_assert_nonnull (window);
      WAIT (gtk_widget_get_mapped (window));
      closes = !GTK_IS_WINDOW (window);
      if (!closes)
        {
          g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (window);

          for (guint k = 0; k < g_list_model_get_n_items (controllers); k++)
            {
              g_autoptr (GListModel) shortcuts = g_list_model_get_item (controllers, k);

              for (guint j = 0; GTK_IS_SHORTCUT_CONTROLLER (shortcuts)
                                && j < g_list_model_get_n_items (shortcuts); j++)
                {
                  g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (shortcuts, j);
                  GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);
                  g_autofree char *keys = gtk_shortcut_trigger_to_string (trigger);

                  closes |= strcmp (keys, "Escape") == 0;
                }
            }
        }
      if (!closes)
        g_error ("Escape does not close “%s”", actions[i]);
      close_dialogue (f);
    }
}

/* A signal that ends the program saves the session, and the program exits as if it had been closed. */
static void
test_signals (void)
{
  static const int numbers[] = { SIGTERM, SIGHUP, SIGINT };
  g_autofree char *path = g_build_filename (folder, "signal.starloom", NULL),
                  *saved = sl_session_default_path ();
  g_autoptr (SlSession) session = sl_session_new ();

  sl_session_set_value (session, SL_PARAM_LOGM0, 14.125);
  g_assert_true (sl_session_save_as (session, path, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GSubprocess) process = NULL;
      g_autofree char *text = NULL;

      g_unlink (saved);
      process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, g_getenv ("SL_PROGRAM"), path, NULL);
      g_assert_no_error (error);
      WAIT (g_file_test (saved, G_FILE_TEST_EXISTS));
      g_unlink (saved);
      g_subprocess_send_signal (process, numbers[i]);
      g_assert_true (g_subprocess_wait_check (process, NULL, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (saved, &text, NULL, &error));
      g_assert_nonnull (strstr (text, "14.125"));
      g_assert_nonnull (strstr (text, "signal.starloom"));
    }
  g_unlink (path);
  g_unlink (saved);
}

/* After a preset, saving asks for a name, and the title is the preset's. */
static void
test_preset_detaches (Fixture *f, gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL;

  sl_session_set_value (f->session, SL_PARAM_LOGM0, 13);
  g_assert_true (sl_session_save_as (f->session, f->path, NULL));
  g_assert_true (g_file_get_contents (f->path, &before, NULL, NULL));
  act (f, "preset", g_variant_new_string ("fig7"));
  g_assert_cmpstr (title (f), ==, "Starloom");
  g_assert_cmpstr (heading (f), ==, "7 · [O III] and ionisation");
  act (f, "save", NULL);
  WAIT (dialogue (f));
  /* GTK has no other way to answer the dialog behind its newer interface. */
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  g_assert_true (GTK_IS_FILE_CHOOSER (dialogue (f)));
  gtk_dialog_response (GTK_DIALOG (dialogue (f)), GTK_RESPONSE_CANCEL);
  G_GNUC_END_IGNORE_DEPRECATIONS
  WAIT (!dialogue (f));
  g_assert_true (g_file_get_contents (f->path, &after, NULL, NULL));
  g_assert_cmpstr (before, ==, after);
}

int
main (int argc, char **argv)
{
  int status;

  folder = window_test_begin (&argc, &argv, &app);
#define ADD(name, function) g_test_add ("/window-documents/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("save-and-open", test_save_and_open);
  ADD ("preset-detaches", test_preset_detaches);
  ADD ("escape", test_escape);
  ADD ("broken", test_broken);
  ADD ("command", test_command);
  ADD ("preferences", test_preferences);
  ADD ("library", test_library);
  ADD ("threads", test_threads);
  ADD ("lost-device", test_lost_device);
#undef ADD
  g_test_add_func ("/window-documents/units", test_units);
  g_test_add_func ("/window-documents/program", test_program);
  g_test_add_func ("/window-documents/two-windows", test_two_windows);
  g_test_add_func ("/window-documents/signals", test_signals);
  status = g_test_run ();
  g_object_unref (app);
  g_free (folder);
  return status;
}
