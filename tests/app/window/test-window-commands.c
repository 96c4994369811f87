/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Command lines of the window, run as at a terminal, give the numbers that the window shows. */
#include <math.h>
#include <string.h>

#include <adwaita.h>
#include <glib/gstdio.h>

#include "app/session/sl-scenes.h"
#include "app/window/sl-window-private.h"
#include "tests/app/window/window-test.h"
#include "tests/ui/widgets.h"

/* Enough to load and paint, with sanitizers on a slow machine. */
#define LIMIT_US (60 * G_USEC_PER_SEC)

static GtkApplication *app;
static char *folder;

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
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *state = sl_session_default_path ();

  g_unlink (state);
  f->ready = FALSE;
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
}

/* Whether the plots show the session's galaxy and all its pins. */
static gboolean
settled (Fixture *f)
{
  SlWindow *window = f->window;
  SlFigurePin pins[SL_SESSION_MAX_PINS];
  guint n = 0;

  if (!window->live_request || window->shown != window->posted || window->transition_tick)
    return FALSE;
  for (guint i = 0; i < sl_session_n_pins (f->session); i++)
    n += sl_session_get_pin (f->session, i)->shown;
  return sl_window_get_pins (window, window->live_request, pins) == n;
}

/* The rows without comments. */
static char *
numbers (const char *text)
{
  g_auto (GStrv) rows = g_strsplit (text, "\n", -1);
  GString *all = g_string_new (NULL);

  for (guint i = 0; rows[i]; i++)
    if (rows[i][0] != '#')
      g_string_append_printf (all, "%s\n", rows[i]);
  return g_string_free (all, FALSE);
}

/* What a command line writes, as numbers in place of the figure it names. */
static char *
run_line (const char *line)
{
  g_autofree char *path = g_build_filename (folder, "numbers.csv", NULL);
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  int status;

  g_assert_true (g_shell_parse_argv (line, NULL, &argv, &error));
  g_assert_cmpstr (argv[0], ==, "starloom");
  for (guint i = 0; argv[i]; i++)
    if (i == 0 || strcmp (argv[i - 1], "--out") == 0)
      {
        g_free (argv[i]);
        argv[i] = g_strdup (i == 0 ? g_getenv ("SL_PROGRAM") : path);
      }
  g_spawn_sync (NULL, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, &error))
    g_error ("%s: %s", line, error->message);
  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  return text;
}

/* Fails at the first row that differs. */
static void
assert_same_numbers (const char *window, const char *command, const char *line)
{
  g_autofree char *a = numbers (window), *b = numbers (command);
  g_auto (GStrv) rows = g_strsplit (a, "\n", -1), other = g_strsplit (b, "\n", -1);

  for (guint i = 0; rows[i]; i++)
    if (!other[i] || strcmp (rows[i], other[i]) != 0)
      g_error ("%s\nrow %u in the window: %s\nby the command: %s", line, i, rows[i], other[i]);
  g_assert_cmpuint (g_strv_length (rows), ==, g_strv_length (other));
}

/* The line of a file's head that begins as a command. */
static char *
command_in (const char *text)
{
  const char *begin = strstr (text, "# starloom render ");

  g_assert_nonnull (begin);
  return g_strndup (begin + 2, strcspn (begin + 2, "\n"));
}

static void
text_cb (GObject *clipboard, GAsyncResult *result, gpointer text)
{
  *(char **) text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
}

/* Compares all tiles: the copied commands, and those in the heads of files of numbers. */
static void
compare_tiles (Fixture *f)
{
  g_autofree char *copied = NULL;
  g_auto (GStrv) lines = NULL;

  WAIT (settled (f));
  g_action_group_activate_action (G_ACTION_GROUP (f->window), "copy-command", NULL);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (f->window)), NULL, text_cb, &copied);
  WAIT (copied);
  lines = g_strsplit (copied, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, f->window->plots->len);
  WAIT (settled (f));
  for (guint i = 0; i < f->window->plots->len; i++)
    {
      SlWindowPlot *plot = g_ptr_array_index (f->window->plots, i);
      g_autoptr (GError) error = NULL;
      g_autofree char *shown = sl_window_plot_data (f->window, plot, &error), *again = NULL, *line = NULL;

      /* A picture of a galaxy has no numbers. */
      if (!shown)
        continue;
      again = run_line (lines[i]);
      assert_same_numbers (shown, again, lines[i]);
      /* The file says the same of itself. */
      line = command_in (shown);
      {
        g_autofree char *other = command_in (again);

        g_assert_cmpstr (line, ==, other);
      }
    }
}

static void
test_scenes (Fixture *f, gconstpointer data)
{
  for (guint i = 0; sl_scene_info (i).name; i++)
    {
      g_assert_true (sl_session_apply_preset (f->session, sl_scene_info (i).name));
      g_test_message ("%s", sl_scene_info (i).name);
      compare_tiles (f);
    }
}

/* Pins with names that a shell or the form of a pin would read otherwise, differences, several gradients. */
static void
test_pins (Fixture *f, gconstpointer data)
{
  SlParamSet more = sl_param_set_of (SL_PARAM_AV_OLD);
  const guint64 none[SL_MAX_LINES / 64] = { 5 };

  sl_session_apply_preset (f->session, "fig2");
  sl_session_set_tiling (f->session, SL_TILING_SIX);
  sl_session_rename_pin (f->session, 0, "it’s \"A\": B, C\\ $HOME `x` 'y'");
  sl_session_rename_pin (f->session, 1, "-x");
  sl_session_set_option (f->session, SL_OPTION_SFH_FORM, SL_SFH_CONTINUITY);
  g_assert_true (
      sl_session_set_edges (f->session, (double[]) { 0, 0.02, 0.1, 0.4, 1.1, 3.6, 8, 13.7 }, NULL));
  sl_session_set_lines (f->session, none, FALSE);
  sl_session_pin (f->session);
  sl_session_set_value (f->session, SL_PARAM_REDSHIFT, 0.123456789);
  sl_param_set_add (&more, SL_PARAM_LGMET_OLD);
  sl_session_set_gradient (f->session, SL_PARAM_AV_YOUNG);
  sl_session_set_tied (f->session, sl_param_set_of (SL_PARAM_DELTA_OLD));
  sl_session_set_more_gradients (f->session, more);
  compare_tiles (f);
  sl_session_show_pin (f->session, 0, FALSE);
  sl_session_set_differences (f->session, TRUE);
  compare_tiles (f);
}

/* Every kind of plot with its choices. */
static void
test_kinds (Fixture *f, gconstpointer data)
{
  sl_session_apply_preset (f->session, "main-sequence");
  sl_session_set_value (f->session, SL_PARAM_REDSHIFT, 0.7);
  sl_session_pin (f->session);
  sl_session_set_value (f->session, SL_PARAM_AV_OLD, 1.0);
  sl_session_set_gradient (f->session, SL_PARAM_LGMET_OLD);
  sl_session_set_tiling (f->session, SL_TILING_ONE);
  for (guint i = 0; i < sl_figure_count (); i++)
    {
      const SlFigureInfo *info = sl_figure_info (i);

      sl_session_set_tile (f->session, 0, info->name);
      for (const SlFigureChoice *c = info->choices; c && c->name; c++)
        sl_session_set_tile_choice (f->session, 0, c->name, c->values[1].name ? c->values[1].name
                                                                             : c->values[0].name);
      compare_tiles (f);
    }
}

/* The number in the last row, at 13.7 Gyr, of the column whose name begins so. */
static double
last_number (const char *text, const char *name)
{
  g_autofree char *rows = numbers (text);
  g_auto (GStrv) lines = g_strsplit (rows, "\n", -1);
  g_auto (GStrv) names = g_strsplit (lines[0], ",", -1), cells = NULL;

  for (guint i = 1; lines[i]; i++)
    if (g_str_has_prefix (lines[i], "13.7,"))
      cells = g_strsplit (lines[i], ",", -1);
  g_assert_nonnull (cells);
  for (guint c = 0; names[c]; c++)
    if (g_str_has_prefix (names[c], name))
      return g_ascii_strtod (cells[c], NULL);
  g_error ("no column %s in %s", name, lines[0]);
}

/* Half of this step of lg_drop and lg_rejuv to both sides, and how well the difference is the derivative. */
#define STEP 0.002
#define TOLERANCE 1e-4

/* Commands have numbers with a point, whatever the locale. */
static char *
line_with (const char *format, double drop, double rejuv)
{
  char a[G_ASCII_DTOSTR_BUF_SIZE], b[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup_printf (format, "lg_drop", g_ascii_dtostr (a, sizeof a, drop),
                          g_ascii_dtostr (b, sizeof b, rejuv));
}

/* The quenched galaxy of figure 2: with less quenching it is bluer. The derivative along both parameters is
 * the difference of colours when both change, and by one alone another number. */
static void
test_tied (void)
{
  static const char format[] = "starloom render --preset fig2 --plot colours --out x.csv --gradient %s"
                               " --set lg_drop=%s --set lg_rejuv=%s";
  SlSessionScene scene;
  double colour[2], tied, alone, drop, rejuv;
  g_autofree char *text = NULL;

  sl_session_scene_init (&scene);
  g_assert_true (sl_scene_make ("fig2", &scene));
  drop = scene.galaxy.value[SL_PARAM_LG_DROP];
  rejuv = scene.galaxy.value[SL_PARAM_LG_REJUV];
  for (int k = 0; k < 2; k++)
    {
      const double step = (k - 0.5) * STEP;
      g_autofree char *line = line_with (format, drop + step, rejuv + step),
                      *moved = run_line (line);

      colour[k] = last_number (moved, "g−r ");
    }
  {
    g_autofree char *line = line_with (format, drop, rejuv), *one = run_line (line);

    alone = last_number (one, "∂(g−r)");
  }
  text = run_line ("starloom render --preset fig2 --plot colours --out x.csv");
  tied = last_number (text, "∂(g−r)");
  g_assert_cmpfloat_with_epsilon (tied, (colour[1] - colour[0]) / STEP, TOLERANCE);
  g_assert_cmpfloat (tied, <, -0.05);
  g_assert_cmpfloat (fabs (tied - alone), >, 0.05);
}

int
main (int argc, char **argv)
{
  int status;

  folder = window_test_begin (&argc, &argv, &app);
#define ADD(name, function) g_test_add ("/window-commands/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("scenes", test_scenes);
  ADD ("pins", test_pins);
  ADD ("kinds", test_kinds);
#undef ADD
  g_test_add_func ("/window-commands/tied", test_tied);
  status = g_test_run ();
  g_object_unref (app);
  g_free (folder);
  return status;
}
