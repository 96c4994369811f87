/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "ui/plot/view/sl-plot-view-private.h"

/* The pointer reads a track within this distance. */
#define TRACK_REACH 40.0

int
sl_plot_view_map_panel (SlPlotView *self)
{
  for (guint p = 0; self->plot && p < self->plot->panels->len; p++)
    if (sl_plot_panel (self->plot, p)->map)
      return (int) p;
  return -1;
}

/* The keyboard's cursor reads the map cell that a pointer at its position would read. */
static void
place_on_map (SlPlotView *self, const SlPlotLayout *layout, SlPlotCursor *cursor)
{
  const int panel = isnan (self->key_y) ? -1 : sl_plot_view_map_panel (self);
  double py;

  if (panel < 0 || (guint) panel >= layout->panels->len)
    return;
  py = sl_axis_map_to_pixel (&g_array_index (layout->panels, SlLayoutPanel, panel).y, self->key_y);
  if (isnan (py))
    return;
  cursor->px = sl_axis_map_to_pixel (&layout->x, self->hover_x);
  cursor->py = py;
}

void
sl_plot_view_get_cursor (SlPlotView *self, const SlPlotLayout *layout, SlPlotCursor *cursor)
{
  GtkWidget *handle;
  const char *kind;
  double unit;
  guint panel;

  *cursor = (SlPlotCursor){ .x = self->hover_x, .px = self->pointer_x, .py = self->pointer_y, .along = NAN };
  /* A handle below the pointer or held takes precedence; its name and position are those of the present
   * plot. */
  handle = self->held ? self->held : self->near;
  if (!handle && isnan (self->pointer_y))
    {
      handle = sl_plot_view_handle_focused (self);
      handle = handle && gtk_widget_has_visible_focus (handle) ? handle : NULL;
    }
  if (handle)
    {
      cursor->handle =
          sl_plot_find_handle (self->plot, sl_plot_view_handle_id (handle), &cursor->handle_panel);
      if (cursor->handle)
        return;
    }
  if (!isnan (self->hover_x))
    {
      const SlPlotLayer *track = isnan (self->key_at) ? NULL : sl_plot_keyboard_track (self->plot, &panel);

      if (track)
        cursor->on_track = sl_plot_track_place (layout, panel, track, self->key_at, &cursor->track);
      else if (isnan (self->pointer_y))
        place_on_map (self, layout, cursor);
      else
        cursor->on_track = sl_plot_hit_track (self->plot, layout, self->pointer_x, self->pointer_y,
                                              TRACK_REACH, &cursor->track);
      return;
    }
  cursor->py = NAN;
  kind = sl_plot_get_link (self->plot, &unit);
  if (!self->link_kind || isnan (self->link_value))
    return;
  if (g_strcmp0 (self->link_kind, kind) == 0 && unit != 0)
    cursor->x = self->link_value / unit;
  if (g_strcmp0 (self->link_kind, SL_LINK_TIME) == 0)
    cursor->along = self->link_value;
}

void
sl_plot_view_moved (SlPlotView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify (G_OBJECT (self), "hover-x");
}

static gboolean
same_number (double a, double b)
{
  return a == b || (isnan (a) && isnan (b));
}

void
sl_plot_view_set_hover (SlPlotView *self, double x, double px, double py, double key_at)
{
  if (same_number (x, self->hover_x) && same_number (px, self->pointer_x) && same_number (py, self->pointer_y)
      && same_number (key_at, self->key_at))
    return;
  self->hover_x = x;
  self->pointer_x = px;
  self->pointer_y = py;
  self->key_at = key_at;
  if (isnan (x) || !isnan (py))
    self->key_y = NAN;
  sl_plot_view_moved (self);
}

double
sl_plot_view_get_hover_x (SlPlotView *self)
{
  g_return_val_if_fail (SL_IS_PLOT_VIEW (self), NAN);
  return self->hover_x;
}

const char *
sl_plot_view_get_link (SlPlotView *self, double *value)
{
  const SlPlotLayout *layout;
  SlPlotCursor cursor;
  const char *kind;
  double unit;

  g_return_val_if_fail (SL_IS_PLOT_VIEW (self), NULL);
  if (value)
    *value = NAN;
  layout = isnan (self->hover_x) ? NULL : sl_plot_view_layout (self);
  if (!layout)
    return NULL;
  sl_plot_view_get_cursor (self, layout, &cursor);
  if (cursor.on_track)
    {
      double along = sl_plot_track_value (cursor.track.layer->along, cursor.track.layer->n, cursor.track.at);

      if (value)
        *value = along;
      return isnan (along) ? NULL : SL_LINK_TIME;
    }
  kind = sl_plot_get_link (self->plot, &unit);
  if (kind && value)
    *value = self->hover_x * unit;
  return kind;
}

void
sl_plot_view_set_link (SlPlotView *self, const char *kind, double value)
{
  g_return_if_fail (SL_IS_PLOT_VIEW (self));
  kind = isnan (value) ? NULL : g_intern_string (kind);
  if (!kind)
    value = NAN;
  if (kind == self->link_kind && same_number (value, self->link_value))
    return;
  self->link_kind = kind;
  self->link_value = value;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
sl_plot_view_get_point (SlPlotView *self, guint panel, double x, double y, GdkRectangle *rect)
{
  const SlPlotLayout *layout;
  const SlLayoutPanel *place;
  double px, py;

  g_return_val_if_fail (SL_IS_PLOT_VIEW (self) && rect != NULL, FALSE);
  layout = sl_plot_view_layout (self);
  if (!layout || panel >= layout->panels->len)
    return FALSE;
  place = &g_array_index (layout->panels, SlLayoutPanel, panel);
  px = sl_axis_map_to_pixel (&layout->x, x);
  py = sl_axis_map_to_pixel (&place->y, y);
  if (sl_plot_hit_panel (layout, px, py) != (int) panel)
    return FALSE;
  *rect = (GdkRectangle){ (int) floor (px), (int) floor (py), 1, 1 };
  return TRUE;
}

void
sl_plot_view_announce (SlPlotView *self)
{
  const SlPlotLayout *layout = sl_plot_view_layout (self);
  g_autofree char *text = NULL;
  SlPlotCursor cursor;

  if (layout)
    {
      sl_plot_view_get_cursor (self, layout, &cursor);
      text = isnan (self->hover_x) ? sl_plot_plain (self->plot->caption)
                                   : sl_plot_read_text (self->plot, layout, &self->theme, &cursor);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text ? text : "", -1);
}
