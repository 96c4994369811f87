/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib/gi18n.h>

#include "app/window/sl-window-private.h"
#include "model/cosmology/sl-cosmology.h"
#include "ui/widgets/sl-drop-down.h"
#include "ui/widgets/sl-number.h"

/* The bar of cosmic time at which the galaxy is observed. It sets the redshift, which is the parameter. */

/* Gyr. The SSP library has no ages for earlier times; the model ends at the later one. */
#define TIME_FIRST 0.5
#define TIME_LAST SL_COSMOLOGY_TODAY
#define TIME_STEP 0.1
#define TIME_PAGE 1.0
/* Seconds from one end to the other at speed 1. */
#define PLAY_S 12.0
/* A frame that took longer than this does not make time jump. */
#define MOST_FRAME_S 0.1

static const struct { double speed; const char *name; } speed_table[] = {
  { 0.25, "¼×" }, { 0.5, "½×" }, { 1.0, "1×" }, { 2.0, "2×" }, { 4.0, "4×" },
};

static void
cosmology_of (const SlGalaxy *galaxy, double c[4])
{
  c[0] = galaxy->value[SL_PARAM_OM0];
  c[1] = galaxy->value[SL_PARAM_W0];
  c[2] = galaxy->value[SL_PARAM_WA];
  c[3] = galaxy->value[SL_PARAM_H];
}

/* Cosmic time at which a galaxy is observed, Gyr. */
static double
time_of (const SlGalaxy *galaxy)
{
  double p[5] = { galaxy->value[SL_PARAM_REDSHIFT] };
  SlEpoch epoch;

  cosmology_of (galaxy, p + 1);
  sl_cosmology_epoch (p, &epoch);
  return epoch.t_obs;
}

void
sl_window_update_time (SlWindow *self)
{
  const SlGalaxy *galaxy = sl_session_get_galaxy (self->session);
  const double t = time_of (galaxy), z = galaxy->value[SL_PARAM_REDSHIFT];
  g_autofree char *time = sl_number_format (t, 2), *redshift = sl_number_format (z, z < 1.0 ? 3 : 2);
  /* Translators: cosmic time in billion years, and redshift */
  g_autofree char *text = g_strdup_printf (_ ("%s Gyr  ·  z = %s"), time, redshift);
  /* Translators: read aloud */
  g_autofree char *spoken =
      g_strdup_printf (_ ("%s billion years after the Big Bang, redshift %s"), time, redshift);

  /* Times before the bar's first leave it as it is; the label shows the number. */
  if (fabs (gtk_range_get_value (GTK_RANGE (self->time_scale)) - t) > 1e-9)
    gtk_range_set_value (GTK_RANGE (self->time_scale), t);
  gtk_label_set_text (self->time_label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->time_scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  spoken, -1);
}

static void
go_to (SlWindow *self, double t)
{
  const SlGalaxy *galaxy = sl_session_get_galaxy (self->session);

  sl_session_set_value (self->session, SL_PARAM_REDSHIFT, sl_cosmology_redshift_at (galaxy, t));
}

/* ----------------------------------------------------------------- play */

static void
show_playing (SlWindow *self)
{
  const gboolean on = self->play_tick != 0;
  const char *text = on ? _ ("Pause (Ctrl+Space)") : _ ("Play cosmic time (Ctrl+Space)");

  gtk_button_set_icon_name (self->play_button,
                            on ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play_button), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play_button), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  -1);
}

void
sl_window_stop_time (SlWindow *self)
{
  if (!self->play_tick)
    return;
  gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->play_tick);
  self->play_tick = 0;
  sl_session_end_drag (self->session);
  show_playing (self);
}

static gboolean
play_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  SlWindow *self = SL_WINDOW (widget);
  const gint64 now = gdk_frame_clock_get_frame_time (clock);
  const double s = MIN (1e-6 * (double) (now - self->play_us), MOST_FRAME_S);
  const guint speed = MIN (gtk_drop_down_get_selected (self->speed_drop), G_N_ELEMENTS (speed_table) - 1);

  self->play_us = now;
  /* A drag of another slider takes precedence. */
  if (!sl_session_get_dragging (self->session))
    sl_session_begin_sweep (self->session, SL_PARAM_REDSHIFT);
  self->play_t =
      MIN (self->play_t + s * speed_table[speed].speed * (TIME_LAST - TIME_FIRST) / PLAY_S, TIME_LAST);
  go_to (self, self->play_t);
  if (self->play_t < TIME_LAST)
    return G_SOURCE_CONTINUE;
  sl_window_stop_time (self);
  return G_SOURCE_REMOVE;
}

void
sl_window_play_time (SlWindow *self)
{
  if (self->play_tick)
    {
      sl_window_stop_time (self);
      return;
    }
  self->play_t = time_of (sl_session_get_galaxy (self->session));
  if (self->play_t >= TIME_LAST - TIME_STEP)
    self->play_t = TIME_FIRST;
  self->play_us = g_get_monotonic_time ();
  sl_session_begin_sweep (self->session, SL_PARAM_REDSHIFT);
  self->play_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), play_cb, NULL, NULL);
  show_playing (self);
}

/* ------------------------------------------------------------------ bar */

static gboolean
change_value_cb (GtkRange *range, GtkScrollType scroll, double value, SlWindow *self)
{
  sl_window_stop_time (self);
  go_to (self, CLAMP (value, TIME_FIRST, TIME_LAST));
  return TRUE;
}

static void
pressed_cb (GtkGestureClick *gesture, int n, double x, double y, SlWindow *self)
{
  sl_window_stop_time (self);
  sl_session_begin_sweep (self->session, SL_PARAM_REDSHIFT);
}

static void
released_cb (GtkGestureClick *gesture, int n, double x, double y, SlWindow *self)
{
  sl_session_end_drag (self->session);
}

static void
cancelled_cb (GtkGesture *gesture, GdkEventSequence *sequence, SlWindow *self)
{
  sl_session_end_drag (self->session);
}

static void
play_clicked_cb (GtkButton *button, SlWindow *self)
{
  sl_window_play_time (self);
}

/* By keys: steps of 0.1 Gyr. */
void
sl_window_step_time (SlWindow *self, int steps)
{
  sl_window_stop_time (self);
  go_to (self,
         CLAMP (time_of (sl_session_get_galaxy (self->session)) + steps * TIME_STEP, TIME_FIRST, TIME_LAST));
}

void
sl_window_install_time (SlWindow *self)
{
  const char *names[G_N_ELEMENTS (speed_table) + 1] = { NULL };
  GtkGesture *click = gtk_gesture_click_new ();
  g_autoptr (GtkStringList) speeds = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (speed_table); i++)
    names[i] = speed_table[i].name;
  speeds = gtk_string_list_new (names);
  gtk_drop_down_set_model (self->speed_drop, G_LIST_MODEL (speeds));
  gtk_drop_down_set_selected (self->speed_drop, 2);
  sl_drop_down_set_name (self->speed_drop, _ ("Playback speed"));
  gtk_range_set_range (GTK_RANGE (self->time_scale), TIME_FIRST, TIME_LAST);
  gtk_range_set_increments (GTK_RANGE (self->time_scale), TIME_STEP, TIME_PAGE);
  g_signal_connect (self->time_scale, "change-value", G_CALLBACK (change_value_cb), self);
  /* Before the scale takes the press, so that the drag is one step of undo. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  g_signal_connect (click, "cancel", G_CALLBACK (cancelled_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->time_scale), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (self->play_button, "clicked", G_CALLBACK (play_clicked_cb), self);
  show_playing (self);
  sl_window_update_time (self);
}
