/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/render/sl-plot-renderer.h"

#include <glib/gi18n.h>

#include "ui/plot/render/sl-plot-gl.h"

struct _SlPlotRenderer {
  GObject parent_instance;
  SlRendererWish wish;
  SlGlDevice *device;
  gboolean failed;        /* not tried again before the wish changes */
  gboolean judged;        /* the driver is known to be software */
  char *status;
};

G_DEFINE_FINAL_TYPE (SlPlotRenderer, sl_plot_renderer, G_TYPE_OBJECT)

enum { PROP_0, PROP_WISH, PROP_STATUS, N_PROPS };

static GParamSpec *props[N_PROPS];

static SlRendererWish
effective_wish (SlPlotRenderer *self)
{
  const char *forced = g_getenv ("STARLOOM_RENDERER");

  if (g_strcmp0 (forced, "gl") == 0)
    return SL_RENDERER_GL;
  if (g_strcmp0 (forced, "software") == 0)
    return SL_RENDERER_SOFTWARE;
  return self->wish;
}

static void
take_status (SlPlotRenderer *self, char *status)
{
  if (g_strcmp0 (self->status, status) == 0)
    {
      g_free (status);
      return;
    }
  g_free (self->status);
  self->status = status;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATUS]);
}

static void
sl_plot_renderer_finalize (GObject *object)
{
  SlPlotRenderer *self = SL_PLOT_RENDERER (object);

  g_clear_pointer (&self->device, sl_gl_device_unref);
  g_free (self->status);
  G_OBJECT_CLASS (sl_plot_renderer_parent_class)->finalize (object);
}

static void
sl_plot_renderer_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SlPlotRenderer *self = SL_PLOT_RENDERER (object);

  switch (id)
    {
    case PROP_WISH:
      g_value_set_int (value, self->wish);
      break;
    case PROP_STATUS:
      g_value_set_string (value, self->status);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sl_plot_renderer_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_WISH)
    sl_plot_renderer_set_wish (SL_PLOT_RENDERER (object), g_value_get_int (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sl_plot_renderer_class_init (SlPlotRendererClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->finalize = sl_plot_renderer_finalize;
  object_class->get_property = sl_plot_renderer_get_property;
  object_class->set_property = sl_plot_renderer_set_property;
  props[PROP_WISH] =
      g_param_spec_int ("wish", NULL, NULL, SL_RENDERER_AUTO, SL_RENDERER_SOFTWARE, SL_RENDERER_AUTO,
                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_STATUS] =
      g_param_spec_string ("status", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
sl_plot_renderer_init (SlPlotRenderer *self)
{
  self->status = g_strdup (_ ("No plot has been drawn yet"));
}

SlPlotRenderer *
sl_plot_renderer_get_default (void)
{
  static SlPlotRenderer *renderer;

  if (!renderer)
    renderer = g_object_new (SL_TYPE_PLOT_RENDERER, NULL);
  return renderer;
}

void
sl_plot_renderer_set_wish (SlPlotRenderer *self, SlRendererWish wish)
{
  g_return_if_fail (SL_IS_PLOT_RENDERER (self) && wish <= SL_RENDERER_SOFTWARE);
  if (self->wish == wish)
    return;
  self->wish = wish;
  self->failed = self->judged = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WISH]);
  /* Views repaint and ask for the device again. */
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATUS]);
}

const char *
sl_plot_renderer_get_status (SlPlotRenderer *self)
{
  g_return_val_if_fail (SL_IS_PLOT_RENDERER (self), NULL);
  return self->status;
}

void
sl_plot_renderer_fail (SlPlotRenderer *self, const char *why)
{
  g_return_if_fail (SL_IS_PLOT_RENDERER (self));
  if (self->failed)
    return;
  self->failed = TRUE;
  g_clear_pointer (&self->device, sl_gl_device_unref);
  g_message ("Plots are drawn by the processor: %s", why);
  take_status (self, g_strdup_printf (_ ("Processor: %s"), why));
}

SlGlDevice *
sl_plot_renderer_get_device (SlPlotRenderer *self, GdkDisplay *display, gboolean plain)
{
  SlRendererWish wish;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (SL_IS_PLOT_RENDERER (self), NULL);
  wish = effective_wish (self);
  if (wish == SL_RENDERER_SOFTWARE || (wish == SL_RENDERER_AUTO && plain))
    {
      g_clear_pointer (&self->device, sl_gl_device_unref);
      take_status (self,
                   g_strdup (wish == SL_RENDERER_SOFTWARE ? _ ("Processor: as chosen")
                                                          : _ ("Processor: windows are drawn without OpenGL, "
                                                               "too")));
      return NULL;
    }
  if (self->failed || (wish == SL_RENDERER_AUTO && self->judged))
    return NULL;
  if (!self->device || sl_gl_device_get_display (self->device) != display)
    {
      g_clear_pointer (&self->device, sl_gl_device_unref);
      self->device = sl_gl_device_new (display, &error);
      if (!self->device || (!(wish == SL_RENDERER_AUTO && sl_gl_device_is_software (self->device))
                            && !sl_plot_gl_probe (self->device, &error)))
        {
          sl_plot_renderer_fail (self, error->message);
          return NULL;
        }
    }
  if (wish == SL_RENDERER_AUTO && sl_gl_device_is_software (self->device))
    {
      self->judged = TRUE;
      take_status (self, g_strdup_printf (_ ("Processor: the graphics driver (%s) is a software renderer"),
                                          sl_gl_device_get_name (self->device)));
      g_clear_pointer (&self->device, sl_gl_device_unref);
      return NULL;
    }
  take_status (self, g_strdup (sl_gl_device_get_name (self->device)));
  return self->device;
}

void
sl_plot_renderer_prepare (SlPlotRenderer *self, GtkWidget *widget, SlPlotFrames *frames)
{
  GtkNative *native = gtk_widget_get_native (widget);
  gboolean plain = !native || GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (native));

  sl_plot_frames_set_device (frames,
                             sl_plot_renderer_get_device (self, gtk_widget_get_display (widget), plain));
}
