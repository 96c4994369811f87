/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/desktop/sl-style.h"
#include "app/window/sl-window-private.h"

void
sl_window_style_plots (SlWindow *self)
{
  const double scale = sl_style_apply_window (GTK_WIDGET (self), self->projector, self->grid,
                                              GTK_WIDGET (self->panel_box));

  for (guint i = 0; i < self->plots->len; i++)
    sl_style_apply (((SlWindowPlot *) g_ptr_array_index (self->plots, i))->view, self->palette, scale);
  sl_window_update_pins_soon (self);
}

static void
changed_cb (GtkWidget *window)
{
  sl_window_style_plots (SL_WINDOW (window));
}

void
sl_window_follow_style (SlWindow *self)
{
  sl_style_follow (GTK_WIDGET (self), changed_cb);
  sl_window_style_plots (self);
}
