/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/sl-window.h"

#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "ui/widgets/sl-param-row.h"
#include "ui/widgets/sl-plot-grid.h"
#include "tests/ui/widgets.h"

/* Enough for a slow machine. */
#define LIMIT_US (30 * G_USEC_PER_SEC)
/* Longest acceptable delay from a change to the screen, on a busy machine. */
#define LATE_US (500 * 1000)

static const char *const figures[] = { "sed", "sfh", "colours", "oiii" };
#define N_FIGURES G_N_ELEMENTS (figures)
/* Every curve of a plot in one array. */
typedef struct { GArray *figure[N_FIGURES]; } Curves;

static AdwApplication *app;
static char *state_path;

typedef struct {
  SlWindow *window;
  gboolean ready;
  guint n_painted;
} Fixture;

static void
ready_cb (Fixture *f)
{
  f->ready = TRUE;
}

static void
painted_cb (Fixture *f)
{
  f->n_painted++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_unlink (state_path);
  f->window = SL_WINDOW (sl_window_new (GTK_APPLICATION (app)));
  g_signal_connect_swapped (f->window, "ready", G_CALLBACK (ready_cb), f);
  gtk_window_present (GTK_WINDOW (f->window));
  WAIT (f->ready);
  for (guint i = 0; i < N_FIGURES; i++)
    g_signal_connect_swapped (sl_window_get_view (f->window, figures[i]), "painted", G_CALLBACK (painted_cb),
                              f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_ref (f->window);
  gtk_window_destroy (GTK_WINDOW (f->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (f->window);
}

static void
read_curves (Fixture *f, Curves *curves)
{
  for (guint i = 0; i < N_FIGURES; i++)
    {
      SlPlot *plot = sl_plot_view_get_plot (sl_window_get_view (f->window, figures[i]));

      g_assert_nonnull (plot);
      curves->figure[i] = g_array_new (FALSE, FALSE, sizeof (double));
      for (guint p = 0; p < sl_plot_n_panels (plot); p++)
        for (guint s = 0; s < sl_plot_n_series (plot, p); s++)
          {
            const double *x, *y;
            gsize n = sl_plot_series_data (plot, p, s, &x, &y);

            g_array_append_vals (curves->figure[i], y, (guint) n);
          }
    }
}

static void
free_curves (Curves *curves)
{
  for (guint i = 0; i < N_FIGURES; i++)
    g_array_unref (curves->figure[i]);
}

static gboolean
same_curve (GArray *a, GArray *b)
{
  return a->len == b->len && memcmp (a->data, b->data, a->len * sizeof (double)) == 0;
}

/* Which figures differ, as bits. */
static guint
compare_curves (Fixture *f, const Curves *before)
{
  Curves now;
  guint differ = 0;

  read_curves (f, &now);
  for (guint i = 0; i < N_FIGURES; i++)
    differ |= same_curve (before->figure[i], now.figure[i]) ? 0 : 1u << i;
  free_curves (&now);
  return differ;
}

/* Does what dragging the slider does. */
static void
drag_to (Fixture *f, SlParamId id, double value)
{
  gboolean handled;

  g_signal_emit_by_name (find (sl_window_get_row (f->window, id), GTK_TYPE_SCALE), "change-value",
                         GTK_SCROLL_JUMP, value, &handled);
}

static void
activate (Fixture *f, const char *action, GVariant *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (f->window), action, parameter);
}

static void
test_start (Fixture *f, gconstpointer data)
{
  Curves curves;

  g_assert_cmpstr (sl_session_get_preset (sl_window_get_session (f->window)), ==, "quenched");
  read_curves (f, &curves);
  for (guint i = 0; i < N_FIGURES; i++)
    {
      guint finite = 0;

      for (guint k = 0; k < curves.figure[i]->len; k++)
        finite += isfinite (g_array_index (curves.figure[i], double, k));
      g_assert_cmpuint (finite, >=, 100);
    }
  free_curves (&curves);
}

/* A slider changes every plot that depends on it. */
static void
test_slider_moves_plots (Fixture *f, gconstpointer data)
{
  static const struct { SlParamId id; double value; guint figures;
  } table[] = {
    { SL_PARAM_LOGM0, 12.8, 0xf },
    { SL_PARAM_LG_QT, 0.5, 0xf },
    { SL_PARAM_LGMET_OLD, -1.6, 0x1 | 0x4 | 0x8 },
    { SL_PARAM_AV_OLD, 1.5, 0x1 | 0x4 },
    { SL_PARAM_LGU_MEAN, -1.0, 0x1 | 0x4 | 0x8 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      Curves before;

      read_curves (f, &before);
      drag_to (f, table[i].id, table[i].value);
      g_assert_cmpfloat (sl_session_get_value (sl_window_get_session (f->window), table[i].id), ==,
                         table[i].value);
      WAIT ((compare_curves (f, &before) & table[i].figures) == table[i].figures);
      free_curves (&before);
    }
}

static void
test_undo_redo (Fixture *f, gconstpointer data)
{
  Curves first, second;

  /* The gradient is fixed, so that the same galaxy gives the same plots. */
  sl_session_set_follow (sl_window_get_session (f->window), FALSE);
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (f->window), "undo"));
  read_curves (f, &first);
  drag_to (f, SL_PARAM_LOGM0, 12.3);
  drag_to (f, SL_PARAM_LOGM0, 12.8);
  WAIT (g_action_group_get_action_enabled (G_ACTION_GROUP (f->window), "undo"));
  WAIT (compare_curves (f, &first) == 0xf);
  read_curves (f, &second);
  activate (f, "undo", NULL);
  g_assert_cmpfloat (sl_session_get_value (sl_window_get_session (f->window), SL_PARAM_LOGM0), ==, 12.0);
  WAIT (sl_param_row_get_value (SL_PARAM_ROW (sl_window_get_row (f->window, SL_PARAM_LOGM0))) == 12.0);
  WAIT (compare_curves (f, &first) == 0);
  activate (f, "redo", NULL);
  WAIT (compare_curves (f, &second) == 0);
  activate (f, "reset-all", NULL);
  WAIT (compare_curves (f, &first) == 0);
  free_curves (&first);
  free_curves (&second);
}

static void
test_preset (Fixture *f, gconstpointer data)
{
  Curves before;

  read_curves (f, &before);
  activate (f, "preset", g_variant_new_string ("main-sequence"));
  WAIT (sl_param_row_get_value (SL_PARAM_ROW (sl_window_get_row (f->window, SL_PARAM_LG_DROP))) == 0.0);
  WAIT (compare_curves (f, &before) == 0xf);
  free_curves (&before);
}

/* Plots, cards and the panel follow the interface's text size while the window is open. */
static void
test_large_text (Fixture *f, gconstpointer data)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (f->window));
  SlPlotView *view = sl_window_get_view (f->window, "colours");
  g_autofree char *font = NULL;
  double scale;
  int width, wide, dpi;

  g_object_get (settings, "gtk-font-name", &font, NULL);
  gtk_widget_measure (gtk_widget_get_parent (sl_window_get_row (f->window, SL_PARAM_LOGM0)),
                      GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  g_object_set (settings, "gtk-font-name", "Sans 22", NULL);
  g_object_get (view, "scale", &scale, NULL);
  g_assert_cmpfloat_with_epsilon (scale, 2.0, 1e-9);
  gtk_widget_measure (gtk_widget_get_parent (sl_window_get_row (f->window, SL_PARAM_LOGM0)),
                      GTK_ORIENTATION_HORIZONTAL, -1, &wide, NULL, NULL, NULL);
  g_assert_cmpint (wide, >, width);
  f->n_painted = 0;
  drag_to (f, SL_PARAM_LOGM0, 12.4);
  WAIT (f->n_painted > 0);
  /* Small text does not make plots smaller; a font may have no size. */
  g_object_set (settings, "gtk-font-name", "Sans 8", NULL);
  g_object_get (view, "scale", &scale, NULL);
  g_assert_cmpfloat (scale, ==, 1.0);
  g_object_set (settings, "gtk-font-name", "Sans", NULL);
  g_object_get (view, "scale", &scale, NULL);
  g_assert_cmpfloat (scale, ==, 1.0);
  g_object_set (settings, "gtk-font-name", font, NULL);
  /* A higher resolution enlarges texts by itself; cards grow. */
  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 192 * 1024, NULL);
  g_object_get (view, "scale", &scale, NULL);
  g_assert_cmpfloat (scale, ==, 1.0);
  gtk_widget_measure (gtk_widget_get_ancestor (GTK_WIDGET (view), SL_TYPE_PLOT_GRID),
                      GTK_ORIENTATION_HORIZONTAL, -1, &wide, NULL, NULL, NULL);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
  gtk_widget_measure (gtk_widget_get_ancestor (GTK_WIDGET (view), SL_TYPE_PLOT_GRID),
                      GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  g_assert_cmpint (wide, >, width);
}

static gboolean
sed_axis_is (Fixture *f, const char *unit)
{
  return strstr (sl_plot_get_x_title (sl_plot_view_get_plot (sl_window_get_view (f->window, "sed"))), unit)
         != NULL;
}

/* Dust emission: a longer axis, its gradient below the spectrum, sensitivities of the infrared; and back. */
static void
test_dust_emission (Fixture *f, gconstpointer data)
{
  SlSession *session = sl_window_get_session (f->window);
  SlParamRow *row = SL_PARAM_ROW (sl_window_get_row (f->window, SL_PARAM_UMIN));

  g_assert_true (sed_axis_is (f, "[Å]"));
  sl_session_set_option (session, SL_OPTION_DUST_EMISSION, TRUE);
  WAIT (sed_axis_is (f, "[µm]"));
  g_assert_cmpuint (sl_plot_n_series (sl_plot_view_get_plot (sl_window_get_view (f->window, "sed")), 1), ==,
                    1);
  /* Warmer dust is brighter at 70 micron: a smaller magnitude, a bluer colour. */
  sl_session_set_focus (session, "rest:HERSCHEL/PACS70-PACS160");
  drag_to (f, SL_PARAM_UMIN, 2.0);
  g_assert_cmpint (sl_session_get_gradient (session), ==, SL_PARAM_UMIN);
  WAIT (sl_param_row_get_sensitivity (row) < -0.3);
  sl_session_set_option (session, SL_OPTION_DUST_EMISSION, FALSE);
  WAIT (sed_axis_is (f, "[Å]"));
  g_assert_cmpint (sl_session_get_gradient (session), !=, SL_PARAM_UMIN);
}

/* The gradient follows the drag, and the bars show the sensitivities of the colour. */
static void
test_gradient_and_sensitivities (Fixture *f, gconstpointer data)
{
  SlParamRow *dust = SL_PARAM_ROW (sl_window_get_row (f->window, SL_PARAM_AV_OLD));
  SlPlotView *view = sl_window_get_view (f->window, "colours");
  SlSession *session = sl_window_get_session (f->window);
  g_autofree char *before = g_strdup (sl_plot_series_name (sl_plot_view_get_plot (view), 1, 0));

  /* Dust reddens. */
  WAIT (sl_param_row_get_sensitivity (dust) > 0.05);
  drag_to (f, SL_PARAM_AV_OLD, 1.0);
  g_assert_cmpint (sl_session_get_gradient (session), ==, SL_PARAM_AV_OLD);
  WAIT (strcmp (before, sl_plot_series_name (sl_plot_view_get_plot (view), 1, 0)) != 0);
}

static void
test_dark (Fixture *f, gconstpointer data)
{
  gboolean dark;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  g_object_get (sl_window_get_view (f->window, "sed"), "dark", &dark, NULL);
  g_assert_true (dark);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_object_get (sl_window_get_view (f->window, "sed"), "dark", &dark, NULL);
  g_assert_false (dark);
}

static int
compare_i64 (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* A drag: all four plots of each step are on screen soon. */
static void
test_live (Fixture *f, gconstpointer data)
{
  gint64 took[60];

  for (guint i = 0; i < G_N_ELEMENTS (took); i++)
    {
      gint64 start = g_get_monotonic_time ();

      f->n_painted = 0;
      drag_to (f, SL_PARAM_LOGM0, 11.5 + 0.02 * i);
      WAIT (f->n_painted >= N_FIGURES);
      took[i] = g_get_monotonic_time () - start;
    }
  qsort (took, G_N_ELEMENTS (took), sizeof took[0], compare_i64);
  g_test_message ("slider to painted frame, four plots: median %.1f ms, p95 %.1f ms",
                  (double) took[G_N_ELEMENTS (took) / 2] / 1e3,
                  (double) took[G_N_ELEMENTS (took) * 95 / 100] / 1e3);
  g_assert_cmpint (took[G_N_ELEMENTS (took) / 2], <, LATE_US);
}

static void
test_saved (void)
{
  Fixture f = { NULL };
  g_autoptr (SlSession) other = sl_session_new ();

  set_up (&f, NULL);
  drag_to (&f, SL_PARAM_LOGM0, 13.25);
  gtk_window_close (GTK_WINDOW (f.window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  sl_session_attach (other, state_path, NULL);
  g_assert_cmpfloat (sl_session_get_value (other, SL_PARAM_LOGM0), ==, 13.25);
}

static void
test_exit_after_startup (void)
{
  const char *argv[] = { g_getenv ("SL_PROGRAM"), "--exit-after-startup", NULL };
  g_autoptr (GError) error = NULL;
  int status;

  g_assert_nonnull (argv[0]);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  g_assert_no_error (error);
}

/* Without the tables that only options need the window opens all the same. */
static void
test_exit_without_tables (void)
{
  static const char *const names[] = { "dust_emission_dl07.h5", "igm_inoue2014.h5", "solar_magnitudes.csv" };
  const char *argv[] = { g_getenv ("SL_PROGRAM"), "--exit-after-startup", NULL };
  g_autofree char *folder = g_dir_make_tmp ("sl-window-XXXXXX", NULL);
  g_auto (GStrv) env = g_environ_setenv (g_get_environ (), "STARLOOM_DATA", folder, TRUE);
  g_autoptr (GError) error = NULL;
  int status;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_assert_true (g_file_set_contents (path, "no table", -1, NULL));
    }
  g_spawn_sync (NULL, (char **) argv, env, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_spawn_check_wait_status (status, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

/* Without data the program reports it and ends with an error, in time. */
static void
test_exit_without_data (void)
{
  const char *argv[] = { g_getenv ("SL_PROGRAM"), "--exit-after-startup", NULL };
  g_auto (GStrv) env = g_environ_setenv (g_get_environ (), "STARLOOM_DATA", g_get_tmp_dir (), TRUE);
  g_autofree char *folder = g_dir_make_tmp ("sl-window-XXXXXX", NULL), *text = NULL;
  g_autofree char *broken = g_build_filename (folder, "ssp_bc03_miles.h5", NULL);
  g_autoptr (GError) error = NULL;
  int status;

  g_assert_true (g_file_set_contents (broken, "not a library", -1, NULL));
  env = g_environ_setenv (g_steal_pointer (&env), "STARLOOM_DATA", folder, TRUE);
  g_spawn_sync (NULL, (char **) argv, env, G_SPAWN_DEFAULT, NULL, NULL, NULL, &text, &status, &error);
  g_assert_no_error (error);
  g_assert_false (g_spawn_check_wait_status (status, NULL));
  g_assert_nonnull (strstr (text, "ssp_bc03_miles.h5"));
  g_unlink (broken);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("sl-window-XXXXXX", NULL), *parent = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  /* Before GLib reads the environment: the user's state is not touched. */
  g_setenv ("XDG_STATE_HOME", folder, TRUE);
  gtk_test_init (&argc, &argv, NULL);
  state_path = sl_session_default_path ();
  app = adw_application_new ("org.starloom.Starloom", G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (app), NULL, &error);
  g_assert_no_error (error);
#define ADD(path, function) g_test_add ("/window/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("large-text", test_large_text);
  ADD ("dust-emission", test_dust_emission);
  ADD ("start", test_start);
  ADD ("slider-moves-plots", test_slider_moves_plots);
  ADD ("undo-redo", test_undo_redo);
  ADD ("preset", test_preset);
  ADD ("gradient-and-sensitivities", test_gradient_and_sensitivities);
  ADD ("dark", test_dark);
  ADD ("live", test_live);
  g_test_add_func ("/window/saved", test_saved);
  g_test_add_func ("/window/exit-after-startup", test_exit_after_startup);
  g_test_add_func ("/window/exit-without-tables", test_exit_without_tables);
  g_test_add_func ("/window/exit-without-data", test_exit_without_data);
  status = g_test_run ();
  g_object_unref (app);
  g_unlink (state_path);
  parent = g_path_get_dirname (state_path);
  g_rmdir (parent);
  g_rmdir (folder);
  g_free (state_path);
  return status;
}
