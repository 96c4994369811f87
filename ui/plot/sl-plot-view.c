/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/sl-plot-view.h"

#include <math.h>

#include "ui/plot/sl-plot-frame.h"
#include "ui/plot/sl-plot-hover.h"
#include "ui/plot/sl-plot-private.h"
#include "ui/plot/sl-plot-renderer.h"

#define MIN_WIDTH 220
#define MIN_HEIGHT 140
#define NATURAL_WIDTH 420
#define NATURAL_HEIGHT 260
/* A margin shrinks only when it is too wide by this many text sizes, so that it does not follow single digits. */
#define MARGIN_SLACK 3.5
/* Steps of the keyboard's cursor across the axis */
#define KEY_STEPS 100.0

typedef struct {
  guint refs;
  GPtrArray *views;     /* borrowed */
} Group;

struct _SlPlotView {
  GtkWidget parent_instance;

  SlPlot *plot;
  char *placeholder;
  gboolean dark, high_contrast;
  double scale;

  SlPlotTheme theme;
  SlPlotLayout *layout;
  SlPlot *layout_plot;          /* whose axes the layout shows */
  SlPlotMargins asked;          /* margins that the layout was asked for */
  SlPlotMargins kept;           /* this view's own, with slack */
  guint font_serial;
  SlPlotLabels *labels;
  SlPlotFrames *frames;
  cairo_surface_t *surface;     /* the texture's pixels */
  GdkTexture *texture;          /* of the present plot, NULL: to be painted */
  int texture_scale;
  Group *group;

  double hover_x, linked_x;
  double pointer_y;             /* NaN: not here */

  guint64 painted, to_report;
  gulong after_paint;
  GdkFrameClock *clock;
};

G_DEFINE_FINAL_TYPE (SlPlotView, sl_plot_view, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_DARK,
  PROP_HIGH_CONTRAST,
  PROP_SCALE,
  PROP_PLACEHOLDER,
  PROP_HOVER_X,
  PROP_LINKED_X,
  N_PROPS
};

enum { SIGNAL_PAINTED, N_SIGNALS };

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
forget_layout (SlPlotView *self)
{
  g_clear_pointer (&self->layout, sl_plot_layout_free);
  g_clear_pointer (&self->layout_plot, sl_plot_unref);
  g_clear_object (&self->texture);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  sl_plot_frames_forget (self->frames);
}

static void
update_theme (SlPlotView *self)
{
  sl_plot_theme_init (&self->theme, self->dark ? SL_PLOT_THEME_DARK : SL_PLOT_THEME_LIGHT, self->scale);
  if (self->high_contrast)
    sl_plot_theme_raise_contrast (&self->theme);
  self->kept = (SlPlotMargins){ 0, 0 };
  forget_layout (self);
  g_clear_pointer (&self->labels, sl_plot_labels_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static SlPlotMargins
wanted_margins (SlPlotView *self)
{
  SlPlotMargins wanted = self->kept;

  for (guint i = 0; self->group && i < self->group->views->len; i++)
    {
      SlPlotView *view = g_ptr_array_index (self->group->views, i);

      wanted.left = MAX (wanted.left, view->kept.left);
      wanted.right = MAX (wanted.right, view->kept.right);
    }
  return wanted;
}

static double
with_slack (double kept, double needed, double slack)
{
  return needed > kept || needed < kept - slack ? needed : kept;
}

/* Lays out if anything that matters has changed. */
static void
ensure_layout (SlPlotView *self, int width, int height)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  SlPlotMargins wanted = wanted_margins (self), kept = self->kept;
  double slack = MARGIN_SLACK * self->theme.text_pt;
  guint serial = pango_context_get_serial (context);

  if (self->layout && serial == self->font_serial && self->layout->width == width && self->layout->height == height
      && self->asked.left == wanted.left && self->asked.right == wanted.right
      && sl_plot_same_axes (self->layout_plot, self->plot))
    return;
  if (serial != self->font_serial)
    g_clear_pointer (&self->labels, sl_plot_labels_free);
  forget_layout (self);
  self->font_serial = serial;
  self->asked = wanted;
  self->layout = sl_plot_layout_new (self->plot, width, height, &self->theme, context, &wanted);
  kept.left = with_slack (kept.left, self->layout->needed.left, slack);
  kept.right = with_slack (kept.right, self->layout->needed.right, slack);
  if (kept.left != self->kept.left || kept.right != self->kept.right)
    {
      gboolean smaller = kept.left < self->kept.left || kept.right < self->kept.right;

      self->kept = kept;
      self->asked = wanted_margins (self);
      if (smaller)
        {
          sl_plot_layout_free (self->layout);
          self->layout = sl_plot_layout_new (self->plot, width, height, &self->theme, context, &self->asked);
        }
      for (guint i = 0; self->group && i < self->group->views->len; i++)
        if (g_ptr_array_index (self->group->views, i) != self)
          gtk_widget_queue_draw (g_ptr_array_index (self->group->views, i));
    }
  self->layout_plot = sl_plot_ref (self->plot);
}

static void
after_paint_cb (GdkFrameClock *clock, gpointer data)
{
  SlPlotView *self = data;

  g_signal_handler_disconnect (clock, self->after_paint);
  self->after_paint = 0;
  g_clear_object (&self->clock);
  self->painted = self->to_report;
  g_signal_emit (self, signals[SIGNAL_PAINTED], 0, self->painted);
}

static void
report_when_painted (SlPlotView *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  self->to_report = sl_plot_get_serial (self->plot);
  if (self->after_paint || !clock || self->to_report == self->painted)
    return;
  self->clock = g_object_ref (clock);
  self->after_paint = g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), self);
}

static void
snapshot_placeholder (SlPlotView *self, GtkSnapshot *snapshot, int width, int height)
{
  g_autofree char *markup = g_markup_escape_text (self->placeholder, -1);
  g_autoptr (PangoLayout) layout = sl_plot_text_new (gtk_widget_get_pango_context (GTK_WIDGET (self)), &self->theme,
                                                     markup);
  GdkRGBA colour = self->theme.text;
  int w, h;

  pango_layout_set_width (layout, MAX (1, width - 32) * PANGO_SCALE);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_get_pixel_size (layout, &w, &h);
  if (h > height)
    return;
  colour.alpha = 0.7f;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (16, (height - h) / 2));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}

/* The plain renderer turns every texture into floats and back, at a quarter of a frame's time: it gets the same pixels
 * as a Cairo surface. */
static void
append_picture (SlPlotView *self, GtkSnapshot *snapshot, int width, int height)
{
  const graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, width, height);
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));

  if (self->surface && native && GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (native)))
    {
      cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &all);

      cairo_scale (cr, 1.0 / self->texture_scale, 1.0 / self->texture_scale);
      cairo_set_source_surface (cr, self->surface, 0, 0);
      cairo_paint (cr);
      cairo_destroy (cr);
      return;
    }
  gtk_snapshot_append_texture (snapshot, self->texture, &all);
}

static void
sl_plot_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SlPlotView *self = SL_PLOT_VIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int scale = gtk_widget_get_scale_factor (widget);

  if (width < 1 || height < 1)
    return;
  if (!self->plot)
    {
      if (self->placeholder)
        snapshot_placeholder (self, snapshot, width, height);
      return;
    }
  ensure_layout (self, width, height);
  if (!self->labels)
    self->labels = sl_plot_labels_new (gtk_widget_get_pango_context (widget), &self->theme);
  if (!self->texture || self->texture_scale != scale)
    {
      g_clear_object (&self->texture);
      g_clear_pointer (&self->surface, cairo_surface_destroy);
      sl_plot_renderer_prepare (sl_plot_renderer_get_default (), widget, self->frames);
      self->texture = sl_plot_frames_paint (self->frames, self->plot, self->layout, &self->theme, self->labels, scale,
                                            &self->surface);
      self->texture_scale = scale;
    }
  append_picture (self, snapshot, width, height);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  sl_plot_hover_snapshot (snapshot, self->plot, self->layout, &self->theme, gtk_widget_get_pango_context (widget),
                          isnan (self->hover_x) ? self->linked_x : self->hover_x, self->pointer_y);
  gtk_snapshot_pop (snapshot);
  if (gtk_widget_has_visible_focus (widget))
    {
      GskRoundedRect outline;
      GdkRGBA colour = self->theme.colours[SL_COLOUR_BLUE];

      gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (0, 0, width, height), 6);
      gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 2, 2, 2, 2 },
                                  (GdkRGBA[4]){ colour, colour, colour, colour });
    }
  report_when_painted (self);
}

static void
sl_plot_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                      int *minimum_baseline, int *natural_baseline)
{
  const double scale = MAX (SL_PLOT_VIEW (widget)->scale, 1.0);
  gboolean horizontal = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = (int) lround (scale * (horizontal ? MIN_WIDTH : MIN_HEIGHT));
  *natural = (int) lround (scale * (horizontal ? NATURAL_WIDTH : NATURAL_HEIGHT));
  *minimum_baseline = *natural_baseline = -1;
}

static void
set_hover (SlPlotView *self, double x, double pointer_y)
{
  gboolean same = x == self->hover_x || (isnan (x) && isnan (self->hover_x));

  if (same && (pointer_y == self->pointer_y || isnan (x)))
    return;
  self->hover_x = x;
  self->pointer_y = pointer_y;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (!same)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_HOVER_X]);
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, gpointer data)
{
  SlPlotView *self = data;
  const SlPlotRect *area;

  if (!self->plot || !self->layout)
    return;
  area = &self->layout->area;
  if (x < area->x || x > area->x + area->w || y < area->y || y > area->y + area->h)
    set_hover (self, NAN, NAN);
  else
    set_hover (self, sl_axis_map_to_value (&self->layout->x, x), y);
}

static void
leave_cb (GtkEventControllerMotion *controller, gpointer data)
{
  set_hover (data, NAN, NAN);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, gpointer data)
{
  SlPlotView *self = data;
  const SlPlotRect *area;
  double step, at;

  if (!self->plot || !self->layout)
    return FALSE;
  area = &self->layout->area;
  step = area->w / KEY_STEPS * (state & GDK_CONTROL_MASK ? 10 : 1);
  at = isnan (self->hover_x) ? area->x + area->w / 2 : sl_axis_map_to_pixel (&self->layout->x, self->hover_x);
  if (key == GDK_KEY_Left || key == GDK_KEY_KP_Left)
    at -= step;
  else if (key == GDK_KEY_Right || key == GDK_KEY_KP_Right)
    at += step;
  else if (key == GDK_KEY_Home)
    at = area->x;
  else if (key == GDK_KEY_End)
    at = area->x + area->w;
  else if (key == GDK_KEY_Escape && !isnan (self->hover_x))
    at = NAN;
  else
    return FALSE;
  if (isnan (at))
    set_hover (self, NAN, NAN);
  else
    set_hover (self, sl_axis_map_to_value (&self->layout->x, CLAMP (at, area->x, area->x + area->w)), NAN);
  return TRUE;
}

static void
focus_cb (SlPlotView *self)
{
  if (!gtk_widget_has_focus (GTK_WIDGET (self)) && isnan (self->pointer_y))
    set_hover (self, NAN, NAN);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
leave_group (SlPlotView *self)
{
  Group *group = g_steal_pointer (&self->group);

  if (!group)
    return;
  g_ptr_array_remove (group->views, self);
  if (--group->refs == 0)
    {
      g_ptr_array_unref (group->views);
      g_free (group);
    }
}

static void
join_group (SlPlotView *self, Group *group)
{
  if (self->group == group)
    return;
  leave_group (self);
  group->refs++;
  g_ptr_array_add (group->views, self);
  self->group = group;
}

static void
sl_plot_view_unrealize (GtkWidget *widget)
{
  SlPlotView *self = SL_PLOT_VIEW (widget);

  if (self->after_paint)
    {
      g_signal_handler_disconnect (self->clock, self->after_paint);
      self->after_paint = 0;
      g_clear_object (&self->clock);
    }
  GTK_WIDGET_CLASS (sl_plot_view_parent_class)->unrealize (widget);
}

static void
sl_plot_view_dispose (GObject *object)
{
  SlPlotView *self = SL_PLOT_VIEW (object);

  leave_group (self);
  if (self->frames)
    forget_layout (self);
  g_clear_object (&self->texture);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  g_clear_pointer (&self->frames, sl_plot_frames_free);
  g_clear_pointer (&self->labels, sl_plot_labels_free);
  g_clear_pointer (&self->plot, sl_plot_unref);
  g_clear_pointer (&self->placeholder, g_free);
  G_OBJECT_CLASS (sl_plot_view_parent_class)->dispose (object);
}

static void
sl_plot_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SlPlotView *self = SL_PLOT_VIEW (object);

  switch (id)
    {
    case PROP_DARK:
      g_value_set_boolean (value, self->dark);
      break;
    case PROP_HIGH_CONTRAST:
      g_value_set_boolean (value, self->high_contrast);
      break;
    case PROP_SCALE:
      g_value_set_double (value, self->scale);
      break;
    case PROP_PLACEHOLDER:
      g_value_set_string (value, self->placeholder);
      break;
    case PROP_HOVER_X:
      g_value_set_double (value, self->hover_x);
      break;
    case PROP_LINKED_X:
      g_value_set_double (value, self->linked_x);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sl_plot_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SlPlotView *self = SL_PLOT_VIEW (object);

  switch (id)
    {
    case PROP_DARK:
      sl_plot_view_set_dark (self, g_value_get_boolean (value));
      break;
    case PROP_HIGH_CONTRAST:
      if (self->high_contrast == g_value_get_boolean (value))
        break;
      self->high_contrast = g_value_get_boolean (value);
      update_theme (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_SCALE:
      sl_plot_view_set_scale (self, g_value_get_double (value));
      break;
    case PROP_PLACEHOLDER:
      sl_plot_view_set_placeholder (self, g_value_get_string (value));
      break;
    case PROP_LINKED_X:
      sl_plot_view_set_linked_x (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sl_plot_view_class_init (SlPlotViewClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = sl_plot_view_dispose;
  object_class->get_property = sl_plot_view_get_property;
  object_class->set_property = sl_plot_view_set_property;
  widget_class->snapshot = sl_plot_view_snapshot;
  widget_class->measure = sl_plot_view_measure;
  widget_class->unrealize = sl_plot_view_unrealize;

  props[PROP_DARK] = g_param_spec_boolean ("dark", NULL, NULL, FALSE, flags);
  props[PROP_HIGH_CONTRAST] = g_param_spec_boolean ("high-contrast", NULL, NULL, FALSE, flags);
  props[PROP_SCALE] = g_param_spec_double ("scale", NULL, NULL, 0.5, 4, 1, flags);
  props[PROP_PLACEHOLDER] = g_param_spec_string ("placeholder", NULL, NULL, NULL, flags);
  props[PROP_HOVER_X] = g_param_spec_double ("hover-x", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_LINKED_X] = g_param_spec_double ("linked-x", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[SIGNAL_PAINTED] = g_signal_new ("painted", SL_TYPE_PLOT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_UINT64);
  gtk_widget_class_set_css_name (widget_class, "plot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

/* Another renderer took over: what it did not paint is to be painted anew. */
static void
renderer_cb (SlPlotView *self)
{
  g_clear_object (&self->texture);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
sl_plot_view_init (SlPlotView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new (), *keys = gtk_event_controller_key_new ();

  self->scale = 1;
  self->hover_x = self->linked_x = self->pointer_y = NAN;
  self->frames = sl_plot_frames_new ();
  update_theme (self);
  g_signal_connect_object (sl_plot_renderer_get_default (), "notify::status", G_CALLBACK (renderer_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_widget_set_vexpand (widget, TRUE);
  gtk_widget_set_focusable (widget, TRUE);
  g_signal_connect (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (widget, motion);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (widget, keys);
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (focus_cb), NULL);
}

GtkWidget *
sl_plot_view_new (void)
{
  return g_object_new (SL_TYPE_PLOT_VIEW, NULL);
}

static char *
plain (const char *markup)
{
  char *text = NULL;

  if (!markup)
    return g_strdup ("");
  return pango_parse_markup (markup, -1, 0, NULL, &text, NULL, NULL) ? text : g_utf8_make_valid (markup, -1);
}

/* Tells screen readers, only where the words changed: plots change at every frame of a drag. */
static void
update_accessible (SlPlotView *self, SlPlot *old)
{
  if (g_strcmp0 (old ? old->title : NULL, self->plot ? self->plot->title : NULL) != 0)
    {
      g_autofree char *title = plain (self->plot ? self->plot->title : NULL);

      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
    }
  if (g_strcmp0 (old ? old->caption : NULL, self->plot ? self->plot->caption : NULL) != 0)
    {
      g_autofree char *caption = plain (self->plot ? self->plot->caption : NULL);

      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, caption, -1);
    }
}

void
sl_plot_view_set_plot (SlPlotView *self, SlPlot *plot)
{
  SlPlot *old;

  g_return_if_fail (SL_IS_PLOT_VIEW (self));
  if (self->plot == plot)
    return;
  old = self->plot;
  self->plot = plot ? sl_plot_ref (plot) : NULL;
  update_accessible (self, old);
  g_clear_pointer (&old, sl_plot_unref);
  g_clear_object (&self->texture);
  if (!plot)
    set_hover (self, NAN, NAN);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

SlPlot *
sl_plot_view_get_plot (SlPlotView *self)
{
  g_return_val_if_fail (SL_IS_PLOT_VIEW (self), NULL);
  return self->plot;
}

double
sl_plot_view_get_hover_x (SlPlotView *self)
{
  g_return_val_if_fail (SL_IS_PLOT_VIEW (self), NAN);
  return self->hover_x;
}

void
sl_plot_view_set_linked_x (SlPlotView *self, double x)
{
  g_return_if_fail (SL_IS_PLOT_VIEW (self));
  if (x == self->linked_x || (isnan (x) && isnan (self->linked_x)))
    return;
  self->linked_x = x;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LINKED_X]);
}

void
sl_plot_view_set_dark (SlPlotView *self, gboolean dark)
{
  g_return_if_fail (SL_IS_PLOT_VIEW (self));
  if (self->dark == !!dark)
    return;
  self->dark = !!dark;
  update_theme (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DARK]);
}

void
sl_plot_view_set_scale (SlPlotView *self, double scale)
{
  g_return_if_fail (SL_IS_PLOT_VIEW (self));
  if (self->scale == scale || !isfinite (scale))
    return;
  self->scale = scale;
  update_theme (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SCALE]);
}

void
sl_plot_view_set_placeholder (SlPlotView *self, const char *text)
{
  g_return_if_fail (SL_IS_PLOT_VIEW (self));
  if (g_strcmp0 (self->placeholder, text) == 0)
    return;
  g_free (self->placeholder);
  self->placeholder = g_strdup (text);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PLACEHOLDER]);
}

void
sl_plot_view_align_with (SlPlotView *self, SlPlotView *other)
{
  g_return_if_fail (SL_IS_PLOT_VIEW (self) && SL_IS_PLOT_VIEW (other));
  if (!other->group)
    {
      Group *group = g_new0 (Group, 1);

      group->views = g_ptr_array_new ();
      join_group (other, group);
    }
  join_group (self, other->group);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (other));
}
