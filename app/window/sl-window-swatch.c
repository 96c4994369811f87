/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "app/window/sl-window-private.h"
#include "model/observables/sl-colour.h"

/* The colour of the galaxy as the eye sees it, in the status bar: of its attenuated light in the rest frame.
 */

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  SlWindow *self = data;
  const double r = 0.5 * MIN (width, height) - 0.5;
  GdkRGBA ink;

  sl_widget_get_color (GTK_WIDGET (area), &ink);
  cairo_arc (cr, 0.5 * width, 0.5 * height, r, 0.0, 2.0 * G_PI);
  cairo_set_source_rgb (cr, (self->swatch_rgb >> 16 & 255) / 255.0, (self->swatch_rgb >> 8 & 255) / 255.0,
                        (self->swatch_rgb & 255) / 255.0);
  cairo_fill_preserve (cr);
  cairo_set_source_rgba (cr, ink.red, ink.green, ink.blue, 0.35);
  cairo_set_line_width (cr, 1.0);
  cairo_stroke (cr);
}

void
sl_window_show_swatch (SlWindow *self, const SlResult *result)
{
  double xyz[3], rgb[3];
  guint32 colour;

  sl_colour_xyz (result->wave, result->sed, result->n_wave, xyz);
  sl_colour_rgb (xyz, rgb);
  colour = sl_colour_hex (rgb);
  if (colour == self->swatch_rgb)
    return;
  self->swatch_rgb = colour;
  gtk_widget_queue_draw (GTK_WIDGET (self->swatch));
}

/* The text is made on request: the colour changes with every frame of a drag. */
static gboolean
tooltip_cb (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip, SlWindow *self)
{
  /* Translators: a colour as #RRGGBB */
  g_autofree char *text =
      g_strdup_printf (_ ("Colour of the galaxy as the eye sees it: #%06X"), self->swatch_rgb);

  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

void
sl_window_install_swatch (SlWindow *self)
{
  gtk_drawing_area_set_draw_func (self->swatch, draw_cb, self, NULL);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self->swatch), TRUE);
  g_signal_connect (self->swatch, "query-tooltip", G_CALLBACK (tooltip_cb), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->swatch), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Colour of the galaxy"), -1);
}
