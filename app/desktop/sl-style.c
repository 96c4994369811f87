/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/desktop/sl-style.h"

#include <math.h>

#include <adwaita.h>

/* Plots and cards are designed for text of this size, in points, at this resolution, in dots per inch. */
#define DESIGN_PT 11.0
#define DESIGN_DPI 96.0
#define MAX_SCALE 3.0
#define PANEL_WIDTH 340
/* The panel widens by this fraction of what its text grows; longer titles wrap to a second line. */
#define PANEL_GROWTH 0.5
/* On a projector the text of plots is half as large again. Cards grow less: larger ones would not fit the
 * window. */
#define PROJECTOR_TEXT 1.5
#define PROJECTOR_CARDS 1.2

/* Size of the interface's text in points, and the resolution. */
static double
text_size (GtkSettings *settings, double *dpi)
{
  g_autofree char *name = NULL;
  PangoFontDescription *font;
  int xft_dpi = -1;
  double size;

  g_object_get (settings, "gtk-font-name", &name, "gtk-xft-dpi", &xft_dpi, NULL);
  *dpi = xft_dpi > 0 ? xft_dpi / 1024.0 : DESIGN_DPI;
  font = pango_font_description_from_string (name ? name : "");
  size = pango_font_description_get_size (font) / (double) PANGO_SCALE;
  if (pango_font_description_get_size_is_absolute (font))
    size *= 72.0 / *dpi;
  pango_font_description_free (font);
  return size > 0.0 ? size : DESIGN_PT;
}

void
sl_style_text_scales (GtkSettings *settings, gboolean projector, double *plots, double *cards)
{
  double dpi, size = text_size (settings, &dpi);

  /* Pango converts points to pixels, so the resolution is already in the texts of plots; sizes of cards are
   * in pixels and need it here. */
  *plots = CLAMP (size / DESIGN_PT, 1.0, MAX_SCALE) * (projector ? PROJECTOR_TEXT : 1.0);
  *cards = CLAMP (size / DESIGN_PT * dpi / DESIGN_DPI, 1.0, MAX_SCALE) * (projector ? PROJECTOR_CARDS : 1.0);
}

int
sl_style_panel_width (double cards)
{
  return (int) lround (PANEL_WIDTH * (1.0 + PANEL_GROWTH * (cards - 1.0)));
}

void
sl_style_follow (GtkWidget *window, void (*changed) (GtkWidget *window))
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  const struct { gpointer object; const char *signal; } sources[] = {
    { manager, "notify::dark" },
    { manager, "notify::high-contrast" },
    { gtk_widget_get_settings (window), "notify::gtk-font-name" },
    { gtk_widget_get_settings (window), "notify::gtk-xft-dpi" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_signal_connect_object (sources[i].object, sources[i].signal, G_CALLBACK (changed), window,
                             G_CONNECT_SWAPPED);
}

SlPalette
sl_style_palette (const char *name)
{
  return g_strcmp0 (name, "tol-bright") == 0 ? SL_PALETTE_TOL_BRIGHT
         : g_strcmp0 (name, "grey") == 0     ? SL_PALETTE_GREY
                                             : SL_PALETTE_OKABE_ITO;
}

double
sl_style_apply_window (GtkWidget *window, gboolean projector, SlPlotGrid *grid, GtkWidget *panel)
{
  double plots, cards;

  if (projector)
    gtk_widget_add_css_class (window, "sl-projector");
  else
    gtk_widget_remove_css_class (window, "sl-projector");
  sl_style_text_scales (gtk_widget_get_settings (window), projector, &plots, &cards);
  sl_plot_grid_set_scale (grid, cards);
  gtk_widget_set_size_request (panel, sl_style_panel_width (cards), -1);
  return plots;
}

void
sl_style_apply (SlPlotView *view, SlPalette palette, double scale)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_object_set (view, "dark", adw_style_manager_get_dark (manager), "high-contrast",
                adw_style_manager_get_high_contrast (manager), "palette", (int) palette, NULL);
  sl_plot_view_set_scale (view, scale);
}
