/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Closing the window at bad moments: no leak, no warning, and everything that can be saved is saved. */
#include "app/window/sl-window.h"

#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "app/session/sl-scenes.h"
#include "tests/app/window/window-test.h"
#include "tests/ui/widgets.h"
#include "ui/compat/sl-compat.h"

#define LIMIT_US (30 * G_USEC_PER_SEC)

/* Smaller than half of the display, so that the pointer in its middle is not over the window: GTK 4.8 may
 * show a tooltip over a window that has just been closed, and then warns. */
#define WIDTH 600
#define HEIGHT 560

static AdwApplication *app;
static char *state_path;

typedef struct {
  SlWindow *window;
  SlSession *session;
  gboolean ready;
} Fixture;

static void
ready_cb (Fixture *f)
{
  f->ready = TRUE;
}

static void
open_window (Fixture *f)
{
  *f = (Fixture){ .window = SL_WINDOW (sl_window_new (GTK_APPLICATION (app))) };
  f->session = sl_window_get_session (f->window);
  g_signal_connect_swapped (f->window, "ready", G_CALLBACK (ready_cb), f);
  gtk_window_set_default_size (GTK_WINDOW (f->window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (f->window));
}

static void
run (guint ms)
{
  for (const gint64 until = g_get_monotonic_time () + 1000 * ms; g_get_monotonic_time () < until;)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

/* Closes as the button does. Nothing else refers to the window, and no other window stays. */
static void
close_window (Fixture *f)
{
  SlWindow *window = NULL;
  GtkWidget *dialog = sl_dialog_find (GTK_WINDOW (f->window));

  g_set_weak_pointer (&window, f->window);
  /* A dialog that is in the window closes first. */
  if (dialog && !GTK_IS_WINDOW (dialog))
    {
      gtk_window_close (GTK_WINDOW (f->window));
      WAIT (!sl_dialog_find (GTK_WINDOW (f->window)));
    }
  gtk_window_close (GTK_WINDOW (f->window));
  WAIT (!window);
  run (50);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, 0);
}

static void
activate (Fixture *f, const char *action)
{
  g_action_group_activate_action (G_ACTION_GROUP (f->window), action, NULL);
}

static gpointer
child (Fixture *f, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (f->window), SL_TYPE_WINDOW, name);
}

/* ------------------------------------------------------- what is under way */

static void
do_nothing (Fixture *f)
{
}

static void
do_pins (Fixture *f)
{
  for (int i = 0; i < 4; i++)
    {
      activate (f, "pin");
      sl_session_set_value (f->session, SL_PARAM_LOGM0, 11.0 + 0.3 * i);
    }
}

static void
do_gradient_check (Fixture *f)
{
  g_signal_emit_by_name (child (f, "gradient_check_compare"), "clicked");
}

static void
do_explain (Fixture *f)
{
  g_signal_emit_by_name (sl_window_get_view (f->window, "sed"), "clicked", 0u, 0.5, 1e-5);
}

static void
do_menu (Fixture *f)
{
  gtk_menu_button_popup (child (f, "preset_button"));
}

static void
do_preferences (Fixture *f)
{
  activate (f, "preferences");
}

static void
do_about (Fixture *f)
{
  activate (f, "about");
}

static void
do_pop_out (Fixture *f)
{
  GtkWidget *view = GTK_WIDGET (sl_window_get_view (f->window, "sfh"));

  for (int i = 0; i < 2; i++)
    g_assert_true (gtk_widget_activate_action (gtk_widget_get_parent (view), "plot.pop-out", NULL));
}

static void
do_play (Fixture *f)
{
  sl_session_set_value (f->session, SL_PARAM_REDSHIFT, 2.0);
  activate (f, "play");
}

static void
do_handle (Fixture *f)
{
  SlPlotView *view = sl_window_get_view (f->window, "sfh");

  g_signal_emit_by_name (view, "handle-begin", "lg_qt");
  g_signal_emit_by_name (view, "handle-moved", "lg_qt", 5.0, 1.0);
}

static void
do_reload (Fixture *f)
{
  do_pins (f);
  activate (f, "reload");
}

static const struct { const char *name; void (*act) (Fixture *f);
} deed_table[] = {
  { "nothing", do_nothing }, { "pins", do_pins },       { "gradient-check", do_gradient_check },
  { "explain", do_explain }, { "menu", do_menu },       { "preferences", do_preferences },
  { "about", do_about },     { "pop-out", do_pop_out }, { "play", do_play },
  { "handle", do_handle },   { "reload", do_reload },
};

/* Each at once and after a while, in a window that was painted and in one that is still loading. */
static void
test_deeds (gconstpointer data)
{
  static const guint moments_ms[] = { 0, 10, 40 };
  const guint which = GPOINTER_TO_UINT (data);

  for (guint painted = 0; painted < 2; painted++)
    for (guint i = 0; i < G_N_ELEMENTS (moments_ms); i++)
      {
        Fixture f;

        g_unlink (state_path);
        open_window (&f);
        if (painted)
          WAIT (f.ready);
        deed_table[which].act (&f);
        run (moments_ms[i]);
        close_window (&f);
      }
}

/* ------------------------------------------------------------ what is kept */

/* Closing stops playback; the next window begins at the time it had reached. */
static void
test_play_is_kept (void)
{
  double at;
  Fixture f;

  g_unlink (state_path);
  open_window (&f);
  WAIT (f.ready);
  do_play (&f);
  WAIT (sl_session_get_value (f.session, SL_PARAM_REDSHIFT) < 1.95);
  at = sl_session_get_value (f.session, SL_PARAM_REDSHIFT);
  close_window (&f);
  open_window (&f);
  g_assert_cmpfloat (sl_session_get_value (f.session, SL_PARAM_REDSHIFT), <=, at);
  g_assert_cmpfloat (sl_session_get_value (f.session, SL_PARAM_REDSHIFT), >, 0.0);
  close_window (&f);
}

/* If the state cannot be written the window stays and says so; it closes where the user wants that. */
static void
test_unwritable (void)
{
  g_autofree char *folder = g_path_get_dirname (state_path), *lock = g_strconcat (state_path, ".lock", NULL);
  SlWindow *window = NULL;
  GtkWidget *question;
  Fixture f;

  g_unlink (state_path);
  open_window (&f);
  WAIT (f.ready);
  /* A file instead of the folder also stops root. */
  g_unlink (state_path);
  g_unlink (lock);
  g_rmdir (folder);
  g_assert_true (g_file_set_contents (folder, "no folder", -1, NULL));
  sl_session_set_value (f.session, SL_PARAM_LOGM0, 11.5);
  gtk_window_close (GTK_WINDOW (f.window));
  WAIT (sl_dialog_find (GTK_WINDOW (f.window)));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (f.window)));
  question = sl_dialog_find (GTK_WINDOW (f.window));
  g_assert_nonnull (strstr (sl_message_dialog_get_body (SL_MESSAGE_DIALOG (question)), folder));
  g_set_weak_pointer (&window, f.window);
  window_test_answer (question, "Close and _Lose Changes");
  WAIT (!window);
  g_assert_false (g_file_test (state_path, G_FILE_TEST_EXISTS));
  g_unlink (folder);
}

/* Other windows are finalized when they are closed. */
static void
test_other_windows (void)
{
  static void (*const open[]) (Fixture *f) = { do_preferences, do_about, do_pop_out };
  GListModel *all = gtk_window_get_toplevels ();
  Fixture f;

  g_unlink (state_path);
  open_window (&f);
  WAIT (f.ready);
  for (guint i = 0; i < G_N_ELEMENTS (open); i++)
    {
      GtkWidget *others[2] = { NULL, NULL };
      guint n = 0;

      open[i](&f);
      run (300);
      for (guint k = 0; k < g_list_model_get_n_items (all); k++)
        {
          g_autoptr (GtkWindow) window = g_list_model_get_item (all, k);

          if (window != GTK_WINDOW (f.window) && n < G_N_ELEMENTS (others))
            g_set_weak_pointer (&others[n++], GTK_WIDGET (window));
        }
      /* Some dialogs are in the window of their parent. */
      if (n == 0)
        g_set_weak_pointer (&others[n++], sl_dialog_find (GTK_WINDOW (f.window)));
      for (guint k = 0; k < n; k++)
        {
          g_assert_nonnull (others[k]);
          sl_dialog_close (others[k]);
        }
      WAIT (!others[0] && !others[1]);
    }
  close_window (&f);
}

/* ----------------------------------------------------------------- reading */

static gboolean
has_series (Fixture *f, const char *figure, const char *name)
{
  SlPlotView *view = sl_window_get_view (f->window, figure);
  SlPlot *plot = view ? sl_plot_view_get_plot (view) : NULL;

  for (guint p = 0; plot && p < sl_plot_n_panels (plot); p++)
    for (guint s = 0; s < sl_plot_n_series (plot, p); s++)
      if (sl_plot_series_name (plot, p, s) && strstr (sl_plot_series_name (plot, p, s), name))
        return TRUE;
  return FALSE;
}

/* Loading the data again: pins return, questions and gradient checks end, handles wait. */
static void
test_reload (void)
{
  double before;
  Fixture f;

  g_unlink (state_path);
  open_window (&f);
  WAIT (f.ready);
  activate (&f, "pin");
  sl_session_rename_pin (f.session, 0, "Earlier");
  sl_session_set_value (f.session, SL_PARAM_LG_QT, 0.4);
  WAIT (has_series (&f, "sfh", "Earlier"));
  do_gradient_check (&f);
  do_explain (&f);
  before = sl_session_get_value (f.session, SL_PARAM_LG_QT);
  activate (&f, "reload");
  /* There is no engine to check: the button is as before. */
  g_assert_false (gtk_widget_get_visible (child (&f, "gradient_check_progress")));
  do_handle (&f);
  g_assert_false (sl_session_get_dragging (f.session));
  g_assert_cmpfloat (sl_session_get_value (f.session, SL_PARAM_LG_QT), ==, before);
  sl_session_set_value (f.session, SL_PARAM_LG_QT, 0.5);
  sl_session_rename_pin (f.session, 0, "Anew");
  WAIT (has_series (&f, "sfh", "Anew"));
  do_gradient_check (&f);
  WAIT (gtk_widget_get_visible (child (&f, "gradient_check_progress")));
  WAIT (!gtk_widget_get_visible (child (&f, "gradient_check_progress")));
  for (int i = 0; i < 3; i++)
    activate (&f, "reload");
  sl_session_rename_pin (f.session, 0, "Again");
  WAIT (has_series (&f, "sfh", "Again"));
  close_window (&f);
}

/* ----------------------------------------------------------------- handles */

/* Releasing a handle that was not moved undoes nothing; removing a plot releases its handle. */
static void
test_held_handle (void)
{
  double before;
  SlPlotView *view;
  Fixture f;

  g_unlink (state_path);
  open_window (&f);
  WAIT (f.ready);
  view = sl_window_get_view (f.window, "sfh");
  sl_session_set_value (f.session, SL_PARAM_LOGM0, 11.5);
  g_signal_emit_by_name (view, "handle-begin", "lg_qt");
  g_signal_emit_by_name (view, "handle-end", "lg_qt", TRUE);
  g_assert_cmpfloat (sl_session_get_value (f.session, SL_PARAM_LOGM0), ==, 11.5);
  before = sl_session_get_value (f.session, SL_PARAM_LG_QT);
  do_handle (&f);
  g_assert_cmpfloat (sl_session_get_value (f.session, SL_PARAM_LG_QT), !=, before);
  activate (&f, "undo");
  g_assert_cmpfloat (sl_session_get_value (f.session, SL_PARAM_LG_QT), ==, before);
  /* The drag has ended: moving the handle further has no effect. */
  g_signal_emit_by_name (view, "handle-moved", "lg_qt", 3.0, 1.0);
  g_signal_emit_by_name (view, "handle-end", "lg_qt", TRUE);
  g_assert_cmpfloat (sl_session_get_value (f.session, SL_PARAM_LG_QT), ==, before);
  g_assert_cmpfloat (sl_session_get_value (f.session, SL_PARAM_LOGM0), ==, 11.5);
  do_handle (&f);
  sl_session_set_tiling (f.session, SL_TILING_ONE);
  g_assert_false (sl_session_get_dragging (f.session));
  g_assert_null (sl_window_get_view (f.window, "sfh"));
  close_window (&f);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("starloom-closing-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_STATE_HOME", folder, TRUE);
  state_path = g_build_filename (folder, "starloom", "session.json", NULL);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  app = adw_application_new ("org.starloom.Closing", G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (app), NULL, NULL);
  sl_session_scene_set_maker (sl_scene_make);
  for (guint i = 0; i < G_N_ELEMENTS (deed_table); i++)
    {
      g_autofree char *path = g_strconcat ("/closing/during/", deed_table[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_deeds);
    }
  g_test_add_func ("/closing/play-is-kept", test_play_is_kept);
  g_test_add_func ("/closing/unwritable", test_unwritable);
  g_test_add_func ("/closing/other-windows", test_other_windows);
  g_test_add_func ("/closing/reload", test_reload);
  g_test_add_func ("/closing/held-handle", test_held_handle);
  status = g_test_run ();
  g_object_unref (app);
  g_free (state_path);
  return status;
}
