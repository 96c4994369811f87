/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plot read back as columns of numbers. */
#include <math.h>
#include <string.h>

#include "ui/plot/layout/sl-plot-layout.h"
#include "ui/plot/sl-plot-private.h"

static void
column_free (gpointer data)
{
  SlPlotColumn *self = data;

  g_free (self->name);
  g_free (self->unit);
  g_free (self->x);
  g_free (self->y);
  g_free (self);
}

/* Takes name, x and y. */
static void
add_column (GPtrArray *columns, char *name, const char *unit, double *x, double *y, gsize n)
{
  SlPlotColumn *column = g_new (SlPlotColumn, 1);

  *column = (SlPlotColumn){ name, g_strdup (unit ? unit : ""), x, y, n };
  g_ptr_array_add (columns, column);
}

static double *
copy_numbers (const double *values, gsize n)
{
  return g_memdup2 (values, n * sizeof *values);
}

static double
centre (const SlPlotAxis *axis, const double *edge)
{
  return axis->scale == SL_SCALE_LOG && edge[0] > 0.0 ? sqrt (edge[0] * edge[1]) : 0.5 * (edge[0] + edge[1]);
}

/* Title without its unit, as plain text; unit: the text in brackets, or NULL. */
static char *
split_title (const char *title, char **unit)
{
  g_autofree char *plain = sl_plot_plain (title ? title : "");
  const char *open = strrchr (plain, '['), *close = open ? strrchr (open, ']') : NULL;

  *unit = close ? g_strndup (open + 1, close - open - 1) : NULL;
  return g_strstrip (g_strndup (plain, close ? (gsize) (open - plain) : strlen (plain)));
}

/* A column for each row of cells, at the middles of both. */
static void
add_map (GPtrArray *columns, SlPlot *plot, const SlPlotPanel *panel, const SlPlotLayer *map)
{
  g_autofree char *unit = NULL, *title = split_title (panel->y.title, &unit);

  for (guint j = 0; j < map->ny; j++)
    {
      double *x = g_new (double, map->nx);
      char number[G_ASCII_DTOSTR_BUF_SIZE];

      for (guint i = 0; i < map->nx; i++)
        x[i] = centre (&plot->x, map->x_edge + i);
      g_ascii_formatd (number, sizeof number, "%.4g", centre (&panel->y, map->y_edge + j));
      add_column (columns,
           g_strdup_printf ("%s, %s = %s%s%s", map->name ? map->name : "", title, number, unit ? " " : "",
                            unit ? unit : ""),
           map->unit, x, copy_numbers (map->value + (gsize) j * map->nx, map->nx), map->nx);
    }
}

/* Where it is on both axes, by what runs along it. */
static void
add_track (GPtrArray *columns, SlPlot *plot, const SlPlotPanel *panel, const SlPlotLayer *track)
{
  const char *const titles[] = { plot->x.title, panel->y.title };
  const double *const values[] = { track->x, track->y };

  for (guint k = 0; k < 2; k++)
    {
      g_autofree char *unit = NULL, *title = split_title (titles[k], &unit);

      add_column (columns, g_strdup_printf ("%s: %s", track->name ? track->name : "", title), unit,
           copy_numbers (track->along, track->n), copy_numbers (values[k], track->n), track->n);
    }
}

GPtrArray *
sl_plot_get_columns (SlPlot *self, char **x_title)
{
  GPtrArray *columns = g_ptr_array_new_with_free_func (column_free);

  *x_title = sl_plot_plain (self->x.title);
  for (guint p = 0; p < self->panels->len; p++)
    {
      const SlPlotPanel *panel = sl_plot_panel (self, p);

      for (guint s = 0; s < panel->series->len; s++)
        {
          const SlPlotLayer *layer = g_ptr_array_index (panel->series, s);

          add_column (columns, g_strdup (layer->name ? layer->name : "y"), layer->unit,
                      copy_numbers (layer->x, layer->n),
               copy_numbers (layer->y, layer->n), layer->n);
        }
      if (panel->map)
        add_map (columns, self, panel, panel->map);
    }
  if (columns->len)
    return columns;
  for (guint p = 0; p < self->panels->len; p++)
    for (guint l = 0; l < sl_plot_panel (self, p)->layers->len; l++)
      {
        const SlPlotLayer *layer = sl_plot_layer (sl_plot_panel (self, p), l);

        if (layer->type != SL_LAYER_TRACK || !layer->along)
          continue;
        if (!columns->len)
          {
            g_free (*x_title);
            *x_title = layer->along_unit && *layer->along_unit
                           ? g_strdup_printf ("%s [%s]", layer->along_name, layer->along_unit)
                           : g_strdup (layer->along_name);
          }
        add_track (columns, self, sl_plot_panel (self, p), layer);
      }
  return columns;
}
