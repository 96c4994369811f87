/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/sl-plot-private.h"

#include <math.h>
#include <string.h>

static void
layer_free (gpointer data)
{
  SlPlotLayer *layer = data;

  g_free (layer->x);
  g_free (layer->y);
  g_free (layer->y0);
  g_free (layer->rgb);
  g_free (layer->along);
  g_free (layer->along_name);
  g_free (layer->along_unit);
  g_free (layer->x_edge);
  g_free (layer->y_edge);
  g_free (layer->value);
  g_free (layer->id);
  g_free (layer->name);
  g_free (layer->label);
  g_free (layer->unit);
  g_free (layer);
}

static void
panel_free (gpointer data)
{
  SlPlotPanel *panel = data;

  g_free (panel->y.title);
  g_free (panel->right.title);
  g_ptr_array_unref (panel->series);
  g_ptr_array_unref (panel->layers);
  g_free (panel);
}

static void
tick_clear (gpointer data)
{
  g_free ((char *) ((SlTick *) data)->label);
}

SlPlot *
sl_plot_new (const char *title)
{
  static gsize last_serial; /* atomic: plots are made on any thread */
  SlPlot *self = g_new0 (SlPlot, 1);

  g_atomic_ref_count_init (&self->refs);
  self->serial = g_atomic_pointer_add (&last_serial, 1) + 1;
  self->title = g_strdup (title);
  self->x.hi = 1;
  self->top = g_array_new (FALSE, FALSE, sizeof (SlTick));
  g_array_set_clear_func (self->top, tick_clear);
  self->panels = g_ptr_array_new_with_free_func (panel_free);
  return self;
}

SlPlot *
sl_plot_ref (SlPlot *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
sl_plot_unref (SlPlot *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->title);
  g_free (self->caption);
  g_free (self->x.title);
  g_free (self->top_title);
  g_array_unref (self->top);
  g_ptr_array_unref (self->panels);
  g_free (self);
}

static void
set_axis (SlPlotAxis *axis, SlScale scale, double lo, double hi, const char *title)
{
  char *copy = g_strdup (title);

  g_free (axis->title);
  *axis = (SlPlotAxis){ scale, lo, hi, copy };
}

void
sl_plot_set_x (SlPlot *self, SlScale scale, double lo, double hi, const char *title)
{
  set_axis (&self->x, scale, lo, hi, title);
}

void
sl_plot_set_link (SlPlot *self, const char *kind, double unit)
{
  g_return_if_fail (unit > 0.0);
  self->link = kind;
  self->link_unit = unit;
}

const char *
sl_plot_get_link (SlPlot *self, double *unit)
{
  if (unit)
    *unit = self->link ? self->link_unit : 1.0;
  return self->link;
}

void
sl_plot_set_top_ticks (SlPlot *self, const char *title, const SlTick *ticks, guint n)
{
  g_free (self->top_title);
  self->top_title = g_strdup (title);
  g_array_set_size (self->top, 0);
  for (guint i = 0; i < n; i++)
    {
      SlTick tick = { ticks[i].pos, g_strdup (ticks[i].label) };

      g_array_append_val (self->top, tick);
    }
}

guint
sl_plot_add_panel (SlPlot *self, double share)
{
  SlPlotPanel *panel = g_new0 (SlPlotPanel, 1);

  panel->share = share > 0 && isfinite (share) ? share : 1;
  panel->y.hi = panel->right.hi = 1;
  panel->layers = g_ptr_array_new_with_free_func (layer_free);
  panel->series = g_ptr_array_new ();
  g_ptr_array_add (self->panels, panel);
  return self->panels->len - 1;
}

void
sl_plot_set_y (SlPlot *self, guint panel, SlScale scale, double lo, double hi, const char *title)
{
  g_return_if_fail (panel < self->panels->len);
  set_axis (&sl_plot_panel (self, panel)->y, scale, lo, hi, title);
}

void
sl_plot_set_y_right (SlPlot *self, guint panel, SlScale scale, double lo, double hi, const char *title)
{
  g_return_if_fail (panel < self->panels->len);
  set_axis (&sl_plot_panel (self, panel)->right, scale, lo, hi, title);
  sl_plot_panel (self, panel)->has_right = TRUE;
}

void
sl_plot_set_bare (SlPlot *self, guint panel)
{
  g_return_if_fail (panel < self->panels->len);
  sl_plot_panel (self, panel)->bare = TRUE;
}

static SlPlotLayer *
add_layer (SlPlot *self, guint panel, SlLayerType type, const SlStroke *stroke)
{
  SlPlotLayer *layer;

  g_return_val_if_fail (panel < self->panels->len, NULL);
  layer = g_new0 (SlPlotLayer, 1);
  layer->type = type;
  layer->label_x = NAN;
  if (stroke)
    layer->stroke = *stroke;
  if (layer->stroke.colour >= SL_N_COLOURS)
    layer->stroke.colour = SL_COLOUR_INK;
  if (!(layer->stroke.alpha > 0) || layer->stroke.alpha > 1)
    layer->stroke.alpha = 1;
  if (!(layer->stroke.width > 0))
    layer->stroke.width = 1;
  g_ptr_array_add (sl_plot_panel (self, panel)->layers, layer);
  return layer;
}

static double *
copy_doubles (const double *values, gsize n)
{
  return g_memdup2 (values, n * sizeof *values);
}

static void
set_data (SlPlotLayer *layer, const double *x, const double *y, const double *y0, gsize n)
{
  layer->n = n;
  layer->x = copy_doubles (x, n);
  layer->y = copy_doubles (y, n);
  layer->y0 = y0 ? copy_doubles (y0, n) : NULL;
  layer->increasing = TRUE;
  for (gsize i = 0; i < n && layer->increasing; i++)
    layer->increasing = i ? x[i] >= x[i - 1] : !isnan (x[i]);
}

void
sl_plot_add_series (SlPlot *self, guint panel, const double *x, const double *y, gsize n,
                    const SlSeriesOptions *options)
{
  SlPlotLayer *layer = add_layer (self, panel, SL_LAYER_SERIES, options ? &options->stroke : NULL);

  if (!layer)
    return;
  set_data (layer, x, y, NULL, n);
  if (options)
    {
      layer->name = g_strdup (options->name);
      layer->label = g_strdup (options->label);
      layer->unit = g_strdup (options->unit);
      layer->label_x = options->label_x;
      layer->on_right = options->on_right;
    }
  g_ptr_array_add (sl_plot_panel (self, panel)->series, layer);
}

void
sl_plot_add_ribbon (SlPlot *self, guint panel, const double *x, const double *y0, const double *y1, gsize n,
                    SlColour colour, double alpha, const char *name, const char *label)
{
  SlPlotLayer *layer =
      add_layer (self, panel, SL_LAYER_RIBBON, &(SlStroke) { colour, alpha, 1, SL_DASH_SOLID });

  if (!layer)
    return;
  set_data (layer, x, y1, y0, n);
  layer->name = g_strdup (name);
  layer->label = g_strdup (label);
}

void
sl_plot_add_band (SlPlot *self, guint panel, double x0, double x1, const guint32 *rgb, guint n, double alpha)
{
  SlPlotLayer *layer;

  g_return_if_fail (n > 0);
  layer = add_layer (self, panel, SL_LAYER_BAND, &(SlStroke){ SL_COLOUR_INK, alpha, 1, SL_DASH_SOLID });
  if (!layer)
    return;
  layer->x0 = x0;
  layer->x1 = x1;
  layer->rgb = g_memdup2 (rgb, n * sizeof *rgb);
  layer->n_rgb = n;
}

/* Layers with one position store it as data of length one, so that renderers read all layers alike. */
static SlPlotLayer *
add_at (SlPlot *self, guint panel, SlLayerType type, double x, double y, const SlStroke *stroke)
{
  SlPlotLayer *layer = add_layer (self, panel, type, stroke);

  if (layer)
    set_data (layer, &x, &y, NULL, 1);
  return layer;
}

void
sl_plot_add_hline (SlPlot *self, guint panel, double y, const SlStroke *stroke)
{
  add_at (self, panel, SL_LAYER_HLINE, 0, y, stroke);
}

void
sl_plot_add_vline (SlPlot *self, guint panel, double x, const SlStroke *stroke, const char *label)
{
  SlPlotLayer *layer = add_at (self, panel, SL_LAYER_VLINE, x, 0, stroke);

  if (layer)
    layer->label = g_strdup (label);
}

void
sl_plot_add_text (SlPlot *self, guint panel, double x, double y, gboolean y_fraction, SlAnchor anchor,
                  SlColour colour, const char *markup)
{
  SlPlotLayer *layer = add_at (self, panel, SL_LAYER_TEXT, x, y, &(SlStroke){ colour });

  if (!layer)
    return;
  layer->y_fraction = y_fraction;
  layer->anchor = anchor;
  layer->label = g_strdup (markup);
}

void
sl_plot_add_point (SlPlot *self, guint panel, double x, double y, SlColour colour, const char *name)
{
  SlPlotLayer *layer = add_at (self, panel, SL_LAYER_POINT, x, y, &(SlStroke){ colour });

  if (layer)
    layer->name = g_strdup (name);
}

void
sl_plot_add_track (SlPlot *self, guint panel, const double *x, const double *y, const double *along, gsize n,
                   const SlTrackOptions *options)
{
  SlPlotLayer *layer;

  g_return_if_fail (options != NULL);
  layer = add_layer (self, panel, SL_LAYER_TRACK, &options->stroke);
  if (!layer)
    return;
  set_data (layer, x, y, NULL, n);
  layer->increasing = FALSE;
  layer->along = along ? copy_doubles (along, n) : NULL;
  layer->name = g_strdup (options->name);
  layer->label = g_strdup (options->label);
  layer->along_name = g_strdup (options->along_name);
  layer->along_unit = g_strdup (options->along_unit);
}

void
sl_plot_add_arrow (SlPlot *self, guint panel, double x, double y, double dx, double dy,
                   const SlStroke *stroke, const char *label)
{
  SlPlotLayer *layer = add_at (self, panel, SL_LAYER_ARROW, x, y, stroke);

  if (!layer)
    return;
  layer->dx = dx;
  layer->dy = dy;
  layer->label = g_strdup (label);
}

void
sl_plot_add_map (SlPlot *self, guint panel, const double *x_edge, guint nx, const double *y_edge, guint ny,
                 const double *value, SlRamp ramp, double lo, double hi, const char *name, const char *unit)
{
  SlPlotLayer *layer;

  g_return_if_fail (nx > 0 && ny > 0 && ramp < SL_N_RAMPS);
  layer = add_layer (self, panel, SL_LAYER_MAP, NULL);
  if (!layer)
    return;
  layer->x_edge = copy_doubles (x_edge, nx + 1);
  layer->y_edge = copy_doubles (y_edge, ny + 1);
  layer->value = copy_doubles (value, (gsize) nx * ny);
  layer->nx = nx;
  layer->ny = ny;
  layer->ramp = ramp;
  layer->lo = lo;
  layer->hi = hi;
  layer->name = g_strdup (name);
  layer->unit = g_strdup (unit);
  sl_plot_panel (self, panel)->map = layer;
}

void
sl_plot_add_picture (SlPlot *self, guint panel, const guint32 *argb, guint w, guint h, const char *name)
{
  SlPlotLayer *layer;

  g_return_if_fail (w > 0 && h > 0);
  layer = add_layer (self, panel, SL_LAYER_PICTURE, NULL);
  if (!layer)
    return;
  layer->rgb = g_memdup2 (argb, (gsize) w * h * sizeof *argb);
  layer->n_rgb = w * h;
  layer->nx = w;
  layer->ny = h;
  sl_plot_panel (self, panel)->picture = layer;
  layer->name = g_strdup (name);
}

void
sl_plot_add_handle (SlPlot *self, guint panel, const char *id, double x, double y, gboolean on_right,
                    SlHandleAxes axes, SlColour colour, const char *name)
{
  SlPlotLayer *layer = add_at (self, panel, SL_LAYER_HANDLE, x, y, &(SlStroke){ colour });

  if (!layer)
    return;
  layer->id = g_strdup (id);
  layer->on_right = on_right;
  layer->axes = axes;
  layer->name = g_strdup (name);
}

static SlPlotLayer *
find_handle (SlPlot *self, guint i, guint *panel)
{
  for (guint p = 0; p < self->panels->len; p++)
    for (guint j = 0; j < sl_plot_panel (self, p)->layers->len; j++)
      {
        SlPlotLayer *layer = sl_plot_layer (sl_plot_panel (self, p), j);

        if (layer->type == SL_LAYER_HANDLE && i-- == 0)
          {
            *panel = p;
            return layer;
          }
      }
  return NULL;
}

SlPlotLayer *
sl_plot_find_handle (SlPlot *self, const char *id, guint *panel)
{
  SlPlotLayer *layer;

  for (guint i = 0; (layer = find_handle (self, i, panel)); i++)
    if (g_strcmp0 (layer->id, id) == 0)
      return layer;
  return NULL;
}

guint
sl_plot_n_handles (SlPlot *self)
{
  guint n = 0, panel;

  while (find_handle (self, n, &panel))
    n++;
  return n;
}

const char *
sl_plot_get_handle (SlPlot *self, guint i, guint *panel, double *x, double *y, SlHandleAxes *axes,
                    const char **name)
{
  guint in = 0;
  SlPlotLayer *layer = find_handle (self, i, &in);

  if (!layer)
    return NULL;
  if (panel)
    *panel = in;
  if (x)
    *x = layer->x[0];
  if (y)
    *y = layer->y[0];
  if (axes)
    *axes = layer->axes;
  if (name)
    *name = layer->name;
  return layer->id;
}

void
sl_plot_set_caption (SlPlot *self, const char *caption)
{
  g_free (self->caption);
  self->caption = g_strdup (caption);
}

const char *
sl_plot_get_title (SlPlot *self)
{
  return self->title;
}

const char *
sl_plot_get_caption (SlPlot *self)
{
  return self->caption;
}

const char *
sl_plot_get_x_title (SlPlot *self)
{
  return self->x.title;
}

guint64
sl_plot_get_serial (SlPlot *self)
{
  return self->serial;
}

guint
sl_plot_n_panels (SlPlot *self)
{
  return self->panels->len;
}

guint
sl_plot_n_series (SlPlot *self, guint panel)
{
  g_return_val_if_fail (panel < self->panels->len, 0);
  return sl_plot_panel (self, panel)->series->len;
}

static SlPlotLayer *
get_series (SlPlot *self, guint panel, guint series)
{
  g_return_val_if_fail (panel < self->panels->len && series < sl_plot_panel (self, panel)->series->len, NULL);
  return g_ptr_array_index (sl_plot_panel (self, panel)->series, series);
}

const char *
sl_plot_series_name (SlPlot *self, guint panel, guint series)
{
  SlPlotLayer *layer = get_series (self, panel, series);

  return layer ? layer->name : NULL;
}

const char *
sl_plot_series_unit (SlPlot *self, guint panel, guint series)
{
  SlPlotLayer *layer = get_series (self, panel, series);

  return layer ? layer->unit : NULL;
}

gsize
sl_plot_series_data (SlPlot *self, guint panel, guint series, const double **x, const double **y)
{
  SlPlotLayer *layer = get_series (self, panel, series);

  if (x)
    *x = layer ? layer->x : NULL;
  if (y)
    *y = layer ? layer->y : NULL;
  return layer ? layer->n : 0;
}

static double
to_scale (SlScale scale, double value)
{
  return scale == SL_SCALE_LOG ? log10 (value) : value;
}

double
sl_plot_series_value_at (SlPlot *self, guint panel, guint series, double x)
{
  SlPlotLayer *layer = get_series (self, panel, series);
  SlPlotPanel *owner;
  SlScale scale;
  gsize lo = 0, hi;
  double t, from, to;

  if (!layer || !layer->increasing || layer->n == 0 || !(x >= layer->x[0] && x <= layer->x[layer->n - 1]))
    return NAN;
  /* lo: the last sample not right of x */
  for (hi = layer->n; hi - lo > 1;)
    {
      gsize mid = lo + (hi - lo) / 2;

      if (layer->x[mid] <= x)
        lo = mid;
      else
        hi = mid;
    }
  if (lo + 1 == layer->n || layer->x[lo] == x)
    return layer->y[lo];
  from = to_scale (self->x.scale, layer->x[lo]);
  to = to_scale (self->x.scale, layer->x[lo + 1]);
  t = (to_scale (self->x.scale, x) - from) / (to - from);
  owner = sl_plot_panel (self, panel);
  scale = layer->on_right ? owner->right.scale : owner->y.scale;
  if (scale == SL_SCALE_LOG && layer->y[lo] > 0 && layer->y[lo + 1] > 0)
    return layer->y[lo] * pow (layer->y[lo + 1] / layer->y[lo], t);
  return layer->y[lo] + t * (layer->y[lo + 1] - layer->y[lo]);
}

static gboolean
same_axis (const SlPlotAxis *a, const SlPlotAxis *b)
{
  return a->scale == b->scale && a->lo == b->lo && a->hi == b->hi && g_strcmp0 (a->title, b->title) == 0;
}

/* Whether the keys of two maps look the same. */
static gboolean
same_key (const SlPlotLayer *a, const SlPlotLayer *b)
{
  if (!a || !b)
    return a == b;
  return a->ramp == b->ramp && a->lo == b->lo && a->hi == b->hi && g_strcmp0 (a->name, b->name) == 0
         && g_strcmp0 (a->unit, b->unit) == 0;
}

gboolean
sl_plot_same_axes (SlPlot *a, SlPlot *b)
{
  if (a == b)
    return TRUE;
  if (!a || !b || a->panels->len != b->panels->len || a->top->len != b->top->len || !same_axis (&a->x, &b->x)
      || g_strcmp0 (a->top_title, b->top_title) != 0)
    return FALSE;
  for (guint i = 0; i < a->top->len; i++)
    {
      SlTick *p = &g_array_index (a->top, SlTick, i), *q = &g_array_index (b->top, SlTick, i);

      if (p->pos != q->pos || g_strcmp0 (p->label, q->label) != 0)
        return FALSE;
    }
  for (guint i = 0; i < a->panels->len; i++)
    {
      SlPlotPanel *p = sl_plot_panel (a, i), *q = sl_plot_panel (b, i);

      if (p->share != q->share || p->has_right != q->has_right || !same_axis (&p->y, &q->y)
          || (p->has_right && !same_axis (&p->right, &q->right)) || !same_key (p->map, q->map)
          || !p->picture != !q->picture)
        return FALSE;
    }
  return TRUE;
}
