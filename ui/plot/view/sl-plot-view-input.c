/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "ui/plot/view/sl-plot-view-private.h"

/* Steps of the keyboard's cursor across the axis, and the part panned by a key. */
#define KEY_STEPS 100.0
#define PAN_PART 0.1
/* Zoom by one notch of the wheel and by one key press. */
#define WHEEL_FACTOR 1.2
#define KEY_FACTOR 1.5

static gboolean
in_area (const SlPlotLayout *layout, double x, double y)
{
  const SlPlotRect *a = &layout->area;

  return x >= a->x && x <= a->x + a->w && y >= a->y && y <= a->y + a->h;
}

static void
update_near (SlPlotView *self, GtkWidget *near)
{
  const char *cursor = self->held && !self->by_keys ? sl_plot_view_handle_cursor (self->held)
                       : near                       ? sl_plot_view_handle_cursor (near)
                       : self->drag == SL_DRAG_PAN  ? "move"
                                                    : NULL;

  if (near != self->near)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  self->near = near;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), cursor);
}

/* ---------------------------------------------------------------- pointer */

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, gpointer data)
{
  SlPlotView *self = data;
  const SlPlotLayout *layout = sl_plot_view_layout (self);

  if (!layout || self->drag != SL_DRAG_NONE)
    return;
  update_near (self, sl_plot_view_handle_at (self, x, y, FALSE));
  if (in_area (layout, x, y))
    sl_plot_view_set_hover (self, sl_axis_map_to_value (&layout->x, x), x, y, NAN);
  else
    sl_plot_view_set_hover (self, NAN, NAN, NAN, NAN);
}

void
sl_plot_view_leave (SlPlotView *self)
{
  g_return_if_fail (SL_IS_PLOT_VIEW (self));
  update_near (self, NULL);
  sl_plot_view_set_hover (self, NAN, NAN, NAN, NAN);
}

static void
leave_cb (GtkEventControllerMotion *controller, gpointer data)
{
  sl_plot_view_leave (data);
}

static void
emit_clicked_at (SlPlotView *self, double px, double py)
{
  const SlPlotLayout *layout = sl_plot_view_layout (self);
  int panel = layout ? sl_plot_hit_panel (layout, px, py) : -1;

  if (panel >= 0)
    sl_plot_view_emit_clicked (self, (guint) panel, sl_axis_map_to_value (&layout->x, px),
                               sl_axis_map_to_value (&g_array_index (layout->panels, SlLayoutPanel, panel).y,
                                                     py));
}

static gboolean
click_late_cb (gpointer data)
{
  SlPlotView *self = data;

  self->click_source = 0;
  emit_clicked_at (self, self->click_x, self->click_y);
  return G_SOURCE_REMOVE;
}

/* A double click resets the zoom: while zoomed, the first click waits for a second. */
static void
click (SlPlotView *self, double x, double y)
{
  gint64 now = g_get_monotonic_time ();
  int wait_ms = 400, distance = 5;
  gboolean second;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-double-click-time", &wait_ms,
                "gtk-double-click-distance", &distance, NULL);
  second = self->click_time && now - self->click_time < wait_ms * (gint64) 1000
           && fabs (x - self->click_x) <= distance && fabs (y - self->click_y) <= distance;
  self->click_x = x;
  self->click_y = y;
  self->click_time = second ? 0 : now;
  if (self->click_source)
    g_clear_handle_id (&self->click_source, g_source_remove);
  if (second)
    sl_plot_view_fit (self);
  else if (sl_plot_view_get_zoomed (self))
    self->click_source = g_timeout_add (wait_ms, click_late_cb, self);
  else
    emit_clicked_at (self, x, y);
}

void
sl_plot_view_press (SlPlotView *self, guint button, GdkModifierType state, gboolean finger, double x,
                    double y)
{
  GtkWidget *handle;

  self->drag = SL_DRAG_PRESSED;
  self->drag_button = state & GDK_ALT_MASK || self->space ? GDK_BUTTON_MIDDLE : button;
  self->from_x = self->to_x = x;
  self->from_y = self->to_y = y;
  handle = self->drag_button == GDK_BUTTON_PRIMARY ? sl_plot_view_handle_at (self, x, y, finger) : NULL;
  if (!handle)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self));
      return;
    }
  gtk_widget_grab_focus (handle);
  self->drag = SL_DRAG_HANDLE;
  if (!sl_plot_view_hold (self, handle, x, y, FALSE))
    self->drag = SL_DRAG_NONE;
  update_near (self, handle);
}

gboolean
sl_plot_view_drag_to (SlPlotView *self, double dx, double dy)
{
  const SlPlotLayout *layout = sl_plot_view_layout (self);
  double x = self->from_x + dx, y = self->from_y + dy;

  if (self->drag == SL_DRAG_PRESSED && layout && hypot (dx, dy) > SL_VIEW_CLICK)
    {
      if (self->drag_button == GDK_BUTTON_MIDDLE)
        self->drag = SL_DRAG_PAN;
      else if (sl_plot_hit_panel (layout, self->from_x, self->from_y) >= 0
               && !sl_plot_all_bare (self->plot))
        self->drag = SL_DRAG_BAND;
      else
        self->drag = SL_DRAG_NONE;
      sl_plot_view_set_hover (self, NAN, NAN, NAN, NAN);
      update_near (self, NULL);
    }
  if (self->drag == SL_DRAG_HANDLE)
    sl_plot_view_hold_move (self, x, y);
  else if (self->drag == SL_DRAG_PAN)
    sl_plot_view_pan (self, SL_VIEW_X | SL_VIEW_Y, self->from_x, self->from_y, x - self->to_x,
                      y - self->to_y);
  self->to_x = x;
  self->to_y = y;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return self->drag == SL_DRAG_BAND || self->drag == SL_DRAG_PAN || self->drag == SL_DRAG_HANDLE;
}

/* The band inside its panel; a thin one covers the whole height or width. */
static gboolean
get_band (SlPlotView *self, SlPlotRect *band)
{
  int panel = self->layout && self->drag == SL_DRAG_BAND
                  ? sl_plot_hit_panel (self->layout, self->from_x, self->from_y)
                  : -1;
  const SlPlotRect *r;
  double x, y;

  if (panel < 0)
    return FALSE;
  r = &g_array_index (self->layout->panels, SlLayoutPanel, panel).rect;
  x = CLAMP (self->to_x, r->x, r->x + r->w);
  y = CLAMP (self->to_y, r->y, r->y + r->h);
  *band = (SlPlotRect) { MIN (self->from_x, x), MIN (self->from_y, y), fabs (x - self->from_x),
                         fabs (y - self->from_y) };
  return TRUE;
}

void
sl_plot_view_release (SlPlotView *self, double dx, double dy, gboolean cancelled)
{
  SlViewDrag drag = self->drag;
  SlPlotRect band;

  if (drag == SL_DRAG_HANDLE)
    {
      sl_plot_view_let_go (self, cancelled);
      update_near (self, self->near);
    }
  else if (drag == SL_DRAG_BAND && !cancelled && get_band (self, &band))
    {
      self->drag = SL_DRAG_NONE;
      sl_plot_view_zoom_band (self, band.x, band.y, band.x + band.w, band.y + band.h);
    }
  else if (drag == SL_DRAG_PRESSED && !cancelled && self->drag_button == GDK_BUTTON_PRIMARY
           && hypot (dx, dy) <= SL_VIEW_CLICK)
    {
      self->drag = SL_DRAG_NONE;
      click (self, self->from_x, self->from_y);
    }
  self->drag = SL_DRAG_NONE;
  if (drag == SL_DRAG_PAN)
    update_near (self, NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
sl_plot_view_band_snapshot (SlPlotView *self, GtkSnapshot *snapshot)
{
  GdkRGBA fill = self->theme.colours[SL_COLOUR_BLUE], edge = fill;
  GskRoundedRect outline;
  SlPlotRect band;
  int panel;

  if (!get_band (self, &band))
    return;
  panel = sl_plot_hit_panel (self->layout, self->from_x, self->from_y);
  if (panel >= 0 && MIN (band.w, band.h) < SL_VIEW_THIN && MAX (band.w, band.h) >= SL_VIEW_THIN)
    {
      const SlPlotRect *r = &g_array_index (self->layout->panels, SlLayoutPanel, panel).rect;

      if (band.w < band.h)
        {
          band.x = r->x;
          band.w = r->w;
        }
      else
        {
          band.y = r->y;
          band.h = r->h;
        }
    }
  fill.alpha = 0.15f;
  edge.alpha = 0.7f;
  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (band.x, band.y, band.w, band.h), 0);
  gtk_snapshot_append_color (snapshot, &fill, &outline.bounds);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 1, 1, 1, 1 },
                              (GdkRGBA[4]) { edge, edge, edge, edge });
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, gpointer data)
{
  SlPlotView *self = data;
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));
  gboolean finger = event && gdk_event_get_event_type (event) == GDK_TOUCH_BEGIN;

  if (!self->plot || (button != GDK_BUTTON_PRIMARY && button != GDK_BUTTON_MIDDLE))
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  sl_plot_view_press (self, finger ? GDK_BUTTON_PRIMARY : button,
                      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture)), finger,
                      x, y);
  if (self->drag == SL_DRAG_HANDLE)
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, gpointer data)
{
  if (sl_plot_view_drag_to (data, dx, dy))
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, gpointer data)
{
  sl_plot_view_release (data, dx, dy, FALSE);
}

static void
cancel_cb (GtkGesture *gesture, GdkEventSequence *sequence, gpointer data)
{
  sl_plot_view_release (data, 0, 0, TRUE);
}

/* Where plots do not fit into the window, the wheel scrolls them, unless the plot has the focus. */
static gboolean
page_scrolls (GtkWidget *widget)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment =
      scrolled ? gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)) : NULL;

  return adjustment && gtk_adjustment_get_upper (adjustment) > gtk_adjustment_get_page_size (adjustment) + 1;
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, gpointer data)
{
  SlPlotView *self = data;
  const SlPlotLayout *layout = sl_plot_view_layout (self);
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  gboolean shift = state & GDK_SHIFT_MASK, beside, changed = FALSE;
  /* Without a pointer position (touchpads give none here) use the last one, or the middle. */
  double x = self->to_x, y = self->to_y, wheel = shift && dy == 0 ? dx : dy;

  if (!layout || self->drag == SL_DRAG_HANDLE || self->drag == SL_DRAG_BAND)
    return FALSE;
  if (!(state & GDK_CONTROL_MASK) && !gtk_widget_has_focus (GTK_WIDGET (self))
      && page_scrolls (GTK_WIDGET (self)))
    return FALSE;
  if (!isnan (self->pointer_y))
    {
      x = self->pointer_x;
      y = self->pointer_y;
    }
  else
    {
      GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));
      GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));
      double native_x, native_y;

      if (event && native && gdk_event_get_position (event, &x, &y))
        {
          graphene_point_t at;

          gtk_native_get_surface_transform (native, &native_x, &native_y);
          at = GRAPHENE_POINT_INIT ((float) (x - native_x), (float) (y - native_y));
          if (gtk_widget_compute_point (GTK_WIDGET (native), GTK_WIDGET (self), &at, &at))
            {
              x = at.x;
              y = at.y;
            }
        }
    }
  beside = x < layout->area.x || x > layout->area.x + layout->area.w;
  if (wheel != 0)
    changed =
        sl_plot_view_zoom_at (self, shift || beside ? SL_VIEW_Y : SL_VIEW_X, x, y, pow (WHEEL_FACTOR, wheel));
  if (!shift && dx != 0)
    changed = sl_plot_view_pan (self, SL_VIEW_X, x, y, -dx * PAN_PART / 2 * layout->area.w, 0) || changed;
  return changed;
}

static void
pinch_begin_cb (GtkGesture *gesture, GdkEventSequence *sequence, gpointer data)
{
  SlPlotView *self = data;

  self->pinch = 1;
  sl_plot_view_release (self, 0, 0, TRUE);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
pinch_cb (GtkGestureZoom *gesture, double scale, gpointer data)
{
  SlPlotView *self = data;
  double x, y;

  if (!(scale > 0) || !gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    return;
  sl_plot_view_zoom_at (self, SL_VIEW_X | SL_VIEW_Y, x, y, self->pinch / scale);
  self->pinch = scale;
}

/* --------------------------------------------------------------- keyboard */

static gboolean
arrow (guint key, int *dx, int *dy)
{
  static const struct { guint key, pad; int dx, dy; } arrows[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, -1, 0 }, { GDK_KEY_Right, GDK_KEY_KP_Right, 1, 0 },
    { GDK_KEY_Up, GDK_KEY_KP_Up, 0, 1 }, { GDK_KEY_Down, GDK_KEY_KP_Down, 0, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    if (key == arrows[i].key || key == arrows[i].pad)
      {
        *dx = arrows[i].dx;
        *dy = arrows[i].dy;
        return TRUE;
      }
  return FALSE;
}

/* Moves the cursor by rows of a map, to the centres of cells. FALSE where there is no map. */
static gboolean
move_row (SlPlotView *self, const SlPlotLayout *layout, int dy)
{
  const int panel = dy ? sl_plot_view_map_panel (self) : -1;
  const SlPlotLayer *map;
  int row = 0;

  if (panel < 0)
    return FALSE;
  map = sl_plot_panel (self->plot, panel)->map;
  while (row + 1 < (int) map->ny && self->key_y >= map->y_edge[row + 1])
    row++;
  row = isnan (self->key_y) ? (int) map->ny / 2 : CLAMP (row + dy, 0, (int) map->ny - 1);
  if (isnan (self->hover_x))
    sl_plot_view_set_hover (self, sl_axis_map_to_value (&layout->x, layout->area.x + layout->area.w / 2), NAN,
                            NAN, NAN);
  else if (!isnan (self->pointer_y))
    sl_plot_view_set_hover (self, self->hover_x, NAN, NAN, NAN);
  self->key_y = 0.5 * (map->y_edge[row] + map->y_edge[row + 1]);
  sl_plot_view_moved (self);
  sl_plot_view_announce (self);
  return TRUE;
}

/* Moves the keyboard's cursor: along a track where the plot has nothing else to read, otherwise along the
 * axis. */
static gboolean
move_cursor (SlPlotView *self, const SlPlotLayout *layout, guint key, int dx, gboolean fast)
{
  const SlPlotRect *area = &layout->area;
  guint panel;
  const SlPlotLayer *track = sl_plot_keyboard_track (self->plot, &panel);
  double lo = track ? 0 : area->x, hi = track ? track->n - 1.0 : area->x + area->w, at;

  if (key == GDK_KEY_Home)
    at = lo;
  else if (key == GDK_KEY_End)
    at = hi;
  else if (dx == 0)
    return FALSE;
  else
    {
      at = track                   ? self->key_at
           : isnan (self->hover_x) ? NAN
                                   : sl_axis_map_to_pixel (&layout->x, self->hover_x);
      if (isnan (at))
        at = (lo + hi) / 2;
      at = CLAMP (at + dx * (hi - lo) / KEY_STEPS * (fast ? 10 : 1), lo, hi);
    }
  if (track)
    {
      SlTrackHit hit;

      if (sl_plot_track_place (layout, panel, track, at, &hit))
        sl_plot_view_set_hover (self, sl_axis_map_to_value (&layout->x, hit.px), NAN, NAN, at);
    }
  else
    sl_plot_view_set_hover (self, sl_axis_map_to_value (&layout->x, at), NAN, NAN, NAN);
  sl_plot_view_announce (self);
  return TRUE;
}

/* Clicks at the keyboard's cursor, or at the pointer. */
static void
enter (SlPlotView *self, const SlPlotLayout *layout)
{
  SlPlotCursor cursor;
  g_autoptr (GArray) rows = NULL;

  sl_plot_view_get_cursor (self, layout, &cursor);
  if (cursor.on_track)
    {
      emit_clicked_at (self, cursor.track.px, cursor.track.py);
      return;
    }
  if (!isnan (cursor.py))
    {
      emit_clicked_at (self, cursor.px, cursor.py);
      return;
    }
  rows = sl_plot_readouts (self->plot, layout, cursor.x);
  for (guint i = 0; i < rows->len; i++)
    {
      SlReadout *row = &g_array_index (rows, SlReadout, i);

      if (isnan (row->py))
        continue;
      emit_clicked_at (self, row->px, row->py);
      return;
    }
  if (layout->panels->len)
    {
      const SlPlotRect *r = &g_array_index (layout->panels, SlLayoutPanel, 0).rect;

      emit_clicked_at (self, sl_axis_map_to_pixel (&layout->x, cursor.x), r->y + r->h / 2);
    }
}

static gboolean
escape (SlPlotView *self)
{
  if (self->held)
    {
      sl_plot_view_let_go (self, TRUE);
      update_near (self, self->near);
    }
  else if (self->drag == SL_DRAG_BAND)
    self->drag = SL_DRAG_NONE;
  else if (!isnan (self->hover_x) && isnan (self->pointer_y))
    {
      sl_plot_view_set_hover (self, NAN, NAN, NAN, NAN);
      sl_plot_view_announce (self);
    }
  else if (sl_plot_view_get_zoomed (self))
    sl_plot_view_fit (self);
  else
    return FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return TRUE;
}

gboolean
sl_plot_view_key (SlPlotView *self, guint key, GdkModifierType state)
{
  const SlPlotLayout *layout = sl_plot_view_layout (self);
  GtkWidget *handle = sl_plot_view_handle_focused (self);
  int dx = 0, dy = 0;
  double x, y;

  if (!layout || state & GDK_ALT_MASK)
    return FALSE;
  if (key == GDK_KEY_Escape)
    return escape (self);
  if (gtk_widget_has_focus (self->fit)
      && (key == GDK_KEY_space || key == GDK_KEY_Return || key == GDK_KEY_KP_Enter))
    return FALSE;
  if (arrow (key, &dx, &dy) && handle)
    {
      if (!self->held || self->by_keys)
        sl_plot_view_handle_step (self, handle, dx, dy, state);
      return TRUE;
    }
  if ((dx || dy) && state & GDK_SHIFT_MASK)
    {
      /* The visible part moves in the direction of the key. */
      sl_plot_view_pan (self, dx ? SL_VIEW_X : SL_VIEW_Y, 0,
                        isnan (self->pointer_y) ? layout->area.y + 1 : self->pointer_y,
                        -dx * PAN_PART * layout->area.w, dy * PAN_PART * layout->area.h);
      return TRUE;
    }
  x = isnan (self->hover_x) ? layout->area.x + layout->area.w / 2
                            : sl_axis_map_to_pixel (&layout->x, self->hover_x);
  y = isnan (self->pointer_y) ? layout->area.y + 1 : self->pointer_y;
  if (state & GDK_CONTROL_MASK && dx == 0 && key != GDK_KEY_Home && key != GDK_KEY_End)
    return FALSE; /* handled by the window */
  switch (key)
    {
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      return sl_plot_view_zoom_at (self, SL_VIEW_X, x, y, 1 / KEY_FACTOR);
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      return sl_plot_view_zoom_at (self, SL_VIEW_X, x, y, KEY_FACTOR);
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      if (!sl_plot_view_get_zoomed (self))
        return FALSE;
      sl_plot_view_fit (self);
      return TRUE;
    case GDK_KEY_space:
      self->space = TRUE;
      return FALSE; /* Space alone has no action here */
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (isnan (self->hover_x))
        return FALSE;
      enter (self, layout);
      return TRUE;
    default:
      return move_row (self, layout, dy) || move_cursor (self, layout, key, dx, state & GDK_CONTROL_MASK);
    }
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, gpointer data)
{
  return sl_plot_view_key (data, key, state);
}

static void
key_up_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, gpointer data)
{
  SlPlotView *self = data;
  int dx, dy;

  if (key == GDK_KEY_space)
    self->space = FALSE;
  if (arrow (key, &dx, &dy) && self->held && self->by_keys)
    sl_plot_view_let_go (self, FALSE);
}

void
sl_plot_view_input_init (SlPlotView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new (), *keys = gtk_event_controller_key_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *drag = gtk_gesture_drag_new (), *pinch = gtk_gesture_zoom_new ();

  g_signal_connect (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (widget, motion);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect (keys, "key-released", G_CALLBACK (key_up_cb), self);
  gtk_widget_add_controller (widget, keys);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (widget, scroll);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), 0);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (cancel_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
}

void
sl_plot_view_input_forget (SlPlotView *self)
{
  if (self->click_source)
    g_clear_handle_id (&self->click_source, g_source_remove);
}
