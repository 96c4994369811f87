/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/sl-plot-hover.h"

#include <math.h>
#include <string.h>

#include "ui/plot/sl-plot-private.h"
#include "ui/plot/sl-plot-raster.h"
#include "ui/plot/sl-plot-ticks.h"

/* More lines than this are not read but stared at. */
#define MAX_ROWS 12

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
          readout.value = g_strconcat (number, layer->unit && *layer->unit ? "\u2009" : "", layer->unit, NULL);
          readout.px = sl_axis_map_to_pixel (&layout->x, x);
          readout.py = sl_axis_map_to_pixel (layer->on_right ? &place->right : &place->y, y);
          if (readout.py < place->rect.y || readout.py > place->rect.y + place->rect.h)
            readout.py = NAN; /* no marker outside the panel */
          g_array_append_val (out, readout);
        }
    }
  return out;
}

char *
sl_plot_x_markup (SlPlot *plot, const SlPlotLayout *layout, double x)
{
  const char *title = plot->x.title ? plot->x.title : "", *open = strrchr (title, '['), *close;
  double pixel = sl_axis_map_to_pixel (&layout->x, x);
  double step = fabs (sl_axis_map_to_value (&layout->x, pixel + 0.5) - sl_axis_map_to_value (&layout->x, pixel - 0.5));
  gboolean plain = fabs (x) < 1e6 && (fabs (x) >= 1e-3 || plot->x.scale == SL_SCALE_LINEAR);
  int decimals = plain && step > 0 ? CLAMP ((int) ceil (-log10 (step) - 0.3), 0, 6) : -1;
  g_autofree char *number = sl_number_markup (x, decimals);
  g_autofree char *name = NULL, *unit = NULL;

  close = open ? strchr (open, ']') : NULL;
  name = g_strndup (title, close ? (gsize) (open - title) : strlen (title));
  unit = close ? g_strndup (open + 1, close - open - 1) : g_strdup ("");
  g_strstrip (name);
  return g_strconcat (name, *name ? " = " : "", number, *unit ? "\u2009" : "", unit, NULL);
}

gboolean
sl_plot_card_place (double width, double height, double w, double h, double x, double y, double gap, double *card_x,
                    double *card_y)
{
  if (w > width || h > height)
    return FALSE;
  if (x + gap + w <= width || x - gap - w >= 0)
    {
      *card_x = x + gap + w <= width ? x + gap : x - gap - w;
      *card_y = CLAMP (y - h / 2, 0, height - h);
      return TRUE;
    }
  if (y - gap - h >= 0 || y + gap + h <= height)
    {
      *card_x = CLAMP (x - w / 2, 0, width - w);
      *card_y = y - gap - h >= 0 ? y - gap - h : y + gap;
      return TRUE;
    }
  return FALSE;
}

static void
append_disc (GtkSnapshot *snapshot, double x, double y, double radius, const GdkRGBA *colour)
{
  GskRoundedRect disc;

  gsk_rounded_rect_init_from_rect (&disc, &GRAPHENE_RECT_INIT (x - radius, y - radius, 2 * radius, 2 * radius), radius);
  gtk_snapshot_push_rounded_clip (snapshot, &disc);
  gtk_snapshot_append_color (snapshot, colour, &disc.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
append_text (GtkSnapshot *snapshot, PangoLayout *layout, double x, double baseline, const GdkRGBA *colour)
{
  double y = round (baseline) - pango_layout_get_baseline (layout) / (double) PANGO_SCALE;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (round (x), y));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

static void
measure (PangoLayout *layout, double *w, double *h)
{
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  *w = width;
  *h = height;
}

typedef struct { PangoLayout *name, *value; } Row;

static void
row_clear (gpointer data)
{
  g_object_unref (((Row *) data)->name);
  g_object_unref (((Row *) data)->value);
}

static void
append_card (GtkSnapshot *snapshot, const SlPlotLayout *layout, const SlPlotTheme *theme, PangoContext *context,
             const char *heading, GArray *readouts, double x, double y)
{
  g_autoptr (PangoLayout) head = sl_plot_text_new (context, theme, heading);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
  /* All texts of a line share a base line, whatever stands above it. */
  double ascent = pango_layout_get_baseline (head) / (double) PANGO_SCALE;
  double pad = theme->pad, swatch = 1.5 * theme->pad, names = 0, values = 0, head_w, row_h, w, h, card_x, card_y;
  gboolean dark = theme->kind == SL_PLOT_THEME_DARK;
  GdkRGBA ink = theme->colours[SL_COLOUR_INK], fill = theme->background, edge = theme->axis;
  GskRoundedRect card;
  guint n = MIN (readouts->len, MAX_ROWS);

  g_array_set_clear_func (rows, row_clear);
  measure (head, &head_w, &row_h);
  /* As many rows as the plot has room for. */
  while (n > 0 && (n + 1) * row_h + 2 * pad > layout->height)
    n--;
  for (guint i = 0; i < n; i++)
    {
      SlReadout *readout = &g_array_index (readouts, SlReadout, i);
      g_autofree char *escaped = g_markup_escape_text (readout->name, -1);
      Row row = { sl_plot_text_new (context, theme, escaped), sl_plot_text_new (context, theme, readout->value) };
      double rw, rh;

      measure (row.name, &rw, &rh);
      names = MAX (names, rw);
      ascent = MAX (ascent, pango_layout_get_baseline (row.value) / (double) PANGO_SCALE);
      measure (row.value, &rw, &rh);
      values = MAX (values, rw);
      row_h = MAX (row_h, rh);
      g_array_append_val (rows, row);
    }
  /* Long names give way before the card does. */
  {
    double room = layout->width - (swatch + pad / 2 + 1.5 * pad + values + 2 * pad) - 2;

    if (names > room && room > 0)
      {
        names = room;
        for (guint i = 0; i < rows->len; i++)
          {
            PangoLayout *name = g_array_index (rows, Row, i).name;

            pango_layout_set_width (name, (int) (room * PANGO_SCALE));
            pango_layout_set_ellipsize (name, PANGO_ELLIPSIZE_MIDDLE);
          }
      }
  }
  w = ceil (MAX (head_w, n ? swatch + pad / 2 + names + 1.5 * pad + values : 0) + 2 * pad);
  h = ceil ((n + 1) * row_h + 1.25 * pad + (n ? pad / 2 : 0));
  if (!sl_plot_card_place (layout->width, layout->height, w, h, x, y, 14, &card_x, &card_y))
    return;
  card_x = floor (card_x);
  card_y = floor (card_y);

  if (dark)
    fill = (GdkRGBA){ 0.19f, 0.19f, 0.2f, 1 };
  fill.alpha = 0.96f;
  gsk_rounded_rect_init_from_rect (&card, &GRAPHENE_RECT_INIT (card_x, card_y, w, h), 6);
  gtk_snapshot_push_rounded_clip (snapshot, &card);
  gtk_snapshot_append_color (snapshot, &fill, &card.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &card, (float[4]){ 1, 1, 1, 1 }, (GdkRGBA[4]){ edge, edge, edge, edge });
  append_text (snapshot, head, card_x + pad, card_y + 0.6 * pad + ascent, &theme->text);
  for (guint i = 0; i < rows->len; i++)
    {
      SlReadout *readout = &g_array_index (readouts, SlReadout, i);
      Row *row = &g_array_index (rows, Row, i);
      double top = card_y + 1.1 * pad + (i + 1) * row_h, vw, vh, thick = MAX (2, round (theme->line_width * 1.5));

      measure (row->value, &vw, &vh);
      gtk_snapshot_append_color (snapshot, &theme->colours[readout->colour],
                                 &GRAPHENE_RECT_INIT (card_x + pad, round (top + ascent - 0.4 * theme->text_pt - thick / 2),
                                                     swatch, thick));
      append_text (snapshot, row->name, card_x + pad + swatch + pad / 2, top + ascent, &theme->text);
      append_text (snapshot, row->value, card_x + w - pad - vw, top + ascent, &ink);
    }
}

void
sl_plot_hover_snapshot (GtkSnapshot *snapshot, SlPlot *plot, const SlPlotLayout *layout, const SlPlotTheme *theme,
                        PangoContext *context, double x, double pointer_y)
{
  double px = sl_axis_map_to_pixel (&layout->x, x);
  const SlPlotRect *area = &layout->area;
  GdkRGBA line = theme->colours[SL_COLOUR_INK];
  g_autoptr (GArray) readouts = NULL;
  g_autofree char *heading = NULL;

  if (isnan (px) || px < area->x - 0.5 || px > area->x + area->w + 0.5)
    return;
  line.alpha = 0.4f;
  gtk_snapshot_append_color (snapshot, &line, &GRAPHENE_RECT_INIT (floor (px), area->y, theme->hair, area->h));
  readouts = sl_plot_readouts (plot, layout, x);
  for (guint i = 0; i < readouts->len; i++)
    {
      SlReadout *readout = &g_array_index (readouts, SlReadout, i);
      double radius = theme->point_radius;

      if (isnan (readout->py))
        continue;
      append_disc (snapshot, px, readout->py, radius + 1.5, &theme->background);
      append_disc (snapshot, px, readout->py, radius, &theme->colours[readout->colour]);
    }
  heading = sl_plot_x_markup (plot, layout, x);
  append_card (snapshot, layout, theme, context, heading, readouts, px,
               isnan (pointer_y) ? area->y + area->h / 4 : pointer_y);
}
