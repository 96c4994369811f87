/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/view/sl-plot-view-private.h"

/* A margin shrinks only when it is too wide by this many text sizes, so that it does not follow single
 * digits. */
#define MARGIN_SLACK 3.5

void
sl_plot_view_forget_layout (SlPlotView *self)
{
  /* First: another thread may read layout and theme. */
  sl_plot_frames_forget (self->frames);
  g_clear_pointer (&self->layout, sl_plot_layout_free);
  g_clear_pointer (&self->layout_plot, sl_plot_unref);
  g_clear_object (&self->texture);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
}

static SlPlotMargins
common_margins (SlPlotView *self)
{
  SlPlotMargins common = self->kept;

  for (guint i = 0; self->group && i < self->group->views->len; i++)
    {
      SlPlotView *view = g_ptr_array_index (self->group->views, i);

      common.left = MAX (common.left, view->kept.left);
      common.right = MAX (common.right, view->kept.right);
    }
  return common;
}

static double
with_slack (double kept, double needed, double slack)
{
  return needed > kept || needed < kept - slack ? needed : kept;
}

/* Lays out the plot again if anything that matters has changed. */
static void
ensure_layout (SlPlotView *self, int width, int height)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  SlPlotMargins common = common_margins (self), kept = self->kept;
  double slack = MARGIN_SLACK * self->theme.text_pt;
  guint serial = pango_context_get_serial (context);

  if (self->layout && serial == self->font_serial && self->layout->width == width
      && self->layout->height == height && self->asked.left == common.left
      && self->asked.right == common.right && sl_plot_same_axes (self->layout_plot, self->plot))
    return;
  if (serial != self->font_serial)
    g_clear_pointer (&self->labels, sl_plot_labels_free);
  sl_plot_view_forget_layout (self);
  self->font_serial = serial;
  self->asked = common;
  self->layout =
      sl_plot_layout_new_zoomed (self->plot, width, height, &self->theme, context, &common, &self->zoom);
  kept.left = with_slack (kept.left, self->layout->needed.left, slack);
  kept.right = with_slack (kept.right, self->layout->needed.right, slack);
  if (kept.left != self->kept.left || kept.right != self->kept.right)
    {
      gboolean smaller = kept.left < self->kept.left || kept.right < self->kept.right;

      self->kept = kept;
      self->asked = common_margins (self);
      if (smaller)
        {
          sl_plot_layout_free (self->layout);
          self->layout = sl_plot_layout_new_zoomed (self->plot, width, height, &self->theme, context,
                                                    &self->asked, &self->zoom);
        }
      for (guint i = 0; self->group && i < self->group->views->len; i++)
        if (g_ptr_array_index (self->group->views, i) != self)
          gtk_widget_queue_draw (g_ptr_array_index (self->group->views, i));
    }
  self->layout_plot = sl_plot_ref (self->plot);
}

SlPlotLayout *
sl_plot_view_layout (SlPlotView *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));

  if (!self->plot || width < 1 || height < 1)
    return NULL;
  ensure_layout (self, width, height);
  return self->layout;
}

void
sl_plot_view_leave_group (SlPlotView *self)
{
  SlViewGroup *group = g_steal_pointer (&self->group);

  if (!group)
    return;
  g_ptr_array_remove (group->views, self);
  if (--group->refs == 0)
    {
      g_ptr_array_unref (group->views);
      g_free (group);
    }
}

static void
join_group (SlPlotView *self, SlViewGroup *group)
{
  if (self->group == group)
    return;
  sl_plot_view_leave_group (self);
  group->refs++;
  g_ptr_array_add (group->views, self);
  self->group = group;
}

void
sl_plot_view_align_with (SlPlotView *self, SlPlotView *other)
{
  g_return_if_fail (SL_IS_PLOT_VIEW (self) && SL_IS_PLOT_VIEW (other));
  if (!other->group)
    {
      SlViewGroup *group = g_new0 (SlViewGroup, 1);

      group->views = g_ptr_array_new ();
      join_group (other, group);
    }
  join_group (self, other->group);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (other));
}
