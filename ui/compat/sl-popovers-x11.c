/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Popovers and tooltips of windows that reach beyond the screen. GDK asks which monitor the place is on that
 * they point to, and goes on with none where it is on no monitor: it complains, and they are shown anywhere.
 * A window that was moved half off the screen has such places, a panel that slides out of sight, too, and the
 * keyboard reaches them. Here popovers point to the nearest place on the screen instead.
 *
 * Nothing that GTK makes public comes between the layout of widgets and their popovers. The interface of
 * popups does, and its first function is the same in all versions of GTK that this file is compiled for. */
#include "ui/compat/sl-compat.h"

#include <gdk/x11/gdkx.h>

typedef gboolean (*Present) (GdkPopup *popup, int width, int height, GdkPopupLayout *layout);

/* The beginning of GdkPopupInterface. */
typedef struct {
  GTypeInterface parent;
  Present present;
} PopupInterface;

static Present gdk_present;

/* Where a surface is on the display, as the server says: GDK does not tell. */
static void
surface_origin (GdkSurface *surface, int *x, int *y)
{
  const int scale = gdk_surface_get_scale_factor (surface);
  Display *display = gdk_x11_display_get_xdisplay (gdk_surface_get_display (surface));
  Window child;

  *x = *y = 0;
  XTranslateCoordinates (display, gdk_x11_surface_get_xid (surface), DefaultRootWindow (display), 0, 0, x, y,
                         &child);
  *x /= scale;
  *y /= scale;
}

static gboolean
on_screen (GdkDisplay *display, const GdkRectangle *at)
{
  GListModel *monitors = gdk_display_get_monitors (display);

  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);
      GdkRectangle geometry;

      gdk_monitor_get_geometry (monitor, &geometry);
      if (gdk_rectangle_intersect (&geometry, at, NULL))
        return TRUE;
    }
  return FALSE;
}

/* The monitor with most of a window; of one that has left all, the first. */
static gboolean
nearest_screen (GdkSurface *surface, GdkRectangle *screen)
{
  GdkDisplay *display = gdk_surface_get_display (surface);
  GdkMonitor *most = gdk_display_get_monitor_at_surface (display, surface);
  g_autoptr (GdkMonitor) monitor =
      most ? g_object_ref (most) : g_list_model_get_item (gdk_display_get_monitors (display), 0);

  if (monitor)
    gdk_monitor_get_geometry (monitor, screen);
  return monitor != NULL;
}

static gboolean
present (GdkPopup *popup, int width, int height, GdkPopupLayout *layout)
{
  GdkSurface *parent = gdk_popup_get_parent (popup);
  GdkRectangle at = *gdk_popup_layout_get_anchor_rect (layout), screen;
  GdkPopupLayout *near;
  gboolean shown;
  int x, y;

  surface_origin (parent, &x, &y);
  at = (GdkRectangle){ at.x + x, at.y + y, MAX (at.width, 1), MAX (at.height, 1) };
  if (on_screen (gdk_surface_get_display (parent), &at) || !nearest_screen (parent, &screen))
    return gdk_present (popup, width, height, layout);
  at.x = CLAMP (at.x + at.width / 2, screen.x, screen.x + screen.width - 1) - x;
  at.y = CLAMP (at.y + at.height / 2, screen.y, screen.y + screen.height - 1) - y;
  near = gdk_popup_layout_copy (layout);
  gdk_popup_layout_set_anchor_rect (near, &(GdkRectangle){ at.x, at.y, 1, 1 });
  shown = gdk_present (popup, width, height, near);
  gdk_popup_layout_unref (near);
  return shown;
}

/* The first popup has its surface, and is not shown yet. */
static gboolean
realize_hook (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data)
{
  GtkWidget *widget = g_value_get_object (&values[0]);
  GdkSurface *surface = GTK_IS_NATIVE (widget) ? gtk_native_get_surface (GTK_NATIVE (widget)) : NULL;
  PopupInterface *popups;

  if (!surface || !GDK_IS_X11_SURFACE (surface) || !GDK_IS_POPUP (surface))
    return TRUE;
  popups = g_type_interface_peek (G_OBJECT_GET_CLASS (surface), GDK_TYPE_POPUP);
  gdk_present = popups->present;
  popups->present = present;
  return FALSE;
}

void
sl_popovers_mend (void)
{
  static gboolean mended;

  /* The library may be newer than its headers here. */
  if (!mended && gtk_get_minor_version () < 18)
    g_signal_add_emission_hook (g_signal_lookup ("realize", GTK_TYPE_WIDGET), 0, realize_hook, NULL, NULL);
  mended = TRUE;
}
