/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib/gi18n-lib.h>

#include "ui/plot/view/sl-plot-view-private.h"

/* Reach of the pointer, in pixels; larger for large handles and for fingers. */
#define REACH 12.0
#define REACH_RADII 1.8
#define FINGER 1.8
/* Steps of the arrow keys, relative to the panel's size. */
#define STEP 0.01
#define SMALL_STEP 0.002
#define LARGE_STEP 0.1

/* A handle is a child widget for the keyboard and for screen readers only: the view handles the pointer and
 * draws. */
struct _SlPlotHandle {
  GtkWidget parent_instance;
  SlPlotView *view;       /* borrowed: the parent */
  char *id, *name;
  guint panel;
  double x, y;
  gboolean on_right;
  SlHandleAxes axes;
  SlColour colour;
};

#define SL_TYPE_PLOT_HANDLE (sl_plot_handle_get_type ())
G_DECLARE_FINAL_TYPE (SlPlotHandle, sl_plot_handle, SL, PLOT_HANDLE, GtkWidget)
G_DEFINE_FINAL_TYPE (SlPlotHandle, sl_plot_handle, GTK_TYPE_WIDGET)

static void
sl_plot_handle_finalize (GObject *object)
{
  SlPlotHandle *self = SL_PLOT_HANDLE (object);

  g_free (self->id);
  g_free (self->name);
  G_OBJECT_CLASS (sl_plot_handle_parent_class)->finalize (object);
}

static gboolean
sl_plot_handle_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return FALSE; /* the view decides where Tab goes */
}

static void
sl_plot_handle_class_init (SlPlotHandleClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = sl_plot_handle_finalize;
  widget_class->focus = sl_plot_handle_focus;
  gtk_widget_class_set_css_name (widget_class, "plothandle");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
}

static void
sl_plot_handle_init (SlPlotHandle *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

void
sl_plot_view_handles_init (SlPlotView *self)
{
  self->handles = g_ptr_array_new ();
}

static const SlAxisMap *
y_map (const SlPlotLayout *layout, const SlPlotHandle *handle)
{
  const SlLayoutPanel *place = &g_array_index (layout->panels, SlLayoutPanel, handle->panel);

  return handle->on_right ? &place->right : &place->y;
}

/* FALSE: not visible, or on no panel. */
static gboolean
get_place (const SlPlotLayout *layout, const SlPlotHandle *handle, double *px, double *py)
{
  const SlPlotRect *r;

  if (handle->panel >= layout->panels->len)
    return FALSE;
  r = &g_array_index (layout->panels, SlLayoutPanel, handle->panel).rect;
  *px = sl_axis_map_to_pixel (&layout->x, handle->x);
  *py = sl_axis_map_to_pixel (y_map (layout, handle), handle->y);
  return *px >= r->x - 1 && *px <= r->x + r->w + 1 && *py >= r->y - 1 && *py <= r->y + r->h + 1;
}

static void
focus_cb (SlPlotHandle *handle)
{
  SlPlotView *view = handle->view;

  if (!gtk_widget_has_focus (GTK_WIDGET (handle)) && view->held == GTK_WIDGET (handle) && view->by_keys)
    sl_plot_view_let_go (view, FALSE);
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

/* Tells screen readers the coordinates that a handle may change: "cosmic time 8.2 Gyr". */
static void
update_accessible (SlPlotView *self, SlPlotHandle *handle)
{
  const SlPlotLayout *layout = sl_plot_view_layout (self);
  GString *text = g_string_new (NULL);
  gboolean along_x = handle->axes & SL_HANDLE_X;

  for (int k = 0; layout && handle->panel < layout->panels->len && k < 2; k++)
    {
      const SlPlotPanel *panel = sl_plot_panel (self->plot, handle->panel);
      g_autofree char *name = NULL, *number = NULL, *markup = NULL, *words = NULL;

      if (!(handle->axes & (k ? SL_HANDLE_Y : SL_HANDLE_X)))
        continue;
      sl_plot_axis_markup (k ? handle->on_right ? panel->right.title : panel->y.title : self->plot->x.title,
                           k ? y_map (layout, handle) : &layout->x, k ? handle->y : handle->x, &name,
                           &number);
      markup = g_strdup_printf ("%s %s", name, number);
      if (pango_parse_markup (markup, -1, 0, NULL, &words, NULL, NULL))
        g_string_append_printf (text, "%s%s", text->len ? ", " : "", g_strstrip (words));
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (handle), GTK_ACCESSIBLE_PROPERTY_LABEL, handle->name,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, along_x ? handle->x : handle->y,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text->str,
                                  /* screen readers do not get the value of custom widgets */
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
  g_string_free (text, TRUE);
}

static SlPlotHandle *
find_handle (SlPlotView *self, const char *id)
{
  for (guint i = 0; i < self->handles->len; i++)
    if (g_strcmp0 (SL_PLOT_HANDLE (g_ptr_array_index (self->handles, i))->id, id) == 0)
      return g_ptr_array_index (self->handles, i);
  return NULL;
}

static SlPlotHandle *
add_handle (SlPlotView *self, const char *id)
{
  SlPlotHandle *handle = g_object_new (SL_TYPE_PLOT_HANDLE, NULL);

  handle->view = self;
  handle->id = g_strdup (id);
  g_signal_connect (handle, "notify::has-focus", G_CALLBACK (focus_cb), NULL);
  gtk_widget_set_parent (GTK_WIDGET (handle), GTK_WIDGET (self));
  return handle;
}

static void
remove_handle (SlPlotView *self, GtkWidget *handle)
{
  if (self->held == handle)
    sl_plot_view_let_go (self, TRUE);
  if (self->near == handle)
    self->near = NULL;
  if (gtk_widget_has_focus (handle))
    gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_widget_unparent (handle);
}

/* The order of Tab: from left to right. */
static int
compare_handles (gconstpointer a, gconstpointer b)
{
  const SlPlotHandle *p = *(SlPlotHandle *const *) a, *q = *(SlPlotHandle *const *) b;

  return p->panel != q->panel ? (p->panel > q->panel) - (p->panel < q->panel) : (p->x > q->x) - (p->x < q->x);
}

void
sl_plot_view_handles_sync (SlPlotView *self)
{
  GPtrArray *now = g_ptr_array_new ();
  gboolean moved = FALSE;

  for (guint p = 0; self->plot && p < self->plot->panels->len; p++)
    for (guint j = 0; j < sl_plot_panel (self->plot, p)->layers->len; j++)
      {
        const SlPlotLayer *layer = sl_plot_layer (sl_plot_panel (self->plot, p), j);
        SlPlotHandle *handle;

        if (layer->type != SL_LAYER_HANDLE || !isfinite (layer->x[0]) || !isfinite (layer->y[0]))
          continue;
        handle = find_handle (self, layer->id);
        if (!handle)
          handle = add_handle (self, layer->id);
        else
          g_ptr_array_remove (self->handles, handle);
        moved = moved || handle->x != layer->x[0] || handle->y != layer->y[0]
                || g_strcmp0 (handle->name, layer->name) != 0;
        handle->panel = p;
        handle->x = layer->x[0];
        handle->y = layer->y[0];
        handle->on_right = layer->on_right;
        handle->axes = layer->axes;
        handle->colour = layer->stroke.colour;
        if (g_strcmp0 (handle->name, layer->name) != 0)
          {
            g_free (handle->name);
            handle->name = g_strdup (layer->name);
          }
        g_ptr_array_add (now, handle);
      }
  while (self->handles->len > 0)
    {
      GtkWidget *gone = g_ptr_array_index (self->handles, self->handles->len - 1);

      moved = TRUE;
      g_ptr_array_set_size (self->handles, (int) self->handles->len - 1);
      remove_handle (self, gone);
    }
  g_ptr_array_unref (self->handles);
  self->handles = now;
  if (!self->held)
    g_ptr_array_sort (now, compare_handles);
  if (moved)
    {
      for (guint i = 0; i < now->len; i++)
        update_accessible (self, g_ptr_array_index (now, i));
      gtk_widget_queue_allocate (GTK_WIDGET (self));
    }
}

void
sl_plot_view_handles_place (SlPlotView *self)
{
  int size = (int) ceil (2 * self->theme.handle_radius);

  for (guint i = 0; i < self->handles->len; i++)
    {
      GtkWidget *handle = g_ptr_array_index (self->handles, i);
      double px, py;
      gboolean seen = self->layout && get_place (self->layout, SL_PLOT_HANDLE (handle), &px, &py);

      gtk_widget_set_child_visible (handle, seen);
      if (seen)
        gtk_widget_size_allocate (handle,
                                  &(GtkAllocation) { (int) px - size / 2, (int) py - size / 2, size, size },
                                  -1);
    }
}

GArray *
sl_plot_view_handles_boxes (SlPlotView *self, const SlPlotLayout *layout)
{
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (SlPlotRect));
  double r = self->theme.handle_radius + self->theme.halo, px, py;

  for (guint i = 0; i < self->handles->len; i++)
    if (get_place (layout, g_ptr_array_index (self->handles, i), &px, &py))
      {
        SlPlotRect box = { px - r, py - r, 2 * r, 2 * r };

        g_array_append_val (boxes, box);
      }
  return boxes;
}

GtkWidget *
sl_plot_view_handle_at (SlPlotView *self, double px, double py, gboolean finger)
{
  const SlPlotLayout *layout = sl_plot_view_layout (self);
  double best = MAX (REACH, REACH_RADII * self->theme.handle_radius) * (finger ? FINGER : 1), x, y;
  GtkWidget *found = NULL;

  /* Of equally near ones the last drawn, which is on top. */
  for (guint i = 0; layout && i < self->handles->len; i++)
    if (get_place (layout, g_ptr_array_index (self->handles, i), &x, &y) && hypot (px - x, py - y) <= best)
      {
        best = hypot (px - x, py - y);
        found = g_ptr_array_index (self->handles, i);
      }
  return found;
}

const char *
sl_plot_view_handle_id (GtkWidget *handle)
{
  return SL_PLOT_HANDLE (handle)->id;
}

GtkWidget *
sl_plot_view_handle_focused (SlPlotView *self)
{
  for (guint i = 0; i < self->handles->len; i++)
    if (gtk_widget_has_focus (g_ptr_array_index (self->handles, i)))
      return g_ptr_array_index (self->handles, i);
  return NULL;
}

const char *
sl_plot_view_handle_cursor (GtkWidget *handle)
{
  SlPlotHandle *self = SL_PLOT_HANDLE (handle);

  return self->view->held == handle && !self->view->by_keys ? "grabbing" : "grab";
}

gboolean
sl_plot_view_hold (SlPlotView *self, GtkWidget *handle, double px, double py, gboolean by_keys)
{
  const SlPlotLayout *layout = sl_plot_view_layout (self);
  double x, y;

  if (!layout || !get_place (layout, SL_PLOT_HANDLE (handle), &x, &y))
    return FALSE;
  if (self->held)
    sl_plot_view_let_go (self, FALSE);
  self->held = handle;
  self->by_keys = by_keys;
  self->hold_x = x;
  self->hold_y = y;
  self->grip_x = x - px;
  self->grip_y = y - py;
  sl_plot_view_emit_handle (self, "begin", SL_PLOT_HANDLE (handle)->id, 0, 0, FALSE);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return self->held == handle;
}

static void
request_move (SlPlotView *self, double px, double py)
{
  const SlPlotLayout *layout = sl_plot_view_layout (self);
  SlPlotHandle *handle = SL_PLOT_HANDLE (self->held);
  const SlPlotRect *r;
  double x = handle->x, y = handle->y;

  if (!layout || handle->panel >= layout->panels->len)
    return;
  r = &g_array_index (layout->panels, SlLayoutPanel, handle->panel).rect;
  self->hold_x = CLAMP (px, r->x, r->x + r->w);
  self->hold_y = CLAMP (py, r->y, r->y + r->h);
  if (handle->axes & SL_HANDLE_X)
    x = sl_axis_map_to_value (&layout->x, self->hold_x);
  if (handle->axes & SL_HANDLE_Y)
    y = sl_axis_map_to_value (y_map (layout, handle), self->hold_y);
  sl_plot_view_emit_handle (self, "moved", handle->id, x, y, FALSE);
}

void
sl_plot_view_hold_move (SlPlotView *self, double px, double py)
{
  if (self->held)
    request_move (self, px + self->grip_x, py + self->grip_y);
}

void
sl_plot_view_let_go (SlPlotView *self, gboolean cancelled)
{
  GtkWidget *handle = g_steal_pointer (&self->held);

  if (!handle)
    return;
  if (self->drag == SL_DRAG_HANDLE)
    self->drag = SL_DRAG_NONE;
  sl_plot_view_emit_handle (self, "end", SL_PLOT_HANDLE (handle)->id, 0, 0, cancelled);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
sl_plot_view_handle_step (SlPlotView *self, GtkWidget *handle, int dx, int dy, GdkModifierType state)
{
  const SlPlotLayout *layout = sl_plot_view_layout (self);
  double part = state & GDK_SHIFT_MASK ? LARGE_STEP : state & GDK_CONTROL_MASK ? SMALL_STEP : STEP;
  SlPlotHandle *h = SL_PLOT_HANDLE (handle);
  const SlPlotRect *r;

  if (!layout || h->panel >= layout->panels->len)
    return;
  if (self->held != handle && !sl_plot_view_hold (self, handle, 0, 0, TRUE))
    return;
  r = &g_array_index (layout->panels, SlLayoutPanel, h->panel).rect;
  request_move (self, self->hold_x + dx * part * r->w, self->hold_y - dy * part * r->h);
}

static void
append_ring (GtkSnapshot *snapshot, double x, double y, double radius, float width, const GdkRGBA *colour)
{
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline,
                                   &GRAPHENE_RECT_INIT (x - radius, y - radius, 2 * radius, 2 * radius),
                                   radius);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ width, width, width, width },
                              (GdkRGBA[4]){ *colour, *colour, *colour, *colour });
}

/* Draws each handle as a dot in a ring, unlike plain markers; highlighted below the pointer or while held. */
void
sl_plot_view_handles_snapshot (SlPlotView *self, GtkSnapshot *snapshot)
{
  const SlPlotTheme *t = &self->theme;
  double px, py;

  for (guint i = 0; self->layout && i < self->handles->len; i++)
    {
      GtkWidget *handle = g_ptr_array_index (self->handles, i);
      GdkRGBA colour = t->colours[SL_PLOT_HANDLE (handle)->colour], highlight = colour;
      gboolean held = self->held == handle, near = self->near == handle;
      double r = t->handle_radius * (held || near ? 1.15 : 1);

      if (!get_place (self->layout, SL_PLOT_HANDLE (handle), &px, &py))
        continue;
      highlight.alpha = held ? 0.4f : 0.25f;
      if (held || near)
        sl_plot_append_disc (snapshot, px, py, 1.9 * r, &highlight);
      sl_plot_append_disc (snapshot, px, py, r + t->halo * 0.75, &t->background);
      sl_plot_append_disc (snapshot, px, py, r, &colour);
      sl_plot_append_disc (snapshot, px, py, 0.68 * r, &t->background);
      sl_plot_append_disc (snapshot, px, py, 0.42 * r, &colour);
      if (gtk_widget_has_visible_focus (handle))
        append_ring (snapshot, px, py, r + t->halo + 2.5, 2, &t->colours[SL_COLOUR_INK]);
    }
}
