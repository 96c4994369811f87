/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <epoxy/gl.h>
#include <gtk/gtk.h>

#include "tests/ui/plot/plot-samples.h"
#include "tests/ui/plot/render/gl-device.h"
#include "ui/plot/render/sl-plot-renderer.h"
#include "ui/plot/view/sl-plot-view.h"

/* Mean absolute difference of a whole view, in levels of 255: what test-plot-gl.c allows for curves, and far
 * less of a view is curves. */
#define VIEW_TOLERANCE 0.5
/* Frames come 60 times a second; a busy machine may need long for the first. */
#define PATIENCE_MS 20000

static void
test_is_software (void)
{
  g_assert_true (sl_gl_renderer_is_software ("llvmpipe (LLVM 15.0.6, 256 bits)"));
  g_assert_true (sl_gl_renderer_is_software ("softpipe"));
  g_assert_true (sl_gl_renderer_is_software ("Mesa DRI swrast"));
  g_assert_true (sl_gl_renderer_is_software ("Software Rasterizer"));
  g_assert_true (sl_gl_renderer_is_software ("Apple Software Renderer"));
  g_assert_true (sl_gl_renderer_is_software ("ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)))"));
  g_assert_true (sl_gl_renderer_is_software ("Microsoft Basic Render Driver"));
  g_assert_true (sl_gl_renderer_is_software ("GDI Generic"));
  g_assert_false (sl_gl_renderer_is_software ("NVIDIA GeForce RTX 3060/PCIe/SSE2"));
  g_assert_false (sl_gl_renderer_is_software ("Mesa Intel(R) UHD Graphics 620 (KBL GT2)"));
  g_assert_false (sl_gl_renderer_is_software ("AMD Radeon RX 6600 (navi23, LLVM 15.0.7, DRM 3.49)"));
  g_assert_false (sl_gl_renderer_is_software ("Apple M1"));
}

static void
count_cb (GObject *object, GParamSpec *pspec, gpointer data)
{
  *(guint *) data += 1;
}

static void
test_choice (void)
{
  g_autoptr (SlPlotRenderer) renderer = g_object_new (SL_TYPE_PLOT_RENDERER, NULL);
  GdkDisplay *display = gdk_display_get_default ();
  g_autoptr (SlGlDevice) device = device_or_skip ();
  guint before, changes = 0;

  if (!device)
    return;
  g_signal_connect (renderer, "notify::status", G_CALLBACK (count_cb), &changes);

  /* Where windows are drawn by the processor, and where that is wished, no context is made. */
  before = sl_gl_n_contexts ();
  g_assert_null (sl_plot_renderer_get_device (renderer, display, TRUE));
  g_assert_nonnull (strstr (sl_plot_renderer_get_status (renderer), "Processor"));
  g_assert_cmpuint (changes, ==, 1);
  sl_plot_renderer_set_wish (renderer, SL_RENDERER_SOFTWARE);
  g_assert_null (sl_plot_renderer_get_device (renderer, display, FALSE));
  g_assert_nonnull (strstr (sl_plot_renderer_get_status (renderer), "as chosen"));
  g_assert_cmpuint (sl_gl_n_contexts (), ==, before);

  /* Left to itself: as the driver is. Asked twice, looked at once. */
  sl_plot_renderer_set_wish (renderer, SL_RENDERER_AUTO);
  for (int i = 0; i < 2; i++)
    g_assert_true ((sl_plot_renderer_get_device (renderer, display, FALSE) == NULL)
                   == sl_gl_device_is_software (device));
  g_assert_nonnull (strstr (sl_plot_renderer_get_status (renderer), sl_gl_device_get_name (device)));
  g_assert_cmpuint (sl_gl_n_contexts (), ==, before + 1);

  /* Forced: a device, whatever the driver. */
  sl_plot_renderer_set_wish (renderer, SL_RENDERER_GL);
  changes = 0;
  g_assert_nonnull (sl_plot_renderer_get_device (renderer, display, TRUE));
  g_assert_cmpstr (sl_plot_renderer_get_status (renderer), ==, sl_gl_device_get_name (device));
  g_assert_true (sl_plot_renderer_get_device (renderer, display, TRUE)
                 == sl_plot_renderer_get_device (renderer, display, FALSE));

  /* Failed: one message, then the processor until the wish changes. */
  g_test_expect_message (NULL, G_LOG_LEVEL_MESSAGE, "*processor: broken");
  sl_plot_renderer_fail (renderer, "broken");
  sl_plot_renderer_fail (renderer, "broken once more");
  g_test_assert_expected_messages ();
  g_assert_null (sl_plot_renderer_get_device (renderer, display, FALSE));
  g_assert_cmpstr (sl_plot_renderer_get_status (renderer), ==, "Processor: broken");
  sl_plot_renderer_set_wish (renderer, SL_RENDERER_AUTO);
  sl_plot_renderer_set_wish (renderer, SL_RENDERER_GL);
  g_assert_nonnull (sl_plot_renderer_get_device (renderer, display, FALSE));

  /* The environment comes first. */
  g_setenv ("STARLOOM_RENDERER", "software", TRUE);
  g_assert_null (sl_plot_renderer_get_device (renderer, display, FALSE));
  g_setenv ("STARLOOM_RENDERER", "gl", TRUE);
  sl_plot_renderer_set_wish (renderer, SL_RENDERER_SOFTWARE);
  g_assert_nonnull (sl_plot_renderer_get_device (renderer, display, TRUE));
  g_unsetenv ("STARLOOM_RENDERER");
}

static gboolean
timeout_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
painted_cb (SlPlotView *view, guint64 serial, gpointer data)
{
  *(guint64 *) data = serial;
}

/* Shows a plot and waits until it is on screen. */
static void
show (SlPlotView *view, SlPlot *plot)
{
  guint64 painted = 0;
  gboolean late = FALSE;
  gulong handler = g_signal_connect (view, "painted", G_CALLBACK (painted_cb), &painted);
  guint source = g_timeout_add (PATIENCE_MS, timeout_cb, &late);

  sl_plot_view_set_plot (view, plot);
  while (!late && painted != sl_plot_get_serial (plot))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (late);
  g_source_remove (source);
  g_signal_handler_disconnect (view, handler);
}

/* What the window's own renderer makes of the widget. */
static guint32 *
picture (GtkWidget *widget, int *n)
{
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  int w = gtk_widget_get_width (widget), h = gtk_widget_get_height (widget);
  GskRenderNode *node;
  GdkTexture *texture;
  guint32 *pixels = g_new0 (guint32, w * h);

  gtk_snapshot_append_color (snapshot, &(GdkRGBA){ 1, 1, 1, 1 }, &GRAPHENE_RECT_INIT (0, 0, w, h));
  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, w, h));
  gdk_texture_download (texture, (guchar *) pixels, w * 4);
  g_object_unref (texture);
  gsk_render_node_unref (node);
  *n = w * h;
  return pixels;
}

static double
mean_difference (const guint32 *a, const guint32 *b, int n)
{
  double sum = 0;

  for (int i = 0; i < n; i++)
    for (int shift = 0; shift < 24; shift += 8)
      sum += abs ((int) (a[i] >> shift & 0xff) - (int) (b[i] >> shift & 0xff)) / 3.0;
  return sum / n;
}

/* A view with OpenGL shows what one without does, axes and names included; then its objects are taken from
 * it, as a lost context would: the same picture, one message. */
static void
test_view_survives (void)
{
  g_autoptr (SlGlDevice) any = device_or_skip ();
  SlPlotRenderer *renderer = sl_plot_renderer_get_default ();
  g_autoptr (SlPlot) first = NULL, second = NULL;
  g_autofree guint32 *software = NULL, *gl = NULL, *after = NULL;
  GtkWidget *window, *view;
  SlGlDevice *device;
  int n;

  if (!any)
    return;
  first = plot_sample_history (400);
  second = plot_sample_history (400);
  window = gtk_window_new ();
  view = sl_plot_view_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 640, 400);
  gtk_window_set_child (GTK_WINDOW (window), view);
  sl_plot_renderer_set_wish (renderer, SL_RENDERER_SOFTWARE);
  gtk_window_present (GTK_WINDOW (window));
  show (SL_PLOT_VIEW (view), first);
  software = picture (view, &n);

  sl_plot_renderer_set_wish (renderer, SL_RENDERER_GL);
  gl = picture (view, &n);
  device = sl_plot_renderer_get_device (renderer, gtk_widget_get_display (view), FALSE);
  g_assert_nonnull (device);
  g_test_message ("windows by %s, plots by %s: %.3f levels",
                  G_OBJECT_TYPE_NAME (gtk_native_get_renderer (GTK_NATIVE (window))),
                  sl_plot_renderer_get_status (renderer), mean_difference (software, gl, n));
  g_assert_cmpfloat (mean_difference (software, gl, n), <, VIEW_TOLERANCE);
  g_assert_true (memcmp (software, gl, n * sizeof *gl) != 0); /* it was another renderer */

  gdk_gl_context_make_current (sl_gl_device_get_context (device));
  /* Of what contexts do not share, lest the renderer of windows loses its own. */
  for (guint id = 1; id < 64; id++)
    {
      glDeleteVertexArrays (1, &id);
      glDeleteFramebuffers (1, &id);
    }
  g_test_expect_message (NULL, G_LOG_LEVEL_MESSAGE, "*drawn by the processor*");
  sl_plot_view_set_plot (SL_PLOT_VIEW (view), second);
  after = picture (view, &n);
  g_test_assert_expected_messages ();
  g_assert_cmpmem (after, n * sizeof *after, software, n * sizeof *software);
  g_assert_nonnull (strstr (sl_plot_renderer_get_status (renderer), "Processor: "));
  sl_plot_renderer_set_wish (renderer, SL_RENDERER_AUTO);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_without_gl_child (void)
{
  SlPlotRenderer *renderer = sl_plot_renderer_get_default ();
  g_autoptr (SlPlot) plot = plot_sample_history (400);
  GtkWidget *window = gtk_window_new (), *view = sl_plot_view_new ();
  g_autofree guint32 *pixels = NULL;
  int n, inked = 0;

  sl_plot_renderer_set_wish (renderer, SL_RENDERER_GL);
  gtk_window_set_default_size (GTK_WINDOW (window), 400, 300);
  gtk_window_set_child (GTK_WINDOW (window), view);
  gtk_window_present (GTK_WINDOW (window));
  show (SL_PLOT_VIEW (view), plot);
  pixels = picture (view, &n);
  for (int i = 0; i < n; i++)
    inked += pixels[i] != 0xffffffff;
  g_assert_cmpint (inked, >, n / 20);
  g_assert_cmpint (inked, <, n / 2);
  g_assert_cmpuint (sl_gl_n_contexts (), ==, 0);
  g_assert_nonnull (strstr (sl_plot_renderer_get_status (renderer), "Processor: "));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Without OpenGL, plots are drawn even if the user forces OpenGL. */
static void
test_without_gl (void)
{
  /* GTK 4.16 renamed the switch, and warns of the old one. */
  const char *variable = gtk_get_minor_version () < 16 ? "GDK_DEBUG" : "GDK_DISABLE",
             *value = gtk_get_minor_version () < 16 ? "gl-disable" : "gl";
  g_autofree char *old = g_strdup (g_getenv (variable)), *gsk = g_strdup (g_getenv ("GSK_RENDERER"));

  if (!have_display)
    {
      g_test_skip ("needs a display");
      return;
    }
  g_setenv (variable, value, TRUE);
  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  g_test_trap_subprocess ("/plot/renderer/none/subprocess", 0, 0);
  if (old)
    g_setenv (variable, old, TRUE);
  else
    g_unsetenv (variable);
  if (gsk)
    g_setenv ("GSK_RENDERER", gsk, TRUE);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*drawn by the processor*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("STARLOOM_RENDERER");
  have_display = gtk_init_check ();
  g_test_add_func ("/plot/renderer/is-software", test_is_software);
  g_test_add_func ("/plot/renderer/choice", test_choice);
  g_test_add_func ("/plot/renderer/view-survives", test_view_survives);
  g_test_add_func ("/plot/renderer/none", test_without_gl);
  g_test_add_func ("/plot/renderer/none/subprocess", test_without_gl_child);
  return g_test_run ();
}
