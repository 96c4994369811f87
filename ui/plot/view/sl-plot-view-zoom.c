/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib/gi18n-lib.h>

#include "ui/plot/view/sl-plot-view-private.h"

static SlZoomRange
home_range (const SlPlotAxis *axis)
{
  return (SlZoomRange){ axis->lo, axis->hi };
}

/* Axes without labels (filters below a spectrum) are not zoomed: nobody could see the range. */
static gboolean
has_y (const SlPlotPanel *panel)
{
  return panel->y.title && !sl_plot_is_bare (panel);
}

static gboolean
has_right (const SlPlotPanel *panel)
{
  return panel->has_right && panel->right.title && !sl_plot_is_bare (panel);
}

static gboolean
apply_zoom (SlPlotView *self, const SlPlotZoom *zoom)
{
  gboolean before = sl_plot_zoom_is_set (&self->zoom), after = sl_plot_zoom_is_set (zoom);
  const SlPlotLayout *layout;

  if (sl_plot_zoom_equal (&self->zoom, zoom))
    return FALSE;
  self->zoom = *zoom;
  sl_plot_view_forget_layout (self);
  if (before && !after && gtk_widget_has_focus (self->fit))
    gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_widget_set_visible (self->fit, after);
  layout = sl_plot_view_layout (self);
  if (layout && !isnan (self->pointer_y)) /* the pointer stays, the data below it move */
    self->hover_x = sl_axis_map_to_value (&layout->x, self->pointer_x);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  sl_plot_view_moved (self);
  if (before != after)
    sl_plot_view_notify_zoomed (self);
  return TRUE;
}

static void
fit_cb (GtkButton *button, SlPlotView *self)
{
  sl_plot_view_fit (self);
}

void
sl_plot_view_zoom_init (SlPlotView *self)
{
  sl_plot_zoom_clear (&self->zoom);
  self->fit = gtk_button_new_from_icon_name ("zoom-fit-best-symbolic");
  gtk_widget_add_css_class (self->fit, "circular");
  gtk_widget_set_tooltip_text (self->fit, _("Show All"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->fit), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Show All"),
                                  -1);
  gtk_widget_set_visible (self->fit, FALSE);
  gtk_widget_set_parent (self->fit, GTK_WIDGET (self));
  g_signal_connect (self->fit, "clicked", G_CALLBACK (fit_cb), self);
}

SlPlotRect
sl_plot_view_zoom_button (SlPlotView *self)
{
  int w, h, width = gtk_widget_get_width (GTK_WIDGET (self));

  if (!gtk_widget_get_visible (self->fit))
    return (SlPlotRect){ 0, 0, 0, 0 };
  gtk_widget_measure (self->fit, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &w, NULL, NULL);
  gtk_widget_measure (self->fit, GTK_ORIENTATION_VERTICAL, w, NULL, &h, NULL, NULL);
  return (SlPlotRect) { MAX (0, (self->layout ? floor (self->layout->area.x + self->layout->area.w) : width)
                                    - w - 6),
                        (self->layout ? floor (self->layout->area.y) : 0) + 6, w, h };
}

void
sl_plot_view_zoom_place (SlPlotView *self)
{
  SlPlotRect r = sl_plot_view_zoom_button (self);

  if (r.w > 0)
    gtk_widget_size_allocate (self->fit, &(GtkAllocation){ (int) r.x, (int) r.y, (int) r.w, (int) r.h }, -1);
}

static gboolean
same_kind (const SlPlotAxis *a, const SlPlotAxis *b)
{
  return a->scale == b->scale && g_strcmp0 (a->title, b->title) == 0;
}

void
sl_plot_view_zoom_follow (SlPlotView *self, SlPlot *old)
{
  SlPlot *plot = self->plot;
  SlPlotZoom zoom = self->zoom;

  if (!sl_plot_zoom_is_set (&zoom))
    return;
  if (!plot || !old || plot->panels->len != old->panels->len || !same_kind (&plot->x, &old->x))
    sl_plot_zoom_clear (&zoom);
  for (guint i = 0; plot && old && i < MIN (SL_ZOOM_PANELS, MIN (plot->panels->len, old->panels->len)); i++)
    {
      if (!same_kind (&sl_plot_panel (plot, i)->y, &sl_plot_panel (old, i)->y))
        zoom.y[i].lo = NAN;
      if (!same_kind (&sl_plot_panel (plot, i)->right, &sl_plot_panel (old, i)->right))
        zoom.right[i].lo = NAN;
    }
  apply_zoom (self, &zoom);
}

/* The panel below or beside the pointer. */
static int
panel_beside (const SlPlotLayout *layout, double py)
{
  for (guint i = 0; i < layout->panels->len; i++)
    {
      const SlPlotRect *r = &g_array_index (layout->panels, SlLayoutPanel, i).rect;

      if (py >= r->y && py <= r->y + r->h)
        return (int) i;
    }
  return -1;
}

/* A change of one axis: its new range. args are those of the change. */
typedef SlZoomRange (*ChangeRange) (const SlPlotAxis *axis, const SlAxisMap *map, SlZoomRange now,
                                    const double args[2]);

/* args: pixel that keeps its value, factor. */
static SlZoomRange
change_about (const SlPlotAxis *axis, const SlAxisMap *map, SlZoomRange now, const double args[2])
{
  return sl_zoom_about (axis->scale, home_range (axis), now, sl_axis_map_to_value (map, args[0]), args[1]);
}

/* args: part of the range. */
static SlZoomRange
change_pan (const SlPlotAxis *axis, const SlAxisMap *map, SlZoomRange now, const double args[2])
{
  return sl_zoom_pan (axis->scale, home_range (axis), now, args[0]);
}

/* args: ends, as parts of the range. */
static SlZoomRange
change_to (const SlPlotAxis *axis, const SlAxisMap *map, SlZoomRange now, const double args[2])
{
  return sl_zoom_to (axis->scale, home_range (axis), now, args[0], args[1]);
}

/* Changes both y axes of a panel, where it has them; i: -1 for none. */
static void
change_y (SlPlotView *self, const SlPlotLayout *layout, SlPlotZoom *zoom, int i, ChangeRange change,
          const double args[2])
{
  const SlPlotPanel *panel = i >= 0 && i < SL_ZOOM_PANELS ? sl_plot_panel (self->plot, i) : NULL;
  const SlLayoutPanel *place = panel ? &g_array_index (layout->panels, SlLayoutPanel, i) : NULL;

  if (panel && has_y (panel))
    zoom->y[i] = change (&panel->y, &place->y, zoom->y[i], args);
  if (panel && has_right (panel))
    zoom->right[i] = change (&panel->right, &place->right, zoom->right[i], args);
}

static void
change_x (SlPlotView *self, const SlPlotLayout *layout, SlPlotZoom *zoom, ChangeRange change,
          const double args[2])
{
  zoom->x = change (&self->plot->x, &layout->x, zoom->x, args);
}

/* The layout, where there is something to zoom. */
static const SlPlotLayout *
zoomable_layout (SlPlotView *self)
{
  const SlPlotLayout *layout = sl_plot_view_layout (self);

  return layout && !sl_plot_all_bare (self->plot) ? layout : NULL;
}

gboolean
sl_plot_view_zoom_at (SlPlotView *self, SlViewAxes axes, double px, double py, double factor)
{
  const SlPlotLayout *layout = zoomable_layout (self);
  SlPlotZoom zoom = self->zoom;

  if (!layout)
    return FALSE;
  if (axes & SL_VIEW_X)
    change_x (self, layout, &zoom, change_about, (double[]){ px, factor });
  if (axes & SL_VIEW_Y)
    change_y (self, layout, &zoom, panel_beside (layout, py), change_about, (double[]){ py, factor });
  return apply_zoom (self, &zoom);
}

gboolean
sl_plot_view_pan (SlPlotView *self, SlViewAxes axes, double px, double py, double dx, double dy)
{
  const SlPlotLayout *layout = zoomable_layout (self);
  SlPlotZoom zoom = self->zoom;
  int i;

  if (!layout)
    return FALSE;
  i = panel_beside (layout, py);
  if (axes & SL_VIEW_X)
    change_x (self, layout, &zoom, change_pan, (double[]){ -dx / layout->area.w, 0 });
  if (axes & SL_VIEW_Y && i >= 0)
    change_y (self, layout, &zoom, i, change_pan,
              (double[]){ dy / g_array_index (layout->panels, SlLayoutPanel, i).rect.h, 0 });
  return apply_zoom (self, &zoom);
}

gboolean
sl_plot_view_zoom_band (SlPlotView *self, double x0, double y0, double x1, double y1)
{
  const SlPlotLayout *layout = zoomable_layout (self);
  SlPlotZoom zoom = self->zoom;
  int i;

  if (!layout)
    return FALSE;
  i = panel_beside (layout, y0);
  if (fabs (x1 - x0) >= SL_VIEW_THIN)
    {
      const SlPlotRect *r = &layout->area;

      change_x (self, layout, &zoom, change_to, (double[]){ (x0 - r->x) / r->w, (x1 - r->x) / r->w });
    }
  if (fabs (y1 - y0) >= SL_VIEW_THIN && i >= 0)
    {
      const SlPlotRect *r = &g_array_index (layout->panels, SlLayoutPanel, i).rect;

      change_y (self, layout, &zoom, i, change_to,
                (double[]){ (r->y + r->h - y0) / r->h, (r->y + r->h - y1) / r->h });
    }
  return apply_zoom (self, &zoom);
}

gboolean
sl_plot_view_get_zoomed (SlPlotView *self)
{
  g_return_val_if_fail (SL_IS_PLOT_VIEW (self), FALSE);
  return sl_plot_zoom_is_set (&self->zoom);
}

void
sl_plot_view_fit (SlPlotView *self)
{
  SlPlotZoom zoom;

  g_return_if_fail (SL_IS_PLOT_VIEW (self));
  sl_plot_zoom_clear (&zoom);
  apply_zoom (self, &zoom);
}
