/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What hands do to a view: presses, drags and keys through its private functions, as its controllers call
 * them. */
#include <math.h>
#include <string.h>

#include "tests/ui/plot/plot-samples.h"
#include "ui/plot/view/sl-plot-view-private.h"

/* Positions are rounded to whole pixels nowhere; they go through axis maps and back. */
#define ROUNDING 1e-6

static gboolean have_display;

typedef struct {
  GtkWidget *window, *box;
  SlPlotView *view, *other;
  SlPlot *plot;
  GString *log;         /* signals, in order */
  double x, y;          /* of the last that had any */
  guint panel, n_moved, n_clicked, n_hover;
} Fixture;

static void
begin_cb (SlPlotView *view, const char *id, Fixture *f)
{
  g_string_append_printf (f->log, "begin(%s) ", id);
}

static void
moved_cb (SlPlotView *view, const char *id, double x, double y, Fixture *f)
{
  f->x = x;
  f->y = y;
  f->n_moved++;
}

static void
end_cb (SlPlotView *view, const char *id, gboolean cancelled, Fixture *f)
{
  g_string_append_printf (f->log, "end(%s,%d) ", id, cancelled);
}

static void
clicked_cb (SlPlotView *view, guint panel, double x, double y, Fixture *f)
{
  f->panel = panel;
  f->x = x;
  f->y = y;
  f->n_clicked++;
}

static void
hover_cb (SlPlotView *view, GParamSpec *pspec, Fixture *f)
{
  f->n_hover++;
}

static void
set_up (Fixture *f, gconstpointer make)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC; /* a busy machine */

  if (!have_display)
    return;
  f->plot = ((SlPlot * (*) (void)) make) ();
  f->log = g_string_new (NULL);
  f->window = gtk_window_new ();
  f->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  f->view = SL_PLOT_VIEW (sl_plot_view_new ());
  f->other = SL_PLOT_VIEW (sl_plot_view_new ());
  gtk_box_append (GTK_BOX (f->box), GTK_WIDGET (f->view));
  gtk_box_append (GTK_BOX (f->box), GTK_WIDGET (f->other));
  gtk_window_set_child (GTK_WINDOW (f->window), f->box);
  gtk_window_set_default_size (GTK_WINDOW (f->window), 900, 420);
  sl_plot_view_set_plot (f->view, f->plot);
  g_signal_connect (f->view, "handle-begin", G_CALLBACK (begin_cb), f);
  g_signal_connect (f->view, "handle-moved", G_CALLBACK (moved_cb), f);
  g_signal_connect (f->view, "handle-end", G_CALLBACK (end_cb), f);
  g_signal_connect (f->view, "clicked", G_CALLBACK (clicked_cb), f);
  g_signal_connect (f->view, "notify::hover-x", G_CALLBACK (hover_cb), f);
  gtk_window_present (GTK_WINDOW (f->window));
  while (!sl_plot_view_layout (f->view) && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, FALSE);
  g_assert_nonnull (sl_plot_view_layout (f->view));
  while (g_main_context_iteration (NULL, FALSE));
}

static void
tear_down (Fixture *f, gconstpointer make)
{
  if (!have_display)
    return;
  gtk_window_destroy (GTK_WINDOW (f->window));
  sl_plot_unref (f->plot);
  g_string_free (f->log, TRUE);
}

#define NEEDS_DISPLAY                                                                                        \
  if (!have_display)                                                                                         \
    {                                                                                                        \
      g_test_skip ("needs a display");                                                                       \
      return;                                                                                                \
    }

static SlPlot *make_plane (void) { return plot_sample_plane (); }
static SlPlot *make_history (void) { return plot_sample_history (300); }
static SlPlot *make_spectrum (void) { return plot_sample_spectrum (1000); }

static void
to_pixels (Fixture *f, guint panel, double x, double y, double *px, double *py)
{
  SlPlotLayout *layout = sl_plot_view_layout (f->view);

  *px = sl_axis_map_to_pixel (&layout->x, x);
  *py = sl_axis_map_to_pixel (&g_array_index (layout->panels, SlLayoutPanel, panel).y, y);
}

static void
drag_handles (Fixture *f, gconstpointer make)
{
  SlPlotLayout *layout;
  double x, y, px, py;
  const char *id;

  NEEDS_DISPLAY
  g_assert_cmpuint (sl_plot_n_handles (f->plot), ==, 2);
  id = sl_plot_get_handle (f->plot, 0, NULL, &x, &y, NULL, NULL);
  g_assert_cmpstr (id, ==, "now");
  to_pixels (f, 0, x, y, &px, &py);
  layout = sl_plot_view_layout (f->view);
  /* Taken a little beside its middle: it does not jump there. */
  g_assert_nonnull (sl_plot_view_handle_at (f->view, px + 8, py - 8, FALSE));
  g_assert_null (sl_plot_view_handle_at (f->view, px + 16, py - 8, FALSE));
  g_assert_nonnull (sl_plot_view_handle_at (f->view, px + 16, py - 8, TRUE)); /* a finger is wider */
  sl_plot_view_press (f->view, GDK_BUTTON_PRIMARY, 0, FALSE, px + 5, py + 3);
  g_assert_true (sl_plot_view_drag_to (f->view, 20, -30));
  g_assert_cmpfloat_with_epsilon (f->x, sl_axis_map_to_value (&layout->x, px + 20), ROUNDING);
  g_assert_cmpfloat_with_epsilon (f->y,
                                  sl_axis_map_to_value (&g_array_index (layout->panels, SlLayoutPanel, 0).y,
                                                        py - 30),
                                  ROUNDING);
  sl_plot_view_drag_to (f->view, 5000, -5000); /* not off the panel */
  g_assert_cmpfloat_with_epsilon (f->x, layout->x.hi, ROUNDING);
  sl_plot_view_release (f->view, 5000, -5000, FALSE);
  g_assert_cmpstr (f->log->str, ==, "begin(now) end(now,0) ");
  g_assert_cmpuint (f->n_clicked, ==, 0);

  /* One that moves sideways only; Escape takes it back, and the rest of the drag does nothing. */
  g_string_truncate (f->log, 0);
  sl_plot_get_handle (f->plot, 1, NULL, &x, &y, NULL, NULL);
  to_pixels (f, 0, x, y, &px, &py);
  sl_plot_view_press (f->view, GDK_BUTTON_PRIMARY, 0, FALSE, px, py);
  sl_plot_view_drag_to (f->view, -12, 40);
  g_assert_cmpfloat (f->y, ==, y);
  g_assert_cmpfloat_with_epsilon (f->x, sl_axis_map_to_value (&layout->x, px - 12), ROUNDING);
  f->n_moved = 0;
  g_assert_true (sl_plot_view_key (f->view, GDK_KEY_Escape, 0));
  sl_plot_view_drag_to (f->view, -20, 40);
  sl_plot_view_release (f->view, -20, 40, FALSE);
  g_assert_cmpuint (f->n_moved, ==, 0);
  g_assert_cmpstr (f->log->str, ==, "begin(wish) end(wish,1) ");

  /* A description without it ends the drag. */
  g_string_truncate (f->log, 0);
  sl_plot_view_press (f->view, GDK_BUTTON_PRIMARY, 0, FALSE, px, py);
  {
    g_autoptr (SlPlot) empty = plot_sample_history (20);

    sl_plot_view_set_plot (f->view, empty);
  }
  g_assert_cmpstr (f->log->str, ==, "begin(wish) end(wish,1) ");
  sl_plot_view_release (f->view, 0, 0, FALSE);
}

static void
handles_by_keys (Fixture *f, gconstpointer make)
{
  GtkWidget *view;
  double x, y, px, py, moved;
  SlPlotLayout *layout;

  NEEDS_DISPLAY
  view = GTK_WIDGET (f->view);
  layout = sl_plot_view_layout (f->view);
  gtk_window_set_focus (GTK_WINDOW (f->window), NULL);
  g_assert_true (gtk_widget_child_focus (view, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (f->window)) == view);
  g_assert_null (sl_plot_view_handle_focused (f->view));
  g_assert_true (gtk_widget_child_focus (view, GTK_DIR_TAB_FORWARD));
  g_assert_cmpstr (sl_plot_view_handle_id (gtk_window_get_focus (GTK_WINDOW (f->window))), ==, "now");
  sl_plot_get_handle (f->plot, 0, NULL, &x, &y, NULL, NULL);
  to_pixels (f, 0, x, y, &px, &py);
  /* One run of keys is one change, in steps that add up before any new description arrives. */
  sl_plot_view_handle_step (f->view, gtk_window_get_focus (GTK_WINDOW (f->window)), 1, 0, 0);
  moved = f->x - x;
  sl_plot_view_handle_step (f->view, gtk_window_get_focus (GTK_WINDOW (f->window)), 1, 0, 0);
  g_assert_cmpfloat_with_epsilon (f->x, x + 2 * moved, ROUNDING);
  g_assert_cmpfloat_with_epsilon (moved, (layout->x.hi - layout->x.lo) / 100, ROUNDING);
  sl_plot_view_handle_step (f->view, gtk_window_get_focus (GTK_WINDOW (f->window)), 0, 1, GDK_SHIFT_MASK);
  g_assert_cmpfloat (f->y, >, y);
  g_assert_cmpstr (f->log->str, ==, "begin(now) ");
  g_assert_true (gtk_widget_child_focus (view, GTK_DIR_TAB_FORWARD)); /* leaving it ends the run */
  g_assert_cmpstr (f->log->str, ==, "begin(now) end(now,0) ");
  g_assert_cmpstr (sl_plot_view_handle_id (gtk_window_get_focus (GTK_WINDOW (f->window))), ==, "wish");
  g_assert_false (gtk_widget_child_focus (view, GTK_DIR_TAB_FORWARD)); /* then out of the view */
  g_assert_true (gtk_widget_child_focus (view, GTK_DIR_TAB_BACKWARD));
  g_assert_cmpstr (sl_plot_view_handle_id (gtk_window_get_focus (GTK_WINDOW (f->window))), ==, "now");
}

static void
zoom (Fixture *f, gconstpointer make)
{
  SlPlotLayout *layout;
  double value, lo, hi, px, py;
  GdkRectangle rect;

  NEEDS_DISPLAY
  layout = sl_plot_view_layout (f->view);
  px = layout->area.x + 0.3 * layout->area.w;
  py = layout->area.y + 30;
  value = sl_axis_map_to_value (&layout->x, px);
  g_assert_true (sl_plot_view_zoom_at (f->view, SL_VIEW_X, px, py, 0.5));
  g_assert_true (sl_plot_view_get_zoomed (f->view));
  g_assert_true (gtk_widget_get_visible (f->view->fit));
  layout = sl_plot_view_layout (f->view);
  g_assert_cmpfloat_with_epsilon (sl_axis_map_to_value (&layout->x, px) / value, 1, ROUNDING);
  g_assert_cmpfloat_with_epsilon (log (layout->x.hi / layout->x.lo), log (30000 / 912.0) / 2, ROUNDING);
  g_assert_false (sl_plot_view_get_point (f->view, 0, 912, 1e-4, &rect)); /* now beyond the edge */
  g_assert_true (sl_plot_view_get_point (f->view, 0, value, 1e-4, &rect));
  g_assert_cmpint (abs (rect.x - (int) px), <=, 1);
  /* The description changes, the range stays; another kind of plot shows all. */
  {
    g_autoptr (SlPlot) next = make_spectrum (), history = make_history ();

    lo = layout->x.lo;
    sl_plot_view_set_plot (f->view, next);
    g_assert_cmpfloat (sl_plot_view_layout (f->view)->x.lo, ==, lo);
    sl_plot_view_set_plot (f->view, history);
    g_assert_false (sl_plot_view_get_zoomed (f->view));
    sl_plot_view_set_plot (f->view, next);
  }
  /* A band on both axes, and a thin one on one. */
  layout = sl_plot_view_layout (f->view);
  lo = sl_axis_map_to_value (&layout->x, layout->area.x + 50);
  hi = sl_axis_map_to_value (&layout->x, layout->area.x + 150);
  sl_plot_view_press (f->view, GDK_BUTTON_PRIMARY, 0, FALSE, layout->area.x + 150, layout->area.y + 20);
  g_assert_true (sl_plot_view_drag_to (f->view, -100, 60));
  sl_plot_view_release (f->view, -100, 60, FALSE);
  layout = sl_plot_view_layout (f->view);
  g_assert_cmpfloat_with_epsilon (layout->x.lo / lo, 1, ROUNDING);
  g_assert_cmpfloat_with_epsilon (layout->x.hi / hi, 1, ROUNDING);
  g_assert_cmpfloat (g_array_index (layout->panels, SlLayoutPanel, 0).y.hi, <, 0.03);
  sl_plot_view_fit (f->view);
  g_assert_false (gtk_widget_get_visible (f->view->fit));
  layout = sl_plot_view_layout (f->view);
  lo = sl_axis_map_to_value (&layout->x, layout->area.x + 50); /* wider labels may have moved the panel */
  sl_plot_view_press (f->view, GDK_BUTTON_PRIMARY, 0, FALSE, layout->area.x + 50, layout->area.y + 20);
  sl_plot_view_drag_to (f->view, 100, 3);
  sl_plot_view_release (f->view, 100, 3, FALSE);
  layout = sl_plot_view_layout (f->view);
  g_assert_cmpfloat_with_epsilon (layout->x.lo / lo, 1, ROUNDING);
  g_assert_cmpfloat (g_array_index (layout->panels, SlLayoutPanel, 0).y.hi, ==, 0.03);
  /* The other button moves what is seen: what was below the pointer stays below it. */
  value = sl_axis_map_to_value (&layout->x, layout->area.x + 80);
  sl_plot_view_press (f->view, GDK_BUTTON_MIDDLE, 0, FALSE, layout->area.x + 80, layout->area.y + 40);
  g_assert_true (sl_plot_view_drag_to (f->view, 30, 0));
  g_assert_true (sl_plot_view_drag_to (f->view, 45, 0));
  sl_plot_view_release (f->view, 45, 0, FALSE);
  layout = sl_plot_view_layout (f->view);
  g_assert_cmpfloat_with_epsilon (sl_axis_map_to_value (&layout->x, layout->area.x + 80 + 45) / value, 1,
                                  1e-3);
  /* Keys */
  g_assert_true (sl_plot_view_key (f->view, GDK_KEY_plus, 0));
  g_assert_true (sl_plot_view_key (f->view, GDK_KEY_0, 0));
  g_assert_false (sl_plot_view_get_zoomed (f->view));
  /* nothing to take away: others may have it */
  g_assert_false (sl_plot_view_key (f->view, GDK_KEY_Escape, 0));
  g_assert_true (sl_plot_view_key (f->view, GDK_KEY_Right, GDK_SHIFT_MASK));
  g_assert_true (sl_plot_view_get_zoomed (f->view));
  g_assert_true (sl_plot_view_key (f->view, GDK_KEY_Escape, 0));
  g_assert_false (sl_plot_view_get_zoomed (f->view));
  /* Bounded both ways */
  for (int i = 0; i < 300; i++)
    sl_plot_view_zoom_at (f->view, SL_VIEW_X | SL_VIEW_Y, px, py, 0.7);
  g_assert_false (sl_plot_view_zoom_at (f->view, SL_VIEW_X, px, py, 0.7));
  for (int i = 0; i < 600; i++)
    sl_plot_view_zoom_at (f->view, SL_VIEW_X | SL_VIEW_Y, px, py, 1.4);
  layout = sl_plot_view_layout (f->view);
  g_assert_cmpfloat (log (layout->x.hi / layout->x.lo), <, 10.01 * log (30000 / 912.0));
}

static void
click (Fixture *f, double px, double py)
{
  sl_plot_view_press (f->view, GDK_BUTTON_PRIMARY, 0, FALSE, px, py);
  sl_plot_view_drag_to (f->view, 2, 2);
  sl_plot_view_release (f->view, 2, 2, FALSE);
}

static void
clicks (Fixture *f, gconstpointer make)
{
  double px, py;
  int wait_ms;
  gint64 deadline;

  NEEDS_DISPLAY
  to_pixels (f, 1, 7, -1, &px, &py);
  click (f, px, py);
  g_assert_cmpuint (f->n_clicked, ==, 1);
  g_assert_cmpuint (f->panel, ==, 1);
  g_assert_cmpfloat_with_epsilon (f->x, 7, ROUNDING);
  g_assert_cmpfloat_with_epsilon (f->y, -1, ROUNDING);
  click (f, 2, 2); /* outside the panels; and not a second click, being elsewhere */
  g_assert_cmpuint (f->n_clicked, ==, 1);
  /* The middle button clicks nothing. */
  sl_plot_view_press (f->view, GDK_BUTTON_MIDDLE, 0, FALSE, px, py);
  sl_plot_view_release (f->view, 0, 0, FALSE);
  g_assert_cmpuint (f->n_clicked, ==, 1);
  /* While zoomed, two clicks show all and are no click; one is, when no second came. */
  sl_plot_view_zoom_at (f->view, SL_VIEW_X, px, py, 0.5);
  click (f, px, py);
  click (f, px, py);
  g_assert_false (sl_plot_view_get_zoomed (f->view));
  g_assert_cmpuint (f->n_clicked, ==, 1);
  sl_plot_view_zoom_at (f->view, SL_VIEW_X, px, py, 0.5);
  click (f, px, py);
  g_assert_cmpuint (f->n_clicked, ==, 1);
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (f->view)), "gtk-double-click-time", &wait_ms, NULL);
  deadline = g_get_monotonic_time () + (wait_ms + 20000) * (gint64) 1000;
  while (f->n_clicked == 1 && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (f->n_clicked, ==, 2);
  sl_plot_view_fit (f->view);
  /* Enter clicks where the keyboard's cursor crosses the first curve. */
  g_assert_false (sl_plot_view_key (f->view, GDK_KEY_Return, 0));
  g_assert_true (sl_plot_view_key (f->view, GDK_KEY_Right, 0));
  g_assert_true (sl_plot_view_key (f->view, GDK_KEY_Return, 0));
  g_assert_cmpuint (f->n_clicked, ==, 3);
  g_assert_cmpuint (f->panel, ==, 0);
  g_assert_cmpfloat_with_epsilon (f->x, sl_plot_view_get_hover_x (f->view), ROUNDING);
}

static void
links (Fixture *f, gconstpointer make)
{
  g_autoptr (SlPlot) plane = NULL;
  SlPlotCursor cursor;
  double value, px, py;

  NEEDS_DISPLAY
  plane = make_plane ();
  g_assert_null (sl_plot_view_get_link (f->view, &value));
  g_assert_true (isnan (value));
  /* Of an axis: x in its canonical unit */
  sl_plot_set_link (f->plot, SL_LINK_TIME, 2);
  sl_plot_view_set_hover (f->view, 3.5, 100, 50, NAN);
  g_assert_cmpstr (sl_plot_view_get_link (f->view, &value), ==, SL_LINK_TIME);
  g_assert_cmpfloat (value, ==, 7);
  g_assert_cmpuint (f->n_hover, ==, 1);
  sl_plot_view_set_hover (f->view, NAN, NAN, NAN, NAN);
  g_assert_null (sl_plot_view_get_link (f->view, &value));
  sl_plot_view_set_link (f->view, SL_LINK_TIME, 8);
  sl_plot_view_get_cursor (f->view, sl_plot_view_layout (f->view), &cursor);
  g_assert_cmpfloat (cursor.x, ==, 4);
  sl_plot_view_set_link (f->view, SL_LINK_WAVE, 8);
  sl_plot_view_get_cursor (f->view, sl_plot_view_layout (f->view), &cursor);
  g_assert_true (isnan (cursor.x));
  /* Of a track: what runs along it. Notified also where x alone stays. */
  sl_plot_view_set_plot (f->view, plane);
  {
    const SlPlotLayer *track;
    SlTrackHit hit;
    guint panel;

    track = sl_plot_keyboard_track (plane, &panel);
    g_assert_nonnull (track);
    g_assert_true (sl_plot_track_place (sl_plot_view_layout (f->view), panel, track, 130.25, &hit));
    px = hit.px;
    py = hit.py;
    f->n_hover = 0;
    sl_plot_view_set_hover (f->view, 0.5, px, py, NAN);
    g_assert_cmpstr (sl_plot_view_get_link (f->view, &value), ==, SL_LINK_TIME);
    g_assert_cmpfloat_with_epsilon (value, sl_plot_track_value (track->along, track->n, 130.25), 1e-3);
    sl_plot_view_set_hover (f->view, 0.5, px, py + 3, NAN);
    g_assert_cmpuint (f->n_hover, ==, 2);
  }
  /* The keyboard walks along it, ends included. */
  g_assert_true (sl_plot_view_key (f->view, GDK_KEY_End, 0));
  g_assert_cmpstr (sl_plot_view_get_link (f->view, &value), ==, SL_LINK_TIME);
  g_assert_cmpfloat_with_epsilon (value, 13.7, ROUNDING);
  g_assert_true (sl_plot_view_key (f->view, GDK_KEY_Left, GDK_CONTROL_MASK));
  g_assert_cmpstr (sl_plot_view_get_link (f->view, &value), ==, SL_LINK_TIME);
  g_assert_cmpfloat_with_epsilon (value, 13.7 - 0.1 * 13.4, ROUNDING);
  g_assert_true (sl_plot_view_key (f->view, GDK_KEY_Escape, 0));
  g_assert_null (sl_plot_view_get_link (f->view, &value));
}

/* Up and down go from row to row of a map; what is read is the cell's value, as below a pointer. */
static void
map_by_keys (Fixture *f, gconstpointer data)
{
  static const struct {
    guint key;
    int row;
  } steps[] = { { GDK_KEY_Up, 25 }, { GDK_KEY_Up, 26 }, { GDK_KEY_Down, 25 }, { GDK_KEY_Down, 24 } };
  g_autoptr (SlPlot) map = plot_sample_map (FALSE);
  const SlPlotLayer *layer, *hit;
  SlPlotCursor cursor;
  double value;

  if (!have_display)
    {
      g_test_skip ("no display");
      return;
    }
  /* Where there is no map these keys are not the plot's. */
  g_assert_false (sl_plot_view_key (f->view, GDK_KEY_Up, 0));
  sl_plot_view_set_plot (f->view, map);
  layer = sl_plot_panel (map, 0)->map;
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      const SlPlotLayout *layout = sl_plot_view_layout (f->view);
      g_autofree char *text = NULL;

      g_assert_true (sl_plot_view_key (f->view, steps[i].key, 0));
      if (i == 2)
        g_assert_true (sl_plot_view_key (f->view, GDK_KEY_Right, 0));
      sl_plot_view_get_cursor (f->view, layout, &cursor);
      g_assert_true (sl_plot_hit_map (map, layout, cursor.px, cursor.py, &hit, &value));
      g_assert_true (hit == layer);
      {
        guint column = 0;

        while (column + 1 < layer->nx && cursor.x >= layer->x_edge[column + 1])
          column++;
        g_assert_cmpfloat (value, ==, layer->value[steps[i].row * layer->nx + column]);
      }
      text = sl_plot_read_text (map, layout, &f->view->theme, &cursor);
      g_assert_nonnull (strstr (text, "mass formed: "));
    }
  for (guint i = 0; i < 40; i++)
    g_assert_true (sl_plot_view_key (f->view, GDK_KEY_Up, 0));
  g_assert_cmpfloat (f->view->key_y, <, layer->y_edge[layer->ny]);
  g_assert_cmpfloat (f->view->key_y, >, layer->y_edge[layer->ny - 1]);
  g_assert_true (sl_plot_view_key (f->view, GDK_KEY_Escape, 0));
  g_assert_true (isnan (f->view->key_y));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init_check ();
  have_display = gdk_display_get_default () != NULL;
#define ADD(name, make, test) g_test_add (name, Fixture, (gconstpointer) make, set_up, test, tear_down)
  ADD ("/plot/interact/handles", make_plane, drag_handles);
  ADD ("/plot/interact/handles-by-keys", make_plane, handles_by_keys);
  ADD ("/plot/interact/zoom", make_spectrum, zoom);
  ADD ("/plot/interact/clicks", make_history, clicks);
  ADD ("/plot/interact/links", make_history, links);
  ADD ("/plot/interact/map-by-keys", make_history, map_by_keys);
  return g_test_run ();
}
