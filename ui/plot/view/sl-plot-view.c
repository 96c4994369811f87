/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "ui/plot/render/sl-plot-renderer.h"
#include "ui/plot/view/sl-plot-view-private.h"

#define MIN_WIDTH 220
#define MIN_HEIGHT 140
#define NATURAL_WIDTH 420
#define NATURAL_HEIGHT 260

G_DEFINE_FINAL_TYPE (SlPlotView, sl_plot_view, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_DARK,
  PROP_HIGH_CONTRAST,
  PROP_PALETTE,
  PROP_SCALE,
  PROP_PLACEHOLDER,
  PROP_HOVER_X,
  PROP_ZOOMED,
  N_PROPS
};

enum {
  SIGNAL_PAINTED,
  SIGNAL_CLICKED,
  SIGNAL_HANDLE_BEGIN,
  SIGNAL_HANDLE_MOVED,
  SIGNAL_HANDLE_END,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
update_theme (SlPlotView *self)
{
  sl_plot_view_forget_layout (self);
  sl_plot_theme_init (&self->theme, self->dark ? SL_PLOT_THEME_DARK : SL_PLOT_THEME_LIGHT, self->scale);
  sl_plot_theme_set_palette (&self->theme, self->palette);
  if (self->high_contrast)
    sl_plot_theme_raise_contrast (&self->theme);
  self->kept = (SlPlotMargins){ 0, 0 };
  g_clear_pointer (&self->labels, sl_plot_labels_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
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
  g_autoptr (PangoLayout) layout =
      sl_plot_text_new (gtk_widget_get_pango_context (GTK_WIDGET (self)), &self->theme, markup);
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

/* GSK's Cairo renderer converts every texture to floats and back, which takes a quarter of a frame: it gets
 * the same pixels as a Cairo surface. */
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
snapshot_hover (SlPlotView *self, GtkSnapshot *snapshot)
{
  g_autoptr (GArray) boxes = NULL;
  SlPlotCursor cursor;

  if (self->drag == SL_DRAG_BAND || self->drag == SL_DRAG_PAN)
    return;
  sl_plot_view_get_cursor (self, self->layout, &cursor);
  if (isnan (cursor.x) && isnan (cursor.along) && !cursor.handle)
    return;
  boxes = sl_plot_view_handles_boxes (self, self->layout);
  sl_plot_hover_snapshot (snapshot, self->plot, self->layout, &self->theme,
                          gtk_widget_get_pango_context (GTK_WIDGET (self)), &cursor,
                          (const SlPlotRect *) (gpointer) boxes->data, boxes->len);
}

static void
sl_plot_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SlPlotView *self = SL_PLOT_VIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int scale = gtk_widget_get_scale_factor (widget);

  if (width < 1 || height < 1)
    return;
  if (!sl_plot_view_layout (self))
    {
      if (self->placeholder)
        snapshot_placeholder (self, snapshot, width, height);
      return;
    }
  if (!self->labels)
    self->labels = sl_plot_labels_new (gtk_widget_get_pango_context (widget), &self->theme);
  if (!self->texture || self->texture_scale != scale)
    {
      SlPlotRect covered = sl_plot_view_zoom_button (self);

      sl_plot_labels_reserve (self->labels, &covered);
      g_clear_object (&self->texture);
      g_clear_pointer (&self->surface, cairo_surface_destroy);
      sl_plot_renderer_prepare (sl_plot_renderer_get_default (), widget, self->frames);
      self->texture = sl_plot_frames_paint (self->frames, self->plot, self->layout, &self->theme,
                                            self->labels, scale, &self->surface);
      self->texture_scale = scale;
    }
  append_picture (self, snapshot, width, height);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  sl_plot_view_handles_snapshot (self, snapshot);
  snapshot_hover (self, snapshot);
  sl_plot_view_band_snapshot (self, snapshot);
  gtk_snapshot_pop (snapshot);
  if (gtk_widget_has_visible_focus (widget))
    {
      GskRoundedRect outline;
      GdkRGBA colour = self->theme.colours[SL_COLOUR_BLUE];

      gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (0, 0, width, height), 6);
      gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 2, 2, 2, 2 },
                                  (GdkRGBA[4]){ colour, colour, colour, colour });
    }
  if (gtk_widget_get_visible (self->fit))
    gtk_widget_snapshot_child (widget, self->fit, snapshot);
  report_when_painted (self);
}

static void
sl_plot_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SlPlotView *self = SL_PLOT_VIEW (widget);

  sl_plot_view_layout (self);
  sl_plot_view_zoom_place (self);
  sl_plot_view_handles_place (self);
  /* Popovers that point into the plot */
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_POPOVER (child))
      gtk_popover_present (GTK_POPOVER (child));
}

/* Tab order: the view itself, its handles from left to right, the button. */
static gboolean
sl_plot_view_focus (GtkWidget *widget, GtkDirectionType direction)
{
  SlPlotView *self = SL_PLOT_VIEW (widget);
  g_autoptr (GPtrArray) stops = g_ptr_array_new ();
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;
  int at = -1;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && focus;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_POPOVER (child) && (child == focus || gtk_widget_is_ancestor (focus, child)))
      return gtk_widget_child_focus (child, direction);
  g_ptr_array_add (stops, widget);
  for (guint i = 0; i < self->handles->len; i++)
    if (gtk_widget_get_child_visible (g_ptr_array_index (self->handles, i)))
      g_ptr_array_add (stops, g_ptr_array_index (self->handles, i));
  if (gtk_widget_get_visible (self->fit))
    g_ptr_array_add (stops, self->fit);
  for (guint i = 0; i < stops->len; i++)
    if (g_ptr_array_index (stops, i) == focus)
      at = (int) i;
  if (direction == GTK_DIR_TAB_FORWARD)
    at++;
  else if (direction == GTK_DIR_TAB_BACKWARD)
    at = at < 0 ? (int) stops->len - 1 : at - 1;
  else if (at >= 0)
    return FALSE;
  else
    at = 0;
  return at >= 0 && (guint) at < stops->len && gtk_widget_grab_focus (g_ptr_array_index (stops, at));
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

void
sl_plot_view_notify_zoomed (SlPlotView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ZOOMED]);
}

void
sl_plot_view_emit_clicked (SlPlotView *self, guint panel, double x, double y)
{
  g_signal_emit (self, signals[SIGNAL_CLICKED], 0, panel, x, y);
}

void
sl_plot_view_emit_handle (SlPlotView *self, const char *signal, const char *id, double x, double y,
                          gboolean cancelled)
{
  if (g_strcmp0 (signal, "begin") == 0)
    g_signal_emit (self, signals[SIGNAL_HANDLE_BEGIN], 0, id);
  else if (g_strcmp0 (signal, "moved") == 0)
    g_signal_emit (self, signals[SIGNAL_HANDLE_MOVED], 0, id, x, y);
  else
    g_signal_emit (self, signals[SIGNAL_HANDLE_END], 0, id, cancelled);
}

static void
focus_cb (SlPlotView *self)
{
  if (!gtk_widget_has_focus (GTK_WIDGET (self)))
    self->space = FALSE;
  if (!gtk_widget_has_focus (GTK_WIDGET (self)) && isnan (self->pointer_y))
    sl_plot_view_set_hover (self, NAN, NAN, NAN, NAN);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The window has lost the keyboard to a dialog or another window, or the keyboard has gone to a popover. */
static void
window_cb (GtkWindow *window, GParamSpec *pspec, SlPlotView *self)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  if (!gtk_window_is_active (window) || (focus && gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER)))
    sl_plot_view_leave (self);
}

static void
sl_plot_view_root (GtkWidget *widget)
{
  GtkRoot *root;

  GTK_WIDGET_CLASS (sl_plot_view_parent_class)->root (widget);
  root = gtk_widget_get_root (widget);
  if (!GTK_IS_WINDOW (root))
    return;
  g_signal_connect (root, "notify::is-active", G_CALLBACK (window_cb), widget);
  g_signal_connect (root, "notify::focus-widget", G_CALLBACK (window_cb), widget);
}

static void
sl_plot_view_unroot (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_root (widget), window_cb, widget);
  GTK_WIDGET_CLASS (sl_plot_view_parent_class)->unroot (widget);
}

static void
sl_plot_view_unmap (GtkWidget *widget)
{
  sl_plot_view_leave (SL_PLOT_VIEW (widget));
  GTK_WIDGET_CLASS (sl_plot_view_parent_class)->unmap (widget);
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
  GtkWidget *child;

  sl_plot_view_input_forget (self);
  sl_plot_view_leave_group (self);
  self->near = self->held = NULL;
  g_clear_pointer (&self->handles, g_ptr_array_unref);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
  self->fit = NULL;
  if (self->frames)
    sl_plot_view_forget_layout (self);
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
    case PROP_PALETTE:
      g_value_set_int (value, self->palette);
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
    case PROP_ZOOMED:
      g_value_set_boolean (value, sl_plot_view_get_zoomed (self));
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
    case PROP_PALETTE:
      if ((int) self->palette == g_value_get_int (value))
        break;
      self->palette = g_value_get_int (value);
      update_theme (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_SCALE:
      sl_plot_view_set_scale (self, g_value_get_double (value));
      break;
    case PROP_PLACEHOLDER:
      sl_plot_view_set_placeholder (self, g_value_get_string (value));
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
  widget_class->size_allocate = sl_plot_view_size_allocate;
  widget_class->focus = sl_plot_view_focus;
  widget_class->root = sl_plot_view_root;
  widget_class->unroot = sl_plot_view_unroot;
  widget_class->unmap = sl_plot_view_unmap;
  widget_class->unrealize = sl_plot_view_unrealize;

  props[PROP_DARK] = g_param_spec_boolean ("dark", NULL, NULL, FALSE, flags);
  props[PROP_HIGH_CONTRAST] = g_param_spec_boolean ("high-contrast", NULL, NULL, FALSE, flags);
  props[PROP_PALETTE] =
      g_param_spec_int ("palette", NULL, NULL, 0, SL_N_PALETTES - 1, SL_PALETTE_OKABE_ITO, flags);
  props[PROP_SCALE] = g_param_spec_double ("scale", NULL, NULL, 0.5, 4, 1, flags);
  props[PROP_PLACEHOLDER] = g_param_spec_string ("placeholder", NULL, NULL, NULL, flags);
  props[PROP_HOVER_X] = g_param_spec_double ("hover-x", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_ZOOMED] =
      g_param_spec_boolean ("zoomed", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[SIGNAL_PAINTED] = g_signal_new ("painted", SL_TYPE_PLOT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
  signals[SIGNAL_CLICKED] = g_signal_new ("clicked", SL_TYPE_PLOT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 3, G_TYPE_UINT, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[SIGNAL_HANDLE_BEGIN] = g_signal_new ("handle-begin", SL_TYPE_PLOT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                               NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_HANDLE_MOVED] =
      g_signal_new ("handle-moved", SL_TYPE_PLOT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                    G_TYPE_STRING, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[SIGNAL_HANDLE_END] = g_signal_new ("handle-end", SL_TYPE_PLOT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                             NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  gtk_widget_class_set_css_name (widget_class, "plot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

/* Another renderer took over: repaint. */
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

  self->scale = 1;
  self->hover_x = self->pointer_x = self->pointer_y = self->key_at = self->key_y = self->link_value = NAN;
  self->frames = sl_plot_frames_new ();
  sl_plot_view_zoom_init (self);
  sl_plot_view_handles_init (self);
  update_theme (self);
  g_signal_connect_object (sl_plot_renderer_get_default (), "notify::status", G_CALLBACK (renderer_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_widget_set_vexpand (widget, TRUE);
  gtk_widget_set_focusable (widget, TRUE);
  sl_plot_view_input_init (self);
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (focus_cb), NULL);
}

GtkWidget *
sl_plot_view_new (void)
{
  return g_object_new (SL_TYPE_PLOT_VIEW, NULL);
}

/* Tells screen readers only changed words: plots change at every frame of a drag. */
static void
update_accessible (SlPlotView *self, SlPlot *old)
{
  if (g_strcmp0 (old ? old->title : NULL, self->plot ? self->plot->title : NULL) != 0)
    {
      g_autofree char *title = sl_plot_plain (self->plot ? self->plot->title : NULL);

      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
    }
  if (g_strcmp0 (old ? old->caption : NULL, self->plot ? self->plot->caption : NULL) != 0)
    {
      g_autofree char *caption = sl_plot_plain (self->plot ? self->plot->caption : NULL);

      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, caption,
                                      -1);
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
  sl_plot_view_zoom_follow (self, old);
  sl_plot_view_handles_sync (self);
  g_clear_pointer (&old, sl_plot_unref);
  g_clear_object (&self->texture);
  if (!plot)
    sl_plot_view_set_hover (self, NAN, NAN, NAN, NAN);
  /* It will be painted in this frame: prefetch its curves while the rest of the window is laid out. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && sl_plot_view_layout (self))
    sl_plot_frames_begin (self->frames, self->plot, self->layout, &self->theme,
                          gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

SlPlot *
sl_plot_view_get_plot (SlPlotView *self)
{
  g_return_val_if_fail (SL_IS_PLOT_VIEW (self), NULL);
  return self->plot;
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
