/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "app/window/sl-window-private.h"

/* To a preset, and back or forth through changes: curves and sliders go there in a moment, so that the eye
 * sees what became of what. The session is there at once; only what is shown takes its time, and whatever
 * else happens ends it. */

#define GLIDE_S 0.2

static gboolean
wants_animations (SlWindow *self)
{
  gboolean on = FALSE;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &on, NULL);
  return on && gtk_widget_get_mapped (GTK_WIDGET (self));
}

/* Fast at first, at rest in the end. */
static double
ease (double s)
{
  const double left = 1.0 - CLAMP (s, 0.0, 1.0);

  return 1.0 - left * left * left;
}

static gboolean
glide_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  SlWindow *self = SL_WINDOW (widget);
  const gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (!self->glide_us)
    self->glide_us = now;
  self->glide_part = ease (1e-6 * (double) (now - self->glide_us) / GLIDE_S);
  if (self->glide_part < 1.0)
    {
      sl_window_post (self);
      return G_SOURCE_CONTINUE;
    }
  self->glide_tick = 0;
  sl_panel_show_galaxy (self->panel, sl_session_get_galaxy (self->session));
  sl_window_post (self);
  return G_SOURCE_REMOVE;
}

void
sl_window_begin_glide (SlWindow *self)
{
  SlGalaxy from;

  /* Perhaps still on the way to another one. */
  sl_window_shown_galaxy (self, &from);
  sl_window_end_glide (self);
  if (!wants_animations (self))
    return;
  self->glide_from = from;
  self->glide_part = 0.0;
  self->glide_us = 0;
  self->glide_aimed = FALSE;
  self->glide_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), glide_cb, NULL, NULL);
}

void
sl_window_end_glide (SlWindow *self)
{
  if (!self->glide_tick)
    return;
  gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->glide_tick);
  self->glide_tick = 0;
  if (self->panel)
    sl_panel_show_galaxy (self->panel, sl_session_get_galaxy (self->session));
}

/* Between galaxies of the same form and options there is a way; between others there is none. */
void
sl_window_shown_galaxy (SlWindow *self, SlGalaxy *galaxy)
{
  const SlGalaxy *to = sl_session_get_galaxy (self->session);

  *galaxy = *to;
  if (!self->glide_tick)
    return;
  if (!self->glide_aimed)
    {
      self->glide_to = *to;
      self->glide_aimed = TRUE;
    }
  if (memcmp (to->value, self->glide_from.value, sizeof to->value) == 0
      || !sl_galaxy_same_options (to, &self->glide_from) || !sl_galaxy_same_options (to, &self->glide_to)
      || memcmp (to->value, self->glide_to.value, sizeof to->value) != 0)
    {
      sl_window_end_glide (self);
      return;
    }
  for (int i = 0; i < SL_N_PARAMS; i++)
    galaxy->value[i] =
        self->glide_from.value[i] + self->glide_part * (to->value[i] - self->glide_from.value[i]);
  sl_panel_show_galaxy (self->panel, galaxy);
}
