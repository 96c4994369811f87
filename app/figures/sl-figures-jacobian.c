/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The map of derivatives: observables by parameters, each cell a colour and its number. */
#include <math.h>

#include <glib/gi18n.h>

#include "app/figures/sl-figures-corner.h"
#include "ui/widgets/sl-number.h"

/* Names beside the map take as much as so many columns; symbols above it so many rows. */
#define NAMES 2.6
#define SYMBOLS 0.9
/* With smaller cells numbers would touch. */
#define MOST_NUMBERS 14

SlPlot *
sl_figure_jacobian (const SlJacobianOptions *o)
{
  SlPlot *plot = sl_plot_new (o->title);
  const guint rows = o->n_rows, columns = o->n_columns;
  g_autofree double *x = g_new (double, columns + 1), *y = g_new (double, rows + 1),
                    *value = g_new (double, (gsize) rows *columns);

  sl_plot_set_x (plot, SL_SCALE_LINEAR, -NAMES * columns / 8.0, columns, NULL);
  sl_plot_add_panel (plot, 1.0);
  sl_plot_set_y (plot, 0, SL_SCALE_LINEAR, 0.0, rows + SYMBOLS, NULL);
  sl_plot_set_bare (plot, 0);
  for (guint i = 0; i <= columns; i++)
    x[i] = i;
  for (guint i = 0; i <= rows; i++)
    y[i] = i;
  /* Maps have the lowest row first. */
  for (guint r = 0; r < rows; r++)
    for (guint c = 0; c < columns; c++)
      value[(rows - 1 - r) * columns + c] = o->value[r * columns + c];
  sl_plot_add_map (plot, 0, x, columns, y, rows, value, SL_RAMP_SIGNED, -o->most, o->most, _ ("change"),
                   o->unit);
  for (guint r = 0; r < rows; r++)
    sl_plot_add_text (plot, 0, -0.02 * columns, rows - 0.5 - r, FALSE, SL_ANCHOR_END,
                      o->row_off && o->row_off[r] ? SL_COLOUR_FAINT : SL_COLOUR_INK, o->row_symbol[r]);
  for (guint c = 0; c < columns; c++)
    sl_plot_add_text (plot, 0, c + 0.5, rows + 0.45 * SYMBOLS, FALSE, SL_ANCHOR_CENTRE, SL_COLOUR_INK,
                      o->column_symbol[c]);
  for (guint r = 0; r < rows && columns <= MOST_NUMBERS; r++)
    for (guint c = 0; c < columns; c++)
      {
        const double v = o->value[r * columns + c];
        g_autofree char *text = sl_number_format (v, fabs (v) < 0.95 ? 1 : 0);

        if (isfinite (v) && fabs (v) >= 0.05)
          sl_plot_add_text (plot, 0, c + 0.5, rows - 0.5 - r, FALSE, SL_ANCHOR_CENTRE, SL_COLOUR_INK, text);
      }
  if (o->column >= 0 && (guint) o->column < columns)
    {
      const double l = o->column, r = l + 1.0;

      sl_plot_add_track (plot, 0, (double[]) { l, r, r, l, l }, (double[]) { 0, 0, rows, rows, 0 }, NULL, 5,
                         &(SlTrackOptions) { .name = o->column_name[o->column],
                                             .stroke = { SL_COLOUR_INK, 0.0, 1.5, SL_DASH_SOLID } });
    }
  sl_plot_set_caption (plot, _ ("How much each measurement changes with each parameter"));
  return plot;
}
