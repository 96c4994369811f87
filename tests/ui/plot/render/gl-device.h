/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

#include "ui/plot/render/sl-plot-gl-device.h"

static gboolean have_display; /* what gtk_init_check() said */

/* An OpenGL device on the default display, software or not; NULL after g_test_skip() if there is none. */
static inline SlGlDevice *
device_or_skip (void)
{
  SlGlDevice *device;
  g_autoptr (GError) error = NULL;

  if (!have_display)
    {
      g_test_skip ("needs a display");
      return NULL;
    }
  device = sl_gl_device_new (gdk_display_get_default (), &error);
  if (!device)
    {
      g_autofree char *why = g_strdup_printf ("no OpenGL context can be made: %s", error->message);

      g_test_skip (why);
    }
  return device;
}
