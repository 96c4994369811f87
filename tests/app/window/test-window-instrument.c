/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window as an instrument: plot kinds, handles, tangent preview, pins, time, scenes, explanations. */
#include "app/window/sl-window.h"

#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "app/desktop/sl-window-shell.h"
#include "app/figures/sl-figures.h"
#include "app/session/sl-scenes.h"
#include "tests/ui/widgets.h"
#include "ui/plot/view/sl-plot-view-private.h"
#include "ui/widgets/sl-plot-card.h"
#include "ui/widgets/sl-param-row.h"
#include "ui/widgets/sl-sensitivity-bar.h"

#define LIMIT_US (30 * G_USEC_PER_SEC)
/* Longer than the delay of a tooltip. */
#define LEAVE_US (700 * 1000)

static AdwApplication *app;
static char *state_path;

typedef struct {
  SlWindow *window;
  SlSession *session;
  gboolean ready;
  guint n_shown;
} Fixture;

static void
ready_cb (Fixture *f)
{
  f->ready = TRUE;
}

static void
shown_cb (Fixture *f)
{
  f->n_shown++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_unlink (state_path);
  f->window = SL_WINDOW (sl_window_new (GTK_APPLICATION (app)));
  f->session = sl_window_get_session (f->window);
  g_signal_connect_swapped (f->window, "ready", G_CALLBACK (ready_cb), f);
  g_signal_connect_swapped (f->window, "shown", G_CALLBACK (shown_cb), f);
  gtk_window_present (GTK_WINDOW (f->window));
  WAIT (f->ready);
}

/* A tooltip may be due in an open popover, which can be below the pointer: GTK 4.8 warns if the popover is
 * gone by then, and forgets the tooltip once it sees the pointer leave. */
static void
tear_down (Fixture *f, gconstpointer data)
{
  const gint64 until = g_get_monotonic_time () + LEAVE_US;

  sl_window_shell_close_popovers (GTK_WIDGET (f->window));
  while (g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
  g_object_ref (f->window);
  gtk_window_destroy (GTK_WINDOW (f->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (f->window);
}

static void
activate (Fixture *f, const char *action, GVariant *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (f->window), action, parameter);
}

static SlPlot *
plot_of (Fixture *f, const char *figure)
{
  SlPlotView *view = sl_window_get_view (f->window, figure);

  return view ? sl_plot_view_get_plot (view) : NULL;
}

static gboolean
has_series (SlPlot *plot, const char *name)
{
  for (guint p = 0; plot && p < sl_plot_n_panels (plot); p++)
    for (guint s = 0; s < sl_plot_n_series (plot, p); s++)
      if (sl_plot_series_name (plot, p, s) && strstr (sl_plot_series_name (plot, p, s), name))
        return TRUE;
  return FALSE;
}

/* Waits for a frame that shows something new. */
static void
settle (Fixture *f)
{
  const guint before = f->n_shown;

  WAIT (f->n_shown > before);
}

static guint
count_views (GtkWidget *widget)
{
  guint n = SL_IS_PLOT_VIEW (widget);

  for (GtkWidget *c = gtk_widget_get_first_child (widget); c; c = gtk_widget_get_next_sibling (c))
    n += count_views (c);
  return n;
}

static void
test_tilings (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *name;
    guint n;
  } rows[] = { { "one", 1 }, { "two", 2 }, { "four", 4 }, { "six", 6 }, { "hero", 4 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      activate (f, "tiling", g_variant_new_string (rows[i].name));
      settle (f);
      if (strcmp (rows[i].name, "hero") != 0)
        g_assert_cmpuint (count_views (GTK_WIDGET (f->window)), ==, rows[i].n);
    }
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    activate (f, "undo", NULL);
  settle (f);
  g_assert_cmpuint (count_views (GTK_WIDGET (f->window)), ==, 4);
}

/* The menu of a plot's card that has sections. */
static GMenuModel *
menu_of (GtkWidget *root)
{
  GMenuModel *menu =
      GTK_IS_MENU_BUTTON (root) ? gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (root)) : NULL;
  g_autoptr (GMenuModel) section =
      menu ? g_menu_model_get_item_link (menu, 0, G_MENU_LINK_SECTION) : NULL;

  if (section)
    return menu;
  menu = NULL;
  for (GtkWidget *c = gtk_widget_get_first_child (root); c && !menu; c = gtk_widget_get_next_sibling (c))
    menu = menu_of (c);
  return menu;
}

/* The plot's menu has its choices. It is the same for all kinds: GTK 4.8 would not free the others. */
static void
check_menu (Fixture *f, const SlFigureInfo *info, GMenuModel **menu)
{
  GtkWidget *view = GTK_WIDGET (sl_window_get_view (f->window, info->name));
  GMenuModel *now = menu_of (gtk_widget_get_ancestor (view, SL_TYPE_PLOT_CARD));
  g_autoptr (GMenuModel) choices = g_menu_model_get_item_link (now, 0, G_MENU_LINK_SECTION);
  int n = 0;

  while (info->choices && info->choices[n].name)
    n++;
  g_assert_cmpint (g_menu_model_get_n_items (choices), ==, n);
  if (*menu)
    g_assert_true (now == *menu);
  *menu = now;
}

/* Each kind in the first tile, with each value of each choice. */
static void
test_kinds (Fixture *f, gconstpointer data)
{
  GMenuModel *menu = NULL;

  for (guint i = 0; i < sl_figure_count (); i++)
    {
      const SlFigureInfo *info = sl_figure_info (i);

      /* No other tile may show this kind, or it would be found first. */
      activate (f, "tiling", g_variant_new_string ("one"));
      sl_session_set_tile (f->session, 0, info->name);
      WAIT (plot_of (f, info->name) && sl_plot_n_panels (plot_of (f, info->name)) > 0);
      check_menu (f, info, &menu);
      for (const SlFigureChoice *c = info->choices; c && c->name; c++)
        for (guint v = 0; c->values[v].name; v++)
          {
            /* Held, lest the next is in its place. */
            g_autoptr (SlPlot) before = sl_plot_ref (plot_of (f, info->name));

            sl_session_set_tile_choice (f->session, 0, c->name, c->values[v].name);
            if (v)
              WAIT (plot_of (f, info->name) != before);
          }
    }
}

static void
test_pins (Fixture *f, gconstpointer data)
{
  const double lg_qt = sl_session_get_value (f->session, SL_PARAM_LG_QT);

  activate (f, "pin", NULL);
  g_assert_cmpuint (sl_session_n_pins (f->session), ==, 1);
  sl_session_rename_pin (f->session, 0, "Earlier");
  sl_session_set_value (f->session, SL_PARAM_LG_QT, 0.4);
  WAIT (has_series (plot_of (f, "sed"), "Earlier") && has_series (plot_of (f, "sfh"), "Earlier")
        && has_series (plot_of (f, "colours"), "Earlier"));
  activate (f, "swap-pin", g_variant_new_uint32 (0));
  g_assert_cmpfloat (sl_session_get_value (f->session, SL_PARAM_LG_QT), ==, lg_qt);
  settle (f);
  sl_session_show_pin (f->session, 0, FALSE);
  WAIT (!has_series (plot_of (f, "sfh"), "Earlier"));
  activate (f, "undo", NULL);
  WAIT (has_series (plot_of (f, "sfh"), "Earlier"));
  activate (f, "differences", NULL);
  g_assert_true (sl_session_get_differences (f->session));
  settle (f);
  activate (f, "remove-pins", NULL);
  WAIT (!has_series (plot_of (f, "sed"), "Earlier"));
}

/* Dragging the handle of quenching: the parameter follows; one step of undo, or Escape, restores it. */
static void
test_handle (Fixture *f, gconstpointer data)
{
  SlPlotView *view = sl_window_get_view (f->window, "sfh");
  const double before = sl_session_get_value (f->session, SL_PARAM_LG_QT);
  double x = NAN, y = NAN;
  gboolean found = FALSE;

  for (guint i = 0; i < sl_plot_n_handles (plot_of (f, "sfh")) && !found; i++)
    found = g_strcmp0 (sl_plot_get_handle (plot_of (f, "sfh"), i, NULL, &x, &y, NULL, NULL), "lg_qt") == 0;
  g_assert_true (found);
  g_assert_cmpfloat_with_epsilon (x, pow (10.0, before), 1e-6);
  g_signal_emit_by_name (view, "handle-begin", "lg_qt");
  g_assert_true (sl_session_get_dragging (f->session));
  for (int i = 1; i <= 5; i++)
    g_signal_emit_by_name (view, "handle-moved", "lg_qt", x + 0.5 * i, y);
  g_signal_emit_by_name (view, "handle-end", "lg_qt", FALSE);
  g_assert_false (sl_session_get_dragging (f->session));
  g_assert_cmpfloat_with_epsilon (sl_session_get_value (f->session, SL_PARAM_LG_QT), log10 (x + 2.5), 1e-6);
  settle (f);
  activate (f, "undo", NULL);
  g_assert_cmpfloat (sl_session_get_value (f->session, SL_PARAM_LG_QT), ==, before);

  g_signal_emit_by_name (view, "handle-begin", "lg_qt");
  g_signal_emit_by_name (view, "handle-moved", "lg_qt", x + 1.0, y);
  g_signal_emit_by_name (view, "handle-end", "lg_qt", TRUE);
  g_assert_cmpfloat (sl_session_get_value (f->session, SL_PARAM_LG_QT), ==, before);
}

/* The tangent preview is drawn during a drag only. */
static void
test_preview (Fixture *f, gconstpointer data)
{
  const gint64 until = g_get_monotonic_time () + LIMIT_US;
  gboolean seen = FALSE;

  /* The tangent needs the idle answer: repeat until it is there. */
  while (!seen && g_get_monotonic_time () < until)
    {
      sl_session_begin_drag (f->session, SL_PARAM_LG_QT);
      for (int i = 0; i < 5 && !seen; i++)
        {
          sl_session_set_value (f->session, SL_PARAM_LG_QT, 0.7 + 0.01 * i);
          settle (f);
          seen = has_series (plot_of (f, "colours"), "Tangent") && has_series (plot_of (f, "sed"), "Tangent");
        }
      sl_session_end_drag (f->session);
      if (!seen)
        for (gint64 rest = g_get_monotonic_time () + 300000; g_get_monotonic_time () < rest;)
          g_main_context_iteration (NULL, FALSE);
    }
  g_assert_true (seen);
  WAIT (!has_series (plot_of (f, "colours"), "Tangent"));
}

static GtkWidget *
find_popover (GtkWidget *widget)
{
  for (GtkWidget *c = gtk_widget_get_first_child (widget); c; c = gtk_widget_get_next_sibling (c))
    if (GTK_IS_POPOVER (c))
      return c;
  return NULL;
}

/* A click on [O III] ranks parameters, and choosing one shows its gradient. */
static void
test_explain (Fixture *f, gconstpointer data)
{
  SlPlotView *view;
  GtkWidget *popover;
  GtkListBoxRow *row;

  sl_session_apply_preset (f->session, "main-sequence");
  settle (f);
  view = sl_window_get_view (f->window, "sed");
  sl_session_set_gradient (f->session, SL_PARAM_LG_QT);
  g_signal_emit_by_name (view, "clicked", 0u, 5006.84, 1e-5);
  popover = find_popover (GTK_WIDGET (view));
  g_assert_nonnull (popover);
  WAIT (find (popover, SL_TYPE_SENSITIVITY_BAR) != NULL);
  row = GTK_LIST_BOX_ROW (find (popover, GTK_TYPE_LIST_BOX_ROW));
  gtk_widget_activate (GTK_WIDGET (row));
  g_assert_cmpuint (sl_session_get_gradient (f->session), !=, SL_PARAM_LG_QT);
  g_signal_emit_by_name (sl_window_get_view (f->window, "colours"), "clicked", 0u, 5.0, 0.3);
  settle (f);
}

/* Moves the pointer over the middle of a view, as GTK tells it. */
static void
point_at (SlPlotView *view)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (view));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_MOTION (controller))
        g_signal_emit_by_name (controller, "motion", 0.5 * gtk_widget_get_width (GTK_WIDGET (view)),
                               0.5 * gtk_widget_get_height (GTK_WIDGET (view)));
    }
}

/* The plot in a window of its own, once it shows something. */
static SlPlotView *
own_view (Fixture *f, GtkWindow **window)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint k = 0; k < g_list_model_get_n_items (all); k++)
    {
      g_autoptr (GtkWindow) own = g_list_model_get_item (all, k);
      GtkWidget *view = own == GTK_WINDOW (f->window) ? NULL : find (GTK_WIDGET (own), SL_TYPE_PLOT_VIEW);

      if (view && sl_plot_view_get_plot (SL_PLOT_VIEW (view)) && gtk_widget_get_width (view) > 0)
        {
          *window = own;
          return SL_PLOT_VIEW (view);
        }
    }
  return NULL;
}

/* Read-outs go with the plot that is pointed at, and where a popover or a dialog takes the pointer. */
static void
test_readouts (Fixture *f, gconstpointer data)
{
  SlPlotView *sfh = sl_window_get_view (f->window, "sfh"),
             *colours = sl_window_get_view (f->window, "colours");
  GtkWidget *card = gtk_widget_get_ancestor (GTK_WIDGET (sfh), SL_TYPE_PLOT_CARD);
  SlPlotView *own = NULL;
  GtkWindow *window = NULL;

  gtk_widget_activate_action (card, "plot.pop-out", NULL);
  WAIT ((own = own_view (f, &window)));
  WAIT (!isnan ((point_at (own), sl_plot_view_get_hover_x (own))));
  g_assert_nonnull (sfh->link_kind);
  g_assert_nonnull (colours->link_kind);
  gtk_window_close (window);
  g_assert_null (sfh->link_kind);
  g_assert_null (colours->link_kind);
  /* The plot that is pointed at forgets what another one pointed at. */
  sl_plot_view_set_link (colours, SL_LINK_TIME, 3.0);
  point_at (colours);
  g_assert_null (colours->link_kind);
  g_assert_nonnull (sfh->link_kind);
  /* A menu opens. */
  activate (f, "show-export", NULL);
  WAIT (isnan (sl_plot_view_get_hover_x (colours)));
  g_assert_null (sfh->link_kind);
  sl_window_shell_close_popovers (GTK_WIDGET (f->window));
}

/* Playback runs to today; a drag stops it. */
static void
test_time (Fixture *f, gconstpointer data)
{
  double early;

  sl_session_set_value (f->session, SL_PARAM_REDSHIFT, 3.0);
  sl_session_set_follow (f->session, TRUE);
  sl_session_set_gradient (f->session, SL_PARAM_AV_OLD);
  settle (f);
  activate (f, "play", NULL);
  WAIT (sl_session_get_value (f->session, SL_PARAM_REDSHIFT) < 2.9);
  g_assert_cmpint (sl_session_get_gradient (f->session), ==, SL_PARAM_AV_OLD);
  early = sl_session_get_value (f->session, SL_PARAM_REDSHIFT);
  WAIT (sl_session_get_value (f->session, SL_PARAM_REDSHIFT) < early);
  activate (f, "play", NULL);
  early = sl_session_get_value (f->session, SL_PARAM_REDSHIFT);
  settle (f);
  g_assert_cmpfloat (sl_session_get_value (f->session, SL_PARAM_REDSHIFT), ==, early);
  /* Playback is one step of undo. */
  activate (f, "undo", NULL);
  g_assert_cmpfloat (sl_session_get_value (f->session, SL_PARAM_REDSHIFT), ==, 3.0);
  activate (f, "step-time", g_variant_new_int32 (1));
  g_assert_cmpfloat (sl_session_get_value (f->session, SL_PARAM_REDSHIFT), <, 3.0);
}

/* The session has the preset at once; curves and sliders move there, and a drag ends it. */
static void
test_transition (Fixture *f, gconstpointer data)
{
  GtkSettings *desktop = gtk_settings_get_default ();
  SlParamRow *row = SL_PARAM_ROW (sl_window_get_row (f->window, SL_PARAM_LG_QT));
  const double from = sl_session_get_value (f->session, SL_PARAM_LG_QT);
  gint64 begun = g_get_monotonic_time ();
  double to, before;

  g_object_set (desktop, "gtk-enable-animations", TRUE, NULL);
  activate (f, "preset", g_variant_new_string ("main-sequence"));
  to = sl_session_get_value (f->session, SL_PARAM_LG_QT);
  g_assert_cmpfloat (to, !=, from);
  g_assert_cmpfloat (sl_param_row_get_value (row), ==, from);
  /* During the transition values are in between and monotonic. */
  for (before = from; sl_param_row_get_value (row) != to;)
    {
      const double now = sl_param_row_get_value (row);

      g_assert_cmpfloat ((now - before) * (to - from), >=, 0.0);
      g_assert_cmpfloat ((to - now) * (to - from), >, 0.0);
      before = now;
      settle (f);
    }
  g_assert_cmpfloat (before, !=, from);
  g_assert_cmpint (g_get_monotonic_time () - begun, >=, 200 * 1000);
  /* There is no transition to another SFH form, nor for a slider. */
  sl_session_set_option (f->session, SL_OPTION_SFH_FORM, SL_SFH_TAU);
  activate (f, "undo", NULL);
  settle (f);
  activate (f, "preset", g_variant_new_string ("quenched"));
  g_assert_cmpfloat (sl_param_row_get_value (row), ==, to);
  sl_session_begin_drag (f->session, SL_PARAM_LOGM0);
  g_assert_cmpfloat (sl_param_row_get_value (row), ==, from);
  sl_session_end_drag (f->session);
  /* Without animations there is none. */
  g_object_set (desktop, "gtk-enable-animations", FALSE, NULL);
  activate (f, "undo", NULL);
  g_assert_cmpfloat (sl_param_row_get_value (row), ==, to);
  gtk_settings_reset_property (desktop, "gtk-enable-animations");
}

static void
test_scenes (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < sl_scene_count (); i++)
    {
      const char *name = sl_scene_info (i).name;

      activate (f, "preset", g_variant_new_string (name));
      g_assert_cmpstr (sl_session_get_preset (f->session), ==, name);
      for (guint t = 0; t < sl_session_layout_n_shown (sl_session_get_layout (f->session)); t++)
        {
          const SlFigureInfo *info = sl_session_tile_info (&sl_session_get_layout (f->session)->tile[t]);

          WAIT (plot_of (f, info->name) && sl_plot_n_panels (plot_of (f, info->name)) > 0);
          for (guint p = 0; p < sl_session_n_pins (f->session) && strcmp (info->name, "sfh") == 0; p++)
            WAIT (has_series (plot_of (f, info->name), sl_session_get_pin (f->session, p)->name));
        }
    }
  while (sl_session_get_can_undo (f->session))
    activate (f, "undo", NULL);
  g_assert_cmpstr (sl_session_get_preset (f->session), ==, "quenched");
  settle (f);
}

static guint
count_windows (void)
{
  return g_list_model_get_n_items (gtk_window_get_toplevels ());
}

/* A copy in a window of its own follows the galaxy, and closes with the main window. */
static void
test_own_window (Fixture *f, gconstpointer data)
{
  const guint before = count_windows ();
  GtkWidget *card = gtk_widget_get_ancestor (GTK_WIDGET (sl_window_get_view (f->window, "sfh")),
                                             g_type_from_name ("SlPlotCard"));

  g_assert_true (gtk_widget_activate_action (card, "plot.pop-out", NULL));
  g_assert_cmpuint (count_windows (), ==, before + 1);
  settle (f);
  sl_session_set_value (f->session, SL_PARAM_LOGM0, 11.5);
  settle (f);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("starloom-instrument-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_STATE_HOME", folder, TRUE);
  state_path = g_build_filename (folder, "starloom", "session.json", NULL);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  app = adw_application_new ("org.starloom.Instrument", G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (app), NULL, NULL);
  sl_session_scene_set_maker (sl_scene_make);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/instrument/tilings", test_tilings);
  ADD ("/instrument/kinds", test_kinds);
  ADD ("/instrument/pins", test_pins);
  ADD ("/instrument/handle", test_handle);
  ADD ("/instrument/tangent-preview", test_preview);
  ADD ("/instrument/explain", test_explain);
  ADD ("/instrument/readouts", test_readouts);
  ADD ("/instrument/time", test_time);
  ADD ("/instrument/transition", test_transition);
  ADD ("/instrument/scenes", test_scenes);
  ADD ("/instrument/own-window", test_own_window);
  status = g_test_run ();
  g_object_unref (app);
  g_free (state_path);
  return status;
}
