/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "app/window/sl-window-private.h"

/* Presets, undo and redo: curves and sliders move to the new galaxy in a short animation, so that the eye can
 * follow them. The session changes at once; only what is shown moves, and any other change ends it. */

#define TRANSITION_S 0.2

static gboolean
wants_animations (SlWindow *self)
{
  gboolean on = FALSE;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &on, NULL);
  return on && gtk_widget_get_mapped (GTK_WIDGET (self));
}

/* Ease-out: fast at first. */
static double
ease (double s)
{
  const double left = 1.0 - CLAMP (s, 0.0, 1.0);

  return 1.0 - left * left * left;
}

static gboolean
transition_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  SlWindow *self = SL_WINDOW (widget);
  const gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (!self->transition_us)
    self->transition_us = now;
  self->transition_fraction = ease (1e-6 * (double) (now - self->transition_us) / TRANSITION_S);
  if (self->transition_fraction < 1.0)
    {
      sl_window_post (self);
      return G_SOURCE_CONTINUE;
    }
  self->transition_tick = 0;
  sl_panel_show_galaxy (self->panel, sl_session_get_galaxy (self->session));
  sl_window_post (self);
  return G_SOURCE_REMOVE;
}

void
sl_window_begin_transition (SlWindow *self)
{
  SlGalaxy from;

  /* A transition may be under way. */
  sl_window_shown_galaxy (self, &from);
  sl_window_end_transition (self);
  if (!wants_animations (self))
    return;
  self->transition_from = from;
  self->transition_fraction = 0.0;
  self->transition_us = 0;
  self->transition_has_target = FALSE;
  self->transition_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), transition_cb, NULL, NULL);
}

void
sl_window_end_transition (SlWindow *self)
{
  if (!self->transition_tick)
    return;
  gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->transition_tick);
  self->transition_tick = 0;
  if (self->panel)
    sl_panel_show_galaxy (self->panel, sl_session_get_galaxy (self->session));
}

/* Only galaxies with the same SFH form and options can be interpolated. */
void
sl_window_shown_galaxy (SlWindow *self, SlGalaxy *galaxy)
{
  const SlGalaxy *to = sl_session_get_galaxy (self->session);

  *galaxy = *to;
  if (!self->transition_tick)
    return;
  if (!self->transition_has_target)
    {
      self->transition_to = *to;
      self->transition_has_target = TRUE;
    }
  if (memcmp (to->value, self->transition_from.value, sizeof to->value) == 0
      || !sl_galaxy_same_options (to, &self->transition_from)
      || !sl_galaxy_same_options (to, &self->transition_to)
      || memcmp (to->value, self->transition_to.value, sizeof to->value) != 0)
    {
      sl_window_end_transition (self);
      return;
    }
  for (int i = 0; i < SL_N_PARAMS; i++)
    galaxy->value[i] = self->transition_from.value[i]
                       + self->transition_fraction * (to->value[i] - self->transition_from.value[i]);
  sl_panel_show_galaxy (self->panel, galaxy);
}
