/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/desktop/sl-style.h"

#include <math.h>

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

  /* Pango converts points to pixels, so the resolution is already in the texts of plots; sizes of cards are in
   * pixels and need it here. */
  *plots = CLAMP (size / DESIGN_PT, 1.0, MAX_SCALE) * (projector ? PROJECTOR_TEXT : 1.0);
  *cards = CLAMP (size / DESIGN_PT * dpi / DESIGN_DPI, 1.0, MAX_SCALE) * (projector ? PROJECTOR_CARDS : 1.0);
}

int
sl_style_panel_width (double cards)
{
  return (int) lround (PANEL_WIDTH * (1.0 + PANEL_GROWTH * (cards - 1.0)));
}
