/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/desktop/sl-style.h"
#include "app/window/sl-window-private.h"

static void
colours_cb (AdwStyleManager *manager, GParamSpec *pspec, SlWindow *self)
{
  for (guint i = 0; i < self->plots->len; i++)
    g_object_set (((SlWindowPlot *) g_ptr_array_index (self->plots, i))->view, "dark",
                  adw_style_manager_get_dark (manager), "high-contrast",
                  adw_style_manager_get_high_contrast (manager), "palette", (int) self->palette, NULL);
  sl_window_update_pins_soon (self);
}

static void
text_cb (GtkSettings *settings, GParamSpec *pspec, SlWindow *self)
{
  double plots, cards;

  sl_style_text_scales (settings, self->projector, &plots, &cards);
  for (guint i = 0; i < self->plots->len; i++)
    sl_plot_view_set_scale (((SlWindowPlot *) g_ptr_array_index (self->plots, i))->view, plots);
  sl_plot_grid_set_scale (self->grid, cards);
  gtk_widget_set_size_request (GTK_WIDGET (self->panel_box), sl_style_panel_width (cards), -1);
}

/* For plots that are new, and after a change of the projector's mode. */
void
sl_window_style_plots (SlWindow *self)
{
  colours_cb (adw_style_manager_get_default (), NULL, self);
  text_cb (gtk_widget_get_settings (GTK_WIDGET (self)), NULL, self);
}

void
sl_window_follow_style (SlWindow *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (self));

  g_signal_connect (manager, "notify::dark", G_CALLBACK (colours_cb), self);
  g_signal_connect (manager, "notify::high-contrast", G_CALLBACK (colours_cb), self);
  g_signal_connect (settings, "notify::gtk-font-name", G_CALLBACK (text_cb), self);
  g_signal_connect (settings, "notify::gtk-xft-dpi", G_CALLBACK (text_cb), self);
  sl_window_style_plots (self);
}

void
sl_window_leave_style (SlWindow *self)
{
  g_signal_handlers_disconnect_by_data (adw_style_manager_get_default (), self);
  g_signal_handlers_disconnect_by_data (gtk_widget_get_settings (GTK_WIDGET (self)), self);
}
