/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/bench/sl-soak.h"

#include <math.h>
#include <string.h>

#include <adwaita.h>

#include "app/degeneracy/sl-degeneracy-window.h"
#include "app/desktop/sl-window-shell.h"
#include "app/figures/sl-figures.h"
#include "app/session/sl-scenes.h"

#define MOST_WINDOWS 2
#define PLAY_US 60000
/* The smallest screen that the bench supports. */
#define SCREEN_WIDTH 1280
#define SCREEN_HEIGHT 800
#define REST_WIDTH 1000
#define REST_HEIGHT 700

static SlParamId
random_parameter (SlSoakActor *a)
{
  return g_rand_int_range (a->rand, 0, SL_N_PARAMS);
}

static double
random_value (SlSoakActor *a, SlParamId id)
{
  const int kind = g_rand_int_range (a->rand, 0, 10);
  const double at = g_rand_double (a->rand);
  double lo, hi;

  sl_galaxy_range (sl_session_get_galaxy (a->session), id, NULL, &lo, &hi);
  /* Also the ends of the range, beyond them, and NaN. */
  return kind == 0 ? lo : kind == 1 ? hi : kind == 2 ? lo - (hi - lo) : kind == 3 ? NAN : lo + at * (hi - lo);
}

static void
event_drag (SlSoakActor *a)
{
  const SlParamId id = random_parameter (a);
  const int steps = g_rand_int_range (a->rand, 1, 6);

  sl_session_begin_drag (a->session, id);
  for (int i = 0; i < steps; i++)
    sl_session_set_value (a->session, id, random_value (a, id));
  sl_session_end_drag (a->session);
}

static void
event_value (SlSoakActor *a)
{
  const SlParamId id = random_parameter (a);

  sl_session_set_value (a->session, id, random_value (a, id));
}

static void
event_option (SlSoakActor *a)
{
  const SlOptionId id = g_rand_int_range (a->rand, 0, SL_N_OPTIONS);

  sl_session_set_option (a->session, id,
                         (guint) g_rand_int_range (a->rand, 0, (gint) sl_option_info (id)->n_values));
}

static void
event_undo (SlSoakActor *a)
{
  for (int n = g_rand_int_range (a->rand, 1, 8); n > 0; n--)
    sl_session_undo (a->session);
}

static void
event_redo (SlSoakActor *a)
{
  for (int n = g_rand_int_range (a->rand, 1, 8); n > 0; n--)
    sl_session_redo (a->session);
}

static void
event_reset (SlSoakActor *a)
{
  const int kind = g_rand_int_range (a->rand, 0, 3), which = g_rand_int_range (a->rand, 0, SL_N_PARAMS);

  if (kind == 0)
    sl_session_reset (a->session, which);
  else if (kind == 1)
    sl_session_reset_group (a->session, which % SL_N_GROUPS);
  else
    sl_session_reset_all (a->session);
}

static void
event_scene (SlSoakActor *a)
{
  const char *name = sl_scene_info ((guint) g_rand_int_range (a->rand, 0, (gint) sl_scene_count ())).name;

  /* In a window the galaxy glides to the preset. */
  if (a->window)
    g_action_group_activate_action (G_ACTION_GROUP (a->window), "preset", g_variant_new_string (name));
  else
    sl_session_apply_preset (a->session, name);
}

static void
event_pin (SlSoakActor *a)
{
  const int kind = g_rand_int_range (a->rand, 0, 6);
  const guint n = sl_session_n_pins (a->session), which = (guint) g_rand_int_range (a->rand, 0, 6);

  if (kind == 0 || n == 0)
    {
      if (n < 6)
        sl_session_pin (a->session);
    }
  else if (which < n)
    switch (kind)
      {
      case 1:
        sl_session_remove_pin (a->session, which);
        break;
      case 2:
        sl_session_swap_pin (a->session, which);
        break;
      case 3:
        sl_session_show_pin (a->session, which, !sl_session_get_pin (a->session, which)->shown);
        break;
      case 4:
        sl_session_rename_pin (a->session, which, "Galaxy");
        break;
      default:
        sl_session_set_differences (a->session, !sl_session_get_differences (a->session));
      }
}

static void
event_layout (SlSoakActor *a)
{
  const int kind = g_rand_int_range (a->rand, 0, 5);
  const guint tile = (guint) g_rand_int_range (a->rand, 0, SL_SESSION_MAX_TILES);
  const SlFigureInfo *info =
      sl_figure_info ((guint) g_rand_int_range (a->rand, 0, (gint) sl_figure_count ()));
  const guint choice = (guint) g_rand_int_range (a->rand, 0, 60),
              value = (guint) g_rand_int_range (a->rand, 0, 60);
  const SlSessionLayout *layout = sl_session_get_layout (a->session);
  guint n_choices = 0, n_values = 0;

  if (kind == 0)
    sl_session_set_tiling (a->session, tile % SL_N_TILINGS);
  if (kind == 0 || tile >= layout->n_tiles)
    return;
  if (kind == 1)
    {
      sl_session_set_tile (a->session, tile, info->name);
      return;
    }
  info = sl_session_tile_info (&layout->tile[tile]);
  while (info->choices && info->choices[n_choices].name)
    n_choices++;
  if (n_choices == 0)
    return;
  while (info->choices[choice % n_choices].values[n_values].name)
    n_values++;
  sl_session_set_tile_choice (a->session, tile, info->choices[choice % n_choices].name,
                              info->choices[choice % n_choices].values[value % n_values].name);
}

static void
event_gradient (SlSoakActor *a)
{
  const SlParamId id = random_parameter (a), other = random_parameter (a);

  if (sl_galaxy_uses (sl_session_get_galaxy (a->session), id))
    sl_session_set_gradient (a->session, id);
  sl_session_set_more_gradients (a->session, sl_param_set_of (other));
}

static void
event_lock (SlSoakActor *a)
{
  const SlParamId id = random_parameter (a);

  sl_session_set_locked (a->session, id, g_rand_boolean (a->rand));
}

/* The replay draws the random number, too. */
static void
event_action (SlSoakActor *a)
{
  static const char *const plain[] = { "hold-axes", "show-panel", "projector", "tangent" };
  const guint which = (guint) g_rand_int_range (a->rand, 0, G_N_ELEMENTS (plain));

  if (a->window)
    g_action_group_activate_action (G_ACTION_GROUP (a->window), plain[which], NULL);
}

static void
event_size (SlSoakActor *a)
{
  /* A window manager has put the corner somewhere: some of the window may be off the screen. */
  const int width = g_rand_int_range (a->rand, 400, SCREEN_WIDTH);
  const int height = g_rand_int_range (a->rand, 440, SCREEN_HEIGHT);

  if (a->window)
    gtk_window_set_default_size (GTK_WINDOW (a->window), width, height);
}

static void
event_dark (SlSoakActor *a)
{
  const gboolean dark = g_rand_boolean (a->rand);

  if (a->window)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                        dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
}

/* Moves a handle of the star-formation history if its plot is shown, else sets its parameter: for the session
 * both are the same. */
static void
event_handle (SlSoakActor *a)
{
  static const char *const ids[] = { "lg_qt", "lg_drop", "lg_rejuv", "logtc", "lgy_at_mcrit" };
  const char *id = ids[g_rand_int_range (a->rand, 0, G_N_ELEMENTS (ids))];
  const double x = g_rand_double_range (a->rand, 0.5, 13.0),
               y = pow (10.0, g_rand_double_range (a->rand, -3.0, 2.5));
  const gboolean cancelled = g_rand_int_range (a->rand, 0, 4) == 0;
  const SlFigureInfo *info = sl_figure_find ("sfh");
  SlPlotView *view = a->window ? sl_window_get_view (a->window, info->name) : NULL;
  SlParamId parameter;
  double value;

  if (!sl_figure_handle_value (id, info, x, y, sl_session_get_galaxy (a->session), NULL, &parameter, &value))
    return;
  sl_session_end_drag (a->session);
  if (view)
    g_signal_emit_by_name (view, "handle-begin", id);
  /* The window ignores handles while it reads the library. */
  if (!sl_session_get_dragging (a->session))
    {
      sl_session_begin_drag (a->session, parameter);
      view = NULL;
    }
  for (int i = 1; i <= 3; i++)
    if (view)
      g_signal_emit_by_name (view, "handle-moved", id, x / i, y * i);
    else if (sl_figure_handle_value (id, info, x / i, y * i, sl_session_get_galaxy (a->session), NULL,
                                     &parameter, &value))
      sl_session_set_value (a->session, parameter, value);
  if (view)
    g_signal_emit_by_name (view, "handle-end", id, cancelled);
  else if (cancelled)
    sl_session_cancel_drag (a->session);
  else
    sl_session_end_drag (a->session);
}

static void
event_document (SlSoakActor *a)
{
  const int which = g_rand_int_range (a->rand, 0, 3), kind = g_rand_int_range (a->rand, 0, 5);
  g_autofree char *name = g_strdup_printf ("soak-%d%s", which, SL_SESSION_ENDING);
  g_autofree char *path = g_build_filename (a->folder, name, NULL);

  if (kind == 0)
    sl_session_new_document (a->session);
  else if (kind <= 2)
    sl_session_save_as (a->session, path, NULL);
  else
    sl_session_open (a->session, path, NULL);
}

/* --- events of the window alone ------------------------------------------- */

static SlPlotView *
random_view (SlSoakActor *a)
{
  const SlFigureInfo *info =
      sl_figure_info ((guint) g_rand_int_range (a->rand, 0, (gint) sl_figure_count ()));
  SlPlotView *view = a->window ? sl_window_get_view (a->window, info->name) : NULL;

  return !view && a->window ? sl_window_get_view (a->window, "sed") : view;
}

static GtkEventController *
controller_of (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) all = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (all, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller; /* owned by the widget */
    }
  return NULL;
}

static void
event_hover (SlSoakActor *a)
{
  const double x = g_rand_double (a->rand), y = g_rand_double (a->rand);
  const gboolean leave = g_rand_int_range (a->rand, 0, 4) == 0;
  SlPlotView *view = random_view (a);
  GtkEventController *motion =
      view ? controller_of (GTK_WIDGET (view), GTK_TYPE_EVENT_CONTROLLER_MOTION) : NULL;

  if (!motion)
    return;
  g_signal_emit_by_name (motion, "motion", x * gtk_widget_get_width (GTK_WIDGET (view)),
                         y * gtk_widget_get_height (GTK_WIDGET (view)));
  if (leave)
    g_signal_emit_by_name (motion, "leave");
}

/* Keys that move the cursor or the ranges of a plot. Keys of handles, which change the galaxy, are not
 * among them. */
static void
event_key (SlSoakActor *a)
{
  static const guint keys[] = { GDK_KEY_plus,  GDK_KEY_minus,   GDK_KEY_0,         GDK_KEY_Left,
                                GDK_KEY_Right, GDK_KEY_Up,      GDK_KEY_Down,      GDK_KEY_Home,
                                GDK_KEY_End,   GDK_KEY_Page_Up, GDK_KEY_Page_Down, GDK_KEY_Escape };
  const guint key = keys[g_rand_int_range (a->rand, 0, G_N_ELEMENTS (keys))];
  const GdkModifierType state = g_rand_boolean (a->rand) ? GDK_CONTROL_MASK : 0;
  SlPlotView *view = random_view (a);
  GtkEventController *controller =
      view ? controller_of (GTK_WIDGET (view), GTK_TYPE_EVENT_CONTROLLER_KEY) : NULL;
  gboolean taken;

  if (!controller)
    return;
  gtk_widget_grab_focus (GTK_WIDGET (view));
  if (gtk_root_get_focus (GTK_ROOT (a->window)) == GTK_WIDGET (view))
    g_signal_emit_by_name (controller, "key-pressed", key, 0u, state, &taken);
}

/* A click that asks which parameters act at a point of a plot. */
static void
event_click (SlSoakActor *a)
{
  const double x = g_rand_double (a->rand), y = g_rand_double (a->rand);
  SlPlotView *view = random_view (a);

  if (view && sl_plot_view_get_plot (view) && gtk_widget_get_mapped (GTK_WIDGET (view)))
    g_signal_emit_by_name (view, "clicked", 0u, 13.0 * x, y);
}

static void
collect_menus (GtkWidget *widget, GPtrArray *into)
{
  if (GTK_IS_MENU_BUTTON (widget) && gtk_widget_get_mapped (widget))
    g_ptr_array_add (into, widget);
  for (GtkWidget *c = gtk_widget_get_first_child (widget); c; c = gtk_widget_get_next_sibling (c))
    collect_menus (c, into);
}

/* Opens a random menu, or closes the open one. */
static void
event_menu (SlSoakActor *a)
{
  const guint which = g_rand_int (a->rand);
  g_autoptr (GPtrArray) menus = g_ptr_array_new ();

  if (!a->window)
    return;
  if (a->menu)
    {
      gtk_menu_button_popdown (a->menu);
      g_clear_weak_pointer (&a->menu);
      return;
    }
  collect_menus (GTK_WIDGET (a->window), menus);
  if (menus->len == 0)
    return;
  g_set_weak_pointer (&a->menu, g_ptr_array_index (menus, which % menus->len));
  gtk_menu_button_popup (a->menu);
}

/* Windows other than the main one; no references are held. */
static GPtrArray *
other_windows (SlSoakActor *a)
{
  GListModel *all = gtk_window_get_toplevels ();
  GPtrArray *windows = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (all, i);

      if (window != GTK_WINDOW (a->window) && gtk_widget_get_visible (GTK_WIDGET (window)))
        g_ptr_array_add (windows, window);
    }
  return windows;
}

static void
event_pop_out (SlSoakActor *a)
{
  const guint which = g_rand_int (a->rand);
  SlPlotView *view = random_view (a);
  g_autoptr (GPtrArray) others = NULL;

  if (!a->window)
    return;
  others = other_windows (a);
  if (others->len >= MOST_WINDOWS)
    gtk_window_close (g_ptr_array_index (others, which % others->len));
  else if (view)
    gtk_widget_activate_action (gtk_widget_get_parent (GTK_WIDGET (view)), "plot.pop-out", NULL);
}

static void
event_preferences (SlSoakActor *a)
{
  g_autoptr (GPtrArray) others = NULL;
  gboolean open = FALSE;

  if (!a->window)
    return;
  others = other_windows (a);
  for (guint i = 0; i < others->len && !open; i++)
    if (strcmp (gtk_widget_get_name (g_ptr_array_index (others, i)), "preferences") == 0)
      {
        open = TRUE;
        gtk_window_close (g_ptr_array_index (others, i));
      }
  if (!open)
    g_action_group_activate_action (G_ACTION_GROUP (a->window), "preferences", NULL);
}

/* The window of degeneracies: opened, something else measured or freed, or closed. */
static void
event_degeneracy (SlSoakActor *a)
{
  const guint which = g_rand_int (a->rand), deed = g_rand_int (a->rand) % 8;
  SlDegeneracyWindow *window;
  SlDegeneracyState state;

  if (!a->window)
    return;
  window = sl_degeneracy_window_show (a->window);
  state = *sl_degeneracy_window_get_state (window);
  if (deed < 3)
    state.measurement[which % state.n].on ^= TRUE;
  else if (deed < 6)
    sl_degeneracy_state_set_free (&state, (SlParamId) (which % SL_N_PARAMS),
                                  !sl_param_set_has (state.free, (SlParamId) (which % SL_N_PARAMS)));
  sl_degeneracy_window_change (window, &state, "soak");
  if (deed == 6)
    g_action_group_activate_action (G_ACTION_GROUP (window), which & 1 ? "undo" : "sample", NULL);
  else if (deed == 7)
    gtk_window_close (GTK_WINDOW (window));
}

static void
event_gradient_check (SlSoakActor *a)
{
  if (a->window)
    g_signal_emit_by_name (gtk_widget_get_template_child (GTK_WIDGET (a->window), SL_TYPE_WINDOW,
                                                          "gradient_check_compare"),
                           "clicked");
}

/* Plays time for some frames and then restores the redshift, because how far time runs is not
 * reproducible. */
static void
event_play (SlSoakActor *a)
{
  sl_session_end_drag (a->session);
  if (!a->window)
    {
      sl_session_begin_drag (a->session, SL_PARAM_REDSHIFT);
      sl_session_cancel_drag (a->session);
      return;
    }
  g_action_group_activate_action (G_ACTION_GROUP (a->window), "play", NULL);
  a->busy = TRUE;
  for (const gint64 until = g_get_monotonic_time () + PLAY_US; g_get_monotonic_time () < until;)
    g_main_context_iteration (NULL, FALSE);
  a->busy = FALSE;
  sl_session_cancel_drag (a->session);
  g_action_group_activate_action (G_ACTION_GROUP (a->window), "play", NULL);
}

static void
event_reload (SlSoakActor *a)
{
  const gboolean now = g_rand_int_range (a->rand, 0, 4) == 0;

  if (a->window && now)
    g_action_group_activate_action (G_ACTION_GROUP (a->window), "reload", NULL);
}

static const struct {
  void (*act) (SlSoakActor *a);
  guint weight;
} event_table[] = {
  { event_drag, 40 },   { event_value, 20 },      { event_option, 6 },         { event_undo, 10 },
  { event_redo, 6 },    { event_reset, 4 },       { event_scene, 2 },          { event_pin, 6 },
  { event_layout, 8 },  { event_gradient, 6 },    { event_lock, 3 },           { event_action, 3 },
  { event_size, 2 },    { event_dark, 1 },        { event_handle, 6 },         { event_document, 2 },
  { event_hover, 10 },  { event_key, 6 },         { event_click, 4 },          { event_menu, 3 },
  { event_pop_out, 2 }, { event_preferences, 1 }, { event_gradient_check, 1 }, { event_play, 1 },
  { event_reload, 1 },  { event_degeneracy, 3 },
};

void
sl_soak_act (SlSoakActor *a)
{
  guint total = 0, at;

  for (guint i = 0; i < G_N_ELEMENTS (event_table); i++)
    total += event_table[i].weight;
  at = (guint) g_rand_int_range (a->rand, 0, (gint) total);
  for (guint i = 0; i < G_N_ELEMENTS (event_table); i++)
    {
      if (at < event_table[i].weight)
        {
          event_table[i].act (a);
          return;
        }
      at -= event_table[i].weight;
    }
}

void
sl_soak_rest (SlSoakActor *a)
{
  g_autoptr (GPtrArray) others = NULL;

  sl_session_new_document (a->session);
  if (!a->window)
    return;
  if (a->menu)
    gtk_menu_button_popdown (a->menu);
  g_clear_weak_pointer (&a->menu);
  sl_window_shell_close_popovers (GTK_WIDGET (a->window));
  others = other_windows (a);
  for (guint i = 0; i < others->len; i++)
    gtk_window_close (g_ptr_array_index (others, i));
  gtk_window_set_default_size (GTK_WINDOW (a->window), REST_WIDTH, REST_HEIGHT);
}
