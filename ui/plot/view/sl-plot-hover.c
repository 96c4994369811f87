/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/view/sl-plot-hover.h"

#include <math.h>

/* The most rows that a reader takes in; fewer where the plot is small. */
#define MAX_ROWS 12
#define MAX_COMPACT_ROWS 5
/* A card wider than this part of the plot becomes compact: smaller text, less space, fewer rows. */
#define COMPACT_PART 0.5
#define COMPACT_TEXT 0.85
/* A compact card may be this wide before names are shortened. */
#define NAMES_PART 0.7
#define POINTER_GAP 14
/* Cost of a card over the crosshair, in covered things. */
#define OVER_COST 1.5

static double
overlap (const SlPlotRect *a, const SlPlotRect *b)
{
  double w = MIN (a->x + a->w, b->x + b->w) - MAX (a->x, b->x),
         h = MIN (a->y + a->h, b->y + b->h) - MAX (a->y, b->y);

  return w > 0 && h > 0 ? w * h : 0;
}

gboolean
sl_plot_card_place (double width, double height, double w, double h, double x, double y, double gap,
                    const SlPlotRect *avoid, guint n, double *card_x, double *card_y)
{
  double beside = CLAMP (y - h / 2, 0, MAX (0, height - h)),
         middle = CLAMP (x - w / 2, 0, MAX (0, width - w));
  /* Best first: beside the crosshair, then over it but away from the pointer. */
  const struct { double x, y; gboolean over;
  } places[] = {
    { x + gap, beside, FALSE },    { x - gap - w, beside, FALSE }, { x + gap, 0, FALSE },
    { x - gap - w, 0, FALSE },     { x + gap, height - h, FALSE }, { x - gap - w, height - h, FALSE },
    { middle, y - gap - h, TRUE }, { middle, y + gap, TRUE },      { middle, 0, TRUE },
    { middle, height - h, TRUE },
  };
  double best = INFINITY;

  if (w > width || h > height)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      SlPlotRect card = { places[i].x, places[i].y, w, h };
      double cost = 0.01 * i + (places[i].over ? OVER_COST : 0);

      if (card.x < 0 || card.y < 0 || card.x + w > width || card.y + h > height)
        continue;
      if (x >= card.x && x <= card.x + w && y >= card.y && y <= card.y + h)
        continue;
      for (guint j = 0; j < n; j++)
        cost += overlap (&card, &avoid[j]) / MAX (1, avoid[j].w * avoid[j].h);
      if (cost < best)
        {
          best = cost;
          *card_x = card.x;
          *card_y = card.y;
        }
    }
  return isfinite (best);
}

void
sl_plot_append_disc (GtkSnapshot *snapshot, double x, double y, double radius, const GdkRGBA *colour)
{
  GskRoundedRect disc;

  gsk_rounded_rect_init_from_rect (&disc,
                                   &GRAPHENE_RECT_INIT (x - radius, y - radius, 2 * radius, 2 * radius),
                                   radius);
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

typedef struct {
  const SlPlotTheme *theme;
  PangoLayout *head;
  GArray *rows;           /* Row */
  double ascent, row_h, names, values, pad, swatch, w, h;
} Card;

static void
card_clear (Card *card)
{
  g_clear_object (&card->head);
  g_clear_pointer (&card->rows, g_array_unref);
}

static void
card_measure (Card *card, const SlPlotLayout *layout, const SlPlotTheme *theme, PangoContext *context,
              const char *heading, GArray *readouts, guint max_rows)
{
  guint n = MIN (readouts->len, max_rows);
  gboolean any_swatch = FALSE;
  double head_w, width;

  *card = (Card){ .theme = theme, .head = sl_plot_text_new (context, theme, heading), .pad = theme->pad,
                  .rows = g_array_new (FALSE, FALSE, sizeof (Row)) };
  g_array_set_clear_func (card->rows, row_clear);
  /* All texts of a row share a baseline. */
  card->ascent = pango_layout_get_baseline (card->head) / (double) PANGO_SCALE;
  measure (card->head, &head_w, &card->row_h);
  /* As many rows as fit into the plot. */
  while (n > 0 && (n + 1) * card->row_h + 2 * card->pad > layout->height)
    n--;
  for (guint i = 0; i < n; i++)
    {
      SlReadout *readout = &g_array_index (readouts, SlReadout, i);
      g_autofree char *escaped = g_markup_escape_text (readout->name, -1);
      Row row = { sl_plot_text_new (context, theme, escaped),
                  sl_plot_text_new (context, theme, readout->value) };
      double rw, rh;

      any_swatch = any_swatch || !readout->bare;
      measure (row.name, &rw, &rh);
      card->names = MAX (card->names, rw);
      card->ascent = MAX (card->ascent, pango_layout_get_baseline (row.value) / (double) PANGO_SCALE);
      measure (row.value, &rw, &rh);
      card->values = MAX (card->values, rw);
      card->row_h = MAX (card->row_h, rh);
      g_array_append_val (card->rows, row);
    }
  card->swatch = any_swatch ? 2 * card->pad : 0;
  /* Long names are shortened rather than the card cut. */
  width = layout->width * (max_rows == MAX_ROWS ? 1 : NAMES_PART)
         - (card->swatch + 3.5 * card->pad + card->values) - 2;
  width = MAX (width, 3 * theme->text_pt);
  if (card->names > width)
    {
      card->names = width;
      for (guint i = 0; i < card->rows->len; i++)
        {
          PangoLayout *name = g_array_index (card->rows, Row, i).name;

          pango_layout_set_width (name, (int) (width * PANGO_SCALE));
          pango_layout_set_ellipsize (name, PANGO_ELLIPSIZE_MIDDLE);
        }
    }
  card->w = ceil (MAX (head_w, n ? card->swatch + card->names + 1.5 * card->pad + card->values : 0)
                  + 2 * card->pad);
  card->h = ceil ((n + 1) * card->row_h + 1.25 * card->pad + (n ? card->pad / 2 : 0));
}

static void
append_card (GtkSnapshot *snapshot, const SlPlotLayout *layout, const SlPlotTheme *theme,
             PangoContext *context, const char *heading, GArray *readouts, double x, double y,
             const SlPlotRect *avoid, guint n)
{
  SlPlotTheme small = *theme;
  Card card;
  double card_x, card_y, pad;
  GdkRGBA ink = theme->colours[SL_COLOUR_INK], fill = theme->background, edge = theme->axis;
  GskRoundedRect outline;

  card_measure (&card, layout, theme, context, heading, readouts, MAX_ROWS);
  if (card.w > COMPACT_PART * layout->width || card.h > 0.8 * layout->height)
    {
      card_clear (&card);
      small.text_pt *= COMPACT_TEXT;
      small.pad *= 0.6;
      card_measure (&card, layout, &small, context, heading, readouts, MAX_COMPACT_ROWS);
    }
  if (!sl_plot_card_place (layout->width, layout->height, card.w, card.h, x, y, POINTER_GAP, avoid, n,
                           &card_x, &card_y))
    {
      card_clear (&card);
      return;
    }
  pad = card.pad;
  card_x = floor (card_x);
  card_y = floor (card_y);

  if (theme->kind == SL_PLOT_THEME_DARK)
    fill = (GdkRGBA){ 0.19f, 0.19f, 0.2f, 1 };
  fill.alpha = 0.96f;
  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (card_x, card_y, card.w, card.h), 6);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &fill, &outline.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 1, 1, 1, 1 },
                              (GdkRGBA[4]) { edge, edge, edge, edge });
  append_text (snapshot, card.head, card_x + pad, card_y + 0.6 * pad + card.ascent, &theme->text);
  for (guint i = 0; i < card.rows->len; i++)
    {
      SlReadout *readout = &g_array_index (readouts, SlReadout, i);
      Row *row = &g_array_index (card.rows, Row, i);
      double top = card_y + 1.1 * pad + (i + 1) * card.row_h,
             middle = top + card.ascent - 0.4 * card.theme->text_pt, vw, vh;
      double thick =
          readout->rgb ? round (0.9 * card.theme->text_pt) : MAX (2, round (theme->line_width * 1.5));
      GdkRGBA colour =
          readout->rgb ? (GdkRGBA) { (readout->rgb >> 16 & 0xff) / 255.f, (readout->rgb >> 8 & 0xff) / 255.f,
                                     (readout->rgb & 0xff) / 255.f, 1 }
                       : theme->colours[readout->colour];

      measure (row->value, &vw, &vh);
      if (!readout->bare)
        gtk_snapshot_append_color (snapshot, &colour,
                                   &GRAPHENE_RECT_INIT (card_x + pad, round (middle - thick / 2), 1.5 * pad,
                                                        thick));
      append_text (snapshot, row->name, card_x + pad + card.swatch, top + card.ascent, &theme->text);
      append_text (snapshot, row->value, card_x + card.w - pad - vw, top + card.ascent, &ink);
    }
  card_clear (&card);
}

static void
append_mark (GtkSnapshot *snapshot, const SlPlotTheme *theme, double x, double y, SlColour colour)
{
  sl_plot_append_disc (snapshot, x, y, theme->point_radius + 1.5, &theme->background);
  sl_plot_append_disc (snapshot, x, y, theme->point_radius, &theme->colours[colour]);
}

/* The crosshair: down the whole plot and, where the height matters, across the panel. */
static void
append_lines (GtkSnapshot *snapshot, SlPlot *plot, const SlPlotLayout *layout, const SlPlotTheme *theme,
              const SlPlotCursor *cursor)
{
  double px = sl_axis_map_to_pixel (&layout->x, cursor->x);
  int panel = isnan (cursor->py) ? -1 : sl_plot_hit_panel (layout, cursor->px, cursor->py);
  const SlPlotRect *area = &layout->area;
  GdkRGBA line = theme->colours[SL_COLOUR_INK];

  line.alpha = 0.4f;
  gtk_snapshot_append_color (snapshot, &line,
                             &GRAPHENE_RECT_INIT (floor (px), area->y, theme->hair, area->h));
  if (panel >= 0 && sl_plot_panel_is_plane (sl_plot_panel (plot, panel))
      && sl_plot_panel (plot, panel)->y.title)
    gtk_snapshot_append_color (snapshot, &line,
                               &GRAPHENE_RECT_INIT (area->x, floor (cursor->py), area->w, theme->hair));
}

void
sl_plot_hover_snapshot (GtkSnapshot *snapshot, SlPlot *plot, const SlPlotLayout *layout,
                        const SlPlotTheme *theme, PangoContext *context, const SlPlotCursor *cursor,
                        const SlPlotRect *avoid, guint n)
{
  g_autofree char *heading = NULL;
  g_autoptr (GArray) readouts = sl_plot_read (plot, layout, theme, cursor, &heading);
  g_autoptr (GArray) keep = NULL;
  double x = sl_axis_map_to_pixel (&layout->x, cursor->x), y = cursor->py, reach = theme->point_radius + 2;
  gboolean marked = cursor->on_track;
  SlTrackHit hit;

  if (!readouts)
    return;
  keep = g_array_new (FALSE, FALSE, sizeof (SlPlotRect));
  g_array_append_vals (keep, avoid, n);
  if (cursor->handle)
    {
      const SlLayoutPanel *place = &g_array_index (layout->panels, SlLayoutPanel, cursor->handle_panel);

      x = sl_axis_map_to_pixel (&layout->x, cursor->handle->x[0]);
      y = sl_axis_map_to_pixel (cursor->handle->on_right ? &place->right : &place->y, cursor->handle->y[0]);
      if (sl_plot_hit_panel (layout, x, y) == (int) cursor->handle_panel)
        append_card (snapshot, layout, theme, context, heading, readouts, x, y, avoid, n);
      return;
    }
  for (guint index = 0; !cursor->on_track && !isnan (cursor->along)
                        && sl_plot_find_along (plot, layout, cursor->along, &index, &hit);)
    {
      append_mark (snapshot, theme, hit.px, hit.py, hit.layer->stroke.colour);
      marked = TRUE;
    }
  if (!marked && !isnan (x) && (isnan (y) || !sl_plot_hit_picture (plot, layout, cursor->px, y)))
    append_lines (snapshot, plot, layout, theme, cursor);
  for (guint i = 0; i < readouts->len; i++)
    {
      SlReadout *readout = &g_array_index (readouts, SlReadout, i);
      SlPlotRect mark = { readout->px - reach, readout->py - reach, 2 * reach, 2 * reach };

      if (isnan (readout->py))
        continue;
      append_mark (snapshot, theme, readout->px, readout->py, readout->colour);
      g_array_append_val (keep, mark);
      if (marked)
        {
          x = readout->px;
          y = readout->py;
        }
    }
  if (isnan (x) || (!isnan (cursor->py) && !marked))
    x = cursor->px;
  append_card (snapshot, layout, theme, context, heading, readouts, x,
               isnan (y) ? layout->area.y + layout->area.h / 4 : y,
               (const SlPlotRect *) (gpointer) keep->data, keep->len);
}
