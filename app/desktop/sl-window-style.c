/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "app/window/sl-window-private.h"

/* The size of the interface's text for which plots and cards are made, points at so many dots an inch. */
#define USUAL_PT 11.0
#define USUAL_DPI 96.0
#define MOST_SCALE 3.0
#define PANEL_WIDTH 340
/* The panel widens by this part of what its text does; titles of rows take second lines for the rest. */
#define PANEL_GROWTH 0.5
/* On a projector text on plots is half as large again and lines are twice as wide; cards grow less, or none
 * would be seen whole. */
#define PROJECTOR_SCALE 1.5
#define PROJECTOR_ROOM 1.2

static void
colours_cb (AdwStyleManager *manager, GParamSpec *pspec, SlWindow *self)
{
  for (guint i = 0; i < self->plots->len; i++)
    g_object_set (((SlWindowPlot *) g_ptr_array_index (self->plots, i))->view, "dark",
                  adw_style_manager_get_dark (manager), "high-contrast",
                  adw_style_manager_get_high_contrast (manager), "palette", (int) self->palette, NULL);
  sl_window_update_pins_soon (self);
}

/* Points of the interface's text, and dots an inch. */
static double
text_size (GtkSettings *settings, double *dpi)
{
  g_autofree char *name = NULL;
  PangoFontDescription *font;
  int dots = -1;
  double size;

  g_object_get (settings, "gtk-font-name", &name, "gtk-xft-dpi", &dots, NULL);
  *dpi = dots > 0 ? dots / 1024.0 : USUAL_DPI;
  font = pango_font_description_from_string (name ? name : "");
  size = pango_font_description_get_size (font) / (double) PANGO_SCALE;
  if (pango_font_description_get_size_is_absolute (font))
    size *= 72.0 / *dpi;
  pango_font_description_free (font);
  return size > 0.0 ? size : USUAL_PT;
}

void
sl_window_text_scales (GtkSettings *settings, gboolean projector, double *plots, double *room)
{
  double dpi, size = text_size (settings, &dpi);

  /* Pango makes pixels of points, so that dots an inch are in the texts already, and in nothing else. */
  *plots = CLAMP (size / USUAL_PT, 1.0, MOST_SCALE) * (projector ? PROJECTOR_SCALE : 1.0);
  *room = CLAMP (size / USUAL_PT * dpi / USUAL_DPI, 1.0, MOST_SCALE) * (projector ? PROJECTOR_ROOM : 1.0);
}

int
sl_window_panel_width (double room)
{
  return (int) lround (PANEL_WIDTH * (1.0 + PANEL_GROWTH * (room - 1.0)));
}

static void
text_cb (GtkSettings *settings, GParamSpec *pspec, SlWindow *self)
{
  double plots, room;

  sl_window_text_scales (settings, self->projector, &plots, &room);
  for (guint i = 0; i < self->plots->len; i++)
    sl_plot_view_set_scale (((SlWindowPlot *) g_ptr_array_index (self->plots, i))->view, plots);
  sl_plot_grid_set_scale (self->grid, room);
  gtk_widget_set_size_request (GTK_WIDGET (self->panel_box), sl_window_panel_width (room), -1);
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
