/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib/gi18n.h>

#include "app/sl-window-private.h"
#include "model/sl-colour.h"

/* The colour of the galaxy as an eye would see it, in the bar below: of its light with dust, at rest. */

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  SlWindow *self = data;
  const double r = 0.5 * MIN (width, height) - 0.5;
  GdkRGBA ink;

  gtk_widget_get_style_context (GTK_WIDGET (area));
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)), &ink);
  cairo_arc (cr, 0.5 * width, 0.5 * height, r, 0.0, 2.0 * G_PI);
  cairo_set_source_rgb (cr, self->swatch_rgb[0], self->swatch_rgb[1], self->swatch_rgb[2]);
  cairo_fill_preserve (cr);
  cairo_set_source_rgba (cr, ink.red, ink.green, ink.blue, 0.35);
  cairo_set_line_width (cr, 1.0);
  cairo_stroke (cr);
}
