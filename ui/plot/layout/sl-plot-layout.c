/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/layout/sl-plot-layout.h"

#include <math.h>
#include <string.h>

#include "ui/plot/sl-plot-private.h"
#include "ui/plot/layout/sl-plot-ticks.h"

/* Space for labels grows in steps of so many line heights, so that a digit more or less seldom moves the
 * plot. */
#define LABEL_STEP 0.75
/* Most labels of an axis; fewer where they would come too near to each other. */
#define MAX_LABELS 8
#define X_LABEL_GAP 0.9   /* of the text's height */
#define Y_LABEL_GAP 0.35
/* The key of a map: its breadth, and the least width of a plot that shows one, in text heights. */
#define KEY_BREADTH 0.75
#define KEY_LEAST_WIDTH 16
/* Minor ticks nearer than this many tick lengths to each other are noise. */
#define MINOR_SPACING 1.8

typedef struct {
  SlPlotLayout *out;
  SlPlot *plot;
  const SlPlotTheme *theme;
  PangoContext *context;
  double text_height;     /* of one line */
  double digit_height;    /* ink of a figure: what has to be kept apart vertically */
  const SlPlotZoom *zoom; /* may be NULL */
  double reserved[2];     /* width of labels on the left and on the right */
  double key_labels;      /* likewise of the labels of keys */
  double beside;          /* width between the panels and the keys of maps */
} Builder;

/* Labels of one axis, measured before they are placed. */
typedef struct {
  double at;
  PangoLayout *layout;    /* NULL: minor */
  double w, h;
} Label;

static void
label_clear (gpointer data)
{
  g_clear_object (&((Label *) data)->layout);
}

static void
text_clear (gpointer data)
{
  g_clear_object (&((SlLayoutText *) data)->layout);
}

static void
panel_clear (gpointer data)
{
  SlLayoutPanel *panel = data;

  g_array_unref (panel->y_ticks);
  g_array_unref (panel->right_ticks);
  g_clear_pointer (&panel->key_ticks, g_array_unref);
}

void
sl_plot_layout_free (SlPlotLayout *self)
{
  g_array_unref (self->panels);
  g_array_unref (self->x_ticks);
  g_array_unref (self->top_ticks);
  g_array_unref (self->texts);
  g_free (self);
}

/* Takes the reference of the layout. */
static void
add_text (Builder *b, PangoLayout *layout, double x, double y, double w, double h, gboolean rotated)
{
  SlLayoutText text = { layout, { x, y, w, h }, rotated };

  if (b->theme->snap)
    {
      /* Stems are sharp where texts start on whole pixels. */
      text.box.x = round (text.box.x);
      text.box.y = round (text.box.y);
    }
  g_array_append_val (b->out->texts, text);
}

static GArray *
ticks_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (SlLayoutTick));
}

/* The finest ticks whose labels do not touch. vertical: labels are above each other. */
static GArray *
measure_ticks (Builder *b, const SlAxisMap *map, gboolean vertical)
{
  for (guint max = MAX_LABELS; max >= 1; max--)
    {
      g_autoptr (GArray) ticks = sl_ticks_choose (map->scale, map->lo, map->hi, max);
      g_autoptr (GArray) labels = g_array_new (FALSE, FALSE, sizeof (Label));
      const Label *previous = NULL;
      gboolean fits = TRUE;

      g_array_set_clear_func (labels, label_clear);
      g_array_set_size (labels, 0);
      for (guint i = 0; i < ticks->len; i++)
        {
          SlAxisTick *tick = &g_array_index (ticks, SlAxisTick, i);
          Label label = { sl_axis_map_to_pixel (map, tick->value), NULL, 0, 0 };

          if (tick->label)
            {
              label.layout = sl_plot_text_new (b->context, b->theme, tick->label);
              sl_plot_text_measure (label.layout, &label.w, &label.h);
            }
          g_array_append_val (labels, label);
        }
      for (guint i = 0; i < labels->len && fits; i++)
        {
          Label *label = &g_array_index (labels, Label, i);

          if (!label->layout)
            continue;
          if (previous)
            {
              double apart = fabs (label->at - previous->at);

              fits = vertical ? apart >= b->digit_height * 1.4 + b->text_height * Y_LABEL_GAP
                              : apart >= (label->w + previous->w) / 2 + b->text_height * X_LABEL_GAP;
            }
          previous = label;
        }
      if (fits || max == 1)
        return g_steal_pointer (&labels);
    }
  return NULL; /* not reached: max == 1 returns */
}

static double
widest (GArray *labels)
{
  double w = 0;

  for (guint i = 0; i < labels->len; i++)
    w = MAX (w, g_array_index (labels, Label, i).w);
  return w;
}

static double
round_up (double value, double step)
{
  return step > 0 ? ceil (value / step - 1e-6) * step : value;
}

/* Adds tick marks; minor ones only where they are far enough apart. */
static void
add_marks (Builder *b, GArray *marks, GArray *labels)
{
  double closest = INFINITY;

  for (guint i = 1; i < labels->len; i++)
    closest =
        MIN (closest, fabs (g_array_index (labels, Label, i).at - g_array_index (labels, Label, i - 1).at));
  for (guint i = 0; i < labels->len; i++)
    {
      Label *label = &g_array_index (labels, Label, i);
      SlLayoutTick mark = { label->at, label->layout != NULL };

      if (mark.major || closest >= MINOR_SPACING * b->theme->minor_tick)
        g_array_append_val (marks, mark);
    }
}

/* Which texts the plot has space for, and the vertical space above, below and between its panels. */
typedef struct { gboolean titles, labels, keys; double top, bottom, panel_gap; } Space;

static Space
plan_space (Builder *b, double width, double height)
{
  const SlPlotTheme *t = b->theme;
  guint n = MAX (1, b->plot->panels->len);
  Space space = { .titles = width > 11 * b->text_height && height > (6 + 2 * n) * b->text_height,
                .labels = width > 6 * b->text_height && height > (3 + n) * b->text_height,
                .keys = width > KEY_LEAST_WIDTH * b->text_height && height > (5 + 2 * n) * b->text_height };
  const char *title = b->plot->x.title;

  space.panel_gap = round (MAX (0.7 * b->text_height, t->gap));
  space.top = t->pad + 0.2 * b->text_height;
  space.bottom = t->pad;
  if (!space.labels)
    {
      space.top = space.bottom = MIN (t->pad, height / 8);
      return space;
    }
  if (b->plot->top->len)
    space.top += b->text_height + t->gap + t->tick;
  if (b->plot->top->len && b->plot->top_title && *b->plot->top_title && space.titles)
    space.top += b->text_height;
  if (title)
    space.bottom += t->tick + t->gap + b->text_height;
  if (title && *title && space.titles)
    space.bottom += b->text_height + t->gap * 0.5;
  return space;
}

/* Places labels on the left or right of a panel; those too near to labels of the panel above are left out. */
static void
place_y_labels (Builder *b, GArray *labels, const SlPlotRect *rect, gboolean right, double *lowest)
{
  const SlPlotTheme *t = b->theme;
  double bottom = -INFINITY;

  for (guint i = 0; i < labels->len; i++)
    {
      Label *label = &g_array_index (labels, Label, i);
      double x, top = label->at - b->digit_height / 2;

      if (!label->layout || top < *lowest + 0.15 * b->text_height)
        continue;
      x = right ? rect->x + rect->w + t->tick + t->gap : rect->x - t->tick - t->gap - label->w;
      bottom = MAX (bottom, top + b->digit_height);
      add_text (b, g_steal_pointer (&label->layout), x,
                CLAMP (label->at - label->h / 2, 0, MAX (0, b->out->height - label->h)), label->w, label->h,
                FALSE);
    }
  *lowest = MAX (*lowest, bottom);
}

/* Places an axis title along the axis; where the panel is too low for it, its unit alone, which the figure's
 * own title makes clear; where that has no space either, horizontally in the panel's corner. */
static void
place_y_title (Builder *b, const char *title, const SlPlotRect *rect, double slack, gboolean right)
{
  const char *unit = title ? strrchr (title, '[') : NULL;
  PangoLayout *layout;
  double w, h;

  if (!title || !*title)
    return;
  layout = sl_plot_text_new (b->context, b->theme, title);
  sl_plot_text_measure (layout, &w, &h);
  if (w > rect->h + 2 * slack && unit && unit != title)
    {
      PangoLayout *shorter = sl_plot_text_new (b->context, b->theme, unit);
      double shorter_w, shorter_h;

      sl_plot_text_measure (shorter, &shorter_w, &shorter_h);
      if (shorter_w <= rect->h + 2 * slack)
        {
          g_set_object (&layout, shorter);
          w = shorter_w, h = shorter_h;
        }
      g_object_unref (shorter);
    }
  if (w <= rect->h + 2 * slack)
    {
      /* Next to the labels; the rest of a margin shared with other plots stays outside. */
      double y = rect->y + (rect->h - w) / 2, away = b->theme->tick + 2 * b->theme->gap + b->reserved[right];
      double x = right ? MIN (rect->x + rect->w + away, b->out->width - h) : MAX (0, rect->x - away - h);

      add_text (b, layout, x, CLAMP (y, 0, MAX (0, b->out->height - w)), h, w, TRUE);
      return;
    }
  if (w > rect->w * 0.6)
    sl_plot_text_shorten (layout, rect->w * 0.6);
  sl_plot_text_measure (layout, &w, &h);
  if (right)
    add_text (b, layout, rect->x + rect->w - w - b->theme->gap, rect->y, w, h, FALSE);
  else
    add_text (b, layout, rect->x + b->theme->gap, rect->y, w, h, FALSE);
}

static double
inside (double x, double w, double width)
{
  return CLAMP (x, 0, MAX (0, width - w));
}

static void
place_x_labels (Builder *b, GArray *labels, double y)
{
  guint first = b->out->texts->len;

  for (guint i = 0; i < labels->len; i++)
    {
      Label *label = &g_array_index (labels, Label, i);
      SlPlotRect box;
      gboolean free_place = TRUE;

      if (!label->layout)
        continue;
      box = (SlPlotRect){ inside (label->at - label->w / 2, label->w, b->out->width), y, label->w, label->h };
      for (guint j = first; j < b->out->texts->len && free_place; j++)
        free_place = !sl_plot_rects_touch (&box, &g_array_index (b->out->texts, SlLayoutText, j).box,
                                           0.4 * b->text_height);
      if (free_place)
        add_text (b, g_steal_pointer (&label->layout), box.x, box.y, box.w, box.h, FALSE);
    }
}

static void
place_top (Builder *b, const SlPlotRect *rect, const Space *space)
{
  const SlPlotTheme *t = b->theme;
  g_autoptr (GArray) labels = g_array_new (FALSE, FALSE, sizeof (Label));
  double y = rect->y - t->tick - t->gap - b->text_height;

  g_array_set_clear_func (labels, label_clear);
  for (guint i = 0; i < b->plot->top->len; i++)
    {
      SlTick *tick = &g_array_index (b->plot->top, SlTick, i);
      Label label = { sl_axis_map_to_pixel (&b->out->x, tick->pos), NULL, 0, 0 };
      SlLayoutTick mark = { label.at, tick->label != NULL };
      g_autofree char *text = tick->label ? sl_number_with_decimal (tick->label) : NULL;

      if (!(label.at >= rect->x - 0.5 && label.at <= rect->x + rect->w + 0.5))
        continue;
      g_array_append_val (b->out->top_ticks, mark);
      if (!tick->label)
        continue;
      label.layout = sl_plot_text_new (b->context, t, text);
      sl_plot_text_measure (label.layout, &label.w, &label.h);
      g_array_append_val (labels, label);
    }
  place_x_labels (b, labels, y);
  if (b->plot->top_title && *b->plot->top_title && space->titles)
    {
      PangoLayout *layout = sl_plot_text_new (b->context, t, b->plot->top_title);
      double w, h;

      sl_plot_text_measure (layout, &w, &h);
      add_text (b, layout, inside (rect->x + (rect->w - w) / 2, w, b->out->width),
                MAX (0, y - b->text_height), w, h, FALSE);
    }
}

static void
place_bottom (Builder *b, GArray *labels, const SlPlotRect *rect, const Space *space)
{
  const SlPlotTheme *t = b->theme;
  double y = rect->y + rect->h + t->tick + t->gap * 0.75;

  place_x_labels (b, labels, y);
  if (*b->plot->x.title && space->titles)
    {
      PangoLayout *layout = sl_plot_text_new (b->context, t, b->plot->x.title);
      double w, h;

      sl_plot_text_measure (layout, &w, &h);
      if (w > b->out->width)
        {
          sl_plot_text_shorten (layout, b->out->width);
          sl_plot_text_measure (layout, &w, &h);
        }
      y = MIN (y + b->text_height + t->gap * 0.25, b->out->height - h);
      add_text (b, layout, inside (rect->x + (rect->w - w) / 2, w, b->out->width), y, w, h, FALSE);
    }
}

/* Width beside the panels for the labels of one side and its titles. */
static double
side_margin (Builder *b, GPtrArray *all_labels, const Space *space, gboolean right)
{
  const SlPlotTheme *t = b->theme;
  double labels = 0;
  gboolean titled = FALSE, any = FALSE;

  for (guint i = 0; i < b->plot->panels->len; i++)
    {
      SlPlotPanel *panel = sl_plot_panel (b->plot, i);
      const char *title = right ? panel->has_right ? panel->right.title : NULL : panel->y.title;

      if (!title || !space->labels)
        continue;
      any = TRUE;
      titled = titled || (*title && space->titles);
      labels = MAX (labels, widest (g_ptr_array_index (all_labels, i)));
    }
  if (!any)
    return space->labels ? t->pad + 0.8 * b->text_height : MIN (t->pad, b->out->width / 8);
  labels = b->reserved[right] = round_up (labels, LABEL_STEP * b->text_height);
  return ceil (t->pad / 2 + (titled ? b->text_height + t->gap : t->pad / 2) + labels + t->gap + t->tick);
}

static double
snapped (const SlPlotTheme *theme, double value)
{
  return theme->snap ? round (value) : value;
}

/* Width for the keys of maps, right of the labels that panels have there. */
static double
key_margin (Builder *b, GPtrArray *all_labels, const Space *space)
{
  const SlPlotTheme *t = b->theme;
  double labels = -1;

  for (guint i = 0; i < all_labels->len && space->keys; i++)
    if (g_array_index (b->out->panels, SlLayoutPanel, i).key_ticks)
      labels = MAX (labels, widest (g_ptr_array_index (all_labels, i)));
  if (labels < 0)
    return 0;
  b->key_labels = round_up (labels, LABEL_STEP * b->text_height);
  return ceil (2 * t->gap + KEY_BREADTH * b->text_height + t->tick + t->gap + b->key_labels
               + (space->titles ? t->gap + b->text_height : 0));
}

static void
place_key (Builder *b, const SlPlotLayer *map, SlLayoutPanel *place, GArray *labels, const Space *space,
           double *lowest)
{
  const SlPlotTheme *t = b->theme;
  const SlPlotRect *r = &place->rect;
  g_autofree char *name = g_markup_escape_text (map->name ? map->name : "", -1), *title = NULL;
  PangoLayout *layout;
  double w, h;

  place->key = (SlPlotRect){ snapped (t, r->x + r->w + b->beside + 2 * t->gap), r->y,
                             snapped (t, KEY_BREADTH * b->text_height), r->h };
  add_marks (b, place->key_ticks, labels);
  place_y_labels (b, labels, &place->key, TRUE, lowest);
  if (!space->titles || !*name)
    return;
  title = map->unit && *map->unit ? g_strdup_printf ("%s [%s]", name, map->unit) : g_strdup (name);
  layout = sl_plot_text_new (b->context, t, title);
  sl_plot_text_measure (layout, &w, &h);
  if (w > r->h)
    {
      sl_plot_text_shorten (layout, r->h);
      sl_plot_text_measure (layout, &w, &h);
    }
  add_text (b, layout,
            MIN (place->key.x + place->key.w + t->tick + 2 * t->gap + b->key_labels, b->out->width - h),
            CLAMP (r->y + (r->h - w) / 2, 0, MAX (0, b->out->height - w)), h, w, TRUE);
}

static void
init_axis (SlAxisMap *map, const SlPlotAxis *axis, const SlZoomRange *zoom, double p0, double p1)
{
  gboolean zoomed = zoom && !isnan (zoom->lo);

  sl_axis_map_init (map, axis->scale, zoomed ? zoom->lo : axis->lo, zoomed ? zoom->hi : axis->hi, p0, p1);
}

/* Tick labels of the panels' axes, measured before margins are known: arrays of Label, one a panel. */
typedef struct { GPtrArray *left, *right, *keys; } AxisLabels;

static void
axis_labels_clear (AxisLabels *self)
{
  g_ptr_array_unref (self->left);
  g_ptr_array_unref (self->right);
  g_ptr_array_unref (self->keys);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AxisLabels, axis_labels_clear)

static GPtrArray *
arrays_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
}

/* Adds panel i between two heights, with its vertical axes and their labels. */
static void
add_panel (Builder *b, guint i, double y0, double y1, const Space *space, AxisLabels *labels)
{
  SlPlotPanel *panel = sl_plot_panel (b->plot, i);
  const SlPlotZoom *zoom = i < SL_ZOOM_PANELS ? b->zoom : NULL;
  SlLayoutPanel place = { .rect = { 0, y0, 0, MAX (1, y1 - y0) },
                          .has_right = panel->has_right,
                          .y_ticks = ticks_new (),
                          .right_ticks = ticks_new () };
  const double bottom = y0 + place.rect.h;

  init_axis (&place.y, &panel->y, zoom ? &zoom->y[i] : NULL, bottom, y0);
  init_axis (&place.right, &panel->right, zoom ? &zoom->right[i] : NULL, bottom, y0);
  g_ptr_array_add (labels->left, measure_ticks (b, &place.y, TRUE));
  g_ptr_array_add (labels->right, measure_ticks (b, &place.right, TRUE));
  if (panel->map && space->keys)
    {
      place.key_ticks = ticks_new ();
      sl_axis_map_init (&place.key_axis, SL_SCALE_LINEAR, panel->map->lo, panel->map->hi, bottom, y0);
    }
  g_ptr_array_add (labels->keys, place.key_ticks ? measure_ticks (b, &place.key_axis, TRUE) : ticks_new ());
  g_array_append_val (b->out->panels, place);
}

/* Divides the height between top and bottom among the panels by their shares. */
static void
add_panels (Builder *b, double top, double bottom, Space *space, AxisLabels *labels)
{
  const guint n = b->plot->panels->len;
  double shares = 0, done = 0, height;

  for (guint i = 0; i < n; i++)
    shares += sl_plot_panel (b->plot, i)->share;
  if (n > 1 && bottom - top < 2 * n * space->panel_gap)
    space->panel_gap = 0;
  height = MAX (1, bottom - top - (n - 1) * space->panel_gap);
  for (guint i = 0; i < n; i++)
    {
      double y0 = snapped (b->theme, top + height * done / shares + i * space->panel_gap), y1;

      done += sl_plot_panel (b->plot, i)->share;
      y1 = snapped (b->theme, top + height * done / shares + i * space->panel_gap);
      add_panel (b, i, y0, y1, space, labels);
    }
}

static void
set_margins (Builder *b, const AxisLabels *labels, const Space *space, const SlPlotMargins *at_least)
{
  SlPlotLayout *out = b->out;
  double key;

  out->needed.left = side_margin (b, labels->left, space, FALSE);
  b->beside = side_margin (b, labels->right, space, TRUE);
  key = key_margin (b, labels->keys, space);
  if (key > 0 && b->reserved[TRUE] == 0)
    b->beside = 0; /* no labels to keep clear of */
  out->needed.right = b->beside + key + (b->beside > 0 ? 0 : key > 0 ? b->theme->pad / 2 : 0);
  out->margins = out->needed;
  if (at_least && space->labels)
    {
      out->margins.left = MAX (out->margins.left, at_least->left);
      out->margins.right = MAX (out->margins.right, at_least->right);
    }
  if (out->margins.left + out->margins.right > 0.75 * out->width)
    {
      double squeeze = 0.75 * out->width / (out->margins.left + out->margins.right);

      out->margins.left *= squeeze;
      out->margins.right *= squeeze;
    }
  out->margins.left = snapped (b->theme, out->margins.left);
  out->margins.right = snapped (b->theme, out->margins.right);
}

/* Marks, labels and titles of a panel's vertical axes. lowest: the lowest label so far on the left, on the
 * right and beside keys. */
static void
place_panel_texts (Builder *b, guint i, const AxisLabels *labels, const Space *space, double lowest[3])
{
  SlPlotPanel *panel = sl_plot_panel (b->plot, i);
  SlLayoutPanel *place = &g_array_index (b->out->panels, SlLayoutPanel, i);
  GArray *left = g_ptr_array_index (labels->left, i), *right = g_ptr_array_index (labels->right, i);
  const gboolean has_left = panel->y.title != NULL, has_right = panel->has_right && panel->right.title;
  const double slack = (b->plot->panels->len > 1 ? space->panel_gap : b->text_height) / 2;

  if (has_left)
    add_marks (b, place->y_ticks, left);
  if (has_right)
    add_marks (b, place->right_ticks, right);
  if (place->key_ticks)
    place_key (b, panel->map, place, g_ptr_array_index (labels->keys, i), space, &lowest[2]);
  if (!space->labels)
    return;
  if (has_left)
    place_y_labels (b, left, &place->rect, FALSE, &lowest[0]);
  if (has_right)
    place_y_labels (b, right, &place->rect, TRUE, &lowest[1]);
  if (space->titles)
    place_y_title (b, panel->y.title, &place->rect, slack, FALSE);
  if (space->titles && panel->has_right)
    place_y_title (b, panel->right.title, &place->rect, slack, TRUE);
}

/* Heights first: they decide how many labels there are, those how wide the margins are, those the rest. */
static void
layout_panels (Builder *b, const SlPlotMargins *at_least)
{
  SlPlotLayout *out = b->out;
  Space space = plan_space (b, out->width, out->height);
  const guint n = b->plot->panels->len;
  const double top = snapped (b->theme, space.top),
               bottom = MAX (top + 1, snapped (b->theme, out->height - space.bottom));
  g_auto (AxisLabels) labels = { arrays_new (), arrays_new (), arrays_new () };
  double lowest[3] = { -INFINITY, -INFINITY, -INFINITY };

  add_panels (b, top, bottom, &space, &labels);
  set_margins (b, &labels, &space, at_least);
  out->area = (SlPlotRect) { out->margins.left, top,
                             MAX (1, out->width - out->margins.left - out->margins.right), bottom - top };
  if (b->theme->snap)
    out->area.w = MAX (1, floor (out->area.w));
  init_axis (&out->x, &b->plot->x, b->zoom ? &b->zoom->x : NULL, out->area.x, out->area.x + out->area.w);
  for (guint i = 0; i < n; i++)
    {
      SlPlotRect *r = &g_array_index (out->panels, SlLayoutPanel, i).rect;

      r->x = out->area.x;
      r->w = out->area.w;
      place_panel_texts (b, i, &labels, &space, lowest);
    }
  if (n && b->plot->x.title)
    {
      g_autoptr (GArray) x_labels = measure_ticks (b, &out->x, FALSE);

      add_marks (b, out->x_ticks, x_labels);
      if (space.labels)
        place_bottom (b, x_labels, &g_array_index (out->panels, SlLayoutPanel, n - 1).rect, &space);
    }
  if (n && space.labels && b->plot->top->len)
    place_top (b, &g_array_index (out->panels, SlLayoutPanel, 0).rect, &space);
}

SlPlotLayout *
sl_plot_layout_new (SlPlot *plot, double width, double height, const SlPlotTheme *theme,
                    PangoContext *context, const SlPlotMargins *at_least)
{
  return sl_plot_layout_new_zoomed (plot, width, height, theme, context, at_least, NULL);
}

SlPlotLayout *
sl_plot_layout_new_zoomed (SlPlot *plot, double width, double height, const SlPlotTheme *theme,
                           PangoContext *context, const SlPlotMargins *at_least, const SlPlotZoom *zoom)
{
  SlPlotLayout *self = g_new0 (SlPlotLayout, 1);
  Builder b = { .out = self, .plot = plot, .theme = theme, .context = context, .zoom = zoom };
  g_autoptr (PangoLayout) sample = NULL;
  PangoRectangle ink, logical;

  self->width = MAX (1, width);
  self->height = MAX (1, height);
  self->panels = g_array_new (FALSE, FALSE, sizeof (SlLayoutPanel));
  self->x_ticks = ticks_new ();
  self->top_ticks = ticks_new ();
  self->texts = g_array_new (FALSE, FALSE, sizeof (SlLayoutText));
  g_array_set_clear_func (self->panels, panel_clear);
  g_array_set_clear_func (self->texts, text_clear);

  sample = sl_plot_text_new (context, theme, "0123456789");
  pango_layout_get_extents (sample, &ink, &logical);
  b.text_height = MAX (1, logical.height / (double) PANGO_SCALE);
  b.digit_height = MAX (1, ink.height / (double) PANGO_SCALE);
  layout_panels (&b, at_least);
  return self;
}
