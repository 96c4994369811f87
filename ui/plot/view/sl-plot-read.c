/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "ui/plot/view/sl-plot-hover.h"
#include "ui/plot/sl-plot-ramp.h"
#include "ui/plot/layout/sl-plot-ticks.h"

static char *
with_unit (const char *number, const char *unit)
{
  return g_strconcat (number, unit && *unit ? "\u2009" : "", unit, NULL);
}

static void
readout_clear (gpointer data)
{
  g_free (((SlReadout *) data)->name);
  g_free (((SlReadout *) data)->value);
}

GArray *
sl_plot_readouts (SlPlot *plot, const SlPlotLayout *layout, double x)
{
  GArray *out = g_array_new (FALSE, FALSE, sizeof (SlReadout));

  g_array_set_clear_func (out, readout_clear);
  for (guint i = 0; i < MIN (plot->panels->len, layout->panels->len); i++)
    {
      SlPlotPanel *panel = sl_plot_panel (plot, i);
      const SlLayoutPanel *place = &g_array_index (layout->panels, SlLayoutPanel, i);

      for (guint j = 0; j < panel->series->len; j++)
        {
          SlPlotLayer *layer = g_ptr_array_index (panel->series, j);
          double y = sl_plot_series_value_at (plot, i, j, x);
          g_autofree char *number = NULL;
          SlReadout readout = { .colour = layer->stroke.colour, .y = y };

          if (!layer->name || !*layer->name || !isfinite (y))
            continue;
          number = sl_number_markup (y, -1);
          readout.name = g_strdup (layer->name);
          readout.value = with_unit (number, layer->unit);
          readout.px = sl_axis_map_to_pixel (&layout->x, x);
          readout.py = sl_axis_map_to_pixel (layer->on_right ? &place->right : &place->y, y);
          if (readout.py < place->rect.y || readout.py > place->rect.y + place->rect.h)
            readout.py = NAN; /* no marker outside the panel */
          g_array_append_val (out, readout);
        }
    }
  return out;
}

void
sl_plot_axis_markup (const char *title, const SlAxisMap *map, double value, char **name, char **number)
{
  const char *open, *close;
  double pixel = sl_axis_map_to_pixel (map, value);
  double step = fabs (sl_axis_map_to_value (map, pixel + 0.5) - sl_axis_map_to_value (map, pixel - 0.5));
  gboolean readable = fabs (value) < 1e6 && (fabs (value) >= 1e-3 || map->scale == SL_SCALE_LINEAR);
  int decimals = readable && step > 0 ? CLAMP ((int) ceil (-log10 (step) - 0.3), 0, 6) : -1;
  g_autofree char *digits = sl_number_markup (value, decimals), *unit = NULL;

  title = title ? title : "";
  open = strrchr (title, '[');
  close = open ? strrchr (open, ']') : NULL;
  *name = g_strstrip (g_strndup (title, close ? (gsize) (open - title) : strlen (title)));
  unit = close ? g_strndup (open + 1, close - open - 1) : NULL;
  *number = with_unit (digits, unit);
}

char *
sl_plot_x_markup (SlPlot *plot, const SlPlotLayout *layout, double x)
{
  g_autofree char *name = NULL, *number = NULL;

  sl_plot_axis_markup (plot->x.title, &layout->x, x, &name, &number);
  return g_strconcat (name, *name ? " = " : "", number, NULL);
}

/* Adds a row for a position on an axis; none for axes without a name. */
static void
add_coordinate (GArray *rows, const char *title, const SlAxisMap *map, double value)
{
  g_autofree char *name = NULL;
  SlReadout row = { .bare = TRUE, .px = NAN, .py = NAN, .y = value };

  sl_plot_axis_markup (title, map, value, &name, &row.value);
  row.name = sl_plot_plain (name);
  if (*row.name)
    g_array_append_val (rows, row);
  else
    readout_clear (&row);
}

static GArray *
read_track (SlPlot *plot, const SlPlotLayout *layout, const SlTrackHit *hit, char **heading)
{
  const SlPlotLayer *layer = hit->layer;
  const SlLayoutPanel *place = &g_array_index (layout->panels, SlLayoutPanel, hit->panel);
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (SlReadout));
  double along = sl_plot_track_value (layer->along, layer->n, hit->at);

  g_array_set_clear_func (rows, readout_clear);
  *heading = g_markup_escape_text (layer->name ? layer->name : "", -1);
  add_coordinate (rows, plot->x.title, &layout->x, sl_axis_map_to_value (&layout->x, hit->px));
  add_coordinate (rows, sl_plot_panel (plot, hit->panel)->y.title, &place->y,
                  sl_axis_map_to_value (&place->y, hit->py));
  if (isfinite (along))
    {
      g_autofree char *number = sl_number_markup (along, -1);
      SlReadout row = { .name = g_strdup (layer->along_name ? layer->along_name : ""),
                        .value = with_unit (number, layer->along_unit),
                        .bare = TRUE,
                        .px = NAN,
                        .py = NAN,
                        .y = along };

      g_array_append_val (rows, row);
    }
  if (rows->len)
    {
      SlReadout *first = &g_array_index (rows, SlReadout, 0);

      first->px = hit->px;
      first->py = hit->py;
      first->colour = layer->stroke.colour;
    }
  return rows;
}

/* Reads the coordinates that a handle may change. */
static GArray *
read_handle (SlPlot *plot, const SlPlotLayout *layout, const SlPlotLayer *handle, guint panel, char **heading)
{
  const SlLayoutPanel *place = &g_array_index (layout->panels, SlLayoutPanel, panel);
  const SlPlotPanel *owner = sl_plot_panel (plot, panel);
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (SlReadout));

  g_array_set_clear_func (rows, readout_clear);
  *heading = g_markup_escape_text (handle->name ? handle->name : "", -1);
  if (handle->axes & SL_HANDLE_X)
    add_coordinate (rows, plot->x.title, &layout->x, handle->x[0]);
  if (handle->axes & SL_HANDLE_Y)
    add_coordinate (rows, handle->on_right ? owner->right.title : owner->y.title,
                    handle->on_right ? &place->right : &place->y, handle->y[0]);
  return rows;
}

static void
add_plane (GArray *rows, SlPlot *plot, const SlPlotLayout *layout, const SlPlotTheme *theme,
           const SlPlotCursor *cursor)
{
  int panel = isnan (cursor->py) ? -1 : sl_plot_hit_panel (layout, cursor->px, cursor->py);
  const SlPlotLayer *map;
  double value;

  if (panel < 0 || (guint) panel >= plot->panels->len
      || !sl_plot_panel_is_plane (sl_plot_panel (plot, panel)))
    return;
  add_coordinate (rows, sl_plot_panel (plot, panel)->y.title,
                  &g_array_index (layout->panels, SlLayoutPanel, panel).y,
                  sl_axis_map_to_value (&g_array_index (layout->panels, SlLayoutPanel, panel).y, cursor->py));
  if (sl_plot_hit_map (plot, layout, cursor->px, cursor->py, &map, &value))
    {
      g_autofree char *number = sl_number_markup (value, -1);
      SlReadout row = { .name = g_strdup (map->name ? map->name : ""), .value = with_unit (number, map->unit),
                        .px = NAN, .py = NAN, .y = value };

      row.rgb = theme->ramps[map->ramp][sl_plot_ramp_step (map->ramp, map->lo, map->hi, value)];
      g_array_append_val (rows, row);
    }
}

GArray *
sl_plot_read (SlPlot *plot, const SlPlotLayout *layout, const SlPlotTheme *theme, const SlPlotCursor *cursor,
              char **heading)
{
  double px = sl_axis_map_to_pixel (&layout->x, cursor->x);
  const SlPlotRect *area = &layout->area;
  const SlPlotLayer *picture;
  SlTrackHit hit;
  GArray *rows;

  if (cursor->handle && cursor->handle_panel < layout->panels->len)
    return read_handle (plot, layout, cursor->handle, cursor->handle_panel, heading);
  if (cursor->on_track)
    return read_track (plot, layout, &cursor->track, heading);
  if (!isnan (cursor->along) && sl_plot_find_along (plot, layout, cursor->along, NULL, &hit))
    return read_track (plot, layout, &hit, heading);
  picture = isnan (cursor->py) ? NULL : sl_plot_hit_picture (plot, layout, cursor->px, cursor->py);
  if (picture)
    {
      *heading = g_markup_escape_text (picture->name ? picture->name : "", -1);
      return g_array_new (FALSE, FALSE, sizeof (SlReadout));
    }
  if (isnan (px) || px < area->x - 0.5 || px > area->x + area->w + 0.5 || sl_plot_all_bare (plot))
    return NULL;
  *heading = sl_plot_x_markup (plot, layout, cursor->x);
  rows = sl_plot_readouts (plot, layout, cursor->x);
  add_plane (rows, plot, layout, theme, cursor);
  return rows;
}

char *
sl_plot_read_text (SlPlot *plot, const SlPlotLayout *layout, const SlPlotTheme *theme,
                   const SlPlotCursor *cursor)
{
  g_autofree char *heading = NULL, *head = NULL;
  g_autoptr (GArray) rows = sl_plot_read (plot, layout, theme, cursor, &heading);
  GString *text;

  if (!rows)
    return NULL;
  head = sl_plot_plain (heading);
  text = g_string_new (head);
  for (guint i = 0; i < rows->len; i++)
    {
      g_autofree char *value = sl_plot_plain (g_array_index (rows, SlReadout, i).value);

      g_string_append_printf (text, "%s%s: %s", text->len ? "; " : "",
                              g_array_index (rows, SlReadout, i).name, value);
    }
  return g_string_free (text, FALSE);
}
